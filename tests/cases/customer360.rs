//! Customer 360: figures by hand, all customers as pandas has them, and what cannot be used.

use super::{assert_close, cells, integers, place, table};
use crate::case;
use custometry::Error;
use custometry::customer360::{
    Comparison, Customer360, Customer360Options, Department, DepartmentField, HistoryTable, UpdateLog, UpdateTarget,
    customer_360,
};
use custometry::table::{ColumnData, Table, TableBuilder};

fn department(name: &str, columns: &[&str], table: Option<Table>) -> Department {
    let field = |column: &&str| {
        let (field, column) = column.split_once('=').unwrap_or((column, column));
        DepartmentField { field: field.to_owned(), column: column.to_owned() }
    };
    Department {
        name: name.to_owned(),
        fields: columns.iter().map(field).collect(),
        table,
        key: None,
        updated_at: None,
        max_age_days: None,
    }
}

fn history(csv: &str) -> HistoryTable {
    let table = table(&format!("customerId,date,department\n{csv}"));
    HistoryTable { table, key: None, date: None, department: None, expected: None, window_days: None }
}

fn floats(table: &Table, name: &str) -> Vec<f64> {
    match table.column(name).unwrap().data() {
        ColumnData::Floats(values) => values.clone(),
        ColumnData::Integers(values) => values.iter().map(|&value| f64::from(value)).collect(),
        other => panic!("{name} is {other:?}"),
    }
}

fn view(customers: &str, departments: &[Department], options: &Customer360Options) -> Customer360 {
    customer_360(&table(customers), departments, None, None, options).unwrap()
}

fn fails(customers: &str, departments: &[Department], options: &Customer360Options) -> Error {
    customer_360(&table(customers), departments, None, None, options).unwrap_err()
}

/// All that a view holds, as text.
fn all(view: &Customer360) -> String {
    let tables = [&view.customers, &view.unknown_customers, &view.conflicts].map(|table| table.to_csv().unwrap());
    format!("{}{:?}", tables.join("\n"), view.report)
}

#[case]
fn every_customer_is_as_pandas_has_it() {
    let customers = table(include_str!("../golden/customer360-customers.csv"));
    let sales = department("sales", &["email", "phone"], None);
    let marketing = department("marketing", &["city"], None);
    let tickets = table(include_str!("../golden/customer360-tickets.csv"));
    let service = Department {
        key: Some("customer".into()),
        updated_at: Some("changed".into()),
        ..department("service", &["phone=mobile", "plan"], Some(tickets))
    };
    let contacts = HistoryTable {
        table: table(include_str!("../golden/customer360-contacts.csv")),
        expected: Some(vec!["sales".into(), "service".into()]),
        ..history("")
    };
    let options = Customer360Options {
        as_of: Some("2026-01-31".into()),
        weights: Some(vec![("email".into(), 2.0), ("phone".into(), 3.0)]),
        updated_at: Some(vec!["updated".into()]),
        ..Customer360Options::default()
    };
    let found = customer_360(&customers, &[sales, marketing, service], Some(&contacts), None, &options).unwrap();
    let expected = table(include_str!("../golden/customer360-expected.csv"));
    assert_eq!(cells(found.customers.column("customerId").unwrap()), cells(expected.column("customerId").unwrap()));
    let columns = [
        ("completeness", "completeness"),
        ("completeness.sales", "sales"),
        ("completeness.service", "service"),
        ("conflicts", "conflicts"),
        ("historyCoverage", "coverage"),
        ("ageDays", "ageDays"),
        ("updates90", "updates90"),
    ];
    for (name, of) in columns {
        let pairs = floats(&found.customers, name).into_iter().zip(floats(&expected, of));
        for (row, (ours, theirs)) in pairs.enumerate() {
            assert!(ours.is_nan() && theirs.is_nan() || (ours - theirs).abs() <= 1e-12, "{name}, row {row}");
        }
    }
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    let summary = &found.report.summary;
    assert_close(summary.completeness.unwrap(), mean(floats(&expected, "completeness")), 1e-12);
    assert_close(found.report.history.unwrap().coverage.unwrap(), mean(floats(&expected, "coverage")), 1e-12);
    assert_eq!(summary.conflicts as f64, floats(&expected, "conflicts").iter().sum::<f64>());
    assert!(summary.conflicts > 5 && summary.unknown_customers > 0);
}

