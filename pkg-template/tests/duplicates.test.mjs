// Duplicates and linkage: shapes of the results, explanations that add up, every kind of input, callbacks, errors that say where.
// How good the search is, the tests of the crate measure; here is what goes through the package.

import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./support/project.mjs";

const { Table, findDuplicates, linkRecords, suggestMerge, CustometryError } = await importPackage();

const fails = (work, expected, message) => assert.throws(work, (error) => {
  assert.ok(error instanceof CustometryError, String(error));
  const { code, column, row } = error;
  assert.deepEqual({ code, column, row }, { column: undefined, row: undefined, ...expected }, error.message);
  if (message !== undefined) assert.match(error.message, message);
  return true;
});

/** Numbers without a pattern, the same in every run. */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

const GIVEN = "Anna Bruno Carla David Elena Felix Greta Hugo Irene Jakob Klara Lukas Marta Nils Olga Peter Quirin Rosa Simon Tanja".split(" ");
const SURNAMES = "Adler Becker Conrad Decker Engel Fischer Graf Huber Iversen Jansen Keller Lorenz Moser Neumann Ott Pfeiffer Richter Sauer Thoma Vogel Winter Zeller".split(" ");
const CITIES = "Bonn Kiel Ulm Mainz Trier Essen".split(" ");

/** Records of different people, and a record of every fifth of them again, with a slip of the pen in it. */
function people(count, seed = 1) {
  const random = randomNumbers(seed);
  const digits = (length) => Array.from({ length }, () => random(10)).join("");
  const all = Array.from({ length: count }, (_, person) => {
    const given = GIVEN[random(GIVEN.length)];
    const surname = SURNAMES[random(SURNAMES.length)] + (random(3) === 0 ? `-${SURNAMES[random(SURNAMES.length)]}` : "");
    return {
      person, given, surname, born: `${1940 + random(60)}-0${1 + random(9)}-${10 + random(18)}`, city: CITIES[random(CITIES.length)],
      phone: `+49 30 ${digits(7)}`, email: `${given}.${surname}${random(100)}@example.com`.toLowerCase(),
    };
  });
  const slips = [
    (p) => ({ ...p, given: p.given.slice(0, -1) }), (p) => ({ ...p, surname: p.surname.toUpperCase(), city: null }), (p) => ({ ...p, phone: p.phone.replaceAll(" ", "") }),
    (p) => ({ ...p, email: null, born: null }), (p) => ({ ...p, given: p.surname, surname: p.given }),
  ];
  const again = all.filter((_, i) => i % 5 === 0).map((p, i) => slips[i % slips.length](p));
  return [...all, ...again].map((p, id) => ({ id: `r${id}`, ...p }));
}

const fields = { given: "givenName", surname: "surname", born: "date", city: "city", phone: "phone", email: "email" };

/** All of a result, with the tables as rows. */
function run(records, options) {
  const { pairs, clusters, ...rest } = findDuplicates(records, options);
  const rows = { pairs: pairs.toRows(), clusters: clusters.toRows() };
  pairs.free();
  clusters.free();
  return { ...rows, ...rest };
}

const records = people(300);
const truth = new Set(records.slice(300).map(({ person }, i) => `${person}-${300 + i}`));

test("people are found again", () => {
  const result = findDuplicates(records, { fields, key: "id" });
  const { pairs, clusters, candidatePairs, blocksSkipped, pairsDropped } = result;
  assert.deepEqual(pairs.columns.map(({ name, type, nulls }) => `${name} ${type} ${nulls}`), ["rowA number 0", "rowB number 0", "probability number 0", "matchWeight number 0"]);
  assert.deepEqual(clusters.columns.map(({ name, type, nulls }) => `${name} ${type} ${nulls}`), ["row number 0", "key string 0", "cluster number 0"]);
  assert.ok(Number.isInteger(candidatePairs) && candidatePairs >= pairs.numRows);
  assert.deepEqual([blocksSkipped, pairsDropped], [[], 0]);
  const found = pairs.toRows();
  const right = found.filter(({ rowA, rowB }) => truth.has(`${rowA}-${rowB}`)).length;
  assert.ok(right / truth.size > 0.95 && right / found.length > 0.95, `${right} of ${truth.size}, ${found.length} found`);
  for (const { rowA, rowB, probability, matchWeight } of found) {
    assert.ok(rowA < rowB && probability >= 0.5 && probability <= 1 && Number.isFinite(matchWeight));
  }
  for (const { row, key } of clusters.toRows()) assert.equal(key, `r${row}`);
  const sizes = [];
  for (const { cluster } of clusters.toRows()) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  assert.ok(sizes.length > 50 && Object.keys(sizes).length === sizes.length && sizes.every((size) => size >= 2));
});

