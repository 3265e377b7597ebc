//! Scoring the rows of a table by a card.
//!
//! Rows are worked off in chunks: first each criterion reads its column, then each row adds up what its values add under the
//! pattern of criteria that are present in it (module `shares`).

use super::card::{Missing, Scorecard};
use super::check::check;
use super::measure::{INVALID, LISTED, MISSING, Place, Reader, Rule, UNLISTED};
use super::options::LeadOptions;
use super::shares::{Shares, Term, Weights, points};
use crate::error::{Error, ErrorKind, Result, quoted, try_filled, try_vec};
use crate::filter::RowFilter;
use crate::options::OnInvalid;
use crate::skipped::Skipped;
use crate::table::Table;
use crate::time::UtcOffset;

/// Rows that are worked off at a time: what they have then fits into the fastest cache.
pub(super) const CHUNK: usize = 256;

/// A card that has been checked, with the day that it counts from.
pub(super) struct Scorer<'a> {
    pub(super) card: &'a Scorecard,
    pub(super) rules: Vec<Rule<'a>>,
    /// The dimension of each criterion.
    pub(super) dimensions: Vec<usize>,
    weights: Weights,
    /// The places of the tiers, the one of the highest scores first.
    tiers: Vec<(f64, i32)>,
    pub(super) offset: UtcOffset,
}

/// What a criterion makes of a row: nothing if the value is missing.
pub(super) type Points = Option<f64>;

/// The scores of rows, column by column. NaN and negative codes are nulls.
pub(super) struct Scored {
    pub(super) scores: Vec<f64>,
    /// The tier of each row, as a place on the card.
    pub(super) tiers: Vec<i32>,
    /// By dimension.
    pub(super) dimensions: Vec<Vec<f64>>,
    /// The disqualifier of each row, as a place on the card.
    pub(super) disqualified: Vec<i32>,
    pub(super) completeness: Vec<f64>,
    /// For each criterion, how many rows have a value that the card does not list.
    pub(super) unlisted: Vec<u64>,
    pub(super) skipped: Skipped,
}

