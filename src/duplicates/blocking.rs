//! Blocks: records that have the key of a rule in common, and the pairs that they make. Each pair comes once, by the first rule
//! that has it; pairs are never held, but handed out one by one.

use super::options::DuplicateOptions;
use super::records::Records;
use super::result::SkippedBlock;
use super::rules::{self, Key, Part, Rule};
use crate::error::{Error, Result, quoted, try_filled, try_vec};
use crate::stats::order::sorted_by_key;

/// So many pairs are all compared, without rules: those of 500 records.
const FEW_PAIRS: f64 = 125_000.0;
/// Comparisons that rules are chosen for in tables that are not much larger.
const LEAST_BUDGET: f64 = 500_000.0;
/// Comparisons that rules are chosen for, a record.
const PAIRS_PER_RECORD: f64 = 30.0;
/// Blocks of more records than this are too large; where the caller has chosen the rules, of more than the second.
const LARGEST_BLOCK: usize = 500;
const LARGEST_CHOSEN_BLOCK: usize = 5_000;
/// How many further fields a block that is too large is divided by.
const DIVISIONS: usize = 2;

/// All blocks of all rules.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    rules: Vec<Members>,
    /// The block of each record by each rule, record by record; 0 is none.
    of_record: Vec<u32>,
    pub(super) skipped: Vec<SkippedBlock>,
    /// Whether all pairs are compared, without blocks.
    all: bool,
    records: u32,
}

/// The records of each block of a rule, block after block.
#[derive(Debug, Default)]
struct Members {
    records: Vec<u32>,
    ends: Vec<u32>,
}

impl Blocks {
    pub(super) fn new(records: &Records, options: &DuplicateOptions) -> Result<Blocks> {
        let size = records.len() as f64;
        let mut blocks = Blocks { records: records.len() as u32, ..Blocks::default() };
        let (rules, largest) = match &options.blocking {
            Some(chosen) => (chosen_rules(records, chosen)?, LARGEST_CHOSEN_BLOCK),
            None if size * (size - 1.0) / 2.0 <= FEW_PAIRS => {
                blocks.all = true;
                return Ok(blocks);
            }
            None => (rules::choose(records, LEAST_BUDGET.max(PAIRS_PER_RECORD * size))?, LARGEST_BLOCK),
        };
        blocks.of_record = try_filled(records.len() * rules.len(), 0)?;
        for (at, rule) in rules.iter().enumerate() {
            blocks.add(records, rule, at, rules.len(), largest)?;
        }
        Ok(blocks)
    }

    fn add(&mut self, records: &Records, rule: &Rule, at: usize, width: usize, largest: usize) -> Result<()> {
        let keys = rules::keys(records, rule)?;
        let mut members = Members { records: try_vec(records.len())?, ends: Vec::new() };
        let mut large = Vec::new();
        let sorted = sorted_by_key(keys.iter().map(|&key| key as i64))?;
        for run in sorted.chunk_by(|(a, _), (b, _)| a == b) {
            match run.first() {
                Some(&(key, _)) if key != 0 && run.len() > 1 => {}
                _ => continue,
            }
            let own = run.iter().map(|&(_, record)| record as u32);
            if run.len() <= largest {
                members.push(own)?;
                continue;
            }
            let own: Vec<u32> = own.collect();
            self.skipped.push(skipped(records, rule, &own));
            large.push((own, 0));
        }
        let by = divisions(records, rule);
        // Hashes are needed for what is divided only.
        let mut hashes: Vec<Option<Vec<u64>>> = vec![None; by.len()];
        while let Some((own, depth)) = large.pop() {
            let Some(&Key { field, part }) = by.get(depth) else { continue };
            let Some(space) = records.fields.get(field).and_then(|own| records.spaces.get(own.space)) else { continue };
            let Some(known) = hashes.get_mut(depth) else { continue };
            let known = match known {
                Some(known) => known,
                none => none.insert(part.hashes(space)?),
            };
            let key = |&record: &u32| {
                let code = records.codes(record).get(field).copied().unwrap_or(-1);
                usize::try_from(code).ok().and_then(|code| known.get(code)).copied().unwrap_or(0) as i64
            };
            let sorted = sorted_by_key(own.iter().map(key))?;
            for run in sorted.chunk_by(|(a, _), (b, _)| a == b) {
                if run.len() < 2 || run.first().is_none_or(|&(key, _)| key == 0) {
                    continue;
                }
                let part = run.iter().filter_map(|&(_, place)| own.get(place as usize).copied());
                match run.len() <= largest {
                    true => members.push(part)?,
                    false => large.push((part.collect(), depth + 1)),
                }
            }
        }
        for (block, own) in members.iter().enumerate() {
            for &record in own {
                if let Some(of_record) = self.of_record.get_mut(record as usize * width + at) {
                    *of_record = block as u32 + 1;
                }
            }
        }
        self.rules.push(members);
        Ok(())
    }

