// Engagement and grades: every kind of input, histories, explanations, and errors that say where.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, engagementCard, explainEngagement, gradeLeads, scoreEngagement, CustometryError } = await importPackage();

const fails = (work, expected, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  const { code, column, row } = error;
  assert.deepEqual({ code, column, row }, { column: undefined, row: undefined, ...expected }, error.message);
  if (message !== undefined) assert.match(error.message, message);
  return true;
});

const card = {
  name: "test",
  decay: { halfLifeDays: 30 },
  groups: [{ name: "web", max: 25 }],
  activities: [
    { kind: "visit", points: 8, maxPerDay: 20, group: "web" },
    { kind: "demo", points: 30, decay: { linearDays: 60 } },
    { kind: "leave", points: -10, decay: "none", maxTotal: 10 },
  ],
};
const events = [
  { leadId: "b", kind: "demo", date: "2026-01-01" },
  { leadId: "a", kind: "visit", date: "2026-01-31" }, { leadId: "a", kind: "visit", date: "2026-01-31" }, { leadId: "a", kind: "visit", date: "2026-01-31" },
  { leadId: "a", kind: "visit", date: "2026-01-01" },
  { leadId: "b", kind: "leave", date: "2026-01-02" }, { leadId: "b", kind: "leave", date: "2026-01-03" },
  { leadId: "b", kind: "odd", date: "2026-01-20" },
  { leadId: "a", kind: "demo", date: "2026-02-01" },
];
const asOf = "2026-01-31";

/** All of a result, with the table as rows. */
function run(...args) {
  const { leads, ...rest } = scoreEngagement(...args);
  const rows = leads.toRows();
  leads.free();
  return { rows, ...rest };
}

const expected = {
  rows: [
    // 24 of one day are 20, and half of the 8 of a month before: 24.
    { leadId: "a", engagement: 24, web: 24, events: 4, lastActivityDays: 0 },
    // Half of 30, less 10.
    { leadId: "b", engagement: 5, web: 0, events: 4, lastActivityDays: 11 },
  ],
  unknownKinds: [{ kind: "odd", events: 1 }],
  skipped: { count: 1, rows: [{ row: 8, column: "date", reason: "the activity is after asOf" }], truncated: false },
};

test("scores by hand, whatever the input is", () => {
  const columns = Object.fromEntries(["leadId", "kind", "date"].map((name) => [name, events.map((event) => event[name])]));
  const inputs = {
    rows: events,
    columns,
    "dates as Date": events.map((event) => ({ ...event, date: new Date(event.date) })),
    "dates as milliseconds": { ...columns, date: Float64Array.from(columns.date, (date) => Date.parse(date)) },
    "a dictionary of kinds": { ...columns, kind: { codes: Int32Array.from(columns.kind, (kind) => ["visit", "demo", "leave", "odd"].indexOf(kind)), values: ["visit", "demo", "leave", "odd"] } },
    "a table": Table.fromRows(events),
    CSV: Table.fromCsv(`leadId,kind,date\n${events.map((event) => Object.values(event).join(",")).join("\n")}`),
    "other columns": events.map((event, i) => ({ ...event, mixed: i % 2 ? "a" : i })),
  };
  for (const [name, input] of Object.entries(inputs)) assert.deepEqual(run(input, card, { asOf }), expected, name);
  assert.deepEqual(run(events, card, { asOf: new Date(asOf) }), expected);
  assert.deepEqual(run(events, JSON.parse(JSON.stringify(card)), { asOf }), expected);
  const reversed = run([...events].reverse(), card, { asOf });
  assert.deepEqual(reversed.rows, expected.rows);
  // Without options that are left out, and with undefined ones.
  assert.deepEqual(run(events, { ...card, other: undefined }, { asOf, leads: undefined, utcOffset: undefined }), expected);
});

test("numbers and booleans may be kinds, numbers leads", () => {
  const numbers = { name: "", activities: [{ kind: "7", points: 2 }, { kind: "true", points: 3 }] };
  assert.deepEqual(run([{ leadId: 10, kind: 7, date: asOf }, { leadId: 9, kind: 8, date: asOf }], numbers, { asOf }).rows.map(({ leadId, engagement }) => [leadId, engagement]), [[9, 0], [10, 2]]);
  assert.equal(run([{ leadId: 10, kind: true, date: asOf }], numbers, { asOf }).rows[0].engagement, 3);
});

test("a history is what single calls give", () => {
  const dates = ["2026-02-01", "2026-01-01", new Date("2026-01-15")];
  const { rows, skipped } = run(events, card, { asOf: dates, leads: [{ leadId: "b" }, { leadId: "c" }, { leadId: "a" }] });
  assert.equal(skipped.count, 0);
  assert.deepEqual(rows.map(({ leadId }) => leadId), ["b", "b", "b", "c", "c", "c", "a", "a", "a"]);
  assert.deepEqual(rows.slice(0, 3).map(({ asOf }) => asOf.toISOString().slice(0, 10)), ["2026-01-01", "2026-01-15", "2026-02-01"]);
  for (const [i, date] of ["2026-01-01", "2026-01-15", "2026-02-01"].entries()) {
    const single = run(events, card, { asOf: date, leads: { leadId: ["b", "c", "a"] } }).rows;
    assert.deepEqual(rows.filter((_, row) => row % 3 === i).map(({ asOf, ...rest }) => rest), single);
  }
});

