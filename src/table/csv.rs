//! Reading CSV.
//!
//! Two passes go over the text, both with the csv-core crate: the first finds what type each column has as a
//! whole, the second fills the columns. The rules, which look at all cells of a column that are not empty:
//!
//! - all are `true`/`false` or `TRUE`/`FALSE`: booleans;
//! - all are numbers as JSON writes them, and no whole number is beyond 2^53: numbers. So "007", "+5", "1,000" and long
//!   identifiers stay text;
//! - all are ISO 8601 days, or all are ISO 8601 times with an offset: dates;
//! - otherwise: text.
//!
//! An empty cell is null. A column without any value is text.

use super::builder::{TableBuilder, TextBuilder};
use super::cast::{ColumnTypes, parse_boolean};
use super::column::{ColumnData, ColumnType};
use super::{Table, missing_column};
use crate::error::{Error, ErrorKind, Result, quoted, try_vec};
use crate::number;
use crate::time::{MS_PER_DAY, Moment};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// How a CSV file is to be read.
#[derive(Clone, Debug, Default)]
pub struct CsvOptions {
    /// What separates the fields: a comma, a semicolon or a tab, whichever the header has most of, unless given.
    pub delimiter: Option<u8>,
    /// Columns whose type is not to be found out.
    pub types: ColumnTypes,
}

impl Table {
    /// Reads a CSV file (RFC 4180): UTF-8, with or without a byte order mark; the first record is the header.
    /// Blank lines are passed over.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::BadCsv`], with the row, when the bytes are not UTF-8, a record has more or fewer fields than the
    ///   header, a quote is not closed, or two columns have the same name,
    /// - [`ErrorKind::EmptyInput`] when there is no header,
    /// - those of [`Column::cast`](super::Column::cast) for the columns in `types`.
    pub fn from_csv(bytes: &[u8], options: &CsvOptions) -> Result<Table> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if let Err(error) = std::str::from_utf8(bytes) {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let lines = before.iter().filter(|&&byte| byte == b'\n').count();
            return Err(Error::new(ErrorKind::BadCsv, format!("line {} is not UTF-8", lines + 1))
                .with_row(lines.saturating_sub(1))
                .with_help(
                    "Save the file as \"CSV UTF-8\", or decode it first: new TextDecoder(\"gbk\").decode(bytes).",
                ));
        }
        let delimiter = options.delimiter.unwrap_or_else(|| guess_delimiter(bytes));
        let mut records = Records::new(bytes, delimiter);
        if !records.next()? {
            return Err(Error::new(ErrorKind::EmptyInput, "the CSV file is empty")
                .with_help("The first line names the columns."));
        }
        let header: Vec<String> = records.fields().map(str::to_owned).collect();
        let body = records.position;
        let (rows, guesses) = infer(records, header.len())?;

