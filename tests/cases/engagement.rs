//! Scores of engagement: each limit by hand, published examples, histories, explanations, grades, and cards that cannot be used.

use super::{assert_close, cells, integers, place, table};
use crate::case;
use custometry::engagement::{
    Activity, ActivityGroup, AsOf, Decay, EngagementCard, EngagementOptions, EngagementScores, GradeOptions,
    explain_engagement, grade_leads, score_engagement,
};
use custometry::table::{Cell, Column, ColumnData, Table};
use custometry::{Error, Locale, OnInvalid};

fn activity(kind: &str, points: f64) -> Activity {
    Activity { kind: kind.to_owned(), points, ..Activity::default() }
}

fn card(activities: Vec<Activity>) -> EngagementCard {
    EngagementCard { name: "test".to_owned(), activities, ..EngagementCard::default() }
}

fn grouped(kind: &str, points: f64, group: &str) -> Activity {
    Activity { group: Some(group.to_owned()), ..activity(kind, points) }
}

fn group(name: &str, max: f64) -> ActivityGroup {
    ActivityGroup { name: name.to_owned(), max }
}

fn at(as_of: &str) -> EngagementOptions {
    EngagementOptions { as_of: Some(as_of.into()), ..EngagementOptions::default() }
}

fn history(dates: &[&str]) -> EngagementOptions {
    let dates = dates.iter().map(|&date| date.into()).collect();
    EngagementOptions { as_of: Some(AsOf::Several(dates)), ..EngagementOptions::default() }
}

fn floats(column: &Column) -> Vec<f64> {
    match column.data() {
        ColumnData::Floats(values) => values.clone(),
        other => panic!("{other:?}"),
    }
}

fn run(events: &str, card: &EngagementCard, options: &EngagementOptions) -> EngagementScores {
    score_engagement(&table(&format!("leadId,kind,date\n{events}")), None, card, options).unwrap()
}

fn engagement(events: &str, card: &EngagementCard, as_of: &str) -> Vec<f64> {
    floats(run(events, card, &at(as_of)).leads.column("engagement").unwrap())
}

fn fails(events: &str, card: &EngagementCard, options: &EngagementOptions) -> Error {
    score_engagement(&table(&format!("leadId,kind,date\n{events}")), None, card, options).unwrap_err()
}

/// The same event several times.
fn times(event: &str, count: usize) -> String {
    format!("{event}\n").repeat(count)
}

#[case]
fn points_per_kind_and_day_are_limited() {
    // Marketo's rule of 20 points per activity type and day.
    let limited = |points| card(vec![Activity { max_per_day: Some(20.0), ..activity("click", points) }]);
    let clicks = |count| times("a,click,2026-01-01", count);
    assert_eq!(engagement(&clicks(6), &limited(3.0), "2026-01-01"), [18.0]);
    assert_eq!(engagement(&clicks(7), &limited(3.0), "2026-01-01"), [20.0]);
    // Another day has 20 points of its own, and so has another kind.
    assert_eq!(engagement(&(clicks(9) + "a,click,2026-01-02\n"), &limited(3.0), "2026-01-02"), [23.0]);
    let two = card(vec![
        Activity { max_per_day: Some(20.0), ..activity("click", 15.0) },
        Activity { max_per_day: Some(20.0), ..activity("open", 15.0) },
    ]);
    assert_eq!(engagement(&(clicks(2) + &times("a,open,2026-01-01", 2)), &two, "2026-01-01"), [40.0]);
    // A limit of 0 lets nothing through; points against a lead are limited as well.
    let none = card(vec![Activity { max_per_day: Some(0.0), ..activity("click", 3.0) }]);
    assert_eq!(engagement(&clicks(2), &none, "2026-01-01"), [0.0]);
    let against = card(vec![activity("demo", 50.0), Activity { max_per_day: Some(20.0), ..activity("click", -15.0) }]);
    assert_eq!(engagement(&(clicks(3) + "a,demo,2026-01-01\n"), &against, "2026-01-01"), [30.0]);
}

