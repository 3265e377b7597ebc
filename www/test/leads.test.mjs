// The tab of leads: scores, explanations, what-ifs and the learned model are those of the package for the same file; a file of
// the visitor's own, good or bad; all of it in both languages, on every screen, and apart from the purchases.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Table, bantScorecard, champScorecard, scoreLeads, trainLeadModel } from "custometry";
import { choose, downloadText, field, file, leastContrast, problem, segmentRows, shot, start, withPage } from "./harness.mjs";

let site;
before(async () => (site = await start()));
after(() => site?.stop());

const csv = await readFile(new URL("../../data/leads.csv", import.meta.url), "utf8");
const leads = Table.fromCsv(csv);
const asOf = "2026-06-30";
const scored = (card = bantScorecard(), options = {}) => scoreLeads(leads, card, { asOf, groupBy: ["owner", "team", "source"], ...options });
const withWeights = (card, weights) => ({ ...card, dimensions: card.dimensions.map((dimension) => ({ ...dimension, weight: weights[dimension.name] ?? dimension.weight })) });
const ids = leads.column("leadId");
const features = leads.columns.map(({ name }) => name).filter((name) => !["leadId", "createdAt", "converted", "trueProbability", "lastActivityAt"].includes(name));
const trained = (chosen = features) => trainLeadModel(leads, { target: "converted", features: chosen, createdAt: "createdAt", onInvalid: "skip" });

/** Waits until the leads are scored and nothing is being computed. */
const done = async (page) => {
  for (const part of ["leads", "lead-list", "lead", "lead-model"]) await page.waitForSelector(`#${part}[aria-busy="false"]`, { state: "attached", timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector(".results").getAttribute("aria-busy") === "false");
};
const open = async (page) => {
  await field(page, "tab-leads").click();
  await learned(page);
};
/** Waits until there is a model, too. */
const learned = async (page) => {
  await page.waitForSelector("#lead-metrics table");
  await page.waitForSelector("#lead-odds .waterfall");
  await done(page);
};
const press = async (page, key) => {
  await field(page, key).click();
  await done(page);
};
const fill = async (page, key, value) => {
  await field(page, key).fill(String(value));
  await field(page, key).blur();
  await done(page);
};
const numbers = (page, selector) => page.locator(`${selector} data`).evaluateAll((found) => found.map(({ value }) => Number(value)));
const figure = async (page, kind) => (await numbers(page, `[data-figure="${kind}"]`))[0];
const listed = (page) => page.locator('[data-focus="leads-scroll"] tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => (cell.querySelector("data") === null ? cell.innerText.trim() : Number(cell.querySelector("data").value)))));
const tableRows = async (page, key) => {
  const area = page.locator(`[data-focus="${key}"]`);
  await area.evaluate((element) => element.closest("details") !== null && (element.closest("details").open = true));
  await area.locator("tbody tr").first().waitFor();
  return area.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => (cell.querySelector("data") === null ? cell.textContent : Number(cell.querySelector("data").value)))));
};
/** The rows of the list as the package has them. */
const rowsOf = ({ leads: table }, dimensions, predicted) => {
  const column = (name) => table.column(name);
  const [rank, score, tier, completeness, disqualified] = ["rank", "score", "tier", "completeness", "disqualified"].map(column);
  const labels = { hot: "Hot", warm: "Warm", cold: "Cold" };
  const number = (value) => (Number.isNaN(value) || value === null ? "–" : value);
  return ids.map((id, row) => ({ row, cells: [id, number(rank[row]), number(score[row]), labels[tier[row]] ?? "–", ...dimensions.map(({ name }) => number(column(name)[row])), number(completeness[row]), predicted[row], disqualified[row] ?? ""] }))
    .sort((a, b) => (a.cells[1] === "–" ? Infinity : a.cells[1]) - (b.cells[1] === "–" ? Infinity : b.cells[1]) || a.row - b.row);
};

