//! Alerts: Deequ's published example, NIST's control chart, rolling deviations by pandas, and what cannot be judged.

use super::{assert_close, place, table};
use crate::case;
use custometry::quality_history::{
    AlertKind, AlertOptions, AlertRule, CheckedPoints, Direction, QualityAlerts, Spread, quality_alerts,
};
use custometry::table::{ColumnData, Table};
use custometry::{Error, Locale};

fn rule(kind: AlertKind) -> AlertRule {
    AlertRule { metric: "score".to_owned(), kind, ..AlertRule::default() }
}

fn change(kind: AlertKind, most: f64) -> AlertRule {
    AlertRule { max_change: Some(most), ..rule(kind) }
}

/// A history of one metric, a value each day; an empty text is a value that is missing.
fn history(values: &[&str]) -> Table {
    let lines = values.iter().enumerate().map(|(day, value)| format!("2026-01-{:02},score,{value}\n", day + 1));
    table(&("at,metric,value\n".to_owned() + &lines.collect::<String>()))
}

fn run(history: &Table, rule: AlertRule, options: &AlertOptions) -> QualityAlerts {
    quality_alerts(history, &[rule], options).unwrap()
}

fn latest(values: &[&str], rule: AlertRule) -> QualityAlerts {
    run(&history(values), rule, &AlertOptions::default())
}

fn everything() -> AlertOptions {
    AlertOptions { check: Some(CheckedPoints::All), ..AlertOptions::default() }
}

/// The days of the alerts.
fn days(found: &QualityAlerts) -> Vec<&str> {
    found.alerts.iter().map(|alert| alert.at.get(8..).unwrap()).collect()
}

#[case]
fn deequs_example_of_a_rate_of_change() {
    // The README of awslabs/deequ, anomaly detection: two rows yesterday, five today; the size may at most double.
    let found = latest(&["2", "5"], AlertRule { direction: Some(Direction::Up), ..change(AlertKind::Relative, 1.0) });
    let alert = &found.alerts[0];
    assert_eq!((alert.value, alert.reference, alert.limit, alert.change), (5.0, Some(2.0), 4.0, Some(1.5)));
    assert_eq!((alert.lower, alert.upper, alert.direction), (None, Some(4.0), "up"));
    assert_eq!(alert.reason, "score rose from 2 to 5, by 150 %; 100 % is allowed");
    assert!(latest(&["2", "4"], change(AlertKind::Relative, 1.0)).alerts.is_empty());
}

#[case]
fn a_control_chart_for_individuals() {
    // NIST/SEMATECH e-Handbook 6.3.2.2: ten batches of a flow; mean 50.81, limits 45.8159 and 55.8041, printed with 4 decimals.
    let batches = ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1", "56"];
    let chart = AlertRule { spread: Some(Spread::MovingRange), ..rule(AlertKind::ThreeSigma) };
    let alert = &latest(&batches, chart).alerts[0];
    assert_close(alert.reference.unwrap(), 50.81, 1e-12);
    assert!((alert.upper.unwrap() - 55.8041).abs() < 1e-4, "{alert:?}");
    assert!((alert.lower.unwrap() - 45.8159).abs() < 1e-4, "{alert:?}");
}

