//! What m, u and the share of matches are, estimated from the table without a label.
//!
//! u of a level is its share among pairs of records drawn at random (with a fixed seed; of exact agreement it is counted, not
//! sampled), less what the matches among them account for. m and the share of matches come from expectation and
//! maximisation (Dempster, Laird and Rubin 1977; Winkler 1988 for linkage) over pairs that blocking found, each weighed as in the
//! result, by the frequency of its values. Estimates are drawn towards the defaults of the kind by some pairs' worth of them,
//! so that a table of ten rows has a model too.

use super::model::{FieldModel, Model, log2};
use super::options::FieldKind;
use super::pattern::{EXACT, Patterns, WRITTEN};
use super::records::Records;
use super::relations::{Common, RELATIONS};
use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::stats::order::sorted_by_key;
use crate::stats::random::Random;

/// Pairs drawn at random to find u.
const RANDOM_PAIRS: usize = 150_000;
/// So many matches the defaults of m count for.
const DEFAULT_MATCHES: f64 = 20.0;
/// So many pairs that agree on one field the default of u of another counts for.
const DEFAULT_AGREEING: f64 = 10.0;
/// Related pairs that are taken to be there as long as nothing is known, and how many of them that counts for.
const RELATED_A_RECORD: [f64; RELATIONS] = [0.5, 0.05];
const DEFAULT_RELATED: f64 = 5.0;
const MOST_ITERATIONS: u64 = 40;
/// Records that tell how fields depend on each other.
const DEPENDENCE_RECORDS: usize = 100_000;

/// A sample of the pairs that are compared, with their levels.
#[derive(Debug, Default)]
pub(super) struct Sample {
    width: usize,
    firsts: Vec<u32>,
    levels: Vec<u8>,
    /// How many pairs each stands for, and whether it is one of two records that are the same.
    counts: Vec<f64>,
    identical: Vec<bool>,
}

impl Sample {
    pub(super) fn new(width: usize) -> Sample {
        Sample { width, ..Sample::default() }
    }

    /// Adds a pair.
    pub(super) fn add(&mut self, patterns: &mut Patterns<'_>, a: u32, b: u32, count: f64) -> Result<()> {
        let (of_a, of_b) = (patterns.records.codes(a), patterns.records.codes(b));
        self.levels.try_reserve(self.width)?;
        for field in 0..self.width {
            self.levels.push(patterns.level(field, of_a, of_b));
        }
        self.firsts.try_reserve(1)?;
        self.firsts.push(a);
        self.counts.try_reserve(1)?;
        self.counts.push(count);
        self.identical.try_reserve(1)?;
        self.identical.push(a == b);
        Ok(())
    }

    fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.firsts.iter().copied().zip(self.levels.chunks(self.width.max(1)))
    }
}

/// What is counted once.
struct Counted {
    /// Of each field: pairs in which both have a value, of which it is the same, of which it is written otherwise.
    exact: Vec<[f64; 3]>,
    /// Of each field and level: pairs drawn at random.
    random: Vec<Vec<f64>>,
    /// How many pairs of both fields agree, of those that may follow from each other: child, parent, pairs.
    both: Vec<(usize, usize, f64)>,
    /// Pairs that can match; in a linkage those across the tables. And all pairs of records, which the rest is counted among.
    pairs: f64,
    union: f64,
}

pub(super) fn estimate(patterns: &mut Patterns<'_>, sample: &Sample) -> Result<Model> {
    let records = patterns.records;
    let counted = count(patterns)?;
    let mut fields = try_vec(records.fields.len())?;
    for field in 0..records.fields.len() {
        fields.push(FieldModel::new(records, field)?);
    }
    let mut model = Model { fields, ..Model::default() };
    let mut estimate = Estimate::new(records, &model);
    estimate.matches = 0.1 * records.len() as f64;
    estimate.distinct_matches = estimate.matches;
    estimate.related = RELATED_A_RECORD.map(|related| related * records.len() as f64);
    for iteration in 0..MOST_ITERATIONS {
        let before = (model.share, estimate.matches);
        set(records, &counted, &estimate, &mut model, iteration > 1)?;
        estimate = expectation(records, sample, &model);
        model.iterations = iteration + 1;
        if iteration > 3 && (estimate.matches - before.1).abs() <= 1e-4 * estimate.matches {
            break;
        }
    }
    set(records, &counted, &estimate, &mut model, true)?;
    Ok(model)
}

