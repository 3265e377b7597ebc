//! BG/NBD and MBG/NBD: customers buy at a steady rate of their own, gamma-distributed over customers (r, alpha), and after a
//! purchase leave for good with a chance of their own, beta-distributed (a, b). In the MBG/NBD they may also leave at the
//! start, so that those who never came back are not taken for certain to be customers still.
//!
//! Sources: Fader, Hardie & Lee (2005), "Counting Your Customers the Easy Way", *Marketing Science* 24(2); Batislam, Denizel &
//! Filiztekin (2007), "Empirical Validation and Comparison of Models for Customer Base Analysis", *IJRM* 24(3).
//!
//! With k chances to leave that were not taken (k = x, in the MBG/NBD x + 1) the likelihood of a history is
//!
//! Γ(r + x) / Γ(r) alpha^r (alpha + T)^-(r + x) B(a, b + k) / B(a, b) (1 + e^u),
//! u = ln a - ln(b + k - 1) + (r + x) ln((alpha + T) / (alpha + t_x)),
//!
//! where e^u are the odds of having left at t_x; for k = 0 nobody can have left, and e^u is 0.

use super::counts::NegativeBinomial;
use super::histories::{History, Pattern};
use super::integrals::{gamma_mean, over_axis, step};
use super::jet::{Jet, share_and_spread};
use super::left_by_chance::{expected_stay, expected_until_left};
use super::process::{Process, PurchaseModelKind};
use crate::stats::special::{
    digamma_difference, hypergeometric_1, ln_beta, ln_beta_ratio, ln_gamma_difference, trigamma_difference,
};

/// The parameters.
pub(super) struct BetaGeometric {
    pub(super) r: f64,
    pub(super) alpha: f64,
    pub(super) a: f64,
    pub(super) b: f64,
    /// The chances to leave before the first repeat purchase: 0, or 1 in the MBG/NBD.
    pub(super) at_start: f64,
}

impl BetaGeometric {
    /// The part of the log-likelihood that only depends on the frequency.
    fn by_frequency(&self, x: f64) -> Jet {
        let BetaGeometric { r, a, b, at_start, .. } = *self;
        let k = x + at_start;
        let rate = digamma_difference(r, x);
        let (all, stays) = (digamma_difference(a + b, k), digamma_difference(b, k));
        let (all2, stays2) = (trigamma_difference(a + b, k), trigamma_difference(b, k));
        Jet {
            value: ln_gamma_difference(r, x) + ln_gamma_difference(b, k) - ln_gamma_difference(a + b, k),
            slope: [rate, 0.0, -all, stays - all],
            bend: [
                [trigamma_difference(r, x), 0.0, 0.0, 0.0],
                [0.0; 4],
                [0.0, 0.0, -all2, -all2],
                [0.0, 0.0, -all2, stays2 - all2],
            ],
        }
    }

    /// The probability that a new customer does not leave at the start.
    fn stays_at_start(&self) -> f64 {
        if self.at_start > 0.0 { self.b / (self.a + self.b) } else { 1.0 }
    }
}

/// A sum of logarithms ln(1 + y), y >= 0. Factors of weight 1 are multiplied, and the logarithm is that of their product.
struct LogSum {
    sum: f64,
    product: f64,
}

impl Default for LogSum {
    fn default() -> LogSum {
        LogSum { sum: 0.0, product: 1.0 }
    }
}

impl LogSum {
    fn add(&mut self, weight: f64, y: f64) {
        if weight != 1.0 || !(1e-3..1e100).contains(&y) {
            self.sum += weight * libm::log1p(y);
            return;
        }
        self.product *= 1.0 + y;
        if self.product > 1e200 {
            self.sum += libm::log(self.product);
            self.product = 1.0;
        }
    }

    fn total(&self) -> f64 {
        self.sum + libm::log(self.product)
    }
}

/// Sums over customers of the same frequency x of what -r ln(1 + T / alpha) - x ln(alpha + T) is made of.
#[derive(Default)]
struct Stayed {
    customers: f64,
    /// ln(1 + T / alpha).
    decay: LogSum,
    /// 1 / (alpha + T), this times T / alpha, its square, and that times T / alpha.
    end: f64,
    end_share: f64,
    end_square: f64,
    end_end_share: f64,
}

