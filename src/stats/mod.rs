//! Sums, quantiles and sorting.

pub(crate) mod order;
pub mod quantile;
pub mod sum;
