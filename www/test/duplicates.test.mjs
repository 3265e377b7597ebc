// The tab of duplicates: clusters, explanations and merges are those of the package for the same file; decisions by mouse and by
// keys, taken back, downloaded and not lost unasked; columns guessed in English and Chinese; both languages, every screen.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Table, findDuplicates, suggestMerge } from "custometry";
import { downloadText, field, file, leastContrast, shot, start, withPage } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site?.stop());

const csv = await readFile(new URL("../../data/customers.csv", import.meta.url), "utf8");
const customers = Table.fromCsv(csv);
const fields = { name: "fullName", company: "company", email: "email", phone: "phone", city: "city", postcode: "code", birthDate: "date" };
const mergeOptions = { key: "customerId", updatedAt: "updatedAt", fields };
const found = findDuplicates(customers, { fields, key: "customerId", threshold: 0.5 });
const clusters = [];
for (const { row, cluster } of found.clusters.toRows()) (clusters[cluster] ??= []).push(row);
for (const rows of clusters) rows.sort((a, b) => a - b);
const ids = customers.column("customerId");

/** Four people, two of them twice, in a file of the visitor's own: the names of its columns are Chinese. */
const chinese = `编号,姓名,公司,手机号,邮箱,城市,备注\n${[
  "1,王小明,杭州云图科技有限公司,13812345678,wang.xm@yuntu.corp,杭州,老客户", "2,李丽华,上海启明贸易有限公司,13900001111,lilh@qiming.corp,上海,", "3,王小明,杭州云图科技有限公司,138 1234 5678,wang.xm@yuntu.corp,,",
  "4,赵国强,北京天成网络有限公司,13700002222,zhaogq@tiancheng.corp,北京,", "5,李丽华,上海启明贸易,+86 139 0000 1111,LILH@qiming.corp,上海,重要", "6,陈静怡,深圳宏图物流有限公司,13600003333,chenjy@hongtu.corp,深圳,",
].join("\n")}\n`;

const searched = async (page) => {
  await page.waitForSelector('#duplicates[aria-busy="false"] .figures', { timeout: 120_000 });
  await quiet(page);
};
/** Waits until the cluster that is looked at is shown, and what the table becomes. */
const quiet = (page) => page.waitForFunction(() => document.querySelector("#duplicate-review").ariaBusy === "false" && document.querySelector("#duplicate-decisions").ariaBusy === "false");
const open = async (page) => {
  await field(page, "tab-duplicates").click();
  await searched(page);
};
const press = async (page, key) => {
  await field(page, `duplicate-${key}`).click();
  await quiet(page);
};
const type = async (page, key) => {
  await page.keyboard.press(key);
  await quiet(page);
};
const figure = async (page, kind) => Number(await page.locator(`#duplicates [data-figure="${kind}"] data`).getAttribute("value"));
const heading = (page) => page.locator("#duplicate-cluster").innerText();
const place = async (page) => Number((await heading(page)).match(/\d+/)[0]);
const rowsShown = (page) => page.locator("#duplicate-records [data-record]").evaluateAll((found) => found.map(({ dataset }) => Number(dataset.record)));
const mergedCell = async (page, column) => (await page.locator(`#duplicate-records [data-merged="${column}"] > span`).innerText()).trim();
const counts = (page) => page.locator(".review-progress .note").innerText();
const choose = async (page, content) => {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), field(page, "choose-file").click()]);
  await chooser.setFiles(content);
};
const text = (value) => (value === null ? "" : value instanceof Date ? value.toISOString().slice(0, 10) : String(value));
const csvRows = (content) => Table.fromCsv(content).toRows();

