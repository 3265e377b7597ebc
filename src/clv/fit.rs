//! Fits by maximum likelihood: logarithms of the parameters and of their quotients, and the coefficients of covariates, are
//! searched from several starts, and the end of the search is named for what it is.
//!
//! Where there are many patterns, the starts are tried on a small sample of them, and from there the search goes on over larger ones.

use super::covariates::CovariateOptions;
use super::estimates::{Covariances, Estimates};
use super::jet::{Jet, MOST};
use crate::error::{Error, Result};
use crate::fit::FitReport;
use crate::number;
use crate::options::OnInvalid;
use crate::stats::optimize::{Maximum, Objective, Outcome, maximize};

use std::cell::RefCell;
use std::collections::BTreeMap;

/// The options of a fit. Names and defaults are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct FitOptions {
    /// From the log-likelihood per customer this times the sum of the squared parameters is taken away; default 0. It keeps
    /// estimates from few customers small.
    pub penalty: Option<f64>,
    /// Where to begin the search, besides the built-in starts: a value for each parameter; coefficients of covariates may be
    /// left out.
    pub start: Option<BTreeMap<String, f64>>,
    /// Columns of the summary that the parameters of a customer depend on.
    pub covariates: Option<CovariateOptions>,
    /// For a model of spend: what to do with repeat customers whose mean amount is 0 or negative, to whom it cannot be fitted;
    /// default an error.
    pub on_non_positive: Option<OnInvalid>,
}

/// A log-likelihood by what is estimated, with its first and second derivatives.
///
/// What is estimated are the logarithms of the positive parameters, and after them the coefficients as they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Total {
    pub(super) value: f64,
    slope: Vec<f64>,
    bend: Vec<f64>,
}

impl Total {
    pub(super) fn new(size: usize) -> Total {
        Total { value: 0.0, slope: vec![0.0; size], bend: vec![0.0; size * size] }
    }

