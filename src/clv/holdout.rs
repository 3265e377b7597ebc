//! How well a model forecasts: what it expects of a holdout period against what was bought in it.
//!
//! Sources: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", *Marketing Science* 24(2), figure 4, for the
//! comparison by calibration frequency; the gains chart of direct marketing for the groups by expected purchases.

use super::histories::{Weights, Why};
use super::model::PurchaseModel;
use crate::error::{Error, Result, try_filled};
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::stats::sum::Total;
use crate::table::{Column, Table};
use serde::Serialize;

/// The options of [`validate_holdout`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HoldoutOptions {
    /// The frequency from which on customers are put together, up to 1000; default 7.
    pub most: Option<u32>,
    /// How many groups the lift has, up to 100; default 10.
    pub groups: Option<u32>,
}

/// Customers who bought equally often in calibration. Means are none in a class without customers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldoutClass {
    /// Their repeat purchases in calibration.
    pub frequency: u32,
    /// Whether those with more belong to them too.
    pub open: bool,
    /// How many they are.
    pub customers: f64,
    /// What each bought in the holdout, on average.
    pub actual: Option<f64>,
    /// What the model expects each to buy, on average.
    pub expected: Option<f64>,
    /// What each would buy at the rate of calibration, on average.
    pub naive: Option<f64>,
}

/// A group of customers by what the model expects of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LiftGroup {
    /// From 1, those of whom most is expected.
    pub group: u32,
    /// How many they are: an equal share of all, so that the number need not be whole.
    pub customers: f64,
    /// What each bought in the holdout, on average.
    pub actual: f64,
    /// What the model expects each to buy, on average.
    pub expected: f64,
    /// `actual` divided by the average of all customers; none when nobody bought anything.
    pub lift: Option<f64>,
    /// The share that this group and those before it have in what was bought; none when nobody bought anything.
    pub cumulative_share: Option<f64>,
}

/// How far a forecast is from what was bought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ForecastError {
    /// The purchases that it expects in all.
    pub total: f64,
    /// The mean over customers of |expected - actual|.
    pub mean_absolute: f64,
    /// The root of the mean over customers of (expected - actual)².
    pub root_mean_square: f64,
    /// The mean over customers of expected - actual: above 0 when too much is expected.
    pub bias: f64,
    /// The correlation of expected and actual; none when either is the same for all customers.
    pub correlation: Option<f64>,
}

/// What [`validate_holdout`] finds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldoutValidation {
    /// How many customers there are.
    pub customers: f64,
    /// The length of the holdout.
    pub horizon: f64,
    /// What they bought in the holdout.
    pub actual: f64,
    /// How far the model was off.
    pub model: ForecastError,
    /// How far one is off who takes each customer to go on at the rate of calibration: frequency / T × horizon.
    pub naive: ForecastError,
    /// The customers by frequency in calibration; the last class is open.
    pub by_frequency: Vec<HoldoutClass>,
    /// The customers in groups of equal size, those of whom most is expected first.
    pub lift: Vec<LiftGroup>,
}

/// What is known of a row.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    frequency: f64,
    weight: f64,
    actual: f64,
    expected: f64,
    naive: f64,
}

/// Compares what a model expects of the holdout with what was bought in it, beside the forecast that each customer goes on at
/// the rate of calibration.
///
/// The summary has the columns `frequency`, `recency`, `T`, `holdoutFrequency` and `holdoutT`, as
/// [`summarize_purchases`](super::summarize_purchases) makes them when the options have a holdout, the covariates of the model,
/// and for grouped data `weight`. Customers of whom the model expects the same are spread evenly over the groups that they fall into, so that the
/// lift does not depend on the order of the rows.
///
/// # Errors
///
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn),
/// - [`BadNumber`](crate::ErrorKind::BadNumber) or [`WrongType`](crate::ErrorKind::WrongType), with row and column, for the
///   first row that cannot be a customer's history, and when `holdoutT` is not the same in all rows,
/// - [`EmptyInput`](crate::ErrorKind::EmptyInput) without customers,
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption).
///
/// ```
/// use custometry::clv::*;
/// use custometry::table::Table;
///
/// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let csv = b"frequency,recency,T,holdoutFrequency,holdoutT\n2,30.43,38.86,1,39\n0,0,38.86,0,39\n0,0,30,1,39\n";
/// let summary = Table::from_csv(csv, &Default::default())?;
/// let found = validate_holdout(&summary, &model, &HoldoutOptions::default())?;
/// assert_eq!(found.actual, 2.0);
/// assert!((found.by_frequency[2].expected.unwrap_or(0.0) - 1.226).abs() < 5e-4);
/// assert_eq!(found.naive.total, 2.0 / 38.86 * 39.0);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn validate_holdout(summary: &Table, model: &PurchaseModel, options: &HoldoutOptions) -> Result<HoldoutValidation> {
    let most = count("most", options.most, 7, 1000)?;
    let groups = count("groups", options.groups, 10, 100)?;
    let (rows, horizon) = read(summary, model)?;
    let sum = |value: &dyn Fn(&Row) -> f64| {
        let mut total = Total::default();
        rows.iter().for_each(|row| total.add(row.weight * value(row)));
        total.value()
    };
    let customers = sum(&|_| 1.0);
    let actual = sum(&|row| row.actual);
    let error = |forecast: &dyn Fn(&Row) -> f64| {
        let total = sum(forecast);
        let (mean, mean_actual) = (total / customers, actual / customers);
        let square = |value: f64| value * value;
        let spread =
            sum(&|row| square(forecast(row) - mean)).sqrt() * sum(&|row| square(row.actual - mean_actual)).sqrt();
        let common = sum(&|row| (forecast(row) - mean) * (row.actual - mean_actual));
        ForecastError {
            total,
            mean_absolute: sum(&|row| (forecast(row) - row.actual).abs()) / customers,
            root_mean_square: (sum(&|row| square(forecast(row) - row.actual)) / customers).sqrt(),
            bias: (total - actual) / customers,
            correlation: (spread > 0.0).then(|| (common / spread).clamp(-1.0, 1.0)),
        }
    };
    Ok(HoldoutValidation {
        customers,
        horizon,
        actual,
        model: error(&|row| row.expected),
        naive: error(&|row| row.naive),
        by_frequency: by_frequency(&rows, most)?,
        lift: lift(&rows, groups, customers, actual)?,
    })
}

