//! How far the values of a column have drifted: the population stability index.
//!
//! PSI = Σ (a - e) ln(a / e) over bins, with e the share of the values before and a that after (Lewis (1994), "An Introduction to
//! Credit Scoring"; Siddiqi (2006), "Credit Risk Scorecards"). It is Jeffreys' divergence, symmetric and 0 when nothing moved. By
//! custom, below 0.1 nothing has happened, up to 0.25 there is something to look at, above the population is another one.

use super::numbers::Numbers;
use super::values::{Distinct, distinct_values, most_frequent};
use crate::error::{Result, try_filled};
use crate::number;
use crate::table::{Column, ColumnData, ColumnType, Dictionary, DictionaryBuilder};
use serde::Serialize;

/// Stands for a share of nothing, whose logarithm there is none of.
const EPSILON: f64 = 1e-4;
/// With so few different numbers, or texts, each is a bin of its own.
const FEW_NUMBERS: usize = 10;
const FEW_TEXTS: usize = 50;
/// How many new and lost categories are listed.
const LISTED: usize = 20;
/// The values that have no bin of their own.
const OTHER: &str = "(other)";

/// How many values lie in a bin before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// The value, the interval `(10, 20]`, or `(other)`.
    pub label: String,
    /// How many before.
    pub before: u64,
    /// How many after.
    pub after: u64,
}

/// Values that only one of two snapshots has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Categories {
    /// How many there are.
    pub count: u64,
    /// Those that most rows have, at most twenty; equally frequent ones in the order of first appearance.
    pub values: Vec<Category>,
}

/// A value and how many rows have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Category {
    /// The value.
    pub value: String,
    /// How many rows have it.
    pub rows: u64,
}

/// What became of the values of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Drift {
    pub(super) index: Option<f64>,
    pub(super) bins: Vec<Bin>,
    pub(super) new: Option<Categories>,
    pub(super) lost: Option<Categories>,
}

/// Compares the values of two columns of one type. Nothing is said of dates, which move on by themselves.
pub(super) fn drift(before: &Column, after: &Column) -> Result<Drift> {
    match before.column_type() {
        ColumnType::Date => Ok(Drift::default()),
        ColumnType::Number => {
            let of = |column: &Column| -> Result<Numbers> {
                Ok(Numbers::of(column, &distinct_values(column)?).unwrap_or_default())
            };
            let bins = number_bins(&of(before)?, &of(after)?);
            Ok(Drift { index: stability_index(&bins), bins, ..Drift::default() })
        }
        ColumnType::Boolean | ColumnType::String => texts(&*before.group_names()?, &*after.group_names()?),
    }
}

/// The index over bins; none when one of the two has no values.
pub(super) fn stability_index(bins: &[Bin]) -> Option<f64> {
    let total = |count: fn(&Bin) -> u64| bins.iter().map(count).sum::<u64>() as f64;
    let (before, after) = (total(|bin| bin.before), total(|bin| bin.after));
    if before == 0.0 || after == 0.0 {
        return None;
    }
    let share = |count: u64, total: f64| if count == 0 { EPSILON } else { count as f64 / total };
    let of = |bin: &Bin| {
        let (expected, actual) = (share(bin.before, before), share(bin.after, after));
        (actual - expected) * libm::log(actual / expected)
    };
    Some(bins.iter().filter(|bin| bin.before + bin.after > 0).map(of).sum())
}

/// Bins at the deciles of the numbers before, each with its upper end; or one for each number, where they are few.
fn number_bins(before: &Numbers, after: &Numbers) -> Vec<Bin> {
    let few = before.distinct() <= FEW_NUMBERS;
    let mut cuts: Vec<f64> = if few { before.values().map(|(value, _)| value).collect() } else { Vec::new() };
    if !few {
        cuts.extend((1..10).filter_map(|k| before.quantile(k, 10)));
        cuts.dedup();
    }
    let place = |value: f64| {
        let place = cuts.partition_point(|&cut| cut < value);
        if few && cuts.get(place) != Some(&value) { cuts.len() } else { place }
    };
    let mut bins: Vec<Bin> =
        (0..=cuts.len()).map(|place| Bin { label: label(&cuts, place, few), before: 0, after: 0 }).collect();
    for (numbers, is_before) in [(before, true), (after, false)] {
        for (value, count) in numbers.values() {
            if let Some(bin) = bins.get_mut(place(value)) {
                *(if is_before { &mut bin.before } else { &mut bin.after }) += u64::from(count);
            }
        }
    }
    bins.retain(|bin| !few || bin.before + bin.after > 0);
    bins
}

