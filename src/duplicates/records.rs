//! The distinct records of one table or of two: rows whose normal forms are all the same are one record, and are compared once.
//!
//! Records are in the order of a hash of their normal forms, which depends on nothing else, so that the order of the rows makes
//! no difference to what is found.

use super::compare::mixed;
use super::normal::{DateOrder, normal, shown_order};
use super::options::{Field, FieldKind};
use super::relations::{Common, RELATIONS, relations, similar_emails_say_nothing};
use super::values::{REST, Space};
use crate::error::{Result, try_filled, try_vec};
use crate::stats::order::sorted_by_key;
use crate::table::{Column, ColumnData, ColumnType, DictionaryBuilder, Table};

/// A column that is compared.
#[derive(Clone, Debug)]
pub(super) struct RecordField {
    pub(super) name: String,
    pub(super) kind: FieldKind,
    pub(super) space: usize,
    /// Whether values that are not the same never speak for a match.
    pub(super) similar_says_nothing: bool,
    /// What related records have in common in it.
    pub(super) common: [Common; RELATIONS],
    /// Fields that its values are easily confused with.
    pub(super) partners: Vec<usize>,
    /// How many records have each normal form, and each group of them; how many have one at all.
    pub(super) counts: Vec<u32>,
    pub(super) group_counts: Vec<u32>,
    pub(super) present: u32,
    /// The columns themselves, for explanations.
    columns: [Option<Column>; 2],
}

/// The distinct records.
#[derive(Clone, Debug)]
pub(super) struct Records {
    pub(super) fields: Vec<RecordField>,
    pub(super) spaces: Vec<Space>,
    /// The normal form of each record in each field, record by record; -1 is missing.
    codes: Vec<i32>,
    /// Where the rows of each record begin in `rows`.
    starts: Vec<u32>,
    rows: Vec<u32>,
    /// The record of each row; `NONE` for one of which nothing is known.
    of_row: Vec<u32>,
    /// How many rows the left table has; all there are when there is one table.
    pub(super) left: usize,
    pub(super) is_linkage: bool,
}

/// No record.
pub(super) const NONE: u32 = u32::MAX;

impl Records {
    pub(super) fn new(fields: &[Field], tables: &[&Table]) -> Result<Records> {
        let left = tables.first().map_or(0, |table| table.num_rows());
        let all = tables.iter().map(|table| table.num_rows()).sum();
        let mut builders: Vec<(FieldKind, DictionaryBuilder)> = Vec::new();
        let mut prepared = Vec::new();
        let mut codes_of_fields = Vec::new();
        for field in fields {
            let kind = if field.kind == FieldKind::GivenName { FieldKind::Surname } else { field.kind };
            let space = builders.iter().position(|(own, _)| *own == kind).unwrap_or(builders.len());
            if space == builders.len() {
                builders.push((kind, DictionaryBuilder::default()));
            }
            let mut codes = try_vec(all)?;
            let mut columns = [None, None];
            for (side, table) in tables.iter().enumerate() {
                let name = if side == 0 { &field.column } else { field.right_column.as_ref().unwrap_or(&field.column) };
                let column = table.column(name)?;
                if let Some((_, builder)) = builders.get_mut(space) {
                    read(column, field.kind, builder, &mut codes)?;
                }
                if let Some(own) = columns.get_mut(side) {
                    *own = Some(column.clone());
                }
            }
            codes_of_fields.push(codes);
            let name = field.column.clone();
            let (partners, counts, group_counts) = (Vec::new(), Vec::new(), Vec::new());
            prepared.push(RecordField {
                name,
                kind: field.kind,
                space,
                similar_says_nothing: false,
                common: [Common::Nothing; RELATIONS],
                partners,
                counts,
                group_counts,
                present: 0,
                columns,
            });
        }
        let mut spaces = Vec::new();
        for (kind, builder) in builders {
            spaces.push(Space::new(kind, builder)?);
        }
        set_partners(&mut prepared);
        let kinds: Vec<FieldKind> = fields.iter().map(|field| field.kind).collect();
        for field in prepared.iter_mut().filter(|field| field.kind == FieldKind::Email) {
            field.similar_says_nothing = similar_emails_say_nothing(&kinds);
        }
        for (relation, common) in relations(&kinds).into_iter().enumerate() {
            for (field, common) in prepared.iter_mut().zip(common) {
                if let Some(own) = field.common.get_mut(relation) {
                    *own = common;
                }
            }
        }
        let mut records = Records {
            fields: prepared,
            spaces,
            codes: Vec::new(),
            starts: Vec::new(),
            rows: Vec::new(),
            of_row: try_filled(all, NONE)?,
            left,
            is_linkage: tables.len() > 1,
        };
        records.gather(&codes_of_fields)?;
        records.count()?;
        Ok(records)
    }

