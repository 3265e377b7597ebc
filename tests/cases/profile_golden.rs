//! Profiles and comparisons against pandas: tests/golden/profile.py made the tables and the values.

use super::{assert_close, cells, table};
use crate::case;
use custometry::profile::{SnapshotOptions, compare_snapshots, profile_table};
use custometry::table::Table;

const BEFORE: &str = include_str!("../golden/profile-before.csv");
const AFTER: &str = include_str!("../golden/profile-after.csv");
const VALUES: &str = include_str!("../golden/profile-values.csv");

fn golden(of: &str) -> Vec<(String, String, String)> {
    let rows = VALUES.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let own = rows.filter(|row| row[0] == of).map(|row| (row[1].clone(), row[2].clone(), row[3].clone()));
    own.collect()
}

#[case]
fn profiles_are_those_of_pandas() {
    let mut checked = 0;
    for (which, csv) in [("before", BEFORE), ("after", AFTER)] {
        let table = table(csv);
        let profile = profile_table(&table).unwrap();
        assert_eq!((profile.rows, profile.duplicate_rows), (table.num_rows() as u64, 0));
        for (column, what, value) in golden(which) {
            let found = profile.columns.iter().find(|found| found.name == column).unwrap();
            let number = |found: f64| assert_close(found, value.parse().unwrap(), 1e-12);
            checked += 1;
            match what.as_str() {
                "nulls" => assert_eq!(found.nulls.to_string(), value),
                "distinct" => assert_eq!(found.distinct.to_string(), value, "{column}"),
                "unique" => assert_eq!(found.unique.to_string(), value, "{column}"),
                "fill" => number(1.0 - found.nulls as f64 / profile.rows as f64),
                "top" => assert_eq!(found.top[0].count.to_string(), value, "{column}"),
                "mean" => number(found.mean.unwrap()),
                "std" => number(found.standard_deviation.unwrap()),
                "min" | "max" => {
                    let cell = if what == "min" { &found.min } else { &found.max };
                    match value.parse::<f64>() {
                        Ok(value) => assert_eq!(cell.display().unwrap().parse(), Ok(value), "{column}"),
                        Err(_) => assert_eq!(cell.display().unwrap(), value, "{column}"),
                    }
                }
                level => {
                    let levels = custometry::profile::QUANTILE_LEVELS;
                    let level: f64 = level.strip_prefix('q').unwrap().parse().unwrap();
                    let place = levels.iter().position(|known| *known == level).unwrap();
                    number(found.quantiles.as_ref().unwrap()[place]);
                }
            }
        }
    }
    assert!(checked > 150);
}

fn compared(before: &Table, after: &Table) -> custometry::profile::SnapshotComparison {
    compare_snapshots(before, after, &SnapshotOptions { key: Some("id".into()), ..SnapshotOptions::default() }).unwrap()
}

#[case]
fn comparisons_are_those_of_pandas() {
    let found = compared(&table(BEFORE), &table(AFTER));
    for (column, what, value) in golden("both") {
        let of = found.columns.iter().find(|found| found.name == column).unwrap();
        match (what.as_str(), column.as_str()) {
            ("psi", _) => assert_close(of.population_stability_index.unwrap(), value.parse().unwrap(), 1e-12),
            ("added", _) => assert_eq!(found.rows_added.unwrap().to_string(), value),
            ("removed", _) => assert_eq!(found.rows_removed.unwrap().to_string(), value),
            (_, "id") => assert_eq!(found.rows_changed.unwrap().to_string(), value),
            _ => assert_eq!(of.changed.unwrap().to_string(), value, "{column}"),
        }
    }
    assert!(found.columns.iter().all(|column| !column.drifted));
    let changes = found.changes.unwrap();
    let kinds = cells(changes.column("change").unwrap());
    let count = |kind: &str| kinds.iter().filter(|found| *found == kind).count() as u64;
    assert_eq!(Some(count("added")), found.rows_added);
    assert_eq!(Some(count("removed")), found.rows_removed);
    assert_eq!(Some(count("changed")), found.rows_changed);
}

/// What was removed is what is added the other way round, and the index of texts does not care about the direction.
#[case]
fn a_comparison_can_be_turned_around() {
    let (before, after) = (table(BEFORE), table(AFTER));
    let (there, back) = (compared(&before, &after), compared(&after, &before));
    assert_eq!((there.rows_added, there.rows_removed), (back.rows_removed, back.rows_added));
    assert_eq!(there.rows_changed, back.rows_changed);
    let index = |found: &custometry::profile::SnapshotComparison, name: &str| {
        found.columns.iter().find(|column| column.name == name).unwrap().population_stability_index.unwrap()
    };
    for name in ["stage", "active"] {
        assert_close(index(&there, name), index(&back, name), 1e-12);
    }
    let same = compared(&before, &before);
    assert_eq!((same.rows_added, same.rows_removed, same.rows_changed), (Some(0), Some(0), Some(0)));
    assert!(same.columns.iter().all(|column| column.population_stability_index.unwrap_or(0.0) == 0.0));
}
