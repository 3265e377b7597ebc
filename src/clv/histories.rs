//! Summaries as the models read them: the distinct histories, and how many customers have each.
//!
//! Customers with the same frequency, recency and T, and the same covariates if the model has any, are the same to it, and in a
//! table of a million there are often only some thousands that differ. All that depends on a history is computed once for each
//! distinct one.

use super::covariates::{self, Effect};
use crate::error::{Error, ErrorKind, Result, out_of_memory, try_collect, try_filled, try_vec};
use crate::stats::order::sorted_by_key;
use crate::table::{Column, Problem, Table};
use std::borrow::Cow;

/// What a model needs to know of a customer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct History {
    pub(super) frequency: f64,
    pub(super) recency: f64,
    pub(super) t: f64,
}

/// A history, and how many customers have it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pattern {
    pub(super) history: History,
    pub(super) weight: f64,
    /// Those with the same covariates have the same number.
    pub(super) group: u32,
}

/// The distinct histories of a table, sorted by group and within it by frequency.
#[derive(Clone, Debug, Default)]
pub(super) struct Histories {
    pub(super) patterns: Vec<Pattern>,
    /// The pattern of each row; of a row of weight 0 none.
    places: Vec<i32>,
    /// The sum of the weights.
    pub(super) customers: f64,
    /// The covariates of each group, one group after the other.
    pub(super) covariates: Vec<f64>,
}

/// What the numbers of a summary have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Time {
    Continuous,
    /// T counts opportunities to buy, and recency is the number of the last one that was taken.
    Discrete,
}

const HELP: &str = "Summaries as summarizePurchases makes them have frequency (repeat purchases), recency and T, both from the first purchase on.";

/// Numbers beyond this are taken for mistakes.
const LARGEST: f64 = 1e9;

impl Histories {
    /// Reads the columns `frequency`, `recency` and `T`, those of covariates, and for a fit `weight`, if there is such a column.
    pub(super) fn read(table: &Table, time: Time, weighted: bool, effects: &[Effect]) -> Result<Histories> {
        let columns = [table.column("frequency")?, table.column("recency")?, table.column("T")?];
        let [frequency, recency, t] = [columns[0].numbers()?, columns[1].numbers()?, columns[2].numbers()?];
        let weights = Weights::of(table, weighted)?;
        let at = |values: &Cow<'_, [f64]>, row: usize| values.get(row).copied().unwrap_or(f64::NAN);
        let history = |row| History { frequency: at(&frequency, row), recency: at(&recency, row), t: at(&t, row) };
        let rows = table.num_rows();
        for row in 0..rows {
            if let Some((place, why)) = history(row).problem(time) {
                let column = columns.get(place).copied().unwrap_or(columns[0]);
                return Err(why.error(column, row));
            }
            weights.check(row)?;
        }
        let read = covariates::read(table, effects)?;
        let used = |row: usize| weights.get(row) > 0.0;
        // Each covariate divides the groups further.
        let mut groups = Distinct::default();
        let group = |groups: &Distinct, row: usize| groups.places.get(row).map_or(0.0, |&group| f64::from(group));
        for own in &read {
            groups = distinct(rows, &|row| [group(&groups, row), at(own, row), 0.0, 0.0], &used)?;
        }
        let key = |row: usize| {
            let History { frequency, recency, t } = history(row);
            [frequency, recency, t, group(&groups, row)]
        };
        let Distinct { mut tuples, mut places } = distinct(rows, &key, &used)?;
        if !read.is_empty() {
            let order = sorted_by_key(tuples.iter().map(|&[.., group]| group as i64))?;
            let mut moved = try_filled(tuples.len(), 0_i32)?;
            for (new, &(_, old)) in order.iter().enumerate() {
                if let Some(entry) = moved.get_mut(old as usize) {
                    *entry = new as i32;
                }
            }
            let tuple = |&(_, old): &(i64, i32)| tuples.get(old as usize).copied().unwrap_or_default();
            tuples = try_collect(order.iter().map(tuple))?;
            for place in &mut places {
                *place = usize::try_from(*place).ok().and_then(|old| moved.get(old).copied()).unwrap_or(-1);
            }
        }
        let mut covariates = try_filled(groups.tuples.len() * read.len(), 0.0)?;
        for (row, &group) in groups.places.iter().enumerate().filter(|(_, group)| **group >= 0) {
            let own = covariates.iter_mut().skip(group as usize * read.len()).zip(&read);
            own.for_each(|(entry, own)| *entry = at(own, row));
        }
        let pattern = |&[frequency, recency, t, group]: &[f64; 4]| Pattern {
            history: History { frequency, recency, t },
            weight: 0.0,
            group: group as u32,
        };
        let mut patterns: Vec<Pattern> = try_collect(tuples.iter().map(pattern))?;
        let mut customers = 0.0;
        for (row, &place) in places.iter().enumerate() {
            if let Some(pattern) = usize::try_from(place).ok().and_then(|place| patterns.get_mut(place)) {
                pattern.weight += weights.get(row);
                customers += weights.get(row);
            }
        }
        Ok(Histories { patterns, places, customers, covariates })
    }

