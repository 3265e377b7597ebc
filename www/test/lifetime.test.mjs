// The tab of lifetime value: figures, fits, charts and lists are those of the package, for the CDNOW sample with published
// parameters; what cannot be fitted or is out of range is said; all of it fits every screen, in both languages and schemes.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Table, aliveHistory, fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd, lifetimeValue, portfolioValue, purchaseMatrix, summarizePurchases, trackPurchases, validateHoldout } from "custometry";
import { choose, downloadText, field, file, idle, leastContrast, openTab, shot, start, withPage } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site?.stop());

const csv = await readFile(new URL("../../data/cdnow-sample.csv", import.meta.url), "utf8");
const purchases = Table.fromCsv(csv, { types: { customer_id: "string" } });
const columns = { customerId: "customer_id" };
const [end, last] = ["1997-09-30", "1998-06-30"];
const known = (timeUnit = "week") => ({
  calibration: summarizePurchases(purchases, { ...columns, observationEnd: end, holdoutEnd: last, timeUnit }),
  all: summarizePurchases(purchases, { ...columns, observationEnd: last, timeUnit }),
});
const values = (summary, model, options = {}) => lifetimeValue(summary, model, fitGammaGamma(summary), { horizon: 52, timeUnit: "week", annualDiscountRate: 0.1, margin: 1, ...options });
const sum = (numbers) => numbers.reduce((total, value) => total + value, 0);
const close = (found, expected, what) => assert.ok(Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${what}: ${found} is not ${expected}`);

const done = async (page) => {
  await page.waitForSelector('#lifetime[aria-busy="false"]', { state: "attached" });
  await page.waitForSelector('#values[aria-busy="false"]', { state: "attached" });
  await page.waitForSelector('#alive[aria-busy="false"]', { state: "attached" });
};
const open = async (page) => {
  await openTab(page, "lifetime");
  await done(page);
};
const press = async (page, key) => {
  await field(page, key).click();
  await done(page);
};
const numbers = (page, selector) => page.locator(`${selector} data`).evaluateAll((found) => found.map(({ value }) => Number(value)));
const figure = async (page, kind) => (await numbers(page, `[data-figure="${kind}"]`))[0];
/** The rows of the fits: by name, the estimates of the calibration and of all purchases. */
const fits = async (page) => Object.fromEntries(await page.locator("#lifetime-fits tr[data-row]").evaluateAll((rows) => rows.map((row) => [row.dataset.row, [...row.querySelectorAll("data")].map(({ value }) => Number(value))])));
const listed = (page) => page.locator('[data-focus="values-scroll"] tbody tr').evaluateAll((rows) => rows.map((row) => [row.dataset.row, ...[...row.querySelectorAll("data")].map(({ value }) => Number(value))]));
const tableRows = (page, key) => page.locator(`[data-focus="${key}"] tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => (cell.querySelector("data") === null ? cell.textContent : Number(cell.querySelector("data").value)))));

test("the CDNOW sample: published parameters, and the figures of the package", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    assert.equal(await field(page, "lifetime-end").inputValue(), end, "the middle of the data");
    const shown = await fits(page);
    // Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", table 2: BG/NBD, CDNOW, 39 weeks.
    for (const [name, published] of Object.entries({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 })) assert.equal(shown[`purchases-${name}`][0].toFixed(3), published.toFixed(3), name);
    assert.equal(shown["purchases-logLikelihood"][0].toFixed(1), "-9582.4");
    // Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value": p = 6.25, q = 3.74, v = 15.44.
    for (const [name, published] of Object.entries({ p: "6.25", q: "3.74", v: "15.44" })) assert.equal(shown[`spend-${name}`][0].toFixed(2), published, name);
    assert.match(await page.locator('#lifetime-fits tr[data-row="purchases-r"]').innerText(), /^r\s+0\.243 ± 0\.013\s+0\.254 ± 0\.011$/);

    const { all } = known();
    const model = fitBgNbd(all);
    for (const [name, value] of Object.entries(model.params)) assert.equal(shown[`purchases-${name}`][1], value);
    for (const [name, value] of Object.entries(fitGammaGamma(all).params)) assert.equal(shown[`spend-${name}`][1], value);
    const expected = values(all, model);
    assert.equal(await figure(page, "customers"), 2357);
    close(await figure(page, "alive"), sum(expected.column("probabilityAlive")) / 2357, "P(alive)");
    close(await figure(page, "purchases"), sum(expected.column("expectedPurchases")), "purchases");
    close(await figure(page, "value"), sum(expected.column("lifetimeValue")), "value");
    close(await figure(page, "each"), sum(expected.column("lifetimeValue")) / 2357, "value per customer");
    const { interval } = portfolioValue(all, model, fitGammaGamma(all), { horizon: 52, timeUnit: "week", annualDiscountRate: 0.1, margin: 1, confidence: 0.95 });
    assert.equal(await page.locator('[data-figure="value"] small').innerText(), `95%: ${interval.map((value) => Math.round(value).toLocaleString("en")).join(" to ")}`);
    assert.deepEqual([shown["purchases-aic"][1], shown["purchases-bic"][1]], [model.aic, model.bic]);
    await shot(page, "lifetime");
  }));

