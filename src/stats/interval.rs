//! Rates, and how far a share may be from the truth: the score interval of Wilson.
//!
//! Source: Wilson, E. B. (1927), "Probable Inference, the Law of Succession, and Statistical Inference", *Journal of the
//! American Statistical Association* 22, 209-212; method 3 of Newcombe, R. G. (1998), "Two-sided confidence intervals for
//! the single proportion: comparison of seven methods", *Statistics in Medicine* 17, 857-872.

use super::normal;
use crate::error::{Error, Result};
use serde::Serialize;

/// The confidence that intervals have unless another is asked for.
pub const DEFAULT_CONFIDENCE: f64 = 0.95;

/// A ratio with the two numbers it is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rate {
    /// The numerator divided by the denominator; none when the denominator is 0.
    pub value: Option<f64>,
    /// What is divided.
    pub numerator: f64,
    /// What it is divided by.
    pub denominator: f64,
    /// The Wilson interval, where the ratio is a share of things that were counted; otherwise none.
    pub interval: Option<[f64; 2]>,
}

impl Rate {
    /// The ratio of two amounts, which has no interval.
    pub fn of(numerator: f64, denominator: f64) -> Rate {
        let value = (denominator != 0.0).then(|| numerator / denominator);
        Rate { value, numerator, denominator, interval: None }
    }
}

/// A confidence, as the standard normal quantile that intervals are made with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    z: f64,
}

impl Confidence {
    /// A confidence between 0 and 1, or the default one of 95 %.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::InvalidOption`] when it is not between 0 and 1.
    ///
    /// ```
    /// use custometry::stats::interval::Confidence;
    ///
    /// assert!(Confidence::new(Some(0.9)).is_ok());
    /// assert!(Confidence::new(Some(95.0)).is_err());
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn new(confidence: Option<f64>) -> Result<Confidence> {
        let confidence = confidence.unwrap_or(DEFAULT_CONFIDENCE);
        // The upper tail is half of what is left, which loses fewer digits than (1 + confidence) / 2 does.
        let z = -normal::quantile((1.0 - confidence) / 2.0);
        if confidence > 0.0 && confidence < 1.0 {
            return Ok(Confidence { z });
        }
        Err(Error::invalid_option("confidence is not between 0 and 1").with_help("Write 95 % as 0.95."))
    }

    /// The standard normal quantile: how many standard errors an interval goes to each side.
    pub(crate) fn quantile(self) -> f64 {
        self.z
    }

    /// The share `count` of `of` with its interval.
    pub fn share(self, count: u64, of: u64) -> Rate {
        let rate = Rate::of(count as f64, of as f64);
        Rate { interval: self.interval(rate.numerator, rate.denominator), ..rate }
    }

    /// The Wilson interval for two numbers that are known to be finite, the count no more than the number it is a part of.
    pub(crate) fn interval(self, count: f64, of: f64) -> Option<[f64; 2]> {
        if of <= 0.0 {
            return None;
        }
        let Confidence { z } = self;
        let square = z * z;
        let middle = count + square / 2.0;
        let reach = z * (count * ((of - count) / of) + square / 4.0).sqrt();
        let lower = if count == 0.0 { 0.0 } else { ((middle - reach) / (of + square)).max(0.0) };
        let upper = if count == of { 1.0 } else { ((middle + reach) / (of + square)).min(1.0) };
        Some([lower, upper])
    }
}

/// The Wilson score interval of a share: those probabilities which a score test would not refute at 1 - `confidence`, when
/// `count` of `of` were found. None when `of` is 0.
///
/// With n = `of`, k = `count`, and z the standard normal quantile of (1 + `confidence`) / 2, its ends are
/// (k + z²/2 ± z √(k (n - k) / n + z²/4)) / (n + z²). There is no continuity correction. The ends lie in 0 to 1, and the
/// interval is never empty, not at 0 of n or n of n either.
///
/// # Errors
///
/// [`crate::ErrorKind::InvalidOption`] when `confidence` is not between 0 and 1, or `count` not between 0 and `of`.
///
/// ```
/// use custometry::stats::interval::wilson;
///
/// // Newcombe (1998), table I: 81 of 263.
/// let [lower, upper] = wilson(81.0, 263.0, 0.95)?.unwrap_or_default();
/// assert_eq!(format!("{lower:.4} {upper:.4}"), "0.2553 0.3662");
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn wilson(count: f64, of: f64, confidence: f64) -> Result<Option<[f64; 2]>> {
    let confidence = Confidence::new(Some(confidence))?;
    if !(0.0 <= count && count <= of && of.is_finite()) {
        return Err(Error::invalid_option("the count is not between 0 and the number it is a part of")
            .with_help("Give two finite numbers, the count first."));
    }
    Ok(confidence.interval(count, of))
}
