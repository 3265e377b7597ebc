//! What merging suggests.

use super::options::MergeOptions;
use super::output::Output;
use super::plan::{Loss, Plan};
use crate::error::Result;
use crate::options::Locale;
use crate::table::{Cell, Column, Table};
use serde::Serialize;

/// How much would be merged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MergeSummary {
    /// The records there are.
    pub records: u32,
    /// Those that would be left.
    pub merged: u32,
    /// The clusters.
    pub clusters: u32,
    /// The records that would go into others.
    pub absorbed: u32,
    /// The values that would be given up for different ones.
    pub conflicts: u32,
    /// The cells of surviving records that were empty, and would be filled from others.
    pub filled: u32,
}

/// A value that would be given up.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherValue {
    /// The value.
    pub value: Cell,
    /// The first record that has it.
    pub row: u32,
    /// How many records of the cluster have it.
    pub records: u32,
    /// `different`, `spelling` for another spelling of the value that survives, `invalid` or `placeholder`.
    pub kind: &'static str,
}

/// What would become of a column in a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldSuggestion {
    /// The column.
    pub column: String,
    /// The value that survives.
    pub value: Cell,
    /// The record that it is from; none when no record has a value, and when it is made of several.
    pub row: Option<u32>,
    /// The rule that decided, or `only`, `same`, `spelling`, `valid`, `chosen`, `empty`.
    pub rule: &'static str,
    /// Why, in words.
    pub reason: String,
    /// The other values.
    pub others: Vec<OtherValue>,
}

/// What would become of a cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct MergeSuggestion {
    /// Its records.
    pub rows: Vec<u32>,
    /// The surviving record.
    pub survivor: u32,
    /// Why it survives.
    pub reason: String,
    /// The columns, in the order of the table.
    pub fields: Vec<FieldSuggestion>,
}

/// What [`suggest_merge`] suggests.
#[derive(Debug)]
pub struct SuggestedMerge {
    /// One row for each cluster, in the order of the clusters, with the columns of the records: what would survive.
    pub preview: Table,
    /// All records with those of each cluster merged into one, which stands where the surviving record stood.
    pub merged: Table,
    /// One row for each cluster, as in the preview: `cluster`, `row` and `key` of the surviving record, `records`, `conflicts`, `rule`, `reason`.
    pub survivors: Table,
    /// One row for each record: `row`, `key`, `cluster`, `survivor` and `survivorKey` (its own where it is in no cluster), `mergedRow`.
    pub mapping: Table,
    /// One row for each value that would be given up: `cluster`, `row`, `key`, `column`, `value`, `kept`, `keptRow`, `records`, `kind`,
    /// `rule`, `reason`.
    pub conflicts: Table,
    /// How much would be merged.
    pub summary: MergeSummary,
    pub(super) plan: Plan,
    locale: Locale,
}

/// Suggests what duplicates become when they are merged.
///
/// `clusters` has the columns `row`, the place of a record in the table counted from 0, and `cluster`: records with the same cluster
/// are to become one. Records that are not in it, and those whose cluster is null, stay as they are. In its place there may be a table
/// of pairs, with `rowA` and `rowB`: records that are joined by pairs, also by way of others, become one.
///
/// # Errors
///
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption) for a record that is not there or is in two clusters, and for rules that do not fit,
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column that is not there,
/// - [`WrongType`](crate::ErrorKind::WrongType), [`BadDate`](crate::ErrorKind::BadDate) for a value that a rule needs and cannot read.
///
/// ```
/// use custometry::merge::{MergeOptions, suggest_merge};
/// use custometry::table::{Cell, Table};
///
/// let records = b"id,name,phone,updatedAt\n1,Ann Lee,,2026-01-05\n2,ANN LEE,555 0199,2025-03-01\n3,Bo Ek,555 0123,2026-01-01\n";
/// let records = Table::from_csv(records, &Default::default())?;
/// let clusters = Table::from_csv(b"row,cluster\n0,0\n1,0\n", &Default::default())?;
/// let options = MergeOptions { key: Some("id".into()), ..MergeOptions::default() };
/// let merge = suggest_merge(&records, &clusters, &options)?;
/// assert_eq!(merge.merged.num_rows(), 2);
/// assert_eq!(merge.preview.column("phone")?.cell(0), Cell::Text("555 0199".into()));
/// let name = &merge.suggestion(&Cell::Number(0.0))?.fields[1];
/// assert_eq!((name.rule, &name.value), ("spelling", &Cell::Text("Ann Lee".into())));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn suggest_merge(records: &Table, clusters: &Table, options: &MergeOptions) -> Result<SuggestedMerge> {
    let locale = options.locale.unwrap_or_default();
    let plan = Plan::new(records, clusters, options)?;
    Output { plan: &plan, locale }.tables().map(|(tables, summary)| {
        let [preview, merged, survivors, mapping, conflicts] = tables;
        SuggestedMerge { preview, merged, survivors, mapping, conflicts, summary, plan, locale }
    })
}

impl SuggestedMerge {
    /// What would become of one cluster, named as in the table of clusters.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`](crate::ErrorKind::InvalidOption) when there is no such cluster.
    pub fn suggestion(&self, cluster: &Cell) -> Result<MergeSuggestion> {
        let plan = &self.plan;
        let place = plan.clusters.find(cluster)?;
        let survivor = plan.survivors.get(place).copied().unwrap_or_default();
        let field = |(at, column): (usize, &Column)| {
            let choice = plan.choice(place, at);
            let other = |loss: &Loss| OtherValue {
                value: column.cell(plan.row(loss.place) as usize),
                row: plan.row(loss.place),
                records: loss.records,
                kind: loss.kind,
            };
            FieldSuggestion {
                column: column.name().to_owned(),
                value: self.preview.columns().get(at).map_or(Cell::Null, |merged| merged.cell(place)),
                row: choice.place.map(|place| plan.row(place)),
                rule: choice.why.name(),
                reason: plan.reason(place, at, self.locale),
                others: plan.losses_of(place, at).iter().map(other).collect(),
            }
        };
        Ok(MergeSuggestion {
            rows: plan.clusters.members(place).iter().map(|&row| row as u32).collect(),
            survivor: survivor.place.map_or(0, |place| plan.row(place)),
            reason: plan.survivor_reason(place, self.locale),
            fields: plan.records.columns().iter().enumerate().map(field).collect(),
        })
    }
}
