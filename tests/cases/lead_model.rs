//! Lead models: what can be computed by hand, what is known of data that was drawn, and what is done with bad data.

use super::{assert_close, cells, place, table};
use crate::case;
use custometry::lead_model::{
    EvaluateOptions, Explanation, Feature, FeatureKind, LeadModel, Method, TrainOptions, Trained, train_lead_model,
};
use custometry::stats::random::Random;
use custometry::table::{ColumnType, Table, TableBuilder};
use custometry::{Error, OnInvalid};

fn train(csv: &str, options: &TrainOptions) -> Trained {
    train_lead_model(&table(csv), options).unwrap()
}

fn fail(csv: &str, options: &TrainOptions) -> Error {
    train_lead_model(&table(csv), options).unwrap_err()
}

fn plain(features: &[&str]) -> TrainOptions {
    TrainOptions::new("won", features.iter().copied())
}

/// Everything is in the training part, with a fixed penalty.
fn whole(features: &[&str]) -> TrainOptions {
    TrainOptions {
        test_share: Some(0.0),
        calibrate: Some(false),
        penalty: Some(1.0),
        bins: Some(false),
        ..plain(features)
    }
}

fn codes(trained: &Trained) -> Vec<&'static str> {
    trained.report.warnings.iter().map(|warning| warning.code).collect()
}

fn repeat(rows: &[(&str, usize)]) -> String {
    rows.iter().map(|&(row, times)| format!("{row}\n").repeat(times)).collect()
}

/// Leads with a known probability each: a linear effect, one in bands, a category, and days since the last contact.
fn drawn(rows: usize, seed: u64, banded: bool) -> (String, Vec<f64>) {
    let mut random = Random::stream(seed, 0);
    let mut csv = "createdAt,visits,size,source,lastContact,won,p\n".to_owned();
    let mut truth = Vec::new();
    for row in 0..rows {
        let (visits, size) = (random.normal(), random.unit() * 100.0);
        let source = (random.unit() * 4.0) as usize;
        let age = (random.unit() * 60.0).floor();
        let bend = if banded { [-1.2, 0.9, -0.4, 1.1][(size / 25.0) as usize] } else { (size - 50.0) * 0.02 };
        let z = -1.2 + 0.8 * visits + bend + [0.6, 0.0, -0.5, 0.2][source] - 0.02 * age;
        let p = 1.0 / (1.0 + (-z).exp());
        let day = 20_000.0 + (row * 500 / rows) as f64;
        let won = random.unit() < p;
        let (created, last) = (day * 864e5, (day - age) * 864e5);
        let source = ["web", "fair", "referral", "partner"][source];
        csv += &format!("{created},{visits},{size},{source},{last},{won},{p}\n");
        truth.push(p);
    }
    (csv, truth)
}

/// The table with its milliseconds as dates.
fn dated(csv: &str) -> Table {
    let numbers = table(csv);
    let mut dated = TableBuilder::new(numbers.num_rows());
    for column in numbers.columns() {
        let is_date = ["createdAt", "lastContact"].contains(&column.name());
        let column = if is_date { column.cast(ColumnType::Date).unwrap() } else { column.clone() };
        dated.add(column.name(), column.data().clone()).unwrap();
    }
    dated.finish()
}

fn auc(scores: &[f64], won: &[bool]) -> f64 {
    let of = |class: bool| scores.iter().zip(won).filter(move |&(_, &won)| won == class).map(|(&score, _)| score);
    let beats = |a: f64, b: f64| if a > b { 1.0 } else { f64::from(u8::from(a == b)) / 2.0 };
    let sum: f64 = of(true).map(|a| of(false).map(|b| beats(a, b)).sum::<f64>()).sum();
    sum / (of(true).count() * of(false).count()) as f64
}

