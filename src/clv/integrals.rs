//! Integrals of positive functions that have one peak.
//!
//! Over the whole axis by the trapezoidal rule, whose error falls exponentially with the number of points for functions that
//! are analytic around the axis (Trefethen & Weideman 2014, *SIAM Review* 56); up to a point by Gauss-Legendre, piece by piece.
//! All terms are positive, so that nothing cancels.

use crate::stats::quadrature;
use crate::stats::special::ln_gamma;

/// Terms below this share of the sum do not count.
const NOTHING: f64 = 1e-18;

/// The step for functions like e^(a u - e^u), whose transform is Γ(a + iω), and for whose logarithm bends less at its peak: with
/// this Γ(a + 2πi / step) is below 1e-16 of Γ(a) for all a.
pub(super) fn step(a: f64) -> f64 {
    0.7 / libm::sqrt(a + 11.0)
}

/// The integral over the axis of a function whose peak is between two places. Beyond the bounds, below and above, the
/// function falls like e^(-fall distance).
pub(super) fn over_axis(peak: [f64; 2], step: f64, ends: [(f64, f64); 2], value: &dyn Fn(f64) -> f64) -> f64 {
    let [left, right] = peak;
    let [low, high] = ends;
    let mut total = value(right);
    for (sign, peak, (bound, fall)) in [(-step, left, low), (step, right, high)] {
        let mut count = 0.0;
        loop {
            count += 1.0;
            let u = right + sign * count;
            let term = value(u);
            total += term;
            if (u - peak) * sign > 0.0 {
                if (u - bound) * sign >= 0.0 {
                    total += term / libm::expm1(fall * step);
                    break;
                }
                if term < NOTHING * total {
                    break;
                }
            }
        }
    }
    step * total
}

/// The mean of a function over a gamma distribution with that shape and scale 1. The function rises like its argument at the
/// most, or falls like 1 over it, and bends where the argument is about `scale`.
pub(super) fn gamma_mean(shape: f64, scale: f64, function: &dyn Fn(f64) -> f64) -> f64 {
    let ln_whole = ln_gamma(shape);
    // The peak for 1 / (scale + x) is where x² + (scale + 1 - shape) x = shape scale.
    let half = 0.5 * (shape - 1.0 - scale);
    let root = libm::sqrt(half * half + shape * scale);
    let falling = if half > 0.0 { half + root } else { shape * scale / (root - half) };
    let peak = [libm::log(falling), libm::log(shape + 1.0)];
    let ends = [(libm::log(scale).min(0.0) - 40.0, shape), (f64::INFINITY, 1.0)];
    over_axis(peak, step(shape + 1.0), ends, &|u| {
        let value = libm::exp(u);
        libm::exp(shape * u - value - ln_whole) * function(value)
    })
}

/// On a piece the integrand changes by no more than e to this.
const CHANGE: f64 = 14.0;
/// The longest piece; the singularities are π away from the axis.
const LONGEST: f64 = 2.5;

/// The integral up to `top` of a function, given its logarithm and the slope of that, which falls, and is above 0 far down.
pub(super) fn up_to(top: f64, ln_value: &dyn Fn(f64) -> f64, slope: &dyn Fn(f64) -> f64) -> f64 {
    let mut peak = top;
    if slope(top) < 0.0 {
        let mut step = 1.0;
        while slope(top - step) < 0.0 {
            step *= 2.0;
        }
        // It is there that the slope is 0, between that and half way.
        let (mut from, mut to) = (top - step, if step > 1.0 { top - 0.5 * step } else { top });
        while to - from > 1e-3 && slope(from) > CHANGE {
            let middle = 0.5 * (from + to);
            if slope(middle) < 0.0 { to = middle } else { from = middle }
        }
        peak = from;
    }
    let mut total = 0.0;
    for direction in [-1.0, 1.0] {
        let mut from = peak;
        while direction < 0.0 || from < top {
            let mut length = if direction < 0.0 { LONGEST } else { LONGEST.min(top - from) };
            while length * slope(from).abs().max(slope(from + direction * length).abs()) > CHANGE {
                length *= 0.5;
            }
            let to = from + direction * length;
            if to == from {
                break;
            }
            total += quadrature::points(from.min(to), from.max(to))
                .map(|(v, weight)| weight * libm::exp(ln_value(v)))
                .sum::<f64>();
            // Away from the peak what remains is no more than the value over the slope.
            let falls = -direction * slope(to);
            if falls > 0.0 && libm::exp(ln_value(to)) <= NOTHING * total * falls {
                break;
            }
            from = to;
        }
    }
    total
}
