//! Fits by maximum likelihood: the logarithms of the parameters are searched from several starts, and the end of the search is
//! named for what it is.
//!
//! Where there are many patterns, the starts are tried on a small sample of them, and from there the search goes on over larger
//! ones: every k-th pattern, which is as good as random because patterns of the same frequency lie in the order of a hash.

use super::jet::{Jet, MOST};
use crate::error::{Error, Result};
use crate::fit::FitReport;
use crate::stats::optimize::{Maximum, Objective, Outcome, maximize};

use std::cell::RefCell;
use std::collections::BTreeMap;

/// The options of a fit. Names and defaults are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct FitOptions {
    /// From the log-likelihood per customer this times the sum of the squared parameters is taken away; default 0. It keeps
    /// estimates from few customers small.
    pub penalty: Option<f64>,
    /// Where to begin the search, besides the built-in starts: a value for each parameter.
    pub start: Option<BTreeMap<String, f64>>,
}

/// Adds the log-likelihood of parameters.
pub(super) type Likelihood<'a> = dyn Fn([f64; MOST], &mut Jet) + 'a;

/// The log-likelihood of a sample, which is this share of the patterns.
pub(super) struct Sample<'a> {
    pub(super) likelihood: &'a Likelihood<'a>,
    pub(super) share: f64,
}

/// What is to be fitted.
pub(super) struct Task<'a> {
    /// The names of the parameters; there may be fewer than there is room for.
    pub(super) names: &'a [&'static str],
    /// How many distinct patterns there are, and how many customers have them.
    pub(super) patterns: usize,
    pub(super) customers: f64,
    pub(super) likelihood: &'a Likelihood<'a>,
    /// Samples of the patterns, where there are many, from the smallest to the largest.
    pub(super) samples: &'a [Sample<'a>],
    pub(super) starts: Vec<[f64; MOST]>,
    /// What it means that a parameter tends to zero (false) or infinity (true).
    pub(super) meaning: &'a dyn Fn(usize, bool) -> &'static str,
}

/// What came out.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub(super) params: [f64; MOST],
    pub(super) standard_errors: Option<[f64; MOST]>,
    /// Without the penalty.
    pub(super) log_likelihood: f64,
    pub(super) fit: FitReport,
}

/// The logarithms of parameters lie within ± this: parameters between 2e-9 and 5e8.
const EDGE: f64 = 20.0;
/// The smallest sample has about so many patterns, and each is so many times as large as the one before it.
const SMALLEST_SAMPLE: usize = 512;
const LARGER: usize = 12;

/// Every how-manieth pattern is in each of the samples, none if there are few patterns.
pub(super) fn sample_steps(patterns: usize) -> Vec<usize> {
    let mut steps = Vec::new();
    let mut size = SMALLEST_SAMPLE;
    while patterns > 3 * size {
        steps.push(patterns / size);
        size *= LARGER;
    }
    steps
}

/// The log-likelihood by the logarithms of the parameters.
struct Logarithms<'a> {
    likelihood: &'a Likelihood<'a>,
    /// The penalty for all customers together.
    penalty: f64,
    /// The last point and what was found there: its Hessian is most often asked for next.
    last: RefCell<(Vec<f64>, Jet)>,
}

impl Logarithms<'_> {
    fn jet(&self, point: &[f64]) -> Jet {
        let mut last = self.last.borrow_mut();
        if last.0 != point {
            *last = (point.to_vec(), self.compute(point));
        }
        last.1
    }

    fn compute(&self, point: &[f64]) -> Jet {
        let mut params = [1.0; MOST];
        params.iter_mut().zip(point).for_each(|(param, log)| *param = libm::exp(*log));
        let mut jet = Jet::default();
        (self.likelihood)(params, &mut jet);
        let penalty = self.penalty;
        let free = point.len();
        for ((slope, row), (i, param)) in
            jet.slope.iter_mut().zip(&mut jet.bend).zip(params.into_iter().enumerate().take(free))
        {
            jet.value -= penalty * param * param;
            *slope = (*slope - 2.0 * penalty * param) * param;
            for ((j, entry), other) in row.iter_mut().enumerate().zip(params) {
                *entry *= param * other;
                if i == j {
                    *entry += *slope - 2.0 * penalty * param * param;
                }
            }
        }
        jet
    }
}

impl Objective for Logarithms<'_> {
    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let jet = self.jet(point);
        gradient.iter_mut().zip(jet.slope).for_each(|(entry, slope)| *entry = slope);
        jet.value
    }

    fn hessian(&self, point: &[f64], hessian: &mut [f64]) {
        let jet = self.jet(point);
        for (row, bend) in hessian.chunks_exact_mut(point.len().max(1)).zip(jet.bend) {
            row.iter_mut().zip(bend).for_each(|(entry, bend)| *entry = bend);
        }
    }
}