test("model, unit, split, horizon, discount rate and margin are what the visitor chooses", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { calibration, all } = known();
    for (const [kind, fit] of [["mbg-nbd", fitMbgNbd], ["pareto-nbd", fitParetoNbd]]) {
      await press(page, `lifetime-model-${kind}`);
      const shown = await fits(page);
      const [first, second] = [fit(calibration).params, fit(all).params];
      assert.deepEqual(Object.keys(shown).filter((key) => key.startsWith("purchases-")).slice(0, 4), Object.keys(first).map((name) => `purchases-${name}`));
      for (const name of Object.keys(first)) assert.deepEqual(shown[`purchases-${name}`], [first[name], second[name]], `${kind} ${name}`);
      close(await figure(page, "value"), sum(values(all, fit(all)).column("lifetimeValue")), kind);
      assert.ok((await page.locator("#lifetime").innerText()).includes(kind === "mbg-nbd" ? "the first one included" : "at any time"));
    }
    const set = async (key, value) => {
      await field(page, key).fill(String(value));
      await field(page, key).blur();
      await done(page);
    };
    await set("lifetime-horizon", 26);
    await set("lifetime-discount", 12.5);
    await set("lifetime-margin", 30);
    const options = { horizon: 26, annualDiscountRate: 0.125, margin: 0.3 };
    close(await figure(page, "value"), sum(values(all, fitParetoNbd(all), options).column("lifetimeValue")), "value");
    assert.match(await page.locator("#lifetime").innerText(), /next 26 weeks/);

    await press(page, "lifetime-unit-day");
    assert.equal(await field(page, "lifetime-horizon").inputValue(), "182");
    const days = known("day");
    close(await figure(page, "purchases"), sum(values(days.all, fitParetoNbd(days.all), { ...options, horizon: 182, timeUnit: "day" }).column("expectedPurchases")), "purchases by day");

    await press(page, "lifetime-unit-week");
    await field(page, "lifetime-end").fill("1998-01-31");
    await field(page, "lifetime-end").blur();
    await done(page);
    const later = fitParetoNbd(summarizePurchases(purchases, { ...columns, observationEnd: "1998-01-31", timeUnit: "week" }));
    assert.equal((await fits(page))["purchases-r"][0], later.params.r);
    await press(page, "lifetime-end-reset");
    assert.equal(await field(page, "lifetime-end").inputValue(), end);
    assert.equal((await fits(page))["purchases-r"][0], fitParetoNbd(calibration).params.r);
  }));

test("the check against the holdout: tracking, frequencies, deciles and errors are the package's", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { calibration } = known();
    const model = fitBgNbd(calibration);
    const { periods } = trackPurchases(purchases, model, { ...columns, observationEnd: end, holdoutEnd: last, timeUnit: "week" });
    await page.locator("#tracking summary").click();
    const weeks = await tableRows(page, "tracking-values");
    assert.equal(weeks.length, 78);
    const tracked = ["actual", "expected", "cumulativeActual", "cumulativeExpected"].map((name) => periods.column(name));
    for (const [i, row] of weeks.entries()) tracked.forEach((column, j) => close(row[j + 1], column[i], `week ${i}`));
    assert.equal(weeks[38][0], end);
    assert.equal(weeks[38][3], 2457, "repeat purchases in calibration");

    const found = validateHoldout(calibration, model);
    await page.locator("#by-frequency summary").click();
    const byFrequency = await tableRows(page, "by-frequency-values");
    assert.deepEqual(byFrequency.map((row) => row[0]), ["0", "1", "2", "3", "4", "5", "6", "7+"]);
    assert.deepEqual(byFrequency.map(([, ...row]) => row), found.byFrequency.map(({ customers, actual, expected }) => [customers, actual, expected]));
    // Fader, Hardie & Lee (2005), figure 4, has 1,411 customers without a repeat purchase in calibration.
    assert.equal(byFrequency[0][1], 1411);
    await page.locator("#deciles summary").click();
    assert.deepEqual(await tableRows(page, "deciles-values"), found.lift.map(({ group, ...row }) => [String(group), row.customers, row.actual, row.expected, row.lift, row.cumulativeShare]));
    const line = ({ total, meanAbsolute, rootMeanSquare, correlation }) => [total, meanAbsolute, rootMeanSquare, correlation];
    assert.deepEqual(await numbers(page, '#errors [data-row="model"]'), line(found.model));
    assert.deepEqual(await numbers(page, '#errors [data-row="naive"]'), line(found.naive));
    assert.deepEqual(await numbers(page, '#errors [data-row="bought"]'), [found.actual]);
  }));

