//! The values of one column as a check of quality keeps them: of any type, also of several in one column, since that is one of the
//! faults to be found. What comes in batches is the same as if it had come at once.

use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::number;
use crate::table::{Column, ColumnData, DictionaryBuilder, KeyIndex, NO_FLAG, Table, TextBuilder};
use crate::time::{MS_PER_DAY, Moment, UtcOffset, day_of, format_day, format_instant, is_instant, looks_like_yyyymmdd};
use std::borrow::Cow;

/// What a cell holds, when it is not null.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Number(f64),
    Flag(bool),
    /// Milliseconds since 1970.
    Instant(f64),
    /// Milliseconds of the midnight (UTC) that stands for a calendar day.
    Day(f64),
    Text(&'a str),
    /// What no table can hold, in words: `an object`.
    Other(&'a str),
}

/// What the cells of a column of several types are.
pub(super) const TEXT: u8 = 0;
const NUMBER: u8 = 1;
const FLAG: u8 = 2;
const INSTANT: u8 = 3;
const DAY: u8 = 4;
const OTHER: u8 = 5;
pub(super) const KINDS: usize = 6;

/// Under which names the cells of further types of a column come: the name, a zero byte, and one of these. The caller sends a column of
/// several types as one column for each type, with nulls for the cells of the others; the first has the plain name.
const PARTS: [(&str, u8); 5] =
    [("text", TEXT), ("number", NUMBER), ("boolean", FLAG), ("date", INSTANT), ("other", OTHER)];

#[derive(Clone, Debug, Default)]
pub(super) enum Values {
    /// Nulls only, of no type yet.
    #[default]
    Nothing,
    Numbers(Vec<f64>),
    Flags(Vec<u8>),
    Instants(Vec<f64>),
    Days(Vec<f64>),
    Texts {
        codes: Vec<i32>,
        texts: KeyIndex,
    },
    /// The cells as text, and what each one is.
    Mixed {
        codes: Vec<i32>,
        texts: KeyIndex,
        kinds: Vec<u8>,
    },
}

/// A column.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub(super) rows: usize,
    /// Whether there has been such a column.
    pub(super) is_known: bool,
    pub(super) values: Values,
}

impl<'a> Value<'a> {
    /// As it would stand in a CSV file.
    pub(super) fn display(self) -> Cow<'a, str> {
        match self {
            Value::Text(text) | Value::Other(text) => Cow::Borrowed(text),
            Value::Number(value) => Cow::Owned(number::text(value)),
            Value::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
            Value::Instant(ms) => Cow::Owned(format_instant(ms)),
            Value::Day(ms) => Cow::Owned(format_day(day_of(ms, UtcOffset::default()))),
        }
    }

    pub(super) fn moment(self) -> Option<Moment> {
        match self {
            Value::Instant(ms) => Some(Moment::Instant(ms)),
            Value::Day(ms) => Some(Moment::Day(day_of(ms, UtcOffset::default()))),
            Value::Number(ms) => (is_instant(ms) && !looks_like_yyyymmdd(ms)).then_some(Moment::Instant(ms)),
            Value::Text(text) => Moment::parse(text).ok(),
            Value::Flag(_) | Value::Other(_) => None,
        }
    }

    /// The number that it is, or reads as.
    pub(super) fn number(self) -> Option<f64> {
        match self {
            Value::Number(value) => Some(value),
            Value::Text(text) => crate::table::parse_number(text),
            _ => None,
        }
    }

    fn kind(self) -> u8 {
        match self {
            Value::Text(_) => TEXT,
            Value::Number(_) => NUMBER,
            Value::Flag(_) => FLAG,
            Value::Instant(_) => INSTANT,
            Value::Day(_) => DAY,
            Value::Other(_) => OTHER,
        }
    }
}

/// The value of a text that stands for a cell of that kind.
pub(super) fn of_kind(text: &str, kind: u8) -> Value<'_> {
    let date = || match Moment::parse(text) {
        Ok(Moment::Instant(ms)) => ms,
        Ok(Moment::Day(day)) => f64::from(day) * MS_PER_DAY,
        Err(_) => f64::NAN,
    };
    match kind {
        NUMBER => Value::Number(number::parse(text).unwrap_or(match text.starts_with('-') {
            true => f64::NEG_INFINITY,
            false => f64::INFINITY,
        })),
        FLAG => Value::Flag(text == "true"),
        INSTANT => Value::Instant(date()),
        DAY => Value::Day(date()),
        OTHER => Value::Other(text),
        _ => Value::Text(text),
    }
}

impl Field {
    /// The column of that name; of nulls where there is none.
    pub(super) fn of_table(table: &Table, name: &str) -> Result<Field> {
        let rows = table.num_rows();
        let mut field = match table.find(name) {
            Some(column) => Field::of_column(column)?,
            None => Field { rows, is_known: false, values: Values::Nothing },
        };
        for (part, kind) in PARTS {
            let Some(column) = table.find(&format!("{name}\0{part}")) else { continue };
            let mut more = Field::of_column(column)?;
            if kind == OTHER {
                more.mix()?;
                if let Values::Mixed { kinds, .. } = &mut more.values {
                    kinds.fill(OTHER);
                }
            }
            field = field.overlay(&more)?;
        }
        Ok(field)
    }

