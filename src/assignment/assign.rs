//! Going through the leads, rule by rule.

use super::owners::{OwnerLoad, Owners};
use super::reasons::Reasons;
use super::rules::{self, AssignmentRule};
use super::state::{AssignmentState, Turns};
use crate::error::{Error, Result, out_of_memory, try_collect, try_filled};
use crate::filter::RowFilter;
use crate::options::Locale;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::table::{Column, ColumnData, ColumnType, DictionaryBuilder, Table, TableBuilder, TextBuilder};
use crate::time::UtcOffset;
use serde::Serialize;
use std::borrow::Cow;

/// The options of [`assign_leads`].
#[derive(Clone, Debug, Default)]
pub struct AssignmentOptions {
    /// The column of the lead, which is carried along; default `leadId` if there is such a column.
    pub lead_id: Option<String>,
    /// The column by which leads take their turn: numbers, the highest first, or dates, the latest first. Equal ones in the order of the
    /// input; those without a value last. Default the order of the input.
    pub order: Option<String>,
    /// How many leads each owner has; default none.
    pub loads: Option<Vec<(String, f64)>>,
    /// What an earlier call returned: turns go on where they stopped.
    pub state: Option<AssignmentState>,
    /// The queue of leads that no rule takes; default none, and they stay unassigned.
    pub fallback: Option<String>,
    /// The column of the owners that leads have already: they keep them. They count in no load but that which `loads` gives.
    pub skip: Option<String>,
    /// Which calendar day an instant falls on, for conditions on days; default `+00:00`.
    pub utc_offset: Option<String>,
    /// The language of the reasons; default English.
    pub locale: Option<Locale>,
}

/// What became of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule.
    pub rule: String,
    /// The leads that came to it and met its conditions.
    pub matched: u32,
    /// Those that it gave to an owner or to its queue.
    pub assigned: u32,
    /// Those for which it was full, so that they went on to the next rule.
    pub overflowed: u32,
}

/// What is in a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QueueCount {
    /// The queue.
    pub queue: String,
    /// How many leads were put into it.
    pub leads: u32,
}

/// What [`assign_leads`] finds.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// A row for each lead, in the order of the input: its identifier, if there is one, `owner`, `queue`, `rule`, `reason`.
    pub leads: Table,
    /// The owners of the rules in the order in which they first occur, then others that have a load.
    pub owners: Vec<OwnerLoad>,
    /// The queues in the order of the rules, the fallback last.
    pub queues: Vec<QueueCount>,
    /// The rules.
    pub rules: Vec<RuleCount>,
    /// How many leads keep the owner they have.
    pub kept: u32,
    /// How many leads have neither owner nor queue.
    pub unassigned: u32,
    /// For the next call.
    pub state: AssignmentState,
}

