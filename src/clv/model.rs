//! Models of purchases: fits, and what a model says of customers.

use super::fit::{FitOptions, Fitted, Sample, Task, fit, sample_steps};
use super::histories::{Histories, History, Pattern};
use super::jet::Jet;
use super::process::{Process, PurchaseModelKind, add_by_frequency};
use crate::error::{Error, Result};
use crate::fit::FitReport;
use crate::table::Table;

/// A model of purchases: of known parameters, or fitted.
#[derive(Clone, Debug)]
pub struct PurchaseModel {
    kind: PurchaseModelKind,
    params: [f64; 4],
    fitted: Option<Fitted>,
}

impl PurchaseModel {
    /// A model of known parameters, in the order of [`PurchaseModelKind::parameters`].
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) unless all are positive and finite.
    ///
    /// ```
    /// use custometry::clv::{PurchaseModel, PurchaseModelKind};
    ///
    /// // Fader, Hardie & Lee (2005), CDNOW, weeks.
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// assert!(model.expected_purchases_new_customer(52.0)? > 1.0);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn new(kind: PurchaseModelKind, params: [f64; 4]) -> Result<PurchaseModel> {
        for (name, value) in kind.parameters().into_iter().zip(params) {
            if !(value > 0.0 && value.is_finite()) {
                return Err(Error::invalid_option(format!("{name} is not a positive number")).with_help(format!(
                    "The parameters of {} are {}, all positive.",
                    kind.name(),
                    kind.parameters().join(", ")
                )));
            }
        }
        Ok(PurchaseModel { kind, params, fitted: None })
    }

    /// Fits a model to a summary with the columns `frequency`, `recency` and `T`, and for grouped data `weight`, by maximum
    /// likelihood. For [`BgBb`](PurchaseModelKind::BgBb) T is the number of opportunities to buy, and recency that of the last
    /// one that was taken.
    ///
    /// # Errors
    ///
    /// - [`MissingColumn`](crate::ErrorKind::MissingColumn),
    /// - [`BadNumber`](crate::ErrorKind::BadNumber) or [`WrongType`](crate::ErrorKind::WrongType), with row and column, for the
    ///   first row that cannot be a customer's history,
    /// - [`EmptyInput`](crate::ErrorKind::EmptyInput) without customers,
    /// - [`InvalidOption`](crate::ErrorKind::InvalidOption).
    ///
    /// ```
    /// use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// use custometry::table::Table;
    ///
    /// // Of those who could buy in two more years, so many did in both, in the first, in the second, in none.
    /// let csv = b"frequency,recency,T,weight\n2,2,2,200\n1,1,2,100\n1,2,2,150\n0,0,2,550\n";
    /// let fitted = PurchaseModel::fit(PurchaseModelKind::BgBb, &Table::from_csv(csv, &Default::default())?, &Default::default())?;
    /// assert_eq!(fitted.report().map(|report| report.observations), Some(1000.0));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn fit(kind: PurchaseModelKind, summary: &Table, options: &FitOptions) -> Result<PurchaseModel> {
        let histories = Histories::for_fit(summary, kind.time())?;
        let patterns = &histories.patterns;
        let log_likelihood = |params, patterns: &[Pattern], sum: &mut Jet| {
            kind.with(params, |process| add_by_frequency(process, patterns, sum));
        };
        let every = |step: usize| -> Vec<Pattern> { patterns.iter().step_by(step).copied().collect() };
        let steps = sample_steps(patterns.len());
        let samples: Vec<Vec<Pattern>> = steps.iter().map(|&step| every(step)).collect();
        let functions: Vec<_> =
            samples.iter().map(|sample| |params, sum: &mut Jet| log_likelihood(params, sample, sum)).collect();
        let samples: Vec<Sample<'_>> = functions
            .iter()
            .zip(&steps)
            .map(|(likelihood, &step)| Sample { likelihood, share: 1.0 / step as f64 })
            .collect();
        let fitted = fit(
            &Task {
                names: &kind.parameters(),
                patterns: patterns.len(),
                customers: histories.customers,
                likelihood: &|params, sum| log_likelihood(params, patterns, sum),
                samples: &samples,
                starts: starts(kind, patterns),
                meaning: &|variable, upper| meaning(kind, variable, upper),
            },
            options,
        )?;
        Ok(PurchaseModel { kind, params: fitted.params, fitted: Some(fitted) })
    }

    /// Which model it is.
    pub fn kind(&self) -> PurchaseModelKind {
        self.kind
    }

    /// The parameters, in the order of [`PurchaseModelKind::parameters`].
    pub fn params(&self) -> [f64; 4] {
        self.params
    }

    /// The standard errors of the parameters, from the inverse of the observed information in their logarithms; none unless
    /// the model comes from a fit that converged.
    pub fn standard_errors(&self) -> Option<[f64; 4]> {
        self.fitted.as_ref().and_then(|fitted| fitted.standard_errors)
    }

    /// The log-likelihood of a fitted model: the sum over customers, all constants kept.
    pub fn log_likelihood(&self) -> Option<f64> {
        self.fitted.as_ref().map(|fitted| fitted.log_likelihood)
    }

    /// The log-likelihood that a summary has under the model, whether it was fitted to that or not.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::fit`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// // Nobody who did not buy again can have left: (alpha / (alpha + T))^r.
    /// let customer = Table::from_csv(b"frequency,recency,T\n0,0,38.86\n", &Default::default())?;
    /// assert!((model.log_likelihood_of(&customer)? - 0.243 * (4.414 / 43.274_f64).ln()).abs() < 1e-15);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn log_likelihood_of(&self, summary: &Table) -> Result<f64> {
        let histories = Histories::for_fit(summary, self.kind.time())?;
        let mut sum = Jet::default();
        self.kind.with(self.params, |process| add_by_frequency(process, &histories.patterns, &mut sum));
        Ok(sum.value)
    }

    /// How the fit went.
    pub fn report(&self) -> Option<&FitReport> {
        self.fitted.as_ref().map(|fitted| &fitted.fit)
    }

    /// For each row of a summary the expected number of purchases within the next `horizon` units of time: P(alive) times
    /// what a customer who has not left will buy.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::fit`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let customer = Table::from_csv(b"frequency,recency,T\n2,30.43,38.86\n", &Default::default())?;
    /// assert!((model.expected_purchases(&customer, 39.0)?[0] - 1.226).abs() < 5e-4); // Fader, Hardie & Lee (2005)
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn expected_purchases(&self, summary: &Table, horizon: f64) -> Result<Vec<f64>> {
        let horizon = self.time("horizon", horizon)?;
        self.by_row(summary, |process, history| {
            process.probability_alive(history) * process.expected_if_alive(history, horizon)
        })
    }

    /// For each row of a summary the expected number of purchases within the horizon, each discounted by e^(-rate t), t being
    /// the time until then.
    pub(super) fn discounted_purchases(&self, summary: &Table, horizon: f64, rate: f64) -> Result<Vec<f64>> {
        let horizon = self.time("horizon", horizon)?;
        self.by_row(summary, |process, history| {
            process.probability_alive(history) * process.discounted_if_alive(history, horizon, rate)
        })
    }

    /// For each row of a summary the probability that the customer has not left for good: at the end of the observation, or,
    /// for [`BgBb`](PurchaseModelKind::BgBb), by the next opportunity.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::fit`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let customer = Table::from_csv(b"frequency,recency,T\n2,30.43,38.86\n", &Default::default())?;
    /// assert!((model.probability_alive(&customer)?[0] - 0.7266).abs() < 5e-5);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn probability_alive(&self, summary: &Table) -> Result<Vec<f64>> {
        self.by_row(summary, |process, history| process.probability_alive(history))
    }

    /// For each row of a summary what the model says of its history.
    pub(super) fn by_row(&self, summary: &Table, value: impl Fn(&dyn Process, &History) -> f64) -> Result<Vec<f64>> {
        let histories = Histories::read(summary, self.kind.time(), false)?;
        self.kind.with(self.params, |process| histories.by_row(|history| value(process, history)))
    }

    /// The expected number of purchases of a customer just acquired, within a time; their first purchase is not counted.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) for a time that is negative, beyond 1e9, or, where opportunities are
    /// counted, not whole.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let model = PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.553, 10.578, 0.606, 11.669])?;
    /// assert!((model.expected_purchases_new_customer(52.0)? - 1.474).abs() < 0.001);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn expected_purchases_new_customer(&self, t: f64) -> Result<f64> {
        let t = self.time("t", t)?;
        Ok(self.kind.with(self.params, |process| process.expected_new(t)))
    }

    /// P(X(t) = n): the probability that a customer just acquired makes n purchases within a time.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::expected_purchases_new_customer`], and for more than a million purchases.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let some: f64 = (1..=100).map(|n| model.purchase_count_probability(39.0, n)).sum::<Result<_, _>>()?;
    /// assert!((some + model.purchase_count_probability(39.0, 0)? - 1.0).abs() < 1e-6);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn purchase_count_probability(&self, t: f64, n: u64) -> Result<f64> {
        let t = self.time("t", t)?;
        if n > MOST_PURCHASES {
            return Err(
                Error::invalid_option(format!("n is {n}")).with_help("Give a number of purchases up to a million.")
            );
        }
        Ok(self.kind.with(self.params, |process| process.probability(t, n as f64)))
    }

    /// A time that a model can look ahead.
    pub(super) fn time(&self, name: &str, value: f64) -> Result<f64> {
        let whole = self.kind != PurchaseModelKind::BgBb || value == libm::trunc(value);
        if (0.0..=1e9).contains(&value) && whole {
            return Ok(value);
        }
        let what = if self.kind == PurchaseModelKind::BgBb { "a whole number of opportunities" } else { "a time" };
        Err(Error::invalid_option(format!("{name} is {value}"))
            .with_help(format!("Give {what} from 0 to 1e9, in the unit of the data that the model was fitted to.")))
    }
}

