//! Pareto/NBD: customers buy at a steady rate of their own, gamma-distributed over customers (r, alpha), and leave for good at a
//! rate of their own, gamma-distributed too (s, beta).
//!
//! Source: Schmittlein, Morrison & Colombo (1987), "Counting Your Customers", *Management Science* 33(1); formulas as in Fader &
//! Hardie's note 9 at brucehardie.com. The likelihood of a history is
//!
//! Γ(r + x) / Γ(r) alpha^r beta^s ((alpha + T)^-(r + x) (beta + T)^-s + s I),
//! I = integral over τ from t_x to T of (alpha + τ)^-(r + x) (beta + τ)^-(s + 1).
//!
//! The integral is usually written as a difference of two hypergeometric functions, with a case for alpha > beta and one for
//! alpha < beta. Taken as an integral, it is positive and the same for all parameters, alpha = beta among them, and its
//! derivatives by the parameters are the means of elementary functions over the same points.

use super::counts::NegativeBinomial;
use super::histories::{History, Pattern};
use super::integrals::{gamma_mean, up_to};
use super::jet::Jet;
use super::process::{Process, PurchaseModelKind};
use crate::stats::quadrature;
use crate::stats::special::{digamma_difference, ln_beta, ln_gamma_difference, trigamma_difference};

/// The parameters.
pub(super) struct Pareto {
    pub(super) r: f64,
    pub(super) alpha: f64,
    pub(super) s: f64,
    pub(super) beta: f64,
}

/// On an interval of the quadrature the integrand falls by no more than e to this.
const FALL: f64 = 14.0;
/// The longest interval in the logarithm of time; the singularities are π away from the axis.
const LONGEST: f64 = 2.5;
/// Where the integrand has fallen by e to this, the rest does not count.
const NOTHING: f64 = 38.0;

/// The integral over τ from t_x to T of ((alpha + τ) / (alpha + t_x))^-shape ((beta + τ) / (beta + t_x))^-(s + 1).
struct Integral<'a> {
    model: &'a Pareto,
    shape: f64,
    from: f64,
    length: f64,
}

impl Integral<'_> {
    /// Goes through the points of the quadrature: calls `visit` with the time since t_x, the logarithms of the two quotients, and
    /// the weight times the value.
    ///
    /// The variable is u = ln((c + τ) / (c + t_x)), c the lesser of alpha and beta.
    fn for_each_point(&self, mut visit: impl FnMut(f64, f64, f64, f64)) {
        let Pareto { alpha, s, beta, .. } = *self.model;
        let (near, far) = (alpha.min(beta) + self.from, alpha.max(beta) + self.from);
        let alpha_is_near = alpha <= beta;
        let (by_near, by_far) = if alpha_is_near { (self.shape, s + 1.0) } else { (s + 1.0, self.shape) };
        let (over_far, apart) = (1.0 / far, far - near);
        let end = libm::log1p(self.length / near);
        // Where u is small, so is e^u - 1.
        let is_short = end < 1e-2;
        // How fast the integrand falls at the most: the far logarithm grows with this share of u.
        let fall = |u: f64| {
            let reached = near * libm::exp(u);
            by_near + by_far * (reached / (reached + apart)) + 1.0
        };
        let (mut from, mut fallen) = (0.0, 0.0);
        while from < end && fallen < NOTHING {
            // What comes later counts less, and needs fewer digits.
            let most = if fallen < 12.0 { FALL } else { 20.0 };
            let first = LONGEST.min(most / fall(from)).min(end - from);
            let steepest = fall(from + first);
            let to = end.min(from + first.min(most / steepest));
            let mut last = 0.0;
            let is_flat = (to - from) * steepest < 3.0 && to - from < 1.2;
            for (u, weight) in quadrature::points_or_eight(is_flat, from, to) {
                let growth = if is_short { libm::expm1(u) } else { libm::exp(u) - 1.0 };
                let since = near * growth;
                let far_log = if is_short { libm::log1p(since * over_far) } else { libm::log(1.0 + since * over_far) };
                let exponent = by_near * u + by_far * far_log;
                last = exponent - u;
                let (ln_alpha, ln_beta) = if alpha_is_near { (u, far_log) } else { (far_log, u) };
                let value = libm::exp(-exponent) * (near + since) * weight;
                visit(since, ln_alpha, ln_beta, value);
            }
            fallen = last;
            if to <= from {
                return;
            }
            from = to;
        }
    }

    fn value(&self) -> f64 {
        let mut total = 0.0;
        self.for_each_point(|_, _, _, value| total += value);
        total
    }

    /// The logarithm and its derivatives: the means, over the integrand as a density, of those of its logarithm, and for the
    /// second derivatives also the covariances of the first.
    ///
    /// The logarithm falls by (r + x) ln((alpha + τ) / (alpha + t_x)), and by this changes with alpha at (τ - t_x) / (alpha + τ) times
    /// (r + x) / (alpha + t_x); with beta likewise.
    fn logarithm(&self) -> Jet {
        let Pareto { alpha, s, beta, .. } = *self.model;
        let (alpha_start, beta_start) = (1.0 / (alpha + self.from), 1.0 / (beta + self.from));
        let mut total = 0.0;
        let mut means = [0.0; 4];
        let mut squares = [[0.0; 4]; 4];
        self.for_each_point(|since, ln_alpha, ln_beta, value| {
            let (by_alpha, by_beta) = (since * alpha_start, since * beta_start);
            let own = [ln_alpha, by_alpha / (1.0 + by_alpha), ln_beta, by_beta / (1.0 + by_beta)];
            total += value;
            for ((mean, row), left) in means.iter_mut().zip(&mut squares).zip(own) {
                let left = value * left;
                *mean += left;
                row.iter_mut().zip(own).for_each(|(entry, right)| *entry += left * right);
            }
        });
        let over = 1.0 / total;
        let means = means.map(|sum| sum * over);
        let scales = [-1.0, self.shape * alpha_start, -1.0, (s + 1.0) * beta_start];
        let mut jet = Jet { value: libm::log(total), ..Jet::default() };
        for ((slope, mean), scale) in jet.slope.iter_mut().zip(means).zip(scales) {
            *slope = mean * scale;
        }
        let rows = jet.bend.iter_mut().zip(&squares).zip(means).zip(scales);
        for (((row, squares), left), scale) in rows {
            for (((entry, square), right), other) in row.iter_mut().zip(squares).zip(means).zip(scales) {
                *entry = (square * over - left * right) * scale * other;
            }
        }
        // 1 / (alpha + τ)² = (1 - (τ - t_x) / (alpha + τ))² / (alpha + t_x)²
        let [_, by_alpha, _, by_beta] = means;
        let [[..], [_, alpha_square, ..], [..], [.., beta_square]] = squares;
        let (r_alpha, s_beta) = (by_alpha * alpha_start, by_beta * beta_start);
        jet.bend[0][1] += r_alpha;
        jet.bend[1][0] += r_alpha;
        jet.bend[2][3] += s_beta;
        jet.bend[3][2] += s_beta;
        jet.bend[1][1] -= self.shape * alpha_start * alpha_start * (2.0 * by_alpha - alpha_square * over);
        jet.bend[3][3] -= (s + 1.0) * beta_start * beta_start * (2.0 * by_beta - beta_square * over);
        jet
    }
}

