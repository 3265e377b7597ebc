//! The distinct values of a column: how often each occurs, and where first. Everything that is decided about a value is decided once
//! for each of them.

use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::table::{Column, ColumnData};

/// One distinct value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Distinct {
    /// The first row that has it.
    pub(super) first: i32,
    /// How many rows have it.
    pub(super) count: u32,
}

impl Distinct {
    pub(super) fn row(self) -> usize {
        self.first as usize
    }
}

/// The distinct values of a column, nulls left out: numbers and dates ascending, false before true, texts in no order that means
/// anything. -0 is 0.
pub(super) fn distinct_values(column: &Column) -> Result<Vec<Distinct>> {
    match column.data() {
        ColumnData::Floats(values) | ColumnData::Dates { values, .. } => {
            runs(try_collect(values.iter().map(|&value| key(value)))?)
        }
        ColumnData::Integers(values) => runs(try_collect(values.iter().map(|&value| f64::from(value).key()))?),
        ColumnData::Booleans(values) => counted(&try_collect(values.iter().map(|&value| i32::from(value)))?, 2),
        ColumnData::Text { codes, dictionary } => counted(codes, dictionary.len()),
    }
}

/// Above the key of every number.
const NULL: i64 = i64::MAX;

/// The whole number in whose order a number comes; for a null, one after all others.
pub(super) fn key(value: f64) -> i64 {
    if value.is_nan() { NULL } else { value.key() }
}

/// Keys with their places, sorted.
pub(super) fn sorted(keys: Vec<i64>) -> Result<Vec<(i64, i32)>> {
    sorted_by_key(keys.into_iter())
}

fn runs(keys: Vec<i64>) -> Result<Vec<Distinct>> {
    let sorted = sorted(keys)?;
    let runs =
        || sorted.chunk_by(|(a, _), (b, _)| a == b).filter(|run| run.first().is_some_and(|&(key, _)| key < NULL));
    let mut values = try_vec(runs().count())?;
    // Equal keys are in the order of their rows.
    values.extend(runs().filter_map(|run| Some(Distinct { first: run.first()?.1, count: run.len() as u32 })));
    Ok(values)
}

fn counted(codes: &[i32], known: usize) -> Result<Vec<Distinct>> {
    let mut values = try_filled(known, Distinct { first: -1, count: 0 })?;
    for (row, &code) in codes.iter().enumerate() {
        if let Some(value) = values.get_mut(code as usize) {
            if value.count == 0 {
                value.first = row as i32;
            }
            value.count += 1;
        }
    }
    values.retain(|value| value.count > 0);
    Ok(values)
}

/// The most frequent ones, equally frequent ones in the order of first appearance.
pub(super) fn most_frequent(values: &mut dyn Iterator<Item = Distinct>, most: usize) -> Vec<Distinct> {
    let mut top: Vec<Distinct> = Vec::with_capacity(most + 1);
    let rank = |value: &Distinct| (u32::MAX - value.count, value.first);
    for value in values {
        if top.len() == most && top.last().is_some_and(|last| rank(last) < rank(&value)) {
            continue;
        }
        let place = top.partition_point(|other| rank(other) < rank(&value));
        top.insert(place, value);
        top.truncate(most);
    }
    top
}
