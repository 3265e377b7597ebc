//! How often customers buy when each purchase may be their last: the mean of (1 - (1 + p y)^-R) / p, over chances p to leave
//! that are beta-distributed with a and b, for purchases whose rate has shape R and scale 1 / alpha, over a time y alpha.
//!
//! This is (a + b - 1) / (a - 1) (1 - 2F1(R, a - 1; a + b - 1; -y)), which cancels near a = 1, and whose series alternate or grow
//! beyond all bounds. Both ways taken here have positive terms only, up to a bounded share, and nothing happens at a = 1.

use super::counts::NegativeBinomial;
use super::integrals::step;
use crate::stats::special::{ln_beta, ln_beta_ratio};

/// The sum over counts is taken when it has no more terms than about this.
const MOST_TERMS: f64 = 400.0;

/// The expected number of purchases until the last one or the end, for a, b, R > 0 and y >= 0.
pub(super) fn expected_until_left(shape: f64, a: f64, b: f64, y: f64) -> f64 {
    shape * expected_stay(shape, a, b, y)
}

/// The same over R: the mean of (1 - (1 + p y)^-R) / (p R), which is the integral over v from 0 to y of the mean of
/// (1 + p v)^-(R + 1), for R > -1; infinite where it is so.
pub(super) fn expected_stay(shape: f64, a: f64, b: f64, y: f64) -> f64 {
    if y == 0.0 {
        return 0.0;
    }
    if y == f64::INFINITY {
        return if shape > 0.0 && a > 1.0 { (a + b - 1.0) / (a - 1.0) / shape } else { y };
    }
    let mean = shape * y;
    let terms = mean + 9.0 * libm::sqrt(mean * (1.0 + y)) + 37.0 * y;
    if terms <= MOST_TERMS && shape * libm::log1p(y) < 600.0 {
        return by_counts(shape, a, b, y);
    }
    by_chances(shape, a, b, y)
}

/// For R > 0: the sum over counts n of P(N = n) times the expected number of these before one is the last,
/// 1 + b / (a + b) + ... + (b)_{n-1} / (a + b)_{n-1}.
fn by_counts(shape: f64, a: f64, b: f64, y: f64) -> f64 {
    let z = y / (1.0 + y);
    // Over R.
    let mut probability = libm::exp(NegativeBinomial::new(shape, y).ln_probability(0.0)) * z;
    let (mut stays, mut until_left, mut total, mut n) = (1.0, 1.0, 0.0, 1.0);
    loop {
        let term = probability * until_left;
        total += term;
        let ratio = z * (shape + n) / (n + 1.0);
        if ratio < 1.0 && term <= 1e-17 * total * (1.0 - ratio) {
            return total;
        }
        stays *= (b + n - 1.0) / (a + b + n - 1.0);
        probability *= ratio;
        until_left += stays;
        n += 1.0;
    }
}

/// The integral over u, the log-odds of p, by the trapezoidal rule, whose error falls exponentially with the number of points
/// for functions that are analytic around the axis (Trefethen & Weideman 2014, *SIAM Review* 56).
///
/// Towards both ends the function only falls like p^a and (1 - p)^b. So functions with the same ends whose means are
/// known are taken away before: y (1 - p)^q at p = 0, with the same slope there, and (1 - (1 + y)^-R) / R p² at p = 1.
fn by_chances(shape: f64, a: f64, b: f64, y: f64) -> f64 {
    // (1 - e^(-R l)) / R
    let fall = |l: f64| if shape == 0.0 { l } else { -libm::expm1(-shape * l) / shape };
    let steepness = (0.5 * (shape + 1.0) * y).max(1.5);
    let at_end = fall(libm::log1p(y));
    let known = y * libm::exp(ln_beta_ratio(a, b, steepness)) + at_end * a / (a + b) * ((a + 1.0) / (a + b + 1.0));
    let ln_scale = ln_beta(a, b);
    let rest = |u: f64| {
        let (ln_p, ln_rest) = (-libm::log1p(libm::exp(-u)), -libm::log1p(libm::exp(u)));
        let p = libm::exp(ln_p);
        let function = fall(libm::log1p(p * y)) / p;
        let away = y * libm::exp(steepness * ln_rest) + at_end * p * p;
        libm::exp(a * ln_p + b * ln_rest - ln_scale) * (function - away)
    };
    let sharp = a * ((b + steepness) / (a + b + steepness));
    let step = step(sharp);
    // From where the steep function has fallen; to the right of that the density may have its peak.
    let start = libm::log(a.max(1.0) / (b + steepness));
    let peak = libm::log(a / b);
    let mut total = rest(start);
    for direction in [-step, step] {
        let (mut small, mut count) = (0, 0.0);
        // A few small terms in a row may be a change of sign.
        while small < 12 && count < 1e5 {
            count += 1.0;
            let u = start + direction * count;
            let term = rest(u);
            total += term;
            let is_small = term.abs() <= 1e-17 * (total.abs() + known / step);
            small = if is_small && (direction < 0.0 || u > peak) { small + 1 } else { 0 };
        }
    }
    known + step * total
}
