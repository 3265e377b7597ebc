//! What texts are: mail addresses, dates, numbers stored as text, and so on.

use super::names;
use super::values::Distinct;
use crate::table::{Column, parse_number};
use crate::time::Moment;
use crate::validity::{self, Finding};
use serde::Serialize;

/// What most texts of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Meaning {
    /// `email`, `url`, `uuid`, `date` (ISO 8601), `localDate` (in another order or form), `residentId`, `socialCreditCode`, `phone`, `number`
    /// or `boolean`.
    pub kind: &'static str,
    /// The share of the cells that are, among those that are not blank.
    pub share: f64,
}

/// How many of a column's texts are of a kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recognised {
    pub(super) kind: &'static str,
    pub(super) passing: u64,
    pub(super) texts: u64,
}

impl Recognised {
    pub(super) fn share(&self) -> f64 {
        self.passing as f64 / self.texts as f64
    }
}

/// With a smaller share a column is not said to hold what it is the share of.
const LEAST_SHARE: f64 = 0.5;

type Test = fn(&str) -> bool;

/// From the most particular to the most general: of two kinds that fit equally well, the first is meant.
const KINDS: [(&str, Test); 10] = [
    ("email", is_email),
    ("url", is_url),
    ("uuid", is_uuid),
    ("date", is_date),
    ("localDate", is_local_date),
    ("residentId", is_resident_id),
    ("socialCreditCode", is_social_credit_code),
    ("phone", is_phone),
    ("number", is_number),
    ("boolean", is_boolean),
];

/// Whether a text is of a kind.
pub(super) fn is(kind: &str, text: &str) -> bool {
    KINDS.iter().any(|&(name, test)| name == kind && test(text))
}

/// What most of the texts are, where that can be told.
pub(super) fn meaning(column: &Column, distinct: &[Distinct]) -> Option<Meaning> {
    let best = recognise(column, distinct).filter(|best| best.share() >= LEAST_SHARE);
    best.map(|best| Meaning { kind: best.kind, share: best.share() })
}

/// The kind that most of the texts are of.
pub(super) fn recognise(column: &Column, distinct: &[Distinct]) -> Option<Recognised> {
    let mut counts = [0_u64; KINDS.len()];
    let mut texts = 0;
    for value in distinct {
        let text = column.text(value.row()).unwrap_or_default();
        if text.trim().is_empty() {
            continue;
        }
        texts += u64::from(value.count);
        for ((_, test), count) in KINDS.iter().zip(&mut counts) {
            *count += if test(text) { u64::from(value.count) } else { 0 };
        }
    }
    // Digits alone may be a telephone number by chance: the name has to say so, or the numbers of a plan of their own.
    let named = names::is_phone(column.name());
    let weight = |kind: &str, count: u64| if kind == "phone" && !named && count * 10 < texts * 9 { 0 } else { count };
    let mut best: Option<Recognised> = None;
    for ((kind, _), &count) in KINDS.iter().zip(&counts) {
        let passing = weight(kind, count);
        if passing > best.map_or(0, |best| best.passing) {
            best = Some(Recognised { kind, passing, texts });
        }
    }
    best
}

/// What is only unlikely is valid.
pub(super) fn is_valid<T>(found: Result<T, Finding>) -> bool {
    found.map_or_else(|finding| finding.is_warning(), |_| true)
}

/// Whether a text is a telephone number, of a region where it comes without a country code; `surely` without being unlikely.
pub(super) fn is_telephone(text: &str, region: Option<&str>, surely: bool) -> bool {
    let found = || validity::phone(text, region);
    digits(text) >= 5 && if surely { found().is_ok() } else { is_valid(found()) }
}

fn is_email(text: &str) -> bool {
    text.contains('@') && is_valid(validity::email(text))
}

fn is_url(text: &str) -> bool {
    text.as_bytes().windows(3).any(|part| part == b"://") && is_valid(validity::url(text))
}

fn is_phone(text: &str) -> bool {
    is_telephone(text, None, true)
}

fn is_resident_id(text: &str) -> bool {
    matches!(text.len(), 15 | 18) && digits(text) >= 15 && is_valid(validity::resident_id(text))
}

fn is_social_credit_code(text: &str) -> bool {
    text.len() == 18 && is_valid(validity::social_credit_code(text))
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).count()
}

fn is_uuid(text: &str) -> bool {
    let parts = || text.split('-');
    text.len() == 36
        && parts().map(str::len).eq([8, 4, 4, 4, 12])
        && parts().all(|part| part.bytes().all(|c| c.is_ascii_hexdigit()))
}

fn is_date(text: &str) -> bool {
    text.as_bytes().get(4) == Some(&b'-') && Moment::parse(text).is_ok()
}

/// `31.01.2026`, `1/31/26`, `2026/1/31`, `2026年1月31日`, also with a time behind it.
fn is_local_date(text: &str) -> bool {
    let day = text.split([' ', 'T']).find(|part| !part.is_empty()).unwrap_or_default();
    let day = day.strip_suffix('日').unwrap_or(day);
    let mut parts = day.split(['-', '/', '.', '年', '月']);
    let mut next = || {
        parts
            .next()
            .filter(|part| part.len() <= 4)
            .and_then(|part| part.parse::<u32>().ok().map(|value| (part.len(), value)))
    };
    let (Some(a), Some(b), Some(c), None) = (next(), next(), next(), parts.next()) else { return false };
    let is_year = |(length, year): (usize, u32)| length == 4 && (1900..=2100).contains(&year);
    let is_short_year = |(length, _): (usize, u32)| length == 2;
    let is_month = |(length, month): (usize, u32)| length <= 2 && (1..=12).contains(&month);
    let is_day = |(length, day): (usize, u32)| length <= 2 && (1..=31).contains(&day);
    let year_first = is_year(a) && is_month(b) && is_day(c) && !is_date(text);
    year_first || ((is_year(c) || is_short_year(c)) && ((is_day(a) && is_month(b)) || (is_month(a) && is_day(b))))
}

fn is_number(text: &str) -> bool {
    parse_number(text).is_some()
}

fn is_boolean(text: &str) -> bool {
    ["true", "false", "yes", "no"].iter().any(|word| text.eq_ignore_ascii_case(word)) || matches!(text, "是" | "否")
}
