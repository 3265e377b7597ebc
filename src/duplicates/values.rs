//! The distinct normal forms of a kind, with what comparing them needs, found out once for each.

use super::compare::hash;
use super::normal::squeezed;
use super::options::FieldKind;
use crate::error::{Result, try_vec};
use crate::table::{Dictionary, DictionaryBuilder};
use crate::words;
use std::sync::Arc;

/// Stands between core and rest of a normal form.
pub(super) const REST: char = '\u{1}';

/// The normal forms that the columns of a kind have; given names and surnames have theirs in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Space {
    texts: Arc<Dictionary>,
    /// The cores without spaces: what is the same for normal forms that differ in spaces or in their rest only.
    plain: Arc<Dictionary>,
    /// The place of its core without spaces, for each normal form.
    groups: Vec<u32>,
    core_lengths: Vec<u32>,
    letters: Vec<u64>,
    /// What other spellings of a name have in common with it, and the words of other texts: for each normal form a part of `marks`.
    mark_ends: Vec<u32>,
    marks: Vec<u32>,
    pub(super) hashes: Vec<u64>,
}

/// A normal form to compare.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    /// Words in Latin letters.
    pub(super) core: &'a str,
    /// The same without spaces.
    pub(super) plain: &'a str,
    /// The bits of letters and digits that there are; 0 where there are others.
    pub(super) letters: u64,
    /// In ascending order. Of a given name or surname the groups of spellings, those of surnames from [`SURNAMES`] on; of an address
    /// or the name of a company the words, each with its length as the last byte.
    pub(super) marks: &'a [u32],
}

/// Where the marks of surnames begin.
pub(super) const SURNAMES: u32 = 1 << 16;

impl Space {
    pub(super) fn new(kind: FieldKind, builder: DictionaryBuilder) -> Result<Space> {
        let texts = builder.finish();
        let mut space = Space {
            groups: try_vec(texts.len())?,
            core_lengths: try_vec(texts.len())?,
            letters: try_vec(texts.len())?,
            mark_ends: try_vec(texts.len())?,
            hashes: try_vec(texts.len())?,
            ..Space::default()
        };
        let mut distinct = DictionaryBuilder::default();
        let mut marks = Vec::new();
        for text in texts.iter() {
            let core = text.split_once(REST).map_or(text, |(core, _)| core);
            let squeezed = squeezed(core);
            // Codes and identifiers may have lost their leading zeros.
            let plain = match kind {
                FieldKind::Code | FieldKind::Identifier => match squeezed.trim_start_matches('0') {
                    "" => "0",
                    rest => rest,
                },
                FieldKind::Email => core,
                _ => &squeezed,
            };
            space.groups.push(distinct.intern(plain)? as u32);
            space.core_lengths.push(core.len() as u32);
            space.letters.push(letters(plain));
            space.hashes.push(hash(text.as_bytes()));
            marks.clear();
            match kind {
                FieldKind::GivenName | FieldKind::Surname => {
                    marks.extend(words::nickname_groups(plain).iter().map(|&group| u32::from(group)));
                    marks.extend(words::surname_groups(plain).map(|name| hash(name.as_bytes()) as u32 | SURNAMES));
                }
                FieldKind::Address | FieldKind::Company => {
                    let mark = |word: &str| (hash(word.as_bytes()) as u32) << 8 | word.len().min(255) as u32;
                    marks.extend(core.split(' ').map(mark));
                }
                _ => {}
            }
            marks.sort_unstable();
            space.marks.try_reserve(marks.len())?;
            space.marks.extend(&marks);
            space.mark_ends.push(space.marks.len() as u32);
        }
        space.plain = distinct.finish();
        space.texts = texts;
        Ok(space)
    }

    /// How many normal forms there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// How many groups of them there are.
    pub(super) fn groups(&self) -> usize {
        self.plain.len()
    }

    /// The group of a normal form.
    #[inline]
    pub(super) fn group(&self, code: i32) -> u32 {
        self.groups.get(code as usize).copied().unwrap_or_default()
    }

    /// The core of a normal form.
    pub(super) fn core(&self, code: i32) -> &str {
        let length = self.core_lengths.get(code as usize).copied().unwrap_or_default() as usize;
        self.texts.get(code).and_then(|text| text.get(..length)).unwrap_or_default()
    }

    /// A normal form to compare.
    pub(super) fn value(&self, code: i32) -> Value<'_> {
        let place = code as usize;
        let end = |place: usize| self.mark_ends.get(place).copied().unwrap_or_default() as usize;
        let begin = place.checked_sub(1).map_or(0, end);
        Value {
            core: self.core(code),
            plain: self.plain.get(self.group(code) as i32).unwrap_or_default(),
            letters: self.letters.get(place).copied().unwrap_or_default(),
            marks: self.marks.get(begin..end(place)).unwrap_or_default(),
        }
    }
}

fn letters(plain: &str) -> u64 {
    let bit = |c: u8| match c {
        b'a'..=b'z' => Some(c - b'a'),
        b'0'..=b'9' => Some(c - b'0' + 26),
        0..0x80 => Some(36),
        _ => None,
    };
    plain.bytes().try_fold(0, |bits, c| bit(c).map(|at| bits | 1 << at)).unwrap_or(0)
}
