//! What can be computed in parts is computed in parts.
//!
//! Every analysis that is a pass over rows is an accumulator: it takes batches of rows, merges with another accumulator
//! that has seen other rows, and gives its result at any time. A one-shot function is one `update` and one `finish`.
//! Any split of the rows into batches, and any order of merging, gives the same result; sums are exact
//! ([`crate::stats::sum`]) so that this holds to the last bit.

use crate::error::Result;

/// A computation that can be fed, merged, and read at any time.
pub trait Accumulate: Sized {
    /// What it is fed with.
    type Batch<'a>;
    /// What it computes.
    type Output;

    /// Takes in one more batch of rows.
    ///
    /// # Errors
    ///
    /// When the batch cannot be used. The accumulator then stays as it was before the call.
    fn update(&mut self, batch: Self::Batch<'_>) -> Result<()>;

    /// Takes in all that another accumulator of the same options has seen. Merging is associative and commutative, and a
    /// fresh accumulator changes nothing.
    ///
    /// # Errors
    ///
    /// When the two do not fit together, such as text identifiers in one and numbers in the other.
    fn merge(&mut self, other: Self) -> Result<()>;

    /// The result over all rows so far. May be called again after further updates.
    ///
    /// # Errors
    ///
    /// When there is nothing to compute the result from.
    fn finish(&self) -> Result<Self::Output>;
}
