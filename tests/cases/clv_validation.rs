//! What models say of the CDNOW sample beside what happened: published figures, and tests/golden/clv_validation.py.

use super::clv_summary::{CDNOW, cdnow, numbers};
use super::{assert_close, cells, integers, place, table};
use crate::case;
use custometry::clv::*;
use custometry::table::Table;

const GOLDEN: &str = include_str!("../golden/clv-validation.csv");
const DONATIONS: &str = include_str!("../golden/clv-donations.csv");

fn bg_nbd() -> PurchaseModel {
    PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426]).unwrap()
}

fn pareto_nbd() -> PurchaseModel {
    PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.553, 10.580, 0.606, 11.656]).unwrap()
}

fn options() -> PurchaseSummaryOptions {
    PurchaseSummaryOptions {
        customer_id: Some("customer_id".to_owned()),
        holdout_end: Some("1998-06-30".into()),
        ..PurchaseSummaryOptions::new("1997-09-30", TimeUnit::Week)
    }
}

/// The rows of the golden file that say this of this model: key and values.
fn golden(what: &str, model: &PurchaseModel) -> Vec<Vec<f64>> {
    let start = format!("{what},{},", model.kind().name());
    let rows = GOLDEN.lines().filter_map(|line| line.strip_prefix(&start));
    rows.map(|row| row.split(',').filter(|cell| !cell.is_empty()).map(|cell| cell.parse().unwrap()).collect()).collect()
}

#[track_caller]
fn assert_rows(found: &[Vec<f64>], expected: &[Vec<f64>], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found.len(), expected.len());
        found.iter().zip(expected).for_each(|(found, expected)| assert_close(*found, *expected, tolerance));
    }
}

#[case]
fn tracking_agrees_with_mpmath() {
    for model in [bg_nbd(), pareto_nbd()] {
        let found = track_purchases(&table(CDNOW), &model, &options()).unwrap();
        let columns = ["time", "cumulativeActual", "cumulativeExpected"].map(|name| numbers(&found.periods, name));
        let rows: Vec<Vec<f64>> = (0..78).map(|row| columns.iter().map(|column| column[row]).collect()).collect();
        assert_eq!(found.periods.num_rows(), 78);
        assert_rows(&rows, &golden("tracking", &model), 1e-13);
        // The repeat purchases are those of the summary: 2,457 in calibration, 1,882 in the holdout.
        assert_eq!((columns[1][38], columns[1][77]), (2457.0, 4339.0));
        assert_eq!((found.observed, found.customers), (39.0, 2357));
        let ends = cells(found.periods.column("endsOn").unwrap());
        assert_eq!(
            (ends[0].as_str(), ends[38].as_str(), ends[77].as_str()),
            ("1997-01-07", "1997-09-30", "1998-06-30")
        );
        for (cumulative, single) in [("cumulativeActual", "actual"), ("cumulativeExpected", "expected")] {
            let sum: f64 = numbers(&found.periods, single).iter().sum();
            assert_close(sum, *numbers(&found.periods, cumulative).last().unwrap(), 1e-13);
        }
    }
}

/// Dziurzynski, Wadsworth & McCarthy, "Buy 'Til You Die - A Walkthrough" (BTYD package), Pareto/NBD on CDNOW: `inc.tracking` and
/// `cum.tracking`, weeks 20 to 25. There a week's expectation is up to the day after its end, so the time unit here is the day. Its
/// increments are all .015 above those of its own cumulative figures.
#[case]
fn tracking_has_the_figures_of_the_walkthrough() {
    let by_day =
        PurchaseModel::new(PurchaseModelKind::ParetoNbd, [0.5534, 10.5802 * 7.0, 0.6061, 11.6562 * 7.0]).unwrap();
    let found = track_purchases(
        &table(CDNOW),
        &by_day,
        &PurchaseSummaryOptions { time_unit: Some(TimeUnit::Day), ..options() },
    );
    let periods = found.unwrap().periods;
    let (actual, expected) = (numbers(&periods, "cumulativeActual"), numbers(&periods, "cumulativeExpected"));
    let weeks = [20, 21, 22, 23, 24, 25];
    assert_eq!(weeks.map(|week| actual[7 * week - 1]), [1359.0, 1414.0, 1484.0, 1517.0, 1573.0, 1672.0]);
    assert_eq!(weeks.map(|week| expected[7 * week].round()), [1309.0, 1385.0, 1460.0, 1533.0, 1604.0, 1674.0]);
    let increments = weeks.map(|week| expected[7 * week] - expected[7 * week - 7]);
    for (found, published) in increments.into_iter().zip([78.31, 76.42, 74.65, 72.98, 71.41, 69.93]) {
        assert!((found - published).abs() < 0.02, "{found} is not {published}");
    }
}

