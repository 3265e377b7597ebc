//! Discounting: from a rate per year to one per unit of time.

use super::formulas::rate;
use super::summary::TimeUnit;
use crate::error::{Error, Result};

/// The mean year of the Gregorian calendar, in days.
pub(super) const YEAR: f64 = 365.2425;

/// How what is expected later counts today. Names are those of the JavaScript API.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DiscountOptions {
    /// The discount rate per year as a share, whatever the unit of time. Required.
    pub annual_discount_rate: Option<f64>,
    /// The unit of time of the summary and of the model. For [`BgBb`](super::PurchaseModelKind::BgBb) one opportunity
    /// comes in each unit. Required.
    pub time_unit: Option<TimeUnit>,
}

impl DiscountOptions {
    /// ln(1 + d) times the years that a unit of time has: what is expected after t units counts e to minus this times t.
    pub(super) fn rate(&self) -> Result<f64> {
        let Some(annual) = self.annual_discount_rate else {
            return Err(Error::invalid_option("annualDiscountRate is missing")
                .with_help("Give the rate per year as a share: 0.1 for 10 %; 0 for none."));
        };
        let Some(unit) = self.time_unit else {
            return Err(Error::invalid_option("timeUnit is missing")
                .with_help("Pass the unit of the data: \"day\", \"week\", \"month\", \"quarter\" or \"year\"."));
        };
        Ok(libm::log1p(rate("annualDiscountRate", annual)?) * (unit.days() / YEAR))
    }
}