test("the sample: figures, clusters, explanations and merges are those of the package", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    assert.equal(await figure(page, "clusters"), clusters.length);
    assert.equal(await figure(page, "records"), found.clusters.numRows);
    assert.equal(await figure(page, "pairs"), found.pairs.numRows);
    assert.equal(await figure(page, "candidatePairs"), found.candidatePairs);
    for (const [i, { name }] of customers.columns.entries()) assert.equal(await field(page, `duplicate-kind-${i}`).inputValue(), fields[name] ?? "", name);
    await press(page, "order-file");
    for (const rows of clusters.slice(0, 4)) {
      assert.deepEqual(await rowsShown(page), rows);
      const { prior, contributions, matchWeight } = found.explain(rows[0], rows[1]);
      const table = page.locator("#duplicate-pair details");
      await table.evaluate((element) => (element.open = true));
      const lines = await table.locator("tbody tr").evaluateAll((trs) => trs.map((tr) => [tr.cells[0].textContent, tr.cells[3].textContent, ...[...tr.querySelectorAll("data")].map(({ value }) => Number(value))]));
      assert.deepEqual(lines[0].slice(2), [prior, prior]);
      assert.deepEqual(lines.slice(1, -1).map(([name, level, weight]) => [name, level, weight]), contributions.map((one) => [one.field, one.level, one.matchWeight]));
      assert.equal(lines.at(-2).at(-1), contributions.at(-1).total);
      assert.deepEqual(lines.at(-1).slice(2), [matchWeight, matchWeight]);
      assert.equal(await page.locator("#duplicate-pair [data-bar]").count(), contributions.length + 2);

      const merge = suggestMerge(customers, [rows], mergeOptions);
      const own = merge.suggestion(0);
      for (const { column, value } of own.fields) assert.equal(await mergedCell(page, column), text(value) || "empty", column);
      const reasons = await page.locator("#duplicate-records td.merged small").allInnerTexts();
      assert.deepEqual(reasons, own.fields.map(({ row, reason }) => (row === null ? reason : `${rows.indexOf(row) + 1} · ${reason}`)));
      assert.equal(await page.locator(`#duplicate-records [data-record="${own.survivor}"] button`).getAttribute("aria-pressed"), "true");
      await press(page, "next");
    }
    await shot(page, "duplicates");
  }));

test("decisions: made with keys and buttons, taken back, listed, and downloaded", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await press(page, "order-file");
    await page.locator("#duplicates-heading").click();
    await type(page, "m");
    assert.equal(await place(page), 2, "on to the next one");
    await type(page, "n");
    await press(page, "decide-later");
    assert.equal(await counts(page), "1 to merge, 1 not duplicates, 1 for later");
    assert.equal(await place(page), 4);
    await type(page, "k");
    assert.equal(await place(page), 3);
    assert.equal(await page.locator("#duplicate-review .decision").innerText(), "For later");
    await type(page, "ArrowRight");
    await type(page, "j");
    assert.equal(await place(page), 5);
    await type(page, "u");
    assert.equal(await place(page), 3, "what was taken back is shown");
    assert.equal(await page.locator("#duplicate-review .decision").innerText(), "Undecided");
    assert.match(await page.locator("#duplicate-said").innerText(), /^Taken back: /);
    assert.equal(await counts(page), "1 to merge, 1 not duplicates, 0 for later");
    assert.deepEqual(await page.locator("#duplicate-decisions tbody tr[data-row]").evaluateAll((rows) => rows.map(({ dataset }) => dataset.row)), [clusters[1].join(","), clusters[0].join(",")]);

    // The third one: the other record survives, and a value of the one that does not is taken.
    const rows = clusters[2];
    const { survivor } = suggestMerge(customers, [rows], mergeOptions).suggestion(0);
    const other = rows.findIndex((row) => row !== survivor);
    await type(page, String(other + 1));
    await page.locator(`[data-focus="duplicate-cell-owner-${survivor}"]`).click();
    await quiet(page);
    const choices = [{ row: rows[other] }, { row: survivor, column: "owner" }];
    await type(page, "m");
    const orders = [clusters[0], rows];
    const merge = suggestMerge(customers, orders, { ...mergeOptions, choices });
    assert.equal(merge.survivors.toRows()[1].row, rows[other]);
    assert.match(await page.locator("#duplicate-merged").innerText(), new RegExp(`become ${merge.summary.merged.toLocaleString("en")}: ${merge.summary.absorbed} go`));

    for (const table of ["merged", "mapping", "conflicts"]) {
      const { name, text: content } = await downloadText(page, () => field(page, `export-duplicates-${table}`).click());
      assert.equal(name, `duplicates-${table}.csv`);
      assert.equal(content, merge[table].toCsv(), table);
    }
    const { name, text: content } = await downloadText(page, () => field(page, "export-duplicates-decisions").click());
    assert.equal(name, "duplicates-decisions.csv");
    const decided = csvRows(content);
    assert.equal(decided.length, found.clusters.numRows);
    const decisions = ["merge", "distinct", "merge"];
    assert.deepEqual(decided.map(({ cluster, row, key, decision }) => [cluster, row, key, decision]), clusters.flatMap((rows, i) => rows.map((row) => [i, row, ids[row], decisions[i] ?? "undecided"])));
  }));

