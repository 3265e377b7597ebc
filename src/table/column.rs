//! One column: its values, and how an analysis reads them.

use super::dictionary::Dictionary;
use crate::error::{Error, ErrorKind, Result, quoted, try_collect};
use crate::number;
use crate::time::{self, Moment, UtcOffset};
use std::borrow::Cow;
use std::sync::Arc;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Numbers.
    Number,
    /// Texts.
    String,
    /// True or false.
    Boolean,
    /// Calendar days or points in time.
    Date,
}

impl ColumnType {
    /// The name of the type.
    pub const fn name(self) -> &'static str {
        match self {
            ColumnType::Number => "number",
            ColumnType::String => "string",
            ColumnType::Boolean => "boolean",
            ColumnType::Date => "date",
        }
    }
}

/// The values of a column, as they lie in memory.
#[derive(Clone, Debug)]
pub enum ColumnData {
    /// Numbers; NaN is null.
    Floats(Vec<f64>),
    /// Whole numbers, without nulls.
    Integers(Vec<i32>),
    /// Milliseconds since 1970-01-01T00:00:00Z; NaN is null. When `civil`, each is the midnight (UTC) of a calendar day
    /// and stands for that day in any time zone.
    Dates {
        /// The milliseconds.
        values: Vec<f64>,
        /// Whether they are calendar days.
        civil: bool,
    },
    /// 0 is false, 1 is true, 2 is null.
    Booleans(Vec<u8>),
    /// Codes of texts; -1 is null.
    Text {
        /// The code of each row.
        codes: Vec<i32>,
        /// The texts.
        dictionary: Arc<Dictionary>,
    },
}

impl ColumnData {
    pub(crate) fn len(&self) -> usize {
        match self {
            ColumnData::Floats(values) | ColumnData::Dates { values, .. } => values.len(),
            ColumnData::Integers(values) | ColumnData::Text { codes: values, .. } => values.len(),
            ColumnData::Booleans(values) => values.len(),
        }
    }
}

/// A named column.
#[derive(Clone, Debug)]
pub struct Column {
    name: String,
    /// Shared with copies of the column.
    data: Arc<ColumnData>,
    /// Cells that were of another type than the rest, stored as null: what was found there.
    invalid: Vec<(usize, String)>,
}

/// Why a cell cannot be used.
#[derive(Debug)]
pub(crate) struct Problem {
    kind: ErrorKind,
    pub(crate) reason: String,
    help: &'static str,
}

impl Problem {
    /// A value that was read, and cannot be used where it stands.
    pub(crate) fn new(kind: ErrorKind, reason: impl Into<String>) -> Problem {
        Problem { kind, reason: reason.into(), help: LEAVE_OUT }
    }

    pub(crate) fn into_error(self, column: &str, row: usize) -> Error {
        Error::new(self.kind, self.reason).with_column(column).with_row(row).with_help(self.help)
    }

    /// The error where rows cannot be left out, so that its help must not advise it.
    pub(crate) fn into_final_error(self, column: &str, row: usize) -> Error {
        let help = match self.help {
            LEAVE_OUT => "Correct the cell.",
            ISO_8601 => "Write dates as ISO 8601: \"2026-01-31\".",
            help => help,
        };
        self.into_error(column, row).with_help(help)
    }
}

const LEAVE_OUT: &str = "Correct the cell, or pass onInvalid: \"skip\" to leave such rows out and have them reported.";
const ISO_8601: &str = "Write dates as ISO 8601: \"2026-01-31\", or with a time and an offset \"2026-01-31T08:00:00+08:00\"; or pass onInvalid: \"skip\".";

/// The calendar days of a column. [`Days::NONE`], which is later than any other, where there is none.
pub(crate) enum Days<'a> {
    /// Points in time, whose days are computed when they are asked for.
    Instants { ms: &'a [f64], offset: UtcOffset },
    /// Days since 1970-01-01.
    Counted(Vec<i32>),
}

impl Days<'_> {
    pub(crate) const NONE: i32 = i32::MAX;

    pub(crate) fn get(&self, row: usize) -> i32 {
        let mut day = [Days::NONE];
        self.fill(row, &mut day);
        let [day] = day;
        day
    }

    /// The days of as many rows as there is room for, beginning with row `from`.
    #[inline(never)] // see the chunks of the RFM accumulator
    pub(crate) fn fill(&self, from: usize, days: &mut [i32]) {
        match self {
            Days::Instants { ms, offset } => {
                let ms = ms.get(from..).unwrap_or_default();
                days.iter_mut().zip(ms).for_each(|(day, &ms)| *day = day_or_none(ms, *offset));
            }
            Days::Counted(counted) => {
                let counted = counted.get(from..).unwrap_or_default();
                days.iter_mut().zip(counted).for_each(|(day, &counted)| *day = counted);
            }
        }
    }
}

