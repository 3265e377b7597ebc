// What pseudonyms and masks take.

/** What {@link pseudonymize} is told. Unknown keys are errors. */
export interface PseudonymOptions {
  /** The columns whose values are replaced. */
  columns: readonly string[];
  /** 16 bytes or more; 32 random ones are best. It is read and neither kept nor changed. */
  key: Uint8Array;
  /**
   * What the pseudonyms are for. Under another context the same value has another pseudonym, so that two recipients cannot put their
   * tables together. Default: none.
   */
  context?: string;
}

/**
 * How a column is masked: `"name"` A*** S******, 张*, 欧阳**; `"email"` a***@example.com; `"phone"` 138****5678, +49 *** ***4567;
 * `"identifier"` ****5678; `"remove"`: the column is left out.
 */
export type Mask = "name" | "email" | "phone" | "identifier" | "remove";
