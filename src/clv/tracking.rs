//! Repeat purchases over the calendar: how many there were, and how many a model expects.
//!
//! Source: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", *Marketing Science* 24(2), section 4: the sum
//! over customers of the expected purchases until then since each one's first.

use super::model::PurchaseModel;
use super::process::PurchaseModelKind;
use super::purchase_days::{PurchaseDays, first_of_customer, nobody_bought};
use super::summary::{PurchaseSummaryOptions, Settings};
use crate::error::{Error, Result, try_filled, try_vec};
use crate::purchases::RefundSummary;
use crate::skipped::Skipped;
use crate::stats::sum::Total;
use crate::table::{ColumnData, Table, TableBuilder};

/// What [`track_purchases`] finds.
#[derive(Clone, Debug)]
pub struct Tracking {
    /// One row for each unit of time: `endsOn`, its last day; `time`, the units up to its end; `actual`, the repeat purchases
    /// in it; `expected`; `cumulativeActual`, those since the start; `cumulativeExpected`. The last one ends with the last day
    /// and may be shorter.
    pub periods: Table,
    /// The time until `observation_end`, counted as `time` is: what comes later was not known to a model fitted up to there.
    pub observed: f64,
    /// How many customers there are.
    pub customers: u64,
    /// The refunds, and what became of them.
    pub refunds: RefundSummary,
    /// The rows that were left out.
    pub skipped: Skipped,
}

/// As many days are there in 100 years.
const MOST_DAYS: usize = 36_525;

/// Repeat purchases in each unit of time since the first purchase of all, beside those that a model expects, up to
/// `holdout_end`, or without one to `observation_end`. Options, and what counts as a purchase, are those of
/// [`summarize_purchases`](super::summarize_purchases): customers who first bought after `observation_end` are left out, what
/// is bought on one day is one purchase, and the first is none of them.
///
/// Until the end of a day, the model expects of each customer what it expects of a new one within the time from the first
/// purchase to that day. This is summed up by day of first purchase.
///
/// # Errors
///
/// As [`summarize_purchases`](super::summarize_purchases), and [`InvalidOption`](crate::ErrorKind::InvalidOption) when the
/// purchases cover more than 100 years, for a [`BgBb`](PurchaseModelKind::BgBb) model, which counts opportunities, and for one
/// with covariates, which purchases do not have (see [`with_covariates_of`](PurchaseModel::with_covariates_of)).
///
/// ```
/// use custometry::clv::*;
/// use custometry::table::Table;
///
/// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let purchases = b"customerId,date\nann,2026-01-01\nann,2026-01-10\nbo,2026-01-05\n";
/// let options = PurchaseSummaryOptions::new("2026-01-21", TimeUnit::Week);
/// let found = track_purchases(&Table::from_csv(purchases, &Default::default())?, &model, &options)?;
/// let column = |name: &str| found.periods.column(name)?.numbers();
/// assert_eq!(*column("actual")?, [0.0, 1.0, 0.0]);
/// let expected = [20.0, 16.0].map(|days| model.expected_purchases_new_customer(days / 7.0));
/// assert_eq!(column("cumulativeExpected")?[2], expected[0].clone()? + expected[1].clone()?);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn track_purchases(purchases: &Table, model: &PurchaseModel, options: &PurchaseSummaryOptions) -> Result<Tracking> {
    let settings = Settings::try_from(options)?;
    check_kind(model)?;
    let mut days = PurchaseDays::read(purchases, &settings.reading, None)?;
    days.leave_out_late(settings.observation_end)?;
    let Some(start) = days.days().map(|day| day.day).min() else { return Err(nobody_bought()) };
    let span = (i64::from(settings.reading.as_of) - i64::from(start) + 1) as usize;
    if span > MOST_DAYS {
        return Err(Error::invalid_option("the purchases cover more than 100 years")
            .with_help("Is a date mistaken? Otherwise give an earlier end, or later purchases."));
    }
    let place = |day: i32| day.wrapping_sub(start) as usize;
    let mut newcomers = try_filled(span, 0_u32)?;
    let mut repeats = try_filled(span, 0_u32)?;
    let mut is_first = first_of_customer();
    for day in days.days() {
        let counts = if is_first(&day) { &mut newcomers } else { &mut repeats };
        if let Some(count) = counts.get_mut(place(day.day)) {
            *count += 1;
        }
    }
    let mut expected_after: Vec<f64> = try_vec(span)?;
    for since in 0..span {
        expected_after.push(model.expected_purchases_new_customer(since as f64 / settings.unit)?);
    }
    let first_days: Vec<(usize, f64)> = newcomers
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(day, &count)| (day, f64::from(count)))
        .collect();
    let expected_until = |last: usize| -> f64 {
        let since = |day: usize| last.checked_sub(day).and_then(|since| expected_after.get(since));
        first_days.iter().map_while(|&(day, count)| since(day).map(|expected| count * expected)).sum()
    };

    let length = settings.unit as usize;
    let mut columns: [Vec<f64>; 5] = Default::default();
    let mut ends: Vec<Option<i32>> = try_vec(span.div_ceil(length))?;
    let (mut cumulative, mut cumulative_expected) = (0.0, 0.0);
    for (repeats, from) in repeats.chunks(length).zip((0..).step_by(length)) {
        let actual = f64::from(repeats.iter().sum::<u32>());
        let until = from + repeats.len();
        let expected_before = std::mem::replace(&mut cumulative_expected, expected_until(until - 1));
        cumulative += actual;
        let expected = cumulative_expected - expected_before;
        let values = [until as f64 / settings.unit, actual, expected, cumulative, cumulative_expected];
        columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        ends.push(Some(start + (until as i32 - 1)));
    }
    let mut table = TableBuilder::new(ends.len());
    table.add("endsOn", ColumnData::days(ends.into_iter())?)?;
    let names = ["time", "actual", "expected", "cumulativeActual", "cumulativeExpected"];
    for (name, column) in names.into_iter().zip(columns) {
        table.add(name, ColumnData::Floats(column))?;
    }
    let mut unassigned = Total::default();
    let left_out = days.sort_out(&settings.reading, &mut |row, _, _| unassigned.add(days.amount(row)));
    Ok(Tracking {
        periods: table.finish(),
        observed: f64::from(settings.observation_end - start + 1) / settings.unit,
        customers: newcomers.iter().map(|&count| u64::from(count)).sum(),
        refunds: left_out.refunds(settings.reading.refunds, unassigned.value()),
        skipped: left_out.skipped,
    })
}

/// Models of opportunities have no calendar.
pub(super) fn check_kind(model: &PurchaseModel) -> Result<()> {
    if model.kind() == PurchaseModelKind::BgBb {
        return Err(Error::invalid_option("a bg-bb model counts opportunities to buy, and purchases have dates")
            .with_help("Use a bg-nbd, mbg-nbd or pareto-nbd model."));
    }
    Ok(())
}
