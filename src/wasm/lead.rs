//! Scorecards. A card comes in as the plain object that it is, and is read strictly; scored leads stay here, to be explained one at
//! a time.

use super::filter::Wanted;
use super::options::{Fault, FromJs, entries, is_object, one_of, options_of};
use super::table::{JsCell, RawTable};
use super::{options, report, thrown};
use crate::error::Error;
use crate::filter::Filter;
use crate::lead::{
    Band, Contribution, Criterion, Dimension, Disqualifier, Improvement, LeadExplanation, LeadGroup, LeadOptions,
    LeadScores, Measure, Missing, Scorecard, Tier, TierSummary, Unmatched, bant_scorecard, champ_scorecard,
    check_scorecard, meddic_scorecard, score_leads,
};
use crate::skipped::Skipped;
use crate::table::Cell;
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(LeadOptions {
    "asOf" => as_of,
    "utcOffset" => utc_offset,
    "groupBy" => group_by,
    "keep" => keep,
    "locale" => locale,
    "onInvalid" => on_invalid,
});

options_of!(Scorecard {
    "name" => name,
    "dimensions" => dimensions,
    "tiers" => tiers,
    "disqualifiers" => disqualifiers,
    "missing" => missing,
});

options_of!(Dimension { "name" => name, "label" => label, "weight" => weight, "criteria" => criteria, });

options_of!(Band { "min" => min, "below" => below, "points" => points, });

options_of!(Tier { "name" => name, "label" => label, "min" => min, });

/// A criterion with the fields of all kinds.
#[derive(Default)]
struct AnyCriterion {
    column: String,
    label: Option<String>,
    weight: Option<f64>,
    optional: Option<bool>,
    kind: String,
    points: Option<AnyPoints>,
    other: Option<f64>,
    unknown: Option<Vec<String>>,
    bands: Option<Vec<Band>>,
    half_life_days: Option<f64>,
    full: Option<f64>,
}

options_of!(AnyCriterion {
    "column" => column,
    "label" => label,
    "weight" => weight,
    "optional" => optional,
    "kind" => kind,
    "points" => points,
    "other" => other,
    "unknown" => unknown,
    "bands" => bands,
    "halfLifeDays" => half_life_days,
    "full" => full,
});

/// Points by value, or at values.
enum AnyPoints {
    Named(Vec<(String, f64)>),
    At(Vec<(f64, f64)>),
}

impl FromJs for AnyPoints {
    fn from_js(value: &JsValue) -> Result<AnyPoints, Fault> {
        if !is_object(value) {
            return Vec::from_js(value).map(AnyPoints::At);
        }
        let named = |(name, value): (String, JsValue)| match f64::from_js(&value) {
            Ok(points) => Ok((name, points)),
            Err(fault) => Err(fault.inside(name)),
        };
        entries(value)?.into_iter().map(named).collect::<Result<_, _>>().map(AnyPoints::Named)
    }
}

/// A pair of a value and its points.
impl FromJs for (f64, f64) {
    fn from_js(value: &JsValue) -> Result<(f64, f64), Fault> {
        match Vec::from_js(value)?[..] {
            [value, points] => Ok((value, points)),
            _ => Err(Fault::wanted("a pair of a value and its points", value)),
        }
    }
}

