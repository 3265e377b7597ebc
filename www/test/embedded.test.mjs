// The page with its embedded data: the segments agree with the package in Node, and what the visitor does with them works.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Table, segmentRfm } from "custometry";
import { analysed, downloadText, field, idle, segmentRows, segmentsOf, shot, start, withPage } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site?.stop());

const csv = await readFile(new URL("../../data/cdnow-sample.csv", import.meta.url));
const columns = { customerId: "customer_id", date: "date", amount: "amount", asOf: "1998-06-30" };
const inNode = (options) => segmentRfm(Table.fromCsv(csv), { ...columns, ...options });
const bySegment = (rows) => [...rows].sort((a, b) => (a.segment < b.segment ? -1 : 1));

test("the segments of the embedded data sum to 2,357 customers and agree with the package in Node", () =>
  withPage(site, {}, async (page) => {
    const rows = await segmentRows(page);
    assert.equal(rows.reduce((sum, { values: [customers] }) => sum + customers, 0), 2357);
    assert.deepEqual(bySegment(rows), bySegment(segmentsOf(inNode({}))));
    assert.equal(await field(page, "opt-asOf").inputValue(), "1998-06-30");
    await shot(page, "embedded-en");
  }));

test("every option reaches the package", () =>
  withPage(site, {}, async (page) => {
    const choices = [
      ["opt-binning", "ntile", { binning: "ntile" }],
      ["opt-bins", "4", { binning: "ntile", bins: 4 }],
      ["opt-binning", "mean", { binning: "mean" }],
      ["opt-monetary", "average", { binning: "mean", monetary: "average" }],
      ["opt-segments", "eight-class", { segments: "eight-class", monetary: "average" }],
      ["opt-binning", "quantile", { segments: "eight-class", monetary: "average", binning: "quantile", bins: 2 }],
      ["opt-segments", "standard", { monetary: "average" }],
    ];
    for (const [key, value, options] of choices) {
      await field(page, key).selectOption(value);
      await idle(page);
      assert.deepEqual(bySegment(await segmentRows(page)), bySegment(segmentsOf(inNode(options))), `${key} = ${value}`);
    }
    await field(page, "opt-asOf").fill("1998-01-01");
    await field(page, "opt-asOf").blur();
    await field(page, "opt-onInvalid").selectOption("skip");
    await idle(page);
    assert.deepEqual(bySegment(await segmentRows(page)), bySegment(segmentsOf(inNode({ monetary: "average", asOf: "1998-01-01", onInvalid: "skip" }))));
    await page.getByRole("button", { name: "Use the last date in the data" }).click();
    await idle(page);
    assert.equal(await field(page, "opt-asOf").inputValue(), "1998-06-30");
  }));

test("the eight classes in Chinese", () =>
  withPage(site, { locale: "zh-CN" }, async (page) => {
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
    await field(page, "opt-segments").selectOption("eight-class");
    await idle(page);
    const expected = segmentsOf(inNode({ segments: "eight-class", locale: "zh-CN" }));
    assert.deepEqual(bySegment(await segmentRows(page)), bySegment(expected));
    assert.ok(expected.some(({ label }) => label === "重要价值客户"));
    assert.match(await page.locator('.tile[data-segment="important-value"]').getAttribute("aria-label"), /^重要价值客户：\d+ 位客户/);
    await shot(page, "eight-classes-zh");
  }));

test("the language switch changes the whole page and the labels, and is remembered", () =>
  withPage(site, {}, async (page) => {
    await page.getByRole("button", { name: "中文" }).click();
    await analysed(page);
    assert.deepEqual(bySegment(await segmentRows(page)), bySegment(segmentsOf(inNode({ locale: "zh-CN" }))));
    assert.equal(await page.locator("h2").first().innerText(), "数据");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "中文");
    await page.reload();
    await analysed(page);
    assert.equal(await page.locator("h2").first().innerText(), "数据");
  }));

test("the treemap is drawn by customers or revenue, and every tile tells its name and values", () =>
  withPage(site, {}, async (page) => {
    const { segments } = inNode({});
    const shares = async () => {
      const boxes = await page.locator(".tile").evaluateAll((tiles) => tiles.map((tile) => ({ segment: tile.dataset.segment, area: tile.offsetWidth * tile.offsetHeight })));
      const total = boxes.reduce((sum, { area }) => sum + area, 0);
      return new Map(boxes.map(({ segment, area }) => [segment, area / total]));
    };
    for (const [measure, share] of [["Customers", "customerShare"], ["Revenue", "revenueShare"]]) {
      await page.getByRole("group", { name: "Area", exact: true }).getByRole("button", { name: measure }).click();
      await page.waitForFunction(() => document.getAnimations().length === 0);
      for (const [segment, drawn] of await shares()) {
        const expected = segments.find((candidate) => candidate.segment === segment)[share];
        assert.ok(Math.abs(drawn - expected) < 0.02, `${segment} by ${measure}: ${drawn} of the area, ${expected} of the total`);
      }
    }
    const names = await page.locator("[data-segment]").evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("aria-label")));
    assert.equal(names.length, segments.length, "segments too small to draw have a button as well");
    for (const { label, customers } of segments) assert.ok(names.some((name) => name.startsWith(`${label}: ${customers.toLocaleString("en")} customers`)), label);
  }));

