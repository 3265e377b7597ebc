// What customers have been worth so far, and who of them brings in how much.

import { withTable, type Need } from "./input.js";
import { columnName, plainOptions } from "./options.js";
import { purchaseNeeds } from "./purchases.js";
import { call, ensureReady } from "./runtime.js";
import { takeResult, type Table } from "./table.js";
import type { HistoricValue, HistoricValueOptions, TableInput, ValueContribution, ValueContributionOptions } from "./types.js";

/**
 * What each customer, and each cohort by age, has been worth up to `asOf`: value = margin * revenue - cost.
 *
 * `warnings` say so when neither a margin nor a column of costs is given, so that all revenue counts as value. Refunds that are netted
 * lower the revenue of their day, if their customer has bought by then.
 *
 * @param options - `asOf` is required. `cost` names a column of what each row cost; `period` is that of the cohorts, default "month".
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-date`, `bad-number`, each with the column and the row;
 *   `empty-input`, `invalid-option`.
 *
 * @example
 * ```js
 * import { historicValue } from "custometry";
 *
 * const purchases = [
 *   { customerId: "ann", date: "2026-01-05", amount: 20 }, { customerId: "ann", date: "2026-02-07", amount: 30 },
 *   { customerId: "bo", date: "2026-01-09", amount: 10 },
 * ];
 * const { customers, cohorts, totals } = historicValue(purchases, { asOf: "2026-02-28", margin: 0.5 });
 * console.log(customers.toRows().map(({ value }) => value), totals.value); // [ 25, 5 ] 30
 * console.log(cohorts.toRows().map(({ cumulativePerCustomer }) => cumulativePerCustomer)); // [ 7.5, 15 ]
 * customers.free();
 * cohorts.free();
 * ```
 */
export function historicValue(transactions: TableInput, options: HistoricValueOptions): HistoricValue {
  ensureReady();
  const plain = plainOptions(options, "historicValue");
  const cost = columnName(plain, "cost");
  const needs: Need[] = purchaseNeeds(plain, { amount: "required", orderId: true });
  if (cost !== undefined) needs.push({ name: cost, role: "number" });
  return withTable(transactions, needs, plain["onInvalid"] === "skip", (table) => {
    const { tables: [customers, cohorts], report } = takeResult(call((module) => module.historicValue(table, plain)));
    return { customers: customers as Table, cohorts: cohorts as Table, ...(report as Omit<HistoricValue, "customers" | "cohorts">) };
  });
}

/**
 * Who brings in how much of the total: shares, the Pareto curve and the Gini coefficient.
 *
 * - share = value / total; cumulativeShare, of these and all before
 * - gini = mean of |x - y| over all pairs of customers / (2 * mean value): 0 when all are worth the same
 * - `curve`: the share of the total that the best 0 %, 1 %, ... 100 % of customers bring
 *
 * Shares are null (NaN in the table) when the total is not above 0. With negative values, of which `warnings` tell, a cumulative share
 * can exceed 1, and so can the Gini coefficient.
 *
 * @param table - A row for each customer, as {@link historicValue} and {@link lifetimeValue} make them.
 * @param options - `value` names the column, default "value"; for a table of {@link lifetimeValue} it is "lifetimeValue".
 * @throws {@link CustometryError} `missing-column`, `wrong-type`, `bad-number`, each with the column and the row; `empty-input`.
 *
 * @example
 * ```js
 * import { valueContribution } from "custometry";
 *
 * const { customers, summary } = valueContribution([{ customerId: "a", value: 10 }, { customerId: "b", value: 70 }, { customerId: "c", value: 20 }]);
 * console.log(customers.toRows().map(({ customerId }) => customerId), summary.gini); // [ "b", "c", "a" ] 0.4
 * customers.free();
 * ```
 */
export function valueContribution(table: TableInput, options?: ValueContributionOptions): ValueContribution {
  ensureReady();
  const plain = plainOptions(options ?? {}, "valueContribution");
  const id = columnName(plain, "customerId");
  const needs: Need[] = [
    { name: columnName(plain, "value") ?? "value", role: "number" },
    { name: id ?? "customerId", role: "id", optional: id === undefined },
  ];
  return withTable(table, needs, plain["onInvalid"] === "skip", (raw) => {
    const { tables: [customers], report } = takeResult(call((module) => module.valueContribution(raw, plain)));
    return { customers: customers as Table, ...(report as Omit<ValueContribution, "customers">) };
  });
}
