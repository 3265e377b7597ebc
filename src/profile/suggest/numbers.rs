//! Checks of numbers: the range, what lies far out, and whether they identify rows.

use super::{Draft, FAULTS, Parameter, Result, texts};
use crate::number;
use crate::profile::names;
use crate::profile::numbers::Numbers;
use crate::profile::values::Distinct;
use crate::table::{Cell, ColumnType};

/// So many robust standard deviations are tried, the first ones being those of Iglewicz & Hoaglin (1993).
const DEVIATIONS: [f64; 5] = [3.5, 5.0, 10.0, 20.0, 50.0];
/// The share of numbers that may lie farther out.
const FAR: f64 = 0.01;
/// The median of distances, times this, is the standard deviation of normal numbers, to the digits that the check uses.
const NORMAL: f64 = 1.4826;
/// With fewer numbers, or fewer different ones, it is not known what lies far out.
const OUTLIER_ROWS: u64 = 30;

pub(super) fn suggest(draft: &mut Draft<'_>) -> Result<()> {
    if names::is_phone(draft.name()) {
        let column = draft.column.cast(ColumnType::String)?;
        let distinct = crate::profile::values::distinct_values(&column)?;
        let of_text = &mut Draft { column: &column, distinct, locale: draft.locale, found: &mut *draft.found };
        if texts::phone(of_text) {
            return Ok(());
        }
    }
    let Some(numbers) = Numbers::of(draft.column, &draft.distinct) else { return Ok(()) };
    let is_key = is_key(draft, &numbers);
    if !is_key && !names::is_code(draft.name()) {
        range(draft, &numbers);
        outlier(draft, &numbers)?;
    }
    if is_key {
        draft.unique();
    }
    Ok(())
}

fn value(draft: &Draft<'_>, distinct: &Distinct) -> f64 {
    match draft.column.cell(distinct.row()) {
        Cell::Number(value) => value,
        _ => f64::NAN,
    }
}

/// The range that the name calls for, or the numbers from 0 on.
fn range(draft: &mut Draft<'_>, numbers: &Numbers) {
    let Some((least, _)) = numbers.range() else { return };
    // The ends are those of nearly all numbers, so that a few faults do not hide what is meant.
    let Some((low, high)) = numbers.quantile(1, 20).zip(numbers.quantile(19, 20)) else { return };
    let natural = names::natural_range(draft.name(), low, high);
    let share_below = |limit: f64| draft.share(&|distinct| value(draft, distinct) < limit);
    let (min, max) = match natural {
        Some((min, max)) if draft.share(&|distinct| within(value(draft, distinct), min, max)) >= 1.0 - FAULTS => {
            (min, max)
        }
        _ if least >= 0.0 || share_below(0.0) <= FAR => (Some(0.0), None),
        _ => return,
    };
    let tested = draft.test(&|distinct| within(value(draft, distinct), min, max));
    let limits = [("min", min), ("max", max)];
    let parameters = limits.iter().filter_map(|&(name, limit)| Some((name, Parameter::Number(limit?)))).collect();
    let end = |limit: Option<f64>| limit.map_or(String::new(), number::text);
    draft.add("between", parameters, tested, &format!("[{}, {}]", end(min), max.map_or("∞".to_owned(), number::text)));
}

fn within(value: f64, min: Option<f64>, max: Option<f64>) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}

/// Numbers that lie far from the median are worth a look. How far is far, the numbers say themselves.
fn outlier(draft: &mut Draft<'_>, numbers: &Numbers) -> Result<()> {
    let (Some(median), true) = (numbers.quantile(1, 2), numbers.count >= OUTLIER_ROWS && numbers.distinct() > 10)
    else {
        return Ok(());
    };
    let scale = numbers.median_distance(median)?.unwrap_or(0.0) * NORMAL;
    if scale <= 0.0 {
        return Ok(());
    }
    let is_near = |distinct: &Distinct, deviations: f64| (value(draft, distinct) - median).abs() <= deviations * scale;
    let near = |deviations: &f64| draft.share(&|distinct| is_near(distinct, *deviations)) >= 1.0 - FAR;
    let Some(deviations) = DEVIATIONS.into_iter().find(near) else { return Ok(()) };
    let tested = draft.test(&|distinct| is_near(distinct, deviations));
    draft.add("outlier", vec![("deviations", Parameter::Number(deviations))], tested, &number::text(deviations));
    Ok(())
}

/// Whether the numbers identify rows: whole, and by the name all but a few different, or counted through.
fn is_key(draft: &Draft<'_>, numbers: &Numbers) -> bool {
    let different = draft.distinct.len() as f64 / draft.values() as f64;
    let are_whole = numbers.values().all(|(value, _)| value.fract() == 0.0);
    let is_counted = numbers.range().is_some_and(|(least, greatest)| greatest - least + 1.0 == numbers.count as f64);
    are_whole && ((names::is_identifier(draft.name()) && different >= 0.98) || (different >= 1.0 && is_counted))
}
