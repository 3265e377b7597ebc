use super::{cells, integers, place, table};
use crate::case;
use custometry::accumulate::Accumulate;
use custometry::rfm::{
    Binning, Locale, Monetary, RfmAccumulator, RfmOptions, RfmResult, RfmThresholds, SegmentRule, SegmentsOption,
    segment,
};
use custometry::table::{ColumnData, TableBuilder};
use custometry::{Error, OnInvalid};

fn options() -> RfmOptions {
    RfmOptions::new("2025-12-31")
}

fn run(csv: &str, options: &RfmOptions) -> RfmResult {
    segment(&table(csv), options).unwrap()
}

fn fail(csv: &str, options: &RfmOptions) -> Error {
    segment(&table(csv), options).unwrap_err()
}

/// Customers 1 to n; customer i bought i times, last i days before asOf, for an amount of i each.
fn staircase(n: i32) -> String {
    let mut csv = "customerId,date,amount\n".to_owned();
    for i in 1..=n {
        for _ in 0..i {
            csv += &format!("{i},{},{i}\n", day(-i));
        }
    }
    csv
}

/// A day of 2025 or before, counted from the last of 2025.
fn day(before: i32) -> String {
    let mut builder = TableBuilder::new(1);
    builder.add("d", ColumnData::days([Some(20_453 + before)].into_iter()).unwrap()).unwrap();
    cells(builder.finish().column("d").unwrap()).remove(0)
}

#[case]
fn recency_frequency_and_monetary() {
    let csv = "customerId,date,amount\nb,2025-12-01,10\na,2025-12-31,5.5\nb,2025-11-30,-2.25\nb,2025-12-01,1\n";
    let customers = run(csv, &options()).customers;
    assert_eq!(cells(customers.column("customerId").unwrap()), ["a", "b"]);
    assert_eq!(integers(&customers, "recencyDays"), [0, 30]);
    assert_eq!(integers(&customers, "frequency"), [1, 3]);
    assert_eq!(cells(customers.column("monetary").unwrap()), ["5.5", "8.75"]);
    let average = run(csv, &RfmOptions { monetary: Some(Monetary::Average), ..options() });
    assert_eq!(cells(average.customers.column("monetary").unwrap()), ["5.5", (8.75_f64 / 3.0).to_string().as_str()]);
    assert_eq!(average.segments.iter().map(|s| s.revenue).sum::<f64>(), 14.25);
}

