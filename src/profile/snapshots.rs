//! What has changed between two snapshots of a table: rows, columns, and how the values are distributed.

use super::drift::{Bin, Categories, Drift, dictionary, drift};
use crate::error::{Error, ErrorKind, Result, try_collect, try_filled, try_vec};
use crate::number;
use crate::table::{
    Column, ColumnData, ColumnType, DictionaryBuilder, KeyIndex, Table, TableBuilder, TextBuilder, fixed_dictionary,
};
use serde::Serialize;

/// From here on a column counts as drifted, by custom.
const DRIFTED: f64 = 0.25;

/// How to compare snapshots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SnapshotOptions {
    /// The column by which rows of the one are found in the other. Without it rows are not compared.
    pub key: Option<String>,
    /// The population stability index from which on a column counts as drifted. Default 0.25.
    pub drift_threshold: Option<f64>,
}

/// What has changed.
#[derive(Clone, Debug)]
pub struct SnapshotComparison {
    /// How many rows each has.
    pub rows: TwoCounts,
    /// Rows whose key is new; none without a key.
    pub rows_added: Option<u64>,
    /// Rows whose key is gone.
    pub rows_removed: Option<u64>,
    /// Rows of which a cell is another, in a column that both have.
    pub rows_changed: Option<u64>,
    /// Rows with a key that an earlier row of the same snapshot has.
    pub duplicate_keys: Option<TwoCounts>,
    /// Rows without a key, which are not compared.
    pub without_key: Option<TwoCounts>,
    /// The columns that both have, in the order of the later one.
    pub columns: Vec<ColumnComparison>,
    /// Columns that are new.
    pub added: Vec<String>,
    /// Columns that are gone.
    pub removed: Vec<String>,
    /// Each row that was added, changed or removed: change, key, rowBefore, rowAfter, columns (those that changed).
    pub changes: Option<Table>,
}

/// A count in the earlier snapshot and in the later one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TwoCounts {
    /// In the earlier one.
    pub before: u64,
    /// In the later one.
    pub after: u64,
}

/// What became of a column.
#[derive(Clone, Debug)]
pub struct ColumnComparison {
    /// The name.
    pub name: String,
    /// What its values were; none when there were none.
    pub type_before: Option<ColumnType>,
    /// What they are.
    pub type_after: Option<ColumnType>,
    /// The share of rows that had a value. Blank text is none.
    pub fill_rate_before: f64,
    /// The share of rows that have one.
    pub fill_rate_after: f64,
    /// How far the values have drifted; none for dates, for texts that hardly ever come twice, for another type, and without values.
    pub population_stability_index: Option<f64>,
    /// Whether the index is at least the threshold, or the type another.
    pub drifted: bool,
    /// What the index was computed from.
    pub bins: Vec<Bin>,
    /// Texts that are new; none where texts are no categories.
    pub new_categories: Option<Categories>,
    /// Texts that are gone.
    pub lost_categories: Option<Categories>,
    /// Of the rows that both have, how many have another cell here; none without a key.
    pub changed: Option<u64>,
}

