//! Checks of dates: that they are not in the future, lie in a sensible time, and come in order.

use super::{Draft, ENOUGH, FAULTS, Parameter, Result, Suggestion, Tested};
use crate::options::Locale;
use crate::profile::values::Distinct;
use crate::table::{Cell, Column, ColumnData, Table};
use crate::time::{MS_PER_DAY, UtcOffset, day_of, format_day};

/// 1900-01-01 and 2100-12-31. What lies outside was most often filled in for want of a date.
const SENSIBLE: [i32; 2] = [-25_567, 47_846];
/// The share of rows that have to be in order.
const IN_ORDER: f64 = 0.98;
/// So many rows have to have both dates.
const ORDER_ROWS: usize = 2 * ENOUGH as usize;
/// Dates are compared with each other where there are at most so many columns of them.
const ORDER_COLUMNS: usize = 8;

pub(super) fn suggest(draft: &mut Draft<'_>, today: Option<i32>, offset: UtcOffset) -> Result<()> {
    let column = draft.column;
    let day = |distinct: &Distinct| match column.cell(distinct.row()) {
        Cell::Date { ms, civil: true } => (ms / MS_PER_DAY).floor() as i32,
        Cell::Date { ms, civil: false } => day_of(ms, offset),
        _ => i32::MAX,
    };
    if let Some(today) = today.filter(|&today| draft.share(&|distinct| day(distinct) <= today) >= 1.0 - FAULTS) {
        let tested = draft.test(&|distinct| day(distinct) <= today);
        draft.add("notFuture", Vec::new(), tested, &format_day(today));
    }
    let [first, last] = SENSIBLE;
    let tested = draft.test(&|distinct| (first..=last).contains(&day(distinct)));
    if tested.passing as f64 >= (1.0 - FAULTS) * draft.values() as f64 {
        let limits = [("min", first), ("max", last)].map(|(name, day)| (name, Parameter::Text(format_day(day))));
        draft.add("between", limits.into(), tested, &format!("[{}, {}]", format_day(first), format_day(last)));
    }
    Ok(())
}

/// Pairs of dates of which the one is not after the other in nearly all rows, as with an order and its delivery. What follows from
/// two others is left out.
pub(super) fn suggest_orders(table: &Table, locale: Locale, found: &mut Vec<Suggestion>) -> Result<()> {
    let columns: Vec<(&Column, &[f64], bool)> = table
        .columns()
        .iter()
        .filter_map(|column| match column.data() {
            ColumnData::Dates { values, civil } => Some((column, &values[..], *civil)),
            _ => None,
        })
        .collect();
    if columns.len() > ORDER_COLUMNS {
        return Ok(());
    }
    let mut orders: Vec<(usize, usize, u64, u64)> = Vec::new();
    for (left, &(_, before, civil)) in columns.iter().enumerate() {
        for (right, &(_, after, also_civil)) in columns.iter().enumerate() {
            let both = || before.iter().zip(after).filter(|(before, after)| !before.is_nan() && !after.is_nan());
            let rows = both().count();
            let at_most = both().filter(|(before, after)| before <= after).count();
            let below = both().filter(|(before, after)| before < after).count();
            let is_ordered = at_most as f64 >= IN_ORDER * rows as f64 && below > 0;
            if left != right && civil == also_civil && rows >= ORDER_ROWS && is_ordered {
                orders.push((left, right, rows as u64, at_most as u64));
            }
        }
    }
    let has = |left: usize, right: usize| orders.iter().any(|&(a, b, ..)| (a, b) == (left, right));
    for &(left, right, rows, passing) in &orders {
        if has(right, left) || (0..columns.len()).any(|between| has(left, between) && has(between, right)) {
            continue;
        }
        let (Some(&(column, ..)), Some(&(other, ..))) = (columns.get(left), columns.get(right)) else { continue };
        let draft = &mut Draft { column, distinct: Vec::new(), locale, found: &mut *found };
        let tested = Tested { passing, examples: Vec::new(), failing: Vec::new() };
        let parameters =
            [("operator", "<="), ("right", other.name())].map(|(name, text)| (name, Parameter::Text(text.to_owned())));
        let detail = format!("{} <= {}", column.name(), other.name());
        draft.add_with("compare", parameters.into(), rows, tested, &detail, None, None);
    }
    Ok(())
}
