//! Fits of data that drive models to their limits, and properties that hold for any data.

use super::clv_models::calibration;
use super::clv_summary::numbers;
use super::{assert_close, place, table};
use crate::case;
use custometry::clv::{
    ClvInputs, FitOptions, GammaGamma, LifetimeValueOptions, PurchaseModel, PurchaseModelKind, SpendModel, TimeUnit,
    clv_formula, clv_retention, lifetime_value,
};
use custometry::table::{ColumnData, Table, TableBuilder};

const KINDS: [PurchaseModelKind; 3] =
    [PurchaseModelKind::BgNbd, PurchaseModelKind::MbgNbd, PurchaseModelKind::ParetoNbd];

fn fit(kind: PurchaseModelKind, summary: &Table) -> PurchaseModel {
    PurchaseModel::fit(kind, summary, &FitOptions::default()).unwrap()
}

fn summary(columns: [(&str, Vec<f64>); 3]) -> Table {
    let mut table = TableBuilder::new(columns[0].1.len());
    for (name, values) in columns {
        table.add(name, ColumnData::Floats(values)).unwrap();
    }
    table.finish()
}

/// Whatever happens, numbers are finite, and a fit that is no maximum says so.
fn check(model: &PurchaseModel) {
    let report = model.report().unwrap();
    assert!(model.params().iter().all(|param| param.is_finite() && *param > 0.0), "{:?}", model.params());
    assert!(model.log_likelihood().unwrap().is_finite() && report.gradient_norm.is_finite());
    assert!(!(report.converged && report.boundary), "{report:?}");
    assert_eq!(model.standard_errors().is_some(), report.converged, "{report:?}");
    assert_eq!(report.message == "converged", report.converged);
}

#[case]
fn customers_who_never_leave_are_a_boundary() {
    // Each buys every few weeks up to the end: the last purchase is never long ago.
    let (mut x, mut recency, mut t) = (vec![], vec![], vec![]);
    for i in 0..400 {
        let every = 1.0 + f64::from(i % 13) * 0.7;
        let length = 40.0 + f64::from(i % 7);
        let count = (length / every).floor();
        x.push(count);
        recency.push(count * every);
        t.push(length);
    }
    let summary = summary([("frequency", x), ("recency", recency), ("T", t)]);
    for kind in KINDS {
        let model = fit(kind, &summary);
        check(&model);
        let report = model.report().unwrap();
        assert!(report.boundary, "{} {:?} {report:?}", kind.name(), model.params());
        assert!(report.message.ends_with("nobody leaves. The estimates only stand for that limit."), "{report:?}");
        assert!(model.probability_alive(&summary).unwrap().iter().all(|p| *p > 0.99), "{}", kind.name());
    }
}

#[case]
fn customers_who_never_come_back_are_a_boundary() {
    let t: Vec<f64> = (0..100).map(|i| 10.0 + f64::from(i) / 7.0).collect();
    let summary = summary([("frequency", vec![0.0; 100]), ("recency", vec![0.0; 100]), ("T", t)]);
    for kind in KINDS {
        let model = fit(kind, &summary);
        check(&model);
        assert!(!model.report().unwrap().converged, "{} {:?}", kind.name(), model.report());
        assert!(model.expected_purchases(&summary, 52.0).unwrap().iter().all(|count| (0.0..0.01).contains(count)));
    }
}

/// Uniform between 0 and 1 (xorshift64, Marsaglia 2003).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }
}

#[case]
fn customers_who_are_all_equally_likely_to_leave_are_a_boundary() {
    // Purchase by purchase with the same chance, as in data under which others report a beta distribution of 1e6 and more.
    let mut random = Random(12);
    let (mut x, mut recency, mut t) = (vec![], vec![], vec![]);
    for _ in 0..250 {
        let rate = 0.1 * (random.exponential() + random.exponential());
        let length = 40.0 + 64.0 * random.uniform();
        let (mut count, mut last) = (0.0, 0.0);
        loop {
            let next = last + random.exponential() / rate;
            if next > length {
                break;
            }
            (count, last) = (count + 1.0, next);
            if random.uniform() < 0.2 {
                break;
            }
        }
        x.push(count);
        recency.push(last);
        t.push(length);
    }
    let summary = summary([("frequency", x), ("recency", recency), ("T", t)]);
    let model = fit(PurchaseModelKind::BgNbd, &summary);
    check(&model);
    let report = model.report().unwrap();
    assert!(
        report.message.starts_with("boundary: a tends to infinity: customers are all equally likely"),
        "{report:?}"
    );
    let [_, _, a, b] = model.params();
    assert_close(a / (a + b), 0.2, 0.03);
    for horizon in [0.01, 52.0, 10_000.0] {
        assert!(model.expected_purchases(&summary, horizon).unwrap().iter().all(|count| (0.0..1e4).contains(count)));
    }
}

