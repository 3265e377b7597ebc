//! Deciding, for all clusters, what survives and what is given up.

use super::choose::{Choice, Chooser, Facts, Why};
use super::clusters::Clusters;
use super::options::{MergeOptions, MergeRule, ValueKind, column_place};
use super::values::{Quality, Values};
use super::words::{Details, reason, survivor_reason};
use crate::error::{Error, Result, try_collect, try_filled, try_vec};
use crate::options::Locale;
use crate::stats::order::sorted_by_key;
use crate::table::{Cell, Column, ColumnData, Table};
use crate::time::{MS_PER_DAY, Moment};
use crate::validity::{JunkKind, phone_region};
use crate::words::fold;
use std::ops::Range;

/// A value that would be given up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loss {
    pub(super) cluster: u32,
    pub(super) column: u32,
    /// The place of the first record that has it, and how many have it.
    pub(super) place: u32,
    pub(super) records: u32,
    pub(super) kind: &'static str,
}

/// All that was decided.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) records: Table,
    pub(super) clusters: Clusters,
    pub(super) survivors: Vec<Choice>,
    /// The choice of each column in each cluster, cluster by cluster.
    pub(super) choices: Vec<Choice>,
    /// In the order of clusters and columns.
    pub(super) losses: Vec<Loss>,
    /// How many records have the value that survives, and how many have one, where that was the reason.
    counts: Vec<(u32, u32)>,
    pub(super) key: Option<usize>,
    /// The rule of each column whose value is made of those of all records.
    combining: Vec<Option<MergeRule>>,
    source: Option<usize>,
    date_column: Option<usize>,
}

impl Plan {
    pub(super) fn new(records: &Table, clusters: &Table, options: &MergeOptions) -> Result<Plan> {
        let clusters = Clusters::read(clusters, records.num_rows())?;
        let region = options.region.as_deref().map(phone_region).transpose()?;
        let fields = options.fields(records)?;
        let survivor_rules = options.survivor_rules(records)?;
        let columns = records.columns();
        let find = |name: &Option<String>| name.as_ref().map(|name| column_place(records, name)).transpose();
        let key = find(&options.key)?;
        let source = find(&options.priority.as_ref().map(|priority| priority.column.clone()))?;
        let date_column = find(&options.updated_at(records).map(str::to_owned))?;
        let rows = clusters.rows();
        let dates = match date_column.and_then(|place| columns.get(place)) {
            Some(column) => read_dates(column, rows)?,
            None => Vec::new(),
        };
        let sources = match (&options.priority, source.and_then(|place| columns.get(place))) {
            (Some(priority), Some(column)) => read_sources(column, &priority.values, rows)?,
            _ => Vec::new(),
        };
        for (name, _) in options.fields.iter().flatten() {
            column_place(records, name).map_err(|error| error.inside("fields"))?;
        }
        let kinds: Vec<ValueKind> = columns.iter().map(|column| kind_of(column, options)).collect();
        let mut values: Vec<Values> = try_vec(columns.len())?;
        for (column, &kind) in columns.iter().zip(&kinds) {
            values.push(Values::read(column, kind, region, rows)?);
        }
        let facts = Facts { rows, columns, values: &values, kinds: &kinds, dates, sources };
        let mut survivors = try_vec(clusters.len())?;
        for members in clusters.ranges() {
            survivors.push(facts.survivor(&survivor_rules, members)?);
        }
        // What somebody has chosen.
        let mut chosen: Vec<(usize, usize, u32)> = Vec::new();
        for (at, choice) in options.choices.iter().flatten().enumerate() {
            let fail = |message: String, help: &str| {
                Err(Error::invalid_option(message).inside(&format!("choices[{at}]")).with_help(help))
            };
            let Some(cluster) = clusters.of_record(choice.row as usize) else {
                return fail(
                    format!("the record {} is in no cluster", choice.row),
                    "Name the row of a record that is to be merged.",
                );
            };
            let range = clusters.range(cluster);
            let Some(place) = range.clone().find(|&place| rows.get(place) == Some(&(choice.row as i32))) else {
                continue;
            };
            let place = place as u32;
            match &choice.column {
                None => {
                    if let Some(survivor) = survivors.get_mut(cluster) {
                        *survivor = Choice { place: Some(place), why: Why::Chosen };
                    }
                }
                Some(name) => chosen.push((
                    column_place(records, name).map_err(|error| error.inside(&format!("choices[{at}].column")))?,
                    cluster,
                    place,
                )),
            }
        }
        let mut is_touched = try_filled(clusters.len(), false)?;
        for &(_, cluster, _) in &chosen {
            if let Some(touched) = is_touched.get_mut(cluster) {
                *touched = true;
            }
        }
        let mut choices = try_filled(clusters.len() * columns.len(), Choice::default())?;
        let mut losses = Vec::new();
        for field in &fields {
            let chooser = Chooser::new(&facts, field)?;
            for (cluster, members) in clusters.ranges().enumerate() {
                let survivor = survivors.get(cluster).and_then(|survivor| survivor.place).unwrap_or_default();
                let mut choice = chooser.choose(members.clone(), survivor as usize)?;
                let by_hand = if is_touched.get(cluster) == Some(&true) { &chosen[..] } else { &[] };
                for &(column, at, place) in by_hand {
                    if at == cluster && field.columns.contains(&column) {
                        choice = Choice { place: Some(place), why: Why::Chosen };
                    }
                }
                for &column in &field.columns {
                    if let Some(entry) = choices.get_mut(cluster * columns.len() + column) {
                        *entry = choice;
                    }
                    if let Some(values) = values.get(column)
                        && Some(column) != key
                        && Some(column) != date_column
                    {
                        find_losses(values, cluster, column, members.clone(), choice, &mut losses)?;
                    }
                }
            }
        }
        let order = sorted_by_key(losses.iter().map(|loss| i64::from(loss.cluster) << 32 | i64::from(loss.column)))?;
        let mut ordered = try_vec(losses.len())?;
        ordered.extend(order.into_iter().filter_map(|(_, at)| losses.get(at as usize).copied()));
        let count_of = |(at, &choice): (usize, &Choice)| count(&values, columns.len(), &clusters, at, choice);
        let counts = try_collect(choices.iter().enumerate().map(count_of))?;
        let mut combining = try_filled(columns.len(), None)?;
        for field in &fields {
            if let (&[column], &[rule]) = (&field.columns[..], &field.rules[..])
                && let Some(combined) = combining.get_mut(column)
                && rule.combines()
            {
                *combined = Some(rule);
            }
        }
        let losses = ordered;
        Ok(Plan {
            records: records.clone(),
            clusters,
            survivors,
            choices,
            losses,
            counts,
            combining,
            key,
            source,
            date_column,
        })
    }