#[case]
fn naive_bayes_by_hand() {
    // 30 won, 60 lost. Of the won 20 are from a fair and 10 from the web; of the lost 15 and 45.
    let csv = format!(
        "source,won\n{}",
        repeat(&[("fair,true", 20), ("web,true", 10), ("fair,false", 15), ("web,false", 45)])
    );
    let options = TrainOptions { method: Some(Method::NaiveBayes), penalty: None, bins: None, ..whole(&["source"]) };
    let model = train(&csv, &options).model;
    let odds = |won: f64, lost: f64| (30.0 / 60.0) * ((won + 0.1) / 30.2) / ((lost + 0.1) / 60.2);
    let expected = [odds(20.0, 15.0), odds(10.0, 45.0)].map(|odds| odds / (1.0 + odds));
    let found = model.predict(&table("source\nfair\nweb\n"), None).unwrap();
    assert_close(found[0], expected[0], 1e-14);
    assert_close(found[1], expected[1], 1e-14);
    // Centred: 35 leads from fairs and 55 from the web add up to nothing.
    let levels = &model.fits[0].levels[0];
    let web = model.features[0].levels.iter().position(|level| level == "web").unwrap();
    assert!((55.0 * levels[web] + 35.0 * levels[1 - web]).abs() < 1e-12);
}

#[case]
fn drawn_leads_are_recovered() {
    for (banded, seed) in [(false, 5), (true, 6)] {
        let (csv, truth) = drawn(6000, seed, banded);
        let leads = dated(&csv);
        let features = ["visits", "size", "source", "lastContact"];
        let options = TrainOptions { created_at: Some("createdAt".to_owned()), ..plain(&features) };
        let Trained { model, report } = train_lead_model(&leads, &options).unwrap();
        assert_eq!(report.binned, banded);
        assert_eq!((report.metrics.train.rows, report.metrics.test.rows), (4800, 1200));
        assert!(report.warnings.is_empty(), "{:?}", report.warnings);
        let found = model.predict(&leads, None).unwrap();
        let won: Vec<bool> = cells(leads.column("won").unwrap()).iter().map(|cell| cell == "true").collect();
        let (best, own) = (auc(&truth[4800..], &won[4800..]), auc(&found[4800..], &won[4800..]));
        assert_close(own, report.metrics.test.auc.unwrap(), 1e-12);
        assert!(own > best - 0.012, "{own} {best}");
        let mut order: Vec<usize> = (4800..6000).collect();
        order.sort_by(|&a, &b| found[a].total_cmp(&found[b]));
        let gap = |rows: &[usize]| rows.iter().map(|&row| found[row] - truth[row]).sum::<f64>().abs() / 1200.0;
        let error: f64 = order.chunks(120).map(gap).sum();
        assert!(error < 0.03, "{error}");
        let candidates = report.cross_validation.unwrap();
        assert_eq!(candidates.len(), 14);
        assert!(candidates.iter().any(|own| Some(own.penalty) == report.penalty && own.binned == report.binned));
    }
}

#[case]
fn contributions_add_up() {
    let (csv, _) = drawn(600, 1, true);
    let leads = dated(&csv);
    let options = TrainOptions {
        created_at: Some("createdAt".to_owned()),
        penalty: Some(3.0),
        ..plain(&["visits", "size", "source", "lastContact"])
    };
    let model = train_lead_model(&leads, &options).unwrap().model;
    let all = model.predict(&leads, None).unwrap();
    let mut sums = [0.0; 4];
    for (row, found) in all.iter().enumerate() {
        let Explanation { probability, log_odds, intercept, contributions, model } =
            model.explain(&leads, row, None).unwrap();
        assert_eq!(contributions.iter().fold(intercept, |sum, own| sum + own.log_odds), log_odds);
        assert_eq!((probability, model.as_str()), (*found, "global"));
        assert_close(probability, 1.0 / (1.0 + (-log_odds).exp()), 1e-15);
        if row < 480 {
            sums.iter_mut().zip(&contributions).for_each(|(sum, own)| *sum += own.log_odds);
        }
    }
    assert!(sums.iter().all(|sum| sum.abs() < 1e-9), "{sums:?}");
    assert_eq!(place(&model.explain(&leads, 600, None).unwrap_err()), ("empty-input", Some(600), None));
}

