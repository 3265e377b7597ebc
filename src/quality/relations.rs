//! The checks that look at several cells: whether a value occurs once, how two columns compare, which numbers are far from the others.

use super::check::Operator;
use super::field::{Field, Value, Values};
use super::judge::{Setting, compare_moments, need, need_some};
use super::reasons::{self, not_of, shown};
use super::verdict::{PASS, Reasons, UNTESTED, spread};
use crate::error::{Error, Result, try_collect, try_filled, try_vec};
use crate::number;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::quantiles;
use crate::stats::sum::{ExactSum, LARGEST_TERM};
use crate::table::{ColumnType, KeyIndex, parse_number};
use crate::time::Moment;
use std::cmp::Ordering;

/// No two rows have the same values in all of the fields. A row in which one is null is not tested.
pub(super) fn unique(
    fields: &[&Field],
    mask: Option<&[bool]>,
    setting: &Setting,
    reasons: &mut Reasons,
) -> Result<Vec<u32>> {
    let rows = fields.first().map_or(0, |field| field.rows);
    let (groups, count) = groups(fields, mask, rows)?;
    // Of each group: how many rows, the first and the second of them.
    let mut found = try_filled(count, (0_u32, 0_u32, 0_u32))?;
    for (row, &group) in groups.iter().enumerate() {
        if let Some((size, first, second)) = found.get_mut(group as usize) {
            match *size {
                0 => *first = row as u32,
                1 => *second = row as u32,
                _ => {}
            }
            *size += 1;
        }
    }
    let mut verdicts = try_vec(rows)?;
    for (row, &group) in groups.iter().enumerate() {
        verdicts.push(match found.get(group as usize) {
            None => UNTESTED,
            Some((..=1, _, _)) => PASS,
            Some(&(size, first, second)) => {
                let other = if first as usize == row { second } else { first }.to_string();
                let found = match size {
                    2 => setting.speaker.say(&reasons::SAME_AS, None, &[&other]),
                    _ => setting.speaker.say(&reasons::SAME_AS_MORE, None, &[&other, &(size - 2).to_string()]),
                };
                reasons.verdict(Some(found))?
            }
        });
    }
    Ok(verdicts)
}

/// A number for each row, the same for rows with the same values; negative for those that are not tested.
fn groups(fields: &[&Field], mask: Option<&[bool]>, rows: usize) -> Result<(Vec<i32>, usize)> {
    let mut groups = try_filled(rows, 0)?;
    let mut count = 1;
    if let Some(mask) = mask {
        groups.iter_mut().zip(mask).filter(|&(_, is_in)| !is_in).for_each(|(group, _)| *group = KeyIndex::NONE);
    }
    for (place, field) in fields.iter().enumerate() {
        let column = field.keys()?;
        let mut keys = KeyIndex::default();
        let own = keys.groups(&column)?;
        if place == 0 {
            for (group, own) in groups.iter_mut().zip(own.iter()) {
                *group = if *group < 0 { KeyIndex::NONE } else { own };
            }
            count = keys.len();
            continue;
        }
        let pair =
            |group: i32, own: i32| if group < 0 || own < 0 { -1 } else { i64::from(group) << 32 | i64::from(own) };
        let pairs: Vec<i64> =
            try_collect(groups.iter().zip(own.iter().collect::<Vec<_>>()).map(|(&group, own)| pair(group, own)))?;
        count = 0;
        let mut before = None;
        for (pair, row) in sorted_by_key(pairs.into_iter())? {
            if pair >= 0 && before != Some(pair) {
                before = Some(pair);
                count += 1;
            }
            if let Some(group) = groups.get_mut(row as usize) {
                *group = if pair < 0 { KeyIndex::NONE } else { count as i32 - 1 };
            }
        }
    }
    Ok((groups, count))
}

/// What the texts of a field read as, each once.
struct Read<'a> {
    field: &'a Field,
    texts: Vec<(Option<f64>, Option<Moment>)>,
}