test("charts are read by pointer and by keyboard", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { periods } = trackPurchases(purchases, fitBgNbd(known().calibration), { ...columns, observationEnd: end, holdoutEnd: last, timeUnit: "week" });
    const words = (name, i) => `${periods.column(`${name}ctual`)[i]} actual, ${Math.round(periods.column(name === "a" ? "expected" : "cumulativeExpected")[i]).toLocaleString("en")} expected`;
    const chart = page.getByRole("slider", { name: /^Repeat purchases over time/ });
    await chart.focus();
    await page.keyboard.press("End");
    assert.equal(await chart.getAttribute("aria-valuenow"), "77");
    assert.equal(await chart.getAttribute("aria-valuetext"), `Week to 1998-06-30: ${words("a", 77)}`);
    await page.keyboard.press("PageUp");
    assert.equal(await chart.getAttribute("aria-valuenow"), "77");
    for (const key of ["PageDown", "ArrowLeft"]) await page.keyboard.press(key);
    assert.equal(await page.locator("#tracking .place").innerText(), "Week to 1998-05-26");
    await field(page, "tracking-cumulative").click();
    const cumulative = page.getByRole("slider", { name: /^Repeat purchases over time/ });
    await cumulative.focus();
    await page.keyboard.press("End");
    assert.match(await cumulative.getAttribute("aria-valuetext"), /^Until 1998-06-30: 4,3\d\d actual, 4,\d\d\d expected$/);
    await page.locator("#deciles .curves").hover({ position: { x: 50, y: 80 } });
    assert.match(await page.locator("#deciles .place").innerText(), /^Decile 1 \(236 customers\): lift \d/);
    await page.mouse.move(5, 5);
    assert.match(await page.locator("#deciles .place").innerText(), /^Point at the chart/);
  }));

test("the matrix of frequency and recency", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { all } = known();
    const model = fitBgNbd(all);
    const heads = await page.locator("#matrix thead tr:nth-child(2) th").allInnerTexts();
    const frequencies = heads.map(Number);
    assert.deepEqual(frequencies.slice(0, 6), [0, 1, 2, 3, 4, 5]);
    const recencies = await page.locator("#matrix tbody tr").evaluateAll((rows) => rows.map((row) => Number(row.dataset.row)));
    assert.equal(recencies[0], Math.floor(Math.max(...all.column("T"))), "those known longest");
    const { probabilityAlive, expectedPurchases } = purchaseMatrix(model, { T: recencies[0], horizon: 52, frequencies, recencies });
    for (const [measure, cells] of [["expectedPurchases", expectedPurchases], ["probabilityAlive", probabilityAlive]]) {
      await field(page, `matrix-${measure}`).click();
      const shown = await page.locator("#matrix td[data-cell]").evaluateAll((found) => found.map((cell) => [...cell.dataset.cell.split(",").map(Number), Number(cell.querySelector("data").value)]));
      assert.equal(shown.length, (recencies.length - 1) * (frequencies.length - 1) + 1);
      for (const [j, i, value] of shown) close(value, cells[i][j], `${measure} of ${frequencies[i]}, ${recencies[j]}`);
    }
    await page.locator('#matrix [data-cell="0,1"]').focus();
    await page.keyboard.press("ArrowDown");
    assert.match(await page.locator("#matrix .readout").innerText(), /^1 repeat purchase, the last 7\d weeks after the first: P\(alive\) \d\d\.\d%, 0\.\d+ expected in the next 52 weeks$/);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      assert.ok((await leastContrast(page, "#matrix td[data-cell]")) >= 4.5, colorScheme);
    }
  }));

