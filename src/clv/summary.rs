//! Purchases summarised by customer, as the models of this module want them.
//!
//! The conventions are those of the field (Fader, Hardie & Lee 2005; Fader & Hardie's note 30 at brucehardie.com): time is
//! counted from a customer's first purchase, which is left out of all counts; what is bought on one day is one purchase.

use super::discount::YEAR;
use super::purchase_days::{PurchaseDays, nobody_bought};
use crate::error::{Error, Result, try_filled, try_vec};
use crate::options::{DateInput, OnInvalid};
use crate::purchases::{PurchaseOptions, Reading, RefundSummary, Refunds};
use crate::skipped::Skipped;
use crate::stats::sum::{ExactSum, Total};
use crate::table::{ColumnData, KeyIndex, Table, TableBuilder};

/// The unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUnit {
    /// Calendar days.
    Day,
    /// 7 days.
    Week,
    /// A twelfth of a year. This and what is longer is for discounting; purchases are summed up by day or week.
    Month,
    /// A quarter of a year.
    Quarter,
    /// The mean year of the Gregorian calendar, 365.2425 days.
    Year,
}

impl TimeUnit {
    /// How many days it has.
    pub(super) fn days(self) -> f64 {
        match self {
            TimeUnit::Day => 1.0,
            TimeUnit::Week => 7.0,
            TimeUnit::Month => YEAR / 12.0,
            TimeUnit::Quarter => YEAR / 4.0,
            TimeUnit::Year => YEAR,
        }
    }
}

/// The unit of a summary, which has to be given.
pub(super) fn time_unit(unit: Option<TimeUnit>) -> Result<TimeUnit> {
    let problem = match unit {
        Some(unit @ (TimeUnit::Day | TimeUnit::Week)) => return Ok(unit),
        Some(_) => "timeUnit is longer than a week",
        None => "timeUnit is missing",
    };
    Err(Error::invalid_option(problem).with_help("Pass \"day\" or \"week\"."))
}

/// The options of [`summarize_purchases`]. Names and defaults are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct PurchaseSummaryOptions {
    /// The column of customer identifiers; default `customerId`.
    pub customer_id: Option<String>,
    /// The column of purchase dates; default `date`.
    pub date: Option<String>,
    /// The column of amounts; default `amount` if there is such a column, otherwise there is no `monetary`.
    pub amount: Option<String>,
    /// The column of order identifiers. What is bought on one day is one purchase whatever the orders are, so it is checked
    /// to be there and not used.
    pub order_id: Option<String>,
    /// The last day of observation. Required.
    pub observation_end: Option<DateInput>,
    /// The unit of `recency`, `T` and `holdoutT`. Required.
    pub time_unit: Option<TimeUnit>,
    /// The last day of the holdout period, which begins on the day after `observation_end`.
    pub holdout_end: Option<DateInput>,
    /// Which calendar day an instant falls on; default `+00:00`.
    pub utc_offset: Option<String>,
    /// What a negative amount means; default a row like any other.
    pub refunds: Option<Refunds>,
    /// What to do with a row that cannot be used; default an error.
    pub on_invalid: Option<OnInvalid>,
}

impl PurchaseSummaryOptions {
    /// Default options.
    pub fn new(observation_end: impl Into<DateInput>, time_unit: TimeUnit) -> PurchaseSummaryOptions {
        PurchaseSummaryOptions {
            observation_end: Some(observation_end.into()),
            time_unit: Some(time_unit),
            ..PurchaseSummaryOptions::default()
        }
    }
}

/// One row for each customer, and what was left out.
#[derive(Clone, Debug)]
pub struct PurchaseSummary {
    /// One row for each customer, sorted by identifier. `customerId`; `frequency`, the days with a purchase after the first
    /// such day; `recency`, the time from the first purchase to the last one; `T`, the time from the first purchase to
    /// `observation_end`; `monetary`, the mean over the days counted in `frequency` of what was bought on them, 0 if there are
    /// none. With a holdout also `holdoutFrequency`, the days with a purchase in it; `holdoutMonetary`, the mean over these;
    /// and `holdoutT`, its length.
    pub customers: Table,
    /// The refunds, and what became of them.
    pub refunds: RefundSummary,
    /// The rows that were left out: those that cannot be used, those after the last day, and those of customers who first
    /// bought after `observation_end`.
    pub skipped: Skipped,
}

