//! How far two normal forms agree: the level of a kind. The order of the two makes no difference.

use super::levels::Agreement;
use super::options::FieldKind;
use super::values::{SURNAMES, Value};
use crate::words::{Scratch, edits_within, jaro_winkler, one_edit, same_given_name};

/// What comparing needs room for.
#[derive(Debug, Default)]
pub(super) struct Comparer {
    scratch: Scratch,
    a: Vec<char>,
    b: Vec<char>,
    taken: Vec<bool>,
}

impl Comparer {
    /// How two different normal forms agree.
    pub(super) fn agreement(&mut self, kind: FieldKind, a: Value<'_>, b: Value<'_>) -> Agreement {
        let (a, b) = if (a.plain.len(), a.core) <= (b.plain.len(), b.core) { (a, b) } else { (b, a) };
        match kind {
            FieldKind::GivenName | FieldKind::Surname => self.name(kind, a, b),
            FieldKind::FullName => self.full_name(a, b),
            FieldKind::Company | FieldKind::Address => self.words(kind, a, b),
            FieldKind::City => self.city(a, b),
            FieldKind::Email => self.email(a, b),
            FieldKind::Phone => phone(a.core, b.core),
            FieldKind::Date => date(a.core, b.core),
            FieldKind::Code => code(a.core, b.core),
            FieldKind::Identifier => self.identifier(a.core, b.core),
        }
    }

    /// Jaro-Winkler similarity, spaces aside; 0 where the letters that there are show that it is below `least`.
    fn similarity(&mut self, a: Value<'_>, b: Value<'_>, least: f64) -> f64 {
        if most_similar(a, b) < least {
            return 0.0;
        }
        self.jaro_winkler(a.plain, b.plain)
    }

    fn jaro_winkler(&mut self, a: &str, b: &str) -> f64 {
        if a.is_ascii() && b.is_ascii() {
            return jaro_winkler(a.as_bytes(), b.as_bytes(), &mut self.scratch);
        }
        self.fill(a, b);
        jaro_winkler(&self.a, &self.b, &mut self.scratch)
    }

    fn fill(&mut self, a: &str, b: &str) {
        for (to, from) in [(&mut self.a, a), (&mut self.b, b)] {
            to.clear();
            to.extend(from.chars());
        }
    }

    /// Whether one edit lies between two texts, spaces aside; longer texts may have two.
    fn nearly(&mut self, a: Value<'_>, b: Value<'_>) -> bool {
        let most = if a.plain.len() < 12 { 1 } else { 2 };
        let (only_a, only_b) = only(a, b);
        if a.plain.len() < 3 || only_a.max(only_b) > most {
            return false;
        }
        if a.plain.is_ascii() && b.plain.is_ascii() {
            return edits_within(a.plain.as_bytes(), b.plain.as_bytes(), most, &mut self.scratch).is_some();
        }
        self.fill(a.plain, b.plain);
        self.a.len() >= 3 && edits_within(&self.a, &self.b, most, &mut self.scratch).is_some()
    }

    fn name(&mut self, kind: FieldKind, a: Value<'_>, b: Value<'_>) -> Agreement {
        let (of_a, of_b) = (variants(kind, a.marks), variants(kind, b.marks));
        if of_a.iter().any(|group| of_b.contains(group)) {
            return if kind == FieldKind::GivenName { Agreement::Nickname } else { Agreement::Written };
        }
        if self.nearly(a, b) {
            return Agreement::OneEdit;
        }
        match self.similarity(a, b, 0.7) {
            0.92.. => Agreement::Similar,
            0.88.. => Agreement::RatherSimilar,
            _ if begins(a.plain, b.plain) => Agreement::Beginning,
            0.7.. => Agreement::Somewhat,
            _ => Agreement::Different,
        }
    }

    fn city(&mut self, a: Value<'_>, b: Value<'_>) -> Agreement {
        if self.nearly(a, b) {
            return Agreement::OneEdit;
        }
        match self.similarity(a, b, 0.7) {
            0.92.. => Agreement::Similar,
            0.88.. => Agreement::RatherSimilar,
            _ if a.plain.len() >= 4 && b.plain.starts_with(a.plain) => Agreement::RatherSimilar,
            0.7.. => Agreement::Somewhat,
            _ => Agreement::Different,
        }
    }

