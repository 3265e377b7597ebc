//! Conditions on rows: each kind of value, what is missing, and what cannot be compared.

use super::{place, table};
use crate::case;
use custometry::table::{Cell, ColumnData, Table, TableBuilder};
use custometry::time::UtcOffset;
use custometry::{Error, Filter, Locale, RowFilter};

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn on(column: &str) -> Filter {
    Filter { column: column.to_owned(), ..Filter::default() }
}

fn rows(filter: &Filter, table: &Table) -> Vec<usize> {
    rows_in(filter, table, UtcOffset::default())
}

fn rows_in(filter: &Filter, table: &Table, offset: UtcOffset) -> Vec<usize> {
    let found = RowFilter::new(std::slice::from_ref(filter), table, offset).unwrap();
    (0..table.num_rows()).filter(|&row| found.holds(row)).collect()
}

fn fails(filter: Filter, table: &Table) -> Error {
    RowFilter::new(&[filter], table, UtcOffset::default()).unwrap_err()
}

fn leads() -> Table {
    table(
        "name,employees,budget,demo,since\n\
         DE,1200,1.5,true,2026-01-01\n\
         FR,800,,false,2026-02-01\n\
         de,1000,0.25,,\n\
         ,999,-3,true,2026-01-31\n",
    )
}

#[case]
fn values_are_compared_exactly() {
    let leads = leads();
    let is = |column: &str, cell: Cell| rows(&Filter { is: Some(cell), ..on(column) }, &leads);
    assert_eq!(is("name", text("DE")), [0]);
    assert_eq!(is("name", text("DE ")), [0_usize; 0]);
    assert_eq!(is("name", Cell::Null), [3]);
    assert_eq!(is("employees", Cell::Number(1000.0)), [2]);
    assert_eq!(is("employees", Cell::Null), [0_usize; 0]);
    assert_eq!(is("budget", Cell::Number(0.25)), [2]);
    assert_eq!(is("budget", Cell::Number(f64::NAN)), [1]);
    assert_eq!(is("demo", Cell::Boolean(true)), [0, 3]);
    assert_eq!(is("demo", Cell::Boolean(false)), [1]);
    assert_eq!(is("demo", Cell::Null), [2]);
    assert_eq!(is("since", text("2026-01-31")), [3]);
    assert_eq!(is("since", Cell::Number(1_769_817_600_000.0)), [3]); // 2026-01-31T00:00Z
    assert_eq!(is("since", Cell::Null), [2]);
    let one_of = |column: &str, cells: Vec<Cell>| rows(&Filter { one_of: Some(cells), ..on(column) }, &leads);
    assert_eq!(one_of("name", vec![text("FR"), text("de"), Cell::Null]), [1, 2, 3]);
    assert_eq!(one_of("employees", vec![Cell::Number(800.0), Cell::Number(999.0)]), [1, 3]);
    assert_eq!(one_of("name", vec![]), [0_usize; 0]);
}

#[case]
fn bounds_take_the_least_and_not_the_greatest() {
    let leads = leads();
    let within =
        |column: &str, min: Option<Cell>, below: Option<Cell>| rows(&Filter { min, below, ..on(column) }, &leads);
    assert_eq!(within("employees", Some(Cell::Number(1000.0)), None), [0, 2]);
    assert_eq!(within("employees", None, Some(Cell::Number(1000.0))), [1, 3]);
    assert_eq!(within("employees", Some(Cell::Number(800.0)), Some(Cell::Number(1000.0))), [1, 3]);
    // What is missing lies within no bounds.
    assert_eq!(within("budget", Some(Cell::Number(f64::NEG_INFINITY)), None), [0, 2, 3]);
    assert_eq!(within("since", Some(text("2026-01-31")), None), [1, 3]);
    assert_eq!(within("since", None, Some(text("2026-01-31"))), [0]);
    assert_eq!(within("since", Some(Cell::Number(1_769_817_600_000.0)), None), [1, 3]);
}

#[case]
fn texts_are_read_as_what_they_are_compared_with() {
    let mut builder = TableBuilder::new(6);
    let texts = [Some("10"), Some(" 9.5 "), Some("many"), None, Some("2026-01-31"), Some("2026-01-31T23:00:00Z")];
    builder.add("t", ColumnData::text(texts).unwrap()).unwrap();
    let table = builder.finish();
    let min = |cell: Cell| rows(&Filter { min: Some(cell), ..on("t") }, &table);
    assert_eq!(min(Cell::Number(9.5)), [0, 1, 4, 5]); // dates are milliseconds
    assert_eq!(rows(&Filter { below: Some(Cell::Number(10.0)), ..on("t") }, &table), [1]);
    assert_eq!(min(text("2026-01-31")), [4, 5]);
    assert_eq!(min(text("2026-02-01")), [0_usize; 0]);
    let beijing = UtcOffset::parse("+08:00").unwrap();
    assert_eq!(rows_in(&Filter { min: Some(text("2026-02-01")), ..on("t") }, &table, beijing), [5]);
    assert_eq!(rows(&Filter { present: Some(true), below: Some(Cell::Number(10.0)), ..on("t") }, &table), [1]);
}