    /// The row of a record, by its place among those of all clusters.
    pub(super) fn row(&self, place: u32) -> u32 {
        self.clusters.rows().get(place as usize).map_or(0, |&row| row as u32)
    }

    /// The rule of a column whose value is made of those of all records.
    pub(super) fn combining(&self, column: usize) -> Option<MergeRule> {
        self.combining.get(column).copied().flatten()
    }

    pub(super) fn choice(&self, cluster: usize, column: usize) -> Choice {
        self.choices.get(cluster * self.records.columns().len() + column).copied().unwrap_or_default()
    }

    /// The values of a column that a cluster would give up.
    pub(super) fn losses_of(&self, cluster: usize, column: usize) -> &[Loss] {
        let key = (cluster as u32, column as u32);
        let begin = self.losses.partition_point(|loss| (loss.cluster, loss.column) < key);
        let end = self.losses.partition_point(|loss| (loss.cluster, loss.column) <= key);
        self.losses.get(begin..end).unwrap_or_default()
    }

    /// How many records have the value that was chosen for that, and how many have one.
    pub(super) fn count(&self, cluster: usize, column: usize) -> (u32, u32) {
        self.counts.get(cluster * self.records.columns().len() + column).copied().unwrap_or_default()
    }

    pub(super) fn reason(&self, cluster: usize, column: usize, locale: Locale) -> String {
        let choice = self.choice(cluster, column);
        let (count, of) = self.count(cluster, column);
        reason(choice, &Details { count: count as usize, of: of as usize, ..self.details(choice) }, locale)
    }

    pub(super) fn survivor_reason(&self, cluster: usize, locale: Locale) -> String {
        let choice = self.survivors.get(cluster).copied().unwrap_or_default();
        survivor_reason(choice, &self.details(choice), locale)
    }

    fn details(&self, choice: Choice) -> Details {
        let display =
            |column: Option<usize>, place: u32| self.records.columns().get(column?)?.display(self.row(place) as usize);
        match (choice.why, choice.place) {
            (Why::Rule(MergeRule::Priority), Some(place)) => {
                Details { source: display(self.source, place), ..Details::default() }
            }
            (Why::Rule(MergeRule::Recent | MergeRule::Oldest), Some(place)) => {
                Details { date: display(self.date_column, place), ..Details::default() }
            }
            _ => Details::default(),
        }
    }
}

