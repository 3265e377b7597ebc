//! The plain formulas.

use crate::clv::{ClvInputs, clv_formula, clv_retention};
use crate::wasm::options::options_of;
use crate::wasm::{options, report, thrown};
use wasm_bindgen::prelude::*;

options_of!(ClvInputs {
    "averageOrderValue" => average_order_value,
    "purchaseFrequency" => purchase_frequency,
    "lifespan" => lifespan,
    "grossMargin" => gross_margin,
    "acquisitionCost" => acquisition_cost,
    "observedPeriods" => observed_periods,
});

/// Lifetime value from averages.
#[wasm_bindgen(js_name = clvFormula)]
pub fn clv_formula_of(input: JsValue) -> Result<JsValue, JsValue> {
    report(&clv_formula(&options(input)?).map_err(thrown)?)
}

/// Lifetime value under constant retention.
#[wasm_bindgen(js_name = clvRetention)]
pub fn clv_retention_of(margin: f64, retention: f64, discount_rate: f64) -> Result<f64, JsValue> {
    clv_retention(margin, retention, discount_rate).map_err(thrown)
}