#[case]
fn the_unit_of_time_does_not_matter() {
    let all = calibration();
    let purchases: f64 = numbers(&all, "frequency").iter().sum();
    for factor in [1e-6, 7.0, 1e6] {
        let scaled = summary(["frequency", "recency", "T"].map(|name| {
            let factor = if name == "frequency" { 1.0 } else { factor };
            (name, numbers(&all, name).into_iter().map(|value| value * factor).collect())
        }));
        for kind in KINDS {
            let (plain, scaled) = (fit(kind, &all), fit(kind, &scaled));
            assert!(scaled.report().unwrap().converged, "{:?}", scaled.report());
            // A density in time has 1 over the unit for each purchase.
            let moved = plain.log_likelihood().unwrap() - purchases * f64::ln(factor);
            assert_close(scaled.log_likelihood().unwrap(), moved, 1e-12);
            let is_time = |i: usize| i == 1 || (i == 3 && kind == PurchaseModelKind::ParetoNbd);
            let errors = plain.standard_errors().unwrap().into_iter().zip(scaled.standard_errors().unwrap());
            let params = plain.params().into_iter().zip(scaled.params());
            for (i, (param, error)) in params.zip(errors).enumerate() {
                let unit = if is_time(i) { factor } else { 1.0 };
                assert_close(param.1 / (param.0 * unit), 1.0, 1e-9);
                assert_close(error.1 / (error.0 * unit), 1.0, 1e-8);
            }
        }
    }
    // And so it is with money.
    let money = |factor: f64| {
        let mut table = TableBuilder::new(all.num_rows());
        for (name, factor) in [("frequency", 1.0), ("monetary", factor)] {
            let values = numbers(&all, name).into_iter().map(|value| value * factor).collect();
            table.add(name, ColumnData::Floats(values)).unwrap();
        }
        SpendModel::fit(&table.finish(), &FitOptions::default()).unwrap()
    };
    let plain = money(1.0);
    for factor in [1e-12, 1e15] {
        let scaled = money(factor);
        assert_close(scaled.params().p, plain.params().p, 1e-9);
        assert_close(scaled.params().q, plain.params().q, 1e-9);
        assert_close(scaled.params().v / (plain.params().v * factor), 1.0, 1e-9);
    }
}

#[case]
fn tiny_parameters_keep_their_digits() {
    // One purchase, just now: the odds of having left with it are a / b.
    let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.5, 2.0, 2e-9, 1e-9]).unwrap();
    let alive = model.probability_alive(&table("frequency,recency,T\n1,9,9\n")).unwrap();
    assert_close(alive[0], 1.0 / 3.0, 1e-14);
}

#[case]
fn small_parameters_do_not_make_expectations_negative() {
    // As in issue 302 of lifetimes: there the hypergeometric function of such parameters turns negative.
    let customers = table("frequency,recency,T\n0,0,10\n1,9,10\n40,35,300\n5000,690,700\n");
    for a in [1e-6, 0.01, 0.3, 1.0, 1.7] {
        for r in [1e-4, 0.05, 3.0] {
            let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [r, 2.0, a, 0.4]).unwrap();
            let mut before = vec![0.0; 4];
            for horizon in [0.01, 1.0, 52.0, 10_000.0] {
                let found = model.expected_purchases(&customers, horizon).unwrap();
                for (row, x) in [0.0, 1.0, 40.0, 5000.0].into_iter().enumerate() {
                    let most = (r + x) / (2.0 + [10.0, 10.0, 300.0, 700.0][row]) * horizon;
                    assert!(
                        found[row] >= before[row] && found[row] <= most * (1.0 + 1e-12),
                        "{r} {a} {horizon} {found:?}"
                    );
                }
                before = found;
            }
        }
    }
}

