//! Sums and quantiles.

pub mod quantile;
pub mod sum;
