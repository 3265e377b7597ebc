//! What [`customer_360`](super::customer_360) is told, and the checks of it.

use crate::error::{Error, Result, quoted, try_vec};
use crate::number;
use crate::options::DateInput;
use crate::table::Table;
use crate::time::UtcOffset;
use crate::validity::{normalized_phone, phone_region};
use crate::words::{fold, simplified};

/// A field that a department is responsible for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartmentField {
    /// The name by which fields of several departments are the same.
    pub field: String,
    /// The column that holds it.
    pub column: String,
}

/// A department: the fields that it is responsible for, and where they are.
#[derive(Clone, Debug, Default)]
pub struct Department {
    /// The name.
    pub name: String,
    /// The fields; at least one.
    pub fields: Vec<DepartmentField>,
    /// The table of the department, with any number of rows for a customer. Without one, the columns are those of the customers.
    pub table: Option<Table>,
    /// The column of the customer in that table; default as in the customers.
    pub key: Option<String>,
    /// The column of that table, or of the customers, which says when the row was last updated.
    pub updated_at: Option<String>,
    /// The most days that may have passed since then.
    pub max_age_days: Option<u32>,
}

/// The contacts of all departments with the customers: one row is one event.
#[derive(Clone, Debug)]
pub struct HistoryTable {
    /// The table.
    pub table: Table,
    /// The column of the customer; default as in the customers.
    pub key: Option<String>,
    /// The column of the date; default `date`.
    pub date: Option<String>,
    /// The column of the department; default `department`.
    pub department: Option<String>,
    /// The departments that every customer is expected to have had to do with; default those of the call.
    pub expected: Option<Vec<String>>,
    /// How many days until `asOf` count; default all.
    pub window_days: Option<u32>,
}

/// The log of updates: one row is one update of a customer's data.
#[derive(Clone, Debug)]
pub struct UpdateLog {
    /// The table.
    pub table: Table,
    /// The column of the customer; default as in the customers.
    pub key: Option<String>,
    /// The column of the date; default `date`.
    pub date: Option<String>,
}

/// How often data are to be updated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UpdateTarget {
    /// At least so many updates
    pub updates: u32,
    /// in so many days until `asOf`.
    pub days: u32,
}

/// When two values are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comparison {
    /// Case, accents, width and white space are passed over, and so is whether Chinese characters are traditional or simplified.
    #[default]
    Text,
    /// As telephone numbers: `138 1234 5678` is `+86 13812345678`.
    Phone,
    /// Only the digits are compared.
    Digits,
    /// Nothing is passed over.
    Exact,
}

/// The options of [`customer_360`](super::customer_360).
#[derive(Clone, Debug, Default)]
pub struct Customer360Options {
    /// The column of the customer; default `customerId`.
    pub key: Option<String>,
    /// The day at whose end the customers are looked at. Required where there are dates.
    pub as_of: Option<DateInput>,
    /// The weights of fields; default 1.
    pub weights: Option<Vec<(String, f64)>>,
    /// The columns of the customers that say when a row was last updated; the latest counts.
    pub updated_at: Option<Vec<String>>,
    /// The most days that may have passed since the latest update.
    pub max_age_days: Option<u32>,
    /// How often a customer's data are to be updated.
    pub updates_per_period: Option<UpdateTarget>,
    /// How many days until `asOf` the frequency of updates is taken over; default 365.
    pub window_days: Option<u32>,
    /// The last day of each band of ages; default 30, 90, 180, 365.
    pub age_bands: Option<Vec<u32>>,
    /// Texts that stand for nothing, beside blanks, such as `N/A`. Compared as `Comparison::Text` says.
    pub missing: Option<Vec<String>>,
    /// How the values of a field are compared; default as texts.
    pub compare: Option<Vec<(String, Comparison)>>,
    /// The region of telephone numbers without a country code; default the first that fits, see [`crate::validity::phone`].
    pub region: Option<String>,
    /// Which calendar day an instant falls on; default `+00:00`.
    pub utc_offset: Option<String>,
}

/// The days in a month, on average.
pub(super) const DAYS_PER_MONTH: f64 = 365.25 / 12.0;

/// Options that have been checked and completed.
pub(super) struct Settings<'a> {
    pub(super) key: &'a str,
    /// `i32::MAX` where there are no dates.
    pub(super) as_of: i32,
    pub(super) offset: UtcOffset,
    pub(super) fields: Vec<Field<'a>>,
    pub(super) window_days: u32,
    pub(super) age_bands: &'a [u32],
    pub(super) missing: Vec<String>,
    region: Option<&'static str>,
}

/// A field, by whichever departments.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) weight: f64,
    pub(super) compare: Comparison,
}

