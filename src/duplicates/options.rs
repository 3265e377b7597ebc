//! What is searched for duplicates, and how.

use crate::options::Locale;

/// What a column is: it decides how values are brought into a normal form, and which levels of agreement there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A given name, or several.
    GivenName,
    /// A family name.
    Surname,
    /// Given name and surname in one, in any order.
    FullName,
    /// The name of a company, with or without its legal form.
    Company,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A date that does not change, such as one of birth.
    Date,
    /// Street and house number, or a whole postal address.
    Address,
    /// A city, or another name of a place.
    City,
    /// A short code that many share: postcode, house number, state.
    Code,
    /// A number or code that is given out once: tax number, customer number of another system.
    Identifier,
}

impl FieldKind {
    /// All kinds, with the names that they have in the options.
    pub const ALL: [(&'static str, FieldKind); 11] = [
        ("givenName", FieldKind::GivenName),
        ("surname", FieldKind::Surname),
        ("fullName", FieldKind::FullName),
        ("company", FieldKind::Company),
        ("email", FieldKind::Email),
        ("phone", FieldKind::Phone),
        ("date", FieldKind::Date),
        ("address", FieldKind::Address),
        ("city", FieldKind::City),
        ("code", FieldKind::Code),
        ("identifier", FieldKind::Identifier),
    ];
}

/// A column that is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name of the column.
    pub column: String,
    /// The name that it has in the right table, when two tables are linked and it is another one there.
    pub right_column: Option<String>,
    /// What it is.
    pub kind: FieldKind,
}

impl Field {
    /// A column that has the same name everywhere.
    pub fn new(column: impl Into<String>, kind: FieldKind) -> Field {
        Field { column: column.into(), right_column: None, kind }
    }
}

/// What is searched for duplicates, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DuplicateOptions {
    /// The columns that are compared.
    pub fields: Vec<Field>,
    /// A column whose values identify rows in the result; the number of the row when it is not given.
    pub key: Option<String>,
    /// The least probability of a pair in the result, greater than 0 and less than 1; 0.5 when it is not given.
    pub threshold: Option<f64>,
    /// The greatest number of pairs in the result; those of the greatest match weights are kept, and the others are counted in
    /// [`Duplicates::pairs_dropped`](super::Duplicates::pairs_dropped). [`DEFAULT_MAX_PAIRS`](super::DEFAULT_MAX_PAIRS) when it is not given.
    pub max_pairs: Option<f64>,
    /// Rules of blocking, each a list of columns: rows are compared when they agree on all columns of at least one rule. They
    /// take the place of those that follow from the kinds of the columns.
    pub blocking: Option<Vec<Vec<String>>>,
    /// The language of the names of levels.
    pub locale: Option<Locale>,
}
