//! What is checked: the kinds of checks, and what each of them needs.

use crate::options::DateInput;
use crate::table::{Cell, ColumnType};
use crate::validity::JunkKind;

/// How much a check counts: an error once, a warning half, an information not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Severity {
    /// Counts once.
    #[default]
    Error,
    /// Counts half.
    Warning,
    /// Is reported, and counts for nothing.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }

    /// What the weight of a check is multiplied by.
    pub const fn factor(self) -> f64 {
        match self {
            Severity::Error => 1.0,
            Severity::Warning => 0.5,
            Severity::Info => 0.0,
        }
    }
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Whether there is a value.
    Completeness,
    /// Whether values have the form and lie in the range that they should.
    Validity,
    /// Whether records are there once.
    Uniqueness,
    /// Whether values are recent.
    Freshness,
    /// Whether values fit together.
    Consistency,
    /// Whether values are likely to be true.
    Plausibility,
}

impl Dimension {
    /// All of them, in the order of a report.
    pub const ALL: [Dimension; 6] = [
        Dimension::Completeness,
        Dimension::Validity,
        Dimension::Uniqueness,
        Dimension::Freshness,
        Dimension::Consistency,
        Dimension::Plausibility,
    ];

    /// The name, such as `completeness`.
    pub const fn name(self) -> &'static str {
        match self {
            Dimension::Completeness => "completeness",
            Dimension::Validity => "validity",
            Dimension::Uniqueness => "uniqueness",
            Dimension::Freshness => "freshness",
            Dimension::Consistency => "consistency",
            Dimension::Plausibility => "plausibility",
        }
    }
}

/// How the left value has to compare with the right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operator {
    /// `<`
    #[default]
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    Different,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Operator {
    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Equal => "=",
            Operator::Different => "!=",
            Operator::AtLeast => ">=",
            Operator::More => ">",
        }
    }

    pub(super) fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Operator::Less => order.is_lt(),
            Operator::AtMost => order.is_le(),
            Operator::Equal => order.is_eq(),
            Operator::Different => order.is_ne(),
            Operator::AtLeast => order.is_ge(),
            Operator::More => order.is_gt(),
        }
    }
}

/// What is asked of the columns of a check. Only [`Rule::Required`] fails a value that is missing; the others have no opinion of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// There is a value, and it is not blank.
    Required,
    /// No other row has the same values. Rows in which one of the columns is null are left alone.
    Unique,
    /// The value is one of these. A text that reads as a number is that number, one in ISO 8601 that date.
    OneOf(Vec<Cell>),
    /// The value, as text, matches a pattern. The caller decides ([`super::Batch::answer`]).
    Matches {
        /// What people see of the pattern.
        pattern: String,
    },
    /// The number or date is at least `min` and at most `max`; one of the two may be missing.
    Between {
        /// The least: a number, ISO 8601, or for dates milliseconds.
        min: Option<Cell>,
        /// The greatest.
        max: Option<Cell>,
    },
    /// The text has at least `min` and at most `max` characters (Unicode code points).
    Length {
        /// The least.
        min: Option<u32>,
        /// The greatest.
        max: Option<u32>,
    },
    /// The value is of that type, or a text that reads as one.
    Type(ColumnType),
    /// A mail address.
    Email,
    /// A telephone number; of that region, where it is no international one.
    Phone {
        /// ISO 3166-1 alpha-2.
        region: Option<String>,
    },
    /// A telephone number, as the caller decides.
    PhoneByCaller,
    /// A web address.
    Url,
    /// A Chinese unified social credit code.
    SocialCreditCode,
    /// A Chinese resident identity number.
    ResidentId,
    /// A country by ISO 3166-1.
    CountryCode,
    /// A currency by ISO 4217.
    CurrencyCode,
    /// The day is not after that of `asOf`.
    NotFuture,
    /// The day is not before that of `asOf`.
    NotPast,
    /// The day is at most so many days before that of `asOf`.
    Fresh {
        /// How many.
        max_age_days: f64,
    },
    /// The left column compares with the right one.
    Compare(Operator),
    /// The value is one of the keys of another table. The caller hands these over ([`super::Batch::refer`]).
    Reference {
        /// The column of the other table.
        key: String,
    },
    /// The value does not look as if it was typed to get past a form.
    NotJunk {
        /// What the column holds; by its name where it is not said.
        kind: Option<JunkKind>,
    },
    /// The number is no more than so many robust standard deviations from the median.
    Outlier {
        /// How many.
        deviations: f64,
    },
    /// What a function of the caller's says ([`super::Batch::answer`]).
    Custom {
        /// What to say of a value that fails.
        reason: String,
    },
}