/// Summarises purchases by customer.
///
/// Customers whose first purchase is after `observation_end` are left out. Refunds that are netted lower the amount of the
/// period they fall into without being a purchase; those up to the day of the first purchase, and those in a period without a
/// further purchase, belong to nothing that is reported.
///
/// # Errors
///
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column that is not there,
/// - [`WrongType`](crate::ErrorKind::WrongType), [`BadDate`](crate::ErrorKind::BadDate) or [`BadNumber`](crate::ErrorKind::BadNumber), with row and
///   column, for the first row that cannot be used, unless `on_invalid` is skip,
/// - [`EmptyInput`](crate::ErrorKind::EmptyInput) when no customer is left,
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption).
///
/// ```
/// use custometry::clv::{PurchaseSummaryOptions, TimeUnit, summarize_purchases};
/// use custometry::table::Table;
///
/// let csv = b"customerId,date,amount\nann,2026-01-01,30\nann,2026-01-15,20\nann,2026-01-15,10\nbo,2026-01-08,15\n";
/// let purchases = Table::from_csv(csv, &Default::default())?;
/// let summary = summarize_purchases(&purchases, &PurchaseSummaryOptions::new("2026-01-29", TimeUnit::Week))?;
/// assert_eq!(
///     summary.customers.to_csv()?.lines().collect::<Vec<_>>(),
///     ["customerId,frequency,recency,T,monetary", "ann,1,2,4,30", "bo,0,0,3,0"]
/// );
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn summarize_purchases(purchases: &Table, options: &PurchaseSummaryOptions) -> Result<PurchaseSummary> {
    let settings = Settings::try_from(options)?;
    let mut days = PurchaseDays::read(purchases, &settings.reading, None)?;
    days.leave_out_late(settings.observation_end)?;
    let mut customers = try_filled(days.keys.len(), Customer::default())?;
    for day in days.days() {
        if let Some(customer) = customers.get_mut(day.customer as usize) {
            customer.buy(day.day, day.rows().map(|row| days.amount(row)), settings.observation_end);
        }
    }
    let mut unassigned = ExactSum::default();
    let left_out = days.sort_out(&settings.reading, &mut |row, group, day| {
        let period = customers.get_mut(group as usize).and_then(|own| own.period(day, settings.observation_end));
        match period {
            Some(period) if period.days > 0 => period.amount.add(days.amount(row)),
            _ => unassigned.add(days.amount(row)),
        }
    });
    if days.is_empty() {
        return Err(nobody_bought());
    }
    let mut groups = days.keys.order()?;
    groups.retain(|&group| customers.get(group as usize).is_some_and(Customer::is_known));
    Ok(PurchaseSummary {
        customers: settings.table(&days.keys, groups, &customers, days.columns.amount.is_some())?,
        refunds: left_out.refunds(settings.reading.refunds, unassigned.value()),
        skipped: left_out.skipped,
    })
}

/// Options that have been checked and completed.
pub(super) struct Settings {
    /// Up to the end of the holdout, if there is one.
    pub(super) reading: Reading,
    pub(super) observation_end: i32,
    has_holdout: bool,
    /// How many days a unit of time has.
    pub(super) unit: f64,
}

impl TryFrom<&PurchaseSummaryOptions> for Settings {
    type Error = Error;

