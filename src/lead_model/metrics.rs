//! How good probabilities are: order (AUC, lift), distance (log loss, Brier), calibration, and decisions at a threshold.
//!
//! AUC is that of Mann & Whitney (1947), ties as one half; the Brier score is of Brier (1950), and the expected calibration error
//! of Naeini, Cooper & Hauskrecht (2015), "Obtaining Well Calibrated Probabilities Using Bayesian Binning", over groups of equal
//! size.

use crate::error::{Result, try_vec};
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use serde::Serialize;

/// How many leads were decided rightly and wrongly when all with at least the probability of the threshold count as converting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Confusion {
    /// Converted, and foretold.
    pub true_positives: u64,
    /// Foretold, and did not convert.
    pub false_positives: u64,
    /// Did not convert, nor was it foretold.
    pub true_negatives: u64,
    /// Converted, and was not foretold.
    pub false_negatives: u64,
}

/// How good a model is on a part of the rows. None where a number is undefined: without rows, or without one of the classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelMetrics {
    /// How many rows there are.
    pub rows: u64,
    /// How many of them converted.
    pub positives: u64,
    /// positives / rows.
    pub base_rate: Option<f64>,
    /// The probability that a lead that converted has the higher probability of a pair, ties as one half.
    pub auc: Option<f64>,
    /// The mean of minus the logarithm of the probability of what happened, probabilities held within 2^-52 of 0 and 1.
    pub log_loss: Option<f64>,
    /// The mean square of probability - outcome.
    pub brier: Option<f64>,
    /// The log loss of the base rate for all.
    pub base_log_loss: Option<f64>,
    /// The Brier score of the base rate for all.
    pub base_brier: Option<f64>,
    /// 1 - log loss / log loss of the base rate: 0 is no better than that, 1 is perfect.
    pub skill: Option<f64>,
    /// The mean of |predicted - observed| over the calibration table, weighted by rows.
    pub calibration_error: Option<f64>,
    /// The rate of conversion in the tenth with the highest probabilities over the base rate.
    pub lift_top_decile: Option<f64>,
    /// The probability from which on a lead counts as converting.
    pub threshold: f64,
    /// Of those foretold, the share that converted.
    pub precision: Option<f64>,
    /// Of those that converted, the share foretold.
    pub recall: Option<f64>,
    /// 2 true positives / (2 true positives + false positives + false negatives).
    pub f1: Option<f64>,
    /// The share decided rightly.
    pub accuracy: Option<f64>,
    /// The four counts.
    pub confusion: Confusion,
}

/// A tenth of the rows, by probability.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CalibrationGroup {
    /// The mean of the probabilities.
    pub predicted: f64,
    /// The share that converted.
    pub observed: f64,
    /// How many rows there are.
    pub rows: u64,
}

/// Probabilities with outcomes, sorted: runs of equal probability from the lowest on.
pub(super) struct Ranking {
    runs: Vec<Run>,
    rows: u64,
    positives: u64,
}

struct Run {
    probability: f64,
    rows: u64,
    positives: u64,
}

impl Ranking {
    /// Sorts pairs of a score and whether it is one of those that converted.
    pub(super) fn new(pairs: &[(f64, bool)]) -> Result<Ranking> {
        let order = sorted_by_key(pairs.iter().map(|(score, _)| score.key()))?;
        let mut ranking = Ranking { runs: try_vec(0)?, rows: 0, positives: 0 };
        let mut last = None;
        for (key, place) in order {
            let Some(&(probability, is_positive)) = pairs.get(place as usize) else { continue };
            if last != Some(key) {
                ranking.runs.try_reserve(1)?;
                ranking.runs.push(Run { probability, rows: 0, positives: 0 });
                last = Some(key);
            }
            if let Some(run) = ranking.runs.last_mut() {
                run.rows += 1;
                run.positives += u64::from(is_positive);
            }
            ranking.rows += 1;
            ranking.positives += u64::from(is_positive);
        }
        Ok(ranking)
    }

    fn negatives(&self) -> u64 {
        self.rows - self.positives
    }

    /// The area under the curve; none without one of the classes.
    pub(super) fn auc(&self) -> Option<f64> {
        let (mut below, mut twice) = (0, 0_u128);
        for run in &self.runs {
            let negatives = run.rows - run.positives;
            twice += u128::from(run.positives) * u128::from(2 * below + negatives);
            below += negatives;
        }
        let pairs = u128::from(self.positives) * u128::from(self.negatives());
        (pairs > 0).then(|| twice as f64 / (2 * pairs) as f64)
    }