    /// Texts of several words, by the words that they share or by how alike they are as a whole.
    fn words(&mut self, kind: FieldKind, a: Value<'_>, b: Value<'_>) -> Agreement {
        let (shared, all) = shared_words(a.marks, b.marks);
        let similar = most_similar(a, b) >= 0.8;
        if !similar && shared * 3 < all {
            return Agreement::Different;
        }
        // Another number is another house, whatever the rest is like.
        let numbers_differ = kind == FieldKind::Address && differ_in_numbers(a.core, b.core);
        if !numbers_differ && self.nearly(a, b) {
            return Agreement::OneEdit;
        }
        let similarity = if similar { self.jaro_winkler(a.plain, b.plain) } else { 0.0 };
        if numbers_differ {
            return if similarity >= 0.85 || shared * 2 >= all { Agreement::Somewhat } else { Agreement::Different };
        }
        let begins = kind == FieldKind::Company && a.core.len() >= 3;
        if similarity >= 0.92 || shared * 5 >= all * 4 {
            Agreement::Similar
        } else if begins && b.core.strip_prefix(a.core).is_some_and(|rest| rest.starts_with(' ')) {
            Agreement::Beginning
        } else if similarity >= 0.88 || shared * 2 >= all {
            Agreement::RatherSimilar
        } else if similarity >= 0.8 || shared > 2 {
            Agreement::Somewhat
        } else {
            Agreement::Different
        }
    }

    fn full_name(&mut self, of_a: Value<'_>, of_b: Value<'_>) -> Agreement {
        let (a, b) = (of_a.core, of_b.core);
        // Every word of the name of fewer words is one of the other, at least one of them in full.
        let (few, many) = if a.split(' ').count() <= b.split(' ').count() { (a, b) } else { (b, a) };
        self.taken.clear();
        self.taken.resize(many.split(' ').count(), false);
        let (mut words, mut found, mut whole) = (0, 0, 0);
        // The exact ones first, so that none is taken away by one that is only like it.
        for pass in 0..3 {
            for word in few.split(' ') {
                words += usize::from(pass == 0);
                let has_exact = many.split(' ').any(|other| other == word);
                if has_exact != (pass == 0) {
                    continue;
                }
                let initial = word.chars().nth(1).is_none();
                if initial != (pass == 2) && pass > 0 {
                    continue;
                }
                for (at, other) in many.split(' ').enumerate() {
                    let Some(taken) = self.taken.get_mut(at).filter(|taken| !**taken) else { continue };
                    let (short, long) = if word.len() <= other.len() { (word, other) } else { (other, word) };
                    let fits = match pass {
                        0 => word == other,
                        _ => {
                            same_given_name(word, other)
                                || short.len() >= 4 && one_edit(short.as_bytes(), long.as_bytes())
                                || short.chars().nth(1).is_none() && begins(short, long)
                        }
                    };
                    if fits {
                        *taken = true;
                        found += 1;
                        whole += usize::from(short.chars().nth(1).is_some());
                        break;
                    }
                }
            }
        }
        if found == words && whole > 0 && (words > 1 || many.split(' ').count() == 1) {
            return Agreement::AllWords;
        }
        match self.similarity(of_a, of_b, 0.75) {
            0.92.. => Agreement::Similar,
            0.88.. => Agreement::RatherSimilar,
            _ if whole > 0 => Agreement::OneWord,
            0.75.. => Agreement::Somewhat,
            _ => Agreement::Different,
        }
    }

    fn email(&mut self, a: Value<'_>, b: Value<'_>) -> Agreement {
        let (a, b) = (a.core, b.core);
        let (local_a, domain_a) = a.split_once('@').unwrap_or((a, ""));
        let (local_b, domain_b) = b.split_once('@').unwrap_or((b, ""));
        if local_a == local_b && local_a.len() >= 4 {
            return if one_edit(domain_a.as_bytes(), domain_b.as_bytes()) {
                Agreement::OneEdit
            } else {
                Agreement::SameLocal
            };
        }
        // john1@ and john2@ are two people more often than not; a letter is a typing error.
        let digits = |text: &str| {
            text.bytes()
                .filter(u8::is_ascii_digit)
                .fold(0_u64, |all, c| all.wrapping_mul(11).wrapping_add(u64::from(c)))
        };
        // So are j.mueller@ and a.mueller@.
        let initials = local_a.chars().next() == local_b.chars().next();
        if initials && local_a.len() >= 4 && digits(local_a) == digits(local_b) && one_edit(a.as_bytes(), b.as_bytes())
        {
            return Agreement::OneEdit;
        }
        if local_a.len().min(local_b.len()) >= 5
            && digits(local_a) == digits(local_b)
            && self.jaro_winkler(local_a, local_b) >= 0.92
        {
            return Agreement::Similar;
        }
        Agreement::Different
    }

    fn identifier(&mut self, a: &str, b: &str) -> Agreement {
        if a.len() < 4 {
            return Agreement::Different;
        }
        match edits_within(a.as_bytes(), b.as_bytes(), 2, &mut self.scratch) {
            Some(0 | 1) => Agreement::OneEdit,
            Some(_) if a.len() >= 7 => Agreement::TwoEdits,
            _ => Agreement::Different,
        }
    }
}

