//! A check of quality that is fed in batches: the columns that the checks need, and what was decided while rows came in.

use super::check::{Check, Condition, QualityOptions, Rule};
use super::field::{Field, KINDS, Values};
use super::judge::{Bound, Setting, Wanted};
use super::reasons::Speaker;
use super::result::{self, QualityReport};
use super::verdict::spread;
use crate::accumulate::Accumulate;
use crate::error::{Error, ErrorKind, Result, out_of_memory, try_collect, try_filled, try_vec};
use crate::table::{Column, ColumnData, KeyIndex, Table, TableBuilder, TextBuilder, missing_column};
use crate::time::UtcOffset;
use crate::validity::JunkLists;
use std::cmp::Ordering;

/// What was decided of a row while it came in.
pub(super) const PASSES: u8 = 0;
pub(super) const FAILS: u8 = 1;
pub(super) const NOT_ASKED: u8 = 2;

/// What was decided by one check while rows came in.
#[derive(Clone, Debug, Default)]
pub(super) struct Early {
    pub(super) decided: Vec<u8>,
    /// Why it could not be.
    pub(super) broken: Option<String>,
}

/// A check of quality that is fed in batches.
///
/// ```
/// use custometry::accumulate::Accumulate;
/// use custometry::quality::{Check, QualityAccumulator, Rule};
/// use custometry::table::Table;
///
/// let checks = [Check::of_columns(vec!["id".into()], Rule::Unique)];
/// let mut running = QualityAccumulator::new(&checks, &Default::default())?;
/// for csv in ["id\n1\n2\n", "id\n3\n1\n"] {
///     let batch = running.batch(&Table::from_csv(csv.as_bytes(), &Default::default())?)?;
///     running.update(batch)?;
/// }
/// assert_eq!(running.finish()?.checks[0].failed, 2); // rows 0 and 3
/// # Ok::<(), custometry::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct QualityAccumulator {
    pub(super) checks: Vec<Check>,
    pub(super) options: QualityOptions,
    pub(super) setting: Setting,
    /// The columns that are kept, and their values.
    pub(super) names: Vec<String>,
    pub(super) fields: Vec<Field>,
    pub(super) early: Vec<Early>,
    pub(super) rows: u64,
}

/// Rows on their way into a check of quality. What the caller decides is asked for by [`Batch::values`].
#[derive(Debug)]
pub struct Batch {
    checks: Vec<Check>,
    offset: UtcOffset,
    names: Vec<String>,
    fields: Vec<Field>,
    early: Vec<Early>,
    rows: usize,
    /// By check, which of the values that were asked for each row has.
    asked: Vec<Option<Vec<i32>>>,
}

impl QualityAccumulator {
    /// One that has seen nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] or [`ErrorKind::BadDate`] for options that cannot be used. What is wrong with a check is said in the
    /// report.
    pub fn new(checks: &[Check], options: &QualityOptions) -> Result<QualityAccumulator> {
        let offset = options.utc_offset.as_deref().map(UtcOffset::parse).transpose()?.unwrap_or_default();
        let as_of = options.as_of.as_ref().map(|date| date.moment("asOf")).transpose()?;
        let mut names: Vec<String> = Vec::new();
        let own = [&options.key, &options.owner, &options.department].into_iter().flatten();
        let checked = checks.iter().flat_map(|check| &check.columns);
        let conditions = checks.iter().filter_map(|check| check.filter.as_ref().map(|filter| &filter.column));
        for name in checked.chain(conditions).chain(own) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        for (place, check) in checks.iter().enumerate() {
            let fault = |what: &str| Err(Error::invalid_option(format!("checks[{place}].{what}")));
            // More would be infinite for all rows together.
            if !(0.0..=1e100).contains(&check.weight) {
                return fault("weight: it is not a number from 0 to 1e100");
            }
            if !(0.0..=1.0).contains(&check.mostly) {
                return fault("mostly: it is not a share from 0 to 1");
            }
        }
        let fields = names.iter().map(|_| Field::default()).collect();
        Ok(QualityAccumulator {
            early: checks.iter().map(|_| Early::default()).collect(),
            checks: checks.to_vec(),
            setting: Setting {
                speaker: Speaker { locale: options.locale, says_values: !options.without_values },
                as_of: as_of.map(|moment| moment.day(offset)),
                offset,
                junk: JunkLists::new(&options.throw_away_domains, options.role_mailboxes),
            },
            options: options.clone(),
            names,
            fields,
            rows: 0,
        })
    }

