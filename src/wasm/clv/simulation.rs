//! Simulated customers.

use crate::clv::{
    PurchaseModel, SimulateSummariesOptions, SimulateTransactionsOptions, SpendModel, simulate_summaries,
    simulate_transactions,
};
use crate::wasm::options::{Fault, FromJs, options_of, whole_f64};
use crate::wasm::table::RawTable;
use crate::wasm::{options, thrown};
use wasm_bindgen::prelude::*;

options_of!(SimulateSummariesOptions {
    "customers" => customers,
    "T" => t,
    "horizon" => horizon,
    "seed" => seed,
});

options_of!(SimulateTransactionsOptions {
    "customers" => customers,
    "start" => start,
    "acquisitionDays" => acquisition_days,
    "end" => end,
    "timeUnit" => time_unit,
    "seed" => seed,
});

/// A seed.
impl FromJs for u64 {
    fn from_js(value: &JsValue) -> Result<u64, Fault> {
        whole_f64(value, 9_007_199_254_740_992.0).map(|number| number as u64)
    }
}

/// A number, or the least and the most.
impl FromJs for [f64; 2] {
    fn from_js(value: &JsValue) -> Result<[f64; 2], Fault> {
        if let Some(number) = value.as_f64() {
            return Ok([number; 2]);
        }
        let numbers: Vec<f64> = Vec::from_js(value)?;
        numbers.try_into().map_err(|_| Fault::wanted("a number, or the least and the most", value))
    }
}

fn models(purchases: JsValue, spend: JsValue) -> Result<(PurchaseModel, Option<SpendModel>), JsValue> {
    let spend = if spend.is_undefined() { None } else { Some(super::spend::model(spend)?) };
    Ok((super::purchases::model(purchases)?, spend))
}

/// Simulated customers, summed up.
#[wasm_bindgen(js_name = simulateSummaries)]
pub fn summaries(purchases: JsValue, spend: JsValue, settings: JsValue) -> Result<RawTable, JsValue> {
    let (purchases, spend) = models(purchases, spend)?;
    simulate_summaries(&purchases, spend.as_ref(), &options(settings)?).map(RawTable).map_err(thrown)
}

/// The purchases of simulated customers.
#[wasm_bindgen(js_name = simulateTransactions)]
pub fn transactions(purchases: JsValue, spend: JsValue, settings: JsValue) -> Result<RawTable, JsValue> {
    let (purchases, spend) = models(purchases, spend)?;
    simulate_transactions(&purchases, spend.as_ref(), &options(settings)?).map(RawTable).map_err(thrown)
}
