//! One check over all rows.

use super::accumulator::{Early, FAILS, NOT_ASKED, PASSES, QualityAccumulator, mask};
use super::check::{Check, Rule};
use super::field::{Field, Value};
use super::judge::{Setting, judge, need};
use super::reasons::{self, Found};
use super::relations::{compare, outlier, unique};
use super::verdict::{PASS, Reasons, UNTESTED, spread};
use crate::error::{Error, Result, try_vec};
use crate::table::missing_column;

/// The verdict of a check for each row.
///
/// # Errors
///
/// When the check cannot be made. The others are none the worse for it.
pub(super) fn evaluate(
    of: &QualityAccumulator,
    check: &Check,
    early: &Early,
    reasons: &mut Reasons,
) -> Result<Vec<u32>> {
    let mut fields = Vec::new();
    for name in &check.columns {
        match of.field(name) {
            Some(field) if field.is_known || field.rows == 0 => fields.push(field),
            _ => return Err(missing_column(name, &[])),
        }
    }
    let mask = mask(check.filter.as_ref(), &of.names, &of.fields, of.setting.offset, true)?;
    let mask = mask.as_deref();
    let (setting, speaker) = (&of.setting, of.setting.speaker);
    let (Some(&field), Some(column)) = (fields.first(), check.columns.first()) else {
        return Err(Error::invalid_option("the check names no column"));
    };
    match &check.rule {
        Rule::Unique => unique(&fields, mask, setting, reasons),
        &Rule::Compare(operator) => match (&fields[..], &check.columns[..]) {
            (&[left, right], [_, name]) => compare([left, right], operator, name, mask, setting, reasons),
            _ => Err(Error::invalid_option("compare needs two columns")),
        },
        &Rule::Outlier { deviations } => {
            if !(deviations > 0.0 && deviations.is_finite()) {
                return Err(Error::invalid_option("deviations is not a number above 0"));
            }
            outlier(field, column, deviations, mask, setting, reasons)
        }
        Rule::Matches { pattern } => decided(field, mask, early, setting, reasons, &mut |value| {
            speaker.say(&reasons::NO_MATCH, Some(value), &[pattern])
        }),
        Rule::PhoneByCaller => {
            need(field, column, "texts", &["string", "number"])?;
            decided(field, mask, early, setting, reasons, &mut |value| {
                speaker.say(&reasons::NO_PHONE, Some(value), &[])
            })
        }
        Rule::Custom { reason } => {
            decided(field, mask, early, setting, reasons, &mut |_| Found { reason: reason.clone(), is_warning: false })
        }
        Rule::Reference { key } => decided(field, mask, early, setting, reasons, &mut |value| {
            speaker.say(&reasons::NO_REFERENCE, Some(value), &[key])
        }),
        rule => {
            let judge = judge(rule, column, field, setting)?;
            let is_required = matches!(rule, Rule::Required);
            let null = match is_required {
                true => reasons.verdict(Some(speaker.say(&reasons::MISSING, None, &[])))?,
                false => UNTESTED,
            };
            spread(field, mask, null, &mut |value| match value {
                Value::Other(_) if is_required => Ok(PASS),
                Value::Other(what) => reasons.verdict(Some(speaker.no_value(what))),
                _ => reasons.verdict(judge(value)),
            })
        }
    }
}

/// The verdicts of what was decided while rows came in.
fn decided(
    field: &Field,
    mask: Option<&[bool]>,
    early: &Early,
    setting: &Setting,
    reasons: &mut Reasons,
    say: &mut dyn FnMut(Value<'_>) -> Found,
) -> Result<Vec<u32>> {
    if let Some(broken) = &early.broken {
        return Err(Error::invalid_option(broken.as_str()));
    }
    let mut verdicts = try_vec(field.rows)?;
    for row in 0..field.rows {
        let is_in = mask.is_none_or(|mask| mask.get(row).copied().unwrap_or(false));
        verdicts.push(match (early.decided.get(row).copied().unwrap_or(NOT_ASKED), field.get(row)) {
            _ if !is_in => UNTESTED,
            (_, None) => UNTESTED,
            (_, Some(Value::Other(what))) => reasons.verdict(Some(setting.speaker.no_value(what)))?,
            (PASSES, _) => PASS,
            (FAILS, Some(value)) => reasons.verdict(Some(say(value)))?,
            _ => return Err(Error::invalid_option("the check was not decided for all rows")),
        });
    }
    Ok(verdicts)
}
