//! Building tables from arrays, with every invariant checked.

use super::cast::ColumnTypes;
use super::column::{Column, ColumnData};
use super::dictionary::{Dictionary, DictionaryBuilder};
use super::{Table, missing_column};
use crate::error::{Error, ErrorKind, Result, try_vec};
use crate::time::{MS_PER_DAY, is_instant};
use std::sync::Arc;

/// Builds a [`Table`] column by column.
///
/// ```
/// use custometry::table::{ColumnData, TableBuilder};
///
/// let mut builder = TableBuilder::new(2);
/// builder.add("customerId", ColumnData::text([Some("a"), None])?)?;
/// builder.add("amount", ColumnData::Floats(vec![19.5, f64::NAN]))?;
/// let table = builder.finish();
/// assert_eq!(table.column("customerId")?.text(0), Some("a"));
/// # Ok::<(), custometry::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct TableBuilder {
    rows: usize,
    columns: Vec<Column>,
}

impl TableBuilder {
    /// For a table of that many rows.
    pub fn new(rows: usize) -> TableBuilder {
        TableBuilder { rows, ..TableBuilder::default() }
    }

    /// How many rows the table has.
    pub fn num_rows(&self) -> usize {
        self.rows
    }

    /// Adds a column.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::LengthMismatch`] when it has another length than the table,
    /// - [`ErrorKind::InvalidOption`] when there is a column of that name already, or a code or boolean out of range,
    /// - [`ErrorKind::BadDate`] when a date lies outside the years 1 to 9999.
    pub fn add(&mut self, name: &str, data: ColumnData) -> Result<()> {
        self.check_column(name, data.len())?;
        check(&data).map_err(|error| error.with_column(name))?;
        self.columns.push(Column::new(name, data));
        Ok(())
    }

    fn check_column(&self, name: &str, length: usize) -> Result<()> {
        if length != self.rows {
            let message = format!("the column has {length} values where the table has {} rows", self.rows);
            return Err(Error::new(ErrorKind::LengthMismatch, message)
                .with_column(name)
                .with_help("Give all columns the same length; use null (or NaN) for what is missing."));
        }
        if self.columns.iter().any(|column| column.name() == name) {
            return Err(Error::invalid_option("there is a column of that name already")
                .with_column(name)
                .with_help("Rename one of the two."));
        }
        Ok(())
    }

    /// Adds a column of another table, whose values stay where they are.
    ///
    /// # Errors
    ///
    /// As [`TableBuilder::add`].
    pub fn share(&mut self, column: &Column) -> Result<()> {
        self.check_column(column.name(), column.len())?;
        self.columns.push(column.clone());
        Ok(())
    }

    /// Notes that a cell, given as null, was of another type than the column: `found` says what it was. An analysis that
    /// needs the cell names it in its error or in its report.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingColumn`] when there is no column of that name yet.
    pub fn mark_invalid(&mut self, column: &str, row: usize, found: impl Into<String>) -> Result<()> {
        self.column_mut(column).map(|column| column.mark_invalid(row, found.into()))
    }

    /// Converts columns to the types asked for.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingColumn`] for a name that is not a column; [`ErrorKind::BadNumber`], [`ErrorKind::BadDate`] or
    /// [`ErrorKind::WrongType`], with the row, for the first cell that cannot be converted.
    pub fn cast(&mut self, types: &ColumnTypes) -> Result<()> {
        for &(ref name, to) in types {
            let column = self.column_mut(name)?;
            *column = column.cast(to)?;
        }
        Ok(())
    }

    /// The table.
    pub fn finish(self) -> Table {
        Table { rows: self.rows, columns: self.columns }
    }

    fn column_mut(&mut self, name: &str) -> Result<&mut Column> {
        let Some(place) = self.columns.iter().position(|column| column.name() == name) else {
            return Err(missing_column(name, &self.columns.iter().map(Column::name).collect::<Vec<_>>()));
        };
        self.columns.get_mut(place).ok_or_else(|| Error::internal("a column has gone"))
    }
}