/// Compares two snapshots of a table.
///
/// **Rows** are found by `key`. A key that several rows of a snapshot have is matched in their order: the first with the first, the
/// second with the second, and what is left over was added or removed. Rows without a key are left out and counted. So of the rows
/// that have a key, those before, plus those added, less those removed, are those after. A cell has changed when its value is
/// another; where the type of the column is another, values are compared as text.
///
/// **Columns** that both have are compared by the share of rows with a value, and by the population stability index of the values
/// there are:
///
/// PSI = Σ (a - e) ln(a / e), with e and a the shares before and after of each bin, and 0.0001 for a share of 0. A bin that is empty in
/// both takes no part.
///
/// Bins of numbers lie between the deciles of the values before (type 7, equal ones once), each with its upper end, the first and the last
/// open; at most 10 different numbers are a bin each. Texts and booleans are a bin each; of more than 50 different texts the 50
/// most frequent before, and one for all others. Source: Siddiqi (2006), "Credit Risk Scorecards".
///
/// # Errors
///
/// [`ErrorKind::EmptyInput`] when one of them has no rows; [`ErrorKind::MissingColumn`] and [`ErrorKind::WrongType`] for the key;
/// [`ErrorKind::InvalidOption`].
///
/// ```
/// use custometry::profile::{SnapshotOptions, compare_snapshots};
/// use custometry::table::Table;
///
/// let before = Table::from_csv(b"id,stage\na,new\nb,new\nc,won\n", &Default::default())?;
/// let after = Table::from_csv(b"id,stage,owner\na,new,ann\nb,lost,ann\nd,new,ben\n", &Default::default())?;
/// let options = SnapshotOptions { key: Some("id".into()), ..SnapshotOptions::default() };
/// let found = compare_snapshots(&before, &after, &options)?;
/// assert_eq!((found.rows_added, found.rows_removed, found.rows_changed), (Some(1), Some(1), Some(1)));
/// assert_eq!(found.added, ["owner"]);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn compare_snapshots(before: &Table, after: &Table, options: &SnapshotOptions) -> Result<SnapshotComparison> {
    let threshold = options.drift_threshold.unwrap_or(DRIFTED);
    if !(threshold > 0.0 && threshold.is_finite()) {
        let message = format!("driftThreshold is {}, not a number above 0", number::text(threshold));
        return Err(Error::invalid_option(message).with_help("By custom it is 0.25, or 0.1 to be told sooner."));
    }
    for (table, which) in [(before, "before"), (after, "after")] {
        if table.num_rows() == 0 {
            return Err(Error::new(ErrorKind::EmptyInput, format!("the snapshot {which} has no rows"))
                .with_help("There is nothing to compare with: shares of no rows are undefined."));
        }
    }
    let matched = options.key.as_deref().map(|key| Matched::new(before, after, key)).transpose()?;
    let both: Vec<(&Column, &Column)> =
        after.columns().iter().filter_map(|column| Some((before.find(column.name())?, column))).collect();
    let mut columns = Vec::with_capacity(both.len());
    let mut changed: Vec<(&str, Vec<u32>)> = Vec::new();
    for &(old, new) in &both {
        let mut compared = compare_columns(old, new, threshold)?;
        if let Some(matched) = &matched {
            let is_key = options.key.as_deref() == Some(new.name());
            let pairs = if is_key { Vec::new() } else { changed_pairs(old, new, &matched.pairs)? };
            compared.changed = Some(pairs.len() as u64);
            changed.push((new.name(), pairs));
        }
        columns.push(compared);
    }
    let absent = |from: &Table, there: &Table| {
        let names = from.columns().iter().map(Column::name).filter(|name| there.find(name).is_none());
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    let changes = matched.as_ref().map(|matched| matched.changes(&changed)).transpose()?;
    let count =
        |kind: i32| changes.as_ref().map(|changes| changes.kinds.iter().filter(|&&found| found == kind).count() as u64);
    Ok(SnapshotComparison {
        rows: TwoCounts { before: before.num_rows() as u64, after: after.num_rows() as u64 },
        rows_added: count(ADDED),
        rows_removed: count(REMOVED),
        rows_changed: count(CHANGED),
        duplicate_keys: matched.as_ref().map(|matched| matched.duplicates),
        without_key: matched.as_ref().map(|matched| matched.without),
        columns,
        added: absent(after, before),
        removed: absent(before, after),
        changes: changes.map(|changes| changes.table()).transpose()?,
    })
}

/// What the type of a column is, if it has a value.
fn type_of(column: &Column) -> Option<ColumnType> {
    (column.null_count() < column.len()).then(|| column.column_type())
}

fn compare_columns(before: &Column, after: &Column, threshold: f64) -> Result<ColumnComparison> {
    let (type_before, type_after) = (type_of(before), type_of(after));
    let is_same = type_before == type_after;
    let found = if is_same && type_before.is_some() { drift(before, after)? } else { Drift::default() };
    let is_other = !is_same && type_before.is_some() && type_after.is_some();
    Ok(ColumnComparison {
        name: after.name().to_owned(),
        type_before,
        type_after,
        fill_rate_before: fill_rate(before)?,
        fill_rate_after: fill_rate(after)?,
        population_stability_index: found.index,
        drifted: is_other || found.index.is_some_and(|index| index >= threshold),
        bins: found.bins,
        new_categories: found.new,
        lost_categories: found.lost,
        changed: None,
    })
}

