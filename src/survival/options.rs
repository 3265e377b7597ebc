//! The options of a survival analysis, and what they mean once they are checked.

use crate::error::{Error, Result};
use crate::number;
use crate::options::OnInvalid;
use crate::stats::normal;

/// The options of [`kaplan_meier`](super::kaplan_meier). Names and defaults are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct SurvivalOptions {
    /// The column of durations: numbers of 0 or more, in any unit. Required.
    pub duration: Option<String>,
    /// The column that says whether the end was observed (true or 1) or the row is censored (false or 0). Required.
    pub observed: Option<String>,
    /// The column of entry: the duration from which on a customer is known. It is 0 or more and less than the duration; at 0
    /// nothing was missed. Default: all are known from the start.
    pub entry: Option<String>,
    /// The column of case weights: how many customers a row stands for. Rows of weight 0 are left out. Default 1.
    pub weight: Option<String>,
    /// The column that names the group of a row: text, numbers or booleans. Default: one group.
    pub group: Option<String>,
    /// The confidence level of all limits, between 0 and 1; default 0.95.
    pub confidence: Option<f64>,
    /// The time up to which the mean is taken; default the last time of each curve.
    pub restrict_to: Option<f64>,
    /// What to do with a row that cannot be used; default an error.
    pub on_invalid: Option<OnInvalid>,
}

impl SurvivalOptions {
    /// Default options, with the columns of the duration and of whether its end was observed.
    pub fn new(duration: impl Into<String>, observed: impl Into<String>) -> SurvivalOptions {
        SurvivalOptions {
            duration: Some(duration.into()),
            observed: Some(observed.into()),
            ..SurvivalOptions::default()
        }
    }
}

/// Options that have been checked and completed.
pub(super) struct Settings<'a> {
    pub(super) duration: &'a str,
    pub(super) observed: &'a str,
    pub(super) entry: Option<&'a str>,
    pub(super) weight: Option<&'a str>,
    pub(super) group: Option<&'a str>,
    /// How many standard errors the limits are away, on the scale that they are made on.
    pub(super) z: f64,
    pub(super) restrict_to: Option<f64>,
    pub(super) strict: bool,
}

impl<'a> TryFrom<&'a SurvivalOptions> for Settings<'a> {
    type Error = Error;

    fn try_from(options: &'a SurvivalOptions) -> Result<Settings<'a>> {
        let confidence = options.confidence.unwrap_or(0.95);
        if !(confidence > 0.0 && confidence < 1.0) {
            return Err(Error::invalid_option(format!("confidence is {}", number::text(confidence)))
                .with_help("Give a level between 0 and 1, such as 0.95."));
        }
        if let Some(time) = options.restrict_to
            && !(time > 0.0 && time.is_finite())
        {
            return Err(Error::invalid_option(format!("restrictTo is {}", number::text(time)))
                .with_help("Give a finite time above 0, in the unit of the durations."));
        }
        Ok(Settings {
            duration: required(&options.duration, "duration")?,
            observed: required(&options.observed, "observed")?,
            entry: options.entry.as_deref(),
            weight: options.weight.as_deref(),
            group: options.group.as_deref(),
            z: normal::quantile((1.0 - confidence) / 2.0).abs(),
            restrict_to: options.restrict_to,
            strict: options.on_invalid.unwrap_or_default() == OnInvalid::Throw,
        })
    }
}

/// The name of a column that has to be given.
pub(super) fn required<'a>(name: &'a Option<String>, option: &str) -> Result<&'a str> {
    name.as_deref().ok_or_else(|| {
        Error::invalid_option(format!("{option} is missing")).with_help(format!("Name the column: {option}: \"...\"."))
    })
}