        let has_type = |column: &String| options.types.iter().any(|(name, _)| name == column);
        if let Some((name, _)) = options.types.iter().find(|(name, _)| !header.contains(name)) {
            return Err(missing_column(name, &header.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        let mut columns = try_vec(header.len())?;
        for (name, guess) in header.iter().zip(guesses) {
            columns.push(Cells::new(if has_type(name) { Guess::default() } else { guess }, rows)?);
        }
        let mut records = Records::new(bytes, delimiter);
        records.position = body;
        while records.next()? {
            for (column, field) in columns.iter_mut().zip(records.fields()) {
                column.push(field)?;
            }
        }
        let mut builder = TableBuilder::new(rows);
        for (name, cells) in header.iter().zip(columns) {
            builder.add(name, cells.finish()).map_err(|error| match error.kind() {
                ErrorKind::InvalidOption => {
                    Error::new(ErrorKind::BadCsv, format!("the header names {} twice", quoted(name)))
                        .with_column(name)
                        .with_help("Rename one of the two columns.")
                }
                _ => error,
            })?;
        }
        builder.cast(&options.types)?;
        Ok(builder.finish())
    }
}

fn guess_delimiter(bytes: &[u8]) -> u8 {
    let header = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| header.iter().filter(|&&byte| byte == delimiter).count();
    // `max_by_key` takes the last of equals, so the comma comes last.
    [b'\t', b';', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

/// The records of a CSV text.
struct Records<'a> {
    reader: Reader,
    bytes: &'a [u8],
    position: usize,
    /// The record read last: its fields one after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    fields: usize,
    row: usize,
}

impl<'a> Records<'a> {
    fn new(bytes: &'a [u8], delimiter: u8) -> Records<'a> {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Records { reader, bytes, position: 0, text: vec![0; 1024], ends: vec![0; 64], fields: 0, row: 0 }
    }

    /// Reads the next record; false when there is none.
    fn next(&mut self) -> Result<bool> {
        let (mut length, mut fields) = (0, 0);
        let mut closing = false;
        loop {
            // At the end of the text a line break is added: it ends a record, unless a quote is still open.
            let input: &[u8] = if closing { b"\n" } else { self.bytes.get(self.position..).unwrap_or_default() };
            let text = self.text.get_mut(length..).unwrap_or_default();
            let ends = self.ends.get_mut(fields..).unwrap_or_default();
            let (result, read, written, ended) = self.reader.read_record(input, text, ends);
            length += written;
            fields += ended;
            if !closing {
                self.position += read;
            }
            match result {
                ReadRecordResult::Record => {
                    self.fields = fields;
                    return Ok(true);
                }
                ReadRecordResult::OutputFull => grow(&mut self.text)?,
                ReadRecordResult::OutputEndsFull => grow(&mut self.ends)?,
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::InputEmpty if !closing => closing = true,
                ReadRecordResult::InputEmpty if length == 0 && fields == 0 => return Ok(false),
                ReadRecordResult::InputEmpty => {
                    return Err(Error::new(ErrorKind::BadCsv, "a quote is opened and never closed")
                        .with_row(self.row)
                        .with_help("Close the quote; inside quotes, a quote is written twice."));
                }
            }
        }
    }

    fn fields(&self) -> impl Iterator<Item = &str> {
        let mut begin = 0;
        self.ends.iter().take(self.fields).map(move |&end| {
            let field = self.text.get(begin..end).unwrap_or_default();
            begin = end;
            // The text as a whole is UTF-8, and fields are cut at ASCII characters, so each field is UTF-8 too.
            std::str::from_utf8(field).unwrap_or_default()
        })
    }
}

fn grow<T: Clone + Default>(buffer: &mut Vec<T>) -> Result<()> {
    let length = buffer.len();
    buffer.try_reserve(length.max(1))?;
    buffer.resize(length * 2, T::default());
    Ok(())
}

/// What a column can still be, given the cells so far.
#[derive(Clone, Copy)]
struct Guess {
    seen: bool,
    boolean: bool,
    number: bool,
    day: bool,
    instant: bool,
}

impl Default for Guess {
    /// Text.
    fn default() -> Guess {
        Guess { seen: true, boolean: false, number: false, day: false, instant: false }
    }
}

impl Guess {
    const ANYTHING: Guess = Guess { seen: false, boolean: true, number: true, day: true, instant: true };

    fn look(&mut self, field: &str) {
        if field.is_empty() {
            return;
        }
        self.seen = true;
        self.number = self.number && is_number(field);
        self.boolean = self.boolean && parse_boolean(field).is_some();
        if self.day || self.instant {
            let moment = Moment::parse(field);
            self.day = self.day && matches!(moment, Ok(Moment::Day(_)));
            self.instant = self.instant && matches!(moment, Ok(Moment::Instant(_)));
        }
    }
}

/// The number of rows, and what each column is.
fn infer(mut records: Records<'_>, columns: usize) -> Result<(usize, Vec<Guess>)> {
    let mut guesses = vec![Guess::ANYTHING; columns];
    while records.next()? {
        if records.fields != columns {
            let plural = if records.fields == 1 { "" } else { "s" };
            return Err(Error::new(ErrorKind::BadCsv, format!("{} field{plural} where the header has {columns}", records.fields))
                .with_row(records.row)
                .with_help("Put fields that contain the delimiter or line breaks in quotes; set `delimiter` if it is not a comma, semicolon or tab."));
        }
        for (guess, field) in guesses.iter_mut().zip(records.fields()) {
            guess.look(field);
        }
        records.row += 1;
    }
    Ok((records.row, guesses))
}

/// A number as JSON writes it. Whole numbers beyond 2^53 are not numbers here, since they would lose digits.
fn is_number(text: &str) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|c| c.is_ascii_digit()).count();
    let unsigned = text.as_bytes().strip_prefix(b"-").unwrap_or(text.as_bytes());
    let whole = digits(unsigned);
    let Some((integer, mut rest)) = unsigned.split_at_checked(whole) else { return false };
    if whole == 0 || (whole > 1 && integer.first() == Some(&b'0')) {
        return false;
    }
    if rest.is_empty() {
        return whole < 16 || text.parse::<i64>().is_ok_and(|n| n.unsigned_abs() <= 1 << 53);
    }
    if let [b'.', fraction @ ..] = rest {
        let length = digits(fraction);
        rest = fraction.get(length..).unwrap_or_default();
        if length == 0 {
            return false;
        }
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"-").or(exponent.strip_prefix(b"+")).unwrap_or(exponent);
        rest = exponent.get(digits(exponent)..).unwrap_or_default();
        if exponent.is_empty() || exponent.len() > 4 {
            return false;
        }
    } else if text.len() < 300 {
        // Without an exponent it takes more digits to be infinite.
        return rest.is_empty();
    }
    rest.is_empty() && number::parse(text).is_some_and(f64::is_finite)
}

/// The cells of a column whose type is known.
enum Cells {
    Numbers(Vec<f64>),
    Booleans(Vec<u8>),
    Dates { values: Vec<f64>, civil: bool },
    Texts(TextBuilder),
}

impl Cells {
    fn new(guess: Guess, rows: usize) -> Result<Cells> {
        let column_type = match guess {
            Guess { seen: false, .. } => ColumnType::String,
            Guess { boolean: true, .. } => ColumnType::Boolean,
            Guess { number: true, .. } => ColumnType::Number,
            Guess { day, instant, .. } if day || instant => ColumnType::Date,
            _ => ColumnType::String,
        };
        Ok(match column_type {
            ColumnType::Number => Cells::Numbers(try_vec(rows)?),
            ColumnType::Boolean => Cells::Booleans(try_vec(rows)?),
            ColumnType::Date => Cells::Dates { values: try_vec(rows)?, civil: guess.day },
            ColumnType::String => Cells::Texts(TextBuilder::with_capacity(rows)?),
        })
    }

    /// Takes a cell that was found to be of the column's type.
    fn push(&mut self, field: &str) -> Result<()> {
        match self {
            Cells::Texts(texts) => return texts.push(Some(field).filter(|field| !field.is_empty())),
            Cells::Numbers(values) => values.push(number::parse(field).unwrap_or(f64::NAN)),
            Cells::Booleans(values) => values.push(parse_boolean(field).map_or(2, u8::from)),
            Cells::Dates { values, .. } => values.push(match Moment::parse(field) {
                Ok(Moment::Day(day)) => f64::from(day) * MS_PER_DAY,
                Ok(Moment::Instant(ms)) => ms,
                Err(_) => f64::NAN,
            }),
        }
        Ok(())
    }

    fn finish(self) -> ColumnData {
        match self {
            Cells::Numbers(values) => ColumnData::Floats(values),
            Cells::Booleans(values) => ColumnData::Booleans(values),
            Cells::Dates { values, civil } => ColumnData::Dates { values, civil },
            Cells::Texts(texts) => texts.finish(),
        }
    }
}
