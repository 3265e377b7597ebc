//! The tables that show what merging would do.

use super::options::MergeRule;
use super::plan::Plan;
use super::result::MergeSummary;
use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::options::Locale;
use crate::stats::sum::ExactSum;
use crate::table::{Column, ColumnData, DictionaryBuilder, Table, TableBuilder, TextBuilder};
use crate::words::fold;
use std::borrow::Cow;

/// Makes the tables.
pub(super) struct Output<'a> {
    pub(super) plan: &'a Plan,
    pub(super) locale: Locale,
}

impl Output<'_> {
    /// Preview, merged table, survivors, mapping and conflicts.
    pub(super) fn tables(&self) -> Result<([Table; 5], MergeSummary)> {
        let plan = self.plan;
        let records = plan.records.num_rows();
        let count = plan.clusters.len();
        // The survivor of each cluster; a record that is merged keeps its place in the table.
        let survivors =
            try_collect(plan.survivors.iter().map(|choice| choice.place.map_or(-1, |place| plan.row(place) as i32)))?;
        let mut entries = Vec::new();
        let mut merged_rows = try_filled(records, -1_i32)?;
        for row in 0..records {
            let cluster = plan.clusters.of_record(row);
            if cluster.is_none_or(|cluster| survivors.get(cluster) == Some(&(row as i32))) {
                if let Some(place) = merged_rows.get_mut(row) {
                    *place = entries.len() as i32;
                }
                entries.try_reserve(1)?;
                entries.push(match cluster {
                    Some(cluster) => Entry::Cluster(cluster as u32),
                    None => Entry::Record(row as u32),
                });
            }
        }
        let all = try_collect((0..count as u32).map(Entry::Cluster))?;
        let mut preview = TableBuilder::new(count);
        let mut merged = TableBuilder::new(entries.len());
        let mut filled = 0;
        for (at, column) in plan.records.columns().iter().enumerate() {
            let combined = self.combined(at, column)?;
            preview.add(column.name(), self.column(at, column, &all, combined.as_ref())?)?;
            merged.add(column.name(), self.column(at, column, &entries, combined.as_ref())?)?;
            filled += (0..count).filter(|&cluster| self.fills(at, column, cluster)).count();
        }
        let different = |cluster: usize| {
            let from = plan.losses.partition_point(|loss| (loss.cluster as usize) < cluster);
            let losses = plan.losses.get(from..).unwrap_or_default();
            losses
                .iter()
                .take_while(|loss| loss.cluster as usize == cluster)
                .filter(|loss| loss.kind == "different")
                .count()
        };
        let conflicts = try_collect((0..count).map(|cluster| different(cluster) as i32))?;
        let summary = MergeSummary {
            records: records as u32,
            merged: entries.len() as u32,
            clusters: count as u32,
            absorbed: (records - entries.len()) as u32,
            conflicts: conflicts.iter().map(|&conflicts| conflicts as u32).sum(),
            filled: filled as u32,
        };
        let preview = preview.finish();
        let tables = [
            merged.finish(),
            self.survivors(survivors.clone(), conflicts)?,
            self.mapping(&survivors, &merged_rows)?,
            self.conflicts(&preview)?,
        ];
        let [merged, survivors, mapping, conflicts] = tables;
        Ok(([preview, merged, survivors, mapping, conflicts], summary))
    }

    /// The identifiers of the given records, or else their rows.
    fn keys(&self, rows: &[i32]) -> Result<ColumnData> {
        match self.plan.key.and_then(|key| self.plan.records.columns().get(key)) {
            Some(column) => column.take(rows),
            None => try_collect(rows.iter().copied()).map(ColumnData::Integers),
        }
    }

    fn survivors(&self, rows: Vec<i32>, conflicts: Vec<i32>) -> Result<Table> {
        let plan = self.plan;
        let count = plan.clusters.len();
        let mut builder = TableBuilder::new(count);
        builder.add("cluster", plan.clusters.names(&try_collect(0..count as i32)?)?)?;
        let keys = self.keys(&rows)?;
        builder.add("row", ColumnData::Integers(rows))?;
        builder.add("key", keys)?;
        let members = plan.clusters.ranges().map(|members| members.len() as i32);
        builder.add("records", ColumnData::Integers(try_collect(members)?))?;
        builder.add("conflicts", ColumnData::Integers(conflicts))?;
        let rules = plan.survivors.iter().map(|choice| Some(choice.why.name()));
        builder.add("rule", ColumnData::text(rules)?)?;
        let mut reasons = TextBuilder::with_capacity(count)?;
        for cluster in 0..count {
            reasons.push(Some(&plan.survivor_reason(cluster, self.locale)))?;
        }
        builder.add("reason", reasons.finish())?;
        Ok(builder.finish())
    }

    fn mapping(&self, survivors: &[i32], merged_rows: &[i32]) -> Result<Table> {
        let plan = self.plan;
        let records = plan.records.num_rows();
        let rows: Vec<i32> = try_collect(0..records as i32)?;
        let clusters =
            try_collect((0..records).map(|row| plan.clusters.of_record(row).map_or(-1, |cluster| cluster as i32)))?;
        let survivor = |&row: &i32| {
            let cluster = plan.clusters.of_record(row as usize);
            cluster.and_then(|cluster| survivors.get(cluster)).copied().unwrap_or(row)
        };
        let into = try_collect(rows.iter().map(survivor))?;
        let merged = try_collect(into.iter().map(|&row| merged_rows.get(row as usize).copied().unwrap_or(-1)))?;
        let mut builder = TableBuilder::new(records);
        let keys = self.keys(&rows)?;
        builder.add("row", ColumnData::Integers(rows))?;
        builder.add("key", keys)?;
        builder.add("cluster", plan.clusters.names(&clusters)?)?;
        let keys = self.keys(&into)?;
        builder.add("survivor", ColumnData::Integers(into))?;
        builder.add("survivorKey", keys)?;
        builder.add("mergedRow", ColumnData::Integers(merged))?;
        Ok(builder.finish())
    }

    fn conflicts(&self, preview: &Table) -> Result<Table> {
        let plan = self.plan;
        let losses = &plan.losses;
        let columns = plan.records.columns();
        let mut builder = TableBuilder::new(losses.len());
        let clusters: Vec<i32> = try_collect(losses.iter().map(|loss| loss.cluster as i32))?;
        let rows: Vec<i32> = try_collect(losses.iter().map(|loss| plan.row(loss.place) as i32))?;
        let keys = self.keys(&rows)?;
        let names = try_collect(losses.iter().map(|loss| loss.column as i32))?;
        let (mut values, mut kept) = (TextBuilder::default(), TextBuilder::default());
        // Columns one after another often have the same reason.
        let mut reasons = (try_vec(losses.len())?, DictionaryBuilder::default());
        let mut last = None;
        let mut kept_rows = try_vec(losses.len())?;
        let mut rules = try_vec(losses.len())?;
        for (loss, &row) in losses.iter().zip(&rows) {
            let (cluster, column) = (loss.cluster as usize, loss.column as usize);
            let shown = |table: &Table, row: usize, texts: &mut TextBuilder| match table.columns().get(column) {
                Some(column) => texts.push(shown(column, row).as_deref()),
                None => texts.push(None),
            };
            shown(&plan.records, row as usize, &mut values)?;
            shown(preview, cluster, &mut kept)?;
            let choice = plan.choice(cluster, column);
            let why = (choice, plan.count(cluster, column));
            let code = match last {
                Some((known, code)) if known == why => code,
                _ => reasons.1.intern(&plan.reason(cluster, column, self.locale))?,
            };
            last = Some((why, code));
            reasons.0.push(code);
            kept_rows.push(choice.place.map_or(f64::NAN, |place| f64::from(plan.row(place))));
            rules.push(Some(choice.why.name()));
        }
        builder.add("cluster", plan.clusters.names(&clusters)?)?;
        builder.add("row", ColumnData::Integers(rows))?;
        builder.add("key", keys)?;
        builder.add("column", ColumnData::coded(names, columns.iter().map(Column::name))?)?;
        builder.add("value", values.finish())?;
        builder.add("kept", kept.finish())?;
        builder.add("keptRow", ColumnData::Floats(kept_rows))?;
        builder.add("records", ColumnData::Integers(try_collect(losses.iter().map(|loss| loss.records as i32))?))?;
        builder.add("kind", ColumnData::text(losses.iter().map(|loss| Some(loss.kind)))?)?;
        builder.add("rule", ColumnData::text(rules)?)?;
        builder.add("reason", ColumnData::Text { codes: reasons.0, dictionary: reasons.1.finish() })?;
        Ok(builder.finish())
    }

    /// Whether the surviving record of a cluster has no value of its own and is given one.
    fn fills(&self, at: usize, column: &Column, cluster: usize) -> bool {
        let place = |place: Option<u32>| place.map(|place| self.plan.row(place) as usize);
        let survivor = place(self.plan.survivors.get(cluster).and_then(|choice| choice.place));
        let chosen = place(self.plan.choice(cluster, at).place);
        let has = |row: Option<usize>| row.is_some_and(|row| has_value(column, row));
        survivor != chosen && !has(survivor) && has(chosen)
    }

    /// A column with the value of each record, or the one that survives in each cluster.
    fn column(
        &self,
        at: usize,
        column: &Column,
        entries: &[Entry],
        combined: Option<&ColumnData>,
    ) -> Result<ColumnData> {
        let row = |entry: &Entry| match *entry {
            Entry::Record(row) => row as i32,
            Entry::Cluster(cluster) => {
                self.plan.choice(cluster as usize, at).place.map_or(-1, |place| self.plan.row(place) as i32)
            }
        };
        let rows = try_collect(entries.iter().map(row))?;
        let Some(combined) = combined else { return column.take(&rows) };
        match combined {
            ColumnData::Floats(sums) => {
                let numbers = column.numbers()?;
                // What somebody has chosen has a row.
                let value = |(entry, &row): (&Entry, &i32)| match *entry {
                    Entry::Cluster(cluster) if row < 0 => sums.get(cluster as usize).copied().unwrap_or(f64::NAN),
                    _ => numbers.get(row as usize).copied().unwrap_or(f64::NAN),
                };
                try_collect(entries.iter().zip(&rows).map(value)).map(ColumnData::Floats)
            }
            other => {
                let combined = Column::new("", other.clone());
                let mut texts = TextBuilder::with_capacity(entries.len())?;
                for (entry, &row) in entries.iter().zip(&rows) {
                    texts.push(match *entry {
                        Entry::Cluster(cluster) if row < 0 => combined.text(cluster as usize),
                        _ => column.text(row as usize),
                    })?;
                }
                Ok(texts.finish())
            }
        }
    }

    /// The values of a column that are made of those of all records of a cluster; none if the column is not made so.
    fn combined(&self, at: usize, column: &Column) -> Result<Option<ColumnData>> {
        let plan = self.plan;
        let Some(rule) = plan.combining(at) else { return Ok(None) };
        let members = (0..plan.clusters.len()).map(|cluster| plan.clusters.members(cluster));
        match rule {
            MergeRule::Sum => {
                let numbers = column.numbers()?;
                // The column becomes one of numbers, so none of its texts may be anything else.
                let is_no_number =
                    |&row: &usize| numbers.get(row).is_some_and(|n| n.is_nan()) && has_value(column, row);
                if let Some(row) = (0..column.len()).find(is_no_number) {
                    return Err(column.number_problem(row).into_final_error(column.name(), row));
                }
                let mut sums = try_vec(plan.clusters.len())?;
                for rows in members {
                    let mut sum = ExactSum::default();
                    let mut is_empty = true;
                    for &row in rows {
                        let row = row as usize;
                        let value = numbers.get(row).copied().unwrap_or(f64::NAN);
                        if value.is_nan() {
                            continue;
                        }
                        if value.abs() > crate::stats::sum::LARGEST_TERM {
                            return Err(column.number_problem(row).into_final_error(column.name(), row));
                        }
                        sum.add(value);
                        is_empty = false;
                    }
                    sums.push(if is_empty { f64::NAN } else { sum.value() });
                }
                Ok(Some(ColumnData::Floats(sums)))
            }
            MergeRule::Join if matches!(column.data(), ColumnData::Text { .. }) => {
                let mut texts = TextBuilder::with_capacity(plan.clusters.len())?;
                for rows in members {
                    texts.push(joined(rows.iter().filter_map(|&row| column.text(row as usize)))?.as_deref())?;
                }
                Ok(Some(texts.finish()))
            }
            _ => {
                Err(column.wrong_type("texts").with_help("Only texts can be joined: use another rule for the column."))
            }
        }
    }
}

/// Whether there is something in a cell.
fn has_value(column: &Column, row: usize) -> bool {
    match column.text(row) {
        Some(text) => !text.trim().is_empty(),
        None => !column.cell(row).is_null(),
    }
}

/// A cell as text.
fn shown(column: &Column, row: usize) -> Option<Cow<'_, str>> {
    column.text(row).map(Cow::Borrowed).or_else(|| column.display(row).map(Cow::Owned))
}

/// A row of a table without duplicates.
#[derive(Clone, Copy)]
enum Entry {
    Record(u32),
    Cluster(u32),
}

/// All values, each once, in the order of the records; a value may be a list of several, parted by semicolons.
fn joined<'a>(values: impl Iterator<Item = &'a str>) -> Result<Option<String>> {
    let mut known = DictionaryBuilder::default();
    let mut all = String::new();
    for part in values.flat_map(|text| text.split([';', '；'])).map(str::trim).filter(|part| !part.is_empty()) {
        let before = known.dictionary().len();
        known.intern(&fold(part))?;
        if known.dictionary().len() > before {
            if !all.is_empty() {
                all += "; ";
            }
            all += part;
        }
    }
    Ok((!all.is_empty()).then_some(all))
}