    /// A batch of rows to be fed to it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::MissingColumn`] for the columns of key, owner and department; [`ErrorKind::OutOfMemory`].
    pub fn batch(&self, table: &Table) -> Result<Batch> {
        let mut fields = try_vec(self.names.len())?;
        for name in &self.names {
            let field = Field::of_table(table, name)?;
            let is_own = [&self.options.key, &self.options.owner, &self.options.department]
                .into_iter()
                .any(|own| own.as_ref() == Some(name));
            if is_own && !field.is_known && field.rows > 0 {
                return Err(missing_column(name, &table.columns().iter().map(Column::name).collect::<Vec<_>>()));
            }
            fields.push(field);
        }
        Ok(Batch {
            checks: self.checks.clone(),
            offset: self.setting.offset,
            names: self.names.clone(),
            fields,
            early: self.early.iter().map(|_| Early::default()).collect(),
            rows: table.num_rows(),
            asked: self.checks.iter().map(|_| None).collect(),
        })
    }

    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        find(&self.names, &self.fields, name)
    }
}

fn find<'a>(names: &[String], fields: &'a [Field], name: &str) -> Option<&'a Field> {
    names.iter().position(|known| known == name).and_then(|place| fields.get(place))
}

impl Batch {
    fn check(&self, place: usize) -> Result<&Check> {
        self.checks.get(place).ok_or_else(|| Error::internal(format!("there is no check {place}")))
    }

