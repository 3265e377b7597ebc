// Assignment: rules and their conditions from JavaScript, turns that go on, and errors that say where.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, assignLeads, CustometryError } = await importPackage();

const fails = (work, expected, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  const { code, column, row } = error;
  assert.deepEqual({ code, column, row }, { column: undefined, row: undefined, ...expected }, error.message);
  if (message !== undefined) assert.match(error.message, message);
  return true;
});

function run(...args) {
  const { leads, ...rest } = assignLeads(...args);
  const rows = leads.toRows();
  leads.free();
  return { rows, ...rest };
}

const leads = [
  { leadId: 1, country: "DE", employees: 5000, demo: true, since: "2026-01-05", score: 40, owner: null },
  { leadId: 2, country: "FR", employees: 20, demo: false, since: "2026-02-05", score: 90, owner: "zoe" },
  { leadId: 3, country: null, employees: null, demo: null, since: null, score: null, owner: null },
  { leadId: 4, country: "AT", employees: 100, demo: true, since: "2026-03-05", score: 70, owner: null },
];

/** The leads that a condition takes. */
const taken = (filter, input = leads, options = {}) => run(input, [{ name: "x", when: [filter], queue: "q" }], options).rows.filter(({ queue }) => queue === "q").map(({ leadId }) => leadId);

test("conditions", () => {
  for (const [filter, expected] of [
    [{ column: "country", is: "DE" }, [1]], [{ column: "country", is: null }, [3]], [{ column: "country", in: ["AT", "DE", null] }, [1, 3, 4]],
    [{ column: "employees", min: 100 }, [1, 4]], [{ column: "employees", below: 100 }, [2]], [{ column: "employees", min: 20, below: 101 }, [2, 4]],
    [{ column: "demo", is: true }, [1, 4]], [{ column: "demo", is: false }, [2]], [{ column: "demo", present: false }, [3]],
    [{ column: "since", min: "2026-02-05" }, [2, 4]], [{ column: "since", below: new Date("2026-02-05") }, [1]],
    [{ column: "since", present: true }, [1, 2, 4]], [{ column: "country", is: "DE", min: undefined }, [1]],
    [{ column: "employees", is: 20n }, [2]],
  ]) {
    assert.deepEqual(taken(filter), expected, filter.column);
    assert.deepEqual(taken(filter, Table.fromRows(leads)), expected, filter.column);
  }
  const dates = leads.map((lead) => ({ ...lead, since: lead.since && new Date(lead.since) }));
  assert.deepEqual(taken({ column: "since", min: "2026-02-05" }, dates), [2, 4]);
  assert.deepEqual(taken({ column: "since", min: new Date("2026-02-05") }, dates), [2, 4]);
  assert.deepEqual(taken({ column: "since", min: "2026-02-06" }, dates, { utcOffset: "-01:00" }), [4]);
  assert.deepEqual(taken({ column: "since", is: "2026-03-05" }, Table.fromRows(leads, { types: { since: "date" } })), [4]);
});

test("rules, reasons and counts", () => {
  const rules = [
    { name: "Enterprise", when: [{ column: "employees", min: 1000 }], owners: [{ owner: "ann", capacity: 10 }] },
    { name: "DACH", when: [{ column: "country", in: ["DE", "AT"] }], owners: [{ owner: "ben" }, { owner: "cho" }], method: "least-loaded" },
    { name: "Rest", queue: "inbound" },
  ];
  const { rows, ...rest } = run(leads, rules, { loads: { ann: 10, ben: 3 }, order: "score", skip: "owner" });
  assert.deepEqual(rows, [
    { leadId: 1, owner: "cho", queue: null, rule: "DACH", reason: "rule \"Enterprise\" is full; rule \"DACH\": country in [\"DE\", \"AT\"]; least loaded" },
    { leadId: 2, owner: "zoe", queue: null, rule: null, reason: "keeps its owner" },
    { leadId: 3, owner: null, queue: "inbound", rule: "Rest", reason: "rule \"Rest\": all leads; queue" },
    { leadId: 4, owner: "cho", queue: null, rule: "DACH", reason: "rule \"DACH\": country in [\"DE\", \"AT\"]; least loaded" },
  ]);
  assert.deepEqual(rest, {
    owners: [
      { owner: "ann", assigned: 0, load: 10, capacity: 10 }, { owner: "ben", assigned: 0, load: 3, capacity: null },
      { owner: "cho", assigned: 2, load: 2, capacity: null },
    ],
    queues: [{ queue: "inbound", leads: 1 }],
    rules: [
      { rule: "Enterprise", matched: 1, assigned: 0, overflowed: 1 }, { rule: "DACH", matched: 2, assigned: 2, overflowed: 0 },
      { rule: "Rest", matched: 1, assigned: 1, overflowed: 0 },
    ],
    kept: 1,
    unassigned: 0,
    state: { version: 1, rules: [{ rule: "Enterprise", last: null, current: [] }] },
  });
  const chinese = run(leads, rules.slice(1, 2), { locale: "zh-CN" });
  assert.deepEqual(chinese.rows.map(({ reason }) => reason).slice(0, 2), ["规则“DACH”：country in [\"DE\", \"AT\"]；分给负荷最低者", "没有匹配的规则"]);
  assert.equal(chinese.unassigned, 2);
  assert.deepEqual(run(leads, rules.slice(1, 2), { fallback: "rest" }).queues, [{ queue: "rest", leads: 2 }]);
  assert.deepEqual(run([], rules.slice(2)).rows, []);
});