#[case]
fn a_last_period_may_be_shorter_and_late_customers_are_left_out() {
    let purchases =
        table("customerId,date\na,2026-01-01\na,2026-01-09\nb,2026-01-05\nb,2026-01-16\nc,2026-01-12\nc,2026-01-15\n");
    let options = PurchaseSummaryOptions {
        holdout_end: Some("2026-01-16".into()),
        ..PurchaseSummaryOptions::new("2026-01-10", TimeUnit::Week)
    };
    let found = track_purchases(&purchases, &bg_nbd(), &options).unwrap();
    assert_eq!(cells(found.periods.column("endsOn").unwrap()), ["2026-01-07", "2026-01-14", "2026-01-16"]);
    assert_eq!(numbers(&found.periods, "time"), [1.0, 2.0, 16.0 / 7.0]);
    assert_eq!(numbers(&found.periods, "actual"), [0.0, 1.0, 1.0]);
    assert_eq!((found.customers, found.observed, found.skipped.count), (2, 10.0 / 7.0, 2));
    let one = bg_nbd().expected_purchases_new_customer(15.0 / 7.0).unwrap();
    let two = bg_nbd().expected_purchases_new_customer(11.0 / 7.0).unwrap();
    assert_close(numbers(&found.periods, "cumulativeExpected")[2], one + two, 1e-15);
}

#[case]
fn the_frequencies_fit_as_published() {
    for (model, statistic, p_value) in [(bg_nbd(), 4.82, 0.19), (pareto_nbd(), 11.99, 0.007)] {
        let found = frequency_fit(&cdnow(options()), &model, &Default::default()).unwrap();
        let rows: Vec<Vec<f64>> =
            found.classes.iter().map(|class| vec![f64::from(class.frequency), class.actual, class.expected]).collect();
        assert_rows(&rows, &golden("fit", &model), 1e-12);
        assert_eq!(
            found.classes.iter().map(|class| class.open).collect::<Vec<_>>(),
            [[false; 7].as_slice(), &[true]].concat()
        );
        // Fader, Hardie & Lee (2005), section 4: chi-square with 3 degrees of freedom 4.82 (p = .19) and 11.99 (p = .007).
        assert!((found.chi_square.unwrap() - statistic).abs() < 0.01, "{:?}", found.chi_square);
        assert_eq!(found.degrees_of_freedom, Some(3));
        assert!((found.p_value.unwrap() - p_value).abs() < 0.005);
    }
}

#[case]
fn a_model_that_was_not_fitted_costs_no_degrees_of_freedom() {
    let fit = |options| {
        frequency_fit(&cdnow(PurchaseSummaryOptions { holdout_end: None, ..self::options() }), &bg_nbd(), &options)
    };
    let known = fit(FrequencyFitOptions { estimated_parameters: Some(0), most: None }).unwrap();
    assert_eq!(known.degrees_of_freedom, Some(7));
    // Classes of few are put together: with most 100, those beyond about 20 purchases.
    let many = fit(FrequencyFitOptions { most: Some(100), ..Default::default() }).unwrap();
    assert_eq!(many.classes.len(), 101);
    assert!(many.degrees_of_freedom.unwrap() < 30);
    assert_close(many.classes.iter().map(|class| class.expected).sum(), 2357.0, 1e-12);
    let few = fit(FrequencyFitOptions { most: Some(4), ..Default::default() }).unwrap();
    assert_eq!((few.chi_square, few.degrees_of_freedom, few.p_value), (None, None, None));
    assert_eq!(fit(FrequencyFitOptions { most: Some(0), ..Default::default() }).unwrap_err().message(), "most is 0");
}