impl FromJs for Criterion {
    fn from_js(value: &JsValue) -> Result<Criterion, Fault> {
        let any = AnyCriterion::from_js(value)?;
        let AnyCriterion { column, label, weight, optional, kind, points, other, unknown, bands, half_life_days, full } =
            any;
        let kinds = ["category", "bands", "linear", "daysUntil", "decay"];
        let kind =
            one_of(&kind.into(), &kinds.map(|kind| (kind, kind))).map_err(|fault| fault.inside("kind".to_owned()))?;
        let given = [
            ("points", points.is_some(), &["category", "linear"][..], true),
            ("other", other.is_some(), &["category"], false),
            ("unknown", unknown.is_some(), &["category"], false),
            ("bands", bands.is_some(), &["bands", "daysUntil"], true),
            ("halfLifeDays", half_life_days.is_some(), &["decay"], true),
            ("full", full.is_some(), &["decay"], true),
        ];
        for (name, is_given, kinds, is_required) in given {
            let belongs = kinds.contains(&kind);
            if is_given && !belongs {
                return Err(Fault::new(format!("`{name}` does not belong to the kind \"{kind}\"")));
            }
            if !is_given && belongs && is_required {
                return Err(Fault::new(format!("missing option `{name}` of the kind \"{kind}\"")));
            }
        }
        let list = bands.unwrap_or_default();
        let measure = match (kind, points) {
            ("category", Some(AnyPoints::Named(points))) => Measure::Category { points, other, unknown },
            ("linear", Some(AnyPoints::At(points))) => Measure::Linear(points),
            ("bands", _) => Measure::Bands(list),
            ("daysUntil", _) => Measure::DaysUntil(list),
            ("decay", _) => {
                Measure::Decay { half_life_days: half_life_days.unwrap_or_default(), full: full.unwrap_or_default() }
            }
            ("category", _) => {
                return Err(Fault::new("`points` of a category is an object, { value: points }".to_owned()));
            }
            _ => {
                return Err(Fault::new(
                    "`points` of the kind \"linear\" is a list of pairs, [[value, points], ...]".to_owned(),
                ));
            }
        };
        Ok(Criterion { column, label, weight, optional, measure })
    }
}

impl FromJs for Missing {
    fn from_js(value: &JsValue) -> Result<Missing, Fault> {
        one_of(value, &[("neutral", Missing::Neutral), ("zero", Missing::Zero)])
    }
}

/// A disqualifier as it is written: its condition beside its reason.
#[derive(Default)]
struct FlatDisqualifier {
    column: String,
    equals: Wanted,
    one_of: Option<Vec<Cell>>,
    min: Option<Cell>,
    below: Option<Cell>,
    present: Option<bool>,
    reason: String,
}

options_of!(FlatDisqualifier {
    "column" => column,
    "equals" => equals,
    "in" => one_of,
    "min" => min,
    "below" => below,
    "present" => present,
    "reason" => reason,
});

impl FromJs for Disqualifier {
    fn from_js(value: &JsValue) -> Result<Disqualifier, Fault> {
        let FlatDisqualifier { column, equals, one_of, min, below, present, reason } =
            FlatDisqualifier::from_js(value)?;
        Ok(Disqualifier { filter: Filter { column, is: equals.0, one_of, min, below, present }, reason })
    }
}

/// One of the cards to start from.
#[wasm_bindgen(js_name = presetScorecard)]
pub fn preset_scorecard(name: &str, locale: JsValue) -> Result<JsValue, JsValue> {
    let locale = super::options::locale(&locale)?;
    report(&match name {
        "champ" => champ_scorecard(locale),
        "meddic" => meddic_scorecard(locale),
        _ => bant_scorecard(locale),
    })
}

/// Leads that have been scored.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawLeadScores(LeadScores);

#[derive(Serialize)]
struct ScoresReport<'a> {
    tiers: &'a [TierSummary],
    unscored: u64,
    unmatched: &'a [Unmatched],
    groups: &'a [LeadGroup],
    skipped: &'a Skipped,
}

#[derive(Serialize)]
struct ExplanationReport<'a> {
    score: Option<f64>,
    tier: &'a Option<String>,
    disqualified: &'a Option<String>,
    contributions: Vec<ContributionReport<'a>>,
    missing: &'a [String],
    improvements: Vec<ImprovementReport<'a>>,
    reasons: &'a [String],
}

#[derive(Serialize)]
struct ContributionReport<'a> {
    dimension: &'a str,
    column: &'a str,
    label: &'a str,
    value: JsCell<'a>,
    points: f64,
    contribution: f64,
}

