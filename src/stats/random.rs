//! Random numbers, the same ones for the same seed on every platform.
//!
//! The generator is xoshiro256++ (Blackman & Vigna 2021, "Scrambled Linear Pseudorandom Number Generators", *ACM Transactions on
//! Mathematical Software* 47) of rand_xoshiro. What is made of its numbers is made here, with the functions of libm: samplers of
//! rand_distr need tables of 8 KB, and their gamma variates of small shapes are 0 where those of here have a logarithm.

use super::normal;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

/// One of the streams of random numbers that a seed has.
///
/// ```
/// use custometry::stats::random::Random;
///
/// let draw = |seed, stream| Random::stream(seed, stream).unit();
/// assert_eq!(draw(7, 0), draw(7, 0));
/// assert_ne!(draw(7, 0), draw(7, 1));
/// assert_ne!(draw(7, 1), draw(8, 0));
/// ```
#[derive(Clone, Debug)]
pub struct Random(Xoshiro256PlusPlus);

impl Random {
    /// A stream of its own for each pair of numbers.
    ///
    /// The seed is scrambled before the number of the stream is added, so that the streams of one seed are not among those
    /// of the next.
    pub fn stream(seed: u64, stream: u64) -> Random {
        let scrambled = SplitMix64::seed_from_u64(seed).next_u64();
        Random(Xoshiro256PlusPlus::seed_from_u64(scrambled.wrapping_add(stream)))
    }

    /// Uniform between 0 and 1, without either: one of 2^52 values, in the middle of as many equal parts.
    pub fn unit(&mut self) -> f64 {
        const PARTS: f64 = (1_u64 << 52) as f64;
        ((self.0.next_u64() >> 12) as f64 + 0.5) / PARTS
    }

    /// Exponential with mean 1, by inversion.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.unit())
    }

    /// Standard normal, by inversion.
    pub fn normal(&mut self) -> f64 {
        normal::quantile(self.unit())
    }

    /// The logarithm of a gamma variate of scale 1, which itself may be too small for a number.
    ///
    /// Source: Marsaglia & Tsang (2000), "A Simple Method for Generating Gamma Variables", *ACM Transactions on Mathematical
    /// Software* 26. A shape below 1 is that of shape + 1 times U^(1 / shape).
    ///
    /// ```
    /// use custometry::stats::random::Random;
    ///
    /// let mut random = Random::stream(1, 0);
    /// let mean = (0..10_000).map(|_| random.ln_gamma(3.0).exp()).sum::<f64>() / 10_000.0;
    /// assert!((mean - 3.0).abs() < 4.0 * (3.0_f64 / 10_000.0).sqrt());
    /// ```
    pub fn ln_gamma(&mut self, shape: f64) -> f64 {
        let (shape, less) = if shape < 1.0 { (shape + 1.0, self.exponential() / shape) } else { (shape, 0.0) };
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (3.0 * d.sqrt());
        loop {
            let x = self.normal();
            let y = c * x;
            if y <= -1.0 {
                continue;
            }
            // x²/2 + d (1 - v + ln v) for v = (1 + y)³, in a form that keeps its digits when d is large.
            let ln_v = 3.0 * libm::log1p(y);
            let ln_accept = 0.5 * x * x + d * (ln_v - y * (3.0 + y * (3.0 + y)));
            if -self.exponential() < ln_accept {
                return libm::log(d) + ln_v - less;
            }
        }
    }

    /// The log-odds of a beta variate, ln(p / (1 - p)), from two gamma variates; p itself may round to 0 or 1.
    ///
    /// ```
    /// use custometry::stats::random::Random;
    ///
    /// let mut random = Random::stream(1, 0);
    /// let mean = (0..10_000).map(|_| 1.0 / (1.0 + (-random.beta_log_odds(2.0, 3.0)).exp())).sum::<f64>() / 10_000.0;
    /// assert!((mean - 0.4).abs() < 4.0 * (0.04_f64 / 10_000.0).sqrt());
    /// ```
    pub fn beta_log_odds(&mut self, a: f64, b: f64) -> f64 {
        self.ln_gamma(a) - self.ln_gamma(b)
    }

    /// How many times something does not happen before it does, for a chance with these log-odds: geometric, by inversion.
    /// Infinite where the chance is too small for a number.
    ///
    /// ```
    /// use custometry::stats::random::Random;
    ///
    /// let mut random = Random::stream(1, 0);
    /// let mean = (0..10_000).map(|_| random.failures(0.0)).sum::<f64>() / 10_000.0; // a fair coin
    /// assert!((mean - 1.0).abs() < 4.0 * (2.0_f64 / 10_000.0).sqrt());
    /// ```
    pub fn failures(&mut self, log_odds: f64) -> f64 {
        libm::floor(self.exponential() / libm::log1p(libm::exp(log_odds)))
    }
}
