//! Test bodies that run natively and as WebAssembly alike. `case` is the test attribute of the one or the other.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // A test may panic.

mod assignment;
mod chi_square;
mod clv_accuracy;
mod clv_covariates;
mod clv_forecast;
mod clv_historic;
mod clv_models;
mod clv_simulate;
mod clv_stress;
mod clv_summary;
mod clv_uncertainty;
mod clv_validation;
mod cohorts;
mod csv;
mod customer360;
mod duplicates;
mod engagement;
mod filter;
mod interval;
mod junk;
mod lead;
mod lead_model;
mod lead_model_golden;
mod lead_model_weights;
mod linkage;
mod merge;
mod migration;
mod number;
mod optimize;
mod order;
mod privacy;
mod profile_golden;
mod profile_snapshots;
mod profile_suggest;
mod profile_table;
mod quality_checks;
mod quality_history;
mod quantile;
mod random;
mod rates;
mod rates_customers;
mod rates_subscriptions;
mod rfm;
mod rfm_cdnow;
mod rfm_summary;
mod sbg;
mod special;
mod sum;
mod survival;
mod survival_durations;
mod survival_lifelines;
mod table;
mod time;
mod validity_codes;
mod validity_email;
mod validity_phone;
mod words_company;
mod words_names;
mod words_similarity;

use custometry::Error;
use custometry::table::{Column, ColumnData, Table};

/// Asserts that two numbers agree to a relative tolerance.
#[track_caller]
fn assert_close(left: f64, right: f64, tolerance: f64) {
    let scale = left.abs().max(right.abs()).max(1.0);
    assert!((left - right).abs() <= tolerance * scale, "{left} is not {right} to {tolerance:e}");
}

fn table(csv: &str) -> Table {
    Table::from_csv(csv.as_bytes(), &Default::default()).unwrap()
}

/// The cells of a column as text, null as "".
fn cells(column: &Column) -> Vec<String> {
    let text = column.cast(custometry::table::ColumnType::String).unwrap();
    (0..text.len()).map(|row| text.text(row).unwrap_or_default().to_owned()).collect()
}

fn integers(table: &Table, name: &str) -> Vec<i32> {
    match table.column(name).unwrap().data() {
        ColumnData::Integers(values) => values.clone(),
        other => panic!("{name} is {other:?}"),
    }
}

/// An error as code, row and column.
fn place(error: &Error) -> (&'static str, Option<usize>, Option<&str>) {
    (error.kind().code(), error.row(), error.column())
}
