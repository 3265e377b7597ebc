//! The report: every failing cell, every record's score, and the scores of the whole.

use super::accumulator::QualityAccumulator;
use super::check::{Check, Dimension, Severity};
use super::evaluate::evaluate;
use super::field::{Field, Value, Values};
use super::score::{Counts, Points, grade};
use super::verdict::{PASS, Reasons, UNTESTED, is_failing, is_warning, reason, spread};
use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::table::{Column, ColumnData, DictionaryBuilder, KeyIndex, Table, TableBuilder, fixed_dictionary};
use serde::Serialize;
use std::sync::Arc;

/// What a check of quality finds.
#[derive(Clone, Debug)]
pub struct QualityReport {
    /// From 0 to 100; none when nothing was tested.
    pub score: Option<f64>,
    /// `A` to `F`.
    pub grade: Option<&'static str>,
    /// Whether every check of severity `error` passed.
    pub passed: bool,
    /// How many rows there are.
    pub rows: u64,
    /// How many checks could not be made.
    pub broken: usize,
    /// One score for each [`Dimension`].
    pub dimensions: Vec<DimensionScore>,
    /// The checks, in their order.
    pub checks: Vec<CheckResult>,
    /// The columns that are checked, in the order of the checks.
    pub fields: Vec<FieldResult>,
    /// The owners, then the departments, by name; records without one come last.
    pub groups: Vec<GroupResult>,
    /// `row`, `key`, `column`, `check`, `severity`, `value`, `reason`, `id`: every failing cell, by row and then by check.
    pub failures: Table,
    /// `row`, `key`, `score`.
    pub records: Table,
}

/// The score of what checks of one dimension are about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DimensionScore {
    /// The name of the dimension.
    pub dimension: &'static str,
    /// From 0 to 100.
    pub score: Option<f64>,
}

/// What a check finds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckResult {
    /// What it is known by.
    pub id: String,
    /// Its kind.
    pub check: &'static str,
    /// Its columns.
    pub columns: Vec<String>,
    /// How much it counts.
    pub severity: &'static str,
    /// Whether at least `mostly` of the tested rows pass; a warning does not count against it here.
    pub passed: bool,
    /// How many rows were tested: those that it is for, and that have a value where that is needed.
    pub rows: u32,
    /// How many do not pass: as many as [`QualityReport::failures`] has of this check.
    pub failed: u32,
    /// How many of these are only warned about.
    pub warnings: u32,
    /// 1 - failed / rows.
    pub pass_rate: Option<f64>,
    /// Why it could not be made.
    pub error: Option<String>,
}

/// What is known of a column.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldResult {
    /// The name.
    pub column: String,
    /// The share of rows with a value that is not blank.
    pub fill_rate: Option<f64>,
    /// How many distinct values there are.
    pub distinct: usize,
    /// From 0 to 100, over the checks of the column.
    pub score: Option<f64>,
}

/// The records of one owner or department.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupResult {
    /// `owner` or `department`.
    pub by: &'static str,
    /// Which one; none for records without.
    pub value: Option<String>,
    /// How many records.
    pub records: u32,
    /// From 0 to 100.
    pub score: Option<f64>,
}

/// A failing cell.
struct Failing {
    row: u32,
    verdict: u32,
}

/// Records in groups.
struct Grouping {
    by: &'static str,
    names: KeyIndex,
    /// The group of each row; the last one is of those without a name.
    of: Vec<u32>,
    points: Vec<Points>,
}

