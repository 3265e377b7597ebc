//! Converting a column to another type, when the caller asks for it.

use super::builder::TextBuilder;
use super::column::{Column, ColumnData, ColumnType, parse_number};
use crate::error::{Error, ErrorKind, Result, quoted, try_collect};
use crate::number;
use crate::time::{self, MS_PER_DAY, Moment};

/// The names of columns, each with the type that the column is to have.
pub type ColumnTypes = Vec<(String, ColumnType)>;

impl Column {
    /// The column with values of another type.
    ///
    /// Everything can become text; texts are read as numbers, ISO 8601 dates or `true`/`false`; numbers become dates as
    /// milliseconds since 1970-01-01T00:00:00Z, and dates numbers.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadNumber`], [`ErrorKind::BadDate`] or [`ErrorKind::WrongType`], with the row of the first cell that
    /// cannot be converted.
    pub fn cast(&self, to: ColumnType) -> Result<Column> {
        if self.column_type() == to {
            return Ok(self.clone());
        }
        let data = match (self.data(), to) {
            (ColumnData::Text { .. }, ColumnType::Number) => {
                ColumnData::Floats(self.map_text(parse_to_number, f64::NAN)?)
            }
            (ColumnData::Text { .. }, ColumnType::Boolean) => ColumnData::Booleans(self.map_text(parse_to_boolean, 2)?),
            (ColumnData::Text { .. }, ColumnType::Date) => self.text_to_dates()?,
            (ColumnData::Dates { values, .. }, ColumnType::Number) => {
                ColumnData::Floats(try_collect(values.iter().copied())?)
            }
            (ColumnData::Floats(values), ColumnType::Date) => instants(values.iter().copied(), self.name())?,
            (ColumnData::Integers(values), ColumnType::Date) => {
                instants(values.iter().map(|&v| f64::from(v)), self.name())?
            }
            (_, ColumnType::String) => {
                let mut texts = TextBuilder::with_capacity(self.len())?;
                for row in 0..self.len() {
                    texts.push(self.display(row).as_deref())?;
                }
                texts.finish()
            }
            _ => return Err(self.wrong_type(to.name())),
        };
        Ok(self.with_data(data))
    }

    /// A cell as text, as it would stand in a CSV file; none when it is null.
    pub(crate) fn display(&self, row: usize) -> Option<String> {
        match self.data() {
            ColumnData::Floats(values) => values.get(row).filter(|v| !v.is_nan()).map(|&value| number::text(value)),
            ColumnData::Integers(values) => values.get(row).map(i32::to_string),
            ColumnData::Booleans(values) => match values.get(row) {
                Some(0) => Some("false".to_owned()),
                Some(1) => Some("true".to_owned()),
                _ => None,
            },
            ColumnData::Dates { values, civil } => values.get(row).filter(|ms| !ms.is_nan()).map(|&ms| match civil {
                true => time::format_day((ms / MS_PER_DAY).floor() as i32),
                false => time::format_instant(ms),
            }),
            ColumnData::Text { .. } => self.text(row).map(str::to_owned),
        }
    }

    fn map_text<T: Copy>(&self, parse: impl Fn(&str) -> Result<T>, null: T) -> Result<Vec<T>> {
        let ColumnData::Text { codes, dictionary } = self.data() else { return Err(self.wrong_type("text")) };
        let parsed: Vec<Result<T>> = dictionary.iter().map(parse).collect();
        let mut values = crate::error::try_vec(codes.len())?;
        for (row, &code) in codes.iter().enumerate() {
            values.push(match usize::try_from(code).ok().and_then(|code| parsed.get(code)) {
                None => null,
                Some(Ok(value)) => *value,
                Some(Err(error)) => return Err(error.clone().with_column(self.name()).with_row(row)),
            });
        }
        Ok(values)
    }

    fn text_to_dates(&self) -> Result<ColumnData> {
        let moments = self.map_text(|text| Moment::parse(text).map(Some), None)?;
        let mut present = moments.iter().enumerate().filter_map(|(row, moment)| Some((row, (*moment)?)));
        let civil = matches!(present.next(), Some((_, Moment::Day(_))));
        match present.find(|(_, moment)| matches!(moment, Moment::Day(_)) != civil) {
            Some((row, _)) => Err(Error::new(ErrorKind::WrongType, "some dates have a time of day and some have none")
                .with_column(self.name())
                .with_row(row)
                .with_help("Write all of them the same way.")),
            None => {
                let ms = |moment: &Option<Moment>| match moment {
                    None => f64::NAN,
                    Some(Moment::Day(day)) => f64::from(*day) * MS_PER_DAY,
                    Some(Moment::Instant(ms)) => *ms,
                };
                Ok(ColumnData::Dates { values: try_collect(moments.iter().map(ms))?, civil })
            }
        }
    }
}

fn instants(values: impl ExactSizeIterator<Item = f64>, column: &str) -> Result<ColumnData> {
    let mut dates = crate::error::try_vec(values.len())?;
    for (row, ms) in values.enumerate() {
        if !ms.is_nan() {
            Moment::from_epoch_ms(ms).map_err(|error| error.with_column(column).with_row(row))?;
        }
        dates.push(ms);
    }
    Ok(ColumnData::Dates { values: dates, civil: false })
}

fn parse_to_number(text: &str) -> Result<f64> {
    parse_number(text).ok_or_else(|| {
        Error::new(ErrorKind::BadNumber, format!("the text {} is not a number", quoted(text)))
            .with_help("Numbers have a point for the decimals and no thousands separators.")
    })
}

fn parse_to_boolean(text: &str) -> Result<u8> {
    parse_boolean(text)
        .map(u8::from)
        .ok_or_else(|| Error::new(ErrorKind::WrongType, format!("the text {} is neither true nor false", quoted(text))))
}

pub(crate) fn parse_boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "TRUE" => Some(true),
        "false" | "FALSE" => Some(false),
        _ => None,
    }
}
