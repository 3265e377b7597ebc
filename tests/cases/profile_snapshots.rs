//! Comparisons of snapshots: rows by key, drift, and what cannot be compared.

use super::{assert_close, cells, place, table};
use crate::case;
use custometry::profile::{ColumnComparison, SnapshotComparison, SnapshotOptions, TwoCounts, compare_snapshots};
use custometry::table::ColumnType;

fn compare(before: &str, after: &str, key: Option<&str>) -> SnapshotComparison {
    let options = SnapshotOptions { key: key.map(str::to_owned), ..SnapshotOptions::default() };
    compare_snapshots(&table(before), &table(after), &options).unwrap()
}

fn column<'a>(found: &'a SnapshotComparison, name: &str) -> &'a ColumnComparison {
    found.columns.iter().find(|column| column.name == name).unwrap()
}

fn repeat(name: &str, values: &[(&str, usize)]) -> String {
    let cells = values.iter().flat_map(|(value, count)| std::iter::repeat_n(format!("{value}\n"), *count));
    format!("{name}\n{}", cells.collect::<String>())
}

#[case]
fn rows_are_found_by_their_key() {
    let before = "id,name,amount\n1,ann,5\n2,ben,\n3,cho,7\n4,dee,8\n";
    let after = "amount,id,name,extra\n7,3,cho,\n5,1,Ann,x\n,2,ben,\n9,5,eve,\n8.5,4,dee,y\n";
    let found = compare(before, after, Some("id"));
    assert_eq!((found.rows_added, found.rows_removed, found.rows_changed), (Some(1), Some(0), Some(2)));
    assert_eq!((found.added, found.removed), (vec!["extra".to_owned()], Vec::new()));
    let changes = found.changes.unwrap();
    assert_eq!(cells(changes.column("change").unwrap()), ["changed", "added", "changed"]);
    assert_eq!(cells(changes.column("key").unwrap()), ["1", "5", "4"]);
    assert_eq!(cells(changes.column("rowBefore").unwrap()), ["0", "", "3"]);
    assert_eq!(cells(changes.column("rowAfter").unwrap()), ["1", "3", "4"]);
    assert_eq!(cells(changes.column("columns").unwrap()), ["name", "", "amount"]);
    let names: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["amount", "id", "name"]);
}

#[case]
fn rows_with_one_key_are_matched_in_order() {
    let found = compare("id,v\na,1\na,2\nb,1\n,9\na,3\n", "id,v\na,1\n,9\na,5\nb,1\nb,2\n,3\n", Some("id"));
    assert_eq!((found.rows_added, found.rows_removed, found.rows_changed), (Some(1), Some(1), Some(1)));
    assert_eq!(found.duplicate_keys, Some(TwoCounts { before: 2, after: 2 }));
    assert_eq!(found.without_key, Some(TwoCounts { before: 1, after: 2 }));
    let changes = found.changes.unwrap();
    assert_eq!(cells(changes.column("rowBefore").unwrap()), ["1", "", "4"]);
    assert_eq!(cells(changes.column("rowAfter").unwrap()), ["2", "4", ""]);
}

#[case]
fn without_a_key_nothing_is_said_of_rows() {
    let found = compare("v\n1\n2\n", "v\n1\n3\n", None);
    assert_eq!((found.rows_added, found.rows_removed, found.rows_changed), (None, None, None));
    assert!(found.changes.is_none() && found.duplicate_keys.is_none() && found.columns[0].changed.is_none());
    assert_eq!(found.rows, TwoCounts { before: 2, after: 2 });
}

/// 100 and 100 values, 30 : 70 before and 60 : 40 after: (0.6 - 0.3) ln 2 + (0.4 - 0.7) ln (4 / 7).
#[case]
fn the_index_is_that_of_the_formula() {
    let expected = 0.3 * 2.0_f64.ln() - 0.3 * (4.0 / 7.0_f64).ln();
    for [low, high] in [["a", "b"], ["1", "2"], ["false", "true"]] {
        let found = compare(&repeat("v", &[(low, 30), (high, 70)]), &repeat("v", &[(low, 60), (high, 40)]), None);
        assert_close(found.columns[0].population_stability_index.unwrap(), expected, 1e-14);
        assert!(found.columns[0].drifted);
    }
    // A share of nothing counts as 0.0001.
    let found = compare(&repeat("v", &[("a", 50), ("b", 50)]), &repeat("v", &[("a", 100)]), None);
    let expected = 0.5 * 2.0_f64.ln() + (1e-4 - 0.5) * (1e-4 / 0.5_f64).ln();
    assert_close(found.columns[0].population_stability_index.unwrap(), expected, 1e-14);
}

/// Ten bands, each with a tenth before, as scores are watched (Siddiqi 2006): the bins are the bands, and the index is that of the formula.
#[case]
fn the_index_of_ten_score_bands() {
    let actual = [8, 7, 9, 12, 14, 16, 10, 9, 8, 7];
    let before: String = (0..1000).map(|i| format!("{}.5\n", i)).collect();
    let mut after = String::new();
    for (band, percent) in actual.iter().enumerate() {
        (0..percent * 10).for_each(|i| after += &format!("{}.5\n", band * 100 + i % 99 + 1));
    }
    let found = compare(&format!("v\n{before}"), &format!("v\n{after}"), None);
    let expected: f64 = actual
        .iter()
        .map(|&percent| {
            let share = percent as f64 / 100.0;
            (share - 0.1) * (share / 0.1).ln()
        })
        .sum();
    assert_close(found.columns[0].population_stability_index.unwrap(), expected, 1e-12);
    assert_eq!(found.columns[0].bins.len(), 10);
    assert!(found.columns[0].bins.iter().all(|bin| bin.before == 100));
    assert!(found.columns[0].bins.iter().map(|bin| bin.after).eq(actual.map(|percent| percent as u64 * 10)));
}

