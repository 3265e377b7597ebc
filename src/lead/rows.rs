//! Scoring the rows of a table by a card, many at a time.
//!
//! Rows are worked off in chunks. First each criterion reads its column. Then each row gets the pattern of criteria that are present
//! in it, which decides how much each counts; the terms of a pattern's listed values are there once it has been met. Then each
//! criterion adds its terms to the sums of all rows of the chunk.

use super::measure::{INVALID, LISTED, MISSING, Place, Reader, UNLISTED};
use super::score::Scorer;
use super::shares::{Share, Term, points};
use crate::error::{Result, try_filled, try_vec};
use crate::options::OnInvalid;
use crate::skipped::Skipped;
use crate::table::Table;

/// Rows that are worked off at a time: what they have then fits into the fastest cache.
pub(super) const CHUNK: usize = 256;

/// Patterns that are kept at a time: more than most tables have. When they no longer fit, all are forgotten.
const PATTERNS: usize = 1024;

/// The scores of rows, column by column. NaN and negative codes are nulls; a row that was left out has only these.
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

/// Scores every row.
pub(super) fn score(scorer: &Scorer<'_>, table: &Table, on_invalid: OnInvalid) -> Result<Scored> {
    let rows = table.num_rows();
    let readers = scorer.readers(table)?;
    let mut scored = Scored {
        scores: try_vec(rows)?,
        tiers: try_vec(rows)?,
        dimensions: scorer.card.dimensions.iter().map(|_| try_vec(rows)).collect::<Result<_>>()?,
        disqualified: scorer.disqualified(table)?,
        completeness: try_vec(rows)?,
        unlisted: vec![0; readers.len()],
        skipped: Skipped::default(),
    };
    let mut patterns = Patterns::new(scorer)?;
    let mut chunk = Chunk::new(scorer)?;
    for from in (0..rows).step_by(CHUNK) {
        chunk.read(&readers, from, CHUNK.min(rows - from));
        if chunk.any_invalid {
            for at in 0..chunk.length {
                let Some(criterion) = chunk.invalid(at) else { continue };
                let Some((column, problem)) = readers.get(criterion).and_then(|reader| reader.problem(from + at))
                else {
                    continue;
                };
                if on_invalid == OnInvalid::Throw {
                    return Err(problem.into_error(column.name(), from + at));
                }
                scored.skipped.add((from + at) as u64, || (column.name().to_owned(), problem.reason));
                chunk.leave_out(at);
            }
        }
        chunk.add_up(&mut patterns);
        scored.take(scorer, &chunk, &patterns, from);
    }
    Ok(scored)
}

/// Some rows: what they have in each criterion, and the sums of their terms.
struct Chunk {
    length: usize,
    /// By criterion, then by row.
    places: Vec<Place>,
    computed: Vec<f64>,
    /// The criteria that are present in each row.
    present: [u64; CHUNK],
    any_invalid: bool,
    left_out: [bool; CHUNK],
    /// The pattern of each row.
    pattern: [usize; CHUNK],
    scores: [i64; CHUNK],
    /// By dimension, then by row.
    dimensions: Vec<i64>,
}

impl Chunk {
    fn new(scorer: &Scorer<'_>) -> Result<Chunk> {
        let criteria = scorer.rules.len();
        Ok(Chunk {
            length: 0,
            places: try_filled(CHUNK * criteria, MISSING)?,
            computed: try_filled(CHUNK * criteria, 0.0)?,
            present: [0; CHUNK],
            any_invalid: false,
            left_out: [false; CHUNK],
            pattern: [0; CHUNK],
            scores: [0; CHUNK],
            dimensions: try_filled(CHUNK * scorer.card.dimensions.len(), 0)?,
        })
    }

