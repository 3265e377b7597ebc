//! Telephone numbers that are no customer's.
//!
//! Numbers for films and books are those that the authorities keep free: 555-0100 to 0199 of North America (NANPA), Ofcom's of the
//! United Kingdom, Arcep's of France, the Bundesnetzagentur's of Germany, ACMA's of Australia.

use super::placeholders::placeholder;
use super::{JunkKind, patterns, reasons};
use crate::validity::Finding;

/// Numbers that everybody knows, in national form: that which China Mobile prints on its cards, those of services and emergencies.
const WELL_KNOWN: &str = " 13800138000 13800138001 13800100500 13010112500 10086 10010 10000 110 119 120 122 911 112 999 000 12345 12306 12315 114 ";

/// Calling codes with the beginnings of national numbers that are kept for fiction.
const FICTION: &[(&str, &str)] = &[
    (
        "44",
        "7700900 1632960 2079460 1134960 1144960 1154960 1164960 1174960 1184960 1214960 1314960 1414960 1514960 1614960 1914980 8081570 9098790 3069990",
    ),
    ("33", "19900 26191 35301 46571 53649 63998"),
    (
        "49",
        "3023125 6990009 4066969 2214710 8999998 15228817386 15228895456 15254599371 17299259904 17299968532 17404640 1760406",
    ),
    ("61", "491570 25550 27010 35550 37010 75550 77010 85550 87010"),
];

/// Whether a text has what telephone numbers are made of, and seven digits and more.
pub(super) fn is_alike(folded: &str) -> bool {
    let digits = folded.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7 && folded.chars().all(|it| it.is_ascii_digit() || "+-() ./#".contains(it)) && !folded.contains(". ")
}

/// What shows that a number is nobody's.
pub(super) fn junk(folded: &str) -> Option<Finding> {
    if let Some(is_certain) = placeholder(folded, JunkKind::Phone, false) {
        return reasons::PLACEHOLDER.either(is_certain);
    }
    // What comes after the number: an extension.
    let number = ["ext", "转", "x", "#", "分机"].iter().filter_map(|sign| folded.find(sign)).filter(|&at| at > 5).min();
    let number = number.and_then(|at| folded.get(..at)).unwrap_or(folded);
    let letters: Vec<char> = number.chars().filter(|it| it.is_alphabetic()).collect();
    if letters.len() >= 3 && !number.contains(|it: char| it.is_ascii_digit()) {
        return patterns::pattern(&letters).and_then(|_| reasons::PHONE_MADE_UP.certain());
    }
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let all: String = digits.iter().collect();
    let is_international = number.trim_start_matches("tel:").trim_start().starts_with('+') || all.starts_with("00");
    let national = national(&all, is_international);
    if digits.is_empty() {
        return None;
    }
    // A number with nothing but one digit is made up, before it is anything that is known.
    if digits.len() >= 5 && is_repeated(&all) {
        return reasons::REPEATED.certain();
    }
    if WELL_KNOWN.split(' ').any(|known| !known.is_empty() && (known == all || known == national)) {
        return reasons::PHONE_KNOWN.certain();
    }
    if is_repeated(&all) || is_repeated(national) {
        return reasons::REPEATED.certain();
    }
    if [&all, national].iter().any(|digits| digits.len() >= 3 && is_sequence(digits)) {
        return reasons::SEQUENCE.certain();
    }
    if let Some(found) = of_chinese_mobile(national) {
        return Some(found);
    }
    if is_fiction(&all, national) {
        return reasons::PHONE_FICTION.certain();
    }
    of_subscriber(national)
}