    /// The histories of which there is one customer at least.
    pub(super) fn for_fit(table: &Table, time: Time, effects: &[Effect]) -> Result<Histories> {
        let histories = Histories::read(table, time, true, effects)?;
        match histories.customers > 0.0 {
            true => Ok(histories),
            false => Err(nobody()),
        }
    }

    /// For each row the value that its pattern has.
    pub(super) fn by_row(&self, values: &[f64]) -> Result<Vec<f64>> {
        let value = |&place: &i32| usize::try_from(place).ok().and_then(|place| values.get(place)).copied();
        try_collect(self.places.iter().map(|place| value(place).unwrap_or(f64::NAN)))
    }

    /// The first row with covariates of this group.
    pub(super) fn first_row(&self, group: &[Pattern]) -> usize {
        let number = group.first().map(|pattern| pattern.group);
        let of = |place: &i32| self.patterns.get(*place as usize).map(|pattern| pattern.group);
        self.places.iter().position(|place| of(place) == number).unwrap_or_default()
    }
}

/// The error when there is nobody to fit a model to.
pub(super) fn nobody() -> Error {
    Error::new(ErrorKind::EmptyInput, "there are no customers").with_help("Give a summary with one customer at least.")
}

/// How many customers a row stands for.
pub(super) struct Weights<'a> {
    column: Option<(&'a Column, Cow<'a, [f64]>)>,
}

