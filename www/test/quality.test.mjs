// The tab of data quality: suggested checks, the report, failing cells, profiles and the comparison with an older file are those of
// the package for the same file; a file of the visitor's own, good or bad; in both languages, on every screen.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Table, checkQuality, compareSnapshots, profileTable, suggestChecks } from "custometry";
import { choose, downloadText, field, file, leastContrast, problem, segmentRows, shot, start, withPage } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site?.stop());

const csv = await readFile(new URL("../../data/customers.csv", import.meta.url), "utf8");
const customers = Table.fromCsv(csv);
const asOf = "2026-10-31";
const by = { asOf, key: "customerId", owner: "owner", department: "department" };
const suggested = (options = {}) => suggestChecks(customers, { asOf, ...options });
const checked = (checks = suggested(), options = {}, table = customers) => checkQuality(table, checks, { ...by, ...options });

/** Waits until the report and the list are those that were asked for last. */
const done = async (page) => {
  for (const part of ["quality", "quality-checks", "quality-failures", "quality-fields", "quality-compare", "quality-record"]) await page.waitForSelector(`#${part}[aria-busy="false"]`, { state: "attached", timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector(".results").getAttribute("aria-busy") === "false");
};
const open = async (page) => {
  await field(page, "tab-quality").click();
  await done(page);
};
const press = async (page, key) => {
  await field(page, key).click();
  await done(page);
};
const pick = async (page, key, option) => {
  await field(page, key).selectOption(option);
  await done(page);
};
const numbers = (page, selector) => page.locator(`${selector} data`).evaluateAll((found) => found.map(({ value }) => Number(value)));
const figure = async (page, kind, card = "quality") => (await numbers(page, `#${card} [data-figure="${kind}"]`))[0];
const score = async (page) => (await numbers(page, ".score"))[0];
const tableRows = (page, key) => page.locator(`[data-focus="${key}"] tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => (cell.querySelector("data") === null ? cell.innerText.trim() : Number(cell.querySelector("data").value)))));
const orDash = (value) => value ?? "–";
const failing = (report) => report.failures.toRows();
const same = async (page, report) => {
  assert.equal(await score(page), report.score);
  assert.equal(await figure(page, "failures"), report.failures.numRows);
  assert.equal(await figure(page, "passed"), report.checks.filter(({ passed }) => passed).length);
};
/** The list as it is shown, and as the package has it: the first fifteen. */
const listed = (page) => page.locator('[data-focus="failures-scroll"] tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].slice(0, 4).map((cell) => cell.textContent)));
const cells = (rows, from = 0) => rows.slice(from, from + 15).map(({ key, column, value, reason }) => [key, column, value ?? "missing", reason]);
const total = async (page) => Number(/of ([\d,]+)$/.exec(await page.locator("#quality-failures .range").innerText())[1].replaceAll(",", ""));

test("the sample: score, arithmetic, dimensions, checks, fields and groups are those of the package", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const report = checked();
    await same(page, report);
    assert.match(await page.locator(".grade").innerText(), new RegExp(`grade ${report.grade}`));
    assert.equal(await figure(page, "records"), new Set(failing(report).map(({ row }) => row)).size);
    assert.equal(await page.locator("#quality [data-notice]").count(), 0);
    // The words say what the score is made of: the numbers in them give it again.
    const [worth, earned] = (await page.locator(".arithmetic").innerText()).match(/[\d,.]*\d/g).map((text) => Number(text.replaceAll(",", "")));
    assert.ok(Math.abs((100 * earned) / worth - report.score) < 1e-9);

    const dimensions = await page.locator(".dimension-bars li").evaluateAll((items) => items.map((item) => [item.dataset.dimension, item.querySelector("data") === null ? null : Number(item.querySelector("data").value)]));
    assert.deepEqual(dimensions, report.dimensions.map(({ dimension, score }) => [dimension, score]));
    const shown = await page.locator("[data-check]").evaluateAll((items) => items.map((item) => [item.dataset.check, item.querySelector(".check-verdict").textContent, item.querySelector(".check-evidence").textContent]));
    assert.deepEqual(shown.map(([id, verdict]) => [id, verdict]), report.checks.map(({ id, passed }) => [id, passed ? "Passed" : "Failed"]));
    suggested().forEach(({ evidence }, i) => assert.ok(shown[i][2].startsWith(evidence.sentence), evidence.sentence));

    const failuresOf = (column) => failing(report).filter((failure) => failure.column === column).length;
    assert.deepEqual(await tableRows(page, "fields-scroll"), report.fields.map(({ column, fillRate, distinct, score }) => [column, orDash(fillRate), distinct, failuresOf(column), orDash(score)]));
    for (const one of ["owner", "department"])
      assert.deepEqual(await tableRows(page, `groups-${one}`), report.groups.filter((group) => group.by === one).map(({ value, records, score }) => [value ?? "(none)", records, orDash(score)]), one);
    await shot(page, "quality");
  }));

test("checks: switched off, counted otherwise, and with another share that must pass", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const checks = suggested();
    const index = checks.findIndex(({ check, column }) => check === "email" && column === "email");
    const changed = (change) => checks.map((check, i) => (i === index ? { ...check, ...change } : check));
    await field(page, "quality-on-email:email").uncheck();
    await done(page);
    await same(page, checked(checks.filter((_, i) => i !== index)));
    await press(page, "quality-shown-off");
    assert.deepEqual(await page.locator("[data-check]").evaluateAll((items) => items.map((item) => item.dataset.check)), ["email:email"]);
    await press(page, "quality-on-email:email");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "quality-checks-scroll", "the check is no longer listed");
    assert.equal(await page.locator("[data-check]").count(), 0);
    await press(page, "quality-shown-all");
    await pick(page, "quality-severity-email:email", "info");
    await same(page, checked(changed({ severity: "info" })));
    assert.notEqual(checked(changed({ severity: "info" })).score, checked().score);
    await field(page, "quality-mostly-email:email").fill("90");
    await field(page, "quality-mostly-email:email").blur();
    await done(page);
    await same(page, checked(changed({ severity: "info", mostly: 0.9 })));
    assert.equal(await page.locator('[data-check="email:email"] .check-verdict').innerText(), "Passed");
    await field(page, "quality-mostly-email:email").fill("190");
    await field(page, "quality-mostly-email:email").blur();
    assert.equal(await field(page, "quality-mostly-email:email").getAttribute("aria-invalid"), "true");

    // What was changed outlives another day and another language.
    await page.getByRole("button", { name: "中文" }).click();
    await done(page);
    assert.equal(await field(page, "quality-severity-email:email").inputValue(), "info");
    await page.getByRole("button", { name: "English" }).click();
    await field(page, "quality-asOf").fill("2030-01-01");
    await field(page, "quality-asOf").blur();
    await done(page);
    const later = suggestChecks(customers, { asOf: "2030-01-01" }).map((check) => (check.check === "email" ? { ...check, severity: "info", mostly: 0.9 } : check));
    await same(page, checked(later, { asOf: "2030-01-01" }));

    await press(page, "quality-all-off");
    assert.equal(await page.locator(".score").innerText(), "–");
    assert.match(await page.locator("#quality-failures").innerText(), /No cell fails/);
  }));

test("checks of the visitor's own: of every kind, and one that cannot be made", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await press(page, "quality-all-off");
    await field(page, "quality-add").click();
    const add = async (kind, column, fill = {}) => {
      await field(page, "rule-kind").selectOption(kind);
      await field(page, "rule-column").selectOption({ label: column });
      for (const [name, value] of Object.entries(fill)) {
        const control = field(page, `rule-${name}`);
        assert.ok(await control.isVisible(), name);
        if ((await control.evaluate(({ tagName }) => tagName)) === "SELECT") await control.selectOption({ label: value });
        else await control.fill(value);
      }
      await press(page, "rule-add");
    };
    const own = [];
    const expect = async (check) => {
      own.unshift(check);
      await same(page, checked(own));
    };
    await add("required", "birthDate");
    await expect({ check: "required", column: "birthDate" });
    await add("unique", "name", { second: "company" });
    await expect({ check: "unique", columns: ["name", "company"] });
    await add("oneOf", "country", { values: "CN, DE，US" });
    await expect({ check: "oneOf", column: "country", values: ["CN", "DE", "US"] });
    await add("matches", "postcode", { pattern: "^[0-9]+$" });
    await expect({ check: "matches", column: "postcode", pattern: "^[0-9]+$" });
    await add("between", "employees", { min: "1", max: "500" });
    await expect({ check: "between", column: "employees", min: 1, max: 500 });
    await field(page, "rule-max").fill("");
    await add("between", "createdAt", { min: "2024-01-01" });
    await expect({ check: "between", column: "createdAt", min: "2024-01-01" });
    await add("length", "name", { least: "3" });
    await expect({ check: "length", column: "name", min: 3 });
    await add("type", "postcode", { type: "Number" });
    await expect({ check: "type", column: "postcode", type: "number" });
    await add("email", "email");
    await expect({ check: "email", column: "email" });
    await add("phone", "phone", { region: "cn" });
    await expect({ check: "phone", column: "phone", region: "CN" });
    await add("url", "website");
    await expect({ check: "url", column: "website" });
    await add("notFuture", "birthDate");
    await expect({ check: "notFuture", column: "birthDate" });
    await add("fresh", "updatedAt", { days: "90" });
    await expect({ check: "fresh", column: "updatedAt", maxAgeDays: 90 });
    await add("compare", "createdAt", { operator: "<=", other: "updatedAt" });
    await expect({ check: "compare", left: "createdAt", operator: "<=", right: "updatedAt" });
    await add("notJunk", "name", { as: "a person's name" });
    await expect({ check: "notJunk", column: "name", as: "person" });
    await add("outlier", "employees", { deviations: "3" });
    await expect({ check: "outlier", column: "employees", deviations: 3 });
    await add("countryCode", "country");
    await expect({ check: "countryCode", column: "country" });

    // A pattern that is none breaks its check, and nothing else.
    await add("matches", "postcode", { pattern: "(" });
    own.unshift({ check: "matches", column: "postcode", pattern: "(" });
    assert.equal(await figure(page, "broken"), 1);
    assert.match(await page.locator('[data-notice="broken"]').innerText(), /1 check could not be made/);
    assert.match(await page.locator('[data-check="matches:postcode#2"] .check-error').innerText(), /not a regular expression/);
    assert.equal(await score(page), checked(own).score);
    await press(page, "quality-remove-matches:postcode#2");
    own.shift();
    await same(page, checked(own));

    // What is not filled in is asked for.
    await field(page, "rule-kind").selectOption("oneOf");
    await field(page, "rule-values").fill(" ,");
    await field(page, "rule-add").click();
    assert.match(await page.locator("#quality-add [role=alert]").innerText(), /at least one value/);
    assert.equal(await page.locator("[data-check] .check-evidence", { hasText: "Added by you" }).count(), own.length);
  }));

test("failing cells: paged, filtered, and in the record that they are in", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const all = failing(checked());
    assert.deepEqual(await listed(page), cells(all));
    assert.equal(await total(page), all.length);
    await press(page, "failures-next");
    assert.deepEqual(await listed(page), cells(all, 15));
    await press(page, "failures-previous");

    const some = [["failures-column", { label: `email (${all.filter(({ column }) => column === "email").length})` }, ({ column }) => column === "email"]];
    some.push(["failures-severity", { label: `Error (${all.filter(({ severity }) => severity === "error").length.toLocaleString("en")})` }, ({ severity }) => severity === "error"]);
    const owners = customers.column("owner");
    some.push(["failures-owner", { label: "owner-3" }, ({ row }) => owners[row] === "owner-3"]);
    let left = all;
    for (const [key, option, keep] of some) {
      await pick(page, key, option);
      left = left.filter(keep);
      assert.ok(left.length > 0, key);
      assert.deepEqual(await listed(page), cells(left), key);
      assert.equal(await total(page), left.length);
    }
    await press(page, "failures-clear");
    assert.equal(await total(page), all.length);
    await pick(page, "failures-owner", { label: "(none)" });
    assert.equal(await total(page), all.filter(({ row }) => owners[row] === null).length);

    // From a department to its cells.
    await press(page, "group-department-sales");
    assert.equal(await total(page), all.filter(({ row }) => customers.column("department")[row] === "sales").length);
    assert.equal(await field(page, "failures-owner").inputValue(), "");

    // From a check to its cells.
    await press(page, "quality-failing-compare:createdAt,updatedAt");
    const late = all.filter(({ id }) => id === "compare:createdAt,updatedAt");
    assert.deepEqual(await listed(page), cells(late));
    assert.equal(await page.evaluate(() => document.activeElement.id), "quality-failures-heading");

    const { row, key } = late[0];
    await press(page, "failure-0");
    assert.equal(await page.locator("#quality-record-heading").innerText(), `Record ${key}`);
    assert.equal(await page.evaluate(() => document.activeElement.id), "quality-record-heading");
    const [record] = customers.toRows({ from: row, to: row + 1 });
    const shown = await page.locator(".record-cells tbody tr").evaluateAll((rows) => rows.map((tr) => ({ column: tr.dataset.column, text: tr.cells[1].textContent, bad: tr.cells[1].classList.contains("bad"), reasons: [...tr.cells[2].querySelectorAll("p")].map((p) => p.lastChild.textContent.trim()) })));
    const text = (cell) => (cell === null ? "missing" : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell));
    assert.deepEqual(shown, Object.entries(record).map(([column, cell]) => {
      const reasons = all.filter((failure) => failure.row === row && failure.column === column).map(({ reason }) => reason);
      return { column, text: text(cell), bad: reasons.length > 0, reasons };
    }));
    await field(page, "record-close").click();
    assert.equal(await page.locator("#quality-record").isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "failure-0");
  }));

test("downloads: every failing cell, and the records that fail with their reasons", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const report = checked();
    const failures = await downloadText(page, () => field(page, "export-quality-failures").click());
    assert.equal(failures.name, "quality-failures.csv");
    assert.equal(failures.text, report.failures.toCsv());
    const records = await downloadText(page, () => field(page, "export-quality-records").click());
    assert.equal(records.name, "quality-records.csv");
    const table = Table.fromCsv(records.text, { types: { phone: "string" } });
    const rows = [...new Set(failing(report).map(({ row }) => row))];
    assert.deepEqual(table.columns.map(({ name }) => name), [...customers.columns.map(({ name }) => name), "qualityScore", "problems"]);
    assert.deepEqual(table.column("customerId"), rows.map((row) => customers.column("customerId")[row]));
    assert.deepEqual([...table.column("createdAt")], rows.map((row) => customers.column("createdAt")[row]));
    const scores = report.records.column("score");
    assert.deepEqual([...table.column("qualityScore")], rows.map((row) => scores[row]));
    const problems = rows.map((row) => failing(report).filter((failure) => failure.row === row).map(({ column, reason }) => `${column}: ${reason}`).join("; "));
    assert.deepEqual(table.column("problems"), problems);
  }));

test("a column that is opened shows its profile", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { columns, rows } = profileTable(customers);
    const fact = async (kind) => (await numbers(page, `#quality-profile [data-fact="${kind}"]`))[0];
    for (const name of ["email", "employees", "createdAt"]) {
      const column = columns.find((one) => one.name === name);
      await field(page, `field-${name}`).click();
      await page.waitForFunction((name) => document.querySelector("#quality-profile-heading").textContent.includes(name) && document.querySelector("#quality-profile").ariaBusy === "false", name);
      assert.equal(await page.evaluate(() => document.activeElement.id), "quality-profile-heading");
      for (const kind of ["nulls", "distinct", "unique"]) assert.equal(await fact(kind), column[kind], `${name} ${kind}`);
      const top = await tableRows(page, "profile-top");
      assert.deepEqual(top.map(([value, count]) => [value, count]), column.top.map(({ value, count }) => [value instanceof Date ? value.toISOString().slice(0, 10) : String(value), count]));
      assert.equal(top[0][2], `${((100 * column.top[0].count) / rows).toFixed(1)}%`);
      assert.deepEqual(column.patterns.length === 0 ? [] : (await tableRows(page, "profile-patterns")).map(([, count]) => count), column.patterns.map(({ count }) => count));
      if (column.quantiles !== null) assert.deepEqual((await tableRows(page, "profile-quantiles")).map(([, value]) => value), column.quantiles);
    }
    await field(page, "profile-close").click();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "field-createdAt");
  }));

