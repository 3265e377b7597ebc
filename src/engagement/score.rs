//! Scores of all leads, at one date or several.

use super::card::{EngagementCard, Rules};
use super::events::{EngagementOptions, Events, Settings, UnknownKind, Wanted, leads_of};
use super::points::Points;
use crate::error::{Error, ErrorKind, Result, try_collect, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::table::{ColumnData, KeyIndex, Table, TableBuilder};

/// What [`score_engagement`] finds.
#[derive(Clone, Debug)]
pub struct EngagementScores {
    /// The column of the lead; with several dates `asOf`; `engagement`, 0 to the highest score of the card; one column for each group,
    /// in points; `events`, how many there are; `lastActivityDays`, the days since the latest one, null without any.
    pub leads: Table,
    /// The kinds that the card does not list, by name.
    pub unknown_kinds: Vec<UnknownKind>,
    /// The events that were left out: those after the last date, those of leads that are not listed, those that cannot be used.
    pub skipped: Skipped,
}

/// Scores leads by what they did: one row of `events` is one activity.
///
/// See [the module](crate::engagement) for the formula and the order of its limits. With `leads`, the result has a row for each
/// row of that table, in its order, and leads without events score 0. Otherwise it has the leads with events until the last date, sorted by
/// identifier. With several dates the rows of a lead follow one another, the earliest date first, each as a call with that date
/// alone would have it. An event counts from its calendar day on.
///
/// # Errors
///
/// - [`MissingColumn`](ErrorKind::MissingColumn), [`WrongType`](ErrorKind::WrongType), [`BadDate`](ErrorKind::BadDate), with row
///   and column, for the first event without lead, kind or date, unless `on_invalid` is skip; and for a lead that is missing from
///   a row of `leads`, or is there twice,
/// - [`InvalidOption`](ErrorKind::InvalidOption) for options and cards that cannot be used, with the place in the card.
///
/// ```
/// use custometry::engagement::{Activity, Decay, EngagementCard, EngagementOptions, score_engagement};
/// use custometry::table::{ColumnData, Table};
///
/// let card = EngagementCard {
///     activities: vec![Activity { kind: "visit".into(), points: 8.0, max_per_day: Some(20.0), ..Activity::default() }],
///     decay: Some(Decay::HalfLifeDays(30.0)),
///     ..EngagementCard::default()
/// };
/// // Three visits on one day are worth 20 points, of which half is left after 30 days.
/// let events = b"leadId,kind,date\na,visit,2026-01-01\na,visit,2026-01-01\na,visit,2026-01-01\na,visit,2026-01-31\n";
/// let options = EngagementOptions { as_of: Some("2026-01-31".into()), ..EngagementOptions::default() };
/// let scores = score_engagement(&Table::from_csv(events, &Default::default())?, None, &card, &options)?;
/// let ColumnData::Floats(engagement) = scores.leads.column("engagement")?.data() else { panic!() };
/// assert_eq!(engagement, &[10.0 + 8.0]);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn score_engagement(
    events: &Table,
    leads: Option<&Table>,
    card: &EngagementCard,
    options: &EngagementOptions,
) -> Result<EngagementScores> {
    let settings = Settings::new(options)?;
    let rules = Rules::new(card, &[settings.lead_id, "asOf", "engagement", "events", "lastActivityDays"])?;
    if ["asOf", "engagement", "events", "lastActivityDays"].contains(&settings.lead_id) {
        return Err(Error::invalid_option(format!(
            "leadId is \"{}\", which is a column of the result",
            settings.lead_id
        ))
        .with_help("Rename the column before."));
    }
    let mut keys = KeyIndex::default();
    let listed = leads.map(|leads| Listed::read(leads, settings.lead_id, &mut keys)).transpose()?;
    let wanted = |lead: i32| match &listed {
        Some(listed) if !listed.has(lead) => Wanted::Unlisted,
        _ => Wanted::Yes,
    };
    let found = Events::read(events, card, &settings, &mut keys, &wanted)?;
    let order = match &listed {
        Some(listed) => try_collect(listed.order.iter().copied())?,
        None => keys.order()?.into_iter().filter(|&lead| !found.of(lead).is_empty()).collect(),
    };

    let rows = order.len() * settings.as_of.len();
    let mut columns = Columns::new(rows, card)?;
    for &lead in &order {
        let entries = found.of(lead);
        for &as_of in &settings.as_of {
            columns.push(&rules.points(entries, as_of, &mut |_, _| {}), as_of);
        }
    }

    let mut builder = TableBuilder::new(rows);
    let repeated = |of: &[i32]| -> Result<Vec<i32>> {
        let mut all = try_vec(rows)?;
        of.iter().for_each(|&item| all.extend(std::iter::repeat_n(item, settings.as_of.len())));
        Ok(all)
    };
    builder.add(
        settings.lead_id,
        match leads {
            None => keys.identifiers(repeated(&order)?)?,
            Some(leads) => {
                let places: Vec<i32> = try_collect(0..order.len() as i32)?;
                leads.column(settings.lead_id)?.take(&repeated(&places)?)?
            }
        },
    )?;
    if settings.is_history {
        let days = &settings.as_of;
        let mut all = try_vec(rows)?;
        order.iter().for_each(|_| all.extend_from_slice(days));
        builder.add("asOf", ColumnData::days(all.into_iter().map(Some))?)?;
    }
    columns.finish(&mut builder, card)?;
    Ok(EngagementScores { leads: builder.finish(), unknown_kinds: found.unknown, skipped: found.skipped })
}

