// A history of scores, and alerts on it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { CustometryError, Table, addToHistory, qualityAlerts } = await importPackage();

const fails = (work, code, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  return true;
});

const report = (score) => ({
  score,
  dimensions: [{ dimension: "completeness", score }, { dimension: "freshness", score: null }],
  checks: [{ id: "email", passRate: score / 100 }],
  fields: [{ column: "phone", fillRate: 0.5 }],
  groups: [{ by: "owner", value: "north", score: 80 }, { by: "owner", value: null, score: 20 }],
});

test("the scores of a report become points, and stay plain data", () => {
  const history = addToHistory([], report(91), { at: "2026-01-31" });
  assert.deepEqual(history.map(({ metric, value }) => [metric, value]), [
    ["score", 91], ["dimension.completeness", 91], ["dimension.freshness", null], ["check.email.passRate", 0.91], ["field.phone.fillRate", 0.5], ["group.owner.north.score", 80], ["group.owner.(none).score", 20],
  ]);
  const next = addToHistory(JSON.parse(JSON.stringify(history)), { score: 60 }, { at: new Date("2026-02-01T00:00:00Z") });
  assert.equal(history.length, 7, "the history given stays as it is");
  assert.deepEqual(next[7], { at: "2026-02-01T00:00:00.000Z", metric: "score", value: 60 });
});

test("scores of the same time replace what was there", () => {
  let history = addToHistory([], report(50), { at: "2026-01-31" });
  history = addToHistory(history, { score: 95 }, { at: "2026-01-31" });
  assert.deepEqual(history.filter(({ metric }) => metric === "score"), [{ at: "2026-01-31", metric: "score", value: 95 }]);
  assert.equal(history.length, 7);
});

test("a fall is an alert, in both languages", () => {
  let history = addToHistory([], report(95), { at: "2026-01-30" });
  history = addToHistory(history, report(60), { at: "2026-01-31" });
  const rule = { metric: "score", kind: "relative", maxChange: 0.1, direction: "down", severity: "error", id: "score falls" };
  const { alerts, checked, notChecked, skipped } = qualityAlerts(history, [rule]);
  assert.deepEqual(alerts, [{
    rule: "score falls", metric: "score", kind: "relative", severity: "error", at: "2026-01-31", row: 7, value: 60, reference: 95, points: 1,
    lower: 85.5, upper: null, limit: 85.5, change: -35 / 95, direction: "down", reason: "score fell from 95 to 60, by 36.84 %; 10 % is allowed",
  }]);
  assert.deepEqual([checked, notChecked, skipped], [1, [], { count: 0, rows: [], truncated: false }]);
  assert.equal(qualityAlerts(history, [rule], { locale: "zh-CN" }).alerts[0].reason, "score 由 95 降至 60，变化 36.84%，允许 10%");
});

test("rows, columns and tables are histories", () => {
  const rows = [{ day: "2026-01-01", name: "a", points: 1 }, { day: "2026-01-02", name: "a", points: 9 }];
  const options = { at: "day", metric: "name", value: "points", check: "all" };
  const rules = [{ metric: "a", kind: "threshold", max: 5 }, { metric: "a", kind: "threeSigma" }];
  const expected = qualityAlerts(rows, rules, options);
  assert.deepEqual([expected.alerts.length, expected.notChecked.length], [1, 2]);
  const columns = Object.fromEntries(["day", "name", "points"].map((name) => [name, rows.map((row) => row[name])]));
  assert.deepEqual(qualityAlerts(columns, rules, options), expected);
  const table = Table.fromRows(rows);
  assert.deepEqual(qualityAlerts(table, rules, options), expected);
  table.free();
  assert.deepEqual(qualityAlerts([], rules).notChecked.map(({ at }) => at), [null, null]);
});

test("errors say what is wrong", () => {
  fails(() => addToHistory({}, report(1), { at: "2026-01-01" }), "invalid-option", /not a list/);
  fails(() => addToHistory([], null, { at: "2026-01-01" }), "invalid-option", /report/);
  fails(() => addToHistory([], report(1)), "invalid-option", /at is missing/);
  fails(() => addToHistory([], report(1), { at: "01/02/2026" }), "bad-date", /01\/02\/2026/);
  fails(() => addToHistory([], report(1), { at: new Date(NaN) }), "bad-date", /at/);
  fails(() => addToHistory([], report(1), { at: "2026-01-01", on: 1 }), "invalid-option", /"on"/);
  fails(() => qualityAlerts([], {}), "invalid-option", /rules/);
  fails(() => qualityAlerts([], [{ metric: "score" }]), "invalid-option", /rules\[0\].*kind/);
  fails(() => qualityAlerts([], [{ metric: "score", kind: "sudden" }]), "invalid-option", /rules\[0\]\.kind.*threeSigma/);
  fails(() => qualityAlerts([], [{ metric: "score", kind: "absolute", maxChange: 1, below: 2 }]), "invalid-option", /below/);
  fails(() => qualityAlerts([{ at: "2026-01-01", metric: "score" }], []), "missing-column", /value/);
});
