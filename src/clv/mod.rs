//! Customer lifetime value.

mod beta_binomial;
mod beta_geometric;
mod counts;
mod discount;
mod fit;
mod forecast;
mod formulas;
mod histories;
mod integrals;
mod jet;
mod left_by_chance;
mod model;
mod pareto;
mod process;
mod spend;
mod summary;
mod value;

pub use discount::DiscountOptions;
pub use fit::FitOptions;
pub use formulas::{ClvFormula, ClvInputs, clv_formula, clv_retention};
pub use model::PurchaseModel;
pub use process::PurchaseModelKind;
pub use spend::{GammaGamma, SpendModel};
pub use summary::{PurchaseSummary, PurchaseSummaryOptions, TimeUnit, summarize_purchases};
pub use value::{LifetimeValueOptions, lifetime_value};
