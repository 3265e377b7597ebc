//! Simulated customers against what the models expect of them, and whether fits find the parameters again.
//!
//! Seeds are fixed, so a test either passes always or never; thresholds are 4 standard errors.

use super::clv_summary::numbers;
use super::random::{assert_counts, assert_quantiles};
use super::{integers, place};
use crate::case;
use custometry::clv::{
    FitOptions, GammaGamma, PurchaseModel, PurchaseModelKind, PurchaseSummaryOptions, SimulateSummariesOptions,
    SimulateTransactionsOptions, SpendModel, TimeUnit, simulate_summaries, simulate_transactions, summarize_purchases,
};
use custometry::stats::chi_square;
use custometry::table::{ColumnData, Table};

/// For each model estimates from data (CDNOW in weeks: Fader, Hardie & Lee 2005, for MBG/NBD our own; donations: Fader, Hardie &
/// Shang 2010), and sets with other shapes.
const MODELS: [(PurchaseModelKind, [f64; 4]); 12] = [
    (PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426]),
    (PurchaseModelKind::BgNbd, [1.5, 10.0, 0.4, 1.0]),
    (PurchaseModelKind::BgNbd, [0.6, 3.0, 2.0, 9.0]),
    (PurchaseModelKind::MbgNbd, [0.525, 6.183, 0.891, 1.614]),
    (PurchaseModelKind::MbgNbd, [1.5, 8.0, 0.5, 2.5]),
    (PurchaseModelKind::MbgNbd, [3.0, 20.0, 2.0, 6.0]),
    (PurchaseModelKind::ParetoNbd, [0.553, 10.578, 0.606, 11.669]),
    (PurchaseModelKind::ParetoNbd, [2.0, 10.0, 1.0, 20.0]),
    (PurchaseModelKind::ParetoNbd, [0.4, 2.0, 1.8, 30.0]),
    (PurchaseModelKind::BgBb, [1.204, 0.750, 0.657, 2.783]),
    (PurchaseModelKind::BgBb, [0.5, 1.5, 0.5, 5.0]),
    (PurchaseModelKind::BgBb, [3.0, 6.0, 2.0, 12.0]),
];

const CDNOW_SPEND: GammaGamma = GammaGamma { p: 6.25, q: 3.74, v: 15.44 };

fn model(kind: PurchaseModelKind, params: [f64; 4]) -> PurchaseModel {
    PurchaseModel::new(kind, params).unwrap()
}

fn options(kind: PurchaseModelKind, customers: u32) -> SimulateSummariesOptions {
    let t = if kind == PurchaseModelKind::BgBb { [6.0, 12.0] } else { [26.0, 78.0] };
    SimulateSummariesOptions { customers: Some(customers), t: Some(t), horizon: None, seed: Some(20261122) }
}

/// Asserts that the mean of differences is 0 up to 4 of its standard errors.
#[track_caller]
fn assert_no_bias(name: &str, differences: &[f64]) {
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    assert!(n > 50.0 && error > 0.0, "{name}: {n} customers, error {error}");
    assert!(mean.abs() < 4.0 * error, "{name}: off by {mean} ± {error} over {n} customers");
}

#[track_caller]
fn assert_found(name: &str, found: f64, error: f64, truth: f64) {
    assert!((found - truth).abs() < 4.0 * error, "{name}: {found} ± {error}, not {truth}");
}

