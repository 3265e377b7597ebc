//! The negative binomial distribution: the purchases of customers whose rates are gamma-distributed.

use crate::stats::special::{ln_gamma, ln_gamma_difference};

/// P(N = n) = Γ(r + n) / (Γ(r) n!) (1 + y)^-r (y / (1 + y))^n, for rates with shape r and scale 1 / alpha over a time y alpha.
pub(super) struct NegativeBinomial {
    r: f64,
    ln_none: f64,
    /// y / (1 + y), and its logarithm.
    z: f64,
    ln_z: f64,
}

/// With z beyond this, sums of what comes after n are too long.
const LONG: f64 = 1.0 - 1e-4;

impl NegativeBinomial {
    pub(super) fn new(r: f64, y: f64) -> NegativeBinomial {
        NegativeBinomial { r, ln_none: -r * libm::log1p(y), z: y / (1.0 + y), ln_z: -libm::log1p(1.0 / y) }
    }

    /// ln P(N = n).
    pub(super) fn ln_probability(&self, n: f64) -> f64 {
        if n == 0.0 {
            return self.ln_none;
        }
        ln_gamma_difference(self.r, n) - ln_gamma(n + 1.0) + self.ln_none + n * self.ln_z
    }

    /// P(N >= n).
    pub(super) fn at_least(&self, n: f64) -> f64 {
        if n == 0.0 || self.z == 0.0 {
            return if n == 0.0 { 1.0 } else { 0.0 };
        }
        let mean = self.r * self.z / (1.0 - self.z);
        if n > mean && self.z < LONG {
            // Beyond the mean the terms fall, by this factor from one to the next.
            return self.sum(n, |at| (self.z * (self.r + at) / (at + 1.0), at + 1.0));
        }
        1.0 - self.sum(n - 1.0, |at| (at / (self.z * (self.r + at - 1.0)), at - 1.0))
    }

    /// The sum of probabilities from n on, each of which is the one before it times a factor that comes with the next place,
    /// until they have died away.
    fn sum(&self, n: f64, next: impl Fn(f64) -> (f64, f64)) -> f64 {
        let (mut term, mut at, mut total) = (1.0, n, 0.0);
        loop {
            total += term;
            let (factor, place) = next(at);
            term *= factor;
            if place < 0.0 || (factor < 1.0 && term <= 1e-17 * total * (1.0 - factor)) {
                return total * libm::exp(self.ln_probability(n));
            }
            at = place;
        }
    }
}
