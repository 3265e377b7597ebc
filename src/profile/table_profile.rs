//! What a table holds, column by column.

use super::meaning::{Meaning, meaning};
use super::numbers::Numbers;
use super::pattern::{PatternCount, Patterns, patterns};
use super::repeats::repeated_rows;
use super::values::{Distinct, distinct_values, most_frequent};
use crate::error::Result;
use crate::table::{Cell, Column, ColumnType, Table};
use serde::Serialize;

/// The quantiles of a column of numbers are those at these levels.
pub const QUANTILE_LEVELS: [f64; 7] = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0];

/// How many of the most frequent values and patterns are listed.
const LISTED: usize = 10;

/// What a table holds.
#[derive(Clone, Debug)]
pub struct TableProfile {
    /// How many rows there are.
    pub rows: u64,
    /// How many rows are the same as an earlier one in every column.
    pub duplicate_rows: u64,
    /// The columns, in order.
    pub columns: Vec<ColumnProfile>,
}

/// What a column holds. Counts are of rows.
#[derive(Clone, Debug)]
pub struct ColumnProfile {
    /// The name.
    pub name: String,
    /// What the values are.
    pub column_type: ColumnType,
    /// Cells without a value.
    pub nulls: u64,
    /// Those of them that held something that is no value, such as an invalid date.
    pub unreadable: u64,
    /// How many different values there are; null is none.
    pub distinct: u64,
    /// How many of them occur once.
    pub unique: u64,
    /// The least value: numbers and dates by size, texts by code point, false before true. Infinite numbers are left out.
    pub min: Cell,
    /// The greatest value.
    pub max: Cell,
    /// The mean of the finite numbers.
    pub mean: Option<f64>,
    /// Their standard deviation, with n - 1.
    pub standard_deviation: Option<f64>,
    /// Their quantiles at [`QUANTILE_LEVELS`], by type 7 of Hyndman & Fan (1996).
    pub quantiles: Option<Vec<f64>>,
    /// Numbers that are 0.
    pub zeros: Option<u64>,
    /// Numbers below 0, infinite ones among them.
    pub negatives: Option<u64>,
    /// Numbers that are infinite.
    pub infinite: Option<u64>,
    /// Texts that are empty or only white space.
    pub blanks: Option<u64>,
    /// Other texts with white space at an end.
    pub padded: Option<u64>,
    /// How long the texts are.
    pub lengths: Option<Lengths>,
    /// The most frequent values, at most ten; equally frequent ones in the order of first appearance.
    pub top: Vec<ValueCount>,
    /// The most frequent patterns of texts, at most ten.
    pub patterns: Vec<PatternCount>,
    /// How many more patterns there are.
    pub other_patterns: u64,
    /// What most of the texts are, where that can be told.
    pub meaning: Option<Meaning>,
}

/// How long texts are, in characters (code points).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Lengths {
    /// The shortest.
    pub min: u64,
    /// The longest.
    pub max: u64,
    /// Their mean.
    pub mean: f64,
}

/// A value and how many rows have it.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueCount {
    /// The value.
    pub value: Cell,
    /// How many rows have it.
    pub count: u64,
}

/// Describes every column of a table: types, nulls, distinct values, range, mean, quantiles, most frequent values, patterns of
/// texts, and what texts are. All counts are exact. [`Table`]s of any size are taken whole; nothing is sampled.
///
/// mean = Σ x / n, from the exact sum; standard deviation = √(Σ (x - mean)² / (n - 1)), as in R and pandas; a quantile at level p
/// lies at position (n - 1) p among the sorted values, linearly interpolated: type 7 of Hyndman & Fan (1996), "Sample Quantiles in
/// Statistical Packages". What is undefined is none: the mean of no numbers, the standard deviation of one.
///
/// # Errors
///
/// [`crate::ErrorKind::OutOfMemory`].
///
/// ```
/// use custometry::profile::profile_table;
/// use custometry::table::{Cell, Table};
///
/// let table = Table::from_csv(b"code,visits\nAB-12,3\nCD-34,\nCD-34,4\n", &Default::default())?;
/// let profile = profile_table(&table)?;
/// let [code, visits] = &profile.columns[..] else { unreachable!() };
/// assert_eq!((code.distinct, code.patterns[0].pattern.as_str(), code.patterns[0].count), (2, "AA-99", 3));
/// assert_eq!((visits.nulls, visits.mean, &visits.max), (1, Some(3.5), &Cell::Number(4.0)));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn profile_table(table: &Table) -> Result<TableProfile> {
    let columns = table.columns().iter().map(profile_column).collect::<Result<Vec<_>>>()?;
    let distinct: Vec<usize> = columns.iter().map(|column| column.distinct as usize).collect();
    Ok(TableProfile { rows: table.num_rows() as u64, duplicate_rows: repeated_rows(table, &distinct)?, columns })
}

