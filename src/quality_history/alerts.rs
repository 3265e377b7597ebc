//! Holding rules against a history.

use super::options::{AlertKind, AlertOptions, AlertRule, CheckedPoints, Direction, Spread};
use super::points::{Series, read};
use super::words;
use crate::error::{Result, try_vec};
use crate::options::Locale;
use crate::skipped::Skipped;
use crate::stats::sum::ExactSum;
use crate::table::{ColumnData, Table};
use crate::time::format_instant;
use serde::Serialize;

/// A value beyond its limits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// The rule.
    pub rule: String,
    /// The metric.
    pub metric: String,
    /// What the value was held against.
    pub kind: &'static str,
    /// As the rule says.
    pub severity: String,
    /// When: as it stands in the history.
    pub at: String,
    /// The row of the history.
    pub row: u64,
    /// The value.
    pub value: f64,
    /// The value before, the mean of those before, or the baseline; none for a threshold.
    pub reference: Option<f64>,
    /// How many values the reference is of.
    pub points: u64,
    /// The lower limit, unless only rises matter.
    pub lower: Option<f64>,
    /// The upper limit, unless only falls matter.
    pub upper: Option<f64>,
    /// The limit that was crossed.
    pub limit: f64,
    /// Relative: (value - reference) / |reference|. Absolute: value - reference. Three sigma: in standard deviations, none when that is 0.
    /// Threshold: value - limit.
    pub change: Option<f64>,
    /// `down` or `up`.
    pub direction: &'static str,
    /// In words.
    pub reason: String,
}

/// A point, or a rule, that could not be checked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotChecked {
    /// The rule.
    pub rule: String,
    /// The metric; as the rule says when the history has none that it matches.
    pub metric: String,
    /// When; none when there is no point at all.
    pub at: Option<String>,
    /// How many values there are to look back on.
    pub points: u64,
    /// How many are needed.
    pub needed: u64,
    /// In words.
    pub reason: String,
}

/// What [`quality_alerts`] finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QualityAlerts {
    /// The alerts by rule, metric and time.
    pub alerts: Vec<Alert>,
    /// How many points were checked, each counted once for every rule.
    pub checked: u64,
    /// What could not be checked.
    pub not_checked: Vec<NotChecked>,
    /// The rows of the history that cannot be used.
    pub skipped: Skipped,
}

/// Holds rules against a history of scores: see [the module](crate::quality_history) for the kinds and their limits.
///
/// The history has a row for each point: `at`, `metric`, `value`, in any order. What a rule cannot judge, for want of points or because
/// the value is missing, is listed in `not_checked`, never passed over.
///
/// # Errors
///
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn), [`WrongType`](crate::ErrorKind::WrongType) for the columns of the history,
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption) for rules without the number that they need, or with one that means nothing to them.
///
/// ```
/// use custometry::quality_history::{AlertRule, quality_alerts};
/// use custometry::table::Table;
///
/// let history = Table::from_csv(b"at,metric,value\n2026-01-01,score,95\n2026-01-02,score,60\n", &Default::default())?;
/// let rule = AlertRule { metric: "score".into(), max_change: Some(0.1), ..AlertRule::default() };
/// let found = quality_alerts(&history, &[rule], &Default::default())?;
/// assert_eq!(found.alerts[0].reason, "score fell from 95 to 60, by 36.84 %; 10 % is allowed");
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn quality_alerts(history: &Table, rules: &[AlertRule], options: &AlertOptions) -> Result<QualityAlerts> {
    for (place, rule) in rules.iter().enumerate() {
        rule.check().map_err(|error| error.inside(&format!("rules[{place}]")))?;
    }
    let (series, skipped) = read(history, options)?;
    let mut found = QualityAlerts { skipped, ..QualityAlerts::default() };
    let times = history.column(options.at.as_deref().unwrap_or("at"))?;
    let at = |row: usize| match times.data() {
        ColumnData::Floats(values) => values.get(row).map(|&ms| format_instant(ms)).unwrap_or_default(),
        _ => times.display(row).unwrap_or_default(),
    };
    let locale = options.locale.unwrap_or_default();
    let all = options.check.unwrap_or_default() == CheckedPoints::All;
    for rule in rules {
        let mut known = false;
        for series in series.iter().filter(|series| rule.matches(&series.metric)) {
            known = true;
            check_series(rule, series, all, &at, locale, &mut found)?;
        }
        if !known {
            found.not_checked.push(NotChecked {
                rule: rule.id(),
                metric: rule.metric.clone(),
                at: None,
                points: 0,
                needed: rule.min_points() as u64,
                reason: words::no_metric(locale).to_owned(),
            });
        }
    }
    Ok(found)
}

