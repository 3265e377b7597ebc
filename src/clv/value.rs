//! Lifetime value by customer: what they are expected to buy, times what they are expected to spend, discounted to today.
//!
//! Source: Fader, Hardie & Lee (2005), "RFM and CLV", *Journal of Marketing Research* 42(4).

use super::discount::DiscountOptions;
use super::formulas::margin_share;
use super::model::PurchaseModel;
use super::spend::SpendModel;
use super::summary::TimeUnit;
use crate::error::{Error, Result, try_collect};
use crate::table::{ColumnData, Table, TableBuilder};

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
}

/// The value of each customer of a summary over the horizon: margin × expected spend × the expected purchases, each
/// discounted from when it is expected by (1 + d)^-years. A year has 365.2425 days.
///
/// The result has one row for each row of the summary: `customerId` if the summary has it, `probabilityAlive`,
/// `expectedPurchases` (not discounted), `expectedSpend`, `lifetimeValue`. The last two are NaN where the model of spend has no
/// finite mean.
///
/// # Errors
///
/// As [`PurchaseModel::fit`] and [`SpendModel::fit`].
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
    let Some(horizon) = options.horizon else {
        return Err(
            Error::invalid_option("horizon is missing").with_help("Say how far to look ahead, in units of time.")
        );
    };
    let discount = DiscountOptions { annual_discount_rate: options.annual_discount_rate, time_unit: options.time_unit };
    let delta = discount.rate()?;
    let margin = margin_share("margin", options.margin)?;
    let alive = purchases.probability_alive(summary)?;
    let expected = purchases.expected_purchases(summary, horizon)?;
    let discounted = purchases.discounted_purchases(summary, horizon, delta)?;
    let spend = spend.expected_spend(summary)?;
    let value = try_collect(discounted.iter().zip(&spend).map(|(count, spend)| margin * spend * count))?;
    let mut table = TableBuilder::new(summary.num_rows());
    if let Some(id) = summary.find("customerId") {
        table.add("customerId", id.data().clone())?;
    }
    let columns = [
        ("probabilityAlive", alive),
        ("expectedPurchases", expected),
        ("expectedSpend", spend),
        ("lifetimeValue", value),
    ];
    for (name, values) in columns {
        table.add(name, ColumnData::Floats(values))?;
    }
    Ok(table.finish())
}
