//! What else a model of purchases says of the time ahead: the distribution of counts, in an interval or after a history, how
//! long customers stay, and what all their purchases to come count today.
//!
//! Sources: Fader & Hardie's notes on the probability mass functions of the models at brucehardie.com; Fader, Hardie & Lee
//! (2005), "RFM and CLV", *Journal of Marketing Research* 42(4); Fader, Hardie & Shang (2010), *Marketing Science* 29(6).
//!
//! One fact carries most of it: a customer with a history, who has not left, is a new customer of the same model with other
//! parameters. With k chances to leave that were not taken (k = x, in the MBG/NBD x + 1) these are for
//!
//! - BG/NBD and MBG/NBD: the BG/NBD with r + x, alpha + T, a, b + k,
//! - Pareto/NBD: r + x, alpha + T, s, beta + T,
//! - BG/BB: alpha + x, beta + T - x, gamma, delta + T.

use super::discount::DiscountOptions;
use super::model::PurchaseModel;
use crate::error::{Error, Result};
use crate::table::Table;

impl PurchaseModel {
    /// P(X(from, to) = n): the probability that a customer makes n purchases between two times after the acquisition.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) for times that are negative, beyond 1e9, in the wrong order, or, where
    /// opportunities are counted, not whole, and for more than a million purchases.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// // Fewer buy in the second year than in the first.
    /// let first = model.interval_count_probability(0.0, 52.0, 0)?;
    /// assert!(model.interval_count_probability(52.0, 104.0, 0)? > first);
    /// assert!((first - model.purchase_count_probability(52.0, 0)?).abs() < 1e-15);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn interval_count_probability(&self, from: f64, to: f64, n: u64) -> Result<f64> {
        let (from, to, n) = (self.time("from", from)?, self.time("to", to)?, count(n)?);
        if to < from {
            return Err(Error::invalid_option("to is before from").with_help("Give the earlier time first."));
        }
        self.of_new_customers(|process| process.interval_probability(from, to - from, n))
    }

    /// For each row of a summary P(X(T, T + horizon) = n): the probability that the customer makes n purchases within the
    /// next `horizon` units of time: P(alive) times that for a customer who has not left, and for n = 0 also the probability
    /// of having left.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::expected_purchases`], and for more than a million purchases.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let customer = Table::from_csv(b"frequency,recency,T\n2,30.43,38.86\n", &Default::default())?;
    /// let mut mean = 0.0;
    /// for n in 1..60 {
    ///     mean += n as f64 * model.conditional_count_probability(&customer, 39.0, n)?[0];
    /// }
    /// assert!((mean - model.expected_purchases(&customer, 39.0)?[0]).abs() < 1e-9);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn conditional_count_probability(&self, summary: &Table, horizon: f64, n: u64) -> Result<Vec<f64>> {
        let (horizon, n) = (self.time("horizon", horizon)?, count(n)?);
        self.by_row(summary, |process, history| process.count_probability(history, horizon, n))
    }

    /// For each row of a summary the probability that the customer does not buy within the next `horizon` units of time, be it
    /// that they have left or not. It has all its digits also where it is tiny.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::expected_purchases`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let customers = Table::from_csv(b"frequency,recency,T\n20,38,39\n2,5,39\n", &Default::default())?;
    /// let silent = model.no_purchase_probability(&customers, 13.0)?;
    /// assert!(silent[0] < 0.1 && silent[1] > 0.9);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn no_purchase_probability(&self, summary: &Table, horizon: f64) -> Result<Vec<f64>> {
        self.conditional_count_probability(summary, horizon, 0)
    }

    /// For each row of a summary the expected time, within the next `horizon` units, until the customer leaves: the integral
    /// over t of the probability that they have not left by T + t. It is 0 for those who have left already. For
    /// [`BgBb`](super::PurchaseModelKind::BgBb) it is the number of opportunities that the customer is still there for.
    ///
    /// The horizon may be infinite. NaN where the result is: unless a > 1 and r + x > 1, or s > 1, or gamma > 1.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::expected_purchases`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.553, 10.578, 1.5, 11.669])?;
    /// let customer = Table::from_csv(b"frequency,recency,T\n2,38.86,38.86\n", &Default::default())?;
    /// // (beta + T) / (s - 1)
    /// assert!((model.expected_lifetime(&customer, f64::INFINITY)?[0] - 101.058).abs() < 1e-9);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn expected_lifetime(&self, summary: &Table, horizon: f64) -> Result<Vec<f64>> {
        let horizon = self.far("horizon", horizon)?;
        self.by_row(summary, |process, history| {
            let lifetime = process.expected_lifetime(history, horizon);
            if lifetime < f64::INFINITY { lifetime } else { f64::NAN }
        })
    }

    /// The same from the acquisition on; none where it is infinite: unless a > 1 and r > 1, or s > 1, or gamma > 1.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::expected_purchases_new_customer`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let model = PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.553, 10.578, 0.606, 11.669])?;
    /// assert_eq!(model.expected_lifetime_new_customer(f64::INFINITY)?, None);
    /// assert!(model.expected_lifetime_new_customer(52.0)?.is_some_and(|weeks| weeks > 26.0 && weeks < 52.0));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn expected_lifetime_new_customer(&self, horizon: f64) -> Result<Option<f64>> {
        let horizon = self.far("horizon", horizon)?;
        let lifetime = self.of_new_customers(|process| process.expected_stay(horizon))?;
        Ok(Some(lifetime).filter(|&lifetime| lifetime < f64::INFINITY))
    }

    /// For each row of a summary DERT, the discounted expected residual transactions: the expected number of all purchases to
    /// come, each discounted by (1 + d)^-years from when it is expected. Times the value of a purchase it is the customer's
    /// residual lifetime value over an infinite horizon.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::fit`]; the discount rate has to be above 0.
    ///
    /// ```
    /// # use custometry::clv::{DiscountOptions, PurchaseModel, PurchaseModelKind, TimeUnit};
    /// # use custometry::table::Table;
    /// // Fader, Hardie & Shang (2010): of six years, a donor gave in two, the last time in the fourth, another in each.
    /// let model = PurchaseModel::new(PurchaseModelKind::BgBb, [1.204, 0.750, 0.657, 2.783])?;
    /// let donors = Table::from_csv(b"frequency,recency,T\n2,4,6\n6,6,6\n", &Default::default())?;
    /// let options = DiscountOptions { annual_discount_rate: Some(0.1), time_unit: Some(TimeUnit::Year) };
    /// let found = model.discounted_residual_transactions(&donors, &options)?;
    /// assert!(found[0] > 1.0 && found[1] > 5.0);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn discounted_residual_transactions(&self, summary: &Table, options: &DiscountOptions) -> Result<Vec<f64>> {
        let rate = options.rate()?;
        if rate == 0.0 {
            return Err(Error::invalid_option("annualDiscountRate is 0")
                .with_help("Without discounting, all purchases to come may be infinitely many. Give a rate above 0."));
        }
        self.by_row(summary, |process, history| {
            process.probability_alive(history) * process.discounted_if_alive(history, f64::INFINITY, rate)
        })
    }

    /// A time that may be infinite.
    fn far(&self, name: &str, value: f64) -> Result<f64> {
        if value == f64::INFINITY { Ok(value) } else { self.time(name, value) }
    }
}

/// A number of purchases.
fn count(n: u64) -> Result<f64> {
    match n <= 1_000_000 {
        true => Ok(n as f64),
        false => Err(Error::invalid_option("n is beyond a million").with_help("Give a number of purchases.")),
    }
}