#[case]
fn few_and_equal_customers_end_in_a_report() {
    let one = table("frequency,recency,T\n3,10,20\n");
    let equal = table("frequency,recency,T\n3,10,20\n3,10,20\n3,10,20\n");
    let busy = table("frequency,recency,T\n5000,700,701\n0,0,701\n1,0.1,3\n2500,300,800\n");
    let start_only = table("frequency,recency,T\n0,0,0\n0,0,0\n");
    for summary in [&one, &equal, &busy, &start_only] {
        for kind in KINDS {
            let model = fit(kind, summary);
            check(&model);
            for horizon in [0.01, 1.0, 10_000.0] {
                assert!(model.expected_purchases(summary, horizon).unwrap().iter().all(|count| count.is_finite()));
            }
        }
    }
}

#[case]
fn grouped_data_are_the_same_as_single_customers_in_any_order() {
    let all = calibration();
    let (x, tx, t) = (numbers(&all, "frequency"), numbers(&all, "recency"), numbers(&all, "T"));
    let mut rows: Vec<[u64; 3]> = x.iter().zip(&tx).zip(&t).map(|((a, b), c)| [*a, *b, *c].map(f64::to_bits)).collect();
    rows.sort_unstable();
    let mut grouped: Vec<([f64; 3], f64)> = Vec::new();
    for same in rows.chunk_by(|a, b| a == b) {
        grouped.push((same[0].map(f64::from_bits), same.len() as f64));
    }
    assert_eq!(grouped.len(), 1016);
    let mut builder = TableBuilder::new(1016);
    for (i, name) in ["frequency", "recency", "T"].into_iter().enumerate() {
        builder.add(name, ColumnData::Floats(grouped.iter().map(|(own, _)| own[i]).collect())).unwrap();
    }
    builder.add("weight", ColumnData::Floats(grouped.iter().map(|(_, weight)| *weight).collect())).unwrap();
    let grouped = builder.finish();
    for kind in KINDS {
        let (single, together) = (fit(kind, &all), fit(kind, &grouped));
        // To the bit: the patterns are in the same order whatever that of the rows.
        assert_eq!(single.params(), together.params());
        assert_eq!(single.log_likelihood(), together.log_likelihood());
        assert_eq!(single.report().unwrap().observations, together.report().unwrap().observations);
    }
}

#[case]
fn standard_errors_are_those_of_numerical_differences() {
    let all = calibration();
    for kind in KINDS {
        let model = fit(kind, &all);
        let at =
            |logs: [f64; 4]| PurchaseModel::new(kind, logs.map(f64::exp)).unwrap().log_likelihood_of(&all).unwrap();
        let logs = model.params().map(f64::ln);
        let step = 2e-3;
        let moved = |i: usize, j: usize, a: f64, b: f64| {
            let mut logs = logs;
            logs[i] += a * step;
            logs[j] += b * step;
            at(logs)
        };
        let mut information = [[0.0; 4]; 4];
        for (i, row) in information.iter_mut().enumerate() {
            for (j, entry) in row.iter_mut().enumerate() {
                let corners = [(1.0, 1.0, 1.0), (1.0, -1.0, -1.0), (-1.0, 1.0, -1.0), (-1.0, -1.0, 1.0)];
                let second: f64 = corners.into_iter().map(|(a, b, sign)| sign * moved(i, j, a, b)).sum();
                *entry = -second / (4.0 * step * step);
            }
        }
        let inverse = inverse(information);
        for (i, (error, param)) in model.standard_errors().unwrap().into_iter().zip(model.params()).enumerate() {
            assert_close(error / param, inverse[i][i].sqrt(), 2e-4);
        }
    }
}

