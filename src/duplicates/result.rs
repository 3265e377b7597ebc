//! What a search for duplicates returns.

use crate::error::{Error, Result};
use crate::table::Table;

/// What a search for duplicates found. It keeps what is needed to explain every pair of rows.
#[derive(Clone, Debug)]
pub struct Duplicates {
    /// A row for each pair that is probably one and the same, in the order of the rows: `rowA`, `rowB` (`rowA` < `rowB`; in a linkage
    /// a row of the left table and one of the right), `probability`, `matchWeight`.
    pub pairs: Table,
    /// A row for each record that has duplicates: `row`, `key`, `cluster`, in the order of clusters, which are counted from 0. Without
    /// rows in a linkage.
    pub clusters: Table,
    /// In a linkage, the pairs that remain when each row is used once, the best first: `rowA`, `rowB`, `probability`, `matchWeight`, in
    /// the order of `rowA`. Without rows otherwise.
    pub one_to_one: Table,
    /// How many pairs of rows were compared.
    pub candidate_pairs: u64,
    /// How many pairs at or above the threshold are not in [`pairs`](Duplicates::pairs), because there are more than `max_pairs`.
    pub pairs_dropped: u64,
    /// Groups of rows that were too large to be compared by the rule that made them.
    pub blocks_skipped: Vec<SkippedBlock>,
    /// What was learned about the fields.
    pub model: ModelReport,
}

/// Rows that agree on the key of a blocking rule, and are too many to be compared with each other.
#[derive(Clone, Debug, PartialEq)]
pub struct SkippedBlock {
    /// The columns that the rule looks at, as in `surname + given_name`.
    pub rule: String,
    /// What the rows have in common.
    pub value: String,
    /// How many rows there are.
    pub rows: u64,
}

/// The model of Fellegi and Sunter as it was estimated.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ModelReport {
    /// The share of all pairs of rows that are matches.
    pub match_share: f64,
    /// log2 of the odds that two rows taken at random match, with which every match weight begins.
    pub prior: f64,
    /// Rounds of estimation.
    pub iterations: u64,
    /// The fields, in the order of the options.
    pub fields: Vec<FieldReport>,
}

/// What was learned about a field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldReport {
    /// The column.
    pub field: String,
    /// Its levels of agreement, the closest first.
    pub levels: Vec<LevelReport>,
}

/// A level of agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelReport {
    /// What it means, in the language of the options.
    pub level: String,
    /// The share of matches whose values agree so far, of those that both have one.
    pub m: f64,
    /// The same among pairs that do not match.
    pub u: f64,
    /// log2(m / u).
    pub match_weight: f64,
}

/// How the match weight of a pair comes about.
#[derive(Clone, Debug, PartialEq)]
pub struct PairExplanation {
    /// log2 of the odds that two rows taken at random match.
    pub prior: f64,
    /// What each field adds.
    pub contributions: Vec<PairContribution>,
    /// The sum of prior and contributions, exactly.
    pub match_weight: f64,
    /// 1 / (1 + 2^-matchWeight)
    pub probability: f64,
}

/// What a field adds to the match weight of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct PairContribution {
    /// The column.
    pub field: String,
    /// How far the values agree, in the language of the options.
    pub level: String,
    /// What it adds; 0 where a value is missing.
    pub match_weight: f64,
    /// How much of that is there because the value is rarer (or, below 0, more frequent) than others, or follows from another field.
    pub frequency_adjustment: f64,
    /// The value of the first row, as it stands in the table.
    pub value_a: Option<String>,
    /// The value of the second row.
    pub value_b: Option<String>,
}

impl Duplicates {
    /// Why two rows have their match weight; any two, whether they were compared or not.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) for a row that is not there, or the same row twice.
    pub fn explain(&self, row_a: usize, row_b: usize) -> Result<PairExplanation> {
        let _ = (row_a, row_b);
        Err(Error::internal("not there yet"))
    }
}