#[case]
fn numbers_that_were_constant_do_not_hide_what_came() {
    let found = compare(&repeat("v", &[("5", 100)]), &repeat("v", &[("3", 100)]), None);
    assert!(found.columns[0].drifted);
    let labels: Vec<&str> = found.columns[0].bins.iter().map(|bin| bin.label.as_str()).collect();
    assert_eq!(labels, ["5", "(other)"]);
}

#[case]
fn texts_that_hardly_come_twice_are_no_categories() {
    let names = |from: usize| (from..from + 500).map(|i| format!("name {i}\n")).collect::<String>();
    let found = compare(&format!("v\n{}", names(0)), &format!("v\n{}", names(500)), None);
    assert_eq!((found.columns[0].population_stability_index, found.columns[0].drifted), (None, false));
    assert_eq!(found.columns[0].new_categories, None);
}

#[case]
fn new_and_lost_categories_are_listed() {
    let before = repeat("v", &[("a", 5), ("b", 3), ("c", 2)]);
    let after = repeat("v", &[("a", 5), ("d", 1), ("e", 4)]);
    let found = compare(&before, &after, None);
    let list = |categories: &Option<custometry::profile::Categories>| {
        let found = categories.clone().unwrap();
        (found.count, found.values.into_iter().map(|category| (category.value, category.rows)).collect::<Vec<_>>())
    };
    assert_eq!(list(&found.columns[0].new_categories), (2, vec![("e".to_owned(), 4), ("d".to_owned(), 1)]));
    assert_eq!(list(&found.columns[0].lost_categories), (2, vec![("b".to_owned(), 3), ("c".to_owned(), 2)]));
}

#[case]
fn many_categories_are_pooled() {
    let rows = |weights: &dyn Fn(usize) -> usize| {
        let values: Vec<(String, usize)> = (0..80).map(|i| (format!("c{i}"), weights(i))).collect();
        repeat("v", &values.iter().map(|(value, count)| (value.as_str(), *count)).collect::<Vec<_>>())
    };
    let found = compare(&rows(&|i| 100 - i), &rows(&|i| 100 - i), None);
    assert_eq!(found.columns[0].bins.len(), 51);
    assert_eq!(found.columns[0].population_stability_index, Some(0.0));
    // What only moves among the pooled ones is no drift.
    let found = compare(&rows(&|i| 100 - i), &rows(&|i| if i < 50 { 100 - i } else { 36 }), None);
    assert!(found.columns[0].population_stability_index.unwrap() < 0.001);
}

#[case]
fn columns_of_another_type_have_drifted() {
    let found = compare("id,v,w\n1,5,\n2,6,\n3,7,\n", "id,v,w\n1,5,x\n2,6,y\n3,x7,z\n", Some("id"));
    let v = column(&found, "v");
    assert_eq!((v.type_before, v.type_after), (Some(ColumnType::Number), Some(ColumnType::String)));
    assert_eq!((v.population_stability_index, v.drifted, v.changed), (None, true, Some(1)));
    // A column that had no values had no type.
    let w = column(&found, "w");
    assert_eq!((w.type_before, w.type_after, w.drifted), (None, Some(ColumnType::String), false));
    assert_eq!((w.fill_rate_before, w.fill_rate_after, w.changed), (0.0, 1.0, Some(3)));
}

#[case]
fn blank_text_is_not_filled_in() {
    let found = compare("id,v\n1,a\n2,\" \"\n3,\n4,b\n", "id,v\n1,a\n2,b\n3,c\n4,d\n", Some("id"));
    assert_eq!((column(&found, "v").fill_rate_before, column(&found, "v").fill_rate_after), (0.5, 1.0));
}

#[case]
fn dates_are_compared_but_do_not_drift() {
    let found = compare("id,day\na,2025-01-01\nb,2025-01-02\n", "id,day\na,2026-01-01\nb,2025-01-02\n", Some("id"));
    let day = column(&found, "day");
    assert_eq!((day.population_stability_index, day.drifted, day.changed), (None, false, Some(1)));
}

#[case]
fn what_cannot_be_compared_is_an_error() {
    let error = |before: &str, after: &str, options: &SnapshotOptions| {
        compare_snapshots(&table(before), &table(after), options).unwrap_err()
    };
    let key = |key: &str| SnapshotOptions { key: Some(key.into()), ..SnapshotOptions::default() };
    assert_eq!(place(&error("id\n", "id\n1\n", &key("id"))).0, "empty-input");
    assert_eq!(place(&error("id\n1\n", "id\n", &SnapshotOptions::default())).0, "empty-input");
    assert_eq!(place(&error("id\n1\n", "x\n1\n", &key("id"))), ("missing-column", None, Some("id")));
    assert_eq!(place(&error("id\n1\n", "id\na\n", &key("id"))), ("wrong-type", None, Some("id")));
    let threshold = SnapshotOptions { drift_threshold: Some(0.0), ..SnapshotOptions::default() };
    assert_eq!(place(&error("id\n1\n", "id\n1\n", &threshold)).0, "invalid-option");
}

#[case]
fn the_threshold_can_be_another() {
    let (before, after) = (repeat("v", &[("a", 50), ("b", 50)]), repeat("v", &[("a", 68), ("b", 32)]));
    let drifted = |threshold| {
        let options = SnapshotOptions { key: None, drift_threshold: threshold };
        compare_snapshots(&table(&before), &table(&after), &options).unwrap().columns[0].drifted
    };
    assert_eq!((drifted(None), drifted(Some(0.1))), (false, true));
}