fn check(data: &ColumnData) -> Result<()> {
    match data {
        ColumnData::Floats(_) | ColumnData::Integers(_) => Ok(()),
        ColumnData::Dates { values, .. } => match values.iter().position(|&ms| !ms.is_nan() && !is_instant(ms)) {
            None => Ok(()),
            Some(row) => Err(Error::new(ErrorKind::BadDate, "the date lies outside the years 1 to 9999")
                .with_row(row)
                .with_help("Dates are milliseconds since 1970-01-01T00:00:00Z: are these in another unit?")),
        },
        ColumnData::Booleans(values) => match values.iter().position(|&v| v > 2) {
            None => Ok(()),
            Some(row) => Err(Error::invalid_option("a boolean is 0, 1, or 2 for null").with_row(row)),
        },
        ColumnData::Text { codes, dictionary } => {
            let known = dictionary.len() as i64;
            match codes.iter().position(|&code| code < -1 || i64::from(code) >= known) {
                None => Ok(()),
                Some(row) => {
                    let code = codes.get(row).copied().unwrap_or_default();
                    Err(Error::invalid_option(format!(
                        "the code {code} is not among the {known} values of the dictionary"
                    ))
                    .with_row(row)
                    .with_help("Codes count from 0; -1 is null."))
                }
            }
        }
    }
}

impl ColumnData {
    /// A column of texts.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    pub fn text<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> Result<ColumnData> {
        let mut builder = TextBuilder::default();
        for value in values {
            builder.push(value)?;
        }
        Ok(builder.finish())
    }

    /// A column of calendar days, given in days since 1970-01-01.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    pub fn days(days: impl ExactSizeIterator<Item = Option<i32>>) -> Result<ColumnData> {
        let ms = |day: Option<i32>| day.map_or(f64::NAN, |day| f64::from(day) * MS_PER_DAY);
        Ok(ColumnData::Dates { values: crate::error::try_collect(days.map(ms))?, civil: true })
    }

    /// A column of codes and the texts that they stand for. Texts that occur twice in the list become one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    pub fn coded<'a>(
        mut codes: Vec<i32>,
        values: impl ExactSizeIterator<Item = &'a str> + Clone,
    ) -> Result<ColumnData> {
        let mut builder = DictionaryBuilder::default();
        builder.reserve_with_text(values.len(), values.clone().map(str::len).sum())?;
        let mut distinct: Vec<i32> = try_vec(values.len())?;
        for value in values {
            distinct.push(builder.intern(value)?);
        }
        if builder.dictionary().len() < distinct.len() {
            for code in &mut codes {
                if let Some(&same) = usize::try_from(*code).ok().and_then(|code| distinct.get(code)) {
                    *code = same;
                }
            }
        }
        Ok(ColumnData::Text { codes, dictionary: builder.finish() })
    }
}

/// Builds a column of texts cell by cell.
#[derive(Debug, Default)]
pub struct TextBuilder {
    codes: Vec<i32>,
    dictionary: DictionaryBuilder,
}

impl TextBuilder {
    /// With room for that many cells.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    pub fn with_capacity(rows: usize) -> Result<TextBuilder> {
        Ok(TextBuilder { codes: try_vec(rows)?, dictionary: DictionaryBuilder::default() })
    }

    /// Adds a cell, or a null.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    pub fn push(&mut self, text: Option<&str>) -> Result<()> {
        self.push_bytes(text.map(str::as_bytes))
    }

    /// Adds a cell that is given as UTF-8, or a null.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] when it is not UTF-8; [`ErrorKind::OutOfMemory`].
    #[inline]
    pub fn push_bytes(&mut self, text: Option<&[u8]>) -> Result<()> {
        let code = match text {
            Some(text) => self.dictionary.intern_bytes(text)?,
            None => -1,
        };
        self.codes.try_reserve(1)?;
        self.codes.push(code);
        Ok(())
    }

    /// The column.
    pub fn finish(self) -> ColumnData {
        ColumnData::Text { codes: self.codes, dictionary: self.dictionary.finish() }
    }
}

impl Dictionary {
    /// The number of UTF-16 units of each text, by which JavaScript cuts the concatenated texts apart.
    pub fn utf16_lengths(&self) -> Result<Vec<u32>> {
        crate::error::try_collect(self.iter().map(|text| match text.is_ascii() {
            true => text.len() as u32,
            false => text.encode_utf16().count() as u32,
        }))
    }
}

/// A dictionary of few texts that are known beforehand.
pub(crate) fn fixed_dictionary<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Arc<Dictionary>> {
    let mut builder = DictionaryBuilder::default();
    for text in texts {
        builder.intern(text)?;
    }
    Ok(builder.finish())
}
