// The purchases behind a result: the table that was analysed, and how. Cohorts and times to the next purchase are computed from
// the same rows with the same choices.
import type { RfmResult, Table } from "custometry";
import type { CompleteMapping, Options } from "../messages";

export interface Purchases {
  readonly input: Table;
  readonly mapping: CompleteMapping;
  readonly options: Options;
  readonly asOf: string;
  readonly result: RfmResult;
}

/** How the purchases are to be read. */
export const reading = (mapping: CompleteMapping, { utcOffset, refunds, onInvalid }: Options) =>
  ({ customerId: mapping.customerId, date: mapping.date, amount: mapping.amount, utcOffset, refunds, onInvalid });

/** What every analysis of purchases up to a day is told. */
export const common = (mapping: CompleteMapping, options: Options, asOf: string) => ({ ...reading(mapping, options), asOf });
