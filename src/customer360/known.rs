//! What each department knows: the fields that it has filled, for which customers.

use super::options::{Department, Settings};
use super::source::{Customers, Dates, Day, Places, filled, leave_out};
use crate::error::{Error, Result, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::table::{Column, Table};

/// A department, read.
pub(super) struct Known {
    /// One for each of its fields, in order.
    pub(super) fields: Vec<KnownField>,
    /// Whether it knows each customer.
    pub(super) knows: Vec<bool>,
    /// The day on which its data of each customer were last updated; [`NEVER`] where no day is known.
    pub(super) last_updated: Option<Vec<i32>>,
    /// The rows that are about a customer of the master table.
    pub(super) records: u64,
    pub(super) unknown: Vec<(i32, i32)>,
    pub(super) skipped: Skipped,
}

/// A field of a department.
pub(super) struct KnownField {
    /// The place among all fields.
    pub(super) field: usize,
    pub(super) column: Column,
    /// Whether the column is one of the master table.
    pub(super) is_master: bool,
    /// The row that says what the department has for each customer: of those with a value the one that was updated last, of these the
    /// last; negative where there is none.
    pub(super) rows: Vec<i32>,
}

impl KnownField {
    /// How many customers have a value.
    pub(super) fn count(&self) -> u64 {
        self.rows.iter().filter(|row| **row >= 0).count() as u64
    }
}

/// Before any day.
pub(super) const NEVER: i32 = i32::MIN;

impl Known {
    /// Reads a department. `each_update` is told the customer and the day of every update that its table has a date of.
    pub(super) fn read(
        department: &Department,
        master: &Table,
        customers: &mut Customers,
        settings: &Settings<'_>,
        each_update: &mut dyn FnMut(i32, i32),
    ) -> Result<Known> {
        let inside = |error: Error| error.inside(&format!("departments.{}", department.name));
        let (table, places) = match &department.table {
            None => {
                let of_rows = customers.places.clone();
                (master, Places { of_rows, unknown: Vec::new(), skipped: Skipped::default() })
            }
            Some(table) => {
                let key = department.key.as_deref().unwrap_or(settings.key);
                (table, customers.places(table, key).map_err(inside)?)
            }
        };
        let mut known = Known {
            fields: try_vec(department.fields.len())?,
            knows: try_filled(customers.len(), false)?,
            last_updated: None,
            records: places.of_rows.iter().filter(|place| **place >= 0).count() as u64,
            unknown: places.unknown,
            skipped: places.skipped,
        };
        let mut days = Vec::new();
        if let Some(name) = &department.updated_at {
            let skipped = &mut known.skipped;
            let read = read_updates(table, name, &places.of_rows, customers.len(), settings, skipped, each_update);
            let (last, rows) = read.map_err(inside)?;
            known.last_updated = Some(last);
            days = rows;
        }
        let is_master = department.table.is_none();
        for named in &department.fields {
            let column = table.column(&named.column).map_err(inside)?;
            let has_value = filled(column, settings)?;
            let is_odd = |&(row, has): &(usize, &bool)| *has && column.cell(row).is_null();
            for (row, _) in has_value.iter().enumerate().filter(|_| column.has_invalid()).filter(is_odd) {
                const WANTED: &str = "a value of the same type as in the other rows: it counts, and is not compared";
                let reason = || column.invalid_problem(row, WANTED).map_or_else(String::new, |problem| problem.reason);
                leave_out(&mut known.skipped, row, &named.column, &reason);
            }
            let mut rows = try_filled(customers.len(), -1)?;
            for (row, (&place, _)) in places.of_rows.iter().zip(&has_value).enumerate().filter(|(_, (_, has))| **has) {
                let Some(kept) = usize::try_from(place).ok().and_then(|place| rows.get_mut(place)) else { continue };
                let day = |row: usize| days.get(row).copied().unwrap_or(NEVER);
                if *kept < 0 || day(row) >= day(*kept as usize) {
                    *kept = row as i32;
                }
            }
            if is_master {
                known.knows.iter_mut().zip(&rows).for_each(|(knows, &row)| *knows |= row >= 0);
            }
            known.fields.push(KnownField {
                field: settings.field(&named.field),
                column: column.clone(),
                is_master,
                rows,
            });
        }
        if !is_master {
            for &place in &places.of_rows {
                if let Some(knows) = usize::try_from(place).ok().and_then(|place| known.knows.get_mut(place)) {
                    *knows = true;
                }
            }
        }
        Ok(known)
    }
}

/// The last day of each customer, and the day of each row, by a column of dates. A date that cannot be used is listed.
pub(super) fn read_updates(
    table: &Table,
    name: &str,
    places: &[i32],
    customers: usize,
    settings: &Settings<'_>,
    skipped: &mut Skipped,
    each: &mut dyn FnMut(i32, i32),
) -> Result<(Vec<i32>, Vec<i32>)> {
    let dates = Dates::new(table, name, settings.offset, settings.as_of)?;
    let (mut last, mut days) = (try_filled(customers, NEVER)?, try_filled(places.len(), NEVER)?);
    for ((row, &place), day_of_row) in places.iter().enumerate().zip(&mut days) {
        let Some(last) = usize::try_from(place).ok().and_then(|place| last.get_mut(place)) else { continue };
        match dates.get(row) {
            Day::Empty => {}
            Day::On(day) => {
                each(place, day);
                *last = (*last).max(day);
                *day_of_row = day;
            }
            Day::Unusable => dates.leave_out(row, skipped),
        }
    }
    Ok((last, days))
}