    /// Adds the log-likelihood of customers with these parameters, given by the parameters. There is a row for each of
    /// what is estimated: by how much the logarithms of the parameters move with it.
    pub(super) fn add(&mut self, jet: &Jet, params: &[f64; MOST], rows: &[[f64; MOST]]) {
        let mut by_logs = *jet;
        let parts = by_logs.slope.iter_mut().zip(&mut by_logs.bend).zip(params).enumerate();
        for (i, ((slope, bend), param)) in parts {
            *slope *= param;
            for (j, (entry, other)) in bend.iter_mut().zip(params).enumerate() {
                *entry = *entry * param * other + if i == j { *slope } else { 0.0 };
            }
        }
        self.value += jet.value;
        let lines = self.slope.iter_mut().zip(self.bend.chunks_exact_mut(rows.len().max(1)));
        for (left, (slope, line)) in rows.iter().zip(lines) {
            *slope += dot(left, &by_logs.slope);
            let along = by_logs.bend.map(|bend| dot(&bend, left));
            line.iter_mut().zip(rows).for_each(|(entry, right)| *entry += dot(&along, right));
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds the log-likelihood of what is estimated.
pub(super) type Likelihood<'a> = dyn Fn(&[f64], &mut Total) + 'a;

/// A coordinate of the search: what is estimated moves along this.
///
/// What the data tell most of, such as a mean, is a coordinate, and ridges run along others.
pub(super) struct Direction {
    /// What the coordinate is, or is the logarithm of.
    pub(super) label: String,
    /// Whether it is a mean, which says more than other limits do.
    pub(super) is_mean: bool,
    /// One of what is estimated; no later direction moves it.
    pub(super) own: usize,
    pub(super) along: Vec<f64>,
}

/// What is to be fitted.
pub(super) struct Task<'a> {
    /// The names of the parameters: those that are positive, then coefficients.
    pub(super) names: Vec<String>,
    pub(super) positive: usize,
    /// How many distinct patterns there are, and how many customers have them.
    pub(super) patterns: usize,
    pub(super) customers: f64,
    pub(super) likelihood: &'a Likelihood<'a>,
    /// That of samples, where there are many patterns, from the smallest to the largest.
    pub(super) samples: &'a [&'a Likelihood<'a>],
    /// What is estimated where all coordinates are 0: in the middle of the data, so that units do not matter.
    pub(super) origin: Vec<f64>,
    pub(super) directions: Vec<Direction>,
    /// Parameters to start from; coefficients are 0.
    pub(super) starts: Vec<Vec<f64>>,
    /// What it means that a parameter's coordinate tends to minus (false) or plus infinity (true).
    pub(super) meaning: &'a dyn Fn(usize, bool) -> &'static str,
    /// Names of coefficients that cannot be told from others, and stay 0.
    pub(super) dependent: Vec<String>,
}

/// What came out.
pub(super) struct Fitted {
    /// The parameters, in the order of their names.
    pub(super) params: Vec<f64>,
    pub(super) estimates: Estimates,
}

/// Coordinates lie within ± this: what they are logarithms of is between 2e-9 and 5e8 times its usual size.
const EDGE: f64 = 20.0;
/// The smallest sample has about so many patterns, and each is so many times as large as the one before it.
const SMALLEST_SAMPLE: usize = 256;
const LARGER: usize = 8;
/// In a sample, what the log-likelihood gains by less than this is far below what the choice of the sample makes.
const ENOUGH: f64 = 1e-3;

/// Samples of the patterns with these weights, each a list of places and of what the pattern there weighs in it: those of great
/// weight as they are, and of the others so many that together they weigh as much as all of them. None if there are few patterns.
///
/// Patterns lie in the order of a hash, which is as good as random.
pub(super) fn samples(weights: &[f64]) -> Vec<Vec<(usize, f64)>> {
    let total: f64 = weights.iter().sum();
    let mut samples = Vec::new();
    let mut size = SMALLEST_SAMPLE;
    while weights.len() > 3 * size {
        let step = total / size as f64;
        let mut sample = Vec::new();
        let mut next = 0.5 * step;
        for (place, &weight) in weights.iter().enumerate() {
            if weight >= step {
                sample.push((place, weight));
                continue;
            }
            next -= weight;
            if next < 0.0 {
                next += step;
                sample.push((place, step));
            }
        }
        samples.push(sample);
        size *= LARGER;
    }
    samples
}

impl Task<'_> {
    /// What is estimated at a point of the search.
    fn estimates(&self, point: &[f64]) -> Vec<f64> {
        let mut estimates = self.origin.clone();
        for (direction, at) in self.directions.iter().zip(point) {
            estimates.iter_mut().zip(&direction.along).for_each(|(sum, part)| *sum += at * part);
        }
        estimates
    }

    /// The point of the search at parameters.
    fn point(&self, params: &[f64]) -> Vec<f64> {
        let log = |(i, param): (usize, &f64)| if i < self.positive { libm::log(*param) } else { *param };
        let estimates = params.iter().enumerate().map(log);
        let mut rest: Vec<f64> = estimates.zip(&self.origin).map(|(estimate, origin)| estimate - origin).collect();
        let coordinate = |direction: &Direction| {
            let at = |values: &[f64]| values.get(direction.own).copied().unwrap_or(0.0);
            let value = (at(&rest) / at(&direction.along)).clamp(-EDGE, EDGE);
            rest.iter_mut().zip(&direction.along).for_each(|(rest, part)| *rest -= value * part);
            value
        };
        self.directions.iter().map(coordinate).collect()
    }

    /// The parameters that are estimated.
    fn params(&self, estimates: &[f64]) -> Vec<f64> {
        let param = |(i, &estimate): (usize, &f64)| if i < self.positive { libm::exp(estimate) } else { estimate };
        estimates.iter().enumerate().map(param).collect()
    }
}

/// The log-likelihood, less the penalty, by the coordinates of the search.
struct Searched<'a> {
    task: &'a Task<'a>,
    likelihood: &'a Likelihood<'a>,
    /// The penalty for all customers together.
    penalty: f64,
    enough: f64,
    /// The last point and what was found there: its Hessian is most often asked for next.
    last: RefCell<(Vec<f64>, Total)>,
}

