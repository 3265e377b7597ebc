//! A card made ready: what scoring many rows (module `rows`) and explaining one (module `explain`) have in common.

use super::card::{Missing, Scorecard};
use super::measure::{Reader, Rule};
use super::options::LeadOptions;
use super::shares::{Shares, Weights};
use crate::error::{Error, ErrorKind, Result, quoted, try_filled};
use crate::filter::RowFilter;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::table::Table;
use crate::time::UtcOffset;

/// A card that has been checked, with the day that it counts from.
pub(super) struct Scorer<'a> {
    pub(super) card: &'a Scorecard,
    pub(super) rules: Vec<Rule<'a>>,
    /// The dimension of each criterion.
    pub(super) dimensions: Vec<usize>,
    weights: Weights,
    /// Where tiers begin, in increasing order, and which is below the first, from it on, from the second on ...
    edges: Vec<f64>,
    tiers: Vec<i32>,
    pub(super) offset: UtcOffset,
}

/// What a criterion makes of a row: nothing if the value is missing.
pub(super) type Points = Option<f64>;

impl<'a> Scorer<'a> {
    pub(super) fn new(card: &'a Scorecard, options: &LeadOptions) -> Result<Scorer<'a>> {
        let offset = options.utc_offset.as_deref().map_or(Ok(UtcOffset::default()), UtcOffset::parse)?;
        let as_of =
            options.as_of.as_ref().map(|date| date.moment("asOf")).transpose()?.map(|moment| moment.day(offset));
        let criteria = card.dimensions.iter().flat_map(|dimension| &dimension.criteria);
        let tiers = sorted_by_key(card.tiers.iter().map(|tier| tier.min.key()))?;
        let least = |&(_, place): &(i64, i32)| card.tiers.get(place as usize).map_or(f64::INFINITY, |tier| tier.min);
        let of = card.dimensions.iter().enumerate();
        Ok(Scorer {
            card,
            rules: criteria.map(|criterion| Rule::new(criterion, as_of, offset)).collect(),
            dimensions: of.flat_map(|(at, dimension)| dimension.criteria.iter().map(move |_| at)).collect(),
            weights: Weights::of(card),
            edges: tiers.iter().map(least).collect(),
            tiers: std::iter::once(-1).chain(tiers.iter().map(|&(_, place)| place)).collect(),
            offset,
        })
    }

    /// The columns of a table, each read by its criterion.
    pub(super) fn readers<'r>(&'r self, table: &'r Table) -> Result<Vec<Reader<'r>>> {
        let mut readers = Vec::new();
        for rule in &self.rules {
            let column = match table.find(&rule.criterion.column) {
                None if rule.criterion.optional == Some(true) => None,
                None => Some(table.column(&rule.criterion.column)?),
                found => found,
            };
            readers.push(rule.read(column)?);
        }
        if table.num_rows() > 0 && readers.iter().all(|reader| reader.column().is_none()) {
            let names: Vec<String> = self.rules.iter().map(|rule| quoted(&rule.criterion.column)).collect();
            return Err(Error::new(
                ErrorKind::MissingColumn,
                "the table has none of the columns that the card looks at",
            )
            .with_column(self.rules.first().map_or("", |rule| &rule.criterion.column))
            .with_help(format!("Rename columns of the table, or those on the card: {}.", names.join(", "))));
        }
        Ok(readers)
    }

    /// How much each criterion counts in a row where those are present whose bits are set.
    pub(super) fn shares(&self, present: u64) -> Shares {
        self.weights.shares(match self.card.missing.unwrap_or_default() {
            Missing::Neutral => present,
            Missing::Zero => u64::MAX,
        })
    }

    /// The tier of a score, as a place on the card; -1 when there is none.
    #[inline]
    pub(super) fn tier(&self, score: f64) -> i32 {
        let mut above = 0;
        for &edge in &self.edges {
            above += usize::from(score >= edge);
        }
        self.tiers.get(above).copied().unwrap_or(-1)
    }

    /// What each criterion adds to the score of a lead of such points, in units; none when nothing is known that counts.
    pub(super) fn terms(&self, points: &[Points]) -> Option<Vec<i64>> {
        let present = points.iter().enumerate().filter(|(_, points)| points.is_some());
        let shares = self.shares(present.map(|(criterion, _)| 1 << criterion).sum());
        let term = |(criterion, points): (usize, &Points)| shares.term(criterion, points.unwrap_or(0.0)).score;
        shares.is_scored.then(|| points.iter().enumerate().map(term).collect())
    }

    /// For each row the first disqualifier that holds, or -1.
    pub(super) fn disqualified(&self, table: &Table) -> Result<Vec<i32>> {
        let mut first = try_filled(table.num_rows(), -1)?;
        for (place, disqualifier) in (0..).zip(self.card.disqualifiers.iter().flatten()) {
            let filter = RowFilter::new(std::slice::from_ref(&disqualifier.filter), table, self.offset)?;
            for (of_row, holds) in first.iter_mut().zip(filter.iter()) {
                *of_row = if holds && *of_row < 0 { place } else { *of_row };
            }
        }
        Ok(first)
    }
}