/// The share of the rows that have a value.
fn fill_rate(column: &Column) -> Result<f64> {
    let blank = match column.data() {
        ColumnData::Text { codes, dictionary } => {
            let blank = try_collect(dictionary.iter().map(|text| text.trim().is_empty()))?;
            codes.iter().filter(|&&code| blank.get(code as usize) == Some(&true)).count()
        }
        _ => 0,
    };
    Ok((column.len() - column.null_count() - blank) as f64 / column.len() as f64)
}

/// The places among the pairs of rows whose cells differ.
fn changed_pairs(before: &Column, after: &Column, pairs: &[(i32, i32)]) -> Result<Vec<u32>> {
    let text = |column: &Column| column.cast(ColumnType::String);
    match (before.data(), after.data()) {
        (ColumnData::Text { codes, .. }, ColumnData::Text { codes: other, .. }) => {
            let Some((old, new)) = dictionary(before).zip(dictionary(after)) else { return Ok(Vec::new()) };
            let mut known = DictionaryBuilder::from_dictionary(old.clone())?;
            let mut same: Vec<i32> = try_vec(new.len())?;
            for text in new.iter() {
                same.push(known.intern(text)?);
            }
            let code = |row: i32| codes.get(row as usize).copied();
            let other = |row: i32| other.get(row as usize).map(|&code| same.get(code as usize).copied().unwrap_or(-1));
            differing(pairs, &|old, new| code(old) == other(new))
        }
        (ColumnData::Booleans(old), ColumnData::Booleans(new)) => {
            differing(pairs, &|before, after| old.get(before as usize) == new.get(after as usize))
        }
        (ColumnData::Dates { values: old, .. }, ColumnData::Dates { values: new, .. }) => {
            differing_numbers(old, new, pairs)
        }
        _ if before.column_type() == ColumnType::Number && after.column_type() == ColumnType::Number => {
            differing_numbers(&before.numbers()?, &after.numbers()?, pairs)
        }
        _ => changed_pairs(&text(before)?, &text(after)?, pairs),
    }
}

fn differing_numbers(old: &[f64], new: &[f64], pairs: &[(i32, i32)]) -> Result<Vec<u32>> {
    differing(pairs, &|before, after| {
        let (old, new) = (old.get(before as usize), new.get(after as usize));
        old == new || (old.is_some_and(|old| old.is_nan()) && new.is_some_and(|new| new.is_nan()))
    })
}

fn differing(pairs: &[(i32, i32)], are_same: &dyn Fn(i32, i32) -> bool) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for (place, &(before, after)) in (0..).zip(pairs) {
        if !are_same(before, after) {
            found.try_reserve(1)?;
            found.push(place);
        }
    }
    Ok(found)
}

/// Which rows of the one are which of the other.
struct Matched {
    keys: KeyIndex,
    /// Rows before and after, in the order of those after.
    pairs: Vec<(i32, i32)>,
    /// Rows that only one of them has, with the group of their key.
    added: Vec<(i32, i32)>,
    removed: Vec<(i32, i32)>,
    /// The group of the key of each row after.
    groups: Vec<i32>,
    duplicates: TwoCounts,
    without: TwoCounts,
}

const NONE: i32 = -1;

impl Matched {
    fn new(before: &Table, after: &Table, key: &str) -> Result<Matched> {
        let mut keys = KeyIndex::default();
        let mut groups = |table: &Table| -> Result<Vec<i32>> {
            let groups = keys.groups(table.column(key)?)?;
            let mut found = try_vec(table.num_rows())?;
            found.extend(groups.iter().map(|group| group.max(KeyIndex::NONE)));
            Ok(found)
        };
        let (old, new) = (groups(before)?, groups(after)?);
        let mut first = try_filled(keys.len(), NONE)?;
        let mut next = try_filled(old.len(), NONE)?;
        for (row, &group) in old.iter().enumerate().rev() {
            if let (Some(first), Some(next)) = (first.get_mut(group as usize), next.get_mut(row)) {
                *next = std::mem::replace(first, row as i32);
            }
        }
        let count = |groups: &[i32]| -> Result<(u64, u64)> {
            let mut seen = try_filled(keys.len(), false)?;
            let again = |&&group: &&i32| seen.get_mut(group as usize).is_some_and(|seen| std::mem::replace(seen, true));
            let duplicates = groups.iter().filter(again).count();
            Ok((duplicates as u64, groups.iter().filter(|&&group| group < 0).count() as u64))
        };
        let ((old_twice, old_without), (new_twice, new_without)) = (count(&old)?, count(&new)?);
        let (mut pairs, mut added) = (try_vec(new.len())?, Vec::new());
        for (row, &group) in (0..).zip(&new) {
            let Some(first) = first.get_mut(group as usize) else { continue };
            if *first == NONE {
                added.try_reserve(1)?;
                added.push((row, group));
            } else {
                pairs.push((*first, row));
                *first = next.get(*first as usize).copied().unwrap_or(NONE);
            }
        }
        let mut is_found = try_filled(old.len(), false)?;
        for &(row, _) in &pairs {
            if let Some(found) = is_found.get_mut(row as usize) {
                *found = true;
            }
        }
        let gone = (0..).zip(&old).zip(&is_found).filter(|&((_, &group), &found)| group >= 0 && !found);
        let removed = gone.map(|((row, &group), _)| (row, group)).collect();
        let duplicates = TwoCounts { before: old_twice, after: new_twice };
        let without = TwoCounts { before: old_without, after: new_without };
        Ok(Matched { keys, pairs, added, removed, groups: new, duplicates, without })
    }

