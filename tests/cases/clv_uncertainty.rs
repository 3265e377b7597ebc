//! Intervals of lifetime values, against values of `tests/golden/clv_uncertainty.py`; criteria; models from what was written down.

use super::clv_models::calibration;
use super::clv_summary::numbers;
use super::{assert_close, table};
use crate::case;
use custometry::Error;
use custometry::clv::{
    FitOptions, GammaGamma, LifetimeValueOptions, PurchaseModel, PurchaseModelKind, SpendModel, TimeUnit,
    lifetime_value, portfolio_value,
};
use custometry::table::Table;
use std::collections::BTreeMap;

fn options(confidence: Option<f64>) -> LifetimeValueOptions {
    LifetimeValueOptions {
        horizon: Some(52.0),
        time_unit: Some(TimeUnit::Week),
        annual_discount_rate: Some(0.0),
        margin: Some(0.3),
        confidence,
    }
}

fn customers() -> Table {
    table("frequency,recency,T,monetary,weight\n2,30.43,38.86,22.35,1\n0,0,38.86,0,10\n26,37,38.86,50,2\n")
}

fn purchases() -> PurchaseModel {
    PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426]).unwrap()
}

fn spend() -> SpendModel {
    SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 }).unwrap()
}

fn rows<const SIZE: usize>(rows: [[f64; SIZE]; SIZE]) -> Vec<Vec<f64>> {
    rows.map(Vec::from).into()
}

fn with_covariances() -> (PurchaseModel, SpendModel) {
    let of_purchases = rows([
        [0.00016, 0.004, 0.0003, 0.0006],
        [0.004, 0.143, -0.004, -0.03],
        [0.0003, -0.004, 0.0345, 0.125],
        [0.0006, -0.03, 0.125, 0.498],
    ]);
    let of_spend = rows([[1.42, -0.21, -4.3], [-0.21, 0.084, 1.02], [-4.3, 1.02, 17.3]]);
    (purchases().with_covariances(of_purchases).unwrap(), spend().with_covariances(of_spend).unwrap())
}

/// Value, lower and upper end of each customer; and of the total value, standard error, lower and upper end.
const EXPECTED_CUSTOMERS: [[f64; 3]; 3] = [
    [11.533153210978, 10.664003027035, 12.473141900905],
    [2.6633262755756, 2.273939984066, 3.119390529159],
    [313.05250015112, 273.60280490698, 358.19028932904],
];
const EXPECTED_TOTAL: [f64; 4] = [664.27141626898, 51.449698837939, 584.8130728628, 754.52573642367];

/// Central differences leave six or seven digits of a standard error.
const TOLERANCE: f64 = 1e-6;

#[case]
fn intervals_of_customers_and_of_all_together() {
    let (purchases, spend) = with_covariances();
    let found = lifetime_value(&customers(), &purchases, &spend, &options(Some(0.9))).unwrap();
    let columns = ["lifetimeValue", "lower", "upper"].map(|name| numbers(&found, name));
    let expected = EXPECTED_CUSTOMERS;
    for (row, expected) in expected.into_iter().enumerate() {
        for (column, expected) in columns.iter().zip(expected) {
            assert_close(column[row] / expected, 1.0, TOLERANCE);
        }
    }
    let found = portfolio_value(&customers(), &purchases, &spend, &options(Some(0.9))).unwrap();
    let [value, error, lower, upper] = EXPECTED_TOTAL;
    assert_eq!(found.customers, 13.0);
    assert_close(found.lifetime_value.unwrap() / value, 1.0, 1e-12);
    assert_close(found.standard_error.unwrap() / error, 1.0, TOLERANCE);
    assert_close(found.interval.unwrap()[0] / lower, 1.0, TOLERANCE);
    assert_close(found.interval.unwrap()[1] / upper, 1.0, TOLERANCE);
    let weighted = |name: &str| -> f64 {
        let table = lifetime_value(&customers(), &purchases, &spend, &options(None)).unwrap();
        numbers(&table, name).iter().zip([1.0, 10.0, 2.0]).map(|(value, weight)| value * weight).sum()
    };
    assert_close(found.lifetime_value.unwrap(), weighted("lifetimeValue"), 1e-14);
    assert_close(found.expected_purchases, weighted("expectedPurchases"), 1e-14);
}