#[case]
fn customers_with_covariates_are_each_taken_for_what_they_are() {
    let params = [("r", 0.243), ("alpha", 4.414), ("a", 0.793), ("b", 2.426), ("purchases.online", 0.7)];
    let params = params.map(|(name, value)| (name.to_owned(), value)).into();
    let model = PurchaseModel::from_params(PurchaseModelKind::BgNbd, &params).unwrap();
    let summary = "frequency,recency,T,online,weight,holdoutFrequency,holdoutT\n0,0,30,0,50,0,10\n1,9,30,1,40,1,10\n2,8,20,1,10,0,10\n";
    let options = FrequencyFitOptions { most: Some(2), ..Default::default() };
    let found = frequency_fit(&table(summary), &model, &options).unwrap();
    let of = |online: f64| model.with_covariates_of(&[("online".to_owned(), online)].into()).unwrap();
    let none = |online, t| of(online).purchase_count_probability(t, 0).unwrap();
    assert_close(
        found.classes[0].expected,
        50.0 * none(0.0, 30.0) + 40.0 * none(1.0, 30.0) + 10.0 * none(1.0, 20.0),
        1e-14,
    );
    assert_close(found.classes.iter().map(|class| class.expected).sum(), 100.0, 1e-14);
    let held = validate_holdout(&table(summary), &model, &HoldoutOptions::default()).unwrap();
    let customer = table("frequency,recency,T\n1,9,30\n");
    assert_close(
        held.by_frequency[1].expected.unwrap(),
        of(1.0).expected_purchases(&customer, 10.0).unwrap()[0],
        1e-14,
    );
    // Where there is no summary, the covariates have to be given.
    let matrix = ModelMatrixOptions { t: Some(9.0), horizon: Some(9.0), ..Default::default() };
    assert_eq!(model_matrix(&model, &matrix).unwrap_err().column(), Some("online"));
    assert!(model_matrix(&of(1.0), &matrix).is_ok());
    assert_eq!(track_purchases(&table(CDNOW), &model, &self::options()).unwrap_err().kind().code(), "invalid-option");
}

#[case]
fn grouped_opportunities_have_a_fit_too() {
    // Fader, Hardie & Shang (2010).
    let model = PurchaseModel::new(PurchaseModelKind::BgBb, [1.204, 0.750, 0.657, 2.783]).unwrap();
    let summary = table(DONATIONS);
    let options = FrequencyFitOptions { most: Some(6), ..Default::default() };
    let found = frequency_fit(&summary, &model, &options).unwrap();
    let (frequency, weight) = (numbers(&summary, "frequency"), numbers(&summary, "weight"));
    for class in &found.classes {
        let of_class = frequency.iter().zip(&weight).filter(|(x, _)| **x == f64::from(class.frequency));
        assert_eq!(class.actual, of_class.map(|(_, weight)| weight).sum::<f64>());
        let expected = 11_104.0 * model.purchase_count_probability(6.0, class.frequency.into()).unwrap();
        assert_close(class.expected, expected, 1e-12);
    }
    assert_eq!(found.degrees_of_freedom, Some(2));
}

