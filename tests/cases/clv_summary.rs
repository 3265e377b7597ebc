//! Purchase summaries against published figures.

use super::{integers, place, table};
use crate::case;
use custometry::Refunds;
use custometry::clv::{PurchaseSummaryOptions, TimeUnit, summarize_purchases};
use custometry::table::Table;

pub(super) const CDNOW: &str = include_str!("../../data/cdnow-sample.csv");

pub(super) fn cdnow(options: PurchaseSummaryOptions) -> Table {
    let options = PurchaseSummaryOptions { customer_id: Some("customer_id".to_owned()), ..options };
    summarize_purchases(&table(CDNOW), &options).unwrap().customers
}

pub(super) fn numbers(table: &Table, name: &str) -> Vec<f64> {
    table.column(name).unwrap().numbers().unwrap().into_owned()
}

/// A table as CSV with plain line ends.
fn text(table: &Table) -> String {
    table.to_csv().unwrap().replace('\r', "")
}

#[case]
fn the_example_of_lifetimes() {
    // summary_data_from_transaction_data of lifetimes on its example transactions.
    let purchases = "id,day\n1,2015-02-01\n1,2015-02-06\n2,2015-01-01\n3,2015-01-01\n3,2015-01-02\n3,2015-01-05\n";
    let options = PurchaseSummaryOptions {
        customer_id: Some("id".to_owned()),
        date: Some("day".to_owned()),
        ..PurchaseSummaryOptions::new("2015-02-07", TimeUnit::Day)
    };
    let found = summarize_purchases(&table(purchases), &options).unwrap();
    let rows: Vec<String> = text(&found.customers).lines().map(str::to_owned).collect();
    assert_eq!(
        rows,
        ["id,frequency,recency,T".replace("id", "customerId"), "1,1,5,6".into(), "2,0,0,37".into(), "3,2,4,37".into()]
    );
    assert_eq!(found.skipped.count, 0);
}

#[case]
fn the_calibration_of_cdnow() {
    let options = PurchaseSummaryOptions {
        holdout_end: Some("1998-06-30".into()),
        ..PurchaseSummaryOptions::new("1997-09-30", TimeUnit::Week)
    };
    let summary = cdnow(options);
    let frequency = integers(&summary, "frequency");
    let (recency, t) = (numbers(&summary, "recency"), numbers(&summary, "T"));
    assert_eq!(summary.num_rows(), 2357);
    assert_eq!(frequency.iter().sum::<i32>(), 2457);
    assert_eq!(frequency.iter().filter(|&&x| x == 0).count(), 1411);
    let mut patterns: Vec<(i32, u64, u64)> =
        frequency.iter().zip(&recency).zip(&t).map(|((x, tx), t)| (*x, tx.to_bits(), t.to_bits())).collect();
    patterns.sort_unstable();
    patterns.dedup();
    assert_eq!(patterns.len(), 1016);
    // The first row of Fader & Hardie's bgnbd.xls: x = 2, t_x = 30.43, T = 38.86.
    assert_eq!((frequency[0], recency[0], t[0]), (2, 213.0 / 7.0, 272.0 / 7.0));
    // The holdout has 39 weeks.
    assert!(numbers(&summary, "holdoutT").iter().all(|&length| length == 39.0));
    // calibration_and_holdout_data of lifetimes 0.11.3.
    assert_eq!(integers(&summary, "holdoutFrequency").iter().sum::<i32>(), 1882);
    // The mean over the 946 repeat buyers is $35 (Fader & Hardie 2013).
    let repeat: Vec<f64> =
        numbers(&summary, "monetary").into_iter().zip(&frequency).filter(|(_, x)| **x > 0).map(|(m, _)| m).collect();
    assert_eq!(repeat.len(), 946);
    assert!((repeat.iter().sum::<f64>() / 946.0 - 35.08).abs() < 0.005);
}

