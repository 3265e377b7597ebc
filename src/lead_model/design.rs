//! The terms that weights are learned for, and the penalised likelihood of a logistic regression over them.
//!
//! With p = 1 / (1 + exp(-(b0 + w'x))) the fit is the maximum of sum of y ln p + (1 - y) ln(1 - p) - lambda/2 w'w, the intercept
//! b0 free: Hoerl & Kennard's ridge as le Cessie & van Houwelingen (1992), "Ridge Estimators in Logistic Regression", *Applied
//! Statistics* 41, have it; scikit-learn's `LogisticRegression(C = 1 / lambda)`. The x are standardised numbers and indicators of
//! levels, of which a row has few, so that only these are visited.
//!
//! Of bins the penalty is on the differences of neighbours, and a tenth of it on the weights themselves: Eilers & Marx (1996),
//! "Flexible Smoothing with B-splines and Penalties", *Statistical Science* 11, with splines of degree 0.

use super::feature::{Codes, Encoded, Feature, FeatureKind, UNSEEN};
use super::many::MANY;
use crate::stats::optimize::{Objective, maximize};

/// Where the terms of each feature stand among the weights, after the intercept at place 0.
pub(super) struct Layout {
    places: Vec<Place>,
    size: usize,
}

struct Place {
    /// Of the linear term, if there is one.
    slope: Option<usize>,
    /// Of the first level.
    levels: usize,
    /// Whether the first level, being the only bin, has no term: all numbers are in it.
    single: bool,
    count: usize,
}

impl Layout {
    pub(super) fn new(features: &[Feature]) -> Layout {
        let mut size = 1;
        let mut places = Vec::with_capacity(features.len());
        for feature in features {
            let is_number = feature.kind != FeatureKind::Category;
            let slope = is_number.then_some(size);
            size += usize::from(is_number);
            let count = feature.level_count();
            places.push(Place { slope, levels: size, single: is_number && feature.cuts.is_empty(), count });
            size += count;
        }
        Layout { places, size }
    }

    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The weights of each feature: its slope, and those of its levels.
    pub(super) fn split<'a>(&self, weights: &'a [f64]) -> impl Iterator<Item = (f64, &'a [f64])> {
        self.places.iter().map(move |place| {
            let slope = place.slope.and_then(|slope| weights.get(slope)).copied().unwrap_or(0.0);
            (slope, weights.get(place.levels..place.levels + place.count).unwrap_or_default())
        })
    }

    /// Calls `add` with what is penalised: the square of a weight, or of its difference from that of the next bin, and with
    /// which share of the penalty.
    pub(super) fn penalties(&self, mut add: impl FnMut(usize, Option<usize>, f64)) {
        for place in &self.places {
            if let Some(slope) = place.slope {
                add(slope, None, 1.0);
            }
            let bins = if place.slope.is_some() { place.count - 1 } else { 0 };
            for level in 0..place.count {
                add(place.levels + level, None, if level < bins && !place.single { BIN } else { 1.0 });
                if level + 1 < bins {
                    add(place.levels + level, Some(place.levels + level + 1), 1.0);
                }
            }
        }
    }

    /// The terms of a row that are not 0.
    pub(super) fn terms(&self, encoded: &Encoded, row: u32, terms: &mut Vec<(usize, f64)>) {
        terms.clear();
        terms.push((0, 1.0));
        for (place, Codes { codes, numbers }) in self.places.iter().zip(&encoded.columns) {
            if let (Some(slope), Some(&number)) = (place.slope, numbers.get(row as usize))
                && number != 0.0
            {
                terms.push((slope, number));
            }
            let code = codes.get(row as usize).copied().unwrap_or(UNSEEN);
            if code >= i32::from(place.single) {
                terms.push((place.levels + code as usize, 1.0));
            }
        }
    }
}

/// The share of the penalty that is on the weights of bins by themselves; the rest of what holds them is on their differences.
const BIN: f64 = 0.1;

