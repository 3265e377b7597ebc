//! From verdicts to scores. There is one rule: a tested cell is worth the weight of its check times the factor of its severity; one that
//! passes earns all of it, one that is only warned about half, one that fails nothing. A score is 100 times what the cells earn over
//! what they are worth, be it of a record, a column, a dimension, a group or the whole.

use super::verdict::{UNTESTED, is_failing, is_warning};

/// How many cells were tested, and how they fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) tested: u32,
    /// Those that do not pass, warnings among them.
    pub(super) failed: u32,
    pub(super) warnings: u32,
}

impl Counts {
    #[inline]
    pub(super) fn add(&mut self, verdict: u32) {
        self.tested += u32::from(verdict != UNTESTED);
        self.failed += u32::from(is_failing(verdict));
        self.warnings += u32::from(is_warning(verdict));
    }

    /// The share that passes.
    pub(super) fn pass_rate(self) -> Option<f64> {
        (self.tested > 0).then(|| f64::from(self.tested - self.failed) / f64::from(self.tested))
    }

    /// Whether enough pass, warnings not held against them.
    pub(super) fn passes(self, mostly: f64) -> bool {
        self.tested == 0 || f64::from(self.tested - self.failed + self.warnings) / f64::from(self.tested) >= mostly
    }
}

/// What cells earn, and what they are worth.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Points {
    earned: f64,
    worth: f64,
}

impl Points {
    /// Adds cells that are worth so much each.
    #[inline]
    pub(super) fn add(&mut self, counts: Counts, each: f64) {
        let tested = f64::from(counts.tested);
        self.earned += each * (tested - f64::from(counts.failed) + f64::from(counts.warnings) / 2.0);
        self.worth += each * tested;
    }

    /// From 0 to 100; none where nothing was tested that counts.
    pub(super) fn score(self) -> Option<f64> {
        (self.worth > 0.0).then(|| 100.0 * self.earned / self.worth)
    }
}

/// A for 90 and more, B for 80, C for 70, D for 60, otherwise F.
pub fn grade(score: f64) -> &'static str {
    match score {
        90.0.. => "A",
        80.0.. => "B",
        70.0.. => "C",
        60.0.. => "D",
        _ => "F",
    }
}
