use super::table;
use crate::case;
use custometry::rfm::{Binning, RfmOptions, RfmResult, RfmThresholds, SegmentsOption, migration, segment};

fn names(result: &RfmResult) -> Vec<String> {
    result.segments.iter().map(|summary| summary.segment.clone()).collect()
}

#[case]
fn moved_new_and_gone() {
    // Cut points: recent is up to 30 days, often is more than one purchase, much is more than 100.
    let binning =
        Binning::Thresholds(RfmThresholds { recency: vec![30.0], frequency: vec![1.0], monetary: vec![100.0] });
    let run = |csv: &str, as_of: &str| {
        let segments = Some(SegmentsOption::EightClass);
        segment(&table(csv), &RfmOptions { binning: Some(binning.clone()), segments, ..RfmOptions::new(as_of) })
            .unwrap()
    };
    let before = run("customerId,date,amount\na,2025-06-20,150\nb,2025-06-20,20\ngone,2025-06-01,5\n", "2025-06-30");
    let after = run(
        "customerId,date,amount\na,2025-06-20,150\na,2025-07-25,10\nb,2025-06-20,20\nnew,2025-07-30,500\n",
        "2025-07-31",
    );
    let found = migration(&before.customers, &names(&before), &after.customers, &names(&after)).unwrap();
    assert_eq!(
        found.segments,
        ["important-value", "important-develop", "general-develop", "general-win-back", "(new)", "(gone)"]
    );
    let count = |from: &str, to: &str| {
        let place = |name: &str| found.segments.iter().position(|segment| segment == name).unwrap();
        found.counts[place(from)][place(to)]
    };
    assert_eq!(count("important-develop", "important-value"), 1); // a
    assert_eq!(count("general-develop", "general-win-back"), 1); // b
    assert_eq!(count("general-develop", "(gone)"), 1);
    assert_eq!(count("(new)", "important-develop"), 1);
    assert_eq!(found.counts.iter().flatten().sum::<usize>(), 4);
}

#[case]
fn the_same_result_twice_lies_on_the_diagonal() {
    let result =
        segment(&table("customerId,date,amount\n1,2025-06-20,150\n2,2025-01-20,20\n"), &RfmOptions::new("2025-06-30"))
            .unwrap();
    let found = migration(&result.customers, &names(&result), &result.customers, &names(&result)).unwrap();
    for (i, row) in found.counts.iter().enumerate() {
        for (j, &count) in row.iter().enumerate() {
            assert_eq!(count > 0, i == j && i < names(&result).len());
        }
    }
}

#[case]
fn identifiers_must_be_of_one_type() {
    let text = segment(&table("customerId,date,amount\na,2025-06-20,150\n"), &RfmOptions::new("2025-06-30")).unwrap();
    let numbers =
        segment(&table("customerId,date,amount\n1,2025-06-20,150\n"), &RfmOptions::new("2025-06-30")).unwrap();
    let error = migration(&text.customers, &names(&text), &numbers.customers, &names(&numbers)).unwrap_err();
    assert_eq!((error.kind().code(), error.column()), ("wrong-type", Some("customerId")));
}
