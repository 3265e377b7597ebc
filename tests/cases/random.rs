//! Random numbers against the distributions that they are drawn from (`tests/golden/quantiles.py`, checked against SciPy 1.17).
//!
//! Seeds are fixed, so a test either passes always or never. Its threshold is what chance alone exceeds once in 10,000 times.

use crate::case;
use custometry::stats::chi_square;
use custometry::stats::random::Random;

const QUANTILES: &str = include_str!("../golden/quantiles.csv");

/// Asserts that numbers fall into classes as often as expected.
#[track_caller]
pub(super) fn assert_counts(name: &str, counts: &[f64], expected: &[f64]) {
    let statistic: f64 = counts.iter().zip(expected).map(|(count, mean)| (count - mean).powi(2) / mean).sum();
    let p = chi_square::upper_tail(statistic, counts.len() - 1);
    assert!(p > 1e-4, "{name}: chi-square {statistic:.1} with {} classes, p = {p:.1e}", counts.len());
}

/// Asserts that each of the intervals between quantiles has its 5 % of the draws.
#[track_caller]
pub(super) fn assert_quantiles(what: &str, a: f64, b: f64, draws: &[f64]) {
    let row = QUANTILES.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let mut row = row.filter(|cells| cells[0] == what && cells[1].parse() == Ok(a) && cells[2].parse() == Ok(b));
    let quantiles: Vec<f64> = row.next().unwrap()[3..].iter().map(|cell| cell.parse().unwrap()).collect();
    let mut counts = [0.0; 20];
    draws.iter().for_each(|draw| counts[quantiles.partition_point(|quantile| quantile < draw)] += 1.0);
    assert_counts(&format!("{what} {a} {b}"), &counts, &[draws.len() as f64 / 20.0; 20]);
}

fn each_row(what: &str, draw: impl Fn(&mut Random, f64, f64) -> f64) {
    let mut rows = 0;
    for line in QUANTILES.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[0] == what {
            let (a, b): (f64, f64) = (cells[1].parse().unwrap(), cells[2].parse().unwrap());
            let mut random = Random::stream(2026, rows);
            let draws: Vec<f64> = (0..10_000).map(|_| draw(&mut random, a, b)).collect();
            assert_quantiles(what, a, b, &draws);
            rows += 1;
        }
    }
    assert!(rows >= 8);
}

#[case]
fn gamma_variates_of_shapes_down_to_a_thousandth() {
    each_row("gamma", |random, a, _| random.ln_gamma(a));
}

#[case]
fn beta_variates() {
    each_row("beta", |random, a, b| random.beta_log_odds(a, b));
}

#[case]
fn exponential_variates_are_gamma_variates_of_shape_1() {
    let mut random = Random::stream(1, 1);
    let draws: Vec<f64> = (0..10_000).map(|_| random.exponential().ln()).collect();
    assert_quantiles("gamma", 1.0, 0.0, &draws);
}

#[case]
fn first_numbers_of_neighbouring_streams_are_independent() {
    // Pairs of streams of one seed, and of two seeds: the unit square in 10 x 10 parts.
    for (seed, next) in [(1, (1, 1)), (1, (2, 0)), (0, (0, 2))] {
        let mut counts = [0.0; 100];
        for stream in 0..20_000 {
            let place = |seed, stream| (Random::stream(seed, stream).unit() * 10.0) as usize;
            counts[10 * place(seed, stream) + place(next.0, stream + next.1)] += 1.0;
        }
        assert_counts(&format!("{seed} and {next:?}"), &counts, &[200.0; 100]);
    }
}

#[case]
fn a_geometric_number_of_failures() {
    for chance in [0.02_f64, 0.5, 0.9] {
        let mut random = Random::stream(3, 0);
        let mut counts = [0.0; 4];
        for _ in 0..10_000 {
            counts[(random.failures((chance / (1.0 - chance)).ln()) as usize).min(3)] += 1.0;
        }
        let of = |n| 10_000.0 * (1.0 - chance).powi(n);
        assert_counts(&format!("{chance}"), &counts, &[of(0) - of(1), of(1) - of(2), of(2) - of(3), of(3)]);
    }
    // A chance of 0 or 1, as it is when log-odds are as far out as those of parameters near 0.
    assert_eq!(Random::stream(3, 0).failures(-2000.0), f64::INFINITY);
    assert_eq!(Random::stream(3, 0).failures(2000.0), 0.0);
}

#[case]
fn the_numbers_stay_the_same() {
    // What came out when this was written: natively, in Node and in a browser alike, and in later versions.
    let mut random = Random::stream(42, 7);
    let bits = [random.unit(), random.normal(), random.exponential(), random.ln_gamma(0.243), random.ln_gamma(6.25)];
    let expected = [
        4_599_516_552_115_737_774,
        13_835_135_327_394_769_070,
        4_588_931_710_006_140_649,
        13_830_738_855_046_084_287,
        4_610_977_288_429_973_659,
    ];
    assert_eq!(bits.map(f64::to_bits), expected);
}