test("keys do nothing in fields, in what scrolls, or when they are switched off; their list opens, closes and gives the focus back", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const undecided = async () => assert.equal(await counts(page), "");
    await field(page, "duplicate-kind-0").focus();
    await page.keyboard.press("n");
    await field(page, "duplicate-threshold").focus();
    await page.keyboard.press("n");
    await page.keyboard.press("ArrowRight");
    assert.equal(await place(page), 1);
    await field(page, "duplicate-records").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await place(page), 1);
    await page.keyboard.press("Control+m");
    await undecided();
    await field(page, "duplicate-next").focus();
    await page.keyboard.press("?");
    const dialog = page.locator("#duplicate-keys");
    await dialog.waitFor();
    await page.keyboard.press("m");
    await undecided();
    await dialog.locator("input").uncheck();
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "duplicate-next");
    await page.keyboard.press("m");
    await page.keyboard.press("j");
    await undecided();
    assert.equal(await place(page), 1);
    await field(page, "duplicate-keys").click();
    await dialog.locator("input").check();
    await dialog.locator("button").click();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "duplicate-keys");
    await type(page, "j");
    assert.equal(await place(page), 2);
    // In another tab the keys are nobody's.
    await field(page, "tab-segments").click();
    await page.keyboard.press("m");
    await field(page, "tab-duplicates").click();
    await undecided();
  }));

test("a record can be left out, and two of several compared", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await press(page, "order-file");
    const large = clusters.findIndex((rows) => rows.length > 2);
    assert.ok(large >= 0);
    for (let i = 0; i < large; i++) await type(page, "j");
    const rows = clusters[large];
    assert.deepEqual(await rowsShown(page), rows);
    await field(page, "duplicate-pair-b").selectOption(String(rows[2]));
    await quiet(page);
    const { matchWeight } = found.explain(rows[0], rows[2]);
    await page.locator("#duplicate-pair summary").click();
    assert.equal(Number(await page.locator("#duplicate-pair tbody tr:last-child data").last().getAttribute("value")), matchWeight);
    await field(page, `duplicate-include-${rows[0]}`).uncheck();
    await quiet(page);
    const left = rows.slice(1);
    const own = suggestMerge(customers, [left], mergeOptions).suggestion(0);
    for (const { column, value } of own.fields) assert.equal(await mergedCell(page, column), text(value) || "empty", column);
    await press(page, "decide-merge");
    const { text: content } = await downloadText(page, () => field(page, "export-duplicates-merged").click());
    assert.equal(content, suggestMerge(customers, [left], mergeOptions).merged.toCsv());
    await press(page, "undo");
    for (const row of left) {
      await field(page, `duplicate-include-${row}`).uncheck();
      await quiet(page);
    }
    assert.ok(await field(page, "duplicate-decide-merge").isDisabled(), "there is nothing left to merge");
  }));

test("other choices: a result that is out of date says so, decisions stay with their clusters", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await type(page, "m");
    const decided = await page.locator("#duplicate-decisions tbody tr[data-row]").getAttribute("data-row");
    await field(page, "duplicate-threshold").fill("0.95");
    assert.match(await page.locator("#duplicate-status").innerText(), /earlier/);
    await field(page, `duplicate-kind-${customers.columns.findIndex(({ name }) => name === "city")}`).selectOption("");
    await field(page, "duplicate-find").click();
    await searched(page);
    const { city, ...others } = fields;
    const again = findDuplicates(customers, { fields: others, threshold: 0.95, key: "customerId" });
    assert.equal(await figure(page, "records"), again.clusters.numRows);
    assert.equal(await figure(page, "pairs"), again.pairs.numRows);
    assert.equal(await page.locator("#duplicate-decisions tbody tr[data-row]").getAttribute("data-row"), decided);
    for (const [i] of customers.columns.entries()) await field(page, `duplicate-kind-${i}`).selectOption("");
    assert.ok(await field(page, "duplicate-find").isDisabled(), "there is nothing to compare");
  }));