#[case]
fn rolling_deviations_are_those_of_pandas() {
    let points = table(include_str!("../golden/quality-history.csv"));
    let number = |name: &str, row: usize| points.column(name).unwrap().numbers().unwrap()[row];
    let sigma = AlertRule { deviations: Some(0.0), exclude_alerted: Some(false), ..rule(AlertKind::ThreeSigma) };
    let wide = AlertRule { deviations: Some(1.0), ..sigma.clone() };
    let ranges = AlertRule { spread: Some(Spread::MovingRange), ..sigma.clone() };
    let means = AlertRule { window: Some(5), ..change(AlertKind::Absolute, 0.0) };
    let found = quality_alerts(&points, &[sigma, wide, ranges, means], &everything()).unwrap();
    let mut seen = [0; 3];
    for alert in &found.alerts {
        let row = alert.row as usize;
        match (alert.rule.as_str(), alert.limit == alert.reference.unwrap()) {
            ("score absolute", _) => {
                seen[0] += 1;
                assert_close(alert.reference.unwrap(), number("mean5", row), 1e-12);
            }
            (_, true) => {
                seen[1] += 1;
                assert_close(alert.reference.unwrap(), number("mean30", row), 1e-12);
                let by = (alert.value - alert.reference.unwrap()) / alert.change.unwrap();
                let nearest = [number("deviation30", row), number("range30", row) / 1.128];
                assert!(nearest.iter().any(|deviation| (by - deviation).abs() < 1e-9), "{alert:?}");
            }
            (_, false) => {
                seen[2] += 1;
                assert_close(alert.upper.unwrap(), number("mean30", row) + number("deviation30", row), 1e-11);
            }
        }
    }
    assert!(seen[0] > 80 && seen[1] > 150 && seen[2] > 20, "{seen:?}");
    // 83 points have seven or more before them, 85 have five; the others are listed.
    assert_eq!((found.checked, found.not_checked.len()), (3 * 83 + 85, 3 * 7 + 5));
}

#[case]
fn a_fall_is_found_and_a_rise_need_not_matter() {
    let down = AlertRule { direction: Some(Direction::Down), ..change(AlertKind::Absolute, 5.0) };
    assert_eq!(latest(&["90", "84"], down.clone()).alerts[0].change, Some(-6.0));
    assert_eq!(latest(&["90", "84"], down.clone()).alerts[0].direction, "down");
    assert!(latest(&["84", "90"], down.clone()).alerts.is_empty());
    assert!(latest(&["90", "85"], down.clone()).alerts.is_empty()); // at the limit
    assert!(latest(&["90", "80", "79"], down.clone()).alerts.is_empty()); // only the latest is checked
    assert_eq!(days(&run(&history(&["90", "80", "79"]), down, &everything())), ["02"]);
}

#[case]
fn rounding_makes_no_alert() {
    for (before, now, most) in [("0.3", "0.27", 0.1), ("0.1", "0.07", 0.3), ("1.1", "1.21", 0.1)] {
        assert!(latest(&[before, now], change(AlertKind::Relative, most)).alerts.is_empty(), "{before} {now}");
    }
}

#[case]
fn negative_values_change_in_relation_to_their_size() {
    let alert = &latest(&["-100", "-150"], change(AlertKind::Relative, 0.1)).alerts[0];
    assert_eq!((alert.change, alert.direction), (Some(-0.5), "down"));
}

#[case]
fn a_history_that_never_moved() {
    let steady = ["0.1"; 7];
    let same = latest(&[&steady[..], &["0.1"]].concat(), rule(AlertKind::ThreeSigma));
    assert_eq!((same.alerts.len(), same.checked), (0, 1));
    let other = latest(&[&steady[..], &["0.2"]].concat(), rule(AlertKind::ThreeSigma));
    assert_eq!((other.alerts[0].change, other.alerts[0].limit), (None, 0.1));
    assert_eq!(other.alerts[0].reason, "score is 0.2; the 7 points before were all 0.1");
    let small = AlertRule { min_change: Some(0.1), ..rule(AlertKind::ThreeSigma) };
    assert!(latest(&[&steady[..], &["0.2"]].concat(), small).alerts.is_empty());
}

#[case]
fn points_that_gave_an_alert_are_no_measure() {
    let values = ["90", "91", "90", "91", "90", "91", "90", "40", "60"];
    assert_eq!(days(&run(&history(&values), rule(AlertKind::ThreeSigma), &everything())), ["08", "09"]);
    // With the fall among the points looked back on, a second one goes by.
    let all = AlertRule { exclude_alerted: Some(false), ..rule(AlertKind::ThreeSigma) };
    assert_eq!(days(&run(&history(&values), all, &everything())), ["08"]);
    // And a return to what was before is no alert when the fall is left out.
    let values = ["90", "40", "90"];
    let relative = change(AlertKind::Relative, 0.1);
    assert_eq!(days(&run(&history(&values), relative.clone(), &everything())), ["02", "03"]);
    let relative = AlertRule { exclude_alerted: Some(true), ..relative };
    assert_eq!(days(&run(&history(&values), relative, &everything())), ["02"]);
}