pub(super) fn finish(of: &QualityAccumulator) -> Result<QualityReport> {
    let rows = of.rows as usize;
    let mut reasons = Reasons::default();
    let mut records = try_filled(rows, Points::default())?;
    let mut total = Points::default();
    let mut dimensions = Dimension::ALL.map(|dimension| (dimension, Points::default()));
    let mut columns: Vec<(&String, Points)> = Vec::new();
    let mut groupings = Vec::new();
    for (by, name) in [("owner", &of.options.owner), ("department", &of.options.department)] {
        if let Some(field) = name.as_deref().and_then(|name| of.field(name)) {
            groupings.push(Grouping::new(by, field)?);
        }
    }
    let mut checks = Vec::new();
    let mut failing = Vec::new();
    for ((check, early), id) in of.checks.iter().zip(&of.early).zip(ids(&of.checks)) {
        let (verdicts, error) = match evaluate(of, check, early, &mut reasons) {
            Ok(verdicts) => (verdicts, None),
            Err(error) if error.kind() == crate::ErrorKind::OutOfMemory => return Err(error),
            Err(error) => (Vec::new(), Some(error.message().to_owned())),
        };
        let each = check.weight * check.severity.factor();
        let mut counts = Counts::default();
        verdicts.iter().for_each(|&verdict| counts.add(verdict));
        if each > 0.0 {
            let add = |points: &mut Points, verdict| {
                let mut one = Counts::default();
                one.add(verdict);
                points.add(one, each);
            };
            records.iter_mut().zip(&verdicts).for_each(|(points, &verdict)| add(points, verdict));
            for grouping in &mut groupings {
                grouping.add(&verdicts, each)?;
            }
        }
        let mut own = try_vec(counts.failed as usize)?;
        own.extend(
            (0_u32..)
                .zip(&verdicts)
                .filter(|&(_, &verdict)| is_failing(verdict))
                .map(|(row, &verdict)| Failing { row, verdict }),
        );
        failing.push(own);
        total.add(counts, each);
        for (dimension, points) in &mut dimensions {
            if *dimension == check.rule.dimension() {
                points.add(counts, each);
            }
        }
        for column in &check.columns {
            match columns.iter_mut().find(|(known, _)| *known == column) {
                Some((_, points)) => points.add(counts, each),
                None => {
                    let mut points = Points::default();
                    points.add(counts, each);
                    columns.push((column, points));
                }
            }
        }
        checks.push(CheckResult {
            id,
            check: check.rule.name(),
            columns: check.columns.clone(),
            severity: check.severity.name(),
            passed: error.is_none() && counts.passes(check.mostly),
            rows: counts.tested,
            failed: counts.failed,
            warnings: counts.warnings,
            pass_rate: counts.pass_rate(),
            error,
        });
    }
    let mut fields = Vec::new();
    for (column, points) in columns {
        if let Some(field) = of.field(column).filter(|field| field.is_known) {
            fields.push(FieldResult {
                column: column.clone(),
                fill_rate: fill_rate(field)?,
                distinct: field.distinct()?,
                score: points.score(),
            });
        }
    }
    let mut groups = Vec::new();
    for grouping in groupings {
        grouping.finish(&mut groups)?;
    }
    let key = match of.options.key.as_deref().and_then(|name| of.field(name)) {
        Some(field) => field.column_data()?,
        None => ColumnData::Text { codes: try_filled(rows, -1)?, dictionary: Arc::default() },
    };
    let key = Column::new("key", key);
    let score = total.score();
    Ok(QualityReport {
        score,
        grade: score.map(grade),
        passed: checks.iter().all(|check| check.passed || check.severity != Severity::Error.name()),
        rows: of.rows,
        broken: checks.iter().filter(|check| check.error.is_some()).count(),
        dimensions: dimensions
            .iter()
            .map(|(dimension, points)| DimensionScore { dimension: dimension.name(), score: points.score() })
            .collect(),
        failures: failures(of, &checks, &failing, reasons, &key)?,
        records: scores(&records, &key)?,
        checks,
        fields,
        groups,
    })
}

/// What each check is known by, no two the same.
fn ids(checks: &[Check]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for check in checks {
        let plain = match &check.id {
            Some(id) => id.clone(),
            None => format!("{}:{}", check.rule.name(), check.columns.join(",")),
        };
        let mut id = plain.clone();
        let mut count = 1;
        while ids.contains(&id) {
            count += 1;
            id = format!("{plain}#{count}");
        }
        ids.push(id);
    }
    ids
}