/// The leads that were listed.
struct Listed {
    order: Vec<i32>,
    is_listed: Vec<bool>,
}

impl Listed {
    fn read(leads: &Table, lead_id: &str, keys: &mut KeyIndex) -> Result<Listed> {
        let column = leads.column(lead_id)?;
        if i32::try_from(leads.num_rows()).is_err() {
            return Err(crate::error::out_of_memory());
        }
        let groups = leads_of(keys, column)?;
        let mut order = try_vec(leads.num_rows())?;
        let mut is_listed = try_filled(keys.len(), false)?;
        for (row, group) in groups.iter().enumerate() {
            let Some(known) = usize::try_from(group).ok().and_then(|group| is_listed.get_mut(group)) else {
                return Err(column
                    .id_problem(row)
                    .into_error(lead_id, row)
                    .with_help("Give every lead an identifier."));
            };
            if std::mem::replace(known, true) {
                return Err(Error::new(ErrorKind::WrongType, "the lead is in the table for the second time")
                    .with_column(lead_id)
                    .with_row(row)
                    .with_help("Give each lead one row."));
            }
            order.push(group);
        }
        Ok(Listed { order, is_listed })
    }

    fn has(&self, lead: i32) -> bool {
        self.is_listed.get(lead as usize).copied().unwrap_or(false)
    }
}

/// The columns of the result, as they grow.
struct Columns {
    engagement: Vec<f64>,
    groups: Vec<Vec<f64>>,
    events: Vec<i32>,
    last: Vec<f64>,
}

impl Columns {
    fn new(rows: usize, card: &EngagementCard) -> Result<Columns> {
        let groups = card.groups.as_deref().unwrap_or_default();
        Ok(Columns {
            engagement: try_vec(rows)?,
            groups: groups.iter().map(|_| try_vec(rows)).collect::<Result<_>>()?,
            events: try_vec(rows)?,
            last: try_vec(rows)?,
        })
    }

    fn push(&mut self, points: &Points, as_of: i32) {
        self.engagement.push(points.engagement);
        self.groups.iter_mut().zip(&points.groups).for_each(|(column, &group)| column.push(group));
        self.events.push(points.events as i32);
        self.last.push(points.last_day.map_or(f64::NAN, |day| f64::from(as_of - day)));
    }

    fn finish(self, builder: &mut TableBuilder, card: &EngagementCard) -> Result<()> {
        builder.add("engagement", ColumnData::Floats(self.engagement))?;
        for (group, column) in card.groups.iter().flatten().zip(self.groups) {
            builder.add(&group.name, ColumnData::Floats(column))?;
        }
        builder.add("events", ColumnData::Integers(self.events))?;
        builder.add("lastActivityDays", ColumnData::Floats(self.last))
    }
}