impl Pareto {
    fn integral(&self, history: &History) -> Integral<'_> {
        Integral {
            model: self,
            shape: self.r + history.frequency,
            from: history.recency,
            length: history.t - history.recency,
        }
    }

    /// What is added to the logarithm of the integral to make it the log-odds of having left, but for ln s.
    fn rest_of_odds(&self, history: &History) -> f64 {
        let Pareto { r, alpha, s, beta } = *self;
        let History { frequency, recency, t } = *history;
        (r + frequency) * libm::log1p((t - recency) / (alpha + recency))
            + s * libm::log1p((t - recency) / (beta + recency))
            - libm::log(beta + recency)
    }

    /// The log-odds of having left, with their derivatives.
    fn left(&self, history: &History) -> Jet {
        let Pareto { r, alpha, s, beta } = *self;
        let History { frequency, recency, t } = *history;
        let shape = r + frequency;
        let length = t - recency;
        let mut jet = self.integral(history).logarithm();
        let (alpha_start, alpha_end) = (1.0 / (alpha + recency), 1.0 / (alpha + t));
        let (beta_start, beta_end) = (1.0 / (beta + recency), 1.0 / (beta + t));
        // 1 / (alpha + T) - 1 / (alpha + t_x)
        let (by_alpha, by_beta) = (-length * alpha_start * alpha_end, -length * beta_start * beta_end);
        jet.value += self.rest_of_odds(history) + libm::log(s);
        let slope = [
            libm::log1p(length * alpha_start),
            shape * by_alpha,
            libm::log1p(length * beta_start) + 1.0 / s,
            s * by_beta - beta_start,
        ];
        jet.slope.iter_mut().zip(slope).for_each(|(entry, own)| *entry += own);
        jet.bend[0][1] += by_alpha;
        jet.bend[1][0] += by_alpha;
        jet.bend[1][1] -= shape * by_alpha * (alpha_start + alpha_end);
        jet.bend[2][2] -= 1.0 / s / s;
        jet.bend[2][3] += by_beta;
        jet.bend[3][2] += by_beta;
        jet.bend[3][3] += beta_start * beta_start - s * by_beta * (beta_start + beta_end);
        jet
    }
}

