//! What [`quality_alerts`](super::quality_alerts) is told, and the checks of it.

use crate::error::{Error, Result};
use crate::number;
use crate::options::Locale;
use crate::stats::sum::LARGEST_TERM;

/// What a value is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertKind {
    /// The change in relation to the values before.
    #[default]
    Relative,
    /// The change in the unit of the metric.
    Absolute,
    /// How many standard deviations it is from the mean of the values before.
    ThreeSigma,
    /// Fixed limits.
    Threshold,
}

impl AlertKind {
    /// All kinds.
    pub const ALL: [AlertKind; 4] =
        [AlertKind::Relative, AlertKind::Absolute, AlertKind::ThreeSigma, AlertKind::Threshold];

    /// The name of the kind.
    pub const fn name(self) -> &'static str {
        match self {
            AlertKind::Relative => "relative",
            AlertKind::Absolute => "absolute",
            AlertKind::ThreeSigma => "threeSigma",
            AlertKind::Threshold => "threshold",
        }
    }
}

/// Which changes matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Both.
    #[default]
    Both,
    /// Falls alone.
    Down,
    /// Rises alone.
    Up,
}

/// What the deviation of values is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// The sample standard deviation.
    #[default]
    StandardDeviation,
    /// The mean of the differences of neighbours, divided by 1.128: slow drifts do not make it larger.
    MovingRange,
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlertRule {
    /// The name of the rule; default the metric and the kind.
    pub id: Option<String>,
    /// The metric; with `*` at the end all whose names begin so.
    pub metric: String,
    /// What a value is held against.
    pub kind: AlertKind,
    /// How serious an alert is; handed on as it is. Default `warning`.
    pub severity: Option<String>,
    /// Which changes matter; default both.
    pub direction: Option<Direction>,
    /// Of `Relative` (0.1 is a tenth) and `Absolute`: the largest change that is allowed. Required there.
    pub max_change: Option<f64>,
    /// Of `ThreeSigma`: how many standard deviations are allowed; default 3.
    pub deviations: Option<f64>,
    /// Of `ThreeSigma`: the change, in the unit of the metric, up to which nothing is an alert; default 0.
    pub min_change: Option<f64>,
    /// Of `ThreeSigma`: what the deviation is taken from.
    pub spread: Option<Spread>,
    /// Of `Threshold`: the least value that is allowed.
    pub min: Option<f64>,
    /// Of `Threshold`: the greatest value that is allowed.
    pub max: Option<f64>,
    /// How many values before the point are looked back on; default 1, of `ThreeSigma` 30.
    pub window: Option<u32>,
    /// How many there have to be; default all of the window, of `ThreeSigma` 7.
    pub min_points: Option<u32>,
    /// Of `Relative` and `Absolute`: a value to compare with instead of those before.
    pub baseline: Option<f64>,
    /// Whether points that the rule gave an alert for are not looked back on; default only for `ThreeSigma`.
    pub exclude_alerted: Option<bool>,
}

/// Which points are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckedPoints {
    /// The latest of each metric.
    #[default]
    Latest,
    /// All of them.
    All,
}

/// The options of [`quality_alerts`](super::quality_alerts).
#[derive(Clone, Debug, Default)]
pub struct AlertOptions {
    /// The column of the time; default `at`.
    pub at: Option<String>,
    /// The column of the metric; default `metric`.
    pub metric: Option<String>,
    /// The column of the value; default `value`.
    pub value: Option<String>,
    /// Which points are checked; default the latest of each metric.
    pub check: Option<CheckedPoints>,
    /// The language of the reasons.
    pub locale: Option<Locale>,
}

impl AlertRule {
    pub(super) fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("{} {}", self.metric, self.kind.name()))
    }

    pub(super) fn window(&self) -> usize {
        self.window.unwrap_or(if self.kind == AlertKind::ThreeSigma { 30 } else { 1 }) as usize
    }

    pub(super) fn min_points(&self) -> usize {
        match self.min_points {
            _ if self.kind == AlertKind::Threshold || self.baseline.is_some() => 0,
            Some(points) => points as usize,
            None if self.kind == AlertKind::ThreeSigma => self.window().min(7),
            None => self.window(),
        }
    }

    pub(super) fn excludes_alerted(&self) -> bool {
        self.exclude_alerted.unwrap_or(self.kind == AlertKind::ThreeSigma)
    }

    pub(super) fn matches(&self, metric: &str) -> bool {
        match self.metric.strip_suffix('*') {
            Some(start) => metric.starts_with(start),
            None => metric == self.metric,
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        let wrong = |what: String, help: &str| Err(Error::invalid_option(what).with_help(help));
        let numbers = [
            ("maxChange", self.max_change, true),
            ("deviations", self.deviations, true),
            ("minChange", self.min_change, true),
            ("min", self.min, false),
            ("max", self.max, false),
            ("baseline", self.baseline, false),
        ];
        for (name, value, is_positive) in numbers {
            let Some(value) = value else { continue };
            if value.is_nan() || value.abs() > LARGEST_TERM || is_positive && value < 0.0 {
                let wanted = if is_positive { "0 or a number above it" } else { "a finite number" };
                return wrong(format!("{name} is {}", number::text(value)), &format!("Give {wanted}."));
            }
            let is_of = match name {
                "maxChange" | "baseline" => [AlertKind::Relative, AlertKind::Absolute].contains(&self.kind),
                "min" | "max" => self.kind == AlertKind::Threshold,
                _ => self.kind == AlertKind::ThreeSigma,
            };
            if !is_of {
                return wrong(
                    format!("{name} means nothing to a rule of kind \"{}\"", self.kind.name()),
                    "Leave it out, or give the rule another kind.",
                );
            }
        }
        match self.kind {
            AlertKind::Relative | AlertKind::Absolute if self.max_change.is_none() => {
                return wrong("maxChange is missing".to_owned(), "Say how much change is allowed: maxChange: 0.1.");
            }
            AlertKind::Threshold if self.min.is_none() && self.max.is_none() => {
                return wrong("min and max are missing".to_owned(), "Give at least one of them: min: 80.");
            }
            _ => {}
        }
        if self.window() == 0 {
            return wrong("window is 0".to_owned(), "Give the number of points to look back on.");
        }
        let least = match self.kind {
            AlertKind::ThreeSigma => 2,
            AlertKind::Threshold => 0,
            _ if self.baseline.is_some() => 0,
            _ => 1,
        };
        if self.min_points() < least || self.min_points() > self.window() {
            return wrong(
                format!("minPoints is {} with a window of {}", self.min_points(), self.window()),
                "At least 2 points are needed for a deviation, 1 for a change, and no more than the window has.",
            );
        }
        Ok(())
    }
}
