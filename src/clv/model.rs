//! Models of purchases: fits, and what a model says of customers.

use super::covariates::{self, Effect};
use super::estimates::{Covariances, Estimates, check_positive, named};
use super::fit::{FitOptions, Likelihood, Task, Total, fit, samples};
use super::histories::{Histories, History, Pattern};
use super::jet::MOST;
use super::process::{Process, PurchaseModelKind};
use super::search::{coordinates, meaning, starts};
use crate::error::{Error, Result, quoted, try_vec};
use crate::fit::FitReport;
use crate::number;
use crate::table::Table;
use std::collections::BTreeMap;

/// A model of purchases: of known parameters, or fitted.
#[derive(Clone, Debug)]
pub struct PurchaseModel {
    kind: PurchaseModelKind,
    params: [f64; 4],
    /// The covariates, and their coefficients.
    effects: Vec<Effect>,
    coefficients: Vec<f64>,
    estimates: Estimates,
}

impl PurchaseModel {
    /// A model of known parameters, in the order of [`PurchaseModelKind::parameters`].
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) unless all are positive and finite.
    ///
    /// ```
    /// use custometry::clv::{PurchaseModel, PurchaseModelKind};
    ///
    /// // Fader, Hardie & Lee (2005), CDNOW, weeks.
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// assert!(model.expected_purchases_new_customer(52.0)? > 1.0);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn new(kind: PurchaseModelKind, params: [f64; 4]) -> Result<PurchaseModel> {
        check_positive(&params, kind.name(), &kind.parameters())?;
        Ok(PurchaseModel {
            kind,
            params,
            effects: Vec::new(),
            coefficients: Vec::new(),
            estimates: Estimates::default(),
        })
    }

    /// A model of known parameters, by name; among them may be coefficients of covariates, `purchases.<column>` and
    /// `lifetime.<column>`, which can have any sign (see [`CovariateOptions`](super::CovariateOptions)).
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) for a parameter that is missing, unknown or not positive, a coefficient
    /// that is not finite, and for coefficients of [`BgBb`](PurchaseModelKind::BgBb).
    ///
    /// ```
    /// use custometry::clv::{PurchaseModel, PurchaseModelKind};
    ///
    /// let params = [("r", 0.6), ("alpha", 10.0), ("s", 0.6), ("beta", 12.0), ("purchases.online", 0.7)];
    /// let params = params.map(|(name, value)| (name.to_owned(), value)).into();
    /// let model = PurchaseModel::from_params(PurchaseModelKind::ParetoNbd, &params)?;
    /// assert_eq!(model.parameter_names(), ["r", "alpha", "s", "beta", "purchases.online"]);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn from_params(kind: PurchaseModelKind, params: &BTreeMap<String, f64>) -> Result<PurchaseModel> {
        let names = kind.parameters();
        let is_effect = |name: &str| Effect::named(kind, name.to_owned()).is_some();
        let values = named(params, kind.name(), &names, &is_effect)?;
        let [first, second, third, fourth] = values.as_slice() else {
            return Err(Error::internal("a model lost a parameter"));
        };
        let mut model = PurchaseModel::new(kind, [*first, *second, *third, *fourth])?;
        // In the order of a fit: those of purchases come first.
        let effects = || params.iter().filter(|(name, _)| is_effect(name));
        covariates::check(kind, effects().next().is_none())?;
        let of = |purchases: bool| effects().filter(move |(name, _)| name.starts_with('p') == purchases);
        for (name, &coefficient) in of(true).chain(of(false)) {
            if !coefficient.is_finite() {
                return Err(Error::invalid_option(format!("{name} is not a finite number"))
                    .with_help("Leave the coefficient out if there is no such covariate."));
            }
            model.effects.extend(Effect::named(kind, name.clone()));
            model.coefficients.push(coefficient);
        }
        Ok(model)
    }

    /// The model with the covariances that its parameters had when they were estimated: rows and columns in the order of
    /// [`parameter_names`](PurchaseModel::parameter_names).
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) unless the matrix can be one of covariances: a row and a column for
    /// each parameter, finite, symmetric and positive semidefinite.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let error = model.with_covariances(vec![vec![1.0, 0.0], vec![0.0, 1.0]]).map(drop).map_err(|error| error.kind());
    /// assert_eq!(error, Err(custometry::ErrorKind::InvalidOption));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn with_covariances(mut self, rows: Vec<Vec<f64>>) -> Result<PurchaseModel> {
        self.estimates.covariances = Some(Covariances::checked(rows, MOST + self.effects.len())?);
        Ok(self)
    }

    /// Fits a model to a summary with the columns `frequency`, `recency` and `T`, and for grouped data `weight`, by maximum
    /// likelihood. For [`BgBb`](PurchaseModelKind::BgBb) T is the number of opportunities to buy, and recency that of the last
    /// one that was taken.
    ///
    /// With covariates ([`CovariateOptions`](super::CovariateOptions)) the parameters are those of a customer all of whose
    /// covariates are 0, and the coefficients `purchases.<column>` and `lifetime.<column>` follow them.
    ///
    /// # Errors
    ///
    /// - [`MissingColumn`](crate::ErrorKind::MissingColumn),
    /// - [`BadNumber`](crate::ErrorKind::BadNumber) or [`WrongType`](crate::ErrorKind::WrongType), with row and column, for the
    ///   first row that cannot be a customer's history, or that lacks a covariate,
    /// - [`EmptyInput`](crate::ErrorKind::EmptyInput) without customers,
    /// - [`InvalidOption`](crate::ErrorKind::InvalidOption), also for covariates of [`BgBb`](PurchaseModelKind::BgBb).
    ///
    /// ```
    /// use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// use custometry::table::Table;
    ///
    /// // Of those who could buy in two more years, so many did in both, in the first, in the second, in none.
    /// let csv = b"frequency,recency,T,weight\n2,2,2,200\n1,1,2,100\n1,2,2,150\n0,0,2,550\n";
    /// let fitted = PurchaseModel::fit(PurchaseModelKind::BgBb, &Table::from_csv(csv, &Default::default())?, &Default::default())?;
    /// assert_eq!(fitted.report().map(|report| report.observations), Some(1000.0));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn fit(kind: PurchaseModelKind, summary: &Table, options: &FitOptions) -> Result<PurchaseModel> {
        let effects = Effect::all(kind, options.covariates.as_ref())?;
        let histories = Histories::for_fit(summary, kind.time(), &effects)?;
        let patterns = &histories.patterns;
        let add = |patterns: &[Pattern], estimates: &[f64], total: &mut Total| {
            covariates::add_log_likelihood(kind, &effects, &histories.covariates, patterns, estimates, total);
        };
        let weights: Vec<f64> = patterns.iter().map(|pattern| pattern.weight).collect();
        let taken = |&(place, weight): &(usize, f64)| patterns.get(place).map(|own| Pattern { weight, ..*own });
        let samples: Vec<Vec<Pattern>> =
            samples(&weights).iter().map(|sample| sample.iter().filter_map(taken).collect()).collect();
        let functions: Vec<_> =
            samples.iter().map(|sample| |estimates: &[f64], total: &mut Total| add(sample, estimates, total)).collect();
        let functions: Vec<&Likelihood<'_>> = functions.iter().map(|function| function as &Likelihood<'_>).collect();
        let (means, starts) = starts(kind, patterns);
        let (mut directions, dependent) = covariates::directions(&effects, &histories.covariates);
        directions.extend(coordinates(kind, effects.len()));
        let fitted = fit(
            &Task {
                names: names(kind, &effects),
                positive: MOST,
                patterns: patterns.len(),
                customers: histories.customers,
                likelihood: &|estimates, total| add(patterns, estimates, total),
                samples: &functions,
                origin: means.into_iter().map(libm::log).chain(effects.iter().map(|_| 0.0)).collect(),
                directions,
                starts: starts
                    .into_iter()
                    .map(|params| params.into_iter().chain(effects.iter().map(|_| 0.0)).collect())
                    .collect(),
                meaning: &meaning,
                dependent,
            },
            options,
        )?;
        let (params, coefficients) = match fitted.params.split_first_chunk() {
            Some((params, coefficients)) => (*params, coefficients.to_vec()),
            None => return Err(Error::internal("a fit lost a parameter")),
        };
        Ok(PurchaseModel { kind, params, effects, coefficients, estimates: fitted.estimates })
    }

    /// Which model it is.
    pub fn kind(&self) -> PurchaseModelKind {
        self.kind
    }

    /// The four parameters, in the order of [`PurchaseModelKind::parameters`]: with covariates, those of a customer all of whose
    /// covariates are 0.
    pub fn params(&self) -> [f64; 4] {
        self.params
    }

    /// The names of all parameters: the four, then the coefficients `purchases.<column>` and `lifetime.<column>`, each sorted.
    pub fn parameter_names(&self) -> Vec<String> {
        names(self.kind, &self.effects)
    }

    /// All parameters, in the order of their names.
    pub fn parameter_values(&self) -> Vec<f64> {
        [self.params.as_slice(), &self.coefficients].concat()
    }

    /// The standard errors of all parameters, from the inverse of the observed information in the logarithms of the four and
    /// in the coefficients; none unless the model comes from a fit that converged, or was given covariances.
    pub fn standard_errors(&self) -> Option<Vec<f64>> {
        self.estimates.covariances.as_ref().map(Covariances::standard_errors)
    }

    /// The covariances of all parameters, row by row; none where there are no standard errors.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let csv = b"frequency,recency,T,weight\n2,2,2,200\n1,1,2,100\n1,2,2,150\n0,0,2,550\n1,1,1,170\n0,0,1,330\n";
    /// let summary = Table::from_csv(csv, &Default::default())?;
    /// let fitted = PurchaseModel::fit(PurchaseModelKind::BgBb, &summary, &Default::default())?;
    /// // The same model, from what was written down of it.
    /// let params = fitted.parameter_names().into_iter().zip(fitted.parameter_values()).collect();
    /// let mut again = PurchaseModel::from_params(PurchaseModelKind::BgBb, &params)?;
    /// if let Some(rows) = fitted.covariances() {
    ///     again = again.with_covariances(rows.to_vec())?;
    /// }
    /// assert_eq!(again.standard_errors(), fitted.standard_errors());
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn covariances(&self) -> Option<&[Vec<f64>]> {
        self.estimates.covariances.as_ref().map(Covariances::rows)
    }

    /// The log-likelihood of a fitted model: the sum over customers, all constants kept.
    pub fn log_likelihood(&self) -> Option<f64> {
        self.estimates.log_likelihood
    }

    /// Akaike's information criterion of a fitted model, 2 k - 2 LL with k parameters, coefficients among them.
    pub fn aic(&self) -> Option<f64> {
        self.estimates.aic(MOST + self.effects.len())
    }

    /// The Bayesian information criterion of a fitted model, k ln(customers) - 2 LL with k parameters.
    pub fn bic(&self) -> Option<f64> {
        self.estimates.bic(MOST + self.effects.len())
    }

    /// The log-likelihood that a summary has under the model, whether it was fitted to that or not.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::fit`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// // Nobody who did not buy again can have left: (alpha / (alpha + T))^r.
    /// let customer = Table::from_csv(b"frequency,recency,T\n0,0,38.86\n", &Default::default())?;
    /// assert!((model.log_likelihood_of(&customer)? - 0.243 * (4.414 / 43.274_f64).ln()).abs() < 1e-15);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn log_likelihood_of(&self, summary: &Table) -> Result<f64> {
        let histories = Histories::for_fit(summary, self.kind.time(), &self.effects)?;
        let mut total = Total::new(MOST + self.effects.len());
        let (patterns, values) = (&histories.patterns, &histories.covariates);
        covariates::add_log_likelihood(self.kind, &self.effects, values, patterns, &self.logarithms(), &mut total);
        Ok(total.value)
    }

    /// How the fit went.
    pub fn report(&self) -> Option<&FitReport> {
        self.estimates.fit.as_ref()
    }

    /// The plain model of a customer with these covariates, given by column: for those who were just acquired, of whom there is
    /// no row in a summary yet.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) unless there is a finite number for each covariate of the model and
    /// for no other.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let params = [("r", 0.6), ("alpha", 10.0), ("s", 0.6), ("beta", 12.0), ("purchases.online", 2_f64.ln())];
    /// let params = params.map(|(name, value)| (name.to_owned(), value)).into();
    /// let model = PurchaseModel::from_params(PurchaseModelKind::ParetoNbd, &params)?;
    /// let of = |online| model.with_covariates_of(&[("online".to_owned(), online)].into());
    /// let [offline, online] = [of(0.0)?, of(1.0)?].map(|model| model.expected_purchases_new_customer(52.0));
    /// assert!((online? - 2.0 * offline?).abs() < 1e-12);
    /// assert!(model.expected_purchases_new_customer(52.0).is_err());
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn with_covariates_of(&self, customer: &BTreeMap<String, f64>) -> Result<PurchaseModel> {
        if let Some(name) = customer.keys().find(|name| self.effects.iter().all(|effect| effect.column() != *name)) {
            return Err(Error::invalid_option(format!("the model has no covariate {}", quoted(name)))
                .with_help("Give a number for each covariate of the model, by column."));
        }
        let value = |effect: &Effect| match customer.get(effect.column()) {
            Some(value) if value.is_finite() => Ok(*value),
            _ => Err(Error::invalid_option(format!("the covariate {} is missing", quoted(effect.column())))
                .with_help("Give a number for each covariate of the model, by column.")),
        };
        let values: Vec<f64> = self.effects.iter().map(value).collect::<Result<_>>()?;
        let params = covariates::params_of(&self.logarithms(), &covariates::rows(&self.effects, &values));
        PurchaseModel::new(self.kind, params.unwrap_or([f64::INFINITY; MOST]))
    }

    /// The names of the columns that the parameters depend on, each once.
    pub fn covariate_columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        for effect in &self.effects {
            if !columns.contains(&effect.column()) {
                columns.push(effect.column());
            }
        }
        columns
    }

    /// What is estimated: the logarithms of the parameters, and the coefficients.
    fn logarithms(&self) -> Vec<f64> {
        self.params.into_iter().map(libm::log).chain(self.coefficients.iter().copied()).collect()
    }

    pub(super) fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    /// As the model is, but of parameters that are off: the logarithms of the four, and the coefficients, move by `by`.
    pub(super) fn moved(&self, by: &[f64]) -> PurchaseModel {
        let mut moved = self.clone();
        moved.params.iter_mut().zip(by).for_each(|(param, by)| *param *= libm::exp(*by));
        let rest = by.get(MOST..).unwrap_or_default();
        moved.coefficients.iter_mut().zip(rest).for_each(|(coefficient, by)| *coefficient += by);
        moved
    }

    /// What the model says of customers just acquired.
    pub(super) fn of_new_customers<T>(&self, work: impl FnOnce(&dyn Process) -> T) -> Result<T> {
        if self.effects.is_empty() {
            return Ok(self.kind.with(self.params, work));
        }
        Err(Error::invalid_option("the model has covariates, and there is no summary to read them from")
            .with_help("Give the customer's covariates, a number for each column."))
    }

    /// For each row of a summary the expected number of purchases within the next `horizon` units of time: P(alive) times
    /// what a customer who has not left will buy.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::fit`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let customer = Table::from_csv(b"frequency,recency,T\n2,30.43,38.86\n", &Default::default())?;
    /// assert!((model.expected_purchases(&customer, 39.0)?[0] - 1.226).abs() < 5e-4); // Fader, Hardie & Lee (2005)
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn expected_purchases(&self, summary: &Table, horizon: f64) -> Result<Vec<f64>> {
        let horizon = self.time("horizon", horizon)?;
        self.by_row(summary, |process, history| {
            process.probability_alive(history) * process.expected_if_alive(history, horizon)
        })
    }

    /// For each row of a summary the expected number of purchases within the horizon, each discounted by e^(-rate t), t being
    /// the time until then.
    pub(super) fn discounted_purchases(&self, summary: &Table, horizon: f64, rate: f64) -> Result<Vec<f64>> {
        let horizon = self.time("horizon", horizon)?;
        self.by_row(summary, |process, history| {
            process.probability_alive(history) * process.discounted_if_alive(history, horizon, rate)
        })
    }

    /// For each row of a summary the probability that the customer has not left for good: at the end of the observation, or,
    /// for [`BgBb`](PurchaseModelKind::BgBb), by the next opportunity.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::fit`].
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// # use custometry::table::Table;
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let customer = Table::from_csv(b"frequency,recency,T\n2,30.43,38.86\n", &Default::default())?;
    /// assert!((model.probability_alive(&customer)?[0] - 0.7266).abs() < 5e-5);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn probability_alive(&self, summary: &Table) -> Result<Vec<f64>> {
        self.by_row(summary, |process, history| process.probability_alive(history))
    }

    /// For each row of a summary what the model says of its history.
    pub(super) fn by_row(&self, summary: &Table, value: impl Fn(&dyn Process, &History) -> f64) -> Result<Vec<f64>> {
        self.by_row_of(summary, &value)
    }

    fn by_row_of(&self, summary: &Table, value: &dyn Fn(&dyn Process, &History) -> f64) -> Result<Vec<f64>> {
        let histories = Histories::read(summary, self.kind.time(), false, &self.effects)?;
        let mut values = try_vec(histories.patterns.len())?;
        let logarithms = self.logarithms();
        for group in histories.patterns.chunk_by(|a, b| a.group == b.group) {
            // Without covariates the parameters are what they are, to the bit.
            let params = match self.effects.is_empty() {
                true => self.params,
                false => covariates::params_of_group(&logarithms, &self.effects, group, &histories)?,
            };
            self.kind.with(params, |process| {
                values.extend(group.iter().map(|pattern| value(process, &pattern.history)));
            });
        }
        histories.by_row(&values)
    }

    /// The expected number of purchases of a customer just acquired, within a time; their first purchase is not counted.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) for a time that is negative, beyond 1e9, or, where opportunities are
    /// counted, not whole; and for a model with covariates (see [`with_covariates_of`](PurchaseModel::with_covariates_of)).
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let model = PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.553, 10.578, 0.606, 11.669])?;
    /// assert!((model.expected_purchases_new_customer(52.0)? - 1.473).abs() < 0.001);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn expected_purchases_new_customer(&self, t: f64) -> Result<f64> {
        let t = self.time("t", t)?;
        self.of_new_customers(|process| process.expected_new(t))
    }

    /// P(X(t) = n): the probability that a customer just acquired makes n purchases within a time.
    ///
    /// # Errors
    ///
    /// As [`PurchaseModel::expected_purchases_new_customer`], and for more than a million purchases.
    ///
    /// ```
    /// # use custometry::clv::{PurchaseModel, PurchaseModelKind};
    /// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
    /// let some: f64 = (1..=100).map(|n| model.purchase_count_probability(39.0, n)).sum::<Result<_, _>>()?;
    /// assert!((some + model.purchase_count_probability(39.0, 0)? - 1.0).abs() < 1e-6);
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn purchase_count_probability(&self, t: f64, n: u64) -> Result<f64> {
        let t = self.time("t", t)?;
        if n > MOST_PURCHASES {
            return Err(
                Error::invalid_option(format!("n is {n}")).with_help("Give a number of purchases up to a million.")
            );
        }
        self.of_new_customers(|process| process.probability(t, n as f64))
    }

    /// A time that a model can look ahead.
    pub(super) fn time(&self, name: &str, value: f64) -> Result<f64> {
        let whole = self.kind != PurchaseModelKind::BgBb || value == libm::trunc(value);
        if (0.0..=1e9).contains(&value) && whole {
            return Ok(value);
        }
        let what = if self.kind == PurchaseModelKind::BgBb { "a whole number of opportunities" } else { "a time" };
        Err(Error::invalid_option(format!("{name} is {}", number::text(value)))
            .with_help(format!("Give {what} from 0 to 1e9, in the unit of the data that the model was fitted to.")))
    }
}

const MOST_PURCHASES: u64 = 1_000_000;

/// The names of all parameters.
fn names(kind: PurchaseModelKind, effects: &[Effect]) -> Vec<String> {
    let plain = kind.parameters().into_iter().map(str::to_owned);
    plain.chain(effects.iter().map(|effect| effect.name.clone())).collect()
}