    /// Rows of the same normal forms become one record.
    fn gather(&mut self, codes: &[Vec<i32>]) -> Result<()> {
        let mut keys: Vec<i64> = try_filled(self.of_row.len(), 0)?;
        for (at, (codes, field)) in codes.iter().zip(&self.fields).enumerate() {
            let Some(space) = self.spaces.get(field.space) else { continue };
            for (key, &code) in keys.iter_mut().zip(codes) {
                if let Some(&hash) = usize::try_from(code).ok().and_then(|code| space.hashes.get(code)) {
                    *key ^= mixed(hash.wrapping_add(at as u64)) as i64;
                }
            }
        }
        let same = |a: u32, b: u32| codes.iter().all(|codes| codes.get(a as usize) == codes.get(b as usize));
        let mut before = None;
        self.rows = try_vec(keys.len())?;
        for (key, row) in sorted_by_key(keys.iter().copied())? {
            let row = row as u32;
            if codes.iter().all(|codes| codes.get(row as usize).is_none_or(|&code| code < 0)) {
                continue;
            }
            if before.is_none_or(|(known, first)| known != key || !same(first, row)) {
                before = Some((key, row));
                self.starts.try_reserve(1)?;
                self.starts.push(self.rows.len() as u32);
                self.codes.try_reserve(codes.len())?;
                self.codes.extend(codes.iter().map(|codes| codes.get(row as usize).copied().unwrap_or(-1)));
            }
            if let Some(record) = self.of_row.get_mut(row as usize) {
                *record = self.starts.len() as u32 - 1;
            }
            self.rows.push(row);
        }
        self.starts.push(self.rows.len() as u32);
        Ok(())
    }

