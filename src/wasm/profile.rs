//! Profiles, suggestions and comparisons.

use super::options::options_of;
use super::table::{JsCell, RawResult, RawTable};
use super::{options, report, thrown};
use crate::profile::{
    Bin, Categories, ColumnComparison, ColumnProfile, Evidence, Lengths, Meaning, Parameter, PatternCount,
    QUANTILE_LEVELS, SnapshotComparison, SnapshotOptions, SuggestOptions, Suggestion, TwoCounts, ValueCount,
    compare_snapshots, profile_table, suggest_checks,
};
use crate::table::ColumnType;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

options_of!(SnapshotOptions { "key" => key, "driftThreshold" => drift_threshold, });

options_of!(SuggestOptions { "asOf" => as_of, "utcOffset" => utc_offset, "locale" => locale, });

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProfileReport<'a> {
    rows: u64,
    duplicate_rows: u64,
    quantile_levels: [f64; 7],
    columns: Vec<ColumnReport<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ColumnReport<'a> {
    name: &'a str,
    r#type: &'static str,
    nulls: u64,
    unreadable: u64,
    distinct: u64,
    unique: u64,
    min: JsCell<'a>,
    max: JsCell<'a>,
    mean: Option<f64>,
    standard_deviation: Option<f64>,
    quantiles: Option<&'a [f64]>,
    zeros: Option<u64>,
    negatives: Option<u64>,
    infinite: Option<u64>,
    blanks: Option<u64>,
    padded: Option<u64>,
    lengths: Option<Lengths>,
    top: Vec<TopValue<'a>>,
    patterns: &'a [PatternCount],
    other_patterns: u64,
    meaning: Option<Meaning>,
}

#[derive(Serialize)]
struct TopValue<'a> {
    value: JsCell<'a>,
    count: u64,
}

fn column_report(column: &ColumnProfile) -> ColumnReport<'_> {
    ColumnReport {
        name: &column.name,
        r#type: column.column_type.name(),
        nulls: column.nulls,
        unreadable: column.unreadable,
        distinct: column.distinct,
        unique: column.unique,
        min: JsCell(&column.min),
        max: JsCell(&column.max),
        mean: column.mean,
        standard_deviation: column.standard_deviation,
        quantiles: column.quantiles.as_deref(),
        zeros: column.zeros,
        negatives: column.negatives,
        infinite: column.infinite,
        blanks: column.blanks,
        padded: column.padded,
        lengths: column.lengths,
        top: column
            .top
            .iter()
            .map(|ValueCount { value, count }| TopValue { value: JsCell(value), count: *count })
            .collect(),
        patterns: &column.patterns,
        other_patterns: column.other_patterns,
        meaning: column.meaning,
    }
}

/// What a table holds.
#[wasm_bindgen(js_name = profileTable)]
pub fn profile_table_of(table: &RawTable) -> Result<JsValue, JsValue> {
    let found = profile_table(&table.0).map_err(thrown)?;
    report(&ProfileReport {
        rows: found.rows,
        duplicate_rows: found.duplicate_rows,
        quantile_levels: QUANTILE_LEVELS,
        columns: found.columns.iter().map(column_report).collect(),
    })
}

/// A suggestion as the check that it is.
struct SuggestedCheck<'a>(&'a Suggestion);

impl Serialize for SuggestedCheck<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Suggestion { check, column, parameters, mostly, severity, evidence } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("check", check)?;
        match *check {
            "unique" => map.serialize_entry("columns", &[column])?,
            "compare" => map.serialize_entry("left", column)?,
            _ => map.serialize_entry("column", column)?,
        }
        for (name, value) in parameters {
            map.serialize_entry::<str, Parameter>(name, value)?;
        }
        if let Some(mostly) = mostly {
            map.serialize_entry("mostly", mostly)?;
        }
        if let Some(severity) = severity {
            map.serialize_entry("severity", severity)?;
        }
        map.serialize_entry::<str, Evidence>("evidence", evidence)?;
        map.end()
    }
}

/// Checks that fit a table.
#[wasm_bindgen(js_name = suggestChecks)]
pub fn suggest_checks_of(table: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    let found = suggest_checks(&table.0, &options(settings)?).map_err(thrown)?;
    report(&found.iter().map(SuggestedCheck).collect::<Vec<_>>())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ComparisonReport<'a> {
    rows: TwoCounts,
    rows_added: Option<u64>,
    rows_removed: Option<u64>,
    rows_changed: Option<u64>,
    duplicate_keys: Option<TwoCounts>,
    without_key: Option<TwoCounts>,
    columns: Vec<ComparedColumn<'a>>,
    added: Vec<String>,
    removed: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ComparedColumn<'a> {
    name: &'a str,
    type_before: Option<&'static str>,
    type_after: Option<&'static str>,
    fill_rate_before: f64,
    fill_rate_after: f64,
    population_stability_index: Option<f64>,
    drifted: bool,
    bins: &'a [Bin],
    new_categories: Option<&'a Categories>,
    lost_categories: Option<&'a Categories>,
    changed: Option<u64>,
}

fn compared_column(column: &ColumnComparison) -> ComparedColumn<'_> {
    ComparedColumn {
        name: &column.name,
        type_before: column.type_before.map(ColumnType::name),
        type_after: column.type_after.map(ColumnType::name),
        fill_rate_before: column.fill_rate_before,
        fill_rate_after: column.fill_rate_after,
        population_stability_index: column.population_stability_index,
        drifted: column.drifted,
        bins: &column.bins,
        new_categories: column.new_categories.as_ref(),
        lost_categories: column.lost_categories.as_ref(),
        changed: column.changed,
    }
}

/// What has changed between two snapshots.
#[wasm_bindgen(js_name = compareSnapshots)]
pub fn compare_snapshots_of(before: &RawTable, after: &RawTable, settings: JsValue) -> Result<RawResult, JsValue> {
    let found = compare_snapshots(&before.0, &after.0, &options(settings)?).map_err(thrown)?;
    let SnapshotComparison { rows, rows_added, rows_removed, rows_changed, duplicate_keys, without_key, .. } = found;
    let report = ComparisonReport {
        rows,
        rows_added,
        rows_removed,
        rows_changed,
        duplicate_keys,
        without_key,
        columns: found.columns.iter().map(compared_column).collect(),
        added: found.added,
        removed: found.removed,
    };
    RawResult::new(found.changes.into_iter().collect(), &report)
}
