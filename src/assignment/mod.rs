//! Assignment: which owner or queue each lead goes to, and why.
//!
//! [`assign_leads`] takes leads one after another and gives each to the first rule whose conditions it meets and that has room.
//! Within a rule the method chooses the owner, among those whose load is below their capacity:
//!
//! - first: the first of the list;
//! - round-robin: the one after the one that was chosen last;
//! - least-loaded: the one with the lowest load, of equal ones the first;
//! - weighted: smooth weighted round robin. To the current value of each owner its weight is added; the one with the highest value is
//!   chosen, of equal ones the first, and the sum of the weights is taken from it. Over a round each owner has as many leads as
//!   its weight, spread evenly: weights 5, 1, 1 give a a b a c a a.
//!
//! Source: smooth weighted round robin as in the `upstream` balancer of nginx, after its documentation and commit message
//! (2012), with the example above.

mod assign;
mod owners;
mod reasons;
mod rules;
mod state;

pub use assign::{Assignment, AssignmentOptions, QueueCount, RuleCount, assign_leads};
pub use owners::OwnerLoad;
pub use rules::{AssignmentRule, Method, Owner};
pub use state::{AssignmentState, CurrentWeight, RuleState};