test("compared with an older file: rows and columns that changed", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const lines = csv.trimEnd().split("\n");
    const older = [...lines.slice(0, 1001), ...lines.slice(1001, 1021).map((line, i) => line.replace(/^C\d+/, `X${i}`))].map((line, i) => (i > 0 && i % 10 === 0 ? line.replace(",sales,", ",hotline,") : line)).join("\n");
    const before = Table.fromCsv(older);
    const { rows, rowsAdded, rowsRemoved, rowsChanged, columns, changes } = compareSnapshots(before, customers, { key: "customerId" });
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), field(page, "compare-choose").click()]);
    await chooser.setFiles(file("older.csv", older));
    await page.waitForSelector("#quality-compare table");
    await done(page);
    const figures = { before: rows.before, after: rows.after, added: rowsAdded, removed: rowsRemoved, changed: rowsChanged };
    for (const [kind, value] of Object.entries(figures)) assert.equal(await figure(page, kind, "quality-compare"), value, kind);
    assert.ok(rowsAdded > 0 && rowsRemoved > 0 && rowsChanged > 0);
    assert.deepEqual((await tableRows(page, "compare-scroll")).map((cells) => cells.slice(0, 6)),
      columns.map(({ name, fillRateBefore, fillRateAfter, changed, populationStabilityIndex, drifted }) => [name, fillRateBefore, fillRateAfter, changed, orDash(populationStabilityIndex), drifted ? "Drifted" : "Steady"]));
    const { name, text } = await downloadText(page, () => field(page, "export-quality-changes").click());
    assert.equal(name, "quality-changes.csv");
    assert.equal(text, changes.toCsv());
    // An older file that is none leaves the report as it is.
    const [again] = await Promise.all([page.waitForEvent("filechooser"), field(page, "compare-choose").click()]);
    await again.setFiles(file("ragged.csv", "a,b\n1\n"));
    await page.waitForSelector("#quality-compare [role=alert]");
    assert.match(await page.locator("#quality-compare [role=alert]").innerText(), /not a well-formed CSV/);
    await same(page, checked());
  }));