#[track_caller]
fn assert_recovered(name: &str, kind: PurchaseModelKind, summary: &Table, params: [f64; 4]) {
    let fitted = PurchaseModel::fit(kind, summary, &FitOptions::default()).unwrap();
    let report = fitted.report().unwrap();
    assert!(report.converged, "{name}: {report:?}");
    // Twice what the likelihood is higher than that of the true parameters: chi-square with 4 degrees of freedom.
    let truth = PurchaseModel::new(kind, params).unwrap().log_likelihood_of(summary).unwrap();
    let gain = 2.0 * (fitted.log_likelihood().unwrap() - truth);
    assert!(gain >= 0.0 && chi_square::upper_tail(gain, 4) > 1e-4, "{name}: {gain}");
    let errors = fitted.standard_errors().unwrap();
    let names = kind.parameters();
    for ((parameter, truth), (found, error)) in
        names.into_iter().zip(params).zip(fitted.params().into_iter().zip(errors))
    {
        eprintln!("{name} {parameter}: {found:.4} ± {error:.4}, true {truth}, z {:.2}", (found - truth) / error);
        assert_found(&format!("{name} {parameter}"), found, error, truth);
        // Not because the errors are wide.
        assert!(error < 0.6 * truth, "{name} {parameter}: {found} ± {error}");
    }
}

#[case]
fn purchases_of_new_customers_are_as_frequent_as_expected() {
    for (kind, params) in MODELS {
        let name = format!("{} {params:?}", kind.name());
        let t = if kind == PurchaseModelKind::BgBb { 8.0 } else { 39.0 };
        let options = SimulateSummariesOptions { t: Some([t, t]), ..options(kind, 10_000) };
        let model = model(kind, params);
        let simulated = simulate_summaries(&model, None, &options).unwrap();
        let frequency = numbers(&simulated, "frequency");
        let mean = model.expected_purchases_new_customer(t).unwrap();
        assert_no_bias(&name, &frequency.iter().map(|x| x - mean).collect::<Vec<_>>());
        // By class, the last of which is open.
        let mut expected: Vec<f64> =
            (0..7).map(|n| 10_000.0 * model.purchase_count_probability(t, n).unwrap()).collect();
        expected.push(10_000.0 - expected.iter().sum::<f64>());
        let mut counts = vec![0.0; 8];
        frequency.iter().for_each(|&x| counts[(x as usize).min(7)] += 1.0);
        assert_counts(&name, &counts, &expected);
    }
}

#[case]
fn who_is_there_and_what_they_buy_next_is_as_expected_of_their_past() {
    for (kind, params) in MODELS {
        let horizon = if kind == PurchaseModelKind::BgBb { 5.0 } else { 30.0 };
        let options = SimulateSummariesOptions { horizon: Some(horizon), ..options(kind, 10_000) };
        let model = model(kind, params);
        let simulated = simulate_summaries(&model, None, &options).unwrap();
        let ColumnData::Booleans(alive) = simulated.column("alive").unwrap().data() else { panic!() };
        let probability = model.probability_alive(&simulated).unwrap();
        let expected = model.expected_purchases(&simulated, horizon).unwrap();
        let (frequency, later) = (numbers(&simulated, "frequency"), numbers(&simulated, "holdoutFrequency"));
        let (recency, t) = (numbers(&simulated, "recency"), numbers(&simulated, "T"));
        for (x, bought) in [(0.0, "never"), (1.0, "once"), (2.0, "twice or more")] {
            // Those whose last purchase was early, and those whose was late.
            for late in [false, true] {
                let rows: Vec<usize> = (0..10_000)
                    .filter(|&row| frequency[row].min(2.0) == x && (recency[row] > 0.6 * t[row]) == late)
                    .collect();
                if x == 0.0 && late {
                    continue;
                }
                let name = format!("{} {params:?}, bought {bought}, late {late}", kind.name());
                let differences: Vec<f64> = rows.iter().map(|&row| later[row] - expected[row]).collect();
                assert_no_bias(&name, &differences);
                let differences: Vec<f64> = rows.iter().map(|&row| f64::from(alive[row]) - probability[row]).collect();
                // In the BG/NBD nobody leaves without a purchase.
                if kind == PurchaseModelKind::BgNbd && x == 0.0 {
                    assert!(differences.iter().all(|&difference| difference == 0.0));
                } else {
                    assert_no_bias(&name, &differences);
                }
            }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))] // half a minute there, and fits are the same to the bit
