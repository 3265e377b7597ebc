//! What all models of purchases have in common.

use super::beta_binomial::BetaBinomial;
use super::beta_geometric::BetaGeometric;
use super::histories::{History, Pattern, Time};
use super::jet::Jet;
use super::pareto::Pareto;
use crate::stats::quadrature;
use serde::Serialize;

/// A model with its parameters.
pub(super) trait Process {
    /// Adds the log-likelihood of customers who all have the same frequency.
    fn add_log_likelihood(&self, run: &[Pattern], sum: &mut Jet);

    /// The probability that a customer has not left.
    fn probability_alive(&self, history: &History) -> f64;

    /// How often a customer who has not left will buy within the horizon.
    fn expected_if_alive(&self, history: &History, horizon: f64) -> f64;

    /// The purchases within the horizon of a customer who has not left, each discounted by e^(-rate time): by parts,
    /// e^(-rate horizon) times their number and the integral of rate e^(-rate t) times their number until t.
    fn discounted_if_alive(&self, history: &History, horizon: f64, rate: f64) -> f64 {
        let at_end = libm::exp(-rate * horizon);
        let mut total = if at_end > 0.0 { at_end * self.expected_if_alive(history, horizon) } else { 0.0 };
        if rate == 0.0 {
            return total;
        }
        // What is expected bends where t is about the time that the customer has been known for.
        let scale = history.t.max(1e-3);
        let end = libm::log1p(horizon.min(60.0 / rate) / scale);
        let mut from = 0.0;
        while from < end {
            let reached = scale * libm::exp(from);
            let to = end.min(from + libm::log1p(12.0 / (rate * reached)).min(1.5));
            for (u, weight) in quadrature::points(from, to) {
                let t = scale * libm::expm1(u);
                total += weight * (t + scale) * rate * libm::exp(-rate * t) * self.expected_if_alive(history, t);
            }
            from = to;
        }
        total
    }

    /// How often a new customer will buy within a time.
    fn expected_new(&self, t: f64) -> f64;

    /// The probability that a new customer buys n times within a time.
    fn probability(&self, t: f64, n: f64) -> f64;
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
