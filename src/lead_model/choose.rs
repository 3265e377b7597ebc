//! Choosing the penalty, and whether numbers get bins, by cross-validation.

use super::fit::{Trainer, log_loss};
use serde::Serialize;

/// The penalties that are tried, the simplest model first.
pub(super) const GRID: [f64; 5] = [100.0, 30.0, 10.0, 3.0, 1.0];

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

    fn is_clearly_better(&self, other: &Tried) -> bool {
        let mean = other.candidate.log_loss - self.candidate.log_loss;
        let differences = other.losses.iter().zip(&self.losses).map(|(other, own)| other - own - mean);
        let square: f64 = differences.map(|rest| rest * rest).sum();
        mean > libm::sqrt(square) / self.losses.len().max(1) as f64
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

/// Of each encoding the candidate with the least log loss is taken, the larger penalty of equals. That with bins is chosen only if
/// it is better by more than the standard error of the difference.
pub(super) fn choose(tried: Vec<Tried>) -> Option<Tried> {
    let (with, without): (Vec<Tried>, Vec<Tried>) = tried.into_iter().partition(|tried| tried.candidate.binned);
    let best = |tried: Vec<Tried>| {
        let loss = |tried: &Tried| tried.candidate.log_loss;
        tried.into_iter().reduce(|best, other| if loss(&other) < loss(&best) { other } else { best })
    };
    match (best(without), best(with)) {
        (Some(without), Some(with)) => Some(if with.is_clearly_better(&without) { with } else { without }),
        (without, with) => without.or(with),
    }
}