impl Process for Pareto {
    fn add_log_likelihood(&self, run: &[Pattern], sum: &mut Jet) {
        let Pareto { r, alpha, s, beta } = *self;
        let Some(x) = run.first().map(|pattern| pattern.history.frequency) else { return };
        let (rising, by_r, by_r2) = (ln_gamma_difference(r, x), digamma_difference(r, x), trigamma_difference(r, x));
        for pattern in run {
            let t = pattern.history.t;
            let (alpha_end, beta_end) = (1.0 / (alpha + t), 1.0 / (beta + t));
            // Not left: r ln alpha - (r + x) ln(alpha + T) + s ln beta - s ln(beta + T).
            let (decay, death) = (libm::log1p(t / alpha), libm::log1p(t / beta));
            let mut own = Jet {
                value: rising - r * decay - x * libm::log(alpha + t) - s * death,
                slope: [by_r - decay, (r * (t / alpha) - x) * alpha_end, -death, s * (t / beta) * beta_end],
                ..Jet::default()
            };
            let (r_alpha, s_beta) = (t / alpha * alpha_end, t / beta * beta_end);
            own.bend = [
                [by_r2, r_alpha, 0.0, 0.0],
                [r_alpha, (r + x) * alpha_end * alpha_end - r / alpha / alpha, 0.0, 0.0],
                [0.0, 0.0, 0.0, s_beta],
                [0.0, 0.0, s_beta, s * beta_end * beta_end - s / beta / beta],
            ];
            if pattern.history.recency < t {
                own.add_ln_1_plus_exp(&self.left(&pattern.history));
            }
            sum.add(pattern.weight, &own);
        }
    }

    fn left_log_odds(&self, history: &History) -> f64 {
        if history.recency >= history.t {
            return f64::NEG_INFINITY;
        }
        let integral = self.integral(history).value();
        libm::log(self.s) + libm::log(integral) + self.rest_of_odds(history)
    }

    fn after(&self, history: &History) -> (PurchaseModelKind, [f64; 4]) {
        let params = [self.r + history.frequency, self.alpha + history.t, self.s, self.beta + history.t];
        (PurchaseModelKind::ParetoNbd, params)
    }

    fn expected_new(&self, t: f64) -> f64 {
        self.r / self.alpha * self.expected_stay(t)
    }

    /// Over an infinite time r / alpha times the mean of 1 / (rate + μ), μ the rate of leaving, which the source (Fader, Hardie
    /// & Lee 2005, "RFM and CLV") has as Tricomi's function.
    fn discounted_new(&self, t: f64, rate: f64) -> f64 {
        if t < f64::INFINITY {
            let process: &dyn Process = self;
            return process.discounted_by_parts(t, rate, self.beta / (1.0 + self.s));
        }
        let scale = rate * self.beta;
        self.r * (self.beta / self.alpha) * gamma_mean(self.s, scale, &|leaving| 1.0 / (scale + leaving))
    }

    /// beta / (s - 1) (1 - (beta / (beta + t))^(s - 1)).
    fn expected_stay(&self, t: f64) -> f64 {
        let ln_ratio = libm::log1p(t / self.beta);
        let power = self.s - 1.0;
        match power == 0.0 {
            true => self.beta * ln_ratio,
            false => -self.beta * libm::expm1(-power * ln_ratio) / power,
        }
    }

    /// Having left before; or n purchases in the interval and not having left after it, or having left after them. How often
    /// a customer buys and how long they stay have nothing to do with each other, so that those who have not left before are
    /// new customers but for beta.
    fn interval_probability(&self, from: f64, length: f64, n: f64) -> f64 {
        let ln_not_before = -self.s * libm::log1p(from / self.beta);
        let left = if n == 0.0 { -libm::expm1(ln_not_before) } else { 0.0 };
        let beta = self.beta + from;
        let counts = NegativeBinomial::new(self.r, length / self.alpha);
        let stayed = libm::exp(counts.ln_probability(n) - self.s * libm::log1p(length / beta));
        left + libm::exp(ln_not_before) * (stayed + self.leaving_with(n, length, beta))
    }
}

impl Pareto {
    /// The probability of n purchases and of having left after them, within a time: the integral over the logarithm of when.
    fn leaving_with(&self, n: f64, t: f64, beta: f64) -> f64 {
        if t == 0.0 {
            return 0.0;
        }
        let Pareto { r, alpha, s, .. } = *self;
        let ln_scale = libm::log(s / beta) - if n > 0.0 { ln_beta(n, r) + libm::log(n) } else { 0.0 };
        let slope = |v: f64| {
            let tau = libm::exp(v);
            n + 1.0 - (r + n) * (tau / (alpha + tau)) - (s + 1.0) * (tau / (beta + tau))
        };
        let ln_value = |v: f64| {
            let tau = libm::exp(v);
            let bought = if n > 0.0 { -n * libm::log1p(alpha / tau) } else { 0.0 };
            ln_scale + v + bought - r * libm::log1p(tau / alpha) - (s + 1.0) * libm::log1p(tau / beta)
        };
        up_to(libm::log(t), &ln_value, &slope)
    }
}