fn inverse(mut matrix: [[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let mut result = [[0.0; 4]; 4];
    for (i, row) in result.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for pivot in 0..4 {
        let scale = matrix[pivot][pivot];
        for j in 0..4 {
            matrix[pivot][j] /= scale;
            result[pivot][j] /= scale;
        }
        for row in (0..4).filter(|row| *row != pivot) {
            let factor = matrix[row][pivot];
            for j in 0..4 {
                matrix[row][j] -= factor * matrix[pivot][j];
                result[row][j] -= factor * result[pivot][j];
            }
        }
    }
    result
}

#[case]
fn probabilities_of_counts_add_up_to_1_and_to_the_mean() {
    for (kind, params, t, most) in [
        (PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426], 30.0, 2000),
        (PurchaseModelKind::MbgNbd, [0.525, 6.183, 0.891, 1.614], 30.0, 2000),
        (PurchaseModelKind::ParetoNbd, [0.553, 10.578, 0.606, 11.669], 39.0, 2000),
        (PurchaseModelKind::ParetoNbd, [2.0, 3.0, 5.0, 0.5], 400.0, 4000),
        (PurchaseModelKind::BgBb, [1.204, 0.75, 0.657, 2.783], 40.0, 40),
    ] {
        let model = PurchaseModel::new(kind, params).unwrap();
        let probability = |n| model.purchase_count_probability(t, n).unwrap();
        let (mut total, mut mean) = (0.0, 0.0);
        for n in (0..=most).rev() {
            let p = probability(n);
            assert!((0.0..=1.0).contains(&p));
            total += p;
            mean += n as f64 * p;
        }
        assert_close(total, 1.0, 1e-12);
        assert_close(mean, model.expected_purchases_new_customer(t).unwrap(), 1e-11);
    }
}

#[case]
fn a_start_and_a_penalty() {
    let all = calibration();
    let kind = PurchaseModelKind::BgNbd;
    let plain = fit(kind, &all);
    let start = [("r", 30.0), ("alpha", 0.01), ("a", 9.0), ("b", 0.2)].map(|(name, value)| (name.to_owned(), value));
    let options = FitOptions { start: Some(start.into()), ..FitOptions::default() };
    let found = PurchaseModel::fit(kind, &all, &options).unwrap();
    for (one, other) in found.params().into_iter().zip(plain.params()) {
        assert_close(one, other, 1e-9);
    }
    let options = FitOptions { penalty: Some(0.01), ..FitOptions::default() };
    let small = PurchaseModel::fit(kind, &all, &options).unwrap();
    let square = |model: &PurchaseModel| model.params().iter().map(|param| param * param).sum::<f64>();
    assert!(small.report().unwrap().converged && square(&small) < square(&plain));
    assert_close(small.log_likelihood().unwrap(), small.log_likelihood_of(&all).unwrap(), 1e-13);
    // At the maximum of what is maximised, moving a parameter changes it by a second-order term only.
    let value = |params: [f64; 4]| {
        let model = PurchaseModel::new(kind, params).unwrap();
        model.log_likelihood_of(&all).unwrap() - 0.01 * 2357.0 * square(&model)
    };
    for i in 0..4 {
        for factor in [0.99, 1.01] {
            let mut params = small.params();
            params[i] *= factor;
            assert!(value(params) < value(small.params()));
        }
    }
    for options in [
        FitOptions { penalty: Some(-1.0), ..FitOptions::default() },
        FitOptions { start: Some([("r".to_owned(), 1.0)].into()), ..FitOptions::default() },
        FitOptions { start: Some([("s".to_owned(), 1.0)].into()), ..FitOptions::default() },
    ] {
        assert_eq!(PurchaseModel::fit(kind, &all, &options).unwrap_err().kind().code(), "invalid-option");
    }
}

#[case]
fn histories_that_cannot_be_are_named() {
    for (rows, column, row) in [
        ("1,5,4", "recency", 0),
        ("0,0,4\n0,1,4", "recency", 1),
        ("1.5,1,4", "frequency", 0),
        ("-1,1,4", "frequency", 0),
        ("1,1,", "T", 0),
    ] {
        let summary = table(&format!("frequency,recency,T\n{rows}\n"));
        let error = PurchaseModel::fit(PurchaseModelKind::BgNbd, &summary, &FitOptions::default()).unwrap_err();
        assert_eq!(place(&error), ("bad-number", Some(row), Some(column)), "{error:?}");
    }
    let error =
        PurchaseModel::fit(PurchaseModelKind::BgBb, &table("frequency,recency,T\n3,2,6\n"), &FitOptions::default());
    assert_eq!(place(&error.unwrap_err()), ("bad-number", Some(0), Some("frequency")));
    let error = SpendModel::fit(&table("frequency,monetary\n1,0\n"), &FitOptions::default()).unwrap_err();
    assert_eq!(place(&error), ("bad-number", Some(0), Some("monetary")));
    let error = SpendModel::fit(&table("frequency,monetary\n0,0\n"), &FitOptions::default()).unwrap_err();
    assert_eq!(error.kind().code(), "empty-input");
    assert!(PurchaseModel::new(PurchaseModelKind::BgNbd, [1.0, 0.0, 1.0, 1.0]).is_err());
}

#[case]
fn equal_spenders_are_a_boundary() {
    let rows: String = (1..60).map(|i| format!("{},20\n", 1 + i % 9)).collect();
    let model = SpendModel::fit(&table(&format!("frequency,monetary\n{rows}")), &FitOptions::default()).unwrap();
    let report = model.report().unwrap();
    assert!(report.boundary && !report.converged, "{report:?} {:?}", model.params());
    assert!(model.standard_errors().is_none());
}

#[case]
fn lifetime_value_is_discounted_per_year_in_any_unit() {
    let spend = SpendModel::new(GammaGamma { p: 6.25, q: 3.74, v: 15.44 }).unwrap();
    // The same customers in weeks and in days.
    let weeks = table("customerId,frequency,recency,T,monetary\nann,2,30,38,22.35\nbo,0,0,38,0\ncy,26,37,38,50\n");
    let days = table("customerId,frequency,recency,T,monetary\nann,2,210,266,22.35\nbo,0,0,266,0\ncy,26,259,266,50\n");
    let options = |horizon, unit, rate| LifetimeValueOptions {
        horizon: Some(horizon),
        time_unit: Some(unit),
        annual_discount_rate: Some(rate),
        margin: Some(0.3),
        confidence: None,
    };
    for kind in KINDS {
        let own = [0.4, 5.0, 0.8, 9.0];
        let mut per_day = own;
        per_day[1] *= 7.0;
        if kind == PurchaseModelKind::ParetoNbd {
            per_day[3] *= 7.0;
        }
        let (weekly, daily) = (PurchaseModel::new(kind, own).unwrap(), PurchaseModel::new(kind, per_day).unwrap());
        let by_week = lifetime_value(&weeks, &weekly, &spend, &options(104.0, TimeUnit::Week, 0.2)).unwrap();
        let by_day = lifetime_value(&days, &daily, &spend, &options(728.0, TimeUnit::Day, 0.2)).unwrap();
        let plain = lifetime_value(&weeks, &weekly, &spend, &options(104.0, TimeUnit::Week, 0.0)).unwrap();
        let [value, other, undiscounted] = [&by_week, &by_day, &plain].map(|table| numbers(table, "lifetimeValue"));
        let (count, amount) = (numbers(&plain, "expectedPurchases"), numbers(&plain, "expectedSpend"));
        for row in 0..3 {
            assert_close(value[row] / other[row], 1.0, 1e-12);
            assert_close(undiscounted[row], 0.3 * count[row] * amount[row], 1e-14);
        }
        // Against the sum over hours, each discounted from its middle.
        let rate = 1.2_f64.ln() * 7.0 / 365.2425;
        let mut sums = [0.0; 3];
        let mut before = vec![0.0; 3];
        for hour in 1..=104 * 24 {
            let t = f64::from(hour) / 24.0;
            let until = weekly.expected_purchases(&weeks, t).unwrap();
            for row in 0..3 {
                sums[row] += (until[row] - before[row]) * (-rate * (t - 0.5 / 24.0)).exp();
            }
            before = until;
        }
        for row in 0..3 {
            assert_close(value[row] / (0.3 * amount[row] * sums[row]), 1.0, 1e-7);
        }
    }
}

#[case]
fn plain_formulas() {
    let inputs = |cost: Option<f64>, margin| ClvInputs {
        observed_periods: None,
        average_order_value: Some(100.0),
        purchase_frequency: Some(2.0),
        lifespan: Some(5.0),
        gross_margin: margin,
        acquisition_cost: cost,
    };
    let found = clv_formula(&inputs(None, None)).unwrap();
    assert_eq!((found.revenue, found.margin, found.net), (1000.0, 1000.0, 1000.0));
    assert_eq!((found.ltv_to_cac, found.payback_periods), (None, None));
    let found = clv_formula(&inputs(Some(300.0), Some(0.25))).unwrap();
    assert_eq!((found.margin, found.net, found.ltv_to_cac), (250.0, -50.0, Some(250.0 / 300.0)));
    assert_eq!((found.payback_periods, found.warnings.len()), (Some(6.0), 1));
    assert!(clv_formula(&inputs(None, Some(1.5))).is_err());
    assert!(clv_formula(&ClvInputs { lifespan: Some(-1.0), ..inputs(None, None) }).is_err());
    assert_eq!(
        clv_formula(&ClvInputs { lifespan: None, ..inputs(None, None) }).unwrap_err().message(),
        "lifespan is missing"
    );
    assert_eq!(clv_retention(100.0, 0.0, 0.1).unwrap(), 0.0);
    assert_close(clv_retention(100.0, 1.0, 0.1).unwrap(), 1000.0, 1e-14);
    assert!(clv_retention(100.0, 1.0, 0.0).is_err() && clv_retention(100.0, 1.2, 0.1).is_err());
}