    pub(super) fn of_column(column: &Column) -> Result<Field> {
        let rows = column.len();
        let values = match column.data() {
            _ if column.null_count() == rows => Values::Nothing,
            // -0 is 0, as it is written and as it is a key.
            ColumnData::Floats(values) => Values::Numbers(try_collect(values.iter().map(|&value| value + 0.0))?),
            ColumnData::Integers(values) => Values::Numbers(try_collect(values.iter().map(|&v| f64::from(v)))?),
            ColumnData::Dates { values, civil: true } => Values::Days(try_collect(values.iter().copied())?),
            ColumnData::Dates { values, civil: false } => Values::Instants(try_collect(values.iter().copied())?),
            ColumnData::Booleans(values) => Values::Flags(try_collect(values.iter().copied())?),
            ColumnData::Text { codes, .. } => {
                let mut texts = KeyIndex::default();
                texts.groups(column)?;
                Values::Texts { codes: try_collect(codes.iter().copied())?, texts }
            }
        };
        Ok(Field { rows, is_known: true, values })
    }

    /// The cell of a row; none when it is null.
    #[inline]
    pub(super) fn get(&self, row: usize) -> Option<Value<'_>> {
        let number = |values: &[f64]| values.get(row).copied().filter(|value| !value.is_nan());
        match &self.values {
            Values::Nothing => None,
            Values::Numbers(values) => number(values).map(Value::Number),
            Values::Instants(values) => number(values).map(Value::Instant),
            Values::Days(values) => number(values).map(Value::Day),
            Values::Flags(values) => {
                values.get(row).filter(|&&flag| flag < NO_FLAG).map(|&flag| Value::Flag(flag == 1))
            }
            Values::Texts { codes, texts } => texts.text(*codes.get(row)?).map(Value::Text),
            Values::Mixed { codes, texts, kinds } => {
                texts.text(*codes.get(row)?).map(|text| of_kind(text, kinds.get(row).copied().unwrap_or(TEXT)))
            }
        }
    }

    /// The name of the type, as messages have it; none for a column of nulls and for one of several types.
    pub(super) fn type_name(&self) -> Option<&'static str> {
        match self.values {
            Values::Nothing | Values::Mixed { .. } => None,
            Values::Numbers(_) => Some("number"),
            Values::Flags(_) => Some("boolean"),
            Values::Instants(_) | Values::Days(_) => Some("date"),
            Values::Texts { .. } => Some("string"),
        }
    }

    /// The column as results have it.
    pub(super) fn column_data(&self) -> Result<ColumnData> {
        let numbers = |values: &[f64]| try_collect(values.iter().copied());
        Ok(match &self.values {
            Values::Nothing => ColumnData::Text { codes: try_filled(self.rows, -1)?, dictionary: Default::default() },
            Values::Numbers(values) => match values.iter().all(|&v| v == f64::from(v as i32)) {
                true => ColumnData::Integers(try_collect(values.iter().map(|&v| v as i32))?),
                false => ColumnData::Floats(numbers(values)?),
            },
            Values::Flags(values) => ColumnData::Booleans(try_collect(values.iter().copied())?),
            Values::Instants(values) => ColumnData::Dates { values: numbers(values)?, civil: false },
            Values::Days(values) => ColumnData::Dates { values: numbers(values)?, civil: true },
            Values::Texts { codes, texts } | Values::Mixed { codes, texts, .. } => {
                texts.identifiers(try_collect(codes.iter().copied())?)?
            }
        })
    }

    /// The column as texts, or as numbers (also for dates): what identifiers can be.
    pub(super) fn keys(&self) -> Result<Column> {
        let data = match &self.values {
            Values::Instants(values) | Values::Days(values) => ColumnData::Floats(try_collect(values.iter().copied())?),
            // Infinity is no key as a number.
            Values::Numbers(values) if values.iter().any(|value| value.is_infinite()) => self.texts()?,
            Values::Flags(_) => self.texts()?,
            _ => self.column_data()?,
        };
        Ok(Column::new("", data))
    }

    /// Every cell as text.
    pub(super) fn texts(&self) -> Result<ColumnData> {
        match self.values {
            Values::Nothing | Values::Texts { .. } | Values::Mixed { .. } => self.column_data(),
            _ => {
                let mut texts = TextBuilder::with_capacity(self.rows)?;
                for row in 0..self.rows {
                    texts.push(self.get(row).map(Value::display).as_deref())?;
                }
                Ok(texts.finish())
            }
        }
    }

    /// How many distinct values there are.
    pub(super) fn distinct(&self) -> Result<usize> {
        let mut seen = KeyIndex::default();
        let column = self.keys()?;
        let groups = seen.groups(&column)?;
        let mut is_used = try_filled(seen.len(), false)?;
        for group in groups.iter() {
            if let Some(used) = is_used.get_mut(group as usize) {
                *used = true;
            }
        }
        Ok(is_used.into_iter().filter(|&used| used).count())
    }

    /// Appends the rows of a later batch.
    pub(super) fn append(&mut self, mut other: Field) -> Result<()> {
        self.is_known |= other.is_known;
        if self.rows == 0 {
            let is_known = self.is_known;
            *self = Field { is_known, ..other };
            return Ok(());
        }
        if let Values::Nothing = other.values {
            return self.pad(other.rows);
        }
        if let Values::Nothing = self.values {
            let mut first = Field { rows: 0, is_known: true, values: other.values.emptied() };
            first.pad(self.rows)?;
            *self = first;
        }
        if std::mem::discriminant(&self.values) != std::mem::discriminant(&other.values) {
            self.mix()?;
            other.mix()?;
        }
        match (&mut self.values, &other.values) {
            (Values::Numbers(ours), Values::Numbers(theirs))
            | (Values::Instants(ours), Values::Instants(theirs))
            | (Values::Days(ours), Values::Days(theirs)) => extend(ours, theirs)?,
            (Values::Flags(ours), Values::Flags(theirs)) => extend(ours, theirs)?,
            (Values::Texts { codes, texts }, Values::Texts { codes: theirs, texts: more }) => {
                append_texts(codes, texts, theirs, more)?;
            }
            (
                Values::Mixed { codes, texts, kinds },
                Values::Mixed { codes: theirs, texts: more, kinds: their_kinds },
            ) => {
                append_texts(codes, texts, theirs, more)?;
                extend(kinds, their_kinds)?;
            }
            _ => {}
        }
        self.rows += other.rows;
        Ok(())
    }

    /// Appends nulls.
    fn pad(&mut self, rows: usize) -> Result<()> {
        match &mut self.values {
            Values::Nothing => {}
            Values::Numbers(values) | Values::Instants(values) | Values::Days(values) => fill(values, rows, f64::NAN)?,
            Values::Flags(values) => fill(values, rows, NO_FLAG)?,
            Values::Texts { codes, .. } => fill(codes, rows, -1)?,
            Values::Mixed { codes, kinds, .. } => {
                fill(codes, rows, -1)?;
                fill(kinds, rows, TEXT)?;
            }
        }
        self.rows += rows;
        Ok(())
    }

    /// Makes it a column of several types.
    fn mix(&mut self) -> Result<()> {
        if let Values::Mixed { .. } = self.values {
            return Ok(());
        }
        let mut kinds = try_vec(self.rows)?;
        kinds.extend((0..self.rows).map(|row| self.get(row).map_or(TEXT, Value::kind)));
        let column = Column::new("", self.texts()?);
        let mut texts = KeyIndex::default();
        let codes = try_collect(texts.groups(&column)?.iter().collect::<Vec<_>>().into_iter())?;
        self.values = Values::Mixed { codes, texts, kinds };
        Ok(())
    }

    /// The values of both, of which no row has two.
    fn overlay(&self, other: &Field) -> Result<Field> {
        let mut texts = DictionaryBuilder::default();
        let (mut codes, mut kinds) = (try_vec(self.rows)?, try_vec(self.rows)?);
        for row in 0..self.rows {
            let value = self.get(row).or_else(|| other.get(row));
            codes.push(match value {
                Some(value) => texts.intern(&value.display())?,
                None => -1,
            });
            kinds.push(value.map_or(TEXT, Value::kind));
        }
        let column = Column::new("", ColumnData::Text { codes: Vec::new(), dictionary: texts.finish() });
        let mut texts = KeyIndex::default();
        texts.groups(&column)?;
        Ok(Field { rows: self.rows, is_known: true, values: Values::Mixed { codes, texts, kinds } })
    }
}

