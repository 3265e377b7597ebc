//! Profiles of columns whose every figure can be counted by hand.

use super::table;
use crate::case;
use custometry::profile::{ColumnProfile, profile_table};
use custometry::table::{Cell, ColumnData, ColumnType, Table, TableBuilder};

fn one(data: ColumnData) -> ColumnProfile {
    let mut builder = TableBuilder::new(match &data {
        ColumnData::Floats(values) | ColumnData::Dates { values, .. } => values.len(),
        ColumnData::Integers(values) => values.len(),
        ColumnData::Booleans(values) => values.len(),
        ColumnData::Text { codes, .. } => codes.len(),
    });
    builder.add("column", data).unwrap();
    profile_table(&builder.finish()).unwrap().columns.remove(0)
}

fn texts(values: &[&str]) -> ColumnProfile {
    one(ColumnData::text(values.iter().map(|&text| Some(text))).unwrap())
}

fn patterns(profile: &ColumnProfile) -> Vec<(&str, u64)> {
    profile.patterns.iter().map(|pattern| (pattern.pattern.as_str(), pattern.count)).collect()
}

#[case]
fn numbers_are_described() {
    let found = one(ColumnData::Floats(vec![0.0, -0.0, 3.0, f64::NAN, -1.0, 3.0, f64::INFINITY, f64::NEG_INFINITY]));
    assert_eq!((found.nulls, found.distinct, found.unique), (1, 5, 3));
    assert_eq!((found.zeros, found.negatives, found.infinite), (Some(2), Some(2), Some(2)));
    assert_eq!((&found.min, &found.max, found.mean), (&Cell::Number(-1.0), &Cell::Number(3.0), Some(1.0)));
    // -1 0 0 3 3: squares 4 + 1 + 1 + 4 + 4, by 4
    assert_eq!(found.standard_deviation, Some(3.5_f64.sqrt()));
    let quantiles = found.quantiles.unwrap();
    assert_eq!((quantiles[0], &quantiles[2..5], quantiles[6]), (-1.0, &[0.0, 0.0, 3.0][..], 3.0));
    assert_eq!(found.top[0].value, Cell::Number(0.0));
    assert_eq!(found.top[1].count, 2);
    assert_eq!((found.blanks, found.lengths, found.meaning), (None, None, None));
}

#[case]
fn numbers_at_the_ends_of_the_scale_have_a_mean() {
    let found = one(ColumnData::Floats(vec![1.5e308, 1.5e308, 1.5e308]));
    assert_eq!((found.mean, found.standard_deviation), (Some(1.5e308), Some(0.0)));
    let found = one(ColumnData::Floats(vec![-1e308, 1e308]));
    assert_eq!(found.mean, Some(0.0));
    assert!((found.standard_deviation.unwrap() / 2.0_f64.sqrt() / 1e308 - 1.0).abs() < 1e-15);
    let found = one(ColumnData::Floats(vec![3e-320, 1e-320]));
    assert_eq!(found.mean, Some(2e-320));
    let found = one(ColumnData::Floats(vec![1e16, 1.0, -1e16, 1.0]));
    assert_eq!(found.mean, Some(0.5));
}

#[case]
fn what_is_undefined_is_none() {
    let found = one(ColumnData::Floats(vec![f64::NAN; 3]));
    assert_eq!((found.nulls, found.distinct, &found.min, &found.max), (3, 0, &Cell::Null, &Cell::Null));
    assert_eq!((found.mean, found.standard_deviation, found.quantiles), (None, None, None));
    let found = one(ColumnData::Integers(vec![7]));
    assert_eq!((found.mean, found.standard_deviation, found.quantiles), (Some(7.0), None, Some(vec![7.0; 7])));
    let none = profile_table(&TableBuilder::new(0).finish()).unwrap();
    assert_eq!((none.rows, none.duplicate_rows, none.columns.len()), (0, 0, 0));
}

#[case]
fn texts_are_described() {
    let found = texts(&["b", "", "  ", " b", "b", "\u{3000}", "北京\t", "a"]);
    assert_eq!((found.distinct, found.unique), (7, 6));
    assert_eq!((found.blanks, found.padded), (Some(3), Some(2)));
    assert_eq!((&found.min, &found.max), (&Cell::Text(String::new()), &Cell::Text("北京\t".into())));
    let lengths = found.lengths.unwrap();
    assert_eq!((lengths.min, lengths.max, lengths.mean), (0, 3, 11.0 / 8.0));
    assert_eq!((found.mean, found.quantiles), (None, None));
    // Equally frequent values come in the order of their rows.
    assert_eq!(found.top.iter().map(|top| top.count).collect::<Vec<_>>(), [2, 1, 1, 1, 1, 1, 1]);
    assert_eq!(found.top[1].value, Cell::Text(String::new()));
}

#[case]
fn dates_and_booleans_are_described() {
    let found = profile_table(&table("day,flag\n2026-01-31,true\n,false\n2025-02-28,true\n")).unwrap();
    let [day, flag] = &found.columns[..] else { panic!() };
    assert_eq!((day.column_type, day.nulls, day.distinct), (ColumnType::Date, 1, 2));
    assert_eq!((day.min.display().unwrap(), day.max.display().unwrap()), ("2025-02-28".into(), "2026-01-31".into()));
    assert_eq!((day.mean, &day.quantiles), (None, &None));
    assert_eq!((&flag.min, &flag.max, flag.top[0].count), (&Cell::Boolean(false), &Cell::Boolean(true), 2));
}

