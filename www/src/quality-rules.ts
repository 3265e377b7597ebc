// Checks as the page handles them: what they are known by, and which columns of a file the report is likely to be by.
import type { Dataset } from "./messages";
import type { QualityColumns, Rule, RuleKind } from "./messages-quality";
import { plain } from "./mapping";

/** The kinds of checks, as the form offers them. */
export const ruleKinds = [
  "required", "unique", "oneOf", "matches", "between", "length", "type", "email", "phone", "url", "notFuture", "notPast", "fresh", "compare", "notJunk", "outlier",
  "socialCreditCode", "residentId", "countryCode", "currencyCode",
] as const satisfies readonly RuleKind[];

/** The columns that a check looks at. */
export function columnsOf(rule: Rule): readonly string[] {
  if (rule.check === "unique") return rule.columns;
  return rule.check === "compare" ? [rule.left, rule.right] : [rule.column];
}

/** An id that no other check has: its kind and columns, and a number from the second on. */
export function idOf(rule: Rule, taken: ReadonlySet<string>): string {
  const id = `${rule.check}:${columnsOf(rule).join(",")}`;
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? id : `${id}#${n}`;
    if (!taken.has(numbered)) return numbered;
  }
}

const names: Record<keyof QualityColumns, readonly string[]> = {
  key: ["customerid", "customerno", "customernumber", "contactid", "clientid", "accountid", "leadid", "memberid", "userid", "recordid", "id", "key", "客户编号", "客户id", "客户号", "会员编号", "会员id", "会员号", "用户id", "编号"],
  owner: ["owner", "recordowner", "accountowner", "leadowner", "ownername", "ownerid", "accountmanager", "salesrep", "负责人", "客户负责人", "所有者", "客户经理", "业务员", "销售", "归属人", "跟进人"],
  department: ["department", "dept", "team", "部门", "所属部门", "归属部门", "团队"],
};

/** By the names in the header, English or Chinese. */
export function guessColumns({ columns }: Dataset): QualityColumns {
  const find = (role: keyof QualityColumns) => {
    for (const name of names[role]) {
      const found = columns.find((column) => column.type !== "date" && plain(column.name) === name);
      if (found !== undefined) return found.name;
    }
    return null;
  };
  return { key: find("key"), owner: find("owner"), department: find("department") };
}
