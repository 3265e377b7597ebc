//! Alerts on a history of scores. Rules cross as plain objects.

use super::options::{Fault, FromJs, one_of, options_of};
use super::table::RawTable;
use super::{options, report, thrown};
use crate::quality_history::{AlertKind, AlertOptions, AlertRule, CheckedPoints, Direction, Spread, quality_alerts};
use wasm_bindgen::prelude::*;

options_of!(AlertRule {
    "id" => id,
    "metric" => metric,
    "kind" => kind,
    "severity" => severity,
    "direction" => direction,
    "maxChange" => max_change,
    "deviations" => deviations,
    "minChange" => min_change,
    "spread" => spread,
    "min" => min,
    "max" => max,
    "window" => window,
    "minPoints" => min_points,
    "baseline" => baseline,
    "excludeAlerted" => exclude_alerted,
});

options_of!(AlertOptions {
    "at" => at,
    "metric" => metric,
    "value" => value,
    "check" => check,
    "locale" => locale,
});

impl FromJs for AlertKind {
    fn from_js(value: &JsValue) -> Result<AlertKind, Fault> {
        one_of(value, &AlertKind::ALL.map(|kind| (kind.name(), kind)))
    }
}

impl FromJs for Direction {
    fn from_js(value: &JsValue) -> Result<Direction, Fault> {
        one_of(value, &[("both", Direction::Both), ("down", Direction::Down), ("up", Direction::Up)])
    }
}

impl FromJs for Spread {
    fn from_js(value: &JsValue) -> Result<Spread, Fault> {
        let names = [("standardDeviation", Spread::StandardDeviation), ("movingRange", Spread::MovingRange)];
        one_of(value, &names)
    }
}

impl FromJs for CheckedPoints {
    fn from_js(value: &JsValue) -> Result<CheckedPoints, Fault> {
        one_of(value, &[("latest", CheckedPoints::Latest), ("all", CheckedPoints::All)])
    }
}

/// Holds rules against a history.
#[wasm_bindgen(js_name = qualityAlerts)]
pub fn quality_alerts_of(history: &RawTable, rules: JsValue, settings: JsValue) -> Result<JsValue, JsValue> {
    let rules: Vec<AlertRule> =
        Vec::from_js(&rules).map_err(|fault| thrown(fault.inside("rules".to_owned()).into()))?;
    report(&quality_alerts(&history.0, &rules, &options(settings)?).map_err(thrown)?)
}
