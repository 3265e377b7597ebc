//! Customer lifetime value. Models cross as what describes them: their kind, their parameters by name, and the covariances of
//! these if they come from a fit.

mod formulas;
mod history;
mod purchases;
mod simulation;
mod spend;
mod validation;
mod value;

use super::options::{Fault, FromJs, entries, one_of, options_of};
use crate::clv::{CovariateOptions, FitOptions, PurchaseModelKind, TimeUnit};
use crate::fit::FitReport;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

options_of!(FitOptions {
    "penalty" => penalty,
    "start" => start,
    "covariates" => covariates,
    "onNonPositive" => on_non_positive,
});
options_of!(CovariateOptions { "purchases" => purchases, "lifetime" => lifetime, });

impl FromJs for TimeUnit {
    fn from_js(value: &JsValue) -> Result<TimeUnit, Fault> {
        one_of(
            value,
            &[
                ("day", TimeUnit::Day),
                ("week", TimeUnit::Week),
                ("month", TimeUnit::Month),
                ("quarter", TimeUnit::Quarter),
                ("year", TimeUnit::Year),
            ],
        )
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

impl FromJs for PurchaseModelKind {
    fn from_js(value: &JsValue) -> Result<PurchaseModelKind, Fault> {
        let kinds = [
            PurchaseModelKind::BgNbd,
            PurchaseModelKind::MbgNbd,
            PurchaseModelKind::ParetoNbd,
            PurchaseModelKind::BgBb,
        ];
        one_of(value, &kinds.map(|kind| (kind.name(), kind)))
    }
}

/// A model as JavaScript holds it.
#[derive(Default)]
struct Described {
    kind: Option<String>,
    params: BTreeMap<String, f64>,
    covariances: Option<Vec<Vec<f64>>>,
}

options_of!(Described { "kind" => kind, "params" => params, "covariances" => covariances, });

/// Numbers by name, in their order.
struct Named<'a>(&'a [String], &'a [f64]);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1))
    }
}

/// What is known of a fit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fitted<'a> {
    params: Named<'a>,
    standard_errors: Option<Named<'a>>,
    covariances: Option<&'a [Vec<f64>]>,
    log_likelihood: Option<f64>,
    aic: Option<f64>,
    bic: Option<f64>,
    fit: Option<&'a FitReport>,
}
