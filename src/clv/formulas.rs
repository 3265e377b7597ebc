//! Lifetime value by the plain formulas. They take customers for all alike and their behaviour for constant; what they leave
//! out is said in the warnings.

use crate::error::{Error, Result};
use crate::number;
use serde::Serialize;

/// What goes into [`clv_formula`]. Names are those of the JavaScript API.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClvInputs {
    /// Revenue of a purchase. Required.
    pub average_order_value: Option<f64>,
    /// Purchases in a period. Required.
    pub purchase_frequency: Option<f64>,
    /// How many periods a customer stays. Required.
    pub lifespan: Option<f64>,
    /// The share of revenue that is left after the costs of what is sold, up to 1; default 1.
    pub gross_margin: Option<f64>,
    /// What it costs to win a customer.
    pub acquisition_cost: Option<f64>,
    /// Over how many periods customers have been observed.
    pub observed_periods: Option<f64>,
}

/// What comes out of [`clv_formula`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClvFormula {
    /// averageOrderValue × purchaseFrequency × lifespan.
    pub revenue: f64,
    /// revenue × grossMargin.
    pub margin: f64,
    /// margin - acquisitionCost.
    pub net: f64,
    /// margin / acquisitionCost; none without an acquisition cost above 0.
    pub ltv_to_cac: Option<f64>,
    /// The periods after which the margin has paid for the acquisition: acquisitionCost / (averageOrderValue ×
    /// purchaseFrequency × grossMargin); none without an acquisition cost, and when there is no margin.
    pub payback_periods: Option<f64>,
    /// What to keep in mind about these numbers.
    pub warnings: Vec<&'static str>,
}

/// Lifetime value of the average customer over a known lifespan, without discounting.
///
/// Assumes that all customers are alike, that a customer buys at the same rate for the same amounts until the lifespan is
/// over, and that money is worth the same whenever it comes. Warns when the margin is not given, when the acquisition is not
/// paid back, and when the lifespan is longer than customers have been observed.
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorKind::InvalidOption) for inputs that are missing, negative or not finite, and a margin above 1.
///
/// ```
/// use custometry::clv::{ClvInputs, clv_formula};
///
/// let inputs = ClvInputs {
///     average_order_value: Some(50.0),
///     purchase_frequency: Some(4.0),
///     lifespan: Some(3.0),
///     gross_margin: Some(0.4),
///     acquisition_cost: Some(60.0),
///     observed_periods: None,
/// };
/// let found = clv_formula(&inputs)?;
/// assert_eq!((found.revenue, found.margin, found.net), (600.0, 240.0, 180.0));
/// assert_eq!((found.ltv_to_cac, found.payback_periods), (Some(4.0), Some(0.75)));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn clv_formula(inputs: &ClvInputs) -> Result<ClvFormula> {
    let order = amount("averageOrderValue", required("averageOrderValue", inputs.average_order_value)?)?;
    let frequency = amount("purchaseFrequency", required("purchaseFrequency", inputs.purchase_frequency)?)?;
    let lifespan = amount("lifespan", required("lifespan", inputs.lifespan)?)?;
    let share = margin_share("grossMargin", inputs.gross_margin)?;
    let cost = inputs.acquisition_cost.map(|cost| amount("acquisitionCost", cost)).transpose()?;
    let per_period = order * frequency * share;
    let revenue = order * frequency * lifespan;
    let margin = revenue * share;
    let payback = cost.filter(|_| per_period > 0.0).map(|cost| cost / per_period);
    let observed = inputs.observed_periods.map(|periods| amount("observedPeriods", periods)).transpose()?;
    let is_late = cost.is_some_and(|cost| cost > 0.0 && payback.is_none_or(|periods| periods > lifespan));
    let warnings = warnings(&[
        (inputs.gross_margin.is_none(), NO_MARGIN),
        (is_late, "the acquisition is not paid back within the lifespan."),
        (observed.is_some_and(|observed| lifespan > observed), PAST_THE_DATA),
    ]);
    Ok(ClvFormula {
        revenue,
        margin,
        net: margin - cost.unwrap_or(0.0),
        ltv_to_cac: cost.filter(|&cost| cost > 0.0).map(|cost| margin / cost),
        payback_periods: payback,
        warnings,
    })
}

/// margin × r / (1 + d - r): the value of all later periods, for a margin at the end of each period that a customer is
/// still there for, retention r and discount rate d per the same period. The first margin is that of the first renewal.
///
/// Assumes that retention, margin and discount rate stay as they are for good. A retention of 1 means that nobody was seen to
/// leave: the value then rests on the discount rate alone. [`clv_from_churn`](super::clv_from_churn) is the same with
/// warnings, an end, and the margin of the first period.
///
/// Source: Gupta & Lehmann (2003), "Customers as Assets", *Journal of Interactive Marketing* 17(1).
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorKind::InvalidOption) for a margin that is not finite, a retention outside 0 to 1, a discount
/// rate below 0, and for a retention of 1 without discounting, where the value is infinite.
///
/// ```
/// use custometry::clv::clv_retention;
///
/// assert!((clv_retention(100.0, 0.8, 0.1)? - 266.67).abs() < 0.005);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn clv_retention(margin: f64, retention: f64, discount_rate: f64) -> Result<f64> {
    if !margin.is_finite() {
        return Err(Error::invalid_option("margin is not a number").with_help("Give the margin of a period in money."));
    }
    if !(0.0..=1.0).contains(&retention) {
        return Err(Error::invalid_option(format!("retention is {}", number::text(retention)))
            .with_help("Give the share of customers kept from one period to the next, from 0 to 1."));
    }
    let discount = rate("discountRate", discount_rate)?;
    let divisor = 1.0 - retention + discount;
    if divisor > 0.0 {
        return Ok(margin * (retention / divisor));
    }
    Err(Error::invalid_option("with a retention of 1 and no discounting the value is infinite")
        .with_help("Give a discount rate above 0; a retention of 1 is most often a sign of too short an observation."))
}

