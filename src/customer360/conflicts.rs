//! Fields of which departments say different things.

use super::known::{Known, KnownField};
use super::options::{Comparison, Department, Field, Settings};
use crate::error::{Result, try_filled, try_vec};
use crate::table::{Column, ColumnData, DictionaryBuilder, Table, TableBuilder, TextBuilder, fixed_dictionary};
use crate::time::{UtcOffset, format_day};
use serde::Serialize;

/// A field, by whichever departments.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldReport {
    /// The field.
    pub field: String,
    /// Its weight.
    pub weight: f64,
    /// The departments that are responsible for it.
    pub departments: Vec<String>,
    /// For how many customers any department has a value.
    pub filled: u64,
    /// Their share of the customers; none without customers.
    pub fill_rate: Option<f64>,
    /// For how many customers two sources or more have a value, so that they can be compared.
    pub compared: u64,
    /// For how many of these the values differ.
    pub conflicts: u64,
    /// 1 - conflicts / compared; none where nothing can be compared.
    pub consistency: Option<f64>,
}

/// The conflicts of all fields.
pub(super) struct Conflicts {
    pub(super) table: Table,
    pub(super) fields: Vec<FieldReport>,
    /// How many fields of each customer are in conflict.
    pub(super) of_customers: Vec<i32>,
    /// For each field, whether any department has filled it, by customer.
    pub(super) filled: Vec<Vec<bool>>,
}

/// One column, and the departments that it is the source of.
struct Source<'a> {
    known: &'a KnownField,
    departments: Vec<&'a str>,
    /// The code of the value of each customer, negative where there is none to compare.
    codes: Vec<i32>,
}

pub(super) fn conflicts(
    departments: &[Department],
    known: &[Known],
    settings: &Settings<'_>,
    identifiers: &Column,
    customers: usize,
) -> Result<Conflicts> {
    let mut of_customers = try_filled(customers, 0)?;
    let mut filled = try_vec(settings.fields.len())?;
    let mut fields = try_vec(settings.fields.len())?;
    let (mut rows, mut field_codes, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut values, mut names) = (TextBuilder::default(), TextBuilder::default());
    for (place, field) in settings.fields.iter().enumerate() {
        let (mut sources, responsible) = sources(departments, known, place);
        let mut any = try_filled(customers, false)?;
        for source in &sources {
            any.iter_mut().zip(&source.known.rows).for_each(|(any, &row)| *any |= row >= 0);
        }
        let mut report = report(field, &any, responsible);
        if sources.len() > 1 {
            let mut texts = DictionaryBuilder::default();
            for source in &mut sources {
                source.codes = codes(source.known, field.compare, settings, &mut texts)?;
            }
            for (customer, in_conflict) in of_customers.iter_mut().enumerate() {
                let Some(distinct) = disagreement(&sources, customer, &mut report) else { continue };
                *in_conflict += 1;
                let (value, name) = described(&sources, customer, &distinct, settings.offset);
                values.push(Some(&value))?;
                names.push(Some(&name))?;
                [&mut rows, &mut field_codes, &mut counts].into_iter().try_for_each(|column| column.try_reserve(1))?;
                rows.push(customer as i32);
                field_codes.push(place as i32);
                counts.push(distinct.len() as i32);
            }
            if report.compared > 0 {
                report.consistency = Some(1.0 - report.conflicts as f64 / report.compared as f64);
            }
        }
        filled.push(any);
        fields.push(report);
    }
    let mut builder = TableBuilder::new(rows.len());
    builder.add(identifiers.name(), identifiers.take(&rows)?)?;
    let dictionary = fixed_dictionary(settings.fields.iter().map(|field| field.name))?;
    builder.add("column", ColumnData::Text { codes: field_codes, dictionary })?;
    builder.add("values", values.finish())?;
    builder.add("departments", names.finish())?;
    builder.add("distinctValues", ColumnData::Integers(counts))?;
    Ok(Conflicts { table: builder.finish(), fields, of_customers, filled })
}

