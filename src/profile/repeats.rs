//! Rows that are the same as an earlier row in every column.

use super::values::{key, sorted};
use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::table::{Column, ColumnData, Table};

/// How many rows are the same as an earlier one. Column by column, rows that no other row can be the same as are let go, so that
/// a column of identifiers settles it.
pub(super) fn repeated_rows(table: &Table, distinct: &[usize]) -> Result<u64> {
    let order = sorted(distinct.iter().map(|&distinct| -(distinct as i64)).collect())?;
    // Rows that may have equals, and the group of each.
    let mut rows: Vec<i32> = try_collect(0..table.num_rows() as i32)?;
    let mut groups: Vec<i32> = try_filled(rows.len(), 0)?;
    let mut repeats = rows.len().saturating_sub(1);
    for column in order.iter().filter_map(|&(_, place)| table.columns().get(place as usize)) {
        let codes = codes(column, &rows)?;
        let pair = |(&group, &code): (&i32, &i32)| i64::from(group) << 32 | i64::from(code as u32);
        let sorted = sorted(try_collect(groups.iter().zip(&codes).map(pair))?)?;
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
            let mut codes = try_filled(values.len(), 0)?;
            for (code, run) in sorted(try_collect(values.iter().map(|&value| key(value)))?)?
                .chunk_by(|(a, _), (b, _)| a == b)
                .enumerate()
            {
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
