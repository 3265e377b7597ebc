// The page in use: by keyboard alone, and with a million rows while the visitor goes on.
import assert from "node:assert/strict";
import { open, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { analysed, field, file, heatRows, openTab, problem, segmentRows, shot, start, withPage } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site?.stop());

const focused = (page) => page.evaluate(() => document.activeElement?.dataset.focus ?? null);
/** Presses Tab until the element has the focus. */
async function tabTo(page, key) {
  for (let presses = 0; presses < 80; presses++) {
    if ((await focused(page)) === key) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${key} cannot be reached with the Tab key`);
}

test("file picker, columns, table and list work by keyboard alone", () =>
  withPage(site, {}, async (page) => {
    await tabTo(page, "choose-file");
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
    await chooser.setFiles(file("keys.csv", "who,on,paid,amount\na,2025-01-01,1,2\nb,2025-01-03,5,6\nb,2025-01-04,5,6\n"));
    await page.getByRole("alert").waitFor();
    await tabTo(page, "map-customerId");
    await page.keyboard.press("w"); // "who"
    await analysed(page);
    assert.deepEqual((await segmentRows(page)).reduce((sum, { values }) => sum + values[0], 0), 2);

    await tabTo(page, "segments-sort-revenue");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "segments-sort-revenue");
    assert.equal(await page.locator('th[aria-sort="descending"]').first().innerText().then((text) => text.startsWith("Revenue")), true);
    await page.keyboard.press("Space");
    assert.equal(await page.locator('th[aria-sort="ascending"]').count(), 1);

    const [first] = await segmentRows(page);
    await tabTo(page, `segment-${first.segment}`);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "customers-heading");
    await tabTo(page, "customers-close");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#customers-heading").isVisible(), false);
    assert.equal(await focused(page), `segment-${first.segment}`);
  }));

test("a tile is reached and opened by keyboard, and tells its values when it has the focus", () =>
  withPage(site, {}, async (page) => {
    await tabTo(page, "tile-champions");
    assert.match(await page.locator(".map-foot .readout").first().innerText(), /^Champions: \d+ customers/);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "customers-heading");
    assert.equal(await page.locator('.tile[data-segment="champions"]').getAttribute("aria-pressed"), "true");
  }));

test("when a part of the page cannot be loaded, the page says so", async () => {
  for (const [without, title] of [[/\.wasm$/, "The analysis module could not be loaded"], [/worker-.*\.js$/, "The analysis stopped"], [/\.csv$/, "The file could not be read"]]) {
    const broken = await start(without);
    try {
      const page = await broken.browser.newPage({ locale: "en-US" });
      await page.goto(broken.url);
      assert.equal((await problem(page)).title, title);
    } finally {
      await broken.stop();
    }
  }
});

const millionRows = 1_000_000;
const customers = 100_000;
/** The longest that the page may keep a visitor waiting for a frame or a timer. A blocked page would wait for seconds. */
const longestGapMs = 200;

async function writeMillion(path) {
  const output = await open(path, "w");
  await output.write("customer_id,date,amount\n");
  const day = Date.UTC(2024, 0, 1);
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let from = 0; from < millionRows; from += 50_000) {
    let text = "";
    for (let row = from; row < from + 50_000; row++) {
      const customer = row < customers ? row : Math.floor(random() ** 2 * customers);
      text += `C${customer},${new Date(day + Math.floor(random() * 730) * 86_400_000).toISOString().slice(0, 10)},${(random() * 200).toFixed(2)}\n`;
    }
    await output.write(text);
  }
  await output.close();
}

/** Has the page analyse the file, and resolves to how long frames and timers waited meanwhile, at the longest. */
async function gapsDuring(page, path) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), field(page, "choose-file").click()]);
  await page.evaluate(() => {
    const gaps = (window.gaps = { frame: 0, timer: 0, frames: 0 });
    let [frame, timer] = [null, performance.now()];
    const onFrame = (now) => {
      if (frame !== null) gaps.frame = Math.max(gaps.frame, now - frame);
      frame = now;
      gaps.frames++;
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
    setInterval(() => {
      const now = performance.now();
      gaps.timer = Math.max(gaps.timer, now - timer);
      timer = now;
    }, 5);
  });
  const started = Date.now();
  await chooser.setFiles(path);
  await page.waitForFunction((count) => document.querySelector(".figures data")?.value === String(count), customers, { timeout: 60_000 });
  const toResult = Date.now() - started;
  await page.locator(".tile").first().click();
  await page.locator("#customers-heading").waitFor();
  const waits = {};
  for (const tab of ["cohorts", "repeat", "lifetime"]) {
    const asked = Date.now();
    await openTab(page, tab);
    waits[tab] = Date.now() - asked;
  }
  assert.equal((await heatRows(page, "cohorts")).slice(1).reduce((sum, { values: [size] }) => sum + size, 0), customers);
  assert.equal(await page.locator("#repeat tbody th[scope=row]").count() > 0, true);
  await openTab(page, "segments");
  return { toResult, waits, ...(await page.evaluate(() => window.gaps)) };
}

test(`while a million rows are analysed no frame or timer waits longer than ${longestGapMs} ms`, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), "custometry-"));
  try {
    const path = join(folder, "million.csv");
    await writeMillion(path);
    // What the page does is the same each time; what else the machine does is not. So a run that was held up is repeated.
    for (let run = 1, held = true; held; run++) {
      await withPage(site, {}, async (page) => {
        const { toResult, waits, frame, timer, frames } = await gapsDuring(page, path);
        context.diagnostic(`1,000,000 rows: result after ${toResult} ms, cohorts after ${waits.cohorts} ms, curves after ${waits.repeat} ms, lifetime value after ${waits.lifetime} ms; longest gap between frames ${frame.toFixed(0)} ms, between timers ${timer.toFixed(0)} ms`);
        assert.ok(frames > 10, "frames were drawn");
        assert.equal((await segmentRows(page)).reduce((sum, { values: [count] }) => sum + count, 0), customers);
        await shot(page, "million");
        held = Math.max(frame, timer) >= longestGapMs;
        assert.ok(!held || run < 3, `in each of ${run} runs a frame or timer waited; now ${frame} and ${timer} ms`);
      });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