#[inline]
fn day_or_none(ms: f64, offset: UtcOffset) -> i32 {
    if time::is_instant(ms) { time::day_of(ms, offset) } else { Days::NONE }
}

impl Column {
    pub(crate) fn new(name: impl Into<String>, data: ColumnData) -> Column {
        Column { name: name.into(), data: Arc::new(data), invalid: Vec::new() }
    }

    /// The column with other values and the same name.
    pub(super) fn with_data(&self, data: ColumnData) -> Column {
        Column { name: self.name.clone(), data: Arc::new(data), invalid: self.invalid.clone() }
    }

    /// The rows whose cells were of another type than the rest.
    pub(super) fn invalid_rows(&self) -> impl Iterator<Item = usize> {
        self.invalid.iter().map(|&(row, _)| row)
    }

    /// Whether there are any.
    pub(crate) fn has_invalid(&self) -> bool {
        !self.invalid.is_empty()
    }

    /// How many there are.
    pub(crate) fn invalid_count(&self) -> usize {
        self.invalid.len()
    }

    pub(super) fn mark_invalid(&mut self, row: usize, found: String) {
        self.invalid.push((row, found));
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The values.
    pub fn data(&self) -> &ColumnData {
        &self.data
    }

    /// What the values are.
    pub fn column_type(&self) -> ColumnType {
        match *self.data {
            ColumnData::Floats(_) | ColumnData::Integers(_) => ColumnType::Number,
            ColumnData::Dates { .. } => ColumnType::Date,
            ColumnData::Booleans(_) => ColumnType::Boolean,
            ColumnData::Text { .. } => ColumnType::String,
        }
    }

    /// How many values there are, nulls included.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values are null.
    pub fn null_count(&self) -> usize {
        match &*self.data {
            ColumnData::Floats(values) | ColumnData::Dates { values, .. } => {
                values.iter().filter(|v| v.is_nan()).count()
            }
            ColumnData::Integers(_) => 0,
            ColumnData::Booleans(values) => values.iter().filter(|&&v| v > 1).count(),
            ColumnData::Text { codes, .. } => codes.iter().filter(|&&code| code < 0).count(),
        }
    }

    /// The values as numbers, NaN where a cell holds none. Texts are read as numbers.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] when the column holds dates or booleans.
    pub fn numbers(&self) -> Result<Cow<'_, [f64]>> {
        match &*self.data {
            ColumnData::Floats(values) => Ok(Cow::Borrowed(values)),
            ColumnData::Integers(values) => Ok(Cow::Owned(try_collect(values.iter().map(|&v| f64::from(v)))?)),
            ColumnData::Text { codes, dictionary } => {
                let parsed = try_collect(dictionary.iter().map(|text| parse_number(text).unwrap_or(f64::NAN)))?;
                Ok(Cow::Owned(lookup(codes, &parsed, f64::NAN)?))
            }
            ColumnData::Dates { .. } | ColumnData::Booleans(_) => Err(self.wrong_type("numbers")),
        }
    }

    /// Why a cell is no finite number, once that is known.
    pub(crate) fn number_problem(&self, row: usize) -> Problem {
        if let Some(problem) = self.invalid_problem(row, "a number") {
            return problem;
        }
        match (&*self.data, self.text(row)) {
            (_, Some(text)) => Problem {
                kind: ErrorKind::WrongType,
                reason: format!("the text {} is not a number", quoted(text)),
                help: LEAVE_OUT,
            },
            (ColumnData::Floats(values), _) if values.get(row).is_some_and(|v| !v.is_nan()) => {
                let value = values.get(row).copied().unwrap_or(f64::NAN);
                let reason = match value.is_finite() {
                    true => "a number beyond ±1e290 cannot be summed exactly".to_owned(),
                    false => format!("{}Infinity is not a finite number", if value < 0.0 { "-" } else { "" }),
                };
                Problem { kind: ErrorKind::BadNumber, reason, help: LEAVE_OUT }
            }
            _ => Problem::new(ErrorKind::BadNumber, "a number is missing (null or NaN)"),
        }
    }

