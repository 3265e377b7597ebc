//! The rows of a table read as customers: how long each stayed, whether the end was seen, from when on it was known.

use super::options::Settings;
use crate::error::{ErrorKind, Result, out_of_memory, try_collect, try_filled};
use crate::number;
use crate::skipped::Skipped;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::stats::sum::LARGEST_TERM;
use crate::table::{Column, Groups, KeyIndex, NO_FLAG, Problem, Table};
use std::borrow::Cow;

/// Weights beyond these are taken for mistakes. Sums and squares of all others can be computed.
const WEIGHTS: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

struct Columns<'a> {
    duration: &'a Column,
    observed: &'a Column,
    entry: Option<&'a Column>,
    weight: Option<&'a Column>,
    group: Option<&'a Column>,
}

/// The customers of a table. Rows that cannot be used, and those of weight 0, are not among them.
pub(super) struct Subjects<'a> {
    columns: Columns<'a>,
    durations: Cow<'a, [f64]>,
    observed: Cow<'a, [u8]>,
    entries: Option<Cow<'a, [f64]>>,
    weights: Option<Cow<'a, [f64]>>,
    /// The group of each row, as a place among the sorted groups; negative for rows that are left out.
    places: Vec<i32>,
    /// The names of the groups, one each. None without groups.
    names: Option<Column>,
    groups: usize,
}