impl Searched<'_> {
    fn compute(&self, point: &[f64]) -> Total {
        let estimates = self.task.estimates(point);
        let size = estimates.len();
        let mut total = Total::new(size);
        (self.likelihood)(&estimates, &mut total);
        if self.penalty > 0.0 {
            let own = total.slope.iter_mut().zip(total.bend.iter_mut().step_by(size + 1));
            for ((i, param), (slope, bend)) in self.task.params(&estimates).into_iter().enumerate().zip(own) {
                let square = self.penalty * param * param;
                total.value -= square;
                let (by_once, by_twice) = match i < self.task.positive {
                    true => (2.0 * square, 4.0 * square),
                    false => (2.0 * self.penalty * param, 2.0 * self.penalty),
                };
                *slope -= by_once;
                *bend -= by_twice;
            }
        }
        let directions = &self.task.directions;
        let mut bend = Vec::with_capacity(directions.len() * directions.len());
        for own in directions {
            let along: Vec<f64> = total.bend.chunks_exact(size.max(1)).map(|row| dot(row, &own.along)).collect();
            bend.extend(directions.iter().map(|other| dot(&other.along, &along)));
        }
        let slope = directions.iter().map(|own| dot(&own.along, &total.slope)).collect();
        Total { value: total.value, slope, bend }
    }

    fn look(&self, point: &[f64], use_it: &mut dyn FnMut(&Total)) {
        let mut last = self.last.borrow_mut();
        if last.0 != point {
            *last = (point.to_vec(), self.compute(point));
        }
        use_it(&last.1);
    }
}

impl Objective for Searched<'_> {
    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let mut value = f64::NAN;
        self.look(point, &mut |total| {
            gradient.iter_mut().zip(&total.slope).for_each(|(entry, slope)| *entry = *slope);
            value = total.value;
        });
        value
    }

    fn hessian(&self, point: &[f64], hessian: &mut [f64]) {
        self.look(point, &mut |total| hessian.iter_mut().zip(&total.bend).for_each(|(entry, bend)| *entry = *bend));
    }

    fn enough(&self) -> f64 {
        self.enough
    }
}

/// Fits.
pub(super) fn fit(task: &Task<'_>, options: &FitOptions) -> Result<Fitted> {
    let penalty = options.penalty.unwrap_or(0.0);
    if !(penalty >= 0.0 && penalty.is_finite()) {
        return Err(Error::invalid_option(format!("penalty is {}", number::text(penalty)))
            .with_help("Give 0 for none, or a small number such as 0.001."));
    }
    let asked = options.start.as_ref().map(|start| asked_start(task, start)).transpose()?;
    let edges = vec![(-EDGE, EDGE); task.directions.len()];
    let penalty = penalty * task.customers;
    let search = |likelihood: &Likelihood<'_>, enough: f64, start: &[f64]| {
        maximize(&Searched { task, likelihood, penalty, enough, last: RefCell::default() }, start, &edges)
    };
    let starts: Vec<Vec<f64>> = asked.iter().chain(&task.starts).map(|params| task.point(params)).collect();
    let best_of = |likelihood: &Likelihood<'_>, enough: f64| {
        let mut best: Option<Maximum> = None;
        for start in &starts {
            let found = search(likelihood, enough, start);
            if best.as_ref().is_none_or(|best| is_better(&found, best)) {
                best = Some(found);
            }
        }
        best
    };
    let mut near: Option<Maximum> = None;
    for likelihood in task.samples {
        let found = match near {
            None => best_of(likelihood, ENOUGH),
            Some(near) => Some(search(likelihood, ENOUGH, &near.point)),
        };
        // That a coefficient tends to no end in a sample says little.
        let of_coefficient = |found: &Maximum| limit(task, found).is_some_and(|(own, _)| own.own >= task.positive);
        near = found.filter(|found| !of_coefficient(found));
    }
    let best = near.map(|near| search(task.likelihood, 0.0, &near.point));
    let best = best.filter(|best| best.outcome != Outcome::Failed).or_else(|| best_of(task.likelihood, 0.0));
    let Some(best) = best else { return Err(Error::internal("a fit had no start")) };
    Ok(report(task, &best, penalty))
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

