//! Reading a column by a criterion: each row is missing, of no use, or worth so many points.

use super::card::{Band, Criterion, Measure};
use super::rows::CHUNK;
use crate::error::{Error, Result, try_collect};
use crate::number;
use crate::table::{Column, ColumnData, Days, NO_FLAG, Problem};
use crate::time::UtcOffset;
use std::borrow::Cow;

/// What a row has, as a small number: nothing, something that cannot be used, a value that the card does not list; from
/// [`LISTED`] on, the values that it lists. Where points are not from a list, all values are [`LISTED`].
pub(super) type Place = u16;
pub(super) const MISSING: Place = 0;
pub(super) const INVALID: Place = 1;
pub(super) const UNLISTED: Place = 2;
pub(super) const LISTED: Place = 3;

/// Days up to which what is left of points is looked up.
const DECAY_DAYS: usize = 1024;

/// A criterion made ready for any table.
pub(super) struct Rule<'a> {
    pub(super) criterion: &'a Criterion,
    /// For listed values the points by place; empty where points are computed.
    pub(super) points: Vec<f64>,
    /// The values of a category.
    names: Vec<Name<'a>>,
    /// Of bands, where they begin and end, and the place of the values below the first of these, from it on, from the second on ...
    edges: Vec<f64>,
    between: Vec<Place>,
    /// The day that days are counted from.
    as_of: Option<i32>,
    offset: UtcOffset,
}

/// A value that a category lists.
struct Name<'a> {
    written: &'a str,
    folded: String,
    /// The number that it is, if it is one.
    number: Option<f64>,
    place: Place,
}

impl<'a> Name<'a> {
    fn new(written: &'a str, place: Place) -> Name<'a> {
        Name { written, folded: folded(written), number: number::parse(written), place }
    }
}

/// A column as the rule reads it.
pub(super) struct Reader<'a> {
    rule: &'a Rule<'a>,
    column: Option<&'a Column>,
    values: Values<'a>,
    /// Which cells are empty, where it takes a look to tell empty cells from wrong ones.
    empty: Option<Vec<bool>>,
    /// Of decay in tables of many rows, the points that are left after so many days.
    left: Vec<f64>,
}

