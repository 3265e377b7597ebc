//! Purchase summaries, and models of purchases.

use super::{Fitted, Named};
use crate::clv::{PurchaseModel, PurchaseModelKind, PurchaseSummaryOptions, summarize_purchases};
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

#[derive(Serialize)]
struct LeftOut {
    refunds: RefundSummary,
    skipped: Skipped,
}

/// Sums up the purchases of each customer.
#[wasm_bindgen(js_name = summarizePurchases)]
pub fn summarize(table: &RawTable, settings: JsValue) -> Result<RawResult, JsValue> {
    let summary = summarize_purchases(&table.0, &options(settings)?).map_err(thrown)?;
    RawResult::new(summary.customers, &LeftOut { refunds: summary.refunds, skipped: summary.skipped })
}

/// A model as JavaScript describes it.
#[derive(Default)]
struct Described {
    kind: Option<PurchaseModelKind>,
    params: BTreeMap<String, f64>,
    covariances: Option<Vec<Vec<f64>>>,
}

options_of!(Described { "kind" => kind, "params" => params, "covariances" => covariances, });

pub(super) fn model(described: JsValue) -> Result<PurchaseModel, JsValue> {
    let Described { kind, params, covariances } = options(described)?;
    let kind = kind.ok_or_else(|| thrown(Error::internal("a model has no kind")))?;
    let model = PurchaseModel::from_params(kind, &params).map_err(thrown)?;
    match covariances {
        Some(rows) => model.with_covariances(rows).map_err(thrown),
        None => Ok(model),
    }
}

/// Fits a model of purchases.
#[wasm_bindgen(js_name = fitPurchases)]
pub fn fit_purchases(kind: JsValue, summary: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    let kind: PurchaseModelKind = options(kind)?;
    let fitted = PurchaseModel::fit(kind, &summary.0, &options(settings)?).map_err(thrown)?;
    let (names, standard_errors) = (fitted.parameter_names(), fitted.standard_errors());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
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

/// The expected purchases of a customer just acquired.
#[wasm_bindgen(js_name = expectedPurchasesNewCustomer)]
pub fn expected_purchases_new_customer(described: JsValue, t: f64) -> Result<f64, JsValue> {
    model(described)?.expected_purchases_new_customer(t).map_err(thrown)
}

/// The probability that a customer just acquired buys so many times.
#[wasm_bindgen(js_name = purchaseCountProbability)]
pub fn purchase_count_probability(described: JsValue, t: f64, n: f64) -> Result<f64, JsValue> {
    model(described)?.purchase_count_probability(t, count(n)?).map_err(thrown)
}

/// A number of purchases.
fn count(n: f64) -> Result<u64, JsValue> {
    if n >= 0.0 && n == libm::trunc(n) {
        return Ok(n as u64);
    }
    Err(thrown(Error::invalid_option("n is not a whole number from 0 on").with_help("Give the number of purchases.")))
}