test("the sample: figures, list and groups are those of the package", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const card = bantScorecard();
    const result = scored(card);
    assert.equal(await figure(page, "leads"), leads.numRows);
    for (const { tier, leads: count } of result.tiers) assert.equal(await figure(page, `tier-${tier}`), count, tier);
    assert.equal(result.tiers.reduce((sum, { leads: count }) => sum + count, 0) + result.unscored, leads.numRows);
    assert.equal(await figure(page, "disqualified"), 0);
    assert.equal(await figure(page, "unscored"), result.unscored);
    const known = [...result.leads.column("completeness")];
    assert.ok(Math.abs((await figure(page, "completeness")) - known.reduce((sum, share) => sum + share, 0) / known.length) < 1e-12);
    assert.equal(await field(page, "lead-asOf").inputValue(), asOf, "the last day with a lead or an activity");
    assert.equal(await page.locator("#leads [data-notice]").count(), result.unmatched.length > 0 ? 1 : 0);

    const rows = rowsOf(result, card.dimensions, trained().predict(leads));
    assert.deepEqual(await listed(page), rows.slice(0, 10).map(({ cells }) => cells));
    await press(page, "leads-next");
    assert.deepEqual(await listed(page), rows.slice(10, 20).map(({ cells }) => cells));
    await press(page, "leads-sort-dimension:need");
    const need = [...result.leads.column("need")].map((value, row) => [Number.isNaN(value) ? -1 : value, row]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    assert.deepEqual((await listed(page)).map(([id]) => id), need.slice(0, 10).map(([, row]) => ids[row]));
    await press(page, "leads-sort-probability");
    const shown = (await listed(page)).map((cells) => cells.at(-2));
    assert.deepEqual(shown, [...trained().predict(leads)].sort((a, b) => b - a).slice(0, 10));

    for (const by of ["owner", "team", "source"]) {
      await press(page, `lead-groups-${by}`);
      const groups = await tableRows(page, "lead-groups-scroll");
      assert.deepEqual(groups, result.groups.filter((group) => group.by === by).map(({ value, leads: count, meanScore, tiers, disqualified }) => [value ?? "unknown", count, meanScore ?? "–", ...tiers.map((tier) => tier.leads), disqualified]), by);
    }
  }));

test("a lead: what its score is made of adds up to it, in the chart, in the table and in words", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const result = scored();
    // One with values that are known and others that are not.
    const row = ids.findIndex((_, row) => result.leads.column("rank")[row] <= 10 && result.explain(row).missing.length > 0 && result.explain(row).improvements.length > 0);
    await press(page, `lead-${row}`);
    assert.equal(await page.locator("#lead-heading").innerText(), `Lead ${ids[row]}`);
    assert.equal(await page.evaluate(() => document.activeElement.id), "lead-heading");
    const { score, contributions, missing, improvements, reasons } = result.explain(row);
    const shown = await tableRows(page, "lead-steps");
    const labels = (column) => bantScorecard().dimensions.flatMap(({ criteria }) => criteria).find((criterion) => criterion.column === column).label;
    assert.equal(shown.length, contributions.length + missing.length);
    const adds = shown.map((cells) => cells[4]).filter((value) => value !== "–");
    assert.deepEqual(adds, contributions.map(({ contribution }) => contribution));
    assert.equal(adds.reduce((sum, value) => sum + value, 0), score);
    for (const { column, points } of contributions) assert.equal(shown.find(([label]) => label === labels(column))[3], points, column);
    for (const column of missing) assert.equal(shown.find(([label]) => label === labels(column))[4], "–", column);
    for (const { column, gain } of improvements) assert.equal(shown.find(([label]) => label === labels(column))[5], gain, column);
    assert.deepEqual(await page.locator("#lead-words ul").first().locator("li").allInnerTexts(), reasons);
    assert.deepEqual(await page.locator("#lead-words ul").last().locator("li").allInnerTexts(), improvements.map(({ text }) => text));

    const bars = await page.locator("#lead-score [data-bar]").evaluateAll((groups) => groups.map((group) => {
      const box = group.querySelector("[class^=bar-]:not(text)");
      return { label: group.querySelector(".bar-label").textContent, width: Number(box?.getAttribute("width")), could: group.querySelector(".could-be") !== null };
    }));
    assert.equal(bars.length, shown.length + 1);
    const total = bars.at(-1);
    assert.equal(total.label, "Score");
    contributions.forEach(({ column, contribution }) => {
      const bar = bars.find(({ label }) => label.startsWith(`${labels(column)}:`));
      assert.ok(Math.abs(bar.width - Math.max(1.5, (contribution / score) * total.width)) < 0.3, column);
    });
    for (const { column } of improvements) assert.ok(bars.find(({ label }) => label.startsWith(`${labels(column)}:`)).could, `${column} is hatched`);

    // The keyboard reads the chart bar by bar.
    const chart = field(page, "lead-waterfall");
    await chart.focus();
    await page.keyboard.press("End");
    assert.match(await chart.getAttribute("aria-valuetext"), /^Score: /);
    await page.keyboard.press("ArrowUp");
    assert.equal(await chart.getAttribute("aria-valuenow"), String(shown.length - 1));
    await page.keyboard.press("Home");
    assert.match(await page.locator("#lead-score .place").innerText(), /^budget status: /);
    // It keeps the focus when it is drawn anew.
    const width = await chart.getAttribute("width");
    await page.setViewportSize({ width: 800, height: 900 });
    await page.waitForFunction((width) => document.querySelector("#lead-score .waterfall").getAttribute("width") !== width, width);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.focus), "lead-waterfall");
  }));

