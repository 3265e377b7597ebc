//! What a call hands on to the next, so that turns go on where they stopped.

use super::rules::{AssignmentRule, Method};
use crate::error::{Error, ErrorKind, Result, quoted};
use serde::Serialize;

/// Whose turn it is, by the names of rules and owners, so that rules may change between two calls. Plain data.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AssignmentState {
    /// The version of the format.
    pub version: u32,
    /// The rules that take turns.
    pub rules: Vec<RuleState>,
}

/// Whose turn it is in a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleState {
    /// The rule.
    pub rule: String,
    /// With round robin, the owner that was chosen last; none when nobody has been.
    pub last: Option<String>,
    /// With weights, the current value of each owner.
    pub current: Vec<CurrentWeight>,
}

/// The current value of an owner in weighted round robin.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CurrentWeight {
    /// The owner.
    pub owner: String,
    /// The value: a whole number.
    pub value: f64,
}

impl AssignmentState {
    /// The version that is written and read.
    pub const VERSION: u32 = 1;
    /// The largest value, without its sign.
    const LARGEST: f64 = 1e12;

    /// Checks a state that may come from anywhere.
    pub(super) fn check(&self) -> Result<()> {
        let bad = |message: String| {
            Err(Error::new(ErrorKind::BadState, format!("the state cannot be used: {message}"))
                .with_help("Pass the state that an earlier call returned, as it is, or leave it out to begin anew."))
        };
        if self.version != AssignmentState::VERSION {
            return bad(format!("its version is {}, not {}", self.version, AssignmentState::VERSION));
        }
        for (place, rule) in self.rules.iter().enumerate() {
            if self.rules.iter().take(place).any(|other| other.rule == rule.rule) {
                return bad(format!("rules[{place}]: {} occurs twice", quoted(&rule.rule)));
            }
            for (at, current) in rule.current.iter().enumerate() {
                let is_value =
                    current.value.abs() <= AssignmentState::LARGEST && current.value == libm::trunc(current.value);
                if !is_value || rule.current.iter().take(at).any(|other| other.owner == current.owner) {
                    return bad(format!("rules[{place}].current[{at}] is no value of an owner of its own"));
                }
            }
        }
        Ok(())
    }
}

/// The turns of a rule.
pub(super) struct Turns {
    /// The place of the owner whose turn it is.
    pub(super) next: usize,
    /// The place of the owner that was chosen last.
    pub(super) last: Option<usize>,
    /// The current value of each owner.
    pub(super) current: Vec<i64>,
}

impl Turns {
    /// Those that a state says, as far as it speaks of the rule and its owners.
    pub(super) fn new(rule: &AssignmentRule, state: Option<&AssignmentState>) -> Turns {
        let known = state.into_iter().flat_map(|state| &state.rules).find(|known| known.rule == rule.name);
        let owners = rule.owners();
        let last = known.filter(|_| rule.method.unwrap_or_default() == Method::RoundRobin);
        let last = last.and_then(|known| known.last.as_ref());
        let last = last.and_then(|last| owners.iter().position(|owner| owner.owner == *last));
        let value = |name: &str| {
            let current = known?.current.iter().find(|current| current.owner == name)?;
            Some(current.value as i64)
        };
        Turns {
            next: last.map_or(0, |last| (last + 1) % owners.len()),
            last,
            current: owners.iter().map(|owner| value(&owner.owner).unwrap_or(0)).collect(),
        }
    }

    /// What there is to hand on.
    pub(super) fn state(self, rule: &AssignmentRule) -> Option<RuleState> {
        let method = rule.method.unwrap_or_default();
        let turns = matches!(method, Method::RoundRobin | Method::Weighted) && !rule.owners().is_empty();
        turns.then(|| RuleState {
            rule: rule.name.clone(),
            last: self.last.and_then(|last| rule.owners().get(last)).map(|owner| owner.owner.clone()),
            current: match method {
                Method::Weighted => {
                    let pairs = rule.owners().iter().zip(self.current);
                    pairs
                        .map(|(owner, value)| CurrentWeight { owner: owner.owner.clone(), value: value as f64 })
                        .collect()
                }
                _ => Vec::new(),
            },
        })
    }
}