impl<'a> Read<'a> {
    fn new(field: &'a Field) -> Result<Read<'a>> {
        let mut read = Vec::new();
        if let Values::Texts { texts, .. } = &field.values
            && let Some(dictionary) = texts.dictionary()
        {
            read = try_collect(dictionary.iter().map(|text| (parse_number(text), Moment::parse(text).ok())))?;
        }
        Ok(Read { field, texts: read })
    }

    fn get(&self, row: usize) -> Option<(Value<'a>, Option<f64>, Option<Moment>)> {
        let value = self.field.get(row)?;
        let (number, moment) = match &self.field.values {
            Values::Texts { codes, .. } => {
                codes.get(row).and_then(|&code| self.texts.get(code as usize)).copied().unwrap_or_default()
            }
            _ => (value.number(), value.moment()),
        };
        Some((value, number, moment))
    }
}

/// The left value compares with the right one. A row in which one of them is null is not tested.
pub(super) fn compare(
    [left, right]: [&Field; 2],
    operator: Operator,
    right_name: &str,
    mask: Option<&[bool]>,
    setting: &Setting,
    reasons: &mut Reasons,
) -> Result<Vec<u32>> {
    let speaker = setting.speaker;
    let (lefts, rights) = (Read::new(left)?, Read::new(right)?);
    let is_order = !matches!(operator, Operator::Equal | Operator::Different);
    let mut comparable = false;
    let mut verdicts = try_vec(left.rows)?;
    for row in 0..left.rows {
        let is_in = mask.is_none_or(|mask| mask.get(row).copied().unwrap_or(false));
        let (Some((value, number, moment)), Some((wanted, wanted_number, wanted_moment)), true) =
            (lefts.get(row), rights.get(row), is_in)
        else {
            verdicts.push(UNTESTED);
            continue;
        };
        let order = match (number, wanted_number, moment, wanted_moment) {
            (Some(left), Some(right), _, _) => left.partial_cmp(&right),
            (_, _, Some(left), Some(right)) => compare_moments(left, right, setting.offset),
            _ if is_order => None,
            _ => Some(value.display().cmp(&wanted.display())),
        };
        comparable |= order.is_some();
        let found = match order {
            Some(order) if operator.holds(order) => None,
            Some(_) => {
                let words = reasons::operator(operator, speaker.locale);
                Some(speaker.say(&reasons::COMPARES, Some(value), &[words, right_name, &shown(wanted)]))
            }
            None => Some(speaker.say(&reasons::INCOMPARABLE, Some(value), &[right_name, &shown(wanted)])),
        };
        verdicts.push(reasons.verdict(found)?);
    }
    if !comparable && verdicts.iter().any(|&verdict| verdict != UNTESTED) {
        return Err(Error::new(
            crate::ErrorKind::WrongType,
            "the two columns cannot be compared: they hold neither numbers nor dates",
        ));
    }
    Ok(verdicts)
}

/// Numbers (or dates) far from the others: more than so many times 1.4826 MAD from the median, where MAD is the median of the absolute
/// distances from it. Where half of the values are the same, that is 0, and 1.2533 times the mean absolute distance stands for it; both
/// factors make it the standard deviation of values that are normally distributed.
pub(super) fn outlier(
    field: &Field,
    column: &str,
    deviations: f64,
    mask: Option<&[bool]>,
    setting: &Setting,
    reasons: &mut Reasons,
) -> Result<Vec<u32>> {
    need(field, column, "numbers or dates", &["number", "date", "string"])?;
    need_some(field, column, "numbers", |text| parse_number(text).is_some())?;
    let size = |value: Value<'_>| match value {
        Value::Instant(ms) | Value::Day(ms) => Some(ms),
        other => other.number().filter(|value| value.is_finite()),
    };
    let mut values = try_vec(field.rows)?;
    for row in 0..field.rows {
        if mask.is_none_or(|mask| mask.get(row).copied().unwrap_or(false)) {
            values.extend(field.get(row).and_then(size));
        }
    }
    let median = quantiles(&values, 2)?.first().copied().unwrap_or_default();
    values.iter_mut().for_each(|value| *value = (*value - median).abs());
    let mut spread_of = 1.4826 * quantiles(&values, 2)?.first().copied().unwrap_or_default();
    if spread_of == 0.0 && !values.is_empty() {
        let mut sum = ExactSum::default();
        values.iter().filter(|&&value| value > 0.0 && value <= LARGEST_TERM).for_each(|&value| sum.add(value));
        spread_of = 1.2533 * sum.value() / values.len() as f64;
    }
    let is_date = matches!(field.values, Values::Instants(_) | Values::Days(_));
    let middle = match is_date {
        true => crate::time::format_instant(median),
        false => number::text(median),
    };
    let limit = number::text(deviations);
    spread(field, mask, UNTESTED, &mut |value| {
        let Some(number) = size(value) else {
            let wanted = if is_date { ColumnType::Date } else { ColumnType::Number };
            return reasons.verdict(Some(setting.speaker.say(&not_of(wanted), Some(value), &[])));
        };
        let distance = (number - median).abs();
        if distance.partial_cmp(&(deviations * spread_of)) != Some(Ordering::Greater) {
            return Ok(PASS);
        }
        let away = number::text((distance / spread_of * 10.0).round() / 10.0);
        reasons.verdict(Some(setting.speaker.say(&reasons::FAR, Some(value), &[&away, &middle, &limit])))
    })
}
