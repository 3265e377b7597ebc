//! Customer lifetime value: what customers without a contract will buy, and what that is worth.
//!
//! Such customers do not say when they leave. The models here infer from how often and how recently each has bought how
//! probable it is that they are customers still, and how often they will buy; a model of spend says for how much.
//!
//! - [`summarize_purchases`] makes of purchases what the models read: frequency, recency, T and monetary by customer.
//! - [`PurchaseModel`] is one of BG/NBD, MBG/NBD, Pareto/NBD and BG/BB ([`PurchaseModelKind`]), [`SpendModel`] is Gamma-Gamma.
//! - [`lifetime_value`] puts the two together.
//! - [`clv_formula`] and [`clv_retention`] are the plain formulas for the average customer.
//!
//! Everything is computed from logarithms, and what the literature writes as differences of hypergeometric functions is written
//! as sums and integrals of positive terms; `tests/cases/clv_accuracy.rs` compares it with values of 25 digits.

mod beta_binomial;
mod beta_geometric;
mod counts;
mod covariates;
mod estimates;
mod fit;
mod formulas;
mod histories;
mod jet;
mod left_by_chance;
mod model;
mod pareto;
mod process;
mod spend;
mod summary;
mod uncertainty;
mod value;

pub use covariates::CovariateOptions;
pub use fit::FitOptions;
pub use formulas::{ClvFormula, ClvInputs, clv_formula, clv_retention};
pub use model::PurchaseModel;
pub use process::PurchaseModelKind;
pub use spend::{GammaGamma, SpendModel};
pub use summary::{PurchaseSummary, PurchaseSummaryOptions, TimeUnit, summarize_purchases};
pub use value::{LifetimeValueOptions, PortfolioValue, lifetime_value, portfolio_value};