    fn read(&mut self, readers: &[Reader<'_>], from: usize, length: usize) {
        self.length = length;
        self.present.fill(0);
        self.left_out.fill(false);
        self.any_invalid = false;
        let parts = self.places.chunks_exact_mut(CHUNK).zip(self.computed.chunks_exact_mut(CHUNK));
        for (criterion, (reader, (places, computed))) in readers.iter().zip(parts).enumerate() {
            let (Some(places), Some(computed)) = (places.get_mut(..length), computed.get_mut(..length)) else {
                continue;
            };
            reader.fill(from, places, computed);
            for (present, &place) in self.present.iter_mut().zip(&*places) {
                *present |= u64::from(place != MISSING) << criterion;
            }
            self.any_invalid |= places.contains(&INVALID);
        }
    }

    /// The first criterion for which a row has a value that cannot be used.
    fn invalid(&self, at: usize) -> Option<usize> {
        self.places.iter().skip(at).step_by(CHUNK).position(|&place| place == INVALID)
    }

    /// Makes a row one of which nothing counts.
    fn leave_out(&mut self, at: usize) {
        self.places.iter_mut().skip(at).step_by(CHUNK).for_each(|place| *place = MISSING);
        if let (Some(present), Some(left_out)) = (self.present.get_mut(at), self.left_out.get_mut(at)) {
            *present = 0;
            *left_out = true;
        }
    }

    fn add_up(&mut self, patterns: &mut Patterns<'_>) {
        patterns.make_room();
        let rows = self.present.iter().zip(&self.left_out).take(self.length);
        for (pattern, (&present, &left_out)) in self.pattern.iter_mut().zip(rows) {
            *pattern = if left_out { LEFT_OUT } else { patterns.find(present) };
        }
        self.scores.fill(0);
        self.dimensions.fill(0);
        let Patterns { steps, values, shares, terms, .. } = patterns;
        let parts = self.places.chunks_exact(CHUNK).zip(self.computed.chunks_exact(CHUNK));
        for (criterion, (step, (places, computed))) in steps.iter().zip(parts).enumerate() {
            let sums = self.dimensions.chunks_exact_mut(CHUNK).nth(step.dimension).unwrap_or_default();
            let sums = self.scores.iter_mut().zip(sums).zip(&self.pattern).take(self.length);
            let add = |(score, dimension): (&mut i64, &mut i64), term: Term| {
                *score += term.score;
                *dimension += term.dimension;
            };
            if step.is_computed {
                for ((sums, &pattern), (&place, &points)) in sums.zip(places.iter().zip(computed)) {
                    if place == LISTED {
                        let share = shares.get(pattern * steps.len() + criterion).copied().unwrap_or_default();
                        add(sums, Term::of(share, points));
                    }
                }
            } else {
                for ((sums, &pattern), &place) in sums.zip(places) {
                    add(sums, terms.get(pattern * *values + step.first + place as usize).copied().unwrap_or_default());
                }
            }
        }
    }
}

/// The patterns of present criteria that have been met.
struct Patterns<'a> {
    scorer: &'a Scorer<'a>,
    steps: Vec<Step>,
    /// How many values all criteria list.
    values: usize,
    met: Vec<Pattern>,
    /// Where each pattern is, by hash; in use up to half.
    index: Vec<u16>,
    /// By pattern, then by criterion.
    shares: Vec<Share>,
    /// By pattern, then by listed value.
    terms: Vec<Term>,
}

struct Pattern {
    present: u64,
    /// The dimensions of which something is known, as bits.
    known: u64,
    is_scored: bool,
    completeness: f64,
}

/// That of rows that were left out.
const NOTHING: Pattern = Pattern { present: 0, known: 0, is_scored: false, completeness: f64::NAN };

/// How a criterion is added up.
struct Step {
    dimension: usize,
    /// Where its values begin.
    first: usize,
    is_computed: bool,
}

const FREE: u16 = u16::MAX;

/// Where the pattern of rows that were left out is.
const LEFT_OUT: usize = 0;