#[case]
fn the_holdout_agrees_with_pandas() {
    for model in [bg_nbd(), pareto_nbd()] {
        let found = validate_holdout(&cdnow(options()), &model, &Default::default()).unwrap();
        let classes = found.by_frequency.iter().map(|class| {
            let means = [class.actual, class.expected, class.naive].map(Option::unwrap);
            [&[f64::from(class.frequency), class.customers], means.as_slice()].concat()
        });
        assert_rows(&classes.collect::<Vec<_>>(), &golden("class", &model), 1e-12);
        let error = |error: ForecastError| {
            vec![2357.0, error.total, error.mean_absolute, error.root_mean_square, error.correlation.unwrap()]
        };
        assert_rows(&[error(found.model)], &golden("error", &model), 1e-12);
        assert_rows(&[error(found.naive)], &golden("naive", &model), 1e-12);
        let lift = found.lift.iter().map(|group| {
            vec![f64::from(group.group), group.customers, group.actual, group.expected, group.cumulative_share.unwrap()]
        });
        assert_rows(&lift.collect::<Vec<_>>(), &golden("lift", &model), 1e-11);
        assert_eq!((found.customers, found.horizon, found.actual), (2357.0, 39.0, 1882.0));
        assert_close(found.model.bias, (found.model.total - 1882.0) / 2357.0, 1e-15);
        assert_close(found.lift[0].lift.unwrap(), found.lift[0].actual / (1882.0 / 2357.0), 1e-14);
    }
}

/// The walkthrough of the BTYD package: Pareto/NBD, expected purchases of the holdout by frequency in calibration.
#[case]
fn the_holdout_by_frequency_is_that_of_the_walkthrough() {
    let found = validate_holdout(&cdnow(options()), &pareto_nbd(), &Default::default()).unwrap();
    let counts = found.by_frequency.iter().map(|class| class.customers).collect::<Vec<_>>();
    assert_eq!(counts, [1411.0, 439.0, 214.0, 100.0, 62.0, 38.0, 29.0, 64.0]);
    let actual = [0.2367116, 0.6970387, 1.392523, 1.560000, 2.532258, 2.947368, 3.862069, 6.359375];
    let expected = [0.138, 0.600, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403];
    for (class, (actual, expected)) in found.by_frequency.iter().zip(actual.into_iter().zip(expected)) {
        assert!((class.actual.unwrap() - actual).abs() < 1e-6);
        assert!((class.expected.unwrap() - expected).abs() < 0.001);
    }
}

#[case]
fn neither_the_order_of_rows_nor_grouping_changes_a_validation() {
    let single = "frequency,recency,T,holdoutFrequency,holdoutT\n";
    let rows = ["1,5,20,2,10", "0,0,20,0,10", "0,0,20,1,10", "3,19,20,2,10", "0,0,20,0,10"];
    let validate = |csv: String| {
        validate_holdout(&table(&csv), &bg_nbd(), &HoldoutOptions { groups: Some(2), most: Some(2) }).unwrap()
    };
    let found = validate(single.to_owned() + &rows.join("\n"));
    let reversed: Vec<&str> = rows.iter().rev().copied().collect();
    assert_eq!(found, validate(single.to_owned() + &reversed.join("\n")));
    let grouped = "frequency,recency,T,holdoutFrequency,holdoutT,weight\n0,0,20,0,10,2\n0,0,20,1,10,1\n1,5,20,2,10,1\n3,19,20,2,10,1\n2,9,20,9,10,0";
    assert_eq!(found, validate(grouped.to_owned()));
    // Half of 5 are both who bought again and half a customer of the 3 who did not, who bought 1 in all.
    let [first, second] = &found.lift[..] else { panic!() };
    assert_eq!((first.customers, second.customers), (2.5, 2.5));
    assert_close(first.actual, (4.0 + 1.0 / 6.0) / 2.5, 1e-15);
    assert_close(second.actual, (5.0 / 6.0) / 2.5, 1e-15);
    assert_eq!(second.cumulative_share, Some(1.0));
    assert_eq!(found.by_frequency[1].naive, Some(0.5));
    assert!(found.by_frequency[2].open && found.by_frequency[2].customers == 1.0);
}

