//! Tables: named columns of equal length.
//!
//! A [`Table`] is what every analysis reads and what per-row results come back as. It is built by a [`TableBuilder`] from
//! arrays, or by [`Table::from_csv`] from text, and never changes afterwards.

mod builder;
mod cast;
mod cell;
mod column;
mod csv;
mod csv_write;
mod dictionary;
pub mod exchange;
mod flags;
mod keys;
mod select;

pub(crate) use builder::fixed_dictionary;
pub use builder::{TableBuilder, TextBuilder};
pub use cast::ColumnTypes;
pub use cell::Cell;
pub use column::{Column, ColumnData, ColumnType};
pub use csv::CsvOptions;
pub use dictionary::{Dictionary, DictionaryBuilder};

pub(crate) use cast::parse_boolean;
pub(crate) use column::{Days, Problem, parse_number};
pub(crate) use flags::NO_FLAG;
pub(crate) use keys::{Groups, KeyIndex};

use crate::error::{Error, ErrorKind, Result};

/// Named columns of equal length.
///
/// ```
/// use custometry::table::Table;
///
/// let table = Table::from_csv(b"id,amount\n007,19.5\n008,\n", &Default::default())?;
/// assert_eq!(table.num_rows(), 2);
/// assert_eq!(table.column("amount")?.null_count(), 1);
/// # Ok::<(), custometry::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Table {
    rows: usize,
    columns: Vec<Column>,
}

impl Table {
    /// How many rows there are.
    pub fn num_rows(&self) -> usize {
        self.rows
    }

    /// The columns, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of that name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingColumn`], with the names that exist and the one that is nearest.
    pub fn column(&self, name: &str) -> Result<&Column> {
        self.find(name).ok_or_else(|| missing_column(name, &self.columns.iter().map(Column::name).collect::<Vec<_>>()))
    }

    /// The column of that name, if there is one.
    pub fn find(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name() == name)
    }
}

/// The error for a column that is not among `names`.
pub(crate) fn missing_column(name: &str, names: &[&str]) -> Error {
    const SHOWN: usize = 20;
    let help = if names.is_empty() {
        "The table has no columns.".to_owned()
    } else {
        let shown = names.iter().take(SHOWN).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
        match names.iter().find(|candidate| plain(candidate) == plain(name)) {
            Some(near) => format!("Did you mean \"{near}\"? The columns are {shown}{more}."),
            None => format!("Name the column to use in the options. The columns are {shown}{more}."),
        }
    };
    Error::new(ErrorKind::MissingColumn, format!("there is no column \"{name}\"")).with_column(name).with_help(help)
}

/// A name without case and separators, so that `customerId`, `Customer ID` and `customer_id` are the same.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_ascii() || c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}
