//! Covariates: fits against those of `tests/golden/clv_covariates.py`, and what follows from the definition.

use super::clv_stress::Random;
use super::clv_summary::numbers;
use super::{assert_close, place, table};
use crate::case;
use custometry::clv::{CovariateOptions, FitOptions, PurchaseModel, PurchaseModelKind, SpendModel};
use custometry::table::{ColumnData, Table, TableBuilder};
use std::collections::BTreeMap;

const DATA: &str = include_str!("../golden/clv-covariates.csv");
const FITS: &str = include_str!("../golden/clv-covariates-fits.csv");
const KINDS: [PurchaseModelKind; 3] =
    [PurchaseModelKind::BgNbd, PurchaseModelKind::MbgNbd, PurchaseModelKind::ParetoNbd];

fn with(purchases: &[&str], lifetime: &[&str]) -> FitOptions {
    let columns = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    let covariates = CovariateOptions { purchases: columns(purchases), lifetime: columns(lifetime) };
    FitOptions { covariates: Some(covariates), ..FitOptions::default() }
}

fn fit(kind: PurchaseModelKind, summary: &Table, options: &FitOptions) -> PurchaseModel {
    PurchaseModel::fit(kind, summary, options).unwrap()
}

/// The columns of the data, changed and added to.
fn changed(columns: Vec<(&str, Vec<f64>)>) -> Table {
    let data = table(DATA);
    let mut builder = TableBuilder::new(400);
    for name in ["frequency", "recency", "T", "online", "age"] {
        if columns.iter().all(|(other, _)| *other != name) {
            builder.add(name, ColumnData::Floats(numbers(&data, name))).unwrap();
        }
    }
    for (name, values) in columns {
        builder.add(name, ColumnData::Floats(values)).unwrap();
    }
    builder.finish()
}

#[case]
fn fits_agree_with_those_of_another_program() {
    let data = table(DATA);
    for kind in KINDS {
        let model = fit(kind, &data, &with(&["online", "age"], &["online"]));
        let report = model.report().unwrap();
        assert!(report.converged && report.gradient_norm < 1e-10, "{report:?}");
        let names = model.parameter_names();
        let (values, errors) = (model.parameter_values(), model.standard_errors().unwrap());
        let lines = FITS.lines().filter_map(|line| line.strip_prefix(kind.name())?.strip_prefix(','));
        let mut count = 0;
        for (i, line) in lines.enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |place: usize| cells[place].parse::<f64>().unwrap();
            assert_eq!(names[i], cells[0]);
            assert_close(values[i] / number(1), 1.0, 1e-9);
            assert_close(errors[i] / number(2), 1.0, 1e-7);
            assert_close(model.log_likelihood().unwrap(), number(3), 1e-12);
            count += 1;
        }
        assert_eq!((count, names.len(), model.params().as_slice()), (7, 7, &values[..4]));
        assert_close(model.log_likelihood_of(&data).unwrap(), model.log_likelihood().unwrap(), 1e-13);
        assert_close(model.aic().unwrap(), 14.0 - 2.0 * model.log_likelihood().unwrap(), 1e-14);
    }
}

#[case]
fn covariates_that_say_nothing_change_nothing() {
    // Two copies of each customer, one with 0 and one with 1.
    let data = table(DATA);
    let twice = |name: &str| [numbers(&data, name), numbers(&data, name)].concat();
    let mut builder = TableBuilder::new(800);
    for name in ["frequency", "recency", "T"] {
        builder.add(name, ColumnData::Floats(twice(name))).unwrap();
    }
    builder.add("copy", ColumnData::Booleans([[0; 400], [1; 400]].concat())).unwrap();
    let twice = builder.finish();
    for kind in KINDS {
        let plain = fit(kind, &data, &FitOptions::default());
        let model = fit(kind, &twice, &with(&["copy"], &["copy"]));
        assert!(model.report().unwrap().converged);
        assert_close(model.log_likelihood().unwrap(), 2.0 * plain.log_likelihood().unwrap(), 1e-12);
        for (found, expected) in model.params().into_iter().zip(plain.params()) {
            assert_close(found / expected, 1.0, 1e-9);
        }
        assert!(model.parameter_values()[4..].iter().all(|coefficient| coefficient.abs() < 1e-9));
        assert_eq!(model.parameter_names()[4..], ["purchases.copy", "lifetime.copy"]);
    }
}