fn fill_rate(field: &Field) -> Result<Option<f64>> {
    let filled = spread(field, None, UNTESTED, &mut |value| match value {
        Value::Text(text) if text.trim().is_empty() => Ok(UNTESTED),
        _ => Ok(PASS),
    })?;
    let count = filled.iter().filter(|&&verdict| verdict == PASS).count();
    Ok((field.rows > 0).then(|| count as f64 / field.rows as f64))
}

impl Grouping {
    fn new(by: &'static str, field: &Field) -> Result<Grouping> {
        let column = Column::new(by, field.texts()?);
        let mut names = KeyIndex::default();
        let nameless = match names.groups(&column) {
            Ok(_) => names.len() as u32,
            Err(error) => return Err(error),
        };
        let of = try_collect(names.groups(&column)?.iter().collect::<Vec<_>>().into_iter())?;
        let of = try_collect(of.into_iter().map(|group| if group < 0 { nameless } else { group as u32 }))?;
        Ok(Grouping { by, names, of, points: try_filled(nameless as usize + 1, Points::default())? })
    }

    fn add(&mut self, verdicts: &[u32], each: f64) -> Result<()> {
        let mut counts = try_filled(self.points.len(), Counts::default())?;
        for (&group, &verdict) in self.of.iter().zip(verdicts) {
            if let Some(counts) = counts.get_mut(group as usize) {
                counts.add(verdict);
            }
        }
        self.points.iter_mut().zip(counts).for_each(|(points, counts)| points.add(counts, each));
        Ok(())
    }

    fn finish(self, groups: &mut Vec<GroupResult>) -> Result<()> {
        let mut sizes = try_filled(self.points.len(), 0_u32)?;
        for &group in &self.of {
            if let Some(size) = sizes.get_mut(group as usize) {
                *size += 1;
            }
        }
        for group in self.names.order()?.into_iter().chain([self.names.len() as i32]) {
            let at = group as usize;
            if let (Some(points), Some(&records @ 1..)) = (self.points.get(at), sizes.get(at)) {
                let value = self.names.text(group).map(str::to_owned);
                groups.push(GroupResult { by: self.by, value, records, score: points.score() });
            }
        }
        Ok(())
    }
}

fn scores(records: &[Points], key: &Column) -> Result<Table> {
    let mut table = TableBuilder::new(records.len());
    table.add("row", ColumnData::Integers(try_collect(0..records.len() as i32)?))?;
    table.share(key)?;
    let scores = records.iter().map(|points| points.score().unwrap_or(f64::NAN));
    table.add("score", ColumnData::Floats(try_collect(scores)?))?;
    Ok(table.finish())
}