#[case]
fn points_fade() {
    let fading = |decay| EngagementCard { decay: Some(decay), ..card(vec![activity("demo", 80.0)]) };
    let half = fading(Decay::HalfLifeDays(30.0));
    let demo = "a,demo,2026-01-01\n";
    assert_eq!(engagement(demo, &half, "2026-01-01"), [80.0]);
    assert_eq!(engagement(demo, &half, "2026-01-31"), [40.0]);
    assert_eq!(engagement(demo, &half, "2026-03-02"), [20.0]);
    assert_close(engagement(demo, &half, "2026-01-16")[0], 80.0 * 0.5_f64.sqrt(), 1e-15);
    // Evenly over 80 days: a point a day, and nothing from then on.
    let linear = fading(Decay::LinearDays(80.0));
    assert_eq!(engagement(demo, &linear, "2026-01-11"), [70.0]);
    assert_eq!(engagement(demo, &linear, "2026-03-22"), [0.0]);
    assert_eq!(engagement(demo, &linear, "2027-01-01"), [0.0]);
    // An activity may fade in its own way, or not at all.
    let own = EngagementCard {
        decay: Some(Decay::HalfLifeDays(30.0)),
        ..card(vec![
            Activity { decay: Some(Decay::None), ..activity("demo", 30.0) },
            Activity { decay: Some(Decay::LinearDays(60.0)), ..activity("call", 10.0) },
            activity("open", 8.0),
        ])
    };
    let events = "a,demo,2026-01-01\na,call,2026-01-01\na,open,2026-01-01\n";
    assert_eq!(engagement(events, &own, "2026-01-31"), [30.0 + 5.0 + 4.0]);
}

#[case]
fn the_order_of_limits() {
    // Per day, then decay: a burst of 100 points is 20, and 10 after a half-life. The other way round it would be 20.
    let burst = EngagementCard {
        decay: Some(Decay::HalfLifeDays(30.0)),
        ..card(vec![Activity { max_per_day: Some(20.0), ..activity("click", 10.0) }])
    };
    assert_eq!(engagement(&times("a,click,2026-01-01", 10), &burst, "2026-01-31"), [10.0]);
    // Decay, then the kind: 4 days of 20 points are 80, of which 30 count; after a half-life 40 are left, and still 30 count.
    let total = EngagementCard {
        decay: Some(Decay::HalfLifeDays(30.0)),
        ..card(vec![Activity { max_total: Some(30.0), ..activity("click", 80.0) }])
    };
    assert_eq!(engagement("a,click,2026-01-01\n", &total, "2026-01-01"), [30.0]);
    assert_eq!(engagement("a,click,2026-01-01\n", &total, "2026-01-31"), [30.0]);
    assert_eq!(engagement("a,click,2026-01-01\n", &total, "2026-03-02"), [20.0]);
    // The kind, the group, the card.
    let nested = EngagementCard {
        groups: Some(vec![group("web", 25.0), group("sales", 60.0)]),
        max: Some(70.0),
        ..card(vec![
            Activity { max_total: Some(20.0), ..grouped("visit", 30.0, "web") },
            grouped("pricing", 10.0, "web"),
            grouped("demo", 40.0, "sales"),
            activity("reply", 3.0),
        ])
    };
    let events = "a,visit,2026-01-01\na,pricing,2026-01-01\na,demo,2026-01-01\na,reply,2026-01-01\nb,demo,2026-01-01\nb,demo,2026-01-01\nb,reply,2026-01-01\nb,visit,2026-01-01\n";
    let scores = run(events, &nested, &at("2026-01-01"));
    assert_eq!(floats(scores.leads.column("web").unwrap()), [25.0, 20.0]);
    assert_eq!(floats(scores.leads.column("sales").unwrap()), [40.0, 60.0]);
    assert_eq!(floats(scores.leads.column("engagement").unwrap()), [68.0, 70.0]);
    // Never below 0, whatever speaks against the lead; a group may be below.
    let against = EngagementCard {
        groups: Some(vec![group("email", 10.0)]),
        ..card(vec![
            grouped("open", 1.0, "email"),
            Activity { max_total: Some(5.0), ..grouped("leave", -20.0, "email") },
        ])
    };
    let scores = run("a,open,2026-01-01\na,leave,2026-01-01\n", &against, &at("2026-01-01"));
    assert_eq!(floats(scores.leads.column("email").unwrap()), [-4.0]);
    assert_eq!(floats(scores.leads.column("engagement").unwrap()), [0.0]);
}

