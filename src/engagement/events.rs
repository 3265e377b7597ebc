//! Reading activities: which lead, which kind, which day; sorted by these three, so that their order in the table is all one.

use super::card::EngagementCard;
use crate::error::{Error, ErrorKind, Result, out_of_memory, try_filled, try_vec};
use crate::options::{DateInput, OnInvalid};
use crate::skipped::Skipped;
use crate::stats::order::{sorted_by_key, sorted_texts};
use crate::table::{Column, ColumnData, ColumnType, Days, Groups, KeyIndex, Problem, Table};
use crate::time::{FIRST_DAY, UtcOffset};
use serde::Serialize;

/// The dates at which engagement is scored.
#[derive(Clone, Debug, PartialEq)]
pub enum AsOf {
    /// One date.
    One(DateInput),
    /// A history: the result has a row for each lead and date.
    Several(Vec<DateInput>),
}

impl From<&str> for AsOf {
    fn from(text: &str) -> AsOf {
        AsOf::One(text.into())
    }
}

/// The options of [`score_engagement`](super::score_engagement).
#[derive(Clone, Debug, Default)]
pub struct EngagementOptions {
    /// The date, or the dates, at whose end the lead is looked at. Required.
    pub as_of: Option<AsOf>,
    /// The column of the lead; default `leadId`.
    pub lead_id: Option<String>,
    /// The column of the kind; default `kind`.
    pub kind: Option<String>,
    /// The column of the date; default `date`.
    pub date: Option<String>,
    /// Which calendar day an instant falls on; default `+00:00`.
    pub utc_offset: Option<String>,
    /// What to do with an event that cannot be used; default an error.
    pub on_invalid: Option<OnInvalid>,
}

/// A kind that the card does not list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownKind {
    /// The kind.
    pub kind: String,
    /// How many events have it.
    pub events: u32,
}

/// Options that have been checked and completed.
pub(super) struct Settings<'a> {
    pub(super) lead_id: &'a str,
    kind: &'a str,
    date: &'a str,
    /// In ascending order; at least one.
    pub(super) as_of: Vec<i32>,
    pub(super) is_history: bool,
    pub(super) last: i32,
    offset: UtcOffset,
    strict: bool,
}

impl<'a> Settings<'a> {
    pub(super) fn new(options: &'a EngagementOptions) -> Result<Settings<'a>> {
        let offset = options.utc_offset.as_deref().map_or(Ok(UtcOffset::default()), UtcOffset::parse)?;
        let (dates, is_history) = match &options.as_of {
            None => (&[][..], false),
            Some(AsOf::One(date)) => (std::slice::from_ref(date), false),
            Some(AsOf::Several(dates)) => (dates.as_slice(), true),
        };
        let mut days = try_vec(dates.len())?;
        for date in dates {
            days.push(i64::from(date.moment("asOf")?.day(offset)));
        }
        let as_of: Vec<i32> = sorted_by_key(days.into_iter())?.into_iter().map(|(day, _)| day as i32).collect();
        let Some(&last) = as_of.last() else {
            return Err(Error::invalid_option("asOf is missing").with_help(
                "Pass the day to look back from, or a list of days, for example asOf: \"2026-01-31\"; nothing here reads the clock.",
            ));
        };
        if let Some(twice) = as_of.array_windows().find(|[a, b]| a == b).map(|[day, _]| crate::time::format_day(*day)) {
            return Err(Error::invalid_option(format!("asOf has {twice} twice")).with_help("Give each day once."));
        }
        fn named<'b>(name: &'b Option<String>, default: &'b str) -> &'b str {
            name.as_deref().unwrap_or(default)
        }
        Ok(Settings {
            lead_id: named(&options.lead_id, "leadId"),
            kind: named(&options.kind, "kind"),
            date: named(&options.date, "date"),
            as_of,
            is_history,
            last,
            offset,
            strict: options.on_invalid.unwrap_or_default() == OnInvalid::Throw,
        })
    }
}

/// An event: the lead, the kind and the day as one number in whose order they are sorted; and its place.
pub(super) type Entry = (i64, i32);

const DAY_BITS: u32 = 22;
const KIND_BITS: u32 = 10;

fn key(lead: i32, kind: i32, day: i32) -> i64 {
    (i64::from(lead) << KIND_BITS | i64::from(kind)) << DAY_BITS | i64::from(day - FIRST_DAY)
}

pub(super) fn day((key, _): Entry) -> i32 {
    (key & ((1 << DAY_BITS) - 1)) as i32 + FIRST_DAY
}

pub(super) fn kind((key, _): Entry) -> usize {
    (key >> DAY_BITS & ((1 << KIND_BITS) - 1)) as usize
}

fn lead((key, _): Entry) -> usize {
    (key >> (DAY_BITS + KIND_BITS)) as usize
}

/// The lead of each row. A column of nothing is of no type that could disagree with that of other identifiers.
pub(super) fn leads_of<'a>(keys: &mut KeyIndex, ids: &'a Column) -> Result<Groups<'a>> {
    match ids.null_count() == ids.len() {
        true => KeyIndex::default().groups(ids),
        false => keys.groups(ids),
    }
}

