//! Lifetime value by customer: what they are expected to buy, times what they are expected to spend, discounted to today.
//!
//! Source: Fader, Hardie & Lee (2005), "RFM and CLV", *Journal of Marketing Research* 42(4).

use super::discount::DiscountOptions;
use super::formulas::margin_share;
use super::histories::Weights;
use super::model::PurchaseModel;
use super::spend::SpendModel;
use super::summary::TimeUnit;
use super::uncertainty::{self, Variance};
use crate::error::{Error, Result, try_collect, try_filled};
use crate::stats::interval::Confidence;
use crate::stats::sum::ExactSum;
use crate::table::{ColumnData, Table, TableBuilder};
use serde::Serialize;

/// The options of [`lifetime_value`]. Names and defaults are those of the JavaScript API.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LifetimeValueOptions {
    /// How far to look ahead, in units of time. Required.
    pub horizon: Option<f64>,
    /// The unit of time of the summary and of the model. For [`BgBb`](super::PurchaseModelKind::BgBb) one opportunity
    /// comes in each unit. Required.
    pub time_unit: Option<TimeUnit>,
    /// The discount rate per year as a share, whatever the unit of time. Required.
    pub annual_discount_rate: Option<f64>,
    /// The share of revenue that is margin, up to 1; default 1.
    pub margin: Option<f64>,
    /// The confidence of intervals, between 0 and 1, for models whose parameters have covariances; default none.
    pub confidence: Option<f64>,
}

/// The value of each customer of a summary over the horizon: margin × expected spend × the expected purchases, each
/// discounted from when it is expected by (1 + d)^-years. A year has 365.2425 days.
///
/// The result has one row for each row of the summary: `customerId` if the summary has it, `probabilityAlive`,
/// `expectedPurchases` (not discounted), `expectedSpend`, `lifetimeValue`. The last two are NaN where the model of spend has no
/// finite mean.
///
/// With `confidence` there are also `lower` and `upper`: an interval for `lifetimeValue`, in which it lies with this confidence as
/// far as the parameters are estimates. It is made on the logarithmic scale by the delta method (Oehlert 1992), from the
/// covariances of both models, as if their estimates were independent. It says nothing of how much customers differ from
/// what is expected of them.
///
/// # Errors
///
/// As [`PurchaseModel::fit`] and [`SpendModel::fit`], and [`InvalidOption`](crate::ErrorKind::InvalidOption) for `confidence` when
/// a model has no covariances.
///
/// ```
/// use custometry::clv::*;
/// use custometry::table::Table;
///
/// let purchases = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let spend = SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 })?;
/// let summary = Table::from_csv(b"customerId,frequency,recency,T,monetary\n4,2,30.43,38.86,22.35\n", &Default::default())?;
/// let options = LifetimeValueOptions {
///     horizon: Some(52.0),
///     time_unit: Some(TimeUnit::Week),
///     annual_discount_rate: Some(0.15),
///     margin: Some(0.3),
///     confidence: None,
/// };
/// let found = lifetime_value(&summary, &purchases, &spend, &options)?;
/// let cell = |name: &str| found.column(name).and_then(|column| Ok(column.numbers()?[0]));
/// let undiscounted = 0.3 * cell("expectedSpend")? * cell("expectedPurchases")?;
/// assert!(cell("lifetimeValue")? < undiscounted && cell("lifetimeValue")? > undiscounted / 1.15);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn lifetime_value(
    summary: &Table,
    purchases: &PurchaseModel,
    spend: &SpendModel,
    options: &LifetimeValueOptions,
) -> Result<Table> {
    let terms = terms(options)?;
    let alive = purchases.probability_alive(summary)?;
    let expected = purchases.expected_purchases(summary, terms.horizon)?;
    let discounted = purchases.discounted_purchases(summary, terms.horizon, terms.delta)?;
    let amounts = spend.expected_spend(summary)?;
    let value = terms.value(&discounted, &amounts)?;
    let bounds = match options.confidence {
        None => None,
        Some(confidence) => {
            let z = Confidence::new(Some(confidence))?.quantile();
            let mut variances = try_filled(value.len(), Variance::default())?;
            let mut add = |up: &[f64], down: &[f64]| {
                for (variance, (up, down)) in variances.iter_mut().zip(up.iter().zip(down)) {
                    variance.add(libm::log(up.abs()), libm::log(down.abs()));
                }
            };
            terms.each_way(summary, (purchases, &discounted), (spend, &amounts), &mut add)?;
            // Of nothing there is no logarithm.
            let bounds = |(value, variance): (&f64, &Variance)| match *value == 0.0 {
                true => [0.0; 2],
                false => uncertainty::interval(*value, variance.root(), z),
            };
            Some(try_collect(value.iter().zip(&variances).map(bounds))?)
        }
    };
    let mut table = TableBuilder::new(summary.num_rows());
    if let Some(id) = summary.find("customerId") {
        table.share(id)?;
    }
    let columns = [
        ("probabilityAlive", alive),
        ("expectedPurchases", expected),
        ("expectedSpend", amounts),
        ("lifetimeValue", value),
    ];
    for (name, values) in columns {
        table.add(name, ColumnData::Floats(values))?;
    }
    if let Some(bounds) = bounds {
        table.add("lower", ColumnData::Floats(try_collect(bounds.iter().map(|[lower, _]| *lower))?))?;
        table.add("upper", ColumnData::Floats(try_collect(bounds.iter().map(|[_, upper]| *upper))?))?;
    }
    Ok(table.finish())
}

