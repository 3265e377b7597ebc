//! Rows that are the same as an earlier row in every column.

use super::values::NULL;
use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::table::{Column, ColumnData, Table};

/// How many rows are the same as an earlier one. Column by column, rows that no other row can be the same as are let go, so that
/// a column of identifiers settles it.
pub(super) fn repeated_rows(table: &Table, distinct: &[usize]) -> Result<u64> {
    let mut columns: Vec<(usize, &Column)> = distinct.iter().copied().zip(table.columns()).collect();
    columns.sort_by_key(|&(distinct, _)| usize::MAX - distinct);
    // Rows that may have equals, and the group of each.
    let mut rows: Vec<i32> = try_collect(0..table.num_rows() as i32)?;
    let mut groups: Vec<i32> = try_filled(rows.len(), 0)?;
    let mut repeats = rows.len().saturating_sub(1);
    for (_, column) in columns {
        let codes = codes(column, &rows)?;
        let key = |(&group, &code): (&i32, &i32)| i64::from(group) << 32 | i64::from(code as u32);
        let sorted = sorted_by_key(groups.iter().zip(&codes).map(key))?;
        let (mut kept, mut kept_groups) = (try_vec(rows.len())?, try_vec(rows.len())?);
        repeats = 0;
        for (group, run) in sorted.chunk_by(|(a, _), (b, _)| a == b).filter(|run| run.len() > 1).enumerate() {
            repeats += run.len() - 1;
            kept.extend(run.iter().filter_map(|&(_, place)| rows.get(place as usize)));
            kept_groups.resize(kept.len(), group as i32);
        }
        (rows, groups) = (kept, kept_groups);
    }
    Ok(repeats as u64)
}

/// Whole numbers that are equal where the cells of the rows are.
fn codes(column: &Column, rows: &[i32]) -> Result<Vec<i32>> {
    match column.take(rows)? {
        ColumnData::Integers(codes) | ColumnData::Text { codes, .. } => Ok(codes),
        ColumnData::Booleans(values) => try_collect(values.iter().map(|&value| i32::from(value))),
        ColumnData::Floats(values) | ColumnData::Dates { values, .. } => {
            let key = |&value: &f64| if value.is_nan() { NULL } else { value.key() };
            let mut codes = try_filled(values.len(), 0)?;
            for (code, run) in sorted_by_key(values.iter().map(key))?.chunk_by(|(a, _), (b, _)| a == b).enumerate() {
                for &(_, place) in run {
                    if let Some(slot) = codes.get_mut(place as usize) {
                        *slot = code as i32;
                    }
                }
            }
            Ok(codes)
        }
    }
}