/// How many records have the value that was chosen for being the most frequent, and how many have one.
fn count(values: &[Values], columns: usize, clusters: &Clusters, at: usize, choice: Choice) -> (u32, u32) {
    let (Why::Rule(MergeRule::Frequent), Some(place)) = (choice.why, choice.place) else { return (0, 0) };
    let Some(values) = values.get(at % columns) else { return (0, 0) };
    let class = values.class(place as usize);
    let members = clusters.range(at / columns).filter(|&place| values.is_filled(place));
    members.fold((0, 0), |(same, all), place| (same + u32::from(values.class(place) == class), all + 1))
}

/// Notes the values of a column that a cluster would give up.
fn find_losses(
    values: &Values,
    cluster: usize,
    column: usize,
    members: Range<usize>,
    choice: Choice,
    losses: &mut Vec<Loss>,
) -> Result<()> {
    let kept = match (choice.why, choice.place) {
        // A sum holds them all.
        (Why::Rule(rule), None) if rule.combines() => return Ok(()),
        (_, Some(place)) => (values.class(place as usize), values.spelling(place as usize)),
        (_, None) => return Ok(()),
    };
    let is_lost = |&place: &usize| values.is_filled(place) && values.spelling(place) != kept.1;
    if !members.clone().any(|place| is_lost(&place)) {
        return Ok(());
    }
    let lost: Vec<usize> = members.filter(is_lost).collect();
    let sorted = sorted_by_key(lost.iter().map(|&place| values.spelling(place)))?;
    let mut found: Vec<Loss> = Vec::new();
    for run in sorted.chunk_by(|(a, _), (b, _)| a == b) {
        let Some(&place) = run.first().and_then(|&(_, at)| lost.get(at as usize)) else { continue };
        let kind = match values.quality(place) {
            _ if values.class(place) == kept.0 => "spelling",
            Quality::Good => "different",
            Quality::Invalid => "invalid",
            Quality::Placeholder => "placeholder",
        };
        let (cluster, column, records) = (cluster as u32, column as u32, run.len() as u32);
        found.push(Loss { cluster, column, place: place as u32, records, kind });
    }
    // In the order of the records.
    let order = sorted_by_key(found.iter().map(|loss| i64::from(loss.place)))?;
    losses.try_reserve(found.len())?;
    losses.extend(order.into_iter().filter_map(|(_, at)| found.get(at as usize).copied()));
    Ok(())
}

fn kind_of(column: &Column, options: &MergeOptions) -> ValueKind {
    let given = options.fields.iter().flatten().find(|(name, _)| name == column.name());
    given.map_or_else(
        || match JunkKind::of_column(column.name()) {
            JunkKind::Email => ValueKind::Email,
            JunkKind::Phone => ValueKind::Phone,
            _ => ValueKind::Text,
        },
        |&(_, kind)| kind,
    )
}

/// Dates as milliseconds; NaN where there is none.
fn read_dates(column: &Column, rows: &[i32]) -> Result<Vec<f64>> {
    let mut dates = try_vec(rows.len())?;
    for &row in rows {
        let row = row as usize;
        let date = match (column.data(), column.cell(row)) {
            (ColumnData::Booleans(_), _) => return Err(column.wrong_type("dates")),
            (_, Cell::Null) => f64::NAN,
            (_, Cell::Date { ms, .. } | Cell::Number(ms)) => ms,
            (_, Cell::Text(text)) if text.trim().is_empty() => f64::NAN,
            (_, Cell::Text(text)) => match Moment::parse(text.trim()) {
                Ok(Moment::Day(day)) => f64::from(day) * MS_PER_DAY,
                Ok(Moment::Instant(ms)) => ms,
                Err(_) => return Err(column.date_problem(row).into_final_error(column.name(), row)),
            },
            (_, Cell::Boolean(_)) => f64::NAN,
        };
        if date.is_nan() && column.has_invalid() && column.invalid_problem(row, "a date").is_some() {
            return Err(column.date_problem(row).into_final_error(column.name(), row));
        }
        dates.push(date);
    }
    Ok(dates)
}

/// The place of each record's source in the priority; sources that are not in it come last.
fn read_sources(column: &Column, priority: &[Cell], rows: &[i32]) -> Result<Vec<u32>> {
    let sources: Vec<String> = priority.iter().filter_map(Cell::display).map(|source| fold(&source)).collect();
    if sources.is_empty() {
        return Err(Error::invalid_option("priority: there are no values")
            .with_help("List the sources, the most trusted first."));
    }
    let place = |&row: &i32| {
        let source = column.display(row as usize).map(|source| fold(&source));
        let found = source.and_then(|source| sources.iter().position(|known| *known == source));
        found.unwrap_or(sources.len()) as u32
    };
    try_collect(rows.iter().map(place))
}