test("every pair is explained, and what is added up is the match weight", () => {
  const { pairs, explain } = bound(findDuplicates(records, { fields }));
  const found = pairs.toRows();
  for (const { rowA, rowB, probability, matchWeight } of [...found, { rowA: 0, rowB: 1 }, { rowA: 7, rowB: 250 }]) {
    const why = explain(rowA, rowB);
    let sum = why.prior;
    why.contributions.forEach((part, i) => {
      sum += part.matchWeight;
      assert.equal(part.total, sum);
      assert.equal(part.field, Object.keys(fields)[i]);
      const [a, b] = [records[rowA][part.field], records[rowB][part.field]];
      assert.deepEqual([part.valueA, part.valueB], [a, b]);
      if (a === null || b === null) assert.equal(part.matchWeight, 0);
    });
    assert.equal(why.matchWeight, sum);
    assert.ok(Math.abs(why.probability - 1 / (1 + 2 ** -sum)) < 1e-12);
    if (matchWeight !== undefined) assert.deepEqual([why.matchWeight, why.probability], [matchWeight, probability]);
  }
  // In either order.
  assert.equal(explain(300, 0).matchWeight, explain(0, 300).matchWeight);
  fails(() => explain(0, 0), { code: "invalid-option", row: 0 });
  fails(() => explain(0, 360), { code: "invalid-option", row: 360 });
  fails(() => explain(-1, 2), { code: "invalid-option" }, /rowA/);
  fails(() => explain(0, 1.5), { code: "invalid-option" }, /rowB/);
  fails(() => explain(0, "1"), { code: "invalid-option" }, /rowB/);
});

/** A result whose methods can be taken apart from it. */
function bound(result) {
  return { ...result, explain: (a, b) => result.explain(a, b) };
}

test("the model is told", () => {
  const { model } = run(records, { fields });
  assert.ok(model.matchShare > 0 && model.matchShare < 0.1);
  assert.ok(Math.abs(model.prior - Math.log2(model.matchShare / (1 - model.matchShare))) < 1e-6);
  assert.deepEqual(model.fields.map(({ field }) => field), Object.keys(fields));
  assert.deepEqual(model.fields.map(({ label }) => label), ["given name", "surname", "date", "city", "phone", "email"]);
  for (const { levels } of model.fields) {
    assert.ok(levels.length >= 2);
    const sum = (of) => levels.reduce((all, level) => all + level[of], 0);
    assert.ok(Math.abs(sum("m") - 1) < 1e-6 && Math.abs(sum("u") - 1) < 1e-6);
    // A looser level never says more than a closer one may, so its weight may be less than that.
    for (const { m, u, matchWeight } of levels) assert.ok(matchWeight <= Math.log2(m / u) + 1e-6);
    assert.ok(Math.abs(levels[0].matchWeight - Math.log2(levels[0].m / levels[0].u)) < 1e-6);
    assert.ok(levels[0].matchWeight > 0 && levels.at(-1).matchWeight < 0);
  }
  const chinese = run(records, { fields, locale: "zh-CN" }).model;
  assert.deepEqual(chinese.fields.map(({ label }) => label), ["名", "姓", "日期", "城市", "电话", "邮箱"]);
  for (const { levels } of chinese.fields) for (const { level } of levels) assert.match(level, /\p{Script=Han}/u);
});

test("every kind of input gives the same", () => {
  const names = ["id", ...Object.keys(fields)];
  const columns = Object.fromEntries(names.map((name) => [name, records.map((record) => record[name])]));
  const cities = [...new Set(columns.city)].filter((city) => city !== null);
  const inputs = {
    columns,
    "a dictionary": { ...columns, city: { codes: Int32Array.from(columns.city, (city) => cities.indexOf(city)), values: cities } },
    "dates as Date": records.map((record) => ({ ...record, born: record.born === null ? null : new Date(record.born) })),
    "a table": Table.fromRows(records),
    "numbers among texts": records.map((record, i) => ({ ...record, phone: i % 2 ? record.phone : record.phone.replaceAll(" ", "").replace("+", "00") })),
    "other columns": records.map((record, i) => ({ ...record, odd: i % 2 ? [] : {} })),
  };
  const expected = run(records, { fields, key: "id" }).pairs.map(({ rowA, rowB }) => `${rowA}-${rowB}`);
  for (const [name, input] of Object.entries(inputs)) {
    const found = run(input, { fields, key: "id" }).pairs.map(({ rowA, rowB }) => `${rowA}-${rowB}`);
    if (name === "numbers among texts") assert.ok(found.length > 50, name);
    else assert.deepEqual(found, expected, name);
  }
  const twice = run(records, { fields });
  assert.deepEqual({ ...run(records, { fields }), explain: 0, free: 0 }, { ...twice, explain: 0, free: 0 });
});

