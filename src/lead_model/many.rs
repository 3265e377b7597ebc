//! The maximum of a logistic regression with many weights.
//!
//! Newton's method takes time with the cube of the number of weights, as it solves the system of the Hessian by elimination. Here
//! conjugate gradients solve it, nearly, by products of the Hessian with vectors, which take time with the number of terms that
//! are not 0: Nocedal & Wright, *Numerical Optimization*, 2nd ed., algorithms 5.3, scaled by the diagonal, and 7.1.

use super::design::{Logistic, log_odds};
use crate::stats::optimize::Objective;

/// From so many weights on, conjugate gradients are faster.
pub(super) const MANY: usize = 250;
const MOST_STEPS: u32 = 100;
const MOST_HALVINGS: u32 = 40;
const MOST_DIRECTIONS: u32 = 500;
/// The share of the square of the gradient that may be left when a system counts as solved.
const LEFT: f64 = 1e-6;
/// The share of the promised increase that a step has to bring.
const ARMIJO: f64 = 1e-4;
/// An increase by less than this share of the value is lost in rounding.
const ROUNDING: f64 = 1e-13;

impl Logistic<'_> {
    /// The weights of the maximum.
    pub(super) fn climb(&self, start: &[f64]) -> Vec<f64> {
        let mut point = start.to_vec();
        let mut gradient = vec![0.0; point.len()];
        let mut value = self.gradient(&point, &mut gradient);
        for _ in 0..MOST_STEPS {
            let mut step = self.newton_step(&point, &gradient);
            let mut promised = product(&step, &gradient);
            let least = self.enough().max(ROUNDING * value.abs());
            let is_last = promised <= least;
            let mut next = None;
            for _ in 0..if is_last { 1 } else { MOST_HALVINGS } {
                let there: Vec<f64> = point.iter().zip(&step).map(|(at, part)| at + part).collect();
                let mut slopes = vec![0.0; point.len()];
                let reached = self.gradient(&there, &mut slopes);
                if reached >= value + ARMIJO * promised {
                    next = Some((there, slopes, reached));
                    break;
                }
                step.iter_mut().for_each(|part| *part *= 0.5);
                promised *= 0.5;
            }
            let Some(found) = next else { break };
            (point, gradient, value) = found;
            if is_last {
                break;
            }
        }
        point
    }

    /// Minus the inverse of the Hessian times the gradient, nearly.
    fn newton_step(&self, point: &[f64], gradient: &[f64]) -> Vec<f64> {
        let (variances, diagonal) = self.curvature(point);
        let scaled = |rest: &[f64]| -> Vec<f64> {
            let scaled = rest.iter().zip(&diagonal);
            scaled.map(|(part, &curvature)| if curvature > 0.0 { part / curvature } else { *part }).collect()
        };
        let mut step = vec![0.0; point.len()];
        let mut rest = gradient.to_vec();
        let mut direction = scaled(&rest);
        let mut size = product(&rest, &direction);
        let solved = LEFT * size;
        for _ in 0..MOST_DIRECTIONS {
            let curved = self.times_curvature(&variances, &direction);
            let along = product(&direction, &curved);
            if !(along > 0.0 && size > solved) {
                break;
            }
            let length = size / along;
            add(&mut step, length, &direction);
            add(&mut rest, -length, &curved);
            let next = scaled(&rest);
            let new_size = product(&rest, &next);
            let keep = new_size / size;
            direction.iter_mut().zip(next).for_each(|(part, next)| *part = next + keep * *part);
            size = new_size;
        }
        step
    }

    /// The variance of each row's outcome, and the diagonal of minus the Hessian.
    fn curvature(&self, point: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut diagonal = vec![0.0; point.len()];
        let mut terms = Vec::new();
        let mut variance = |&row: &u32| {
            self.layout.terms(self.encoded, row, &mut terms);
            let tail = libm::exp(-log_odds(point, &terms).abs());
            let variance = tail / ((1.0 + tail) * (1.0 + tail));
            terms.iter().for_each(|&(term, x)| add_at(&mut diagonal, term, variance * x * x));
            variance
        };
        let variances = self.rows.iter().map(&mut variance).collect();
        self.layout.penalties(|term, neighbour, share| {
            add_at(&mut diagonal, term, self.penalty * share);
            if let Some(neighbour) = neighbour {
                add_at(&mut diagonal, neighbour, self.penalty * share);
            }
        });
        (variances, diagonal)
    }

    /// Minus the Hessian times a vector.
    fn times_curvature(&self, variances: &[f64], vector: &[f64]) -> Vec<f64> {
        let mut curved = vec![0.0; vector.len()];
        let mut terms = Vec::new();
        for (&row, variance) in self.rows.iter().zip(variances) {
            self.layout.terms(self.encoded, row, &mut terms);
            let along = variance * log_odds(vector, &terms);
            terms.iter().for_each(|&(term, x)| add_at(&mut curved, term, along * x));
        }
        self.layout.penalties(|term, neighbour, share| {
            let at = |term: usize| vector.get(term).copied().unwrap_or(0.0);
            let pull = self.penalty * share * (at(term) - neighbour.map_or(0.0, at));
            add_at(&mut curved, term, pull);
            if let Some(neighbour) = neighbour {
                add_at(&mut curved, neighbour, -pull);
            }
        });
        curved
    }
}

fn product(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn add(to: &mut [f64], factor: f64, other: &[f64]) {
    to.iter_mut().zip(other).for_each(|(part, other)| *part += factor * other);
}

fn add_at(to: &mut [f64], place: usize, amount: f64) {
    if let Some(part) = to.get_mut(place) {
        *part += amount;
    }
}
