// Makes customers.csv: the contacts of a made-up business in China, Germany, Britain and the United States, with the faults that
// such tables have. Nothing in it is taken from real people, companies or records: names are drawn from lists of common ones,
// and mail domains end in .corp, which will never be a top-level domain of the Internet (ICANN, 2018).
//
//   node generate-customers.mjs [FOLDER]
//
// writes the file into FOLDER, by default beside this one. One seed, and whole-number operations only, so that every platform
// writes the same bytes.
//
// `trueCustomer` is whom the row is about: rows with the same number are duplicates of each other. A duplicate is the row of
// a customer with one to three changes: a typing error, the given name and the surname swapped, a nickname, pinyin for
// characters, another way of writing the telephone number or the company, a mail address of another kind, a value left out.
// FAULTS says how often each fault is put into a row on top of that.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SEED = 20_261_031;
const CUSTOMERS = 1_100;
/** How many rows a customer has. */
const ROWS = [[1, 0.9], [2, 0.08], [3, 0.02]];
const FIRST_DAY = Date.UTC(2023, 0, 1);
const LAST_DAY = Date.UTC(2026, 9, 31);
const DAY = 86_400_000;

/** In one row of how many each fault is. */
const FAULTS = {
  emailMissing: 14, emailInvalid: 40, emailJunk: 90, phoneMissing: 9, phoneInvalid: 45, phoneJunk: 80, phoneUnallocated: 120, companyMissing: 12,
  nameJunk: 90, nameIsCompany: 130, cityMissing: 15, birthDateMissing: 3, birthDateFuture: 200, updatedBeforeCreated: 110, employeesOutlier: 300, ownerMissing: 60, websiteInvalid: 50,
};

const LATIN = {
  DE: { given: "Anna Lukas Marie Paul Sophie Jonas Lena Felix Katharina Maximilian Julia Sebastian Laura Tobias Jürgen Björn", surnames: "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Schäfer Krüger Weiß", cities: "Berlin Hamburg München Köln Stuttgart Leipzig", forms: ["GmbH", "AG", "GmbH & Co. KG"], phone: ["+49 30 ", 8], calling: "DE", postcode: 5 },
  GB: { given: "Elizabeth William James Margaret Thomas Catherine Robert Emily Edward Susan George Alice Michael Rebecca", surnames: "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White", cities: "London Manchester Bristol Leeds Glasgow Cardiff", forms: ["Ltd", "Limited", "PLC"], phone: ["+44 20 7", 7], calling: "GB", postcode: 0 },
  US: { given: "James Robert Jennifer William Patricia Richard Linda Joseph Barbara Daniel Christopher Katherine Samuel Benjamin", surnames: "Anderson Martinez Garcia Miller Davis Rodriguez Lopez Jackson Harris Clark Lewis Young Allen King", cities: "Chicago Boston Seattle Denver Austin Portland", forms: ["Inc", "LLC", "Corp."], phone: ["+1 312-4", 6], calling: "US", postcode: 5 },
};
const NICKNAMES = { Elizabeth: "Liz", William: "Bill", Robert: "Bob", Margaret: "Maggie", Thomas: "Tom", Catherine: "Kate", Edward: "Ted", Susan: "Sue", Michael: "Mike", Rebecca: "Becky", Richard: "Dick", Joseph: "Joe", Daniel: "Dan", Christopher: "Chris", Katherine: "Kathy", Samuel: "Sam", Benjamin: "Ben", James: "Jim", Jennifer: "Jenny", Katharina: "Kathi", Maximilian: "Max" };
const CHINESE = {
  surnames: "王 wang|李 li|张 zhang|刘 liu|陈 chen|杨 yang|赵 zhao|黄 huang|周 zhou|吴 wu|徐 xu|孙 sun|胡 hu|朱 zhu|高 gao|林 lin|何 he|郭 guo|马 ma|罗 luo|欧阳 ouyang",
  given: "伟 wei|芳 fang|娜 na|敏 min|静 jing|磊 lei|强 qiang|洋 yang|艳 yan|勇 yong|杰 jie|娟 juan|涛 tao|明 ming|超 chao|霞 xia|平 ping|刚 gang|桂英 guiying|晓东 xiaodong|建国 jianguo|雪梅 xuemei|志强 zhiqiang|丽华 lihua|思远 siyuan|雨桐 yutong",
  cities: "北京 上海 广州 深圳 杭州 成都 南京 武汉", business: "科技 贸易 网络科技 电子商务 机械设备 生物医药 物流 文化传媒", words: "恒远 天成 华信 瑞丰 新宇 博达 金桥 盛世 东方 蓝海 星辰 宏图", prefixes: [138, 139, 135, 136, 137, 150, 151, 159, 186, 188, 177, 199],
};
const WORDS = "North River Cedar Summit Harbor Granite Maple Orchid Falcon Beacon Vertex Nimbus Quartz Willow Atlas Meridian";
const BUSINESS = "Software Logistics Foods Textiles Systems Instruments Consulting Energy Packaging Tools";
const DEPARTMENTS = ["sales", "service", "marketing", "finance"];

