//! What customers have been worth so far, and who of them brings in how much.

use crate::clv::{
    ContributionSummary, HistoricTotals, HistoricValueOptions, ValueContributionOptions, historic_value,
    value_contribution,
};
use crate::purchases::RefundSummary;
use crate::skipped::Skipped;
use crate::wasm::options::options_of;
use crate::wasm::table::{RawResult, RawTable};
use crate::wasm::{options, thrown};
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(HistoricValueOptions {
    "customerId" => customer_id,
    "date" => date,
    "amount" => amount,
    "orderId" => order_id,
    "cost" => cost,
    "asOf" => as_of,
    "margin" => margin,
    "period" => period,
    "utcOffset" => utc_offset,
    "refunds" => refunds,
    "onInvalid" => on_invalid,
});

options_of!(ValueContributionOptions { "value" => value, "customerId" => customer_id, "onInvalid" => on_invalid, });

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct History {
    totals: HistoricTotals,
    last_period_complete: bool,
    warnings: Vec<&'static str>,
    refunds: RefundSummary,
    skipped: Skipped,
}

/// What customers have been worth so far.
#[wasm_bindgen(js_name = historicValue)]
pub fn historic(table: &RawTable, settings: JsValue) -> Result<RawResult, JsValue> {
    let found = historic_value(&table.0, &options(settings)?).map_err(thrown)?;
    let history = History {
        totals: found.totals,
        last_period_complete: found.last_period_complete,
        warnings: found.warnings,
        refunds: found.refunds,
        skipped: found.skipped,
    };
    RawResult::new(vec![found.customers, found.cohorts], &history)
}

#[derive(Serialize)]
struct Contribution {
    summary: ContributionSummary,
    skipped: Skipped,
}

/// Who brings in how much.
#[wasm_bindgen(js_name = valueContribution)]
pub fn contribution(table: &RawTable, settings: JsValue) -> Result<RawResult, JsValue> {
    let found = value_contribution(&table.0, &options(settings)?).map_err(thrown)?;
    RawResult::new(vec![found.customers], &Contribution { summary: found.summary, skipped: found.skipped })
}
