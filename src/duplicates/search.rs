//! The search: records, blocks, a sample to learn from, then every candidate pair weighed.

use super::blocking::Blocks;
use super::cluster::{Edge, clusters};
use super::compare::mixed;
use super::estimate::{Sample, estimate};
use super::model::{Model, log2};
use super::options::DuplicateOptions;
use super::pattern::{EXACT, Patterns};
use super::records::Records;
use super::result::{Duplicates, Found};
use super::{DEFAULT_MAX_PAIRS, Progress};
use crate::error::{Error, Result, quoted, try_vec};
use crate::table::Table;

/// Pairs that the model is learned from.
const SAMPLED_PAIRS: u64 = 200_000;
/// More fields are more than the bits that say which agree.
const MOST_FIELDS: usize = 64;
/// Clusters of more records than this are not completed.
const LARGEST_COMPLETED: usize = 1_000;
/// Pairs between two calls of `progress`.
const PAIRS_A_CALL: u64 = 1 << 16;

pub(super) fn search(tables: &[&Table], options: &DuplicateOptions, progress: Progress<'_>) -> Result<Duplicates> {
    let (threshold, most) = check(options)?;
    let key = match (&options.key, tables.first()) {
        (Some(key), Some(table)) => Some(table.column(key)?.clone()),
        _ => None,
    };
    let records = Records::new(&options.fields, tables)?;
    let blocks = Blocks::new(&records, options)?;
    let pairs = blocks.pairs();
    // Learning and weighing go through the pairs once each.
    let total = 2 * pairs.max(1);
    progress(0, total)?;
    let model = learn(&records, &blocks, pairs, &mut |done| progress(done, total))?;
    let mut scorer = Scorer::new(&records, &model, threshold)?;
    let mut found = Found::new(most);
    let (mut done, mut candidates) = (0_u64, 0_u64);
    for record in 0..records.len() as u32 {
        let pairs = records.pairs_between(record, record);
        if pairs > 0 {
            candidates += pairs;
            if let Some(weight) = scorer.weight_at_threshold(record, record)? {
                found.add(&records, Edge { a: record, b: record, weight })?;
            }
        }
    }
    blocks.each(&mut |a, b| {
        done += 1;
        if done.is_multiple_of(PAIRS_A_CALL) {
            progress(pairs + done.min(pairs), total)?;
        }
        let pairs = records.pairs_between(a, b);
        if pairs == 0 {
            return Ok(());
        }
        candidates += pairs;
        match scorer.weight_at_threshold(a, b)? {
            Some(weight) => found.add(&records, Edge { a, b, weight }),
            None => Ok(()),
        }
    })?;
    let groups = match records.is_linkage {
        true => Vec::new(),
        false => {
            let between: Vec<Edge> = found.edges(&records)?.iter().copied().filter(|edge| edge.a != edge.b).collect();
            clusters(records.len(), &between, scorer.threshold, &mut |a, b| scorer.weight(a, b))?
        }
    };
    candidates += complete(&blocks, &mut scorer, &groups, &mut found)?;
    let edges = found.finish(&records)?;
    progress(total, total)?;
    drop(scorer);
    let locale = options.locale.unwrap_or_default();
    Duplicates::new(records, model, edges, groups, key, locale, found.dropped, candidates, blocks.skipped, most)
}

/// Pairs within clusters that no rule of blocking had are weighed as well. How many pairs of rows they are.
fn complete(blocks: &Blocks, scorer: &mut Scorer<'_>, groups: &[Vec<u32>], found: &mut Found) -> Result<u64> {
    let records = scorer.patterns.records;
    let mut compared = 0;
    for group in groups.iter().filter(|group| group.len() <= LARGEST_COMPLETED) {
        for (at, &one) in group.iter().enumerate() {
            for &other in group.get(at + 1..).unwrap_or_default() {
                let (a, b) = (one.min(other), one.max(other));
                if blocks.have(a, b) {
                    continue;
                }
                compared += records.pairs_between(a, b);
                let weight = scorer.weight(a, b);
                if weight >= scorer.threshold {
                    found.add(records, Edge { a, b, weight })?;
                }
            }
        }
    }
    Ok(compared)
}

