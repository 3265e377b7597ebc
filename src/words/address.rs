//! Postal addresses in one form.
//!
//! Kinds of streets, units and directions are written as the United States Postal Service abbreviates them (Publication 28,
//! appendix C), with the words of German, French, Spanish and Italian that stand for the same; Chinese addresses by the
//! units that the Ministry of Civil Affairs names: province, city, district, street, house, building, unit, floor, room.

use super::company::places_at_beginning;
use super::fold::{fold, simplified_character};
use super::lookup::Words;
use super::pinyin::is_han;

/// An address in one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Its words, folded, with kinds of streets, units and directions written in one way, separated by spaces.
    pub text: String,
    /// The numbers among them, in their order: of the house, the flat, the floor; a letter after a number belongs to it.
    pub numbers: Vec<String>,
}

/// What is written in one way: that, and the others.
static WORDS: Words = Words::of_lines(
    "\
st street str strt strasse straat saint sankt ste;ave avenue av aven avenida avda;rd road;blvd boulevard boul boulv bd bvd;dr drive drv;ln lane;ct court crt;\
pl place platz;sq square squ;ter terrace terr;cres crescent cr cresc;hwy highway hiway;pkwy parkway pky;cl close;cir circle circ;\
gdns gardens gdn;gr grove grv;hts heights;pde parade;wy way weg;trl trail;alley aly allee;expy expressway;fwy freeway;r rue;c calle;p piazza;\
v via;rte route;apt apartment app appartement;fl floor flr etage stock;su suite;bldg building bld gebaude;rm room zimmer;unit;1st first;2nd second;3rd third;4th fourth;5th fifth;6th sixth;7th seventh;8th eighth;9th ninth;10th tenth;\
no number nr nummer num numero;n north nord norte;s south sud sur;e east ost este;w west ouest oeste;ne northeast;nw northwest;\
se southeast;sw southwest;pobox postbox postfach;hse house haus;vlg village;mt mount;ft fort;ctr center centre zentrum;stn station;\
bch beach;pt point;pk park;est estate;flt flat;lvl level;lot lt;co county;hl hill;hls hills;vly valley;rdg ridge;is island",
);

/// Endings of German and Dutch streets that are written in several ways; the word before them stands by itself.
const STREET_ENDINGS: [&str; 3] = ["strasse", "straat", "str"];

/// What stands after the numbers of a Chinese address, in several ways or not at all, the longer before the shorter.
const UNITS: [&str; 18] =
    ["号楼", "号院", "单元", "号", "栋", "幢", "座", "楼", "层", "室", "房", "弄", "户", "门", "期", "组", "队", "铺"];

/// What the parts of a Chinese address end with.
const PARTS: &str = "省市区县旗镇乡村路街道巷里";

/// An address in one form: folded, without punctuation, kinds of streets, units and directions in their short form, a letter after
/// a number with it, Chinese parts apart and without what their numbers are called.
///
/// ```
/// use custometry::words::address;
///
/// assert_eq!(address("12 North Main Street, Apt. #4-B"), address("12 N Main St., Apartment 4B"));
/// assert_eq!(address("Hauptstraße 5 a").text, "haupt st 5a");
/// assert_eq!(address("北京市朝阳区建国路８８號１棟").text, "北京 朝阳区 建国路 88 1");
/// assert_eq!(address("北京市朝阳区建国路８８號１棟").numbers, ["88", "1"]);
/// ```
pub fn address(text: &str) -> Address {
    let folded: String = fold(text).chars().map(simplified_character).collect();
    let mut words: Vec<String> = Vec::new();
    for part in folded.split(|it: char| !it.is_alphanumeric() && !matches!(it, '.' | '\'')) {
        let mut rest = part;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|it: char| is_han(it) != is_han(first)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if is_han(first) {
                push_chinese(&mut words, run);
            } else {
                push_western(&mut words, run);
            }
            rest = after;
        }
    }
    let numbers = words.iter().filter(|word| has_digit(word)).cloned().collect();
    Address { text: words.join(" "), numbers }
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|it| it.is_ascii_digit())
}

