//! BG/BB: at each of a number of opportunities customers buy with a chance of their own, beta-distributed over customers
//! (alpha, beta), and before each they leave for good with a chance of their own, beta-distributed too (gamma, delta).
//!
//! Source: Fader, Hardie & Shang (2010), "Customer-Base Analysis in a Discrete-Time Noncontractual Setting", *Marketing
//! Science* 29(6). With n opportunities, x purchases and the last of them at t_x, the likelihood of a history is
//!
//! B(alpha + x, beta + n - x) B(gamma, delta + n) + sum over i from 0 to n - t_x - 1 of
//! B(alpha + x, beta + t_x - x + i) B(gamma + 1, delta + t_x + i), over B(alpha, beta) B(gamma, delta).
//!
//! The terms of the sum fall, and are products of quotients of the parameters, so that nothing over- or underflows.

use super::histories::{History, Pattern};
use super::jet::Jet;
use super::process::{Process, PurchaseModelKind};
use crate::stats::special::{
    digamma_difference, hypergeometric_1, ln_beta_ratio, ln_gamma_difference, trigamma_difference,
};

/// The parameters.
pub(super) struct BetaBinomial {
    pub(super) alpha: f64,
    pub(super) beta: f64,
    pub(super) gamma: f64,
    pub(super) delta: f64,
}

/// ln B(a + by_a, b + by_b) - ln B(a, b), with its derivatives by a and b: the slopes and [aa, ab, bb].
fn beta_ratio(a: f64, b: f64, by_a: f64, by_b: f64) -> (f64, [f64; 2], [f64; 3]) {
    let both = by_a + by_b;
    let value = ln_gamma_difference(a, by_a) + ln_gamma_difference(b, by_b) - ln_gamma_difference(a + b, both);
    let all = digamma_difference(a + b, both);
    let all2 = trigamma_difference(a + b, both);
    let slope = [digamma_difference(a, by_a) - all, digamma_difference(b, by_b) - all];
    (value, slope, [trigamma_difference(a, by_a) - all2, -all2, trigamma_difference(b, by_b) - all2])
}

impl BetaBinomial {
    /// ln(B(alpha + x, beta + failures) / B(alpha, beta) B(gamma + left, delta + stays) / B(gamma, delta)).
    fn term(&self, x: f64, failures: f64, left: f64, stays: f64) -> Jet {
        let (bought, [by_alpha, by_beta], [aa, ab, bb]) = beta_ratio(self.alpha, self.beta, x, failures);
        let (stayed, [by_gamma, by_delta], [gg, gd, dd]) = beta_ratio(self.gamma, self.delta, left, stays);
        Jet {
            value: bought + stayed,
            slope: [by_alpha, by_beta, by_gamma, by_delta],
            bend: [[aa, ab, 0.0, 0.0], [ab, bb, 0.0, 0.0], [0.0, 0.0, gg, gd], [0.0, 0.0, gd, dd]],
        }
    }

    /// The logarithm of the sum over when a customer may have left; there is one opportunity at least after the last purchase.
    fn left(&self, history: &History) -> Jet {
        let History { frequency: x, recency, t } = *history;
        let mut jet = self.term(x, recency - x, 1.0, recency);
        // What each term is to the first, and the sums of the derivatives of its logarithm.
        let mut share = 1.0;
        let (mut slope, mut bend) = ([0.0; 4], [0.0; 6]);
        let (mut total, mut slopes, mut bends) = (0.0, [0.0; 4], [[0.0; 4]; 4]);
        let mut i = 0.0;
        while recency + i < t {
            total += share;
            let [aa, ab, bb, gg, gd, dd] = bend;
            let own = [[aa, ab, 0.0, 0.0], [ab, bb, 0.0, 0.0], [0.0, 0.0, gg, gd], [0.0, 0.0, gd, dd]];
            for ((sum, row), (left, own)) in slopes.iter_mut().zip(bends.iter_mut()).zip(slope.into_iter().zip(own)) {
                *sum += share * left;
                let right = slope.into_iter().zip(own);
                row.iter_mut().zip(right).for_each(|(entry, (right, own))| *entry += share * (left * right + own));
            }
            let (fails, all) = (1.0 / (self.beta + recency - x + i), 1.0 / (self.alpha + self.beta + recency + i));
            let (stays, whole) =
                (1.0 / (self.delta + recency + i), 1.0 / (self.gamma + self.delta + 1.0 + recency + i));
            share *= all / fails * (whole / stays);
            let steps = [-all, fails - all, -whole, stays - whole];
            slope.iter_mut().zip(steps).for_each(|(sum, step)| *sum += step);
            let (all2, whole2) = (all * all, whole * whole);
            let steps = [all2, all2, all2 - fails * fails, whole2, whole2, whole2 - stays * stays];
            bend.iter_mut().zip(steps).for_each(|(sum, step)| *sum += step);
            i += 1.0;
            if share < 1e-18 * total {
                break;
            }
        }
        jet.value += libm::log(total);
        let means = slopes.map(|sum| sum / total);
        jet.slope.iter_mut().zip(means).for_each(|(entry, mean)| *entry += mean);
        for ((row, sums), left) in jet.bend.iter_mut().zip(bends).zip(means) {
            for ((entry, sum), right) in row.iter_mut().zip(sums).zip(means) {
                *entry += sum / total - left * right;
            }
        }
        jet
    }

