//! Customer metrics over columns in memory: RFM segments now, more to come.
//!
//! The crate is what the npm package `custometry` is compiled from, and can be used from Rust as it is.
//!
//! | module | for |
//! |---|---|
//! | [`table`] | named columns: building them, reading and writing CSV |
//! | [`rfm`] | segmenting customers by recency, frequency and monetary value |
//! | [`cohorts`] | retention and revenue of customers by when they first bought |
//! | [`survival`] | how long customers stay, with many who have not left yet |
//! | [`rates`] | retention, churn, renewal, reactivation: at one date and by period |
//! | [`clv`] | what customers without a contract will buy, and what that is worth |
//! | [`lead`] | scoring leads by a scorecard, and explaining the scores |
//! | [`contract`] | projecting how long customers stay under a contract |
//! | [`customer360`] | how complete, consistent and fresh the view of each customer is across departments |
//! | [`engagement`] | scoring leads by what they do, and grading them by that and by how well they fit |
//! | [`assignment`] | which owner or queue each lead goes to, and why |
//! | [`lead_model`] | which leads will convert, learned from those whose outcome is known |
//! | [`quality`] | which cells of a table fail which checks, and why |
//! | [`profile`] | what a table holds, which checks fit it, and what has changed since the last one |
//! | [`duplicates`] | records that are one and the same, within a table or across two |
//! | [`merge`] | which value of each column survives when duplicates are merged, and why |
//! | [`accumulate`] | computing in parts: feed, merge, read at any time |
//! | [`state`] | what accumulators save and read back |
//! | [`quality_history`] | scores of quality over time, and alerts when they change |
//! | [`validity`] | whether mail addresses, telephone numbers, identity numbers and the like are valid, or junk |
//! | [`words`] | names and addresses in one form, and how alike two texts are |
//! | [`privacy`] | pseudonyms that keep equal values equal, and masks |
//! | [`time`] | dates, and which calendar day they fall on |
//! | [`stats`] | sums that do not depend on their order, quantiles, intervals, special functions, the maximum of a function |
//!
//! Nothing here reads the clock, draws random numbers, or depends on the order of a hash map: the same input gives the
//! same output, to the bit, natively and in every WebAssembly runtime.

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]

pub mod accumulate;
pub mod assignment;
pub mod clv;
pub mod cohorts;
pub mod contract;
pub mod customer360;
pub mod duplicates;
pub mod engagement;
mod error;
mod filter;
mod fit;
pub mod lead;
pub mod lead_model;
pub mod merge;
mod number;
mod options;
mod orders;
mod period;
pub mod privacy;
pub mod profile;
mod purchases;
pub mod quality;
pub mod quality_history;
pub mod rates;
pub mod rfm;
mod skipped;
pub mod state;
pub mod stats;
pub mod survival;
pub mod table;
pub mod time;
pub mod validity;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod words;

pub use error::{Error, ErrorKind, Result};
pub use filter::{Filter, RowFilter};
pub use fit::FitReport;
pub use options::{DateInput, Locale, OnInvalid};
pub use period::Period;
pub use purchases::{RefundSummary, Refunds};
pub use skipped::{Skipped, SkippedRow};
