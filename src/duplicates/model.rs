//! The model of Fellegi and Sunter (1969, "A Theory for Record Linkage", *Journal of the American Statistical Association* 64) as it
//! weighs a pair:
//!
//! match weight = log2(prior odds) + Σ over the fields log2(m / u)
//!
//! with m the share of matches and u the share of other pairs whose values agree to the same level. For values that are the same,
//! u is the frequency of the value itself; and where the value follows from another field that agrees too, as the city from the
//! postcode, u is the share that has it among those. A missing value weighs 0.
//!
//! Pairs that do not match are random ones, or related in one of the ways of module `relations`: members of a household agree on what
//! they share as matches do, and on the rest as random pairs do, but for some (twins have one date of birth). With r the share of
//! such pairs, T the sum of log2(m / u) over what they share, and of log2(t / u) over what the share t of them has in common, the
//! match weight is less by
//!
//! log2(1 + Σ over the relations r 2^T)
//!
//! than it would be without them: what is shared says at most, with -log2 r, that two records are related.
//!
//! All weights are multiples of 2^-24, so that sums of them are exact in any order.

use super::pattern::{EXACT, MISSING, WRITTEN};
use super::records::Records;
use super::relations::{Common, RELATIONS};
use crate::error::{Result, try_collect, try_vec};

/// What is known of a field.
#[derive(Clone, Debug, Default)]
pub(super) struct FieldModel {
    pub(super) m: Vec<f64>,
    pub(super) u: Vec<f64>,
    /// log2(m / u) of each level.
    pub(super) weights: Vec<f64>,
    log_m: Vec<f64>,
    /// log2 of the chance that somebody else has a value, by code and by group.
    log_u_value: Vec<f64>,
    log_u_group: Vec<f64>,
    /// log2 of the share of [`WRITTEN`] among values of one group.
    log_written: f64,
    /// Whether values that are not the same never speak for a match.
    similar_says_nothing: bool,
    /// log2 of the chance of the same value where another field agrees.
    pub(super) parents: Vec<(usize, f64)>,
}

/// What is known of all fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// The share of all pairs that are matches, and log2 of its odds.
    pub(super) share: f64,
    pub(super) prior: f64,
    pub(super) iterations: u64,
    /// The share of pairs of each relation; 0 where no field tells them from matches.
    pub(super) related: [f64; RELATIONS],
    pub(super) fields: Vec<FieldModel>,
}

/// What a field adds to a weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Term {
    pub(super) weight: f64,
    /// How much of it is due to the frequency of the value, or to other fields.
    pub(super) adjustment: f64,
}

/// A weight as a multiple of 2^-24.
pub(super) fn units(weight: f64) -> f64 {
    const UNITS: f64 = (1 << 24) as f64;
    (weight * UNITS).round() / UNITS
}

/// log2 as a multiple of 2^-24.
pub(super) fn log2(value: f64) -> f64 {
    units(libm::log2(value))
}

/// 1 / (1 + 2^-weight)
pub(super) fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + libm::exp2(-weight))
}

impl FieldModel {
    pub(super) fn new(records: &Records, field: usize) -> Result<FieldModel> {
        let Some(own) = records.fields.get(field) else { return Ok(FieldModel::default()) };
        let kind = own.kind.properties();
        let present = f64::from(own.present);
        // Each of a pair has the value itself: what counts are the others. A value that nobody else has is as frequent as
        // values of its kind are in a population.
        let weight = 0.5 / kind.coincidence;
        let log_u = |&count: &u32| {
            let others = (f64::from(count) - 2.0).max(0.0);
            let frequency = (others + 0.5) / (present + weight);
            let at_least = (others - 1.5 * others.sqrt()) / present.max(1.0);
            log2(frequency.max(at_least))
        };
        let mut model = FieldModel {
            m: try_collect(kind.levels.iter().map(|level| level.m))?,
            u: try_collect(kind.levels.iter().map(|level| level.u))?,
            log_u_value: try_collect(own.counts.iter().map(log_u))?,
            log_u_group: try_collect(own.group_counts.iter().map(log_u))?,
            similar_says_nothing: own.similar_says_nothing,
            ..FieldModel::default()
        };
        model.set_weights()?;
        Ok(model)
    }

    /// Weights from m and u. No agreement counts for more than a closer one, and a difference never for a match.
    pub(super) fn set_weights(&mut self) -> Result<()> {
        self.log_m = try_collect(self.m.iter().map(|&m| log2(m)))?;
        let (u_exact, u_written) = (self.u.first().copied().unwrap_or(1.0), self.u.get(1).copied().unwrap_or(1.0));
        self.log_written = log2(u_written / (u_exact + u_written));
        let most = self.log_m.first().copied().unwrap_or(0.0) - log2(u_exact);
        let last = self.m.len().saturating_sub(1);
        let mut weights = try_vec(self.m.len())?;
        for (level, (&log_m, &u)) in self.log_m.iter().zip(&self.u).enumerate() {
            let says_nothing = level == last || level > usize::from(WRITTEN) && self.similar_says_nothing;
            weights.push((log_m - log2(u)).min(if says_nothing { 0.0 } else { most }));
        }
        self.weights = weights;
        Ok(())
    }

