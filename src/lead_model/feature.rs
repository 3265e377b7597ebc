//! Features: how a column becomes the levels and the standardised number that weights are learned for.
//!
//! A category has its frequent values as levels, one level for the rare ones together, and one for what is missing. A number
//! has a linear term, (x - center) / scale with the mean and the standard deviation of the training part, flat outside the
//! range of that part; bins between quantiles; and a level for what is missing.

use super::columns::{Cells, Values};
use crate::error::{Error, Result, try_collect, try_filled};
use crate::number;
use crate::stats::order::{sorted_by_key, sorted_texts};
use crate::stats::quantile::quantiles;
use crate::table::{Column, ColumnData};
use serde::Serialize;

/// Numbers beyond this are refused: their squares could not be summed.
pub(super) const MOST: f64 = 1e100;
/// How many bins the quantiles make: of neighbours that are drawn together there may be many.
pub(super) const BINS: usize = 40;
/// How many where each stands alone.
pub(super) const BINS_ALONE: usize = 10;
/// How many levels a category may have by its own; further ones are pooled ...
pub(super) const MOST_LEVELS: usize = 200;
/// ... and of these so many are known by name.
pub(super) const MOST_POOLED: usize = 1000;
/// A value is rare that fewer rows have than this, or than a five hundredth of them.
const RARE: usize = 5;

/// The code of a value that was not there when the model was trained.
pub(super) const UNSEEN: i32 = -1;

/// The names of the levels that every feature may have.
pub(super) const MISSING: &str = "(missing)";
pub(super) const OTHER: &str = "(other)";
pub(super) const NOT_SEEN: &str = "(unseen)";

/// What a feature is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeatureKind {
    /// Numbers.
    #[default]
    Number,
    /// Dates, as ages in days.
    Date,
    /// Texts or booleans.
    Category,
}

impl FeatureKind {
    /// The name of the kind.
    pub const fn name(self) -> &'static str {
        match self {
            FeatureKind::Number => "number",
            FeatureKind::Date => "date",
            FeatureKind::Category => "category",
        }
    }
}

/// A column that a model has learned from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Feature {
    /// The column.
    pub feature: String,
    /// What its values are.
    pub kind: FeatureKind,
    /// Of a category: the values that are levels of their own.
    pub levels: Vec<String>,
    /// Of a category: the rare values, which make up the level `(other)`.
    pub pooled: Vec<String>,
    /// Of a number: the mean over the training part.
    pub center: f64,
    /// Of a number: the standard deviation over the training part.
    pub scale: f64,
    /// Of a number: the least value of the training part; lower ones count as this one.
    pub low: f64,
    /// Of a number: the greatest value of the training part.
    pub high: f64,
    /// Of a number: where the second bin and the later ones begin, ascending; none if there is one bin.
    pub cuts: Vec<f64>,
}

/// The rows of a table as codes of levels and standardised numbers, by feature.
pub(super) struct Encoded {
    pub(super) columns: Vec<Codes>,
}

/// One feature of all rows.
pub(super) struct Codes {
    /// The level of each row, or [`UNSEEN`].
    pub(super) codes: Vec<i32>,
    /// The standardised number of each row, 0 where it is missing; empty for a category.
    pub(super) numbers: Vec<f64>,
}

impl Feature {
    /// Learns the levels, or the scale and the bins, from some of the rows.
    pub(super) fn learn(
        name: &str,
        kind: FeatureKind,
        cells: &Cells<'_>,
        rows: &[u32],
        bins: usize,
    ) -> Result<Feature> {
        let mut feature = Feature { feature: name.to_owned(), kind, scale: 1.0, ..Feature::default() };
        match &cells.values {
            Values::Numbers(numbers) => {
                let at = |&row: &u32| numbers.get(row as usize).copied().filter(|number| !number.is_nan());
                let known: Vec<f64> = rows.iter().filter_map(at).collect();
                feature.learn_numbers(&known, bins)?;
            }
            Values::Texts(column) => feature.learn_levels(column, rows)?,
        }
        Ok(feature)
    }

    fn learn_numbers(&mut self, known: &[f64], bins: usize) -> Result<()> {
        let span = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = known.iter().fold(span, |(low, high), &x| (low.min(x), high.max(x)));
        if known.is_empty() {
            return Ok(());
        }
        (self.low, self.high) = (low, high);
        let count = known.len() as f64;
        self.center = known.iter().sum::<f64>() / count;
        let square: f64 = known.iter().map(|x| (x - self.center) * (x - self.center)).sum();
        let deviation = libm::sqrt(square / count);
        if deviation > 0.0 && (high - low) / deviation <= MOST_SCALED {
            self.scale = deviation;
        }
        for cut in quantiles(known, bins)? {
            // Where many values are the least one, they are a bin of their own.
            let cut = if cut > low { cut } else { known.iter().fold(high, |c, &x| if x > low { c.min(x) } else { c }) };
            if cut > low && self.cuts.last().is_none_or(|&last| cut > last) {
                self.cuts.push(cut);
            }
        }
        Ok(())
    }

