// The table of customers that data quality and duplicates are about.
import type { Table } from "custometry";
import type { Dataset, Encoding } from "../messages";
import type { ReadCustomersRequest } from "../messages-customers";
import { PageError } from "./page-error";
import { readSource } from "./source";

export class CustomerTable {
  #table: Table | null = null;
  #forget: (() => void)[] = [];

  /** `forget` is called before another table is read. */
  onForget(forget: () => void): void {
    this.#forget.push(forget);
  }

  async read({ source, encoding }: ReadCustomersRequest, note: (encoding: Encoding) => void): Promise<Dataset> {
    this.#forget.forEach((forget) => forget());
    this.#table?.free();
    this.#table = null;
    const { table, dataset } = await readSource(source, encoding, note);
    this.#table = table;
    return dataset;
  }

  /** The table, which has at least one row. */
  get table(): Table {
    if (this.#table === null) throw new Error("no customers have been read");
    if (this.#table.numRows === 0) throw new PageError("no-rows", "The file has a header and no rows.");
    return this.#table;
  }
}