#[case]
fn the_result_has_a_row_for_each_lead() {
    let plain = card(vec![activity("visit", 1.0)]);
    let events = "b,visit,2026-01-03\nc,visit,2026-02-01\na,visit,2026-01-01\na,visit,2026-01-02\na,other,2026-01-03\n";
    let scores = run(events, &plain, &at("2026-01-05"));
    assert_eq!(
        scores.leads.columns().iter().map(Column::name).collect::<Vec<_>>(),
        ["leadId", "engagement", "events", "lastActivityDays"]
    );
    assert_eq!(cells(scores.leads.column("leadId").unwrap()), ["a", "b"]);
    assert_eq!(floats(scores.leads.column("engagement").unwrap()), [2.0, 1.0]);
    assert_eq!(integers(&scores.leads, "events"), [3, 1]);
    assert_eq!(floats(scores.leads.column("lastActivityDays").unwrap()), [2.0, 2.0]);
    assert_eq!((scores.skipped.count, scores.skipped.rows[0].row), (1, 1));
    assert_eq!(scores.skipped.rows[0].reason, "the activity is after asOf");
    assert_eq!(scores.unknown_kinds.len(), 1);
    assert_eq!((scores.unknown_kinds[0].kind.as_str(), scores.unknown_kinds[0].events), ("other", 1));

    // With all leads: in their order, 0 for those without events, and events of others are reported.
    let events = table(&format!("leadId,kind,date\n{events}"));
    let leads = table("leadId\nz\na\nc\n");
    let scores = score_engagement(&events, Some(&leads), &plain, &at("2026-01-05")).unwrap();
    assert_eq!(cells(scores.leads.column("leadId").unwrap()), ["z", "a", "c"]);
    assert_eq!(floats(scores.leads.column("engagement").unwrap()), [0.0, 2.0, 0.0]);
    assert_eq!(integers(&scores.leads, "events"), [0, 3, 0]);
    let last = floats(scores.leads.column("lastActivityDays").unwrap());
    assert!(last[0].is_nan() && last[1] == 2.0 && last[2].is_nan());
    let reasons: Vec<_> = scores.skipped.rows.iter().map(|row| (row.row, row.reason.as_str())).collect();
    assert_eq!(reasons, [(0, "the lead is not among the leads"), (1, "the activity is after asOf")]);
    for (leads, row) in [("leadId\na\na\n", 1), ("leadId,x\na,1\n,2\n", 1)] {
        let error = score_engagement(&events, Some(&table(leads)), &plain, &at("2026-01-05")).unwrap_err();
        assert_eq!(place(&error), ("wrong-type", Some(row), Some("leadId")));
    }
    let other = score_engagement(&events, Some(&table("leadId\n1\n2\n")), &plain, &at("2026-01-05")).unwrap_err();
    assert_eq!(place(&other), ("wrong-type", None, Some("leadId")));

    // Other points for kinds that are not listed, numbers as leads and kinds, and no events at all.
    let others = EngagementCard { other: Some(0.5), ..plain.clone() };
    assert_eq!(
        engagement("2,7,2026-01-01\n10,visit,2026-01-01\n2,visit,2026-01-01\n", &others, "2026-01-01"),
        [1.5, 1.0]
    );
    let numbers = card(vec![activity("7", 2.0)]);
    assert_eq!(engagement("1,7,2026-01-01\n", &numbers, "2026-01-01"), [2.0]);
    let none = score_engagement(&table("leadId,kind,date\n"), Some(&leads), &plain, &at("2026-01-05")).unwrap();
    assert_eq!(floats(none.leads.column("engagement").unwrap()), [0.0; 3]);
    assert_eq!(
        score_engagement(&table("leadId,kind,date\n"), None, &plain, &at("2026-01-05")).unwrap().leads.num_rows(),
        0
    );
}

