//! Scorecards as they are written down: dimensions of criteria, tiers, disqualifiers.

use crate::filter::Filter;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// How leads are scored. Points run from 0 to 100: a dimension is the weighted mean of its criteria, the score the weighted
/// mean of the dimensions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scorecard {
    /// What the card is called.
    pub name: String,
    /// What is looked at, and how much each counts.
    pub dimensions: Vec<Dimension>,
    /// The names of the scores from a least one on.
    pub tiers: Vec<Tier>,
    /// What rules a lead out, beside the score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disqualifiers: Option<Vec<Disqualifier>>,
    /// What a missing value means; default neutral.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

/// What a missing value means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// It takes no part, and the other weights are rescaled.
    #[default]
    Neutral,
    /// It scores 0.
    Zero,
}

/// A part of the score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dimension {
    /// The name, which is also that of its column in the result.
    pub name: String,
    /// What people see; default the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How much it counts beside the others.
    pub weight: f64,
    /// What it consists of.
    pub criteria: Vec<Criterion>,
}

/// What one column says about a lead, in points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criterion {
    /// The column.
    pub column: String,
    /// What people see; default the name of the column.
    pub label: Option<String>,
    /// How much it counts within its dimension; default 1.
    pub weight: Option<f64>,
    /// Whether the column may be absent from a table; it then is missing in every row.
    pub optional: Option<bool>,
    /// How values become points.
    pub measure: Measure,
}

/// How values become points.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Points by value.
    Category {
        /// The points of each value. A value is taken as it is written or, where that is none of these, without regard to
        /// case (of ASCII letters), spaces, underscores, and hyphens that are no signs and not between digits. A number is
        /// compared as a number.
        points: Vec<(String, f64)>,
        /// The points of values that are not listed. Default: 0, and they are reported.
        other: Option<f64>,
        /// Values that say as much as a missing one.
        unknown: Option<Vec<String>>,
    },
    /// Points by ranges of a number.
    Bands(Vec<Band>),
    /// Points on the lines between pairs of a value and its points; flat outside.
    Linear(Vec<(f64, f64)>),
    /// Points by ranges of the days from `as_of` to a date.
    DaysUntil(Vec<Band>),
    /// Points that halve with every so many days from a date to `as_of`.
    Decay {
        /// The days after which half of the points are left.
        half_life_days: f64,
        /// The points on the day itself, and of later ones.
        full: f64,
    },
}

impl Default for Measure {
    fn default() -> Measure {
        Measure::Bands(Vec::new())
    }
}

impl Measure {
    /// The name of the kind.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Measure::Category { .. } => "category",
            Measure::Bands(_) => "bands",
            Measure::Linear(_) => "linear",
            Measure::DaysUntil(_) => "daysUntil",
            Measure::Decay { .. } => "decay",
        }
    }

    /// Whether it needs the day to count from.
    pub(crate) fn needs_day(&self) -> bool {
        matches!(self, Measure::DaysUntil(_) | Measure::Decay { .. })
    }
}

/// The points of the values from `min` up to but not `below`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Band {
    /// The least value; none: however small.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The value that is too large; none: however large.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// The points.
    pub points: f64,
}

impl Band {
    pub(super) fn holds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.below.is_none_or(|below| value < below)
    }
}

/// The scores from `min` on, up to the next tier.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tier {
    /// The name.
    pub name: String,
    /// What people see; default the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The least score, which is of this tier.
    pub min: f64,
}

/// What rules a lead out, and the reason to give. The score stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Disqualifier {
    /// Which leads.
    pub filter: Filter,
    /// Why.
    pub reason: String,
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("column", &self.column)?;
        if let Some(label) = &self.label {
            map.serialize_entry("label", label)?;
        }
        if let Some(weight) = self.weight {
            map.serialize_entry("weight", &weight)?;
        }
        if let Some(optional) = self.optional {
            map.serialize_entry("optional", &optional)?;
        }
        map.serialize_entry("kind", self.measure.kind())?;
        match &self.measure {
            Measure::Category { points, other, unknown } => {
                map.serialize_entry("points", &Named(points))?;
                if let Some(other) = other {
                    map.serialize_entry("other", other)?;
                }
                if let Some(unknown) = unknown {
                    map.serialize_entry("unknown", unknown)?;
                }
            }
            Measure::Bands(bands) | Measure::DaysUntil(bands) => map.serialize_entry("bands", bands)?,
            Measure::Linear(points) => map.serialize_entry("points", points)?,
            Measure::Decay { half_life_days, full } => {
                map.serialize_entry("halfLifeDays", half_life_days)?;
                map.serialize_entry("full", full)?;
            }
        }
        map.end()
    }
}

impl Serialize for Disqualifier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Filter { column, is, one_of, min, below, present } = &self.filter;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("column", column)?;
        for (name, cell) in [("equals", is), ("min", min), ("below", below)] {
            if let Some(cell) = cell {
                map.serialize_entry(name, cell)?;
            }
        }
        if let Some(cells) = one_of {
            map.serialize_entry("in", cells)?;
        }
        if let Some(present) = present {
            map.serialize_entry("present", present)?;
        }
        map.serialize_entry("reason", &self.reason)?;
        map.end()
    }
}

/// Points by value, as an object.
struct Named<'a>(&'a [(String, f64)]);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(value, points)| (value, points)))
    }
}