    /// All rows that were added, changed or removed: those of the later snapshot in its order, then those that are gone.
    fn changes(&self, changed: &[(&str, Vec<u32>)]) -> Result<Changes<'_>> {
        let mut changes = Changes::new(&self.keys);
        let mut pending: Vec<(&str, std::slice::Iter<'_, u32>)> =
            changed.iter().map(|(name, pairs)| (*name, pairs.iter())).collect();
        let mut added = self.added.iter().peekable();
        let mut names = String::new();
        for (place, &(before, after)) in (0_u32..).zip(&self.pairs) {
            while let Some(&(row, group)) = added.next_if(|&&(row, _)| row < after) {
                changes.push(ADDED, group, NONE, row, None)?;
            }
            names.clear();
            for (name, pairs) in &mut pending {
                if pairs.as_slice().first() == Some(&place) {
                    pairs.next();
                    names.push_str(if names.is_empty() { "" } else { ", " });
                    names.push_str(name);
                }
            }
            if !names.is_empty() {
                let group = self.groups.get(after as usize).copied().unwrap_or(NONE);
                changes.push(CHANGED, group, before, after, Some(&names))?;
            }
        }
        for &(row, group) in added {
            changes.push(ADDED, group, NONE, row, None)?;
        }
        for &(row, group) in &self.removed {
            changes.push(REMOVED, group, row, NONE, None)?;
        }
        Ok(changes)
    }
}

/// The codes of the kinds of change.
const ADDED: i32 = 0;
const CHANGED: i32 = 1;
const REMOVED: i32 = 2;

struct Changes<'a> {
    keys: &'a KeyIndex,
    kinds: Vec<i32>,
    groups: Vec<i32>,
    before: Vec<f64>,
    after: Vec<f64>,
    columns: TextBuilder,
}

impl<'a> Changes<'a> {
    fn new(keys: &'a KeyIndex) -> Changes<'a> {
        Changes {
            keys,
            kinds: Vec::new(),
            groups: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            columns: TextBuilder::default(),
        }
    }

    fn push(&mut self, kind: i32, group: i32, before: i32, after: i32, columns: Option<&str>) -> Result<()> {
        let row = |row: i32| if row < 0 { f64::NAN } else { f64::from(row) };
        for (list, value) in [(&mut self.kinds, kind), (&mut self.groups, group)] {
            list.try_reserve(1)?;
            list.push(value);
        }
        for (list, value) in [(&mut self.before, row(before)), (&mut self.after, row(after))] {
            list.try_reserve(1)?;
            list.push(value);
        }
        self.columns.push(columns)
    }

    fn table(self) -> Result<Table> {
        let mut builder = TableBuilder::new(self.kinds.len());
        let dictionary = fixed_dictionary(["added", "changed", "removed"])?;
        builder.add("change", ColumnData::Text { codes: self.kinds, dictionary })?;
        builder.add("key", self.keys.identifiers(self.groups)?)?;
        builder.add("rowBefore", ColumnData::Floats(self.before))?;
        builder.add("rowAfter", ColumnData::Floats(self.after))?;
        builder.add("columns", self.columns.finish())?;
        Ok(builder.finish())
    }
}