    /// The calendar day of each value. Numbers are read as milliseconds since 1970, texts as ISO 8601.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] when the column holds booleans.
    pub(crate) fn days(&self, offset: UtcOffset) -> Result<Days<'_>> {
        let number = |ms: f64| if time::looks_like_yyyymmdd(ms) { Days::NONE } else { day_or_none(ms, offset) };
        match &*self.data {
            ColumnData::Dates { values, civil: true } => {
                Ok(Days::Instants { ms: values, offset: UtcOffset::default() })
            }
            ColumnData::Dates { values, civil: false } => Ok(Days::Instants { ms: values, offset }),
            // Numbers as small as yyyymmdd are rare: only where there is one, each is looked at closely.
            ColumnData::Floats(values) => match values.iter().fold(false, |any, &ms| any | (ms.abs() < 1e8)) {
                false => Ok(Days::Instants { ms: values, offset }),
                true => try_collect(values.iter().map(|&ms| number(ms))).map(Days::Counted),
            },
            ColumnData::Integers(values) => {
                try_collect(values.iter().map(|&ms| number(f64::from(ms)))).map(Days::Counted)
            }
            ColumnData::Text { codes, dictionary } => {
                let day = |text| Moment::parse(text).map_or(Days::NONE, |moment| moment.day(offset));
                lookup(codes, &try_collect(dictionary.iter().map(day))?, Days::NONE).map(Days::Counted)
            }
            ColumnData::Booleans(_) => Err(self.wrong_type("dates")),
        }
    }

    /// Why a cell is no date, once that is known.
    pub(crate) fn date_problem(&self, row: usize) -> Problem {
        if let Some(problem) = self.invalid_problem(row, "a date") {
            return problem;
        }
        let number = match &*self.data {
            ColumnData::Floats(values) | ColumnData::Dates { values, .. } => values.get(row).copied(),
            ColumnData::Integers(values) => values.get(row).map(|&v| f64::from(v)),
            _ => None,
        };
        let bad_date = |reason, help| Problem { kind: ErrorKind::BadDate, reason, help };
        match (self.text(row), number) {
            (Some(text), _) => match Moment::parse(text) {
                Err(error) => bad_date(error.message().to_owned(), ISO_8601),
                Ok(_) => bad_date(format!("{} cannot be used", quoted(text)), LEAVE_OUT),
            },
            (None, Some(ms)) if time::looks_like_yyyymmdd(ms) => bad_date(
                format!("{} looks like a date written yyyymmdd, not like milliseconds since 1970", number::text(ms)),
                "Pass it as the text \"yyyy-mm-dd\", or as milliseconds since 1970-01-01T00:00:00Z.",
            ),
            (None, Some(ms)) if !ms.is_nan() => bad_date(
                format!("{} ms is not a date in the years 1 to 9999", number::text(ms)),
                "Numbers are milliseconds since 1970-01-01T00:00:00Z: are these in another unit?",
            ),
            _ => Problem::new(ErrorKind::BadDate, "a date is missing"),
        }
    }

    /// Why a cell is no identifier, once that is known.
    pub(crate) fn id_problem(&self, row: usize) -> Problem {
        if let Some(problem) = self.invalid_problem(row, "an identifier of the same type as those before it") {
            return problem;
        }
        match &*self.data {
            ColumnData::Floats(values) if values.get(row).is_some_and(|v| v.is_infinite()) => Problem {
                kind: ErrorKind::WrongType,
                reason: "an infinite number is not an identifier".to_owned(),
                help: LEAVE_OUT,
            },
            _ => Problem::new(ErrorKind::WrongType, "an identifier is missing"),
        }
    }

    /// The text of a row, if the column holds texts and the row has one.
    pub fn text(&self, row: usize) -> Option<&str> {
        match &*self.data {
            ColumnData::Text { codes, dictionary } => dictionary.get(*codes.get(row)?),
            _ => None,
        }
    }

    pub(crate) fn invalid_problem(&self, row: usize, wanted: &str) -> Option<Problem> {
        let (_, found) = self.invalid.iter().find(|(marked, _)| *marked == row)?;
        Some(Problem {
            kind: ErrorKind::WrongType,
            reason: format!("found {found} instead of {wanted}"),
            help: LEAVE_OUT,
        })
    }

    pub(crate) fn wrong_type(&self, wanted: &str) -> Error {
        let found = self.column_type().name();
        Error::new(ErrorKind::WrongType, format!("the column holds {found} values where {wanted} are needed"))
            .with_column(self.name())
            .with_row(0)
            .with_help("Name another column in the options, or convert this one.")
    }
}

pub(super) fn lookup<T: Copy>(codes: &[i32], values: &[T], none: T) -> Result<Vec<T>> {
    let value = |&code: &i32| usize::try_from(code).ok().and_then(|code| values.get(code)).copied().unwrap_or(none);
    try_collect(codes.iter().map(value))
}

/// Reads a decimal number, white space around it allowed; not `inf`, not `nan`, no thousands separators.
pub(crate) fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim_ascii();
    let plain = text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    number::parse(text).filter(|value| plain && value.is_finite())
}