impl<'a> Weights<'a> {
    /// The column `weight`, if there is one and it is asked for.
    pub(super) fn of(table: &'a Table, weighted: bool) -> Result<Weights<'a>> {
        let column = table.find("weight").filter(|_| weighted);
        Ok(Weights { column: column.map(|column| Ok::<_, Error>((column, column.numbers()?))).transpose()? })
    }

    pub(super) fn get(&self, row: usize) -> f64 {
        self.column.as_ref().map_or(1.0, |(_, weights)| weights.get(row).copied().unwrap_or(f64::NAN))
    }

    pub(super) fn check(&self, row: usize) -> Result<()> {
        match &self.column {
            Some((column, _)) if !(0.0..=1e15).contains(&self.get(row)) => {
                let why =
                    Why::Says("a weight is the number of customers that a row stands for, from 0 to 1e15".to_owned());
                Err(why.error(column, row))
            }
            _ => Ok(()),
        }
    }
}

/// Why a cell cannot be used.
pub(super) enum Why {
    /// It is no finite number.
    NoNumber,
    /// For this reason.
    Says(String),
}

impl Why {
    pub(super) fn error(self, column: &Column, row: usize) -> Error {
        let problem = match self {
            Why::NoNumber => column.number_problem(row),
            Why::Says(reason) => Problem::new(ErrorKind::BadNumber, reason),
        };
        problem.into_error(column.name(), row).with_help(HELP)
    }
}

impl History {
    /// Which of the three numbers cannot be used, and why.
    fn problem(&self, time: Time) -> Option<(usize, Why)> {
        let History { frequency, recency, t } = *self;
        let says = |text: &str| Why::Says(text.to_owned());
        for (place, value) in [frequency, recency, t].into_iter().enumerate() {
            if !value.is_finite() {
                return Some((place, Why::NoNumber));
            }
            if !(0.0..=LARGEST).contains(&value) {
                return Some((place, says("the number is negative or beyond 1e9")));
            }
            if value != libm::trunc(value) && (place == 0 || time == Time::Discrete) {
                return Some((place, says("the number counts something, and is not whole")));
            }
        }
        match () {
            () if recency > t => {
                Some((1, says("the recency is greater than T, so the last purchase is after the end")))
            }
            () if frequency == 0.0 && recency > 0.0 => {
                Some((1, says("the recency is not 0 although there was no repeat purchase")))
            }
            () if time == Time::Discrete && frequency > recency => {
                Some((0, says("there are more purchases than opportunities up to the last of them")))
            }
            () => None,
        }
    }
}

/// The distinct tuples of numbers, sorted by the first of these, and for each row the place of its tuple in that order; -1 for
/// rows that are not used.
#[derive(Default)]
pub(super) struct Distinct {
    pub(super) tuples: Vec<[f64; 4]>,
    pub(super) places: Vec<i32>,
}

/// Finds the distinct tuples. Their order depends on them alone and not on the rows, but for the few, if any, of one hash.
pub(super) fn distinct(
    rows: usize,
    tuple: &dyn Fn(usize) -> [f64; 4],
    used: &dyn Fn(usize) -> bool,
) -> Result<Distinct> {
    if i32::try_from(rows).is_err() {
        return Err(out_of_memory());
    }
    // + 0.0 turns -0 into 0.
    let tuple = |row: usize| tuple(row).map(|value| value + 0.0);
    let key = |row: usize| if used(row) { key(tuple(row).map(f64::to_bits)) } else { i64::MAX };
    let mut order = sorted_by_key((0..rows).map(key))?;
    order.truncate(order.partition_point(|&(key, _)| key < i64::MAX));
    let mut tuples = try_vec(0)?;
    let mut places = try_filled(rows, -1)?;
    for same_key in order.chunk_by(|(a, _), (b, _)| a == b) {
        tuples.try_reserve(1)?;
        tuples.extend(same_key.first().map(|&(_, row)| tuple(row as usize)));
        for &(_, row) in same_key {
            if let Some(place) = places.get_mut(row as usize) {
                *place = tuples.len() as i32 - 1;
            }
        }
    }
    drop(order);
    // Hardly ever, different tuples have the same key. Rows are read in their order, which is what memory is fast at.
    let hashed = tuples.len();
    for (row, place) in places.iter_mut().enumerate().filter(|(_, place)| **place >= 0) {
        let own = tuple(row);
        if tuples.get(*place as usize) == Some(&own) {
            continue;
        }
        let known = tuples.iter().skip(hashed).position(|known| *known == own);
        *place = known.map_or(tuples.len(), |known| hashed + known) as i32;
        if known.is_none() {
            tuples.try_reserve(1)?;
            tuples.push(own);
        }
    }
    Ok(Distinct { tuples, places })
}

/// The first number, and below it a hash of all.
fn key(bits: [u64; 4]) -> i64 {
    const HASH_BITS: u32 = 43;
    let mut hash = 0_u64;
    for part in bits {
        hash = (hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 32;
    }
    let first = f64::from_bits(bits[0]) as i64;
    first.min((1 << 20) - 1) << HASH_BITS | (hash >> (64 - HASH_BITS)) as i64
}
