//! How the fit of a model went.

use serde::Serialize;

/// The report of a fit by maximum likelihood.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FitReport {
    /// Whether the estimates are a maximum of the likelihood, inside the range of the parameters.
    pub converged: bool,
    /// Whether the likelihood increases towards infinite or zero parameters, or stays the same there: the estimates are not
    /// usable as they stand.
    pub boundary: bool,
    /// The length of the gradient of the log-likelihood, with respect to what the search varies: logarithms of parameters and
    /// of their quotients, coefficients in units of their covariate's reach, and the log-odds of a probability.
    pub gradient_norm: f64,
    /// Steps of the search that led to the estimates.
    pub iterations: u32,
    /// What was observed: the number of customers.
    pub observations: f64,
    /// How many different histories the customers have.
    pub distinct_patterns: usize,
    /// What came out, in words.
    pub message: String,
}
