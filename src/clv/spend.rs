//! Gamma-Gamma: what customers spend at a purchase. The amounts of a customer are gamma-distributed (shape p) around a mean of
//! their own, and the means differ between customers (q, v); neither depends on how often they buy.
//!
//! Sources: Fader, Hardie & Lee (2005), "RFM and CLV", *Journal of Marketing Research* 42(4); Fader & Hardie (2013), "The
//! Gamma-Gamma Model of Monetary Value", brucehardie.com. The likelihood of a mean m over x purchases is
//!
//! Γ(p x + q) / (Γ(p x) Γ(q)) (v / (v + x m))^q (x m / (v + x m))^(p x) / m.

use super::fit::{FitOptions, Fitted, Sample, Task, fit, sample_steps};
use super::histories::{Weights, Why, distinct, nobody};
use super::jet::Jet;
use crate::error::{Error, Result, try_collect};
use crate::fit::FitReport;
use crate::stats::special::{
    digamma, digamma_difference, ln_gamma, ln_gamma_difference, trigamma, trigamma_difference,
};
use crate::table::{Column, Table};
use serde::Serialize;
use std::borrow::Cow;

/// The parameters of a model of spend, or their standard errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct GammaGamma {
    /// The shape of a customer's amounts: large when they vary little from purchase to purchase.
    pub p: f64,
    /// The shape of the means over customers: large when these differ little.
    pub q: f64,
    /// Their scale, in money.
    pub v: f64,
}

/// A model of spend: of known parameters, or fitted.
#[derive(Clone, Debug)]
pub struct SpendModel {
    params: GammaGamma,
    fitted: Option<Fitted>,
}

const NAMES: [&str; 3] = ["p", "q", "v"];

impl GammaGamma {
    fn of([p, q, v, _]: [f64; 4]) -> GammaGamma {
        GammaGamma { p, q, v }
    }
}