/// The failing cells of all checks in the order of their rows, those of a row in the order of the checks.
fn failures(
    of: &QualityAccumulator,
    checks: &[CheckResult],
    failing: &[Vec<Failing>],
    reasons: Reasons,
    key: &Column,
) -> Result<Table> {
    let count = failing.iter().map(Vec::len).sum();
    let mut next = try_filled(of.rows as usize + 1, 0_u32)?;
    for failing in failing.iter().flatten() {
        if let Some(place) = next.get_mut(failing.row as usize + 1) {
            *place += 1;
        }
    }
    let mut before = 0;
    for place in &mut next {
        before += *place;
        *place = before;
    }
    let mut rows = try_filled(count, 0)?;
    let [mut by_check, mut severities, mut values, mut reason_codes] =
        [try_filled(count, 0)?, try_filled(count, 0)?, try_filled(count, -1)?, try_filled(count, 0)?];
    let mut texts = DictionaryBuilder::default();
    for (number, (check, own)) in of.checks.iter().zip(failing).enumerate() {
        let fields: Vec<&Field> = check.columns.iter().filter_map(|name| of.field(name)).collect();
        let mut cells = Cells::new(check, &fields, &mut texts)?;
        for failing in own {
            let Some(place) = next.get_mut(failing.row as usize) else { continue };
            let at = *place as usize;
            *place += 1;
            set(&mut rows, at, failing.row as i32);
            set(&mut by_check, at, number as i32);
            set(&mut severities, at, severity(check.severity, failing.verdict));
            set(&mut reason_codes, at, reason(failing.verdict));
            if !of.options.without_values {
                set(&mut values, at, cells.code(failing.row as usize)?);
            }
        }
    }
    let mut table = TableBuilder::new(count);
    let keys = key.take(&rows)?;
    // Several checks have the same kind, and may have the same column.
    let coded = |name: &dyn Fn(usize) -> String| {
        let names: Vec<String> = (0..checks.len()).map(name).collect();
        ColumnData::coded(try_collect(by_check.iter().copied())?, names.iter().map(String::as_str))
    };
    let columns = coded(&|number| of.checks.get(number).map(Check::column_name).unwrap_or_default())?;
    let kinds = coded(&|number| checks.get(number).map_or("", |check| check.check).to_owned())?;
    let ids = coded(&|number| checks.get(number).map_or("", |check| &check.id).to_owned())?;
    table.add("row", ColumnData::Integers(rows))?;
    table.add("key", keys)?;
    table.add("column", columns)?;
    table.add("check", kinds)?;
    let names = fixed_dictionary([Severity::Error, Severity::Warning, Severity::Info].map(Severity::name))?;
    table.add("severity", ColumnData::Text { codes: severities, dictionary: names })?;
    table.add("value", ColumnData::Text { codes: values, dictionary: texts.finish() })?;
    table.add("reason", ColumnData::Text { codes: reason_codes, dictionary: reasons.0.finish() })?;
    table.add("id", ids)?;
    Ok(table.finish())
}

fn set(values: &mut [i32], place: usize, value: i32) {
    if let Some(slot) = values.get_mut(place) {
        *slot = value;
    }
}

/// What is only unlikely is a warning, also where the check says error.
const fn severity(of: Severity, verdict: u32) -> i32 {
    match of {
        Severity::Error if is_warning(verdict) => 1,
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

/// The values of failing cells, each distinct text once.
struct Cells<'a> {
    fields: Vec<&'a Field>,
    texts: &'a mut DictionaryBuilder,
    /// For a column of text: its codes, and what they have become.
    known: Option<(&'a [i32], Vec<i32>)>,
}

impl<'a> Cells<'a> {
    fn new(check: &Check, fields: &[&'a Field], texts: &'a mut DictionaryBuilder) -> Result<Cells<'a>> {
        let shown = match check.rule {
            super::check::Rule::Compare(_) => 1,
            _ => fields.len(),
        };
        let fields: Vec<&Field> = fields.iter().take(shown).copied().collect();
        let known = match fields[..] {
            [Field { values: Values::Texts { codes, texts } | Values::Mixed { codes, texts, .. }, .. }] => {
                Some((&codes[..], try_filled(texts.len(), -1)?))
            }
            _ => None,
        };
        Ok(Cells { fields, texts, known })
    }

    fn code(&mut self, row: usize) -> Result<i32> {
        let display = |field: &&'a Field| field.get(row).map(Value::display);
        if let Some((codes, known)) = &mut self.known {
            let code = codes.get(row).and_then(|&code| usize::try_from(code).ok());
            let Some(slot) = code.and_then(|code| known.get_mut(code)) else { return Ok(-1) };
            if *slot < 0
                && let Some(text) = self.fields.first().and_then(display)
            {
                *slot = self.texts.intern(&text)?;
            }
            return Ok(*slot);
        }
        let parts: Vec<_> = self.fields.iter().filter_map(display).collect();
        if parts.is_empty() { Ok(-1) } else { self.texts.intern(&parts.join(", ")) }
    }
}
