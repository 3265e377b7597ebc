//! Duplicates and linkage. What was found stays here, so that any pair can be explained.

use super::options::{Fault, FromJs, entries, one_of, options_of};
use super::table::RawTable;
use super::{options, report, thrown};
use crate::duplicates::{
    DuplicateOptions, Duplicates, Field, FieldKind, LevelReport, PairContribution, SkippedBlock, find_duplicates,
    link_records, with_keys, without_pair,
};
use crate::error::{Error, Result as Outcome};
use crate::options::Locale;
use crate::table::Table;
use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The options of a search within a table.
#[derive(Default)]
struct SearchOptions {
    fields: Fields,
    key: Option<String>,
    threshold: Option<f64>,
    max_pairs: Option<f64>,
    blocking: Option<Vec<Vec<String>>>,
    locale: Option<Locale>,
}

options_of!(SearchOptions {
    "fields" => fields,
    "key" => key,
    "threshold" => threshold,
    "maxPairs" => max_pairs,
    "blocking" => blocking,
    "locale" => locale,
});

/// The options of a search across two tables.
#[derive(Default)]
struct LinkOptions {
    fields: Fields,
    key: Option<String>,
    threshold: Option<f64>,
    max_pairs: Option<f64>,
    blocking: Option<Vec<Vec<String>>>,
    locale: Option<Locale>,
    right_columns: Option<Names>,
    right_key: Option<String>,
    one_to_one: Option<bool>,
}

options_of!(LinkOptions {
    "fields" => fields,
    "key" => key,
    "threshold" => threshold,
    "maxPairs" => max_pairs,
    "blocking" => blocking,
    "locale" => locale,
    "rightColumns" => right_columns,
    "rightKey" => right_key,
    "oneToOne" => one_to_one,
});

/// What each column is.
#[derive(Default)]
struct Fields(Vec<Field>);

impl FromJs for Fields {
    fn from_js(value: &JsValue) -> Result<Fields, Fault> {
        let field = |(column, value): (String, JsValue)| match one_of(&value, &FieldKind::ALL) {
            Ok(kind) => Ok(Field::new(column, kind)),
            Err(fault) => Err(fault.inside(column)),
        };
        entries(value)?.into_iter().map(field).collect::<Result<_, _>>().map(Fields)
    }
}

/// The names that columns have elsewhere.
struct Names(Vec<(String, String)>);

impl FromJs for Names {
    fn from_js(value: &JsValue) -> Result<Names, Fault> {
        let name = |(column, value): (String, JsValue)| match String::from_js(&value) {
            Ok(other) => Ok((column, other)),
            Err(fault) => Err(fault.inside(column)),
        };
        entries(value)?.into_iter().map(name).collect::<Result<_, _>>().map(Names)
    }
}

/// What a search has found.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawDuplicates {
    found: Duplicates,
    pairs: Table,
    unmatched: Option<Table>,
    fields: Vec<Field>,
    locale: Locale,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FoundReport<'a> {
    candidate_pairs: u64,
    pairs_dropped: u64,
    blocks_skipped: Vec<BlockReport<'a>>,
    model: ModelReport<'a>,
}

#[derive(Serialize)]
struct BlockReport<'a> {
    rule: &'a str,
    value: &'a str,
    rows: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelReport<'a> {
    match_share: f64,
    prior: f64,
    iterations: u64,
    fields: Vec<FieldReport<'a>>,
}

#[derive(Serialize)]
struct FieldReport<'a> {
    field: &'a str,
    label: &'a str,
    levels: Vec<LevelOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LevelOut<'a> {
    level: &'a str,
    m: f64,
    u: f64,
    match_weight: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PairReport<'a> {
    prior: f64,
    contributions: Vec<ContributionReport<'a>>,
    match_weight: f64,
    probability: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContributionReport<'a> {
    field: &'a str,
    label: &'a str,
    level: &'a str,
    value_a: &'a Option<String>,
    value_b: &'a Option<String>,
    match_weight: f64,
    frequency_adjustment: f64,
    total: f64,
}

fn block_report(own: &SkippedBlock) -> BlockReport<'_> {
    BlockReport { rule: &own.rule, value: &own.value, rows: own.rows }
}

fn level_report(own: &LevelReport) -> LevelOut<'_> {
    let LevelReport { level, m, u, match_weight } = own;
    LevelOut { level, m: *m, u: *u, match_weight: *match_weight }
}

#[wasm_bindgen]
impl RawDuplicates {
    /// The pairs.
    pub fn pairs(&self) -> RawTable {
        RawTable(self.pairs.clone())
    }

    /// The clusters.
    pub fn clusters(&self) -> RawTable {
        RawTable(self.found.clusters.clone())
    }

    /// In a linkage, the records of the left table that are in no pair.
    pub fn unmatched(&self) -> Option<RawTable> {
        self.unmatched.clone().map(RawTable)
    }

