//! Checks that fit a table, each with what speaks for it.
//!
//! A suggestion is made where there are rows enough to tell, and where nearly all values agree. What a few values do against it
//! looks like a fault and is left to be found; where more do, `mostly` is what the table has, so that it passes. The idea of
//! suggesting constraints from a profile, and of the lower confidence bound as the share to ask for, is that of Schelter et al.
//! (2018), "Automating Large-Scale Data Quality Verification", PVLDB 11(12).

mod dates;
mod numbers;
mod sentences;
mod texts;

use super::values::{Distinct, distinct_values, most_frequent};
use crate::error::{Error, Result};
use crate::options::{DateInput, Locale};
use crate::stats::interval::{DEFAULT_CONFIDENCE, wilson};
use crate::table::{Cell, Column, ColumnType, Table};
use crate::time::UtcOffset;
use serde::Serialize;

/// With fewer values nothing is said of a column.
const ENOUGH: u64 = 10;
/// The largest share of values that are taken for faults.
const FAULTS: f64 = 0.05;

/// What suggestions depend on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SuggestOptions {
    /// Today: with it, dates that do not lie in the future are to stay so.
    pub as_of: Option<DateInput>,
    /// Which calendar day an instant falls on. Default UTC.
    pub utc_offset: Option<String>,
    /// The language of the sentences. Default English.
    pub locale: Option<Locale>,
}

/// A check that fits the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The kind of check: `required`, `unique`, `oneOf` and so on.
    pub check: &'static str,
    /// The column that it is about. Of a comparison, the left one.
    pub column: String,
    /// What else the check says, by name.
    pub parameters: Vec<(&'static str, Parameter)>,
    /// The share of values that must pass; all unless it is given.
    pub mostly: Option<f64>,
    /// `warning` for what was learned from this table alone; none for an error.
    pub severity: Option<&'static str>,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// What a check says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Parameter {
    /// A number.
    Number(f64),
    /// A text; dates are ISO 8601.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

/// What speaks for a check.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// The same in words.
    pub sentence: String,
    /// How many values were looked at: rows for `required`, otherwise those that are not null.
    pub rows: u64,
    /// How many of them pass.
    pub passing: u64,
    /// The share that passes.
    pub share: f64,
    /// The most frequent values that pass, at most three.
    pub examples: Vec<String>,
    /// The most frequent values that do not, at most five.
    pub failing: Vec<String>,
}

/// Suggests checks that fit a table. `checkQuality` takes them as they are.
///
/// Nothing is said of a column with fewer than 10 values. A check asks for every value where at most 5 % of them fail, as these look
/// like faults, and otherwise for the share that passes (`mostly`, rounded down to whole percent); for `required` that is the lower
/// end of the 95 % Wilson interval of the fill rate. Checks that were learned from this table alone (`oneOf`, `matches`, `length`,
/// `outlier` and ranges of numbers) are warnings.
///
/// # Errors
///
/// [`crate::ErrorKind::BadDate`] and [`crate::ErrorKind::InvalidOption`] for the options; [`crate::ErrorKind::OutOfMemory`].
///
/// ```
/// use custometry::profile::{SuggestOptions, suggest_checks};
/// use custometry::table::Table;
///
/// let csv: String = (0..40).map(|row| format!("C-{row:03},{}\n", ["new", "won", "lost"][row % 3])).collect();
/// let table = Table::from_csv(format!("code,stage\n{csv}").as_bytes(), &Default::default())?;
/// let checks = suggest_checks(&table, &SuggestOptions::default())?;
/// let kinds: Vec<_> = checks.iter().map(|found| (found.column.as_str(), found.check)).collect();
/// assert_eq!(kinds, [("code", "required"), ("code", "matches"), ("code", "unique"), ("stage", "required"), ("stage", "oneOf")]);
/// assert_eq!(checks[0].evidence.sentence, "40 of 40 rows have a value.");
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn suggest_checks(table: &Table, options: &SuggestOptions) -> Result<Vec<Suggestion>> {
    let offset = options.utc_offset.as_deref().map(UtcOffset::parse).transpose()?.unwrap_or_default();
    let today = options.as_of.as_ref().map(|date| date.moment("asOf")).transpose()?.map(|moment| moment.day(offset));
    let locale = options.locale.unwrap_or_default();
    let mut found = Vec::new();
    for column in table.columns() {
        let own = &mut Draft { column, distinct: distinct_values(column)?, locale, found: &mut found };
        own.required()?;
        if own.values() < ENOUGH {
            continue;
        }
        match column.column_type() {
            ColumnType::String => texts::suggest(own)?,
            ColumnType::Number => numbers::suggest(own)?,
            ColumnType::Date => dates::suggest(own, today, offset)?,
            ColumnType::Boolean => {}
        }
    }
    dates::suggest_orders(table, locale, &mut found)?;
    Ok(found)
}

