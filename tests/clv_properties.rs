//! Properties of what is said of customers: against the definitions, written down plainly.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A test may panic.

use custometry::clv::*;
use custometry::table::{ColumnData, Table, TableBuilder};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn column(table: &Table, name: &str) -> Vec<f64> {
    table.column(name).unwrap().numbers().unwrap().into_owned()
}

/// Purchases as customer and day from 2026-01-01 on.
fn purchases() -> impl Strategy<Value = Vec<(u8, i32)>> {
    prop::collection::vec((0..12_u8, 0..60_i32), 1..80)
}

const START: i32 = 20_454; // 2026-01-01

fn table(purchases: &[(u8, i32)]) -> Table {
    let mut builder = TableBuilder::new(purchases.len());
    let ids = purchases.iter().map(|&(customer, _)| customer.into()).collect();
    builder.add("customerId", ColumnData::Integers(ids)).unwrap();
    let days: Vec<i32> = purchases.iter().map(|&(_, day)| START + day).collect();
    builder.add("date", ColumnData::days(days.into_iter().map(Some)).unwrap()).unwrap();
    builder.finish()
}

fn model() -> PurchaseModel {
    PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.553, 10.578, 0.606, 11.669]).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_gini_coefficient_is_that_of_all_pairs(values in prop::collection::vec(prop_oneof![Just(0.0), 0.0..1e6_f64], 1..60)) {
        let mut builder = TableBuilder::new(values.len());
        builder.add("value", ColumnData::Floats(values.clone())).unwrap();
        let found = value_contribution(&builder.finish(), &Default::default()).unwrap();
        let n = values.len() as f64;
        let total: f64 = values.iter().sum();
        let pairs: f64 = values.iter().flat_map(|x| values.iter().map(move |y| (x - y).abs())).sum();
        match found.summary.gini {
            Some(gini) => {
                prop_assert!((gini - pairs / (2.0 * n * total)).abs() < 1e-12);
                prop_assert!(gini > -1e-15 && gini < 1.0);
            }
            None => prop_assert_eq!(total, 0.0),
        }
        if let Some(curve) = found.summary.curve {
            // From nothing to everything, ever more slowly.
            prop_assert!(curve[0] == 0.0 && curve[100] == 1.0);
            prop_assert!(curve.windows(3).all(|w| w[2] - w[1] <= w[1] - w[0] + 1e-12 && w[1] >= w[0] - 1e-12));
        }
        prop_assert_eq!(column(&found.customers, "rank")[0], 1.0);
    }

    #[test]
    fn tracking_is_the_sum_over_customers(purchases in purchases(), unit in prop_oneof![Just(TimeUnit::Day), Just(TimeUnit::Week)], end in 30..60_i32) {
        let days = if unit == TimeUnit::Day { 1.0 } else { 7.0 };
        let date = |day: i32| custometry::DateInput::EpochMs(f64::from(START + day) * 86_400_000.0);
        let options = PurchaseSummaryOptions { holdout_end: Some(date(60)), ..PurchaseSummaryOptions::new(date(end), unit) };
        let mut customers: BTreeMap<u8, BTreeSet<i32>> = BTreeMap::new();
        purchases.iter().for_each(|&(customer, day)| { customers.entry(customer).or_default().insert(day); });
        customers.retain(|_, days| *days.first().unwrap() <= end);
        let found = track_purchases(&table(&purchases), &model(), &options);
        if customers.is_empty() {
            prop_assert_eq!(found.unwrap_err().kind().code(), "empty-input");
            return Ok(());
        }
        let found = found.unwrap();
        let start = *customers.values().map(|days| days.first().unwrap()).min().unwrap();
        let [times, actual, expected] =
            ["time", "cumulativeActual", "cumulativeExpected"].map(|name| column(&found.periods, name));
        prop_assert_eq!(times.last().copied(), Some(f64::from(61 - start) / days));
        for (place, time) in times.iter().enumerate() {
            let last = start + (time * days).round() as i32 - 1;
            let bought: usize = customers.values().map(|days| days.iter().skip(1).filter(|day| **day <= last).count()).sum();
            prop_assert_eq!(actual[place], bought as f64);
            let since = customers.values().map(|days| last - days.first().unwrap()).filter(|since| *since >= 0);
            let sum: f64 = since.map(|since| model().expected_purchases_new_customer(f64::from(since) / days).unwrap()).sum();
            prop_assert!((expected[place] - sum).abs() <= 1e-12 * sum.max(1.0));
        }
        // The summary counts the same repeat purchases and leaves out the same rows.
        let summary = summarize_purchases(&table(&purchases), &options).unwrap();
        let total: f64 = ["frequency", "holdoutFrequency"].iter().flat_map(|name| column(&summary.customers, name)).sum();
        prop_assert_eq!(actual.last().copied(), Some(total));
        prop_assert_eq!((summary.skipped, found.customers), (found.skipped, customers.len() as u64));

        let validation = validate_holdout(&summary.customers, &model(), &HoldoutOptions::default());
        if let Ok(validation) = validation {
            // No customer and no purchase gets lost between the groups.
            let sums = validation.lift.iter().fold([0.0; 3], |sum, group| {
                let parts = [1.0, group.actual, group.expected];
                [0, 1, 2].map(|place| sum[place] + group.customers * parts[place])
            });
            let totals = [validation.customers, validation.actual, validation.model.total];
            prop_assert!(sums.iter().zip(totals).all(|(sum, total)| (sum - total).abs() < 1e-9));
            prop_assert!(validation.lift.windows(2).all(|pair| pair[1].expected <= pair[0].expected + 1e-12));
        } else {
            prop_assert_eq!(end, 60);
        }
    }

    #[test]
    fn a_history_ends_as_the_summary_says(purchases in purchases()) {
        let options = PurchaseSummaryOptions::new("2026-03-02", TimeUnit::Week); // day 60
        let summary = summarize_purchases(&table(&purchases), &options).unwrap().customers;
        let alive = model().probability_alive(&summary).unwrap();
        for (row, id) in column(&summary, "customerId").into_iter().enumerate() {
            let history = alive_history(&table(&purchases), &model(), &options, &id.to_string()).unwrap();
            for name in ["frequency", "recency", "T"] {
                prop_assert_eq!(column(&history, name).last().copied(), Some(column(&summary, name)[row]));
            }
            prop_assert_eq!(column(&history, "probabilityAlive").last().copied(), Some(alive[row]));
        }
    }
}
