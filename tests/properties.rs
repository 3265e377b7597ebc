//! Properties of accumulators: however the rows are split and the parts merged, the result is the same, to the bit.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A test may panic.

use custometry::OnInvalid;
use custometry::accumulate::Accumulate;
use custometry::rfm::{Binning, RfmAccumulator, RfmOptions, RfmResult, segment};
use custometry::stats::quantile::quantiles;
use custometry::stats::sum::ExactSum;
use custometry::table::{ColumnData, Table, TableBuilder};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Purchase {
    customer: Option<u8>,
    day: Option<i32>,
    amount: f64,
    order: Option<u8>,
}

fn purchase() -> impl Strategy<Value = Purchase> {
    let amount = prop_oneof![
        8 => (-50_000_i32..200_000).prop_map(|cents| f64::from(cents) / 100.0),
        1 => -1e200..1e200_f64,
        1 => -1e-200..1e-200_f64,
        1 => Just(f64::NAN),
    ];
    let customer = prop::option::weighted(0.95, 0..12_u8);
    let day = prop::option::weighted(0.95, 19_000..20_500_i32);
    (customer, day, amount, prop::option::of(0..20_u8)).prop_map(|(customer, day, amount, order)| Purchase {
        customer,
        day,
        amount,
        order,
    })
}

fn table(purchases: &[Purchase], text: bool, orders: bool) -> Table {
    let mut builder = TableBuilder::new(purchases.len());
    let ids: Vec<Option<String>> = purchases.iter().map(|p| p.customer.map(|id| format!("customer {id}"))).collect();
    let customers = match text {
        true => ColumnData::text(ids.iter().map(Option::as_deref)).unwrap(),
        false => ColumnData::Floats(
            purchases.iter().map(|p| p.customer.map_or(f64::NAN, |id| f64::from(id) * 1e9)).collect(),
        ),
    };
    builder.add("customerId", customers).unwrap();
    builder.add("date", ColumnData::days(purchases.iter().map(|p| p.day)).unwrap()).unwrap();
    builder.add("amount", ColumnData::Floats(purchases.iter().map(|p| p.amount).collect())).unwrap();
    if orders {
        let order = |p: &Purchase| p.order.map_or(f64::NAN, f64::from);
        builder.add("orderId", ColumnData::Floats(purchases.iter().map(order).collect())).unwrap();
    }
    builder.finish()
}

fn options(binning: Binning) -> RfmOptions {
    RfmOptions { binning: Some(binning), on_invalid: Some(OnInvalid::Skip), ..RfmOptions::new("2025-12-31") }
}

/// The result without the list of skipped rows, whose numbers follow the order in which parts came.
fn comparable(result: RfmResult) -> String {
    format!(
        "{:?} {:?} {:?} {}",
        result.customers.to_csv().unwrap(),
        result.segments,
        result.thresholds,
        result.skipped.count
    )
}

proptest! {
    #[test]
    fn rfm_does_not_depend_on_split_or_order(
        purchases in prop::collection::vec((purchase(), 0..5_usize), 1..120),
        order in Just(vec![0, 1, 2, 3, 4]).prop_shuffle(),
        text in any::<bool>(),
        orders in any::<bool>(),
    ) {
        let options = options(Binning::Quantile);
        let all: Vec<Purchase> = purchases.iter().map(|(purchase, _)| purchase.clone()).collect();
        let whole = segment(&table(&all, text, orders), &options).map(comparable).map_err(|error| error.kind());
        let part = |number: usize| -> Table {
            let own: Vec<Purchase> = purchases.iter().filter(|(_, part)| *part == number).map(|(p, _)| p.clone()).collect();
            table(&own, text, orders)
        };

        let mut fed = RfmAccumulator::new(&options).unwrap();
        let mut merged = RfmAccumulator::new(&options).unwrap();
        for &number in &order {
            fed.update(&part(number)).unwrap();
            let mut other = RfmAccumulator::new(&options).unwrap();
            other.update(&part(number)).unwrap();
            merged.merge(other).unwrap();
        }
        let mut right = RfmAccumulator::new(&options).unwrap();
        for &number in &order {
            let mut left = RfmAccumulator::new(&options).unwrap();
            left.update(&part(number)).unwrap();
            left.merge(right).unwrap();
            right = left;
        }
        for accumulator in [fed, merged, right] {
            let found = accumulator.finish().map(comparable).map_err(|error| error.kind());
            prop_assert_eq!(&found, &whole);
        }
    }

    #[test]
    fn ntile_does_not_depend_on_a_split_in_order(purchases in prop::collection::vec(purchase(), 1..80), at in 0..80_usize) {
        let options = options(Binning::Ntile);
        let whole = segment(&table(&purchases, true, false), &options).map(comparable).map_err(|error| error.kind());
        let (first, second) = purchases.split_at(at.min(purchases.len()));
        let mut left = RfmAccumulator::new(&options).unwrap();
        left.update(&table(first, true, false)).unwrap();
        let mut right = RfmAccumulator::new(&options).unwrap();
        right.update(&table(second, true, false)).unwrap();
        left.merge(right).unwrap();
        prop_assert_eq!(left.finish().map(comparable).map_err(|error| error.kind()), whole);
    }

    #[test]
    fn a_refused_batch_changes_nothing(purchases in prop::collection::vec(purchase(), 1..40)) {
        let strict = RfmOptions { on_invalid: None, ..options(Binning::Quantile) };
        let good = Table::from_csv(b"customerId,date,amount\n5,2025-01-01,10\n", &Default::default()).unwrap();
        let mut accumulator = RfmAccumulator::new(&strict).unwrap();
        let refused = accumulator.update(&table(&purchases, true, false)).is_err();
        prop_assume!(refused);
        accumulator.update(&good).unwrap();
        prop_assert_eq!(comparable(accumulator.finish().unwrap()), comparable(segment(&good, &strict).unwrap()));
    }

    #[test]
    fn exact_sums_do_not_depend_on_order(terms in prop::collection::vec(-1e280..1e280_f64, 0..60), small in prop::collection::vec(-1.0..1.0_f64, 0..60)) {
        let mut all: Vec<f64> = terms.iter().chain(&small).copied().collect();
        let sum = all.iter().copied().collect::<ExactSum>().value();
        all.reverse();
        prop_assert_eq!(all.iter().copied().collect::<ExactSum>().value().to_bits(), sum.to_bits());
        all.extend(terms.iter().map(|term| -term));
        let rest = small.iter().copied().collect::<ExactSum>().value();
        prop_assert_eq!(all.iter().copied().collect::<ExactSum>().value(), rest);
    }

    #[test]
    fn quantiles_agree_with_sorting(values in prop::collection::vec(-50..50_i32, 1..200), m in 2..11_usize) {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let found = quantiles(&values, m).unwrap();
        prop_assert_eq!(quantiles(&values.iter().map(|&v| f64::from(v)).collect::<Vec<_>>(), m).unwrap(), found.clone());
        for (k, quantile) in (1..m).zip(found) {
            let position = ((values.len() - 1) * k) as f64 / m as f64;
            let (low, high) = (sorted[position.floor() as usize], sorted[position.ceil() as usize]);
            let expected = f64::from(low) + (position - position.floor()) * f64::from(high - low);
            prop_assert!((quantile - expected).abs() < 1e-9);
        }
    }
}
