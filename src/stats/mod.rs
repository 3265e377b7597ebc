//! Sums, quantiles, intervals, distributions, integrals and sorting; special functions and the maximum of a function.

pub mod chi_square;
pub(crate) mod double;
pub mod interval;
pub mod normal;
pub mod optimize;
pub(crate) mod order;
pub mod quadrature;
pub mod quantile;
pub mod random;
pub(crate) mod rests;
pub mod special;
pub mod sum;
