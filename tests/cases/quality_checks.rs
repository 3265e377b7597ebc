//! Data quality: what each rule fails, and how the report is made up.

use super::{cells, integers, table};
use crate::case;
use custometry::accumulate::Accumulate;
use custometry::quality::{
    Check, Condition, Operator, QualityAccumulator, QualityOptions, QualityReport, Rule, Severity, check_quality, grade,
};
use custometry::table::{Cell, ColumnData, ColumnType, Table, TableBuilder};
use custometry::{ErrorKind, Locale};

fn as_of(date: &str) -> QualityOptions {
    QualityOptions { as_of: Some(date.into()), ..QualityOptions::default() }
}

fn check(csv: &str, check: Check) -> QualityReport {
    check_quality(&table(csv), &[check], &as_of("2026-06-15")).unwrap()
}

/// The rows of a column `x` that fail.
fn failing(csv: &str, rule: Rule) -> Vec<i32> {
    let report = check(csv, Check::new("x", rule));
    assert_eq!(report.checks[0].error, None);
    integers(&report.failures, "row")
}

fn number(value: f64) -> Option<Cell> {
    Some(Cell::Number(value))
}

#[case]
fn values_are_checked_one_by_one() {
    assert_eq!(failing("x,y\na,1\n,1\n\"  \",1\n", Rule::Required), [1, 2]);
    assert_eq!(failing("x\n1\n-1\n11\n", Rule::Between { min: number(0.0), max: number(10.0) }), [1, 2]);
    assert_eq!(failing("x,y\n5,1\n,1\n", Rule::Between { min: number(9.0), max: None }), [0]);
    assert_eq!(failing("x\nab\nabc\n", Rule::Length { min: None, max: Some(2) }), [1]);
    assert_eq!(failing("x\n名字\n名字长\n", Rule::Length { min: None, max: Some(2) }), [1]);
    assert_eq!(failing("x\n1\nb\n", Rule::Type(ColumnType::Number)), [1]);
    assert_eq!(failing("x\n2026-06-15\n2026-06-16\n", Rule::NotFuture), [1]);
    assert_eq!(failing("x\n2026-06-15\n2026-06-14\n", Rule::NotPast), [1]);
    assert_eq!(failing("x\n2026-06-05\n2026-06-04\n2026-09-04\n", Rule::Fresh { max_age_days: 10.0 }), [1]);
    let one_of = Rule::OneOf(vec![Cell::Text("a".into()), Cell::Text("b".into())]);
    assert_eq!(failing("x,y\na,1\nA,1\nb,1\n,1\n", one_of), [1]);
}

/// As Iglewicz & Hoaglin (1993) propose: 0.6745 |x - median| / MAD > 3.5. The median is 2.45 and MAD 0.15, so that the two large values
/// score 25.9 and 26.3, and no other more than 1.6. By mean and standard deviation none of them would be beyond 2.
#[case]
fn outliers_do_not_hide_each_other() {
    let csv = "x\n2.1\n2.6\n2.4\n2.5\n2.3\n2.1\n2.3\n2.6\n8.2\n8.3\n";
    assert_eq!(failing(csv, Rule::Outlier { deviations: Rule::DEVIATIONS }), [8, 9]);
    assert_eq!(failing("x\n1\n1\n1\n1\n", Rule::Outlier { deviations: 3.5 }), [0_i32; 0]);
}

#[case]
fn rows_that_clash_are_all_named() {
    let report =
        check("a,b\n1,x\n2,x\n1,x\n1,y\n,x\n,x\n1,x\n", Check::of_columns(vec!["a".into(), "b".into()], Rule::Unique));
    assert_eq!(integers(&report.failures, "row"), [0, 2, 6]);
    assert_eq!(
        cells(report.failures.column("reason").unwrap())[..2],
        ["is the same as row 2 and 1 more", "is the same as row 0 and 1 more"]
    );
    assert_eq!(cells(report.failures.column("value").unwrap())[0], "1, x");
    assert_eq!((report.checks[0].rows, report.checks[0].failed), (5, 3));
}

#[case]
fn columns_are_compared_as_numbers_and_as_dates() {
    let compare = |csv: &str, operator| {
        let report = check(csv, Check::of_columns(vec!["a".into(), "b".into()], Rule::Compare(operator)));
        assert_eq!(report.checks[0].error, None);
        integers(&report.failures, "row")
    };
    assert_eq!(compare("a,b\n9,10\n10,9\n,1\n", Operator::Less), [1]);
    assert_eq!(compare("a,b\n2026-01-02,2026-01-02\n2026-01-03,2026-01-02\n", Operator::AtMost), [1]);
    // An instant and a day are compared by days.
    assert_eq!(compare("a,b\n2026-01-02T23:00:00Z,2026-01-02\n", Operator::Equal), [0_i32; 0]);
    assert_eq!(compare("a,b\nx,x\nx,y\n", Operator::Equal), [1]);
}

