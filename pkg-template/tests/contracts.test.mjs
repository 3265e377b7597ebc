// Contract models: published values, plain sums in JavaScript, errors, and models that are saved and read back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { bdwModel, fitBdw, fitSbg, sbgModel, CustometryError } = await importPackage();

// Fader & Hardie (2007): customers after 0 to 7 renewals.
const regular = [1000, 631, 468, 382, 326, 289, 262, 241];
const highEnd = [1000, 869, 743, 653, 593, 551, 517, 491];

const close = (actual, expected, tolerance) => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} to ${tolerance}`);

test("the published estimates", () => {
  for (const [survivors, alpha, beta, logLikelihood] of [[regular, 0.704, 1.182, -1680.27], [highEnd, 0.668, 3.806, -1611.16]]) {
    const model = fitSbg(survivors);
    close(model.params.alpha, alpha, 0.0005);
    close(model.params.beta, beta, 0.0005);
    close(model.logLikelihood, logLikelihood, 0.005);
    assert.equal(model.fit.converged, true);
    assert.equal(model.fit.boundary, false);
    assert.ok(model.fit.gradientNorm < 1e-8);
    assert.deepEqual([model.fit.observations, model.fit.distinctPatterns, model.fit.message], [1000, 8, "converged"]);
  }
  const { params, standardErrors } = fitBdw(highEnd.slice(0, 5));
  close(params.alpha, 0.259, 0.0005);
  close(params.c, 1.584, 0.0005);
  close(standardErrors.c, 0.353023, 1e-6); // tests/golden/contract.csv
});

test("projections and lifetimes agree with plain sums", () => {
  const { params: { alpha, beta }, ...model } = fitSbg(regular);
  assert.deepEqual(Object.keys(model).sort(), ["fit", "kind", "logLikelihood", "standardErrors"]);
  const fitted = fitSbg(regular);
  let [survival, lifetime] = [1, 0];
  for (let t = 0; t < 400; t++) {
    if (t < 40) close(fitted.survival(t), survival, 1e-13);
    lifetime += survival / 1.1 ** t;
    const retention = (beta + t) / (alpha + beta + t);
    close(fitted.retention(t + 1), retention, 1e-15);
    survival *= retention;
  }
  close(fitted.discountedExpectedLifetime(0.1), lifetime, 1e-12);
  close(fitted.discountedResidualLifetime(0, 0.1), (lifetime - 1) * 1.1, 1e-12);
  assert.ok(fitted.survival(1e9) > 0);
  assert.ok(fitted.discountedExpectedLifetime(1e-12) > 1000);
  // E(CLV) of $100 a year at 10 % is $362 for the regular customers of five years.
  close(fitSbg(regular.slice(0, 5)).discountedExpectedLifetime(0.1), 3.62, 0.005);
});

test("several cohorts, typed arrays and fractions", () => {
  const both = fitSbg([regular, regular]);
  close(both.params.alpha, fitSbg(regular).params.alpha, 1e-12);
  assert.equal(both.fit.observations, 2000);
  assert.deepEqual(fitSbg(Float64Array.from(regular)), fitSbg(regular));
  assert.deepEqual(fitSbg([Float64Array.from(regular), regular]), both);
  close(fitSbg(regular.map((count) => count / 10)).params.beta, both.params.beta, 1e-12);
  assert.equal(fitSbg([[100, 80, 70], [50, 35]]).fit.distinctPatterns, 4);
});

test("a boundary is named, with finite numbers", () => {
  for (const survivors of [[100, 100, 100], [100, 0], [100, 50], [100, 60, 60], [1000, 900, 700, 400], [1024, 512, 256, 128]]) {
    for (const fit of [fitSbg, fitBdw]) {
      const model = fit(survivors);
      assert.equal(model.fit.boundary, true, JSON.stringify(survivors));
      assert.equal(model.fit.converged, false);
      assert.match(model.fit.message, /^boundary: /);
      assert.equal(model.standardErrors, null);
      const all = [...Object.values(model.params), model.logLikelihood, model.fit.gradientNorm, model.survival(10), model.retention(10), model.discountedExpectedLifetime(0.1)];
      assert.ok(all.every(Number.isFinite), JSON.stringify([survivors, all]));
    }
  }
});

test("models are saved and read back", () => {
  for (const [fitted, read] of [[fitSbg(regular), sbgModel], [fitBdw(highEnd), bdwModel]]) {
    const again = read(JSON.parse(JSON.stringify(fitted)));
    assert.deepEqual(again, fitted);
    assert.equal(again.survival(20), fitted.survival(20));
    assert.deepEqual(read(fitted.toJSON()), fitted);
    const bare = read({ ...fitted.params });
    assert.deepEqual([bare.logLikelihood, bare.fit, bare.standardErrors], [null, null, null]);
    assert.equal(bare.discountedResidualLifetime(3, 0.05), fitted.discountedResidualLifetime(3, 0.05));
  }
  const model = sbgModel({ alpha: 1, beta: 3 });
  assert.equal(model.retention(1), 0.75);
  assert.throws(() => { "use strict"; model.params.alpha = 2; }, TypeError);
});

test("errors name what is wrong, and where", () => {
  const fails = (work, words) => assert.throws(work, (error) => {
    assert.ok(error instanceof CustometryError, String(error));
    assert.equal(error.code, "invalid-option");
    assert.ok(error.help);
    assert.match(error.message, words);
    return true;
  });
  fails(() => fitSbg(), /survivors is nothing, not an array/);
  fails(() => fitSbg("1000,631"), /survivors is the text/);
  fails(() => fitSbg([]), /fewer than two entries/);
  fails(() => fitSbg([[]]), /fewer than two entries/);
  fails(() => fitSbg([1000]), /fewer than two entries/);
  fails(() => fitSbg([0, 0]), /survivors\[0\], the size of the cohort, is 0/);
  fails(() => fitSbg([1000, 631, 632]), /survivors\[2\] is more than the entry before it/);
  fails(() => fitSbg([1000, NaN]), /survivors\[1\] is not a number from 0 on/);
  fails(() => fitSbg([1000, -1]), /survivors\[1\] is not a number from 0 on/);
  fails(() => fitSbg([1000, "631"]), /survivors\[1\] is the text "631"/);
  fails(() => fitSbg([1000, , 500]), /survivors\[1\] is nothing/);
  fails(() => fitSbg([[1000, 631], [1000, 631, Infinity]]), /survivors\[1\]\[2\] is not a number from 0 on/);
  fails(() => fitSbg([[1000, 631], 5]), /survivors\[1\] is the number 5, not an array/);
  fails(() => fitSbg(BigInt64Array.of(5n, 4n)), /survivors\[0\] is the bigint 5/);
  const model = sbgModel({ alpha: 0.7, beta: 1.2 });
  for (const t of [-1, 0.5, NaN, Infinity, 2 ** 60]) fails(() => model.survival(t), /t is not a whole number from 0 on/);
  for (const t of ["1", undefined, 1n]) fails(() => model.survival(t), /t is /);
  fails(() => model.retention(0), /t is not a whole number from 1 on/);
  fails(() => model.discountedExpectedLifetime(0), /infinite/);
  fails(() => model.discountedExpectedLifetime(-0.1), /discount rate/);
  fails(() => model.discountedResidualLifetime(1.5, 0.1), /renewals is not a whole number/);
  fails(() => model.discountedResidualLifetime(1, NaN), /discount rate/);
  fails(() => sbgModel(), /the sbg model is nothing/);
  fails(() => sbgModel({ alpha: 1 }), /beta is nothing/);
  fails(() => sbgModel({ alpha: 1, beta: 0 }), /beta is not a positive number/);
  fails(() => sbgModel({ alpha: 1, beta: 1, c: 1 }), /has no "c"/);
  fails(() => sbgModel(fitBdw(highEnd).toJSON()), /kind/);
  fails(() => bdwModel({ alpha: 1, beta: 1, c: NaN }), /c is not a positive number/);
  assert.equal(fitSbg(regular).fit.converged, true); // the module works on
});