/// The events that count, by lead.
pub(super) struct Events {
    entries: Vec<Entry>,
    /// Where the events of each lead begin, and where those of the last one end.
    starts: Vec<u32>,
    pub(super) unknown: Vec<UnknownKind>,
    pub(super) skipped: Skipped,
}

impl Events {
    /// Reads the events of the leads for which `wanted` holds. An event of another lead is left out for the reason that `wanted`
    /// gives, or without a word.
    pub(super) fn read(
        table: &Table,
        card: &EngagementCard,
        settings: &Settings<'_>,
        keys: &mut KeyIndex,
        wanted: &dyn Fn(i32) -> Wanted,
    ) -> Result<Events> {
        let (ids, dates) = (table.column(settings.lead_id)?, table.column(settings.date)?);
        let kind_column = table.column(settings.kind)?;
        if i32::try_from(table.num_rows()).is_err() {
            return Err(out_of_memory());
        }
        let as_text = kind_column.cast(ColumnType::String)?;
        let ColumnData::Text { codes, dictionary } = as_text.data() else {
            return Err(Error::internal("kinds are not texts"));
        };
        let other = card.activities.len();
        let place_of = |text: &str| card.activities.iter().position(|activity| activity.kind == text).unwrap_or(other);
        let mut kinds = try_vec(dictionary.len())?;
        kinds.extend(dictionary.iter().map(|text| place_of(text) as i32));
        let mut unknown_counts = try_filled(dictionary.len(), 0_u32)?;

        let groups = leads_of(keys, ids)?;
        let days = dates.days(settings.offset)?;
        let mut chunk = [Days::NONE; 1024];
        let mut skipped = Skipped::default();
        let mut found = try_vec(table.num_rows())?;
        for (row, (group, &code)) in groups.iter().zip(codes).enumerate() {
            if row % chunk.len() == 0 {
                days.fill(row, &mut chunk);
            }
            let day = chunk.get(row % chunk.len()).copied().unwrap_or(Days::NONE);
            let place = usize::try_from(code).ok().and_then(|code| kinds.get(code)).copied();
            let fault = match (group, place, day) {
                (..0, ..) => Fault::NoLead,
                (_, None, _) => Fault::NoKind,
                (.., Days::NONE) => Fault::NoDate,
                (_, Some(kind), _) => match wanted(group) {
                    Wanted::No => continue,
                    Wanted::Unlisted => Fault::Unlisted,
                    Wanted::Yes if day > settings.last => Fault::Later,
                    Wanted::Yes => {
                        if kind as usize == other
                            && let Some(count) =
                                usize::try_from(code).ok().and_then(|code| unknown_counts.get_mut(code))
                        {
                            *count += 1;
                        }
                        found.push(key(group, kind, day));
                        continue;
                    }
                },
            };
            let column = match fault {
                Fault::NoLead | Fault::Unlisted => ids,
                Fault::NoKind => kind_column,
                Fault::NoDate | Fault::Later => dates,
            };
            if settings.strict && !matches!(fault, Fault::Later | Fault::Unlisted) {
                return Err(fault.problem(column, row).into_error(column.name(), row));
            }
            skipped.add(row as u64, || (column.name().to_owned(), fault.problem(column, row).reason));
        }

        let order = sorted_texts(crate::error::try_collect(dictionary.iter().map(str::as_bytes))?)?;
        let count_of = |&code: &i32| unknown_counts.get(code as usize).copied().filter(|&count| count > 0);
        let unknown = order.iter().filter_map(|code| {
            let kind = dictionary.get(*code)?.to_owned();
            Some(UnknownKind { kind, events: count_of(code)? })
        });
        let unknown = unknown.collect();
        let entries = sorted_by_key(found.into_iter())?;
        let mut starts = try_filled(keys.len() + 1, entries.len() as u32)?;
        let mut next = 0;
        for (place, &entry) in entries.iter().enumerate() {
            while next <= lead(entry) {
                if let Some(start) = starts.get_mut(next) {
                    *start = place as u32;
                }
                next += 1;
            }
        }
        Ok(Events { entries, starts, unknown, skipped })
    }

    /// The events of a lead, sorted by kind and day.
    pub(super) fn of(&self, lead: i32) -> &[Entry] {
        let start = |lead: usize| self.starts.get(lead).copied().unwrap_or_default() as usize;
        let lead = lead as usize;
        self.entries.get(start(lead)..start(lead + 1)).unwrap_or_default()
    }
}

/// Whether the events of a lead are wanted.
pub(super) enum Wanted {
    Yes,
    No,
    /// They are not, and that is to be reported.
    Unlisted,
}

/// Why an event does not count.
#[derive(Clone, Copy)]
enum Fault {
    NoLead,
    NoKind,
    NoDate,
    Later,
    Unlisted,
}

impl Fault {
    fn problem(self, column: &Column, row: usize) -> Problem {
        let reason = match self {
            Fault::NoLead => return column.id_problem(row),
            Fault::NoDate => return column.date_problem(row),
            Fault::NoKind => match column.invalid_problem(row, "the kind of the activity") {
                Some(problem) => return problem,
                None => "the kind of the activity is missing",
            },
            Fault::Later => "the activity is after asOf",
            Fault::Unlisted => "the lead is not among the leads",
        };
        Problem::new(ErrorKind::WrongType, reason)
    }
}
