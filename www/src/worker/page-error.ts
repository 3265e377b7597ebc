// A failure that the page itself finds, before the package sees the data. The page has a text for every code.
import type { PageCode } from "../messages";

export class PageError extends Error {
  readonly code: PageCode;
  constructor(code: PageCode, message: string) {
    super(message);
    this.code = code;
  }
}