    /// The distinct values that a check of [`Rule::Matches`], [`Rule::Custom`] or [`Rule::PhoneByCaller`] is to decide, in the order of
    /// their first rows: a column `value`, of text except for custom checks, and for a column of several types another one `kind`, which
    /// says what each text stands for (0 text, 1 number, 2 boolean, 3 instant, 4 day). [`Batch::answer`] takes the answers.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    pub fn values(&mut self, place: usize) -> Result<Table> {
        let check = self.check(place)?;
        let Some(field) = check.columns.first().and_then(|name| find(&self.names, &self.fields, name)) else {
            return Err(Error::internal("a column has gone"));
        };
        let mask = mask(check.filter.as_ref(), &self.names, &self.fields, self.offset, false)?;
        let (codes, firsts) = distinct(field, mask.as_deref())?;
        let mut table = TableBuilder::new(firsts.len());
        let display = || {
            let mut texts = TextBuilder::with_capacity(firsts.len())?;
            for &row in &firsts {
                texts.push(field.get(row as usize).map(super::field::Value::display).as_deref())?;
            }
            Ok::<_, Error>(texts.finish())
        };
        match (&field.values, &check.rule) {
            (Values::Mixed { kinds, .. }, Rule::Custom { .. }) => {
                table.add("value", display()?)?;
                let kind = |&row: &i32| kinds.get(row as usize).copied().map_or(0, i32::from);
                table.add("kind", ColumnData::Integers(try_collect(firsts.iter().map(kind))?))?;
            }
            (Values::Texts { .. }, _) | (_, Rule::Custom { .. }) => {
                table.add("value", Column::new("", field.column_data()?).take(&firsts)?)?;
            }
            _ => table.add("value", display()?)?,
        }
        if let Some(asked) = self.asked.get_mut(place) {
            *asked = Some(codes);
        }
        Ok(table.finish())
    }

    /// The answers to [`Batch::values`]: for each value 1 when it passes, otherwise 0.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Internal`] when nothing was asked.
    pub fn answer(&mut self, place: usize, answers: &[u8]) -> Result<()> {
        let Some(codes) = self.asked.get_mut(place).and_then(Option::take) else {
            return Err(Error::internal("an answer to no question"));
        };
        let decided = codes.iter().map(|&code| match usize::try_from(code).ok().and_then(|code| answers.get(code)) {
            None => NOT_ASKED,
            Some(0) => FAILS,
            Some(_) => PASSES,
        });
        let decided = try_collect(decided)?;
        self.decide(place, Early { decided, broken: None })
    }

    /// Says that a check could not be decided, and why.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Internal`] when there is no such check.
    pub fn fail(&mut self, place: usize, why: impl Into<String>) -> Result<()> {
        self.decide(place, Early { decided: Vec::new(), broken: Some(why.into()) })
    }

    fn decide(&mut self, place: usize, early: Early) -> Result<()> {
        let slot = self.early.get_mut(place).ok_or_else(|| Error::internal(format!("there is no check {place}")))?;
        *slot = early;
        Ok(())
    }

    /// The table that a check of [`Rule::Reference`] refers to. Numbers are compared as numbers, everything else as text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    pub fn refer(&mut self, place: usize, table: &Table) -> Result<()> {
        let check = self.check(place)?;
        let Rule::Reference { key } = &check.rule else {
            return Err(Error::internal("the check refers to no table"));
        };
        let keys = Field::of_table(table, key)?;
        if !keys.is_known && table.num_rows() > 0 {
            let names: Vec<&str> = table.columns().iter().map(Column::name).collect();
            let error = missing_column(key, &names);
            return self.fail(place, format!("the other table: {}", error.message()));
        }
        let Some(field) = check.columns.first().and_then(|name| find(&self.names, &self.fields, name)) else {
            return Err(Error::internal("a column has gone"));
        };
        let (keys, own) = match (keys.keys()?, field.keys()?) {
            (keys, own) if keys.column_type() == own.column_type() => (keys, own),
            _ => (Column::new("", keys.texts()?), Column::new("", field.texts()?)),
        };
        let mut known = KeyIndex::default();
        let mut is_key = try_filled(0, false)?;
        if !keys.is_empty() && keys.null_count() < keys.len() {
            let groups = known.groups(&keys)?;
            is_key = try_filled(known.len(), false)?;
            for group in groups.iter() {
                if let Some(is_key) = is_key.get_mut(group as usize) {
                    *is_key = true;
                }
            }
        }
        let groups = known.groups(&own)?;
        let mut decided = try_vec(field.rows)?;
        for (row, group) in groups.iter().enumerate() {
            decided.push(match usize::try_from(group) {
                Ok(group) if is_key.get(group) == Some(&true) => PASSES,
                Err(_) if field.get(row).is_none() => NOT_ASKED,
                _ => FAILS,
            });
        }
        self.decide(place, Early { decided, broken: None })
    }
}

/// Of each row which distinct value it has, in the order of first rows, and these rows.
fn distinct(field: &Field, mask: Option<&[bool]>) -> Result<(Vec<i32>, Vec<i32>)> {
    let mut keys = KeyIndex::default();
    let column = field.keys()?;
    let own = keys.groups(&column)?;
    let (kinds, per_text): (&[u8], _) = match &field.values {
        Values::Mixed { kinds, .. } => (kinds, KINDS),
        _ => (&[], 1),
    };
    let mut places = try_filled(keys.len() * per_text, KeyIndex::NONE)?;
    let mut codes = try_vec(field.rows)?;
    let mut firsts = Vec::new();
    for (row, group) in own.iter().enumerate() {
        let is_in = mask.is_none_or(|mask| mask.get(row).copied().unwrap_or(false));
        let kind = usize::from(kinds.get(row).copied().unwrap_or(0));
        let place = usize::try_from(group).ok().and_then(|group| places.get_mut(group * per_text + kind));
        codes.push(match place {
            Some(place) if is_in => {
                if *place < 0 {
                    *place = firsts.len() as i32;
                    firsts.push(row as i32);
                }
                *place
            }
            // What no key can be, as infinity, is asked for each time.
            None if is_in && field.get(row).is_some() => {
                firsts.push(row as i32);
                firsts.len() as i32 - 1
            }
            _ => KeyIndex::NONE,
        });
    }
    Ok((codes, firsts))
}

