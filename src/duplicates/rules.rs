//! Which rules of blocking are used: those that together find the most matches with the fewest comparisons.
//!
//! A rule is one part of a value, or two of two fields, that both records of a pair must have in common. There are many that could
//! be used. What each would cost follows from the frequencies of the parts in the table; what it would find is tried on simulated
//! matches, each of whose fields agrees on a part as often as matches of its kind do. Rules are then taken one by one, each time
//! that which finds the most matches anew for what it costs.

use super::compare::hash;
use super::options::FieldKind;
use super::records::Records;
use super::values::Space;
use crate::error::{Result, try_filled, try_vec};
use crate::stats::order::sorted_by_key;
use crate::stats::random::Random;

/// A part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// By Soundex, of the whole or of the longest word.
    Sound,
    LongestWord,
    FirstWord,
    /// The first four letters.
    Beginning,
    /// The last seven digits.
    LastDigits,
    Local,
    Year,
    MonthDay,
    /// Digits or letters in order, so that a transposition makes no difference.
    Sorted,
}

/// The parts that a kind has, each with the share of matches that agree on it.
fn parts(kind: FieldKind) -> &'static [(Part, f64)] {
    match kind {
        FieldKind::GivenName | FieldKind::Surname => &[(Part::Whole, 0.84), (Part::Sound, 0.91)],
        FieldKind::FullName => &[(Part::Whole, 0.75), (Part::LongestWord, 0.85), (Part::Sound, 0.9)],
        FieldKind::Company => {
            &[(Part::Whole, 0.7), (Part::FirstWord, 0.85), (Part::LongestWord, 0.86), (Part::Beginning, 0.88)]
        }
        FieldKind::Email => &[(Part::Whole, 0.8), (Part::Local, 0.86)],
        FieldKind::Phone => &[(Part::LastDigits, 0.85)],
        FieldKind::Date => &[(Part::Whole, 0.88), (Part::Year, 0.93), (Part::MonthDay, 0.91)],
        FieldKind::Address => &[(Part::Whole, 0.75), (Part::LongestWord, 0.85)],
        FieldKind::City => &[(Part::Whole, 0.85), (Part::Beginning, 0.92)],
        FieldKind::Code => &[(Part::Whole, 0.86), (Part::Sorted, 0.9)],
        FieldKind::Identifier => &[(Part::Whole, 0.9), (Part::Sorted, 0.93)],
    }
}

impl Part {
    /// What the part adds to the name of a rule.
    pub(super) fn name(self) -> &'static str {
        match self {
            Part::Whole => "",
            Part::Sound => " (sound)",
            Part::LongestWord => " (longest word)",
            Part::FirstWord => " (first word)",
            Part::Beginning => " (first four letters)",
            Part::LastDigits => " (last seven digits)",
            Part::Local => " (before the @)",
            Part::Year => " (year)",
            Part::MonthDay => " (month and day)",
            Part::Sorted => " (its digits and letters)",
        }
    }

    /// The part of a value; none where it is too short to have one.
    pub(super) fn of(self, core: &str) -> Option<String> {
        let plain = || core.chars().filter(|&c| c != ' ');
        let text: String = match self {
            Part::Whole => plain().collect(),
            Part::Sound => soundex(longest(core)),
            Part::LongestWord => longest(core).to_owned(),
            Part::FirstWord => core.split(' ').next().unwrap_or_default().to_owned(),
            Part::Beginning => plain().take(4).collect(),
            Part::LastDigits => core.get(core.len().saturating_sub(7)..)?.to_owned(),
            Part::Local => core.split_once('@')?.0.to_owned(),
            Part::Year => core.get(..4).filter(|_| core.len() == 8)?.to_owned(),
            Part::MonthDay => core.get(4..).filter(|_| core.len() == 8)?.to_owned(),
            Part::Sorted => {
                let mut sorted: Vec<char> = plain().collect();
                sorted.sort_unstable();
                sorted.into_iter().collect()
            }
        };
        (!text.is_empty()).then_some(text)
    }

    /// A hash of the part for each normal form of a space; 0 where there is none.
    pub(super) fn hashes(self, space: &Space) -> Result<Vec<u64>> {
        let mut hashes = try_vec(space.len())?;
        for code in 0..space.len() as i32 {
            hashes.push(self.of(space.core(code)).map_or(0, |part| hash(part.as_bytes()) | 1));
        }
        Ok(hashes)
    }
}

/// The longest word, the first of those of one length.
fn longest(core: &str) -> &str {
    core.split(' ').fold("", |longest, word| if word.len() > longest.len() { word } else { longest })
}

/// The code of Russell and Odell (1918): the first letter, and the classes of the next consonants.
fn soundex(word: &str) -> String {
    let class = |c: char| match c {
        'b' | 'f' | 'p' | 'v' => '1',
        'c' | 'g' | 'j' | 'k' | 'q' | 's' | 'x' | 'z' => '2',
        'd' | 't' => '3',
        'l' => '4',
        'm' | 'n' => '5',
        'r' => '6',
        'h' | 'w' => '-',
        _ => '0',
    };
    let Some(first) = word.chars().next() else { return String::new() };
    if !first.is_ascii_alphabetic() {
        return word.to_owned();
    }
    let mut code = String::from(first);
    let mut before = class(first);
    for c in word.chars().skip(1) {
        let own = class(c);
        if own == '-' {
            continue;
        }
        if own != '0' && own != before && code.len() < 4 {
            code.push(own);
        }
        before = own;
    }
    code
}

