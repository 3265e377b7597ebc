//! Which customers moved from which segment to which, between two segmentations.

use super::segments::built_in_segments;
use crate::error::{Error, Result};
use crate::table::{ColumnData, Groups, KeyIndex, Table};
use serde::Serialize;

/// The row of customers that are in the later result only.
const NEW: &str = "(new)";
/// The column of customers that are in the earlier result only.
const GONE: &str = "(gone)";

/// How many customers moved from each segment to each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Migration {
    /// The segments of both results, built-in ones in the order of their definition, then `(new)` and `(gone)`.
    pub segments: Vec<String>,
    /// `counts[i][j]`: the customers that were in `segments[i]` before and are in `segments[j]` after. Customers that were
    /// in no segment before count in the row `(new)`, those that are in none after in the column `(gone)`.
    pub counts: Vec<Vec<usize>>,
}

/// Counts the customers that moved from each segment to each, between two results of [`segment`](super::segment), whose
/// segments are given in their order. Customers are matched by `customerId`.
///
/// # Errors
///
/// - [`crate::ErrorKind::MissingColumn`] when a table has no `customerId` or no `segment`,
/// - [`crate::ErrorKind::WrongType`] when identifiers are texts in one table and numbers in the other.
///
/// ```
/// use custometry::rfm::{RfmOptions, migration, segment};
/// use custometry::table::Table;
///
/// let table = Table::from_csv(b"customerId,date,amount\na,2026-01-05,20\nb,2026-01-20,35\n", &Default::default())?;
/// let before = segment(&table, &RfmOptions::new("2026-01-10"))?;
/// let after = segment(&table, &RfmOptions::new("2026-01-31"))?;
/// let names = |result: &custometry::rfm::RfmResult| -> Vec<String> {
///     result.segments.iter().map(|summary| summary.segment.clone()).collect()
/// };
/// let moved = migration(&before.customers, &names(&before), &after.customers, &names(&after))?;
/// assert_eq!(moved.counts.iter().flatten().sum::<usize>(), 2);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn migration(
    before: &Table,
    segments_before: &[String],
    after: &Table,
    segments_after: &[String],
) -> Result<Migration> {
    let mut segments = segments_before.to_vec();
    segments.extend(segments_after.iter().filter(|segment| !segments_before.contains(segment)).cloned());
    if segments.iter().all(|segment| built_in_segments().any(|name| name == segment)) {
        segments = built_in_segments()
            .filter(|name| segments.iter().any(|segment| segment == name))
            .map(str::to_owned)
            .collect();
    }
    let (new, gone) = (segments.len(), segments.len() + 1);
    segments.extend([NEW.to_owned(), GONE.to_owned()]);

    let mut keys = KeyIndex::default();
    let groups_before = keys.groups(before.column("customerId")?)?;
    let groups_after = keys.groups(after.column("customerId")?)?;
    let from = places(&groups_before, keys.len(), before, &segments)?;
    let to = places(&groups_after, keys.len(), after, &segments)?;
    let mut counts = vec![vec![0; segments.len()]; segments.len()];
    for (from, to) in from.into_iter().zip(to) {
        if (from, to) == (None, None) {
            continue;
        }
        let count = counts.get_mut(from.unwrap_or(new)).and_then(|row| row.get_mut(to.unwrap_or(gone)));
        *count.ok_or_else(|| Error::internal("a segment has no place"))? += 1;
    }
    Ok(Migration { segments, counts })
}

/// The place of the segment of each customer, none for those that are not in the table.
fn places(groups: &Groups<'_>, customers: usize, table: &Table, segments: &[String]) -> Result<Vec<Option<usize>>> {
    let column = table.column("segment")?;
    let ColumnData::Text { codes, dictionary } = column.data() else { return Err(column.wrong_type("text")) };
    let known: Vec<Option<usize>> =
        dictionary.iter().map(|segment| segments.iter().position(|known| known == segment)).collect();
    let mut places = vec![None; customers];
    for (group, &code) in groups.iter().zip(codes) {
        if let Some(place) = places.get_mut(group as usize) {
            *place = known.get(code as usize).copied().flatten();
        }
    }
    Ok(places)
}
