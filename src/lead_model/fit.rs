//! Learning weights: logistic regression or naive Bayes, calibrated, and centred so that they can be read.
//!
//! Naive Bayes, over the levels of categories and the bins of numbers: with n rows of a class, k of them on a level, and L levels
//! that occur at all, P(level | class) = (k + a) / (n + a L), a = 0.1 (Lidstone), and the weight of a level is
//! ln P(level | converted) - ln P(level | not); Manning, Raghavan & Schuetze (2008), *Introduction to Information Retrieval*, 13.2.
//!
//! Calibration by Platt (1999), "Probabilistic Outputs for Support Vector Machines": log-odds become a + b log-odds, with a and b
//! of greatest likelihood for log-odds of rows that the model had not seen. Both are folded into the weights.

use super::design::{Layout, Logistic};
use super::feature::{Encoded, Feature, FeatureKind, UNSEEN};
use super::options::Method;
use super::rows::FOLDS;
use crate::stats::optimize::{Objective, maximize};
use serde::Serialize;

/// What a model has learned: of all rows, or of those of one segment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fit {
    /// The segment; none for all rows.
    pub segment: Option<String>,
    /// The log-odds of a lead that is average in every feature.
    pub intercept: f64,
    /// For each feature the log-odds of one standard deviation; 0 for categories.
    pub slopes: Vec<f64>,
    /// For each feature the log-odds of its levels: of a category its levels, `(other)` and `(missing)`; of a number its bins and
    /// `(missing)`.
    pub levels: Vec<Vec<f64>>,
}

/// The calibration of log-odds: intercept + slope × log-odds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Calibrated {
    /// What the log-odds are multiplied by: less than 1 where they were too far out.
    pub slope: f64,
    /// What is added.
    pub intercept: f64,
}

impl Fit {
    /// What one feature adds to the log-odds. What was not seen in training adds nothing.
    pub(super) fn contribution(&self, feature: usize, code: i32, number: f64) -> f64 {
        if code == UNSEEN {
            return 0.0;
        }
        let level = self.levels.get(feature).and_then(|levels| levels.get(code as usize)).copied().unwrap_or(0.0);
        level + self.slopes.get(feature).copied().unwrap_or(0.0) * number
    }

    /// The log-odds of a row: the intercept and the contributions, added in the order of the features.
    pub(super) fn log_odds(&self, encoded: &Encoded, row: usize) -> f64 {
        let contributions = encoded.columns.iter().enumerate();
        contributions.fold(self.intercept, |sum, (feature, codes)| {
            let code = codes.codes.get(row).copied().unwrap_or(UNSEEN);
            sum + self.contribution(feature, code, codes.numbers.get(row).copied().unwrap_or(0.0))
        })
    }

    /// Centres the weights: over the given rows the contributions of each feature have mean 0. A level that none of them has
    /// becomes neutral. Returns the standard deviation of the contributions of each feature.
    fn centre(&mut self, features: &[Feature], encoded: &Encoded, rows: &[u32]) -> Vec<f64> {
        let mut spreads = Vec::with_capacity(features.len());
        for (place, (feature, codes)) in features.iter().zip(&encoded.columns).enumerate() {
            let mut seen = vec![0_usize; feature.level_count()];
            let (mut sum, mut square, mut count) = (0.0, 0.0, 0.0);
            for &row in rows {
                let code = codes.codes.get(row as usize).copied().unwrap_or(UNSEEN);
                let Some(seen) = seen.get_mut(code as usize) else { continue };
                *seen += 1;
                let number = codes.numbers.get(row as usize).copied().unwrap_or(0.0);
                let contribution = self.contribution(place, code, number);
                count += 1.0;
                sum += contribution;
                square += contribution * contribution;
            }
            let mean = if count > 0.0 { sum / count } else { 0.0 };
            spreads.push(libm::sqrt((square / f64::max(count, 1.0) - mean * mean).max(0.0)));
            self.intercept += mean;
            let bins = if feature.kind == FeatureKind::Category { 0 } else { seen.len() - 1 };
            for (code, (weight, seen)) in self.levels.get_mut(place).into_iter().flatten().zip(seen).enumerate() {
                *weight = if seen > 0 || code < bins { *weight - mean } else { 0.0 };
            }
        }
        spreads
    }

    fn calibrate(&mut self, by: Calibrated) {
        self.intercept = by.intercept + by.slope * self.intercept;
        let levels = self.levels.iter_mut().flatten();
        self.slopes.iter_mut().chain(levels).for_each(|weight| *weight *= by.slope);
    }
}

/// The rows that models are fitted to, encoded, and how they are fitted.
pub(super) struct Trainer<'a> {
    pub(super) method: Method,
    pub(super) features: &'a [Feature],
    pub(super) layout: Layout,
    pub(super) encoded: &'a Encoded,
    pub(super) outcome: &'a [u8],
}

/// An increase of the likelihood that is not worth a step in cross-validation.
const ROUGHLY: f64 = 1e-3;

