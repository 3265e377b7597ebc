//! How long ago, and how often, the data of customers were updated.

use super::known::NEVER;
use super::options::{Customer360Options, DAYS_PER_MONTH, Settings};
use super::result::share;
use super::source::floats;
use crate::error::{Result, try_collect, try_filled};
use crate::skipped::Skipped;
use crate::stats::quantile::quantiles;
use crate::table::{ColumnData, NO_FLAG, TableBuilder};
use serde::Serialize;

/// Customers by age.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgeBand {
    /// The least age in days.
    pub from: u32,
    /// The greatest age in days; none in the last band.
    pub to: Option<u32>,
    /// How many customers there are.
    pub customers: u64,
    /// Their share of all customers; none without customers.
    pub share: Option<f64>,
}

/// How fresh the data are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FreshnessReport {
    /// The customers of whom a day of an update is known.
    pub dated: u64,
    /// Those of whom none is known.
    pub undated: u64,
    /// The median age of the dated ones.
    pub median_age_days: Option<f64>,
    /// How many meet the target; none without one.
    pub fresh: Option<u64>,
    /// Their share of all customers.
    pub fresh_share: Option<f64>,
    /// The share of customers of each age; those without a date are in no band.
    pub bands: Vec<AgeBand>,
    /// The length of the window over which updates are counted.
    pub window_days: u32,
    /// The updates in the window.
    pub updates: u64,
    /// Updates in the window per customer and month of 30.4375 days.
    pub updates_per_customer_month: Option<f64>,
    /// The share of customers with an update in the last 30 days.
    pub updated30_share: Option<f64>,
    /// The share of customers with an update in the last 90 days.
    pub updated90_share: Option<f64>,
    /// The rows of the log of updates that were left out.
    pub skipped: Skipped,
}

/// The updates of all customers, counted.
pub(super) struct Updates {
    as_of: i32,
    last: Vec<i32>,
    /// How many days count for each of the numbers of updates: 30, 90, the window, the target.
    spans: [u32; 4],
    counts: [Vec<i32>; 4],
}

impl Updates {
    pub(super) fn new(customers: usize, settings: &Settings<'_>, options: &Customer360Options) -> Result<Updates> {
        let none = || try_filled(customers, 0);
        Ok(Updates {
            as_of: settings.as_of,
            last: try_filled(customers, NEVER)?,
            spans: [30, 90, settings.window_days, options.updates_per_period.map_or(0, |target| target.days)],
            counts: [none()?, none()?, none()?, none()?],
        })
    }

    /// An update of a customer on a day until `asOf`. It always says how old the data are; whether it is also one of those that
    /// are counted, the caller says.
    pub(super) fn add(&mut self, place: i32, day: i32, is_counted: bool) {
        let Ok(place) = usize::try_from(place) else { return };
        if let Some(last) = self.last.get_mut(place) {
            *last = (*last).max(day);
        }
        let age = self.as_of - day;
        for (count, &span) in self.counts.iter_mut().zip(&self.spans) {
            if is_counted
                && i64::from(age) < i64::from(span)
                && let Some(count) = count.get_mut(place)
            {
                *count += 1;
            }
        }
    }

    /// Adds the columns of the customers.
    pub(super) fn finish(
        self,
        builder: &mut TableBuilder,
        settings: &Settings<'_>,
        options: &Customer360Options,
        skipped: Skipped,
    ) -> Result<FreshnessReport> {
        let customers = self.last.len();
        let ages = ages(&self.last, self.as_of)?;
        let [last30, last90, window, in_period] = &self.counts;
        let meets = |(age, &updates): (&Option<u32>, &i32)| {
            let in_time = options.max_age_days.is_none_or(|most| age.is_some_and(|age| age <= most));
            let often = options.updates_per_period.is_none_or(|target| i64::from(updates) >= i64::from(target.updates));
            in_time && often
        };
        let has_target = options.max_age_days.is_some() || options.updates_per_period.is_some();
        let flags = try_collect(ages.iter().zip(in_period).map(|pair| match has_target {
            true => u8::from(meets(pair)),
            false => NO_FLAG,
        }))?;
        let fresh = has_target.then(|| flags.iter().filter(|flag| **flag == 1).count() as u64);
        let dated = ages.iter().flatten().count() as u64;
        let updates = window.iter().map(|&count| i64::from(count)).sum::<i64>() as u64;
        let months = f64::from(settings.window_days) / DAYS_PER_MONTH;
        let with_any = |counts: &[i32]| share(counts.iter().filter(|count| **count > 0).count() as u64, customers);
        let report = FreshnessReport {
            dated,
            undated: customers as u64 - dated,
            median_age_days: median_age(&ages)?,
            fresh,
            fresh_share: fresh.and_then(|fresh| share(fresh, customers)),
            bands: bands(&ages, settings.age_bands),
            window_days: settings.window_days,
            updates,
            updates_per_customer_month: (customers > 0).then(|| updates as f64 / customers as f64 / months),
            updated30_share: with_any(last30),
            updated90_share: with_any(last90),
            skipped,
        };
        let per_month = floats(customers, &|place| window.get(place).map_or(0.0, |&count| f64::from(count) / months))?;
        let age_days = floats(customers, &|place| ages.get(place).copied().flatten().map_or(f64::NAN, f64::from))?;
        let known = |&day: &i32| (day != NEVER).then_some(day);
        builder.add("lastUpdated", ColumnData::days(self.last.iter().map(known))?)?;
        builder.add("ageDays", age_days)?;
        builder.add("isFresh", ColumnData::Booleans(flags))?;
        let [last30, last90, ..] = self.counts;
        builder.add("updates30", ColumnData::Integers(last30))?;
        builder.add("updates90", ColumnData::Integers(last90))?;
        builder.add("updatesPerMonth", per_month)?;
        Ok(report)
    }
}

/// The days from the last update to `asOf`, of each customer.
pub(super) fn ages(last: &[i32], as_of: i32) -> Result<Vec<Option<u32>>> {
    let age = |&day: &i32| if day == NEVER { None } else { u32::try_from(as_of - day).ok() };
    try_collect(last.iter().map(age))
}

pub(super) fn median_age(ages: &[Option<u32>]) -> Result<Option<f64>> {
    let mut known: Vec<f64> = crate::error::try_vec(ages.len())?;
    known.extend(ages.iter().flatten().map(|&age| f64::from(age)));
    Ok(quantiles(&known, 2)?.first().copied())
}

fn bands(ages: &[Option<u32>], ends: &[u32]) -> Vec<AgeBand> {
    let mut from = 0;
    let mut bands: Vec<AgeBand> = Vec::with_capacity(ends.len() + 1);
    for to in ends.iter().map(|&end| Some(end)).chain([None]) {
        let inside = |age: &&u32| **age >= from && to.is_none_or(|to| **age <= to);
        let customers = ages.iter().flatten().filter(inside).count() as u64;
        bands.push(AgeBand { from, to, customers, share: share(customers, ages.len()) });
        from = to.map_or(from, |to| to.saturating_add(1));
    }
    bands
}
