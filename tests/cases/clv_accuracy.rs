//! What the models say of customers against values of 25 digits (`tests/golden/clv.py`).

use crate::case;
use custometry::clv::{PurchaseModel, PurchaseModelKind};
use custometry::table::{ColumnData, Table, TableBuilder};

const VALUES: &str = include_str!("../golden/clv-models.csv");

fn summary(history: [f64; 3]) -> Table {
    let mut table = TableBuilder::new(1);
    for (name, value) in ["frequency", "recency", "T"].into_iter().zip(history) {
        table.add(name, ColumnData::Floats(vec![value])).unwrap();
    }
    table.finish()
}

/// The worst error of one kind of value of one model.
#[derive(Default)]
struct Worst {
    count: usize,
    error: f64,
    line: String,
}

impl Worst {
    /// The error is a share of the value, or of `scale` if that is greater.
    fn see(&mut self, found: f64, expected: f64, scale: f64, line: &str) {
        self.count += 1;
        // What is below the smallest normal number has no digits to compare.
        let error = (found - expected).abs() / expected.abs().max(scale).max(f64::MIN_POSITIVE);
        if error.is_nan() || error > self.error {
            self.error = if error.is_nan() { f64::INFINITY } else { error };
            self.line = format!("{line}: {found:e}");
        }
    }
}

fn check(kind: PurchaseModelKind, tolerances: [f64; 5]) {
    let mut worst: [Worst; 5] = Default::default();
    for line in VALUES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[1] != kind.name() {
            continue;
        }
        let number = |i: usize| if cells[i].is_empty() { 0.0 } else { cells[i].parse::<f64>().unwrap() };
        let model = PurchaseModel::new(kind, [number(2), number(3), number(4), number(5)]).unwrap();
        if cells[0] == "history" {
            let one = summary([number(6), number(7), number(8)]);
            worst[0].see(model.log_likelihood_of(&one).unwrap(), number(10), 1.0, line);
            worst[1].see(model.probability_alive(&one).unwrap()[0], number(11), 0.0, line);
            worst[2].see(model.expected_purchases(&one, number(9)).unwrap()[0], number(12), 0.0, line);
        } else {
            worst[3].see(model.expected_purchases_new_customer(number(9)).unwrap(), number(10), 0.0, line);
            let found = model.purchase_count_probability(number(9), number(6) as u64).unwrap();
            worst[4].see(found, number(11), 1e-300, line);
        }
    }
    let names = ["log-likelihood", "P(alive)", "expected purchases", "of a new customer", "P(X = n)"];
    for (name, worst) in names.iter().zip(&worst) {
        eprintln!("{} {name}: {} values, worst error {:.1e} at {}", kind.name(), worst.count, worst.error, worst.line);
    }
    for ((name, worst), tolerance) in names.iter().zip(&worst).zip(tolerances) {
        assert!(worst.count > 40, "{} {name}: {} values", kind.name(), worst.count);
        assert!(worst.error <= tolerance, "{} {name}: {:e} at {}", kind.name(), worst.error, worst.line);
    }
}

#[case]
fn bg_nbd() {
    check(PurchaseModelKind::BgNbd, [1e-12; 5]);
}

#[case]
fn mbg_nbd() {
    check(PurchaseModelKind::MbgNbd, [1e-12; 5]);
}

#[case]
fn pareto_nbd() {
    check(PurchaseModelKind::ParetoNbd, [1e-12; 5]);
}

#[case]
fn bg_bb() {
    check(PurchaseModelKind::BgBb, [1e-12; 5]);
}