/// How many letters and digits there are in only one of two texts, and in only the other; 0 where that is not known.
#[inline]
fn only(a: Value<'_>, b: Value<'_>) -> (usize, usize) {
    if a.letters == 0 || b.letters == 0 {
        return (0, 0);
    }
    ((a.letters & !b.letters).count_ones() as usize, (b.letters & !a.letters).count_ones() as usize)
}

/// What the Jaro-Winkler similarity of two texts is at most: a letter that only one of them has matches none.
#[inline]
fn most_similar(a: Value<'_>, b: Value<'_>) -> f64 {
    let (only_a, only_b) = only(a, b);
    let (of_a, of_b) = (a.plain.len() as f64, b.plain.len() as f64);
    let common = (of_a - only_a as f64).min(of_b - only_b as f64);
    let jaro = (common / of_a + common / of_b + 1.0) / 3.0;
    let begin = a.plain.bytes().zip(b.plain.bytes()).take(4).take_while(|(a, b)| a == b).count();
    // Of other letters the lengths are not those of the bytes.
    if a.letters == 0 || b.letters == 0 { 1.0 } else { jaro + begin as f64 * 0.1 * (1.0 - jaro) + 1e-9 }
}

/// The marks that are about spellings of a given name or of a surname.
fn variants(kind: FieldKind, marks: &[u32]) -> &[u32] {
    let (given, surnames) = marks.split_at(marks.partition_point(|&mark| mark < SURNAMES));
    if kind == FieldKind::GivenName { given } else { surnames }
}

/// How many letters there are in words that both have, and in all words of the two.
fn shared_words(a: &[u32], b: &[u32]) -> (u32, u32) {
    let length = |mark: &u32| mark & 0xff;
    let mut shared = 0;
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(&of_a), Some(&of_b)) = (left.peek(), right.peek()) {
        if of_a == of_b {
            shared += length(of_a);
        }
        if of_a <= of_b {
            left.next();
        }
        if of_b <= of_a {
            right.next();
        }
    }
    (shared, a.iter().chain(b).map(length).sum::<u32>() - shared)
}

/// Whether the longer text begins with the shorter one: as its initial, or as a part of some length.
fn begins(short: &str, long: &str) -> bool {
    let length = short.chars().count();
    (length == 1 || length >= 3) && long.starts_with(short)
}

/// Whether the first words that are numbers are others.
fn differ_in_numbers(a: &str, b: &str) -> bool {
    let number = |text: &str| {
        text.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(|word| hash(word.as_bytes()))
    };
    matches!((number(a), number(b)), (Some(a), Some(b)) if a != b)
}

fn phone(a: &str, b: &str) -> Agreement {
    if a.len() >= 7 && b.ends_with(a) {
        // One of them without its country or area.
        Agreement::LastDigits
    } else if a.len() >= 7 && one_edit(a.as_bytes(), b.as_bytes()) {
        Agreement::OneEdit
    } else {
        Agreement::Different
    }
}

fn date(a: &str, b: &str) -> Agreement {
    if let (Some((&[a0, a1, a2, a3, a4, a5, a6, a7], [])), Some((&[b0, b1, b2, b3, b4, b5, b6, b7], []))) =
        (a.as_bytes().split_first_chunk::<8>(), b.as_bytes().split_first_chunk::<8>())
    {
        let (year_a, month_a, day_a) = ([a0, a1, a2, a3], [a4, a5], [a6, a7]);
        let (year_b, month_b, day_b) = ([b0, b1, b2, b3], [b4, b5], [b6, b7]);
        if year_a == year_b && month_a == day_b && day_a == month_b {
            return Agreement::DayMonth;
        }
        if one_edit(a.as_bytes(), b.as_bytes()) {
            return Agreement::OneEdit;
        }
        let same = u8::from(year_a == year_b) + u8::from(month_a == month_b) + u8::from(day_a == day_b);
        return if same >= 2 { Agreement::TwoParts } else { Agreement::Different };
    }
    if one_edit(a.as_bytes(), b.as_bytes()) { Agreement::OneEdit } else { Agreement::Different }
}

fn code(a: &str, b: &str) -> Agreement {
    if a.len() >= 2 && one_edit(a.as_bytes(), b.as_bytes()) {
        Agreement::OneEdit
    } else if a.len() >= 3 && b.starts_with(a) {
        Agreement::Beginning
    } else {
        Agreement::Different
    }
}

/// A hash of bytes, the same everywhere.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = (bytes.len() as u64 ^ 0x51_7c_c1_b7).wrapping_mul(K);
    let (chunks, tail) = bytes.as_chunks::<8>();
    for chunk in chunks {
        state = (state.rotate_left(23) ^ u64::from_le_bytes(*chunk)).wrapping_mul(K);
    }
    let last = tail.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
    mixed((state.rotate_left(23) ^ last).wrapping_mul(K))
}

/// The finisher of SplitMix64: every bit depends on every bit.
pub(super) fn mixed(state: u64) -> u64 {
    let state = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ state >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ state >> 31
}
