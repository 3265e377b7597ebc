//! The negative binomial distribution: the purchases of customers whose rates are gamma-distributed.

use super::integrals::up_to;
use crate::stats::special::ln_beta;

/// P(N = n) = Γ(r + n) / (Γ(r) n!) (1 + y)^-r (y / (1 + y))^n, for rates with shape r and scale 1 / alpha over a time y alpha.
pub(super) struct NegativeBinomial {
    r: f64,
    y: f64,
}

impl NegativeBinomial {
    pub(super) fn new(r: f64, y: f64) -> NegativeBinomial {
        NegativeBinomial { r, y }
    }

    /// ln P(N = n).
    pub(super) fn ln_probability(&self, n: f64) -> f64 {
        let none = -self.r * libm::log1p(self.y);
        match n == 0.0 {
            true => none,
            false => self.ln_scale(n) - libm::log(n) + none - n * libm::log1p(1.0 / self.y),
        }
    }

    /// ln(Γ(r + n) / (Γ(r) Γ(n))).
    fn ln_scale(&self, n: f64) -> f64 {
        -ln_beta(n, self.r)
    }

    /// P(N >= n): the integral over when, in logarithms, the purchase of that number comes.
    pub(super) fn at_least(&self, n: f64) -> f64 {
        if n == 0.0 || self.y == 0.0 {
            return if n == 0.0 { 1.0 } else { 0.0 };
        }
        let (r, ln_scale) = (self.r, self.ln_scale(n));
        // n ln(τ / (1 + τ)) - r ln(1 + τ), τ = e^v
        let ln_value = |v: f64| {
            let ln_share = libm::log1p(libm::exp(-v));
            ln_scale - n * ln_share - r * (v + ln_share)
        };
        up_to(libm::log(self.y.min(1e300)), &ln_value, &|v| n - (r + n) / (1.0 + libm::exp(-v)))
    }
}