#[case]
fn a_check_that_cannot_be_made_leaves_the_others_alone() {
    let checks = [
        Check::new("nope", Rule::Required),
        Check::new("name", Rule::Between { min: number(1.0), max: None }),
        Check::new("flag", Rule::NotFuture),
        Check::new("name", Rule::Matches { pattern: "/a/".into() }),
        Check::new("name", Rule::Required),
    ];
    let report = check_quality(&table("name,flag\nann,true\n,false\n"), &checks, &as_of("2026-06-15")).unwrap();
    let errors: Vec<bool> = report.checks.iter().map(|check| check.error.is_some()).collect();
    assert_eq!(errors, [true, true, true, true, false]);
    assert_eq!((report.broken, report.passed, report.score, report.grade), (4, false, Some(50.0), Some("F")));
    assert!(report.checks[..4].iter().all(|check| !check.passed && check.pass_rate.is_none()));
}

#[case]
fn scores_are_what_is_earned_over_what_it_is_worth() {
    let mut half = Check::new("age", Rule::Between { min: None, max: number(120.0) });
    half.severity = Severity::Warning;
    let mut triple = Check::new("name", Rule::Required);
    triple.weight = 3.0;
    let options = QualityOptions { key: Some("id".into()), owner: Some("owner".into()), ..QualityOptions::default() };
    let csv = "id,name,age,owner\n7,ann,5,zoe\n8,,200,zoe\n9,ben,,\n";
    let report = check_quality(&table(csv), &[half, triple], &options).unwrap();
    // Cells are worth 0.5 (two of them) and 3 (three).
    assert_eq!(report.score, Some(100.0 * 6.5 / 10.0));
    assert_eq!(report.grade, Some("D"));
    let scores = cells(report.records.column("score").unwrap());
    assert_eq!(scores, ["100", "0", "100"]);
    assert_eq!(integers(&report.records, "key"), [7, 8, 9]);
    let groups: Vec<_> =
        report.groups.iter().map(|group| (group.value.as_deref(), group.records, group.score)).collect();
    assert_eq!(groups, [(Some("zoe"), 2, Some(50.0)), (None, 1, Some(100.0))]);
    assert_eq!(report.dimensions[0].score, Some(100.0 * 6.0 / 9.0));
    assert_eq!(report.dimensions[2].score, None);
    assert_eq!([90.0, 89.9, 80.0, 70.0, 60.0, 59.9].map(grade), ["A", "B", "B", "C", "D", "F"]);
}

#[case]
fn conditions_choose_the_rows() {
    let mut vat = Check::new("vat", Rule::Required);
    let equals = |cell| Condition { column: "country".into(), one_of: Some(vec![cell]), ..Condition::default() };
    vat.filter = Some(equals(Cell::Text("DE".into())));
    let csv = "country,vat\nDE,\nFR,\n,\nDE,1\n";
    let report = check(csv, vat.clone());
    assert_eq!((report.checks[0].rows, integers(&report.failures, "row")), (2, vec![0]));
    vat.filter = Some(equals(Cell::Null));
    assert_eq!(integers(&check(csv, vat.clone()).failures, "row"), [2]);
    vat.filter = Some(Condition { column: "nope".into(), present: Some(true), ..Condition::default() });
    assert!(check(csv, vat).checks[0].error.is_some());
}

#[case]
fn reasons_are_said_in_both_languages_and_without_values() {
    let checks = [Check::new("x", Rule::Between { min: None, max: number(120.0) })];
    let reason = |options: &QualityOptions| {
        let report = check_quality(&table("x\n150\n"), &checks, options).unwrap();
        (cells(report.failures.column("value").unwrap()), cells(report.failures.column("reason").unwrap()))
    };
    let mut options = QualityOptions::default();
    assert_eq!(reason(&options), (vec!["150".into()], vec!["is 150, more than 120".into()]));
    options.locale = Locale::Chinese;
    assert_eq!(reason(&options).1, ["为 150，大于 120"]);
    options.without_values = true;
    assert_eq!(reason(&options), (vec![String::new()], vec!["大于 120".into()]));
}

#[case]
fn what_the_caller_decides_is_asked_once_for_each_value() {
    let checks = [
        Check::new("x", Rule::Custom { reason: "is odd".into() }),
        Check::new("x", Rule::Reference { key: "k".into() }),
    ];
    let mut running = QualityAccumulator::new(&checks, &QualityOptions::default()).unwrap();
    for csv in ["x,y\n1,1\n2,1\n1,1\n,1\n", "x\n3\n2\n"] {
        let mut batch = running.batch(&table(csv)).unwrap();
        let values = batch.values(0).unwrap();
        let asked: Vec<Cell> = (0..values.num_rows()).map(|row| values.column("value").unwrap().cell(row)).collect();
        let answers: Vec<u8> = asked.iter().map(|cell| u8::from(*cell == Cell::Number(2.0))).collect();
        assert_eq!(asked.len(), 2);
        batch.answer(0, &answers).unwrap();
        batch.refer(1, &table("k\n1\n2\n")).unwrap();
        running.update(batch).unwrap();
    }
    let report = running.finish().unwrap();
    assert_eq!(integers(&report.failures, "row"), [0, 2, 4, 4]);
    assert_eq!(
        cells(report.failures.column("reason").unwrap())[3],
        "is 3, not among the values of k in the other table"
    );
}

