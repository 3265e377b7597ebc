//! The result of scoring leads: a table with a row for each, and summaries.

use super::card::{Scorecard, Tier};
use super::check::check;
use super::options::LeadOptions;
use super::rows::{self, Scored};
use super::score::Scorer;
use super::shares::units;
use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::medians;
use crate::stats::sum::ExactSum;
use crate::table::{ColumnData, KeyIndex, Table, TableBuilder, fixed_dictionary};
use serde::Serialize;

/// Scored leads. They keep what is needed to explain each of them.
#[derive(Clone, Debug)]
pub struct LeadScores {
    pub(super) card: Scorecard,
    pub(super) options: LeadOptions,
    /// The columns that the card looks at.
    pub(super) input: Table,
    /// One row for each row of the input, in its order: the columns to keep, `score` (null when nothing is known that counts),
    /// `tier`, `rank` (1 is the highest score; equal scores in the order of the rows), a column for each dimension,
    /// `disqualified` (the reason, or null) and `completeness` (the share of criteria that are present). A row that was left
    /// out is null in all of these.
    pub leads: Table,
    /// The tiers in the order of the card.
    pub tiers: Vec<TierSummary>,
    /// How many leads have no score, because nothing is known that counts.
    pub unscored: u64,
    /// The values that the card does not list; they score 0.
    pub unmatched: Vec<Unmatched>,
    /// The leads of each group, for each column of `group_by`.
    pub groups: Vec<LeadGroup>,
    /// The rows that were left out.
    pub skipped: Skipped,
}

/// The leads of a tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TierSummary {
    /// The name.
    pub tier: String,
    /// What people see.
    pub label: String,
    /// How many leads.
    pub leads: u64,
    /// Their share of all leads that were not left out; none when there are none.
    pub share: Option<f64>,
}

/// Leads with a value that the card does not list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// The dimension of the criterion.
    pub dimension: String,
    /// The column.
    pub column: String,
    /// The value. None stands for all numbers and dates outside the bands, and for all texts beyond the 1,000 most frequent.
    pub value: Option<String>,
    /// How many leads.
    pub leads: u64,
}

/// The leads that have one value in a column.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LeadGroup {
    /// The column.
    pub by: String,
    /// The value; none for the leads that have none.
    pub value: Option<String>,
    /// How many leads.
    pub leads: u64,
    /// How many of them have a score.
    pub scored: u64,
    /// The mean of their scores.
    pub mean_score: Option<f64>,
    /// The median of their scores.
    pub median_score: Option<f64>,
    /// How many are of each tier, in the order of the card.
    pub tiers: Vec<TierCount>,
    /// How many are disqualified.
    pub disqualified: u64,
    /// The mean of their completeness.
    pub mean_completeness: Option<f64>,
}

/// How many leads are of a tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierCount {
    /// The name of the tier.
    pub tier: String,
    /// How many leads.
    pub leads: u64,
}

pub(super) fn score(table: &Table, card: &Scorecard, options: &LeadOptions) -> Result<LeadScores> {
    check(card)?;
    let scorer = Scorer::new(card, options)?;
    let scored = rows::score(&scorer, table, options.on_invalid.unwrap_or_default())?;
    let counted = table.num_rows() as u64 - scored.skipped.count;
    let codes = Counts::of(&scored.tiers, card.tiers.len());
    let summary = |(tier, &leads): (&Tier, &u64)| TierSummary {
        tier: tier.name.clone(),
        label: tier.label.clone().unwrap_or_else(|| tier.name.clone()),
        leads,
        share: (counted > 0).then(|| leads as f64 / counted as f64),
    };
    let tiers = card.tiers.iter().zip(&codes.0).map(summary).collect();
    let with_score = scored.scores.iter().filter(|score| !score.is_nan()).count() as u64;
    let groups = options.group_by.iter().flatten().map(|by| groups(table, by, card, &scored));
    Ok(LeadScores {
        unmatched: unmatched(&scorer, &scored, table)?,
        groups: groups.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect(),
        tiers,
        unscored: counted - with_score,
        input: input(table, card)?,
        skipped: scored.skipped.clone(),
        leads: leads(table, card, options, scored)?,
        card: card.clone(),
        options: options.clone(),
    })
}

/// The columns that the card looks at.
fn input(table: &Table, card: &Scorecard) -> Result<Table> {
    let criteria = card.dimensions.iter().flat_map(|dimension| &dimension.criteria).map(|criterion| &criterion.column);
    let names = criteria.chain(card.disqualifiers.iter().flatten().map(|disqualifier| &disqualifier.filter.column));
    let mut seen: Vec<&String> = Vec::new();
    let mut input = TableBuilder::new(table.num_rows());
    for name in names {
        if let (false, Some(column)) = (seen.contains(&name), table.find(name)) {
            input.share(column)?;
            seen.push(name);
        }
    }
    Ok(input.finish())
}

fn leads(table: &Table, card: &Scorecard, options: &LeadOptions, scored: Scored) -> Result<Table> {
    let mut leads = TableBuilder::new(table.num_rows());
    for name in options.keep.iter().flatten() {
        leads.share(table.column(name)?)?;
    }
    let ranks = ranks(&scored.scores)?;
    leads.add("score", ColumnData::Floats(scored.scores))?;
    let names = fixed_dictionary(card.tiers.iter().map(|tier| tier.name.as_str()))?;
    leads.add("tier", ColumnData::Text { codes: scored.tiers, dictionary: names })?;
    leads.add("rank", ranks)?;
    for (dimension, scores) in card.dimensions.iter().zip(scored.dimensions) {
        leads.add(&dimension.name, ColumnData::Floats(scores))?;
    }
    let reasons = card.disqualifiers.iter().flatten().map(|disqualifier| disqualifier.reason.as_str());
    leads.add("disqualified", ColumnData::coded(scored.disqualified, reasons.collect::<Vec<_>>().into_iter())?)?;
    leads.add("completeness", ColumnData::Floats(scored.completeness))?;
    Ok(leads.finish())
}

