//! Customer lifetime value.

mod alive_history;
mod beta_binomial;
mod beta_geometric;
mod churn_value;
mod contribution;
mod counts;
mod discount;
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
mod simulate;
mod spend;
mod summary;
mod tracking;
mod value;

pub use alive_history::alive_history;
pub use churn_value::{ChurnInputs, ChurnValue, clv_from_churn};
pub use contribution::{ContributionSummary, ValueContribution, ValueContributionOptions, value_contribution};
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
pub use value::{LifetimeValueOptions, lifetime_value};
