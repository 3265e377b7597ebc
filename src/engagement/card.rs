//! The card of an engagement score: what each kind of activity is worth, how it fades, and what it is limited by.

use crate::error::{Error, Result, quoted, try_vec};
use crate::number;
use crate::options::Locale;
use serde::Serialize;
use std::f64::consts::LN_2;

/// How the points of an activity fade with its age in days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Decay {
    /// They do not.
    #[default]
    None,
    /// By half in every so many days: points * 2^-(age / halfLifeDays).
    HalfLifeDays(f64),
    /// Evenly, to nothing in so many days: points * max(0, 1 - age / linearDays).
    LinearDays(f64),
}

impl Decay {
    /// The share of the points that is left at an age of `days`.
    ///
    /// ```
    /// use custometry::engagement::Decay;
    ///
    /// assert_eq!(Decay::HalfLifeDays(30.0).left(60), 0.25);
    /// assert_eq!(Decay::LinearDays(90.0).left(45), 0.5);
    /// ```
    pub fn left(self, days: i32) -> f64 {
        let days = f64::from(days);
        match self {
            Decay::None => 1.0,
            // Whole half-lives are exact. (The table of `libm::exp2` would be 4 KB of the module.)
            Decay::HalfLifeDays(half) => {
                let lives = days / half;
                let whole = lives.floor().min(2000.0);
                libm::scalbn(libm::exp((whole - lives) * LN_2), -(whole as i32))
            }
            Decay::LinearDays(end) => (1.0 - days / end).max(0.0),
        }
    }
}

/// A kind of activity and what it is worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// The kind, as the events have it.
    pub kind: String,
    /// The points of one event; negative for what speaks against the lead.
    pub points: f64,
    /// What people see; default the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The most points, without their sign, that the events of one day count for, before they fade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_per_day: Option<f64>,
    /// The most points, without their sign, that all events count for, after they have faded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_total: Option<f64>,
    /// The group that limits the kind together with others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How the points fade; default as the card says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decay: Option<Decay>,
}

/// Kinds that are limited together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ActivityGroup {
    /// The name, which is that of a column of the result.
    pub name: String,
    /// The most points that the kinds of the group count for together.
    pub max: f64,
}

/// What engagement is scored by.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EngagementCard {
    /// The name.
    pub name: String,
    /// The kinds of activities.
    pub activities: Vec<Activity>,
    /// How points fade where the activity does not say; default not at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decay: Option<Decay>,
    /// The groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<ActivityGroup>>,
    /// The highest score; default 100. The lowest is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The points of an event whose kind is not listed; default 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<f64>,
}

/// The activities of the built-in card.
const STANDARD: &str = include_str!("card.tsv");
/// Its groups and their limits.
const STANDARD_GROUPS: [(&str, f64); 4] = [("web", 30.0), ("email", 20.0), ("content", 40.0), ("sales", 60.0)];

impl EngagementCard {
    /// A card to begin with: visits, emails, content and sales activities in groups of 30, 20, 40 and 60 points, of which half
    /// is left after 30 days; unsubscribing costs 20 points. The numbers are a proposal and no measurement.
    ///
    /// ```
    /// use custometry::Locale;
    /// use custometry::engagement::EngagementCard;
    ///
    /// let card = EngagementCard::standard(Locale::English);
    /// let demo = card.activities.iter().find(|activity| activity.kind == "demo").unwrap();
    /// assert_eq!((demo.points, demo.group.as_deref()), (30.0, Some("sales")));
    /// ```
    pub fn standard(locale: Locale) -> EngagementCard {
        let activities = STANDARD.lines().skip(1).map(|line| {
            let mut cells = line.split('\t');
            let [kind, points, max_per_day, max_total, group, en, zh]: [&str; 7] =
                std::array::from_fn(|_| cells.next().unwrap_or_default());
            let label = if locale == Locale::Chinese { zh } else { en };
            Activity {
                kind: kind.to_owned(),
                points: number::parse(points).unwrap_or_default(),
                label: Some(label.to_owned()),
                max_per_day: number::parse(max_per_day),
                max_total: number::parse(max_total),
                group: (!group.is_empty()).then(|| group.to_owned()),
                decay: None,
            }
        });
        EngagementCard {
            name: if locale == Locale::Chinese { "互动" } else { "Engagement" }.to_owned(),
            activities: activities.collect(),
            decay: Some(Decay::HalfLifeDays(30.0)),
            groups: Some(STANDARD_GROUPS.map(|(name, max)| ActivityGroup { name: name.to_owned(), max }).into()),
            max: Some(100.0),
            other: None,
        }
    }
}

/// The most activities of a card.
const MOST_ACTIVITIES: usize = 1000;
/// The largest number of points, so that their sums are finite.
const LARGEST: f64 = 1e9;

