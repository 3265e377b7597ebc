//! Counts, lifetimes and DERT of the models of purchases: against values of 20 digits (`tests/golden/clv_forecast.py`), and
//! against each other.

use super::{assert_close, table};
use crate::case;
use custometry::ErrorKind;
use custometry::clv::{
    DiscountOptions, GammaGamma, LifetimeValueOptions, PurchaseModel, PurchaseModelKind, PurchaseSummaryOptions,
    SpendModel, TimeUnit, lifetime_value, summarize_purchases,
};
use custometry::table::Table;

const VALUES: &str = include_str!("../golden/clv-forecast.csv");
const BG_NBD: [f64; 4] = [0.243, 4.414, 0.793, 2.426];
const PARETO_NBD: [f64; 4] = [0.553, 10.578, 0.606, 11.669];
/// Fader, Hardie & Shang (2010), table 3.
const BG_BB: [f64; 4] = [1.204, 0.750, 0.657, 2.783];

fn model(kind: PurchaseModelKind, params: [f64; 4]) -> PurchaseModel {
    PurchaseModel::new(kind, params).unwrap()
}

/// Options under which a unit of time counts e^-rate.
fn at_rate(rate: f64) -> DiscountOptions {
    DiscountOptions { annual_discount_rate: Some(rate.exp_m1()), time_unit: Some(TimeUnit::Year) }
}

fn found(model: &PurchaseModel, what: &str, summary: &Table, [u, v]: [f64; 2], n: u64) -> f64 {
    match what {
        "count" => model.conditional_count_probability(summary, u, n).unwrap()[0],
        "lifetime" => model.expected_lifetime(summary, u).unwrap()[0],
        "dert" => model.discounted_residual_transactions(summary, &at_rate(u)).unwrap()[0],
        "interval" => model.interval_count_probability(u, u + v, n).unwrap(),
        "new lifetime" => model.expected_lifetime_new_customer(u).unwrap().unwrap_or(f64::NAN),
        _ => panic!("{what}"),
    }
}

/// The values of a model to a relative tolerance. (It is DERT for 5,000 purchases that needs more than 1e-12.)
fn check(kind: PurchaseModelKind, tolerance: f64) {
    let mut counts = [0; 5];
    let mut worst =
        [(0.0, String::new()), (0.0, String::new()), (0.0, String::new()), (0.0, String::new()), (0.0, String::new())];
    let names = ["count", "lifetime", "dert", "interval", "new lifetime"];
    for line in VALUES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[1] != kind.name() {
            continue;
        }
        let number = |i: usize| if cells[i].is_empty() { 0.0 } else { cells[i].parse::<f64>().unwrap() };
        let model = model(kind, [number(2), number(3), number(4), number(5)]);
        let summary = table(&format!("frequency,recency,T\n{},{},{}\n", number(6), number(7), number(8)));
        let u = if cells[9].is_empty() { f64::INFINITY } else { number(9) };
        let found = found(&model, cells[0], &summary, [u, number(10)], number(11) as u64);
        let place = names.iter().position(|name| *name == cells[0]).unwrap();
        counts[place] += 1;
        if cells[12].is_empty() {
            assert!(found.is_nan(), "{line}: {found}");
            continue;
        }
        let expected = number(12);
        let error = (found - expected).abs() / expected.abs().max(1e-290);
        assert!(!error.is_nan(), "{line}: {found}");
        if error > worst[place].0 {
            worst[place] = (error, format!("{line}: {found:e}"));
        }
    }
    for ((name, (error, line)), count) in names.iter().zip(&worst).zip(counts) {
        eprintln!("{} {name}: {count} values, worst error {error:.1e} at {line}", kind.name());
    }
    for ((name, (error, line)), count) in names.iter().zip(&worst).zip(counts) {
        assert!(count >= 20, "{name}: {count} values");
        assert!(*error <= tolerance, "{name}: {error:e} at {line}");
    }
}

#[case]
fn bg_nbd() {
    check(PurchaseModelKind::BgNbd, 2e-11);
}

#[case]
fn mbg_nbd() {
    check(PurchaseModelKind::MbgNbd, 2e-11);
}

#[case]
fn pareto_nbd() {
    check(PurchaseModelKind::ParetoNbd, 1e-12);
}

#[case]
fn bg_bb() {
    check(PurchaseModelKind::BgBb, 1e-12);
}

const KINDS: [(PurchaseModelKind, [f64; 4]); 4] = [
    (PurchaseModelKind::BgNbd, BG_NBD),
    (PurchaseModelKind::MbgNbd, [0.525, 6.183, 0.891, 1.614]),
    (PurchaseModelKind::ParetoNbd, PARETO_NBD),
    (PurchaseModelKind::BgBb, BG_BB),
];

fn customers() -> Table {
    table("frequency,recency,T\n0,0,39\n2,30,39\n1,3,40\n12,39,39\n30,36,40\n0,0,0\n")
}

#[case]
fn counts_after_a_history_add_up_to_one_and_their_mean_is_what_is_expected() {
    for (kind, params) in KINDS {
        let model = model(kind, params);
        let customers = customers();
        let mut all = [0.0; 6];
        let mut mean = [0.0; 6];
        for n in 0..400 {
            let found = model.conditional_count_probability(&customers, 39.0, n).unwrap();
            for (row, probability) in found.into_iter().enumerate() {
                assert!((0.0..=1.0).contains(&probability));
                all[row] += probability;
                mean[row] += n as f64 * probability;
            }
        }
        let expected = model.expected_purchases(&customers, 39.0).unwrap();
        for row in 0..6 {
            assert_close(all[row], 1.0, 1e-12);
            assert_close(mean[row], expected[row], 1e-11);
        }
    }
}