impl<'a> Settings<'a> {
    pub(super) fn new(
        departments: &'a [Department],
        options: &'a Customer360Options,
        has_dates: bool,
    ) -> Result<Settings<'a>> {
        let offset = options.utc_offset.as_deref().map_or(Ok(UtcOffset::default()), UtcOffset::parse)?;
        let as_of = match (&options.as_of, has_dates) {
            (Some(date), _) => date.moment("asOf")?.day(offset),
            (None, false) => i32::MAX,
            (None, true) => {
                return Err(Error::invalid_option("asOf is missing, and there are dates to compare with it").with_help(
                    "Pass the day to look back from, for example asOf: \"2026-01-31\"; nothing here reads the clock.",
                ));
            }
        };
        check_departments(departments)?;
        let mut fields: Vec<Field<'a>> = try_vec(departments.iter().map(|department| department.fields.len()).sum())?;
        for DepartmentField { field, .. } in departments.iter().flat_map(|department| &department.fields) {
            if fields.iter().all(|known| known.name != field) {
                fields.push(Field { name: field, weight: 1.0, compare: Comparison::Text });
            }
        }
        for (name, weight) in options.weights.iter().flatten() {
            if !(*weight > 0.0 && *weight <= 1e9) {
                return Err(Error::invalid_option(format!(
                    "weights.{name} is {}, not a number above 0 and up to 1e9",
                    number::text(*weight)
                ))
                .with_help("A field that is not to count is left out of the columns."));
            }
            field_mut(&mut fields, name, "weights")?.weight = *weight;
        }
        for (name, comparison) in options.compare.iter().flatten() {
            field_mut(&mut fields, name, "compare")?.compare = *comparison;
        }
        let age_bands = options.age_bands.as_deref().unwrap_or(&[30, 90, 180, 365]);
        if !age_bands.is_sorted_by(|a, b| a < b) {
            return Err(Error::invalid_option("ageBands do not increase")
                .with_help("Give the last day of each band, for example [30, 90, 180, 365]."));
        }
        if let Some(target) = options.updates_per_period
            && (target.days == 0 || target.updates == 0)
        {
            return Err(Error::invalid_option("updatesPerPeriod is without updates or without days")
                .with_help("Give both as numbers above 0: { updates: 1, days: 90 }."));
        }
        let window_days = options.window_days.unwrap_or(365);
        if window_days == 0 {
            return Err(Error::invalid_option("windowDays is 0").with_help("Give the number of days, for example 365."));
        }
        let missing = options.missing.iter().flatten().map(|text| folded(text)).collect();
        let region = options.region.as_deref().map(phone_region).transpose()?;
        Ok(Settings { key: key_name(options), as_of, offset, fields, window_days, age_bands, missing, region })
    }

    /// The place of a field.
    pub(super) fn field(&self, name: &str) -> usize {
        self.fields.iter().position(|field| field.name == name).unwrap_or(self.fields.len())
    }
}

pub(super) fn key_name(options: &Customer360Options) -> &str {
    options.key.as_deref().unwrap_or("customerId")
}

fn field_mut<'f, 'a>(fields: &'f mut [Field<'a>], name: &str, option: &str) -> Result<&'f mut Field<'a>> {
    let names = fields.iter().map(|field| quoted(field.name)).collect::<Vec<_>>().join(", ");
    fields.iter_mut().find(|field| field.name == name).ok_or_else(|| {
        Error::invalid_option(format!("{option}: no department has the field {}", quoted(name)))
            .with_help(format!("The fields are {names}."))
    })
}

fn check_departments(departments: &[Department]) -> Result<()> {
    if departments.is_empty() {
        return Err(Error::invalid_option("there are no departments").with_help(
            "Say who is responsible for what: departments: { sales: { columns: [\"phone\"] }, service: { columns: [\"email\"] } }.",
        ));
    }
    for (place, department) in departments.iter().enumerate() {
        let wrong = |what: String| Err(Error::invalid_option(format!("departments.{}: {what}", department.name)));
        if department.name.trim().is_empty() {
            return Err(Error::invalid_option("a department has no name"));
        }
        if departments.iter().take(place).any(|other| other.name == department.name) {
            return wrong("the department is there twice".to_owned());
        }
        if department.fields.is_empty() {
            return wrong("there are no columns".to_owned());
        }
        for (place, field) in department.fields.iter().enumerate() {
            if department.fields.iter().take(place).any(|other| other.field == field.field) {
                return wrong(format!("the field {} is there twice", quoted(&field.field)));
            }
        }
    }
    Ok(())
}

impl Settings<'_> {
    /// A text as it is compared. Of a text without what is compared, all is.
    pub(super) fn folded(&self, text: &str, comparison: Comparison) -> String {
        let found = match comparison {
            Comparison::Exact => return text.to_owned(),
            Comparison::Text => None,
            Comparison::Digits => Some(text.chars().filter_map(digit).collect()),
            Comparison::Phone => normalized_phone(text, self.region),
        };
        found.filter(|found: &String| !found.is_empty()).unwrap_or_else(|| folded(text))
    }
}

/// A text without case, accents, width, white space, and the difference of traditional and simplified characters.
pub(super) fn folded(text: &str) -> String {
    simplified(&fold(text)).chars().filter(|c| !c.is_whitespace()).collect()
}

/// A digit, of full width or not.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(c as u32 - 0xff10, 10),
        _ => None,
    }
}
