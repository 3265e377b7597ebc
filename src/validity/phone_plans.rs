//! The numbering plans of the world, and whether a national number fits into one.
//!
//! A plan says how many digits a number has, by its first two or three; no more, because plans change in the detail: areas and operators get
//! new blocks every month. So a number of the right length whose start is just not in the plan is `Unallocated`, which is a doubt.

use std::sync::OnceLock;

/// Plans as text: see its first lines.
const PLANS: &str = include_str!("phone_plans.tsv");

/// The plan of one region.
pub(super) struct Plan {
    /// The country calling code.
    pub(super) code: &'static str,
    /// ISO 3166-1 alpha-2; `001` for numbers of no country.
    pub(super) region: &'static str,
    /// What is dialled before a national number inside the country, which is no part of it; several with `|` between them.
    pub(super) trunk: &'static str,
    groups: &'static str,
}

/// Why a number does not fit into a plan, the least wrong first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Misfit {
    /// No number that starts so has been given out, as far as is known.
    Unallocated,
    /// Numbers that start so have from `min` to `max` digits.
    Length { min: usize, max: usize },
    /// No number starts with this digit.
    Start,
}

fn plans() -> &'static [Plan] {
    static PARSED: OnceLock<Vec<Plan>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let lines = PLANS.lines().filter(|line| !line.starts_with('#'));
        let plan = |line: &'static str| {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or_default();
            Plan { code: next(), region: next(), trunk: next().trim_start_matches('-'), groups: next() }
        };
        lines.map(plan).collect()
    })
}

/// The plan of a region, which is in upper case.
pub(super) fn of_region(region: &str) -> Option<&'static Plan> {
    plans().iter().find(|plan| plan.region == region)
}

/// The plans that share a country calling code, the main one first.
pub(super) fn of_code(code: &str) -> &'static [Plan] {
    let all = plans();
    let start = all.iter().position(|plan| plan.code == code).unwrap_or(all.len());
    let rest = all.get(start..).unwrap_or_default();
    let end = rest.iter().position(|plan| plan.code != code).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// The plans that an international number starts the code of, and its national part. No code is the start of another.
pub(super) fn split_code(digits: &str) -> Option<(&'static [Plan], &str)> {
    (1..=3).find_map(|length| {
        let (code, rest) = digits.split_at_checked(length)?;
        let plans = of_code(code);
        (!plans.is_empty()).then_some((plans, rest))
    })
}

impl Plan {
    /// Whether a national number fits. The start that agrees in the most digits decides what is wrong.
    pub(super) fn check(&self, national: &str) -> Result<(), Misfit> {
        // How far the best start agrees, and the lengths that go with it.
        let mut best = 0;
        let (mut min, mut max, mut has_length) = (usize::MAX, 0, false);
        for group in self.groups.split(" / ") {
            let (lengths, starts) = group.split_once(": ").unwrap_or_default();
            let agrees = starts.split(' ').map(|start| agreement(start, national)).max().unwrap_or(0);
            if agrees < best || agrees == 0 {
                continue;
            }
            if agrees > best {
                (best, min, max, has_length) = (agrees, usize::MAX, 0, false);
            }
            for range in lengths.split(',') {
                let (low, high) = range.split_once('-').unwrap_or((range, range));
                let (low, high) = (low.parse().unwrap_or(0), high.parse().unwrap_or(0));
                (min, max) = (min.min(low), max.max(high));
                has_length |= (low..=high).contains(&national.len());
            }
        }
        match (best, has_length) {
            (0, _) => Err(Misfit::Start),
            (_, false) => Err(Misfit::Length { min, max }),
            (WHOLE, true) => Ok(()),
            (_, true) => Err(Misfit::Unallocated),
        }
    }
}

/// All of a start agrees.
const WHOLE: usize = usize::MAX;

/// How many digits of a number agree with a start such as `7[3-9]`, or WHOLE.
fn agreement(start: &str, number: &str) -> usize {
    let mut pattern = start.bytes();
    let mut digits = number.bytes();
    let mut agreed = 0;
    while let Some(expected) = pattern.next() {
        let digit = digits.next();
        let agrees = match expected {
            b'*' => true,
            b'[' => {
                // `3-9` is a range; what stands alone is itself.
                let (mut found, mut low, mut is_range) = (false, 0, false);
                for c in pattern.by_ref().take_while(|&c| c != b']') {
                    if c == b'-' {
                        is_range = true;
                        continue;
                    }
                    let from = if is_range { low } else { c };
                    found |= digit.is_some_and(|digit| (from..=c).contains(&digit));
                    (low, is_range) = (c, false);
                }
                found
            }
            expected => digit == Some(expected),
        };
        if !agrees {
            return agreed;
        }
        agreed += 1;
    }
    WHOLE
}
