//! What there is to say of numbers: mean, standard deviation, quantiles.

use super::values::{Distinct, key, sorted};
use crate::error::{Result, try_collect};
use crate::stats::sum::{ExactSum, Total};
use crate::table::{Column, ColumnData};

/// The finite numbers among the distinct values of a column, ascending.
#[derive(Default)]
pub(super) struct Numbers {
    values: Vec<(f64, u32)>,
    /// How many rows have one.
    pub(super) count: u64,
    /// How many rows have an infinite one.
    pub(super) infinite: u64,
    /// How many of these are negative.
    pub(super) negative_infinite: u64,
}

/// Mean and standard deviation.
pub(super) struct Moments {
    pub(super) mean: f64,
    pub(super) standard_deviation: Option<f64>,
}

impl Numbers {
    /// Of a column of numbers.
    pub(super) fn of(column: &Column, distinct: &[Distinct]) -> Option<Numbers> {
        let value: &dyn Fn(usize) -> Option<f64> = match column.data() {
            ColumnData::Floats(values) => &|row| values.get(row).copied(),
            ColumnData::Integers(values) => &|row| values.get(row).map(|&value| f64::from(value)),
            _ => return None,
        };
        let all = || distinct.iter().filter_map(|&each| Some((value(each.row())? + 0.0, each.count)));
        let values: Vec<(f64, u32)> = all().filter(|(value, _)| value.is_finite()).collect();
        let count = values.iter().map(|&(_, count)| u64::from(count)).sum();
        let at = |infinity: f64| all().filter(|&(value, _)| value == infinity).map(|(_, count)| u64::from(count)).sum();
        let negative_infinite: u64 = at(f64::NEG_INFINITY);
        let positive_infinite: u64 = at(f64::INFINITY);
        Some(Numbers { values, count, infinite: negative_infinite + positive_infinite, negative_infinite })
    }

    /// The different numbers, ascending, and how many rows have each.
    pub(super) fn values(&self) -> impl Iterator<Item = (f64, u32)> {
        self.values.iter().copied()
    }

    /// How many different ones there are.
    pub(super) fn distinct(&self) -> usize {
        self.values.len()
    }

    /// The least and the greatest.
    pub(super) fn range(&self) -> Option<(f64, f64)> {
        Some((self.values.first()?.0, self.values.last()?.0))
    }

    /// How many rows have a number of which it is true.
    pub(super) fn count_where(&self, is: fn(f64) -> bool) -> u64 {
        self.values.iter().filter(|&&(value, _)| is(value)).map(|&(_, count)| u64::from(count)).sum()
    }

    /// The mean, which is exact but for its last rounding, and the standard deviation with n - 1. Numbers so large or small that
    /// their squares have no place are scaled by a power of 2.
    pub(super) fn moments(&self) -> Option<Moments> {
        let (least, greatest) = self.range()?;
        let largest = least.abs().max(greatest.abs());
        let exponent = if (1e-140..=1e140).contains(&largest) { 0 } else { libm::frexp(largest).1 };
        let scaled = |value: f64| libm::scalbn(value, -exponent);
        let n = self.count as f64;
        let mut sum = Total::default();
        for &(value, count) in &self.values {
            // A product with a power of 2 is exact.
            let bits = (0..u32::BITS).filter(|bit| count >> bit & 1 == 1);
            bits.for_each(|bit| sum.add(scaled(value) * f64::from(1_u32 << bit)));
        }
        let mean = sum.value() / n;
        let squares: ExactSum = self
            .values
            .iter()
            .map(|&(value, count)| (scaled(value) - mean) * (scaled(value) - mean) * f64::from(count))
            .collect();
        let deviation = || libm::scalbn((squares.value() / (n - 1.0)).sqrt(), exponent);
        Some(Moments { mean: libm::scalbn(mean, exponent), standard_deviation: (self.count > 1).then(deviation) })
    }

    /// The quantile `k / m`, by the definition of [`crate::stats::quantile`] (type 7).
    pub(super) fn quantile(&self, k: u64, m: u64) -> Option<f64> {
        let last = self.count.checked_sub(1)?;
        let (rank, remainder) = (last * k / m, last * k % m);
        let low = self.nth(rank)?;
        if remainder == 0 {
            return Some(low);
        }
        Some(low + (self.nth(rank + 1)? - low) * (remainder as f64 / m as f64))
    }

    fn nth(&self, rank: u64) -> Option<f64> {
        let mut below = 0;
        let found = self.values.iter().find(|&&(_, count)| {
            below += u64::from(count);
            below > rank
        });
        found.map(|&(value, _)| value)
    }

    /// The median of the distances from a value.
    pub(super) fn median_distance(&self, from: f64) -> Result<Option<f64>> {
        let distance = |&(value, _): &(f64, u32)| (value - from).abs();
        let order = sorted(try_collect(self.values.iter().map(|pair| key(distance(pair))))?)?;
        let at =
            |(_, place): (i64, i32)| self.values.get(place as usize).map_or((0.0, 0), |pair| (distance(pair), pair.1));
        Ok(Numbers { values: try_collect(order.into_iter().map(at))?, ..*self }.quantile(1, 2))
    }
}