    /// What there is besides tables.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        let Duplicates { candidate_pairs, pairs_dropped, blocks_skipped, model, .. } = &self.found;
        let fields = model.fields.iter().map(|field| FieldReport {
            field: &field.field,
            label: self.label(&field.field),
            levels: field.levels.iter().map(level_report).collect(),
        });
        report(&FoundReport {
            candidate_pairs: *candidate_pairs,
            pairs_dropped: *pairs_dropped,
            blocks_skipped: blocks_skipped.iter().map(block_report).collect(),
            model: ModelReport {
                match_share: model.match_share,
                prior: model.prior,
                iterations: model.iterations,
                fields: fields.collect(),
            },
        })
    }

    /// Why two rows have their match weight.
    pub fn explain(&self, row_a: f64, row_b: f64) -> Result<JsValue, JsValue> {
        let why = self.found.explain(place(row_a, "rowA")?, place(row_b, "rowB")?).map_err(thrown)?;
        let mut total = why.prior;
        let add = |own: &PairContribution| {
            total += own.match_weight;
            total
        };
        let totals: Vec<f64> = why.contributions.iter().map(add).collect();
        let contributions = why.contributions.iter().zip(totals).map(|(own, total)| ContributionReport {
            field: &own.field,
            label: self.label(&own.field),
            level: &own.level,
            value_a: &own.value_a,
            value_b: &own.value_b,
            match_weight: own.match_weight,
            frequency_adjustment: own.frequency_adjustment,
            total,
        });
        report(&PairReport {
            prior: why.prior,
            contributions: contributions.collect(),
            match_weight: why.match_weight,
            probability: why.probability,
        })
    }
}

impl RawDuplicates {
    /// What the kind of a column is called.
    fn label(&self, column: &str) -> &'static str {
        let field = self.fields.iter().find(|field| field.column == column);
        field.map_or("", |field| field.kind.label(self.locale))
    }
}

fn place(row: f64, name: &str) -> Result<usize, JsValue> {
    if row >= 0.0 && row == row.trunc() {
        return Ok(row as usize);
    }
    Err(thrown(
        Error::invalid_option(format!("{name} is not a whole number from 0 on"))
            .with_help("Give the numbers of two rows, counted from 0."),
    ))
}

/// How often a callback is called at most.
const CALLS: u64 = 100;

/// Hands on progress, a hundred times at most. What the callback throws ends the search; the facade knows what it was.
fn reporter(callback: &JsValue) -> impl FnMut(u64, u64) -> Outcome<()> {
    let callback = callback.dyn_ref::<Function>().cloned();
    let mut next = 0;
    move |done, total| {
        let Some(callback) = &callback else { return Ok(()) };
        if done < next && done < total {
            return Ok(());
        }
        next = done + total.div_ceil(CALLS).max(1);
        let arguments = (JsValue::from_f64(done as f64), JsValue::from_f64(total as f64));
        match callback.call2(&JsValue::UNDEFINED, &arguments.0, &arguments.1) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::invalid_option("onProgress has thrown")),
        }
    }
}

/// Finds duplicates within a table.
#[wasm_bindgen(js_name = findDuplicates)]
pub fn raw_find_duplicates(records: &RawTable, settings: JsValue, progress: JsValue) -> Result<RawDuplicates, JsValue> {
    let SearchOptions { fields, key, threshold, max_pairs, blocking, locale } = options(settings)?;
    let own = DuplicateOptions { fields: fields.0, key, threshold, max_pairs, blocking, locale };
    let found = find_duplicates(&records.0, &own, &mut reporter(&progress)).map_err(thrown)?;
    let pairs = found.pairs.clone();
    Ok(RawDuplicates { found, pairs, unmatched: None, fields: own.fields, locale: locale.unwrap_or_default() })
}

/// Finds the records of one table in another.
#[wasm_bindgen(js_name = linkRecords)]
pub fn raw_link_records(
    left: &RawTable,
    right: &RawTable,
    settings: JsValue,
    progress: JsValue,
) -> Result<RawDuplicates, JsValue> {
    let LinkOptions { mut fields, key, threshold, max_pairs, blocking, locale, right_columns, right_key, one_to_one } =
        options(settings)?;
    for (column, right) in right_columns.into_iter().flat_map(|names| names.0) {
        let Some(field) = fields.0.iter_mut().find(|field| field.column == column) else {
            let message = format!("rightColumns: \"{column}\" is not among the fields");
            return Err(thrown(
                Error::invalid_option(message)
                    .with_help("Give the name of the left column, and that of the right one as its value."),
            ));
        };
        field.right_column = Some(right);
    }
    let own = DuplicateOptions { fields: fields.0, key: None, threshold, max_pairs, blocking, locale };
    let found = link_records(&left.0, &right.0, &own, &mut reporter(&progress)).map_err(thrown)?;
    let kept = if one_to_one == Some(true) { &found.one_to_one } else { &found.pairs };
    let unmatched = without_pair(kept, &left.0, key.as_deref()).map_err(thrown)?;
    let pairs = with_keys(kept, (&left.0, key.as_deref()), (&right.0, right_key.as_deref())).map_err(thrown)?;
    let (unmatched, locale) = (Some(unmatched), locale.unwrap_or_default());
    Ok(RawDuplicates { found, pairs, unmatched, fields: own.fields, locale })
}