test("one customer's P(alive) over time, chosen by identifier or in the list", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { all } = known();
    const model = fitBgNbd(all);
    const shows = async (customer) => {
      await page.waitForSelector(`#alive[aria-busy="false"] .curves[aria-label*="${customer}"]`);
      const days = aliveHistory(purchases, model, { ...columns, observationEnd: last, timeUnit: "week", customer });
      const [alive, bought] = [days.column("probabilityAlive"), days.column("purchased")];
      const chart = page.locator("#alive .curves");
      assert.equal(await chart.getAttribute("aria-valuemax"), String(days.numRows - 1));
      assert.equal(await chart.locator(":scope > circle").count(), bought.filter(Boolean).length, "a dot for each purchase");
      await chart.focus();
      await page.keyboard.press("End");
      assert.equal(await page.locator("#alive .place").innerText(), `${last}: P(alive) ${(alive.at(-1) * 100).toFixed(1)}%${bought.at(-1) ? "; purchase" : ""}`);
      const facts = await numbers(page, "#alive .facts-line");
      assert.equal(facts[0], alive.at(-1));
      return facts;
    };
    const first = await field(page, "alive-customer").inputValue();
    await shows(first);
    assert.ok((await page.locator("#alive .curves > circle").count()) > 5, "the first to be shown has bought several times");

    await field(page, "alive-customer").fill("0000");
    await page.waitForFunction(() => document.querySelector("#alive-ids").options.length === 1);
    assert.equal(await page.locator("#alive-ids option").getAttribute("value"), "00004");
    await field(page, "alive-customer").fill("00004");
    await page.keyboard.press("Enter");
    const [, ahead] = await shows("00004");
    assert.equal(ahead, model.expectedPurchases(all, 52)[all.column("customerId").indexOf("00004")]);

    await field(page, "alive-customer").fill("nobody");
    await field(page, "alive-show").click();
    await page.getByText("There is no customer “nobody”.").waitFor();
    const [[customer]] = await listed(page);
    await field(page, `value-${customer}`).click();
    await shows(customer);
  }));

test("the customers by value: sorted, by page, and as CSV", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { all } = known();
    const expected = values(all, fitBgNbd(all)).toRows();
    const summary = all.toRows();
    const rows = expected.map((row, i) => [row.customerId, summary[i].frequency, summary[i].T - summary[i].recency, row.probabilityAlive, row.expectedPurchases, row.expectedSpend, row.lifetimeValue]);
    const byValue = [...rows].sort((a, b) => b[6] - a[6]);
    assert.deepEqual(await listed(page), byValue.slice(0, 25));
    await field(page, "values-next").click();
    await page.waitForSelector(`[data-focus="values-scroll"] tr[data-row="${byValue[25][0]}"]`);
    assert.deepEqual(await listed(page), byValue.slice(25, 50));
    await field(page, "values-sort-customerId").click();
    await page.waitForSelector(`[data-focus="values-scroll"] tbody tr:first-child[data-row="${rows[0][0]}"]`);
    assert.deepEqual(await listed(page), rows.slice(0, 25));
    assert.equal(await page.locator("#values .range").innerText(), "1–25 of 2,357");

    const { name, text } = await downloadText(page, () => field(page, "export-lifetime").click());
    assert.equal(name, "lifetime.csv");
    const csvRows = Table.fromCsv(text, { types: { customerId: "string" } }).toRows();
    assert.deepEqual(csvRows, expected.map(({ customerId, ...row }, i) => {
      const { frequency, recency, T, monetary } = summary[i];
      return { customerId, frequency, recency, T, monetary, ...row };
    }));
  }));

