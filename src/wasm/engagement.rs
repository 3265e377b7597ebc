//! Engagement. Cards cross as plain objects in both directions.

use super::options::{Fault, FromJs, entries, is_object, options_of};
use super::table::{RawResult, RawTable};
use super::{options, report, thrown};
use crate::engagement::{
    Activity, ActivityGroup, AsOf, Decay, EngagementCard, EngagementOptions, EngagementScores, GradeOptions,
    GradedLeads, UnknownKind, Unmatched, explain_engagement, grade_leads, score_engagement,
};
use crate::options::DateInput;
use crate::skipped::Skipped;
use crate::table::Cell;
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(EngagementOptions {
    "asOf" => as_of,
    "leadId" => lead_id,
    "kind" => kind,
    "date" => date,
    "utcOffset" => utc_offset,
    "onInvalid" => on_invalid,
});

options_of!(GradeOptions {
    "leadId" => lead_id,
    "score" => score,
    "engagement" => engagement,
    "fitCuts" => fit_cuts,
    "engagementCuts" => engagement_cuts,
});

options_of!(EngagementCard {
    "name" => name,
    "activities" => activities,
    "decay" => decay,
    "groups" => groups,
    "max" => max,
    "other" => other,
});

options_of!(Activity {
    "kind" => kind,
    "points" => points,
    "label" => label,
    "maxPerDay" => max_per_day,
    "maxTotal" => max_total,
    "group" => group,
    "decay" => decay,
});

options_of!(ActivityGroup { "name" => name, "max" => max, });

impl FromJs for AsOf {
    fn from_js(value: &JsValue) -> Result<AsOf, Fault> {
        if Array::is_array(value) {
            Vec::from_js(value).map(AsOf::Several)
        } else {
            DateInput::from_js(value).map(AsOf::One)
        }
    }
}

impl FromJs for Decay {
    fn from_js(value: &JsValue) -> Result<Decay, Fault> {
        let wanted = || Fault::wanted("{ halfLifeDays }, { linearDays } or \"none\"", value);
        if value.as_string().as_deref() == Some("none") {
            return Ok(Decay::None);
        }
        if !is_object(value) {
            return Err(wanted());
        }
        match &entries(value)?[..] {
            [(name, days)] => match name.as_str() {
                "halfLifeDays" => f64::from_js(days).map(Decay::HalfLifeDays),
                "linearDays" => f64::from_js(days).map(Decay::LinearDays),
                _ => return Err(wanted()),
            }
            .map_err(|fault| fault.inside(name.clone())),
            _ => Err(wanted()),
        }
    }
}

/// The built-in card.
#[wasm_bindgen(js_name = engagementCard)]
pub fn engagement_card(locale: JsValue) -> Result<JsValue, JsValue> {
    report(&EngagementCard::standard(super::options::locale(&locale)?))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScoresReport {
    unknown_kinds: Vec<UnknownKind>,
    skipped: Skipped,
}

/// Scores leads by their activities. Without a list of leads, any table stands in its place.
#[wasm_bindgen(js_name = scoreEngagement)]
pub fn score_engagement_of(
    events: &RawTable,
    leads: &RawTable,
    are_leads_listed: bool,
    card: JsValue,
    settings: JsValue,
) -> Result<RawResult, JsValue> {
    let leads = are_leads_listed.then_some(&leads.0);
    let found = score_engagement(&events.0, leads, &options(card)?, &options(settings)?).map_err(thrown)?;
    let EngagementScores { leads, unknown_kinds, skipped } = found;
    RawResult::new(vec![leads], &ScoresReport { unknown_kinds, skipped })
}

/// Explains one score.
#[wasm_bindgen(js_name = explainEngagement)]
pub fn explain_engagement_of(
    events: &RawTable,
    card: JsValue,
    lead: JsValue,
    settings: JsValue,
) -> Result<JsValue, JsValue> {
    let lead: Cell = options(lead)?;
    report(&explain_engagement(&events.0, &options(card)?, &lead, &options(settings)?).map_err(thrown)?)
}

#[derive(Serialize)]
struct GradesReport {
    grid: [[u64; 4]; 4],
    ungraded: u64,
    unmatched: Unmatched,
}

/// Grades leads by fit and engagement.
#[wasm_bindgen(js_name = gradeLeads)]
pub fn grade_leads_of(fit: &RawTable, engagement: &RawTable, settings: JsValue) -> Result<RawResult, JsValue> {
    let found = grade_leads(&fit.0, &engagement.0, &options(settings)?).map_err(thrown)?;
    let GradedLeads { leads, grid, ungraded, unmatched } = found;
    RawResult::new(vec![leads], &GradesReport { grid, ungraded, unmatched })
}