test("a file of the visitor's own: columns are guessed, and decisions are not lost unasked", () =>
  withPage(site, { locale: "zh-CN" }, async (page) => {
    await open(page);
    assert.equal(await page.locator("#duplicates-heading").innerText(), "重复记录");
    await type(page, "n");
    const asked = [];
    const answer = (accept) => page.once("dialog", (dialog) => {
      asked.push([dialog.type(), dialog.message()]);
      return accept ? dialog.accept() : dialog.dismiss();
    });
    answer(false);
    await choose(page, file("客户.csv", chinese));
    await page.waitForFunction(() => true);
    assert.match(asked[0][1], /1 项决定/);
    assert.equal(await page.locator(".source").innerText(), "示例客户", "nothing has been replaced");
    assert.equal(await figure(page, "clusters"), clusters.length);
    answer(true);
    await choose(page, file("客户.csv", chinese));
    await page.waitForFunction(() => document.querySelector(".source").textContent === "客户.csv");
    await searched(page);
    assert.equal(asked.length, 2);
    const kinds = { 姓名: "fullName", 公司: "company", 手机号: "phone", 邮箱: "email", 城市: "city" };
    const names = chinese.split("\n")[0].split(",");
    for (const [i, name] of names.entries()) assert.equal(await field(page, `duplicate-kind-${i}`).inputValue(), kinds[name] ?? "", name);
    assert.equal(await field(page, "duplicate-key").inputValue(), "0");
    const own = Table.fromCsv(chinese);
    const result = findDuplicates(own, { fields: kinds, key: "编号", threshold: 0.5, locale: "zh-CN" });
    assert.ok(result.clusters.numRows >= 4);
    assert.equal(await figure(page, "records"), result.clusters.numRows);
    assert.equal(await page.locator("#duplicate-decisions tbody tr[data-row]").count(), 0);

    // The levels follow the language, although nothing is searched for anew.
    const levels = () => page.locator("#duplicate-pair tbody tr").evaluateAll((rows) => rows.slice(1, -1).map((row) => row.cells[3].textContent));
    await page.locator("#duplicate-pair summary").click();
    const [a, b] = await rowsShown(page);
    const said = (locale, missing) => findDuplicates(own, { fields: kinds, key: "编号", threshold: 0.5, locale }).explain(a, b).contributions.map(({ level, valueA, valueB }) => (valueA === null || valueB === null ? missing : level));
    assert.deepEqual(await levels(), said("zh-CN", "缺失"));
    await page.getByRole("button", { name: "English" }).click();
    await quiet(page);
    await page.locator("#duplicate-pair details").evaluate((element) => (element.open = true));
    assert.deepEqual(await levels(), said("en", "missing"));
    await page.locator("#duplicates .values summary").click();
    const { model } = findDuplicates(own, { fields: kinds, threshold: 0.5 });
    await page.waitForFunction((level) => document.querySelector("#duplicates .values td").textContent === level, model.fields[0].levels[0].level);
    await type(page, "j");
    assert.equal(await place(page), 2, "the keys are those of the page that is shown");
  }));

test("a table without duplicates, and one whose rows cannot be merged, say so", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await choose(page, file("few.csv", "id,name,email\n1,Ann Lee,ann@example.com\n2,Bo Ek,bo@example.org\n3,Cy Orr,cy@example.net\n"));
    await page.waitForFunction(() => document.querySelector(".source").textContent === "few.csv");
    await page.waitForSelector('#duplicates[aria-busy="false"] .notice');
    assert.equal(await figure(page, "clusters"), 0);
    assert.ok(await page.locator("#duplicate-review").isHidden());
    await choose(page, file("dates.csv", "id,name,email,updatedAt\n1,Ann Lee,ann@example.com,yesterday\n2,Ann Lee,ann@example.com,today\n3,Cy Orr,cy@example.net,\n"));
    await page.waitForFunction(() => document.querySelector(".source").textContent === "dates.csv");
    await searched(page);
    const note = await page.locator("#duplicate-review .notice").innerText();
    assert.match(note, /row 0, column "updatedAt": "yesterday"/);
    assert.ok(await page.locator("#duplicate-records").isHidden());
    await press(page, "decide-distinct");
    assert.equal(await counts(page), "0 to merge, 1 not duplicates, 0 for later · Every cluster has been looked at.", "it can be decided all the same");
  }));

test("both languages, light and dark, on a narrow screen: nothing is wider than it, and everything can be read", async () => {
  for (const [locale, colorScheme] of [["en-US", "light"], ["zh-CN", "dark"]]) {
    await withPage(site, { locale, colorScheme, viewport: { width: 390, height: 800 } }, async (page) => {
      await open(page);
      await type(page, "m");
      await type(page, "n");
      await type(page, "l");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      assert.ok((await leastContrast(page, "#duplicate-decisions .decision")) >= 4.5);
      const buttons = await page.locator("#panel-duplicates button:visible").evaluateAll((found) => found.filter((button) => (button.innerText || button.ariaLabel || button.title).trim() === "").length);
      assert.equal(buttons, 0, "every button has a name");
      await shot(page, `duplicates-${locale}-390`);
    });
  }
});