#[case]
fn units_and_origins_of_covariates_do_not_matter() {
    let age = numbers(&table(DATA), "age");
    let other = changed(vec![("age", age.iter().map(|age| 1e6 - 1e4 * age).collect())]);
    for kind in KINDS {
        let plain = fit(kind, &table(DATA), &with(&["age"], &["age"]));
        let model = fit(kind, &other, &with(&["age"], &["age"]));
        assert!(plain.report().unwrap().converged && model.report().unwrap().converged, "{:?}", model.report());
        assert_close(model.log_likelihood().unwrap(), plain.log_likelihood().unwrap(), 1e-11);
        let pairs = plain.parameter_values().into_iter().zip(model.parameter_values()).skip(4);
        for (one, other) in pairs {
            assert_close(other / (-1e-4 * one), 1.0, 1e-6);
        }
        // What is predicted is the same, whatever the parameters refer to.
        let one = plain.expected_purchases(&table(DATA), 20.0).unwrap();
        let two = model.expected_purchases(&other, 20.0).unwrap();
        one.iter().zip(two).for_each(|(one, two)| assert_close(two / one, 1.0, 1e-6));
    }
}

#[case]
fn predictions_use_the_covariates_of_each_row() {
    let data = table(DATA);
    for kind in KINDS {
        let model = fit(kind, &data, &with(&["online", "age"], &["online"]));
        let (alive, expected) =
            (model.probability_alive(&data).unwrap(), model.expected_purchases(&data, 30.0).unwrap());
        let (online, age) = (numbers(&data, "online"), numbers(&data, "age"));
        let [x, recency, t] = ["frequency", "recency", "T"].map(|name| numbers(&data, name));
        for row in (0..400).step_by(7) {
            // The customer's own parameters, written out.
            let [first, second, third, fourth] = model.params();
            let g = &model.parameter_values()[4..];
            let second = second * (-g[0] * age[row] - g[1] * online[row]).exp();
            let left = (g[2] * online[row]).exp();
            let own = match kind {
                PurchaseModelKind::ParetoNbd => [first, second, third, fourth / left],
                _ => [first, second, third * left, fourth * left],
            };
            let own = PurchaseModel::new(kind, own).unwrap();
            let customer = table(&format!("frequency,recency,T\n{},{},{}\n", x[row], recency[row], t[row]));
            assert_close(alive[row], own.probability_alive(&customer).unwrap()[0], 1e-12);
            assert_close(expected[row], own.expected_purchases(&customer, 30.0).unwrap()[0], 1e-12);
            let values: BTreeMap<String, f64> =
                [("online".to_owned(), online[row]), ("age".to_owned(), age[row])].into();
            let of = model.with_covariates_of(&values).unwrap();
            let of = of.expected_purchases_new_customer(52.0).unwrap();
            assert_close(of, own.expected_purchases_new_customer(52.0).unwrap(), 1e-12);
        }
        assert_eq!(model.covariate_columns(), ["age", "online"]);
    }
}

#[case]
fn coefficients_are_found_again() {
    // Pareto/NBD: r = 1.5, alpha = 10, s = 2, beta = 40; online customers buy e^0.7 and leave e^-0.5 times as fast.
    let mut random = Random(77);
    let gamma = |random: &mut Random, half_steps: u32| -> f64 {
        // A shape of k / 2: half the sum of k squared normal numbers.
        let square = |random: &mut Random| {
            let angle = (2.0 * std::f64::consts::PI * random.uniform()).cos();
            2.0 * random.exponential() * angle * angle
        };
        (0..half_steps).map(|_| 0.5 * square(random)).sum()
    };
    let mut csv = "frequency,recency,T,online\n".to_owned();
    for i in 0..6000 {
        let online = f64::from(i % 2);
        let rate = gamma(&mut random, 3) / 10.0 * (0.7 * online).exp();
        let left = random.exponential() / (gamma(&mut random, 4) / 40.0 * (-0.5 * online).exp());
        let t = 30.0 + f64::from(i % 30);
        let (mut x, mut last) = (0, 0.0);
        let mut next = random.exponential() / rate;
        while next < left.min(t) {
            (x, last) = (x + 1, next);
            next += random.exponential() / rate;
        }
        csv += &format!("{x},{last},{t},{online}\n");
    }
    let model = fit(PurchaseModelKind::ParetoNbd, &table(&csv), &with(&["online"], &["online"]));
    assert!(model.report().unwrap().converged, "{:?}", model.report());
    let found = model.parameter_values().into_iter().zip(model.standard_errors().unwrap());
    for ((value, error), truth) in found.zip([1.5, 10.0, 2.0, 40.0, 0.7, -0.5]) {
        assert!((value - truth).abs() < 3.0 * error && error < 0.5 * truth.abs(), "{value} ± {error}, not {truth}");
    }
}

