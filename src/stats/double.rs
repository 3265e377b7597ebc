//! Numbers of twice the usual precision: a value and what was lost when it was rounded.
//!
//! For products of many quotients, such as the product-limit estimator, that are to be right in their last digit: one half
//! then is one half. The operations are those of Dekker (1971), "A Floating-Point Technique for Extending the Available
//! Precision", with plain additions and multiplications only, so that every platform gives the same bits.

use super::sum::two_sum;

/// The unevaluated sum of two numbers, of which the first is the sum rounded. Good to about 31 digits, for numbers whose
/// magnitude is between 1e-290 and 1e290.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Double {
    high: f64,
    low: f64,
}

impl Double {
    pub(crate) const ONE: Double = Double { high: 1.0, low: 0.0 };

    /// The sum of two numbers.
    pub(crate) fn sum(a: f64, b: f64) -> Double {
        let (high, low) = two_sum(a, b);
        Double { high, low }
    }

    /// The nearest number of the usual precision.
    pub(crate) fn value(self) -> f64 {
        self.high
    }

    /// How many of so many units to 1 it is, to the nearest whole number, for numbers from 0 on; `units` is a power of 2.
    pub(crate) fn units(self, units: f64) -> u64 {
        let (high, low) = (self.high * units, self.low * units);
        let whole = high.floor();
        (whole as u64).saturating_add_signed((high - whole + low).round() as i64)
    }

    pub(crate) fn times(self, other: Double) -> Double {
        let (product, error) = two_product(self.high, other.high);
        Double::sum(product, error + (self.high * other.low + self.low * other.high))
    }

    pub(crate) fn over(self, other: Double) -> Double {
        let quotient = self.high / other.high;
        let (product, error) = two_product(quotient, other.high);
        let rest = (self.high - product) - error + self.low - quotient * other.low;
        Double::sum(quotient, rest / other.high)
    }
}

/// The rounded product of two numbers, and the rounding error: `a * b == product + error` exactly.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let ((a1, a2), (b1, b2)) = (split(a), split(b));
    (product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2)
}

/// A number as the sum of two of half its digits.
fn split(a: f64) -> (f64, f64) {
    let scaled = a * 134_217_729.0; // 2^27 + 1
    let high = scaled - (scaled - a);
    (high, a - high)
}