fn profile_column(column: &Column) -> Result<ColumnProfile> {
    let distinct = distinct_values(column)?;
    let is_text = column.column_type() == ColumnType::String;
    let numbers = Numbers::of(column, &distinct);
    let patterns = if is_text { patterns(column, &distinct)? } else { Patterns::default() };
    let texts = is_text.then(|| look_at_texts(column, &distinct));
    let (min, max) = range(column, &distinct, numbers.as_ref());
    let moments = numbers.as_ref().and_then(Numbers::moments);
    let top = most_frequent(&mut distinct.iter().copied(), LISTED);
    let quantiles = |numbers: &Numbers| -> Option<Vec<f64>> {
        QUANTILE_LEVELS.iter().map(|level| numbers.quantile((level * 20.0).round() as u64, 20)).collect()
    };
    let count = |is: fn(f64) -> bool| numbers.as_ref().map(|numbers| numbers.count_where(is));
    Ok(ColumnProfile {
        name: column.name().to_owned(),
        column_type: column.column_type(),
        nulls: column.null_count() as u64,
        unreadable: column.invalid_count() as u64,
        distinct: distinct.len() as u64,
        unique: distinct.iter().filter(|value| value.count == 1).count() as u64,
        min,
        max,
        mean: moments.as_ref().map(|moments| moments.mean),
        standard_deviation: moments.and_then(|moments| moments.standard_deviation),
        quantiles: numbers.as_ref().and_then(quantiles),
        zeros: count(|value| value == 0.0),
        negatives: numbers.as_ref().map(|numbers| numbers.count_where(|value| value < 0.0) + numbers.negative_infinite),
        infinite: numbers.as_ref().map(|numbers| numbers.infinite),
        blanks: texts.as_ref().map(|texts| texts.blanks),
        padded: texts.as_ref().map(|texts| texts.padded),
        lengths: texts.and_then(|texts| texts.lengths),
        top: top
            .iter()
            .map(|value| ValueCount { value: column.cell(value.row()), count: value.count.into() })
            .collect(),
        patterns: patterns.top,
        other_patterns: patterns.others,
        meaning: if is_text { meaning(column, &distinct) } else { None },
    })
}

/// The least and the greatest value.
fn range(column: &Column, distinct: &[Distinct], numbers: Option<&Numbers>) -> (Cell, Cell) {
    if let Some(numbers) = numbers {
        return numbers.range().map_or((Cell::Null, Cell::Null), |(min, max)| (Cell::Number(min), Cell::Number(max)));
    }
    let text = |value: &&Distinct| column.text(value.row()).unwrap_or_default().as_bytes();
    let (min, max) = match column.column_type() {
        ColumnType::String => {
            let (mut min, mut max) = (distinct.first(), distinct.first());
            for value in distinct {
                min = min.filter(|min| text(min) <= text(&value)).or(Some(value));
                max = max.filter(|max| text(max) >= text(&value)).or(Some(value));
            }
            (min, max)
        }
        _ => (distinct.first(), distinct.last()),
    };
    let cell = |value: Option<&Distinct>| value.map_or(Cell::Null, |value| column.cell(value.row()));
    (cell(min), cell(max))
}

struct Texts {
    blanks: u64,
    padded: u64,
    lengths: Option<Lengths>,
}

fn look_at_texts(column: &Column, distinct: &[Distinct]) -> Texts {
    let (mut blanks, mut padded) = (0, 0);
    let (mut min, mut max, mut sum, mut count) = (u64::MAX, 0, 0_u64, 0_u64);
    for value in distinct {
        let text = column.text(value.row()).unwrap_or_default();
        let (rows, length) = (u64::from(value.count), text.chars().count() as u64);
        match text.trim().len() {
            0 => blanks += rows,
            trimmed if trimmed < text.len() => padded += rows,
            _ => {}
        }
        (min, max) = (min.min(length), max.max(length));
        sum += length * rows;
        count += rows;
    }
    let lengths = (count > 0).then(|| Lengths { min, max, mean: sum as f64 / count as f64 });
    Texts { blanks, padded, lengths }
}