impl SpendModel {
    /// A model of known parameters.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) unless all are positive and finite.
    ///
    /// ```
    /// use custometry::clv::{GammaGamma, SpendModel};
    ///
    /// // CDNOW (Fader & Hardie 2013): $35 a purchase.
    /// let model = SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 })?;
    /// assert!((model.population_mean().unwrap_or(0.0) - 35.2).abs() < 0.05);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn new(params: GammaGamma) -> Result<SpendModel> {
        let GammaGamma { p, q, v } = params;
        match NAMES.into_iter().zip([p, q, v]).find(|(_, value)| !(*value > 0.0 && value.is_finite())) {
            None => Ok(SpendModel { params, fitted: None }),
            Some((name, _)) => Err(Error::invalid_option(format!("{name} is not a positive number"))
                .with_help("The parameters of gamma-gamma are p, q, v, all positive.")),
        }
    }

    /// Fits the model to the rows of a summary whose `frequency` is above 0, by maximum likelihood: columns `frequency`,
    /// `monetary`, and for grouped data `weight`.
    ///
    /// # Errors
    ///
    /// - [`MissingColumn`](crate::ErrorKind::MissingColumn),
    /// - [`BadNumber`](crate::ErrorKind::BadNumber) or [`WrongType`](crate::ErrorKind::WrongType), with row and column, for the first row
    ///   that cannot be used: among those with a frequency above 0 also where `monetary` is 0 or negative,
    /// - [`EmptyInput`](crate::ErrorKind::EmptyInput) when nobody has a frequency above 0,
    /// - [`InvalidOption`](crate::ErrorKind::InvalidOption).
    ///
    /// ```
    /// use custometry::clv::SpendModel;
    /// use custometry::table::Table;
    ///
    /// let csv = b"frequency,monetary\n2,10\n1,31\n4,25\n3,8.5\n0,0\n5,14\n2,60\n1,12\n";
    /// let fitted = SpendModel::fit(&Table::from_csv(csv, &Default::default())?, &Default::default())?;
    /// assert_eq!(fitted.report().map(|report| report.observations), Some(7.0));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn fit(summary: &Table, options: &FitOptions) -> Result<SpendModel> {
        let spends = Spends::read(summary, true)?;
        let (first_rows, places) = distinct(
            summary.num_rows(),
            |row| [spends.frequency(row), spends.monetary(row), 0.0],
            |row| spends.frequency(row) > 0.0 && spends.weights.get(row) > 0.0,
        )?;
        let pattern = |&row: &usize| Spend::new(spends.frequency(row), spends.monetary(row));
        let mut patterns: Vec<Spend> = try_collect(first_rows.iter().map(pattern))?;
        for (row, &place) in places.iter().enumerate() {
            if let Some(pattern) = usize::try_from(place).ok().and_then(|place| patterns.get_mut(place)) {
                pattern.weight += spends.weights.get(row);
            }
        }
        let total = |value: &dyn Fn(&Spend) -> f64| patterns.iter().map(|own| own.weight * value(own)).sum::<f64>();
        let customers = total(&|_| 1.0);
        if patterns.is_empty() {
            return Err(nobody().with_help("The model of spend is fitted to customers with a frequency above 0."));
        }
        let mean = total(&|own| own.total / own.frequency) / customers;
        let steps = sample_steps(patterns.len());
        let patterns = &patterns;
        let functions: Vec<_> = steps
            .iter()
            .map(|&step| move |params, sum: &mut Jet| add_log_likelihood(params, patterns.iter().step_by(step), sum))
            .collect();
        let samples: Vec<Sample<'_>> = functions
            .iter()
            .zip(&steps)
            .map(|(likelihood, &step)| Sample { likelihood, share: 1.0 / step as f64 })
            .collect();
        let fitted = fit(
            &Task {
                names: &NAMES,
                patterns: patterns.len(),
                customers,
                likelihood: &|params, sum| add_log_likelihood(params, patterns.iter(), sum),
                samples: &samples,
                // All with the mean of the data, p v / (q - 1).
                starts: vec![[5.0, 4.0, 0.6 * mean, 1.0], [1.0, 2.0, mean, 1.0], [20.0, 15.0, 0.7 * mean, 1.0]],
                meaning: &meaning,
            },
            options,
        )?;
        Ok(SpendModel { params: GammaGamma::of(fitted.params), fitted: Some(fitted) })
    }

    /// The parameters.
    pub fn params(&self) -> GammaGamma {
        self.params
    }

    /// The standard errors of the parameters; none unless the model comes from a fit that converged.
    pub fn standard_errors(&self) -> Option<GammaGamma> {
        self.fitted.as_ref().and_then(|fitted| fitted.standard_errors).map(GammaGamma::of)
    }

    /// The log-likelihood of a fitted model: the sum over customers, all constants kept.
    pub fn log_likelihood(&self) -> Option<f64> {
        self.fitted.as_ref().map(|fitted| fitted.log_likelihood)
    }

    /// How the fit went.
    pub fn report(&self) -> Option<&FitReport> {
        self.fitted.as_ref().map(|fitted| &fitted.fit)
    }

    /// The mean amount of a purchase over all customers, p v / (q - 1); none for q up to 1, where it is infinite.
    ///
    /// ```
    /// # use custometry::clv::{GammaGamma, SpendModel};
    /// assert_eq!(SpendModel::new(GammaGamma { p: 6.0, q: 4.0, v: 15.0 })?.population_mean(), Some(30.0));
    /// assert_eq!(SpendModel::new(GammaGamma { p: 6.0, q: 1.0, v: 15.0 })?.population_mean(), None);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn population_mean(&self) -> Option<f64> {
        let GammaGamma { p, q, v } = self.params;
        (q > 1.0).then(|| p * (v / (q - 1.0)))
    }

    /// For each row of a summary the expected amount of a later purchase, p (v + x m) / (p x + q - 1): between the
    /// customer's own mean m and that of all customers, the closer to the own one the more purchases x there were. NaN where
    /// it is infinite.
    ///
    /// # Errors
    ///
    /// As [`SpendModel::fit`], but for [`EmptyInput`](crate::ErrorKind::EmptyInput).
    ///
    /// ```
    /// # use custometry::clv::{GammaGamma, SpendModel};
    /// # use custometry::table::Table;
    /// let model = SpendModel::new(GammaGamma { p: 6.0, q: 4.0, v: 15.0 })?;
    /// let summary = Table::from_csv(b"frequency,monetary\n0,0\n2,50\n", &Default::default())?;
    /// assert_eq!(model.expected_spend(&summary)?, [30.0, 46.0]);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn expected_spend(&self, summary: &Table) -> Result<Vec<f64>> {
        let spends = Spends::read(summary, false)?;
        let GammaGamma { p, q, v } = self.params;
        try_collect((0..summary.num_rows()).map(|row| {
            let x = spends.frequency(row);
            let total = if x > 0.0 { x * spends.monetary(row) } else { 0.0 };
            let divisor = p * x + q - 1.0;
            if divisor > 0.0 { p * ((v + total) / divisor) } else { f64::NAN }
        }))
    }
}

/// The columns of a summary.
struct Spends<'a> {
    frequencies: Cow<'a, [f64]>,
    amounts: Cow<'a, [f64]>,
    weights: Weights<'a>,
}

