//! What people see of a linkage: identifiers beside rows, the records that were not found, and what kinds of columns are called.

use super::FieldKind;
use crate::error::{Error, Result, try_collect, try_filled, try_vec};
use crate::options::Locale;
use crate::table::{ColumnData, Table, TableBuilder};

impl FieldKind {
    /// What people call the kind.
    pub const fn label(self, locale: Locale) -> &'static str {
        let (english, chinese) = match self {
            FieldKind::GivenName => ("given name", "名"),
            FieldKind::Surname => ("surname", "姓"),
            FieldKind::FullName => ("name", "姓名"),
            FieldKind::Company => ("company", "公司"),
            FieldKind::Email => ("email", "邮箱"),
            FieldKind::Phone => ("phone", "电话"),
            FieldKind::Date => ("date", "日期"),
            FieldKind::Address => ("address", "地址"),
            FieldKind::City => ("city", "城市"),
            FieldKind::Code => ("code", "代码"),
            FieldKind::Identifier => ("identifier", "标识号"),
        };
        match locale {
            Locale::English => english,
            Locale::Chinese => chinese,
        }
    }
}

/// The pairs of a linkage, with the identifiers of the records where a table has a column of them: `keyA` and `keyB` follow the rows.
///
/// # Errors
///
/// [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column of identifiers that is not there.
pub fn with_keys(pairs: &Table, left: (&Table, Option<&str>), right: (&Table, Option<&str>)) -> Result<Table> {
    let mut builder = TableBuilder::new(pairs.num_rows());
    for column in pairs.columns() {
        builder.share(column)?;
        if column.name() != "rowB" {
            continue;
        }
        for (name, (table, key), rows) in [("keyA", left, "rowA"), ("keyB", right, "rowB")] {
            if let Some(key) = key {
                builder.add(name, table.column(key)?.take(rows_of(pairs, rows)?)?)?;
            }
        }
    }
    Ok(builder.finish())
}

/// The records of the left table that are in none of the pairs: `row`, and `key`, its number where there is no column of identifiers.
///
/// # Errors
///
/// [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column of identifiers that is not there.
pub fn without_pair(pairs: &Table, left: &Table, key: Option<&str>) -> Result<Table> {
    let mut is_in = try_filled(left.num_rows(), false)?;
    for &row in rows_of(pairs, "rowA")? {
        if let Some(is_in) = is_in.get_mut(row as usize) {
            *is_in = true;
        }
    }
    let count = is_in.iter().filter(|&&is_in| !is_in).count();
    let mut rows: Vec<i32> = try_vec(count)?;
    rows.extend(is_in.iter().zip(0..).filter(|(is_in, _)| !**is_in).map(|(_, row)| row));
    let keys = match key {
        Some(key) => left.column(key)?.take(&rows)?,
        None => ColumnData::Integers(try_collect(rows.iter().copied())?),
    };
    let mut builder = TableBuilder::new(count);
    builder.add("row", ColumnData::Integers(rows))?;
    builder.add("key", keys)?;
    Ok(builder.finish())
}

fn rows_of<'a>(pairs: &'a Table, name: &str) -> Result<&'a [i32]> {
    match pairs.column(name)?.data() {
        ColumnData::Integers(rows) => Ok(rows),
        _ => Err(Error::internal("the rows of pairs are not whole numbers")),
    }
}
