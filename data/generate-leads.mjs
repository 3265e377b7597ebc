// Makes leads.csv and lead-activities.csv: leads of a made-up business with many things to sell to other businesses.
// Nothing in them is taken from real people, companies or records.
//
//   node generate-leads.mjs [FOLDER]
//
// writes both files into FOLDER, by default beside this one. One seed, and only operations that IEEE 754 fixes to the bit
// (+ - * / and whole-number ones), so that every platform writes the same bytes.
//
// How likely a lead is to convert is a sum over its columns as they stand in the file, then the logistic function:
//
//   trueProbability = 1 / (1 + exp(-logOdds)), to 4 decimals
//   logOdds = INTERCEPT
//     + EFFECTS of source, owner, industry, budgetStatus, decisionMaker, buyingRole, need, timeframe, demoRequested
//       (by level; a level that is not named, or a value that is missing, has 0 unless there is a `missing`)
//     + BANDS of employees, and of the days from createdAt to expectedCloseDate
//     + .12 * min(pagesViewed, 12), .18 * min(emailsOpened, 6), and .6 * min(budget, 100,000) / 100,000
//       (missing: .2, .1, and -.1)
//
// and `converted` is drawn with that probability. country, team and lastActivityAt have no effect of their own; they go with
// columns that do. How long a lead takes to be decided does not depend on the outcome; where that is after AS_OF, the lead
// is open and `converted` is empty. The other columns are as they were when the lead was decided, or on AS_OF.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const SEED = 20_260_630;
export const AS_OF = "2026-06-30";
const FIRST = "2025-01-01";
const LEADS = 2_700;

/** Shares of each level. */
const SOURCES = { "web-form": 0.27, advertising: 0.2, webinar: 0.13, "trade-fair": 0.1, referral: 0.09, partner: 0.08, "cold-call": 0.12, chat: 0.01 };
const COUNTRIES = { CN: 0.22, US: 0.2, DE: 0.13, GB: 0.09, SG: 0.06, HK: 0.05, JP: 0.06, IN: 0.07, BR: 0.05, FR: 0.04, AU: 0.02, NZ: 0.01 };
const INDUSTRIES = { manufacturing: 0.24, software: 0.18, retail: 0.15, "financial-services": 0.1, healthcare: 0.09, education: 0.08, logistics: 0.08, hospitality: 0.05, energy: 0.025, mining: 0.005 };
const TEAMS = {
  north: { countries: ["DE", "GB", "FR"], owners: { "owner-01": 0.45, "owner-02": 0.35, "owner-03": 0.2 } },
  east: { countries: ["CN", "HK", "JP"], owners: { "owner-04": 0.4, "owner-05": 0.3, "owner-06": 0.2, "owner-07": 0.1 } },
  south: { countries: ["SG", "IN", "AU", "NZ"], owners: { "owner-08": 0.6, "owner-09": 0.4 } },
  west: { countries: ["US", "BR"], owners: { "owner-10": 0.5, "owner-11": 0.3, "owner-12": 0.2 } },
};
/** The median of employees, by industry. */
const MEDIAN_EMPLOYEES = { manufacturing: 140, software: 45, retail: 60, "financial-services": 180, healthcare: 110, education: 90, logistics: 80, hospitality: 40, energy: 320, mining: 400 };

/** How often a column is missing. Budgets are told less often by those who have none; see below. */
const MISSING = { source: 0.01, country: 0.02, industry: 0.05, employees: 0.08, decisionMaker: 0.12, buyingRole: 0.18, need: 0.1, timeframe: 0.06, pagesViewed: 0.09, emailsOpened: 0.06 };

const INTERCEPT = -2.65;
const EFFECTS = {
  source: { referral: 0.9, partner: 0.5, webinar: 0.3, chat: 0.3, "web-form": 0.1, "trade-fair": 0, advertising: -0.4, "cold-call": -0.8 },
  owner: { "owner-01": 0.2, "owner-03": -0.25, "owner-05": 0.3, "owner-07": -0.2, "owner-09": 0.15, "owner-12": -0.3 },
  industry: { software: 0.35, "financial-services": 0.25, manufacturing: 0.1, retail: -0.15, education: -0.35, hospitality: -0.4, mining: 0.3 },
  budgetStatus: { "will-buy": 1.2, "can-buy": 0.6, "may-buy": -0.1, "no-committed-budget": -0.9, missing: -0.3 },
  decisionMaker: { true: 0.5, false: -0.2 },
  buyingRole: { "decision-maker": 0.3, "budget-holder": 0.4, champion: 0.5, influencer: 0, "end-user": -0.4, blocker: -1.4, missing: -0.1 },
  need: { "must-have": 0.9, "should-have": 0.3, "good-to-have": -0.4, "no-need": -1.8, missing: -0.2 },
  timeframe: { immediate: 0.6, "this-quarter": 0.5, "next-quarter": 0.1, "this-year": -0.2, unknown: -0.5, missing: -0.4 },
  demoRequested: { true: 0.9 },
};
/** From `min` inclusive to the next one. */
const BANDS = {
  employees: { missing: -0.1, bands: [[0, -0.7], [10, -0.1], [50, 0.5], [250, 0.3], [1_000, -0.4]] },
  daysToClose: { missing: -0.3, bands: [[0, 0.2], [30, 0.5], [90, 0], [180, -0.5]] },
};