/// The place of each row when those with the highest scores come first.
fn ranks(scores: &[f64]) -> Result<ColumnData> {
    const UNSCORED: i64 = i64::MAX;
    let order = sorted_by_key(scores.iter().map(|&score| if score.is_nan() { UNSCORED } else { -units(score) }))?;
    let scored = order.partition_point(|&(key, _)| key < UNSCORED);
    let mut ranks = try_filled(scores.len(), 0)?;
    for (&(_, row), rank) in order.iter().take(scored).zip(1..) {
        if let Some(place) = ranks.get_mut(row as usize) {
            *place = rank;
        }
    }
    match scored == scores.len() {
        true => Ok(ColumnData::Integers(ranks)),
        false => {
            let rank = |&rank: &i32| if rank == 0 { f64::NAN } else { f64::from(rank) };
            try_collect(ranks.iter().map(rank)).map(ColumnData::Floats)
        }
    }
}

fn unmatched(scorer: &Scorer<'_>, scored: &Scored, table: &Table) -> Result<Vec<Unmatched>> {
    const LISTED: usize = 1000;
    if scored.unlisted.iter().all(|&count| count == 0) {
        return Ok(Vec::new());
    }
    let readers = scorer.readers(table)?;
    let mut all = Vec::new();
    for (((rule, reader), &count), &dimension) in
        scorer.rules.iter().zip(&readers).zip(&scored.unlisted).zip(&scorer.dimensions)
    {
        if count == 0 || !rule.reports_unlisted() {
            continue;
        }
        let mut add = |value: Option<String>, leads: u64| {
            let dimension = scorer.card.dimensions.get(dimension).map_or_else(String::new, |own| own.name.clone());
            all.push(Unmatched { dimension, column: rule.criterion.column.clone(), value, leads });
        };
        let values = reader.unlisted(&scored.completeness).unwrap_or_default();
        let order = sorted_by_key(values.iter().map(|(_, leads)| -(*leads as i64)))?;
        for &(_, place) in order.iter().take(LISTED) {
            if let Some((value, leads)) = values.get(place as usize) {
                add(Some(value.clone()), *leads);
            }
        }
        let others = order.iter().skip(LISTED).map(|&(negative, _)| negative.unsigned_abs()).sum();
        let others = if values.is_empty() { count } else { others };
        if others > 0 {
            add(None, others);
        }
    }
    Ok(all)
}

/// How many rows have each code.
struct Counts(Vec<u64>);

impl Counts {
    fn of(codes: &[i32], count: usize) -> Counts {
        let mut counts = vec![0; count];
        for &code in codes {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        Counts(counts)
    }
}

fn groups(table: &Table, by: &str, card: &Scorecard, scored: &Scored) -> Result<Vec<LeadGroup>> {
    let column = table.column(by)?;
    let column = column.group_names()?;
    let mut keys = KeyIndex::default();
    let own = keys.groups(&column)?;
    let mut order = keys.order()?;
    // The leads without a value come last.
    let none = keys.len();
    let place = |row: usize| usize::try_from(own.get(row)).unwrap_or(none);
    let rows = table.num_rows();
    let mut of = try_vec(rows)?;
    let mut groups = vec![GroupSums { tiers: vec![0; card.tiers.len()], ..GroupSums::default() }; none + 1];
    let mut scores = try_vec(rows)?;
    for row in 0..rows {
        let value = |values: &[f64]| values.get(row).copied().unwrap_or(f64::NAN);
        let (score, completeness) = (value(&scored.scores), value(&scored.completeness));
        let Some(group) = groups.get_mut(place(row)).filter(|_| !completeness.is_nan()) else { continue };
        group.leads += 1;
        group.completeness.add(completeness);
        group.disqualified += u64::from(scored.disqualified.get(row).is_some_and(|&code| code >= 0));
        if !score.is_nan() {
            group.scored += 1;
            group.score.add(score);
            scores.push(score);
            of.push(place(row) as i32);
        }
        if let Some(count) = scored.tiers.get(row).and_then(|&tier| group.tiers.get_mut(tier as usize)) {
            *count += 1;
        }
    }
    let medians = medians(&scores, &of, none + 1)?;
    let names = crate::table::Column::new(by, keys.identifiers(order.clone())?);
    order.push(none as i32);
    let group = |(at, &group): (usize, &i32)| {
        let sums = groups.get(group as usize).filter(|sums| sums.leads > 0)?;
        let mean = |sum: &ExactSum, count: u64| (count > 0).then(|| sum.value() / count as f64);
        Some(LeadGroup {
            by: by.to_owned(),
            value: names.display(at),
            leads: sums.leads,
            scored: sums.scored,
            mean_score: mean(&sums.score, sums.scored),
            median_score: medians.get(group as usize).copied().flatten(),
            tiers: card
                .tiers
                .iter()
                .zip(&sums.tiers)
                .map(|(tier, &leads)| TierCount { tier: tier.name.clone(), leads })
                .collect(),
            disqualified: sums.disqualified,
            mean_completeness: mean(&sums.completeness, sums.leads),
        })
    };
    Ok(order.iter().enumerate().filter_map(group).collect())
}

#[derive(Clone, Default)]
struct GroupSums {
    leads: u64,
    scored: u64,
    score: ExactSum,
    completeness: ExactSum,
    disqualified: u64,
    tiers: Vec<u64>,
}
