//! Identifiers to groups: which rows belong to the same customer, across batches.

use super::column::{Column, ColumnData};
use super::dictionary::{Dictionary, DictionaryBuilder};
use crate::error::{Error, ErrorKind, Result, out_of_memory, try_collect, try_vec};
use crate::state::{Reader, Writer, damaged};
use crate::stats::order::{sorted_by_key, sorted_texts};
use crate::stats::quantile::Ranked;
use hashbrown::HashTable;
use std::borrow::Cow;
use std::sync::Arc;

/// Distinct identifiers, all texts or all numbers. An identifier's place is its group. There may be groups that no row
/// belongs to.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeyIndex(Keys);

#[derive(Clone, Debug, Default)]
enum Keys {
    #[default]
    None,
    Numbers(Numbers),
    /// As long as all rows come from one dictionary, its codes are the groups.
    Shared(Arc<Dictionary>),
    Texts(DictionaryBuilder),
}

/// The group of each row of a column. A row without an identifier has a negative one.
#[derive(Debug)]
pub(crate) struct Groups<'a> {
    codes: Cow<'a, [i32]>,
    /// The code of group 0: so numbers that lie close together are their own codes, and are not copied.
    first: i32,
}

impl<'a> Groups<'a> {
    fn borrowed(codes: &'a [i32], first: i32) -> Groups<'a> {
        Groups { codes: Cow::Borrowed(codes), first }
    }

    fn owned(codes: Vec<i32>) -> Groups<'a> {
        Groups { codes: Cow::Owned(codes), first: 0 }
    }

    pub(crate) fn get(&self, row: usize) -> i32 {
        self.codes.get(row).map_or(KeyIndex::NONE, |code| code.wrapping_sub(self.first))
    }

    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = i32> {
        let first = self.first;
        self.codes.iter().map(move |code| code.wrapping_sub(first))
    }

    /// The same for chunks of rows.
    pub(crate) fn chunks(&self, rows: usize) -> impl Iterator<Item = Groups<'_>> {
        self.codes.chunks(rows).map(|codes| Groups::borrowed(codes, self.first))
    }
}