test("all leads, and those that are not listed", () => {
  const leads = Table.fromRows([{ leadId: "z", name: 1 }, { leadId: "a", name: 2 }]);
  const { rows, skipped } = run(events, card, { asOf, leads });
  assert.deepEqual(rows, [{ leadId: "z", engagement: 0, web: 0, events: 0, lastActivityDays: null }, expected.rows[0]]);
  assert.equal(skipped.count, 5);
  leads.free();
  assert.deepEqual(run([], card, { asOf, leads: [{ leadId: "a" }] }).rows.length, 1);
});

test("explanations add up to the score", () => {
  const { engagement, contributions, groups, sum, limitedBy, ...rest } = explainEngagement(events, card, "b", { asOf });
  assert.deepEqual(rest, { asOf, events: 4, lastActivityDays: 11 });
  assert.deepEqual(contributions, [
    { kind: "demo", label: "demo", group: null, events: 1, lastActivityDays: 30, counted: 30, limitedPerDayBy: 0, fadedBy: -15, limitedBy: 0, points: 15 },
    { kind: "leave", label: "leave", group: null, events: 2, lastActivityDays: 28, counted: -20, limitedPerDayBy: 0, fadedBy: 0, limitedBy: 10, points: -10 },
    { kind: null, label: null, group: null, events: 1, lastActivityDays: 11, counted: 0, limitedPerDayBy: 0, fadedBy: 0, limitedBy: 0, points: 0 },
  ]);
  assert.deepEqual([engagement, sum, limitedBy, groups], [5, 5, 0, [{ group: "web", sum: 0, limitedBy: 0, points: 0 }]]);
  for (const { leadId, engagement } of expected.rows) {
    const explained = explainEngagement(events, card, leadId, { asOf });
    const points = explained.contributions.reduce((total, { points }) => total + points, 0);
    assert.equal(points + explained.groups.reduce((total, { limitedBy }) => total + limitedBy, 0) + explained.limitedBy, engagement);
  }
  assert.equal(explainEngagement(events, card, "nobody", { asOf }).engagement, 0);
  fails(() => explainEngagement(events, card, 5, { asOf }), { code: "wrong-type", column: "leadId" });
  fails(() => explainEngagement(events, card, null, { asOf }), { code: "invalid-option" });
  fails(() => explainEngagement(events, card, "a", { asOf: [asOf, "2026-01-01"] }), { code: "invalid-option" });
});

test("the built-in card", () => {
  const [english, chinese] = [engagementCard(), engagementCard("zh-CN")];
  assert.deepEqual(english, engagementCard("en"));
  assert.deepEqual(english.activities.map(({ label, ...rest }) => rest), chinese.activities.map(({ label, ...rest }) => rest));
  assert.equal(english.name, "Engagement");
  assert.deepEqual(english.activities[0], { kind: "page-view", points: 1, label: "Page view", maxPerDay: 5, group: "web" });
  assert.equal(chinese.activities[0].label, "浏览页面");
  assert.deepEqual(english.groups[0], { name: "web", max: 30 });
  const all = english.activities.filter(({ points }) => points > 0).flatMap(({ kind }) => Array.from({ length: 50 }, () => ({ leadId: 1, kind, date: asOf })));
  assert.equal(run(all, english, { asOf }).rows[0].engagement, 100);
  fails(() => engagementCard("de"), { code: "invalid-option" });
});

