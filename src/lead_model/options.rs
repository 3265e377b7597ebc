//! The options of training, and what they mean once they are checked.

use crate::error::{Error, Result, quoted};
use crate::number;
use crate::options::{DateInput, OnInvalid};
use crate::time::UtcOffset;
use serde::Serialize;

/// How a model is learned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Logistic regression with an L2 penalty.
    #[default]
    Logistic,
    /// Naive Bayes over the levels of categories and the bins of numbers.
    NaiveBayes,
}

impl Method {
    /// The name of the method.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Logistic => "logistic",
            Method::NaiveBayes => "naive-bayes",
        }
    }
}

/// The options of [`train_lead_model`](super::train_lead_model). Names and defaults are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct TrainOptions {
    /// The column of the outcome: true or 1 for leads that converted, false or 0 for those that did not. Leads without an
    /// outcome are still open and are left out. Required.
    pub target: Option<String>,
    /// The columns to learn from. Required.
    pub features: Option<Vec<String>>,
    /// The column of the dates on which leads came in. With it the newest leads are the test part, and dates among the
    /// features count back from it.
    pub created_at: Option<String>,
    /// How the model is learned; default logistic regression.
    pub method: Option<Method>,
    /// The share of the rows that is kept for the test, from 0 up to 0.9; default 0.2.
    pub test_share: Option<f64>,
    /// The penalty of the logistic regression; default chosen by cross-validation.
    pub penalty: Option<f64>,
    /// Whether numbers get bins besides their linear term; default chosen by cross-validation, or true with a penalty given.
    pub bins: Option<bool>,
    /// Whether probabilities are calibrated when that helps; default true.
    pub calibrate: Option<bool>,
    /// The seed of the split and of the folds where there is no `created_at`: a whole number up to 2^53; default 0.
    pub seed: Option<f64>,
    /// The day that dates among the features count back from, instead of `created_at`.
    pub as_of: Option<DateInput>,
    /// A column whose values get models of their own where there is data enough.
    pub segment_by: Option<String>,
    /// Which calendar day an instant falls on; default `+00:00`.
    pub utc_offset: Option<String>,
    /// What to do with a row that has a value which cannot be used; default an error.
    pub on_invalid: Option<OnInvalid>,
}

impl TrainOptions {
    /// Default options, with the column of the outcome and those to learn from.
    pub fn new<Name: Into<String>>(
        target: impl Into<String>,
        features: impl IntoIterator<Item = Name>,
    ) -> TrainOptions {
        TrainOptions {
            target: Some(target.into()),
            features: Some(features.into_iter().map(Into::into).collect()),
            ..TrainOptions::default()
        }
    }
}

/// How many features a model may have.
pub(super) const MOST_FEATURES: usize = 200;

/// The penalties that can be used.
pub(super) const PENALTIES: std::ops::RangeInclusive<f64> = 1e-6..=1e9;

/// Options that have been checked and completed.
pub(super) struct Settings<'a> {
    pub(super) target: &'a str,
    pub(super) features: &'a [String],
    pub(super) created_at: Option<&'a str>,
    pub(super) method: Method,
    pub(super) test_share: f64,
    pub(super) penalty: Option<f64>,
    pub(super) bins: Option<bool>,
    pub(super) calibrate: bool,
    pub(super) seed: u64,
    pub(super) as_of: Option<i32>,
    pub(super) segment_by: Option<&'a str>,
    pub(super) utc_offset: &'a str,
    pub(super) offset: UtcOffset,
    pub(super) strict: bool,
}

impl<'a> TryFrom<&'a TrainOptions> for Settings<'a> {
    type Error = Error;

    fn try_from(options: &'a TrainOptions) -> Result<Settings<'a>> {
        let utc_offset = options.utc_offset.as_deref().unwrap_or("+00:00");
        let offset = UtcOffset::parse(utc_offset)?;
        let Some(target) = options.target.as_deref() else {
            return Err(Error::invalid_option("target is missing").with_help("Name the column of the outcome."));
        };
        let features = options.features.as_deref().unwrap_or_default();
        if features.is_empty() || features.len() > MOST_FEATURES {
            return Err(Error::invalid_option(format!("features names {} columns", features.len()))
                .with_help(format!("Name 1 to {MOST_FEATURES} columns to learn from.")));
        }
        for (place, name) in features.iter().enumerate() {
            let fault = if name == target {
                "is the target itself"
            } else if features.iter().take(place).any(|before| before == name) {
                "is named twice"
            } else {
                continue;
            };
            return Err(Error::invalid_option(format!("features[{place}]: {} {fault}", quoted(name)))
                .with_help("Name each column to learn from once, and not the outcome."));
        }
        let penalty_fits = options.penalty.is_none_or(|penalty| PENALTIES.contains(&penalty));
        let test_share = in_range("testShare", options.test_share.unwrap_or(0.2), 0.0, 0.9)?;
        let seed = in_range("seed", options.seed.unwrap_or(0.0), 0.0, 9_007_199_254_740_992.0)?;
        if !penalty_fits || seed != libm::trunc(seed) {
            let name = if penalty_fits { "seed is not a whole number" } else { "penalty is not between 1e-6 and 1e9" };
            return Err(Error::invalid_option(name).with_help("Leave it out to have the default."));
        }
        let moment = options.as_of.as_ref().map(|date| date.moment("asOf")).transpose()?;
        let as_of = moment.map(|moment| moment.day(offset));
        Ok(Settings {
            target,
            features,
            created_at: options.created_at.as_deref(),
            method: options.method.unwrap_or_default(),
            test_share,
            penalty: options.penalty,
            bins: options.bins,
            calibrate: options.calibrate.unwrap_or(true),
            seed: seed as u64,
            as_of,
            segment_by: options.segment_by.as_deref(),
            utc_offset,
            offset,
            strict: options.on_invalid.unwrap_or_default() == OnInvalid::Throw,
        })
    }
}

fn in_range(name: &str, value: f64, least: f64, most: f64) -> Result<f64> {
    if value >= least && value <= most {
        return Ok(value);
    }
    Err(Error::invalid_option(format!("{name} is {}", number::text(value))).with_help(format!(
        "Give a number from {} to {}.",
        number::text(least),
        number::text(most)
    )))
}