/// What the matches are like, as far as is known.
#[derive(Clone, Debug, Default)]
struct Estimate {
    matches: f64,
    /// Without those of rows that are the same throughout.
    distinct_matches: f64,
    /// Pairs of each relation that are no matches.
    related: [f64; RELATIONS],
    /// Of each field, related pairs that have the same value without sharing it.
    related_same: Vec<f64>,
    /// Of each field, matches of each level.
    levels: Vec<Vec<f64>>,
    /// Of each two fields, matches and related pairs of distinct records that agree on both; on the diagonal, on the one.
    both: Vec<f64>,
}

impl Estimate {
    fn new(records: &Records, model: &Model) -> Estimate {
        let width = records.fields.len();
        let levels = model.fields.iter().map(|field| vec![0.0; field.m.len()]).collect();
        Estimate { levels, related_same: vec![0.0; width], both: vec![0.0; width * width], ..Estimate::default() }
    }
}

fn expectation(records: &Records, sample: &Sample, model: &Model) -> Estimate {
    let mut estimate = Estimate::new(records, model);
    let width = records.fields.len();
    let flags = sample.counts.iter().zip(&sample.identical);
    for ((first, levels), (&count, &identical)) in sample.iter().zip(flags) {
        let parts = model.parts(records, levels, records.codes(first));
        // A random pair is the unit.
        let matching = libm::exp2((model.prior + parts.alone).clamp(-100.0, 100.0));
        let odds = if identical { [0.0; RELATIONS] } else { model.related_odds(parts) };
        let all = matching + odds.iter().sum::<f64>() + 1.0;
        let (matching, related) = (matching / all * count, odds.map(|odds| odds / all * count));
        for (relation, (sum, related)) in estimate.related.iter_mut().zip(related).enumerate() {
            *sum += related;
            if related > 1e-6 {
                for ((same, &level), field) in estimate.related_same.iter_mut().zip(levels).zip(&records.fields) {
                    let shares = field.common.get(relation) == Some(&Common::Value);
                    *same += if level == EXACT && !shares { related } else { 0.0 };
                }
            }
        }
        let related: f64 = related.iter().sum();
        if matching > 1e-6 {
            estimate.matches += matching;
            for (own, &level) in estimate.levels.iter_mut().zip(levels) {
                if let Some(sum) = own.get_mut(usize::from(level)) {
                    *sum += matching;
                }
            }
        }
        if identical || matching + related < 1e-6 {
            continue;
        }
        estimate.distinct_matches += matching;
        for (at, _) in levels.iter().enumerate().filter(|(_, level)| **level <= WRITTEN) {
            let row = estimate.both.get_mut(at * width..(at + 1) * width).unwrap_or_default();
            for (sum, _) in row.iter_mut().zip(levels).filter(|(_, level)| **level <= WRITTEN) {
                *sum += matching + related;
            }
        }
    }
    estimate
}

