//! Properties of engagement: the order of the events makes no difference, a history is what single calls give, explanations add up,
//! and scores agree with the definition, computed plainly.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // A test may panic.

use custometry::DateInput;
use custometry::engagement::{
    Activity, ActivityGroup, AsOf, Decay, EngagementCard, EngagementOptions, explain_engagement, score_engagement,
};
use custometry::table::{Cell, ColumnData, Table, TableBuilder};
use proptest::prelude::*;

const FIRST_DAY: i32 = 20_454; // 2026-01-01
const KINDS: [&str; 5] = ["visit", "open", "demo", "leave", "odd"];

/// Lead, kind and day.
type Event = (u8, u8, i32);

fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec((0..5_u8, 0..KINDS.len() as u8, 0..40_i32), 1..80)
}

fn decay() -> impl Strategy<Value = Option<Decay>> {
    prop_oneof![
        Just(None),
        Just(Some(Decay::None)),
        (0.5..60.0_f64).prop_map(|days| Some(Decay::HalfLifeDays(days))),
        (0.5..60.0_f64).prop_map(|days| Some(Decay::LinearDays(days))),
    ]
}

fn activity(kind: &'static str) -> impl Strategy<Value = Activity> {
    let limit = || prop::option::of(0.0..40.0_f64);
    (-20.0..40.0_f64, limit(), limit(), prop::option::of(0..2_u8), decay()).prop_map(
        move |(points, max_per_day, max_total, group, decay)| Activity {
            kind: kind.to_owned(),
            points,
            label: None,
            max_per_day,
            max_total,
            group: group.map(|group| format!("g{group}")),
            decay,
        },
    )
}

fn card() -> impl Strategy<Value = EngagementCard> {
    let activities = (activity("visit"), activity("open"), activity("demo"), activity("leave"));
    (activities, decay(), 0.0..50.0_f64, 0.0..50.0_f64, 1.0..120.0_f64, prop::option::of(-3.0..3.0_f64)).prop_map(
        |((a, b, c, d), decay, first, second, max, other)| EngagementCard {
            name: String::new(),
            activities: vec![a, b, c, d],
            decay,
            groups: Some(vec![
                ActivityGroup { name: "g0".to_owned(), max: first },
                ActivityGroup { name: "g1".to_owned(), max: second },
            ]),
            max: Some(max),
            other,
        },
    )
}

fn table(events: &[Event]) -> Table {
    let mut builder = TableBuilder::new(events.len());
    let leads: Vec<String> = events.iter().map(|(lead, ..)| format!("L{lead}")).collect();
    builder.add("leadId", ColumnData::text(leads.iter().map(|lead| Some(lead.as_str()))).unwrap()).unwrap();
    let kinds = events.iter().map(|&(_, kind, _)| Some(KINDS[kind as usize]));
    builder.add("kind", ColumnData::text(kinds).unwrap()).unwrap();
    builder.add("date", ColumnData::days(events.iter().map(|&(.., day)| Some(FIRST_DAY + day))).unwrap()).unwrap();
    builder.finish()
}

fn date(day: i32) -> DateInput {
    DateInput::EpochMs(f64::from(FIRST_DAY + day) * 86_400_000.0)
}

fn at(day: i32) -> EngagementOptions {
    EngagementOptions { as_of: Some(AsOf::One(date(day))), ..EngagementOptions::default() }
}

/// The scores as text, to the last bit.
fn scores(events: &[Event], card: &EngagementCard, options: &EngagementOptions) -> Vec<String> {
    let leads = score_engagement(&table(events), None, card, options).unwrap().leads;
    leads.to_csv().unwrap().lines().skip(1).map(str::to_owned).collect()
}