impl<'a> Patterns<'a> {
    fn new(scorer: &'a Scorer<'a>) -> Result<Patterns<'a>> {
        let mut values = 0;
        let mut steps = Vec::new();
        for (rule, &dimension) in scorer.rules.iter().zip(&scorer.dimensions) {
            steps.push(Step { dimension, first: values, is_computed: rule.is_computed() });
            values += rule.points.len();
        }
        let index = try_filled(2 * PATTERNS, FREE)?;
        let mut patterns =
            Patterns { scorer, steps, values, met: Vec::new(), index, shares: Vec::new(), terms: Vec::new() };
        patterns.forget();
        Ok(patterns)
    }

    fn forget(&mut self) {
        self.index.fill(FREE);
        self.met.clear();
        self.met.push(NOTHING);
        self.shares.clear();
        self.shares.resize(self.steps.len(), [0, 0]);
        self.terms.clear();
        self.terms.resize(self.values, Term::default());
    }

    /// Sees to it that the patterns of a chunk fit.
    fn make_room(&mut self) {
        if self.met.len() + CHUNK > PATTERNS {
            self.forget();
        }
    }

    /// The place of a pattern, which is made if it is new.
    #[inline]
    fn find(&mut self, present: u64) -> usize {
        let bits = self.index.len().trailing_zeros();
        let mut slot = (present.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - bits)) as usize;
        while let Some(&place) = self.index.get(slot) {
            if place == FREE {
                return self.make(present, slot);
            }
            if self.met.get(place as usize).is_some_and(|pattern| pattern.present == present) {
                return place as usize;
            }
            slot = (slot + 1) & (self.index.len() - 1);
        }
        0
    }

    #[inline(never)]
    fn make(&mut self, present: u64, slot: usize) -> usize {
        let place = self.met.len();
        if let Some(entry) = self.index.get_mut(slot) {
            *entry = place as u16;
        }
        let shares = self.scorer.shares(present);
        for (criterion, rule) in self.scorer.rules.iter().enumerate() {
            self.terms.extend(rule.points.iter().map(|&points| shares.term(criterion, points)));
        }
        self.shares.extend_from_slice(&shares.criteria);
        let completeness = f64::from(present.count_ones()) / self.steps.len() as f64;
        self.met.push(Pattern { present, known: shares.known, is_scored: shares.is_scored, completeness });
        place
    }
}

impl Scored {
    /// Takes over what a chunk has added up to.
    fn take(&mut self, scorer: &Scorer<'_>, chunk: &Chunk, patterns: &Patterns<'_>, from: usize) {
        let rows =
            || chunk.pattern.iter().take(chunk.length).map(|&pattern| patterns.met.get(pattern).unwrap_or(&NOTHING));
        let first = self.scores.len();
        let value = |is_known: bool, sum: i64| if is_known { points(sum) } else { f64::NAN };
        self.scores.extend(rows().zip(&chunk.scores).map(|(pattern, &score)| value(pattern.is_scored, score)));
        let scores = self.scores.get(first..).unwrap_or_default();
        self.tiers.extend(scores.iter().map(|&score| scorer.tier(score)));
        self.completeness.extend(rows().map(|pattern| pattern.completeness));
        for (at, (dimension, sums)) in self.dimensions.iter_mut().zip(chunk.dimensions.chunks_exact(CHUNK)).enumerate()
        {
            dimension.extend(rows().zip(sums).map(|(pattern, &sum)| value(pattern.known >> at & 1 == 1, sum)));
        }
        for (unlisted, places) in self.unlisted.iter_mut().zip(chunk.places.chunks_exact(CHUNK)) {
            *unlisted += places.iter().take(chunk.length).filter(|&&place| place == UNLISTED).count() as u64;
        }
        if chunk.any_invalid {
            for (disqualified, left_out) in self.disqualified.iter_mut().skip(from).zip(chunk.left_out) {
                *disqualified = if left_out { -1 } else { *disqualified };
            }
        }
    }
}
