//! Quality over time: scores that are kept, and alerts when one of them changes more than it should.
//!
//! A history is a table of points: `at`, `metric`, `value`. [`quality_alerts`] holds rules against it. Of the values that a rule looks back
//! on, the `window` last ones before the point x, which itself is never among them:
//!
//! | kind | reference r | limits |
//! |---|---|---|
//! | relative | the mean of the values, or the baseline | r - maxChange abs(r), r + maxChange abs(r) |
//! | absolute | the same | r - maxChange, r + maxChange |
//! | threeSigma | the mean of the values | r - d, r + d with d = max(deviations s, minChange) |
//! | threshold | none | min, max |
//!
//! s is the sample standard deviation (n - 1), or the mean moving range / 1.128. When all values are the same, s is 0 and every other value
//! is beyond the limits, unless `minChange` says what does not matter. An alert is a value below the lower or above the upper limit by
//! more than 1e-12 of the larger of value and limit, so that rounding does not make one of a value that is at the limit.
//!
//! Sources: the kinds as in the anomaly detection of Deequ (Schelter et al., Automating Large-Scale Data Quality Verification, VLDB 2018);
//! moving ranges as in the NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, Individuals Control Charts.

mod alerts;
mod options;
mod points;
mod words;

pub use alerts::{Alert, NotChecked, QualityAlerts, quality_alerts};
pub use options::{AlertKind, AlertOptions, AlertRule, CheckedPoints, Direction, Spread};