#[case]
fn a_customer_without_a_past_is_a_new_one() {
    for (kind, params) in KINDS {
        let model = model(kind, params);
        let fresh = table("frequency,recency,T\n0,0,0\n");
        for n in [0, 1, 5] {
            let new = model.purchase_count_probability(52.0, n).unwrap();
            assert_eq!(model.interval_count_probability(0.0, 52.0, n).unwrap().to_bits(), new.to_bits());
            let known = model.conditional_count_probability(&fresh, 52.0, n).unwrap()[0];
            assert!((new - known).abs() <= 1e-13 * new, "{kind:?} {n}: {new} {known}");
        }
        let new = model.expected_lifetime_new_customer(52.0).unwrap().unwrap();
        assert_close(model.expected_lifetime(&fresh, 52.0).unwrap()[0], new, 1e-13);
    }
}

/// What is expected of an interval is what is expected after each history until then, over all histories.
#[case]
fn intervals_follow_from_histories() {
    // The probability of a history of n purchases of which the last is at t_x has a density in t_x; the BG/BB has sums.
    let model = model(PurchaseModelKind::BgBb, BG_BB);
    for n in [0, 1, 4] {
        let mut total = 0.0;
        for recency in 0..=6_u32 {
            for frequency in u32::from(recency > 0)..=recency {
                // Which of the opportunities before the last were taken does not matter to the likelihood.
                let ways = (1..frequency).fold(1.0, |ways, i| ways * f64::from(recency - i) / f64::from(i));
                let history = table(&format!("frequency,recency,T\n{frequency},{recency},6\n"));
                total += ways
                    * model.log_likelihood_of(&history).unwrap().exp()
                    * model.conditional_count_probability(&history, 5.0, n).unwrap()[0];
            }
        }
        assert_close(model.interval_count_probability(6.0, 11.0, n).unwrap(), total, 1e-13);
    }
}

#[case]
fn means_of_intervals_are_differences_of_expectations() {
    for (kind, params) in KINDS {
        let model = model(kind, params);
        let (mut all, mut mean) = (0.0, 0.0);
        for n in 0..60 {
            let probability = model.interval_count_probability(52.0, 56.0, n).unwrap();
            all += probability;
            mean += n as f64 * probability;
        }
        let expected = |t| model.expected_purchases_new_customer(t).unwrap();
        assert_close(all, 1.0, 1e-11);
        assert_close(mean, expected(56.0) - expected(52.0), 1e-11);
    }
}

/// Those who stay for long, little discounted, buy what they buy: DERT tends to the expected number over a long time; and over
/// the horizon of lifetime value it is that without an end.
#[case]
fn dert_is_lifetime_value_without_an_end() {
    let spend = SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 }).unwrap();
    for (kind, params) in KINDS {
        let model = model(kind, params);
        let customers = table("frequency,recency,T,monetary\n0,0,39,0\n2,30,39,20\n12,39,39,35\n");
        for (unit, horizon) in [(TimeUnit::Week, 60_000.0), (TimeUnit::Month, 12_000.0), (TimeUnit::Year, 1_000.0)] {
            let options = DiscountOptions { annual_discount_rate: Some(0.1), time_unit: Some(unit) };
            let dert = model.discounted_residual_transactions(&customers, &options).unwrap();
            let options = LifetimeValueOptions {
                confidence: None,
                horizon: Some(horizon),
                time_unit: Some(unit),
                annual_discount_rate: Some(0.1),
                ..LifetimeValueOptions::default()
            };
            let value = lifetime_value(&customers, &model, &spend, &options).unwrap();
            let column = |name: &str| value.column(name).unwrap().numbers().unwrap();
            for (row, dert) in dert.into_iter().enumerate() {
                let purchases = column("lifetimeValue")[row] / column("expectedSpend")[row];
                assert!((purchases / dert - 1.0).abs() < 1e-9, "{kind:?} {unit:?} {row}: {purchases} {dert}");
            }
        }
    }
}

#[case]
fn what_cannot_be_asked_is_refused() {
    let model = model(PurchaseModelKind::BgBb, BG_BB);
    let donors = table("frequency,recency,T\n2,4,6\n");
    let kind = |error: custometry::Error| error.kind();
    let invalid = ErrorKind::InvalidOption;
    assert_eq!(kind(model.interval_count_probability(5.0, 4.0, 0).unwrap_err()), invalid);
    assert_eq!(kind(model.interval_count_probability(0.5, 4.0, 0).unwrap_err()), invalid);
    assert_eq!(kind(model.conditional_count_probability(&donors, 5.0, 1_000_001).unwrap_err()), invalid);
    assert_eq!(kind(model.no_purchase_probability(&donors, -1.0).unwrap_err()), invalid);
    assert_eq!(kind(model.expected_lifetime(&donors, f64::NAN).unwrap_err()), invalid);
    assert_eq!(kind(model.expected_lifetime_new_customer(f64::NEG_INFINITY).unwrap_err()), invalid);
    let with = |rate, unit| DiscountOptions { annual_discount_rate: rate, time_unit: unit };
    for options in [with(Some(0.0), Some(TimeUnit::Year)), with(None, Some(TimeUnit::Year)), with(Some(0.1), None)] {
        assert_eq!(kind(model.discounted_residual_transactions(&donors, &options).unwrap_err()), invalid);
    }
    let purchases = table("customerId,date\nA,2026-01-01\n");
    let monthly = PurchaseSummaryOptions::new("2026-02-01", TimeUnit::Month);
    assert_eq!(kind(summarize_purchases(&purchases, &monthly).unwrap_err()), invalid);
}
