//! Lead scoring by a scorecard: dimensions of criteria, each of which makes points of one column.
//!
//! With points p from 0 to 100 and weights w, over the criteria that are present:
//!
//! - dimension = Σ w p / Σ w over its criteria,
//! - score = Σ W D / Σ W over the dimensions D that have a criterion present,
//! - what a criterion contributes = (W / Σ W) (w / Σ w) p; the contributions add up to the score exactly.
//!
//! A missing value takes no part ([`Missing::Neutral`]) or scores 0 ([`Missing::Zero`]). A lead of which nothing is known has no
//! score. Disqualifiers stand beside the score and never change it. The score is the exact mean, rounded once (module `shares`), so
//! that a lead on the edge of a tier is in it.
//!
//! The presets follow the qualification frameworks of the field: BANT (budget, authority, need, timeline; IBM), MEDDIC (metrics,
//! economic buyer, decision criteria, decision process, identify pain, champion; Dunkel and Napoli at PTC) and CHAMP
//! (challenges, authority, money, prioritization; InsightSquared).

mod card;
mod check;
mod explain;
mod measure;
mod options;
mod presets;
mod result;
mod rows;
mod score;
mod shares;
mod words;

pub use card::{Band, Criterion, Dimension, Disqualifier, Measure, Missing, Scorecard, Tier};
pub use explain::{Contribution, Improvement, LeadExplanation};
pub use options::LeadOptions;
pub use presets::{bant_scorecard, champ_scorecard, meddic_scorecard};
pub use result::{LeadGroup, LeadScores, TierCount, TierSummary, Unmatched};

use crate::error::Result;
use crate::table::Table;

/// Scores a table of leads, one a row.
///
/// # Errors
///
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption) for a card that cannot be used, naming the place on it, and for a missing
///   `as_of` when the card looks at dates,
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column that is not there,
/// - [`WrongType`](crate::ErrorKind::WrongType), [`BadNumber`](crate::ErrorKind::BadNumber) or
///   [`BadDate`](crate::ErrorKind::BadDate), with row and column, for the first value that cannot be used, unless `on_invalid` is
///   skip.
///
/// ```
/// use custometry::lead::{LeadOptions, bant_scorecard, score_leads};
/// use custometry::table::Table;
///
/// let leads = Table::from_csv(b"budgetStatus,decisionMaker,need\nwill-buy,true,must-have\nmay-buy,,\n", &Default::default())?;
/// let scores = score_leads(&leads, &bant_scorecard(Default::default()), &LeadOptions { as_of: Some("2026-01-31".into()), ..LeadOptions::default() })?;
/// assert_eq!(scores.leads.column("tier")?.text(0), Some("hot"));
/// assert_eq!(scores.explain(1, None)?.missing.len(), 6);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn score_leads(leads: &Table, card: &Scorecard, options: &LeadOptions) -> Result<LeadScores> {
    result::score(leads, card, options)
}

/// Whether a card can be used, without a table.
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorKind::InvalidOption), naming the place on the card.
pub fn check_scorecard(card: &Scorecard) -> Result<()> {
    check::check(card)
}
