//! Records that are one and the same, within a table or across two, by the model of Fellegi and Sunter (1969), without labels.
//!
//! The way of a search (module `search`): columns become normal forms (`normal`, `values`) and rows distinct records (`records`);
//! rules of blocking are chosen (`rules`) and make blocks (`blocking`); how two records agree, field by field, is a list of levels
//! (`pattern`, `compare`, `levels`); m, u, the prior and the shares of related pairs are estimated (`estimate`, `relations`) and make
//! the weights (`model`) by which every pair of the blocks is weighed; pairs make clusters (`cluster`). Formulas, levels and limits
//! stand in `docs/duplicates.md`.

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
///
/// A pair is found when its probability, 1 / (1 + 2^-w), is at or above the threshold; w = log2(prior odds) + Σ log2(m / u) is its match
/// weight (see module `model` and `docs/duplicates.md`). `progress` is called with how much is done and how much there is to do.
///
/// # Errors
///
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption) for no field, a column that is there twice, more than 64 fields, a threshold that is not
///   between 0 and 1, a `max_pairs` that is no whole number from 1 on, and a rule of blocking without a field or with one that is not compared,
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column that is not there,
/// - [`OutOfMemory`](crate::ErrorKind::OutOfMemory), and whatever `progress` returns.
///
/// ```
/// use custometry::duplicates::{DuplicateOptions, Field, FieldKind, find_duplicates};
/// use custometry::table::Table;
///
/// let csv = b"name,mail\nAnna Schmidt,anna@example.com\nBernd Vogel,vogel@example.org\nA. Schmidt,anna@example.com\n";
/// let people = Table::from_csv(csv, &Default::default())?;
/// let fields = vec![Field::new("name", FieldKind::FullName), Field::new("mail", FieldKind::Email)];
/// let found = find_duplicates(&people, &DuplicateOptions { fields, ..Default::default() }, &mut |_, _| Ok(()))?;
/// assert_eq!(found.pairs.num_rows(), 1);
/// assert!(found.explain(0, 2)?.probability > 0.9);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn find_duplicates(records: &Table, options: &DuplicateOptions, progress: Progress<'_>) -> Result<Duplicates> {
    search::search(&[records], options, progress)
}

/// Finds the records of one table that are also in another; those within one are not looked for. `rowA` is a row of the left table and
/// `rowB` one of the right.
///
/// # Errors
///
/// As [`find_duplicates`]; the key is one of the left table.
///
/// ```
/// use custometry::duplicates::{DuplicateOptions, Field, FieldKind, link_records};
/// use custometry::table::Table;
///
/// let customers = Table::from_csv(b"mail\nanna@example.com\nvogel@example.org\n", &Default::default())?;
/// let leads = Table::from_csv(b"mail\nnew@example.com\nVogel@Example.org\n", &Default::default())?;
/// let fields = vec![Field::new("mail", FieldKind::Email)];
/// let found = link_records(&customers, &leads, &DuplicateOptions { fields, ..Default::default() }, &mut |_, _| Ok(()))?;
/// assert_eq!(found.pairs.num_rows(), 1);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn link_records(
    left: &Table,
    right: &Table,
    options: &DuplicateOptions,
    progress: Progress<'_>,
) -> Result<Duplicates> {
    search::search(&[left, right], options, progress)
}
