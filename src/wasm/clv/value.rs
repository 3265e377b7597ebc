//! Lifetime value from models.

use crate::clv::{LifetimeValueOptions, lifetime_value, portfolio_value};
use crate::wasm::options::options_of;
use crate::wasm::table::RawTable;
use crate::wasm::{options, report, thrown};
use wasm_bindgen::prelude::*;

options_of!(LifetimeValueOptions {
    "horizon" => horizon,
    "timeUnit" => time_unit,
    "annualDiscountRate" => annual_discount_rate,
    "margin" => margin,
    "confidence" => confidence,
});

/// The value of each customer.
#[wasm_bindgen(js_name = lifetimeValue)]
pub fn value_of(
    summary: &RawTable,
    purchases: JsValue,
    spend: JsValue,
    settings: JsValue,
) -> Result<RawTable, JsValue> {
    let (purchases, spend) = (super::purchases::model(purchases)?, super::spend::model(spend)?);
    lifetime_value(&summary.0, &purchases, &spend, &options(settings)?).map(RawTable).map_err(thrown)
}

/// The value of all customers together.
#[wasm_bindgen(js_name = portfolioValue)]
pub fn portfolio(
    summary: &RawTable,
    purchases: JsValue,
    spend: JsValue,
    settings: JsValue,
) -> Result<JsValue, JsValue> {
    let (purchases, spend) = (super::purchases::model(purchases)?, super::spend::model(spend)?);
    report(&portfolio_value(&summary.0, &purchases, &spend, &options(settings)?).map_err(thrown)?)
}