impl<'a> Spends<'a> {
    fn read(table: &'a Table, weighted: bool) -> Result<Spends<'a>> {
        let (frequency, monetary) = (table.column("frequency")?, table.column("monetary")?);
        let spends = Spends {
            frequencies: frequency.numbers()?,
            amounts: monetary.numbers()?,
            weights: Weights::of(table, weighted)?,
        };
        for row in 0..table.num_rows() {
            if let Some((column, why)) = spends.problem(row, frequency, monetary) {
                return Err(why.error(column, row));
            }
            spends.weights.check(row)?;
        }
        Ok(spends)
    }

    fn frequency(&self, row: usize) -> f64 {
        self.frequencies.get(row).copied().unwrap_or(f64::NAN)
    }

    fn monetary(&self, row: usize) -> f64 {
        self.amounts.get(row).copied().unwrap_or(f64::NAN)
    }

    fn problem(&self, row: usize, frequency: &'a Column, monetary: &'a Column) -> Option<(&'a Column, Why)> {
        let (x, m) = (self.frequency(row), self.monetary(row));
        let says = |text: &str| Why::Says(text.to_owned());
        match () {
            () if !x.is_finite() => Some((frequency, Why::NoNumber)),
            () if !(0.0..=1e9).contains(&x) || x != libm::trunc(x) => {
                Some((frequency, says("the frequency is not a whole number from 0 to 1e9")))
            }
            () if x == 0.0 => None,
            () if !m.is_finite() => Some((monetary, Why::NoNumber)),
            () if m > 1e100 => Some((monetary, says("the amount is beyond 1e100"))),
            () if m < 1e-100 => Some((
                monetary,
                says("the mean amount is not positive: decide what refunds and free purchases mean before"),
            )),
            () => None,
        }
    }
}

/// A distinct pair of a frequency and a mean amount.
struct Spend {
    frequency: f64,
    /// All that was spent, x m, and the logarithm of the mean.
    total: f64,
    ln_mean: f64,
    weight: f64,
}

impl Spend {
    fn new(frequency: f64, mean: f64) -> Spend {
        Spend { frequency, total: frequency * mean, ln_mean: libm::log(mean), weight: 0.0 }
    }
}

/// Adds the log-likelihood, with its derivatives. Patterns come sorted by frequency.
fn add_log_likelihood<'a>([p, q, v, _]: [f64; 4], patterns: impl Iterator<Item = &'a Spend>, sum: &mut Jet) {
    let (gamma_q, digamma_q, trigamma_q) = (ln_gamma(q), digamma(q), trigamma(q));
    let (mut base, mut of) = (Jet::default(), f64::NAN);
    for pattern in patterns {
        let x = pattern.frequency;
        if x != of {
            of = x;
            let shape = p * x;
            let trigamma_sum = trigamma(shape + q);
            base = Jet {
                value: ln_gamma_difference(shape, q) - gamma_q,
                slope: [x * digamma_difference(shape, q), digamma(shape + q) - digamma_q, 0.0, 0.0],
                bend: [
                    [x * x * trigamma_difference(shape, q), x * trigamma_sum, 0.0, 0.0],
                    [x * trigamma_sum, trigamma_sum - trigamma_q, 0.0, 0.0],
                    [0.0; 4],
                    [0.0; 4],
                ],
            };
        }
        // ln(v / (v + x m)) and ln(x m / (v + x m)).
        let (rest, own) = (-libm::log1p(pattern.total / v), -libm::log1p(v / pattern.total));
        let all = 1.0 / (v + pattern.total);
        let mut jet = base;
        jet.value += q * rest + p * x * own - pattern.ln_mean;
        jet.slope[0] += x * own;
        jet.slope[1] += rest;
        jet.slope[2] += (q * (pattern.total / v) - p * x) * all;
        let (by_p, by_q) = (-x * all, pattern.total / v * all);
        [jet.bend[0][2], jet.bend[2][0], jet.bend[1][2], jet.bend[2][1]] = [by_p, by_p, by_q, by_q];
        jet.bend[2][2] += (p * x + q) * all * all - q / v / v;
        sum.add(pattern.weight, &jet);
    }
}

/// What it means that a parameter tends to zero or infinity.
fn meaning(variable: usize, upper: bool) -> &'static str {
    match (variable, upper) {
        (0, true) => "a customer spends the same at each purchase",
        (0, false) => "amounts vary beyond all bounds from purchase to purchase",
        (_, true) => "customers all spend alike",
        (_, false) => "amounts differ between customers beyond all bounds",
    }
}