fn push_western(words: &mut Vec<String>, run: &str) {
    let word: String = run.chars().filter(|it| it.is_alphanumeric()).collect();
    if word.is_empty() {
        return;
    }
    let last = words.last_mut();
    // A letter after a number belongs to it, unless it may be a direction: 5 A, 4-B.
    let is_letter = word.len() == 1 && word.bytes().all(|it| it.is_ascii_lowercase());
    if is_letter && !matches!(word.as_str(), "n" | "s" | "e" | "w") {
        if let Some(number) = last.filter(|last| last.bytes().all(|it| it.is_ascii_digit())) {
            number.push_str(&word);
            return;
        }
    } else if word == "box" && last.as_ref().is_some_and(|last| *last == "po") {
        words.pop();
        words.push("pobox".to_owned());
        return;
    }
    let ending = STREET_ENDINGS.iter().find_map(|ending| word.strip_suffix(ending)).filter(|before| before.len() > 2);
    match (ending, WORDS.first(&word)) {
        // What says no more than that a number follows.
        (_, Some("no")) => {}
        (_, Some(short)) => words.push(short.to_owned()),
        (Some(before), _) => words.extend([before.to_owned(), "st".to_owned()]),
        _ => words.push(word),
    }
}

fn push_chinese(words: &mut Vec<String>, run: &str) {
    let mut rest = run;
    if words.last().is_some_and(|last| has_digit(last) || last.len() == 1) {
        rest = UNITS.iter().find_map(|unit| rest.strip_prefix(unit)).unwrap_or(rest);
    }
    if words.is_empty() {
        rest = rest.strip_prefix("中国").unwrap_or(rest);
        let (places, after) = places_at_beginning(rest);
        words.extend(places.into_iter().flatten().map(str::to_owned));
        rest = after;
    }
    while !rest.is_empty() {
        if let Some((number, after)) = numeral_with_unit(rest) {
            words.push(number);
            rest = after;
            continue;
        }
        let end = end_of_part(rest);
        let (part, after) = rest.split_at(end);
        words.push(part.to_owned());
        rest = after;
    }
}

/// Where the first part of a Chinese address ends: after 区, 路 and the like, or before a number in characters.
fn end_of_part(text: &str) -> usize {
    for (count, (at, character)) in text.char_indices().enumerate() {
        let after = at + character.len_utf8();
        let next = text.get(after..).unwrap_or_default();
        if count > 0 && numeral_with_unit(text.get(at..).unwrap_or_default()).is_some() {
            return at;
        }
        if count > 0 && PARTS.contains(character) && !next.starts_with(['道', '口']) {
            return after;
        }
    }
    text.len()
}

/// A number in characters with what it counts, in digits: 3, of 三单元; and what comes after.
fn numeral_with_unit(text: &str) -> Option<(String, &str)> {
    let end = text.find(|it| !"零〇一二两三四五六七八九十百".contains(it))?;
    let (numeral, rest) = text.split_at(end);
    let after = UNITS.iter().find_map(|unit| rest.strip_prefix(unit))?;
    let digit = |it: char| "零一二三四五六七八九".chars().position(|digit| digit == it).map(|at| at as u64);
    let (mut number, mut pending, mut is_placed) = (0_u64, None, false);
    for character in numeral.chars() {
        match character {
            '十' | '百' => {
                number += pending.take().unwrap_or(1) * if character == '十' { 10 } else { 100 };
                is_placed = true;
            }
            _ => {
                let digit = match character {
                    '〇' => 0,
                    '两' => 2,
                    other => digit(other)?,
                };
                // Digits side by side: 二〇三.
                pending = Some(if is_placed {
                    digit
                } else {
                    pending.unwrap_or(0_u64).checked_mul(10)?.checked_add(digit)?
                });
            }
        }
    }
    (end > 0).then(|| ((number + pending.unwrap_or(0)).to_string(), after))
}