#[case]
fn histories() {
    let half = EngagementCard { decay: Some(Decay::HalfLifeDays(10.0)), ..card(vec![activity("visit", 8.0)]) };
    let events = "b,visit,2026-01-11\na,visit,2026-01-01\na,visit,2026-01-21\na,visit,2026-02-01\n";
    // The dates may come in any order.
    let scores = run(events, &half, &history(&["2026-01-21", "2026-01-01", "2026-01-11"]));
    assert_eq!(cells(scores.leads.column("leadId").unwrap()), ["a", "a", "a", "b", "b", "b"]);
    let dates = ["2026-01-01", "2026-01-11", "2026-01-21"];
    assert_eq!(cells(scores.leads.column("asOf").unwrap()), [dates, dates].concat());
    assert_eq!(floats(scores.leads.column("engagement").unwrap()), [8.0, 4.0, 10.0, 0.0, 8.0, 4.0]);
    assert_eq!(integers(&scores.leads, "events"), [1, 1, 2, 0, 1, 1]);
    // Events after the last date are left out; those after an earlier one only there.
    assert_eq!(scores.skipped.count, 1);
    let one = run(events, &half, &history(&["2026-01-11"]));
    assert_eq!(cells(one.leads.column("asOf").unwrap()), ["2026-01-11", "2026-01-11"]);
    assert_eq!(place(&fails(events, &half, &history(&[]))), ("invalid-option", None, None));
    let twice = fails(events, &half, &history(&["2026-01-11", "2026-01-12", "2026-01-11T10:00Z"]));
    assert_eq!(twice.message(), "asOf has 2026-01-11 twice");
}

#[case]
fn days_are_those_of_the_offset() {
    let limited = card(vec![Activity { max_per_day: Some(1.0), ..activity("visit", 1.0) }]);
    let events = "a,visit,2026-01-01T15:00:00Z\na,visit,2026-01-01T17:00:00Z\n";
    assert_eq!(engagement(events, &limited, "2026-01-02"), [1.0]);
    let beijing = EngagementOptions { utc_offset: Some("+08:00".to_owned()), ..at("2026-01-02") };
    assert_eq!(floats(run(events, &limited, &beijing).leads.column("engagement").unwrap()), [2.0]);
    let day_before = EngagementOptions { utc_offset: Some("+08:00".to_owned()), ..at("2026-01-01") };
    assert_eq!(run(events, &limited, &day_before).skipped.count, 1);
}

#[case]
fn events_that_cannot_be_used() {
    let plain = card(vec![activity("visit", 1.0)]);
    for (row, code, column) in [
        (",visit,2026-01-01", "wrong-type", "leadId"),
        ("a,,2026-01-01", "wrong-type", "kind"),
        ("a,visit,", "bad-date", "date"),
        ("a,visit,soon", "bad-date", "date"),
    ] {
        let events = format!("a,visit,2026-01-01\n{row}\n");
        assert_eq!(place(&fails(&events, &plain, &at("2026-01-01"))), (code, Some(1), Some(column)), "{row}");
        let skip = EngagementOptions { on_invalid: Some(OnInvalid::Skip), ..at("2026-01-01") };
        let scores = run(&events, &plain, &skip);
        assert_eq!((scores.skipped.count, scores.skipped.rows[0].column.as_str()), (1, column));
        assert_eq!(integers(&scores.leads, "events"), [1]);
    }
    let missing = score_engagement(&table("leadId,date\na,2026-01-01\n"), None, &plain, &at("2026-01-01")).unwrap_err();
    assert_eq!(place(&missing), ("missing-column", None, Some("kind")));
    assert_eq!(
        place(&fails("a,visit,2026-01-01\n", &plain, &EngagementOptions::default())),
        ("invalid-option", None, None)
    );
    let named = EngagementOptions {
        lead_id: Some("who".to_owned()),
        kind: Some("what".to_owned()),
        date: Some("when".to_owned()),
        ..at("2026-01-01")
    };
    let scores = score_engagement(&table("who,what,when\na,visit,2026-01-01\n"), None, &plain, &named).unwrap();
    assert_eq!(cells(scores.leads.column("who").unwrap()), ["a"]);
}