test("what is out of range is said beside its field, and not taken", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const before = await figure(page, "value");
    const cases = [
      ["lifetime-horizon", ["0", "1041", "2.5", ""], "Give a whole number from 1 to 1,040."],
      ["lifetime-discount", ["-1", "101", ""], "Give a number from 0 to 100."],
      ["lifetime-margin", ["-0.1", "100.5", ""], "Give a number from 0 to 100."],
      ["lifetime-end", ["1997-01-01", "1998-06-30", "2020-01-01", ""], "Choose a day from 1997-01-02 to 1998-06-29."],
    ];
    for (const [key, wrong, message] of cases) {
      const right = await field(page, key).inputValue();
      for (const value of wrong) {
        await field(page, key).fill(value);
        await field(page, key).blur();
        assert.equal(await field(page, key).getAttribute("aria-invalid"), "true", `${key} ${value}`);
        assert.equal(await page.locator(`#${key}-error`).innerText(), message);
      }
      await field(page, key).fill(right);
      await field(page, key).blur();
      assert.equal(await field(page, key).getAttribute("aria-invalid"), "false", key);
      assert.equal(await page.locator(`#${key}-error`).isVisible(), false);
    }
    await done(page);
    assert.equal(await figure(page, "value"), before);
    assert.equal(await page.locator("#lifetime .notice").count(), 0);
    await field(page, "lifetime-horizon").fill("200");
    await field(page, "lifetime-horizon").blur();
    await done(page);
    assert.match(await page.locator('[data-notice="far"]').innerText(), /longer than the observed time \(77\.86 weeks\)/);
  }));

/** Customers who buy every week to the last: nobody leaves, and no parameters say so. */
const loyal = () => {
  const lines = ["customer,date,amount"];
  for (let customer = 0; customer < 60; customer++)
    for (let week = customer % 5; week < 40; week++) lines.push(`c${customer},${new Date(Date.UTC(2025, 0, 1 + week * 7 + (customer % 3))).toISOString().slice(0, 10)},${10 + (customer % 7)}`);
  return `${lines.join("\n")}\n`;
};

test("fits that do not work are named in plain words, and their estimates are not shown", () =>
  withPage(site, {}, async (page) => {
    const unusable = async () => {
      await page.waitForSelector('#lifetime[aria-busy="false"] [data-notice="forecast"]');
      assert.equal(await page.locator(".figures [data-figure]").count(), 0);
      assert.equal(await page.locator('#lifetime-fits tr[data-row^="purchases-"]').count(), 0);
      for (const id of ["values", "alive", "matrix"]) assert.equal(await page.locator(`#${id}`).isVisible(), false, id);
      return page.locator('[data-notice="forecast"]').innerText();
    };
    await openTab(page, "lifetime");
    await choose(page, file("loyal.csv", loyal()));
    const fitTo = (csv, observationEnd) => fitBgNbd(summarizePurchases(Table.fromCsv(csv), { customerId: "customer", observationEnd, timeUnit: "week" })).fit;
    const regular = fitTo(loyal(), "2025-10-03");
    assert.equal(regular.converged, false);
    assert.match(await unusable(), /^The BG\/NBD model could not be fitted to the purchases until 2025-10-03\. Without it there is no forecast\./);
    assert.ok((await page.locator('[data-notice="forecast"]').innerText()).includes(regular.message));
    await shot(page, "lifetime-unusable");

    const once = "customer,date,amount\na,2025-01-05,5\nb,2025-02-06,7\nc,2025-03-06,1\n";
    await choose(page, file("once.csv", once));
    const boundary = fitTo(once, "2025-03-06");
    assert.equal(boundary.boundary, true);
    const text = await unusable();
    assert.match(text, /these data do not determine the model\. Its estimates are not shown/);
    assert.ok(text.includes(boundary.message));
    assert.match(await page.locator('[data-notice="spend"]').innerText(), /^The Gamma-Gamma model of spend could not be fitted/);

    await choose(page, file("day.csv", "customer,date,amount\na,2025-01-05,5\nb,2025-01-05,7\n"));
    await unusable();
    await page.getByRole("button", { name: "Back to the sample" }).click();
    await idle(page);
    await done(page);
    assert.equal(await figure(page, "customers"), 2357);
    assert.equal(await page.locator("#lifetime .notice").count(), 0);
  }));

test("without a usable model of spend there are purchases and P(alive), and no value", () =>
  withPage(site, {}, async (page) => {
    await openTab(page, "lifetime");
    // A repeat customer whose refunds exceed what they paid has no mean spend that the model could take.
    await choose(page, file("refunds.csv", `${csv}00004,1998-06-29,0,-9999\n`));
    await done(page);
    assert.match(await page.locator('[data-notice="spend"]').innerText(), /Without it there is no value in money/);
    assert.equal(await page.locator('[data-figure="value"] data').count(), 0);
    assert.ok((await figure(page, "purchases")) > 1900);
    assert.equal(await page.locator('[data-focus="values-sort-lifetimeValue"]').count(), 0);
    assert.equal((await listed(page)).length, 25);
    const { text } = await downloadText(page, () => field(page, "export-lifetime").click());
    assert.equal(text.split("\n")[0].trim(), "customerId,frequency,recency,T,monetary,probabilityAlive,expectedPurchases");
    await field(page, "opt-refunds").selectOption("exclude");
    await idle(page);
    await done(page);
    assert.ok((await figure(page, "value")) > 60_000);
  }));