#[case]
fn a_baseline_needs_no_points_before() {
    let found = latest(&["80"], AlertRule { baseline: Some(100.0), ..change(AlertKind::Relative, 0.1) });
    assert_eq!(found.alerts[0].reason, "score fell from the baseline 100 to 80, by 20 %; 10 % is allowed");
}

#[case]
fn thresholds_are_limits_themselves() {
    let limits = AlertRule { min: Some(80.0), max: Some(100.0), ..rule(AlertKind::Threshold) };
    let found = run(&history(&["80", "79.5", "100", "101"]), limits, &everything());
    assert_eq!(days(&found), ["02", "04"]);
    assert_eq!((found.alerts[0].reference, found.alerts[0].change), (None, Some(-0.5)));
    assert_eq!(found.alerts[1].reason, "score is 101, above the maximum 100");
}

#[case]
fn what_cannot_be_judged_is_listed() {
    let reasons = |found: QualityAlerts| {
        assert_eq!((found.alerts.len(), found.checked), (0, 0));
        found
            .not_checked
            .into_iter()
            .map(|point| (point.at, point.points, point.needed, point.reason))
            .collect::<Vec<_>>()
    };
    let at = |day: &str| Some(format!("2026-01-{day}"));
    assert_eq!(
        reasons(latest(&["1", "2", "3"], rule(AlertKind::ThreeSigma))),
        [(at("03"), 2, 7, "there are 2 points before it where 7 are needed".to_owned())]
    );
    let relative = || change(AlertKind::Relative, 0.1);
    assert_eq!(reasons(latest(&["1"], relative()))[0].2, 1);
    assert_eq!(reasons(latest(&["1", ""], relative()))[0].3, "the value is missing");
    assert!(reasons(latest(&["0", "1"], relative()))[0].3.starts_with("there is no relative change from 0"));
    assert_eq!(reasons(latest(&[], relative())), [(None, 0, 1, "the history has no points of this metric".to_owned())]);
    // A value that is missing is passed over when looking back.
    assert_eq!(latest(&["100", "", "80"], relative()).alerts[0].reference, Some(100.0));
}

#[case]
fn the_order_of_rows_makes_no_difference() {
    let mut lines: Vec<&str> = include_str!("../golden/quality-history.csv").lines().collect();
    let rules = [rule(AlertKind::ThreeSigma), change(AlertKind::Relative, 0.02)];
    let mut first = quality_alerts(&table(&lines.join("\n")), &rules, &everything()).unwrap();
    assert!(first.alerts.len() > 3);
    lines[1..].reverse();
    let mut second = quality_alerts(&table(&lines.join("\n")), &rules, &everything()).unwrap();
    [&mut first, &mut second].into_iter().flat_map(|found| &mut found.alerts).for_each(|alert| alert.row = 0);
    assert_eq!(first, second);
}

#[case]
fn metrics_are_kept_apart_and_may_be_named_by_their_beginning() {
    let points = table(
        "at,metric,value\n2026-01-01,dimension.validity,90\n2026-01-01,score,50\n2026-01-02,dimension.validity,40\n2026-01-02,score,50\n2026-01-01,dimension.completeness,90\n2026-01-02,dimension.completeness,89\n",
    );
    let all = AlertRule { metric: "dimension.*".into(), ..change(AlertKind::Relative, 0.1) };
    let found = run(&points, all, &AlertOptions::default());
    assert_eq!((found.alerts.len(), found.checked), (1, 2));
    assert_eq!((found.alerts[0].metric.as_str(), found.alerts[0].row), ("dimension.validity", 2));
}

