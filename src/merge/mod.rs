//! Merging duplicates: which value of each column survives, and why.
//!
//! [`suggest_merge`] takes records and their clusters, as the search for duplicates finds them, and suggests one record for each
//! cluster. Nothing is changed: the result is a preview, a table without the duplicates, a mapping from every record to the one that
//! it has become, and a list of all values that would be given up.
//!
//! For each column, of the values that are there:
//!
//! 1. A placeholder (`n/a`, `未知`) yields to anything else, and a mail address or telephone number that is not valid to one that is.
//! 2. Values that differ only in case, spaces, accents or width are one value in several spellings.
//! 3. If several values are left, the rules of the column are applied one after another, until one value is left
//!    ([`MergeRule`]); by default: source priority, the most recent, the most frequent, the longest. The value of the surviving
//!    record, and then that of the first record, decide what rules leave open.
//! 4. Of the spellings of that value the one is taken that most records have.
//!
//! Columns may be taken together, so that street and city of an address come from one record. The surviving record, whose
//! identifier is kept, is chosen by rules too.
//!
//! The terms are those of master data management: survivorship is the choice of the values that go into the golden record; source
//! priority, recency, frequency and length are its usual rules (Loshin (2009), "Master Data Management", chapter 10; the
//! operational values of Reltio and the survivorship rules of Oracle Customer Data Management offer the same).

mod choose;
mod clusters;
mod options;
mod output;
mod plan;
mod result;
mod values;
mod words;

pub use options::{MergeChoice, MergeOptions, MergeRule, SourcePriority, ValueKind};
pub use result::{FieldSuggestion, MergeSuggestion, MergeSummary, OtherValue, SuggestedMerge, suggest_merge};