fn check_series(
    rule: &AlertRule,
    series: &Series,
    all: bool,
    at: &dyn Fn(usize) -> String,
    locale: Locale,
    found: &mut QualityAlerts,
) -> Result<()> {
    let mut before: Vec<f64> = try_vec(series.points.len())?;
    for (place, point) in series.points.iter().enumerate() {
        let is_asked = all || place + 1 == series.points.len();
        let recent = before.get(before.len().saturating_sub(rule.window())..).unwrap_or_default();
        let judged = match point.value {
            None => Err(words::no_value(locale).to_owned()),
            Some(_) if recent.len() < rule.min_points() => Err(words::too_few(recent.len(), rule.min_points(), locale)),
            Some(value) => match Limits::of(rule, recent) {
                None => Err(words::no_relation(locale).to_owned()),
                Some(limits) => Ok((limits, value)),
            },
        };
        let mut is_alert = false;
        match judged {
            Err(reason) if is_asked => found.not_checked.push(NotChecked {
                rule: rule.id(),
                metric: series.metric.clone(),
                at: Some(at(point.row)),
                points: recent.len() as u64,
                needed: rule.min_points() as u64,
                reason,
            }),
            Err(_) => {}
            Ok((limits, value)) => {
                found.checked += u64::from(is_asked);
                if let Some((limit, direction)) = limits.crossed(value) {
                    is_alert = true;
                    let change = limits.change(rule.kind, value, limit);
                    let fact =
                        words::Fact { rule, metric: &series.metric, value, limits: &limits, limit, direction, change };
                    if is_asked {
                        found.alerts.push(Alert {
                            reason: words::reason(&fact, locale),
                            rule: rule.id(),
                            metric: series.metric.clone(),
                            kind: rule.kind.name(),
                            severity: rule.severity.clone().unwrap_or_else(|| "warning".to_owned()),
                            at: at(point.row),
                            row: point.row as u64,
                            value,
                            reference: limits.reference,
                            points: limits.points as u64,
                            lower: limits.lower,
                            upper: limits.upper,
                            limit,
                            change,
                            direction: if direction == Direction::Down { "down" } else { "up" },
                        });
                    }
                }
            }
        }
        if let Some(value) = point.value.filter(|_| !(is_alert && rule.excludes_alerted())) {
            before.push(value);
        }
    }
    Ok(())
}

/// What a value is held against.
pub(super) struct Limits {
    pub(super) reference: Option<f64>,
    /// How many values the reference is of.
    pub(super) points: usize,
    pub(super) deviation: f64,
    lower: Option<f64>,
    upper: Option<f64>,
}

impl Limits {
    /// The limits; none for a change in relation to 0.
    fn of(rule: &AlertRule, recent: &[f64]) -> Option<Limits> {
        let (mean, deviation) = mean_and_deviation(recent, rule.spread.unwrap_or_default());
        let reference = rule.baseline.unwrap_or(mean);
        let allowed = rule.max_change.unwrap_or_default();
        let points = if rule.baseline.is_some() { 0 } else { recent.len() };
        let around = |width: f64| Limits {
            reference: Some(reference),
            points,
            deviation,
            lower: Some(reference - width),
            upper: Some(reference + width),
        };
        let limits = match rule.kind {
            AlertKind::Relative if reference == 0.0 => return None,
            AlertKind::Relative => around(allowed * reference.abs()),
            AlertKind::Absolute => around(allowed),
            AlertKind::ThreeSigma => {
                let width = rule.deviations.unwrap_or(3.0) * deviation;
                around(width.max(rule.min_change.unwrap_or_default()))
            }
            AlertKind::Threshold => Limits { reference: None, points: 0, deviation, lower: rule.min, upper: rule.max },
        };
        let direction = rule.direction.unwrap_or_default();
        Some(Limits {
            lower: limits.lower.filter(|_| direction != Direction::Up),
            upper: limits.upper.filter(|_| direction != Direction::Down),
            ..limits
        })
    }

    /// The limit that a value is beyond, and on which side.
    fn crossed(&self, value: f64) -> Option<(f64, Direction)> {
        const ROUNDING: f64 = 1e-12;
        let is_beyond = |by: f64, limit: f64| by > ROUNDING * value.abs().max(limit.abs());
        match (self.lower, self.upper) {
            (Some(limit), _) if is_beyond(limit - value, limit) => Some((limit, Direction::Down)),
            (_, Some(limit)) if is_beyond(value - limit, limit) => Some((limit, Direction::Up)),
            _ => None,
        }
    }

    fn change(&self, kind: AlertKind, value: f64, limit: f64) -> Option<f64> {
        let reference = self.reference.unwrap_or(limit);
        let change = value - reference;
        match kind {
            AlertKind::Relative => Some(change / reference.abs()),
            AlertKind::ThreeSigma => (self.deviation > 0.0).then(|| change / self.deviation),
            AlertKind::Absolute | AlertKind::Threshold => Some(change),
        }
    }
}

/// The mean of values, and their deviation; 0 where all are the same or there are fewer than two.
fn mean_and_deviation(values: &[f64], spread: Spread) -> (f64, f64) {
    let count = values.len() as f64;
    let first = values.first().copied().unwrap_or_default();
    if values.iter().all(|&value| value == first) {
        return (first, 0.0);
    }
    let mean = values.iter().copied().collect::<ExactSum>().value() / count;
    let deviation = match spread {
        Spread::StandardDeviation => {
            // Scaled by the largest difference, so that no square overflows or vanishes.
            let largest = values.iter().fold(0.0_f64, |largest, value| largest.max((value - mean).abs()));
            let squares: ExactSum = values.iter().map(|value| ((value - mean) / largest).powi(2)).collect();
            largest * (squares.value() / (count - 1.0)).sqrt()
        }
        Spread::MovingRange => {
            let ranges: ExactSum = values.array_windows().map(|[a, b]| (b - a).abs()).collect();
            ranges.value() / (count - 1.0) / MEAN_RANGE_OF_TWO
        }
    };
    (mean, deviation)
}

/// d2 of the tables for control charts: the mean range of two values of a normal distribution with deviation 1.
const MEAN_RANGE_OF_TWO: f64 = 1.128;