test("a file of the visitor's own: its key and owner are found by their names, and can be others", () =>
  withPage(site, {}, async (page, context) => {
    await open(page);
    await context.setOffline(true);
    const own = `客户编号,姓名,邮箱,负责人\n${Array.from({ length: 40 }, (_, i) => `K${100 + i},张伟${i},${i % 8 === 0 ? "坏" : `user${i}@shop.cn`},${i % 2 === 0 ? "甲" : "乙"}`).join("\n")}\n`;
    await choose(page, file("own.csv", own));
    await done(page);
    const table = Table.fromCsv(own);
    const day = await field(page, "quality-asOf-own").inputValue();
    const report = checkQuality(table, suggestChecks(table, { asOf: day }), { asOf: day, key: "客户编号", owner: "负责人" });
    await same(page, report);
    assert.deepEqual(await listed(page), cells(failing(report)));
    assert.deepEqual((await tableRows(page, "groups-owner")).map(([value, records]) => [value, records]), [["乙", 20], ["甲", 20]].sort((a, b) => report.groups.findIndex(({ value }) => value === a[0]) - report.groups.findIndex(({ value }) => value === b[0])));
    await pick(page, "quality-key", { label: "None" });
    assert.deepEqual((await listed(page)).map(([record]) => record), failing(report).slice(0, 15).map(({ row }) => `#${row + 2}`));
    await pick(page, "quality-owner", { label: "None" });
    assert.equal(await page.locator("#quality-groups").isVisible(), false);
    await context.setOffline(false);
    await page.getByRole("button", { name: "Back to the sample" }).click();
    await done(page);
    await same(page, checked());
  }));

