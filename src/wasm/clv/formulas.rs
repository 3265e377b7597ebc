//! The plain formulas.

use crate::clv::{
    AcquisitionInputs, ChurnInputs, ClvInputs, acquisition_cost, clv_formula, clv_from_churn, clv_retention,
};
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

options_of!(ChurnInputs {
    "averageOrderValue" => average_order_value,
    "purchaseFrequency" => purchase_frequency,
    "churn" => churn,
    "grossMargin" => gross_margin,
    "discountRate" => discount_rate,
    "horizon" => horizon,
    "acquisitionCost" => acquisition_cost,
    "observedPeriods" => observed_periods,
});

/// Lifetime value under constant churn.
#[wasm_bindgen(js_name = clvFromChurn)]
pub fn clv_from_churn_of(input: JsValue) -> Result<JsValue, JsValue> {
    report(&clv_from_churn(&options(input)?).map_err(thrown)?)
}

options_of!(AcquisitionInputs {
    "marketingCost" => marketing_cost,
    "salesCost" => sales_cost,
    "newCustomers" => new_customers,
    "lifetimeValue" => lifetime_value,
    "marginPerPeriod" => margin_per_period,
});

/// What it costs to win a customer.
#[wasm_bindgen(js_name = acquisitionCost)]
pub fn acquisition_cost_of(input: JsValue) -> Result<JsValue, JsValue> {
    report(&acquisition_cost(&options(input)?).map_err(thrown)?)
}