/// Gives each lead to an owner or a queue by the first rule whose conditions it meets and that has room, and says why.
///
/// An owner has room while the load is below the capacity. When all owners of a rule are full, the lead goes to the queue of the rule, and if
/// it has none, on to the next rule. See [the module](crate::assignment) for the methods.
///
/// # Errors
///
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption) for rules that cannot be used, with their place,
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn), [`WrongType`](crate::ErrorKind::WrongType),
///   [`BadDate`](crate::ErrorKind::BadDate) for conditions that cannot be checked, with rule and column,
/// - [`BadState`](crate::ErrorKind::BadState) for a state that no call has returned.
///
/// ```
/// use custometry::Filter;
/// use custometry::assignment::{AssignmentOptions, AssignmentRule, Owner, assign_leads};
/// use custometry::table::{Cell, Table};
///
/// let leads = Table::from_csv(b"leadId,employees\na,50\nb,2000\nc,80\nd,\n", &Default::default())?;
/// let owner = |name: &str| Owner { owner: name.into(), ..Owner::default() };
/// let large = Filter { column: "employees".into(), min: Some(Cell::Number(1000.0)), ..Filter::default() };
/// let rules = [
///     AssignmentRule {
///         name: "Enterprise".into(),
///         when: Some(vec![large]),
///         owners: Some(vec![owner("Ann")]),
///         ..AssignmentRule::default()
///     },
///     AssignmentRule { name: "Others".into(), owners: Some(vec![owner("Ben"), owner("Cho")]), ..AssignmentRule::default() },
/// ];
/// let result = assign_leads(&leads, &rules, &AssignmentOptions::default())?;
/// let column = |name: &str, row| result.leads.column(name).map(|column| column.text(row).map(str::to_owned));
/// assert_eq!(column("owner", 1)?.as_deref(), Some("Ann"));
/// assert_eq!(column("reason", 1)?.as_deref(), Some("rule \"Enterprise\": employees >= 1000; round robin"));
/// assert_eq!([column("owner", 0)?, column("owner", 2)?], [Some("Ben".to_owned()), Some("Cho".to_owned())]);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn assign_leads(leads: &Table, rules: &[AssignmentRule], options: &AssignmentOptions) -> Result<Assignment> {
    rules::check(rules)?;
    if options.fallback.as_deref() == Some("") {
        return Err(Error::invalid_option("fallback: is empty").with_help("Name the queue, or leave it out."));
    }
    if let Some(state) = &options.state {
        state.check()?;
    }
    let lead_id = match &options.lead_id {
        Some(name) => Some(leads.column(name)?),
        None => leads.find("leadId"),
    };
    if let Some(column) = lead_id.filter(|column| ["owner", "queue", "rule", "reason"].contains(&column.name())) {
        return Err(Error::invalid_option(format!("leadId is \"{}\", which is a column of the result", column.name()))
            .with_help("Rename the column before."));
    }
    let offset = options.utc_offset.as_deref().map_or(Ok(UtcOffset::default()), UtcOffset::parse)?;
    let filters = rules.iter().enumerate().map(|(place, rule)| {
        let conditions = rule.when.as_deref().unwrap_or_default();
        RowFilter::new(conditions, leads, offset).map_err(|error| error.inside(&format!("rules[{place}].when")))
    });
    let filters: Vec<RowFilter> = filters.collect::<Result<_>>()?;
    let kept = options.skip.as_ref().map(|name| leads.column(name)?.cast(ColumnType::String)).transpose()?;
    let mut owners = Owners::new(rules, options.loads.as_deref().unwrap_or_default())?;
    let mut turns: Vec<Turns> = rules.iter().map(|rule| Turns::new(rule, options.state.as_ref())).collect();
    let mut counts: Vec<RuleCount> =
        rules.iter().map(|rule| RuleCount { rule: rule.name.clone(), ..RuleCount::default() }).collect();
    let mut queues = Queues::new(rules, options.fallback.as_deref());
    let mut reasons = Reasons::new(rules, options.locale.unwrap_or_default());
    let mut places = Places::new(leads.num_rows())?;
    let (mut kept_leads, mut unassigned) = (0, 0);

    for row in order(leads, options.order.as_deref())? {
        if kept.as_ref().is_some_and(|owners| owners.text(row).is_some()) {
            kept_leads += 1;
            places.set(row, Place { owner: KEPT, ..Place::default() }, reasons.kept())?;
            continue;
        }
        reasons.begin();
        let mut found = None;
        for (at, (((rule, filter), turns), count)) in
            rules.iter().zip(&filters).zip(&mut turns).zip(&mut counts).enumerate()
        {
            if !filter.holds(row) {
                continue;
            }
            count.matched += 1;
            let rule_code = at as i32;
            if let Some(owner) = owners.choose(at, rule, turns) {
                found = Some((Place { owner: owner as i32, rule: rule_code, ..Place::default() }, reasons.owner(at)));
            } else if let Some(queue) = queues.put(rule.queue.as_deref()) {
                found = Some((Place { queue, rule: rule_code, ..Place::default() }, reasons.queue(at)));
            } else {
                count.overflowed += 1;
                reasons.full(at);
                continue;
            }
            count.assigned += 1;
            break;
        }
        let (place, reason) = match found {
            Some(found) => found,
            None => {
                let queue = queues.put(options.fallback.as_deref());
                unassigned += u32::from(queue.is_none());
                (Place { queue: queue.unwrap_or(-1), ..Place::default() }, reasons.none(queue.is_some()))
            }
        };
        places.set(row, place, reason)?;
    }

    let state_of = |(turns, rule): (Turns, &AssignmentRule)| turns.state(rule);
    let state = AssignmentState {
        version: AssignmentState::VERSION,
        rules: turns.into_iter().zip(rules).filter_map(state_of).collect(),
    };
    Ok(Assignment {
        leads: places.table(lead_id, &owners, &queues, rules, kept.as_ref())?,
        owners: owners.all,
        queues: queues.counts,
        rules: counts,
        kept: kept_leads,
        unassigned,
        state,
    })
}