#[case]
fn without_covariances_there_is_no_interval() {
    let (fitted, known) = (with_covariances().0, purchases());
    for model in [&fitted, &known] {
        let error = lifetime_value(&customers(), model, &spend(), &options(Some(0.9))).unwrap_err();
        assert_eq!(error.kind().code(), "invalid-option");
        assert!(error.message().contains("has no covariances"), "{error}");
        assert!(portfolio_value(&customers(), model, &spend(), &options(Some(0.9))).is_err());
        let plain = portfolio_value(&customers(), model, &spend(), &options(None)).unwrap();
        assert_eq!((plain.standard_error, plain.interval), (None, None));
    }
    let (purchases, spend) = with_covariances();
    let plain = portfolio_value(&customers(), &purchases, &spend, &options(None)).unwrap();
    assert!(plain.standard_error.is_some() && plain.interval.is_none());
    assert!(lifetime_value(&customers(), &purchases, &spend, &options(Some(95.0))).is_err());
    // A margin below 0, and nothing at all.
    let loss = LifetimeValueOptions { margin: Some(-0.3), ..options(Some(0.9)) };
    let found = lifetime_value(&customers(), &purchases, &spend, &loss).unwrap();
    assert_close(numbers(&found, "lower")[0] / -EXPECTED_CUSTOMERS[0][2], 1.0, TOLERANCE);
    let nothing = LifetimeValueOptions { horizon: Some(0.0), ..options(Some(0.9)) };
    let found = lifetime_value(&customers(), &purchases, &spend, &nothing).unwrap();
    assert_eq!((numbers(&found, "lower"), numbers(&found, "upper")), (vec![0.0; 3], vec![0.0; 3]));
    let found = portfolio_value(&customers(), &purchases, &spend, &nothing).unwrap();
    assert_eq!((found.lifetime_value, found.interval), (Some(0.0), Some([0.0, 0.0])));
}

#[case]
fn a_sum_of_no_finite_mean_is_none() {
    let heavy = SpendModel::new(GammaGamma { p: 6.0, q: 0.9, v: 15.0 }).unwrap();
    let found = portfolio_value(&customers(), &purchases(), &heavy, &options(None)).unwrap();
    assert_eq!((found.lifetime_value, found.standard_error), (None, None));
}

#[case]
fn fits_have_covariances_and_criteria() {
    let all = calibration();
    let model = PurchaseModel::fit(PurchaseModelKind::BgNbd, &all, &FitOptions::default()).unwrap();
    // With the published log-likelihood, -9582.4, and 2,357 customers.
    assert_close(model.aic().unwrap(), 2.0 * 4.0 + 2.0 * 9582.4, 1e-5);
    assert_close(model.bic().unwrap(), 4.0 * 2357_f64.ln() + 2.0 * 9582.4, 1e-5);
    let spend = SpendModel::fit(&all, &FitOptions::default()).unwrap();
    assert_close(spend.aic().unwrap(), 2.0 * 3.0 + 2.0 * 4055.92, 1e-5);
    assert_close(spend.bic().unwrap(), 3.0 * 946_f64.ln() + 2.0 * 4055.92, 1e-5);
    assert_eq!((purchases().aic(), purchases().bic()), (None, None));
    let covariances = model.covariances().unwrap();
    for (i, error) in model.standard_errors().unwrap().into_iter().enumerate() {
        assert_eq!(covariances[i][i].sqrt(), error);
        for (j, row) in covariances.iter().enumerate() {
            assert_eq!(row[i], covariances[i][j]);
        }
    }
    // What was written down of a model makes the same model.
    let params: BTreeMap<String, f64> = model.parameter_names().into_iter().zip(model.parameter_values()).collect();
    let again = PurchaseModel::from_params(model.kind(), &params).unwrap();
    let again = again.with_covariances(covariances.to_vec()).unwrap();
    assert_eq!((again.params(), again.standard_errors()), (model.params(), model.standard_errors()));
    let own = |model: &PurchaseModel| portfolio_value(&all, model, &spend, &options(Some(0.95))).unwrap();
    assert_eq!(own(&again), own(&model));
    assert!(own(&model).standard_error.unwrap() < 0.1 * own(&model).lifetime_value.unwrap());
}