test("errors say where", () => {
  const change = (part) => () => run(events, { ...card, ...part }, { asOf });
  const activity = (part) => change({ activities: [card.activities[0], { ...card.activities[1], ...part }] });
  for (const [work, message] of [
    [change({ activities: [] }), /activities: the card has 0/],
    [change({ activities: undefined }), /missing option `activities`/],
    [change({ activites: [] }), /unknown option `activites`/],
    [activity({ kind: "visit" }), /activities\[1\]\.kind: "visit" occurs twice/],
    [activity({ points: "30" }), /activities\[1\]\.points: expected a number/],
    [activity({ points: NaN }), /activities\[1\]\.points is NaN/],
    [activity({ maxPerDay: -1 }), /activities\[1\]\.maxPerDay is -1/],
    [activity({ group: "wbe" }), /activities\[1\]\.group: there is no group "wbe"/],
    [activity({ decay: { halfLifeDays: 0 } }), /activities\[1\]\.decay\.halfLifeDays is 0/],
    [activity({ decay: { halfLife: 3 } }), /activities\[1\]\.decay: expected \{ halfLifeDays \}/],
    [activity({ decay: { halfLifeDays: "3" } }), /activities\[1\]\.decay\.halfLifeDays: expected a number/],
    [activity({ decay: {} }), /activities\[1\]\.decay: expected/],
    [activity({ decay: "linear" }), /activities\[1\]\.decay: expected/],
    [change({ decay: { linearDays: -1 } }), /decay\.linearDays is -1/],
    [change({ groups: [{ name: "web", max: 1 }, { name: "web", max: 1 }] }), /groups\[1\]\.name: "web" occurs twice/],
    [change({ groups: [{ name: "web", max: 1 }, { name: "events", max: 1 }] }), /groups\[1\]: "events" is another column/],
    [change({ max: -5 }), /max is -5/],
    [() => run(events, null, { asOf }), /needs a card/],
    [() => run(events, card, undefined), /options/],
    [() => run(events, card, {}), /asOf is missing/],
    [() => run(events, card, { asOf: [] }), /asOf is missing/],
    [() => run(events, card, { asOf: [asOf, asOf] }), /asOf has 2026-01-31 twice/],
    [() => run(events, card, { asOf, as: 1 }), /unknown option `as`/],
    [() => run(events, card, { asOf, kind: 5 }), /kind is not the name/],
    [() => run(events.map((event) => ({ ...event, events: "a" })), card, { asOf, leadId: "events" }), /leadId is "events"/],
  ]) fails(work, { code: "invalid-option" }, message);
  const good = { leadId: "a", kind: "demo", date: asOf };
  for (const [part, code, column] of [
    [{ leadId: null }, "wrong-type", "leadId"], [{ leadId: {} }, "wrong-type", "leadId"], [{ kind: null }, "wrong-type", "kind"],
    [{ kind: [] }, "wrong-type", "kind"], [{ date: null }, "bad-date", "date"], [{ date: "soon" }, "bad-date", "date"],
    [{ date: true }, "wrong-type", "date"], [{ date: 20260131 }, "wrong-type", "date"],
  ]) {
    const rows = [good, { ...good, ...part }];
    fails(() => run(rows, card, { asOf }), { code, column, row: 1 });
    const { rows: leads, skipped } = run(rows, card, { asOf, onInvalid: "skip" });
    assert.deepEqual([leads.length, skipped.count, skipped.rows[0].row, skipped.rows[0].column], [1, 1, 1, column]);
  }
  fails(() => run([{ leadId: "a", date: asOf }], card, { asOf }), { code: "missing-column", column: "kind" });
  fails(() => run(events, card, { asOf, leads: [{ leadId: "a" }, { leadId: "a" }] }), { code: "wrong-type", column: "leadId", row: 1 });
  fails(() => run(events, card, { asOf, leads: [{ id: "a" }] }), { code: "missing-column", column: "leadId" });
  fails(() => run(events, card, { asOf: "31.01.2026" }), { code: "bad-date" });
});

test("grades", () => {
  const fit = [{ leadId: "a", score: 75 }, { leadId: "b", score: 74.9 }, { leadId: "c", score: null }, { leadId: "d", score: 0 }, { leadId: "e", score: 99 }];
  const engagement = { leadId: ["d", "c", "b", "a", "f"], engagement: [24, 80, 50, 75, 1] };
  const { leads, ...rest } = gradeLeads(fit, engagement);
  assert.deepEqual(leads.toRows(), [
    { leadId: "a", fit: 75, engagement: 75, fitGrade: "A", engagementGrade: 1, grade: "A1" },
    { leadId: "b", fit: 74.9, engagement: 50, fitGrade: "B", engagementGrade: 2, grade: "B2" },
    { leadId: "c", fit: null, engagement: 80, fitGrade: null, engagementGrade: 1, grade: null },
    { leadId: "d", fit: 0, engagement: 24, fitGrade: "D", engagementGrade: 4, grade: "D4" },
  ]);
  assert.deepEqual(rest.grid, [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]);
  assert.equal(rest.ungraded, 1);
  assert.deepEqual([rest.unmatched.fit.count, rest.unmatched.fit.rows[0].row, rest.unmatched.engagement.count, rest.unmatched.engagement.rows[0].row], [1, 4, 1, 4]);
  leads.free();
  // From scores of engagement as they are.
  const scores = scoreEngagement(events, card, { asOf });
  const graded = gradeLeads([{ leadId: "a", score: 90 }, { leadId: "b", score: 10 }], scores.leads, { engagementCuts: [20, 10, 5] });
  assert.deepEqual(graded.leads.column("grade"), ["A1", "D3"]);
  fails(() => gradeLeads(fit, engagement, { fitCuts: [25, 50, 75] }), { code: "invalid-option" }, /fitCuts is \[25, 50, 75\]/);
  fails(() => gradeLeads(fit, engagement, { cuts: [25, 50, 75] }), { code: "invalid-option" });
  fails(() => gradeLeads(fit, [{ leadId: "a", engagement: 1 }, { leadId: "a", engagement: 2 }]), { code: "wrong-type", column: "leadId", row: 1 });
  fails(() => gradeLeads([{ leadId: "a", score: "good" }], engagement), { code: "wrong-type", column: "score", row: 0 });
  fails(() => gradeLeads([{ leadId: "a", score: Infinity }], engagement), { code: "bad-number", column: "score", row: 0 });
  fails(() => gradeLeads([{ leadId: "a" }], engagement), { code: "missing-column", column: "score" });
});
