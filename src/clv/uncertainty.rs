//! How far values may be off because parameters were estimated: the delta method.
//!
//! Source: Oehlert (1992), "A Note on the Delta Method", *The American Statistician* 46(1). The variance of a function of the
//! estimates is g' C g, g being its gradient and C their covariances. With C = L L' (Cholesky) it is the sum of the squared
//! derivatives along the columns of L, which are of the size of standard errors, so that one small share of each is a good
//! step for a central difference whatever the units are. Parameters move by their logarithms, so that they stay positive.

use super::estimates::Covariances;
use super::model::PurchaseModel;
use super::spend::SpendModel;
use crate::error::{Error, Result};

/// The share of a standard deviation that a central difference goes up and down.
const STEP: f64 = 1e-3;

/// The standard deviation of a function, from its values up and down along each column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Variance(f64);

impl Variance {
    pub(super) fn add(&mut self, up: f64, down: f64) {
        let slope = (up - down) / (2.0 * STEP);
        self.0 += slope * slope;
    }

    pub(super) fn root(self) -> f64 {
        libm::sqrt(self.0)
    }
}

/// By how much the parameters move along each column: the logarithms of the first few, which these are, and the rest as they are.
fn columns(covariances: Option<&Covariances>, positive: &[f64], of: &str) -> Result<Vec<Vec<f64>>> {
    let Some(factor) = covariances.and_then(Covariances::factor) else {
        return Err(Error::invalid_option(format!("confidence is given, but the model of {of} has no covariances"))
            .with_help("Use a model whose fit converged, or give a model of known parameters their covariances."));
    };
    let scaled = |(i, part): (usize, f64)| STEP * part / positive.get(i).copied().unwrap_or(1.0);
    Ok(factor.into_iter().map(|column| column.into_iter().enumerate().map(scaled).collect()).collect())
}

/// The model with its parameters moved up and down by a step along each column.
pub(super) fn purchases_moved(model: &PurchaseModel) -> Result<Vec<[PurchaseModel; 2]>> {
    let columns = columns(model.estimates().covariances.as_ref(), &model.params(), "purchases")?;
    Ok(columns.iter().map(|by| [model.moved(by), model.moved(&negative(by))]).collect())
}

/// The same for a model of spend.
pub(super) fn spend_moved(model: &SpendModel) -> Result<Vec<[SpendModel; 2]>> {
    let params = model.params();
    let columns = columns(model.estimates().covariances.as_ref(), &[params.p, params.q, params.v], "spend")?;
    Ok(columns.iter().map(|by| [model.moved(by), model.moved(&negative(by))]).collect())
}

fn negative(by: &[f64]) -> Vec<f64> {
    by.iter().map(|part| -part).collect()
}

/// The interval around a value whose logarithm has this standard deviation, `z` of them to each side.
pub(super) fn interval(value: f64, deviation: f64, z: f64) -> [f64; 2] {
    let factor = libm::exp(z * deviation);
    let (near, far) = (value / factor, value * factor);
    if value < 0.0 { [far, near] } else { [near, far] }
}
