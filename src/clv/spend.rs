//! Gamma-Gamma: what customers spend at a purchase. The amounts of a customer are gamma-distributed (shape p) around a mean of
//! their own, and the means differ between customers (q, v); neither depends on how often they buy.
//!
//! Sources: Fader, Hardie & Lee (2005), "RFM and CLV", *Journal of Marketing Research* 42(4); Fader & Hardie (2013), "The
//! Gamma-Gamma Model of Monetary Value", brucehardie.com. The likelihood of a mean m over x purchases is
//!
//! Γ(p x + q) / (Γ(p x) Γ(q)) (v / (v + x m))^q (x m / (v + x m))^(p x) / m.

use super::estimates::{Covariances, Estimates, check_positive, named};
use super::fit::{Direction, FitOptions, Likelihood, Task, Total, fit, samples};
use super::histories::{Distinct, Weights, Why, distinct, nobody};
use super::jet::Jet;
use crate::error::{Error, Result, try_collect};
use crate::fit::FitReport;
use crate::options::OnInvalid;
use crate::stats::special::{
    digamma, digamma_difference, ln_gamma, ln_gamma_difference, trigamma, trigamma_difference,
};
use crate::table::{Column, Table};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

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
    estimates: Estimates,
}

const KIND: &str = "gamma-gamma";
const NAMES: [&str; 3] = ["p", "q", "v"];

impl GammaGamma {
    fn of(values: &[f64]) -> Option<GammaGamma> {
        let &[p, q, v] = values else { return None };
        Some(GammaGamma { p, q, v })
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
        check_positive(&[p, q, v], KIND, &NAMES)?;
        Ok(SpendModel { params, estimates: Estimates::default() })
    }