#[case]
fn a_holdout_without_purchases_has_no_lift() {
    let none = table("frequency,recency,T,holdoutFrequency,holdoutT\n1,5,20,0,10\n1,5,20,0,10\n");
    let found = validate_holdout(&none, &bg_nbd(), &Default::default()).unwrap();
    assert!(found.lift.iter().all(|group| group.lift.is_none() && group.cumulative_share.is_none()));
    assert_eq!((found.model.correlation, found.by_frequency[0].actual), (None, None));
}

#[case]
fn rows_that_cannot_be_validated_are_named() {
    let fault = |csv: &str| validate_holdout(&table(csv), &bg_nbd(), &Default::default()).unwrap_err();
    let columns = "frequency,recency,T,holdoutFrequency,holdoutT\n0,0,9,0,5\n";
    for (row, expected) in [
        ("0,0,9,0,4", ("bad-number", Some(1), Some("holdoutT"))),
        ("0,0,9,0.5,5", ("bad-number", Some(1), Some("holdoutFrequency"))),
        ("0,0,9,,5", ("bad-number", Some(1), Some("holdoutFrequency"))),
        ("0,3,9,0,5", ("bad-number", Some(1), Some("recency"))),
    ] {
        assert_eq!(place(&fault(&format!("{columns}{row}\n"))), expected);
    }
    assert_eq!(fault("frequency,recency,T\n0,0,9\n").column(), Some("holdoutFrequency"));
    assert_eq!(fault("frequency,recency,T,holdoutFrequency,holdoutT\n").kind().code(), "empty-input");
    let options = HoldoutOptions { groups: Some(101), most: None };
    assert_eq!(validate_holdout(&table(columns), &bg_nbd(), &options).unwrap_err().message(), "groups is 101");
}

#[case]
fn the_matrix_has_what_the_model_says_of_each_customer() {
    for model in [bg_nbd(), pareto_nbd()] {
        let options = ModelMatrixOptions { t: Some(38.86), horizon: Some(39.0), ..Default::default() };
        let found = model_matrix(&model, &options).unwrap();
        let customer = table("frequency,recency,T\n4,30,38.86\n");
        assert_eq!((found.frequency[4], found.recency[30]), (4.0, 30.0));
        assert_eq!(found.probability_alive[4][30], Some(model.probability_alive(&customer).unwrap()[0]));
        assert_eq!(found.expected_purchases[4][30], Some(model.expected_purchases(&customer, 39.0).unwrap()[0]));
        assert!(found.probability_alive[0].iter().skip(1).all(Option::is_none));
        assert!(found.probability_alive.iter().skip(1).flatten().all(Option::is_some));
    }
}