test("of many different histories the interval is computed when it is asked for", () =>
  withPage(site, {}, async (page) => {
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const lines = ["customer,date,amount"];
    for (let customer = 0; customer < 6_000; customer++) {
      const [first, rate] = [random() * 300, 0.006 - 0.015 * Math.log(random())];
      const usual = 20 * Math.exp(random() + random());
      const gone = first - 500 * Math.log(random());
      for (let day = first; day < Math.min(600, gone); day -= Math.log(random()) / rate) lines.push(`${customer},${new Date(Date.UTC(2024, 0, 1 + Math.floor(day))).toISOString().slice(0, 10)},${(usual * (0.5 + random())).toFixed(2)}`);
    }
    const many = `${lines.join("\n")}\n`;
    const summary = summarizePurchases(Table.fromCsv(many), { customerId: "customer", observationEnd: "2025-08-22", timeUnit: "week" });
    const [model, spend] = [fitBgNbd(summary), fitGammaGamma(summary)];
    assert.ok(model.fit.distinctPatterns > 5_000);
    await openTab(page, "lifetime");
    await choose(page, file("many.csv", many));
    await done(page);
    assert.equal(await page.locator('[data-figure="value"] small').count(), 0);
    await field(page, "lifetime-interval").click();
    await page.locator('[data-figure="value"] small').waitFor();
    const { interval } = portfolioValue(summary, model, spend, { horizon: 52, timeUnit: "week", annualDiscountRate: 0.1, confidence: 0.95 });
    assert.equal(await page.locator('[data-figure="value"] small').innerText(), `95%: ${interval.map((value) => Math.round(value).toLocaleString("en")).join(" to ")}`);
    await field(page, "lifetime-margin").fill("50");
    await field(page, "lifetime-margin").blur();
    await done(page);
    assert.equal(await field(page, "lifetime-interval").isVisible(), true, "another value has another interval");
  }));

test("lifetime value fits every screen and is legible, in both languages and schemes", async () => {
  for (const locale of ["en-US", "zh-CN"])
    await withPage(site, { locale }, async (page) => {
      await open(page);
      if (locale === "zh-CN") {
        assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "客户终身价值");
        assert.equal(await page.locator("#lifetime-heading").innerText(), "客户终身价值");
        assert.match(await page.locator("#lifetime").innerText(), /今后 52 周的价值/);
      }
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.waitForFunction(() => [...document.querySelectorAll("#panel-lifetime .curves")].every((chart) => Number(chart.getAttribute("width")) === chart.parentElement.clientWidth));
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `wider than ${width} px`);
          const outside = await page.locator("#panel-lifetime .curves text").evaluateAll((texts) => texts.filter((text) => {
            const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
            return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
          }).map(({ textContent }) => textContent));
          assert.deepEqual(outside, []);
          await shot(page, `lifetime-${width}-${locale}-${colorScheme}`);
        }
      }
    });
});

test("a change of language keeps the choices, the customer and the tab", () =>
  withPage(site, {}, async (page) => {
    await page.evaluate(() => (location.hash = "#lifetime"));
    await done(page);
    await press(page, "lifetime-model-pareto-nbd");
    const [[customer]] = await listed(page);
    await field(page, `value-${customer}`).click();
    await page.waitForSelector(`#alive .curves[aria-label*="${customer}"]`);
    await page.getByRole("button", { name: "中文" }).click();
    await page.waitForFunction(() => document.querySelector("#lifetime-heading")?.innerText === "客户终身价值");
    await idle(page);
    await done(page);
    assert.equal(await field(page, "lifetime-model-pareto-nbd").getAttribute("aria-pressed"), "true");
    assert.equal(await field(page, "alive-customer").inputValue(), customer);
    assert.match(await page.locator("#alive .facts-line").innerText(), /有购买的日子共 \d+ 天/);
  }));
