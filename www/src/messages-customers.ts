// What the page and its worker say to each other about the table of customers.
import type { Encoding, Source } from "./messages";

export interface ReadCustomersRequest {
  kind: "readCustomers";
  source: Source;
  encoding: Encoding | null;
}
