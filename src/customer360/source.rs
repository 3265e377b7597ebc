//! Which customer each row of a table is about.

use super::options::{Settings, folded};
use crate::error::{Result, out_of_memory, try_collect, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::stats::order::sorted_by_key;
use crate::table::{Column, ColumnData, Days, KeyIndex, Table};
use crate::time::UtcOffset;

/// The customers of the master table, each with its place in the result.
pub(super) struct Customers {
    keys: KeyIndex,
    /// The place of each group of `keys`, or [`UNKNOWN`].
    place_of: Vec<i32>,
    /// The row of each place.
    pub(super) rows: Vec<i32>,
    /// The place of each row.
    pub(super) places: Vec<i32>,
    pub(super) skipped: Skipped,
}

/// A row of a customer that the master table does not have.
const UNKNOWN: i32 = -1;
/// A row that names no customer.
const NOBODY: i32 = -2;

/// The customers of the rows of one table.
pub(super) struct Places {
    /// The place of each row's customer, or a negative number.
    pub(super) of_rows: Vec<i32>,
    /// The groups that the master table does not have, with the number of their rows.
    pub(super) unknown: Vec<(i32, i32)>,
    pub(super) skipped: Skipped,
}

impl Customers {
    /// Reads the master table. A customer who is there twice counts by the first row.
    pub(super) fn read(table: &Table, key: &str) -> Result<Customers> {
        let column = table.column(key)?;
        let mut keys = KeyIndex::default();
        let groups = keys_of(&mut keys, column)?;
        let mut place_of = try_filled(keys.len(), UNKNOWN)?;
        let (mut rows, mut places) = (try_vec(groups.len())?, try_vec(groups.len())?);
        let mut skipped = Skipped::default();
        for (row, group) in groups.into_iter().enumerate() {
            let known = usize::try_from(group).ok().and_then(|group| place_of.get_mut(group));
            places.push(match known {
                Some(place) if *place == UNKNOWN => {
                    *place = rows.len() as i32;
                    rows.push(row as i32);
                    *place
                }
                Some(_) => {
                    let reason = "the customer is in the table for the second time; the first row counts";
                    leave_out(&mut skipped, row, key, &|| reason.to_owned());
                    NOBODY
                }
                None => {
                    leave_out(&mut skipped, row, key, &|| column.id_problem(row).reason);
                    NOBODY
                }
            });
        }
        Ok(Customers { keys, place_of, rows, places, skipped })
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The customers of the rows of another table.
    pub(super) fn places(&mut self, table: &Table, key: &str) -> Result<Places> {
        let column = table.column(key)?;
        let groups = keys_of(&mut self.keys, column)?;
        let (mut of_rows, mut unknown) = (try_vec(groups.len())?, Vec::new());
        let mut skipped = Skipped::default();
        for (row, group) in groups.into_iter().enumerate() {
            let place = match usize::try_from(group) {
                Err(_) => NOBODY,
                Ok(group) => self.place_of.get(group).copied().unwrap_or(UNKNOWN),
            };
            match place {
                NOBODY => leave_out(&mut skipped, row, key, &|| column.id_problem(row).reason),
                UNKNOWN => {
                    unknown.try_reserve(1)?;
                    unknown.push(i64::from(group));
                }
                _ => {}
            }
            of_rows.push(place);
        }
        let mut counted: Vec<(i32, i32)> = Vec::new();
        for (group, _) in sorted_by_key(unknown.into_iter())? {
            match counted.last_mut() {
                Some((last, rows)) if i64::from(*last) == group => *rows += 1,
                _ => {
                    counted.try_reserve(1)?;
                    counted.push((group as i32, 1));
                }
            }
        }
        Ok(Places { of_rows, unknown: counted, skipped })
    }

    /// The rank of each group in the order of identifiers.
    pub(super) fn ranks(&self) -> Result<Vec<i32>> {
        let mut ranks = try_filled(self.keys.len(), 0)?;
        for (group, rank) in self.keys.order()?.into_iter().zip(0..) {
            if let Some(place) = ranks.get_mut(group as usize) {
                *place = rank;
            }
        }
        Ok(ranks)
    }

    /// The identifiers of groups.
    pub(super) fn identifiers(&self, groups: Vec<i32>) -> Result<ColumnData> {
        self.keys.identifiers(groups)
    }
}

/// The group of each row. A column of nothing is of no type that could disagree with that of other identifiers.
fn keys_of(keys: &mut KeyIndex, column: &Column) -> Result<Vec<i32>> {
    if i32::try_from(column.len()).is_err() {
        return Err(out_of_memory());
    }
    if column.null_count() == column.len() {
        return try_filled(column.len(), KeyIndex::NONE);
    }
    let groups = keys.groups(column)?;
    try_collect((0..column.len()).map(|row| groups.get(row)))
}

/// Whether each row has a value: blanks and the texts that stand for nothing are none.
pub(super) fn filled(column: &Column, settings: &Settings<'_>) -> Result<Vec<bool>> {
    let mut filled = column.empty_cells()?;
    filled.iter_mut().for_each(|cell| *cell = !*cell);
    if let ColumnData::Text { codes, dictionary } = column.data() {
        let nothing = |text: &str| {
            text.trim().is_empty() || !settings.missing.is_empty() && settings.missing.contains(&folded(text))
        };
        let is_nothing = try_collect(dictionary.iter().map(nothing))?;
        for (cell, &code) in filled.iter_mut().zip(codes) {
            if usize::try_from(code).ok().and_then(|code| is_nothing.get(code)) == Some(&true) {
                *cell = false;
            }
        }
    }
    Ok(filled)
}

/// What a column of dates says about each row.
pub(super) struct Dates<'a> {
    column: &'a Column,
    days: Days<'a>,
    empty: Vec<bool>,
    as_of: i32,
}

impl<'a> Dates<'a> {
    pub(super) fn new(table: &'a Table, name: &str, offset: UtcOffset, as_of: i32) -> Result<Dates<'a>> {
        let column = table.column(name)?;
        let days = if column.null_count() == column.len() { Days::Counted(Vec::new()) } else { column.days(offset)? };
        Ok(Dates { column, days, empty: column.empty_cells()?, as_of })
    }

    /// The day of a row.
    pub(super) fn get(&self, row: usize) -> Day {
        match self.days.get(row) {
            Days::NONE if self.empty.get(row) == Some(&true) => Day::Empty,
            day if day > self.as_of => Day::Unusable, // Days::NONE is later than any other
            day => Day::On(day),
        }
    }

    /// Lists a row that has no day which can be used.
    pub(super) fn leave_out(&self, row: usize, skipped: &mut Skipped) {
        let reason = || match self.days.get(row) {
            Days::NONE => self.column.date_problem(row).reason,
            _ => "the date is after asOf".to_owned(),
        };
        leave_out(skipped, row, self.column.name(), &reason);
    }
}

/// What a row has in a column of dates.
pub(super) enum Day {
    Empty,
    On(i32),
    /// No date, or one after `asOf`.
    Unusable,
}

/// Lists a row that was left out. The reason is asked for only if it is to be listed.
pub(super) fn leave_out(skipped: &mut Skipped, row: usize, column: &str, reason: &dyn Fn() -> String) {
    skipped.add(row as u64, || (column.to_owned(), reason()));
}

/// A column of numbers, one for each customer.
pub(super) fn floats(count: usize, value: &dyn Fn(usize) -> f64) -> Result<ColumnData> {
    try_collect((0..count).map(value)).map(ColumnData::Floats)
}