#[case]
fn times_of_day_are_in_order_and_later_rows_replace() {
    let points = table(
        "at,metric,value\n2026-01-01T09:00:00Z,score,80\n2026-01-01T16:00:00+08:00,score,95\n2026-01-01T09:00:00Z,score,70\n",
    );
    let found = run(&points, change(AlertKind::Absolute, 1.0), &AlertOptions::default());
    assert_eq!((found.alerts[0].reference, found.alerts[0].value), (Some(95.0), 70.0));
    assert_eq!((found.skipped.count, found.skipped.rows[0].row), (1, 0));
}

#[case]
fn rows_that_cannot_be_used_are_listed() {
    let points =
        table("at,metric,value\n2026-01-01,score,a\n,score,1\nsoon,score,1\n2026-01-01,,1\n2026-01-02,score,1\n");
    let found = run(&points, AlertRule { min: Some(0.0), ..rule(AlertKind::Threshold) }, &everything());
    let rows: Vec<_> = found.skipped.rows.iter().map(|row| (row.row, row.column.as_str())).collect();
    assert_eq!(rows, [(0, "value"), (1, "at"), (2, "at"), (3, "metric")]);
    assert_eq!(found.checked, 1);
}

#[case]
fn milliseconds_are_times_too() {
    let mut builder = custometry::table::TableBuilder::new(2);
    builder.add("day", ColumnData::Floats(vec![1.769_904e12, 1.769_817_6e12])).unwrap();
    builder.add("name", ColumnData::text([Some("score"); 2]).unwrap()).unwrap();
    builder.add("points", ColumnData::Integers(vec![50, 90])).unwrap();
    let options = AlertOptions {
        at: Some("day".into()),
        metric: Some("name".into()),
        value: Some("points".into()),
        ..AlertOptions::default()
    };
    let found = run(&builder.finish(), change(AlertKind::Absolute, 1.0), &options);
    assert_eq!((found.alerts[0].at.as_str(), found.alerts[0].value), ("2026-02-01T00:00:00.000Z", 50.0));
}

#[case]
fn reasons_are_in_chinese_too() {
    let options = AlertOptions { locale: Some(Locale::Chinese), ..AlertOptions::default() };
    let reason = |values: &[&str], rule: AlertRule| run(&history(values), rule, &options).alerts[0].reason.clone();
    assert_eq!(reason(&["95", "60"], change(AlertKind::Relative, 0.1)), "score 由 95 降至 60，变化 36.84%，允许 10%");
    let mean = AlertRule { window: Some(2), ..change(AlertKind::Absolute, 5.0) };
    assert_eq!(reason(&["90", "92", "99"], mean), "score 由前 2 个点的均值 91 升至 99，变化 8，允许 5");
    assert_eq!(
        reason(&["60"], AlertRule { min: Some(80.0), ..rule(AlertKind::Threshold) }),
        "score 为 60，低于下限 80"
    );
    let too_few = run(&history(&["1"]), rule(AlertKind::ThreeSigma), &options);
    assert_eq!(too_few.not_checked[0].reason, "此前仅有 0 个点，需要 7 个");
}

#[case]
fn rules_that_cannot_be_meant_are_errors() {
    let wrong = |rule: AlertRule, part: &str| {
        let error: Error = quality_alerts(&history(&["1"]), &[rule], &Default::default()).unwrap_err();
        assert_eq!(place(&error).0, "invalid-option");
        assert!(error.message().starts_with("rules[0]: ") && error.message().contains(part), "{error}");
    };
    wrong(rule(AlertKind::Relative), "maxChange is missing");
    wrong(rule(AlertKind::Threshold), "min and max");
    wrong(change(AlertKind::ThreeSigma, 1.0), "means nothing");
    wrong(change(AlertKind::Absolute, -1.0), "maxChange is -1");
    wrong(change(AlertKind::Absolute, f64::INFINITY), "maxChange is inf");
    wrong(AlertRule { window: Some(0), ..change(AlertKind::Absolute, 1.0) }, "window");
    wrong(AlertRule { min_points: Some(1), ..rule(AlertKind::ThreeSigma) }, "minPoints is 1");
    wrong(AlertRule { window: Some(3), min_points: Some(4), ..change(AlertKind::Absolute, 1.0) }, "minPoints is 4");
}