enum Values<'a> {
    Absent,
    /// Codes of texts or flags, and the place of each code.
    Coded(Cow<'a, [i32]>, Vec<Place>),
    Numbers(Cow<'a, [f64]>),
    Days(Days<'a>),
}

impl<'a> Rule<'a> {
    /// `as_of` is the day that days are counted from.
    pub(super) fn new(criterion: &'a Criterion, as_of: Option<i32>, offset: UtcOffset) -> Rule<'a> {
        let listed = |points: &mut dyn Iterator<Item = f64>| {
            [0.0; LISTED as usize].into_iter().chain(points).collect::<Vec<_>>()
        };
        let points = match &criterion.measure {
            Measure::Category { points, other, .. } => {
                let mut all = listed(&mut points.iter().map(|&(_, points)| points));
                if let (Some(unlisted), Some(other)) = (all.get_mut(UNLISTED as usize), other) {
                    *unlisted = *other;
                }
                all
            }
            Measure::Bands(bands) | Measure::DaysUntil(bands) => listed(&mut bands.iter().map(|band| band.points)),
            Measure::Linear(_) | Measure::Decay { .. } => Vec::new(),
        };
        let (edges, between) = match &criterion.measure {
            Measure::Bands(bands) | Measure::DaysUntil(bands) => meeting(bands),
            _ => (Vec::new(), Vec::new()),
        };
        let names = match &criterion.measure {
            Measure::Category { points, unknown, .. } => {
                let listed = points.iter().zip(LISTED..).map(|((value, _), place)| Name::new(value, place));
                listed.chain(unknown.iter().flatten().map(|value| Name::new(value, MISSING))).collect()
            }
            _ => Vec::new(),
        };
        Rule { criterion, points, names, edges, between, as_of, offset }
    }

    /// Whether points are computed, and not from a list.
    pub(super) fn is_computed(&self) -> bool {
        self.points.is_empty()
    }

    /// Whether a value that is not listed is to be reported.
    pub(super) fn reports_unlisted(&self) -> bool {
        !matches!(self.criterion.measure, Measure::Category { other: Some(_), .. })
    }

    /// Reads a column; none where the table may lack it and does.
    pub(super) fn read(&'a self, column: Option<&'a Column>) -> Result<Reader<'a>> {
        let Some(column) = column else {
            return Ok(Reader { rule: self, column: None, values: Values::Absent, empty: None, left: Vec::new() });
        };
        if self.as_of.is_none() && self.criterion.measure.needs_day() {
            return Err(Error::invalid_option("asOf is missing, and the card counts days")
                .with_column(column.name())
                .with_help(
                    "Pass the day to count from, for example asOf: \"2026-01-31\"; nothing here reads the clock.",
                ));
        }
        let values = match (&self.criterion.measure, column.data()) {
            (Measure::Category { .. }, ColumnData::Text { codes, dictionary }) => Values::Coded(
                Cow::Borrowed(codes),
                try_collect(dictionary.iter().map(|text| self.place_of_text(text)))?,
            ),
            (Measure::Category { .. }, ColumnData::Booleans(flags)) => {
                let code = |&flag: &u8| if flag < NO_FLAG { i32::from(flag) } else { -1 };
                let places = ["false", "true"].map(|text| self.place_of_text(text));
                Values::Coded(Cow::Owned(try_collect(flags.iter().map(code))?), places.to_vec())
            }
            (Measure::Category { .. }, ColumnData::Dates { .. }) => {
                return Err(column.wrong_type("texts, numbers or booleans"));
            }
            (Measure::Category { .. } | Measure::Bands(_) | Measure::Linear(_), _) => {
                Values::Numbers(column.numbers()?)
            }
            (Measure::DaysUntil(_) | Measure::Decay { .. }, _) => Values::Days(column.days(self.offset)?),
        };
        let looks = match (&values, column.data()) {
            (Values::Coded(..), _) | (_, ColumnData::Floats(_) | ColumnData::Dates { .. }) => column.has_invalid(),
            _ => true,
        } || (matches!(values, Values::Days(_)) && !matches!(column.data(), ColumnData::Dates { .. }));
        let empty = if looks { Some(empty_or_blank(column)?) } else { None };
        let left = match self.criterion.measure {
            Measure::Decay { half_life_days, full } if column.len() > DECAY_DAYS => {
                (0..DECAY_DAYS).map(|days| decayed(days as f64, half_life_days, full)).collect()
            }
            _ => Vec::new(),
        };
        Ok(Reader { rule: self, column: Some(column), values, empty, left })
    }

    /// The place of a text: as it is written or, where that is not listed, without regard to case and separators.
    fn place_of_text(&self, text: &str) -> Place {
        if is_blank(text) {
            return MISSING;
        }
        let written = self.names.iter().find(|name| name.written == text);
        let alike = || {
            let folded = folded(text);
            self.names.iter().find(|name| name.folded == folded && !folded.is_empty())
        };
        written.or_else(alike).map_or(UNLISTED, |name| name.place)
    }

    /// The place of a number that a category may list.
    fn place_of_number(&self, value: f64) -> Place {
        let listed = self.names.iter().find(|name| name.number == Some(value));
        listed.map_or(UNLISTED, |name| name.place)
    }

    /// The place of a value among the bands.
    #[inline]
    fn band(&self, value: f64) -> Place {
        let mut place = 0;
        for &edge in &self.edges {
            place += usize::from(value >= edge);
        }
        self.between.get(place).copied().unwrap_or(UNLISTED)
    }
}

impl<'a> Reader<'a> {
    /// The rows from `from` on: the place of each, and its points where these are computed.
    pub(super) fn fill(&self, from: usize, places: &mut [Place], points: &mut [f64]) {
        let length = places.len();
        let rows = places.iter_mut().zip(points).zip(from..);
        match &self.values {
            Values::Absent => places.fill(MISSING),
            Values::Coded(codes, of_code) => {
                let codes = codes.get(from..).unwrap_or_default();
                for (((place, _), row), &code) in rows.zip(codes) {
                    *place = match of_code.get(code as usize) {
                        Some(&place) => place,
                        None => self.nothing(row),
                    };
                }
            }
            Values::Numbers(values) => {
                let numbers = rows.zip(values.get(from..).unwrap_or_default());
                let other = |row: usize, value: f64| if value.is_nan() { self.nothing(row) } else { INVALID };
                match &self.rule.criterion.measure {
                    Measure::Bands(_) => numbers.for_each(|(((place, _), row), &value)| {
                        *place = if value.is_finite() { self.rule.band(value) } else { other(row, value) };
                    }),
                    Measure::Linear(line) => numbers.for_each(|(((place, points), row), &value)| {
                        *place = if value.is_finite() { LISTED } else { other(row, value) };
                        *points = interpolated(line, value);
                    }),
                    _ => numbers.for_each(|(((place, _), row), &value)| {
                        *place = if value.is_finite() { self.rule.place_of_number(value) } else { other(row, value) };
                    }),
                }
            }
            Values::Days(days) => {
                let mut chunk = [Days::NONE; CHUNK];
                let chunk = chunk.get_mut(..length).unwrap_or_default();
                days.fill(from, chunk);
                let as_of = self.rule.as_of.unwrap_or(0);
                let days = rows.zip(&*chunk);
                match self.rule.criterion.measure {
                    Measure::Decay { half_life_days, full } => days.for_each(|(((place, points), row), &day)| {
                        let ago = as_of.saturating_sub(day).max(0);
                        let computed = || decayed(f64::from(ago), half_life_days, full);
                        *place = if day == Days::NONE { self.nothing(row) } else { LISTED };
                        *points = self.left.get(ago as usize).copied().unwrap_or_else(computed);
                    }),
                    _ => days.for_each(|(((place, _), row), &day)| {
                        let until = f64::from(day) - f64::from(as_of);
                        *place = if day == Days::NONE { self.nothing(row) } else { self.rule.band(until) };
                    }),
                }
            }
        }
    }

    /// Whether a row without a usable value is empty.
    fn nothing(&self, row: usize) -> Place {
        let is_empty = self.empty.as_ref().is_none_or(|empty| empty.get(row).copied().unwrap_or(true));
        if is_empty { MISSING } else { INVALID }
    }

    /// What is wrong with a row that is [`INVALID`].
    pub(super) fn problem(&self, row: usize) -> Option<(&'a Column, Problem)> {
        let column = self.column?;
        Some((
            column,
            match self.rule.criterion.measure {
                Measure::DaysUntil(_) | Measure::Decay { .. } => column.date_problem(row),
                Measure::Bands(_) | Measure::Linear(_) => column.number_problem(row),
                Measure::Category { .. } => column.group_problem(row),
            },
        ))
    }

    /// How many rows have each text or flag that the card does not list, of those that were not left out, which have a completeness;
    /// none where the column holds numbers or dates.
    pub(super) fn unlisted(&self, completeness: &[f64]) -> Option<Vec<(String, u64)>> {
        let Values::Coded(codes, places) = &self.values else { return None };
        let mut counts = vec![0_u64; places.len()];
        for (&code, completeness) in codes.iter().zip(completeness) {
            if let Some(count) = counts.get_mut(code as usize).filter(|_| !completeness.is_nan()) {
                *count += 1;
            }
        }
        let name = |code: usize| match self.column?.data() {
            ColumnData::Text { dictionary, .. } => dictionary.get(code as i32).map(str::to_owned),
            _ => Some(if code == 0 { "false" } else { "true" }.to_owned()),
        };
        let unlisted =
            counts.iter().zip(places).enumerate().filter(|(_, (count, place))| **count > 0 && **place == UNLISTED);
        Some(unlisted.filter_map(|(code, (&count, _))| Some((name(code)?, count))).collect())
    }

    /// The column, unless it is absent.
    pub(super) fn column(&self) -> Option<&'a Column> {
        self.column
    }
}

/// The ends of bands in increasing order, and the place of what lies below, between and above them.
fn meeting(bands: &[Band]) -> (Vec<f64>, Vec<Place>) {
    let mut edges = Vec::new();
    let lowest = |above: f64| {
        let ends = bands.iter().flat_map(|band| [band.min, band.below]).flatten();
        ends.filter(|&end| end > above).fold(f64::INFINITY, |lowest, end| if end < lowest { end } else { lowest })
    };
    let mut next = lowest(f64::NEG_INFINITY);
    while next.is_finite() {
        edges.push(next);
        next = lowest(next);
    }
    let place =
        |value: f64| bands.iter().position(|band| band.holds(value)).map_or(UNLISTED, |at| LISTED + at as Place);
    let between = std::iter::once(place(f64::NEG_INFINITY)).chain(edges.iter().map(|&edge| place(edge))).collect();
    (edges, between)
}

/// A text without what two people write differently: case, spaces, underscores, and hyphens, except those that are signs or stand
/// between digits, as in -1 and 1-10.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    let mut hyphen = false;
    for letter in text.chars() {
        if letter.is_ascii_whitespace() || matches!(letter, '_' | '\u{a0}' | '\u{3000}') {
            continue;
        }
        if letter == '-' {
            hyphen = true;
            continue;
        }
        let follows = folded.bytes().next_back().is_none_or(|last| last.is_ascii_digit());
        if hyphen && follows && letter.is_ascii_digit() {
            folded.push('-');
        }
        hyphen = false;
        folded.push(letter.to_ascii_lowercase());
    }
    folded
}