#[case]
fn fits_find_the_parameters_again() {
    // Two sets of each model: fits of a debug build take seconds.
    for (kind, params) in MODELS.chunks(3).flat_map(|sets| sets[..2].iter().copied()) {
        // Six opportunities tell little, but counts of them are quick to fit to.
        let customers = if kind == PurchaseModelKind::BgBb { 20_000 } else { 4000 };
        let simulated = simulate_summaries(&model(kind, params), None, &options(kind, customers)).unwrap();
        assert_recovered(&format!("{} {params:?}", kind.name()), kind, &simulated, params);
    }
}

#[case]
fn fits_find_the_spend_again() {
    let purchases = model(PurchaseModelKind::BgNbd, MODELS[1].1);
    let sets = [CDNOW_SPEND, GammaGamma { p: 1.2, q: 6.0, v: 40.0 }, GammaGamma { p: 20.0, q: 2.5, v: 3.0 }];
    for params in sets {
        let spend = SpendModel::new(params).unwrap();
        let options = options(PurchaseModelKind::BgNbd, 20_000);
        let simulated = simulate_summaries(&purchases, Some(&spend), &options).unwrap();
        let fitted = SpendModel::fit(&simulated, &FitOptions::default()).unwrap();
        let (found, error) = (fitted.params(), fitted.standard_errors().unwrap());
        eprintln!("{params:?}: {found:?} {error:?}");
        for (name, found, error, truth) in
            [("p", found.p, error.p, params.p), ("q", found.q, error.q, params.q), ("v", found.v, error.v, params.v)]
        {
            assert_found(name, found, error, truth);
            assert!(error < 0.2 * truth, "{name}: {found} ± {error}");
        }
    }
}

#[case]
fn spend_is_distributed_as_the_model_says() {
    let purchases = model(PurchaseModelKind::BgNbd, MODELS[1].1);
    let spend = SpendModel::new(CDNOW_SPEND).unwrap();
    let options = SimulateSummariesOptions { horizon: Some(30.0), ..options(PurchaseModelKind::BgNbd, 20_000) };
    let simulated = simulate_summaries(&purchases, Some(&spend), &options).unwrap();
    let (frequency, monetary) = (numbers(&simulated, "frequency"), numbers(&simulated, "monetary"));
    // x m / (v + x m) is beta-distributed with p x and q.
    for (x, a) in [(1.0, 6.25), (2.0, 12.5)] {
        let of = frequency.iter().zip(&monetary).filter(|(count, _)| **count == x);
        let log_odds: Vec<f64> = of.map(|(_, mean)| (x * mean / 15.44).ln()).collect();
        assert!(log_odds.len() > 2000);
        assert_quantiles("beta", a, 3.74, &log_odds);
    }
    // What is spent later is as expected from what was spent before.
    let later = numbers(&simulated, "holdoutFrequency");
    let later_mean = numbers(&simulated, "holdoutMonetary");
    let expected = spend.expected_spend(&simulated).unwrap();
    for x in 0..4 {
        let rows = (0..frequency.len()).filter(|&row| frequency[row] == f64::from(x) && later[row] > 0.0);
        assert_no_bias("later spend", &rows.map(|row| later_mean[row] - expected[row]).collect::<Vec<_>>());
    }
    assert!(frequency.iter().zip(&monetary).all(|(x, mean)| (*x == 0.0) == (*mean == 0.0)));
    assert!(later.iter().zip(&later_mean).all(|(x, mean)| (*x == 0.0) == (*mean == 0.0)));
}

fn transactions_options(customers: u32) -> SimulateTransactionsOptions {
    SimulateTransactionsOptions {
        customers: Some(customers),
        start: Some("2024-01-01".into()),
        acquisition_days: Some(182),
        end: Some("2025-12-31".into()),
        time_unit: Some(TimeUnit::Week),
        seed: Some(20261122),
    }
}

