//! The rules, and what has to be right about them.

use crate::error::{Error, Result, quoted};
use crate::filter::Filter;

/// Somebody that leads are given to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Owner {
    /// The name.
    pub owner: String,
    /// The load from which on the owner is full; default none. It is that of the owner, whichever rule says so.
    pub capacity: Option<u32>,
    /// The share of the leads, relative to the other owners of the rule: a whole number from 1 to 1,000,000; default 1. For
    /// [`Method::Weighted`].
    pub weight: Option<u32>,
}

/// How a rule chooses among its owners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// The first with room.
    First,
    /// One after another.
    #[default]
    RoundRobin,
    /// The one with the lowest load.
    LeastLoaded,
    /// One after another, in proportion to their weights.
    Weighted,
}

impl Method {
    /// The name, as in JavaScript.
    pub const fn name(self) -> &'static str {
        match self {
            Method::First => "first",
            Method::RoundRobin => "round-robin",
            Method::LeastLoaded => "least-loaded",
            Method::Weighted => "weighted",
        }
    }
}

/// A rule: leads that meet all conditions go to one of the owners, or to the queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssignmentRule {
    /// The name.
    pub name: String,
    /// The conditions; default none, which all leads meet.
    pub when: Option<Vec<Filter>>,
    /// The owners. A rule needs owners or a queue; one that has both uses the queue when all owners are full.
    pub owners: Option<Vec<Owner>>,
    /// The queue.
    pub queue: Option<String>,
    /// How an owner is chosen.
    pub method: Option<Method>,
}

impl AssignmentRule {
    pub(super) fn owners(&self) -> &[Owner] {
        self.owners.as_deref().unwrap_or_default()
    }
}

/// The largest weight, so that sums of weights are exact.
const LARGEST_WEIGHT: u32 = 1_000_000;

/// Checks the rules but for their conditions, which need a table.
pub(super) fn check(rules: &[AssignmentRule]) -> Result<()> {
    if rules.is_empty() {
        return Err(Error::invalid_option("there are no rules")
            .with_help("Give at least one, for example { name: \"All\", owners: [{ owner: \"...\" }] }."));
    }
    for (place, rule) in rules.iter().enumerate() {
        let fault = |message: String, help: &str| {
            Err(Error::invalid_option(format!("rules[{place}]{message}")).with_help(help))
        };
        if rule.name.is_empty() {
            return fault(".name: is empty".to_owned(), "Give each rule a name: reasons and counts refer to it.");
        }
        if rules.iter().take(place).any(|other| other.name == rule.name) {
            return fault(format!(".name: {} occurs twice", quoted(&rule.name)), "Give each rule a name of its own.");
        }
        if rule.owners().is_empty() && rule.queue.is_none() {
            return fault(
                ": there are neither owners nor a queue".to_owned(),
                "Give it owners: [{ owner }] or queue: \"...\".",
            );
        }
        if rule.queue.as_deref() == Some("") {
            return fault(".queue: is empty".to_owned(), "Name the queue, or leave it out.");
        }
        for (at, owner) in rule.owners().iter().enumerate() {
            if owner.owner.is_empty() {
                return fault(format!(".owners[{at}].owner: is empty"), "Name the owner.");
            }
            if rule.owners().iter().take(at).any(|other| other.owner == owner.owner) {
                return fault(
                    format!(".owners[{at}].owner: {} occurs twice", quoted(&owner.owner)),
                    "List each owner once; a weight gives one more leads than another.",
                );
            }
            match owner.weight {
                Some(weight) if !(1..=LARGEST_WEIGHT).contains(&weight) => {
                    return fault(
                        format!(".owners[{at}].weight: {weight} is not a weight"),
                        "Give a whole number from 1 to 1,000,000.",
                    );
                }
                Some(_) if rule.method != Some(Method::Weighted) => {
                    return fault(
                        format!(".owners[{at}].weight: the method is {}", rule.method.unwrap_or_default().name()),
                        "Pass method: \"weighted\", or leave the weights out.",
                    );
                }
                _ => {}
            }
        }
    }
    Ok(())
}