/** mulberry32, as uniform numbers in [0, 1). */
function uniforms(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** e to the x by its power series of x/256, squared eight times: the same bits everywhere, unlike Math.exp. */
function exp(x) {
  const small = x / 256;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 12; n++) {
    term = (term * small) / n;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum *= sum;
  return sum;
}

const DAY = 86_400_000;
const dayOf = (text) => Date.parse(text) / DAY;
const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function makeDraws(uniform) {
  /** Nearly normal, by twelve uniforms. */
  const normal = () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniform();
    return sum;
  };
  /** One of the levels, by their shares. */
  const pick = (shares) => {
    const levels = Object.entries(shares);
    let at = uniform() * levels.reduce((sum, [, share]) => sum + share, 0);
    for (const [level, share] of levels) if ((at -= share) < 0) return level;
    return levels[levels.length - 1][0];
  };
  /** One of the levels, those near `place` (0 is the first, 1 the last) more often. */
  const near = (levels, place) => {
    const at = Math.floor((place + 0.22 * normal()) * levels.length);
    return levels[Math.min(levels.length - 1, Math.max(0, at))];
  };
  return { uniform, normal, pick, near, whole: (from, to) => from + Math.floor(uniform() * (to - from + 1)), chance: (share) => uniform() < share };
}

/** Two significant digits, as people give sums of money. */
function roundly(amount) {
  let unit = 1;
  while (amount / unit >= 100) unit *= 10;
  return Math.max(500, Math.floor(amount / unit + 0.5) * unit);
}

/** A lead without its outcome, `null` where something is missing, and its activities. */
function makeLead(number, created, asOf, draws) {
  const { uniform, normal, pick, near, whole, chance } = draws;
  const source = pick(SOURCES);
  const country = pick(COUNTRIES);
  const industry = pick(country === "CN" ? { ...INDUSTRIES, manufacturing: 0.45 } : INDUSTRIES);
  const [team, { owners }] = Object.entries(TEAMS).find(([, { countries }]) => countries.includes(country));
  const owner = pick(owners);

  // How serious they are, from 0 to 1, shows in several columns.
  const interest = Math.min(1, Math.max(0, 0.5 + 0.22 * normal() + (source === "referral" ? 0.1 : source === "advertising" ? -0.08 : 0)));
  const employees = Math.max(1, Math.floor(MEDIAN_EMPLOYEES[industry] * exp(1.35 * normal())));
  const budget = roundly((4_000 + 90 * Math.min(employees, 2_000)) * exp(0.8 * normal() + interest - 0.5));
  const budgetStatus = near(["no-committed-budget", "no-committed-budget", "may-buy", "may-buy", "can-buy", "will-buy"], interest);
  const buyingRole = pick(employees < 50
    ? { "decision-maker": 0.45, "budget-holder": 0.15, champion: 0.1, influencer: 0.1, "end-user": 0.17, blocker: 0.03 }
    : { "decision-maker": 0.18, "budget-holder": 0.14, champion: 0.14, influencer: 0.24, "end-user": 0.25, blocker: 0.05 });
  const decides = buyingRole === "decision-maker" ? 0.92 : buyingRole === "budget-holder" ? 0.6 : buyingRole === "champion" ? 0.25 : 0.08;
  const decisionMaker = chance(decides);
  const need = near(["no-need", "good-to-have", "good-to-have", "should-have", "should-have", "must-have"], 0.45 * interest + 0.55 * uniform());
  const timeframe = near(["unknown", "unknown", "this-year", "next-quarter", "this-quarter", "immediate"], 0.5 * interest + 0.4 * uniform());
  const horizon = { unknown: 150, "this-year": 150, "next-quarter": 95, "this-quarter": 45, immediate: 18 }[timeframe];
  const expectedClose = chance(timeframe === "unknown" ? 0.25 : 0.7) ? created + 3 + Math.floor(horizon * (0.4 + 1.2 * uniform())) : null;

  // Decided after three weeks to seven months; what happens later is not in the files.
  const decided = created + 20 + Math.floor(190 * uniform() * uniform());
  const until = Math.min(decided - 1, asOf);
  const tracked = !chance(MISSING.pagesViewed);
  const mailed = !chance(MISSING.emailsOpened);
  const events = [];
  const happen = (kind, times, spread) => {
    for (let i = 0; i < times; i++) {
      const date = created + Math.floor(spread * uniform() * uniform());
      if (date <= until) events.push({ kind, date });
    }
  };
  const often = (mean) => Math.floor(-mean * (1 - 1 / (0.03 + 0.97 * uniform())) * 0.5 + uniform() * mean * 0.6);
  if (tracked) {
    happen("page-view", often(0.8 + 1.6 * interest), 75);
    happen("pricing-page", chance(0.1 + 0.5 * interest) ? whole(1, 2) : 0, 60);
  }
  if (mailed) {
    const opened = Math.min(9, often(0.5 + 1.6 * interest));
    happen("email-open", opened, 110);
    happen("email-click", chance(0.5) ? Math.floor(opened * uniform()) : 0, 110);
  }
  happen("form", source === "web-form" ? 1 : chance(0.1) ? 1 : 0, source === "web-form" ? 1 : 40);
  happen("webinar", source === "webinar" || chance(0.06) ? 1 : 0, 30);
  happen("call", source === "cold-call" ? 1 : chance(0.3) ? whole(1, 2) : 0, 60);
  happen("demo", chance(0.03 + 0.3 * interest * interest) ? 1 : 0, 45);
  events.sort((a, b) => a.date - b.date);
  const count = (...kinds) => events.filter(({ kind }) => kinds.includes(kind)).length;

  const told = (column, value) => (chance(MISSING[column]) ? null : value);
  return {
    lead: {
      leadId: `L${String(number).padStart(4, "0")}`,
      createdAt: created,
      source: told("source", source),
      owner,
      team,
      country: told("country", country),
      industry: told("industry", industry),
      employees: told("employees", employees),
      budget: chance(budgetStatus === "no-committed-budget" ? 0.45 : 0.15) ? null : budget,
      budgetStatus: chance(0.25 - 0.2 * interest) ? null : budgetStatus,
      decisionMaker: told("decisionMaker", decisionMaker),
      buyingRole: told("buyingRole", buyingRole),
      need: told("need", need),
      timeframe: told("timeframe", timeframe),
      expectedCloseDate: expectedClose,
      pagesViewed: tracked ? count("page-view", "pricing-page") : null,
      emailsOpened: mailed ? count("email-open") : null,
      demoRequested: count("demo") > 0,
      lastActivityAt: events.length > 0 ? events[events.length - 1].date : null,
    },
    events,
    open: decided > asOf,
  };
}