/// An option that counts something.
pub(super) fn count(name: &str, given: Option<u32>, default: u32, most: u32) -> Result<u32> {
    let value = given.unwrap_or(default);
    match (1..=most).contains(&value) {
        true => Ok(value),
        false => Err(Error::invalid_option(format!("{name} is {value}"))
            .with_help(format!("Give a whole number from 1 to {most}."))),
    }
}

/// Reads the rows that stand for somebody, and the length of the holdout.
fn read(summary: &Table, model: &PurchaseModel) -> Result<(Vec<Row>, f64)> {
    let column = |name| -> Result<_> {
        let column: &Column = summary.column(name)?;
        Ok((column, column.numbers()?))
    };
    let (bought, lengths) = (column("holdoutFrequency")?, column("holdoutT")?);
    let weights = Weights::of(summary, true)?;
    let Some(&horizon) = lengths.1.first() else { return Err(super::histories::nobody()) };
    for (row, (&actual, &length)) in bought.1.iter().zip(lengths.1.iter()).enumerate() {
        weights.check(row)?;
        let says = |text: &str| Why::Says(text.to_owned());
        let of = |value: f64, why: &str| if value.is_finite() { says(why) } else { Why::NoNumber };
        if !((0.0..=1e9).contains(&actual) && actual == libm::trunc(actual)) {
            return Err(of(actual, "a number of purchases is whole and not negative").error(bought.0, row));
        }
        if !(length > 0.0 && length == horizon) {
            let why = of(length, "the length of the holdout is not above 0, or not the same as in the first row");
            return Err(why.error(lengths.0, row));
        }
    }
    let expected = model.expected_purchases(summary, horizon)?;
    let (frequency, t) = (column("frequency")?.1, column("T")?.1);
    let mut rows = try_filled(expected.len(), Row::default())?;
    let known = frequency.iter().zip(t.iter()).zip(expected.iter().zip(bought.1.iter()));
    for (place, (row, ((&frequency, &t), (&expected, &actual)))) in rows.iter_mut().zip(known).enumerate() {
        let naive = if t > 0.0 { frequency / t * horizon } else { 0.0 };
        *row = Row { frequency, weight: weights.get(place), actual, expected, naive };
    }
    rows.retain(|row| row.weight > 0.0);
    if rows.is_empty() { Err(super::histories::nobody()) } else { Ok((rows, horizon)) }
}

fn by_frequency(rows: &[Row], most: u32) -> Result<Vec<HoldoutClass>> {
    let mut sums: Vec<[Total; 4]> = try_filled(most as usize + 1, Default::default())?;
    for row in rows {
        if let Some(sums) = sums.get_mut(row.frequency.min(f64::from(most)) as usize) {
            let terms = [1.0, row.actual, row.expected, row.naive];
            sums.iter_mut().zip(terms).for_each(|(sum, term)| sum.add(row.weight * term));
        }
    }
    let class = |(frequency, sums): (u32, &[Total; 4])| {
        let [customers, actual, expected, naive] =
            [0, 1, 2, 3].map(|place: usize| sums.get(place).map_or(0.0, Total::value));
        let mean = |sum: f64| (customers > 0.0).then(|| sum / customers);
        let open = frequency == most;
        let [actual, expected, naive] = [actual, expected, naive].map(mean);
        HoldoutClass { frequency, open, customers, actual, expected, naive }
    };
    Ok((0..).zip(&sums).map(class).collect())
}

fn lift(rows: &[Row], groups: u32, customers: f64, total: f64) -> Result<Vec<LiftGroup>> {
    // A key turned round sorts the other way.
    let order = sorted_by_key(rows.iter().map(|row| !row.expected.key()))?;
    let size = customers / f64::from(groups);
    let mut found: Vec<LiftGroup> = (1..=groups).map(|group| LiftGroup { group, ..LiftGroup::default() }).collect();
    let (mut place, last) = (0, found.len() - 1);
    for equals in order.chunk_by(|(a, _), (b, _)| a == b) {
        let members = || equals.iter().filter_map(|&(_, row)| rows.get(row as usize));
        let (mut weight, mut actual) = (Total::default(), Total::default());
        members().for_each(|row| {
            weight.add(row.weight);
            actual.add(row.weight * row.actual);
        });
        let (weight, actual) = (weight.value(), actual.value());
        let expected = members().next().map_or(0.0, |row| row.expected);
        let mut left = weight;
        while left > 0.0 {
            let Some(group) = found.get_mut(place) else { break };
            let room = size - group.customers;
            let taken = if place < last { left.min(room) } else { left };
            group.customers += taken;
            group.actual += actual * (taken / weight);
            group.expected += expected * taken;
            left -= taken;
            if place < last && taken == room {
                group.customers = size;
                place += 1;
            }
        }
    }
    let mut so_far = 0.0;
    for group in &mut found {
        so_far += group.actual;
        group.actual /= group.customers;
        group.expected /= group.customers;
        group.lift = (total > 0.0).then(|| group.actual / (total / customers));
        group.cumulative_share = (total > 0.0).then(|| (so_far / total).min(1.0));
    }
    Ok(found)
}