impl KeyIndex {
    /// The group of a row without an identifier.
    pub(crate) const NONE: i32 = -1;

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        match &self.0 {
            Keys::None => 0,
            Keys::Numbers(numbers) => numbers.values.len(),
            Keys::Shared(dictionary) => dictionary.len(),
            Keys::Texts(builder) => builder.dictionary().len(),
        }
    }

    /// The group of each row of a column.
    pub(crate) fn groups<'a>(&mut self, column: &'a Column) -> Result<Groups<'a>> {
        self.find_groups(column).map_err(|error| error.with_column(column.name()))
    }

    fn find_groups<'a>(&mut self, column: &'a Column) -> Result<Groups<'a>> {
        match column.data() {
            ColumnData::Text { codes, dictionary } => match self.texts(dictionary)? {
                None => Ok(Groups::borrowed(codes, 0)),
                Some(groups) => {
                    let group = |&code: &i32| usize::try_from(code).ok().and_then(|code| groups.get(code)).copied();
                    try_collect(codes.iter().map(|code| group(code).unwrap_or(KeyIndex::NONE))).map(Groups::owned)
                }
            },
            ColumnData::Integers(values) => {
                let numbers = self.numbers()?;
                let span = (i32::MAX, i32::MIN);
                let (least, greatest) = values.iter().fold(span, |(least, most), &v| (least.min(v), most.max(v)));
                match least <= greatest {
                    true if numbers.starts_with_span(least, greatest, values.len()) => {
                        Ok(Groups::borrowed(values, least))
                    }
                    _ => numbers.groups(values.iter().map(|&v| f64::from(v))).map(Groups::owned),
                }
            }
            ColumnData::Floats(values) => {
                let numbers = self.numbers()?;
                match whole_span(values) {
                    Some((least, greatest)) if numbers.starts_with_span(least, greatest, values.len()) => {
                        let group = |&v: &f64| if v.is_nan() { KeyIndex::NONE } else { v as i32 - least };
                        try_collect(values.iter().map(group)).map(Groups::owned)
                    }
                    _ => numbers.groups(values.iter().copied()).map(Groups::owned),
                }
            }
            ColumnData::Dates { .. } | ColumnData::Booleans(_) => Err(column.wrong_type("texts or numbers")),
        }
    }

    /// Takes in the identifiers of another index, and returns their groups in this one.
    pub(crate) fn merge(&mut self, other: &KeyIndex) -> Result<Vec<i32>> {
        let dictionary = match &other.0 {
            Keys::None => return Ok(Vec::new()),
            Keys::Numbers(numbers) => return self.numbers()?.groups(numbers.values.iter().copied()),
            Keys::Shared(dictionary) => Cow::Borrowed(dictionary),
            Keys::Texts(builder) => Cow::Owned(Arc::new(builder.dictionary().clone())),
        };
        match self.texts(&dictionary)? {
            Some(groups) => Ok(groups),
            None => Ok((0..dictionary.len() as i32).collect()),
        }
    }

    /// The groups in the order of their identifiers: numbers ascending, texts by code point.
    pub(crate) fn order(&self) -> Result<Vec<i32>> {
        match &self.0 {
            Keys::None => Ok(Vec::new()),
            Keys::Numbers(numbers) => numbers.order(),
            Keys::Shared(dictionary) => sorted_texts(try_collect(dictionary.iter().map(str::as_bytes))?),
            Keys::Texts(builder) => sorted_texts(try_collect(builder.dictionary().iter().map(str::as_bytes))?),
        }
    }

    /// The identifiers of the given groups, as a column.
    pub(crate) fn identifiers(&self, groups: Vec<i32>) -> Result<ColumnData> {
        Ok(match &self.0 {
            Keys::None => ColumnData::Integers(Vec::new()),
            Keys::Shared(dictionary) => ColumnData::Text { codes: groups, dictionary: Arc::clone(dictionary) },
            Keys::Texts(builder) => {
                ColumnData::Text { codes: groups, dictionary: Arc::new(builder.dictionary().clone()) }
            }
            Keys::Numbers(numbers) => {
                let value = |&group: &i32| numbers.values.get(group as usize).copied().unwrap_or(f64::NAN);
                match groups.iter().map(value).all(|v| v == f64::from(v as i32)) {
                    true => ColumnData::Integers(try_collect(groups.iter().map(|group| value(group) as i32))?),
                    false => ColumnData::Floats(try_collect(groups.iter().map(value))?),
                }
            }
        })
    }

    /// The texts, if that is what the identifiers are.
    pub(crate) fn dictionary(&self) -> Option<&Dictionary> {
        match &self.0 {
            Keys::None | Keys::Numbers(_) => None,
            Keys::Shared(dictionary) => Some(dictionary),
            Keys::Texts(builder) => Some(builder.dictionary()),
        }
    }

    /// The text of a group.
    #[inline]
    pub(crate) fn text(&self, group: i32) -> Option<&str> {
        self.dictionary()?.get(group)
    }

    /// Writes the identifiers into a state.
    pub(crate) fn write(&self, state: &mut Writer) -> Result<()> {
        let dictionary = match &self.0 {
            Keys::None => return state.u32(NO_KEYS),
            Keys::Numbers(numbers) => {
                state.u32(NUMBERS)?;
                return state.f64s(numbers.values.iter().copied());
            }
            Keys::Shared(dictionary) => dictionary,
            Keys::Texts(builder) => builder.dictionary(),
        };
        state.u32(TEXTS)?;
        dictionary.write(state)
    }

    /// Reads the identifiers from a state.
    pub(crate) fn read(state: &mut Reader<'_>) -> Result<KeyIndex> {
        match state.u32()? {
            NO_KEYS => Ok(KeyIndex::default()),
            NUMBERS => {
                let values = state.f64s()?;
                if values.len() > i32::MAX as usize || values.iter().any(|value| !value.is_finite()) {
                    return Err(damaged());
                }
                Ok(KeyIndex(Keys::Numbers(Numbers { values, index: HashTable::new() })))
            }
            TEXTS => Ok(KeyIndex(Keys::Shared(Arc::new(Dictionary::read(state)?)))),
            _ => Err(damaged()),
        }
    }

    fn numbers(&mut self) -> Result<&mut Numbers> {
        if let Keys::None = self.0 {
            self.0 = Keys::Numbers(Numbers::default());
        }
        match &mut self.0 {
            Keys::Numbers(numbers) => Ok(numbers),
            _ => Err(mixed("text", "numbers")),
        }
    }

    /// The groups of a dictionary's codes; none when they are the codes themselves.
    fn texts(&mut self, dictionary: &Arc<Dictionary>) -> Result<Option<Vec<i32>>> {
        match &self.0 {
            Keys::None => {
                self.0 = Keys::Shared(Arc::clone(dictionary));
                return Ok(None);
            }
            Keys::Shared(known) if Arc::ptr_eq(known, dictionary) => return Ok(None),
            Keys::Shared(known) => self.0 = Keys::Texts(DictionaryBuilder::from_dictionary((**known).clone())?),
            Keys::Texts(_) => {}
            Keys::Numbers(_) => return Err(mixed("numbers", "text")),
        }
        let Keys::Texts(builder) = &mut self.0 else { return Err(Error::internal("identifiers are not texts")) };
        let mut groups = try_vec(dictionary.len())?;
        for text in dictionary.iter() {
            groups.push(builder.intern(text)?);
        }
        Ok(Some(groups))
    }
}