#[cfg(not(target_arch = "wasm32"))] // half a minute there, and fits are the same to the bit
#[case]
fn fits_to_simulated_purchases_find_the_parameters_again() {
    // Rates of about a purchase in 20 weeks, so that hardly anything is lost because two purchases fall on one day.
    for (kind, params) in [
        (PurchaseModelKind::BgNbd, [0.8, 20.0, 0.6, 2.5]),
        (PurchaseModelKind::MbgNbd, [0.9, 20.0, 0.7, 3.0]),
        (PurchaseModelKind::ParetoNbd, [0.9, 20.0, 0.8, 30.0]),
    ] {
        let spend = SpendModel::new(CDNOW_SPEND).unwrap();
        let purchases = simulate_transactions(&model(kind, params), Some(&spend), &transactions_options(5000)).unwrap();
        let summary = PurchaseSummaryOptions::new("2025-12-31", TimeUnit::Week);
        let summary = summarize_purchases(&purchases, &summary).unwrap();
        assert_eq!((summary.skipped.count, summary.customers.num_rows()), (0, 5000));
        assert_recovered(&format!("days of {}", kind.name()), kind, &summary.customers, params);
        let fitted = SpendModel::fit(&summary.customers, &FitOptions::default()).unwrap();
        let (found, error) = (fitted.params(), fitted.standard_errors().unwrap());
        assert_found("p", found.p, error.p, CDNOW_SPEND.p);
        assert_found("q", found.q, error.q, CDNOW_SPEND.q);
        assert_found("v", found.v, error.v, CDNOW_SPEND.v);
    }
}

#[case]
fn opportunities_come_once_in_a_unit_of_time() {
    let params = [1.204, 0.750, 0.657, 2.783];
    let options = SimulateTransactionsOptions {
        acquisition_days: None,
        end: Some("2024-03-04".into()), // nine weeks after 2024-01-01
        ..transactions_options(5000)
    };
    let purchases = simulate_transactions(&model(PurchaseModelKind::BgBb, params), None, &options).unwrap();
    let summary = summarize_purchases(&purchases, &PurchaseSummaryOptions::new("2024-03-04", TimeUnit::Week)).unwrap();
    assert!(numbers(&summary.customers, "T").iter().all(|&t| t == 9.0));
    assert!(numbers(&summary.customers, "recency").contains(&9.0));
    assert_recovered("weeks of bg-bb", PurchaseModelKind::BgBb, &summary.customers, params);
}

#[case]
fn first_purchases_are_spread_over_the_days_of_acquisition() {
    let options = SimulateTransactionsOptions { acquisition_days: Some(10), ..transactions_options(5000) };
    let purchases = simulate_transactions(&model(PurchaseModelKind::BgNbd, MODELS[0].1), None, &options).unwrap();
    let ids = integers(&purchases, "customerId");
    let ColumnData::Dates { values, civil: true } = purchases.column("date").unwrap().data() else { panic!() };
    let start = 1_704_067_200_000.0; // 2024-01-01
    let mut counts = [0.0; 10];
    let mut last = 0;
    for (row, &id) in ids.iter().enumerate() {
        if id != last {
            assert_eq!(id, last + 1);
            counts[((values[row] - start) / 86_400_000.0) as usize] += 1.0;
        } else {
            assert!(values[row] >= values[row - 1]);
        }
        last = id;
    }
    assert_eq!(last, 5000);
    assert_counts("days", &counts, &[500.0; 10]);
    assert!(values.iter().all(|&ms| ms <= start + 730.0 * 86_400_000.0));
}

/// A table as text, all digits kept.
fn text(table: &Table) -> String {
    table.to_csv().unwrap()
}