#[case]
fn what_the_data_cannot_tell_is_named() {
    let data = table(DATA);
    let [online, age] = ["online", "age"].map(|name| numbers(&data, name));
    let sum = online.iter().zip(&age).map(|(online, age)| 3.0 * age - 7.0 * online + 0.1).collect();
    let odd = changed(vec![("same", vec![5.0; 400]), ("sum", sum), ("zero", vec![0.0; 400])]);
    for kind in KINDS {
        let plain = fit(kind, &data, &with(&["age", "online"], &["online"]));
        let model = fit(kind, &odd, &with(&["age", "online", "same", "sum"], &["online", "zero"]));
        let report = model.report().unwrap();
        assert!(report.boundary && !report.converged && model.standard_errors().is_none());
        let named = "purchases.same, purchases.sum, lifetime.zero cannot be told";
        assert!(report.message.contains(named), "{report:?}");
        // The rest is what it is without them.
        assert_close(model.log_likelihood().unwrap(), plain.log_likelihood().unwrap(), 1e-12);
        let value = |model: &PurchaseModel, name: &str| {
            let place = model.parameter_names().iter().position(|own| own == name).unwrap();
            model.parameter_values()[place]
        };
        assert_eq!(value(&model, "purchases.same"), 0.0);
        assert_close(value(&model, "purchases.age"), value(&plain, "purchases.age"), 1e-9);
    }
    // Nobody of this group ever buys again: the coefficient has no bound.
    let never = numbers(&data, "frequency").iter().map(|x| f64::from(u8::from(*x == 0.0))).collect();
    let odd = changed(vec![("never", never)]);
    let model = fit(PurchaseModelKind::ParetoNbd, &odd, &with(&["never"], &[]));
    let report = model.report().unwrap();
    assert!(report.message.starts_with("boundary: purchases.never tends to minus infinity"), "{report:?}");
    assert!(model.expected_purchases(&odd, 52.0).unwrap().iter().all(|count| count.is_finite()));
}

#[case]
fn covariates_that_cannot_be_used_are_refused() {
    let kind = PurchaseModelKind::BgNbd;
    let refused = |csv: &str, options: &FitOptions| PurchaseModel::fit(kind, &table(csv), options).unwrap_err();
    let head = "frequency,recency,T,channel\n";
    let online = with(&["channel"], &[]);
    let error = refused(&format!("{head}1,2,4,1\n0,0,4,\n"), &online);
    assert_eq!(place(&error), ("bad-number", Some(1), Some("channel")));
    let error = refused(&format!("{head}1,2,4,shop\n0,0,4,web\n"), &online);
    assert_eq!(place(&error), ("wrong-type", Some(0), Some("channel")));
    assert!(error.help().unwrap().contains("column of 0 and 1"), "{error}");
    let error = refused(&format!("{head}1,2,4,1\n"), &with(&["store"], &[]));
    assert_eq!(error.kind().code(), "missing-column");
    assert_eq!(
        refused(&format!("{head}1,2,4,1\n"), &with(&["channel", "channel"], &[])).kind().code(),
        "invalid-option"
    );
    let data = table(DATA);
    let error = PurchaseModel::fit(PurchaseModelKind::BgBb, &data, &with(&["online"], &[])).unwrap_err();
    assert_eq!((error.kind().code(), error.message()), ("invalid-option", "bg-bb has no covariates"));
    let error = SpendModel::fit(&table("frequency,monetary,online\n1,5,1\n"), &with(&["online"], &[])).unwrap_err();
    assert_eq!(error.message(), "gamma-gamma has no covariates");
    // Empty lists are none.
    assert_eq!(fit(kind, &data, &with(&[], &[])).params(), fit(kind, &data, &FitOptions::default()).params());

    let model = fit(kind, &data, &with(&["online"], &["age"]));
    assert!(model.expected_purchases(&table("frequency,recency,T,online\n1,2,4,1\n"), 5.0).is_err());
    let far = table("frequency,recency,T,online,age\n1,2,4,1,30\n1,2,4,1,1e9\n");
    let error = model.probability_alive(&far).unwrap_err();
    assert_eq!((error.kind().code(), error.row()), ("bad-number", Some(1)));
    assert_eq!(model.expected_purchases_new_customer(5.0).unwrap_err().kind().code(), "invalid-option");
    assert!(model.purchase_count_probability(5.0, 1).is_err());
    let of = |entries: &[(&str, f64)]| {
        let values = entries.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        model.with_covariates_of(&values).map(|model| model.expected_purchases_new_customer(5.0).unwrap())
    };
    assert!(of(&[("online", 1.0), ("age", 30.0)]).unwrap() > 0.0);
    assert_eq!(of(&[("online", 1.0)]).unwrap_err().message(), "the covariate \"age\" is missing");
    assert_eq!(of(&[("sex", 1.0)]).unwrap_err().message(), "the model has no covariate \"sex\"");
    let start = [("r", 1.0), ("alpha", 10.0), ("a", 1.0), ("b", 2.0), ("purchases.online", 0.5)];
    let start: BTreeMap<String, f64> = start.map(|(name, value)| (name.to_owned(), value)).into();
    let options = FitOptions { start: Some(start), ..with(&["online"], &["age"]) };
    for (one, other) in fit(kind, &data, &options).parameter_values().into_iter().zip(model.parameter_values()) {
        assert_close(one, other, 1e-8);
    }
}