fn asked_start(task: &Task<'_>, start: &BTreeMap<String, f64>) -> Result<Vec<f64>> {
    let positive = task.names.get(..task.positive).unwrap_or_default();
    let help = || format!("Give a positive number for each of {}.", positive.join(", "));
    if let Some(name) = start.keys().find(|name| !task.names.contains(name)) {
        return Err(Error::invalid_option(format!("start has \"{name}\", which is no parameter")).with_help(help()));
    }
    let value = |(i, name): (usize, &String)| match start.get(name) {
        Some(&value) if value.is_finite() && (value > 0.0 || i >= task.positive) => Ok(value),
        None if i >= task.positive => Ok(0.0),
        _ => Err(Error::invalid_option(format!("start has no usable {name}")).with_help(help())),
    };
    task.names.iter().enumerate().map(value).collect()
}

fn report(task: &Task<'_>, at: &Maximum, penalty: f64) -> Fitted {
    let estimates = task.estimates(&at.point);
    let params = task.params(&estimates);
    let squares: f64 = params.iter().map(|param| param * param).sum();
    let log_likelihood = at.value + penalty * squares;
    let covariances = at.covariances().filter(|_| task.dependent.is_empty()).map(|inverse| {
        // Parameters move with the coordinates: positive ones by themselves times what their logarithms do.
        let moves = |(i, param): (usize, &f64)| -> Vec<f64> {
            let factor = if i < task.positive { *param } else { 1.0 };
            task.directions.iter().map(|own| factor * own.along.get(i).copied().unwrap_or(0.0)).collect()
        };
        let moves: Vec<Vec<f64>> = params.iter().enumerate().map(moves).collect();
        Covariances::moved(&inverse, &moves)
    });
    let converged = covariances.is_some();
    // Along a ridge that does not rise any more, rounding ends the search.
    let flat = !converged && at.outcome == Outcome::Failed && at.gradient_norm() <= 1e-6 * task.customers;
    // Far out it is a boundary, whatever the others do.
    let boundary = flat || at.outcome != Outcome::Failed || at.point.iter().any(|at| at.abs() >= 0.75 * EDGE);
    let message = match limit(task, at).filter(|_| boundary && at.outcome != Outcome::Converged) {
        _ if converged => "converged".to_owned(),
        Some((Direction { label, own, .. }, upper)) => {
            let is_log = *own < task.positive;
            let end = match upper {
                true => "infinity",
                false if is_log => "zero",
                false => "minus infinity",
            };
            let meaning = if is_log { (task.meaning)(*own, upper) } else { EXTREME };
            format!("boundary: {label} tends to {end}: {meaning}. The estimates only stand for that limit.")
        }
        None if at.outcome == Outcome::Converged => format!(
            "boundary: {} cannot be told from the other covariates or from a constant, and was left at 0.",
            task.dependent.join(", ")
        ),
        None if flat => {
            "boundary: the likelihood is flat around these estimates, so the data do not determine all parameters."
                .to_owned()
        }
        None => "not converged: the search found no maximum. The estimates are the best that it came by.".to_owned(),
    };
    let fit = FitReport {
        converged,
        boundary: boundary && !converged,
        gradient_norm: at.gradient_norm(),
        iterations: at.iterations,
        observations: task.customers,
        distinct_patterns: task.patterns,
        message,
    };
    Fitted { params, estimates: Estimates { covariances, log_likelihood: Some(log_likelihood), fit: Some(fit) } }
}

/// The coordinate that is farthest out, if any is far out, and whether it is so upwards: a coefficient, which draws others along,
/// or else a mean before others.
fn limit<'a>(task: &'a Task<'_>, at: &Maximum) -> Option<(&'a Direction, bool)> {
    let far = task.directions.iter().zip(&at.point).filter(|(_, at)| at.abs() > 0.5 * EDGE);
    let rank = |(direction, at): &(&Direction, &f64)| match direction.own < task.positive {
        true if direction.is_mean => at.abs() + EDGE,
        true => at.abs(),
        false => at.abs() + 2.0 * EDGE,
    };
    let first = far.max_by(|a, b| rank(a).total_cmp(&rank(b)))?;
    Some((first.0, *first.1 > 0.0))
}

const EXTREME: &str = "the data put no bound to the effect of this covariate";