test("turns go on through JSON", () => {
  const many = Array.from({ length: 30 }, (_, leadId) => ({ leadId }));
  for (const rule of [
    { name: "x", owners: [{ owner: "a" }, { owner: "b" }, { owner: "c" }] },
    { name: "x", method: "weighted", owners: [{ owner: "a", weight: 5 }, { owner: "b", weight: 1 }, { owner: "c", weight: 1 }] },
  ]) {
    const whole = run(many, [rule]).rows.map(({ owner }) => owner);
    if (rule.method) assert.equal(whole.slice(0, 7).join(""), "aabacaa");
    const parts = [];
    let state;
    for (const [from, to] of [[0, 4], [4, 5], [5, 19], [19, 30]]) {
      const part = run(many.slice(from, to), [rule], { state });
      parts.push(...part.rows.map(({ owner }) => owner));
      state = JSON.parse(JSON.stringify(part.state));
    }
    assert.deepEqual(parts, whole);
  }
});

test("errors say where", () => {
  const rule = { name: "x", owners: [{ owner: "a" }] };
  const with_ = (part) => () => run(leads, [rule, { ...rule, name: "y", ...part }]);
  for (const [work, message] of [
    [() => run(leads, []), /there are no rules/],
    [() => run(leads, undefined), /the rules are not a list/],
    [() => run(leads, [null]), /rules\[0\]: expected an object, found null/],
    [with_({ name: "x" }), /rules\[1\]\.name: "x" occurs twice/],
    [with_({ owners: [] }), /rules\[1\]: there are neither owners nor a queue/],
    [with_({ owners: ["a"] }), /rules\[1\]\.owners\[0\]: expected an object/],
    [with_({ owners: [{ owner: "a", capacity: -1 }] }), /rules\[1\]\.owners\[0\]\.capacity: expected a whole number/],
    [with_({ owners: [{ owner: "a", weight: 2 }] }), /rules\[1\]\.owners\[0\]\.weight: the method is round-robin/],
    [with_({ method: "random" }), /rules\[1\]\.method: expected one of "first"/],
    [with_({ if: [] }), /rules\[1\]: unknown option `if`/],
    [with_({ when: [{ column: "country", equals: "DE" }] }), /rules\[1\]\.when\[0\]: unknown option `equals`/],
    [with_({ when: [{ is: "DE" }] }), /rules\[1\]\.when\[0\]: missing option `column`/],
    [with_({ when: { column: "country", is: "DE" } }), /rules\[1\]\.when: expected a list/],
    [() => run(leads, [rule], { loads: { a: -1 } }), /loads: that of "a" is -1/],
    [() => run(leads, [rule], { loads: { a: "1" } }), /loads\.a: expected a number/],
    [() => run(leads, [rule], { oder: "score" }), /unknown option `oder`/],
    [() => run(leads, [rule], { fallback: "" }), /fallback: is empty/],
  ]) fails(work, { code: "invalid-option" }, message);
  fails(with_({ when: [{ column: "country" }] }), { code: "invalid-option", column: "country" }, /rules\[1\]\.when: the condition says nothing/);
  fails(with_({ when: [{ column: "country", is: 5 }] }), { code: "wrong-type", column: "country" }, /rules\[1\]\.when: the condition `is` has 5/);
  fails(with_({ when: [{ column: "land", is: "DE" }] }), { code: "missing-column", column: "land" });
  fails(() => run(Table.fromRows(leads), [{ ...rule, when: [{ column: "land", is: "DE" }] }]), { code: "missing-column", column: "land" }, /rules\[0\]\.when/);
  fails(() => run(leads, [rule], { order: "demo" }), { code: "wrong-type", column: "demo", row: 0 });
  fails(() => run(leads, [rule], { skip: "agent" }), { code: "missing-column", column: "agent" });
});

test("a state that no call has returned is refused", () => {
  const rule = { name: "x", method: "weighted", owners: [{ owner: "a" }] };
  const good = { version: 1, rules: [{ rule: "x", last: null, current: [{ owner: "a", value: 0 }] }] };
  assert.equal(run(leads, [rule], { state: good }).unassigned, 0);
  for (const state of [
    5, "x", [], {}, { version: 1 }, { ...good, version: 2 }, { ...good, more: 1 }, { ...good, rules: [{}] }, { ...good, rules: [...good.rules, ...good.rules] },
    { ...good, rules: [{ rule: "x", last: 5, current: [] }] }, { ...good, rules: [{ rule: "x", last: null, current: [{ owner: "a", value: 0.5 }] }] },
    { ...good, rules: [{ rule: "x", last: null, current: [{ owner: "a", value: 1e300 }] }] },
    { ...good, rules: [{ rule: "x", last: null, current: [{ owner: "a", value: "0" }] }] },
  ]) fails(() => run(leads, [rule], { state }), { code: "bad-state" });
});
