//! The order of customers in a result is the order of their identifiers.

use super::{cells, table};
use crate::case;
use custometry::rfm::{RfmOptions, segment};
use custometry::table::{ColumnData, TableBuilder};

/// The identifiers in the order of the result.
fn ordered(ids: &[&str]) -> Vec<String> {
    let mut builder = TableBuilder::new(ids.len());
    builder.add("customerId", ColumnData::text(ids.iter().map(|&id| Some(id))).unwrap()).unwrap();
    builder.add("date", ColumnData::days(ids.iter().map(|_| Some(0))).unwrap()).unwrap();
    builder.add("amount", ColumnData::Floats(vec![1.0; ids.len()])).unwrap();
    let result = segment(&builder.finish(), &RfmOptions::new("2025-12-31")).unwrap();
    cells(result.customers.column("customerId").unwrap())
}

#[case]
fn texts_come_by_code_point() {
    let long = "x".repeat(1000);
    let (long_a, long_b) = (format!("{long}a"), format!("{long}b"));
    let mut ids = vec![
        "b",
        "a",
        "B",
        "ab",
        "a\0",
        "a\0\0",
        "",
        "中文",
        "é",
        "C0000010",
        "C0000009",
        "C00000091",
        &long_b,
        &long,
        &long_a,
        "🎉",
        "\u{ffff}",
        "same prefix 2",
        "same prefix 10",
        "same prefix 1",
    ];
    let found = ordered(&ids);
    ids.sort_unstable();
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ids);
}

#[case]
fn a_staircase_of_zero_bytes() {
    let stairs: Vec<String> = (0..300).rev().map(|n| "\0".repeat(n)).collect();
    let found = ordered(&stairs.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(found.iter().zip(0..).all(|(id, length)| id.len() == length));
}

#[case]
fn numbers_ascend() {
    let csv = "customerId,date,amount\n10,2025-01-01,1\n-2.5,2025-01-01,1\n9,2025-01-01,1\n1e12,2025-01-01,1\n0,2025-01-01,1\n";
    let result = segment(&table(csv), &RfmOptions::new("2025-12-31")).unwrap();
    assert_eq!(cells(result.customers.column("customerId").unwrap()), ["-2.5", "0", "9", "10", "1000000000000"]);
}
