//! The one error type of the crate.
//!
//! An [`Error`] says what is wrong, where (row and column), and what to do about it. Its [`ErrorKind`] is stable and
//! is what code should match on; messages are for people and may be improved at any time.

use std::fmt;

/// A result whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of thing went wrong. Stable; [`ErrorKind::code`] is the name that JavaScript sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A column that the analysis needs is not in the table.
    MissingColumn,
    /// A column, or one cell of it, is of another type than the one that is needed.
    WrongType,
    /// A value is not a date, is an impossible date, or could be read in several ways.
    BadDate,
    /// A number is missing, not finite, or outside the range in which sums are exact.
    BadNumber,
    /// There is nothing to analyse.
    EmptyInput,
    /// An option is unknown, missing, or has a value that cannot be used.
    InvalidOption,
    /// Columns of one table have different lengths.
    LengthMismatch,
    /// Memory ran out.
    OutOfMemory,
    /// The text is not a CSV file.
    BadCsv,
    /// The bytes are not a saved state, or not one that can be used here.
    BadState,
    /// A fault of the library itself.
    Internal,
}

impl ErrorKind {
    /// The stable name of the kind, as in the `code` of a JavaScript `CustometryError`.
    ///
    /// ```
    /// assert_eq!(custometry::ErrorKind::BadDate.code(), "bad-date");
    /// ```
    pub const fn code(self) -> &'static str {
        match self {
            ErrorKind::MissingColumn => "missing-column",
            ErrorKind::WrongType => "wrong-type",
            ErrorKind::BadDate => "bad-date",
            ErrorKind::BadNumber => "bad-number",
            ErrorKind::EmptyInput => "empty-input",
            ErrorKind::InvalidOption => "invalid-option",
            ErrorKind::LengthMismatch => "length-mismatch",
            ErrorKind::OutOfMemory => "out-of-memory",
            ErrorKind::BadCsv => "bad-csv",
            ErrorKind::BadState => "bad-state",
            ErrorKind::Internal => "internal",
        }
    }
}

/// What went wrong, where, and what to do about it.
///
/// ```
/// use custometry::{ErrorKind, table::Table};
///
/// let error = Table::from_csv(b"a,b\n1,2\n3\n", &Default::default()).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::BadCsv);
/// assert_eq!(error.row(), Some(1));
/// assert_eq!(error.to_string(), "row 1: 1 field where the header has 2");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    column: Option<String>,
    row: Option<usize>,
    help: Option<String>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind, message: message.into(), column: None, row: None, help: None }))
    }

    pub(crate) fn invalid_option(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::InvalidOption, message)
    }

    pub(crate) fn internal(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Internal, message).with_help("This is a fault of custometry: please report it.")
    }

    pub(crate) fn with_column(mut self, column: impl Into<String>) -> Error {
        self.0.column = Some(column.into());
        self
    }

    pub(crate) fn with_row(mut self, row: usize) -> Error {
        self.0.row = Some(row);
        self
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Error {
        self.0.help = Some(help.into());
        self
    }

    /// The same error, with the place in the options that it is about before its message.
    pub(crate) fn inside(mut self, place: &str) -> Error {
        self.0.message = format!("{place}: {}", self.0.message);
        self
    }

    /// The kind of the error, which is stable.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What went wrong, without the place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The column it happened in.
    pub fn column(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// The row it happened in, counted from 0. In a CSV file the row after the header is row 0.
    pub fn row(&self) -> Option<usize> {
        self.0.row
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row(), self.column()) {
            (Some(row), Some(column)) => write!(f, "row {row}, column \"{column}\": {}", self.message()),
            (Some(row), None) => write!(f, "row {row}: {}", self.message()),
            (None, Some(column)) => write!(f, "column \"{column}\": {}", self.message()),
            (None, None) => f.write_str(self.message()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {self}", self.kind().code())?;
        match self.help() {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

impl From<std::collections::TryReserveError> for Error {
    fn from(_: std::collections::TryReserveError) -> Error {
        out_of_memory()
    }
}

pub(crate) fn out_of_memory() -> Error {
    Error::new(ErrorKind::OutOfMemory, "memory ran out").with_help(
        "WebAssembly can use 4 GiB at most. Free tables that are no longer needed, or analyse fewer rows at once.",
    )
}

/// An empty vector with room for `capacity` items, or an error where `Vec::with_capacity` would abort.
pub(crate) fn try_vec<T>(capacity: usize) -> Result<Vec<T>> {
    let mut vec = Vec::new();
    vec.try_reserve_exact(capacity)?;
    Ok(vec)
}

/// A vector of `length` times `value`, or an error where `vec!` would abort.
pub(crate) fn try_filled<T: Clone>(length: usize, value: T) -> Result<Vec<T>> {
    let mut vec = try_vec(length)?;
    vec.resize(length, value);
    Ok(vec)
}

/// Collects an iterator of known length, or fails where `collect` would abort.
pub(crate) fn try_collect<T>(items: impl ExactSizeIterator<Item = T>) -> Result<Vec<T>> {
    let mut vec = try_vec(items.len())?;
    vec.extend(items);
    Ok(vec)
}

/// Text of the user's for use inside a message: quoted, on one line, and cut when it is long.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let shown: String = text.chars().take(LONGEST).map(|c| if c < ' ' { ' ' } else { c }).collect();
    let more = if text.chars().nth(LONGEST).is_some() { "..." } else { "" };
    format!("\"{shown}{more}\"")
}