#[case]
fn a_day_is_all_its_instants() {
    let mut builder = TableBuilder::new(3);
    let hour = 3_600_000.0;
    let values = vec![24.0 * hour, 47.5 * hour, 48.0 * hour]; // 1970-01-02T00:00Z, 23:30Z and the midnight after
    builder.add("t", ColumnData::Dates { values, civil: false }).unwrap();
    let table = builder.finish();
    let is = Filter { is: Some(text("1970-01-02")), ..on("t") };
    assert_eq!(rows(&is, &table), [0, 1]);
    assert_eq!(rows_in(&is, &table, UtcOffset::parse("-01:00").unwrap()), [1, 2]);
    assert_eq!(rows(&Filter { min: Some(text("1970-01-03")), ..on("t") }, &table), [2]);
    assert_eq!(rows(&Filter { is: Some(text("1970-01-02T23:30Z")), ..on("t") }, &table), [1]);
}

#[case]
fn presence_and_several_conditions() {
    let leads = leads();
    assert_eq!(rows(&Filter { present: Some(true), ..on("demo") }, &leads), [0, 1, 3]);
    assert_eq!(rows(&Filter { present: Some(false), ..on("demo") }, &leads), [2]);
    let both = [
        Filter { is: Some(Cell::Boolean(true)), ..on("demo") },
        Filter { min: Some(Cell::Number(0.0)), ..on("budget") },
    ];
    let found = RowFilter::new(&both, &leads, UtcOffset::default()).unwrap();
    assert_eq!((0..5).map(|row| found.holds(row)).collect::<Vec<_>>(), [true, false, false, false, false]);
    let all = RowFilter::new(&[], &leads, UtcOffset::default()).unwrap();
    assert!((0..4).all(|row| all.holds(row)));
}

#[case]
fn nothing_has_no_type() {
    let table = table("a,b\n1,\n2,\n");
    assert_eq!(rows(&Filter { is: Some(text("x")), ..on("b") }, &table), [0_usize; 0]);
    assert_eq!(rows(&Filter { one_of: Some(vec![text("x"), Cell::Null]), ..on("b") }, &table), [0, 1]);
    assert_eq!(rows(&Filter { min: Some(Cell::Number(0.0)), ..on("b") }, &table), [0_usize; 0]);
    assert_eq!(rows(&Filter { present: Some(false), ..on("b") }, &table), [0, 1]);
}

#[case]
fn what_cannot_be_compared_is_an_error() {
    let leads = leads();
    let number = || Some(Cell::Number(1.0));
    for (filter, code, column) in [
        (Filter { is: number(), ..on("country") }, "missing-column", "country"),
        (on("name"), "invalid-option", "name"),
        (Filter { min: number(), below: number(), ..on("employees") }, "invalid-option", "employees"),
        (Filter { is: number(), ..on("name") }, "wrong-type", "name"),
        (Filter { one_of: Some(vec![text("a"), Cell::Boolean(true)]), ..on("name") }, "wrong-type", "name"),
        (Filter { is: Some(text("1000")), ..on("employees") }, "wrong-type", "employees"),
        (Filter { is: number(), ..on("demo") }, "wrong-type", "demo"),
        (Filter { min: number(), ..on("demo") }, "wrong-type", "demo"),
        (Filter { min: Some(Cell::Boolean(true)), ..on("demo") }, "wrong-type", "demo"),
        (Filter { min: Some(Cell::Null), ..on("employees") }, "wrong-type", "employees"),
        (Filter { min: Some(Cell::Number(f64::NAN)), ..on("employees") }, "wrong-type", "employees"),
        (Filter { min: Some(text("2026-02-30")), ..on("since") }, "bad-date", "since"),
        (Filter { is: Some(Cell::Boolean(true)), ..on("since") }, "wrong-type", "since"),
        (Filter { min: Some(text("large")), ..on("name") }, "bad-date", "name"),
        (Filter { min: Some(Cell::Boolean(true)), ..on("name") }, "wrong-type", "name"),
    ] {
        let error = fails(filter.clone(), &leads);
        assert_eq!(place(&error), (code, None, Some(column)), "{filter:?} {error:?}");
    }
    let error = fails(Filter { is: Some(text("1000")), ..on("employees") }, &leads);
    assert_eq!(error.message(), "the condition `is` has \"1000\", but the column holds number values");
    let two = [Filter { present: Some(true), ..on("name") }, Filter { is: number(), ..on("name") }];
    let error = RowFilter::new(&two, &leads, UtcOffset::default()).unwrap_err();
    assert_eq!(error.message(), "condition 2: the condition `is` has 1, but the column holds string values");
}

#[case]
fn conditions_in_words() {
    let words = |filter: &Filter| filter.text(Locale::English);
    assert_eq!(words(&Filter { min: Some(Cell::Number(1000.0)), ..on("employees") }), "employees >= 1000");
    let both = Filter { min: Some(Cell::Number(0.5)), below: Some(Cell::Number(2.0)), ..on("x") };
    assert_eq!(words(&both), "x >= 0.5, x < 2");
    assert_eq!(words(&Filter { is: Some(text("DE")), ..on("c") }), "c = \"DE\"");
    assert_eq!(words(&Filter { is: Some(Cell::Null), ..on("c") }), "c = null");
    let many = (0..7).map(|n| Cell::Number(f64::from(n))).collect();
    assert_eq!(words(&Filter { one_of: Some(many), ..on("c") }), "c in [0, 1, 2, 3, 4, ...]");
    assert_eq!(words(&Filter { present: Some(false), ..on("c") }), "c is missing");
    assert_eq!(Filter { present: Some(true), ..on("c") }.text(Locale::Chinese), "c 有值");
}
