//! Lead models against scikit-learn, by the data and results of `tests/golden/lead_model.py`.

use super::{assert_close, cells, table};
use crate::case;
use custometry::lead_model::{Method, ModelMetrics, TrainOptions, Trained, train_lead_model};
use custometry::table::Table;

const DATA: &str = include_str!("../golden/lead-model.csv");
const VALUES: &str = include_str!("../golden/lead-model-values.csv");

const FEATURES: [&str; 4] = ["source", "demo", "employees", "visits"];

fn options(features: &[&str]) -> TrainOptions {
    TrainOptions {
        created_at: Some("createdAt".to_owned()),
        penalty: Some(2.5),
        bins: Some(false),
        calibrate: Some(false),
        ..TrainOptions::new("won", features.iter().copied())
    }
}

fn train(data: &Table, options: &TrainOptions) -> Trained {
    train_lead_model(data, options).unwrap()
}

fn numbers(data: &Table, column: &str) -> Vec<f64> {
    data.column(column).unwrap().numbers().unwrap().to_vec()
}

#[track_caller]
fn assert_predicts(data: &Table, trained: &Trained, column: &str, tolerance: f64) {
    let found = trained.model.predict(data, None).unwrap();
    for (found, expected) in found.iter().zip(numbers(data, column)) {
        assert_close(*found, expected, tolerance);
    }
}

fn value(name: &str) -> f64 {
    let values = table(VALUES);
    let place = cells(values.column("name").unwrap()).iter().position(|own| own == name).unwrap();
    numbers(&values, "value")[place]
}

#[case]
fn probabilities_and_coefficients_of_logistic_regression() {
    let data = table(DATA);
    let trained = train(&data, &options(&FEATURES));
    assert_predicts(&data, &trained, "logistic", 1e-9);
    let weights = trained.model.weights();
    let weight = |feature: &str, level: Option<&str>| {
        let found = weights.iter().find(|weight| weight.feature == feature && weight.level.as_deref() == level);
        found.unwrap().weight
    };
    // Centring moves all levels of a feature alike.
    for level in ["fair", "referral", "partner"] {
        let (found, moved) = (weight("source", Some(level)), weight("source", Some("web")));
        assert_close(found - moved, value(&format!("source {level}")) - value("source web"), 1e-9);
    }
    let demo = weight("demo", Some("true")) - weight("demo", Some("false"));
    assert_close(demo, value("demo true") - value("demo false"), 1e-9);
    assert_close(weight("employees", None), value("employees"), 1e-9);
    assert_close(weight("visits", None), value("visits"), 1e-9);
}

#[case]
fn probabilities_with_bins() {
    let data = table(DATA);
    let trained = train(&data, &TrainOptions { bins: Some(true), ..options(&FEATURES) });
    assert_predicts(&data, &trained, "binned", 1e-9);
}

#[case]
fn probabilities_of_naive_bayes() {
    let data = table(DATA);
    let bayes = TrainOptions { method: Some(Method::NaiveBayes), penalty: None, ..options(&["source", "demo"]) };
    let trained = train(&data, &bayes);
    assert_eq!(trained.report.penalty, None);
    assert_predicts(&data, &trained, "bayes", 1e-12);
}

#[case]
fn metrics_agree() {
    let trained = train(&table(DATA), &options(&FEATURES));
    let parts = [("train", trained.report.metrics.train), ("test", trained.report.metrics.test)];
    for (part, metrics) in parts {
        let ModelMetrics { auc, log_loss, brier, base_log_loss, precision, recall, f1, accuracy, threshold, .. } =
            metrics;
        let named = [
            ("auc", auc),
            ("logLoss", log_loss),
            ("brier", brier),
            ("baseLogLoss", base_log_loss),
            ("precision", precision),
            ("recall", recall),
            ("f1", f1),
            ("accuracy", accuracy),
            ("threshold", Some(threshold)),
        ];
        for (name, found) in named {
            assert_close(found.unwrap(), value(&format!("{part} {name}")), 1e-9);
        }
    }
}
