//! What is wrong with the data that a model was trained on: too little of it, columns that say nothing, columns that say too much.

use super::feature::{Codes, Encoded, Feature};
use super::metrics::Ranking;
use crate::error::{Result, try_vec};
use serde::Serialize;

/// So many rows of either class a model should have, as Dynamics 365 asks for.
pub(super) const ENOUGH: usize = 40;
/// With fewer of either class nothing is said of single features.
const FEW: usize = 10;
/// A feature that orders the leads as well as this by itself has most likely been filled in after the outcome.
const LEAK: f64 = 0.98;

/// Something to know before the model is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What it is: `too-few`, `one-class`, `constant`, `rare-levels`, `leakage` or `separation`. Stable.
    pub code: &'static str,
    /// The feature that it is about.
    pub feature: Option<String>,
    /// The same in words.
    pub message: String,
}

impl Warning {
    pub(super) fn new(code: &'static str, feature: Option<&str>, message: String) -> Warning {
        Warning { code, feature: feature.map(str::to_owned), message }
    }
}

/// Looks at each feature by itself, over the training part.
pub(super) fn look(features: &[Feature], encoded: &Encoded, rows: &[u32], outcome: &[u8]) -> Result<Vec<Warning>> {
    let is_positive = |row: u32| outcome.get(row as usize) == Some(&1);
    let positives = rows.iter().filter(|&&row| is_positive(row)).count();
    let negatives = rows.len() - positives;
    let mut warnings = Vec::new();
    if positives.min(negatives) < ENOUGH {
        let message = format!(
            "The training part has {positives} leads that converted and {negatives} that did not: with fewer than {ENOUGH} of either, do not rely on the model."
        );
        warnings.push(Warning::new("too-few", None, message));
    }
    for (feature, codes) in features.iter().zip(&encoded.columns) {
        let name = feature.feature.as_str();
        if feature.has_rare_levels() {
            let message = format!("Rare values of \"{name}\" are pooled as (other): {} of them.", feature.pooled.len());
            warnings.push(Warning::new("rare-levels", Some(name), message));
        }
        if positives.min(negatives) < FEW {
            continue;
        }
        let counts = level_counts(feature, codes, rows, &is_positive);
        if leaks(codes, &counts, rows, &is_positive)? {
            let message = format!(
                "\"{name}\" alone tells almost surely who converted: was it filled in after the outcome was known? Leave it out then."
            );
            warnings.push(Warning::new("leakage", Some(name), message));
        }
        let rate = positives as f64 / rows.len() as f64;
        for (code, &[lost, won]) in (0..).zip(&counts) {
            // So many of the missing class would be there if the level made no difference.
            let (expected, none) = match (lost, won) {
                (0, won) => (won as f64 * (1.0 - rate), "all"),
                (lost, 0) => (lost as f64 * rate, "none"),
                _ => continue,
            };
            if expected >= 10.0 {
                let level = feature.level_name(code).unwrap_or_default();
                let count = lost + won;
                let message = format!(
                    "Of {count} leads whose \"{name}\" is {level}, {none} converted: only the penalty keeps the weight finite."
                );
                warnings.push(Warning::new("separation", Some(name), message));
            }
        }
    }
    Ok(warnings)
}

fn level_counts(feature: &Feature, codes: &Codes, rows: &[u32], is_positive: &dyn Fn(u32) -> bool) -> Vec<[usize; 2]> {
    let mut counts = vec![[0; 2]; feature.level_count()];
    for &row in rows {
        let code = codes.codes.get(row as usize).map_or(usize::MAX, |&code| code as usize);
        if let Some([lost, won]) = counts.get_mut(code) {
            *(if is_positive(row) { won } else { lost }) += 1;
        }
    }
    counts
}

/// Whether the best order of the levels, or the number itself, tells the classes apart.
fn leaks(codes: &Codes, counts: &[[usize; 2]], rows: &[u32], is_positive: &dyn Fn(u32) -> bool) -> Result<bool> {
    let auc = |score: &dyn Fn(u32) -> Option<f64>| -> Result<f64> {
        let mut pairs = try_vec(rows.len())?;
        pairs.extend(rows.iter().map(|&row| (score(row).unwrap_or(0.0), is_positive(row))));
        Ok(Ranking::new(&pairs)?.auc().unwrap_or(0.5))
    };
    let rates: Vec<f64> = counts.iter().map(|&[lost, won]| won as f64 / (lost + won).max(1) as f64).collect();
    let by_level = auc(&|row| rates.get(*codes.codes.get(row as usize)? as usize).copied())?;
    let by_number = auc(&|row| codes.numbers.get(row as usize).copied())?;
    Ok(by_level > LEAK || by_number > LEAK || 1.0 - by_number > LEAK)
}