/// What stands before identifiers in a state.
const NO_KEYS: u32 = 0;
const NUMBERS: u32 = 1;
const TEXTS: u32 = 2;

fn mixed(before: &str, now: &str) -> Error {
    Error::new(ErrorKind::WrongType, format!("identifiers were {before} before and are {now} now"))
        .with_help("Give the identifiers the same type everywhere, for example String(id).")
}

#[derive(Clone, Debug, Default)]
struct Numbers {
    values: Vec<f64>,
    /// The groups by value, of the first `index.len()` groups: built when it is first needed.
    index: HashTable<i32>,
}

impl Numbers {
    /// When nothing is known yet and the numbers of the first batch lie close together, gives each number from the least
    /// to the greatest a group of its own, so that a number's group follows from itself.
    fn starts_with_span(&mut self, least: i32, greatest: i32, rows: usize) -> bool {
        let span = i64::from(greatest) - i64::from(least);
        if !self.values.is_empty()
            || span >= rows.max(1024) as i64
            || self.values.try_reserve(span as usize + 1).is_err()
        {
            return false;
        }
        self.values.extend((least..=greatest).map(f64::from));
        true
    }

    fn groups(&mut self, values: impl ExactSizeIterator<Item = f64>) -> Result<Vec<i32>> {
        self.reserve(0)?;
        for group in self.index.len()..self.values.len() {
            let value = self.values.get(group).copied().unwrap_or(f64::NAN);
            let known = &self.values;
            self.index.insert_unique(hash(value), group as i32, |&group| hash_of(known, group));
        }
        let mut groups = try_vec(values.len())?;
        for value in values {
            groups.push(if value.is_finite() { self.group(value)? } else { KeyIndex::NONE });
        }
        Ok(groups)
    }

    fn group(&mut self, value: f64) -> Result<i32> {
        let known = &self.values;
        if let Some(&group) = self.index.find(hash(value), |&group| known.get(group as usize) == Some(&value)) {
            return Ok(group);
        }
        let group = i32::try_from(self.values.len()).map_err(|_| out_of_memory())?;
        self.reserve(1)?;
        self.values.push(value + 0.0); // + 0.0 turns -0 into 0
        let known = &self.values;
        self.index.insert_unique(hash(value), group, |&group| hash_of(known, group));
        Ok(group)
    }

    fn reserve(&mut self, more: usize) -> Result<()> {
        self.values.try_reserve(more)?;
        let known = &self.values;
        let room = known.len() + more - self.index.len();
        self.index.try_reserve(room, |&group| hash_of(known, group)).map_err(|_| out_of_memory())
    }

    fn order(&self) -> Result<Vec<i32>> {
        let order = sorted_by_key(self.values.iter().map(|&value| value.key()))?;
        try_collect(order.into_iter().map(|(_, group)| group))
    }
}

/// The least and the greatest number, when all are whole, fit into an `i32`, or are NaN.
fn whole_span(values: &[f64]) -> Option<(i32, i32)> {
    let mut span = (i32::MAX, i32::MIN);
    for &value in values {
        let whole = value as i32;
        if value == f64::from(whole) {
            span = (span.0.min(whole), span.1.max(whole));
        } else if !value.is_nan() {
            return None;
        }
    }
    (span.0 <= span.1).then_some(span)
}

fn hash_of(values: &[f64], group: i32) -> u64 {
    hash(values.get(group as usize).copied().unwrap_or(f64::NAN))
}

#[inline]
fn hash(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (bits ^ bits >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