#[case]
fn cards_are_checked() {
    let good = || EngagementCard {
        groups: Some(vec![group("web", 10.0)]),
        ..card(vec![grouped("visit", 1.0, "web"), activity("demo", 5.0)])
    };
    let with = |change: &dyn Fn(&mut EngagementCard)| {
        let mut card = good();
        change(&mut card);
        fails("a,visit,2026-01-01\n", &card, &at("2026-01-01"))
    };
    type Change = fn(&mut EngagementCard);
    let changes: [(Change, &str); 20] = [
        (|card| card.activities.clear(), "activities: the card has 0"),
        (|card| card.activities[1].kind = "visit".into(), "activities[1].kind: \"visit\" occurs twice"),
        (|card| card.activities[1].kind.clear(), "activities[1].kind: is empty"),
        (|card| card.activities[0].group = Some("wbe".into()), "activities[0].group: there is no group \"wbe\""),
        (|card| card.activities[0].points = f64::NAN, "activities[0].points is NaN"),
        (|card| card.activities[0].points = f64::INFINITY, "activities[0].points is inf"),
        (|card| card.activities[0].max_per_day = Some(-1.0), "activities[0].maxPerDay is -1"),
        (|card| card.activities[0].max_per_day = Some(f64::NAN), "activities[0].maxPerDay is NaN"),
        (|card| card.activities[0].max_total = Some(-0.5), "activities[0].maxTotal is -0.5"),
        (|card| card.activities[0].decay = Some(Decay::HalfLifeDays(0.0)), "activities[0].decay.halfLifeDays is 0"),
        (|card| card.decay = Some(Decay::LinearDays(-3.0)), "decay.linearDays is -3"),
        (|card| card.decay = Some(Decay::HalfLifeDays(f64::NAN)), "decay.halfLifeDays is NaN"),
        (|card| card.decay = Some(Decay::HalfLifeDays(f64::INFINITY)), "decay.halfLifeDays is inf"),
        (|card| card.groups = Some(vec![group("web", 1.0), group("web", 2.0)]), "groups[1].name: \"web\" occurs twice"),
        (|card| card.groups = Some(vec![group("", 1.0)]), "groups[0].name: is empty"),
        (
            |card| card.groups = Some(vec![group("events", 1.0)]),
            "groups[0]: \"events\" is another column of the result",
        ),
        (|card| card.groups = Some(vec![group("web", -1.0)]), "groups[0].max is -1"),
        (|card| card.max = Some(0.0), "max is 0"),
        (|card| card.max = Some(f64::NAN), "max is NaN"),
        (|card| card.other = Some(f64::NAN), "other is NaN"),
    ];
    for (change, message) in changes {
        let error = with(&change);
        assert_eq!((error.kind().code(), error.message()), ("invalid-option", message));
    }
    assert_eq!(run("a,visit,2026-01-01\n", &good(), &at("2026-01-01")).leads.num_rows(), 1);
    for locale in [Locale::English, Locale::Chinese] {
        let standard = EngagementCard::standard(locale);
        assert_eq!(standard.activities.len(), 13);
        assert!(standard.activities.iter().all(|activity| activity.points != 0.0 && activity.label.is_some()));
        assert_eq!(engagement("a,demo,2026-01-01\na,unsubscribe,2026-01-01\n", &standard, "2026-01-01"), [10.0]);
    }
}