#[case]
fn customers_depend_on_the_seed_and_their_number_alone() {
    let spend = SpendModel::new(CDNOW_SPEND).unwrap();
    for (kind, params) in [MODELS[0], MODELS[3], MODELS[6], MODELS[9]] {
        let model = model(kind, params);
        let all = options(kind, 300);
        let few = SimulateSummariesOptions { customers: Some(100), ..all };
        let simulate = |options| text(&simulate_summaries(&model, Some(&spend), &options).unwrap());
        assert_eq!(simulate(all), simulate(all));
        assert!(simulate(all).starts_with(&simulate(few)));
        assert_ne!(simulate(few), simulate(SimulateSummariesOptions { seed: Some(1), ..few }));
        let transactions =
            |customers| text(&simulate_transactions(&model, Some(&spend), &transactions_options(customers)).unwrap());
        assert!(transactions(300).starts_with(&transactions(100)));
        // Neither a model of spend nor a holdout changes what happened.
        let plain = simulate_summaries(&model, None, &few).unwrap();
        let holdout = SimulateSummariesOptions { horizon: Some(20.0), ..few };
        let later = simulate_summaries(&model, Some(&spend), &holdout).unwrap();
        for name in ["frequency", "recency", "T"] {
            assert_eq!(numbers(&plain, name), numbers(&later, name));
        }
    }
}

#[case]
fn customers_are_the_same_to_the_bit_everywhere() {
    // FNV-1a over the bits of all numbers of all models: what came out when this was written.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let spend = SpendModel::new(CDNOW_SPEND).unwrap();
    for (kind, params) in MODELS {
        let options = SimulateSummariesOptions { horizon: Some(20.0), ..options(kind, 200) };
        let simulated = simulate_summaries(&model(kind, params), Some(&spend), &options).unwrap();
        for name in ["frequency", "recency", "T", "monetary", "holdoutFrequency", "holdoutMonetary"] {
            for number in numbers(&simulated, name) {
                for byte in number.to_bits().to_le_bytes() {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
                }
            }
        }
    }
    assert_eq!(hash, 7_768_846_027_677_522_165);
}

#[case]
fn customers_of_extreme_models() {
    let simulate = |kind, params, horizon| {
        let options = SimulateSummariesOptions { horizon, ..options(kind, 500) };
        simulate_summaries(&model(kind, params), None, &options).unwrap()
    };
    // Nearly all customers have rates that are too small for a number.
    let table = simulate(PurchaseModelKind::BgNbd, [1e-6, 1.0, 1e-6, 1e-6], None);
    assert_eq!(numbers(&table, "frequency").iter().sum::<f64>(), 0.0);
    // Nobody is there from the start on; everybody stays.
    let table = simulate(PurchaseModelKind::MbgNbd, [1.0, 1.0, 1e6, 1e-6], Some(10.0));
    assert_eq!(numbers(&table, "frequency").iter().sum::<f64>(), 0.0);
    assert_eq!(numbers(&table, "holdoutFrequency").iter().sum::<f64>(), 0.0);
    let table = simulate(PurchaseModelKind::BgBb, [1e6, 1e-6, 1e-6, 1e6], None);
    assert_eq!(numbers(&table, "frequency"), numbers(&table, "T"));
    // All buy at the same rate: Poisson-distributed.
    let table = simulate(PurchaseModelKind::ParetoNbd, [1e8, 1e9, 1e-8, 1e8], None);
    let differences: Vec<f64> =
        numbers(&table, "frequency").iter().zip(numbers(&table, "T")).map(|(x, t)| x - t / 10.0).collect();
    assert_no_bias("poisson", &differences);
    let ratio: f64 = differences.iter().map(|value| value * value).sum::<f64>()
        / numbers(&table, "T").iter().map(|t| t / 10.0).sum::<f64>();
    assert!((ratio - 1.0).abs() < 4.0 * (2.0_f64 / 500.0).sqrt() * 1.1, "{ratio}");
}