fn label(cuts: &[f64], place: usize, few: bool) -> String {
    let cut = |place: usize| cuts.get(place).map(|&cut| number::text(cut));
    match (place.checked_sub(1).and_then(cut), cut(place)) {
        (_, Some(value)) if few => value,
        (None, Some(end)) => format!("≤ {end}"),
        (Some(begin), Some(end)) => format!("({begin}, {end}]"),
        (Some(begin), None) if !few => format!("> {begin}"),
        _ => OTHER.to_owned(),
    }
}

/// A category, and how often and where first it occurs in each.
struct Counted {
    before: Distinct,
    after: Distinct,
}

fn texts(before: &Column, after: &Column) -> Result<Drift> {
    let (Some(known), Some(_)) = (dictionary(before), dictionary(after)) else { return Ok(Drift::default()) };
    let mut all = DictionaryBuilder::from_dictionary(known.clone())?;
    let none = Distinct { first: -1, count: 0 };
    let mut counts: Vec<Counted> = Vec::new();
    for (column, is_before) in [(before, true), (after, false)] {
        for value in distinct_values(column)? {
            let text = column.text(value.row()).unwrap_or_default();
            if text.trim().is_empty() {
                continue;
            }
            let code = all.intern(text)? as usize;
            while counts.len() <= code {
                counts.try_reserve(1)?;
                counts.push(Counted { before: none, after: none });
            }
            if let Some(counted) = counts.get_mut(code) {
                *(if is_before { &mut counted.before } else { &mut counted.after }) = value;
            }
        }
    }
    let values: u64 = counts.iter().map(|counted| u64::from(counted.before.count)).sum();
    let distinct = counts.iter().filter(|counted| counted.before.count > 0).count();
    // Texts that hardly ever come twice, such as names, are no categories.
    if distinct > FEW_TEXTS && distinct as u64 * 2 > values {
        return Ok(Drift::default());
    }
    let only = |here: fn(&Counted) -> Distinct, there: fn(&Counted) -> Distinct, column: &Column| {
        let found =
            || counts.iter().filter(move |counted| here(counted).count > 0 && there(counted).count == 0).map(here);
        let category = |value: Distinct| Category {
            value: column.text(value.row()).unwrap_or_default().to_owned(),
            rows: value.count.into(),
        };
        Categories {
            count: found().count() as u64,
            values: most_frequent(&mut found(), LISTED).into_iter().map(category).collect(),
        }
    };
    let bins = text_bins(&counts, all.dictionary())?;
    Ok(Drift {
        index: stability_index(&bins),
        bins,
        new: Some(only(|counted| counted.after, |counted| counted.before, after)),
        lost: Some(only(|counted| counted.before, |counted| counted.after, before)),
    })
}

/// A bin for each text; where there are many, for those that were most frequent before, and one for all others.
fn text_bins(counts: &[Counted], dictionary: &Dictionary) -> Result<Vec<Bin>> {
    let used = counts.iter().filter(|counted| counted.before.count + counted.after.count > 0).count();
    let mut own = try_filled(counts.len(), used <= FEW_TEXTS)?;
    if used > FEW_TEXTS {
        let mut codes = (0..).zip(counts).map(|(code, counted)| Distinct { first: code, count: counted.before.count });
        for value in most_frequent(&mut codes, FEW_TEXTS) {
            if let Some(own) = own.get_mut(value.row()) {
                *own = value.count > 0;
            }
        }
    }
    let (mut bins, mut other) = (Vec::new(), Bin { label: OTHER.to_owned(), before: 0, after: 0 });
    for ((counted, own), text) in counts.iter().zip(own).zip(dictionary.iter()) {
        let (before, after) = (counted.before.count.into(), counted.after.count.into());
        match own {
            true if before + after > 0 => bins.push(Bin { label: text.to_owned(), before, after }),
            _ => (other.before, other.after) = (other.before + before, other.after + after),
        }
    }
    if other.before + other.after > 0 {
        bins.push(other);
    }
    Ok(bins)
}

pub(super) fn dictionary(column: &Column) -> Option<&Dictionary> {
    match column.data() {
        ColumnData::Text { dictionary, .. } => Some(dictionary),
        _ => None,
    }
}