const MOST_PURCHASES: u64 = 1_000_000;

/// Where searches begin: at the purchase rate of the data, with customers who differ much or little.
fn starts(kind: PurchaseModelKind, patterns: &[Pattern]) -> Vec<[f64; 4]> {
    let total =
        |value: &dyn Fn(&Pattern) -> f64| patterns.iter().map(|pattern| pattern.weight * value(pattern)).sum::<f64>();
    let customers = total(&|_| 1.0);
    let purchases = total(&|pattern| pattern.history.frequency).max(0.01 * customers);
    let time = total(&|pattern| pattern.history.t).max(1e-6 * customers);
    let length = time / customers;
    // The rate of those who buy is higher than the mean over all the time after the last purchase.
    let alpha = |r: f64| r * time / purchases;
    match kind {
        PurchaseModelKind::BgNbd | PurchaseModelKind::MbgNbd => {
            vec![[0.3, 0.5 * alpha(0.3), 0.8, 2.5], [2.0, alpha(2.0), 0.5, 5.0], [0.7, 0.5 * alpha(0.7), 3.0, 3.0]]
        }
        PurchaseModelKind::ParetoNbd => vec![
            [0.5, 0.5 * alpha(0.5), 0.5, 0.5 * length],
            [2.0, alpha(2.0), 0.5, 5.0 * length],
            [0.7, 0.5 * alpha(0.7), 2.0, length],
        ],
        PurchaseModelKind::BgBb => {
            let share = (purchases / time).clamp(0.01, 0.99);
            let with = |sum: f64| [sum * share, sum * (1.0 - share)];
            let [[a1, b1], [a2, b2]] = [with(2.0), with(0.5)];
            vec![[a1, b1, 0.7, 2.5], [a2, b2, 0.3, 3.0], [2.0 * a1, b1, 2.0, 8.0]]
        }
    }
}