#[case]
fn the_newest_leads_are_the_test_part() {
    // In a table that is not in order: the two newest are those of June, and the one without a date is a bad row.
    let csv = "at,x,won\n2026-06-02,1,true\n2026-01-01,2,false\n2026-03-01,1,true\n2026-06-01,2,true\n2026-02-01,3,false\n\
        2026-04-01,1,true\n2026-05-01,2,false\n2026-05-02,2,false\n2026-05-03,4,true\n2026-05-04,5,false\n";
    let options = TrainOptions { created_at: Some("at".to_owned()), ..plain(&["x"]) };
    let trained = train(csv, &options);
    assert_eq!(trained.report.metrics.test.positives, 2);
    assert_eq!((trained.report.metrics.train.rows, trained.report.metrics.test.rows), (8, 2));
    assert_eq!(codes(&trained), ["too-few", "one-class"]);
    assert_eq!(trained.report.metrics.test.auc, None);
    let without = csv.replace("2026-03-01,", ",");
    assert_eq!(place(&fail(&without, &options)), ("bad-date", Some(2), Some("at")));
    let trained = train(&without, &TrainOptions { on_invalid: Some(OnInvalid::Skip), ..options });
    assert_eq!((trained.report.skipped.count, trained.report.skipped.rows[0].row), (1, 2));
}

#[case]
fn without_dates_the_split_is_drawn_by_class() {
    let csv = format!("x,won\n{}", repeat(&[("1,true", 30), ("2,true", 20), ("1,false", 60), ("2,false", 90)]));
    let first = train(&csv, &plain(&["x"]));
    let metrics = &first.report.metrics;
    assert_eq!((metrics.test.rows, metrics.test.positives), (40, 10));
    assert_eq!((metrics.train.rows, metrics.train.positives), (160, 40));
    assert_eq!(train(&csv, &plain(&["x"])), first);
    assert_eq!(train(&csv, &TrainOptions { seed: Some(0.0), ..plain(&["x"]) }), first);
    let other = train(&csv, &TrainOptions { seed: Some(1.0), ..plain(&["x"]) });
    assert_eq!(other.report.metrics.test.positives, 10);
    assert_ne!(other.model, first.model);
}

#[case]
fn open_leads_are_left_out() {
    let trained = train("x,won\n1,true\n2,\n3,false\n1,\n2,false\n3,true\n", &whole(&["x"]));
    let skipped = &trained.report.skipped;
    assert_eq!((trained.report.metrics.train.rows, skipped.count), (4, 2));
    assert_eq!((skipped.rows[0].row, skipped.rows[0].column.as_str()), (1, "won"));
    assert_eq!(skipped.rows[0].reason, "the lead has no outcome yet");
    // One class, and none.
    assert_eq!(place(&fail("x,won\n1,true\n2,\n3,true\n", &whole(&["x"]))), ("empty-input", None, Some("won")));
    assert_eq!(place(&fail("x,won\n1,\n2,\n", &whole(&["x"]))), ("empty-input", None, Some("won")));
}

#[case]
fn bad_cells_are_named() {
    let options = whole(&["x"]);
    assert_eq!(place(&fail("x,won\n1,yes\n2,no\n", &options)), ("wrong-type", Some(0), Some("won")));
    assert_eq!(place(&fail("x,won\n1,1\n2,2\n1,0\n", &options)), ("wrong-type", Some(1), Some("won")));
    assert_eq!(place(&fail("x,won\n1,1\n1e200,0\n1,0\n", &options)), ("bad-number", Some(1), Some("x")));
    assert_eq!(place(&fail("y,won\n1,1\n", &options)).0, "missing-column");
    let skip = TrainOptions { on_invalid: Some(OnInvalid::Skip), ..whole(&["x"]) };
    let trained = train("x,won\n1,1\n1e200,0\n1,0\n3,1\n4,7\n", &skip);
    assert_eq!((trained.report.skipped.count, trained.report.metrics.train.rows), (2, 3));
}