#[case]
fn patterns_say_how_texts_are_written() {
    let found = texts(&["AB-1234", "CD-9876", "éÀ-1", "北京 100", "x１ｱ", "AB-1234"]);
    assert_eq!(patterns(&found), [("AA-9999", 3), ("aA-9", 1), ("汉汉 999", 1), ("a９a", 1)]);
    assert_eq!(found.other_patterns, 0);
}

#[case]
fn runs_become_one_where_patterns_are_many() {
    let mails: Vec<String> =
        (0..40).map(|i| format!("{}.{}{}@mail.com", "a".repeat(i % 9 + 1), "b".repeat(i % 7 + 1), i)).collect();
    let found = texts(&mails.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(patterns(&found), [("a+.a+9+@a+.a+", 40)]);
    let names: Vec<String> = (0..40).map(|i| format!("A{} B{}", "n".repeat(i % 9), "e".repeat(i / 3))).collect();
    let found = texts(&names.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found.patterns[0].pattern, "Aa+ Aa+");
    // All patterns are counted, also those that are not listed.
    let many: Vec<String> = (0..30).map(|i| "-".repeat(i)).collect();
    let found = texts(&many.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((found.patterns.len(), found.other_patterns), (10, 20));
}

#[case]
fn long_patterns_are_cut() {
    let found = texts(&["a".repeat(1000).as_str(), "-".repeat(61).as_str(), "-".repeat(60).as_str()]);
    let lengths: Vec<usize> = found.patterns.iter().map(|pattern| pattern.pattern.chars().count()).collect();
    assert_eq!(lengths, [61, 61, 60]);
}

#[case]
fn what_texts_are_is_told_with_its_share() {
    let kind = |values: &[&str]| texts(values).meaning.map(|meaning| (meaning.kind, meaning.share));
    assert_eq!(kind(&["a@b.com", "c@d.org", "", "e"]), Some(("email", 2.0 / 3.0)));
    assert_eq!(kind(&["https://a.com/x", "http://b.org", "none"]), Some(("url", 2.0 / 3.0)));
    assert_eq!(kind(&["2026-01-31", "2026-02-01T08:00:00Z"]), Some(("date", 1.0)));
    assert_eq!(kind(&["31.01.2026", "1/31/26", "2026年1月31日", "2026/1/31"]), Some(("localDate", 1.0)));
    assert_eq!(kind(&["1.5", "-2e3", "x"]), Some(("number", 2.0 / 3.0)));
    assert_eq!(kind(&["yes", "No", "是"]), Some(("boolean", 1.0)));
    assert_eq!(kind(&["123e4567-e89b-12d3-a456-426614174000"]), Some(("uuid", 1.0)));
    assert_eq!(kind(&["Ann", "Ben"]), None);
    assert_eq!(kind(&["1.2.3.4", "31.13.2026", "99.99.2026"]), None);
    assert_eq!(kind(&["", " "]), None);
}

#[case]
fn rows_that_come_again_are_counted() {
    let count = |csv: &str| profile_table(&table(csv)).unwrap().duplicate_rows;
    assert_eq!(count("a,b,c\n1,x,2026-01-01\n1,x,2026-01-01\n1,y,2026-01-01\n1,x,\n1,x,\n1,x,2026-01-01\n"), 3);
    assert_eq!(count("a\n1\n2\n3\n"), 0);
    assert_eq!(count("a,b\n1,1\n1,2\n2,1\n2,2\n"), 0);
    assert_eq!(count("a,b\n1.5,true\n1.5,true\n"), 1);
}

/// The counts of a random table are those of counting one by one.
#[case]
fn counts_are_those_of_counting_one_by_one() {
    let mut state = 7_u64;
    let mut next = move |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let rows: Vec<(u64, String)> = (0..2000).map(|_| (next(40), format!("t{}", next(30)))).collect();
    let csv: String = rows.iter().map(|(a, b)| format!("{a},{b}\n")).collect();
    let found = profile_table(&table(&format!("a,b\n{csv}"))).unwrap();
    let distinct = |values: Vec<String>| values.into_iter().collect::<std::collections::BTreeSet<_>>().len() as u64;
    assert_eq!(found.columns[0].distinct, distinct(rows.iter().map(|row| row.0.to_string()).collect()));
    assert_eq!(found.columns[1].distinct, distinct(rows.iter().map(|row| row.1.clone()).collect()));
    assert_eq!(found.duplicate_rows, 2000 - distinct(rows.iter().map(|row| format!("{row:?}")).collect()));
}

/// More rows than are sorted as they are: the other way of sorting gives the same.
#[case]
fn large_columns_are_described_alike() {
    let values: Vec<f64> = (0..40_000).map(|i| f64::from(i * 7919 % 20_011)).collect();
    let found = one(ColumnData::Floats(values));
    assert_eq!((found.distinct, found.unique, &found.max), (20_011, 22, &Cell::Number(20_010.0)));
    let table: Table = table("x\n1\n");
    assert_eq!(profile_table(&table).unwrap().rows, 1);
}