    fn count(&mut self) -> Result<()> {
        let width = self.fields.len();
        for (at, field) in self.fields.iter_mut().enumerate() {
            let Some(space) = self.spaces.get(field.space) else { continue };
            field.counts = try_filled(space.len(), 0)?;
            field.group_counts = try_filled(space.groups(), 0)?;
            for &code in self.codes.iter().skip(at).step_by(width.max(1)) {
                let Some(count) = usize::try_from(code).ok().and_then(|code| field.counts.get_mut(code)) else {
                    continue;
                };
                *count += 1;
                field.present += 1;
                if let Some(count) = field.group_counts.get_mut(space.group(code) as usize) {
                    *count += 1;
                }
            }
        }
        Ok(())
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The normal forms of a record, field by field.
    #[inline]
    pub(super) fn codes(&self, record: u32) -> &[i32] {
        let width = self.fields.len();
        let from = record as usize * width;
        self.codes.get(from..from + width).unwrap_or_default()
    }

    /// The rows of a record, in ascending order; those of the right table begin with the number of those of the left.
    pub(super) fn rows(&self, record: u32) -> &[u32] {
        let place = |record: usize| self.starts.get(record).copied().unwrap_or_default() as usize;
        self.rows.get(place(record as usize)..place(record as usize + 1)).unwrap_or_default()
    }

    /// The record of a row.
    pub(super) fn of_row(&self, row: usize) -> u32 {
        self.of_row.get(row).copied().unwrap_or(NONE)
    }

    /// How many rows there are in all.
    pub(super) fn num_rows(&self) -> usize {
        self.of_row.len()
    }

    /// How many rows of a record are of the left table and how many of the right.
    pub(super) fn sides(&self, record: u32) -> (u64, u64) {
        let rows = self.rows(record);
        let left = rows.partition_point(|&row| (row as usize) < self.left);
        (left as u64, (rows.len() - left) as u64)
    }

    /// How many pairs of rows two records make, or a record makes with itself.
    pub(super) fn pairs_between(&self, a: u32, b: u32) -> u64 {
        if self.is_linkage {
            let ((left_a, right_a), (left_b, right_b)) = (self.sides(a), self.sides(b));
            return if a == b { left_a * right_a } else { left_a * right_b + left_b * right_a };
        }
        let (of_a, of_b) = (self.rows(a).len() as u64, self.rows(b).len() as u64);
        if a == b { of_a * of_a.saturating_sub(1) / 2 } else { of_a * of_b }
    }

    /// How many pairs of records there are.
    pub(super) fn all_pairs(&self) -> f64 {
        let count = self.len() as f64;
        if !self.is_linkage {
            return count * (count - 1.0) / 2.0;
        }
        let (mut left, mut right, mut both) = (0.0, 0.0, 0.0);
        for record in 0..self.len() as u32 {
            let (of_left, of_right) = self.sides(record);
            left += f64::from(u8::from(of_left > 0));
            right += f64::from(u8::from(of_right > 0));
            both += f64::from(u8::from(of_left > 0 && of_right > 0));
        }
        left * right - both * (both - 1.0) / 2.0
    }

    /// A value as it stands in the table.
    pub(super) fn value(&self, field: usize, row: usize) -> Option<String> {
        let (side, row) = if row < self.left { (0, row) } else { (1, row - self.left) };
        self.fields.get(field)?.columns.get(side)?.as_ref()?.display(row)
    }
}

/// Adds the normal forms of a column to a space, and their codes to those of the field.
fn read(column: &Column, kind: FieldKind, space: &mut DictionaryBuilder, codes: &mut Vec<i32>) -> Result<()> {
    let column = column.cast(ColumnType::String)?;
    let ColumnData::Text { codes: raw, dictionary } = column.data() else { return Ok(()) };
    let order = match kind {
        FieldKind::Date => dictionary.iter().find_map(shown_order).unwrap_or_default(),
        _ => DateOrder::default(),
    };
    let mut own = try_vec(dictionary.len())?;
    let mut text = String::new();
    for value in dictionary.iter() {
        own.push(match normal(value, kind, order) {
            None => -1,
            Some(normal) => {
                text.clear();
                text.push_str(&normal.core);
                if !normal.rest.is_empty() {
                    text.push(REST);
                    text.push_str(&normal.rest);
                }
                space.intern(&text)?
            }
        });
    }
    codes.extend(
        raw.iter().map(|&code| usize::try_from(code).ok().and_then(|code| own.get(code)).copied().unwrap_or(-1)),
    );
    Ok(())
}

/// Given name and surname are confused with each other; addresses, cities, telephone numbers and mail addresses with others of
/// their kind.
fn set_partners(fields: &mut [RecordField]) {
    let kinds: Vec<FieldKind> = fields.iter().map(|field| field.kind).collect();
    let first = |kind| kinds.iter().position(|&own| own == kind);
    let names = (first(FieldKind::GivenName), first(FieldKind::Surname));
    for (at, field) in fields.iter_mut().enumerate() {
        field.partners = match field.kind {
            FieldKind::GivenName if names.0 == Some(at) => names.1.into_iter().collect(),
            FieldKind::Surname if names.1 == Some(at) => names.0.into_iter().collect(),
            FieldKind::Address | FieldKind::City | FieldKind::Phone | FieldKind::Email => {
                let others = kinds.iter().enumerate().filter(|&(other, &kind)| other != at && kind == field.kind);
                others.map(|(other, _)| other).collect()
            }
            _ => Vec::new(),
        };
    }
}
