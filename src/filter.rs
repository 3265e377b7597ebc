//! Conditions on rows: which rows of a table have the values that are wanted.
//!
//! A [`Filter`] is a condition on one column, as it stands in rules and definitions; several hold together when all of them do.
//! [`RowFilter`] checks them against a table once, and then answers for any row.

use crate::error::{Error, ErrorKind, Result, quoted, try_collect, try_filled, try_vec};
use crate::number;
use crate::options::Locale;
use crate::table::{Cell, Column, ColumnData, Dictionary, Table, parse_number};
use crate::time::{MS_PER_DAY, Moment, UtcOffset, day_of};

/// A condition on one column. Of the parts that are given all have to hold; one of them has to be given.
///
/// A value that is missing has only `present: false` and what names null among `is` and `one_of`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// The value that is wanted; texts are compared exactly. Null asks for what is missing.
    pub is: Option<Cell>,
    /// The values of which one is wanted.
    pub one_of: Option<Vec<Cell>>,
    /// The least value: a number, or for dates ISO 8601 text or milliseconds. A column of text is read as numbers or dates.
    pub min: Option<Cell>,
    /// What the value has to be below.
    pub below: Option<Cell>,
    /// Whether there has to be a value, or none.
    pub present: Option<bool>,
}

/// Filters that have been checked against a table.
///
/// ```
/// use custometry::table::{Cell, Table};
/// use custometry::{Filter, RowFilter};
///
/// let leads = Table::from_csv(b"country,employees\nDE,1200\nFR,800\nDE,\n", &Default::default())?;
/// let german = Filter { column: "country".into(), is: Some(Cell::Text("DE".into())), ..Filter::default() };
/// let large = Filter { column: "employees".into(), min: Some(Cell::Number(1000.0)), ..Filter::default() };
/// let rows = RowFilter::new(&[german, large], &leads, Default::default())?;
/// assert_eq!([rows.holds(0), rows.holds(1), rows.holds(2)], [true, false, false]);
/// # Ok::<(), custometry::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RowFilter {
    rows: Vec<bool>,
}

impl RowFilter {
    /// Checks the filters, and the rows of the table against them. Without filters all rows will do. `offset` says which
    /// calendar day an instant falls on, where a day is asked for.
    ///
    /// # Errors
    ///
    /// - [`MissingColumn`](ErrorKind::MissingColumn) for a column that is not there,
    /// - [`WrongType`](ErrorKind::WrongType) when the column and what it is compared with are of different types,
    /// - [`BadDate`](ErrorKind::BadDate) for a text that is to be a date and is none,
    /// - [`InvalidOption`](ErrorKind::InvalidOption) for a filter that asks for nothing, and for one that nothing can meet.
    pub fn new(filters: &[Filter], table: &Table, offset: UtcOffset) -> Result<RowFilter> {
        let mut rows = try_filled(table.num_rows(), true)?;
        for (place, filter) in filters.iter().enumerate() {
            filter.narrow(table, offset, &mut rows).map_err(|error| match filters.len() {
                1 => error,
                _ => error.inside(&format!("condition {}", place + 1)),
            })?;
        }
        Ok(RowFilter { rows })
    }

    /// For each row, whether it meets all conditions.
    pub(crate) fn iter(&self) -> impl Iterator<Item = bool> {
        self.rows.iter().copied()
    }

    /// Whether the row meets all conditions; false when there is no such row.
    #[inline]
    pub fn holds(&self, row: usize) -> bool {
        self.rows.get(row).copied().unwrap_or(false)
    }
}

/// Values from the least to the greatest, both included.
type Range = (f64, f64);

/// What a filter asks of values that have been made numbers, with NaN for what is missing.
struct Test {
    /// By `is` and by `in`: the values of which one is wanted, and whether nothing is one of them.
    wanted: [Option<(Vec<Range>, bool)>; 2],
    bounds: Bounds,
    present: Option<bool>,
}

#[derive(Clone, Copy)]
struct Bounds {
    min: Option<f64>,
    below: Option<f64>,
}

impl Bounds {
    fn hold(self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.below.is_none_or(|below| value < below)
    }
}

impl Test {
    fn holds(&self, value: f64) -> bool {
        let is_null = value.is_nan();
        let is_wanted = |(ranges, null): &(Vec<Range>, bool)| match is_null {
            true => *null,
            false => ranges.iter().any(|&(least, most)| (least..=most).contains(&value)),
        };
        self.wanted.iter().flatten().all(is_wanted)
            && self.bounds.hold(value)
            && self.present.is_none_or(|present| present != is_null)
    }
}

/// What values are compared as.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Numbers,
    Booleans,
    Days,
    Instants,
}