#[case]
fn days_after_the_end_and_late_customers_are_left_out() {
    let purchases = table(
        "customerId,date,amount\na,2026-01-01,1\na,2026-01-03,5\na,2026-01-03,7\na,2026-01-09,100\nb,2026-01-08,3\nc,2026-01-05,9\na,2026-02-01,8\n",
    );
    let mut options = PurchaseSummaryOptions::new("2026-01-05", TimeUnit::Day);
    let found = summarize_purchases(&purchases, &options).unwrap();
    assert_eq!(text(&found.customers), "customerId,frequency,recency,T,monetary\na,1,2,4,12\nc,0,0,0,0\n");
    assert_eq!(found.skipped.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [3, 4, 6]);
    assert_eq!(found.skipped.rows[0].reason, "the purchase is after observationEnd");
    options.holdout_end = Some("2026-01-10".into());
    let found = summarize_purchases(&purchases, &options).unwrap();
    assert_eq!(
        text(&found.customers),
        "customerId,frequency,recency,T,monetary,holdoutFrequency,holdoutMonetary,holdoutT\na,1,2,4,12,1,100,5\nc,0,0,0,0,0,0,5\n"
    );
    let reasons: Vec<(u64, &str)> = found.skipped.rows.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [(4, "the customer first bought after observationEnd"), (6, "the purchase is after holdoutEnd")]
    );
}

#[case]
fn refunds_are_a_choice() {
    let purchases = table(
        "customerId,date,amount\na,2026-01-01,10\na,2026-01-02,-4\na,2026-01-03,20\na,2026-01-03,-5\nb,2026-01-01,8\nb,2026-01-04,-8\n",
    );
    let summary = |refunds| {
        let options = PurchaseSummaryOptions {
            refunds: Some(refunds),
            ..PurchaseSummaryOptions::new("2026-01-05", TimeUnit::Day)
        };
        let found = summarize_purchases(&purchases, &options).unwrap();
        (text(&found.customers).replace("customerId,frequency,recency,T,monetary\n", ""), found.refunds)
    };
    let (rows, refunds) = summary(Refunds::Count);
    assert_eq!(rows, "a,2,2,4,5.5\nb,1,3,4,-8\n");
    assert_eq!((refunds.rows, refunds.amount, refunds.unassigned), (3, -17.0, 0.0));
    let (rows, refunds) = summary(Refunds::Net);
    assert_eq!(rows, "a,1,2,4,11\nb,0,0,4,0\n");
    assert_eq!((refunds.rows, refunds.amount, refunds.unassigned), (3, -17.0, -8.0));
    let (rows, refunds) = summary(Refunds::Exclude);
    assert_eq!(rows, "a,1,2,4,20\nb,0,0,4,0\n");
    assert_eq!((refunds.rows, refunds.amount, refunds.unassigned), (3, -17.0, -17.0));
}

#[case]
fn options_and_rows_that_cannot_be_used_are_named() {
    let purchases = table("customerId,date,amount\na,2026-01-01,10\na,,5\n");
    let good = PurchaseSummaryOptions::new("2026-01-05", TimeUnit::Day);
    let fault = |options: &PurchaseSummaryOptions| summarize_purchases(&purchases, options).unwrap_err();
    assert_eq!(place(&fault(&good)), ("bad-date", Some(1), Some("date")));
    let skip = PurchaseSummaryOptions { on_invalid: Some(custometry::OnInvalid::Skip), ..good.clone() };
    assert_eq!(summarize_purchases(&purchases, &skip).unwrap().skipped.count, 1);
    let early = PurchaseSummaryOptions { observation_end: Some("2025-01-01".into()), ..skip.clone() };
    assert_eq!(fault(&early).kind().code(), "empty-input");
    for (options, message) in [
        (PurchaseSummaryOptions { time_unit: None, ..good.clone() }, "timeUnit is missing"),
        (PurchaseSummaryOptions { observation_end: None, ..good.clone() }, "observationEnd is missing"),
        (
            PurchaseSummaryOptions { holdout_end: Some("2026-01-05".into()), ..good.clone() },
            "holdoutEnd is not after observationEnd",
        ),
    ] {
        assert_eq!(fault(&options).message(), message);
        assert_eq!(fault(&options).kind().code(), "invalid-option");
    }
}