test("numbers and booleans may be what is compared, and keys numbers", () => {
  const phones = Array.from({ length: 40 }, (_, i) => 13_800_000_000 + i * 7_654_321);
  const rows = [...phones, phones[3], String(phones[5])].map((phone, i) => ({ id: i * 10, phone, code: i % 2 ? 7 : "x" }));
  const { pairs, clusters } = run(rows, { fields: { phone: "phone", code: "code" }, key: "id" });
  assert.deepEqual(pairs.map(({ rowA, rowB }) => [rowA, rowB]), [[3, 40], [5, 41]]);
  assert.deepEqual(clusters.map(({ key, cluster }) => [key, cluster]), [[30, 0], [400, 0], [50, 1], [410, 1]]);
});

test("small tables", () => {
  const none = { pairs: [], clusters: [] };
  const { pairs, clusters, candidatePairs } = run([], { fields });
  assert.deepEqual({ pairs, clusters, candidatePairs }, { ...none, candidatePairs: 0 });
  const table = Table.fromRows([]);
  assert.deepEqual(run(table, { fields }).pairs, []);
  assert.deepEqual(run([{ email: "a@example.com" }], { fields: { email: "email" } }).pairs, []);
  assert.deepEqual(run([{ email: null }, { email: null }, { email: "" }], { fields: { email: "email" } }).pairs, []);
  const two = run([{ email: "ann.lee@corp.example" }, { email: "ANN.LEE@corp.example" }, { email: "bo@corp.example" }], { fields: { email: "email" } });
  assert.deepEqual(two.clusters, [{ row: 0, key: 0, cluster: 0 }, { row: 1, key: 1, cluster: 0 }]);
});

test("threshold and maxPairs", () => {
  const all = run(records, { fields, threshold: 0.01 }).pairs;
  const strict = run(records, { fields, threshold: 0.999 });
  assert.ok(strict.pairs.length < all.length);
  assert.ok(strict.pairs.every(({ probability }) => probability >= 0.999));
  const key = ({ rowA, rowB }) => `${rowA}-${rowB}`;
  const strictly = all.filter(({ probability }) => probability >= 0.999).map(key);
  assert.deepEqual(strict.pairs.map(key), strictly);
  const few = run(records, { fields, maxPairs: 10 });
  assert.equal(few.pairs.length, 10);
  assert.equal(few.pairsDropped, run(records, { fields }).pairs.length - 10);
  const best = run(records, { fields }).pairs.map(({ matchWeight }) => matchWeight).sort((a, b) => b - a);
  assert.ok(few.pairs.every(({ matchWeight }) => matchWeight >= best[9] - 1e-6));
});

test("rules of blocking may be given", () => {
  const { pairs, candidatePairs } = run(records, { fields, blocking: [["email"]] });
  assert.ok(candidatePairs < run(records, { fields }).candidatePairs);
  for (const { rowA, rowB } of pairs) assert.equal(records[rowA].email, records[rowB].email);
});

test("onProgress is told now and then, and may end the search", () => {
  const many = people(3000);
  const calls = [];
  run(many, { fields, onProgress: (done, total) => void calls.push([done, total]) });
  assert.ok(calls.length >= 2 && calls.length <= 210, String(calls.length));
  assert.ok(calls.every(([done, total], i) => done >= 0 && done <= total && (i === 0 || done >= calls[i - 1][0])));
  assert.equal(calls.at(-1)[0], calls.at(-1)[1]);
  const stop = new RangeError("enough");
  assert.throws(() => run(many, { fields, onProgress: () => { throw stop; } }), (error) => error === stop);
  assert.throws(() => run(many, { fields, onProgress: () => { throw undefined; } }), (error) => error === undefined);
  // The module goes on as before, and what it had is still there.
  const table = Table.fromRows(many);
  fails(() => run(table, { fields, onProgress: () => Table.fromRows([]) }), { code: "bad-state" }, /at work/);
  const other = Table.fromRows([{ a: 1 }]);
  run(table, { fields, onProgress: () => other.free() });
  assert.deepEqual(table.toRows({ to: 1 })[0].id, "r0");
  assert.ok(run(records, { fields }).pairs.length > 50);
  fails(() => run(records, { fields, onProgress: 5 }), { code: "invalid-option" }, /onProgress/);
});