fn terms(options: &LifetimeValueOptions) -> Result<Terms> {
    let Some(horizon) = options.horizon else {
        return Err(
            Error::invalid_option("horizon is missing").with_help("Say how far to look ahead, in units of time.")
        );
    };
    let discount = DiscountOptions { annual_discount_rate: options.annual_discount_rate, time_unit: options.time_unit };
    let delta = discount.rate()?;
    let margin = margin_share("margin", options.margin)?;
    Ok(Terms { horizon, delta, margin })
}

/// What is read from the options.
struct Terms {
    horizon: f64,
    /// What is expected after a time counts e to minus this times the time.
    delta: f64,
    margin: f64,
}

impl Terms {
    fn value(&self, discounted: &[f64], spend: &[f64]) -> Result<Vec<f64>> {
        try_collect(discounted.iter().zip(spend).map(|(count, spend)| self.margin * spend * count))
    }

    /// Calls `visit` with the values as they are with parameters moved up and down, once for each way in which the estimates
    /// may be off; the values are the products of `discounted` and `spend` as they stand.
    fn each_way(
        &self,
        summary: &Table,
        (purchases, discounted): (&PurchaseModel, &[f64]),
        (spend, amounts): (&SpendModel, &[f64]),
        visit: &mut dyn FnMut(&[f64], &[f64]),
    ) -> Result<()> {
        for models in uncertainty::purchases_moved(purchases)? {
            let [up, down] = models.map(|model| {
                let discounted = model.discounted_purchases(summary, self.horizon, self.delta)?;
                self.value(&discounted, amounts)
            });
            visit(&up?, &down?);
        }
        for models in uncertainty::spend_moved(spend)? {
            let [up, down] = models.map(|model| self.value(discounted, &model.expected_spend(summary)?));
            visit(&up?, &down?);
        }
        Ok(())
    }
}

/// The value of all customers of a summary together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PortfolioValue {
    /// How many there are.
    pub customers: f64,
    /// What they are expected to buy within the horizon.
    pub expected_purchases: f64,
    /// The sum of their lifetime values; none where the model of spend has no finite mean.
    pub lifetime_value: Option<f64>,
    /// How far this may be off because the parameters are estimates; none unless both models have covariances.
    pub standard_error: Option<f64>,
    /// The interval that `confidence` asks for.
    pub interval: Option<[f64; 2]>,
}

/// The lifetime values of [`lifetime_value`], added up; a column `weight`, if there is one, says how many customers a row stands
/// for. The standard error of the sum is that of the sum, by the delta method: parameters that are off are so for all
/// customers alike, so that the errors of single customers do not cancel. The interval is made on the logarithmic scale.
///
/// # Errors
///
/// As [`lifetime_value`].
///
/// ```
/// use custometry::clv::*;
/// use custometry::table::Table;
///
/// let purchases = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let spend = SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 })?;
/// let csv = b"frequency,recency,T,monetary,weight\n2,30.43,38.86,22.35,1\n0,0,38.86,0,10\n";
/// let options = LifetimeValueOptions {
///     horizon: Some(52.0),
///     time_unit: Some(TimeUnit::Week),
///     annual_discount_rate: Some(0.15),
///     ..Default::default()
/// };
/// let found = portfolio_value(&Table::from_csv(csv, &Default::default())?, &purchases, &spend, &options)?;
/// assert_eq!((found.customers, found.standard_error), (11.0, None));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn portfolio_value(
    summary: &Table,
    purchases: &PurchaseModel,
    spend: &SpendModel,
    options: &LifetimeValueOptions,
) -> Result<PortfolioValue> {
    let terms = terms(options)?;
    let weights = Weights::of(summary, true)?;
    for row in 0..summary.num_rows() {
        weights.check(row)?;
    }
    let total = |values: &[f64]| -> f64 {
        let mut sum = ExactSum::default();
        values.iter().enumerate().for_each(|(row, value)| sum.add(weights.get(row) * value));
        sum.value()
    };
    let expected = purchases.expected_purchases(summary, terms.horizon)?;
    let discounted = purchases.discounted_purchases(summary, terms.horizon, terms.delta)?;
    let amounts = spend.expected_spend(summary)?;
    let value = terms.value(&discounted, &amounts)?;
    let is_known = value.iter().all(|value| value.is_finite());
    let lifetime_value = is_known.then(|| total(&value));
    let confidence = options.confidence.map(|confidence| Confidence::new(Some(confidence))).transpose()?;
    let has_covariances = purchases.covariances().is_some() && spend.covariances().is_some();
    let mut standard_error = None;
    if confidence.is_some() || has_covariances {
        let mut variance = Variance::default();
        let mut add = |up: &[f64], down: &[f64]| variance.add(total(up), total(down));
        terms.each_way(summary, (purchases, &discounted), (spend, &amounts), &mut add)?;
        standard_error = Some(variance.root()).filter(|error| error.is_finite() && is_known);
    }
    let interval = match (confidence, lifetime_value, standard_error) {
        (Some(confidence), Some(value), Some(error)) => {
            let share = if error > 0.0 { error / value.abs() } else { 0.0 };
            Some(uncertainty::interval(value, share, confidence.quantile()))
        }
        _ => None,
    };
    let customers = total(&try_filled(summary.num_rows(), 1.0)?);
    Ok(PortfolioValue { customers, expected_purchases: total(&expected), lifetime_value, standard_error, interval })
}
