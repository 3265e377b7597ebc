// Assignment: which owner or queue each lead goes to, and why.

import { withTable, type Need } from "./input.js";
import { invalidOption } from "./error.js";
import { columnName, plainOptions } from "./options.js";
import { call, ensureReady } from "./runtime.js";
import { takeResult, type Table } from "./table.js";
import type { AssignmentOptions, AssignmentResult, AssignmentRule, TableInput } from "./types.js";

/**
 * Gives each lead to an owner or a queue, by the first rule whose conditions it meets and that has room, and says why.
 *
 * Leads take their turn by `order`. An owner has room while the load is below the capacity; when all owners of a rule are full, the lead
 * goes to the queue of the rule or, if it has none, on to the next rule. Among the owners with room, by `method`:
 *
 * - "first": the first of the list
 * - "round-robin": the one after the one that was chosen last
 * - "least-loaded": the one with the lowest load, of equal ones the first
 * - "weighted": smooth weighted round robin. To the value of each owner its weight is added; the highest is chosen, of equal ones the first,
 *   and the sum of the weights is taken from it: weights 5, 1, 1 give a a b a c a a
 *
 * The same input gives the same result. `state` is plain data for the next call, in which the turns go on.
 *
 * @param leads - Rows, columns or a Table. Of rows and columns only those that are needed are looked at.
 * @param rules - The rules, the first that matches wins.
 * @returns A table, which has to be freed like any other, and counts.
 * @throws {@link CustometryError} `invalid-option`, with the place in the rules; `missing-column`, `wrong-type`, `bad-date` for conditions that
 *   the columns do not allow; `bad-state` for a state that no call has returned.
 *
 * @example
 * ```js
 * import { assignLeads } from "custometry";
 *
 * const leads = [{ leadId: 1, employees: 50 }, { leadId: 2, employees: 2000 }, { leadId: 3, employees: 80 }, { leadId: 4, employees: null }];
 * const rules = [
 *   { name: "Enterprise", when: [{ column: "employees", min: 1000 }], owners: [{ owner: "Ann", capacity: 30 }] },
 *   { name: "Others", owners: [{ owner: "Ben" }, { owner: "Cho" }] },
 * ];
 * const { leads: assigned, owners, state } = assignLeads(leads, rules, { loads: { Ann: 29 } });
 * console.log(assigned.toRows().map(({ owner }) => owner)); // [ "Ben", "Ann", "Cho", "Ben" ]
 * console.log(assigned.column("reason")[1]); // rule "Enterprise": employees >= 1000; round robin
 * console.log(owners[0].load, state.rules[1].last); // 30 Ben
 * assigned.free();
 * ```
 *
 * Smooth weighted round robin is that of nginx.
 */
export function assignLeads(leads: TableInput, rules: readonly AssignmentRule[], options?: AssignmentOptions): AssignmentResult {
  ensureReady();
  if (!Array.isArray(rules)) throw invalidOption("the rules are not a list", "Call assignLeads(leads, [{ name, when, owners }, ...]).");
  const { state, ...plain } = plainOptions(options ?? {}, "assignLeads");
  const plainRules = plainOptions({ rules }, "assignLeads")["rules"];
  return withTable(leads, needs(plainRules, plain), false, (raw) => {
    const { tables: [assigned], report } = takeResult(call((module) => module.assignLeads(raw, plainRules, plain, state)));
    return { leads: assigned as Table, ...(report as Omit<AssignmentResult, "leads">) };
  });
}

/** The columns of the conditions and of the options. Whether those of the rules are right otherwise, the module decides. */
function needs(rules: unknown, options: Record<string, unknown>): Need[] {
  const leadId = columnName(options, "leadId");
  const found: Need[] = [{ name: leadId ?? "leadId", role: "any", optional: leadId === undefined }];
  for (const key of ["order", "skip"]) {
    const name = columnName(options, key);
    if (name !== undefined) found.push({ name, role: "any" });
  }
  for (const rule of rules as { when?: unknown }[]) {
    if (!Array.isArray(rule?.when)) continue;
    for (const filter of rule.when as { column?: unknown }[]) {
      if (typeof filter?.column === "string") found.push({ name: filter.column, role: "any" });
    }
  }
  return found;
}
