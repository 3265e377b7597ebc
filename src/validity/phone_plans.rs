//! The numbering plans of the world, and whether a national number fits into one.
//!
//! A plan says how many digits a number has, by its first two or three; no more, because plans change in the detail: areas and operators get
//! new blocks every month. So a number of the right length whose start is just not in the plan is `Unallocated`, which is a doubt.

use std::cmp::Ordering;
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
    groups: Vec<Group>,
}

/// Numbers of some lengths, and what they start with.
struct Group {
    /// Bit n is set where there are numbers of n digits.
    lengths: u32,
    starts: &'static str,
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

/// All plans, and where those of each country calling code are among them.
struct Plans {
    all: Vec<Plan>,
    by_code: Vec<(usize, usize)>,
}

impl Misfit {
    fn length(bits: u32) -> Misfit {
        Misfit::Length {
            min: bits.trailing_zeros() as usize,
            max: (u32::BITS - 1).saturating_sub(bits.leading_zeros()) as usize,
        }
    }
}

fn plans() -> &'static Plans {
    static PARSED: OnceLock<Plans> = OnceLock::new();
    PARSED.get_or_init(|| {
        let mut all: Vec<Plan> = Vec::new();
        let mut by_code = vec![(0, 0); 1000];
        for line in PLANS.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or_default();
            let (code, region, trunk) = (next(), next(), next().trim_start_matches('-'));
            let groups = next().split(" / ").filter_map(|group| group.split_once(": "));
            let groups = groups.map(|(lengths, starts)| Group { lengths: bits(lengths), starts }).collect();
            if let Some(range) = code.parse().ok().and_then(|code: usize| by_code.get_mut(code)) {
                let start = if range.1 == 0 { all.len() } else { range.0 };
                *range = (start, all.len() + 1);
            }
            all.push(Plan { code, region, trunk, groups });
        }
        Plans { all, by_code }
    })
}

/// `5-7,11` as bits.
fn bits(lengths: &str) -> u32 {
    let range = |range: &str| {
        let (low, high) = range.split_once('-').unwrap_or((range, range));
        let (low, high): (u32, u32) = (low.parse().unwrap_or(1), high.parse().unwrap_or(0));
        (low..=high.min(31)).map(|n| 1 << n).sum::<u32>()
    };
    lengths.split(',').map(range).sum()
}

/// The plan of a region, which is in upper case.
pub(super) fn of_region(region: &str) -> Option<&'static Plan> {
    plans().all.iter().find(|plan| plan.region == region)
}

/// The plans that share a country calling code, the main one first.
pub(super) fn of_code(code: &str) -> &'static [Plan] {
    let Plans { all, by_code } = plans();
    let is_code = !code.starts_with('0');
    let range = code.parse().ok().filter(|_| is_code).and_then(|code: usize| by_code.get(code));
    range.and_then(|&(start, end)| all.get(start..end)).unwrap_or_default()
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
        // How far the best start agrees, and the lengths that go with it as bits.
        let mut best = 0;
        let mut lengths = 0;
        let length = u32::try_from(national.len()).ok().and_then(|n| 1_u32.checked_shl(n)).unwrap_or(0);
        for group in &self.groups {
            let agrees = group.starts.split(' ').map(|start| agreement(start, national)).max().unwrap_or(0);
            if agrees == WHOLE && group.lengths & length != 0 {
                return Ok(());
            }
            match agrees.cmp(&best) {
                Ordering::Greater => (best, lengths) = (agrees, group.lengths),
                Ordering::Equal => lengths |= group.lengths,
                Ordering::Less => {}
            }
        }
        match best {
            0 => Err(Misfit::Start),
            WHOLE => Err(Misfit::length(lengths)),
            _ if lengths & length == 0 => Err(Misfit::length(lengths)),
            _ => Err(Misfit::Unallocated),
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
