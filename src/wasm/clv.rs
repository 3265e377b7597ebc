//! Customer lifetime value: purchase summaries and models of purchases. Models cross as their kind and their parameters in order.

use super::options::{Fault, FromJs, entries, one_of, options_of};
use super::table::RawTable;
use super::{options, report, thrown};
use crate::clv::{
    ClvInputs, FitOptions, PurchaseModel, PurchaseModelKind, PurchaseSummaryOptions, TimeUnit, clv_formula,
    clv_retention, summarize_purchases,
};
use crate::error::{Error, Result};
use crate::fit::FitReport;
use serde::Serialize;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

options_of!(PurchaseSummaryOptions {
    "customerId" => customer_id,
    "date" => date,
    "amount" => amount,
    "orderId" => order_id,
    "observationEnd" => observation_end,
    "timeUnit" => time_unit,
    "holdoutEnd" => holdout_end,
    "utcOffset" => utc_offset,
    "refunds" => refunds,
    "onInvalid" => on_invalid,
});

options_of!(FitOptions { "penalty" => penalty, "start" => start, });

options_of!(ClvInputs {
    "averageOrderValue" => average_order_value,
    "purchaseFrequency" => purchase_frequency,
    "lifespan" => lifespan,
    "grossMargin" => gross_margin,
    "acquisitionCost" => acquisition_cost,
});

impl FromJs for TimeUnit {
    fn from_js(value: &JsValue) -> Result<TimeUnit, Fault> {
        one_of(value, &[("day", TimeUnit::Day), ("week", TimeUnit::Week)])
    }
}

/// A number by name.
impl FromJs for BTreeMap<String, f64> {
    fn from_js(value: &JsValue) -> Result<BTreeMap<String, f64>, Fault> {
        let mut numbers = BTreeMap::new();
        for (name, value) in entries(value)? {
            let number = f64::from_js(&value).map_err(|fault| fault.inside(name.clone()))?;
            numbers.insert(name, number);
        }
        Ok(numbers)
    }
}

fn kind(name: &str) -> Result<PurchaseModelKind> {
    let kinds =
        [PurchaseModelKind::BgNbd, PurchaseModelKind::MbgNbd, PurchaseModelKind::ParetoNbd, PurchaseModelKind::BgBb];
    kinds.into_iter().find(|kind| kind.name() == name).ok_or_else(|| Error::internal("there is no such model"))
}

fn model(name: &str, params: &[f64]) -> Result<PurchaseModel> {
    let params = params.try_into().map_err(|_| Error::internal("a model does not have so many parameters"))?;
    PurchaseModel::new(kind(name)?, params)
}

/// What is known of a fit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fitted<'a> {
    params: &'a [f64],
    standard_errors: Option<&'a [f64]>,
    log_likelihood: Option<f64>,
    fit: Option<&'a FitReport>,
}

/// Sums up the purchases of each customer.
#[wasm_bindgen(js_name = summarizePurchases)]
pub fn summarize(table: &RawTable, settings: JsValue) -> Result<RawTable, JsValue> {
    let summary = summarize_purchases(&table.0, &options(settings)?).map_err(thrown)?;
    Ok(RawTable(summary.customers))
}

/// Fits a model of purchases.
#[wasm_bindgen(js_name = fitPurchases)]
pub fn fit_purchases(name: &str, summary: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    let settings: FitOptions = options(settings)?;
    let fitted = kind(name).and_then(|kind| PurchaseModel::fit(kind, &summary.0, &settings)).map_err(thrown)?;
    let standard_errors = fitted.standard_errors();
    report(&Fitted {
        params: &fitted.params(),
        standard_errors: standard_errors.as_ref().map(<[f64; 4]>::as_slice),
        log_likelihood: fitted.log_likelihood(),
        fit: fitted.report(),
    })
}

/// Throws unless the parameters can be those of a model.
#[wasm_bindgen(js_name = checkPurchaseModel)]
pub fn check_purchase_model(kind: &str, params: &[f64]) -> Result<(), JsValue> {
    model(kind, params).map(drop).map_err(thrown)
}

/// The expected purchases of each customer within a horizon.
#[wasm_bindgen(js_name = expectedPurchases)]
pub fn expected_purchases(kind: &str, params: &[f64], summary: &RawTable, horizon: f64) -> Result<Vec<f64>, JsValue> {
    model(kind, params).and_then(|model| model.expected_purchases(&summary.0, horizon)).map_err(thrown)
}

/// P(alive) of each customer.
#[wasm_bindgen(js_name = probabilityAlive)]
pub fn probability_alive(kind: &str, params: &[f64], summary: &RawTable) -> Result<Vec<f64>, JsValue> {
    model(kind, params).and_then(|model| model.probability_alive(&summary.0)).map_err(thrown)
}

/// The expected purchases of a customer just acquired.
#[wasm_bindgen(js_name = expectedPurchasesNewCustomer)]
pub fn expected_purchases_new_customer(kind: &str, params: &[f64], t: f64) -> Result<f64, JsValue> {
    model(kind, params).and_then(|model| model.expected_purchases_new_customer(t)).map_err(thrown)
}

/// The probability that a customer just acquired buys so many times.
#[wasm_bindgen(js_name = purchaseCountProbability)]
pub fn purchase_count_probability(kind: &str, params: &[f64], t: f64, n: f64) -> Result<f64, JsValue> {
    if !(n >= 0.0 && n == libm::trunc(n)) {
        let help = "Give the number of purchases.";
        return Err(thrown(Error::invalid_option("n is not a whole number from 0 on").with_help(help)));
    }
    model(kind, params).and_then(|model| model.purchase_count_probability(t, n as u64)).map_err(thrown)
}

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