const list = (text) => text.split(" ");
const pairs = (text) => text.split("|").map((pair) => pair.split(" "));

/** mulberry32, as whole numbers below `limit`. */
function dice(seed) {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

const below = dice(SEED);
const pick = (items) => items[below(items.length)];
const oneIn = (many) => below(many) === 0;
const digits = (count) => Array.from({ length: count }, () => below(10)).join("");
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const ascii = (text) => text.toLowerCase().replace(/ß/g, "ss").replace(/ü/g, "ue").replace(/ö/g, "oe").replace(/ä/g, "ae").replace(/[^a-z0-9]+/g, "");

function customer(number) {
  const country = pick(["CN", "CN", "CN", "CN", "DE", "GB", "US"]);
  const created = FIRST_DAY + DAY * below(1_200);
  const row = {
    name: "", company: "", email: "", phone: "", city: "", country, postcode: "", birthDate: iso(Date.UTC(1955, 0, 1) + DAY * below(18_000)), website: "",
    employees: String(1 + below(40) * (1 + below(12))), department: pick(DEPARTMENTS), owner: `owner-${1 + below(8)}`,
    createdAt: iso(created), updatedAt: iso(Math.min(LAST_DAY, created + DAY * below(900))), trueCustomer: String(number),
  };
  let person;
  if (country === "CN") {
    const [surname, surnamePinyin] = pick(pairs(CHINESE.surnames));
    const [given, givenPinyin] = pick(pairs(CHINESE.given));
    row.city = pick(list(CHINESE.cities));
    const word = pick(list(CHINESE.words));
    row.company = `${row.city}${word}${pick(list(CHINESE.business))}有限公司`;
    row.name = surname + given;
    person = { given, surname, latin: `${capital(givenPinyin)} ${capital(surnamePinyin)}`, local: `${surnamePinyin}.${givenPinyin}${below(90) + 10}` };
    row.phone = `${pick(CHINESE.prefixes)}${digits(8)}`;
    row.postcode = `${1 + below(8)}${digits(5)}`;
    row.email = `${person.local}@co${below(400)}.corp`;
  } else {
    const { given, surnames, cities, forms, phone, postcode } = LATIN[country];
    person = { given: pick(list(given)), surname: pick(list(surnames)) };
    person.local = `${ascii(person.given)}.${ascii(person.surname)}${oneIn(3) ? below(90) + 10 : ""}`;
    row.name = `${person.given} ${person.surname}`;
    const word = pick(list(WORDS));
    const business = pick(list(BUSINESS));
    row.company = `${word} ${business} ${pick(forms)}`;
    row.city = pick(list(cities));
    row.phone = phone[0] + digits(phone[1]);
    row.postcode = postcode === 0 ? `${pick(["EC1", "M1", "BS8", "LS2", "G12", "CF10"])} ${1 + below(9)}${pick(["AA", "BD", "HT", "QW"])}` : `${1 + below(9)}${digits(4)}`;
    row.email = `${person.local}@${ascii(word)}-${ascii(business)}.corp`;
  }
  row.website = `https://www.${row.email.split("@")[1]}`;
  return { row, person };
}

/** The same customer, as somebody else typed it in. */
function again({ row, person }) {
  const other = { ...row, department: pick(DEPARTMENTS), owner: `owner-${1 + below(8)}`, updatedAt: iso(Math.min(LAST_DAY, Date.parse(row.updatedAt) + DAY * below(200))) };
  const typing = (text) => {
    const letters = [...text];
    const at = below(Math.max(1, letters.length - 1));
    if (oneIn(2)) [letters[at], letters[at + 1]] = [letters[at + 1] ?? "", letters[at]];
    else letters.splice(at, 1);
    return letters.join("");
  };
  const changes = [
    () => { other.name = person.latin ?? `${person.surname}, ${person.given}`; },
    () => { other.name = person.latin === undefined ? `${NICKNAMES[person.given] ?? person.given} ${person.surname}` : other.name; },
    () => { other.name = person.latin === undefined ? typing(row.name) : other.name; },
    () => { other.phone = row.country === "CN" ? `+86 ${row.phone.slice(0, 3)} ${row.phone.slice(3, 7)} ${row.phone.slice(7)}` : row.phone.replace(/[^+\d]/g, ""); },
    () => { other.phone = ""; },
    () => { other.email = oneIn(2) ? row.email.toUpperCase() : typing(row.email); },
    () => { other.email = ""; },
    () => { other.company = row.country === "CN" ? row.company.replace("有限公司", "有限责任公司") : row.company.replace(/ \S+$/, "").toUpperCase(); },
    () => { other.birthDate = ""; },
    () => { other.city = ""; },
  ];
  for (let change = 1 + below(3); change > 0; change--) pick(changes)();
  return other;
}

function spoil(row) {
  const faults = {
    emailMissing: () => (row.email = ""),
    emailInvalid: () => (row.email = pick([row.email.replace("@", ""), row.email.replace("@", "@@"), row.email.replace(".corp", ""), row.email.replace(".", ".."), `${row.email} `, row.email.replace("@", "＠")])),
    emailJunk: () => (row.email = pick(["test@test.com", "asdf@asdf.com", "a@a.com", "none@none.com", "noreply@example.com"])),
    phoneMissing: () => (row.phone = ""),
    phoneInvalid: () => (row.phone = pick([row.phone.slice(0, -3), `${row.phone}55`, "12345", "call me"])),
    phoneJunk: () => (row.phone = pick(["13000000000", "11111111111", "13800138000", "12345678901"])),
    phoneUnallocated: () => (row.phone = `154${digits(8)}`),
    companyMissing: () => (row.company = ""),
    nameJunk: () => (row.name = pick(["test", "asdfgh", "测试", "n/a", "xxx", "未知", "qwerty"])),
    nameIsCompany: () => (row.name = row.company || row.name),
    cityMissing: () => (row.city = ""),
    birthDateMissing: () => (row.birthDate = ""),
    birthDateFuture: () => (row.birthDate = iso(LAST_DAY + DAY * (1 + below(3_000)))),
    updatedBeforeCreated: () => (row.updatedAt = iso(Date.parse(row.createdAt) - DAY * (1 + below(90)))),
    employeesOutlier: () => (row.employees = String(900_000 + below(90_000))),
    ownerMissing: () => (row.owner = ""),
    websiteInvalid: () => (row.website = pick(["www", "http//broken", "n/a", "https://"])),
  };
  for (const [name, many] of Object.entries(FAULTS)) if (oneIn(many)) faults[name]();
  return row;
}

export function customers() {
  const rows = [];
  for (let number = 1; number <= CUSTOMERS; number++) {
    const made = customer(number);
    rows.push(made.row);
    let drawn = below(100);
    const [count] = ROWS.find(([, share]) => (drawn -= 100 * share) < 0) ?? ROWS[0];
    for (let more = 1; more < count; more++) rows.push(again(made));
  }
  for (let i = rows.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.map((row, i) => ({ customerId: `C${String(i + 1).padStart(4, "0")}`, ...spoil(row) }));
}

const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? fileURLToPath(new URL(".", import.meta.url));
  const rows = customers();
  const names = Object.keys(rows[0]);
  writeFileSync(join(folder, "customers.csv"), [names, ...rows.map((row) => names.map((name) => cell(row[name])))].map((cells) => `${cells.join(",")}\n`).join(""));
}
