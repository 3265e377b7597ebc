//! What alerts say, in English and Chinese.

use super::alerts::Limits;
use super::options::{AlertKind, AlertRule, Direction};
use crate::number;
use crate::options::Locale;

/// A value beyond a limit.
pub(super) struct Fact<'a> {
    pub(super) rule: &'a AlertRule,
    pub(super) metric: &'a str,
    pub(super) value: f64,
    pub(super) limits: &'a Limits,
    pub(super) limit: f64,
    pub(super) direction: Direction,
    pub(super) change: Option<f64>,
}

pub(super) fn reason(fact: &Fact<'_>, locale: Locale) -> String {
    let Fact { rule, metric, value, limits, limit, direction, change } = *fact;
    let is_chinese = locale == Locale::Chinese;
    let falls = direction == Direction::Down;
    let percent = |share: f64| rounded(share.abs() * 100.0) + if is_chinese { "%" } else { " %" };
    let (value, limit) = (rounded(value), rounded(limit));
    let reference = rounded(limits.reference.unwrap_or_default());
    let points = limits.points;
    let (size, allowed) = match rule.kind {
        AlertKind::Relative => (percent(change.unwrap_or_default()), percent(rule.max_change.unwrap_or_default())),
        _ => (rounded(change.unwrap_or_default().abs()), rounded(rule.max_change.unwrap_or_default())),
    };
    match (rule.kind, is_chinese) {
        (AlertKind::Relative | AlertKind::Absolute, false) => {
            let verb = if falls { "fell" } else { "rose" };
            let from = match points {
                0 => format!("the baseline {reference}"),
                1 => reference,
                _ => format!("a mean of {reference} over {points} points"),
            };
            format!("{metric} {verb} from {from} to {value}, by {size}; {allowed} is allowed")
        }
        (AlertKind::Relative | AlertKind::Absolute, true) => {
            let verb = if falls { "降至" } else { "升至" };
            let from = match points {
                0 => format!("基准值 {reference}"),
                1 => format!(" {reference} "),
                _ => format!("前 {points} 个点的均值 {reference} "),
            };
            format!("{metric} 由{from}{verb} {value}，变化 {size}，允许 {allowed}")
        }
        (AlertKind::ThreeSigma, false) => match change {
            None => format!("{metric} is {value}; the {points} points before were all {reference}"),
            Some(_) => {
                let side = if falls { "below" } else { "above" };
                format!(
                    "{metric} is {value}, {size} standard deviations {side} the mean {reference} of {points} points; the limit is {limit}"
                )
            }
        },
        (AlertKind::ThreeSigma, true) => match change {
            None => format!("{metric} 为 {value}，而此前 {points} 个点均为 {reference}"),
            Some(_) => {
                let side = if falls { "低于" } else { "高于" };
                format!(
                    "{metric} 为 {value}，{side}此前 {points} 个点的均值 {reference} 达 {size} 个标准差，界限为 {limit}"
                )
            }
        },
        (AlertKind::Threshold, false) => {
            format!("{metric} is {value}, {} {limit}", if falls { "below the minimum" } else { "above the maximum" })
        }
        (AlertKind::Threshold, true) => {
            format!("{metric} 为 {value}，{} {limit}", if falls { "低于下限" } else { "高于上限" })
        }
    }
}

pub(super) fn no_metric(locale: Locale) -> &'static str {
    match locale {
        Locale::English => "the history has no points of this metric",
        Locale::Chinese => "历史记录中没有该指标",
    }
}

pub(super) fn no_value(locale: Locale) -> &'static str {
    match locale {
        Locale::English => "the value is missing",
        Locale::Chinese => "缺少数值",
    }
}

pub(super) fn no_relation(locale: Locale) -> &'static str {
    match locale {
        Locale::English => "there is no relative change from 0; use kind \"absolute\"",
        Locale::Chinese => "参考值为 0，无法计算相对变化；请使用 \"absolute\"",
    }
}

pub(super) fn too_few(points: usize, needed: usize, locale: Locale) -> String {
    match locale {
        Locale::English => format!("there are {points} points before it where {needed} are needed"),
        Locale::Chinese => format!("此前仅有 {points} 个点，需要 {needed} 个"),
    }
}

/// A number for people: two decimals, below 1 four.
fn rounded(value: f64) -> String {
    let scale = if value.abs() >= 1.0 || value == 0.0 { 100.0 } else { 10_000.0 };
    let scaled = value * scale;
    number::text(if scaled.abs() < 1e15 { scaled.round() / scale } else { value } + 0.0)
}
