//! Records that are one and the same, within a table or across two.

mod blocking;
mod cluster;
mod compare;
mod estimate;
mod levels;
mod linked;
mod model;
mod normal;
mod options;
mod pattern;
mod records;
mod relations;
mod result;
mod rules;
mod search;
mod values;

pub use linked::{with_keys, without_pair};
pub use options::{DuplicateOptions, Field, FieldKind};
pub use result::{Duplicates, FieldReport, LevelReport, ModelReport, PairContribution, PairExplanation, SkippedBlock};

use crate::error::Result;
use crate::table::Table;

/// How many pairs a result holds at most, unless the options say otherwise.
pub const DEFAULT_MAX_PAIRS: usize = 10_000_000;

/// Called now and then with how much is done and how much there is to do; an error ends the search.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> Result<()>;

/// Finds the records of a table that are one and the same.
pub fn find_duplicates(records: &Table, options: &DuplicateOptions, progress: Progress<'_>) -> Result<Duplicates> {
    search::search(&[records], options, progress)
}

/// Finds the records of one table that are also in another.
pub fn link_records(
    left: &Table,
    right: &Table,
    options: &DuplicateOptions,
    progress: Progress<'_>,
) -> Result<Duplicates> {
    search::search(&[left, right], options, progress)
}