    /// The likelihood of still being there after all opportunities, and the log-odds of having left before the last.
    fn stayed(&self, history: &History) -> (Jet, Option<Jet>) {
        let History { frequency, recency, t } = *history;
        let stayed = self.term(frequency, t - frequency, 0.0, t);
        let odds = (recency < t).then(|| {
            let mut odds = self.left(history);
            odds.add(-1.0, &stayed);
            odds
        });
        (stayed, odds)
    }
}

/// So many opportunities are added up one by one.
const ONE_BY_ONE: f64 = 4096.0;

impl Process for BetaBinomial {
    fn add_log_likelihood(&self, run: &[Pattern], sum: &mut Jet) {
        for pattern in run {
            let (mut own, odds) = self.stayed(&pattern.history);
            if let Some(odds) = odds {
                own.add_ln_1_plus_exp(&odds);
            }
            sum.add(pattern.weight, &own);
        }
    }

    fn left_log_odds(&self, history: &History) -> f64 {
        self.stayed(history).1.map_or(f64::NEG_INFINITY, |odds| odds.value)
    }

    fn after(&self, history: &History) -> (PurchaseModelKind, [f64; 4]) {
        let History { frequency, t, .. } = *history;
        let params = [self.alpha + frequency, self.beta + t - frequency, self.gamma, self.delta + t];
        (PurchaseModelKind::BgBb, params)
    }

    /// P(alive) is that of not having left before the next opportunity, as in the source.
    fn first_stay(&self) -> f64 {
        self.delta / (self.gamma + self.delta)
    }

    fn expected_new(&self, t: f64) -> f64 {
        self.alpha / (self.alpha + self.beta) * self.expected_stay(t)
    }

    /// Opportunity j counts e^(-rate j). Over an infinite time the sum is a 2F1.
    fn discounted_new(&self, t: f64, rate: f64) -> f64 {
        let BetaBinomial { alpha, beta, gamma, delta } = *self;
        let factor = libm::exp(-rate);
        let mut total = 0.0;
        if t == f64::INFINITY {
            total = factor * self.first_stay() * hypergeometric_1(gamma, delta + 1.0, -libm::expm1(-rate));
        } else {
            let (mut stays, mut j) = (1.0, 0.0);
            while j < t && stays > 1e-17 * total {
                stays *= factor * ((delta + j) / (gamma + delta + j));
                total += stays;
                j += 1.0;
            }
        }
        alpha / (alpha + beta) * total
    }

    /// How many opportunities out of a number a customer is still there for.
    fn expected_stay(&self, t: f64) -> f64 {
        let BetaBinomial { gamma, delta, .. } = *self;
        let power = gamma - 1.0;
        if t <= ONE_BY_ONE {
            let (mut total, mut stays, mut j) = (0.0, 1.0, 0.0);
            while j < t {
                stays *= (delta + j) / (gamma + delta + j);
                total += stays;
                j += 1.0;
            }
            return total;
        }
        if t == f64::INFINITY {
            return if power > 0.0 { delta / power } else { t };
        }
        // delta / (gamma - 1) (1 - (delta + 1)_n / (gamma + delta)_n)
        match power == 0.0 {
            true => delta * digamma_difference(delta + 1.0, t),
            false => {
                let ln_ratio = ln_gamma_difference(delta + 1.0, power) - ln_gamma_difference(delta + 1.0 + t, power);
                -delta * libm::expm1(ln_ratio) / power
            }
        }
    }

    /// Having left before; or having left before opportunity i + 1 of the interval, and n purchases until then, for each i; or
    /// not having left at its end. How often a customer buys and how long they stay have nothing to do with each other, so
    /// that those who have not left before are new customers but for delta.
    ///
    /// The terms are products of quotients, the first of which is taken for 1.
    fn interval_probability(&self, from: f64, length: f64, n: f64) -> f64 {
        let BetaBinomial { alpha, beta, gamma, .. } = *self;
        let ln_not_before = ln_beta_ratio(gamma, self.delta, from);
        let left = if n == 0.0 { -libm::expm1(ln_not_before) } else { 0.0 };
        if n > length {
            return left;
        }
        let delta = self.delta + from;
        let whole = gamma + delta;
        let mut ln_first = ln_not_before
            + ln_beta_ratio(beta, alpha, n)
            + ln_beta_ratio(gamma, delta, n)
            + libm::log(gamma / (whole + n));
        let (mut total, mut term, mut i) = (0.0, 1.0, n);
        while i < length {
            total += term;
            let fails = (i + 1.0) * (beta + i - n) / ((i + 1.0 - n) * (alpha + beta + i));
            term *= fails * ((delta + i) / (whole + 1.0 + i));
            i += 1.0;
            if term > LARGE {
                term /= LARGE;
                total /= LARGE;
                ln_first += libm::log(LARGE);
            }
        }
        total += term * ((whole + i) / gamma);
        left + libm::exp(ln_first) * total
    }
}

/// Sums beyond this begin anew as multiples of it.
const LARGE: f64 = 1e200;
