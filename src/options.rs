//! Options that several analyses share.

use crate::error::{Error, Result};
use crate::time::Moment;

/// What to do with a row that has a value which cannot be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnInvalid {
    /// The first such row is an error that names it.
    #[default]
    Throw,
    /// Such rows are left out and reported.
    Skip,
}

/// The language of labels and of sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// Chinese in simplified characters.
    Chinese,
}

/// A date in the options: ISO 8601, or milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq)]
pub enum DateInput {
    /// Milliseconds.
    EpochMs(f64),
    /// ISO 8601.
    Text(String),
}

impl DateInput {
    /// The date as a moment.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::BadDate`], naming the option.
    pub(crate) fn moment(&self, option: &str) -> Result<Moment> {
        match self {
            DateInput::EpochMs(ms) => Moment::from_epoch_ms(*ms),
            DateInput::Text(text) => Moment::parse(text),
        }
        .map_err(|error| {
            let named = Error::new(error.kind(), format!("{option}: {}", error.message()));
            named.with_help(error.help().unwrap_or_default())
        })
    }
}

impl From<&str> for DateInput {
    fn from(text: &str) -> DateInput {
        DateInput::Text(text.to_owned())
    }
}
