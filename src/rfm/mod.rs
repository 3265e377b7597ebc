//! RFM: customers by how recently, how often and for how much they buy.
//!
//! For each customer, from the purchases on or before `asOf`:
//!
//! - recency: whole calendar days from the last purchase to `asOf`;
//! - frequency: the number of purchases (of distinct orders, where there is a column of order identifiers);
//! - monetary: the sum of the amounts, or that sum divided by the frequency.
//!
//! Each of the three becomes a score (module `score`), and the scores a segment (module `segments`). What a
//! negative amount means is a choice ([`Refunds`](crate::Refunds)).
//!
//! Sources: Hughes (1994), *Strategic Database Marketing* (the method); the ten segments as they are common in the
//! industry, over recency and frequency, with each of the 25 cells covered once; the eight classes as they are common in
//! China (重要价值客户 to 一般挽留客户).

mod aggregate;
mod migration;
mod options;
mod result;
mod score;
mod segments;
mod state;

pub use crate::options::Locale;
pub use aggregate::RfmAccumulator;
pub use migration::{Migration, migration};
pub use options::{Binning, Monetary, RfmOptions, RfmThresholds, SegmentsOption};
pub use result::{RfmGrid, RfmResult, SegmentSummary};
pub use segments::SegmentRule;

use crate::accumulate::Accumulate;
use crate::error::Result;
use crate::table::Table;

/// Segments the customers of a table of purchases, one purchase (or one line of an order) a row.
///
/// # Errors
///
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column that is not there,
/// - [`WrongType`](crate::ErrorKind::WrongType), [`BadDate`](crate::ErrorKind::BadDate) or
///   [`BadNumber`](crate::ErrorKind::BadNumber), with row and column, for the first row that cannot be used, unless
///   `on_invalid` is skip,
/// - [`EmptyInput`](crate::ErrorKind::EmptyInput) when no purchase is left,
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption).
///
/// ```
/// use custometry::rfm::{RfmOptions, segment};
/// use custometry::table::Table;
///
/// let csv = b"customerId,date,amount\nann,2025-12-30,120\nann,2026-01-20,80\nbo,2025-03-01,15\n";
/// let result = segment(&Table::from_csv(csv, &Default::default())?, &RfmOptions::new("2026-01-31"))?;
/// assert_eq!(result.customers.column("segment")?.text(0), Some("champions"));
/// assert_eq!(result.segments.last().map(|summary| summary.customers), Some(1));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn segment(purchases: &Table, options: &RfmOptions) -> Result<RfmResult> {
    let mut accumulator = RfmAccumulator::new(options)?;
    accumulator.update(purchases)?;
    accumulator.finish()
}