    /// The probability with the best F1, the highest of several; one half without positives.
    pub(super) fn best_threshold(&self) -> f64 {
        let (mut best, mut threshold) = (0.0, 0.5);
        let (mut foretold, mut right) = (0, 0);
        for run in self.runs.iter().rev() {
            foretold += run.rows;
            right += run.positives;
            let f1 = 2.0 * right as f64 / (foretold + self.positives) as f64;
            if f1 > best {
                (best, threshold) = (f1, run.probability);
            }
        }
        threshold
    }

    /// The rate in the top tenth over that of all. Of rows with equal probability at the edge a share counts.
    fn lift(&self) -> Option<f64> {
        let size = self.rows as f64 / 10.0;
        let (mut room, mut found) = (size, 0.0);
        for run in self.runs.iter().rev() {
            let taken = f64::min(room, run.rows as f64);
            found += run.positives as f64 * (taken / run.rows as f64);
            room -= taken;
        }
        (self.positives > 0).then(|| found / size / (self.positives as f64 / self.rows as f64))
    }

    /// Ten groups of equal size by probability. Rows of equal probability stay together, in the group of their middle.
    pub(super) fn calibration(&self) -> Vec<CalibrationGroup> {
        let mut groups = Vec::new();
        let (mut before, mut current) = (0, None);
        for run in &self.runs {
            let group = (2 * before + run.rows) * 10 / (2 * self.rows.max(1));
            before += run.rows;
            if current != Some(group) {
                groups.push(CalibrationGroup::default());
                current = Some(group);
            }
            if let Some(group) = groups.last_mut() {
                // Sums for now.
                group.predicted += run.probability * run.rows as f64;
                group.observed += run.positives as f64;
                group.rows += run.rows;
            }
        }
        for group in &mut groups {
            group.predicted /= group.rows as f64;
            group.observed /= group.rows as f64;
        }
        groups
    }

    /// All the numbers, for a threshold.
    pub(super) fn metrics(&self, threshold: f64) -> ModelMetrics {
        let (mut loss, mut square) = (0.0, 0.0);
        let mut counts = Confusion::default();
        for run in &self.runs {
            let (p, positives, negatives) = (run.probability, run.positives, run.rows - run.positives);
            let held = |p: f64| libm::log(if p < f64::EPSILON { f64::EPSILON } else { p });
            loss -= positives as f64 * held(p) + negatives as f64 * held(1.0 - p);
            square += positives as f64 * (1.0 - p) * (1.0 - p) + negatives as f64 * p * p;
            let (right, wrong) = match p >= threshold {
                true => (&mut counts.true_positives, &mut counts.false_positives),
                false => (&mut counts.false_negatives, &mut counts.true_negatives),
            };
            *right += positives;
            *wrong += negatives;
        }
        let rate = ratio(self.positives, self.rows);
        let mean = |sum: f64| (self.rows > 0).then(|| sum / self.rows as f64);
        let log_loss = mean(loss);
        let base_log_loss = rate.map(|rate| entropy(rate) + entropy(1.0 - rate));
        let error = |group: &CalibrationGroup| group.rows as f64 * (group.predicted - group.observed).abs();
        let Confusion { true_positives, false_positives, true_negatives, false_negatives } = counts;
        ModelMetrics {
            rows: self.rows,
            positives: self.positives,
            base_rate: rate,
            auc: self.auc(),
            log_loss,
            brier: mean(square),
            base_log_loss,
            base_brier: rate.map(|rate| rate * (1.0 - rate)),
            skill: log_loss.zip(base_log_loss).filter(|&(_, base)| base > 0.0).map(|(own, base)| 1.0 - own / base),
            calibration_error: mean(self.calibration().iter().map(error).sum()),
            lift_top_decile: self.lift(),
            threshold,
            precision: ratio(true_positives, true_positives + false_positives),
            recall: ratio(true_positives, self.positives),
            f1: ratio(2 * true_positives, 2 * true_positives + false_positives + false_negatives),
            accuracy: ratio(true_positives + true_negatives, self.rows),
            confusion: counts,
        }
    }
}

fn ratio(count: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| count as f64 / of as f64)
}

fn entropy(rate: f64) -> f64 {
    if rate > 0.0 { -rate * libm::log(rate) } else { 0.0 }
}