/// The rows in the order in which they take their turn.
fn order(leads: &Table, column: Option<&str>) -> Result<Vec<usize>> {
    if i32::try_from(leads.num_rows()).is_err() {
        return Err(out_of_memory());
    }
    let Some(column) = column else { return try_collect(0..leads.num_rows()) };
    let column = leads.column(column)?;
    let values = match column.data() {
        ColumnData::Dates { values, .. } => Cow::Borrowed(values.as_slice()),
        _ => column.numbers()?,
    };
    let key = |&value: &f64| if value.is_nan() { i64::MAX } else { (-value).key() };
    try_collect(sorted_by_key(values.iter().map(key))?.into_iter().map(|(_, row)| row as usize))
}

/// The queues and what is in them.
struct Queues {
    counts: Vec<QueueCount>,
}

impl Queues {
    fn new(rules: &[AssignmentRule], fallback: Option<&str>) -> Queues {
        let mut counts: Vec<QueueCount> = Vec::new();
        for queue in rules.iter().filter_map(|rule| rule.queue.as_deref()).chain(fallback) {
            if !counts.iter().any(|known| known.queue == queue) {
                counts.push(QueueCount { queue: queue.to_owned(), leads: 0 });
            }
        }
        Queues { counts }
    }

    /// Puts a lead into a queue, if there is one, and says which place it has.
    fn put(&mut self, queue: Option<&str>) -> Option<i32> {
        let queue = queue?;
        let place = self.counts.iter().position(|known| known.queue == queue)?;
        self.counts.get_mut(place)?.leads += 1;
        Some(place as i32)
    }
}

/// The owner of a lead that keeps the one it has.
const KEPT: i32 = -2;

/// Where a lead goes, by the places of owner, queue and rule; -1 for none.
#[derive(Clone, Copy)]
struct Place {
    owner: i32,
    queue: i32,
    rule: i32,
}

impl Default for Place {
    fn default() -> Place {
        Place { owner: -1, queue: -1, rule: -1 }
    }
}

/// Where all leads go.
struct Places {
    places: Vec<Place>,
    /// The reason of each row, by its place among the distinct ones.
    reasons: Vec<i32>,
    texts: DictionaryBuilder,
}

impl Places {
    fn new(rows: usize) -> Result<Places> {
        Ok(Places {
            places: try_filled(rows, Place::default())?,
            reasons: try_filled(rows, -1)?,
            texts: DictionaryBuilder::default(),
        })
    }

    fn set(&mut self, row: usize, place: Place, reason: &str) -> Result<()> {
        let code = self.texts.intern(reason)?;
        if let (Some(at), Some(text)) = (self.places.get_mut(row), self.reasons.get_mut(row)) {
            (*at, *text) = (place, code);
        }
        Ok(())
    }

    fn table(
        self,
        lead_id: Option<&Column>,
        owners: &Owners,
        queues: &Queues,
        rules: &[AssignmentRule],
        kept: Option<&Column>,
    ) -> Result<Table> {
        let mut builder = TableBuilder::new(self.places.len());
        if let Some(column) = lead_id {
            builder.share(column)?;
        }
        let mut column = TextBuilder::with_capacity(self.places.len())?;
        for (row, place) in self.places.iter().enumerate() {
            column.push(match place.owner {
                KEPT => kept.and_then(|kept| kept.text(row)),
                owner => owners.all.get(owner as usize).map(|owner| owner.owner.as_str()),
            })?;
        }
        builder.add("owner", column.finish())?;
        let codes = |of: fn(&Place) -> i32| try_collect(self.places.iter().map(of));
        let queue_names = queues.counts.iter().map(|queue| queue.queue.as_str());
        builder.add("queue", ColumnData::coded(codes(|place| place.queue)?, queue_names)?)?;
        builder
            .add("rule", ColumnData::coded(codes(|place| place.rule)?, rules.iter().map(|rule| rule.name.as_str()))?)?;
        builder.add("reason", ColumnData::Text { codes: self.reasons, dictionary: self.texts.finish() })?;
        Ok(builder.finish())
    }
}