#[case]
fn explanations_add_up() {
    let card = EngagementCard {
        groups: Some(vec![group("web", 25.0), group("none", 5.0)]),
        decay: Some(Decay::HalfLifeDays(10.0)),
        max: Some(40.0),
        other: Some(1.0),
        ..card(vec![
            Activity { max_per_day: Some(20.0), max_total: Some(22.0), ..grouped("visit", 6.0, "web") },
            Activity { label: Some("Prices".to_owned()), ..grouped("pricing", 10.0, "web") },
            activity("demo", 30.0),
            activity("unused", 1.0),
        ])
    };
    let mut events = times("a,visit,2026-01-01", 4) + &times("a,visit,2026-01-11", 3);
    events += "b,visit,2026-01-11\na,pricing,2026-01-11\na,demo,2026-01-11\na,odd,2026-01-11\na,strange,2026-01-01\n";
    let all = table(&format!("leadId,kind,date\n{events}"));
    let explain =
        |lead: &str| explain_engagement(&all, &card, &Cell::Text(lead.to_owned()), &at("2026-01-11")).unwrap();
    let a = explain("a");
    let parts: Vec<_> = a
        .contributions
        .iter()
        .map(|part| {
            (
                part.kind.as_deref(),
                part.events,
                part.counted,
                part.limited_per_day_by,
                part.faded_by,
                part.limited_by,
                part.points,
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            // 24 and 18 points, at most 20 a day, half of the first 20 left: 28, at most 22.
            (Some("visit"), 7, 42.0, -4.0, -10.0, -6.0, 22.0),
            (Some("pricing"), 1, 10.0, 0.0, 0.0, 0.0, 10.0),
            (Some("demo"), 1, 30.0, 0.0, 0.0, 0.0, 30.0),
            (None, 2, 2.0, 0.0, -0.5, 0.0, 1.5),
        ]
    );
    assert_eq!(
        (a.contributions[1].label.as_deref(), a.contributions[0].label.as_deref()),
        (Some("Prices"), Some("visit"))
    );
    let groups: Vec<_> = a.groups.iter().map(|g| (g.group.as_str(), g.sum, g.limited_by, g.points)).collect();
    assert_eq!(groups, [("web", 32.0, -7.0, 25.0), ("none", 0.0, 0.0, 0.0)]);
    assert_eq!((a.sum, a.limited_by, a.engagement, a.events, a.last_activity_days), (56.5, -16.5, 40.0, 11, Some(0)));
    let points: f64 = a.contributions.iter().map(|part| part.points).sum();
    assert_eq!(points + a.groups.iter().map(|group| group.limited_by).sum::<f64>() + a.limited_by, a.engagement);
    let scores =
        floats(score_engagement(&all, None, &card, &at("2026-01-11")).unwrap().leads.column("engagement").unwrap());
    assert_eq!([a.engagement, explain("b").engagement], scores[..]);
    // A lead without events scores 0, with nothing to explain.
    let nobody = explain("nobody");
    assert_eq!((nobody.engagement, nobody.contributions.len(), nobody.last_activity_days), (0.0, 0, None));
    let number = explain_engagement(&all, &card, &Cell::Number(1.0), &at("2026-01-11")).unwrap_err();
    assert_eq!(place(&number), ("wrong-type", None, Some("leadId")));
    let several = explain_engagement(&all, &card, &Cell::Text("a".to_owned()), &history(&["2026-01-01", "2026-01-02"]));
    assert_eq!(place(&several.unwrap_err()), ("invalid-option", None, None));
}

fn graded(fit: &Table, engagement: &Table) -> Result<custometry::engagement::GradedLeads, Error> {
    grade_leads(fit, engagement, &GradeOptions::default())
}

#[case]
fn grades_begin_at_their_cuts() {
    let scores = [100.0, 75.0, f64::from_bits(75_f64.to_bits() - 1), 50.0, 49.9, 25.0, 24.9, 0.0];
    let csv = |name: &str| {
        scores.iter().enumerate().fold(format!("leadId,{name}\n"), |csv, (row, score)| format!("{csv}L{row},{score}\n"))
    };
    let result = graded(&table(&csv("score")), &table(&csv("engagement"))).unwrap();
    assert_eq!(cells(result.leads.column("grade").unwrap()), ["A1", "A1", "B2", "B2", "C3", "C3", "D4", "D4"]);
    assert_eq!(cells(result.leads.column("fitGrade").unwrap()), ["A", "A", "B", "B", "C", "C", "D", "D"]);
    assert_eq!(cells(result.leads.column("engagementGrade").unwrap()), ["1", "1", "2", "2", "3", "3", "4", "4"]);
    assert_eq!(result.grid, [[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0], [0, 0, 0, 2]]);
}

#[case]
fn grades_of_what_is_not_known() {
    let fit = table("leadId,score\na,90\nb,\nc,60\nonly-fit,90\n");
    let engagement = table("leadId,engagement\nc,\nonly-engagement,5\nb,80\na,10\n");
    let result = graded(&fit, &engagement).unwrap();
    assert_eq!(cells(result.leads.column("leadId").unwrap()), ["a", "b", "c"]);
    assert_eq!(cells(result.leads.column("grade").unwrap()), ["A4", "", ""]);
    assert_eq!(cells(result.leads.column("fitGrade").unwrap()), ["A", "", "B"]);
    assert_eq!(cells(result.leads.column("engagementGrade").unwrap()), ["4", "1", ""]);
    assert_eq!(cells(result.leads.column("engagement").unwrap()), ["10", "80", ""]);
    assert_eq!((result.ungraded, result.grid[0][3]), (2, 1));
    assert_eq!((result.unmatched.fit.count, result.unmatched.fit.rows[0].row), (1, 3));
    assert_eq!((result.unmatched.engagement.count, result.unmatched.engagement.rows[0].row), (1, 1));
}

#[case]
fn grades_that_cannot_be_given() {
    let fit = table("leadId,score\na,90\nb,50\n");
    let twice = table("leadId,engagement\na,1\na,2\n");
    assert_eq!(place(&graded(&fit, &twice).unwrap_err()), ("wrong-type", Some(1), Some("leadId")));
    assert_eq!(graded(&fit, &twice).unwrap_err().message(), "engagement: the lead is in the table for the second time");
    assert_eq!(place(&graded(&table("leadId,score\na,1\n,2\n"), &fit).unwrap_err()).0, "missing-column");
    let none = graded(&table("leadId,score\na,1\n,2\n"), &table("leadId,engagement\na,1\n")).unwrap_err();
    assert_eq!(place(&none), ("wrong-type", Some(1), Some("leadId")));
    let odd = graded(&table("leadId,score\na,1\nb,many\n"), &table("leadId,engagement\na,1\n")).unwrap_err();
    assert_eq!(place(&odd), ("wrong-type", Some(1), Some("score")));
    let infinite = graded(&table("leadId,score\na,1e999\n"), &table("leadId,engagement\na,1\n"));
    assert!(infinite.is_err());
    let good = table("leadId,engagement\na,1\n");
    for cuts in [vec![75.0, 50.0], vec![25.0, 50.0, 75.0], vec![75.0, 75.0, 25.0], vec![75.0, f64::NAN, 25.0]] {
        for options in [
            GradeOptions { fit_cuts: Some(cuts.clone()), ..GradeOptions::default() },
            GradeOptions { engagement_cuts: Some(cuts.clone()), ..GradeOptions::default() },
        ] {
            assert_eq!(place(&grade_leads(&fit, &good, &options).unwrap_err()).0, "invalid-option", "{cuts:?}");
        }
    }
    let own = GradeOptions {
        fit_cuts: Some(vec![90.0, 60.0, 30.0]),
        score: Some("fit".to_owned()),
        ..GradeOptions::default()
    };
    let result =
        grade_leads(&table("leadId,fit\na,90\nb,89\n"), &table("leadId,engagement\na,1\nb,99\n"), &own).unwrap();
    assert_eq!(cells(result.leads.column("grade").unwrap()), ["A4", "B1"]);
}
