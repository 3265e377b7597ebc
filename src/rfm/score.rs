//! From values to scores.
//!
//! With cut points `c[0..bins - 1]` a value scores 1 plus the number of cut points that it exceeds, so that equal values
//! always score the same. For recency fewer days are better: the score is `bins` minus the number of cut points that the
//! days exceed.

use super::options::{Binning, Bins, RfmThresholds};
use crate::error::{Result, try_filled};
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::{Ranked, quantiles};
use crate::stats::sum::ExactSum;

/// The three values of each customer, in the order of the output.
pub(super) struct Values {
    pub(super) recency: Vec<i32>,
    pub(super) frequency: Vec<i32>,
    pub(super) monetary: Vec<f64>,
    /// The row of each customer's first purchase, where the binning asks for it.
    pub(super) first_seen: Vec<u64>,
}

/// The three scores of each customer.
pub(super) struct Scores {
    pub(super) recency: Vec<i32>,
    pub(super) frequency: Vec<i32>,
    pub(super) monetary: Vec<i32>,
    pub(super) thresholds: RfmThresholds,
}

pub(super) fn score(values: &Values, binning: &Binning, bins: Bins) -> Result<Scores> {
    if *binning == Binning::Ntile {
        let by_first_seen = sorted_by_key(values.first_seen.iter().map(|&row| row as i64))?;
        let scorer = |bins| Ntile { bins, by_first_seen: &by_first_seen };
        let (mut recency, recency_cuts) = scorer(bins.recency).scores(&values.recency)?;
        reverse(&mut recency, bins.recency);
        let (frequency, frequency_cuts) = scorer(bins.frequency).scores(&values.frequency)?;
        let (monetary, monetary_cuts) = scorer(bins.monetary).scores(&values.monetary)?;
        let thresholds = RfmThresholds { recency: recency_cuts, frequency: frequency_cuts, monetary: monetary_cuts };
        return Ok(Scores { recency, frequency, monetary, thresholds });
    }
    let thresholds = match binning {
        Binning::Thresholds(thresholds) => thresholds.clone(),
        Binning::Mean => RfmThresholds {
            recency: vec![mean(&values.recency)],
            frequency: vec![mean(&values.frequency)],
            monetary: vec![mean(&values.monetary)],
        },
        Binning::Quantile | Binning::Ntile => RfmThresholds {
            recency: quantiles(&values.recency, bins.recency)?,
            frequency: quantiles(&values.frequency, bins.frequency)?,
            monetary: quantiles(&values.monetary, bins.monetary)?,
        },
    };
    let mut recency = by_cuts(&values.recency, &thresholds.recency)?;
    reverse(&mut recency, bins.recency);
    let frequency = by_cuts(&values.frequency, &thresholds.frequency)?;
    let monetary = by_cuts(&values.monetary, &thresholds.monetary)?;
    Ok(Scores { recency, frequency, monetary, thresholds })
}

fn by_cuts<T: Copy + Into<f64>>(values: &[T], cuts: &[f64]) -> Result<Vec<i32>> {
    let mut scores = try_filled(values.len(), 1)?;
    for &cut in cuts {
        for (score, &value) in scores.iter_mut().zip(values) {
            *score += i32::from(value.into() > cut);
        }
    }
    Ok(scores)
}

fn reverse(scores: &mut [i32], bins: usize) {
    for score in scores {
        *score = bins as i32 + 1 - *score;
    }
}

fn mean<T: Copy + Into<f64>>(values: &[T]) -> f64 {
    values.iter().map(|&value| value.into()).collect::<ExactSum>().value() / values.len() as f64
}

/// Groups of equal size, as SQL's NTILE and dplyr's ntile make them: when the count does not divide evenly, the first
/// groups have one more.
struct Ntile<'a> {
    bins: usize,
    /// The customers in the order of first appearance, each as the second of a pair.
    by_first_seen: &'a [(i64, i32)],
}

impl Ntile<'_> {
    /// The scores, and as cut points the greatest value of each group but the last.
    fn scores<T: Ranked>(&self, values: &[T]) -> Result<(Vec<i32>, Vec<f64>)> {
        let customer = |place: usize| self.by_first_seen.get(place).map_or(0, |&(_, customer)| customer as usize);
        let key = |place| values.get(customer(place)).map_or(0, |value| value.key());
        let order = sorted_by_key((0..values.len()).map(key))?;
        let mut scores = try_filled(values.len(), 0)?;
        let (size, larger) = (values.len() / self.bins, values.len() % self.bins);
        let mut cuts = Vec::with_capacity(self.bins);
        let mut rest = order.as_slice();
        for bin in 0..self.bins {
            let (group, others) = rest.split_at(size + usize::from(bin < larger));
            for &(_, place) in group {
                if let Some(score) = scores.get_mut(customer(place as usize)) {
                    *score = bin as i32 + 1;
                }
            }
            if let Some(&(greatest, _)) = group.last() {
                cuts.push(T::value(greatest));
            } else if let Some(&cut) = cuts.last() {
                cuts.push(cut);
            }
            rest = others;
        }
        cuts.truncate(self.bins - 1);
        Ok((scores, cuts))
    }
}