impl Rule {
    /// How many robust standard deviations are too many unless the check says: Iglewicz & Hoaglin (1993), "How to Detect and Handle
    /// Outliers".
    pub const DEVIATIONS: f64 = 3.5;

    /// The name of the kind, as checks have it.
    pub const fn name(&self) -> &'static str {
        self.about().0
    }

    /// What the kind of check is about.
    pub const fn dimension(&self) -> Dimension {
        self.about().1
    }

    const fn about(&self) -> (&'static str, Dimension) {
        use Dimension::{Completeness, Consistency, Freshness, Plausibility, Uniqueness, Validity};
        match self {
            Rule::Required => ("required", Completeness),
            Rule::Unique => ("unique", Uniqueness),
            Rule::OneOf(_) => ("oneOf", Validity),
            Rule::Matches { .. } => ("matches", Validity),
            Rule::Between { .. } => ("between", Validity),
            Rule::Length { .. } => ("length", Validity),
            Rule::Type(_) => ("type", Validity),
            Rule::Email => ("email", Validity),
            Rule::Phone { .. } | Rule::PhoneByCaller => ("phone", Validity),
            Rule::Url => ("url", Validity),
            Rule::SocialCreditCode => ("socialCreditCode", Validity),
            Rule::ResidentId => ("residentId", Validity),
            Rule::CountryCode => ("countryCode", Validity),
            Rule::CurrencyCode => ("currencyCode", Validity),
            Rule::NotFuture => ("notFuture", Plausibility),
            Rule::NotPast => ("notPast", Plausibility),
            Rule::Fresh { .. } => ("fresh", Freshness),
            Rule::Compare(_) => ("compare", Consistency),
            Rule::Reference { .. } => ("reference", Consistency),
            Rule::NotJunk { .. } => ("notJunk", Plausibility),
            Rule::Outlier { .. } => ("outlier", Plausibility),
            Rule::Custom { .. } => ("custom", Validity),
        }
    }

    /// Whether the caller decides for each distinct value.
    pub const fn asks(&self) -> bool {
        matches!(self, Rule::Matches { .. } | Rule::PhoneByCaller | Rule::Custom { .. })
    }

    /// Whether it is decided while rows come in, and not at the end.
    pub(super) const fn is_decided_early(&self) -> bool {
        self.asks() || matches!(self, Rule::Reference { .. })
    }
}

/// Which rows a check is for. Of the parts that are given all have to hold, and a value that is missing has only `present: false`
/// and null among `one_of`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// The values of which the row has to have one, compared as by [`Rule::OneOf`].
    pub one_of: Option<Vec<Cell>>,
    /// The least value.
    pub min: Option<Cell>,
    /// What the value has to be below.
    pub below: Option<Cell>,
    /// Whether there has to be a value, or none.
    pub present: Option<bool>,
}

/// One check.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What the check is known by; by its kind and columns unless it is given.
    pub id: Option<String>,
    /// How much it counts.
    pub severity: Severity,
    /// What it counts beside the others.
    pub weight: f64,
    /// The share of rows that must pass.
    pub mostly: f64,
    /// Which rows it is for.
    pub filter: Option<Condition>,
    /// The columns: one, or for [`Rule::Unique`] several, or for [`Rule::Compare`] the left and the right one.
    pub columns: Vec<String>,
    /// What is asked of them.
    pub rule: Rule,
}

impl Check {
    /// A check of one column that counts once for all rows, all of which must pass.
    pub fn new(column: impl Into<String>, rule: Rule) -> Check {
        Check::of_columns(vec![column.into()], rule)
    }

    /// The same of several columns.
    pub fn of_columns(columns: Vec<String>, rule: Rule) -> Check {
        Check { id: None, severity: Severity::Error, weight: 1.0, mostly: 1.0, filter: None, columns, rule }
    }

    /// The columns, as one name.
    pub(super) fn column_name(&self) -> String {
        match self.rule {
            Rule::Compare(_) => self.columns.first().cloned().unwrap_or_default(),
            _ => self.columns.join(", "),
        }
    }
}

/// What a check of quality can be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QualityOptions {
    /// The column that identifies a record.
    pub key: Option<String>,
    /// The column of who owns a record.
    pub owner: Option<String>,
    /// The column of the department that a record belongs to.
    pub department: Option<String>,
    /// Today.
    pub as_of: Option<DateInput>,
    /// Which calendar day an instant falls on.
    pub utc_offset: Option<String>,
    /// The language of the reasons.
    pub locale: crate::options::Locale,
    /// Leaves raw values out of the report.
    pub without_values: bool,
    /// Domains of mail addresses that are thrown away after use.
    pub throw_away_domains: Vec<String>,
    /// Whether mailboxes such as `info@` are found by [`Rule::NotJunk`].
    pub role_mailboxes: bool,
}
