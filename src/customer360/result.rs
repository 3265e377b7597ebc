//! What [`customer_360`](super::customer_360) finds.

use super::conflicts::FieldReport;
use super::freshness::FreshnessReport;
use super::history::HistoryReport;
use crate::error::Result;
use crate::skipped::Skipped;
use crate::table::{ColumnData, Table, TextBuilder};
use serde::Serialize;

/// What [`customer_360`](super::customer_360) finds.
#[derive(Clone, Debug)]
pub struct Customer360 {
    /// A row for each customer, in the order of the table: the column of the customer; `completeness`; `missingFields`, the names of the
    /// fields that nobody has filled; `completeness.` with the name of each department; `departments`, the names of those that know the
    /// customer, and `departmentCount`; `conflicts`, the number of fields in conflict. With a history `historyCoverage`,
    /// `historyMissing`, `events`, `lastEvent`. With dates of updates `lastUpdated`, `ageDays`, `isFresh`, `updates30`, `updates90`,
    /// `updatesPerMonth`. Names stand in one text with ", " between them; the text is null where there are none.
    pub customers: Table,
    /// The customer, `source` (department, history or updates), `department`, `rows`: the customers of whom the master table does not know.
    pub unknown_customers: Table,
    /// The customer, `column` (the field), `values`, `departments`, `distinctValues`: every field whose sources disagree. The values
    /// stand in one text with " | " between them, and so do the departments that have each.
    pub conflicts: Table,
    /// The figures of all.
    pub report: Customer360Report,
}

/// The figures of all customers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Customer360Report {
    /// The most important ones.
    pub summary: Summary,
    /// The departments, in the order given.
    pub departments: Vec<DepartmentReport>,
    /// The fields, in the order in which the departments name them.
    pub fields: Vec<FieldReport>,
    /// How many customers two departments know both.
    pub overlap: Overlap,
    /// The history, if there is one.
    pub history: Option<HistoryReport>,
    /// The freshness, if there are dates of updates.
    pub freshness: Option<FreshnessReport>,
    /// The rows of the master table that were left out, and its dates that cannot be used.
    pub skipped: Skipped,
}

/// The most important figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// The customers of the master table.
    pub customers: u64,
    /// The mean of their completeness; none without customers.
    pub completeness: Option<f64>,
    /// The customers of whom every field is known.
    pub complete: u64,
    /// Their share.
    pub complete_share: Option<f64>,
    /// How many customers are known to 0, 1, 2 ... departments.
    pub known_to: Vec<u64>,
    /// The share of customers whom two departments or more know.
    pub shared_share: Option<f64>,
    /// The fields of customers that are in conflict.
    pub conflicts: u64,
    /// 1 - conflicts / what could be compared; none where nothing could.
    pub consistency: Option<f64>,
    /// The customers in other tables that the master table does not have, each counted once.
    pub unknown_customers: u64,
}

/// A department.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DepartmentReport {
    /// The department.
    pub department: String,
    /// The rows of its table that are about a customer of the master table.
    pub records: u64,
    /// The customers that it knows: those in its table, or without one those of whom it has filled any field.
    pub customers: u64,
    /// Their share of the customers.
    pub coverage: Option<f64>,
    /// The mean completeness of all customers in its fields.
    pub completeness: Option<f64>,
    /// The same of the customers that it knows.
    pub completeness_of_known: Option<f64>,
    /// Its columns.
    pub columns: Vec<ColumnFill>,
    /// The customers in its table that the master table does not have.
    pub unknown_customers: u64,
    /// The customers of whom a day of an update is known; none unless the department has dates of updates.
    pub dated: Option<u64>,
    /// Their median age in days.
    pub median_age_days: Option<f64>,
    /// How many of the customers that it knows meet the target; none without one.
    pub fresh: Option<u64>,
    /// Their share of the customers that it knows.
    pub fresh_share: Option<f64>,
    /// The rows of its table that were left out, and the cells that cannot be used.
    pub skipped: Skipped,
}

/// A column of a department.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnFill {
    /// The column.
    pub column: String,
    /// The field that it is.
    pub field: String,
    /// For how many customers it is filled.
    pub filled: u64,
    /// Their share of all customers.
    pub fill_rate: Option<f64>,
    /// Their share of the customers that the department knows.
    pub fill_rate_of_known: Option<f64>,
}

/// How many customers two departments know both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Overlap {
    /// The departments.
    pub departments: Vec<String>,
    /// For each of them, with each of them, the number of customers; with itself those that it knows.
    pub customers: Vec<Vec<u64>>,
}

/// A share; none of nothing.
pub(super) fn share(part: u64, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

/// A column of lists of names.
#[derive(Default)]
pub(super) struct Names {
    texts: TextBuilder,
    buffer: String,
}

impl Names {
    pub(super) fn push<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> Result<()> {
        self.buffer.clear();
        for name in names {
            if !self.buffer.is_empty() {
                self.buffer.push_str(", ");
            }
            self.buffer.push_str(name);
        }
        self.texts.push((!self.buffer.is_empty()).then_some(self.buffer.as_str()))
    }

    pub(super) fn finish(self) -> ColumnData {
        self.texts.finish()
    }
}
