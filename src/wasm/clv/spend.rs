//! Models of spend.

use super::{Described, Fitted, Named};
use crate::clv::{GammaGamma, SpendModel};
use crate::error::Result;
use crate::wasm::table::RawTable;
use crate::wasm::{options, report, thrown};
use wasm_bindgen::prelude::*;

pub(super) fn model(described: JsValue) -> Result<SpendModel, JsValue> {
    let Described { params, covariances, .. } = options(described)?;
    let model = SpendModel::from_params(&params).map_err(thrown)?;
    match covariances {
        Some(rows) => model.with_covariances(rows).map_err(thrown),
        None => Ok(model),
    }
}

/// Fits a model of spend.
#[wasm_bindgen(js_name = fitSpend)]
pub fn fit_spend(summary: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    let fitted = SpendModel::fit(&summary.0, &options(settings)?).map_err(thrown)?;
    let numbers = |GammaGamma { p, q, v }| [p, q, v];
    let standard_errors = fitted.standard_errors().map(numbers);
    let names = ["p", "q", "v"].map(str::to_owned);
    report(&Fitted {
        params: Named(&names, &numbers(fitted.params())),
        standard_errors: standard_errors.as_ref().map(|errors| Named(&names, errors)),
        covariances: fitted.covariances(),
        log_likelihood: fitted.log_likelihood(),
        aic: fitted.aic(),
        bic: fitted.bic(),
        fit: fitted.report(),
    })
}

/// The mean over all customers, of a model that there has to be.
#[wasm_bindgen(js_name = spendPopulationMean)]
pub fn population_mean(described: JsValue) -> Result<Option<f64>, JsValue> {
    Ok(model(described)?.population_mean())
}

/// The expected spend of each customer at a purchase.
#[wasm_bindgen(js_name = expectedSpend)]
pub fn expected_spend(described: JsValue, summary: &RawTable) -> Result<Vec<f64>, JsValue> {
    model(described)?.expected_spend(&summary.0).map_err(thrown)
}
