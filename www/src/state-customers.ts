// The table of customers that data quality and duplicates are about: a file of its own, read once for both.
import type { Dataset, Encoding, Problem, Source } from "./messages";

export interface CustomersState {
  source: Source;
  encoding: Encoding | null;
  busy: "reading" | null;
  decoding: Encoding | null;
  dataset: Dataset | null;
  problem: Problem | null;
}

export const noCustomers = (source: Source): CustomersState => ({ source, encoding: null, busy: null, decoding: null, dataset: null, problem: null });

/** Whether no table has been read and none is being read. */
export const untouched = ({ busy, dataset, problem }: CustomersState): boolean => busy === null && dataset === null && problem === null;