impl Stayed {
    fn jet(&self, r: f64, alpha: f64, x: f64) -> Jet {
        // The sum of 1 / (alpha + T)² - 1 / alpha² = -T / alpha / (alpha + T) (1 / (alpha + T) + 1 / alpha).
        let decay = self.decay.total();
        let squares = -self.end_end_share - self.end_share / alpha;
        Jet {
            value: -(r + x) * decay - x * self.customers * libm::log(alpha),
            slope: [-decay, r * self.end_share - x * self.end, 0.0, 0.0],
            bend: [
                [0.0, self.end_share, 0.0, 0.0],
                [self.end_share, r * squares + x * self.end_square, 0.0, 0.0],
                [0.0; 4],
                [0.0; 4],
            ],
        }
    }
}

/// Sums over customers of the same frequency of what ln(1 + e^u) and its derivatives are made of; with the probability
/// `share` = 1 / (1 + e^-u) of having left, and with `spread` = share (1 - share).
#[derive(Default)]
struct Left {
    /// u where it is above 0, and ln(1 + e^-|u|).
    above: f64,
    log: LogSum,
    share: f64,
    ratio: f64,
    nearer: f64,
    bend: f64,
    spread: f64,
    spread_ratio: f64,
    spread_nearer: f64,
    ratio_ratio: f64,
    ratio_nearer: f64,
    nearer_nearer: f64,
}

impl Left {
    fn jet(&self, shape: f64, a: f64, leaves: f64) -> Jet {
        let r_alpha = self.nearer + shape * self.ratio_nearer;
        let (r_a, r_b) = (self.spread_ratio / a, -self.spread_ratio / leaves);
        let (alpha_a, alpha_b) = (shape * self.spread_nearer / a, -shape * self.spread_nearer / leaves);
        let a_b = -self.spread / a / leaves;
        Jet {
            value: self.above + self.log.total(),
            slope: [self.ratio, shape * self.nearer, self.share / a, -self.share / leaves],
            bend: [
                [self.ratio_ratio, r_alpha, r_a, r_b],
                [r_alpha, shape * (shape * self.nearer_nearer - self.bend), alpha_a, alpha_b],
                [r_a, alpha_a, (self.spread - self.share) / a / a, a_b],
                [r_b, alpha_b, a_b, (self.spread + self.share) / leaves / leaves],
            ],
        }
    }
}

impl Process for BetaGeometric {
    fn add_log_likelihood(&self, run: &[Pattern], sum: &mut Jet) {
        let BetaGeometric { r, alpha, a, b, at_start } = *self;
        let Some(x) = run.first().map(|pattern| pattern.history.frequency) else { return };
        let (k, shape) = (x + at_start, r + x);
        let leaves = b + (k - 1.0);
        let ln_odds = if k > 0.0 { libm::log(a / leaves) } else { 0.0 };
        let mut stayed = Stayed::default();
        let mut left = Left::default();
        for &Pattern { history: History { recency, t, .. }, weight, .. } in run {
            let (end, share) = (1.0 / (alpha + t), t / alpha);
            stayed.customers += weight;
            stayed.decay.add(weight, share);
            stayed.end += weight * end;
            stayed.end_share += weight * end * share;
            stayed.end_square += weight * end * end;
            stayed.end_end_share += weight * end * end * share;
            if k > 0.0 {
                let last = 1.0 / (alpha + recency);
                // A difference of logarithms is right to rounding, which the shape multiplies.
                let ratio = match shape < 1e3 {
                    true => libm::log((alpha + t) * last),
                    false => libm::log1p((t - recency) * last),
                };
                let nearer = (recency - t) * end * last;
                let u = ln_odds + shape * ratio;
                let small = libm::exp(-u.abs());
                let (share, spread) = share_and_spread(u, small);
                let (share, spread) = (weight * share, weight * spread);
                left.above += weight * u.max(0.0);
                left.log.add(weight, small);
                left.share += share;
                left.ratio += share * ratio;
                left.nearer += share * nearer;
                left.bend += share * nearer * (end + last);
                left.spread += spread;
                left.spread_ratio += spread * ratio;
                left.spread_nearer += spread * nearer;
                left.ratio_ratio += spread * ratio * ratio;
                left.ratio_nearer += spread * ratio * nearer;
                left.nearer_nearer += spread * nearer * nearer;
            }
        }
        sum.add(stayed.customers, &self.by_frequency(x));
        sum.add(1.0, &stayed.jet(r, alpha, x));
        if k > 0.0 {
            sum.add(1.0, &left.jet(shape, a, leaves));
        }
    }

    fn left_log_odds(&self, history: &History) -> f64 {
        let k = history.frequency + self.at_start;
        if k == 0.0 {
            return f64::NEG_INFINITY;
        }
        let ratio = libm::log1p((history.t - history.recency) / (self.alpha + history.recency));
        libm::log(self.a / (self.b + (k - 1.0))) + (self.r + history.frequency) * ratio
    }