fn message(found: Result<impl Sized, Error>) -> String {
    let error = found.err().unwrap();
    assert_eq!(error.kind().code(), "invalid-option");
    assert!(error.help().is_some());
    error.message().to_owned()
}

#[case]
fn parameters_and_covariances_that_cannot_be_are_refused() {
    let params = |entries: &[(&str, f64)]| entries.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    let of = |entries: &[(&str, f64)]| message(PurchaseModel::from_params(PurchaseModelKind::BgNbd, &params(entries)));
    let all = [("r", 1.0), ("alpha", 2.0), ("a", 3.0)];
    assert_eq!(of(&all), "the parameter b is missing");
    assert_eq!(of(&[&all[..], &[("b", 1.0), ("s", 1.0)]].concat()), "bg-nbd has no parameter \"s\"");
    assert_eq!(of(&[&all[..], &[("b", 0.0)]].concat()), "b is not a positive number");
    assert_eq!(of(&[&all[..], &[("b", f64::NAN)]].concat()), "b is not a positive number");
    let odd = [&all[..], &[("b", 1.0), ("purchases.age", f64::INFINITY)]].concat();
    assert_eq!(of(&odd), "purchases.age is not a finite number");
    let with = [("alpha", 1.0), ("beta", 1.0), ("gamma", 1.0), ("delta", 1.0), ("lifetime.age", 1.0)];
    assert_eq!(message(PurchaseModel::from_params(PurchaseModelKind::BgBb, &params(&with))), "bg-bb has no covariates");
    assert_eq!(message(SpendModel::from_params(&params(&[("p", 1.0), ("q", 1.0)]))), "the parameter v is missing");
    let odd = params(&[("p", 1.0), ("q", 1.0), ("v", 1.0), ("w", 1.0)]);
    assert_eq!(message(SpendModel::from_params(&odd)), "gamma-gamma has no parameter \"w\"");

    let unit = || rows([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    let with = |change: fn(&mut Vec<Vec<f64>>)| {
        let mut rows = unit();
        change(&mut rows);
        spend().with_covariances(rows)
    };
    assert!(with(|_| ()).is_ok());
    assert!(message(with(|rows| rows[1].push(0.0))).contains("a row and a column for each parameter"));
    assert!(message(with(|rows| drop(rows.pop()))).contains("a row and a column for each parameter"));
    assert!(message(with(|rows| rows[0][1] = f64::NAN)).contains("not a finite number"));
    assert!(message(with(|rows| rows[0][1] = 0.5)).contains("not symmetric"));
    assert!(message(with(|rows| rows[1][1] = -1.0)).contains("not positive semidefinite"));
    assert!(message(with(|rows| (rows[0][1], rows[1][0]) = (1.5, 1.5))).contains("greater than the variances allow"));
    let dented = |rows: &mut Vec<Vec<f64>>| {
        for (i, j) in [(0, 1), (1, 2), (0, 2)] {
            let sign = if (i, j) == (0, 2) { -0.9 } else { 0.9 };
            (rows[i][j], rows[j][i]) = (sign, sign);
        }
    };
    assert!(message(with(dented)).contains("not positive semidefinite"));
}