test("no label leaves its tile and nothing is wider than the screen, from 360 px on, in both languages and schemes", async () => {
  for (const locale of ["en-US", "zh-CN"])
    await withPage(site, { locale }, async (page) => {
      for (const width of [1920, 1280, 768, 390, 360]) {
        await page.setViewportSize({ width, height: 844 });
        for (const measure of ["customers", "revenue"]) {
          await field(page, `area-${measure}`).click();
          await page.waitForFunction(() => document.getAnimations().length === 0);
          const { outside, named } = await page.locator(".tile").evaluateAll((tiles) => {
            const leaves = (tile) => {
              const text = document.createRange();
              text.selectNodeContents(tile);
              const [inner, outer] = [text.getBoundingClientRect(), tile.getBoundingClientRect()];
              return inner.width > 0 && (inner.left < outer.left || inner.right > outer.right || inner.top < outer.top || inner.bottom > outer.bottom);
            };
            return { outside: tiles.filter(leaves).map((tile) => tile.innerText), named: tiles.filter((tile) => tile.innerText.trim() !== "").length };
          });
          assert.deepEqual(outside, []);
          assert.ok(named >= 5, `only ${named} tiles have room for their name at ${width} px`);
        }
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `wider than ${width} px`);
        for (const colorScheme of width === 390 || width === 1280 ? ["light", "dark"] : []) {
          await page.emulateMedia({ colorScheme });
          await shot(page, `page-${width}-${locale}-${colorScheme}`);
        }
      }
    });
});

test("the segment table sorts by every column", () =>
  withPage(site, {}, async (page) => {
    const headers = page.locator('[data-focus="segments-scroll"] thead th');
    for (let column = 1; column < (await headers.count()); column++) {
      const values = async () => (await segmentRows(page)).map(({ values }) => values[column - 1]);
      const header = headers.nth(column);
      if ((await header.getAttribute("aria-sort")) === null) await header.getByRole("button").click();
      assert.equal(await header.getAttribute("aria-sort"), "descending");
      const down = await values();
      assert.deepEqual(down, [...down].sort((a, b) => b - a));
      await header.getByRole("button").click();
      assert.equal(await header.getAttribute("aria-sort"), "ascending");
      assert.deepEqual(await values(), [...down].sort((a, b) => a - b));
    }
    await headers.nth(0).getByRole("button").click();
    const labels = (await segmentRows(page)).map(({ label }) => label);
    assert.deepEqual(labels, [...labels].sort(new Intl.Collator("en").compare));
  }));

test("a segment lists its customers page by page, sorted, and downloads them as CSV", () =>
  withPage(site, {}, async (page) => {
    const { customers } = inNode({});
    const champions = customers.toRows().filter(({ segment }) => segment === "champions");
    await page.locator('.tile[data-segment="champions"]').click();
    const heading = page.locator("#customers-heading");
    await heading.waitFor();
    assert.equal(await heading.innerText(), `Champions: ${champions.length} customers`);
    assert.equal(await page.evaluate(() => document.activeElement.id), "customers-heading");
    const listed = () =>
      page.locator('[data-focus="customers-scroll"] tbody tr').evaluateAll((rows) => rows.map((row) => [row.dataset.row, ...[...row.querySelectorAll("data")].map(({ value }) => Number(value))]));
    const row = ({ customerId, recencyDays, frequency, monetary, r, f, m }) => [customerId, recencyDays, frequency, monetary, r, f, m];

    const byValue = [...champions].sort((a, b) => b.monetary - a.monetary).map(row);
    assert.deepEqual((await listed()).map((cells) => cells[3]), byValue.slice(0, 25).map((cells) => cells[3]));

    await field(page, "customers-sort-customerId").click();
    await page.waitForFunction((id) => document.querySelector('[data-focus="customers-scroll"] tbody tr').dataset.row === id, champions[0].customerId);
    const seen = await listed();
    while (await field(page, "customers-next").isEnabled()) {
      await field(page, "customers-next").click();
      await page.waitForFunction((id) => document.querySelector('[data-focus="customers-scroll"] tbody tr').dataset.row === id, champions[seen.length].customerId);
      seen.push(...(await listed()));
    }
    assert.deepEqual(seen, champions.map(row));

    const one = await downloadText(page, () => field(page, "customers-download").click());
    assert.equal(one.name, "champions.csv");
    assert.deepEqual(Table.fromCsv(one.text, { types: { customerId: "string" } }).toRows(), champions);

    const all = await downloadText(page, () => field(page, "export-customers").click());
    assert.equal(all.text, customers.toCsv());

    const summary = await downloadText(page, () => field(page, "export-segments").click());
    assert.deepEqual(Table.fromCsv(summary.text).toRows(), inNode({}).segments);
    await shot(page, "customers");
  }));
