//! Which records belong together.

use crate::error::{Error, ErrorKind, Result, out_of_memory, try_collect, try_filled, try_vec};
use crate::number;
use crate::stats::order::sorted_by_key;
use crate::table::{Cell, Column, ColumnData, KeyIndex, Table};
use std::ops::Range;

/// The records of each cluster.
#[derive(Debug)]
pub(super) struct Clusters {
    /// The rows of all clusters, one cluster after another, ascending within each.
    rows: Vec<i32>,
    /// Where the rows of each cluster end.
    ends: Vec<u32>,
    /// The cluster of each record, by place; -1 for a record in none.
    of_record: Vec<i32>,
    /// What each cluster is called.
    names: Column,
}

impl Clusters {
    /// Reads a table with the columns `row` and `cluster`, or one of pairs, `rowA` and `rowB`. Clusters are in the order of their first
    /// appearance.
    pub(super) fn read(table: &Table, records: usize) -> Result<Clusters> {
        if i32::try_from(records).is_err() || i32::try_from(table.num_rows()).is_err() {
            return Err(out_of_memory());
        }
        if table.num_rows() == 0 {
            let names = Column::new("cluster", ColumnData::Integers(Vec::new()));
            return Clusters::new(try_filled(records, -1)?, 0, names);
        }
        if let (None, Some(first), Some(second)) = (table.find("cluster"), table.find("rowA"), table.find("rowB")) {
            return Clusters::of_pairs(first, second, records);
        }
        let (rows, names) = (table.column("row")?, table.column("cluster")?);
        let rows = rows.numbers()?;
        let mut keys = KeyIndex::default();
        let groups = keys.groups(names)?;
        let mut places = try_filled(keys.len(), -1_i32)?;
        let mut first_entries = Vec::new();
        let mut of_record = try_filled(records, -1_i32)?;
        for (entry, (group, &row)) in groups.iter().zip(rows.iter()).enumerate() {
            // Of all other records one may say that they are in no cluster.
            let Some(place) = usize::try_from(group).ok().and_then(|group| places.get_mut(group)) else { continue };
            let record = whole(row)
                .and_then(|row| of_record.get_mut(row))
                .ok_or_else(|| no_record(row, "row", records, entry))?;
            if *place < 0 {
                *place = first_entries.len() as i32;
                first_entries.try_reserve(1)?;
                first_entries.push(entry as i32);
            }
            if *record >= 0 && record != place {
                let message = format!("the record {} is in two clusters", number::text(row));
                return Err(Error::invalid_option(message)
                    .inside("clusters")
                    .with_column("row")
                    .with_row(entry)
                    .with_help(
                        "A record can be merged into one other only: unite the two clusters, or take it out of one.",
                    ));
            }
            *record = *place;
        }
        Clusters::new(of_record, first_entries.len(), Column::new("cluster", names.take(&first_entries)?))
    }

    /// The clusters of records that pairs join, also by way of others. They are numbered from 0, in the order of their first records.
    fn of_pairs(first: &Column, second: &Column, records: usize) -> Result<Clusters> {
        // The record before each in its cluster; the first of a cluster leads to itself.
        let mut before: Vec<i32> = try_collect(0..records as i32)?;
        let mut is_paired = try_filled(records, false)?;
        fn first_of(before: &mut [i32], mut row: usize) -> usize {
            while let Some(&next) = before.get(row).filter(|&&next| next as usize != row) {
                // What is gone through is made shorter for the next time.
                let after_next = before.get(next as usize).copied().unwrap_or(next);
                if let Some(way) = before.get_mut(row) {
                    *way = after_next;
                }
                row = next as usize;
            }
            row
        }
        for (entry, (&a, &b)) in first.numbers()?.iter().zip(second.numbers()?.iter()).enumerate() {
            let mut ends = [0, 0];
            for (end, (row, name)) in ends.iter_mut().zip([(a, "rowA"), (b, "rowB")]) {
                let record = whole(row).and_then(|row| Some((row, is_paired.get_mut(row)?)));
                let (row, is_paired) = record.ok_or_else(|| no_record(row, name, records, entry))?;
                *is_paired = true;
                *end = first_of(&mut before, row);
            }
            let [a, b] = ends;
            if let Some(way) = before.get_mut(a.max(b)) {
                *way = a.min(b) as i32;
            }
        }
        let mut of_record = try_filled(records, -1_i32)?;
        let mut count = 0;
        for row in (0..records).filter(|&row| is_paired.get(row) == Some(&true)) {
            let first = first_of(&mut before, row);
            let cluster = match of_record.get(first) {
                Some(&cluster) if cluster >= 0 => cluster,
                _ => {
                    count += 1;
                    count - 1
                }
            };
            if let Some(own) = of_record.get_mut(row) {
                *own = cluster;
            }
        }
        let names = Column::new("cluster", ColumnData::Integers(try_collect(0..count)?));
        Clusters::new(of_record, count as usize, names)
    }

