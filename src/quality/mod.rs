//! Data quality: which cells of a table fail which checks, each with its reason, and what that makes of records and of the whole.
//!
//! A [`Check`] asks something of a column ([`Rule`]). A report lists every cell that fails, scores every record, and scores the table by
//! dimension, column, owner and department. A check that cannot be made, because its column is missing or of the wrong type, says so
//! and leaves the others alone.
//!
//! # Scores
//!
//! A tested cell is worth the weight of its check times 1 (error), 0.5 (warning) or 0 (info). A cell that passes earns what it is worth,
//! one that is only warned about half, one that fails nothing. Every score, be it of a record, a column, a dimension, a group or the
//! whole, is
//!
//! ```text
//! score = 100 * earned / worth
//! ```
//!
//! over its cells, undefined where they are worth nothing. 90 and more is an A, 80 a B, 70 a C, 60 a D, less an F.
//!
//! The dimensions are those of DAMA UK (2013), "The Six Primary Dimensions for Data Quality Assessment", with timeliness as freshness
//! and accuracy, which no table shows by itself, as plausibility.

mod accumulator;
mod check;
mod evaluate;
mod field;
mod judge;
mod reasons;
mod relations;
mod result;
mod score;
mod state;
mod verdict;

pub use accumulator::{Batch, QualityAccumulator};
pub use check::{Check, Condition, Dimension, Operator, QualityOptions, Rule, Severity};
pub use result::{CheckResult, DimensionScore, FieldResult, GroupResult, QualityReport};
pub use score::grade;

use crate::accumulate::Accumulate;
use crate::error::Result;
use crate::table::Table;

/// Checks a table. Checks that the caller has to decide ([`Rule::asks`]) or that refer to another table need a [`QualityAccumulator`]; here
/// they cannot be made, and say so.
///
/// # Errors
///
/// As [`QualityAccumulator::new`] and [`QualityAccumulator::batch`].
///
/// ```
/// use custometry::quality::{Check, Rule, check_quality};
/// use custometry::table::{Cell, Table};
///
/// let table = Table::from_csv(b"name,age\nAnn,34\n,150\nBen,\n", &Default::default())?;
/// let most = Some(Cell::Number(120.0));
/// let checks = [Check::new("name", Rule::Required), Check::new("age", Rule::Between { min: None, max: most })];
/// let report = check_quality(&table, &checks, &Default::default())?;
/// assert_eq!(report.score, Some(60.0)); // 3 of 5 cells: an age that is missing is not tested
/// assert_eq!(report.failures.column("reason")?.text(1), Some("is 150, more than 120"));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn check_quality(table: &Table, checks: &[Check], options: &QualityOptions) -> Result<QualityReport> {
    let mut quality = QualityAccumulator::new(checks, options)?;
    let batch = quality.batch(table)?;
    quality.update(batch)?;
    quality.finish()
}