impl Trainer<'_> {
    /// The weights that the rows give, the intercept first, before they are centred.
    fn learn(&self, rows: &[u32], penalty: f64, start: &[f64], enough: f64) -> Vec<f64> {
        match self.method {
            Method::NaiveBayes => self.naive_bayes(rows),
            Method::Logistic => {
                let (layout, encoded, outcome) = (&self.layout, self.encoded, self.outcome);
                Logistic { layout, encoded, rows, outcome, penalty, enough }.fit(start)
            }
        }
    }

    fn is_positive(&self, row: u32) -> bool {
        self.outcome.get(row as usize) == Some(&1)
    }

    fn naive_bayes(&self, rows: &[u32]) -> Vec<f64> {
        const LIDSTONE: f64 = 0.1;
        let positives = rows.iter().filter(|&&row| self.is_positive(row)).count() as f64;
        let mut weights = vec![libm::log(positives / (rows.len() as f64 - positives))];
        for (feature, codes) in self.features.iter().zip(&self.encoded.columns) {
            if feature.kind != FeatureKind::Category {
                weights.push(0.0);
            }
            let mut counts = vec![[0.0; 2]; feature.level_count()];
            let mut totals = [0.0; 2];
            for &row in rows {
                let code = codes.codes.get(row as usize).copied().unwrap_or(UNSEEN);
                let class = usize::from(self.is_positive(row));
                let count = counts.get_mut(code as usize).and_then(|counts| counts.get_mut(class));
                if let (Some(count), Some(total)) = (count, totals.get_mut(class)) {
                    *count += 1.0;
                    *total += 1.0;
                }
            }
            let levels = counts.iter().filter(|[lost, won]| lost + won > 0.0).count() as f64;
            let share = |count: f64, total: f64| libm::log((count + LIDSTONE) / (total + LIDSTONE * levels));
            let [all_lost, all_won] = totals;
            weights.extend(counts.iter().map(|&[lost, won]| share(won, all_won) - share(lost, all_lost)));
        }
        weights
    }

    /// The weights as a fit, not yet centred.
    fn fit_of(&self, weights: &[f64]) -> Fit {
        let (slopes, levels) = self.layout.split(weights).map(|(slope, levels)| (slope, levels.to_vec())).unzip();
        Fit { segment: None, intercept: weights.first().copied().unwrap_or(0.0), slopes, levels }
    }

    /// For each penalty the log-odds of every row by models that were fitted to the other folds. None where those lack a class.
    pub(super) fn out_of_fold(&self, rows: &[u32], folds: &[u8], penalties: &[f64]) -> Vec<Vec<Option<f64>>> {
        let mut scores = vec![vec![None; rows.len()]; penalties.len()];
        for fold in 0..FOLDS as u8 {
            let others: Vec<u32> =
                rows.iter().zip(folds).filter(|&(_, &own)| own != fold).map(|(&row, _)| row).collect();
            let positives = others.iter().filter(|&&row| self.is_positive(row)).count();
            if positives == 0 || positives == others.len() {
                continue;
            }
            // From the largest penalty on, each fit starts where the one before ended.
            let mut weights = vec![0.0; self.layout.size()];
            for (&penalty, scores) in penalties.iter().zip(&mut scores) {
                weights = self.learn(&others, penalty, &weights, ROUGHLY);
                let fit = self.fit_of(&weights);
                for ((score, &row), &own) in scores.iter_mut().zip(rows).zip(folds) {
                    if own == fold {
                        *score = Some(fit.log_odds(self.encoded, row as usize));
                    }
                }
            }
        }
        scores
    }

    /// The fit to the rows, calibrated, and the spread of each feature's contributions.
    pub(super) fn fit(&self, rows: &[u32], penalty: f64, by: Option<Calibrated>) -> (Fit, Vec<f64>) {
        let mut fit = self.fit_of(&self.learn(rows, penalty, &vec![0.0; self.layout.size()], 0.0));
        if let Some(by) = by {
            fit.calibrate(by);
        }
        let spreads = fit.centre(self.features, self.encoded, rows);
        (fit, spreads)
    }

    /// The calibration that log-odds of unseen rows ask for; none unless the likelihood ratio exceeds what chance gives in one
    /// case of twenty (5.99, chi-square with 2 degrees of freedom).
    pub(super) fn calibration(&self, rows: &[u32], scores: &[Option<f64>]) -> Option<Calibrated> {
        let known = rows.iter().zip(scores).filter_map(|(&row, score)| Some(((*score)?, self.is_positive(row))));
        let platt = Platt(known.collect());
        let as_is = platt.gradient(&[0.0, 1.0], &mut [0.0; 2]);
        let best = maximize(&platt, &[0.0, 1.0], &[(-50.0, 50.0), (0.0, 50.0)]);
        let [intercept, slope] = best.point[..] else { return None };
        (2.0 * (best.value - as_is) > 5.991_464_547_107_979 && slope > 0.0).then_some(Calibrated { slope, intercept })
    }
}

/// Log-odds with the outcomes: the likelihood of an intercept and a slope.
struct Platt(Vec<(f64, bool)>);

impl Objective for Platt {
    fn gradient(&self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let &[intercept, slope] = point else { return f64::NAN };
        let (mut value, mut sums) = (0.0, [0.0; 2]);
        for &(score, is_positive) in &self.0 {
            let odds = intercept + slope * score;
            value -= log_loss(odds, is_positive);
            let rest = f64::from(u8::from(is_positive)) - probability(odds);
            sums = [sums[0] + rest, sums[1] + rest * score];
        }
        gradient.iter_mut().zip(sums).for_each(|(slope, sum)| *slope = sum);
        value
    }
}

/// 1 / (1 + exp(-log-odds)).
pub(super) fn probability(odds: f64) -> f64 {
    let tail = libm::exp(-odds.abs());
    if odds > 0.0 { 1.0 / (1.0 + tail) } else { tail / (1.0 + tail) }
}

/// Minus the logarithm of the probability of what happened.
pub(super) fn log_loss(odds: f64, is_positive: bool) -> f64 {
    libm::log1p(libm::exp(-odds.abs())) + if (odds > 0.0) == is_positive { 0.0 } else { odds.abs() }
}