impl<'a> Subjects<'a> {
    pub(super) fn read(table: &'a Table, settings: &Settings<'_>, skipped: &mut Skipped) -> Result<Subjects<'a>> {
        let optional = |name: Option<&str>| name.map(|name| table.column(name)).transpose();
        let columns = Columns {
            duration: table.column(settings.duration)?,
            observed: table.column(settings.observed)?,
            entry: optional(settings.entry)?,
            weight: optional(settings.weight)?,
            group: optional(settings.group)?,
        };
        if i32::try_from(table.num_rows()).is_err() {
            return Err(out_of_memory());
        }
        let numbers = |column: Option<&'a Column>| column.map(Column::numbers).transpose();
        let mut subjects = Subjects {
            durations: columns.duration.numbers()?,
            observed: columns.observed.flags()?,
            entries: numbers(columns.entry)?,
            weights: numbers(columns.weight)?,
            places: Vec::new(),
            names: None,
            groups: 0,
            columns,
        };
        subjects.find_groups(table.num_rows(), settings.strict, skipped)?;
        Ok(subjects)
    }

    /// Gives each row its place, and leaves out those that cannot be used.
    fn find_groups(&mut self, rows: usize, strict: bool, skipped: &mut Skipped) -> Result<()> {
        let mut keys = KeyIndex::default();
        let renamed = self.columns.group.map(Column::group_names).transpose()?;
        let groups: Option<Groups<'_>> = renamed.as_deref().map(|column| keys.groups(column)).transpose()?;
        let mut used = try_filled(if groups.is_some() { keys.len() } else { 1 }, -1)?;
        let mut places = try_filled(rows, -1)?;
        for row in 0..rows {
            let group = groups.as_ref().map_or(0, |groups| groups.get(row));
            match self.problem(row, group) {
                None if self.weight(row) == 0.0 => {
                    let column = self.columns.weight.map_or("", Column::name);
                    skipped.add(row as u64, || (column.to_owned(), "the weight is 0".to_owned()));
                }
                None => {
                    if let (Some(place), Some(used)) = (places.get_mut(row), used.get_mut(group as usize)) {
                        *place = group;
                        *used = 0;
                    }
                }
                Some((column, problem)) if strict => return Err(problem().into_error(column.name(), row)),
                Some((column, problem)) => skipped.add(row as u64, || (column.name().to_owned(), problem().reason)),
            }
        }
        let mut order = match groups {
            Some(_) => keys.order()?,
            None => vec![0],
        };
        order.retain(|&group| used.get(group as usize) == Some(&0));
        for (&group, place) in order.iter().zip(0..) {
            if let Some(used) = used.get_mut(group as usize) {
                *used = place;
            }
        }
        for place in &mut places {
            *place = usize::try_from(*place).ok().and_then(|group| used.get(group)).copied().unwrap_or(-1);
        }
        self.places = places;
        self.groups = order.len();
        if groups.is_some() {
            self.names = Some(Column::new("group", keys.identifiers(order)?));
        }
        Ok(())
    }

    /// Which column of a row cannot be used, and how to say why.
    fn problem(&self, row: usize, group: i32) -> Option<(&'a Column, impl FnOnce() -> Problem)> {
        #[derive(Clone, Copy)]
        enum Fault {
            Duration,
            Observed,
            Entry,
            Weight,
            Group,
        }
        let duration = self.duration(row);
        let entry = self.entry(row);
        let weight = self.weight(row);
        let columns = &self.columns;
        let (column, fault) = if !(0.0..=LARGEST_TERM).contains(&duration) {
            (columns.duration, Fault::Duration)
        } else if self.flag(row) >= NO_FLAG {
            (columns.observed, Fault::Observed)
        } else if !(entry == 0.0 || (entry > 0.0 && entry < duration)) {
            (columns.entry?, Fault::Entry)
        } else if !(weight == 0.0 || WEIGHTS.contains(&weight)) {
            (columns.weight?, Fault::Weight)
        } else if group < 0 {
            (columns.group?, Fault::Group)
        } else {
            return None;
        };
        Some((column, move || match fault {
            Fault::Observed => column.flag_problem(row),
            Fault::Group => column.group_problem(row),
            Fault::Duration if duration < 0.0 && duration.is_finite() => {
                bad(format!("the duration {} is negative", number::text(duration)))
            }
            Fault::Entry if entry < 0.0 && entry.is_finite() => {
                bad(format!("the entry {} is negative", number::text(entry)))
            }
            Fault::Entry if entry.is_finite() => bad(format!(
                "the entry {} is not before the duration {}, so nothing of it was seen",
                number::text(entry),
                number::text(duration)
            )),
            Fault::Weight if weight < 0.0 && weight.is_finite() => {
                bad(format!("the weight {} is negative", number::text(weight)))
            }
            Fault::Weight if weight.is_finite() => {
                bad(format!("the weight {} is not between 1e-100 and 1e100", number::scientific(weight)))
            }
            Fault::Duration | Fault::Entry | Fault::Weight => column.number_problem(row),
        }))
    }

    fn duration(&self, row: usize) -> f64 {
        self.durations.get(row).copied().unwrap_or(f64::NAN)
    }

    fn flag(&self, row: usize) -> u8 {
        self.observed.get(row).copied().unwrap_or(NO_FLAG)
    }

    fn entry(&self, row: usize) -> f64 {
        self.entries.as_ref().map_or(0.0, |entries| entries.get(row).copied().unwrap_or(f64::NAN))
    }

    /// Whether the end of a row was seen.
    pub(super) fn is_observed(&self, row: i32) -> bool {
        self.flag(row as usize) == 1
    }

    /// How many customers a row stands for.
    pub(super) fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights.get(row).copied().unwrap_or(f64::NAN))
    }

    /// How many groups there are.
    pub(super) fn groups(&self) -> usize {
        self.groups
    }

    /// The group of a row, as a place among the sorted groups; out of their range for a row that is left out.
    pub(super) fn place(&self, row: i32) -> usize {
        self.places.get(row as usize).map_or(usize::MAX, |&place| place as usize)
    }

    /// The name of each group.
    pub(super) fn names(&self) -> Result<Vec<Option<String>>> {
        match &self.names {
            None => Ok(vec![None]),
            Some(names) => try_collect((0..names.len()).map(|group| names.display(group))),
        }
    }

    /// The rows by the time that they end: pairs of the key of the time and the row.
    pub(super) fn exits(&self) -> Result<Vec<(i64, i32)>> {
        self.sorted(|row, place| if place < 0 { LEFT_OUT } else { self.duration(row).key() })
    }

    /// The rows that are known from later than the start, by that time.
    pub(super) fn late_entries(&self) -> Result<Vec<(i64, i32)>> {
        if self.entries.is_none() {
            return Ok(Vec::new());
        }
        let late = |entry: f64| if entry > 0.0 { entry.key() } else { LEFT_OUT };
        self.sorted(|row, place| if place < 0 { LEFT_OUT } else { late(self.entry(row)) })
    }

    /// The rows that are known from the start.
    pub(super) fn known_from_start(&self) -> impl Iterator<Item = i32> {
        let rows = (0..).zip(&self.places).filter(|&(_, &place)| place >= 0).map(|(row, _)| row);
        rows.filter(|&row| self.entry(row as usize) == 0.0)
    }

    fn sorted(&self, key: impl Fn(usize, i32) -> i64) -> Result<Vec<(i64, i32)>> {
        let mut pairs = sorted_by_key(self.places.iter().enumerate().map(|(row, &place)| key(row, place)))?;
        pairs.truncate(pairs.partition_point(|&(key, _)| key < LEFT_OUT));
        Ok(pairs)
    }
}

/// The key of rows that are not to be sorted, which is above that of any number.
const LEFT_OUT: i64 = i64::MAX;

fn bad(reason: String) -> Problem {
    Problem::new(ErrorKind::BadNumber, reason)
}
