//! Merging duplicates. The suggestion stays here, so that single clusters can be asked about.

use super::options::{Fault, FromJs, entries, one_of, options_of};
use super::table::{JsCell, RawTable};
use super::{options, report, thrown};
use crate::duplicates::FieldKind;
use crate::merge::{
    FieldSuggestion, MergeChoice, MergeOptions, MergeRule, OtherValue, SourcePriority, SuggestedMerge, ValueKind,
    suggest_merge,
};
use crate::table::Cell;
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(MergeOptions {
    "key" => key,
    "updatedAt" => updated_at,
    "priority" => priority,
    "fields" => fields,
    "rules" => rules,
    "defaultRules" => default_rules,
    "survivor" => survivor,
    "together" => together,
    "choices" => choices,
    "region" => region,
    "locale" => locale,
});

options_of!(SourcePriority { "column" => column, "values" => values, });

options_of!(MergeChoice { "row" => row, "column" => column, });

impl FromJs for MergeRule {
    fn from_js(value: &JsValue) -> Result<MergeRule, Fault> {
        one_of(value, &MergeRule::ALL.map(|rule| (rule.name(), rule)))
    }
}

/// The rules of each column: a list, or one of them.
impl FromJs for Vec<(String, Vec<MergeRule>)> {
    fn from_js(value: &JsValue) -> Result<Vec<(String, Vec<MergeRule>)>, Fault> {
        let read = |(name, value): (String, JsValue)| {
            let rules = match value.as_string() {
                Some(_) => MergeRule::from_js(&value).map(|rule| vec![rule]),
                None => Vec::from_js(&value),
            };
            match rules {
                Ok(rules) => Ok((name, rules)),
                Err(fault) => Err(fault.inside(name)),
            }
        };
        entries(value)?.into_iter().map(read).collect()
    }
}

/// What each column is, in the words of the search for duplicates.
impl FromJs for Vec<(String, ValueKind)> {
    fn from_js(value: &JsValue) -> Result<Vec<(String, ValueKind)>, Fault> {
        let read = |(name, value): (String, JsValue)| match one_of(&value, &FieldKind::ALL) {
            Ok(FieldKind::Email) => Ok((name, ValueKind::Email)),
            Ok(FieldKind::Phone) => Ok((name, ValueKind::Phone)),
            Ok(FieldKind::Code | FieldKind::Identifier | FieldKind::Date) => Ok((name, ValueKind::Code)),
            Ok(_) => Ok((name, ValueKind::Text)),
            Err(fault) => Err(fault.inside(name)),
        };
        entries(value)?.into_iter().map(read).collect()
    }
}

/// A suggestion for all clusters.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawMerge(SuggestedMerge);

#[derive(Serialize)]
struct SuggestionReport<'a> {
    rows: &'a [u32],
    survivor: u32,
    reason: &'a str,
    fields: Vec<FieldReport<'a>>,
}

#[derive(Serialize)]
struct FieldReport<'a> {
    column: &'a str,
    value: JsCell<'a>,
    row: Option<u32>,
    rule: &'a str,
    reason: &'a str,
    others: Vec<OtherReport<'a>>,
}

#[derive(Serialize)]
struct OtherReport<'a> {
    value: JsCell<'a>,
    row: u32,
    records: u32,
    kind: &'a str,
}

fn field_report(own: &FieldSuggestion) -> FieldReport<'_> {
    let FieldSuggestion { column, value, row, rule, reason, others } = own;
    FieldReport {
        column,
        value: JsCell(value),
        row: *row,
        rule,
        reason,
        others: others.iter().map(other_report).collect(),
    }
}

fn other_report(own: &OtherValue) -> OtherReport<'_> {
    OtherReport { value: JsCell(&own.value), row: own.row, records: own.records, kind: own.kind }
}

#[wasm_bindgen]
impl RawMerge {
    /// Preview, merged table, survivors, mapping, conflicts.
    pub fn tables(&self) -> Vec<RawTable> {
        let SuggestedMerge { preview, merged, survivors, mapping, conflicts, .. } = &self.0;
        [preview, merged, survivors, mapping, conflicts].map(|table| RawTable(table.clone())).into()
    }

    /// How much would be merged.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        report(&self.0.summary)
    }

    /// What would become of one cluster.
    pub fn suggestion(&self, cluster: JsValue) -> Result<JsValue, JsValue> {
        let cluster: Cell = options(cluster)?;
        let own = self.0.suggestion(&cluster).map_err(thrown)?;
        report(&SuggestionReport {
            rows: &own.rows,
            survivor: own.survivor,
            reason: &own.reason,
            fields: own.fields.iter().map(field_report).collect(),
        })
    }
}

/// Suggests what duplicates become when they are merged.
#[wasm_bindgen(js_name = suggestMerge)]
pub fn raw_suggest_merge(records: &RawTable, clusters: &RawTable, settings: JsValue) -> Result<RawMerge, JsValue> {
    suggest_merge(&records.0, &clusters.0, &options(settings)?).map(RawMerge).map_err(thrown)
}