/// What it means that a parameter tends to zero or infinity.
fn meaning(kind: PurchaseModelKind, variable: usize, upper: bool) -> &'static str {
    let by_purchases = matches!(kind, PurchaseModelKind::BgNbd | PurchaseModelKind::MbgNbd);
    match (kind, variable, upper) {
        (PurchaseModelKind::BgBb, 0, false) | (PurchaseModelKind::BgBb, 1, true) => "nobody buys again",
        (PurchaseModelKind::BgBb, 1, false) => "customers buy at every opportunity until they leave",
        (PurchaseModelKind::BgBb, 0, true) => "customers are all alike in how readily they buy",
        (PurchaseModelKind::BgBb, 2, false) => "nobody leaves",
        (PurchaseModelKind::BgBb, 3, false) => "customers leave at once",
        (PurchaseModelKind::BgBb, _, true) => "nobody leaves, or all are equally likely to",
        (_, 0, true) | (_, 1, true) => "customers all buy at the same rate",
        (_, 0, false) => "hardly anybody buys again",
        (_, 1, false) => "rates differ between customers beyond all bounds",
        (_, 2, false) => "nobody leaves",
        (_, 3, true) if !by_purchases => "nobody leaves, or all are equally likely to",
        (_, 3, true) => "nobody leaves, or all are equally likely to",
        (_, 2, true) => "customers leave at once, or all are equally likely to leave",
        (_, _, false) => "some customers leave at once",
        (_, _, true) => "the data do not determine it",
    }
}
