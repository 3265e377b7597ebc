//! Purchase summaries, and models of purchases.

use super::{Described, Fitted, Named};
use crate::clv::{DiscountOptions, PurchaseModel, PurchaseSummaryOptions, summarize_purchases};
use crate::error::{Error, Result};
use crate::purchases::RefundSummary;
use crate::skipped::Skipped;
use crate::wasm::options::options_of;
use crate::wasm::table::{RawResult, RawTable};
use crate::wasm::{options, report, thrown};
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

options_of!(DiscountOptions { "annualDiscountRate" => annual_discount_rate, "timeUnit" => time_unit, });

#[derive(Serialize)]
struct LeftOut {
    refunds: RefundSummary,
    skipped: Skipped,
}

/// Sums up the purchases of each customer.
#[wasm_bindgen(js_name = summarizePurchases)]
pub fn summarize(table: &RawTable, settings: JsValue) -> Result<RawResult, JsValue> {
    let summary = summarize_purchases(&table.0, &options(settings)?).map_err(thrown)?;
    RawResult::new(vec![summary.customers], &LeftOut { refunds: summary.refunds, skipped: summary.skipped })
}

pub(super) fn model(described: JsValue) -> Result<PurchaseModel, JsValue> {
    let Described { kind, params, covariances } = options(described)?;
    let kind = options(kind.into())?;
    let model = PurchaseModel::from_params(kind, &params).map_err(thrown)?;
    match covariances {
        Some(rows) => model.with_covariances(rows).map_err(thrown),
        None => Ok(model),
    }
}

/// The model of a customer just acquired, with covariates if the model has some.
fn model_of(described: JsValue, covariates: JsValue) -> Result<PurchaseModel, JsValue> {
    let model = model(described)?;
    match options::<Option<BTreeMap<String, f64>>>(covariates)? {
        Some(covariates) => model.with_covariates_of(&covariates).map_err(thrown),
        None => Ok(model),
    }
}

/// Fits a model of purchases.
#[wasm_bindgen(js_name = fitPurchases)]
pub fn fit_purchases(kind: JsValue, summary: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    let fitted = PurchaseModel::fit(options(kind)?, &summary.0, &options(settings)?).map_err(thrown)?;
    let (names, standard_errors) = (fitted.parameter_names(), fitted.standard_errors());
    report(&Fitted {
        params: Named(&names, &fitted.parameter_values()),
        standard_errors: standard_errors.as_ref().map(|errors| Named(&names, errors)),
        covariances: fitted.covariances(),
        log_likelihood: fitted.log_likelihood(),
        aic: fitted.aic(),
        bic: fitted.bic(),
        fit: fitted.report(),
    })
}

/// Throws unless there is such a model.
#[wasm_bindgen(js_name = checkPurchaseModel)]
pub fn check_purchase_model(described: JsValue) -> Result<(), JsValue> {
    model(described).map(drop)
}

/// The expected purchases of each customer within a horizon.
#[wasm_bindgen(js_name = expectedPurchases)]
pub fn expected_purchases(described: JsValue, summary: &RawTable, horizon: f64) -> Result<Vec<f64>, JsValue> {
    model(described)?.expected_purchases(&summary.0, horizon).map_err(thrown)
}

/// P(alive) of each customer.
#[wasm_bindgen(js_name = probabilityAlive)]
pub fn probability_alive(described: JsValue, summary: &RawTable) -> Result<Vec<f64>, JsValue> {
    model(described)?.probability_alive(&summary.0).map_err(thrown)
}

/// The probability that each customer buys so many times within a horizon.
#[wasm_bindgen(js_name = conditionalCountProbability)]
pub fn conditional_count(described: JsValue, summary: &RawTable, horizon: f64, n: f64) -> Result<Vec<f64>, JsValue> {
    model(described)?.conditional_count_probability(&summary.0, horizon, count(n)?).map_err(thrown)
}

/// The probability that each customer buys nothing within a horizon.
#[wasm_bindgen(js_name = noPurchaseProbability)]
pub fn no_purchase(described: JsValue, summary: &RawTable, horizon: f64) -> Result<Vec<f64>, JsValue> {
    model(described)?.no_purchase_probability(&summary.0, horizon).map_err(thrown)
}

/// The expected time until each customer leaves.
#[wasm_bindgen(js_name = expectedLifetime)]
pub fn expected_lifetime(described: JsValue, summary: &RawTable, horizon: f64) -> Result<Vec<f64>, JsValue> {
    model(described)?.expected_lifetime(&summary.0, horizon).map_err(thrown)
}

/// The discounted expected residual transactions of each customer.
#[wasm_bindgen(js_name = discountedResidualTransactions)]
pub fn residual(described: JsValue, summary: &RawTable, settings: JsValue) -> Result<Vec<f64>, JsValue> {
    model(described)?.discounted_residual_transactions(&summary.0, &options(settings)?).map_err(thrown)
}

/// The expected purchases of a customer just acquired.
#[wasm_bindgen(js_name = expectedPurchasesNewCustomer)]
pub fn expected_purchases_new_customer(described: JsValue, covariates: JsValue, t: f64) -> Result<f64, JsValue> {
    model_of(described, covariates)?.expected_purchases_new_customer(t).map_err(thrown)
}

/// The probability that a customer just acquired buys so many times.
#[wasm_bindgen(js_name = purchaseCountProbability)]
pub fn purchase_count_probability(described: JsValue, covariates: JsValue, t: f64, n: f64) -> Result<f64, JsValue> {
    model_of(described, covariates)?.purchase_count_probability(t, count(n)?).map_err(thrown)
}

/// The probability that a customer buys so many times between two times after the acquisition.
#[wasm_bindgen(js_name = intervalCountProbability)]
pub fn interval_count(described: JsValue, covariates: JsValue, from: f64, to: f64, n: f64) -> Result<f64, JsValue> {
    model_of(described, covariates)?.interval_count_probability(from, to, count(n)?).map_err(thrown)
}

/// The expected time until a customer just acquired leaves.
#[wasm_bindgen(js_name = expectedLifetimeNewCustomer)]
pub fn new_lifetime(described: JsValue, covariates: JsValue, horizon: f64) -> Result<Option<f64>, JsValue> {
    model_of(described, covariates)?.expected_lifetime_new_customer(horizon).map_err(thrown)
}

/// A number of purchases.
fn count(n: f64) -> Result<u64, JsValue> {
    if n >= 0.0 && n == libm::trunc(n) {
        return Ok(n as u64);
    }
    Err(thrown(Error::invalid_option("n is not a whole number from 0 on").with_help("Give the number of purchases.")))
}
