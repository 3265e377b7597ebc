//! Single cells: what one row has in one column, and tables of one row made of them.

use super::column::{Column, ColumnData};
use crate::error::Result;
use serde::{Serialize, Serializer};

/// What one row has in one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A date, in milliseconds since 1970-01-01T00:00:00Z; when `civil`, the midnight (UTC) of a calendar day.
    Date {
        /// The milliseconds.
        ms: f64,
        /// Whether it is a calendar day.
        civil: bool,
    },
    /// A text.
    Text(String),
}

impl Cell {
    /// The cell as text, as it would stand in a CSV file; none when it is null.
    ///
    /// ```
    /// use custometry::table::Cell;
    ///
    /// assert_eq!(Cell::Number(1.5).display().as_deref(), Some("1.5"));
    /// assert_eq!(Cell::Null.display(), None);
    /// ```
    pub fn display(&self) -> Option<String> {
        Column::of_cell("", self).ok()?.display(0)
    }

    /// Whether it is null; NaN is.
    pub fn is_null(&self) -> bool {
        match self {
            Cell::Null => true,
            Cell::Number(value) | Cell::Date { ms: value, .. } => value.is_nan(),
            Cell::Boolean(_) | Cell::Text(_) => false,
        }
    }
}

impl Column {
    /// The cell of a row; null where there is no such row.
    pub fn cell(&self, row: usize) -> Cell {
        let number = |value: Option<f64>, cell: fn(f64) -> Cell| value.filter(|v| !v.is_nan()).map_or(Cell::Null, cell);
        match self.data() {
            ColumnData::Floats(values) => number(values.get(row).copied(), Cell::Number),
            ColumnData::Integers(values) => number(values.get(row).map(|&v| f64::from(v)), Cell::Number),
            ColumnData::Dates { values, civil: true } => {
                number(values.get(row).copied(), |ms| Cell::Date { ms, civil: true })
            }
            ColumnData::Dates { values, civil: false } => {
                number(values.get(row).copied(), |ms| Cell::Date { ms, civil: false })
            }
            ColumnData::Booleans(values) => match values.get(row) {
                Some(0) => Cell::Boolean(false),
                Some(1) => Cell::Boolean(true),
                _ => Cell::Null,
            },
            ColumnData::Text { .. } => self.text(row).map_or(Cell::Null, |text| Cell::Text(text.to_owned())),
        }
    }

    /// A column of one row. A null becomes a number that is missing, which every analysis takes for one.
    pub(crate) fn of_cell(name: &str, cell: &Cell) -> Result<Column> {
        let data = match *cell {
            Cell::Null => ColumnData::Floats(vec![f64::NAN]),
            Cell::Boolean(value) => ColumnData::Booleans(vec![u8::from(value)]),
            Cell::Number(value) => ColumnData::Floats(vec![value]),
            Cell::Date { ms, civil } => ColumnData::Dates { values: vec![ms], civil },
            Cell::Text(ref text) => ColumnData::text([Some(text.as_str())])?,
        };
        Ok(Column::new(name, data))
    }
}

/// As JavaScript has it; a date as milliseconds.
impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Cell::Null => serializer.serialize_none(),
            Cell::Boolean(value) => serializer.serialize_bool(*value),
            Cell::Number(value) | Cell::Date { ms: value, .. } => serializer.serialize_f64(*value),
            Cell::Text(text) => serializer.serialize_str(text),
        }
    }
}