/// The options that are not about one column.
fn check(options: &DuplicateOptions) -> Result<(f64, usize)> {
    if options.fields.is_empty() {
        return Err(Error::invalid_option("fields: there is no column to compare")
            .with_help("Say what each column is: { surname: \"surname\", mail: \"email\" }."));
    }
    if options.fields.len() > MOST_FIELDS {
        return Err(Error::invalid_option(format!(
            "fields: {} columns, at most {MOST_FIELDS} can be compared",
            options.fields.len()
        ))
        .with_help("Leave out the columns that say least about who somebody is."));
    }
    for (at, field) in options.fields.iter().enumerate() {
        if options.fields.iter().take(at).any(|before| before.column == field.column) {
            return Err(Error::invalid_option(format!("fields: {} is there twice", quoted(&field.column)))
                .with_column(&field.column)
                .with_help("Name each column once."));
        }
    }
    let threshold = options.threshold.unwrap_or(0.5);
    if !(threshold > 0.0 && threshold < 1.0) {
        return Err(Error::invalid_option("threshold is not a probability between 0 and 1, without both")
            .with_help("0.5 finds what is more likely a duplicate than not; 0.95 what is quite certain."));
    }
    let most = options.max_pairs.unwrap_or(DEFAULT_MAX_PAIRS as f64);
    if !(most >= 1.0 && most.is_finite() && most == most.trunc()) {
        return Err(Error::invalid_option("maxPairs is not a whole number from 1 on")
            .with_help("Give the number of pairs that the result holds at most."));
    }
    Ok((log2(threshold / (1.0 - threshold)), most.min(f64::from(u32::MAX >> 1)) as usize))
}

fn learn(records: &Records, blocks: &Blocks, pairs: u64, progress: &mut dyn FnMut(u64) -> Result<()>) -> Result<Model> {
    let mut patterns = Patterns::new(records)?;
    let mut sample = Sample::new(records.fields.len());
    let each = (pairs / SAMPLED_PAIRS).max(1);
    for record in 0..records.len() as u32 {
        let rows = match (records.is_linkage, records.sides(record)) {
            (true, (left, right)) => left.min(right),
            (false, (rows, _)) => rows.saturating_sub(1),
        };
        if rows > 0 {
            sample.add(&mut patterns, record, record, rows as f64)?;
        }
    }
    let mut done = 0;
    blocks.each(&mut |a, b| {
        done += 1;
        if u64::is_multiple_of(done, PAIRS_A_CALL) {
            progress(done.min(pairs))?;
        }
        if mixed(u64::from(a) << 32 | u64::from(b)).is_multiple_of(each) && records.pairs_between(a, b) > 0 {
            sample.add(&mut patterns, a, b, each as f64)?;
        }
        Ok(())
    })?;
    estimate(&mut patterns, &sample)
}

/// Weighs pairs, and gives up early those that cannot reach the threshold.
pub(super) struct Scorer<'a> {
    patterns: Patterns<'a>,
    model: &'a Model,
    pub(super) threshold: f64,
    levels: Vec<u8>,
    /// The most that a field can add whose values are not the same.
    most: Vec<f64>,
}

impl<'a> Scorer<'a> {
    pub(super) fn new(records: &'a Records, model: &'a Model, threshold: f64) -> Result<Scorer<'a>> {
        let mut most = try_vec(model.fields.len())?;
        most.extend(model.fields.iter().map(|field| field.most(2)));
        Ok(Scorer { patterns: Patterns::new(records)?, model, threshold, levels: Vec::new(), most })
    }

    /// The levels of two records, of the last pair that was weighed.
    pub(super) fn levels(&self) -> &[u8] {
        &self.levels
    }

    /// The match weight of two records.
    pub(super) fn weight(&mut self, a: u32, b: u32) -> f64 {
        let records = self.patterns.records;
        let (of_a, of_b) = (records.codes(a), records.codes(b));
        self.levels.clear();
        for field in 0..of_a.len() {
            let level = self.patterns.level(field, of_a, of_b);
            self.levels.push(level);
        }
        self.model.weight(records, &self.levels, of_a)
    }

    /// The same, if it is at or above the threshold.
    fn weight_at_threshold(&mut self, a: u32, b: u32) -> Result<Option<f64>> {
        /// A level that has still to be found out.
        const OPEN: u8 = u8::MAX - 1;
        let records = self.patterns.records;
        let (of_a, of_b) = (records.codes(a), records.codes(b));
        self.levels.clear();
        let mut most = self.model.prior;
        let fields = self.model.fields.iter().zip(&self.most);
        for (at, ((field, &open), (&a, &b))) in fields.zip(of_a.iter().zip(of_b)).enumerate() {
            let level = self.patterns.quick(at, a, b);
            self.levels.push(level.unwrap_or(OPEN));
            most += match level {
                Some(EXACT) => field.term(EXACT, a, 0, 0).weight,
                Some(level) => field.term(level, a, self.patterns.group(at, a), 0).weight,
                None => open,
            };
        }
        for (at, field) in self.model.fields.iter().enumerate() {
            if most < self.threshold {
                return Ok(None);
            }
            let (Some(own), Some(&open)) = (self.levels.get_mut(at), self.most.get(at)) else { continue };
            if *own == OPEN {
                *own = self.patterns.level(at, of_a, of_b);
                most += field.term(*own, 0, 0, 0).weight - open;
            }
        }
        if most < self.threshold {
            return Ok(None);
        }
        let weight = self.model.weight(records, &self.levels, of_a);
        Ok((weight >= self.threshold).then_some(weight))
    }
}
