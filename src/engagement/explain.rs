//! One score part by part.

use super::card::{EngagementCard, Rules};
use super::events::{EngagementOptions, Events, Settings, Wanted};
use crate::error::{Error, ErrorKind, Result, quoted};
use crate::table::{Cell, ColumnData, KeyIndex, Table};
use crate::time::format_day;
use serde::Serialize;

/// What the events of one kind contribute. `points` = `counted` + `fadedBy` + `limitedBy` + `limitedPerDayBy`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contribution {
    /// The kind; none stands for those that the card does not list.
    pub kind: Option<String>,
    /// What people see.
    pub label: Option<String>,
    /// The group.
    pub group: Option<String>,
    /// How many events there are.
    pub events: u32,
    /// The days since the latest.
    pub last_activity_days: i32,
    /// Events times points.
    pub counted: f64,
    /// What the limit per day takes from it: 0, or of the other sign.
    pub limited_per_day_by: f64,
    /// What has faded since.
    pub faded_by: f64,
    /// What the limit of the kind takes.
    pub limited_by: f64,
    /// What is left, and counts.
    pub points: f64,
}

/// What a group contributes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupContribution {
    /// The group.
    pub group: String,
    /// The sum of the points of its kinds.
    pub sum: f64,
    /// What the limit of the group takes from it: 0 or negative.
    pub limited_by: f64,
    /// What is left, and counts.
    pub points: f64,
}

/// One score and what it is made of: the `points` of all contributions, and `limited_by` of all groups and of the whole, add up to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EngagementExplanation {
    /// The day it is the score of.
    pub as_of: String,
    /// The score.
    pub engagement: f64,
    /// How many events there are until then.
    pub events: u32,
    /// The days since the latest; none without any.
    pub last_activity_days: Option<i32>,
    /// The kinds with events, in the order of the card.
    pub contributions: Vec<Contribution>,
    /// The groups of the card.
    pub groups: Vec<GroupContribution>,
    /// The sum of the groups and of the kinds without one.
    pub sum: f64,
    /// What the limits of the card, 0 and its highest score, take from the sum or add to it.
    pub limited_by: f64,
}

/// Explains the score of one lead at one date.
///
/// # Errors
///
/// As [`score_engagement`](super::score_engagement); of the events only those of the lead are looked at beyond their identifier.
/// [`InvalidOption`](ErrorKind::InvalidOption) for several dates.
///
/// ```
/// use custometry::Locale;
/// use custometry::engagement::{EngagementCard, EngagementOptions, explain_engagement};
/// use custometry::table::{Cell, Table};
///
/// let events = b"leadId,kind,date\n7,demo,2026-01-01\n7,demo,2026-01-31\n8,call,2026-01-31\n";
/// let options = EngagementOptions { as_of: Some("2026-01-31".into()), ..EngagementOptions::default() };
/// let card = EngagementCard::standard(Locale::English);
/// let explained =
///     explain_engagement(&Table::from_csv(events, &Default::default())?, &card, &Cell::Number(7.0), &options)?;
/// let [demo] = &explained.contributions[..] else { panic!() };
/// assert_eq!((demo.counted, demo.faded_by, demo.points), (60.0, -15.0, 45.0));
/// assert_eq!(explained.engagement, 45.0);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn explain_engagement(
    events: &Table,
    card: &EngagementCard,
    lead: &Cell,
    options: &EngagementOptions,
) -> Result<EngagementExplanation> {
    let settings = Settings::new(options)?;
    let &[as_of] = settings.as_of.as_slice() else {
        return Err(Error::invalid_option("asOf has several days").with_help("Explain one of them at a time."));
    };
    let rules = Rules::new(card, &[])?;
    let mut keys = KeyIndex::default();
    let lead = find(&mut keys, events, settings.lead_id, lead)?;
    let wanted = |group: i32| if Some(group) == lead { Wanted::Yes } else { Wanted::No };
    let found = Events::read(events, card, &settings, &mut keys, &wanted)?;
    let entries = lead.map_or(&[][..], |lead| found.of(lead));

    let mut contributions = Vec::new();
    let points = rules.points(entries, as_of, &mut |place, tally| {
        let activity = card.activities.get(place);
        let worth = rules.kinds.get(place).map_or(0.0, |kind| kind.points);
        let counted = f64::from(tally.events) * worth;
        let (limited, faded) = (tally.limited.value(), tally.faded.value());
        contributions.push(Contribution {
            kind: activity.map(|activity| activity.kind.clone()),
            label: activity.map(|activity| activity.label.as_ref().unwrap_or(&activity.kind).clone()),
            group: activity.and_then(|activity| activity.group.clone()),
            events: tally.events,
            last_activity_days: as_of - tally.last_day,
            counted,
            limited_per_day_by: limited - counted,
            faded_by: faded - limited,
            limited_by: tally.points - faded,
            points: tally.points,
        });
    });
    let groups = card.groups.iter().flatten().zip(points.sums.iter().zip(&points.groups));
    Ok(EngagementExplanation {
        as_of: format_day(as_of),
        engagement: points.engagement,
        events: points.events,
        last_activity_days: points.last_day.map(|day| as_of - day),
        contributions,
        groups: groups
            .map(|(group, (&sum, &points))| GroupContribution {
                group: group.name.clone(),
                sum,
                limited_by: points - sum,
                points,
            })
            .collect(),
        sum: points.sum,
        limited_by: points.engagement - points.sum,
    })
}

/// The group of the lead, if it has events.
fn find(keys: &mut KeyIndex, events: &Table, column: &str, lead: &Cell) -> Result<Option<i32>> {
    let column = events.column(column)?;
    if events.num_rows() == 0 {
        return Ok(None);
    }
    let is_lead = match (column.data(), lead) {
        (ColumnData::Text { .. }, Cell::Text(_)) => true,
        (ColumnData::Integers(_) | ColumnData::Floats(_), Cell::Number(value)) => value.is_finite(),
        _ => false,
    };
    if !is_lead {
        let found = match lead {
            Cell::Text(text) => quoted(text),
            other => other.display().unwrap_or_else(|| "null".to_owned()),
        };
        let held = column.column_type().name();
        return Err(Error::new(
            ErrorKind::WrongType,
            format!("the lead is {found}, but the column holds {held} values"),
        )
        .with_column(column.name())
        .with_help("Give the identifier as it stands in the column."));
    }
    let groups = keys.groups(column)?;
    let row = (0..events.num_rows()).find(|&row| column.cell(row) == *lead);
    Ok(row.map(|row| groups.get(row)))
}
