// The generated leads in data/: the script writes these very files, and they are what data/README.md says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { generate } from "../../data/generate-leads.mjs";
import { root } from "./support/project.mjs";

const NAMES = ["leads.csv", "lead-activities.csv"];
const texts = Object.fromEntries(NAMES.map((name) => [name, readFileSync(join(root, "data", name), "utf8")]));
const [leads, activities] = NAMES.map((name) => rows(texts[name]));

function rows(text) {
  const [header, ...lines] = text.trimEnd().split("\n").map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header.map((column, at) => [column, cells[at]])));
}

/** The share of pairs, of a lead that converted and one that did not, in which the first has the higher probability. */
function auc(decided) {
  const probabilities = (outcome) => decided.filter(({ converted }) => converted === outcome).map(({ trueProbability }) => Number(trueProbability));
  const [won, lost] = [probabilities("true"), probabilities("false")];
  let above = 0;
  for (const p of won) for (const q of lost) above += p > q ? 1 : p === q ? 0.5 : 0;
  return above / won.length / lost.length;
}

test("the script gives the very files", () => {
  assert.deepEqual(generate(), texts);
});

test("the leads are as described", () => {
  const decided = leads.filter(({ converted }) => converted !== "");
  const count = (outcome) => leads.filter(({ converted }) => converted === outcome).length;
  assert.deepEqual([leads.length, count("true"), count("false"), count("")], [2_700, 475, 1_909, 316]);
  assert.ok(texts["leads.csv"].length < 400_000);
  assert.equal(new Set(leads.map(({ leadId }) => leadId)).size, leads.length);
  const dates = leads.map(({ createdAt }) => createdAt);
  assert.deepEqual(dates, [...dates].sort());
  assert.ok(dates[0] >= "2025-01-01" && dates.at(-1) <= "2026-06-30");

  const mean = decided.reduce((sum, { trueProbability }) => sum + Number(trueProbability), 0) / decided.length;
  assert.ok(Math.abs(mean - 0.2) < 0.01, `mean probability ${mean}`);
  assert.ok(Math.abs(auc(decided) - 0.85) < 0.01, `AUC ${auc(decided)}`);
});

test("the activities agree with the leads", () => {
  assert.equal(activities.length, 12_100);
  const of = new Map(leads.map(({ leadId }) => [leadId, []]));
  for (const activity of activities) of.get(activity.leadId).push(activity);
  for (const lead of leads) {
    const own = of.get(lead.leadId);
    const count = (...kinds) => own.filter(({ kind }) => kinds.includes(kind)).length;
    assert.ok([String(count("page-view", "pricing-page")), ""].includes(lead.pagesViewed), lead.leadId);
    assert.ok([String(count("email-open")), ""].includes(lead.emailsOpened), lead.leadId);
    assert.equal(lead.demoRequested, String(count("demo") > 0), lead.leadId);
    assert.equal(lead.lastActivityAt, own.at(-1)?.date ?? "", lead.leadId);
    assert.ok(own.every(({ date }) => lead.createdAt <= date && date <= "2026-06-30"), lead.leadId);
  }
});