function level(column, value) {
  const effects = EFFECTS[column];
  return (value === null ? effects.missing : effects[value]) ?? 0;
}

function band({ missing, bands }, value) {
  if (value === null) return missing;
  return bands.findLast(([min]) => value >= min)[1];
}

/** The formula above. Dates are days here. */
function logOdds(lead) {
  let sum = INTERCEPT;
  for (const column of Object.keys(EFFECTS)) sum += level(column, lead[column]);
  sum += band(BANDS.employees, lead.employees);
  sum += band(BANDS.daysToClose, lead.expectedCloseDate === null ? null : lead.expectedCloseDate - lead.createdAt);
  sum += lead.pagesViewed === null ? 0.2 : 0.12 * Math.min(lead.pagesViewed, 12);
  sum += lead.emailsOpened === null ? 0.1 : 0.18 * Math.min(lead.emailsOpened, 6);
  sum += lead.budget === null ? -0.1 : (0.6 * Math.min(lead.budget, 100_000)) / 100_000;
  return sum;
}

/** Both files as texts. */
export function generate() {
  const draws = makeDraws(uniforms(SEED));
  const [first, asOf] = [dayOf(FIRST), dayOf(AS_OF)];
  const days = Array.from({ length: LEADS }, () => first + Math.floor((asOf - first + 1) * draws.uniform())).sort((a, b) => a - b);
  const leads = [];
  const activities = ["leadId,kind,date"];
  for (const [at, created] of days.entries()) {
    const { lead, events, open } = makeLead(at + 1, created, asOf, draws);
    const trueProbability = Math.floor(10_000 / (1 + exp(-logOdds(lead))) + 0.5) / 10_000;
    const converts = draws.chance(trueProbability);
    const dates = { createdAt: dateOf(created), expectedCloseDate: null, lastActivityAt: null };
    for (const column of ["expectedCloseDate", "lastActivityAt"]) if (lead[column] !== null) dates[column] = dateOf(lead[column]);
    leads.push({ ...lead, ...dates, converted: open ? null : converts, trueProbability });
    for (const { kind, date } of events) activities.push(`${lead.leadId},${kind},${dateOf(date)}`);
  }
  const lines = [Object.keys(leads[0]).join(","), ...leads.map((lead) => Object.values(lead).map((value) => value ?? "").join(","))];
  return { "leads.csv": `${lines.join("\n")}\n`, "lead-activities.csv": `${activities.join("\n")}\n` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL(".", import.meta.url));
  for (const [name, text] of Object.entries(generate())) writeFileSync(join(folder, name), text);
}