/// The number without the calling code of China or North America, where it has it.
fn national(all: &str, is_international: bool) -> &str {
    let code = all.strip_prefix("00").unwrap_or(all);
    let of_china = code.strip_prefix("86").filter(|rest| rest.len() == 11 && rest.starts_with('1'));
    let of_america = code
        .strip_prefix('1')
        .filter(|rest| rest.len() == 10 && (is_international || all.len() == 11 && !rest.starts_with(['0', '1'])));
    // Eleven digits from 13 on are a Chinese mobile number before they are anything else, unless they came with a plus sign.
    let is_mobile = all.len() == 11
        && all.starts_with('1')
        && !is_international
        && !all.starts_with("10")
        && !all.starts_with("12");
    of_china.or(of_america.filter(|_| !is_mobile)).unwrap_or(all)
}

fn is_repeated(digits: &str) -> bool {
    let mut all = digits.bytes();
    all.next().is_some_and(|first| all.all(|it| it == first))
}

/// Digits in their order, up or down, from 0 again after 9, all of them or all but two at the end: 12345678901, 12345678910.
fn is_sequence(digits: &str) -> bool {
    let steps = |step: u8| {
        let pairs = digits.bytes().zip(digits.bytes().skip(1));
        let run = 1 + pairs.take_while(|(a, b)| (a - b'0' + step) % 10 == b - b'0').count();
        run == digits.len() || (run >= 8 && run + 2 >= digits.len())
    };
    // In a few digits, 901 is no sequence.
    let is_round = digits.len() < 7 && (digits.contains("90") || digits.contains("09"));
    !is_round && (steps(1) || steps(9))
}

/// Chinese mobile numbers whose last eight digits are all the same or in their order.
fn of_chinese_mobile(national: &str) -> Option<Finding> {
    let is_mobile =
        national.len() == 11 && national.starts_with('1') && !national.starts_with("10") && !national.starts_with("12");
    let subscriber = national.get(3..).filter(|_| is_mobile)?;
    if is_repeated(subscriber)
        || is_sequence(subscriber)
        || national.get(2..).is_some_and(|nine| is_repeated(nine) || is_sequence(nine))
    {
        return reasons::PHONE_MADE_UP.certain();
    }
    // 138 1234 1234, 131 3131 3131.
    (is_group_repeated(national, 2) || subscriber == "01380000").then(|| reasons::PHONE_MADE_UP.likely()).flatten()
}

fn is_fiction(all: &str, national: &str) -> bool {
    let american = |number: &str| {
        let exchange = number.len().checked_sub(7).and_then(|at| number.get(at..)).unwrap_or_default();
        exchange.starts_with("55501")
    };
    if american(national) && (national.len() == 10 || all.len() == 7) {
        return true;
    }
    let code = all.strip_prefix("00").unwrap_or(all);
    let international = FICTION.iter().any(|(calling_code, beginnings)| {
        let national = code.strip_prefix(calling_code).map(|rest| rest.strip_prefix('0').unwrap_or(rest));
        national.is_some_and(|national| {
            national.len() >= 8 && beginnings.split(' ').any(|begin| national.starts_with(begin))
        })
    });
    international || all.len() == 11 && (all.starts_with("07700900") || all.starts_with("01632960"))
}

/// Whatever the plan: 555 as in films, zeros before the last digits, the last seven digits all the same, or two digits again and again.
fn of_subscriber(national: &str) -> Option<Finding> {
    let last_seven = national.len().checked_sub(7).and_then(|at| national.get(at..)).filter(|_| national.len() >= 9);
    if let Some(last) = last_seven.filter(|last| is_repeated(last) || is_sequence(last)) {
        let is_eight = national.len().checked_sub(8).and_then(|at| national.get(at..)).is_some_and(is_sequence);
        return reasons::PHONE_MADE_UP.either(last == "0000000" || (is_eight && national.len() >= 10));
    }
    let is_film = national.len() == 10 && national.get(3..6) == Some("555");
    (is_film || national.len() >= 8 && is_group_repeated(national, 2))
        .then(|| reasons::PHONE_MADE_UP.likely())
        .flatten()
}

/// Whether the digits are a group of so many, again and again.
fn is_group_repeated(digits: &str, group: usize) -> bool {
    digits.bytes().zip(digits.bytes().skip(group)).all(|(a, b)| a == b)
}