test("what if: a category, a number, a date and an unknown value give the score of the package", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const result = scored();
    const row = ids.findIndex((_, row) => result.leads.column("rank")[row] === 1);
    await press(page, `lead-${row}`);
    const shown = async () => ({ score: (await numbers(page, ".what-if-result"))[0], difference: Number(await page.locator(".what-if-result strong").getAttribute("data-difference")) });
    const changes = {};
    const score = result.leads.column("score")[row];
    const expected = async (key, value, change) => {
      Object.assign(changes, change);
      if (typeof value === "string" && key !== "expectedCloseDate") await field(page, `what-if-${key}`).selectOption(value);
      else await field(page, `what-if-${key}`).fill(String(value));
      const should = result.whatIf(row, changes);
      await page.waitForFunction((score) => Number(document.querySelector(".what-if-result data")?.value) === score, should);
      assert.deepEqual(await shown(), { score: should, difference: should - score }, key);
      const tier = ["hot", "warm", "cold"].find((name, i) => should >= [75, 50, 0][i]);
      assert.match(await page.locator(".what-if-result").innerText(), new RegExp(`· ${tier}`, "i"));
    };
    await expected("need", "no-need", { need: "no-need" });
    await expected("budget", 12, { budget: 12 });
    await expected("decisionMaker", "false", { decisionMaker: false });
    await expected("expectedCloseDate", "2028-01-31", { expectedCloseDate: "2028-01-31" });
    await expected("budgetStatus", "", { budgetStatus: null });
    assert.equal(await page.locator("#what-if .changed").count(), 5);
    assert.equal(await figure(page, "leads"), leads.numRows, "the data stay as they are");
    assert.equal((await listed(page))[0][2], score);

    await press(page, "lead-card-champ");
    const champ = scored(champScorecard());
    await page.waitForFunction((score) => Number(document.querySelector(".what-if-result data")?.value) === score, champ.whatIf(row, changes));
    await press(page, "what-if-reset");
    assert.equal((await numbers(page, ".what-if-result"))[0], champ.leads.column("score")[row]);
    assert.equal(await field(page, "what-if-need").inputValue(), leads.column("need")[row] ?? "");
  }));

