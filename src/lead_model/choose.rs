//! Choosing the penalty, and whether numbers get bins, by cross-validation.

use super::fit::{Trainer, log_loss};
use serde::Serialize;

/// The penalties that are tried, the simplest model first.
pub(super) const GRID: [f64; 7] = [300.0, 100.0, 30.0, 10.0, 3.0, 1.0, 0.1];

/// One of the models that were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The penalty.
    pub penalty: f64,
    /// Whether numbers had bins.
    pub binned: bool,
    /// The mean log loss over rows that the model had not seen.
    pub log_loss: f64,
}

/// A candidate with what it said of each row.
pub(super) struct Tried {
    pub(super) candidate: Candidate,
    pub(super) scores: Vec<Option<f64>>,
    losses: Vec<f64>,
}

impl Tried {
    /// A candidate that nothing is known of.
    pub(super) fn untried(penalty: f64, binned: bool) -> Tried {
        Tried { candidate: Candidate { penalty, binned, log_loss: 0.0 }, scores: Vec::new(), losses: Vec::new() }
    }
}

/// Tries penalties with one of the two encodings.
pub(super) fn try_penalties(
    trainer: &Trainer<'_>,
    rows: &[u32],
    folds: &[u8],
    penalties: &[f64],
    binned: bool,
) -> Vec<Tried> {
    let scores = trainer.out_of_fold(rows, folds, penalties);
    let tried = penalties.iter().zip(scores).map(|(&penalty, scores)| {
        let known = scores.iter().zip(rows).filter_map(|(score, &row)| Some(((*score)?, row)));
        let losses: Vec<f64> =
            known.map(|(score, row)| log_loss(score, trainer.outcome.get(row as usize) == Some(&1))).collect();
        let mean = losses.iter().sum::<f64>() / losses.len().max(1) as f64;
        Tried { candidate: Candidate { penalty, binned, log_loss: mean }, scores, losses }
    });
    tried.collect()
}

/// Of candidates from the simplest on, the first whose log loss exceeds the least one by no more than the standard error of the
/// difference.
pub(super) fn choose(mut tried: Vec<Tried>) -> Option<Tried> {
    let loss = |tried: &Tried| tried.candidate.log_loss;
    let best = tried.iter().reduce(|best, other| if loss(other) < loss(best) { other } else { best })?;
    let place = tried.iter().position(|tried| {
        let differences = tried.losses.iter().zip(&best.losses).map(|(own, best)| own - best);
        let (count, mean) = (tried.losses.len().max(1) as f64, loss(tried) - loss(best));
        let square: f64 = differences.map(|difference| (difference - mean) * (difference - mean)).sum();
        mean <= libm::sqrt(square) / count
    })?;
    Some(tried.swap_remove(place))
}