/// Which rows a check is for; none for all.
pub(super) fn mask(
    condition: Option<&Condition>,
    names: &[String],
    fields: &[Field],
    offset: UtcOffset,
    is_strict: bool,
) -> Result<Option<Vec<bool>>> {
    let Some(condition) = condition else { return Ok(None) };
    let Some(field) = find(names, fields, &condition.column) else { return Err(Error::internal("a column has gone")) };
    if is_strict && !field.is_known && field.rows > 0 {
        return Err(missing_column(&condition.column, &[]).inside("where"));
    }
    let wanted = condition.one_of.as_deref().map(Wanted::new).transpose()?;
    let bound = |cell: &Option<_>| cell.as_ref().map(Bound::of).transpose().map_err(|error| error.inside("where"));
    let (min, below) = (bound(&condition.min)?, bound(&condition.below)?);
    let holds_for_null = wanted.as_ref().is_none_or(|wanted| wanted.has_null)
        && min.is_none()
        && below.is_none()
        && condition.present != Some(true);
    let verdicts = spread(field, None, holds_for_null.into(), &mut |value| {
        let order = |bound: Option<Bound>| bound.map(|bound| bound.compare(value, offset));
        let holds = condition.present != Some(false)
            && wanted.as_ref().is_none_or(|wanted| wanted.has(value, offset))
            && order(min).is_none_or(|order| order.is_some_and(Ordering::is_ge))
            && order(below).is_none_or(|order| order.is_some_and(Ordering::is_lt));
        Ok(holds.into())
    })?;
    try_collect(verdicts.iter().map(|&holds| holds == 1)).map(Some)
}

impl Accumulate for QualityAccumulator {
    type Batch<'a> = Batch;
    type Output = QualityReport;

    fn update(&mut self, batch: Batch) -> Result<()> {
        self.append(batch.fields, batch.early, batch.rows as u64)
    }

    fn merge(&mut self, other: QualityAccumulator) -> Result<()> {
        if self.checks != other.checks || self.options != other.options {
            return Err(Error::invalid_option("the two were made with different checks or options")
                .with_help("Give every part of an analysis the same checks and options."));
        }
        self.append(other.fields, other.early, other.rows)
    }

    fn finish(&self) -> Result<QualityReport> {
        result::finish(self)
    }
}

impl QualityAccumulator {
    fn append(&mut self, fields: Vec<Field>, early: Vec<Early>, rows: u64) -> Result<()> {
        if self.rows + rows > i32::MAX as u64 {
            return Err(Error::new(ErrorKind::InvalidOption, "there are more than 2,147,483,647 rows"));
        }
        let before = self.rows as usize;
        for (ours, theirs) in self.fields.iter_mut().zip(fields) {
            ours.append(theirs)?;
        }
        for (check, (ours, theirs)) in self.checks.iter().zip(self.early.iter_mut().zip(early)) {
            if !check.rule.is_decided_early() {
                continue;
            }
            if ours.broken.is_none() {
                ours.broken = theirs.broken;
            }
            ours.decided
                .try_reserve(before + rows as usize - ours.decided.len().min(before))
                .map_err(|_| out_of_memory())?;
            ours.decided.resize(before, NOT_ASKED);
            ours.decided.extend(theirs.decided);
            ours.decided.resize(before + rows as usize, NOT_ASKED);
        }
        self.rows += rows;
        Ok(())
    }
}
