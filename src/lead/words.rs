//! What explanations say, in English and Chinese.

use super::card::{Band, Criterion};
use super::explain::Contribution;
use crate::error::quoted;
use crate::number;
use crate::options::Locale;
use crate::table::Cell;
use crate::time::{self, MS_PER_DAY};

/// What people see of a criterion.
pub(super) fn label(criterion: &Criterion) -> &str {
    criterion.label.as_deref().unwrap_or(&criterion.column)
}

/// Why: `need: "must-have", 100 of 100 points: +25`.
pub(super) fn reason(part: &Contribution, locale: Locale) -> String {
    let (value, points, adds) = (shown(&part.value), rounded(part.points), rounded(part.contribution));
    let label = &part.label;
    match locale {
        Locale::English => format!("{label}: {value}, {points} of 100 points: +{adds}"),
        Locale::Chinese => format!("{label}：{value}，100 分中得 {points} 分，贡献 +{adds}"),
    }
}

pub(super) fn disqualified(reason: &str, locale: Locale) -> String {
    match locale {
        Locale::English => format!("disqualified: {reason}"),
        Locale::Chinese => format!("不合格：{reason}"),
    }
}

/// What would raise the score: `authority unknown: up to +15`.
pub(super) fn improvement(criterion: &Criterion, current: &Cell, best: &str, gain: f64, locale: Locale) -> String {
    let (label, gain) = (label(criterion), rounded(gain));
    match (locale, current.is_null()) {
        (Locale::English, true) => format!("{label} unknown: up to +{gain}"),
        (Locale::English, false) => format!("{label} is {}: up to +{gain} with {best}", shown(current)),
        (Locale::Chinese, true) => format!("{label}未知：最多可 +{gain}"),
        (Locale::Chinese, false) => format!("{label}为 {}：若为 {best}，最多可 +{gain}", shown(current)),
    }
}

/// The values of a band: `10 to below 50`.
pub(super) fn band(band: &Band, days: bool, locale: Locale) -> String {
    let unit = match (days, locale) {
        (false, _) => "",
        (true, Locale::English) => " days",
        (true, Locale::Chinese) => " 天",
    };
    let ends = (band.min.map(number::text), band.below.map(number::text));
    match (ends, locale) {
        ((Some(min), Some(below)), Locale::English) => format!("{min} to below {below}{unit}"),
        ((Some(min), Some(below)), Locale::Chinese) => format!("{min} 至 {below} 以下{unit}"),
        ((Some(min), None), Locale::English) => format!("{min}{unit} or more"),
        ((Some(min), None), Locale::Chinese) => format!("{min}{unit} 及以上"),
        ((None, Some(below)), Locale::English) => format!("below {below}{unit}"),
        ((None, Some(below)), Locale::Chinese) => format!("{below}{unit} 以下"),
        ((None, None), Locale::English) => "any value".to_owned(),
        ((None, None), Locale::Chinese) => "任意值".to_owned(),
    }
}

/// The date that is worth most when points decay.
pub(super) fn today(locale: Locale) -> &'static str {
    match locale {
        Locale::English => "the day itself",
        Locale::Chinese => "当天",
    }
}

/// The best value of a category when those that it does not list are worth most.
pub(super) fn another(locale: Locale) -> &'static str {
    match locale {
        Locale::English => "another value",
        Locale::Chinese => "其他值",
    }
}

fn shown(value: &Cell) -> String {
    match value {
        Cell::Text(text) => quoted(text),
        // Most dates come as the midnight of a day.
        &Cell::Date { ms, .. } if ms % MS_PER_DAY == 0.0 => time::format_day((ms / MS_PER_DAY) as i32),
        other => other.display().unwrap_or_default(),
    }
}

/// To one decimal, as people read it.
fn rounded(value: f64) -> String {
    number::text((value * 10.0).round() / 10.0)
}