    fn learn_levels(&mut self, column: &Column, rows: &[u32]) -> Result<()> {
        let ColumnData::Text { codes, dictionary } = column.data() else { return Ok(()) };
        let mut counts = try_filled(dictionary.len(), 0_usize)?;
        for &row in rows {
            let code = codes.get(row as usize).and_then(|&code| counts.get_mut(code as usize));
            if let Some(count) = code {
                *count += 1;
            }
        }
        // By how often they occur, and then by name.
        let by_name = sorted_texts(try_collect(dictionary.iter().map(str::as_bytes))?)?;
        let count = |place: &i32| counts.get(*place as usize).copied().unwrap_or(0);
        let order = sorted_by_key(by_name.iter().map(|place| -(count(place) as i64)))?;
        let rare = RARE.max(rows.len().div_ceil(500));
        for place in order.iter().filter_map(|&(_, place)| by_name.get(place as usize)) {
            let (count, Some(text)) = (count(place), dictionary.get(*place)) else { continue };
            if count >= rare && self.levels.len() < MOST_LEVELS {
                self.levels.push(text.to_owned());
            } else if count > 0 && self.pooled.len() < MOST_POOLED {
                self.pooled.push(text.to_owned());
            }
        }
        Ok(())
    }

    /// How many levels there are, missing values among them as the last one.
    pub(super) fn level_count(&self) -> usize {
        match self.kind {
            FeatureKind::Category => self.levels.len() + 2,
            _ => self.cuts.len() + 2,
        }
    }

    /// The codes of all rows.
    pub(super) fn encode(&self, cells: &Cells<'_>) -> Result<Codes> {
        let missing = self.level_count() as i32 - 1;
        match &cells.values {
            Values::Numbers(numbers) => {
                let bin = |&x: &f64| self.cuts.partition_point(|&cut| cut <= x) as i32;
                let code = |x: &f64| if x.is_nan() { missing } else { bin(x) };
                Ok(Codes {
                    codes: try_collect(numbers.iter().map(code))?,
                    numbers: try_collect(numbers.iter().map(|&x| self.standardised(x)))?,
                })
            }
            Values::Texts(column) => {
                let ColumnData::Text { codes, dictionary } = column.data() else {
                    return Err(Error::internal("levels are not texts"));
                };
                let known = try_collect(dictionary.iter().map(|text| self.level_of(text)))?;
                let code = |&code: &i32| match usize::try_from(code) {
                    Ok(code) => known.get(code).copied().unwrap_or(UNSEEN),
                    Err(_) => missing,
                };
                Ok(Codes { codes: try_collect(codes.iter().map(code))?, numbers: Vec::new() })
            }
        }
    }

    fn standardised(&self, x: f64) -> f64 {
        if x.is_nan() {
            return 0.0;
        }
        let inside = if x < self.low {
            self.low
        } else if x > self.high {
            self.high
        } else {
            x
        };
        (inside - self.center) / self.scale
    }

    fn level_of(&self, text: &str) -> i32 {
        let place = |texts: &[String]| texts.iter().position(|level| level == text);
        match place(&self.levels) {
            Some(level) => level as i32,
            None if place(&self.pooled).is_some() => self.levels.len() as i32,
            None => UNSEEN,
        }
    }

    /// A level in words; none for the only bin of a number, which has nothing to say.
    pub(super) fn level_name(&self, code: i32) -> Option<String> {
        let Ok(code) = usize::try_from(code) else { return Some(NOT_SEEN.to_owned()) };
        if code + 1 >= self.level_count() {
            return Some(MISSING.to_owned());
        }
        if self.kind == FeatureKind::Category {
            return Some(self.levels.get(code).map_or(OTHER, String::as_str).to_owned());
        }
        let cut = |place: Option<usize>| place.and_then(|place| self.cuts.get(place)).map(|&cut| number::text(cut));
        match (cut(code.checked_sub(1)), cut(Some(code))) {
            (Some(from), Some(below)) => Some(format!("{from} to below {below}")),
            (Some(from), None) => Some(format!("{from} or more")),
            (None, Some(below)) => Some(format!("below {below}")),
            (None, None) => None,
        }
    }

    /// Whether a value of the training part is in no level of its own, so that its rows count as unseen too.
    pub(super) fn has_rare_levels(&self) -> bool {
        !self.pooled.is_empty()
    }
}

impl Codes {
    /// Whether all of the rows have the same value.
    pub(super) fn is_constant(&self, rows: &[u32]) -> bool {
        let value = |&row: &u32| (self.codes.get(row as usize), self.numbers.get(row as usize));
        let mut values = rows.iter().map(value);
        let first = values.next();
        values.all(|value| Some(value) == first)
    }
}

/// How many standard deviations wide a column may be for its linear term to be of use.
pub(super) const MOST_SCALED: f64 = 1e9;