test("bad files are said to be so, and the other tabs stay as they are", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const cases = [
      [file("empty.csv", ""), /nothing to analyse/],
      [file("header.csv", "id,name\n"), /nothing to analyse/],
      [file("ragged.csv", "id,name\n1,a\n2\n"), /not a well-formed CSV/],
      [file("book.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0])), /not a CSV file/],
    ];
    for (const [data, title] of cases) {
      await choose(page, data);
      assert.match((await problem(page)).title, title, data.name);
      assert.equal(await page.locator("#quality .score").isVisible(), false);
      assert.equal(await page.locator("#quality-failures").isVisible(), false);
    }
    await field(page, "tab-segments").click();
    assert.equal((await segmentRows(page)).reduce((sum, { values: [count] }) => sum + count, 0), 2357);
    assert.equal(await page.getByRole("alert").isVisible(), false, "the problem is one of the customers");
    await field(page, "tab-quality").click();
    const good = `id,name\n${Array.from({ length: 30 }, (_, i) => `${i},${i === 7 ? "" : "Ann"}`).join("\n")}\n`;
    await choose(page, file("good.csv", good));
    await done(page);
    assert.equal(await page.getByRole("alert").isVisible(), false);
    const day = await field(page, "quality-asOf-own").inputValue();
    const table = Table.fromCsv(good);
    const report = checkQuality(table, suggestChecks(table, { asOf: day }), { asOf: day, key: "id" });
    assert.ok(report.score > 90 && report.failures.numRows > 0);
    await same(page, report);
  }));