/// The rows to fit, and how.
pub(super) struct Logistic<'a> {
    pub(super) layout: &'a Layout,
    pub(super) encoded: &'a Encoded,
    pub(super) rows: &'a [u32],
    pub(super) outcome: &'a [u8],
    pub(super) penalty: f64,
    /// An increase of the likelihood that is not worth a step.
    pub(super) enough: f64,
}

impl Logistic<'_> {
    /// The weights of the maximum, the intercept first.
    pub(super) fn fit(&self, start: &[f64]) -> Vec<f64> {
        let size = self.layout.size();
        if size >= MANY {
            return self.climb(start);
        }
        // Far out enough never to be reached but where nothing holds the intercept.
        maximize(self, start, &vec![(-1e6, 1e6); size]).point
    }

    fn is_positive(&self, row: u32) -> bool {
        self.outcome.get(row as usize) == Some(&1)
    }
}

impl Objective for Logistic<'_> {
    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let mut terms = Vec::new();
        let mut value = 0.0;
        for &row in self.rows {
            self.layout.terms(self.encoded, row, &mut terms);
            let odds = log_odds(point, &terms);
            let is_positive = self.is_positive(row);
            let tail = libm::exp(-odds.abs());
            value -= libm::log1p(tail) + if (odds > 0.0) == is_positive { 0.0 } else { odds.abs() };
            let probability = if odds > 0.0 { 1.0 / (1.0 + tail) } else { tail / (1.0 + tail) };
            let rest = f64::from(u8::from(is_positive)) - probability;
            for &(term, x) in &terms {
                if let Some(slope) = gradient.get_mut(term) {
                    *slope += rest * x;
                }
            }
        }
        self.layout.penalties(|term, neighbour, share| {
            let at = |term: usize| point.get(term).copied().unwrap_or(0.0);
            let (penalty, difference) = (self.penalty * share, at(term) - neighbour.map_or(0.0, at));
            value -= 0.5 * penalty * difference * difference;
            for (term, sign) in [(Some(term), 1.0), (neighbour, -1.0)] {
                if let Some(slope) = term.and_then(|term| gradient.get_mut(term)) {
                    *slope -= sign * penalty * difference;
                }
            }
        });
        value
    }

    fn hessian(&self, point: &[f64], hessian: &mut [f64]) {
        hessian.fill(0.0);
        let size = point.len();
        let mut terms = Vec::new();
        for &row in self.rows {
            self.layout.terms(self.encoded, row, &mut terms);
            let tail = libm::exp(-log_odds(point, &terms).abs());
            let variance = tail / ((1.0 + tail) * (1.0 + tail));
            for (place, &(term, x)) in terms.iter().enumerate() {
                let Some(line) = hessian.get_mut(term * size..(term + 1) * size) else { continue };
                let factor = -variance * x;
                for &(other, y) in terms.get(place..).unwrap_or_default() {
                    if let Some(entry) = line.get_mut(other) {
                        *entry += factor * y;
                    }
                }
            }
        }
        self.layout.penalties(|term, neighbour, share| {
            let mut subtract = |row: usize, column: usize, sign: f64| {
                if let Some(entry) = hessian.get_mut(row * size + column) {
                    *entry -= sign * share * self.penalty;
                }
            };
            subtract(term, term, 1.0);
            if let Some(neighbour) = neighbour {
                subtract(neighbour, neighbour, 1.0);
                subtract(term, neighbour, -1.0);
            }
        });
        for term in 0..size {
            for other in 0..term {
                let above = hessian.get(other * size + term).copied().unwrap_or(0.0);
                if let Some(below) = hessian.get_mut(term * size + other) {
                    *below = above;
                }
            }
        }
    }

    fn enough(&self) -> f64 {
        self.enough
    }
}

pub(super) fn log_odds(point: &[f64], terms: &[(usize, f64)]) -> f64 {
    terms.iter().map(|&(term, x)| point.get(term).copied().unwrap_or(0.0) * x).sum()
}