/// The sources of a field, and the departments that are responsible for it. Departments that share a column share a source.
fn sources<'a>(departments: &'a [Department], known: &'a [Known], field: usize) -> (Vec<Source<'a>>, Vec<String>) {
    let (mut sources, mut responsible): (Vec<Source<'a>>, Vec<String>) = (Vec::new(), Vec::new());
    for (department, known) in departments.iter().zip(known) {
        let Some(found) = known.fields.iter().find(|known| known.field == field) else { continue };
        responsible.push(department.name.clone());
        let same = |source: &&mut Source<'_>| {
            found.is_master && source.known.is_master && source.known.column.name() == found.column.name()
        };
        match sources.iter_mut().find(same) {
            Some(source) => source.departments.push(&department.name),
            None => sources.push(Source { known: found, departments: vec![&department.name], codes: Vec::new() }),
        }
    }
    (sources, responsible)
}

fn report(field: &Field<'_>, any: &[bool], departments: Vec<String>) -> FieldReport {
    let filled = any.iter().filter(|any| **any).count() as u64;
    FieldReport {
        field: field.name.to_owned(),
        weight: field.weight,
        departments,
        filled,
        fill_rate: super::result::share(filled, any.len()),
        compared: 0,
        conflicts: 0,
        consistency: None,
    }
}

/// The codes of the values of each customer. Equal texts, folded, have equal codes.
fn codes(
    known: &KnownField,
    comparison: Comparison,
    settings: &Settings<'_>,
    texts: &mut DictionaryBuilder,
) -> Result<Vec<i32>> {
    const NOT_YET: i32 = -2;
    let mut intern = |text: &str| texts.intern(&settings.folded(text, comparison));
    let mut codes = try_filled(known.rows.len(), -1)?;
    let mut of_texts = match known.column.data() {
        ColumnData::Text { dictionary, .. } => try_filled(dictionary.len(), NOT_YET)?,
        _ => Vec::new(),
    };
    for (code, &row) in codes.iter_mut().zip(&known.rows) {
        let Ok(row) = usize::try_from(row) else { continue };
        if let ColumnData::Text { codes: own, dictionary } = known.column.data() {
            let own = own.get(row).copied().unwrap_or(-1);
            let Some(memo) = usize::try_from(own).ok().and_then(|own| of_texts.get_mut(own)) else { continue };
            if *memo == NOT_YET {
                *memo = intern(dictionary.get(own).unwrap_or_default())?;
            }
            *code = *memo;
        } else if let Some(text) = shown(&known.column, row, settings.offset) {
            *code = intern(&text)?;
        }
    }
    Ok(codes)
}

/// A value in words; a date is its calendar day.
fn shown(column: &Column, row: usize, offset: UtcOffset) -> Option<String> {
    let text = column.display(row)?;
    match column.data() {
        ColumnData::Dates { values, civil: false } => {
            values.get(row).map(|&ms| format_day(crate::time::day_of(ms, offset)))
        }
        _ => Some(text),
    }
}

/// The distinct codes of a customer when there are two or more. Counts what was compared.
fn disagreement(sources: &[Source<'_>], customer: usize, report: &mut FieldReport) -> Option<Vec<i32>> {
    let mut found = sources.iter().filter_map(|source| source.codes.get(customer)).filter(|code| **code >= 0);
    let first = *found.next()?;
    let (mut compared, mut differs) = (false, false);
    for &code in found {
        compared = true;
        differs |= code != first;
    }
    report.compared += u64::from(compared);
    if !differs {
        return None;
    }
    report.conflicts += 1;
    let mut distinct = Vec::new();
    for &code in sources.iter().filter_map(|source| source.codes.get(customer)).filter(|code| **code >= 0) {
        if !distinct.contains(&code) {
            distinct.push(code);
        }
    }
    Some(distinct)
}

/// The values, and for each the departments that have it.
fn described(sources: &[Source<'_>], customer: usize, distinct: &[i32], offset: UtcOffset) -> (String, String) {
    let (mut values, mut names) = (Vec::new(), Vec::new());
    for code in distinct {
        let mut holders = sources.iter().filter(|source| source.codes.get(customer) == Some(code)).peekable();
        let row = holders.peek().and_then(|source| Some((source, *source.known.rows.get(customer)? as usize)));
        values.push(row.and_then(|(source, row)| shown(&source.known.column, row, offset)).unwrap_or_default());
        names.push(holders.flat_map(|source| source.departments.iter().copied()).collect::<Vec<_>>().join(", "));
    }
    (values.join(BETWEEN_VALUES), names.join(BETWEEN_VALUES))
}

/// What stands between the values of a conflict, and between the departments of each.
const BETWEEN_VALUES: &str = " | ";
