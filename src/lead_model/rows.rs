//! The rows of a table as a model is trained on them: which have an outcome, when they came in, which are kept for the test.

use super::columns::Cells;
use super::options::Settings;
use crate::error::{Error, ErrorKind, Result, out_of_memory, try_collect, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::stats::random::Random;
use crate::table::{Column, ColumnData, Days, NO_FLAG, Table};

/// The number of folds of a cross-validation.
pub(super) const FOLDS: usize = 5;

/// The rows that have an outcome, split.
pub(super) struct Labelled {
    /// Of each row of the table: 1 if the lead converted, else 0.
    pub(super) outcome: Vec<u8>,
    /// The rows of the training part: by time, or as they come.
    pub(super) train: Vec<u32>,
    /// The rows of the test part.
    pub(super) test: Vec<u32>,
    /// The fold of each row of the training part.
    pub(super) folds: Vec<u8>,
    pub(super) skipped: Skipped,
}

impl Labelled {
    /// Reads the outcomes, leaves out what cannot be used, and splits the rest.
    pub(super) fn read(table: &Table, settings: &Settings<'_>, cells: &[Cells<'_>]) -> Result<Labelled> {
        let target = table.column(settings.target)?;
        let created = settings.created_at.map(|name| table.column(name)).transpose()?;
        if i32::try_from(table.num_rows()).is_err() {
            return Err(out_of_memory());
        }
        let flags = target.flags()?;
        let is_open = target.empty_cells()?;
        let days = created.map(|column| column.days(settings.offset)).transpose()?;
        let mut skipped = Skipped::default();
        let mut rows: Vec<u32> = try_vec(table.num_rows())?;
        for (row, (&flag, &is_open)) in flags.iter().zip(&is_open).enumerate() {
            if is_open {
                skipped.add(row as u64, || (settings.target.to_owned(), "the lead has no outcome yet".to_owned()));
                continue;
            }
            let (column, problem) = if flag >= NO_FLAG {
                (target, target.flag_problem(row))
            } else if let (Some(column), true) = (created, days.as_ref().is_some_and(|d| d.get(row) == Days::NONE)) {
                (column, column.date_problem(row))
            } else if let Some(bad) = cells.iter().find(|cells| cells.is_bad(row)) {
                (bad.column, bad.problem(row))
            } else {
                rows.push(row as u32);
                continue;
            };
            if settings.strict {
                return Err(problem.into_error(column.name(), row));
            }
            skipped.add(row as u64, || (column.name().to_owned(), problem.reason));
        }
        if rows.is_empty() {
            let message = match skipped.count {
                0 => "there are no rows".to_owned(),
                count => format!("none of the {count} rows has an outcome and can be used"),
            };
            return Err(Error::new(ErrorKind::EmptyInput, message)
                .with_column(settings.target)
                .with_help("Give leads whose outcome is known, true or false, besides the open ones."));
        }
        let outcome = try_collect(flags.iter().map(|&flag| u8::from(flag == 1)))?;
        let mut labelled = Labelled { outcome, train: rows, test: Vec::new(), folds: Vec::new(), skipped };
        match (created, &days) {
            (Some(column), Some(days)) => labelled.split_by_time(settings.test_share, column, days)?,
            _ => labelled.split_at_random(settings.test_share, settings.seed)?,
        }
        labelled.check_classes(settings.target)?;
        Ok(labelled)
    }

    /// How many of the rows converted.
    pub(super) fn positives(&self, rows: &[u32]) -> usize {
        rows.iter().filter(|&&row| self.is_positive(row)).count()
    }

    pub(super) fn is_positive(&self, row: u32) -> bool {
        self.outcome.get(row as usize) == Some(&1)
    }

    /// The newest rows are the test part, and folds are spans of time; leads of the same time stay in their order.
    fn split_by_time(&mut self, share: f64, column: &Column, days: &Days<'_>) -> Result<()> {
        let key = |&row: &u32| match column.data() {
            ColumnData::Dates { values, .. } => values.get(row as usize).copied().unwrap_or(0.0).key(),
            _ => i64::from(days.get(row as usize)),
        };
        let order = sorted_by_key(self.train.iter().map(key))?;
        let mut sorted = try_vec(order.len())?;
        sorted.extend(order.iter().filter_map(|&(_, place)| self.train.get(place as usize).copied()));
        let test = test_rows(sorted.len(), share);
        self.test = sorted.split_off(sorted.len() - test);
        let count = sorted.len().max(1);
        self.folds = try_collect((0..sorted.len()).map(|place| (place * FOLDS / count) as u8))?;
        self.train = sorted;
        Ok(())
    }

    /// Of either class the same share is drawn for the test part, and of the rest for each fold.
    fn split_at_random(&mut self, share: f64, seed: u64) -> Result<()> {
        let mut random = Random::stream(seed, 0);
        let draws = try_collect(self.train.iter().map(|_| random.unit()))?;
        let order = sorted_by_key(draws.iter().map(|draw| draw.key()))?;
        const TEST: u8 = u8::MAX;
        let mut parts = try_filled(self.train.len(), 0_u8)?;
        let positives = self.positives(&self.train);
        for (class, count) in [(false, self.train.len() - positives), (true, positives)] {
            let test = test_rows(count, share);
            let mut drawn = 0;
            for &(_, place) in &order {
                let of_class = self.train.get(place as usize).is_some_and(|&row| self.is_positive(row) == class);
                if let (true, Some(part)) = (of_class, parts.get_mut(place as usize)) {
                    *part = if drawn < test { TEST } else { ((drawn - test) % FOLDS) as u8 };
                    drawn += 1;
                }
            }
        }
        let part_of = |is_test: bool| {
            let rows = self.train.iter().zip(&parts).filter(move |&(_, &part)| (part == TEST) == is_test);
            rows.map(|(&row, _)| row).collect::<Vec<u32>>()
        };
        let (train, test) = (part_of(false), part_of(true));
        parts.retain(|&part| part != TEST);
        (self.train, self.test, self.folds) = (train, test, parts);
        Ok(())
    }

    /// An error unless there are leads of either class to learn from.
    fn check_classes(&self, target: &str) -> Result<()> {
        let positives = self.positives(&self.train);
        let found = match (positives, self.train.len() - positives) {
            (0, _) => "false, and none is true",
            (_, 0) => "true, and none is false",
            _ => return Ok(()),
        };
        let message = format!("all {} rows of the training part are {found}", self.train.len());
        Err(Error::new(ErrorKind::EmptyInput, message).with_column(target).with_help(
            "A model needs leads that converted and leads that did not, at least 40 of either to be of use. With createdAt the training part are the oldest leads.",
        ))
    }
}

/// How many of so many rows are for the test; never all.
fn test_rows(count: usize, share: f64) -> usize {
    (libm::round(count as f64 * share) as usize).min(count.saturating_sub(1))
}
