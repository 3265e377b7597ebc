// Guesses what the columns of a table of customers are, for the search for duplicates: from their names, English or Chinese, and
// where a name does not tell, from what the column holds.
import type { FieldKind, Table } from "custometry";
import { plain } from "../mapping";
import type { FieldGuess } from "../messages-duplicates";

/** Best first; of each kind other than mail addresses and telephone numbers one column is enough. */
const names: readonly (readonly [FieldKind, readonly string[]])[] = [
  ["givenName", ["givenname", "firstname", "forename", "first", "vorname", "名字", "名"]],
  ["surname", ["surname", "lastname", "familyname", "last", "nachname", "姓氏", "姓"]],
  ["fullName", ["fullname", "name", "customername", "contactname", "contactperson", "contact", "displayname", "姓名", "客户姓名", "联系人", "联系人姓名", "客户名称", "名称"]],
  ["company", ["company", "companyname", "organisation", "organization", "account", "accountname", "employer", "firm", "公司", "公司名称", "企业", "企业名称", "单位", "单位名称"]],
  ["email", ["email", "emailaddress", "mail", "mailaddress", "workemail", "邮箱", "电子邮箱", "电子邮件", "邮件"]],
  ["phone", ["phone", "phonenumber", "telephone", "tel", "mobile", "mobilephone", "cell", "cellphone", "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式"]],
  ["date", ["birthdate", "dateofbirth", "dob", "birthday", "born", "出生日期", "生日", "出生年月"]],
  ["address", ["address", "street", "streetaddress", "address1", "addressline1", "地址", "详细地址", "联系地址", "街道"]],
  ["city", ["city", "town", "suburb", "locality", "城市", "市", "所在城市"]],
  ["code", ["postcode", "postalcode", "zip", "zipcode", "plz", "邮编", "邮政编码"]],
  ["identifier", ["taxid", "taxnumber", "vatid", "vatnumber", "vat", "ein", "registrationnumber", "idcard", "idnumber", "passport", "socialsecurityid", "ssn", "socsecid", "税号", "纳税人识别号", "统一社会信用代码", "信用代码", "身份证", "身份证号", "身份证号码", "证件号码"]],
];
const several = new Set<FieldKind>(["email", "phone"]);

const keys = ["customerid", "contactid", "leadid", "recordid", "recid", "id", "customerno", "customernumber", "userid", "memberid", "accountid", "客户编号", "客户id", "客户号", "联系人编号", "会员编号", "会员id", "用户id", "编号", "id号"];
const changes = ["updatedat", "updated", "updateddate", "lastmodified", "lastmodifieddate", "modified", "modifiedat", "lastupdate", "lastupdated", "更新时间", "更新日期", "修改时间", "最后修改时间"];

/** So many values of a column are looked at. */
const looked = 300;
const shapes: readonly (readonly [FieldKind, RegExp, number])[] = [
  ["email", /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 0.6],
  ["phone", /^(\+\d{1,3}[\s-]?)?(\(?\d{2,4}\)?[\s.-]?){2,5}\d{2,}$|^1[3-9]\d{9}$/, 0.6],
  ["company", /(公司|集团|工厂|\b(ltd|limited|inc|corp|corporation|llc|plc|gmbh|ag|co|company|group)\b\.?)\s*$/i, 0.3],
];

export function guessFields(table: Table): FieldGuess {
  const { columns } = table;
  const fields: Record<string, FieldKind> = {};
  const taken = new Set<FieldKind>();
  const has = (column: string) => Object.hasOwn(fields, column);
  const take = (column: string, kind: FieldKind) => {
    fields[column] = kind;
    taken.add(kind);
  };
  const sample = table.toRows({ to: Math.min(looked, table.numRows) });
  const key = columns.find(({ name }) => keys.includes(plain(name)) && unlike(sample.map((row) => row[name])))?.name ?? null;
  const updatedAt = columns.find(({ name, type }) => type === "date" && changes.includes(plain(name)))?.name ?? null;
  const free = columns.filter(({ name, type, nulls }) => name !== key && name !== updatedAt && type !== "boolean" && nulls < table.numRows);
  for (const [kind, known] of names) {
    for (const wanted of known) for (const { name } of free) {
      if (plain(name) === wanted && !has(name) && (several.has(kind) || !taken.has(kind))) take(name, kind);
    }
  }
  for (const [kind, shape, share] of shapes) {
    if (taken.has(kind)) continue;
    for (const { name, type } of free) {
      if (has(name) || type !== "string") continue;
      const values = sample.map((row) => row[name]).filter((value) => typeof value === "string" && value !== "") as string[];
      const fitting = values.filter((value) => shape.test(value.trim())).length;
      if (values.length > 0 && fitting >= share * values.length && (several.has(kind) || !taken.has(kind))) take(name, kind);
    }
  }
  // Names that only contain a word that is known, such as "billing_city" or "客户手机号".
  for (const [kind, known] of names) {
    if (taken.has(kind)) continue;
    const found = free.find(({ name, type }) => !has(name) && type !== "date" && known.some((wanted) => (/[^a-z]/.test(wanted) ? wanted.length > 1 : wanted.length > 3) && plain(name).endsWith(wanted)));
    if (found !== undefined && kind !== "identifier") take(found.name, kind);
  }
  // In the order of the columns, as they are shown.
  return { fields: Object.fromEntries(columns.flatMap(({ name }) => (fields[name] === undefined ? [] : [[name, fields[name]]]))), key, updatedAt };
}

/** Whether there are values, and no two are alike. */
function unlike(values: readonly unknown[]): boolean {
  return values.every((value) => value !== null && value !== undefined && value !== "") && new Set(values.map(String)).size === values.length;
}