test("linkage: new leads among the customers", () => {
  const customers = people(200, 5).slice(0, 200);
  const leads = customers.filter((_, i) => i % 4 === 0).map(({ given, surname, ...rest }, i) => ({ lead: i, first: given.slice(0, -1), surname, ...rest, id: undefined }));
  const strangers = people(60, 99).slice(0, 60).map(({ given, id, ...rest }, i) => ({ ...rest, lead: 50 + i, first: given }));
  const renamed = { first: "givenName", surname: "surname", born: "date", city: "city", phone: "phone", email: "email" };
  const options = { fields: renamed, rightColumns: { first: "given" }, key: "lead", rightKey: "id" };
  const links = linkRecords([...leads, ...strangers], customers, options);
  const pairs = links.pairs.toRows();
  assert.deepEqual(Object.keys(pairs[0]), ["rowA", "rowB", "keyA", "keyB", "probability", "matchWeight"]);
  const right = pairs.filter(({ rowA, rowB }) => rowA * 4 === rowB).length;
  assert.ok(right >= 48 && pairs.length <= 52, `${right} of ${pairs.length}`);
  for (const { rowA, rowB, keyA, keyB } of pairs) assert.deepEqual([keyA, keyB], [rowA, `r${rowB}`]);
  const inPairs = new Set(pairs.map(({ rowA }) => rowA));
  assert.deepEqual(links.unmatched.toRows(), Array.from({ length: 110 }, (_, row) => ({ row, key: row })).filter(({ row }) => !inPairs.has(row)));
  const why = links.explain(pairs[0].rowA, pairs[0].rowB);
  assert.equal(why.matchWeight, pairs[0].matchWeight);
  assert.equal(why.contributions[0].valueB, customers[pairs[0].rowB].given);
  assert.equal("clusters" in links, false);
  // Of two leads of one customer one gets it.
  const twice = [...leads.slice(0, 3), leads[0], ...strangers];
  const single = linkRecords(twice, customers, { ...options, oneToOne: true }).pairs.toRows();
  assert.deepEqual(single.map(({ rowB }) => rowB), [0, 4, 8].filter((row) => single.some(({ rowB }) => rowB === row)));
  assert.ok(linkRecords(twice, customers, options).pairs.numRows > single.length);
  const empty = linkRecords([], customers, options);
  assert.deepEqual([empty.pairs.numRows, empty.unmatched.numRows], [0, 0]);
  assert.equal(linkRecords(leads, [], options).unmatched.numRows, 50);
  fails(() => linkRecords(leads, customers, { ...options, rightColumns: {} }), { code: "missing-column", column: "first" });
  fails(() => linkRecords(leads, customers, { ...options, rightColumns: { first: "given", given: "given" } }), { code: "invalid-option" }, /rightColumns/);
  fails(() => linkRecords(leads, customers, { ...options, rightKey: "ID" }), { code: "missing-column", column: "ID" });
});

test("from duplicates to merged records", () => {
  const { clusters } = findDuplicates(records, { fields, key: "id" });
  const merge = suggestMerge(records, clusters, { key: "id", fields });
  const { records: before, merged, clusters: count, absorbed } = merge.summary;
  assert.deepEqual([before, count, absorbed], [360, new Set(clusters.column("cluster")).size, clusters.numRows - merge.preview.numRows]);
  assert.equal(merged, merge.merged.numRows);
  const again = findDuplicates(merge.merged, { fields });
  assert.ok(again.clusters.numRows <= 4, String(again.clusters.numRows));
});

test("errors say where", () => {
  const options = (more) => () => findDuplicates(records, { fields, ...more });
  fails(() => findDuplicates(records), { code: "invalid-option" }, /options/);
  fails(() => findDuplicates(records, {}), { code: "invalid-option" }, /fields/);
  fails(() => findDuplicates(records, { fields: {} }), { code: "invalid-option" }, /fields/);
  fails(() => findDuplicates(records, { fields: ["email"] }), { code: "invalid-option" }, /fields/);
  fails(options({ fields: { email: "mail" } }), { code: "invalid-option" }, /fields\.email.*"givenName".*"mail"/s);
  fails(options({ fields: { Email: "email" } }), { code: "missing-column", column: "Email" });
  fails(options({ key: "ID" }), { code: "missing-column", column: "ID" });
  fails(options({ key: 5 }), { code: "invalid-option" }, /key/);
  for (const threshold of [0, 1, -0.5, 1.5, NaN, Infinity, "0.5"]) fails(options({ threshold }), { code: "invalid-option" }, /threshold/);
  for (const maxPairs of [0, -1, 1.5, NaN, "9"]) fails(options({ maxPairs }), { code: "invalid-option" }, /maxPairs/);
  fails(options({ blocking: [["nope"]] }), { code: "invalid-option", column: "nope" }, /blocking\[0\]/);
  fails(options({ blocking: [[]] }), { code: "invalid-option" }, /blocking/);
  fails(options({ treshold: 0.5 }), { code: "invalid-option" }, /treshold/);
  fails(options({ locale: "fr" }), { code: "invalid-option" }, /locale/);
  fails(() => findDuplicates(5, { fields }), { code: "wrong-type" });
  const freed = findDuplicates(records.slice(0, 50), { fields });
  freed.free();
  freed.free();
  fails(() => freed.explain(0, 1), { code: "bad-state" });
  assert.ok(freed.pairs.numRows >= 0);
});