    /// What a level adds, for a value and its group; `agreed` has the bits of the fields whose values are the same.
    #[inline]
    pub(super) fn term(&self, level: u8, code: i32, group: u32, agreed: u64) -> Term {
        if level == MISSING {
            return Term::default();
        }
        let base = self.weights.get(usize::from(level)).copied().unwrap_or(0.0);
        let floor = self.floor(agreed);
        let weight = if level <= WRITTEN {
            let log_m = self.log_m.get(usize::from(level)).copied().unwrap_or(0.0);
            let log_u = match level {
                EXACT => self.log_u_value.get(code as usize).copied().unwrap_or(0.0),
                _ => self.log_u_group.get(group as usize).copied().unwrap_or(0.0) + self.log_written,
            };
            // Being more frequent than it can be among matches never makes the same value count against a match.
            (log_m - log_u.max(floor)).max(if level == EXACT { 0.0 } else { f64::NEG_INFINITY })
        } else if base > 0.0 {
            base.min((self.log_m.first().copied().unwrap_or(0.0) - floor).max(0.0))
        } else {
            base
        };
        Term { weight, adjustment: weight - base }
    }

    /// log2 of how much more likely a level of that weight is in related pairs than in random ones.
    #[inline]
    pub(super) fn related(&self, level: u8, weight: f64, common: Common) -> f64 {
        match common {
            _ if level == MISSING => 0.0,
            Common::Value => weight,
            Common::Sometimes(share) if weight > 0.0 => {
                let log_m = self.log_m.get(usize::from(level)).copied().unwrap_or(0.0);
                (weight + log2(share) - log_m.max(-3.0)).max(0.0)
            }
            _ => 0.0,
        }
    }

    #[inline]
    fn floor(&self, agreed: u64) -> f64 {
        let parents = self.parents.iter().filter(|(parent, _)| agreed >> parent & 1 == 1);
        parents.fold(f64::NEG_INFINITY, |floor, &(_, log_u)| floor.max(log_u))
    }

    /// The most that a level can add.
    pub(super) fn most(&self, from: usize) -> f64 {
        self.weights.iter().skip(from).fold(f64::NEG_INFINITY, |most, &weight| most.max(weight))
    }
}

/// The weight of a pair, without the prior.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    /// As it would be if pairs that do not match were all random.
    pub(super) alone: f64,
    /// log2 of how much more likely such levels are in pairs of each relation than in random ones.
    pub(super) related: [f64; RELATIONS],
}

impl Weight {
    #[inline]
    pub(super) fn add(&mut self, model: &FieldModel, level: u8, weight: f64, common: [Common; RELATIONS]) {
        self.alone += weight;
        for (sum, common) in self.related.iter_mut().zip(common) {
            *sum += model.related(level, weight, common);
        }
    }
}

impl Model {
    /// The weight of two records of those levels, without the prior.
    #[inline]
    pub(super) fn parts(&self, records: &Records, levels: &[u8], codes: &[i32]) -> Weight {
        let agreed = agreed(levels);
        let terms = self.fields.iter().zip(&records.fields).zip(levels.iter().zip(codes));
        let mut sum = Weight::default();
        for ((model, field), (&level, &code)) in terms {
            if level == MISSING {
                continue;
            }
            let group = match (level, records.spaces.get(field.space)) {
                (WRITTEN, Some(space)) => space.group(code),
                _ => 0,
            };
            sum.add(model, level, model.term(level, code, group, agreed).weight, field.common);
        }
        sum
    }

    /// The weight of two records of those levels.
    #[inline]
    pub(super) fn weight(&self, records: &Records, levels: &[u8], codes: &[i32]) -> f64 {
        let parts = self.parts(records, levels, codes);
        self.prior + parts.alone - self.surplus(parts)
    }

    /// The odds of each relation, to random pairs.
    pub(super) fn related_odds(&self, parts: Weight) -> [f64; RELATIONS] {
        let mut odds = self.related;
        odds.iter_mut().zip(parts.related).for_each(|(odds, sum)| *odds *= libm::exp2(sum.min(100.0)));
        odds
    }

    /// What a pair weighs less, because it may be related.
    #[inline]
    pub(super) fn surplus(&self, parts: Weight) -> f64 {
        let odds: f64 = self.related_odds(parts).iter().sum();
        if odds < 1e-6 { 0.0 } else { log2(1.0 + odds) }
    }
}

/// The bits of the fields whose values are the same, or the same written otherwise.
#[inline]
pub(super) fn agreed(levels: &[u8]) -> u64 {
    levels.iter().enumerate().fold(0, |bits, (at, &level)| bits | u64::from(level <= WRITTEN) << at)
}