#[case]
fn the_order_of_rows_elsewhere_makes_no_difference() {
    let customers = table(include_str!("../golden/customer360-customers.csv"));
    let of = |csv: &str, turned: bool| {
        let mut lines: Vec<&str> = csv.lines().collect();
        if turned {
            lines[1..].reverse();
        }
        table(&lines.join("\n"))
    };
    // One value for each customer, so that the last one is the same in any order.
    let plans = "customerId,phone,plan\nc01,1,a\nc69,2,b\nc02,,b\nc00,5550101,\nc66,,\nc69,2,b\n";
    let run = |turned: bool| {
        let departments = [
            department("sales", &["email", "phone"], None),
            department("service", &["phone", "plan"], Some(of(plans, turned))),
        ];
        let contacts =
            HistoryTable { table: of(include_str!("../golden/customer360-contacts.csv"), turned), ..history("") };
        let options = Customer360Options { as_of: Some("2026-01-31".into()), ..Customer360Options::default() };
        all(&customer_360(&customers, &departments, Some(&contacts), None, &options).unwrap())
    };
    assert_eq!(run(false), run(true));
}

#[case]
fn a_field_is_known_when_any_department_knows_it() {
    let service =
        department("service", &["phone", "plan"], Some(table("customerId,phone,plan\n2,555,\n3,,basic\n3,556,\n")));
    let sales = department("sales", &["email", "phone"], None);
    let found = view(
        "customerId,email,phone\n1,a@example.com,\n2,,\n3,c@example.com,556\n",
        &[sales, service],
        &Default::default(),
    );
    assert_eq!(floats(&found.customers, "completeness"), [1.0 / 3.0, 1.0 / 3.0, 1.0]);
    assert_eq!(floats(&found.customers, "completeness.sales"), [0.5, 0.0, 1.0]);
    assert_eq!(floats(&found.customers, "completeness.service"), [0.0, 0.5, 1.0]);
    assert_eq!(cells(found.customers.column("missingFields").unwrap()), ["phone, plan", "email, plan", ""]);
    assert_eq!(cells(found.customers.column("departments").unwrap()), ["sales", "service", "sales, service"]);
    let report = found.report;
    assert_eq!((report.summary.complete, report.summary.known_to), (1, vec![0, 2, 1]));
    assert_eq!(report.overlap.customers, [[2, 1], [1, 2]]);
    let service = &report.departments[1];
    assert_eq!((service.records, service.customers, service.coverage), (3, 2, Some(2.0 / 3.0)));
    assert_eq!((service.completeness, service.completeness_of_known), (Some(0.5), Some(0.75)));
    assert_eq!((service.columns[0].filled, service.columns[0].fill_rate_of_known), (2, Some(1.0)));
    assert_eq!((report.fields[1].filled, report.fields[1].compared, report.fields[1].consistency), (2, 1, Some(1.0)));
}