impl Filter {
    /// Takes the rows that do not meet the filter out of those that are left.
    fn narrow(&self, table: &Table, offset: UtcOffset, rows: &mut [bool]) -> Result<()> {
        let column = table.column(&self.column)?;
        self.check().map_err(|error| error.with_column(&self.column))?;
        let mut keep = |holds: &mut dyn Iterator<Item = bool>| {
            rows.iter_mut().zip(holds).for_each(|(row, holds)| *row &= holds);
        };
        let test = |kind| self.test(column, kind, offset);
        match column.data() {
            _ if column.null_count() == column.len() => {
                // Of what type nothing is does not matter.
                let holds = self.present != Some(true)
                    && self.min.is_none()
                    && self.below.is_none()
                    && self.wanted().into_iter().flatten().all(|cells| cells.iter().any(Cell::is_null));
                keep(&mut std::iter::repeat(holds));
            }
            ColumnData::Floats(values) => {
                let test = test(Kind::Numbers)?;
                keep(&mut values.iter().map(|&value| test.holds(value)));
            }
            ColumnData::Integers(values) => {
                let test = test(Kind::Numbers)?;
                keep(&mut values.iter().map(|&value| test.holds(f64::from(value))));
            }
            ColumnData::Dates { values, civil } => {
                let test = test(if *civil { Kind::Days } else { Kind::Instants })?;
                keep(&mut values.iter().map(|&value| test.holds(value)));
            }
            ColumnData::Booleans(values) => {
                let test = test(Kind::Booleans)?;
                let holds = [0.0, 1.0, f64::NAN].map(|value| test.holds(value));
                keep(&mut values.iter().map(|&flag| holds.get(usize::from(flag)).copied().unwrap_or(false)));
            }
            ColumnData::Text { codes, dictionary } => {
                let (holds, null) = self.texts(column, dictionary, offset)?;
                let of = |&code: &i32| usize::try_from(code).ok().and_then(|code| holds.get(code)).copied();
                keep(&mut codes.iter().map(|code| of(code).unwrap_or(null)));
            }
        }
        Ok(())
    }

    /// Whether each text of a dictionary meets the filter, and whether nothing does.
    fn texts(&self, column: &Column, dictionary: &Dictionary, offset: UtcOffset) -> Result<(Vec<bool>, bool)> {
        for cell in self.wanted().into_iter().flatten().flatten() {
            if !cell.is_null() && !matches!(cell, Cell::Text(_)) {
                return Err(mismatch(column, if self.is.as_ref() == Some(cell) { "is" } else { "in" }, cell));
            }
        }
        let bounds = |kind| self.bounds(column, kind, offset);
        let as_number = [&self.min, &self.below].into_iter().flatten().all(|cell| matches!(cell, Cell::Number(_)));
        // Numbers may be milliseconds. What is no number then is read as a date.
        let numbers = if as_number { Some(bounds(Kind::Numbers)?) } else { None };
        let dates = match (bounds(Kind::Days), bounds(Kind::Instants)) {
            (Ok(days), Ok(instants)) => Some((days, instants)),
            (Err(error), _) | (_, Err(error)) if !as_number => return Err(error),
            _ => None,
        };
        let is_bounded = self.min.is_some() || self.below.is_some();
        let within = |text: &str| match (numbers, dates, parse_number(text)) {
            (Some(numbers), _, Some(value)) => numbers.hold(value),
            (_, Some((days, instants)), None) => match Moment::parse(text) {
                Ok(Moment::Day(day)) => days.hold(f64::from(day) * MS_PER_DAY),
                Ok(Moment::Instant(ms)) => instants.hold(ms),
                Err(_) => false,
            },
            _ => false,
        };
        let is_wanted = |text: Option<&str>| {
            let is = |cell: &Cell| match (cell, text) {
                (Cell::Text(wanted), Some(text)) => wanted == text,
                (cell, None) => cell.is_null(),
                _ => false,
            };
            self.wanted().into_iter().flatten().all(|cells| cells.iter().any(is))
                && self.present.is_none_or(|present| present == text.is_some())
        };
        let holds = dictionary.iter().map(|text| is_wanted(Some(text)) && (!is_bounded || within(text)));
        Ok((try_collect(holds)?, is_wanted(None) && !is_bounded))
    }

    /// Checks that there is something to ask for, and that something can meet it.
    fn check(&self) -> Result<()> {
        if self.is.is_none()
            && self.one_of.is_none()
            && self.min.is_none()
            && self.below.is_none()
            && self.present.is_none()
        {
            return Err(Error::invalid_option("the condition says nothing about the column")
                .with_help("Give it is, in, min, below or present."));
        }
        if let (Some(Cell::Number(min)), Some(Cell::Number(below))) = (&self.min, &self.below)
            && min >= below
        {
            let (min, below) = (number::text(*min), number::text(*below));
            return Err(Error::invalid_option(format!("no value is at least {min} and below {below}"))
                .with_help("min has to be less than below."));
        }
        Ok(())
    }

