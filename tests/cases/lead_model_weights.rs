//! Weights for scorecards from what a model has learned.

use super::table;
use crate::case;
use custometry::lead_model::{DimensionWeights, LeadModel, TrainOptions, train_lead_model};

fn dimension(weight: f64, criteria: &[(&str, f64)]) -> DimensionWeights {
    let columns = criteria.iter().map(|(column, _)| (*column).to_owned()).collect();
    DimensionWeights { weight, columns, weights: criteria.iter().map(|&(_, weight)| weight).collect() }
}

/// A model that has learned that `a`, `b` and `c` are of importance 3, 1 and 0.001.
fn model() -> LeadModel {
    let csv: String = (0..60).map(|i| format!("{},{},{},{}\n", i % 2, i % 3, i % 5, i % 7 > 3)).collect();
    let options = TrainOptions::new("won", ["a", "b", "c"]);
    let mut model = train_lead_model(&table(&format!("a,b,c,won\n{csv}")), &options).unwrap().model;
    model.importance = vec![3.0, 1.0, 0.001];
    model
}

fn suggested(card: &[DimensionWeights]) -> Vec<(f64, Vec<f64>)> {
    model().suggest_weights(card).unwrap().into_iter().map(|own| (own.weight, own.weights)).collect()
}

#[case]
fn importance_is_shared_out() {
    let card = [dimension(1.0, &[("a", 1.0)]), dimension(1.0, &[("b", 1.0)])];
    assert_eq!(suggested(&card), [(75.0, vec![100.0]), (25.0, vec![100.0])]);
    let card = [dimension(2.0, &[("a", 5.0), ("b", 5.0)]), dimension(1.0, &[("c", 1.0)])];
    // Next to nothing is not nothing.
    assert_eq!(suggested(&card), [(99.0, vec![75.0, 25.0]), (1.0, vec![100.0])]);
}

#[case]
fn what_the_model_does_not_know_keeps_its_share() {
    let card =
        [dimension(50.0, &[("a", 1.0)]), dimension(30.0, &[("b", 1.0), ("x", 1.0)]), dimension(20.0, &[("y", 7.0)])];
    // 20 % stay with the third dimension; the other 80 % are shared 3 to 1. Within the second, x keeps its half.
    assert_eq!(suggested(&card), [(60.0, vec![100.0]), (20.0, vec![50.0, 50.0]), (20.0, vec![100.0])]);
}

#[case]
fn weights_are_whole_and_add_up() {
    let card = [
        dimension(1.0, &[("a", 1.0), ("x", 1.0), ("y", 1.0)]),
        dimension(1.0, &[("b", 2.0), ("z", 1.0)]),
        dimension(1.0, &[("w", 1.0)]),
    ];
    let found = suggested(&card);
    assert_eq!(found.iter().map(|own| own.0).sum::<f64>(), 100.0);
    for (weight, weights) in &found {
        assert_eq!(weights.iter().sum::<f64>(), 100.0);
        assert!(weights.iter().chain([weight]).all(|own| own.fract() == 0.0 && *own >= 1.0));
    }
    assert_eq!(found[0].1, [34.0, 33.0, 33.0]);
    assert_eq!(found[1].1, [67.0, 33.0]);
    // A weight of 0 stays one where nothing is known.
    assert_eq!(
        suggested(&[dimension(1.0, &[("a", 1.0)]), dimension(0.0, &[("x", 0.0), ("y", 1.0)])]),
        [(100.0, vec![100.0]), (0.0, vec![0.0, 100.0])]
    );
}

#[case]
fn cards_that_will_not_do() {
    let code = |card: &[DimensionWeights]| model().suggest_weights(card).unwrap_err().kind().code();
    assert_eq!(code(&[dimension(1.0, &[("x", 1.0)])]), "missing-column");
    assert_eq!(code(&[]), "missing-column");
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(code(&[dimension(bad, &[("a", 1.0)])]), "invalid-option");
        assert_eq!(code(&[dimension(1.0, &[("a", bad)])]), "invalid-option");
    }
    let short = DimensionWeights { weights: Vec::new(), ..dimension(1.0, &[("a", 1.0)]) };
    assert_eq!(code(&[short]), "invalid-option");
}