    /// From the cluster of each record.
    fn new(of_record: Vec<i32>, count: usize, names: Column) -> Result<Clusters> {
        let members = of_record.iter().filter(|&&cluster| cluster >= 0).count();
        let none = count as i64;
        let key = |&cluster: &i32| if cluster < 0 { none } else { i64::from(cluster) };
        let sorted = sorted_by_key(of_record.iter().map(key))?;
        let mut clusters = Clusters { rows: try_vec(members)?, ends: try_filled(count, 0)?, of_record, names };
        for (cluster, row) in sorted.into_iter().take(members) {
            clusters.rows.push(row);
            if let Some(end) = clusters.ends.get_mut(cluster as usize) {
                *end = clusters.rows.len() as u32;
            }
        }
        Ok(clusters)
    }

    /// How many clusters there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rows of all clusters, one cluster after another.
    pub(super) fn rows(&self) -> &[i32] {
        &self.rows
    }

    /// Where in [`Clusters::rows`] those of a cluster are.
    pub(super) fn range(&self, cluster: usize) -> Range<usize> {
        let begin = cluster.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        begin as usize..self.ends.get(cluster).copied().unwrap_or(begin) as usize
    }

    /// The ranges of all clusters.
    pub(super) fn ranges(&self) -> impl ExactSizeIterator<Item = Range<usize>> {
        (0..self.len()).map(|cluster| self.range(cluster))
    }

    /// The rows of a cluster.
    pub(super) fn members(&self, cluster: usize) -> &[i32] {
        self.rows.get(self.range(cluster)).unwrap_or_default()
    }

    /// The cluster of a record, if it is in one.
    pub(super) fn of_record(&self, row: usize) -> Option<usize> {
        self.of_record.get(row).and_then(|&cluster| usize::try_from(cluster).ok())
    }

    /// What the given clusters are called; -1 is none.
    pub(super) fn names(&self, clusters: &[i32]) -> Result<ColumnData> {
        // A column of whole numbers has no nulls.
        match self.names.data() {
            ColumnData::Integers(values) if clusters.iter().any(|&cluster| cluster < 0) => {
                let name = |&cluster: &i32| values.get(cluster as usize).map_or(f64::NAN, |&name| f64::from(name));
                try_collect(clusters.iter().map(name)).map(ColumnData::Floats)
            }
            _ => self.names.take(clusters),
        }
    }

    /// The cluster of that name.
    pub(super) fn find(&self, name: &Cell) -> Result<usize> {
        // Most often clusters are numbered, and then the name of a cluster is its place.
        let guess = match name {
            Cell::Number(number) => whole(*number),
            _ => None,
        };
        let is_named = |&place: &usize| place < self.len() && self.names.cell(place) == *name;
        guess.filter(is_named).or_else(|| (0..self.len()).find(is_named)).ok_or_else(|| {
            let name = name.display().unwrap_or_else(|| "null".to_owned());
            Error::invalid_option(format!("there is no cluster {name}")).with_help(
                "Name it as the column `cluster` of the clusters does; of a list of clusters, the first is 0.",
            )
        })
    }
}

/// The number as the place of a row.
pub(super) fn whole(number: f64) -> Option<usize> {
    (number >= 0.0 && number == number.trunc() && number <= f64::from(u32::MAX)).then_some(number as usize)
}

fn no_record(row: f64, column: &str, records: usize, entry: usize) -> Error {
    let what =
        if row.is_nan() { "a row is missing".to_owned() } else { format!("there is no record {}", number::text(row)) };
    Error::new(ErrorKind::InvalidOption, format!("{what}: the table has {records} of them"))
        .inside("clusters")
        .with_column(column)
        .with_row(entry)
        .with_help("Rows are those of the table of records, counted from 0.")
}