    /// At most how many pairs there are.
    pub(super) fn pairs(&self) -> u64 {
        if self.all {
            return u64::from(self.records) * u64::from(self.records.saturating_sub(1)) / 2;
        }
        let pairs = |own: &[u32]| own.len() as u64 * (own.len() as u64).saturating_sub(1) / 2;
        self.rules.iter().flat_map(Members::iter).map(pairs).sum()
    }

    /// Whether a pair is among those.
    pub(super) fn have(&self, a: u32, b: u32) -> bool {
        let width = self.rules.len();
        let blocks = |record: u32| {
            let from = record as usize * width;
            self.of_record.get(from..from + width).unwrap_or_default()
        };
        self.all || blocks(a).iter().zip(blocks(b)).any(|(a, b)| a == b && *a != 0)
    }

    /// Hands out the pairs, the first record of each below the second.
    pub(super) fn each(&self, pair: &mut dyn FnMut(u32, u32) -> Result<()>) -> Result<()> {
        if self.all {
            for a in 0..self.records {
                for b in a + 1..self.records {
                    pair(a, b)?;
                }
            }
            return Ok(());
        }
        let width = self.rules.len();
        let blocks = |record: u32, rules: usize| {
            let from = record as usize * width;
            self.of_record.get(from..from + rules).unwrap_or_default()
        };
        for (at, members) in self.rules.iter().enumerate() {
            for block in members.iter() {
                for (place, &a) in block.iter().enumerate() {
                    let before = blocks(a, at);
                    for &b in block.get(place + 1..).unwrap_or_default() {
                        let known = before.iter().zip(blocks(b, at)).any(|(a, b)| a == b && *a != 0);
                        if !known {
                            pair(a.min(b), a.max(b))?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

impl Members {
    fn push(&mut self, records: impl Iterator<Item = u32>) -> Result<()> {
        for record in records {
            self.records.try_reserve(1)?;
            self.records.push(record);
        }
        self.ends.try_reserve(1)?;
        self.ends.push(self.records.len() as u32);
        Ok(())
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let mut begin = 0;
        self.ends.iter().map(move |&end| {
            let own = self.records.get(begin..end as usize).unwrap_or_default();
            begin = end as usize;
            own
        })
    }
}

/// What a block that is too large is divided by: the fields that the rule does not look at, those first that have the most values which several
/// records have.
fn divisions(records: &Records, rule: &Rule) -> Vec<Key> {
    let values =
        |field: usize| records.fields.get(field).map_or(0, |own| own.counts.iter().filter(|&&count| count > 1).count());
    let is_free = |field: &usize| rule.keys.iter().all(|key| key.field != *field);
    let mut fields: Vec<usize> = (0..records.fields.len()).filter(is_free).collect();
    fields.sort_by_key(|&field| std::cmp::Reverse(values(field)));
    fields.truncate(DIVISIONS);
    fields.into_iter().map(|field| Key { field, part: Part::Whole }).collect()
}

fn skipped(records: &Records, rule: &Rule, own: &[u32]) -> SkippedBlock {
    let codes = own.first().map_or(&[][..], |&record| records.codes(record));
    let mut names = Vec::new();
    let mut values = Vec::new();
    for &Key { field, part } in &rule.keys {
        let Some(of_field) = records.fields.get(field) else { continue };
        names.push(format!("{}{}", of_field.name, part.name()));
        let core =
            records.spaces.get(of_field.space).map_or("", |space| space.core(codes.get(field).copied().unwrap_or(-1)));
        values.push(if part == Part::Whole { core.to_owned() } else { part.of(core).unwrap_or_default() });
    }
    let rows = own.iter().map(|&record| records.rows(record).len() as u64).sum();
    SkippedBlock { rule: names.join(" + "), value: values.join(" + "), rows }
}

fn chosen_rules(records: &Records, chosen: &[Vec<String>]) -> Result<Vec<Rule>> {
    let mut all = try_vec(chosen.len())?;
    for (at, columns) in chosen.iter().enumerate() {
        let mut keys = Vec::new();
        for column in columns {
            let field = records.fields.iter().position(|field| field.name == *column).ok_or_else(|| {
                Error::invalid_option(format!("blocking[{at}]: {} is not among the fields", quoted(column)))
                    .with_column(column)
                    .with_help("A rule of blocking names columns that are also in `fields`.")
            })?;
            keys.push(Key { field, part: Part::Whole });
        }
        if keys.is_empty() {
            return Err(Error::invalid_option(format!("blocking[{at}] names no column"))
                .with_help("Name the columns that records must agree on to be compared, or leave the rule out."));
        }
        all.push(Rule { keys });
    }
    Ok(all)
}
