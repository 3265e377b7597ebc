//! The values of a column in the records to be merged: which are the same, and which are none.

use super::options::ValueKind;
use crate::error::{Result, try_filled, try_vec};
use crate::stats::quantile::Ranked;
use crate::table::{Column, ColumnData, DictionaryBuilder, NO_FLAG};
use crate::validity::{JunkKind, JunkLists, junk, normalized_email, normalized_phone};
use crate::words::{fold, simplified};

/// No value.
pub(super) const EMPTY: i64 = i64::MIN;

/// How good a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quality {
    /// As far as one can see.
    #[default]
    Good,
    /// It is not what the column is for.
    Invalid,
    /// It stands for nothing.
    Placeholder,
}

/// The values of one column, one for each record of all clusters.
pub(super) struct Values {
    /// Equal for the same value in whatever spelling; [`EMPTY`] for none.
    pub(super) classes: Vec<i64>,
    /// Equal for the same spelling.
    pub(super) spellings: Vec<i64>,
    /// Empty when all are good.
    qualities: Vec<Quality>,
}

impl Values {
    /// Reads the values of the given rows.
    pub(super) fn read(column: &Column, kind: ValueKind, region: Option<&str>, rows: &[i32]) -> Result<Values> {
        let (codes, dictionary) = match column.data() {
            ColumnData::Text { codes, dictionary } => (codes, dictionary),
            other => {
                let mut classes = try_vec(rows.len())?;
                classes.extend(rows.iter().map(|&row| plain_class(other, row as usize)));
                let spellings = classes.clone();
                return Ok(Values { classes, spellings, qualities: Vec::new() });
            }
        };
        // Each text is looked at once; most of them may not be in any cluster.
        let mut known = try_filled(dictionary.len(), None)?;
        let mut same = DictionaryBuilder::default();
        let mut values =
            Values { classes: try_vec(rows.len())?, spellings: try_vec(rows.len())?, qualities: Vec::new() };
        let mut qualities = try_vec(rows.len())?;
        for &row in rows {
            let code = codes.get(row as usize).copied().unwrap_or(-1);
            let (class, quality) = match (dictionary.get(code), known.get_mut(code as usize)) {
                (Some(_), Some(Some(known))) => *known,
                (Some(text), Some(unknown)) => {
                    let read = read_text(text, kind, region, &mut same)?;
                    *unknown = Some(read);
                    read
                }
                _ => (EMPTY, Quality::Good),
            };
            values.classes.push(class);
            values.spellings.push(i64::from(code));
            qualities.push(quality);
        }
        if qualities.iter().any(|&quality| quality != Quality::Good) {
            values.qualities = qualities;
        }
        Ok(values)
    }

    /// The value of a record, by its place.
    pub(super) fn class(&self, place: usize) -> i64 {
        self.classes.get(place).copied().unwrap_or(EMPTY)
    }

    /// The spelling of a record's value.
    pub(super) fn spelling(&self, place: usize) -> i64 {
        self.spellings.get(place).copied().unwrap_or(EMPTY)
    }

    /// Whether a record has a value.
    pub(super) fn is_filled(&self, place: usize) -> bool {
        self.class(place) != EMPTY
    }

    /// How good a record's value is.
    pub(super) fn quality(&self, place: usize) -> Quality {
        self.qualities.get(place).copied().unwrap_or_default()
    }
}

fn plain_class(data: &ColumnData, row: usize) -> i64 {
    let number = |value: f64| if value.is_nan() { EMPTY } else { value.key() };
    match data {
        ColumnData::Floats(values) | ColumnData::Dates { values, .. } => {
            values.get(row).map_or(EMPTY, |&value| number(value))
        }
        ColumnData::Integers(values) => values.get(row).map_or(EMPTY, |&value| number(f64::from(value))),
        ColumnData::Booleans(values) => {
            values.get(row).filter(|&&flag| flag < NO_FLAG).map_or(EMPTY, |&flag| i64::from(flag))
        }
        ColumnData::Text { .. } => EMPTY,
    }
}

/// What a text stands for, and how good it is.
fn read_text(
    text: &str,
    kind: ValueKind,
    region: Option<&str>,
    same: &mut DictionaryBuilder,
) -> Result<(i64, Quality)> {
    if text.trim().is_empty() {
        return Ok((EMPTY, Quality::Good));
    }
    let (normal, is_valid) = normal_form(text, kind, region);
    let junk_kind = match kind {
        ValueKind::Email => JunkKind::Email,
        ValueKind::Phone => JunkKind::Phone,
        ValueKind::Text | ValueKind::Code => JunkKind::Text,
    };
    let quality = match junk(text, junk_kind, &JunkLists::default()) {
        Some(finding) if !finding.is_warning() => Quality::Placeholder,
        Some(_) => Quality::Invalid,
        None if is_valid => Quality::Good,
        None => Quality::Invalid,
    };
    Ok((i64::from(same.intern(&normal)?), quality))
}

/// The form that all spellings of a value have in common, and whether the value is what its kind says.
fn normal_form(text: &str, kind: ValueKind, region: Option<&str>) -> (String, bool) {
    match kind {
        ValueKind::Email => match normalized_email(text) {
            Some(normal) => (normal, true),
            None => (fold(text), false),
        },
        ValueKind::Phone => {
            let normal = normalized_phone(text, region);
            // Where a number is from may be written or not, and an inner prefix as well: within a cluster the last digits tell.
            let folded = fold(text);
            let mut digits: String =
                normal.as_deref().unwrap_or(&folded).chars().filter(char::is_ascii_digit).collect();
            let is_plausible = (7..=15).contains(&digits.len()) && !folded.contains(char::is_alphabetic);
            if digits.len() < 5 {
                return (folded, false);
            }
            digits.drain(..digits.len().saturating_sub(LAST_DIGITS));
            (digits, normal.is_some() || (region.is_none() && is_plausible))
        }
        ValueKind::Text | ValueKind::Code => (fold(&simplified(text)), true),
    }
}

/// So many digits a number has in the smallest plans that have no area codes, such as that of Hong Kong.
const LAST_DIGITS: usize = 8;