impl<'a> Scorer<'a> {
    pub(super) fn new(card: &'a Scorecard, options: &LeadOptions) -> Result<Scorer<'a>> {
        check(card)?;
        let offset = options.utc_offset.as_deref().map_or(Ok(UtcOffset::default()), UtcOffset::parse)?;
        let as_of =
            options.as_of.as_ref().map(|date| date.moment("asOf")).transpose()?.map(|moment| moment.day(offset));
        let criteria = card.dimensions.iter().flat_map(|dimension| &dimension.criteria);
        let mut tiers: Vec<(f64, i32)> = card.tiers.iter().map(|tier| tier.min).zip(0..).collect();
        // Few enough for the plainest way.
        for end in (1..tiers.len()).rev() {
            for at in 0..end {
                if let Some([(left, _), (right, _)]) = tiers.get(at..at + 2)
                    && left < right
                {
                    tiers.swap(at, at + 1);
                }
            }
        }
        let of = card.dimensions.iter().enumerate();
        Ok(Scorer {
            card,
            rules: criteria.map(|criterion| Rule::new(criterion, as_of, offset)).collect(),
            dimensions: of.flat_map(|(at, dimension)| dimension.criteria.iter().map(move |_| at)).collect(),
            weights: Weights::of(card),
            tiers,
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

    /// Which criteria count in a row where those are present whose bits are set.
    fn counting(&self, present: u64) -> u64 {
        match self.card.missing.unwrap_or_default() {
            Missing::Neutral => present,
            Missing::Zero => u64::MAX,
        }
    }

    /// How much each criterion counts in such a row.
    pub(super) fn shares(&self, present: u64) -> Shares {
        self.weights.shares(self.counting(present))
    }

    /// The tier of a score, as a place on the card.
    pub(super) fn tier(&self, score: f64) -> Option<i32> {
        self.tiers.iter().find(|&&(min, _)| score >= min).map(|&(_, place)| place)
    }

    /// What each criterion adds to the score of a lead of such points, in units; none when nothing is known that counts.
    pub(super) fn terms(&self, points: &[Points]) -> Option<Vec<i64>> {
        let present = points.iter().enumerate().filter(|(_, points)| points.is_some());
        let shares = self.shares(present.map(|(criterion, _)| 1 << criterion).sum());
        let term = |(criterion, points): (usize, &Points)| shares.term(criterion, points.unwrap_or(0.0)).score;
        shares.is_scored.then(|| points.iter().enumerate().map(term).collect())
    }

    /// Scores every row.
    pub(super) fn score(&self, table: &Table, on_invalid: OnInvalid) -> Result<Scored> {
        let rows = table.num_rows();
        let readers = self.readers(table)?;
        let mut scored = Scored {
            scores: try_vec(rows)?,
            tiers: try_vec(rows)?,
            dimensions: self.card.dimensions.iter().map(|_| try_vec(rows)).collect::<Result<_>>()?,
            disqualified: self.disqualified(table)?,
            completeness: try_vec(rows)?,
            unlisted: vec![0; readers.len()],
            skipped: Skipped::default(),
        };
        let mut patterns = Patterns::new(self)?;
        let mut chunk = Chunk::new(readers.len())?;
        for from in (0..rows).step_by(CHUNK) {
            let length = CHUNK.min(rows - from);
            chunk.read(&readers, from, length);
            for at in 0..length {
                match chunk.invalid(at).and_then(|criterion| readers.get(criterion)?.problem(from + at)) {
                    None => scored.add(&mut patterns, &chunk, at),
                    Some((column, problem)) if on_invalid == OnInvalid::Throw => {
                        return Err(problem.into_error(column.name(), from + at));
                    }
                    Some((column, problem)) => {
                        scored.skipped.add((from + at) as u64, || (column.name().to_owned(), problem.reason));
                        scored.leave_out(from + at);
                    }
                }
            }
        }
        Ok(scored)
    }

    /// For each row the first disqualifier that holds, or -1.
    pub(super) fn disqualified(&self, table: &Table) -> Result<Vec<i32>> {
        let mut first = try_filled(table.num_rows(), -1)?;
        for (place, disqualifier) in (0..).zip(self.card.disqualifiers.iter().flatten()) {
            let filter = RowFilter::new(std::slice::from_ref(&disqualifier.filter), table, self.offset)?;
            for (row, of_row) in first.iter_mut().enumerate() {
                if *of_row < 0 && filter.holds(row) {
                    *of_row = place;
                }
            }
        }
        Ok(first)
    }
}

/// What some rows have in each criterion.
struct Chunk {
    /// By criterion, then by row.
    places: Vec<Place>,
    computed: Vec<f64>,
    /// The criteria that are present in each row.
    present: [u64; CHUNK],
    any_invalid: bool,
}

impl Chunk {
    fn new(criteria: usize) -> Result<Chunk> {
        Ok(Chunk {
            places: try_filled(CHUNK * criteria, MISSING)?,
            computed: try_filled(CHUNK * criteria, 0.0)?,
            present: [0; CHUNK],
            any_invalid: false,
        })
    }

    fn read(&mut self, readers: &[Reader<'_>], from: usize, length: usize) {
        self.present.fill(0);
        self.any_invalid = false;
        let parts = self.places.chunks_exact_mut(CHUNK).zip(self.computed.chunks_exact_mut(CHUNK));
        for (criterion, (reader, (places, computed))) in readers.iter().zip(parts).enumerate() {
            let (Some(places), Some(computed)) = (places.get_mut(..length), computed.get_mut(..length)) else {
                continue;
            };
            reader.fill(from, places, computed);
            for (present, &place) in self.present.iter_mut().zip(&*places) {
                *present |= u64::from(place != MISSING) << criterion;
                self.any_invalid |= place == INVALID;
            }
        }
    }

    /// The first criterion for which a row has a value that cannot be used.
    fn invalid(&self, at: usize) -> Option<usize> {
        if self.any_invalid { self.row(at).position(|(place, _)| place == INVALID) } else { None }
    }

    fn row(&self, at: usize) -> impl Iterator<Item = (Place, f64)> {
        let places = self.places.iter().skip(at).step_by(CHUNK);
        places.zip(self.computed.iter().skip(at).step_by(CHUNK)).map(|(&place, &points)| (place, points))
    }
}

/// A pattern of criteria that are present, with what each value adds under it.
struct Pattern {
    present: u64,
    shares: Shares,
    /// The terms of the listed values of all criteria, one criterion after the other.
    terms: Vec<Term>,
}

/// The patterns that were last met.
struct Patterns<'a> {
    scorer: &'a Scorer<'a>,
    steps: Vec<Step>,
    /// Each pattern has one place where it can be.
    kept: Vec<Option<Pattern>>,
    /// The sum of each dimension, for the row at hand.
    sums: Vec<i64>,
}

/// How a criterion is added up.
struct Step {
    dimension: usize,
    /// Where its terms begin.
    first: usize,
    is_computed: bool,
}

/// More than most tables have, and few enough to be no burden.
const KEPT: usize = 1024;

impl<'a> Patterns<'a> {
    fn new(scorer: &'a Scorer<'a>) -> Result<Patterns<'a>> {
        let mut first = 0;
        let step = |(rule, &dimension): (&Rule<'_>, &usize)| {
            let step = Step { dimension, first, is_computed: rule.is_computed() };
            first += rule.points.len();
            step
        };
        let steps = scorer.rules.iter().zip(&scorer.dimensions).map(step).collect();
        let mut kept = try_vec(KEPT)?;
        kept.resize_with(KEPT, || None);
        Ok(Patterns { scorer, steps, kept, sums: vec![0; scorer.card.dimensions.len()] })
    }

    /// The pattern, made if it is not at its place.
    #[inline]
    fn find<'k>(kept: &'k mut [Option<Pattern>], scorer: &Scorer<'_>, present: u64) -> Option<&'k Pattern> {
        let place = present.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - KEPT.trailing_zeros());
        let pattern = kept.get_mut(place as usize)?;
        if pattern.as_ref().is_none_or(|pattern| pattern.present != present) {
            *pattern = Some(Pattern::new(scorer, present));
        }
        pattern.as_ref()
    }
}

impl Pattern {
    fn new(scorer: &Scorer<'_>, present: u64) -> Pattern {
        let shares = scorer.shares(present);
        let of_rule = |(criterion, rule): (usize, &Rule<'_>)| {
            rule.points.iter().map(|&points| shares.term(criterion, points)).collect::<Vec<_>>()
        };
        Pattern { present, terms: scorer.rules.iter().enumerate().flat_map(of_rule).collect(), shares }
    }
}

impl Scored {
    #[inline]
    fn add(&mut self, patterns: &mut Patterns<'_>, chunk: &Chunk, at: usize) {
        let Patterns { scorer, steps, kept, sums } = patterns;
        let present = chunk.present.get(at).copied().unwrap_or(0);
        let Some(pattern) = Patterns::find(kept, scorer, present) else { return };
        let mut total = 0;
        sums.fill(0);
        for (criterion, ((place, points), step)) in chunk.row(at).zip(steps.iter()).enumerate() {
            let term = match step.is_computed {
                true if place == LISTED => pattern.shares.term(criterion, points),
                true => Term::default(),
                false => pattern.terms.get(step.first + place as usize).copied().unwrap_or_default(),
            };
            total += term.score;
            if let Some(sum) = sums.get_mut(step.dimension) {
                *sum += term.dimension;
            }
            if place == UNLISTED
                && let Some(count) = self.unlisted.get_mut(criterion)
            {
                *count += 1;
            }
        }
        let is_scored = pattern.shares.is_scored;
        let score = if is_scored { points(total) } else { f64::NAN };
        self.scores.push(score);
        self.tiers.push(scorer.tier(score).unwrap_or(-1));
        self.completeness.push(f64::from(present.count_ones()) / steps.len() as f64);
        for (dimension, (&is_known, &sum)) in self.dimensions.iter_mut().zip(pattern.shares.known.iter().zip(&*sums)) {
            dimension.push(if is_known { points(sum) } else { f64::NAN });
        }
    }

    /// A row that has a value which cannot be used is null in every column.
    fn leave_out(&mut self, row: usize) {
        self.scores.push(f64::NAN);
        self.tiers.push(-1);
        self.completeness.push(f64::NAN);
        self.dimensions.iter_mut().for_each(|dimension| dimension.push(f64::NAN));
        if let Some(disqualified) = self.disqualified.get_mut(row) {
            *disqualified = -1;
        }
    }
}
