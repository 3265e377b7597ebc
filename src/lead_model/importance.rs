//! From what a model has learned to the weights of a scorecard.

use super::model::LeadModel;
use crate::error::{Error, ErrorKind, Result};

/// A dimension of a scorecard, as far as weights are concerned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DimensionWeights {
    /// The weight of the dimension.
    pub weight: f64,
    /// The columns of its criteria.
    pub columns: Vec<String>,
    /// The weights of its criteria.
    pub weights: Vec<f64>,
}

/// One of the things that share a weight of 100.
#[derive(Clone, Copy)]
struct Part {
    /// The weight that it had.
    weight: f64,
    /// What the model says; none if it knows nothing of it.
    importance: Option<f64>,
}

impl LeadModel {
    /// The weights that the model suggests for a scorecard: whole numbers that add up to 100, over the dimensions and within
    /// each.
    ///
    /// The importance of a criterion is that of its column, [`LeadModel::importance`], and that of a dimension the sum over its
    /// criteria. Dimensions of which the model knows no column keep their share of the weights, as do such criteria within their
    /// dimension; the rest is shared by importance. Shares are rounded by largest remainder, those above 0 to 1 at least.
    ///
    /// # Errors
    ///
    /// [`MissingColumn`](ErrorKind::MissingColumn) when the model knows none of the columns;
    /// [`InvalidOption`](ErrorKind::InvalidOption) for weights that are negative, not finite, or not as many as the columns.
    pub fn suggest_weights(&self, card: &[DimensionWeights]) -> Result<Vec<DimensionWeights>> {
        let mut suggested = Vec::with_capacity(card.len());
        let mut dimensions = Vec::with_capacity(card.len());
        for (place, dimension) in card.iter().enumerate() {
            let all = || dimension.weights.iter().chain([&dimension.weight]);
            if dimension.weights.len() != dimension.columns.len() || all().any(|w| !(0.0..=1e9).contains(w)) {
                return Err(Error::invalid_option(format!(
                    "dimensions[{place}]: a weight is not a number from 0 to 1e9"
                ))
                .with_help("Give each dimension and criterion a weight of 0 or more."));
            }
            let criteria = dimension.columns.iter().zip(&dimension.weights);
            let parts: Vec<Part> =
                criteria.map(|(column, &weight)| Part { weight, importance: self.importance_of(column) }).collect();
            let known = parts.iter().filter_map(|part| part.importance);
            let importance = parts.iter().any(|part| part.importance.is_some()).then(|| known.sum());
            dimensions.push(Part { weight: dimension.weight, importance });
            suggested.push(DimensionWeights {
                weight: 0.0,
                columns: dimension.columns.clone(),
                weights: shared(&parts),
            });
        }
        if dimensions.iter().all(|part| part.importance.is_none()) {
            let known: Vec<String> = self.features.iter().map(|known| format!("\"{}\"", known.feature)).collect();
            let message = "the scorecard has no column that the model has learned from";
            return Err(Error::new(ErrorKind::MissingColumn, message)
                .with_help(format!("The model knows {}.", known.join(", "))));
        }
        for (dimension, weight) in suggested.iter_mut().zip(shared(&dimensions)) {
            dimension.weight = weight;
        }
        Ok(suggested)
    }

    fn importance_of(&self, column: &str) -> Option<f64> {
        let place = self.features.iter().position(|known| known.feature == column)?;
        self.importance.get(place).copied()
    }
}

/// Shares 100 out.
fn shared(parts: &[Part]) -> Vec<f64> {
    let all: f64 = parts.iter().map(|part| part.weight).sum();
    let before = |part: &Part| if all > 0.0 { part.weight / all } else { 1.0 / parts.len() as f64 };
    let known = || parts.iter().filter(|part| part.importance.is_some());
    let learned: f64 = known().map(before).sum();
    let importance: f64 = known().filter_map(|part| part.importance).sum();
    let share = |part: &Part| match part.importance {
        Some(own) if importance > 0.0 => 100.0 * learned * (own / importance),
        _ => 100.0 * before(part),
    };
    whole(&parts.iter().map(share).collect::<Vec<f64>>())
}

/// Whole numbers near the shares, that add up to 100 as these do: by largest remainder, and 1 at least for a share above 0.
fn whole(shares: &[f64]) -> Vec<f64> {
    let least = |share: f64| if share > 0.0 { libm::floor(share).max(1.0) } else { 0.0 };
    let mut weights: Vec<f64> = shares.iter().map(|&share| least(share)).collect();
    let sum = |weights: &[f64]| weights.iter().sum::<f64>();
    // The place of the greatest number, the first of several.
    let greatest = |numbers: &mut dyn Iterator<Item = f64>| {
        numbers.enumerate().fold((0, f64::NEG_INFINITY), |best, own| if own.1 > best.1 { own } else { best }).0
    };
    if shares.iter().all(|&share| share <= 0.0) {
        return weights;
    }
    while sum(&weights) < 100.0 {
        let place = greatest(
            &mut shares.iter().zip(&weights).map(
                |(&share, &weight)| {
                    if share > 0.0 { share - weight } else { f64::NEG_INFINITY }
                },
            ),
        );
        weights.iter_mut().skip(place).take(1).for_each(|weight| *weight += 1.0);
    }
    while sum(&weights) > 100.0 && weights.iter().any(|&weight| weight > 1.0) {
        let excess = |(&share, &weight): (&f64, &f64)| if weight > 1.0 { weight - share } else { f64::NEG_INFINITY };
        let place = greatest(&mut shares.iter().zip(&weights).map(excess));
        weights.iter_mut().skip(place).take(1).for_each(|weight| *weight -= 1.0);
    }
    weights
}
