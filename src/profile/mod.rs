//! What a table holds, which checks fit it, and what has changed since the last one.
//!
//! [`profile_table`] describes every column, [`suggest_checks`] turns what it sees into checks with the evidence for each, and
//! [`compare_snapshots`] says which rows came, went and changed, and which columns have drifted.

mod drift;
mod meaning;
mod names;
mod numbers;
mod pattern;
mod repeats;
mod snapshots;
mod suggest;
mod table_profile;
mod values;

pub use drift::{Bin, Categories, Category};
pub use meaning::Meaning;
pub use pattern::PatternCount;
pub use snapshots::{ColumnComparison, SnapshotComparison, SnapshotOptions, TwoCounts, compare_snapshots};
pub use suggest::{Evidence, Parameter, SuggestOptions, Suggestion, suggest_checks};
pub use table_profile::{ColumnProfile, Lengths, QUANTILE_LEVELS, TableProfile, ValueCount, profile_table};
