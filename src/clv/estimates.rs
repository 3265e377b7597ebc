//! Estimated parameters: their names and values as they come from outside, and their covariances.

use crate::error::{Error, Result, quoted};
use crate::fit::FitReport;
use std::collections::BTreeMap;

/// The covariances of parameters, row by row. They are known to be symmetric and no less than positive semidefinite.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Covariances {
    rows: Vec<Vec<f64>>,
}

impl Covariances {
    /// From those of other variables, row by row: each row of `moves` holds how much a parameter moves with each of them.
    pub(super) fn moved(of: &[f64], moves: &[Vec<f64>]) -> Covariances {
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let entry = |left: &Vec<f64>, right: &Vec<f64>| {
            dot(left, &of.chunks_exact(right.len().max(1)).map(|row| dot(row, right)).collect::<Vec<_>>())
        };
        // Below the diagonal what is above it, to the bit.
        let row = |i: usize| {
            let ordered = |j: usize| (moves.get(i.min(j)), moves.get(i.max(j)));
            (0..moves.len()).map(|j| if let (Some(a), Some(b)) = ordered(j) { entry(a, b) } else { 0.0 }).collect()
        };
        Covariances { rows: (0..moves.len()).map(row).collect() }
    }

    /// From outside.
    pub(super) fn checked(rows: Vec<Vec<f64>>, size: usize) -> Result<Covariances> {
        let fault = |what: &str| {
            Err(Error::invalid_option(format!("the covariances {what}")).with_help(format!(
                "Give {size} rows of {size} numbers, in the order of the parameters, as a fitted model has them."
            )))
        };
        if rows.len() != size || rows.iter().any(|row| row.len() != size) {
            return fault("do not have a row and a column for each parameter");
        }
        if rows.iter().flatten().any(|entry| !entry.is_finite()) {
            return fault("have an entry that is not a finite number");
        }
        let at = |i: usize, j: usize| rows.get(i).and_then(|row| row.get(j)).copied().unwrap_or(f64::NAN);
        for i in 0..size {
            for j in 0..i {
                let scale = libm::sqrt((at(i, i) * at(j, j)).abs());
                if (at(i, j) - at(j, i)).abs() > 1e-9 * scale {
                    return fault("are not symmetric");
                }
                if at(i, j).abs() > (1.0 + 1e-9) * scale {
                    return fault("are greater than the variances allow");
                }
            }
        }
        let covariances = Covariances { rows };
        match covariances.factor() {
            Some(_) => Ok(covariances),
            None => fault("are not those of anything: the matrix is not positive semidefinite"),
        }
    }

    pub(super) fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }

    pub(super) fn standard_errors(&self) -> Vec<f64> {
        let diagonal = |(i, row): (usize, &Vec<f64>)| row.get(i).map_or(f64::NAN, |variance| libm::sqrt(*variance));
        self.rows.iter().enumerate().map(diagonal).collect()
    }

    /// Vectors whose products with themselves add up to the covariances (Cholesky): independent ways in which the
    /// parameters may be off, each by one standard deviation. None unless the matrix is positive semidefinite.
    pub(super) fn factor(&self) -> Option<Vec<Vec<f64>>> {
        let mut rest = self.rows.clone();
        let mut factor = Vec::with_capacity(rest.len());
        for pivot in 0..rest.len() {
            let whole = *self.rows.get(pivot)?.get(pivot)?;
            let row = rest.get(pivot)?.clone();
            let own = *row.get(pivot)?;
            if own < -1e-9 * whole.abs() {
                return None;
            }
            // What rounding has left of a dependent parameter is nothing.
            let scale = if own > 1e-13 * whole.abs() { 1.0 / libm::sqrt(own) } else { 0.0 };
            let part: Vec<f64> =
                row.iter().enumerate().map(|(j, entry)| if j < pivot { 0.0 } else { entry * scale }).collect();
            for (line, left) in rest.iter_mut().zip(&part) {
                line.iter_mut().zip(&part).for_each(|(entry, right)| *entry -= left * right);
            }
            factor.push(part);
        }
        Some(factor)
    }
}

/// What is known of parameters besides their values.
#[derive(Clone, Debug, Default)]
pub(super) struct Estimates {
    pub(super) covariances: Option<Covariances>,
    /// Of a fit: the log-likelihood, without the penalty, and how the fit went.
    pub(super) log_likelihood: Option<f64>,
    pub(super) fit: Option<FitReport>,
}

impl Estimates {
    /// Akaike's information criterion, 2 k - 2 LL.
    pub(super) fn aic(&self, parameters: usize) -> Option<f64> {
        self.log_likelihood.map(|value| 2.0 * (parameters as f64 - value))
    }

    /// The Bayesian information criterion, k ln(customers) - 2 LL.
    pub(super) fn bic(&self, parameters: usize) -> Option<f64> {
        let customers = self.fit.as_ref()?.observations;
        self.log_likelihood.map(|value| parameters as f64 * libm::log(customers) - 2.0 * value)
    }
}

/// An error about the parameters of a model.
pub(super) fn parameter_error(message: String, model: &str, names: &[&str]) -> Error {
    Error::invalid_option(message)
        .with_help(format!("The parameters of {model} are {}, all positive.", names.join(", ")))
}

/// The positive parameters of a model by name. Others there may be as far as `known` allows.
pub(super) fn named(
    values: &BTreeMap<String, f64>,
    model: &str,
    names: &[&str],
    known: &dyn Fn(&str) -> bool,
) -> Result<Vec<f64>> {
    if let Some(name) = values.keys().find(|name| !names.contains(&name.as_str()) && !known(name)) {
        return Err(parameter_error(format!("{model} has no parameter {}", quoted(name)), model, names));
    }
    let value = |&name: &&str| match values.get(name) {
        Some(&value) => Ok(value),
        None => Err(parameter_error(format!("the parameter {name} is missing"), model, names)),
    };
    names.iter().map(value).collect()
}

/// Checks that parameters can be those of a model.
pub(super) fn check_positive(values: &[f64], model: &str, names: &[&str]) -> Result<()> {
    match names.iter().zip(values).find(|(_, value)| !(**value > 0.0 && value.is_finite())) {
        None => Ok(()),
        Some((name, _)) => Err(parameter_error(format!("{name} is not a positive number"), model, names)),
    }
}
