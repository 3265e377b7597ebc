//! The owners and their loads, and the choice of one among those of a rule.

use super::rules::{AssignmentRule, Method};
use super::state::Turns;
use crate::error::{Error, Result, quoted};
use crate::number;
use serde::Serialize;

/// An owner after the assignment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OwnerLoad {
    /// The name.
    pub owner: String,
    /// How many leads were assigned.
    pub assigned: u32,
    /// The load: what it was before, and the leads assigned.
    pub load: f64,
    /// The load from which on the owner is full; none without a limit.
    pub capacity: Option<u32>,
}

impl OwnerLoad {
    fn has_room(&self) -> bool {
        self.capacity.is_none_or(|capacity| self.load < f64::from(capacity))
    }
}

/// All owners: those of the rules in the order in which they first occur, then others that have a load.
pub(super) struct Owners {
    pub(super) all: Vec<OwnerLoad>,
    /// The places of the owners of each rule.
    of_rules: Vec<Vec<usize>>,
}

impl Owners {
    pub(super) fn new(rules: &[AssignmentRule], loads: &[(String, f64)]) -> Result<Owners> {
        let mut all: Vec<OwnerLoad> = Vec::new();
        let mut of_rules = Vec::new();
        for (place, rule) in rules.iter().enumerate() {
            let mut own = Vec::new();
            for (at, owner) in rule.owners().iter().enumerate() {
                let known = match all.iter().position(|known| known.owner == owner.owner) {
                    Some(known) => known,
                    None => {
                        all.push(OwnerLoad { owner: owner.owner.clone(), ..OwnerLoad::default() });
                        all.len() - 1
                    }
                };
                own.push(known);
                let Some(known) = all.get_mut(known) else { continue };
                match (known.capacity, owner.capacity) {
                    (Some(a), Some(b)) if a != b => {
                        return Err(Error::invalid_option(format!(
                            "rules[{place}].owners[{at}].capacity: {} has a capacity of {a} in another rule and {b} here",
                            quoted(&owner.owner)
                        ))
                        .with_help("An owner has one capacity: give it once, or the same everywhere."));
                    }
                    (None, Some(_)) => known.capacity = owner.capacity,
                    _ => {}
                }
            }
            of_rules.push(own);
        }
        for (name, load) in loads {
            if !(load.is_finite() && *load >= 0.0) {
                return Err(Error::invalid_option(format!(
                    "loads: that of {} is {}",
                    quoted(name),
                    number::text(*load)
                ))
                .with_help("A load is a number from 0 on: how many leads the owner has."));
            }
            match all.iter_mut().find(|known| known.owner == *name) {
                Some(known) => known.load = *load,
                None => all.push(OwnerLoad { owner: name.clone(), load: *load, ..OwnerLoad::default() }),
            }
        }
        Ok(Owners { all, of_rules })
    }

    /// Chooses an owner of a rule, whose load grows by one lead; none when all are full.
    pub(super) fn choose(&mut self, place: usize, rule: &AssignmentRule, turns: &mut Turns) -> Option<usize> {
        let own = self.of_rules.get(place)?;
        let owner = |at: usize| own.get(at).and_then(|&owner| self.all.get(owner));
        let has_room = |at: &usize| owner(*at).is_some_and(OwnerLoad::has_room);
        let count = own.len();
        let chosen = match rule.method.unwrap_or_default() {
            Method::First => (0..count).find(has_room)?,
            Method::RoundRobin => {
                let at = (turns.next..count).chain(0..turns.next).find(has_room)?;
                turns.next = (at + 1) % count;
                turns.last = Some(at);
                at
            }
            Method::LeastLoaded => {
                let load = |at: usize| owner(at).map_or(f64::INFINITY, |owner| owner.load);
                let lower = |best: usize, at: usize| if load(at) < load(best) { at } else { best };
                (0..count).filter(has_room).reduce(lower)?
            }
            Method::Weighted => {
                let mut total = 0;
                let mut best: Option<(usize, i64)> = None;
                for at in (0..count).filter(has_room) {
                    let weight = rule.owners().get(at).and_then(|owner| owner.weight).unwrap_or(1);
                    let Some(current) = turns.current.get_mut(at) else { continue };
                    *current += i64::from(weight);
                    total += i64::from(weight);
                    if best.is_none_or(|(_, highest)| *current > highest) {
                        best = Some((at, *current));
                    }
                }
                let (at, _) = best?;
                if let Some(current) = turns.current.get_mut(at) {
                    *current -= total;
                }
                at
            }
        };
        let &chosen = own.get(chosen)?;
        let owner = self.all.get_mut(chosen)?;
        owner.assigned += 1;
        owner.load += 1.0;
        Some(chosen)
    }
}
