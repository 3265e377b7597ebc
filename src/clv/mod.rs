//! Customer lifetime value: what customers without a contract will buy, and what that is worth.
//!
//! Such customers do not say when they leave. The models here infer from how often and how recently each has bought how
//! probable it is that they are customers still, and how often they will buy; a model of spend says for how much.
//!
//! - [`summarize_purchases`] makes of purchases what the models read: frequency, recency, T and monetary by customer.
//! - [`PurchaseModel`] is one of BG/NBD, MBG/NBD, Pareto/NBD and BG/BB ([`PurchaseModelKind`]), [`SpendModel`] is Gamma-Gamma.
//! - [`lifetime_value`] puts the two together.
//! - [`validate_holdout`], [`frequency_fit`] and [`track_purchases`] compare a model with what came; [`simulate_summaries`] and
//!   [`simulate_transactions`] draw customers from one.
//! - [`historic_value`] and [`value_contribution`] need no model; [`clv_formula`], [`clv_retention`], [`clv_from_churn`] and
//!   [`acquisition_cost`] are the plain formulas for the average customer.
//!
//! Everything is computed from logarithms, and what the literature writes as differences of hypergeometric functions is written
//! as sums and integrals of positive terms; `tests/cases/clv_accuracy.rs` compares it with values of 25 digits.

mod alive_history;
mod beta_binomial;
mod beta_geometric;
mod churn_value;
mod contribution;
mod counts;
mod covariates;
mod discount;
mod estimates;
mod fit;
mod forecast;
mod formulas;
mod frequency_fit;
mod historic;
mod histories;
mod holdout;
mod integrals;
mod jet;
mod left_by_chance;
mod model;
mod model_matrix;
mod pareto;
mod process;
mod purchase_days;
mod search;
mod simulate;
mod spend;
mod summary;
mod tracking;
mod uncertainty;
mod value;

pub use alive_history::alive_history;
pub use churn_value::{ChurnInputs, ChurnValue, clv_from_churn};
pub use contribution::{ContributionSummary, ValueContribution, ValueContributionOptions, value_contribution};
pub use covariates::CovariateOptions;
pub use discount::DiscountOptions;
pub use fit::FitOptions;
pub use formulas::{
    AcquisitionCost, AcquisitionInputs, ClvFormula, ClvInputs, acquisition_cost, clv_formula, clv_retention,
};
pub use frequency_fit::{FrequencyClass, FrequencyFit, FrequencyFitOptions, frequency_fit};
pub use historic::{HistoricTotals, HistoricValue, HistoricValueOptions, historic_value};
pub use holdout::{ForecastError, HoldoutClass, HoldoutOptions, HoldoutValidation, LiftGroup, validate_holdout};
pub use model::PurchaseModel;
pub use model_matrix::{ModelMatrix, ModelMatrixOptions, model_matrix};
pub use process::PurchaseModelKind;
pub use simulate::{SimulateSummariesOptions, SimulateTransactionsOptions, simulate_summaries, simulate_transactions};
pub use spend::{GammaGamma, SpendModel};
pub use summary::{PurchaseSummary, PurchaseSummaryOptions, TimeUnit, summarize_purchases};
pub use tracking::{Tracking, track_purchases};
pub use value::{LifetimeValueOptions, PortfolioValue, lifetime_value, portfolio_value};