#[case]
fn options_that_cannot_be_used_are_named() {
    let bg = model(PurchaseModelKind::BgNbd, MODELS[0].1);
    let good = SimulateSummariesOptions { customers: Some(10), t: Some([5.0, 9.5]), horizon: Some(1.0), seed: Some(0) };
    assert!(simulate_summaries(&bg, None, &good).is_ok());
    let message = |model: &PurchaseModel, options| {
        let error = simulate_summaries(model, None, &options).unwrap_err();
        assert_eq!(place(&error), ("invalid-option", None, None));
        assert!(error.help().is_some());
        error.message().to_owned()
    };
    assert_eq!(message(&bg, SimulateSummariesOptions { t: None, ..good }), "T is missing");
    assert_eq!(message(&bg, SimulateSummariesOptions { t: Some([9.0, 5.0]), ..good }), "T is from 9 to 5");
    assert_eq!(message(&bg, SimulateSummariesOptions { t: Some([-1.0, 5.0]), ..good }), "T is -1");
    assert_eq!(message(&bg, SimulateSummariesOptions { t: Some([1.0, f64::NAN]), ..good }), "T is NaN");
    assert_eq!(message(&bg, SimulateSummariesOptions { horizon: Some(-1.0), ..good }), "horizon is -1");
    for seed in [None, Some((1 << 53) + 1)] {
        assert_eq!(
            message(&bg, SimulateSummariesOptions { seed, ..good }),
            "seed is not a whole number from 0 to 2^53"
        );
    }
    assert!(simulate_summaries(&bg, None, &SimulateSummariesOptions { seed: Some(1 << 53), ..good }).is_ok());
    for customers in [None, Some(0), Some(10_000_001)] {
        let found = message(&bg, SimulateSummariesOptions { customers, ..good });
        assert_eq!(found, "customers is not a number that can be simulated");
    }
    let bb = model(PurchaseModelKind::BgBb, MODELS[9].1);
    assert_eq!(message(&bb, good), "T is 9.5");
    let often = model(PurchaseModelKind::BgNbd, [100.0, 1e-3, 1e-3, 1e3]);
    let options = SimulateSummariesOptions { customers: Some(10_000_000), ..good };
    assert!(message(&often, options).ends_with(" purchases would have to be simulated"));
    let options = SimulateSummariesOptions { t: Some([100.0, 100.0]), customers: Some(1), ..good };
    assert_eq!(message(&often, options), "a customer would buy more than a million times");
    let wild = SpendModel::new(GammaGamma { p: 6.0, q: 1e-4, v: 15.0 }).unwrap();
    let error =
        simulate_summaries(&bb, Some(&wild), &SimulateSummariesOptions { t: Some([6.0; 2]), ..good }).unwrap_err();
    assert_eq!(error.message(), "an amount is not within 1e-100 to 1e100");

    let good = transactions_options(10);
    let message = |options| {
        let error = simulate_transactions(&bg, None, &options).unwrap_err();
        assert!(error.help().is_some());
        (error.kind().code(), error.message().to_owned())
    };
    let invalid = |text: &str| ("invalid-option", text.to_owned());
    assert_eq!(message(SimulateTransactionsOptions { start: None, ..good.clone() }), invalid("start is missing"));
    assert_eq!(message(SimulateTransactionsOptions { end: None, ..good.clone() }), invalid("end is missing"));
    assert_eq!(
        message(SimulateTransactionsOptions { time_unit: None, ..good.clone() }),
        invalid("timeUnit is missing")
    );
    let early = SimulateTransactionsOptions { end: Some("2023-12-31".into()), ..good.clone() };
    assert_eq!(message(early), invalid("end is before start"));
    for days in [0, 732] {
        let options = SimulateTransactionsOptions { acquisition_days: Some(days), ..good.clone() };
        assert_eq!(message(options), invalid(&format!("acquisitionDays is {days}")));
    }
    let options = SimulateTransactionsOptions { start: Some("yesterday".into()), ..good };
    assert_eq!(message(options).0, "bad-date");
}