#[case]
fn quantile_scores_count_the_cut_points_exceeded() {
    let result = run(&staircase(10), &options());
    assert_eq!(result.thresholds.recency, [2.8, 4.6, 6.4, 8.2]);
    assert_eq!(integers(&result.customers, "r"), [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
    assert_eq!(integers(&result.customers, "f"), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    for bins in 2..=10_u32 {
        let result = run(&staircase(40), &RfmOptions { bins: Some(bins), ..options() });
        let (r, f) = (integers(&result.customers, "r"), integers(&result.customers, "f"));
        assert_eq!(result.thresholds.monetary.len(), bins as usize - 1);
        for (i, (r, f)) in r.iter().zip(&f).enumerate() {
            let exceeded = result.thresholds.frequency.iter().filter(|&&cut| (i + 1) as f64 > cut).count() as i32;
            assert_eq!((*r, *f), (bins as i32 - exceeded, 1 + exceeded), "{bins} bins, customer {}", i + 1);
        }
    }
}

#[case]
fn equal_values_score_the_same_with_quantiles() {
    let csv = "customerId,date,amount\na,2025-12-01,1\nb,2025-12-01,1\nc,2025-12-01,1\nd,2025-12-01,1\n";
    let result = run(csv, &options());
    assert_eq!(integers(&result.customers, "r"), [5; 4]);
    assert_eq!(integers(&result.customers, "f"), [1; 4]);
    assert_eq!(integers(&result.customers, "m"), [1; 4]);
    assert_eq!(result.segments.len(), 1);
    assert_eq!(result.segments[0].segment, "new");
}

#[case]
fn ntile_breaks_ties_by_first_appearance() {
    let csv =
        "customerId,date,amount\nd,2025-12-01,1\nc,2025-12-01,1\nb,2025-12-01,1\na,2025-12-01,1\ne,2025-12-01,1\n";
    let ntile = RfmOptions { binning: Some(Binning::Ntile), bins: Some(2), ..options() };
    let result = run(csv, &ntile);
    // d, c, b come first: the first group has one more.
    assert_eq!(cells(result.customers.column("customerId").unwrap()), ["a", "b", "c", "d", "e"]);
    assert_eq!(integers(&result.customers, "f"), [2, 1, 1, 1, 2]);
    assert_eq!(integers(&result.customers, "r"), [1, 2, 2, 2, 1]);
    let result = run(&staircase(10), &RfmOptions { binning: Some(Binning::Ntile), ..options() });
    assert_eq!(integers(&result.customers, "m"), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    assert_eq!(result.thresholds.frequency, [2.0, 4.0, 6.0, 8.0]);
    let one =
        run("customerId,date,amount\na,2025-12-01,1\n", &RfmOptions { binning: Some(Binning::Ntile), ..options() });
    assert_eq!((integers(&one.customers, "f")[0], one.thresholds.frequency.len()), (1, 4));
}

#[case]
fn the_mean_makes_two_bins() {
    let result = run(&staircase(4), &RfmOptions { binning: Some(Binning::Mean), ..options() });
    assert_eq!(result.thresholds.recency, [2.5]);
    assert_eq!(result.thresholds.monetary, [7.5]);
    assert_eq!(integers(&result.customers, "r"), [2, 2, 1, 1]);
    assert_eq!(integers(&result.customers, "m"), [1, 1, 2, 2]);
}

#[case]
fn the_cut_points_of_one_run_serve_the_next() {
    let first = run(&staircase(30), &options());
    let again =
        run(&staircase(30), &RfmOptions { binning: Some(Binning::Thresholds(first.thresholds.clone())), ..options() });
    assert_eq!(again.customers.to_csv().unwrap(), first.customers.to_csv().unwrap());
    assert_eq!(again.thresholds, first.thresholds);
    let uneven = RfmThresholds { recency: vec![10.0], frequency: vec![1.0, 5.0], monetary: vec![1.0, 2.0, 3.0] };
    let result = run(&staircase(6), &RfmOptions { binning: Some(Binning::Thresholds(uneven)), ..options() });
    assert_eq!(integers(&result.customers, "r"), [2; 6]);
    assert_eq!(integers(&result.customers, "f"), [1, 2, 2, 2, 2, 3]);
    assert_eq!(integers(&result.customers, "m"), [1, 4, 4, 4, 4, 4]);
}

#[case]
fn ten_segments_cover_each_cell_once() {
    // One customer in each of the 25 cells, put there by cut points; the table is that of the documentation.
    let expected = [
        ["hibernating", "hibernating", "at-risk", "at-risk", "cant-lose"],
        ["hibernating", "hibernating", "at-risk", "at-risk", "cant-lose"],
        ["about-to-sleep", "about-to-sleep", "need-attention", "loyal", "loyal"],
        ["promising", "potential-loyalist", "potential-loyalist", "loyal", "loyal"],
        ["new", "potential-loyalist", "potential-loyalist", "champions", "champions"],
    ];
    let mut csv = "customerId,date,amount\n".to_owned();
    for r in 1..=5 {
        for f in 1..=5 {
            (0..f).for_each(|_| csv += &format!("{r}{f},{},1\n", day(-10 * (5 - r))));
        }
    }
    let cuts = RfmThresholds {
        recency: vec![5.0, 15.0, 25.0, 35.0],
        frequency: vec![1.0, 2.0, 3.0, 4.0],
        monetary: vec![1.0; 4],
    };
    let result = run(&csv, &RfmOptions { binning: Some(Binning::Thresholds(cuts)), ..options() });
    assert_eq!(cells(result.customers.column("segment").unwrap()), expected.concat());
    assert_eq!(result.segments.len(), 10);
    assert_eq!(result.segments[0].label, "Champions");
}

#[case]
fn eight_classes_cut_at_the_mean() {
    // Each of high and low recency, frequency and monetary value once; mean recency 50, frequency 2, monetary 50.
    let mut csv = "customerId,date,amount\n".to_owned();
    for class in 0..8 {
        let (recent, often, much) = (class & 4 > 0, class & 2 > 0, class & 1 > 0);
        let purchases = if often { 3 } else { 1 };
        for _ in 0..purchases {
            let total = if much { 90.0 } else { 10.0 };
            csv += &format!("{class},{},{}\n", day(if recent { -10 } else { -90 }), total / f64::from(purchases));
        }
    }
    let eight = |locale| RfmOptions { segments: Some(SegmentsOption::EightClass), locale: Some(locale), ..options() };
    let result = run(&csv, &eight(Locale::English));
    assert_eq!(result.thresholds.recency, [50.0]);
    assert_eq!(
        cells(result.customers.column("segment").unwrap()),
        [
            "general-win-back",
            "important-win-back",
            "general-keep",
            "important-keep",
            "general-develop",
            "important-develop",
            "general-value",
            "important-value"
        ]
    );
    let labels: Vec<String> = run(&csv, &eight(Locale::Chinese)).segments.into_iter().map(|s| s.label).collect();
    assert_eq!(
        labels,
        [
            "重要价值客户",
            "一般价值客户",
            "重要发展客户",
            "一般发展客户",
            "重要保持客户",
            "一般保持客户",
            "重要挽留客户",
            "一般挽留客户"
        ]
    );
    let median =
        RfmOptions { binning: Some(Binning::Quantile), segments: Some(SegmentsOption::EightClass), ..options() };
    assert_eq!(run(&csv, &median).thresholds.recency.len(), 1);
    let five = RfmOptions { bins: Some(5), ..eight(Locale::English) };
    assert_eq!(fail(&csv, &five).kind().code(), "invalid-option");
}

#[case]
fn the_first_rule_that_matches_wins() {
    let rule = |segment: &str, f| SegmentRule { segment: segment.to_owned(), f: Some(f), ..SegmentRule::default() };
    let rules = vec![
        SegmentRule { label: Some("Best".to_owned()), m: Some((5, 5)), ..rule("best", (4, 5)) },
        rule("many", (3, 5)),
        rule("best", (1, 1)),
    ];
    let result = run(&staircase(10), &RfmOptions { segments: Some(SegmentsOption::Rules(rules)), ..options() });
    assert_eq!(
        cells(result.customers.column("segment").unwrap()),
        ["best", "best", "other", "other", "many", "many", "many", "many", "best", "best"]
    );
    let summary: Vec<_> = result.segments.iter().map(|s| (s.segment.as_str(), s.label.as_str(), s.customers)).collect();
    assert_eq!(summary, [("best", "Best", 4), ("many", "many", 4), ("other", "Other", 2)]);
    for rules in
        [vec![], vec![rule("x", (0, 5))], vec![rule("x", (4, 2))], vec![rule("x", (1, 6))], vec![rule("", (1, 2))]]
    {
        let error = fail(&staircase(3), &RfmOptions { segments: Some(SegmentsOption::Rules(rules)), ..options() });
        assert_eq!(error.kind().code(), "invalid-option");
    }
}

#[case]
fn lines_of_one_order_count_once() {
    let csv = "customerId,date,amount,orderId\na,2025-12-01,1,1\na,2025-12-01,2,1\na,2025-12-02,4,2\nb,2025-12-02,8,2\na,2025-12-03,16,\na,2025-12-03,32,\nb,2025-12-04,64,2\n";
    let result = run(csv, &options());
    assert_eq!(integers(&result.customers, "frequency"), [4, 1]);
    assert_eq!(cells(result.customers.column("monetary").unwrap()), ["55", "72"]);
    let renamed = csv.replace("orderId", "order");
    assert_eq!(integers(&run(&renamed, &options()).customers, "frequency"), [5, 2]);
    let named = RfmOptions { order_id: Some("order".to_owned()), ..options() };
    assert_eq!(integers(&run(&renamed, &named).customers, "frequency"), [4, 1]);
    assert_eq!(place(&fail(csv, &named)), ("missing-column", None, Some("order")));
}

#[case]
fn later_purchases_are_left_out_and_counted() {
    let csv = "customerId,date,amount\na,2025-12-31,1\na,2026-01-01,2\nb,2026-01-01,4\n";
    let result = run(csv, &options());
    assert_eq!(result.customers.num_rows(), 1);
    assert_eq!(result.skipped.count, 2);
    assert_eq!((result.skipped.rows[1].row, result.skipped.rows[1].column.as_str()), (2, "date"));
    assert!(!result.skipped.truncated);
    let instants = "customerId,date,amount\na,2025-12-31T15:59:59Z,1\na,2025-12-31T16:00:00Z,2\n";
    let beijing = RfmOptions { utc_offset: Some("+08:00".to_owned()), ..options() };
    assert_eq!(run(instants, &beijing).skipped.count, 1);
    assert_eq!(run(instants, &options()).skipped.count, 0);
    let none = fail("customerId,date,amount\na,2026-01-01,2\n", &options());
    assert_eq!(none.kind().code(), "empty-input");
    assert_eq!(fail("customerId,date,amount\n", &options()).kind().code(), "empty-input");
}

#[case]
fn a_bad_row_is_named() {
    let at = |csv: &str| {
        let error = fail(csv, &options());
        (error.kind().code(), error.row(), error.column().map(str::to_owned))
    };
    let named = |code, row, column: &str| (code, Some(row), Some(column.to_owned()));
    let head = "customerId,date,amount\n";
    assert_eq!(at(&format!("{head}a,2025-01-01,1\nb,2025-02-30,2\n")), named("bad-date", 1, "date"));
    assert_eq!(at(&format!("{head}a,2025-01-01,1\nb,,2\n")), named("bad-date", 1, "date"));
    assert_eq!(at(&format!("{head}a,2025-01-01,1\nb,2025-01-01,\n")), named("bad-number", 1, "amount"));
    assert_eq!(at(&format!("{head}a,2025-01-01,1\nb,2025-01-01,ten\n")), named("wrong-type", 1, "amount"));
    assert_eq!(at(&format!("{head}a,2025-01-01,1\n,2025-01-01,1\n")), named("wrong-type", 1, "customerId"));
    assert_eq!(at(&format!("{head}a,20250101,1\n")), named("bad-date", 0, "date"));
    assert_eq!(at(&format!("{head}a,true,1\n")), named("wrong-type", 0, "date"));
    assert_eq!(at("customer,date,amount\na,2025-01-01,1\n"), ("missing-column", None, Some("customerId".to_owned())));
    let mut builder = TableBuilder::new(3);
    builder.add("customerId", ColumnData::Integers(vec![1, 2, 3])).unwrap();
    builder.add("date", ColumnData::days([Some(1); 3].into_iter()).unwrap()).unwrap();
    builder.add("amount", ColumnData::Floats(vec![1.0, f64::INFINITY, 1e300])).unwrap();
    let table = builder.finish();
    assert_eq!(place(&segment(&table, &options()).unwrap_err()), ("bad-number", Some(1), Some("amount")));
    let skip = RfmOptions { on_invalid: Some(OnInvalid::Skip), ..options() };
    assert_eq!(segment(&table, &skip).unwrap().skipped.count, 2);
}

#[case]
fn skipping_reports_every_row() {
    let mut csv = "customerId,date,amount\na,2025-01-01,1\n".to_owned();
    for row in 0..1500 {
        csv += ["b,2025-02-30,1\n", "b,2025-01-01,x\n", ",2025-01-01,1\n"][row % 3];
    }
    let result = run(&csv, &RfmOptions { on_invalid: Some(OnInvalid::Skip), ..options() });
    assert_eq!(result.customers.num_rows(), 1);
    assert_eq!((result.skipped.count, result.skipped.rows.len(), result.skipped.truncated), (1500, 1000, true));
    let reasons: Vec<&str> = result.skipped.rows[..3].iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["\"2025-02-30\" is not a day of the calendar", "the text \"x\" is not a number", "an identifier is missing"]
    );
}

#[case]
fn cells_of_another_type_are_named_or_skipped() {
    let mut builder = TableBuilder::new(2);
    builder.add("customerId", ColumnData::Integers(vec![1, 2])).unwrap();
    builder.add("date", ColumnData::days([Some(1); 2].into_iter()).unwrap()).unwrap();
    builder.add("amount", ColumnData::Floats(vec![1.0, f64::NAN])).unwrap();
    builder.mark_invalid("amount", 1, "the text \"abc\"").unwrap();
    let table = builder.finish();
    let error = segment(&table, &options()).unwrap_err();
    assert_eq!(place(&error), ("wrong-type", Some(1), Some("amount")));
    assert_eq!(error.message(), "found the text \"abc\" instead of a number");
    let skip = RfmOptions { on_invalid: Some(OnInvalid::Skip), ..options() };
    assert_eq!(segment(&table, &skip).unwrap().skipped.rows[0].reason, "found the text \"abc\" instead of a number");
}

#[case]
fn options_are_checked() {
    let check =
        |options: RfmOptions, code: &str| assert_eq!(fail(&staircase(3), &options).kind().code(), code, "{options:?}");
    check(RfmOptions::default(), "invalid-option");
    check(RfmOptions::new("31/12/2025"), "bad-date");
    check(RfmOptions { bins: Some(1), ..options() }, "invalid-option");
    check(RfmOptions { bins: Some(11), ..options() }, "invalid-option");
    check(RfmOptions { bins: Some(5), binning: Some(Binning::Mean), ..options() }, "invalid-option");
    check(RfmOptions { utc_offset: Some("CET".to_owned()), ..options() }, "invalid-option");
    for cuts in [vec![], vec![2.0, 1.0], vec![f64::NAN], vec![1.0; 10]] {
        let thresholds = RfmThresholds { recency: cuts, frequency: vec![1.0], monetary: vec![1.0] };
        check(RfmOptions { binning: Some(Binning::Thresholds(thresholds)), ..options() }, "invalid-option");
    }
}

#[case]
fn revenue_of_zero_has_no_shares() {
    let result = run("customerId,date,amount\na,2025-12-01,0\n", &options());
    assert_eq!(result.segments[0].revenue_share, None);
    assert_eq!(result.segments[0].customer_share, 1.0);
}

#[case]
fn parts_of_different_options_do_not_merge() {
    let mut one = RfmAccumulator::new(&options()).unwrap();
    let other = RfmAccumulator::new(&RfmOptions::new("2025-12-30")).unwrap();
    assert_eq!(one.merge(other).unwrap_err().kind().code(), "invalid-option");
}
