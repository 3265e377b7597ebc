//! The normal form of a value: what is the same however it is written.
//!
//! A normal form has a `core` in Latin letters and digits, words apart by a space, which similarity is measured on, and a
//! `rest` that two values must have in common besides to count as the same: the Chinese characters that were read as
//! Latin letters, or the legal form of a company.

use super::options::FieldKind;
use crate::{validity, words};

/// The normal form of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Normal {
    pub(super) core: String,
    pub(super) rest: String,
}

/// The order of the parts of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// The normal form of a text; none when nothing is left of it.
pub(super) fn normal(text: &str, kind: FieldKind, order: DateOrder) -> Option<Normal> {
    let normal = match kind {
        FieldKind::Email => email(text),
        FieldKind::Phone => Normal { core: phone(text), ..Normal::default() },
        FieldKind::Date => Normal { core: date(text, order), ..Normal::default() },
        FieldKind::Code | FieldKind::Identifier => Normal { core: squeezed(&words::fold(text)), ..Normal::default() },
        FieldKind::Company => {
            let name = words::company_core(text);
            let Normal { core, rest } = latin(&name.core);
            Normal { core, rest: [rest, name.form, name.branch].join("|") }
        }
        FieldKind::Address => latin(&words::address(text).text),
        FieldKind::FullName => full_name(text),
        FieldKind::GivenName | FieldKind::Surname | FieldKind::City => latin(text),
    };
    (!normal.core.is_empty()).then_some(normal)
}

/// Words in Latin letters; the text itself as the rest where its characters had to be read as such.
fn latin(text: &str) -> Normal {
    let folded = words::fold(text);
    match words::pinyin(&words::simplified(text)) {
        Some(read) => Normal { core: spaced(&words::fold(&read)), rest: words::simplified(&folded) },
        None => Normal { core: spaced(&folded), rest: String::new() },
    }
}

/// A name of a person with its words in order, without titles.
fn full_name(text: &str) -> Normal {
    const TITLES: [&str; 14] =
        ["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "mme", "jr", "sr", "ii", "iii"];
    let Normal { core, rest } = latin(text);
    let mut words: Vec<&str> = core.split(' ').collect();
    if words.iter().any(|word| !TITLES.contains(word)) {
        words.retain(|word| !TITLES.contains(word));
    }
    words.sort_unstable();
    Normal { core: words.join(" "), rest }
}

/// Letters and digits only, with one space where anything else was; apostrophes vanish.
fn spaced(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if c != '\'' && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Letters and digits only.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Local part and domain. What follows a + in the local part is no part of who somebody is, and is the rest.
fn email(text: &str) -> Normal {
    let folded: String = words::fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let folded = folded.strip_prefix("mailto:").unwrap_or(&folded);
    let Some((local, domain)) = folded.rsplit_once('@') else {
        return Normal { core: folded.to_owned(), ..Normal::default() };
    };
    let domain = domain.trim_end_matches('.');
    let (plain, tag) = match local.split_once('+') {
        Some((plain, tag)) if !plain.is_empty() => (plain, tag),
        _ => (local, ""),
    };
    Normal { core: format!("{plain}@{domain}"), rest: tag.to_owned() }
}

/// Digits, without the ways of writing that a number is international. Which country a national number is of is not guessed.
fn phone(text: &str) -> String {
    let folded = words::fold(text);
    if (folded.starts_with('+') || folded.starts_with("00"))
        && let Some(number) = validity::normalized_phone(text, None)
    {
        return number.trim_start_matches('+').to_owned();
    }
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Eight digits, yyyymmdd; where it cannot be read as a date, its letters and digits.
fn date(text: &str, order: DateOrder) -> String {
    let folded = words::fold(text);
    match parts(&folded) {
        Some([a, b, c]) => {
            let (year, month, day) = match (a > 31, order) {
                (true, _) => (a, b, c),
                (false, _) if b > 12 => (c, a, b),
                (false, DateOrder::MonthFirst) if a <= 12 => (c, a, b),
                (false, _) => (c, b, a),
            };
            format!("{year:04}{month:02}{day:02}")
        }
        None => squeezed(&folded),
    }
}

/// Whether a date that begins with day or month shows which of them comes first.
pub(super) fn shown_order(text: &str) -> Option<DateOrder> {
    match parts(&words::fold(text))? {
        [a, _, _] if a > 31 => None,
        [a, b, _] if a > 12 && b <= 12 => Some(DateOrder::DayFirst),
        [a, b, _] if b > 12 && a <= 12 => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// The three numbers of a date, of which the first or the last is a year.
fn parts(text: &str) -> Option<[u32; 3]> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let mut numbers = [0; 3];
    let mut found = 0;
    let mut named_month = None;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        // "1st", "t00", "31jan": runs of digits and of letters.
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let digits = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
            let (run, more) = rest.split_at(end);
            rest = more;
            if digits {
                if found == 0 && run.len() == 8 && named_month.is_none() {
                    let part = |from: usize, to: usize| run.get(from..to).and_then(|part| part.parse().ok());
                    return Some([part(0, 4)?, part(4, 6)?, part(6, 8)?]);
                }
                if found < 3 {
                    *numbers.get_mut(found)? = run.parse().ok()?;
                    found += 1;
                }
            } else if found < 3 && run.len() >= 3 && named_month.is_none() {
                let at = run.get(..3).and_then(|begin| MONTHS.find(begin)).filter(|at| at % 3 == 0);
                named_month = at.map(|at| (at as u32 / 3 + 1, found)).or(named_month);
            }
        }
    }
    if let Some((month, at)) = named_month {
        let [a, b, _] = numbers;
        return match (found, at) {
            (2.., 0 | 1) if a <= 31 => Some([a, month, b]).map(|[day, month, year]| [year, month, day]),
            (2.., _) if a > 31 => Some([a, month, b]),
            _ => None,
        };
    }
    let [a, b, c] = numbers;
    (found == 3 && (a > 31 || c > 31) && b <= 31).then_some([a, b, c])
}
