//! Engagement: the second axis of a lead score, from what leads do rather than from what they are.
//!
//! [`score_engagement`] adds up the points of activities, [`explain_engagement`] shows one score part by part, and
//! [`grade_leads`] puts fit and engagement together into the grades A1 to D4.
//!
//! Of n events of a kind on one day, worth p points each, d days before `asOf`:
//!
//! 1. limit per day: the day counts for l = n p, kept within -maxPerDay and maxPerDay;
//! 2. decay: l 2^-(d / halfLifeDays), or l max(0, 1 - d / linearDays); these are added up over the days;
//! 3. limit of the kind: the sum is kept within -maxTotal and maxTotal;
//! 4. limit of the group: the sum of its kinds is at most its `max`;
//! 5. limits of the card: the sum of the groups, and of the kinds without one, is kept within 0 and `max`.
//!
//! The limit per day comes first, for it judges what was done on that day: a script that opens an email a hundred times is worth no more
//! for having run long ago. The other limits come after the decay, since they are about what counts today: a lead at the limit
//! begins to fall as soon as it rests, and rises when it comes back. Limits of parts come before those of wholes, so that no
//! excess of one part makes up for what another lacks.
//!
//! Sums are exact and rounded once, so the order of the events makes no difference.
//!
//! Sources: the limit per activity and day as in Marketo, linear decay and limits of groups as in HubSpot, the grid A1 to D4 as
//! in Oracle Eloqua, each after its public documentation.

mod card;
mod events;
mod explain;
mod grade;
mod points;
mod score;

pub use card::{Activity, ActivityGroup, Decay, EngagementCard};
pub use events::{AsOf, EngagementOptions, UnknownKind};
pub use explain::{Contribution, EngagementExplanation, GroupContribution, explain_engagement};
pub use grade::{GradeOptions, GradedLeads, Unmatched, grade_leads};
pub use score::{EngagementScores, score_engagement};