#[case]
fn blanks_and_placeholders_are_nothing() {
    let options = Customer360Options { missing: Some(vec!["N/A".into(), "未知".into()]), ..Default::default() };
    let found = view(
        "customerId,city\n1,Kunming\n2,\"  \"\n3,\u{3000}\n4,n/a \n5,未知\n6,NA\n",
        &[department("sales", &["city"], None)],
        &options,
    );
    assert_eq!(floats(&found.customers, "completeness"), [1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
}

#[case]
fn weights_make_a_field_count_for_more() {
    let options = Customer360Options { weights: Some(vec![("email".into(), 3.0)]), ..Default::default() };
    let sales = [department("sales", &["email", "phone"], None)];
    let found = view("customerId,email,phone\n1,a,\n2,,5\n3,a,5\n", &sales, &options);
    assert_eq!(floats(&found.customers, "completeness"), [0.75, 0.25, 1.0]);
    assert_eq!(found.report.summary.completeness, Some(2.0 / 3.0));
}

#[case]
fn conflicts_name_the_values_and_who_has_them() {
    let departments = [
        department("sales", &["phone", "name"], None),
        department("marketing", &["phone"], None), // the same column: no source of its own
        department("service", &["phone=mobile"], Some(table("customerId,mobile\na,555-0100\nb,5550102\nc,\n"))),
        department(
            "finance",
            &["phone", "name"],
            Some(table("customerId,phone,name\na,5550100,ANN  LEE\nb,5550102,Bo\n")),
        ),
    ];
    let customers = "customerId,phone,name\na,\"555 0100\",Ann Lee\nb,\"555 0101\",Ben\nc,\"555 0103\",\n";
    let digits = Customer360Options { compare: Some(vec![("phone".into(), Comparison::Digits)]), ..Default::default() };
    let found = view(customers, &departments, &digits);
    let column = |name: &str| cells(found.conflicts.column(name).unwrap());
    assert_eq!(column("customerId"), ["b", "b"]);
    assert_eq!(column("column"), ["phone", "name"]);
    assert_eq!(column("values"), ["555 0101 | 5550102", "Ben | Bo"]);
    assert_eq!(column("departments"), ["sales, marketing | service, finance", "sales | finance"]);
    assert_eq!(integers(&found.conflicts, "distinctValues"), [2, 2]);
    assert_eq!(integers(&found.customers, "conflicts"), [0, 2, 0]);
    let phone = &found.report.fields[0];
    assert_eq!((phone.compared, phone.conflicts, phone.consistency), (2, 1, Some(0.5)));
    assert_eq!(found.report.summary.consistency, Some(0.5));
    // As texts, the hyphen makes a difference; exactly, the case does, too.
    assert_eq!(view(customers, &departments, &Default::default()).report.fields[0].conflicts, 2);
    let exact = Customer360Options { compare: Some(vec![("name".into(), Comparison::Exact)]), ..Default::default() };
    assert_eq!(view(customers, &departments, &exact).report.fields[1].conflicts, 2);
}

#[case]
fn values_are_the_same_however_they_are_written() {
    let compare =
        |comparison| Customer360Options { compare: Some(vec![("x".into(), comparison)]), ..Default::default() };
    let same = |a: &str, b: &str, options: &Customer360Options| {
        let service = department("service", &["x"], Some(table(&format!("customerId,x\na,\"{b}\"\n"))));
        let found = view(&format!("customerId,x\na,\"{a}\"\n"), &[department("sales", &["x"], None), service], options);
        assert_eq!(found.report.fields[0].compared, 1);
        found.report.fields[0].conflicts == 0
    };
    let (text, phone) = (compare(Comparison::Text), compare(Comparison::Phone));
    assert!(same("José  Müller", "jose muller", &text) && same("張偉", "张伟", &text) && same("ＡＢＣ", "abc", &text));
    assert!(!same("张伟", "张玮", &text) && !same("a@example.com", "b@example.com", &text));
    assert!(same("+86 138-1234-5678", "13812345678", &phone) && !same("13812345678", "13812345679", &phone));
    assert!(same("none", "NONE", &phone) && !same("none", "nil", &phone));
    let british = Customer360Options { region: Some("GB".into()), ..phone };
    assert!(same("+442079460958", "020 7946 0958", &british));
    assert!(same("2026-01-31", "2026-01-31", &text) && !same("2026-01-31", "2026-02-01", &text));
}

#[case]
fn of_several_rows_the_one_updated_last_says_the_value() {
    let tickets = "customerId,phone,changed\na,1,2026-01-03\na,2,2026-01-01\na,,2026-01-09\n";
    let service = department("service", &["phone"], Some(table(tickets)));
    let dated = Department { updated_at: Some("changed".into()), ..service.clone() };
    let options = Customer360Options { as_of: Some("2026-01-31".into()), ..Default::default() };
    for (service, value) in [(service, "9 | 2"), (dated, "9 | 1")] {
        let found = view("customerId,phone\na,9\n", &[department("sales", &["phone"], None), service], &options);
        assert_eq!(cells(found.conflicts.column("values").unwrap()), [value]);
    }
}

#[case]
fn history_counts_the_expected_departments() {
    let events = "a,2026-01-31,sales\na,2025-01-01,service\na,2026-01-02,finance\nb,2026-02-01,sales\nz,2026-01-01,sales\nb,,sales\n,2026-01-01,sales\nb,2026-01-01,\nb,yesterday,sales\n";
    let sales = [department("sales", &["email"], None), department("service", &["email"], None)];
    let options = Customer360Options { as_of: Some("2026-01-31".into()), ..Default::default() };
    let customers = table("customerId,email\na,\nb,\n");
    let found = customer_360(&customers, &sales, Some(&history(events)), None, &options).unwrap();
    assert_eq!(floats(&found.customers, "historyCoverage"), [1.0, 0.0]);
    assert_eq!(cells(found.customers.column("historyMissing").unwrap()), ["", "sales, service"]);
    assert_eq!(cells(found.customers.column("lastEvent").unwrap()), ["2026-01-31", ""]);
    let report = found.report.history.unwrap();
    assert_eq!((report.coverage, report.complete, report.without_events, report.events), (Some(0.5), 1, 1, 3));
    let departments: Vec<_> =
        report.departments.iter().map(|d| (d.department.as_str(), d.expected, d.events)).collect();
    assert_eq!(departments, [("sales", true, 1), ("service", true, 1), ("finance", false, 1)]);
    let reasons: Vec<_> = report.skipped.rows.iter().map(|row| (row.row, row.reason.as_str())).collect();
    let expected = [
        (6, "an identifier is missing"),
        (3, "the date is after asOf"),
        (5, "a date is missing"),
        (7, "the name of a group is missing"),
        (8, "\"yesterday\" is not an ISO 8601 date"),
    ];
    assert_eq!(reasons, expected);
    assert_eq!(cells(found.unknown_customers.column("customerId").unwrap()), ["z"]);
    assert_eq!(cells(found.unknown_customers.column("source").unwrap()), ["history"]);
    // Within a window of a year the event of 2025-01-01 is too old.
    let recent = HistoryTable { window_days: Some(365), ..history(events) };
    let found = customer_360(&customers, &sales, Some(&recent), None, &options).unwrap();
    assert_eq!(floats(&found.customers, "historyCoverage"), [0.5, 0.0]);
}

#[case]
fn freshness_is_held_against_its_targets() {
    let customers = "customerId,email,updated\na,,2026-01-31\nb,,2026-01-01\nc,,2025-12-01\nd,,\ne,,2026-02-01\n";
    let sales = [department("sales", &["email"], None)];
    let options = Customer360Options {
        as_of: Some("2026-01-31".into()),
        updated_at: Some(vec!["updated".into()]),
        max_age_days: Some(30),
        ..Default::default()
    };
    let found = view(customers, &sales, &options);
    assert_eq!(cells(found.customers.column("isFresh").unwrap()), ["true", "true", "false", "false", "false"]);
    assert_eq!(cells(found.customers.column("ageDays").unwrap()), ["0", "30", "61", "", ""]);
    assert_eq!(integers(&found.customers, "updates30"), [1, 0, 0, 0, 0]); // 30 days until asOf begin on January 2nd
    let report = found.report.freshness.unwrap();
    assert_eq!((report.dated, report.undated, report.median_age_days), (3, 2, Some(30.0)));
    assert_eq!((report.fresh, report.fresh_share), (Some(2), Some(0.4)));
    assert_eq!(report.bands.iter().map(|band| band.customers).collect::<Vec<_>>(), [2, 1, 0, 0, 0]);
    assert_eq!((report.bands[1].from, report.bands[1].to, report.bands[4].to), (31, Some(90), None));
    assert_eq!(found.report.skipped.rows[0].reason, "the date is after asOf");
    // Three updates in 365 days, of five customers, in 365 / 30.4375 months.
    assert_close(report.updates_per_customer_month.unwrap(), 3.0 / 5.0 * 30.4375 / 365.0, 1e-15);
}

#[case]
fn a_log_of_updates_is_what_is_counted() {
    let log = table("customerId,date\na,2026-01-30\na,2026-01-30\na,2025-12-31\nb,2026-01-01\nz,2026-01-01\na,\n");
    let log = UpdateLog { table: log, key: None, date: None };
    let options = Customer360Options {
        as_of: Some("2026-01-31".into()),
        updated_at: Some(vec!["updated".into()]),
        updates_per_period: Some(UpdateTarget { updates: 3, days: 32 }),
        window_days: Some(32),
        ..Default::default()
    };
    let customers = table("customerId,email,updated\na,,2026-01-31\nb,,2026-01-31\n");
    let found = customer_360(&customers, &[department("sales", &["email"], None)], None, Some(&log), &options).unwrap();
    assert_eq!(integers(&found.customers, "updates30"), [2, 0]); // not the dates of the column
    assert_eq!(integers(&found.customers, "updates90"), [3, 1]);
    assert_eq!(cells(found.customers.column("ageDays").unwrap()), ["0", "0"]); // which say how old the data are
    assert_eq!(cells(found.customers.column("isFresh").unwrap()), ["true", "false"]);
    let report = found.report.freshness.unwrap();
    assert_eq!((report.updates, report.skipped.count), (4, 1));
    assert_eq!(cells(found.unknown_customers.column("source").unwrap()), ["updates"]);
}

#[case]
fn a_column_of_dates_that_two_name_counts_once() {
    let sales = Department {
        updated_at: Some("updated".into()),
        max_age_days: Some(1),
        ..department("sales", &["email"], None)
    };
    let service = Department { name: "service".into(), ..sales.clone() };
    let options = Customer360Options {
        as_of: Some("2026-01-31".into()),
        updated_at: Some(vec!["updated".into(), "updated".into()]),
        ..Default::default()
    };
    let found = view("customerId,email,updated\na,x,2026-01-31\nb,x,2026-01-01\n", &[sales, service], &options);
    assert_eq!(integers(&found.customers, "updates30"), [1, 0]);
    let sales = &found.report.departments[0];
    assert_eq!(
        (sales.dated, sales.median_age_days, sales.fresh, sales.fresh_share),
        (Some(2), Some(15.0), Some(1), Some(0.5))
    );
}

#[case]
fn rows_that_cannot_be_used_are_listed() {
    let service = department("service", &["email"], Some(table("customerId,email\nb,\n,x\nz,y\nz,y\nb,\n")));
    let found = view("customerId,email\na,1\n,2\na,3\n", &[service], &Default::default());
    assert_eq!(found.report.summary.customers, 1);
    let rows: Vec<_> = found.report.skipped.rows.iter().map(|row| row.row).collect();
    assert_eq!((rows, found.report.skipped.count), (vec![1, 2], 2));
    assert_eq!(found.report.departments[0].skipped.rows[0].row, 1);
    assert_eq!(cells(found.unknown_customers.column("customerId").unwrap()), ["b", "z"]);
    assert_eq!(integers(&found.unknown_customers, "rows"), [2, 2]);
    assert_eq!((found.report.summary.unknown_customers, found.report.departments[0].unknown_customers), (2, 2));
}

#[case]
fn odd_cells_count_and_are_not_compared() {
    let mut builder = TableBuilder::new(2);
    builder.add("customerId", ColumnData::text([Some("a"), Some("b")]).unwrap()).unwrap();
    builder.add("phone", ColumnData::text([Some("1"), None]).unwrap()).unwrap();
    builder.mark_invalid("phone", 1, "the number 2").unwrap();
    let service = department("service", &["phone"], Some(table("customerId,phone\na,3\nb,4\n")));
    let sales = department("sales", &["phone"], None);
    let found = customer_360(&builder.finish(), &[sales, service], None, None, &Default::default()).unwrap();
    assert_eq!((found.report.fields[0].filled, found.report.fields[0].compared), (2, 1));
    let skipped = &found.report.departments[0].skipped;
    assert_eq!((skipped.count, skipped.rows[0].row), (1, 1));
    assert!(skipped.rows[0].reason.contains("the number 2"), "{skipped:?}");
}

#[case]
fn without_customers_nothing_is_divided() {
    let found = view("customerId,email\n", &[department("sales", &["email"], None)], &Default::default());
    assert_eq!((found.report.summary.completeness, found.report.departments[0].coverage), (None, None));
    assert_eq!(found.customers.num_rows(), 0);
}

#[case]
fn what_cannot_be_meant_is_an_error() {
    let sales = || department("sales", &["email"], None);
    let customers = "customerId,email,updated\na,,2026-01-01\n";
    let at = |options: Customer360Options| Customer360Options { as_of: Some("2026-01-31".into()), ..options };
    let wrong = |departments: &[Department], options: Customer360Options, part: &str| {
        let error = fails(customers, departments, &options);
        assert_eq!(place(&error).0, "invalid-option", "{error}");
        assert!(error.message().contains(part), "{error}");
    };
    wrong(&[], Default::default(), "no departments");
    wrong(&[sales(), sales()], Default::default(), "twice");
    wrong(&[department("sales", &[], None)], Default::default(), "departments.sales: there are no columns");
    wrong(&[department("sales", &["a=email", "a=updated"], None)], Default::default(), "twice");
    wrong(&[sales()], Customer360Options { max_age_days: Some(1), ..at(Default::default()) }, "no dates");
    wrong(&[Department { max_age_days: Some(1), ..sales() }], Default::default(), "needs updatedAt");
    wrong(&[sales()], Customer360Options { updated_at: Some(vec!["updated".into()]), ..Default::default() }, "asOf");
    wrong(&[sales()], Customer360Options { weights: Some(vec![("phone".into(), 1.0)]), ..Default::default() }, "phone");
    wrong(
        &[sales()],
        Customer360Options { weights: Some(vec![("email".into(), f64::NAN)]), ..Default::default() },
        "NaN",
    );
    wrong(&[sales()], Customer360Options { age_bands: Some(vec![30, 30]), ..Default::default() }, "increase");
    wrong(&[sales()], Customer360Options { window_days: Some(0), ..Default::default() }, "windowDays");
    let error = fails(customers, &[department("sales", &["mail"], None)], &Default::default());
    assert_eq!(place(&error), ("missing-column", None, Some("mail")));
    assert!(error.message().starts_with("departments.sales"), "{error}");
    let service = department("service", &["email"], Some(table("customerId,email\n1,\n")));
    assert_eq!(place(&fails(customers, &[service], &Default::default())).0, "wrong-type");
}