test("weights: given, learned, and those of the card again", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const tierCounts = async () => Promise.all(["hot", "warm", "cold"].map((tier) => figure(page, `tier-${tier}`)));
    const expected = (card) => scored(card).tiers.map(({ leads: count }) => count);
    const weights = async () => page.locator(".weights input").evaluateAll((inputs) => Object.fromEntries(inputs.map(({ name, value }) => [name.slice("weight-".length), Number(value)])));
    const card = bantScorecard();
    await fill(page, "weight-need", 5);
    assert.deepEqual(await tierCounts(), expected(withWeights(card, { need: 5 })));
    assert.notDeepEqual(await tierCounts(), expected(card));
    await fill(page, "weight-budget", -1);
    assert.equal(await page.locator(".weights .field-error:visible").count(), 1);
    assert.deepEqual(await tierCounts(), expected(withWeights(card, { need: 5 })), "what is out of range is not taken");

    await press(page, "lead-learned");
    const suggested = trained().suggestWeights(card);
    assert.deepEqual(await weights(), Object.fromEntries(suggested.dimensions.map(({ name, weight }) => [name, weight])));
    assert.deepEqual(await tierCounts(), expected(suggested));
    await press(page, "lead-reset");
    assert.deepEqual(await tierCounts(), expected(card));

    // A card cannot have no weight at all: the package says so, and the page goes on.
    for (const name of ["budget", "authority", "need"]) await fill(page, `weight-${name}`, 0);
    await field(page, "weight-timeline").fill("0");
    await field(page, "weight-timeline").blur();
    await done(page);
    assert.match(await page.locator("#leads [role=alert]").innerText(), /all weights are 0/);
    assert.ok(await page.locator("#leads .figures").isVisible());
    await fill(page, "weight-timeline", 1); // as it was before
    assert.equal(await page.locator("#leads [role=alert]").count(), 0);
    assert.deepEqual(await tierCounts(), expected(withWeights(card, { budget: 0, authority: 0, need: 0, timeline: 1 })));
  }));

test("cards and what disqualifies: scores stay, missing columns are named", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await field(page, "disqualify-column").selectOption("need");
    await done(page);
    await field(page, "disqualify-value").selectOption("no-need");
    await done(page);
    const result = scored({ ...bantScorecard(), disqualifiers: [{ column: "need", equals: "no-need", reason: "need: no-need" }] });
    const count = result.leads.column("disqualified").filter((reason) => reason !== null).length;
    assert.ok(count > 0);
    assert.equal(await figure(page, "disqualified"), count);
    assert.deepEqual(await Promise.all(["hot", "warm", "cold"].map((tier) => figure(page, `tier-${tier}`))), scored().tiers.map(({ leads: own }) => own));
    await press(page, "leads-sort-disqualified");
    assert.deepEqual((await listed(page)).map((cells) => cells.at(-1)), Array(10).fill("need: no-need"));

    await press(page, "lead-card-meddic");
    assert.match(await page.locator("#leads [role=alert]").innerText(), /none of the columns that the card looks at/);
    assert.equal(await field(page, "lead-card-bant").getAttribute("aria-pressed"), "true");
    assert.equal(await figure(page, "disqualified"), count);
    await press(page, "lead-card-champ");
    assert.match(await page.locator('[data-notice="absent"]').innerText(), /for: priority\./);
    assert.equal(await figure(page, "tier-hot"), scored(champScorecard()).tiers[0].leads);
  }));

test("the learned model: measures, calibration, weights and log-odds are those of the package", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const model = trained();
    const { train, test: held } = model.metrics;
    const shown = Object.fromEntries(await page.locator("#lead-metrics tr[data-row]").evaluateAll((rows) => rows.map((row) => [row.dataset.row, [...row.querySelectorAll("data")].map(({ value }) => Number(value))])));
    assert.deepEqual(shown, {
      auc: [held.auc, 0.5, train.auc], logLoss: [held.logLoss, held.baseLogLoss, train.logLoss], brier: [held.brier, held.baseBrier, train.brier], lift: [held.liftTopDecile, 1, train.liftTopDecile],
      calibrationError: [held.calibrationError, train.calibrationError], f1: [held.f1, train.f1], baseRate: [held.baseRate, train.baseRate], rows: [held.rows, train.rows],
    });
    assert.ok(held.auc > 0.7 && held.logLoss < held.baseLogLoss);
    assert.deepEqual(await tableRows(page, "lead-calibration-values"), model.calibration.map(({ predicted, observed, rows }) => [predicted, observed, rows]));
    assert.equal(await page.locator("#lead-calibration .dot:not(.line-swatch *)").count(), model.calibration.length);
    const weights = [...model.weights].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, 15);
    assert.deepEqual((await tableRows(page, "lead-weights")).map(([feature, , weight]) => [feature, weight]), weights.map(({ feature, weight }) => [feature, weight]));
    assert.deepEqual(await page.locator("#lead-model > div > .notice").allInnerTexts(), model.warnings.map(({ message }) => message));

    const row = ids.findIndex((id) => id === "L0002");
    await field(page, "leads-sort-lead").click();
    await done(page);
    await press(page, `lead-${row}`);
    const [lead] = leads.toRows({ from: row, to: row + 1 });
    const { probability, logOdds, intercept, contributions } = model.explain(lead);
    const odds = (await tableRows(page, "lead-odds-values")).map((cells) => cells.at(-1));
    assert.deepEqual(odds, [intercept, ...contributions.map((one) => one.logOdds), logOdds]);
    assert.ok(Math.abs(1 / (1 + Math.exp(-logOdds)) - probability) < 1e-12);
    assert.equal(await page.locator("#lead-odds [data-bar]").count(), 1 + 10 + 1 + 1);

    // Fewer columns, another model.
    await field(page, "lead-features").click();
    await field(page, "feature-need").uncheck();
    await learned(page);
    const fewer = trained(features.filter((name) => name !== "need"));
    assert.equal((await numbers(page, '#lead-metrics [data-row="auc"]'))[0], fewer.metrics.test.auc);
    assert.notEqual(fewer.metrics.test.auc, held.auc);
  }));

