// Something in wasm memory that outlives the call which made it: it can be freed, and is lost when the module has to be restarted.

import { failure } from "./error.js";
import { generation, release } from "./runtime.js";

export class Handle<Raw extends { free(): void }> {
  readonly #generation = generation();
  readonly #what: string;
  readonly #again: string;
  #raw: Raw | undefined;

  /** `what` begins a sentence that goes on "been freed", such as "the scores have"; `again` says how to make it anew. */
  constructor(raw: Raw, what: string, again = "Make it again.") {
    this.#raw = raw;
    this.#what = what;
    this.#again = again;
  }

  get(): Raw {
    if (this.#raw === undefined) throw failure("bad-state", `${this.#what} been freed`, { help: "Use it before free(), or make it again." });
    if (this.#generation !== generation()) {
      throw failure("bad-state", `${this.#what} been lost: the module had to be restarted`, { help: this.#again });
    }
    return this.#raw;
  }

  free(): void {
    if (this.#raw !== undefined) release(this.#raw, this.#generation);
    this.#raw = undefined;
  }
}
