//! What all models of purchases have in common.

use super::beta_binomial::BetaBinomial;
use super::beta_geometric::BetaGeometric;
use super::histories::{History, Pattern, Time};
use super::jet::{Jet, logistic};
use super::pareto::Pareto;
use crate::stats::quadrature;
use serde::Serialize;

/// A model with its parameters: what it says of histories, and of new customers, whose first purchase is not counted.
pub(super) trait Process {
    /// Adds the log-likelihood of customers who all have the same frequency.
    fn add_log_likelihood(&self, run: &[Pattern], sum: &mut Jet);

    /// The log-odds of having left by the end of a history; minus infinity for those who cannot have.
    fn left_log_odds(&self, history: &History) -> f64;

    /// The model, and its parameters, of which a customer with that history, who has not left, is a new customer.
    fn after(&self, history: &History) -> (PurchaseModelKind, [f64; 4]);

    /// The probability that a new customer stays until the first chance of being seen again: for P(alive).
    fn first_stay(&self) -> f64 {
        1.0
    }

    /// How often a new customer will buy within a time.
    fn expected_new(&self, t: f64) -> f64;

    /// The same, each purchase discounted by e^(-rate t), for a rate above 0; the time may be infinite.
    fn discounted_new(&self, t: f64, rate: f64) -> f64;

    /// How long a new customer stays, within a time; that may be infinite, and so may the result.
    fn expected_stay(&self, t: f64) -> f64;

    /// The probability that a new customer buys n times in an interval that begins some time later.
    fn interval_probability(&self, from: f64, length: f64, n: f64) -> f64;
}

/// What follows from that for customers with a history.
impl dyn Process + '_ {
    /// The probability that a customer has not left, and will not before there is a chance to see that.
    pub(super) fn probability_alive(&self, history: &History) -> f64 {
        let still = logistic(-self.left_log_odds(history));
        still * self.if_not_left(history, &|process| process.first_stay())
    }

    /// How often a customer with that P(alive) will buy within the horizon.
    pub(super) fn expected_if_alive(&self, history: &History, horizon: f64) -> f64 {
        self.if_not_left(history, &|process| process.expected_new(horizon) / process.first_stay())
    }

    /// The same, each purchase discounted by e^(-rate time).
    pub(super) fn discounted_if_alive(&self, history: &History, horizon: f64, rate: f64) -> f64 {
        self.if_not_left(history, &|process| {
            let total = if rate > 0.0 { process.discounted_new(horizon, rate) } else { process.expected_new(horizon) };
            total / process.first_stay()
        })
    }

    /// How long a customer will stay within the horizon.
    pub(super) fn expected_lifetime(&self, history: &History, horizon: f64) -> f64 {
        let still = logistic(-self.left_log_odds(history));
        still * self.if_not_left(history, &|process| process.expected_stay(horizon))
    }

    /// The probability that a customer buys n times within the horizon.
    pub(super) fn count_probability(&self, history: &History, horizon: f64, n: f64) -> f64 {
        let odds = self.left_log_odds(history);
        let bought = logistic(-odds) * self.if_not_left(history, &|process| process.probability(horizon, n));
        if n == 0.0 { logistic(odds) + bought } else { bought }
    }

    fn if_not_left(&self, history: &History, value: &dyn Fn(&dyn Process) -> f64) -> f64 {
        let (kind, params) = self.after(history);
        kind.with(params, value)
    }

    /// The probability that a new customer buys n times within a time.
    pub(super) fn probability(&self, t: f64, n: f64) -> f64 {
        self.interval_probability(0.0, t, n)
    }

    /// The purchases of a new customer within a time, discounted, by parts: e^(-rate t) times their number until t, and the
    /// integral of rate e^(-rate τ) times their number until τ, which bends nowhere below `scale`.
    pub(super) fn discounted_by_parts(&self, t: f64, rate: f64, scale: f64) -> f64 {
        let at_end = libm::exp(-rate * t);
        let mut total = if at_end > 0.0 { at_end * self.expected_new(t) } else { 0.0 };
        let end = libm::log1p(t.min(60.0 / rate) / scale);
        let mut from = 0.0;
        while from < end {
            let reached = scale * libm::exp(from);
            let to = end.min(from + libm::log1p(12.0 / (rate * reached)).min(1.5));
            for (u, weight) in quadrature::points(from, to) {
                let tau = scale * libm::expm1(u);
                total += weight * (tau + scale) * rate * libm::exp(-rate * tau) * self.expected_new(tau);
            }
            from = to;
        }
        total
    }
}

/// Adds up a log-likelihood over runs of the same frequency.
pub(super) fn add_by_frequency(process: &dyn Process, patterns: &[Pattern], sum: &mut Jet) {
    for run in patterns.chunk_by(|a, b| a.history.frequency == b.history.frequency) {
        process.add_log_likelihood(run, sum);
    }
}

/// Which model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum PurchaseModelKind {
    /// Beta-geometric / NBD.
    #[serde(rename = "bg-nbd")]
    BgNbd,
    /// Modified beta-geometric / NBD: customers may also leave before their second purchase.
    #[serde(rename = "mbg-nbd")]
    MbgNbd,
    /// Pareto / NBD: customers may leave at any time.
    #[serde(rename = "pareto-nbd")]
    ParetoNbd,
    /// Beta-geometric / beta-Bernoulli: for opportunities to buy that are counted, once a year for instance.
    #[serde(rename = "bg-bb")]
    BgBb,
}

impl PurchaseModelKind {
    /// The name, which is the same in every language.
    pub const fn name(self) -> &'static str {
        match self {
            PurchaseModelKind::BgNbd => "bg-nbd",
            PurchaseModelKind::MbgNbd => "mbg-nbd",
            PurchaseModelKind::ParetoNbd => "pareto-nbd",
            PurchaseModelKind::BgBb => "bg-bb",
        }
    }

    /// The names of the parameters, in their order.
    pub const fn parameters(self) -> [&'static str; 4] {
        match self {
            PurchaseModelKind::BgNbd | PurchaseModelKind::MbgNbd => ["r", "alpha", "a", "b"],
            PurchaseModelKind::ParetoNbd => ["r", "alpha", "s", "beta"],
            PurchaseModelKind::BgBb => ["alpha", "beta", "gamma", "delta"],
        }
    }

    pub(super) fn time(self) -> Time {
        if self == PurchaseModelKind::BgBb { Time::Discrete } else { Time::Continuous }
    }

    /// Has the model do something.
    pub(super) fn with<T>(self, params: [f64; 4], work: impl FnOnce(&dyn Process) -> T) -> T {
        let [first, second, third, fourth] = params;
        let beta_geometric = |at_start| BetaGeometric { r: first, alpha: second, a: third, b: fourth, at_start };
        match self {
            PurchaseModelKind::BgNbd => work(&beta_geometric(0.0)),
            PurchaseModelKind::MbgNbd => work(&beta_geometric(1.0)),
            PurchaseModelKind::ParetoNbd => work(&Pareto { r: first, alpha: second, s: third, beta: fourth }),
            PurchaseModelKind::BgBb => work(&BetaBinomial { alpha: first, beta: second, gamma: third, delta: fourth }),
        }
    }
}