#[derive(Serialize)]
struct ImprovementReport<'a> {
    dimension: &'a str,
    column: &'a str,
    current: JsCell<'a>,
    best: &'a str,
    points: f64,
    gain: f64,
    text: &'a str,
}

impl<'a> From<&'a Contribution> for ContributionReport<'a> {
    fn from(own: &'a Contribution) -> ContributionReport<'a> {
        let Contribution { dimension, column, label, value, points, contribution } = own;
        let (points, contribution) = (*points, *contribution);
        ContributionReport { dimension, column, label, value: JsCell(value), points, contribution }
    }
}

impl<'a> From<&'a Improvement> for ImprovementReport<'a> {
    fn from(own: &'a Improvement) -> ImprovementReport<'a> {
        let Improvement { dimension, column, current, best, points, gain, text } = own;
        let (points, gain) = (*points, *gain);
        ImprovementReport { dimension, column, current: JsCell(current), best, points, gain, text }
    }
}

#[wasm_bindgen]
impl RawLeadScores {
    /// The leads.
    pub fn leads(&self) -> RawTable {
        RawTable(self.0.leads.clone())
    }

    /// The summaries.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        let LeadScores { tiers, unscored, unmatched, groups, skipped, .. } = &self.0;
        report(&ScoresReport { tiers, unscored: *unscored, unmatched, groups, skipped })
    }

    /// Why a lead has its score.
    pub fn explain(&self, row: f64) -> Result<JsValue, JsValue> {
        explanation(&self.0.explain(place(row)?, None).map_err(thrown)?)
    }

    /// Why a lead would have its score with the values of the one row of `changes`.
    #[wasm_bindgen(js_name = explainChanged)]
    pub fn explain_changed(&self, row: f64, changes: &RawTable) -> Result<JsValue, JsValue> {
        explanation(&self.0.explain(place(row)?, Some(&changes.0)).map_err(thrown)?)
    }

    /// The score that a lead would have with the values of the one row of `changes`.
    #[wasm_bindgen(js_name = whatIf)]
    pub fn what_if(&self, row: f64, changes: &RawTable) -> Result<Option<f64>, JsValue> {
        self.0.what_if(place(row)?, &changes.0).map_err(thrown)
    }
}

fn explanation(own: &LeadExplanation) -> Result<JsValue, JsValue> {
    let LeadExplanation { score, tier, disqualified, contributions, missing, improvements, reasons } = own;
    report(&ExplanationReport {
        score: *score,
        tier,
        disqualified,
        contributions: contributions.iter().map(ContributionReport::from).collect(),
        missing,
        improvements: improvements.iter().map(ImprovementReport::from).collect(),
        reasons,
    })
}

/// The number of a row.
fn place(row: f64) -> Result<usize, JsValue> {
    if row >= 0.0 && row == row.trunc() {
        return Ok(row as usize);
    }
    Err(thrown(
        Error::invalid_option("row is not a whole number from 0 on")
            .with_help("Give the number of the row, counted from 0."),
    ))
}

fn scorecard(card: &JsValue) -> Result<Scorecard, JsValue> {
    Scorecard::from_js(card).map_err(|fault| thrown(fault.inside("scorecard".to_owned()).into()))
}

/// Throws unless a card can be used.
#[wasm_bindgen(js_name = checkScorecard)]
pub fn raw_check_scorecard(card: JsValue) -> Result<(), JsValue> {
    check_scorecard(&scorecard(&card)?).map_err(thrown)
}

/// Scores leads by a card.
#[wasm_bindgen(js_name = scoreLeads)]
pub fn raw_score_leads(leads: &RawTable, card: JsValue, settings: JsValue) -> Result<RawLeadScores, JsValue> {
    score_leads(&leads.0, &scorecard(&card)?, &options(settings)?).map(RawLeadScores).map_err(thrown)
}