/// The model that follows from what the matches are like.
fn set(records: &Records, counted: &Counted, estimate: &Estimate, model: &mut Model, dependent: bool) -> Result<()> {
    let count = records.len() as f64;
    let pairs = counted.pairs.max(1.0);
    let identical = estimate.matches - estimate.distinct_matches;
    // As long as nothing is known, one in five records is taken to have a duplicate: one pair's worth of it.
    let share = (estimate.matches + 1.0) / (pairs + identical + 10.0 * count.max(1.0));
    model.share = share.min(0.5);
    model.prior = log2(model.share / (1.0 - model.share));
    for (relation, (share, found)) in model.related.iter_mut().zip(estimate.related).enumerate() {
        let applies = records.fields.iter().any(|field| field.common.get(relation) == Some(&Common::Value));
        let a_record = RELATED_A_RECORD.get(relation).copied().unwrap_or(1.0);
        let default_pairs = DEFAULT_RELATED * pairs / (a_record * count.max(1.0));
        *share = if applies { (found + DEFAULT_RELATED) / (pairs + default_pairs) } else { 0.0 };
    }
    for (at, own) in model.fields.iter_mut().enumerate() {
        let Some(field) = records.fields.get(at) else { continue };
        let levels = field.kind.properties().levels;
        let matches = estimate.levels.get(at).map_or(&[][..], |levels| levels);
        let known: f64 = matches.iter().sum();
        for ((m, level), &found) in own.m.iter_mut().zip(levels).zip(matches) {
            *m = (found + DEFAULT_MATCHES * level.m) / (known + DEFAULT_MATCHES);
        }
        limit(&mut own.m, field.kind);
        let both_present = f64::from(field.present) / count.max(1.0);
        let related = estimate.related_same.get(at).copied().unwrap_or_default();
        let sharing = estimate.related.iter().zip(field.common).filter(|(_, common)| *common == Common::Value);
        let sharing: f64 = sharing.map(|(related, _)| related).sum();
        let matches = (estimate.distinct_matches + sharing) * both_present * both_present;
        let [present, exact, written] = counted.exact.get(at).copied().unwrap_or_default();
        let drawn = counted.random.get(at).map_or(&[][..], |drawn| drawn);
        let all_drawn: f64 = drawn.iter().sum();
        let mut rest = 1.0_f64;
        let last = levels.len() - 1;
        for (place, ((u, m), level)) in own.u.iter_mut().zip(&own.m).zip(levels).enumerate() {
            let (found, of) = match place {
                0 => (exact, present),
                1 => (written, present),
                _ => (drawn.get(place).copied().unwrap_or_default(), all_drawn),
            };
            let of_related = if place == 0 { related / counted.union } else { 0.0 };
            let by_matches = (matches / counted.union * m + of_related) * of;
            *u = ((found - by_matches).max(0.0) + 1.0) / (of.max(by_matches) + 1.0 / level.u);
            if place == last {
                *u = rest.max(0.01);
            }
            rest -= *u;
        }
        own.set_weights()?;
    }
    if dependent {
        set_dependence(records, counted, estimate, model);
    }
    Ok(())
}

/// What is more than the limit of a level goes to those that have none.
fn limit(m: &mut [f64], kind: FieldKind) {
    let levels = kind.properties().levels;
    let (mut limited, mut free) = (0.0, 0.0);
    for (m, level) in m.iter_mut().zip(levels) {
        let most = kind.most(level);
        *m = m.min(most);
        *(if most < 1.0 { &mut limited } else { &mut free }) += *m;
    }
    for (m, _) in m.iter_mut().zip(levels).filter(|(_, level)| kind.most(level) >= 1.0) {
        *m *= (1.0 - limited) / free;
    }
}

/// How often two fields agree on the same pairs that do not match.
fn set_dependence(records: &Records, counted: &Counted, estimate: &Estimate, model: &mut Model) {
    let width = records.fields.len();
    let matches = |a: usize, b: usize| estimate.both.get(a * width + b).copied().unwrap_or_default();
    for own in &mut model.fields {
        own.parents.clear();
    }
    for &(child, parent, both) in &counted.both {
        let [_, exact, written] = counted.exact.get(parent).copied().unwrap_or_default();
        let agreeing = (exact + written - matches(parent, parent)).max(0.0);
        let both = (both - matches(child, parent)).clamp(0.0, agreeing);
        let Some(own) = model.fields.get_mut(child) else { continue };
        let u = own.u.first().copied().unwrap_or(1.0) + own.u.get(1).copied().unwrap_or(0.0);
        let dependent = (both + DEFAULT_AGREEING * u) / (agreeing + DEFAULT_AGREEING);
        if dependent > 2.0 * u {
            own.parents.push((parent, log2(dependent)));
        }
    }
}

