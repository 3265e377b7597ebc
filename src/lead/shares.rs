//! How much each criterion counts, exactly.
//!
//! A score is a mean of means, and a lead that has 75 is not to have 74.99999999999999. So what a criterion adds is counted in
//! whole units of 2^-56 points, of which a score has at most 100 · 2^56 < 2^63. The sum is exact and rounded once; each term is
//! off by a unit at most, a thousandth of the last digit of a score from 64 on. So a mean that is a short number comes out as
//! that number; one that lies almost half way between two numbers may be rounded to the farther one.
//!
//! Which criteria are present decides how much each counts. There are few such patterns in a table, and the terms of all values
//! of a pattern are computed once.

use super::card::{Dimension, Scorecard};
use crate::stats::double::Double;

/// Units in a point.
const UNITS: f64 = (1_u64 << 56) as f64;

/// What shares are counted in: so many to 1.
const SHARE: f64 = (1_u64 << 63) as f64;

/// What a value adds, in units: to its dimension, and to the score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) dimension: i64,
    pub(super) score: i64,
}

/// A number of units as points: the nearest number.
pub(super) fn points(units: i64) -> f64 {
    units as f64 / UNITS
}

/// The number of units of a score, which is a whole one.
pub(super) fn units(score: f64) -> i64 {
    (score * UNITS) as i64
}

/// The weights of a card as whole numbers, if they are decimals of few places: then one tenth is one tenth.
pub(super) struct Weights {
    dimensions: Vec<f64>,
    /// For each criterion its dimension and its weight there.
    criteria: Vec<(usize, f64)>,
}

impl Weights {
    pub(super) fn of(card: &Scorecard) -> Weights {
        let whole = |dimension: &Dimension| {
            whole(dimension.criteria.iter().map(|criterion| criterion.weight.unwrap_or(1.0)).collect())
        };
        let criteria = card.dimensions.iter().enumerate();
        Weights {
            dimensions: self::whole(card.dimensions.iter().map(|dimension| dimension.weight).collect()),
            criteria: criteria
                .flat_map(|(at, dimension)| whole(dimension).into_iter().map(move |weight| (at, weight)))
                .collect(),
        }
    }

    /// How much each criterion counts when those are present whose bits are set.
    pub(super) fn shares(&self, present: u64) -> Shares {
        let is_present = |criterion: usize| present >> criterion & 1 == 1;
        let mut within = vec![0.0; self.dimensions.len()];
        for (criterion, &(dimension, weight)) in self.criteria.iter().enumerate() {
            if let (true, Some(sum)) = (is_present(criterion), within.get_mut(dimension)) {
                *sum += weight;
            }
        }
        let known = |dimension: usize| within.get(dimension).is_some_and(|&sum| sum > 0.0);
        let all: f64 = self.dimensions.iter().enumerate().filter(|&(at, _)| known(at)).map(|(_, &weight)| weight).sum();
        let share = |(criterion, &(dimension, weight)): (usize, &(usize, f64))| {
            if !is_present(criterion) || !known(dimension) {
                return [0, 0];
            }
            let of = |part: f64, whole: f64| Double::sum(part, 0.0).over(Double::sum(whole, 0.0));
            let own = of(weight, within.get(dimension).copied().unwrap_or(1.0));
            let counts = self.dimensions.get(dimension).copied().unwrap_or(0.0);
            [own.units(SHARE), if all > 0.0 { of(counts, all).times(own).units(SHARE) } else { 0 }]
        };
        Shares {
            criteria: self.criteria.iter().enumerate().map(share).collect(),
            known: (0..within.len()).map(|dimension| u64::from(known(dimension)) << dimension).sum(),
            is_scored: all > 0.0,
        }
    }
}

/// How much a criterion counts: of its dimension, and of the score, in units of 2^-63.
pub(super) type Share = [u64; 2];

/// How much each criterion counts.
pub(super) struct Shares {
    /// By criterion.
    pub(super) criteria: Vec<Share>,
    /// The dimensions of which something is known, as bits.
    pub(super) known: u64,
    /// Whether anything is known that counts.
    pub(super) is_scored: bool,
}

impl Shares {
    /// What so many points in a criterion add.
    pub(super) fn term(&self, criterion: usize, points: f64) -> Term {
        Term::of(self.criteria.get(criterion).copied().unwrap_or_default(), points)
    }
}

impl Term {
    /// What so many points add by these shares of a dimension and of the score.
    #[inline]
    pub(super) fn of([dimension, score]: Share, points: f64) -> Term {
        let points = (points * UNITS) as u64;
        Term { dimension: part(dimension, points), score: part(score, points) }
    }
}

/// Half of the upper word of a product, which is what a share of 2^-63 takes of a number of units, rounded.
#[inline]
fn part(share: u64, units: u64) -> i64 {
    // WebAssembly has no multiplication that keeps the upper word.
    const HALF: u64 = u32::MAX as u64;
    let (a, b) = (share >> 32, share & HALF);
    let (c, d) = (units >> 32, units & HALF);
    let low = b * d;
    let middle = a * d + (low >> 32);
    let other = b * c + (middle & HALF);
    let upper = a * c + (middle >> 32) + (other >> 32);
    let lower = other << 32 | low & HALF;
    (upper << 1 | lower >> 63) as i64 + (lower >> 62 & 1) as i64
}

/// Weights multiplied by the power of 10 that makes whole numbers of them, if a small one does.
fn whole(weights: Vec<f64>) -> Vec<f64> {
    for power in [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6] {
        let scaled: Vec<f64> = weights.iter().map(|weight| (weight * power).round()).collect();
        if scaled.iter().zip(&weights).all(|(whole, weight)| whole / power == *weight) {
            return scaled;
        }
    }
    weights
}

/// The terms of a score as numbers that add up to it exactly, in any order: they are multiples of the last digit of the score, so
/// that no partial sum is rounded. What is left to hand out goes to those that lost most by being cut.
pub(super) fn contributions(terms: &[i64]) -> Vec<f64> {
    let total: i64 = terms.iter().sum();
    let score = total as f64;
    // The place of the last digit: units below it are what rounding the total took off or added.
    let digits = 64 - (score as u64).leading_zeros();
    let step = 1_i64 << digits.saturating_sub(53);
    let mut left = (score as i64 - terms.iter().map(|term| term / step * step).sum::<i64>()) / step;
    let mut cut: Vec<i64> = terms.iter().map(|term| term / step * step).collect();
    while left > 0 {
        let lost = |place: &usize| terms.get(*place).zip(cut.get(*place)).map_or(i64::MIN, |(term, cut)| term - cut);
        // The first of those that lost most.
        let most = (0..cut.len()).rev().max_by_key(lost);
        match most.and_then(|place| cut.get_mut(place)) {
            Some(term) => *term += step,
            None => break,
        }
        left -= 1;
    }
    cut.into_iter().map(points).collect()
}
