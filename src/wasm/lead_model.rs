//! Lead models. They cross as plain objects in both directions, and are read as strictly as options are.

use super::options::{Fault, FromJs, one_of, options_of};
use super::table::RawTable;
use super::{options, report, thrown};
use crate::error::{Error, ErrorKind};
use crate::lead_model::{
    DimensionWeights, EvaluateOptions, Feature, FeatureKind, Fit, LeadModel, Method, TrainOptions, Trained,
    TrainingReport, train_lead_model,
};
use crate::options::DateInput;
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(TrainOptions {
    "target" => target,
    "features" => features,
    "createdAt" => created_at,
    "method" => method,
    "testShare" => test_share,
    "penalty" => penalty,
    "bins" => bins,
    "calibrate" => calibrate,
    "seed" => seed,
    "asOf" => as_of,
    "segmentBy" => segment_by,
    "utcOffset" => utc_offset,
    "onInvalid" => on_invalid,
});

options_of!(EvaluateOptions { "target" => target, "groupBy" => group_by, "asOf" => as_of, });

/// What is asked for with predictions.
#[derive(Default)]
struct PredictOptions {
    as_of: Option<DateInput>,
    keep: Option<Vec<String>>,
}

options_of!(PredictOptions { "asOf" => as_of, "keep" => keep, });

options_of!(LeadModel {
    "method" => method,
    "target" => target,
    "createdAt" => created_at,
    "asOf" => as_of,
    "utcOffset" => utc_offset,
    "segmentBy" => segment_by,
    "features" => features,
    "importance" => importance,
    "threshold" => threshold,
    "fits" => fits,
});

options_of!(Feature {
    "feature" => feature,
    "kind" => kind,
    "levels" => levels,
    "pooled" => pooled,
    "center" => center,
    "scale" => scale,
    "low" => low,
    "high" => high,
    "cuts" => cuts,
});

options_of!(Fit { "segment" => segment, "intercept" => intercept, "slopes" => slopes, "levels" => levels, });

options_of!(DimensionWeights { "weight" => weight, "columns" => columns, "weights" => weights, });

impl FromJs for Method {
    fn from_js(value: &JsValue) -> Result<Method, Fault> {
        one_of(value, &[Method::Logistic, Method::NaiveBayes].map(|method| (method.name(), method)))
    }
}

impl FromJs for FeatureKind {
    fn from_js(value: &JsValue) -> Result<FeatureKind, Fault> {
        let kinds = [FeatureKind::Number, FeatureKind::Date, FeatureKind::Category];
        one_of(value, &kinds.map(|kind| (kind.name(), kind)))
    }
}

/// A model that JavaScript holds, if it is whole.
fn model(described: &JsValue) -> Result<LeadModel, JsValue> {
    let read = LeadModel::from_js(described).map_err(|fault| {
        let error = Error::from(fault);
        Error::new(ErrorKind::BadState, error.message()).with_help("Give what toJSON() of a model returned, as it was.")
    });
    let model = read.map_err(thrown)?;
    model.check().map_err(thrown)?;
    Ok(model)
}

#[derive(Serialize)]
struct Both<'a> {
    model: &'a LeadModel,
    report: &'a TrainingReport,
}

/// Trains a model.
#[wasm_bindgen(js_name = trainLeadModel)]
pub fn train(leads: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    let Trained { model, report: about } = train_lead_model(&leads.0, &options(settings)?).map_err(thrown)?;
    report(&Both { model: &model, report: &about })
}

/// The weights of a model; throws unless it is whole.
#[wasm_bindgen(js_name = leadModelWeights)]
pub fn weights(described: JsValue) -> Result<JsValue, JsValue> {
    report(&model(&described)?.weights())
}

/// The probability of each lead.
#[wasm_bindgen(js_name = leadModelPredict)]
pub fn predict(described: JsValue, leads: &RawTable, settings: JsValue) -> Result<Vec<f64>, JsValue> {
    let PredictOptions { as_of, .. } = options(settings)?;
    model(&described)?.predict(&leads.0, as_of.as_ref()).map_err(thrown)
}

/// The probability of each lead, with its grade and its model.
#[wasm_bindgen(js_name = leadModelTable)]
pub fn predict_table(described: JsValue, leads: &RawTable, settings: JsValue) -> Result<RawTable, JsValue> {
    let PredictOptions { as_of, keep } = options(settings)?;
    let keep = keep.unwrap_or_default();
    model(&described)?.predict_table(&leads.0, as_of.as_ref(), &keep).map(RawTable).map_err(thrown)
}

/// Why the lead of the first row has its probability.
#[wasm_bindgen(js_name = leadModelExplain)]
pub fn explain(described: JsValue, leads: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    let PredictOptions { as_of, .. } = options(settings)?;
    report(&model(&described)?.explain(&leads.0, 0, as_of.as_ref()).map_err(thrown)?)
}

/// How good the model is on leads.
#[wasm_bindgen(js_name = leadModelEvaluate)]
pub fn evaluate(described: JsValue, leads: &RawTable, settings: JsValue) -> Result<JsValue, JsValue> {
    report(&model(&described)?.evaluate(&leads.0, &options(settings)?).map_err(thrown)?)
}

/// The weights for a scorecard: of each dimension its weight and those of its criteria.
#[wasm_bindgen(js_name = leadModelSuggest)]
pub fn suggest(described: JsValue, card: JsValue) -> Result<JsValue, JsValue> {
    let card: Vec<DimensionWeights> = options(card)?;
    let suggested = model(&described)?.suggest_weights(&card).map_err(thrown)?;
    report(&suggested.iter().map(|dimension| (dimension.weight, &dimension.weights)).collect::<Vec<_>>())
}