    /// Those who have not left did not at the start, in the MBG/NBD neither.
    fn after(&self, history: &History) -> (PurchaseModelKind, [f64; 4]) {
        let k = history.frequency + self.at_start;
        (PurchaseModelKind::BgNbd, [self.r + history.frequency, self.alpha + history.t, self.a, self.b + k])
    }

    /// (a + b - 1) / (a - 1) (1 - (1 + y)^-r 2F1(r, b; a + b - 1; y / (1 + y))), y = t / alpha, in a form without poles.
    fn expected_new(&self, t: f64) -> f64 {
        self.stays_at_start() * expected_until_left(self.r, self.a, self.b + self.at_start, t / self.alpha)
    }

    /// With the rate λ and the chance p to leave, over an infinite time λ / (rate + λ p), whose mean over p is a 2F1; the mean
    /// over λ is an integral.
    fn discounted_new(&self, t: f64, rate: f64) -> f64 {
        if t < f64::INFINITY {
            let process: &dyn Process = self;
            return process.discounted_by_parts(t, rate, self.alpha / (1.0 + self.r));
        }
        let (a, b, scale) = (self.a, self.b + self.at_start, rate * self.alpha);
        let of_rate = |lambda: f64| lambda / (scale + lambda) * hypergeometric_1(a, b, scale / (scale + lambda));
        self.stays_at_start() * gamma_mean(self.r, scale, &of_rate)
    }

    /// Not having left by t is the mean of (1 + p t / alpha)^-r.
    fn expected_stay(&self, t: f64) -> f64 {
        let stay = expected_stay(self.r - 1.0, self.a, self.b + self.at_start, t / self.alpha);
        self.stays_at_start() * self.alpha * stay
    }

    /// From the start: the rate allows n purchases, and none of the chances to leave is taken; or it allows n or more, and the
    /// last one is. Later the same for each chance p to leave, as the mean over p: then (1 + p from / alpha)^-r have not left
    /// before, and alpha + p from takes the place of alpha.
    fn interval_probability(&self, from: f64, length: f64, n: f64) -> f64 {
        let BetaGeometric { r, alpha, a, at_start, .. } = *self;
        let b = self.b + at_start;
        let left = if n == 0.0 && at_start > 0.0 { a / (a + self.b) } else { 0.0 };
        if from > 0.0 {
            return left + self.stays_at_start() * later(r, a, b, [from / alpha, length / alpha], n);
        }
        let counts = NegativeBinomial::new(r, length / alpha);
        let ln_stays = ln_beta_ratio(a, b, n);
        let mut probability = libm::exp(ln_stays + counts.ln_probability(n));
        if n > 0.0 {
            probability += libm::exp(ln_stays + libm::log(a / (b + (n - 1.0)))) * counts.at_least(n);
        }
        left + self.stays_at_start() * probability
    }
}

/// The probability of n purchases between two times, in units of alpha, of a customer who cannot leave at the start.
fn later(r: f64, a: f64, b: f64, [from, length]: [f64; 2], n: f64) -> f64 {
    let ln_whole = ln_beta(a, b);
    // Over the log-odds of p.
    let value = |u: f64| {
        let (ln_p, ln_rest) = (-libm::log1p(libm::exp(-u)), -libm::log1p(libm::exp(u)));
        let p = libm::exp(ln_p);
        let ln_stayed = -r * libm::log1p(p * from);
        let counts = NegativeBinomial::new(r, length / (1.0 + p * from));
        let ln_density = a * ln_p + b * ln_rest - ln_whole;
        if n == 0.0 {
            return libm::exp(ln_density)
                * (libm::exp(ln_stayed + counts.ln_probability(0.0)) - libm::expm1(ln_stayed));
        }
        let ln_stays = ln_density + ln_stayed + (n - 1.0) * ln_rest;
        libm::exp(ln_stays) * (libm::exp(ln_rest + counts.ln_probability(n)) + p * counts.at_least(n))
    };
    let (all, shape) = (a + b + n, r + n);
    let peak = [libm::log(a / (all + shape * from)), libm::log((a + 1.0) / (b + (n - 1.0).max(0.0)))];
    let ends = [
        (peak[0].min(0.0) - 40.0 - libm::log1p(shape / a), a),
        (peak[1].max(0.0) + 40.0 + libm::log1p(all + shape), b),
    ];
    over_axis(peak, step(a + 1.0), ends, &value)
}
