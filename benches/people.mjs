// A hundred thousand generated records of people, some of whom have several, with the errors that such records have: misspelt,
// missing, swapped and out-of-date values. Which records are one person's is known. Names, streets and towns are made of
// syllables, some of them far more frequent than others. One person in seven lives with the one before them and shares address and
// surname, and every second of these the telephone: records of a household are not duplicates, however much they have in common.

import { uniforms } from "./data.mjs";

export const RECORDS = 100_000;
const SEED = 20_261_127;

const ONSETS = ["B", "Br", "C", "Ch", "D", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "St", "T", "V", "W"];
const VOWELS = ["a", "e", "i", "o", "u", "ar", "er", "il", "on", "in"];
const MIDDLES = ["b", "d", "l", "ll", "m", "n", "r", "s", "t", "v", "nd", "rt"];
const GIVEN_ENDS = ["a", "e", "ie", "o", "us", "an", "is", "y"];
const SURNAME_ENDS = ["er", "son", "man", "ton", "ley", "ford", "well", "ing", "s", "field"];
const PROVIDERS = ["gmail.example", "mail.example", "post.example", "web.example", "inbox.example", "home.example"];
const STREET_KINDS = ["Street", "Road", "Lane", "Avenue", "Close", "Drive"];

/** Texts by column, null for what is missing, and for every row the number of the person. */
export function generatePeople(records = RECORDS, households = 0.15) {
  const uniform = uniforms(SEED);
  const below = (n) => Math.floor(uniform() * n);
  const often = (n) => Math.floor(uniform() * uniform() * n);
  const chance = (p) => uniform() < p;
  const pick = (list) => list[below(list.length)];
  const names = (count, ends) => {
    const found = new Set();
    while (found.size < count) found.add(pick(ONSETS) + pick(VOWELS) + (chance(0.5) ? pick(MIDDLES) + pick(VOWELS) : "") + pick(MIDDLES) + pick(ends));
    return [...found];
  };
  const given = names(1_200, GIVEN_ENDS);
  const surnames = names(6_000, SURNAME_ENDS);
  const streets = names(2_500, ["wood", "bridge", "hill", "gate", "park", "church"]);
  const towns = names(400, ["bury", "ham", "wick", "mouth", "dale"]);
  const letter = () => String.fromCharCode(65 + below(26));
  const areas = towns.map(() => letter() + letter());
  const two = (n) => String(n).padStart(2, "0");
  const digits = (n) => Array.from({ length: n }, () => below(10)).join("");

  const home = () => {
    const town = often(towns.length);
    return {
      address: `${1 + often(180)} ${streets[often(streets.length)]} ${pick(STREET_KINDS)}`,
      city: towns[town],
      postcode: `${areas[town]}${1 + below(20)} ${1 + below(9)}${letter()}${letter()}`,
    };
  };
  const email = ({ givenName, surname }) => {
    const name = `${givenName}${chance(0.5) ? "." : ""}${surname}${chance(0.4) ? below(100) : ""}`.toLowerCase();
    return `${name}@${PROVIDERS[often(PROVIDERS.length)]}`;
  };
  let before;
  const person = () => {
    const isAtHome = before !== undefined && chance(households);
    const made = {
      givenName: given[often(given.length)],
      surname: isAtHome ? before.surname : surnames[often(surnames.length)],
      dateOfBirth: `${1935 + below(70)}-${two(1 + below(12))}-${two(1 + below(28))}`,
      ...(isAtHome ? { address: before.address, city: before.city, postcode: before.postcode } : home()),
      phone: isAtHome && chance(0.5) ? before.phone : `07${digits(9)}`,
    };
    return (before = { ...made, email: email(made) });
  };

  /** One character more, less, other, or two in the wrong order. */
  const misspelt = (text) => {
    if (text === null || text.length < 2) return text;
    const at = below(text.length - 1);
    const isDigit = /[0-9]/.test(text[at]);
    const other = isDigit ? String(below(10)) : String.fromCharCode(97 + below(26));
    switch (isDigit ? 2 + below(2) : below(4)) {
      case 0: return text.slice(0, at) + text.slice(at + 1);
      case 1: return text.slice(0, at) + other + text.slice(at);
      case 2: return text.slice(0, at) + other + text.slice(at + 1);
      default: return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
    }
  };
  const errors = (record) => {
    const copy = { ...record };
    if (chance(0.02)) [copy.givenName, copy.surname] = [copy.surname, copy.givenName];
    if (chance(0.06)) copy.givenName = misspelt(copy.givenName);
    if (chance(0.02)) copy.givenName = copy.givenName.slice(0, 1);
    if (chance(0.06)) copy.surname = misspelt(copy.surname);
    if (chance(0.02)) copy.surname = surnames[often(surnames.length)];
    if (chance(0.04)) copy.dateOfBirth = misspelt(copy.dateOfBirth);
    if (chance(0.02)) copy.dateOfBirth = copy.dateOfBirth.replace(/-(..)-(..)/, "-$2-$1");
    if (chance(0.1)) Object.assign(copy, home());
    if (chance(0.08)) copy.address = misspelt(copy.address);
    if (chance(0.03)) copy.postcode = misspelt(copy.postcode).toUpperCase();
    if (chance(0.03)) copy.city = misspelt(copy.city);
    if (chance(0.15)) copy.phone = `07${digits(9)}`;
    if (chance(0.04)) copy.phone = misspelt(copy.phone);
    if (chance(0.12)) copy.email = email(copy);
    if (chance(0.03)) copy.email = misspelt(copy.email);
    return copy;
  };
  const gaps = { givenName: 0.01, surname: 0.01, dateOfBirth: 0.08, address: 0.05, city: 0.03, postcode: 0.05, phone: 0.2, email: 0.25 };

  const rows = [];
  for (let who = 0; rows.length < records; who++) {
    const original = person();
    const u = uniform();
    const copies = u < 0.7 ? 1 : u < 0.88 ? 2 : u < 0.96 ? 3 : 4 + below(2);
    for (let copy = 0; copy < copies && rows.length < records; copy++) {
      const record = copy === 0 ? { ...original } : errors(original);
      for (const [column, gap] of Object.entries(gaps)) if (chance(gap)) record[column] = null;
      rows.push({ who, record });
    }
  }
  for (let i = rows.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  const columns = {};
  for (const column of Object.keys(gaps)) columns[column] = rows.map(({ record }) => record[column]);
  return { columns, people: Int32Array.from(rows, ({ who }) => who) };
}

/** What the columns are to custometry. */
export const FIELDS = {
  givenName: "givenName", surname: "surname", dateOfBirth: "date", address: "address", city: "city", postcode: "code", phone: "phone", email: "email",
};

/** Precision, recall and F1 of pairs of rows, how many were found and how many there are. */
export function ofPairs(people, rowA, rowB) {
  let right = 0;
  for (let i = 0; i < rowA.length; i++) if (people[rowA[i]] === people[rowB[i]]) right++;
  return rates(right, rowA.length, pairsWithin(people));
}

/** The same of all pairs within clusters: `clusters` has a number for each row, below 0 for rows that are alone. */
export function ofClusters(people, clusters) {
  const both = new Map();
  const labels = Array.from(clusters, (cluster, row) => (cluster < 0 ? -1 - row : cluster));
  people.forEach((who, row) => {
    const key = `${who} ${labels[row]}`;
    both.set(key, (both.get(key) ?? 0) + 1);
  });
  const right = [...both.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  return rates(right, pairsWithin(labels), pairsWithin(people));
}

function pairsWithin(labels) {
  const sizes = new Map();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
}

function rates(right, found, there) {
  return { precision: right / found, recall: right / there, f1: (2 * right) / (found + there), found, there };
}
