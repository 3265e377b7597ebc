//! The cells of a feature: numbers, ages in days, or names of levels.

use super::feature::{FeatureKind, MOST};
use crate::error::{Error, ErrorKind, Result, try_vec};
use crate::table::{Column, ColumnData, ColumnType, Days, Problem, Table};
use crate::time::{Moment, UtcOffset};
use std::borrow::Cow;

/// The values of one feature, one a row.
pub(super) struct Cells<'a> {
    pub(super) column: &'a Column,
    pub(super) values: Values<'a>,
    kind: FeatureKind,
    /// Cells that are empty: a level of their own, and not bad.
    empty: Vec<bool>,
}

pub(super) enum Values<'a> {
    /// Numbers, or ages in days; NaN where there is none.
    Numbers(Cow<'a, [f64]>),
    /// A column of texts.
    Texts(Cow<'a, Column>),
}

/// What dates count back from.
pub(super) enum Reference<'a> {
    /// One day for all.
    AsOf(i32),
    /// The day on which each lead came in.
    Created(Days<'a>),
    /// Nothing that is known.
    None,
}

impl<'a> Cells<'a> {
    /// Reads a column as a feature of the kind.
    pub(super) fn read(
        column: &'a Column,
        kind: FeatureKind,
        offset: UtcOffset,
        reference: &Reference<'_>,
    ) -> Result<Cells<'a>> {
        let mut empty = column.empty_cells()?;
        let values = match kind {
            FeatureKind::Number => Values::Numbers(column.numbers()?),
            FeatureKind::Date => {
                let days = column.days(offset)?;
                let mut ages = try_vec(column.len())?;
                for row in 0..column.len() {
                    let from = match reference {
                        Reference::AsOf(day) => *day,
                        Reference::Created(created) => created.get(row),
                        Reference::None => Days::NONE,
                    };
                    let day = days.get(row);
                    let is_known = from != Days::NONE && day != Days::NONE;
                    ages.push(if is_known { f64::from(from) - f64::from(day) } else { f64::NAN });
                }
                // An age may be missing because the day that it counts from is; only a day that is none is a bad cell.
                let known = |row: usize| days.get(row) != Days::NONE;
                empty.iter_mut().enumerate().for_each(|(row, empty)| *empty |= known(row));
                Values::Numbers(Cow::Owned(ages))
            }
            FeatureKind::Category => Values::Texts(match column.data() {
                ColumnData::Text { .. } => Cow::Borrowed(column),
                _ => Cow::Owned(column.cast(ColumnType::String)?),
            }),
        };
        Ok(Cells { column, values, kind, empty })
    }

    /// Whether a cell holds something that cannot be used.
    pub(super) fn is_bad(&self, row: usize) -> bool {
        if self.empty.get(row) != Some(&false) {
            return false;
        }
        match &self.values {
            Values::Numbers(numbers) => !numbers.get(row).is_some_and(|number| number.abs() <= MOST),
            Values::Texts(column) => column.text(row).is_none(),
        }
    }

    /// Why, once that is known.
    pub(super) fn problem(&self, row: usize) -> Problem {
        match (self.kind, &self.values) {
            (FeatureKind::Date, _) => self.column.date_problem(row),
            (_, Values::Numbers(numbers)) if numbers.get(row).is_some_and(|number| number.is_finite()) => {
                Problem::new(ErrorKind::BadNumber, "a number beyond ±1e100 cannot be used")
            }
            (FeatureKind::Number, _) => self.column.number_problem(row),
            (FeatureKind::Category, _) => self.column.group_problem(row),
        }
    }

    /// An error for the first bad cell.
    pub(super) fn check(&self) -> Result<()> {
        match (0..self.empty.len()).find(|&row| self.is_bad(row)) {
            None => Ok(()),
            Some(row) => Err(self.problem(row).into_final_error(self.column.name(), row)),
        }
    }
}

/// What a column is as a feature. Texts that are all ISO 8601 dates are dates, as in a CSV file.
pub(super) fn kind_of(column: &Column) -> FeatureKind {
    match column.data() {
        ColumnData::Floats(_) | ColumnData::Integers(_) => FeatureKind::Number,
        ColumnData::Dates { .. } => FeatureKind::Date,
        ColumnData::Booleans(_) => FeatureKind::Category,
        ColumnData::Text { dictionary, .. } => {
            let all = !dictionary.is_empty() && dictionary.iter().all(|text| Moment::parse(text).is_ok());
            if all { FeatureKind::Date } else { FeatureKind::Category }
        }
    }
}

/// The texts of a column by which rows are grouped, numbers and booleans among them.
pub(super) fn texts_of<'a>(table: &'a Table, name: &str) -> Result<Cow<'a, Column>> {
    let column = table.column(name)?;
    match column.data() {
        ColumnData::Text { .. } => Ok(Cow::Borrowed(column)),
        ColumnData::Dates { .. } => Err(column.wrong_type("texts, numbers or booleans")),
        _ => Ok(Cow::Owned(column.cast(ColumnType::String)?)),
    }
}

/// The error for ages that count back from nothing.
pub(super) fn no_reference(column: &str) -> Error {
    Error::invalid_option(format!(
        "the feature \"{column}\" is a date, whose age counts back from createdAt or asOf; neither is given"
    ))
    .with_help("Name the column of the dates on which leads came in: createdAt: \"...\"; or pass asOf.")
}
