// A million generated leads as columns, the scorecard that they are scored by, and the rows that are explained.

import { AS_OF_END, MS_PER_DAY, uniforms } from "./data.mjs";

export const LEADS = 1_000_000;
export const EXPLAINED = 1_000;
const MISSING = 0.08;
const SEED = 20_260_630;

/** Every kind of criterion, in four dimensions; missing values are neutral. */
export const CARD = {
  name: "bench",
  dimensions: [
    {
      name: "budget",
      weight: 30,
      criteria: [
        { column: "budgetStatus", weight: 3, kind: "category", points: { "will-buy": 100, "can-buy": 70, "may-buy": 40, "no-committed-budget": 0 } },
        { column: "budget", weight: 2, kind: "linear", points: [[0, 0], [5_000, 20], [20_000, 60], [100_000, 100]] },
      ],
    },
    {
      name: "authority",
      weight: 25,
      criteria: [
        { column: "buyingRole", weight: 2, kind: "category", points: { "decision-maker": 100, "budget-holder": 90, champion: 70, influencer: 40, "end-user": 20 }, other: 0 },
        {
          column: "employees",
          weight: 1,
          kind: "bands",
          bands: [{ below: 10, points: 15 }, { min: 10, below: 50, points: 45 }, { min: 50, below: 250, points: 80 }, { min: 250, below: 1_000, points: 100 }, { min: 1_000, points: 60 }],
        },
      ],
    },
    {
      name: "need",
      weight: 25,
      criteria: [
        { column: "need", weight: 3, kind: "category", points: { "must-have": 100, "should-have": 65, "good-to-have": 30, "no-need": 0 } },
        { column: "pagesViewed", weight: 1, kind: "bands", bands: [{ below: 1, points: 0 }, { min: 1, below: 3, points: 30 }, { min: 3, below: 8, points: 70 }, { min: 8, points: 100 }] },
      ],
    },
    {
      name: "timeline",
      weight: 20,
      criteria: [
        {
          column: "expectedCloseDate",
          weight: 1,
          kind: "daysUntil",
          bands: [{ below: 0, points: 10 }, { min: 0, below: 30, points: 100 }, { min: 30, below: 90, points: 75 }, { min: 90, below: 180, points: 40 }, { min: 180, points: 15 }],
        },
        { column: "lastActivityAt", weight: 1, kind: "decay", halfLifeDays: 30, full: 100 },
      ],
    },
  ],
  tiers: [{ name: "hot", min: 70 }, { name: "warm", min: 45 }, { name: "cold", min: 0 }],
  disqualifiers: [
    { column: "buyingRole", equals: "blocker", reason: "Blocked by the contact" },
    { column: "employees", below: 2, reason: "Too small" },
  ],
  missing: "neutral",
};

const TEXTS = {
  budgetStatus: ["no-committed-budget", "may-buy", "can-buy", "will-buy"],
  buyingRole: ["decision-maker", "budget-holder", "champion", "influencer", "end-user", "blocker"],
  need: ["no-need", "good-to-have", "should-have", "must-have"],
};

/** Texts as dictionaries, numbers with NaN for what is missing, dates as milliseconds. */
export function generateLeads() {
  const uniform = uniforms(SEED);
  const leads = {};
  for (const [column, values] of Object.entries(TEXTS)) {
    const codes = new Int32Array(LEADS);
    for (let i = 0; i < LEADS; i++) codes[i] = uniform() < MISSING ? -1 : Math.floor(uniform() * values.length);
    leads[column] = { codes, values };
  }
  const numbers = (value) => {
    const cells = new Float64Array(LEADS);
    for (let i = 0; i < LEADS; i++) cells[i] = uniform() < MISSING ? NaN : value();
    return cells;
  };
  leads.budget = numbers(() => 100 * Math.floor(1 + 1_500 * uniform() * uniform()));
  leads.employees = numbers(() => Math.floor(1 + 4_000 * uniform() * uniform() * uniform() * uniform()));
  leads.pagesViewed = numbers(() => Math.floor(25 * uniform() * uniform()));
  leads.expectedCloseDate = numbers(() => Math.floor(AS_OF_END + (300 * uniform() - 60) * MS_PER_DAY));
  leads.lastActivityAt = numbers(() => Math.floor(AS_OF_END - 1 - 365 * uniform() * uniform() * MS_PER_DAY));
  return leads;
}

/** The rows that are explained, spread over all. */
export const explainedRows = () => Int32Array.from({ length: EXPLAINED }, (_, i) => (i * 7_919 + 13) % LEADS);
