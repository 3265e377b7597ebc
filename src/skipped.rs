//! What an analysis left out, and why.

use serde::Serialize;

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedRow {
    /// The row, counted from 0.
    pub row: u64,
    /// The column that was the reason.
    pub column: String,
    /// The reason.
    pub reason: String,
}

/// The rows that were left out of an analysis.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// How many rows; always complete.
    pub count: u64,
    /// The first [`Skipped::LISTED`] of them.
    pub rows: Vec<SkippedRow>,
    /// Whether there are more than are listed.
    pub truncated: bool,
}

impl Skipped {
    /// How many rows are listed at most.
    pub const LISTED: usize = 1000;

    /// Adds a row; the column and the reason are asked for only if it is to be listed.
    pub(crate) fn add(&mut self, row: u64, why: impl FnOnce() -> (String, String)) {
        self.count += 1;
        if self.rows.len() < Skipped::LISTED {
            let (column, reason) = why();
            self.rows.push(SkippedRow { row, column, reason });
        } else {
            self.truncated = true;
        }
    }

    /// Adds the rows of a later part, whose row 0 is row `offset`.
    pub(crate) fn append(&mut self, other: Skipped, offset: u64) {
        self.count += other.count;
        let room = Skipped::LISTED - self.rows.len().min(Skipped::LISTED);
        self.truncated |= other.truncated || other.rows.len() > room;
        self.rows.extend(other.rows.into_iter().take(room).map(|row| SkippedRow { row: row.row + offset, ..row }));
    }
}
