//! Quantiles and medians, by selection rather than by sorting.
//!
//! The definition is type 7 of Hyndman & Fan (1996), "Sample Quantiles in Statistical Packages", the default of R and
//! NumPy: with the values sorted as `x[0..n]`, the quantile k/m lies at position `(n - 1) k / m`, linearly interpolated
//! between its neighbours. The position is computed in whole numbers, so that a quantile that falls on a value is that
//! value.

use crate::error::{Result, try_collect};

/// A number that has a total order and can be averaged: what quantiles are taken of.
pub trait Ranked: Copy {
    /// A whole number in whose order the values lie.
    fn key(self) -> i64;
    /// The value of a key, as a floating-point number.
    fn value(key: i64) -> f64;
}

impl Ranked for i32 {
    fn key(self) -> i64 {
        i64::from(self)
    }
    fn value(key: i64) -> f64 {
        key as f64
    }
}

impl Ranked for f64 {
    /// The bits, arranged so that their order as whole numbers is the order of the numbers. -0 becomes 0.
    fn key(self) -> i64 {
        let bits = (self + 0.0).to_bits() as i64;
        bits ^ (((bits >> 63) as u64) >> 1) as i64
    }
    fn value(key: i64) -> f64 {
        f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
    }
}

/// The quantiles 1/m, 2/m, ... (m-1)/m of the values, in that order; empty when there are no values.
///
/// # Errors
///
/// [`crate::ErrorKind::OutOfMemory`].
///
/// ```
/// use custometry::stats::quantile::quantiles;
///
/// assert_eq!(quantiles(&[4, 1, 3, 2], 2)?, [2.5]);
/// assert_eq!(quantiles(&[1.0, 2.0, 10.0], 4)?, [1.5, 2.0, 6.0]);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn quantiles<T: Ranked>(values: &[T], m: usize) -> Result<Vec<f64>> {
    let Some(last) = values.len().checked_sub(1) else { return Ok(Vec::new()) };
    let mut keys = try_collect(values.iter().map(|value| value.key()))?;
    let positions: Vec<(usize, usize)> = (1..m).map(|k| (last * k / m, last * k % m)).collect();
    let mut ranks: Vec<usize> = positions.iter().flat_map(|&(rank, _)| [rank, (rank + 1).min(last)]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    place(&mut keys, &ranks);
    let at = |rank: usize| keys.get(rank).map_or(0.0, |&key| T::value(key));
    Ok(positions
        .iter()
        .map(|&(rank, remainder)| {
            let low = at(rank);
            if remainder == 0 { low } else { low + (at(rank + 1) - low) * (remainder as f64 / m as f64) }
        })
        .collect())
}

/// The median of values given by their keys, whose order may be changed; none when there are no values.
///
/// ```
/// use custometry::stats::quantile::median;
///
/// assert_eq!(median::<i32>(&mut [3, 1, 2, 10]), Some(2.5));
/// assert_eq!(median::<i32>(&mut []), None);
/// ```
pub fn median<T: Ranked>(keys: &mut [i64]) -> Option<f64> {
    let half = keys.len() / 2;
    let ranks = if keys.len() % 2 == 1 { vec![half] } else { vec![half.checked_sub(1)?, half] };
    place(keys, &ranks);
    let mut middle = ranks.iter().filter_map(|&rank| keys.get(rank)).map(|&key| T::value(key));
    let low = middle.next()?;
    Some(middle.next().map_or(low, |high| low + (high - low) * 0.5))
}

/// Puts the items of the given ranks, which increase, where they would be if all were sorted.
fn place(keys: &mut [i64], ranks: &[usize]) {
    if !sort_by_counting(keys) {
        select(keys, 0, ranks);
    }
}

/// Sorts keys that lie close together, which days and counts do, by counting them; false when they lie too far apart.
fn sort_by_counting(keys: &mut [i64]) -> bool {
    let Some((&least, &most)) = keys.iter().min().zip(keys.iter().max()) else { return true };
    let mut counts: Vec<usize> = Vec::new();
    match most.checked_sub(least).and_then(|span| usize::try_from(span).ok()) {
        Some(span) if span <= keys.len() && counts.try_reserve_exact(span + 1).is_ok() => counts.resize(span + 1, 0),
        _ => return false,
    }
    for key in &*keys {
        if let Some(count) = counts.get_mut((key - least) as usize) {
            *count += 1;
        }
    }
    let mut rest = keys;
    for (count, key) in counts.into_iter().zip(least..) {
        let Some((equal, others)) = rest.split_at_mut_checked(count) else { break };
        equal.fill(key);
        rest = others;
    }
    true
}

/// The same by selection; ranks are counted from `offset`.
fn select(keys: &mut [i64], offset: usize, ranks: &[usize]) {
    let Some(&middle) = ranks.get(ranks.len() / 2) else { return };
    let Some(index) = middle.checked_sub(offset).filter(|&index| index < keys.len()) else { return };
    let (below, _, above) = keys.select_nth_unstable(index);
    let (lower, upper) = ranks.split_at(ranks.len() / 2);
    select(below, offset, lower);
    select(above, middle + 1, upper.strip_prefix(&[middle]).unwrap_or(upper));
}