/// A column and what is suggested for it.
struct Draft<'a> {
    column: &'a Column,
    distinct: Vec<Distinct>,
    locale: Locale,
    found: &'a mut Vec<Suggestion>,
}

/// How many values pass a test, and which.
struct Tested {
    passing: u64,
    examples: Vec<String>,
    failing: Vec<String>,
}

impl Draft<'_> {
    fn name(&self) -> &str {
        self.column.name()
    }

    /// How many values there are.
    fn values(&self) -> u64 {
        rows(self.distinct.iter())
    }

    /// The text of a value.
    fn text(&self, value: &Distinct) -> &str {
        self.column.text(value.row()).unwrap_or_default()
    }

    fn display(&self, value: &Distinct) -> String {
        match self.column.cell(value.row()) {
            Cell::Text(text) => text,
            other => other.display().unwrap_or_default(),
        }
    }

    fn test(&self, passes: &dyn Fn(&Distinct) -> bool) -> Tested {
        let (good, bad): (Vec<Distinct>, Vec<Distinct>) = self.distinct.iter().partition(|value| passes(value));
        let first = |values: &[Distinct], most: usize| {
            most_frequent(&mut values.iter().copied(), most).iter().map(|value| self.display(value)).collect()
        };
        Tested { passing: rows(good.iter()), examples: first(&good, 3), failing: first(&bad, 5) }
    }

    /// The share of values that pass.
    fn share(&self, passes: &dyn Fn(&Distinct) -> bool) -> f64 {
        rows(self.distinct.iter().filter(|value| passes(value))) as f64 / self.values() as f64
    }

    /// Every row has a value, or most do.
    fn required(&mut self) -> Result<()> {
        let rows = self.column.len() as u64;
        let is_text = self.column.column_type() == ColumnType::String;
        let tested = self.test(&|value| !is_text || !self.text(value).trim().is_empty());
        let share = tested.passing as f64 / rows as f64;
        if rows < ENOUGH || share < 0.5 {
            return Ok(());
        }
        let is_fault = tested.passing == rows || (share >= 1.0 - FAULTS && super::names::is_identifier(self.name()));
        let lower = wilson(tested.passing as f64, rows as f64, DEFAULT_CONFIDENCE)?.map_or(0.0, |[lower, _]| lower);
        let mostly = if is_fault { None } else { Some(percent(lower)) };
        self.add_with("required", Vec::new(), rows, tested, "", mostly, None);
        Ok(())
    }

    /// Adds a check of all values.
    fn add(&mut self, check: &'static str, parameters: Vec<(&'static str, Parameter)>, tested: Tested, detail: &str) {
        let rows = self.values();
        let share = tested.passing as f64 / rows as f64;
        let mostly = if share >= 1.0 - FAULTS { None } else { Some(percent(share)) };
        let is_learned = matches!(check, "oneOf" | "matches" | "length" | "outlier" | "between");
        self.add_with(check, parameters, rows, tested, detail, mostly, is_learned.then_some("warning"));
    }

    #[expect(clippy::too_many_arguments, reason = "these are the parts of a suggestion")]
    fn add_with(
        &mut self,
        check: &'static str,
        parameters: Vec<(&'static str, Parameter)>,
        rows: u64,
        tested: Tested,
        detail: &str,
        mostly: Option<f64>,
        severity: Option<&'static str>,
    ) {
        let Tested { passing, examples, failing } = tested;
        let sentence =
            sentences::sentence(check, passing, rows, detail, failing.first().map(String::as_str), self.locale);
        let evidence = Evidence { sentence, rows, passing, share: passing as f64 / rows as f64, examples, failing };
        self.found.push(Suggestion { check, column: self.name().to_owned(), parameters, mostly, severity, evidence });
    }

    /// No value comes twice.
    fn unique(&mut self) {
        let tested = self.test(&|value| value.count == 1);
        self.add("unique", Vec::new(), tested, "");
    }
}

fn rows<'a>(values: impl Iterator<Item = &'a Distinct>) -> u64 {
    values.map(|value| u64::from(value.count)).sum()
}

/// Rounded down to whole percent.
fn percent(share: f64) -> f64 {
    (share * 100.0).floor() / 100.0
}

/// A fault of the project, for what cannot be.
fn gone() -> Error {
    Error::internal("a column has gone")
}