    fn try_from(options: &PurchaseSummaryOptions) -> Result<Settings> {
        let read_until = |name, day| {
            let reading = PurchaseOptions {
                customer_id: &options.customer_id,
                date: &options.date,
                amount: &options.amount,
                order_id: &options.order_id,
                as_of: day,
                utc_offset: &options.utc_offset,
                refunds: options.refunds,
                on_invalid: options.on_invalid,
            };
            Reading::up_to(name, &reading, false)
        };
        let unit = time_unit(options.time_unit)?.days();
        let observed = read_until("observationEnd", &options.observation_end)?;
        let observation_end = observed.as_of;
        if options.holdout_end.is_none() {
            return Ok(Settings { reading: observed, observation_end, has_holdout: false, unit });
        }
        let reading = read_until("holdoutEnd", &options.holdout_end)?;
        if reading.as_of <= observation_end {
            return Err(Error::invalid_option("holdoutEnd is not after observationEnd")
                .with_help("The holdout begins on the day after observationEnd: give a later day as its end."));
        }
        Ok(Settings { reading, observation_end, has_holdout: true, unit })
    }
}

/// What is known of one customer.
#[derive(Clone, Debug)]
struct Customer {
    /// The first day with a purchase, and the last one until `observationEnd`.
    first: i32,
    last: i32,
    observed: Period,
    holdout: Period,
}

/// Days with a purchase, and what was bought on them.
#[derive(Clone, Debug, Default)]
struct Period {
    days: i32,
    amount: Total,
}

impl Default for Customer {
    fn default() -> Customer {
        Customer { first: i32::MAX, last: i32::MAX, observed: Period::default(), holdout: Period::default() }
    }
}

impl Customer {
    fn is_known(&self) -> bool {
        self.first < i32::MAX
    }

    /// Adds a day with purchases. Days come in their order.
    fn buy(&mut self, day: i32, amounts: impl Iterator<Item = f64>, observation_end: i32) {
        if !self.is_known() {
            (self.first, self.last) = (day, day);
            return;
        }
        if day <= observation_end {
            self.last = day;
        }
        if let Some(period) = self.period(day, observation_end) {
            period.days += 1;
            amounts.for_each(|amount| period.amount.add(amount));
        }
    }

    /// The period that a day belongs to; none up to the first purchase.
    fn period(&mut self, day: i32, observation_end: i32) -> Option<&mut Period> {
        match day > self.first {
            true if day <= observation_end => Some(&mut self.observed),
            true => Some(&mut self.holdout),
            false => None,
        }
    }
}

impl Period {
    fn mean(&self) -> f64 {
        if self.days > 0 { self.amount.value() / f64::from(self.days) } else { 0.0 }
    }
}

impl Settings {
    fn table(&self, keys: &KeyIndex, groups: Vec<i32>, customers: &[Customer], has_amounts: bool) -> Result<Table> {
        let rows = groups.len();
        let floats = |value: &dyn Fn(&Customer) -> f64| -> Result<ColumnData> {
            let mut values = try_vec(rows)?;
            values.extend(groups.iter().filter_map(|&group| customers.get(group as usize)).map(value));
            Ok(ColumnData::Floats(values))
        };
        let counts = |value: &dyn Fn(&Customer) -> i32| -> Result<ColumnData> {
            let mut values = try_vec(rows)?;
            values.extend(groups.iter().filter_map(|&group| customers.get(group as usize)).map(value));
            Ok(ColumnData::Integers(values))
        };
        let units = |days: i32| f64::from(days) / self.unit;
        let mut columns = try_vec(8)?;
        columns.push(("frequency", counts(&|customer| customer.observed.days)?));
        columns.push(("recency", floats(&|customer| units(customer.last - customer.first))?));
        columns.push(("T", floats(&|customer| units(self.observation_end - customer.first))?));
        if has_amounts {
            columns.push(("monetary", floats(&|customer| customer.observed.mean())?));
        }
        if self.has_holdout {
            columns.push(("holdoutFrequency", counts(&|customer| customer.holdout.days)?));
            if has_amounts {
                columns.push(("holdoutMonetary", floats(&|customer| customer.holdout.mean())?));
            }
            let length = units(self.reading.as_of - self.observation_end);
            columns.push(("holdoutT", floats(&|_| length)?));
        }
        let mut table = TableBuilder::new(rows);
        table.add("customerId", keys.identifiers(groups)?)?;
        for (name, data) in columns {
            table.add(name, data)?;
        }
        Ok(table.finish())
    }
}