#[case]
fn opportunities_have_a_matrix_of_the_histories_that_there_are() {
    let model = PurchaseModel::new(PurchaseModelKind::BgBb, [1.204, 0.750, 0.657, 2.783]).unwrap();
    let options = ModelMatrixOptions {
        t: Some(6.0),
        horizon: Some(5.0),
        frequencies: Some((0..=6).map(f64::from).collect()),
        recencies: None,
    };
    let found = model_matrix(&model, &options).unwrap();
    assert_eq!(found.recency, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    // 1 + 6 + 5 + ... + 1 histories; Fader, Hardie & Shang (2010): .07 for those who gave no more, 3.75 for who always did.
    assert_eq!(found.expected_purchases.iter().flatten().flatten().count(), 22);
    for (frequency, recency, published) in [(0, 0, 0.07), (6, 6, 3.75)] {
        let cell = found.expected_purchases[frequency][recency].unwrap();
        assert!((cell - published).abs() < 0.006, "{frequency} {recency}: {cell}");
    }
}

#[case]
fn long_times_have_100_steps_and_wrong_options_are_named() {
    let matrix = |options: ModelMatrixOptions| model_matrix(&bg_nbd(), &options);
    let options = ModelMatrixOptions { t: Some(730.0), horizon: Some(30.0), ..Default::default() };
    let found = matrix(options.clone()).unwrap();
    assert_eq!(found.recency[..3], [0.0, 8.0, 16.0]);
    assert_eq!(found.recency[found.recency.len() - 2..], [728.0, 730.0]);
    assert_eq!(matrix(ModelMatrixOptions::default()).err().unwrap().message(), "T or horizon is missing");
    let fault = |options| matrix(options).err().unwrap();
    let late = ModelMatrixOptions { recencies: Some(vec![731.0]), ..options.clone() };
    assert_eq!((fault(late.clone()).column(), fault(late).kind().code()), (Some("recency"), "bad-number"));
    assert_eq!(fault(ModelMatrixOptions { t: Some(f64::NAN), ..options.clone() }).kind().code(), "invalid-option");
    let many = ModelMatrixOptions { frequencies: Some(vec![1.0; 20_000]), ..options };
    assert_eq!(fault(many).message(), "the matrix would have more than a million cells");
}

#[case]
fn one_customer_is_followed_day_by_day() {
    let found = alive_history(&table(CDNOW), &bg_nbd(), &options(), "00004").unwrap();
    // 1997-01-01, 01-18, 08-02 and 12-12, to 1998-06-30.
    assert_eq!(found.num_rows(), 546);
    let bought: Vec<usize> = cells(found.column("purchased").unwrap())
        .iter()
        .enumerate()
        .filter(|(_, bought)| *bought == "true")
        .map(|(day, _)| day)
        .collect();
    assert_eq!(bought, [0, 17, 213, 345]);
    assert_eq!(integers(&found, "frequency")[272], 2);
    // The end of calibration, and the end: the customer of the paper, P(alive) .7266.
    let alive = numbers(&found, "probabilityAlive");
    assert_eq!(cells(found.column("date").unwrap())[272], "1997-09-30");
    assert!((alive[272] - 0.7266).abs() < 5e-5);
    let at_end = table(&format!("frequency,recency,T\n3,{},{}\n", 345.0 / 7.0, 545.0 / 7.0));
    assert_eq!(alive[545], bg_nbd().probability_alive(&at_end).unwrap()[0]);
    // A purchase proves that the customer was there; without one the probability falls.
    assert!(alive[345] > alive[344] && alive[346] < alive[345]);
}

#[case]
fn customers_are_found_by_number_and_unknown_ones_are_named() {
    let purchases = table("customerId,date\n7,2026-01-01\n7,2026-01-03\n12,2026-01-02\n");
    let options = PurchaseSummaryOptions::new("2026-01-04", TimeUnit::Day);
    let history = |customer: &str| alive_history(&purchases, &bg_nbd(), &options, customer);
    assert_eq!(numbers(&history("7").unwrap(), "recency"), [0.0, 0.0, 2.0, 2.0]);
    assert_eq!(numbers(&history("12").unwrap(), "T"), [0.0, 1.0, 2.0]);
    for unknown in ["8", "ann", "NaN", ""] {
        assert_eq!(history(unknown).unwrap_err().kind().code(), "invalid-option");
    }
    let discrete = PurchaseModel::new(PurchaseModelKind::BgBb, [1.0, 1.0, 1.0, 1.0]).unwrap();
    let fault = |error: custometry::Error| error.kind().code();
    assert_eq!(fault(alive_history(&purchases, &discrete, &options, "7").unwrap_err()), "invalid-option");
    assert_eq!(fault(track_purchases(&purchases, &discrete, &options).unwrap_err()), "invalid-option");
}

#[case]
fn what_cannot_be_tracked_is_an_error() {
    let fault = |csv: &str, end: &str| {
        let purchases: Table = table(csv);
        track_purchases(&purchases, &bg_nbd(), &PurchaseSummaryOptions::new(end, TimeUnit::Day)).unwrap_err()
    };
    assert_eq!(fault("customerId,date\na,2026-01-05\n", "2026-01-04").kind().code(), "empty-input");
    assert_eq!(
        fault("customerId,date\na,0001-01-01\n", "2026-01-04").message(),
        "the purchases cover more than 100 years"
    );
    assert_eq!(place(&fault("customerId,date\na,\n", "2026-01-04")), ("bad-date", Some(0), Some("date")));
}
