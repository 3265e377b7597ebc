//! How well models of purchases fit and forecast, and what they look like.

use super::purchases::model;
use crate::clv::{
    FrequencyFitOptions, HoldoutOptions, ModelMatrixOptions, alive_history, frequency_fit, model_matrix,
    track_purchases, validate_holdout,
};
use crate::purchases::RefundSummary;
use crate::skipped::Skipped;
use crate::wasm::options::options_of;
use crate::wasm::table::{RawResult, RawTable};
use crate::wasm::{options, report, thrown};
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(HoldoutOptions { "most" => most, "groups" => groups, });
options_of!(FrequencyFitOptions { "most" => most, "estimatedParameters" => estimated_parameters, });
options_of!(ModelMatrixOptions {
    "T" => t,
    "horizon" => horizon,
    "frequencies" => frequencies,
    "recencies" => recencies,
});

/// What a model expected of a holdout, and what came.
#[wasm_bindgen(js_name = validateHoldout)]
pub fn holdout(summary: &RawTable, described: JsValue, settings: JsValue) -> Result<JsValue, JsValue> {
    report(&validate_holdout(&summary.0, &model(described)?, &options(settings)?).map_err(thrown)?)
}

/// How many customers bought how often, and how many should have.
#[wasm_bindgen(js_name = frequencyFit)]
pub fn fit_by_frequency(summary: &RawTable, described: JsValue, settings: JsValue) -> Result<JsValue, JsValue> {
    report(&frequency_fit(&summary.0, &model(described)?, &options(settings)?).map_err(thrown)?)
}

/// What a model says of customers of every frequency and recency.
#[wasm_bindgen(js_name = purchaseMatrix)]
pub fn matrix(described: JsValue, settings: JsValue) -> Result<JsValue, JsValue> {
    report(&model_matrix(&model(described)?, &options(settings)?).map_err(thrown)?)
}

#[derive(Serialize)]
struct Tracked {
    observed: f64,
    customers: u64,
    refunds: RefundSummary,
    skipped: Skipped,
}

/// Repeat purchases in each unit of time, and how many a model expects.
#[wasm_bindgen(js_name = trackPurchases)]
pub fn track(table: &RawTable, described: JsValue, settings: JsValue) -> Result<RawResult, JsValue> {
    let found = track_purchases(&table.0, &model(described)?, &options(settings)?).map_err(thrown)?;
    let tracked = Tracked {
        observed: found.observed,
        customers: found.customers,
        refunds: found.refunds,
        skipped: found.skipped,
    };
    RawResult::new(vec![found.periods], &tracked)
}

/// One customer's P(alive), day by day.
#[wasm_bindgen(js_name = aliveHistory)]
pub fn history(table: &RawTable, described: JsValue, settings: JsValue, customer: &str) -> Result<RawTable, JsValue> {
    alive_history(&table.0, &model(described)?, &options(settings)?, customer).map(RawTable).map_err(thrown)
}