/// What goes into [`acquisition_cost`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AcquisitionInputs {
    /// What was spent on marketing. Required.
    pub marketing_cost: Option<f64>,
    /// What was spent on sales; default 0.
    pub sales_cost: Option<f64>,
    /// How many customers that won: new paying customers, not leads. Required.
    pub new_customers: Option<f64>,
    /// The lifetime value of one of them, as margin.
    pub lifetime_value: Option<f64>,
    /// The margin that one of them brings in a period.
    pub margin_per_period: Option<f64>,
}

/// What comes out of [`acquisition_cost`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AcquisitionCost {
    /// (marketingCost + salesCost) / newCustomers; none without new customers.
    pub cac: Option<f64>,
    /// lifetimeValue / cac; none without a lifetime value, and where nothing was spent.
    pub ltv_to_cac: Option<f64>,
    /// cac / marginPerPeriod; none without a margin above 0.
    pub payback_periods: Option<f64>,
    /// What to keep in mind about these numbers.
    pub warnings: Vec<&'static str>,
}

/// What it costs to win a customer, beside what the customer is worth.
///
/// Assumes that the customers were won by what was spent in the same time: where that takes long, give the costs of the time
/// before. The payback takes it that nobody leaves until then. Warns when the costs of sales are not given, when nobody was
/// won, and when a customer is worth less than winning one costs.
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorKind::InvalidOption) for inputs that are missing or not finite, and for costs and numbers of
/// customers that are negative.
///
/// ```
/// use custometry::clv::{AcquisitionInputs, acquisition_cost};
///
/// let found = acquisition_cost(&AcquisitionInputs {
///     marketing_cost: Some(8000.0),
///     sales_cost: Some(4000.0),
///     new_customers: Some(100.0),
///     lifetime_value: Some(360.0),
///     margin_per_period: Some(20.0),
/// })?;
/// assert_eq!((found.cac, found.ltv_to_cac, found.payback_periods), (Some(120.0), Some(3.0), Some(6.0)));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn acquisition_cost(inputs: &AcquisitionInputs) -> Result<AcquisitionCost> {
    let marketing = amount("marketingCost", required("marketingCost", inputs.marketing_cost)?)?;
    let sales = amount("salesCost", inputs.sales_cost.unwrap_or(0.0))?;
    let customers = amount("newCustomers", required("newCustomers", inputs.new_customers)?)?;
    let value = inputs.lifetime_value.map(|value| finite("lifetimeValue", value)).transpose()?;
    let margin = inputs.margin_per_period.map(|margin| finite("marginPerPeriod", margin)).transpose()?;
    let cac = (customers > 0.0).then(|| (marketing + sales) / customers);
    let of_cac = |value: Option<f64>| value.zip(cac);
    Ok(AcquisitionCost {
        cac,
        ltv_to_cac: of_cac(value).filter(|&(_, cac)| cac > 0.0).map(|(value, cac)| value / cac),
        payback_periods: of_cac(margin).filter(|&(margin, _)| margin > 0.0).map(|(margin, cac)| cac / margin),
        warnings: warnings(&[
            (inputs.sales_cost.is_none(), "salesCost is not given, so the cost is that of marketing alone."),
            (cac.is_none(), "nobody was won, so there is no cost of winning one customer."),
            (of_cac(value).is_some_and(|(value, cac)| value < cac), "a customer is worth less than winning one costs."),
        ]),
    })
}

pub(super) const NO_MARGIN: &str = "grossMargin is not given, so all revenue counts as margin.";
pub(super) const PAST_THE_DATA: &str =
    "this looks further ahead than customers have been observed: it is taken for granted that they go on as they did.";

/// The warnings that apply.
pub(super) fn warnings(all: &[(bool, &'static str)]) -> Vec<&'static str> {
    all.iter().filter(|(applies, _)| *applies).map(|&(_, warning)| warning).collect()
}

pub(super) fn required(name: &str, value: Option<f64>) -> Result<f64> {
    value.ok_or_else(|| Error::invalid_option(format!("{name} is missing")).with_help("Give a number."))
}

/// A number from 0 on.
pub(super) fn amount(name: &str, value: f64) -> Result<f64> {
    match value >= 0.0 && value.is_finite() {
        true => Ok(value),
        false => Err(Error::invalid_option(format!("{name} is {}", number::text(value)))
            .with_help("Give a finite number from 0 on.")),
    }
}

/// Any number.
fn finite(name: &str, value: f64) -> Result<f64> {
    match value.is_finite() {
        true => Ok(value),
        false => {
            Err(Error::invalid_option(format!("{name} is {}", number::text(value))).with_help("Give a finite number."))
        }
    }
}

/// A discount rate.
pub(super) fn rate(name: &str, value: f64) -> Result<f64> {
    match value >= 0.0 && value.is_finite() {
        true => Ok(value),
        false => Err(Error::invalid_option(format!("{name} is {}", number::text(value)))
            .with_help("Give it as a share: 0.1 for 10 %.")),
    }
}

/// A margin as a share of revenue, up to 1; it may be negative.
pub(super) fn margin_share(name: &str, value: Option<f64>) -> Result<f64> {
    let value = value.unwrap_or(1.0);
    match value <= 1.0 && value.is_finite() {
        true => Ok(value),
        false => Err(Error::invalid_option(format!("{name} is {}", number::text(value)))
            .with_help("Give the share of revenue that is left, up to 1: 0.3 for 30 %.")),
    }
}