/// Group sums and score by the definition.
fn by_definition(events: &[Event], card: &EngagementCard, lead: u8, as_of: i32) -> ([f64; 2], f64) {
    let mut groups = [0.0; 2];
    let mut free = 0.0;
    for (kind, name) in KINDS.iter().enumerate() {
        let activity = card.activities.iter().find(|activity| activity.kind == *name);
        let points = activity.map_or(card.other.unwrap_or(0.0), |activity| activity.points);
        let decay = activity.and_then(|activity| activity.decay).or(card.decay).unwrap_or(Decay::None);
        let mut sum = 0.0;
        for day in 0..=as_of {
            let count = events.iter().filter(|&&event| event == (lead, kind as u8, day)).count();
            let mut value = count as f64 * points;
            if let Some(limit) = activity.and_then(|activity| activity.max_per_day) {
                value = value.signum() * value.abs().min(limit);
            }
            let age = f64::from(as_of - day);
            sum += match decay {
                Decay::None => value,
                Decay::HalfLifeDays(half) => value * 0.5_f64.powf(age / half),
                Decay::LinearDays(end) => value * (1.0 - age / end).max(0.0),
            };
        }
        if let Some(limit) = activity.and_then(|activity| activity.max_total) {
            sum = sum.signum() * sum.abs().min(limit);
        }
        match activity.and_then(|activity| activity.group.as_deref()) {
            Some("g0") => groups[0] += sum,
            Some("g1") => groups[1] += sum,
            _ => free += sum,
        }
    }
    let limits: Vec<f64> = card.groups.iter().flatten().map(|group| group.max).collect();
    let groups = [groups[0].min(limits[0]), groups[1].min(limits[1])];
    (groups, (groups[0] + groups[1] + free).clamp(0.0, card.max.unwrap()))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #[test]
    fn the_order_of_events_makes_no_difference(
        (events, shuffled) in events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
        card in card(),
        day in 0..50_i32,
    ) {
        prop_assert_eq!(scores(&events, &card, &at(day)), scores(&shuffled, &card, &at(day)));
    }

    #[test]
    fn a_history_is_what_single_calls_give(events in events(), card in card(), days in prop::collection::btree_set(0..50_i32, 1..5)) {
        let dates = days.iter().rev().map(|&day| date(day)).collect();
        let options = EngagementOptions { as_of: Some(AsOf::Several(dates)), ..EngagementOptions::default() };
        let history = score_engagement(&table(&events), None, &card, &options).unwrap().leads;
        let lines = scores(&events, &card, &options);
        let count = days.len();
        for (place, &day) in days.iter().enumerate() {
            // The columns after the date; of leads that have no event yet, single calls have no row.
            let of_date = lines.iter().skip(place).step_by(count).map(|line| {
                let (lead, rest) = line.split_once(',').unwrap();
                format!("{lead},{}", rest.split_once(',').unwrap().1)
            });
            let with_events = of_date.filter(|line| !line.ends_with(",0,")).collect::<Vec<_>>();
            prop_assert_eq!(with_events, scores(&events, &card, &at(day)), "{}", day);
        }
        prop_assert_eq!(history.num_rows() % count, 0);
    }

    #[test]
    fn scores_agree_with_the_definition_and_explanations_add_up(events in events(), card in card(), day in 0..50_i32) {
        let all = table(&events);
        let leads = score_engagement(&all, None, &card, &at(day)).unwrap().leads;
        let column = |name: &str| match leads.column(name).unwrap().data() {
            ColumnData::Floats(values) => values.clone(),
            other => panic!("{other:?}"),
        };
        for row in 0..leads.num_rows() {
            let lead = leads.column("leadId").unwrap().text(row).unwrap().to_owned();
            let (groups, score) = by_definition(&events, &card, lead[1..].parse().unwrap(), day);
            prop_assert!(close(column("g0")[row], groups[0]) && close(column("g1")[row], groups[1]));
            prop_assert!(close(column("engagement")[row], score), "{} {score}", column("engagement")[row]);
            let explained = explain_engagement(&all, &card, &Cell::Text(lead), &at(day)).unwrap();
            prop_assert_eq!(explained.engagement, column("engagement")[row]);
            let mut sum = explained.limited_by;
            for part in &explained.contributions {
                sum += part.points;
                prop_assert!(close(part.counted + part.limited_per_day_by + part.faded_by + part.limited_by, part.points));
            }
            sum += explained.groups.iter().map(|group| group.limited_by).sum::<f64>();
            prop_assert!(close(sum, explained.engagement), "{sum} {explained:?}");
        }
    }
}
