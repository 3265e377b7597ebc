//! Customer lifetime value.

mod beta_binomial;
mod beta_geometric;
mod counts;
mod fit;
mod formulas;
mod histories;
mod jet;
mod left_by_chance;
mod model;
mod pareto;
mod process;
mod simulate;
mod spend;
mod summary;
mod value;

pub use fit::FitOptions;
pub use formulas::{ClvFormula, ClvInputs, clv_formula, clv_retention};
pub use model::PurchaseModel;
pub use process::PurchaseModelKind;
pub use simulate::{SimulateSummariesOptions, SimulateTransactionsOptions, simulate_summaries, simulate_transactions};
pub use spend::{GammaGamma, SpendModel};
pub use summary::{PurchaseSummary, PurchaseSummaryOptions, TimeUnit, summarize_purchases};
pub use value::{LifetimeValueOptions, lifetime_value};