    /// A model of known parameters, by name.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) for a parameter that is missing, unknown or not positive.
    ///
    /// ```
    /// use custometry::clv::SpendModel;
    ///
    /// let params = [("p", 6.25), ("q", 3.74), ("v", 15.44)].map(|(name, value)| (name.to_owned(), value));
    /// assert_eq!(SpendModel::from_params(&params.into())?.params().q, 3.74);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn from_params(params: &BTreeMap<String, f64>) -> Result<SpendModel> {
        let values = named(params, KIND, &NAMES, &|_| false)?;
        SpendModel::new(GammaGamma::of(&values).ok_or_else(|| Error::internal("a model lost a parameter"))?)
    }

    /// The model with the covariances that its parameters had when they were estimated: rows and columns in the order p, q, v.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) unless the matrix can be one of covariances: 3 by 3, finite,
    /// symmetric and positive semidefinite.
    ///
    /// ```
    /// # use custometry::clv::{GammaGamma, SpendModel};
    /// let model = SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 })?;
    /// let rows = vec![vec![1.4, -0.2, -3.7], vec![-0.2, 0.08, 0.8], vec![-3.7, 0.8, 13.0]];
    /// assert_eq!(model.with_covariances(rows)?.standard_errors().map(|errors| errors.q), Some(0.08_f64.sqrt()));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn with_covariances(mut self, rows: Vec<Vec<f64>>) -> Result<SpendModel> {
        self.estimates.covariances = Some(Covariances::checked(rows, NAMES.len())?);
        Ok(self)
    }

    /// Fits the model to the rows of a summary whose `frequency` is above 0, by maximum likelihood: columns `frequency`,
    /// `monetary`, and for grouped data `weight`.
    ///
    /// # Errors
    ///
    /// - [`MissingColumn`](crate::ErrorKind::MissingColumn),
    /// - [`BadNumber`](crate::ErrorKind::BadNumber) or [`WrongType`](crate::ErrorKind::WrongType), with row and column, for the first row
    ///   that cannot be used: among those with a frequency above 0 also where `monetary` is 0 or negative, unless `on_non_positive`
    ///   is skip,
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
        if options.covariates.is_some() {
            return Err(Error::invalid_option("gamma-gamma has no covariates")
                .with_help("Leave them out, or fit it to each group of customers by itself."));
        }
        let spends = Spends::read(summary, true, options.on_non_positive != Some(OnInvalid::Skip))?;
        let Distinct { tuples, places } =
            distinct(summary.num_rows(), &|row| [spends.frequency(row), spends.monetary(row), 0.0, 0.0], &|row| {
                spends.frequency(row) > 0.0 && spends.monetary(row) > 0.0 && spends.weights.get(row) > 0.0
            })?;
        let pattern = |&[frequency, mean, ..]: &[f64; 4]| Spend::new(frequency, mean);
        let mut patterns: Vec<Spend> = try_collect(tuples.iter().map(pattern))?;
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
        let weights: Vec<f64> = patterns.iter().map(|own| own.weight).collect();
        let taken = |&(place, weight): &(usize, f64)| patterns.get(place).map(|own| Spend { weight, ..*own });
        let samples: Vec<Vec<Spend>> =
            samples(&weights).iter().map(|sample| sample.iter().filter_map(taken).collect()).collect();
        let of = |patterns| move |estimates: &[f64], total: &mut Total| add_all(patterns, estimates, total);
        let functions: Vec<_> = samples.iter().map(|sample| of(sample)).collect();
        let functions: Vec<&Likelihood<'_>> = functions.iter().map(|function| function as &Likelihood<'_>).collect();
        let direction = |label: &str, own, along: [f64; 3]| Direction {
            label: label.to_owned(),
            is_mean: own == 2,
            own,
            along: along.into(),
        };
        let fitted = fit(
            &Task {
                names: NAMES.map(str::to_owned).into(),
                positive: 3,
                patterns: patterns.len(),
                customers,
                likelihood: &of(&patterns),
                samples: &functions,
                origin: vec![0.0, 0.0, libm::log(mean)],
                // The mean is about p v / q.
                directions: vec![
                    direction("p", 0, [1.0, 0.0, -1.0]),
                    direction("q", 1, [0.0, 1.0, 1.0]),
                    direction("v p / q", 2, [0.0, 0.0, 1.0]),
                ],
                // All with the mean of the data, p v / (q - 1).
                starts: vec![vec![5.0, 4.0, 0.6 * mean], vec![1.0, 2.0, mean], vec![20.0, 15.0, 0.7 * mean]],
                meaning: &meaning,
                dependent: Vec::new(),
            },
            options,
        )?;
        let params = GammaGamma::of(&fitted.params).ok_or_else(|| Error::internal("a fit lost a parameter"))?;
        Ok(SpendModel { params, estimates: fitted.estimates })
    }

    /// The parameters.
    pub fn params(&self) -> GammaGamma {
        self.params
    }

    /// The standard errors of the parameters; none unless the model comes from a fit that converged, or was given covariances.
    pub fn standard_errors(&self) -> Option<GammaGamma> {
        self.estimates.covariances.as_ref().and_then(|own| GammaGamma::of(&own.standard_errors()))
    }

    /// The covariances of the parameters p, q, v, row by row; none where there are no standard errors.
    pub fn covariances(&self) -> Option<&[Vec<f64>]> {
        self.estimates.covariances.as_ref().map(Covariances::rows)
    }

    /// The log-likelihood of a fitted model: the sum over customers, all constants kept.
    pub fn log_likelihood(&self) -> Option<f64> {
        self.estimates.log_likelihood
    }

    /// Akaike's information criterion of a fitted model, 2 k - 2 LL with k = 3 parameters.
    pub fn aic(&self) -> Option<f64> {
        self.estimates.aic(NAMES.len())
    }

    /// The Bayesian information criterion of a fitted model, k ln(customers) - 2 LL with k = 3 parameters.
    pub fn bic(&self) -> Option<f64> {
        self.estimates.bic(NAMES.len())
    }

    /// How the fit went.
    pub fn report(&self) -> Option<&FitReport> {
        self.estimates.fit.as_ref()
    }

    pub(super) fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    /// As the model is, but of parameters that are off: their logarithms move by `by`.
    pub(super) fn moved(&self, by: &[f64]) -> SpendModel {
        let mut moved = self.clone();
        let GammaGamma { p, q, v } = &mut moved.params;
        [p, q, v].into_iter().zip(by).for_each(|(param, by)| *param *= libm::exp(*by));
        moved
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
    /// As [`SpendModel::fit`], but for [`EmptyInput`](crate::ErrorKind::EmptyInput), and `monetary` may be 0.
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
        let spends = Spends::read(summary, false, false)?;
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
    /// Reads the columns. A mean amount that is not positive is an error only where it has to be; it cannot be negative anyhow
    /// where something is to be said of that customer.
    fn read(table: &'a Table, for_fit: bool, positive: bool) -> Result<Spends<'a>> {
        let (frequency, monetary) = (table.column("frequency")?, table.column("monetary")?);
        let spends = Spends {
            frequencies: frequency.numbers()?,
            amounts: monetary.numbers()?,
            weights: Weights::of(table, for_fit)?,
        };
        for row in 0..table.num_rows() {
            if let Some((column, why)) = spends.problem(row, frequency, monetary, [for_fit, positive]) {
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

    fn problem(
        &self,
        row: usize,
        frequency: &'a Column,
        monetary: &'a Column,
        [for_fit, positive]: [bool; 2],
    ) -> Option<(&'a Column, Why)> {
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
            () if m < 1e-100 && positive => Some((
                monetary,
                says("the mean amount is not positive: pass onNonPositive: \"skip\" to fit the model to the others"),
            )),
            () if m < 0.0 && !for_fit => Some((monetary, says("the mean amount is negative"))),
            () => None,
        }
    }
}

/// A distinct pair of a frequency and a mean amount.
#[derive(Clone, Copy)]
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

/// Adds the log-likelihood of every so-manieth pattern.
fn add_all(patterns: &[Spend], estimates: &[f64], total: &mut Total) {
    let mut params = [1.0; 4];
    params.iter_mut().zip(estimates).for_each(|(param, log)| *param = libm::exp(*log));
    let mut jet = Jet::default();
    add_log_likelihood(params, patterns, &mut jet);
    total.add(&jet, &params, &[[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]);
}

/// Adds the log-likelihood, with its derivatives. Patterns come sorted by frequency.
fn add_log_likelihood([p, q, v, _]: [f64; 4], patterns: &[Spend], sum: &mut Jet) {
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

/// What it means that a coordinate (p, q, v p / q) tends to zero or infinity.
fn meaning(variable: usize, upper: bool) -> &'static str {
    match (variable, upper) {
        (0, true) => "a customer spends the same at each purchase",
        (0, false) => "amounts differ beyond all bounds from purchase to purchase",
        (1, true) => "customers all spend alike",
        (1, false) => "customers differ beyond all bounds in what they spend",
        (_, true) => "the mean amount is beyond all bounds",
        (_, false) => "the mean amount is next to nothing",
    }
}