#[case]
fn options_are_checked() {
    let csv = "x,d,won\n1,2026-01-01,true\n2,2026-01-02,false\n";
    let code = |options: TrainOptions| fail(csv, &options).kind().code();
    assert_eq!(code(TrainOptions::default()), "invalid-option");
    assert_eq!(code(plain(&[])), "invalid-option");
    assert_eq!(code(plain(&["won"])), "invalid-option");
    assert_eq!(code(plain(&["x", "x"])), "invalid-option");
    assert_eq!(code(plain(&["d"])), "invalid-option");
    assert!(fail(csv, &plain(&["d"])).message().contains("\"d\""));
    for penalty in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(code(TrainOptions { penalty: Some(penalty), ..plain(&["x"]) }), "invalid-option");
    }
    for test_share in [-0.1, 1.0, f64::NAN] {
        assert_eq!(code(TrainOptions { test_share: Some(test_share), ..plain(&["x"]) }), "invalid-option");
    }
    assert_eq!(code(TrainOptions { seed: Some(0.5), ..plain(&["x"]) }), "invalid-option");
    assert_eq!(code(TrainOptions { as_of: Some("soon".into()), ..plain(&["x"]) }), "bad-date");
}

#[case]
fn ages_count_back_from_creation_or_from_a_day() {
    let csv = "at,seen,won\n2026-01-11,2026-01-01,true\n2026-01-12,2026-01-10,false\n2026-01-13,,true\n2026-01-14,2026-01-13,false\n";
    let by_creation = TrainOptions { created_at: Some("at".to_owned()), ..whole(&["seen"]) };
    let model = train(csv, &by_creation).model;
    let Feature { kind, low, high, .. } = &model.features[0];
    assert_eq!((*kind, *low, *high), (FeatureKind::Date, 1.0, 10.0));
    let as_of = TrainOptions { as_of: Some("2026-01-31".into()), ..by_creation };
    let later = train(csv, &as_of).model;
    assert_eq!((later.features[0].low, later.features[0].high), (18.0, 30.0));
    // The day of the training holds later as well, unless another is given.
    let lead = table("seen\n2026-01-11\n");
    let (own, same) = (later.predict(&lead, None).unwrap(), later.predict(&lead, Some(&"2026-01-31".into())).unwrap());
    assert_eq!(own, same);
    assert_ne!(own, later.predict(&lead, Some(&"2026-02-05".into())).unwrap());
    assert_eq!(model.predict(&lead, None).unwrap_err().kind().code(), "missing-column");
    assert!(model.predict(&lead, Some(&"2026-01-21".into())).unwrap()[0] > 0.5);
}

#[case]
fn missing_rare_and_unseen_values() {
    let rows = repeat(&[
        ("a,1,true", 30),
        ("a,2,false", 60),
        ("b,3,false", 40),
        ("b,,true", 20),
        (",2,true", 10),
        (",1,false", 5),
    ]);
    let rare = repeat(&[("c,1,true", 2), ("d,2,false", 1)]);
    let trained = train(&format!("source,visits,won\n{rows}{rare}"), &whole(&["source", "visits"]));
    assert_eq!(codes(&trained), ["rare-levels", "separation", "separation"]);
    let model = trained.model;
    assert_eq!(model.features[0].pooled, ["c", "d"]);
    let leads = table("source,visits\na,1\nd,1\nzzz,1\n,1\na,\n");
    assert!(model.predict(&leads, None).unwrap().iter().all(|p| *p > 0.0 && *p < 1.0));
    let level = |row: usize, feature: usize| model.explain(&leads, row, None).unwrap().contributions[feature].clone();
    assert_eq!(level(1, 0).level.as_deref(), Some("(other)"));
    assert_eq!((level(2, 0).level.as_deref(), level(2, 0).log_odds), (Some("(unseen)"), 0.0));
    assert_eq!(level(3, 0).level.as_deref(), Some("(missing)"));
    assert!(level(3, 0).log_odds > 0.0);
    assert_eq!(level(4, 1).level.as_deref(), Some("(missing)"));
    assert!(level(4, 1).log_odds > 0.0);
    assert_eq!(level(0, 1).level, None);
    // A column that is missing throughout.
    let none = model.predict(&table("source,visits\n,\n,\n"), None).unwrap();
    assert_eq!(none[0], none[1]);
    // Beyond the range of the training a number counts as the last one.
    let far = model.predict(&table("source,visits\na,3\na,1e99\na,-5\na,1\n"), None).unwrap();
    assert_eq!((far[0], far[2]), (far[1], far[3]));
    assert_eq!(
        place(&model.predict(&table("source,visits\na,1\na,many\n"), None).unwrap_err()),
        ("wrong-type", Some(1), Some("visits"))
    );
}

