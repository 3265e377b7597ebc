// The purchases that every peer works on: one seeded generator, ported bit for bit in native.rs (the checksums are
// compared). It uses only operations that IEEE 754 fixes to the bit: no logarithms, no powers.

export const PURCHASES = 1_000_000;
export const CUSTOMERS = 100_000;
export const AS_OF = "2024-12-31";
export const MS_PER_DAY = 86_400_000;
/** The first millisecond after the `asOf` day, and that day's number since 1970-01-01. */
export const AS_OF_END = Date.UTC(2025, 0, 1);
export const AS_OF_DAY = AS_OF_END / MS_PER_DAY - 1;

const FIRST = Date.UTC(2023, 0, 1);
const SPAN = AS_OF_END - FIRST;
const SEED = 20_240_229;

/** mulberry32, as uniform numbers in [0, 1). */
export function uniforms(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Two years of purchases in the order of their dates. Each customer buys at least once, within an active time of
 * their own; the other purchases fall to customers by a product of three uniforms, so a few buy hundreds of times
 * and half at most thrice. Ids are integers from 100,000 up in no order, or the texts "C100000" and so on,
 * dictionary-encoded in order of first appearance. Amounts are whole cents, so that their sums are exact in any
 * order.
 */
export function generate() {
  const uniform = uniforms(SEED);
  const start = new Float64Array(CUSTOMERS);
  const active = new Float64Array(CUSTOMERS);
  for (let i = 0; i < CUSTOMERS; i++) {
    start[i] = Math.floor(uniform() * SPAN);
    active[i] = (SPAN - start[i]) * uniform();
  }
  const ids = new Int32Array(PURCHASES);
  const dates = new Float64Array(PURCHASES);
  const amounts = new Float64Array(PURCHASES);
  for (let i = 0; i < PURCHASES; i++) {
    const who = i < CUSTOMERS ? i : Math.floor(uniform() * uniform() * uniform() * CUSTOMERS);
    ids[i] = CUSTOMERS + ((who * 61_813 + 7) % CUSTOMERS);
    dates[i] = FIRST + Math.floor(start[who] + uniform() * active[who]);
    amounts[i] = 100 + Math.floor(uniform() * uniform() * 30_000);
  }

  const order = Uint32Array.from(ids.keys()).sort((a, b) => dates[a] - dates[b] || a - b);
  const customerId = new Int32Array(PURCHASES);
  const date = new Float64Array(PURCHASES);
  const amount = new Float64Array(PURCHASES);
  const codes = new Int32Array(PURCHASES);
  const values = [];
  const codeOf = new Int32Array(2 * CUSTOMERS).fill(-1);
  for (let i = 0; i < PURCHASES; i++) {
    const id = ids[order[i]];
    customerId[i] = id;
    date[i] = dates[order[i]];
    amount[i] = amounts[order[i]];
    if (codeOf[id] < 0) codeOf[id] = values.push(`C${id}`) - 1;
    codes[i] = codeOf[id];
  }
  return { customerId, dictionary: { codes, values }, date, amount };
}

/**
 * FNV-1a over the 32-bit words of ids, dates (low, high) and amounts: the same number in native.rs when the data is the
 * same.
 */
export function checksum({ customerId, date, amount }) {
  let hash = 0x811c9dc5;
  const add = (word) => {
    hash = Math.imul(hash ^ word, 16_777_619);
  };
  for (let i = 0; i < customerId.length; i++) {
    add(customerId[i]);
    add(date[i] % 4_294_967_296);
    add(Math.floor(date[i] / 4_294_967_296));
    add(amount[i]);
  }
  return hash >>> 0;
}

/** The same purchases as JSON.parse gives them: dates are ISO 8601 texts. Made in pieces to save memory. */
export function jsonRows({ customerId, date, amount }) {
  const rows = [];
  const step = 10_000;
  for (let from = 0; from < customerId.length; from += step) {
    const piece = [];
    for (let i = from; i < Math.min(from + step, customerId.length); i++)
      piece.push({ customerId: `C${customerId[i]}`, date: new Date(date[i]), amount: amount[i] });
    for (const row of JSON.parse(JSON.stringify(piece))) rows.push(row);
  }
  return rows;
}

/**
 * A function that makes rows `{ customerId: string, date: Date, amount: number }`, new ones at every call. Their
 * texts are decoded from bytes one by one, as a parser or a database driver does it.
 */
export function dateRows({ customerId, date, amount }) {
  const width = `C${customerId[0]}`.length;
  const ids = Buffer.from(Array.from(customerId, (id) => `C${id}`).join(""), "latin1");
  return () => {
    const rows = new Array(customerId.length);
    for (let i = 0; i < rows.length; i++)
      rows[i] = {
        customerId: ids.toString("latin1", i * width, (i + 1) * width),
        date: new Date(date[i]),
        amount: amount[i],
      };
    return rows;
  };
}
