//! Lifetime value under a constant churn.

use super::formulas::{NO_MARGIN, PAST_THE_DATA, amount, margin_share, rate, required, warnings};
use crate::error::{Error, Result};
use crate::number;
use serde::Serialize;

/// What goes into [`clv_from_churn`]. All rates are per the same period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChurnInputs {
    /// Revenue of a purchase. Required.
    pub average_order_value: Option<f64>,
    /// Purchases in a period. Required.
    pub purchase_frequency: Option<f64>,
    /// The share of customers who leave from one period to the next, from 0 to 1. Required.
    pub churn: Option<f64>,
    /// The share of revenue that is left after the costs of what is sold, up to 1; default 1.
    pub gross_margin: Option<f64>,
    /// The discount rate per period; default 0.
    pub discount_rate: Option<f64>,
    /// How many periods to look ahead, the present one included; default without end.
    pub horizon: Option<f64>,
    /// What it costs to win a customer.
    pub acquisition_cost: Option<f64>,
    /// Over how many periods the churn was observed.
    pub observed_periods: Option<f64>,
}

/// What comes out of [`clv_from_churn`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChurnValue {
    /// How many periods a customer stays on average: 1 / churn; none when nobody leaves.
    pub lifespan: Option<f64>,
    /// averageOrderValue × purchaseFrequency × grossMargin.
    pub margin_per_period: f64,
    /// The margin of all periods up to the horizon; none when it has no limit.
    pub margin: Option<f64>,
    /// margin - acquisitionCost.
    pub net: Option<f64>,
    /// margin / acquisitionCost; none without an acquisition cost above 0.
    pub ltv_to_cac: Option<f64>,
    /// The periods after which the margin that is to be expected of a customer has paid for the acquisition: ln(1 -
    /// acquisitionCost × churn / marginPerPeriod) / ln(1 - churn), not discounted. None without an acquisition cost, and when
    /// it is never paid back.
    pub payback_periods: Option<f64>,
    /// What to keep in mind about these numbers.
    pub warnings: Vec<&'static str>,
}

/// Lifetime value of a new customer who stays from each period to the next with probability 1 - churn: the sum over periods k
/// from 0 to the horizon of m ((1 - churn) / (1 + d))^k, where m is the margin of a period and d the discount rate. Without a
/// horizon that is m (1 + d) / (churn + d), and without discounting m / churn, which is [`clv_formula`](super::clv_formula)
/// with the lifespan 1 / churn.
///
/// Assumes that all customers are alike, that churn and margin stay as they are, and that the margin comes at the beginning of
/// each period, the first one for certain; without that one it is [`clv_retention`](super::clv_retention). Warns when churn is
/// 0, since customers who all stay say nothing of how long they do; when the horizon, or without one the lifespan, is longer
/// than the churn has been observed; when the margin is not given; and when the acquisition costs more than the customer is
/// worth.
///
/// Source: Berger & Nasr (1998), "Customer Lifetime Value: Marketing Models and Applications", *Journal of Interactive
/// Marketing* 12(1), case 1.
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorKind::InvalidOption) for inputs that are missing, negative or not finite, a churn or margin
/// above 1, and a horizon that is not whole.
///
/// ```
/// use custometry::clv::{ChurnInputs, clv_from_churn};
///
/// let inputs = ChurnInputs {
///     average_order_value: Some(25.0),
///     purchase_frequency: Some(4.0),
///     churn: Some(0.2),
///     gross_margin: Some(1.0),
///     discount_rate: Some(0.1),
///     ..Default::default()
/// };
/// let found = clv_from_churn(&inputs)?;
/// assert_eq!((found.lifespan, found.margin_per_period), (Some(5.0), 100.0));
/// assert!((found.margin.unwrap_or(0.0) - (100.0 + 266.67)).abs() < 0.005);
/// let nobody_left = clv_from_churn(&ChurnInputs { churn: Some(0.0), discount_rate: None, ..inputs })?;
/// assert_eq!((nobody_left.lifespan, nobody_left.margin), (None, None));
/// assert!(nobody_left.warnings[0].starts_with("churn is 0"));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn clv_from_churn(inputs: &ChurnInputs) -> Result<ChurnValue> {
    let positive = |name: &str, value: Option<f64>| value.map(|value| amount(name, value)).transpose();
    let order = amount("averageOrderValue", required("averageOrderValue", inputs.average_order_value)?)?;
    let frequency = amount("purchaseFrequency", required("purchaseFrequency", inputs.purchase_frequency)?)?;
    let churn = required("churn", inputs.churn)?;
    if !(0.0..=1.0).contains(&churn) {
        return Err(Error::invalid_option(format!("churn is {}", number::text(churn)))
            .with_help("Give the share of customers lost from one period to the next, from 0 to 1."));
    }
    let share = margin_share("grossMargin", inputs.gross_margin)?;
    let discount = rate("discountRate", inputs.discount_rate.unwrap_or(0.0))?;
    let horizon = positive("horizon", inputs.horizon)?;
    if horizon.is_some_and(|periods| periods != libm::trunc(periods)) {
        return Err(Error::invalid_option("horizon is not whole").with_help("Give a number of periods."));
    }
    let cost = positive("acquisitionCost", inputs.acquisition_cost)?;
    let observed = positive("observedPeriods", inputs.observed_periods)?;

    let lifespan = (churn > 0.0).then(|| 1.0 / churn);
    let per_period = order * frequency * share;
    let falls = (churn + discount) / (1.0 + discount);
    let periods = match horizon {
        Some(periods) if falls == 0.0 => Some(periods),
        Some(periods) if periods > 0.0 => {
            Some(-libm::expm1(periods * (libm::log1p(-churn) - libm::log1p(discount))) / falls)
        }
        Some(_) => Some(0.0),
        None => (falls > 0.0).then(|| 1.0 / falls),
    };
    let margin = periods.map(|periods| per_period * periods);
    let lost = cost.map(|cost| cost * churn / per_period);
    let payback = cost.zip(lost).filter(|&(_, lost)| per_period > 0.0 && lost < 1.0);
    let reach = horizon.or(lifespan);
    Ok(ChurnValue {
        lifespan,
        margin_per_period: per_period,
        margin,
        net: margin.map(|margin| margin - cost.unwrap_or(0.0)),
        ltv_to_cac: margin.zip(cost.filter(|&cost| cost > 0.0)).map(|(margin, cost)| margin / cost),
        payback_periods: payback.map(|(cost, lost)| match lost > 0.0 {
            true => libm::log1p(-lost) / libm::log1p(-churn),
            false => cost / per_period,
        }),
        warnings: warnings(&[
            (churn == 0.0, "churn is 0: nobody was seen to leave, so how long customers stay is not known."),
            (margin.is_none(), "without churn, discounting or a horizon the value has no limit."),
            (observed.zip(reach).is_some_and(|(observed, reach)| reach > observed), PAST_THE_DATA),
            (inputs.gross_margin.is_none(), NO_MARGIN),
            (
                margin.zip(cost).is_some_and(|(margin, cost)| margin < cost),
                "the acquisition costs more than the customer is worth.",
            ),
        ]),
    })
}