#[case]
fn constant_columns_are_dropped_and_named() {
    let rows = repeat(&[("1,x,,true", 20), ("2,x,,false", 30)]);
    let csv = format!("n,c,e,won\n{rows}");
    let trained = train(&csv, &whole(&["n", "c", "e"]));
    let constant: Vec<_> = trained.report.warnings.iter().filter(|w| w.code == "constant").collect();
    assert_eq!(constant.iter().map(|w| w.feature.as_deref()).collect::<Vec<_>>(), [Some("c"), Some("e")]);
    assert_eq!(trained.model.features.len(), 1);
    assert_eq!(place(&fail(&csv, &whole(&["c", "e"]))), ("empty-input", None, Some("c")));
}

#[case]
fn leaks_and_separation_are_named() {
    // The contract's date is there for those that signed, and one level never converts.
    let rows = repeat(&[
        ("p,1,signed,true", 60),
        ("p,3,,false", 50),
        ("q,2,,false", 60),
        ("p,2,signed,true", 20),
        ("p,2,signed,false", 1),
    ]);
    let trained = train(&format!("plan,x,contract,won\n{rows}"), &whole(&["plan", "x", "contract"]));
    let named = |code: &str| -> Vec<_> {
        trained.report.warnings.iter().filter(|w| w.code == code).map(|w| w.feature.as_deref()).collect()
    };
    assert_eq!(named("leakage"), [Some("contract")]);
    assert_eq!(named("separation"), [Some("plan"), Some("x"), Some("x"), Some("contract")]);
    // All together, without one that does it alone.
    let rows: String = (0..200).map(|i| format!("{},{},{}\n", i % 20, i / 10, (i % 20) + i / 10 > 19)).collect();
    let trained = train(&format!("a,b,won\n{rows}"), &TrainOptions { penalty: Some(0.01), ..whole(&["a", "b"]) });
    assert_eq!(codes(&trained), ["separation"]);
    assert_eq!(trained.report.metrics.train.auc, Some(1.0));
    assert!(trained.model.weights().iter().all(|weight| weight.weight.is_finite()));
}

#[case]
fn segments_have_models_of_their_own_where_there_is_enough() {
    // In the north size helps, in the south it harms; of the west there is little.
    let mut random = Random::stream(3, 0);
    let mut csv = "team,size,won\n".to_owned();
    for row in 0..1300 {
        let team = if row % 26 == 0 { "west" } else { ["north", "south"][row % 2] };
        let size = random.normal();
        let z = if team == "south" { -1.5 * size } else { 1.5 * size };
        csv += &format!("{team},{size},{}\n", random.unit() < 1.0 / (1.0 + f64::exp(-z)));
    }
    let options = TrainOptions { segment_by: Some("team".to_owned()), ..plain(&["size"]) };
    let Trained { model, report } = train(&csv, &options);
    let found: Vec<_> = report.segments.iter().map(|own| (own.segment.as_str(), own.model)).collect();
    assert_eq!(found, [("north", "own"), ("south", "own"), ("west", "global")]);
    let lead = |team: &str| model.predict(&table(&format!("team,size\n{team},2\n")), None).unwrap()[0];
    assert!(lead("north") > 0.8 && lead("south") < 0.2, "{} {}", lead("north"), lead("south"));
    assert_eq!(lead("east"), lead(""));
    assert!(report.segments.iter().all(|own| own.metrics.unwrap().rows > 0));
    assert!(report.metrics.test.auc.unwrap() > 0.75);
    let all: u64 = report.segments.iter().map(|own| own.metrics.unwrap().rows).sum();
    assert_eq!(all, report.metrics.test.rows);
    let shown = model.predict_table(&table("team,size\nnorth,2\neast,0\n"), None, &["team".to_owned()]).unwrap();
    assert_eq!(cells(shown.column("model").unwrap()), ["north", "global"]);
    assert_eq!(cells(shown.column("grade").unwrap())[0], "A");
    assert_eq!(cells(shown.column("team").unwrap()), ["north", "east"]);
}