#[case]
fn options_that_cannot_be_used_are_errors() {
    let kind = |options: &QualityOptions| check_quality(&table("x\n1\n"), &[], options).unwrap_err().kind();
    assert_eq!(kind(&as_of("someday")), ErrorKind::BadDate);
    assert_eq!(kind(&QualityOptions { key: Some("id".into()), ..QualityOptions::default() }), ErrorKind::MissingColumn);
    assert_eq!(kind(&QualityOptions { utc_offset: Some("x".into()), ..Default::default() }), ErrorKind::InvalidOption);
    let mut check = Check::new("x", Rule::Required);
    check.mostly = 1.5;
    assert!(QualityAccumulator::new(&[check], &QualityOptions::default()).is_err());
}

#[case]
fn a_table_without_rows_has_no_score() {
    let empty = Table::from_csv(b"x\n", &Default::default()).unwrap();
    let report = check_quality(&empty, &[Check::new("x", Rule::Required)], &QualityOptions::default()).unwrap();
    assert_eq!((report.score, report.grade, report.rows, report.fields[0].fill_rate), (None, None, 0, None));
    assert_eq!(report.checks[0].error, None);
}

#[case]
fn damaged_states_are_refused() {
    let checks = [Check::new("x", Rule::Required), Check::of_columns(vec!["x".into(), "n".into()], Rule::Unique)];
    let options = QualityOptions::default();
    let mut running = QualityAccumulator::new(&checks, &options).unwrap();
    running.update(running.batch(&table("x,n\na,1\nb,2\n,3\n")).unwrap()).unwrap();
    let saved = running.to_state("note").unwrap();
    assert_eq!(custometry::state::note(QualityAccumulator::KIND, &saved).unwrap(), "note");
    let again = QualityAccumulator::from_state(&checks, &options, &saved).unwrap();
    assert_eq!(cells(again.finish().unwrap().failures.column("reason").unwrap()), ["is missing"]);
    for place in 0..saved.len() {
        let mut damaged = saved.clone();
        damaged[place] ^= 1 << (place % 8);
        let error = QualityAccumulator::from_state(&checks, &options, &damaged).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadState);
    }
    for length in 0..saved.len() {
        assert!(QualityAccumulator::from_state(&checks, &options, &saved[..length]).is_err());
    }
    let error = QualityAccumulator::from_state(&checks[..1], &options, &saved).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadState);
}

#[case]
fn texts_are_compared_as_texts_and_numbers_as_numbers() {
    let one_of = |text: &str| Rule::OneOf(vec![Cell::Text(text.into())]);
    assert_eq!(failing("x\nA01\n007\n7\n07\n", one_of("007")), [0, 2, 3]);
    assert_eq!(failing("x\n7\n8\n", one_of("007")), [1]);
    assert_eq!(failing("x\nA\n007\n7\n8\n", Rule::OneOf(vec![Cell::Number(7.0)])), [0, 3]);
    assert_eq!(failing("x\nA\ntrue\n1970-01-01\n", Rule::OneOf(vec![Cell::Boolean(true), Cell::Number(0.0)])), [0, 2]);
    let day = Cell::Date { ms: 86_400_000.0, civil: true };
    assert_eq!(failing("x\nA\n1970-01-02\n1970-01-03\n", Rule::OneOf(vec![day])), [0, 2]);
}

#[case]
fn infinity_is_a_value_like_others() {
    let mut table = TableBuilder::new(5);
    table.add("x", ColumnData::Floats(vec![f64::INFINITY, 1.0, f64::INFINITY, -0.0, 0.0])).unwrap();
    let report = check_quality(&table.finish(), &[Check::new("x", Rule::Unique)], &as_of("2026-06-15")).unwrap();
    assert_eq!(integers(&report.failures, "row"), [0, 2, 3, 4]);
}

#[case]
fn weights_have_a_limit() {
    for weight in [-1.0, f64::NAN, f64::INFINITY, 1e308] {
        let check = Check { weight, ..Check::new("x", Rule::Required) };
        let error = check_quality(&table("x\n1\n"), &[check], &as_of("2026-06-15")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidOption);
    }
    let check = Check { weight: 1e100, ..Check::new("x", Rule::Required) };
    assert_eq!(check_quality(&table("x\n1\n"), &[check], &as_of("2026-06-15")).unwrap().score, Some(100.0));
}