test("the leads are downloaded with their scores and probabilities", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const { name, text } = await downloadText(page, () => field(page, "export-leads").click());
    assert.equal(name, "leads.csv");
    const table = Table.fromCsv(text);
    const result = scored();
    assert.deepEqual(table.columns.map((column) => column.name), ["leadId", "score", "tier", "rank", "budget", "authority", "need", "timeline", "disqualified", "completeness", "probability"]);
    assert.deepEqual([...table.column("score")], [...result.leads.column("score")]);
    assert.deepEqual(table.column("leadId"), ids);
    assert.deepEqual([...table.column("probability")], [...trained().predict(leads)]);
  }));

const crm = `Lead Number,Created On,Lead Owner,Budget Status,Need,Close Date,Is Won
1001,31/01/2026,Ann,Will buy,Must have,15/03/2026,true
1002,02/02/2026,Ben,May buy,No need,,false
1003,05/02/2026,Ann,Someday,Should have,01/02/2026,false
1004,07/02/2026,Cid,,,,
`;

test("a file of the visitor's own, with other names and day-first dates, read without a network", () =>
  withPage(site, {}, async (page, context) => {
    await open(page);
    await context.setOffline(true);
    await choose(page, file("crm.csv", crm));
    assert.equal((await problem(page)).title, "Which comes first, the day or the month?");
    await field(page, "lead-dateOrder").selectOption("day-first");
    await done(page);
    const table = {
      leadId: [1001, 1002, 1003, 1004], owner: ["Ann", "Ben", "Ann", "Cid"], budgetStatus: ["Will buy", "May buy", "Someday", null], need: ["Must have", "No need", "Should have", null],
      expectedCloseDate: ["2026-03-15", null, "2026-02-01", null],
    };
    const result = scoreLeads(table, bantScorecard(), { asOf: "2026-02-07", groupBy: ["owner"] });
    assert.equal(await field(page, "lead-asOf").inputValue(), "2026-02-07");
    assert.deepEqual((await listed(page)).map(([id, rank, score]) => [id, rank, score]),
      [0, 1, 2, 3].map((row) => [String(table.leadId[row]), result.leads.column("rank")[row], result.leads.column("score")[row]].map((value) => (Number.isNaN(value) && typeof value === "number" ? "–" : value))).sort((a, b) => (a[1] === "–" ? 9 : a[1]) - (b[1] === "–" ? 9 : b[1])));
    assert.equal(await figure(page, "unscored"), 1);
    assert.match(await page.locator('[data-notice="unmatched"]').innerText(), /budgetStatus “Someday” \(1 lead\)/);
    assert.match(await page.locator('[data-notice="absent"]').innerText(), /budget, decisionMaker, buyingRole, timeframe/);
    // Four leads are not enough to learn from: what the package says of it stands in its place.
    assert.ok((await page.locator("#lead-model .notice").count()) > 0);

    // A column can be meant otherwise.
    await field(page, "lead-columns").click();
    await field(page, "lead-map-budgetStatus").selectOption({ label: "None" });
    await done(page);
    assert.equal(await page.locator('[data-notice="unmatched"]').count(), 0);
    assert.match(await page.locator('[data-notice="absent"]').innerText(), /budgetStatus/);

    await context.setOffline(false);
    await page.getByRole("button", { name: "Back to the sample" }).click();
    await learned(page);
    assert.equal(await figure(page, "leads"), leads.numRows);
  }));