#[case]
fn evaluation_by_group() {
    let (csv, _) = drawn(900, 2, false);
    let leads = dated(&csv);
    let options = TrainOptions { created_at: Some("createdAt".to_owned()), ..plain(&["visits", "size"]) };
    let Trained { model, report } = train_lead_model(&leads, &options).unwrap();
    let newest =
        csv.lines().take(1).chain(csv.lines().skip(1 + 720)).map(|line| format!("{line}\n")).collect::<String>();
    let asked = EvaluateOptions { group_by: Some(vec!["source".to_owned()]), ..EvaluateOptions::default() };
    let found = model.evaluate(&dated(&newest), &asked).unwrap();
    assert_eq!((found.metrics, &found.calibration), (report.metrics.test, &report.calibration));
    assert_eq!(
        found.groups.iter().map(|own| own.value.as_str()).collect::<Vec<_>>(),
        ["fair", "partner", "referral", "web"]
    );
    assert_eq!(found.groups.iter().map(|own| own.metrics.rows).sum::<u64>(), 180);
    assert_eq!(found.calibration.iter().map(|own| own.rows).collect::<Vec<_>>(), [18; 10]);
    let open = model.evaluate(&dated(&newest.replace(",true,", ",,")), &EvaluateOptions::default()).unwrap();
    assert_eq!(open.skipped.count, found.metrics.positives);
    assert_eq!(open.metrics.auc, None);
}

#[case]
fn metrics_by_hand() {
    // A category of four levels and hardly any penalty: the probabilities are the shares of the levels.
    let rows = repeat(&[
        ("a,true", 9),
        ("a,false", 1),
        ("b,true", 5),
        ("b,false", 5),
        ("c,true", 2),
        ("c,false", 8),
        ("d,false", 10),
    ]);
    let options = TrainOptions { penalty: Some(1e-6), ..whole(&["x"]) };
    let metrics = train(&format!("x,won\n{rows}"), &options).report.metrics.train;
    assert_eq!((metrics.rows, metrics.positives, metrics.base_rate), (40, 16, Some(0.4)));
    // Of 16 x 24 pairs: a beats the 1 by half, and 23; b the 5 by half, and 18; c the 8 by half, and 10.
    assert_close(metrics.auc.unwrap(), (9.0 * 23.5 + 5.0 * 20.5 + 2.0 * 14.0) / 384.0, 1e-15);
    // The best tenth are four of the ten of level a.
    assert_close(metrics.lift_top_decile.unwrap(), 0.9 / 0.4, 1e-12);
    assert_close(metrics.brier.unwrap(), (10.0 * 0.09 + 10.0 * 0.25 + 10.0 * 0.16) / 40.0, 1e-4);
    assert!(metrics.calibration_error.unwrap() < 1e-3);
    // F1 at a: 18/26, at b: 28/36, at c: 32/46.
    let confusion = metrics.confusion;
    assert_eq!((confusion.true_positives, confusion.false_positives), (14, 6));
    assert_eq!((confusion.false_negatives, confusion.true_negatives), (2, 18));
    assert_close(metrics.f1.unwrap(), 28.0 / 36.0, 1e-15);
    assert_close(metrics.base_log_loss.unwrap(), -(0.4 * 0.4_f64.ln() + 0.6 * 0.6_f64.ln()), 1e-14);
}