fn is_blank(text: &str) -> bool {
    text.trim_ascii().is_empty()
}

/// The cells that are empty, or texts without anything in them.
fn empty_or_blank(column: &Column) -> Result<Vec<bool>> {
    let mut empty = column.empty_cells()?;
    if let ColumnData::Text { codes, dictionary } = column.data() {
        let blank: Vec<bool> = try_collect(dictionary.iter().map(is_blank))?;
        for (empty, &code) in empty.iter_mut().zip(codes) {
            *empty |= blank.get(code as usize).copied().unwrap_or(false);
        }
    }
    Ok(empty)
}

fn interpolated(points: &[(f64, f64)], value: f64) -> f64 {
    let mut before = None;
    for &(at, of) in points {
        if value < at {
            let Some((from, low)) = before else { return of };
            let between: f64 = low + (value - from) * (of - low) / (at - from);
            // Rounding must not lead past an end. Ends too far apart to be subtracted give no number, and the lower one is taken.
            let (least, most) = if low < of { (low, of) } else { (of, low) };
            return if between > most {
                most
            } else if between >= least {
                between
            } else {
                least
            };
        }
        before = Some((at, of));
    }
    before.map_or(0.0, |(_, of)| of)
}

fn decayed(days: f64, half_life_days: f64, full: f64) -> f64 {
    full * libm::exp2(-(days / half_life_days))
}
