//! The options of scoring leads.

use crate::options::{DateInput, Locale, OnInvalid};

/// The options of [`score_leads`](super::score_leads). Names and defaults are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct LeadOptions {
    /// The day that days are counted from. Required when the card has criteria that look at dates.
    pub as_of: Option<DateInput>,
    /// Which calendar day an instant falls on; default `+00:00`.
    pub utc_offset: Option<String>,
    /// Columns whose values are counted as groups, such as owner or source.
    pub group_by: Option<Vec<String>>,
    /// Columns to carry into the result, such as the identifier.
    pub keep: Option<Vec<String>>,
    /// The language of explanations; default English.
    pub locale: Option<Locale>,
    /// What to do with a row that has a value which cannot be used; default an error.
    pub on_invalid: Option<OnInvalid>,
}