/// Fits.
pub(super) fn fit(task: &Task<'_>, options: &FitOptions) -> Result<Fitted> {
    let penalty = options.penalty.unwrap_or(0.0);
    if !(penalty >= 0.0 && penalty.is_finite()) {
        return Err(Error::invalid_option(format!("penalty is {penalty}"))
            .with_help("Give 0 for none, or a small number such as 0.001."));
    }
    let asked = options.start.as_ref().map(|start| asked_start(start, task.names)).transpose()?;
    let size = task.names.len();
    let edges = [(-EDGE, EDGE); MOST];
    let edges = edges.get(..size).unwrap_or_default();
    let search = |likelihood: &Likelihood<'_>, penalty: f64, start: &[f64]| {
        maximize(&Logarithms { likelihood, penalty, last: RefCell::default() }, start, edges)
    };
    let penalty = penalty * task.customers;
    let logs = |params: &[f64; MOST]| -> Vec<f64> {
        params.iter().take(size).map(|param| libm::log(*param).clamp(-EDGE, EDGE)).collect()
    };
    let starts: Vec<Vec<f64>> = asked.iter().chain(&task.starts).map(logs).collect();
    let best_of = |likelihood: &Likelihood<'_>, penalty: f64| {
        let mut best: Option<Maximum> = None;
        for start in &starts {
            let found = search(likelihood, penalty, start);
            if best.as_ref().is_none_or(|best| is_better(&found, best)) {
                best = Some(found);
            }
        }
        best
    };
    let mut near: Option<Maximum> = None;
    for sample in task.samples {
        let penalty = penalty * sample.share;
        let found = match near {
            None => best_of(sample.likelihood, penalty),
            Some(near) => Some(search(sample.likelihood, penalty, &near.point)),
        };
        near = found.filter(|found| found.outcome == Outcome::Converged);
    }
    let best = near.map(|near| search(task.likelihood, penalty, &near.point));
    let best = best.filter(|best| best.outcome == Outcome::Converged).or_else(|| best_of(task.likelihood, penalty));
    let Some(best) = best else { return Err(Error::internal("a fit had no start")) };
    Ok(report(task, &best))
}

/// Whether one search ended higher than another; or as high, and at a maximum where the other did not.
fn is_better(found: &Maximum, best: &Maximum) -> bool {
    let gain = found.value - best.value;
    if !best.value.is_finite() {
        return found.value.is_finite();
    }
    let rounding = 1e-9 * best.value.abs().max(1.0);
    let rank = |maximum: &Maximum| u8::from(maximum.outcome == Outcome::Converged);
    gain > rounding || (gain > -rounding && rank(found) > rank(best))
}

fn asked_start(start: &BTreeMap<String, f64>, names: &[&str]) -> Result<[f64; MOST]> {
    let help = || format!("Give a positive number for each of {}.", names.join(", "));
    if let Some(name) = start.keys().find(|name| !names.contains(&name.as_str())) {
        return Err(Error::invalid_option(format!("start has \"{name}\", which is no parameter")).with_help(help()));
    }
    let mut params = [1.0; MOST];
    for (param, &name) in params.iter_mut().zip(names) {
        match start.get(name) {
            Some(&value) if value > 0.0 && value.is_finite() => *param = value,
            _ => return Err(Error::invalid_option(format!("start has no positive {name}")).with_help(help())),
        }
    }
    Ok(params)
}

fn report(task: &Task<'_>, at: &Maximum) -> Fitted {
    let mut params = [1.0; MOST];
    params.iter_mut().zip(&at.point).for_each(|(param, log)| *param = libm::exp(*log));
    let mut plain = Jet::default();
    (task.likelihood)(params, &mut plain);
    let covariances = at.covariances();
    let converged = covariances.is_some();
    let standard_errors = covariances.map(|covariances| {
        let mut errors = [0.0; MOST];
        let variances = covariances.iter().step_by(task.names.len() + 1);
        errors
            .iter_mut()
            .zip(variances)
            .zip(params)
            .for_each(|((error, variance), param)| *error = param * libm::sqrt(*variance));
        errors
    });
    // Along a ridge that does not rise any more, rounding ends the search.
    let flat = !converged && at.outcome == Outcome::Failed && at.gradient_norm() <= 1e-6 * task.customers;
    let message = match at.outcome {
        _ if converged => "converged".to_owned(),
        Outcome::Edge { variable, upper } => {
            let name = task.names.get(variable).copied().unwrap_or_default();
            let end = if upper { "infinity" } else { "zero" };
            let meaning = (task.meaning)(variable, upper);
            format!("boundary: {name} tends to {end}: {meaning}. The estimates only stand for that limit.")
        }
        _ if flat => {
            "boundary: around these estimates the likelihood is flat, so the data do not determine all parameters, and \
                      some may tend to zero or infinity."
                .to_owned()
        }
        _ => "not converged: the search found no maximum. The estimates are the best that it came by.".to_owned(),
    };
    Fitted {
        params,
        standard_errors,
        log_likelihood: plain.value,
        fit: FitReport {
            converged,
            boundary: flat || matches!(at.outcome, Outcome::Edge { .. }),
            gradient_norm: at.gradient_norm(),
            iterations: at.iterations,
            observations: task.customers,
            distinct_patterns: task.patterns,
            message,
        },
    }
}