    /// The values of which one is wanted, by `is` and by `in`.
    fn wanted(&self) -> [Option<&[Cell]>; 2] {
        [self.is.as_ref().map(std::slice::from_ref), self.one_of.as_deref()]
    }

    fn test(&self, column: &Column, kind: Kind, offset: UtcOffset) -> Result<Test> {
        let mut wanted = [None, None];
        for ((wanted, cells), part) in wanted.iter_mut().zip(self.wanted()).zip(["is", "in"]) {
            let Some(cells) = cells else { continue };
            let mut ranges = try_vec(cells.len())?;
            for cell in cells.iter().filter(|cell| !cell.is_null()) {
                ranges.push(range(cell, kind, offset, column, part)?);
            }
            *wanted = Some((ranges, cells.iter().any(Cell::is_null)));
        }
        Ok(Test { wanted, bounds: self.bounds(column, kind, offset)?, present: self.present })
    }

    fn bounds(&self, column: &Column, kind: Kind, offset: UtcOffset) -> Result<Bounds> {
        let bound = |cell: &Option<Cell>, part| match cell {
            None => Ok(None),
            Some(cell) if cell.is_null() || kind == Kind::Booleans => Err(mismatch(column, part, cell)),
            Some(cell) => range(cell, kind, offset, column, part).map(|(least, _)| Some(least)),
        };
        Ok(Bounds { min: bound(&self.min, "min")?, below: bound(&self.below, "below")? })
    }

    /// The condition in words: `employees >= 1000`.
    pub fn text(&self, locale: Locale) -> String {
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => quoted(text),
            other => other.display().unwrap_or_else(|| "null".to_owned()),
        };
        let mut parts = Vec::new();
        let mut add = |operator: &str, value: String| parts.push(format!("{} {operator}{value}", self.column));
        if let Some(is) = &self.is {
            add("= ", cell(is));
        }
        if let Some(cells) = &self.one_of {
            const SHOWN: usize = 5;
            let shown: Vec<String> = cells.iter().take(SHOWN).map(cell).collect();
            add("in ", format!("[{}{}]", shown.join(", "), if cells.len() > SHOWN { ", ..." } else { "" }));
        }
        if let Some(min) = &self.min {
            add(">= ", cell(min));
        }
        if let Some(below) = &self.below {
            add("< ", cell(below));
        }
        let words = match (self.present, locale) {
            (None, _) => "",
            (Some(true), Locale::English) => "is present",
            (Some(false), Locale::English) => "is missing",
            (Some(true), Locale::Chinese) => "有值",
            (Some(false), Locale::Chinese) => "缺失",
        };
        if !words.is_empty() {
            add(words, String::new());
        }
        parts.join(if locale == Locale::Chinese { "，" } else { ", " })
    }
}

/// The values that are the same as a cell.
fn range(cell: &Cell, kind: Kind, offset: UtcOffset, column: &Column, part: &str) -> Result<Range> {
    let moment = match (kind, cell) {
        (Kind::Numbers, &Cell::Number(value)) => return Ok((value, value)),
        (Kind::Booleans, &Cell::Boolean(value)) => {
            let value = f64::from(u8::from(value));
            return Ok((value, value));
        }
        (Kind::Days | Kind::Instants, Cell::Text(text)) => Moment::parse(text),
        (Kind::Days | Kind::Instants, &Cell::Date { ms, civil: true }) => {
            Ok(Moment::Day(day_of(ms, UtcOffset::default())))
        }
        (Kind::Days | Kind::Instants, &(Cell::Number(ms) | Cell::Date { ms, .. })) => Moment::from_epoch_ms(ms),
        _ => return Err(mismatch(column, part, cell)),
    }
    .map_err(|error| error.inside(part).with_column(column.name()))?;
    Ok(match (kind, moment) {
        (Kind::Instants, Moment::Instant(ms)) => (ms, ms),
        (Kind::Instants, Moment::Day(day)) => {
            let midnight = f64::from(day) * MS_PER_DAY - offset.ms();
            (midnight, (midnight + MS_PER_DAY).next_down())
        }
        (_, moment) => {
            let midnight = f64::from(moment.day(offset)) * MS_PER_DAY;
            (midnight, midnight)
        }
    })
}

/// The error for a value that cannot be compared with those of the column.
fn mismatch(column: &Column, part: &str, cell: &Cell) -> Error {
    let found = match cell {
        Cell::Text(text) => quoted(text),
        other => other.display().unwrap_or_else(|| "null".to_owned()),
    };
    let held = column.column_type().name();
    Error::new(ErrorKind::WrongType, format!("the condition `{part}` has {found}, but the column holds {held} values"))
        .with_column(column.name())
        .with_help("Compare numbers with numbers, texts with texts and booleans with true or false; only numbers and dates have bounds.")
}