test("bad files of leads are said to be so, and the purchases stay as they are", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    const cases = [
      [file("empty.csv", ""), /nothing to analyse/],
      [file("header.csv", "leadId,need\n"), /nothing to analyse/],
      [file("ragged.csv", "leadId,need\n1,must-have\n2\n"), /not a well-formed CSV/],
      [file("book.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0])), /not a CSV file/],
      [file("undated.csv", "leadId,need,expectedCloseDate\n1,must-have,2026-01-31\n"), /do not go together/],
      [file("purchases.csv", "customer,date,amount\n1,2026-01-01,5\n"), /no column that the cards know/],
      [file("money.csv", "leadId,createdAt,budget\n1,2026-01-01,lots\n"), /wrong kind of value|number cannot be read/],
    ];
    for (const [data, title] of cases) {
      await choose(page, data);
      assert.match((await problem(page)).title, title, data.name);
      assert.equal(await page.locator("#panel-leads").isVisible(), false);
    }
    const { row, column } = await problem(page);
    assert.equal(row, "2 in a spreadsheet (0, counted from 0 after the header)");
    assert.equal(column, "budget");
    await field(page, "tab-segments").click();
    assert.equal((await segmentRows(page)).reduce((sum, { values: [customers] }) => sum + customers, 0), 2357);
    assert.equal(await page.getByRole("alert").isVisible(), false, "the problem is one of the leads");
    await field(page, "tab-leads").click();
    await choose(page, file("good.csv", "leadId,createdAt,need\n1,2026-01-01,must-have\n2,2026-01-01,\n"));
    await done(page);
    assert.equal(await figure(page, "leads"), 2);
    assert.match(await page.locator("#lead-model").innerText(), /need a column that says which of them converted/);
  }));

test("a file for another card is scored by that card", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await choose(page, file("meddic.csv", "leadId,createdAt,metrics,champion\n1,2026-01-01,confirmed,green\n2,2026-01-01,none,\n"));
    await done(page);
    assert.equal(await field(page, "lead-card-meddic").getAttribute("aria-pressed"), "true");
    assert.deepEqual((await listed(page)).map(([id, rank, score]) => [id, rank, score]), [["1", 1, 100], ["2", 2, 0]]);
  }));

test("bad rows are left out when the visitor says so", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await choose(page, file("bad.csv", "leadId,createdAt,need,budget\n1,2026-01-01,must-have,500\n2,2026-01-02,no-need,lots\n3,2026-01-03,,7000\n"));
    await problem(page);
    await page.getByRole("button", { name: "Leave bad rows out" }).click();
    await done(page);
    assert.equal(await figure(page, "leads"), 2);
    assert.equal(await page.locator("#skipped h2").innerText(), "1 row left out");
    assert.equal(await field(page, "lead-onInvalid").inputValue(), "skip");
    await field(page, "tab-segments").click();
    assert.equal(await page.locator("#skipped").isVisible(), false);
  }));

test("a row that was left out has a place in the list and nothing to explain", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await choose(page, file("bad.csv", "leadId,createdAt,need,budget\n1,2026-01-01,must-have,500\n2,2026-01-02,no-need,lots\n"));
    await problem(page);
    await page.getByRole("button", { name: "Leave bad rows out" }).click();
    await done(page);
    assert.deepEqual((await listed(page)).map((cells) => cells.slice(0, 4)), [["1", 1, 55, "Warm"], ["2", "–", "–", "–"]]);
    await press(page, "lead-1");
    assert.match(await page.locator("#lead .facts-line").innerText(), /nothing is known/);
    assert.equal(await page.locator("#lead [role=alert]").count(), 0);
  }));