impl Values {
    /// Of the same type, without rows.
    fn emptied(&self) -> Values {
        match self {
            Values::Nothing => Values::Nothing,
            Values::Numbers(_) => Values::Numbers(Vec::new()),
            Values::Flags(_) => Values::Flags(Vec::new()),
            Values::Instants(_) => Values::Instants(Vec::new()),
            Values::Days(_) => Values::Days(Vec::new()),
            Values::Texts { .. } => Values::Texts { codes: Vec::new(), texts: KeyIndex::default() },
            Values::Mixed { .. } => Values::Mixed { codes: Vec::new(), texts: KeyIndex::default(), kinds: Vec::new() },
        }
    }
}

fn append_texts(codes: &mut Vec<i32>, texts: &mut KeyIndex, theirs: &[i32], more: &KeyIndex) -> Result<()> {
    let places = texts.merge(more)?;
    codes.try_reserve(theirs.len())?;
    codes.extend(
        theirs.iter().map(|&code| usize::try_from(code).ok().and_then(|code| places.get(code)).copied().unwrap_or(-1)),
    );
    Ok(())
}

fn extend<T: Copy>(ours: &mut Vec<T>, theirs: &[T]) -> Result<()> {
    ours.try_reserve(theirs.len())?;
    ours.extend_from_slice(theirs);
    Ok(())
}

fn fill<T: Copy>(values: &mut Vec<T>, rows: usize, null: T) -> Result<()> {
    values.try_reserve(rows)?;
    values.resize(values.len() + rows, null);
    Ok(())
}