/// A part of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) field: usize,
    pub(super) part: Part,
}

/// A rule: what records must have in common to be compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) keys: Vec<Key>,
}

/// How many simulated matches rules are tried on.
const SIMULATED: usize = 1024;
const MOST_RULES: usize = 14;

/// A rule that could be used.
struct Candidate {
    keys: Vec<Key>,
    cost: f64,
    found: Vec<bool>,
}

/// The rules to use, for about that many comparisons.
pub(super) fn choose(records: &Records, budget: f64) -> Result<Vec<Rule>> {
    let mut singles = Vec::new();
    let mut random = Random::stream(1, 0);
    let size = records.len().max(1) as f64;
    for (field, own) in records.fields.iter().enumerate() {
        let Some(space) = records.spaces.get(own.space) else { continue };
        let both_present = (f64::from(own.present) / size) * (f64::from(own.present) / size);
        let chances: Vec<(f64, f64)> = (0..SIMULATED).map(|_| (random.unit(), random.unit())).collect();
        for &(part, agree) in parts(own.kind) {
            let found = chances.iter().map(|&(a, b)| a < agree && b < both_present).collect();
            let cost = coincidences(&part.hashes(space)?, &own.counts)?;
            singles.push(Candidate { keys: vec![Key { field, part }], cost, found });
        }
    }
    let mut candidates = Vec::new();
    let pairs = size * size / 2.0;
    for (at, a) in singles.iter().enumerate() {
        for b in singles
            .iter()
            .skip(at + 1)
            .filter(|b| b.keys.first().map(|key| key.field) != a.keys.first().map(|key| key.field))
        {
            let found = a.found.iter().zip(&b.found).map(|(a, b)| *a && *b).collect();
            candidates.push(Candidate {
                keys: [&a.keys[..], &b.keys[..]].concat(),
                cost: a.cost * b.cost / pairs,
                found,
            });
        }
    }
    candidates.extend(singles);
    Ok(greedy(candidates, budget))
}

fn greedy(candidates: Vec<Candidate>, budget: f64) -> Vec<Rule> {
    // What a match counts for that none of the rules finds yet, that one does, two do.
    const WORTH: [f64; 4] = [1.0, 0.5, 0.25, 0.1];
    let mut times = vec![0_usize; SIMULATED];
    let mut rules: Vec<Rule> = Vec::new();
    let mut left = budget;
    while rules.len() < MOST_RULES {
        let mut best: Option<(f64, &Candidate)> = None;
        for candidate in candidates.iter().filter(|candidate| candidate.cost <= left.min(budget / 3.0)) {
            let found = candidate.found.iter().zip(&times).filter(|(found, _)| **found);
            let gain: f64 = found.map(|(_, &times)| WORTH.get(times).copied().unwrap_or(0.0)).sum();
            let value = gain / (candidate.cost + budget / 8.0);
            if gain > 0.001 * SIMULATED as f64 && best.is_none_or(|(most, _)| value > most) {
                best = Some((value, candidate));
            }
        }
        let Some((_, taken)) = best else { break };
        left -= taken.cost;
        times.iter_mut().zip(&taken.found).for_each(|(times, &found)| *times += usize::from(found));
        rules.push(Rule { keys: taken.keys.clone() });
    }
    rules
}

/// How many pairs of records have a part in common.
fn coincidences(hashes: &[u64], counts: &[u32]) -> Result<f64> {
    let mut present = try_vec(hashes.len())?;
    let mut weights = try_vec(hashes.len())?;
    for (&hash, &count) in hashes.iter().zip(counts).filter(|(hash, count)| **hash != 0 && **count > 0) {
        present.push(hash as i64);
        weights.push(count);
    }
    let mut pairs = 0.0;
    let (mut before, mut records) = (0, 0.0);
    for (hash, place) in sorted_by_key(present.iter().copied())? {
        if hash != before {
            pairs += records * (records - 1.0) / 2.0;
            (before, records) = (hash, 0.0);
        }
        records += f64::from(weights.get(place as usize).copied().unwrap_or_default());
    }
    Ok(pairs + f64::max(records * (records - 1.0), 0.0) / 2.0)
}

/// The keys of all records by a rule; 0 where a part is missing.
pub(super) fn keys(records: &Records, rule: &Rule) -> Result<Vec<u64>> {
    let mut keys = try_filled(records.len(), 1_u64)?;
    for &Key { field, part } in &rule.keys {
        let Some(space) = records.fields.get(field).and_then(|own| records.spaces.get(own.space)) else { continue };
        let hashes = part.hashes(space)?;
        for (record, key) in keys.iter_mut().enumerate() {
            let code = records.codes(record as u32).get(field).copied().unwrap_or(-1);
            let own = usize::try_from(code).ok().and_then(|code| hashes.get(code)).copied().unwrap_or(0);
            *key = if own == 0 || *key == 0 { 0 } else { super::compare::mixed(key.rotate_left(17) ^ own) | 1 };
        }
    }
    Ok(keys)
}
