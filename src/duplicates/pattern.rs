//! How two records agree, field by field. Comparisons of values are remembered, since frequent values meet again and again.

use super::compare::{Comparer, mixed};
use super::levels::Agreement;
use super::options::FieldKind;
use super::records::Records;
use crate::error::{Result, try_filled, try_vec};

/// The level of a field in which a value is missing.
pub(super) const MISSING: u8 = u8::MAX;
/// The level of the same value, and of the same value written otherwise.
pub(super) const EXACT: u8 = 0;
pub(super) const WRITTEN: u8 = 1;

/// Finds levels of agreement.
#[derive(Debug)]
pub(super) struct Patterns<'a> {
    pub(super) records: &'a Records,
    comparer: Comparer,
    fields: Vec<Remembered>,
}

#[derive(Debug)]
struct Remembered {
    kind: FieldKind,
    space: usize,
    partners: Vec<usize>,
    /// The place of a swap among the levels.
    swapped: u8,
    /// Pairs of codes, with their levels; a pair has one place where it can be.
    pairs: Vec<u64>,
    levels: Vec<u8>,
}

/// Places to remember comparisons in, a field.
const REMEMBERED: usize = 1 << 14;

impl<'a> Patterns<'a> {
    pub(super) fn new(records: &'a Records) -> Result<Patterns<'a>> {
        let mut fields = try_vec(records.fields.len())?;
        for field in &records.fields {
            let partners = field.partners.clone();
            let swapped = field.kind.place(Agreement::Swapped);
            let (pairs, levels) = (try_filled(REMEMBERED, 0)?, try_filled(REMEMBERED, 0)?);
            fields.push(Remembered { kind: field.kind, space: field.space, partners, swapped, pairs, levels });
        }
        Ok(Patterns { records, comparer: Comparer::default(), fields })
    }

    /// The level of a field if it can be seen without looking at the values: missing, exact or written otherwise.
    #[inline]
    pub(super) fn quick(&self, field: usize, a: i32, b: i32) -> Option<u8> {
        if a < 0 || b < 0 {
            return Some(MISSING);
        }
        if a == b {
            return Some(EXACT);
        }
        let space = self.fields.get(field).and_then(|own| self.records.spaces.get(own.space))?;
        (space.group(a) == space.group(b)).then_some(WRITTEN)
    }

    /// The group of a value.
    #[inline]
    pub(super) fn group(&self, field: usize, code: i32) -> u32 {
        let space = self.fields.get(field).and_then(|own| self.records.spaces.get(own.space));
        space.map_or(0, |space| space.group(code))
    }

    /// The level of a field.
    pub(super) fn level(&mut self, field: usize, a: &[i32], b: &[i32]) -> u8 {
        let code = |codes: &[i32], field: usize| codes.get(field).copied().unwrap_or(-1);
        let (of_a, of_b) = (code(a, field), code(b, field));
        if let Some(level) = self.quick(field, of_a, of_b) {
            return level;
        }
        let level = self.compared(field, of_a, of_b);
        let Some(own) = self.fields.get(field).filter(|own| !own.partners.is_empty() && level > own.swapped) else {
            return level;
        };
        let (swapped, partners) = (own.swapped, own.partners.len());
        let any = matches!(own.kind, FieldKind::Phone | FieldKind::Email);
        for at in 0..partners {
            let Some(other) = self.fields.get(field).and_then(|own| own.partners.get(at)).copied() else { continue };
            let found = [(of_a, code(b, other)), (code(a, other), of_b)].map(|(left, right)| {
                // Of names and addresses the other half of the swap may be missing.
                if left < 0 || right < 0 { !any } else { self.is_close(field, left, right) }
            });
            let present = code(b, other) >= 0 || code(a, other) >= 0;
            // What one number has in common with another is counted once, for the first of the two columns.
            let is_swapped = if any && field < other { found.contains(&true) } else { found == [true, true] };
            if is_swapped && present {
                return swapped;
            }
        }
        level
    }

    fn is_close(&mut self, field: usize, a: i32, b: i32) -> bool {
        match self.quick(field, a, b) {
            Some(_) => true,
            None => {
                let Some(kind) = self.fields.get(field).map(|own| own.kind) else { return false };
                !matches!(kind, FieldKind::Phone | FieldKind::Email)
                    && self.compared(field, a, b) <= kind.place(Agreement::Similar)
            }
        }
    }

    /// The level of two values that are not the same, looked up or found out.
    fn compared(&mut self, field: usize, a: i32, b: i32) -> u8 {
        let Some(own) = self.fields.get_mut(field) else { return MISSING };
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let pair = (low as u64) << 32 | high as u64;
        let place = mixed(pair) as usize % REMEMBERED;
        let (Some(known), Some(level)) = (own.pairs.get_mut(place), own.levels.get_mut(place)) else { return MISSING };
        if *known != pair {
            let Some(space) = self.records.spaces.get(own.space) else { return MISSING };
            *known = pair;
            *level = own.kind.place(self.comparer.agreement(own.kind, space.value(a), space.value(b)));
        }
        *level
    }
}
