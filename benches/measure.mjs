// One case: every contender runs once and must agree with the first, then all are timed in turns.

import { assertSame } from "./agree.mjs";

/** Median and range of samples in milliseconds. */
export function summary(samples) {
  const sorted = Float64Array.from(samples).sort();
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1], samples: Array.from(samples) };
}

/**
 * First each contender runs alone for `warmup` milliseconds and at least twice, so that its code is compiled as well
 * as it ever will be. Then come rounds in which each is timed once, in an order that shifts by one each round.
 * Garbage is collected before each sample, so that nobody pays for another's.
 */
export function measure(input, contenders, { rounds, warmup }) {
  let expected;
  for (const contender of contenders) {
    const { result, ms } = sample(contender, input);
    const got = contender.normalise(result);
    if (expected === undefined) expected = got;
    else assertSame(`${contender.label} (${contender.case})`, expected, got);
    contender.dispose?.(result);
    for (let spent = ms, runs = 1; spent < warmup || runs < 2; runs++) spent += time(contender, input);
  }

  const samples = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const which = (turn + round) % contenders.length;
      samples[which].push(time(contenders[which], input));
    }
  }
  return contenders.map(({ label }, which) => ({ label, ...summary(samples[which]) }));
}

function time(contender, input) {
  const { result, ms } = sample(contender, input);
  contender.dispose?.(result);
  return ms;
}

function sample(contender, input) {
  const purchases = input();
  contender.setup?.(purchases);
  globalThis.gc();
  const start = performance.now();
  const result = contender.run(purchases);
  return { result, ms: performance.now() - start };
}
