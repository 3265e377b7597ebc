//! Lead models: which leads will convert, learned from those whose outcome is known.
//!
//! [`train_lead_model`] learns a logistic regression or naive Bayes, and says how good it is on the newest leads, which it has not
//! seen: [`ModelMetrics`], each number beside that of the base rate. A [`LeadModel`] then gives leads their probabilities, and for
//! each lead the log-odds that every feature adds, which add up exactly. [`LeadModel::suggest_weights`] turns what was learned
//! into the weights of a scorecard.
//!
//! Sources: le Cessie & van Houwelingen (1992) for the penalty; Hastie, Tibshirani & Friedman (2009), *The Elements of Statistical
//! Learning*, 7.10 for cross-validation and the rule of one standard error; Platt (1999) for calibration; Manning, Raghavan &
//! Schuetze (2008) for naive Bayes; Mann & Whitney (1947) and Brier (1950) for AUC and score.

mod check;
mod choose;
mod columns;
mod design;
mod evaluate;
mod feature;
mod findings;
mod fit;
mod importance;
mod many;
mod metrics;
mod model;
mod options;
mod rows;
mod train;

pub use choose::Candidate;
pub use evaluate::{EvaluateOptions, Evaluation, GroupMetrics};
pub use feature::{Feature, FeatureKind};
pub use findings::Warning;
pub use fit::{Calibrated, Fit};
pub use importance::DimensionWeights;
pub use metrics::{CalibrationGroup, Confusion, ModelMetrics};
pub use model::{Contribution, Explanation, LeadModel, Weight};
pub use options::{Method, TrainOptions};
pub use train::{Parts, SegmentReport, Trained, TrainingReport, train_lead_model};