/// A kind of activity, with all that applies to it.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) points: f64,
    pub(super) max_per_day: f64,
    pub(super) max_total: f64,
    pub(super) group: Option<usize>,
    pub(super) decay: Decay,
}

/// A card that has been checked.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    /// One for each activity, and one for the kinds that are not listed.
    pub(super) kinds: Vec<Kind>,
    /// The most points of each group.
    pub(super) groups: Vec<f64>,
    pub(super) max: f64,
}

impl Rules {
    /// Checks a card. `columns` are the names that no group may have.
    pub(super) fn new(card: &EngagementCard, columns: &[&str]) -> Result<Rules> {
        let groups = card.groups.as_deref().unwrap_or_default();
        for (place, group) in groups.iter().enumerate() {
            let at = format!("groups[{place}]");
            let same = groups.iter().take(place).any(|other| other.name == group.name);
            check_name(&group.name, same, &at, "name")?;
            if columns.contains(&group.name.as_str()) {
                return Err(Error::invalid_option(format!(
                    "{at}: {} is another column of the result",
                    quoted(&group.name)
                ))
                .with_help("Give the group another name: it becomes a column of its own."));
            }
            limit(group.max, &at, "max")?;
        }
        let count = card.activities.len();
        if !(1..=MOST_ACTIVITIES).contains(&count) {
            return Err(Error::invalid_option(format!("activities: the card has {count}"))
                .with_help("Give it 1 to 1000 activities, each { kind, points }."));
        }
        let card_decay = card.decay.unwrap_or_default();
        check_decay(card_decay, "decay")?;
        let mut kinds = try_vec(count + 1)?;
        for (place, activity) in card.activities.iter().enumerate() {
            let at = format!("activities[{place}]");
            let same = card.activities.iter().take(place).any(|other| other.kind == activity.kind);
            check_name(&activity.kind, same, &at, "kind")?;
            let group = match &activity.group {
                None => None,
                Some(name) => match groups.iter().position(|group| group.name == *name) {
                    Some(group) => Some(group),
                    None => {
                        return Err(Error::invalid_option(format!("{at}.group: there is no group {}", quoted(name)))
                            .with_help("List it in groups: [{ name, max }]."));
                    }
                },
            };
            let decay = activity.decay.unwrap_or(card_decay);
            check_decay(decay, &format!("{at}.decay"))?;
            let or_none = |value: Option<f64>, name| value.map_or(Ok(f64::INFINITY), |value| limit(value, &at, name));
            kinds.push(Kind {
                points: points(activity.points, &format!("{at}.points"))?,
                max_per_day: or_none(activity.max_per_day, "maxPerDay")?,
                max_total: or_none(activity.max_total, "maxTotal")?,
                group,
                decay,
            });
        }
        kinds.push(Kind {
            points: points(card.other.unwrap_or_default(), "other")?,
            max_per_day: f64::INFINITY,
            max_total: f64::INFINITY,
            group: None,
            decay: card_decay,
        });
        let max = limit(card.max.unwrap_or(100.0), "", "max")?;
        if max == 0.0 {
            return Err(Error::invalid_option("max is 0").with_help("Give the highest score, for example max: 100."));
        }
        Ok(Rules { kinds, groups: groups.iter().map(|group| group.max).collect(), max })
    }
}

fn check_name(name: &str, same: bool, at: &str, key: &str) -> Result<()> {
    let fault = match (name.is_empty(), same) {
        (true, _) => "is empty".to_owned(),
        (_, true) => format!("{} occurs twice", quoted(name)),
        _ => return Ok(()),
    };
    Err(Error::invalid_option(format!("{at}.{key}: {fault}")).with_help("Give each a name of its own."))
}

fn points(value: f64, at: &str) -> Result<f64> {
    if value.abs() <= LARGEST {
        return Ok(value);
    }
    Err(Error::invalid_option(format!("{at} is {}", number::text(value)))
        .with_help("Points are numbers between -1e9 and 1e9."))
}

fn limit(value: f64, at: &str, key: &str) -> Result<f64> {
    if (0.0..=LARGEST).contains(&value) {
        return Ok(value);
    }
    let point = if at.is_empty() { "" } else { "." };
    Err(Error::invalid_option(format!("{at}{point}{key} is {}", number::text(value)))
        .with_help("Limits are numbers from 0 to 1e9; leave the limit out where there is none."))
}

fn check_decay(decay: Decay, at: &str) -> Result<()> {
    let (name, days) = match decay {
        Decay::None => return Ok(()),
        Decay::HalfLifeDays(days) => ("halfLifeDays", days),
        Decay::LinearDays(days) => ("linearDays", days),
    };
    if days > 0.0 && days.is_finite() {
        return Ok(());
    }
    Err(Error::invalid_option(format!("{at}.{name} is {}", number::text(days)))
        .with_help("Give a number of days above 0, or \"none\" for points that do not fade."))
}