#[case]
fn overconfident_log_odds_are_calibrated() {
    // The same column five times: naive Bayes counts it five times.
    let mut random = Random::stream(8, 0);
    let mut csv = "a,b,c,d,e,won\n".to_owned();
    for _ in 0..1000 {
        let high = random.unit() < 0.5;
        let won = random.unit() < if high { 0.6 } else { 0.3 };
        csv += &format!("{0},{0},{0},{0},{0},{won}\n", if high { "h" } else { "l" });
    }
    let options = TrainOptions { method: Some(Method::NaiveBayes), ..plain(&["a", "b", "c", "d", "e"]) };
    let calibrated = train(&csv, &options).report;
    let slope = calibrated.calibrated.unwrap().slope;
    assert!((slope - 0.2).abs() < 0.06, "{slope}");
    let raw = train(&csv, &TrainOptions { calibrate: Some(false), ..options }).report;
    assert_eq!(raw.calibrated, None);
    assert_eq!(raw.metrics.test.auc, calibrated.metrics.test.auc);
    assert!(calibrated.metrics.test.log_loss.unwrap() < raw.metrics.test.log_loss.unwrap() - 0.1);
}

#[case]
fn few_rows_and_one_feature_will_do() {
    for csv in ["x,won\n1,true\n2,false\n", "x,won\n1,true\n2,false\n3,true\n4,false\n5,false\n"] {
        for method in [Method::Logistic, Method::NaiveBayes] {
            let trained = train(csv, &TrainOptions { method: Some(method), ..plain(&["x"]) });
            assert!(codes(&trained).contains(&"too-few"));
            let p = trained.model.predict(&table("x\n1\n2\n9\n"), None).unwrap();
            assert!(p.iter().all(|p| *p > 0.0 && *p < 1.0));
            assert_eq!(trained.model.check(), Ok(()));
        }
    }
}

#[case]
fn models_that_are_not_whole_are_refused() {
    let (csv, _) = drawn(300, 4, true);
    let options = TrainOptions {
        created_at: Some("createdAt".to_owned()),
        penalty: Some(1.0),
        ..plain(&["visits", "source", "lastContact"])
    };
    let model = train_lead_model(&dated(&csv), &options).unwrap().model;
    assert_eq!(model.check(), Ok(()));
    type Damage = fn(&mut LeadModel);
    let damage: [(&str, Damage); 22] = [
        ("features: ", |m| m.features.clear()),
        ("features[1].feature: ", |m| m.features[1].feature = "visits".to_owned()),
        ("features[0].levels: ", |m| m.features[0].levels.push("x".to_owned())),
        ("features[1].cuts: ", |m| m.features[1].cuts.push(1.0)),
        ("features[0].cuts: ", |m| m.features[0].cuts.reverse()),
        ("features[0].cuts: ", |m| m.features[0].cuts[0] = f64::NAN),
        ("features[0].scale: ", |m| m.features[0].scale = 0.0),
        ("features[0].scale: ", |m| m.features[0].scale = f64::NAN),
        ("features[0].scale: ", |m| m.features[0].scale = 1e-300),
        ("features[0].center: ", |m| m.features[0].center = f64::INFINITY),
        ("features[0].center: ", |m| m.features[0].low = 1e9),
        ("utcOffset: ", |m| m.utc_offset = "here".to_owned()),
        ("asOf: ", |m| m.as_of = Some("2026-02-30".to_owned())),
        ("createdAt: ", |m| m.created_at = None),
        ("importance: ", |m| m.importance[0] = -1.0),
        ("threshold: ", |m| m.threshold = f64::NAN),
        ("fits: ", |m| m.fits.clear()),
        ("segmentBy: ", |m| m.fits.push(m.fits[0].clone())),
        ("fits[0].intercept: ", |m| m.fits[0].intercept = 1e300),
        ("fits[0].slopes: ", |m| m.fits[0].slopes.push(0.0)),
        ("fits[0].levels: ", |m| m.fits[0].levels.truncate(1)),
        ("fits[0].levels[1]: ", |m| m.fits[0].levels[1].push(0.0)),
    ];
    for (begins, damage) in damage {
        let mut damaged = model.clone();
        damage(&mut damaged);
        let error = damaged.check().unwrap_err();
        assert_eq!(error.kind().code(), "bad-state");
        assert!(error.message().starts_with(begins), "{error} is not about {begins}");
    }
}
