//! Which departments have had to do with each customer.

use super::known::NEVER;
use super::options::{Department, HistoryTable, Settings};
use super::result::Names;
use super::source::{Customers, Dates, Day, floats, leave_out};
use crate::error::{Error, Result, quoted, try_collect, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::stats::order::sorted_texts;
use crate::table::{ColumnData, ColumnType, TableBuilder};
use serde::Serialize;

/// A department in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HistoryDepartment {
    /// The department.
    pub department: String,
    /// Whether every customer is expected to have had to do with it.
    pub expected: bool,
    /// Its events with customers of the master table.
    pub events: u64,
    /// The customers with an event.
    pub customers: u64,
}

/// How complete the history is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryReport {
    /// The mean of the customers' coverage; none without customers.
    pub coverage: Option<f64>,
    /// The customers with an event of every expected department.
    pub complete: u64,
    /// The customers without any event.
    pub without_events: u64,
    /// The events that count.
    pub events: u64,
    /// The expected departments in their order, then the others by name.
    pub departments: Vec<HistoryDepartment>,
    /// The rows that were left out.
    pub skipped: Skipped,
}

/// The history, read.
pub(super) struct History<'a> {
    expected: Vec<&'a str>,
    /// For each expected department, whether each customer has an event.
    seen: Vec<Vec<bool>>,
    events: Vec<i32>,
    last: Vec<i32>,
    report: HistoryReport,
    pub(super) unknown: Vec<(i32, i32)>,
}

impl<'a> History<'a> {
    pub(super) fn read(
        given: &'a HistoryTable,
        departments: &'a [Department],
        customers: &mut Customers,
        settings: &Settings<'_>,
    ) -> Result<History<'a>> {
        History::of(given, departments, customers, settings).map_err(|error| error.inside("history"))
    }

    fn of(
        given: &'a HistoryTable,
        departments: &'a [Department],
        customers: &mut Customers,
        settings: &Settings<'_>,
    ) -> Result<History<'a>> {
        let expected: Vec<&str> = match &given.expected {
            Some(names) => names.iter().map(String::as_str).collect(),
            None => departments.iter().map(|department| department.name.as_str()).collect(),
        };
        let twice = |place: &usize| expected.iter().take(*place).any(|name| expected.get(*place) == Some(name));
        if let Some(name) = (0..expected.len()).find(twice).and_then(|place| expected.get(place)) {
            return Err(Error::invalid_option(format!("expected has {} twice", quoted(name))));
        }
        if expected.is_empty() {
            return Err(Error::invalid_option("expected is empty")
                .with_help("List the departments that every customer should have had to do with."));
        }
        let table = &given.table;
        let places = customers.places(table, given.key.as_deref().unwrap_or(settings.key))?;
        let date_name = given.date.as_deref().unwrap_or("date");
        let dates = Dates::new(table, date_name, settings.offset, settings.as_of)?;
        let department_name = given.department.as_deref().unwrap_or("department");
        let department_column = table.column(department_name)?;
        let as_text = department_column.cast(ColumnType::String)?;
        let ColumnData::Text { codes, dictionary } = as_text.data() else {
            return Err(Error::internal("departments are not texts"));
        };
        // Each name, without the white space around it, is one of the expected departments or one of the others.
        let mut others: Vec<&str> = Vec::new();
        let mut department_of = try_vec(dictionary.len())?;
        for name in dictionary.iter().map(str::trim) {
            department_of.push(if name.is_empty() {
                None
            } else if let Some(place) = expected.iter().position(|expected| *expected == name) {
                Some(place)
            } else if let Some(place) = others.iter().position(|other| *other == name) {
                Some(expected.len() + place)
            } else {
                others.push(name);
                Some(expected.len() + others.len() - 1)
            });
        }
        let all = expected.len() + others.len();
        let mut seen = try_vec(all)?;
        for _ in 0..all {
            seen.push(try_filled(customers.len(), false)?);
        }
        let mut events_of = try_filled(all, 0_u64)?;
        let (mut events, mut last) = (try_filled(customers.len(), 0)?, try_filled(customers.len(), NEVER)?);
        let mut skipped = places.skipped;
        for (row, (&place, &code)) in places.of_rows.iter().zip(codes).enumerate() {
            let Ok(place) = usize::try_from(place) else { continue };
            let department =
                usize::try_from(code).ok().and_then(|code| department_of.get(code)).copied().unwrap_or_default();
            let Some(department) = department else {
                leave_out(&mut skipped, row, department_name, &|| department_column.group_problem(row).reason);
                continue;
            };
            let Day::On(day) = dates.get(row) else {
                dates.leave_out(row, &mut skipped);
                continue;
            };
            if given.window_days.is_some_and(|days| i64::from(settings.as_of - day) >= i64::from(days)) {
                continue;
            }
            if let Some(count) = events_of.get_mut(department) {
                *count += 1;
            }
            if let Some(seen) = seen.get_mut(department).and_then(|seen| seen.get_mut(place)) {
                *seen = true;
            }
            if let (Some(events), Some(last)) = (events.get_mut(place), last.get_mut(place)) {
                *events += 1;
                *last = (*last).max(day);
            }
        }
        let named = |place: usize, name: &str| HistoryDepartment {
            department: name.to_owned(),
            expected: place < expected.len(),
            events: events_of.get(place).copied().unwrap_or_default(),
            customers: seen.get(place).map_or(0, |seen| seen.iter().filter(|seen| **seen).count() as u64),
        };
        let mut reports: Vec<HistoryDepartment> =
            expected.iter().enumerate().map(|(place, name)| named(place, name)).collect();
        for other in sorted_texts(try_collect(others.iter().map(|name| name.as_bytes()))?)? {
            if let Some(name) = others.get(other as usize) {
                reports.push(named(expected.len() + other as usize, name));
            }
        }
        let report = HistoryReport {
            coverage: None,
            complete: 0,
            without_events: events.iter().filter(|events| **events == 0).count() as u64,
            events: events_of.iter().sum(),
            departments: reports,
            skipped,
        };
        seen.truncate(expected.len());
        Ok(History { expected, seen, events, last, report, unknown: places.unknown })
    }

    /// Adds the columns of the customers.
    pub(super) fn finish(mut self, builder: &mut TableBuilder) -> Result<HistoryReport> {
        let customers = self.events.len();
        let mut covered = try_vec(customers)?;
        let mut missing = Names::default();
        for customer in 0..customers {
            let has = |seen: &Vec<bool>| seen.get(customer) == Some(&true);
            covered.push(self.seen.iter().filter(|seen| has(seen)).count());
            missing.push(self.expected.iter().zip(&self.seen).filter(|(_, seen)| !has(seen)).map(|(name, _)| *name))?;
        }
        let expected = self.expected.len();
        let share = |covered: usize| covered as f64 / expected as f64;
        let coverage = floats(customers, &|customer| covered.get(customer).copied().map_or(0.0, share))?;
        self.report.complete = covered.iter().filter(|covered| **covered == expected).count() as u64;
        let all: usize = covered.iter().sum();
        self.report.coverage = (customers > 0).then(|| share(all) / customers as f64);
        let day = |&day: &i32| (day != NEVER).then_some(day);
        builder.add("historyCoverage", coverage)?;
        builder.add("historyMissing", missing.finish())?;
        builder.add("events", ColumnData::Integers(self.events))?;
        builder.add("lastEvent", ColumnData::days(self.last.iter().map(day))?)?;
        Ok(self.report)
    }
}