test("leads that cannot be loaded are asked for again", async () => {
  const broken = await start(/leads-.*\.csv$/);
  try {
    const page = await broken.browser.newPage({ locale: "en-US" });
    await page.goto(broken.url);
    await page.waitForSelector(".map .tile");
    await field(page, "tab-leads").click();
    assert.equal((await problem(page)).title, "The file could not be read");
    await field(page, "tab-segments").click();
    assert.ok(await page.locator(".map .tile").first().isVisible());
    const asked = page.waitForRequest(/leads-.*\.csv$/);
    await field(page, "tab-leads").click();
    await asked;
    await choose(page, file("own.csv", "leadId,createdAt,need\n1,2026-01-01,must-have\n"));
    await done(page);
    assert.equal(await figure(page, "leads"), 1);
  } finally {
    await broken.stop();
  }
});

test("#leads opens the leads, and they need no purchases", () =>
  withPage(site, {}, async (page) => {
    await page.evaluate(() => (location.hash = "#leads"));
    await learned(page);
    assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "Leads");
    assert.match(await page.locator(".status").first().innerText(), /2,700 leads scored/);
    await field(page, "tab-segments").click();
    await choose(page, file("words.csv", "a,b,c\n1,2,3\n"));
    assert.equal((await problem(page)).title, "Which column is which?");
    await field(page, "tab-leads").click();
    await done(page);
    assert.equal(await figure(page, "leads"), leads.numRows);
    assert.equal(await page.getByRole("alert").isVisible(), false);
    await page.reload();
    await learned(page);
    assert.equal(await figure(page, "leads"), leads.numRows, "opened by its address");
  }));

test("the tab in both languages, on wide and narrow screens, light and dark", async () => {
  for (const locale of ["en-US", "zh-CN"])
    await withPage(site, { locale }, async (page) => {
      await open(page);
      if (locale === "zh-CN") {
        assert.equal(await page.getByRole("tab", { selected: true }).innerText(), "线索");
        assert.match(await page.locator("#leads .figures").innerText(), /热（75 分起）/);
        const result = scored(bantScorecard("zh-CN"), { locale: "zh-CN" });
        const row = ids.indexOf((await page.locator("#lead-heading").innerText()).replace("线索 ", ""));
        assert.deepEqual(await page.locator("#lead-words ul").first().locator("li").allInnerTexts(), result.explain(row).reasons);
      }
      await field(page, "what-if-need").selectOption("no-need");
      await page.waitForSelector(".what-if-result strong");
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.waitForFunction(() => [...document.querySelectorAll("#panel-leads .waterfall")].every((chart) => Number(chart.getAttribute("width")) === chart.parentElement.clientWidth));
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `wider than ${width} px`);
          const outside = await page.locator("#panel-leads .curves text").evaluateAll((texts) => texts.filter((text) => {
            const [inner, outer] = [text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()];
            return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
          }).map(({ textContent }) => textContent));
          assert.deepEqual(outside, []);
          assert.ok((await leastContrast(page, "#leads .notice, #lead-model .notice, .tab[aria-selected=true]").catch(() => 21)) >= 4.5);
          await shot(page, `leads-${width}-${locale}-${colorScheme}`);
        }
      }
    });
});

test("a change of language keeps the card, the weights, the lead and what was changed", () =>
  withPage(site, {}, async (page) => {
    await open(page);
    await fill(page, "weight-need", 3);
    const [, [id]] = await listed(page);
    await press(page, `lead-${ids.indexOf(id)}`);
    await field(page, "what-if-need").selectOption("good-to-have");
    await page.waitForSelector(".what-if-result strong");
    const score = (await numbers(page, ".what-if-result"))[0];
    await page.getByRole("button", { name: "中文" }).click();
    await page.waitForFunction(() => document.querySelector("#leads-heading")?.innerText === "线索评分");
    await done(page);
    assert.equal(await page.locator("#lead-heading").innerText(), `线索 ${id}`);
    assert.equal(await field(page, "weight-need").inputValue(), "3");
    assert.equal(await field(page, "what-if-need").inputValue(), "good-to-have");
    assert.equal((await numbers(page, ".what-if-result"))[0], score);
  }));