test("in Chinese, on a narrow and dark screen", () =>
  withPage(site, { locale: "zh-CN", viewport: { width: 390, height: 800 }, colorScheme: "dark" }, async (page) => {
    await open(page);
    const report = checked(suggested({ locale: "zh-CN" }), { locale: "zh-CN" });
    await same(page, report);
    assert.deepEqual((await listed(page)).map(([, , , reason]) => reason), failing(report).slice(0, 15).map(({ reason }) => reason));
    assert.match(await page.locator("#quality").innerText(), /数据质量[\s\S]*等级[\s\S]*完整性/);
    await field(page, "failure-0").click();
    await page.waitForSelector(".record-cells");
    await field(page, "field-email").click();
    await page.waitForSelector("#quality-profile table");
    await done(page);
    const english = await page.locator("#panel-quality").evaluate((panel) => [...panel.querySelectorAll("h2, h3, button, label > span, summary, .note")].filter((element) => element.closest("#quality-record, tbody, .check-list") === null && /[a-z]{4}/.test(element.textContent.replaceAll(/UUID|email|CSV/g, ""))).map((element) => element.textContent));
    assert.deepEqual(english, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, "nothing is wider than the screen");
    await shot(page, "quality-narrow");
  }));

for (const colorScheme of ["light", "dark"])
  test(`text can be read in a ${colorScheme} scheme`, () =>
    withPage(site, { colorScheme }, async (page) => {
      await open(page);
      await press(page, "failure-0");
      assert.ok((await leastContrast(page, ".record-cells td.bad")) >= 4.5);
      // What has no background of its own stands on the card.
      const least = await page.evaluate(() => {
        const parse = (color) => color.match(/[\d.]+/g).map(Number);
        const luminance = (color) => {
          const [r, g, b] = parse(color).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = luminance(getComputedStyle(document.querySelector("#quality")).backgroundColor);
        return Math.min(...[...document.querySelectorAll(".check-verdict, .severity, .check-evidence, .check-name strong, .share-bar + *, .arithmetic, .grade")].map((element) => {
          const [light, dark] = [luminance(getComputedStyle(element).color), ground].sort((a, b) => b - a);
          return (light + 0.05) / (dark + 0.05);
        }));
      });
      assert.ok(least >= 4.5, String(least));
    }));

test("with the keyboard alone: from a check to its cells, to the record, and back", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await field(page, "quality-on-required:customerId").focus();
    await page.keyboard.press("Space");
    await done(page);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "quality-on-required:customerId", "the focus stays where it was");
    assert.equal(await field(page, "quality-on-required:customerId").isChecked(), false);
    await field(page, "quality-failing-email:email").focus();
    await page.keyboard.press("Enter");
    await done(page);
    await field(page, "failure-0").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "quality-record-heading");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "failure-0");
    // Every control has a name.
    const nameless = await page.locator("#panel-quality").evaluate((panel) => [...panel.querySelectorAll("button, input, select")].filter((control) => (control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? control.textContent).trim() === "").length);
    assert.equal(nameless, 0);
  }));