fn count(patterns: &mut Patterns<'_>) -> Result<Counted> {
    let records = patterns.records;
    let pairs_of =
        |counts: &[u32]| counts.iter().map(|&count| f64::from(count) * (f64::from(count) - 1.0) / 2.0).sum::<f64>();
    let mut exact = try_vec(records.fields.len())?;
    for field in &records.fields {
        let (same, group) = (pairs_of(&field.counts), pairs_of(&field.group_counts));
        exact.push([pairs_of(&[field.present]), same, group - same]);
    }
    let both = both_agree(records, &exact)?;
    let union = pairs_of(&[records.len() as u32]).max(1.0);
    Ok(Counted { exact, random: random(patterns)?, both, pairs: records.all_pairs(), union })
}

/// Levels among pairs of records drawn at random; all pairs where there are few.
fn random(patterns: &mut Patterns<'_>) -> Result<Vec<Vec<f64>>> {
    let records = patterns.records;
    let levels = |field: &super::records::RecordField| try_filled(field.kind.properties().levels.len(), 0.0);
    let mut counts = records.fields.iter().map(levels).collect::<Result<Vec<_>>>()?;
    let size = records.len();
    let mut add = |a: u32, b: u32| {
        let (of_a, of_b) = (records.codes(a), records.codes(b));
        for (field, counts) in counts.iter_mut().enumerate() {
            let level = patterns.level(field, of_a, of_b);
            if let Some(count) = counts.get_mut(usize::from(level)) {
                *count += 1.0;
            }
        }
    };
    if size * size.saturating_sub(1) / 2 <= RANDOM_PAIRS {
        (0..size as u32).for_each(|b| (0..b).for_each(|a| add(a, b)));
        return Ok(counts);
    }
    let mut random = Random::stream(0, 0);
    let mut draw = || (random.unit() * size as f64) as u32;
    for _ in 0..RANDOM_PAIRS {
        let (a, b) = (draw(), draw());
        if a != b {
            add(a, b);
        }
    }
    Ok(counts)
}

/// Pairs that agree on two fields, for all two of which one may follow from the other: the rarer agreement is the parent.
fn both_agree(records: &Records, exact: &[[f64; 3]]) -> Result<Vec<(usize, usize, f64)>> {
    let share =
        |field: usize| exact.get(field).map_or(0.0, |[present, same, written]| (same + written) / present.max(1.0));
    let mut order: Vec<usize> = records
        .fields
        .iter()
        .enumerate()
        .filter(|(_, own)| own.common.first() == Some(&Common::Value))
        .map(|(at, _)| at)
        .collect();
    order.sort_by(|&a, &b| share(a).total_cmp(&share(b)).then(a.cmp(&b)));
    let sampled = records.len().min(DEPENDENCE_RECORDS);
    let scale = records.len() as f64 / sampled.max(1) as f64;
    let mut groups = try_vec(order.len())?;
    for &field in &order {
        let space = records.fields.get(field).and_then(|own| records.spaces.get(own.space));
        let group = |record| match records.codes(record).get(field) {
            Some(&code) if code >= 0 => space.map_or(-1, |space| i64::from(space.group(code))),
            _ => -1,
        };
        groups.push(try_collect((0..sampled as u32).map(group))?);
    }
    let mut found = Vec::new();
    for (later, (&child, of_child)) in order.iter().zip(&groups).enumerate() {
        for (&parent, of_parent) in order.iter().zip(&groups).take(later) {
            let mut keys = try_vec(sampled)?;
            let both = of_child.iter().zip(of_parent).filter(|(child, parent)| **child >= 0 && **parent >= 0);
            keys.extend(both.map(|(child, parent)| child << 32 | parent));
            let sorted = sorted_by_key(keys.iter().copied())?;
            let runs = sorted.chunk_by(|(a, _), (b, _)| a == b).map(|run| run.len() as f64);
            let pairs: f64 = runs.map(|length| length * (length - 1.0) / 2.0).sum();
            found.push((child, parent, pairs * scale * scale));
        }
    }
    Ok(found)
}
