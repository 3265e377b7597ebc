//! From scores to segments: the ten standard ones, the eight classes, or rules.

use super::options::{Bins, Locale, SegmentsOption};
use crate::error::{Error, Result, quoted};
use serde::Deserialize;

/// A rule: customers whose scores lie within the ranges (both ends included) belong to the segment. A range that is left
/// out takes every score.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentRule {
    /// The name of the segment. Several rules may name the same one.
    pub segment: String,
    /// What people see; default the name.
    pub label: Option<String>,
    /// The recency scores.
    pub r: Option<(u8, u8)>,
    /// The frequency scores.
    pub f: Option<(u8, u8)>,
    /// The monetary scores.
    pub m: Option<(u8, u8)>,
}

/// A segment and its labels.
struct Named {
    segment: &'static str,
    english: &'static str,
    chinese: &'static str,
}

const fn named(segment: &'static str, english: &'static str, chinese: &'static str) -> Named {
    Named { segment, english, chinese }
}

/// From the best to the worst.
const STANDARD: [Named; 10] = [
    named("champions", "Champions", "冠军客户"),
    named("loyal", "Loyal customers", "忠诚客户"),
    named("potential-loyalist", "Potential loyalists", "潜在忠诚客户"),
    named("new", "New customers", "新客户"),
    named("promising", "Promising", "有潜力客户"),
    named("need-attention", "Need attention", "需要关注客户"),
    named("about-to-sleep", "About to sleep", "即将沉睡客户"),
    named("at-risk", "At risk", "流失风险客户"),
    named("cant-lose", "Can't lose them", "不能失去客户"),
    named("hibernating", "Hibernating", "沉睡客户"),
];

/// `STANDARD_CELLS[r - 1][f - 1]` is the place in [`STANDARD`] of recency score r and frequency score f.
const STANDARD_CELLS: [[u8; 5]; 5] =
    [[9, 9, 7, 7, 8], [9, 9, 7, 7, 8], [6, 6, 5, 1, 1], [4, 2, 2, 1, 1], [3, 2, 2, 0, 0]];

/// In the order of the bits high recency (4), high frequency (2) and high monetary value (1), from 7 down to 0.
const EIGHT_CLASSES: [Named; 8] = [
    named("important-value", "Important: value", "重要价值客户"),
    named("general-value", "General: value", "一般价值客户"),
    named("important-develop", "Important: develop", "重要发展客户"),
    named("general-develop", "General: develop", "一般发展客户"),
    named("important-keep", "Important: keep", "重要保持客户"),
    named("general-keep", "General: keep", "一般保持客户"),
    named("important-win-back", "Important: win back", "重要挽留客户"),
    named("general-win-back", "General: win back", "一般挽留客户"),
];

/// The segment of customers that no rule matches.
const OTHER: Named = named("other", "Other", "其他");

/// The names of the built-in segments in their order.
pub(super) fn built_in_segments() -> impl Iterator<Item = &'static str> {
    STANDARD.iter().chain(&EIGHT_CLASSES).map(|named| named.segment)
}

/// How scores become segments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segmentation {
    scheme: Scheme,
    bins: Bins,
    /// The segments in their order, with their labels.
    pub(super) segments: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Scheme {
    Standard,
    EightClass,
    /// Rules, each with the place of its segment.
    Rules(Vec<(SegmentRule, usize)>),
}

impl Segmentation {
    pub(super) fn new(option: SegmentsOption, bins: Bins, locale: Locale) -> Result<Segmentation> {
        let label = |named: &Named| {
            let label = if locale == Locale::Chinese { named.chinese } else { named.english };
            (named.segment.to_owned(), label.to_owned())
        };
        let (scheme, segments) = match option {
            SegmentsOption::Standard => (Scheme::Standard, STANDARD.iter().map(label).collect()),
            SegmentsOption::EightClass => {
                if [bins.recency, bins.frequency, bins.monetary] != [2, 2, 2] {
                    return Err(Error::invalid_option("the eight classes need two bins of each value").with_help(
                        "Leave bins and binning out to cut at the mean, or pass bins: 2, or one cut point for each value.",
                    ));
                }
                (Scheme::EightClass, EIGHT_CLASSES.iter().map(label).collect())
            }
            SegmentsOption::Rules(rules) => {
                let (rules, mut segments) = places(rules, bins)?;
                if !segments.iter().any(|(segment, _)| segment == OTHER.segment) {
                    segments.push(label(&OTHER));
                }
                (Scheme::Rules(rules), segments)
            }
        };
        Ok(Segmentation { scheme, bins, segments })
    }

    /// The place in `segments` of a customer with these scores.
    pub(super) fn place(&self, r: usize, f: usize, m: usize) -> usize {
        match &self.scheme {
            Scheme::Standard => {
                let (r, f) = (fifth(r, self.bins.recency), fifth(f, self.bins.frequency));
                STANDARD_CELLS.get(r).and_then(|row| row.get(f)).map_or(0, |&place| usize::from(place))
            }
            Scheme::EightClass => 7 - (usize::from(r > 1) * 4 + usize::from(f > 1) * 2 + usize::from(m > 1)),
            Scheme::Rules(rules) => {
                let other = || self.segments.iter().position(|(segment, _)| segment == OTHER.segment).unwrap_or(0);
                rules.iter().find(|(rule, _)| rule.matches(r, f, m)).map_or_else(other, |&(_, place)| place)
            }
        }
    }
}

/// The score on a scale of 0 to 4, the ends kept and the rest spread evenly: with ten scores pairs become one, with five
/// each stays what it is, with two they become 0 and 4.
fn fifth(score: usize, bins: usize) -> usize {
    let steps = bins.max(2) - 1;
    (score.saturating_sub(1) * 8 + steps) / (2 * steps)
}

impl SegmentRule {
    fn matches(&self, r: usize, f: usize, m: usize) -> bool {
        let within = |range: Option<(u8, u8)>, score: usize| {
            range.is_none_or(|(low, high)| (usize::from(low)..=usize::from(high)).contains(&score))
        };
        within(self.r, r) && within(self.f, f) && within(self.m, m)
    }
}

type Places = (Vec<(SegmentRule, usize)>, Vec<(String, String)>);

/// Checks the rules and gives each the place of its segment.
fn places(rules: Vec<SegmentRule>, bins: Bins) -> Result<Places> {
    if rules.is_empty() {
        return Err(
            Error::invalid_option("segments has no rules").with_help("Give at least one rule, or \"standard\".")
        );
    }
    let mut segments: Vec<(String, String)> = Vec::new();
    let mut placed = Vec::with_capacity(rules.len());
    for (index, rule) in rules.into_iter().enumerate() {
        if rule.segment.is_empty() {
            return Err(Error::invalid_option(format!("segments[{index}] has an empty segment name")));
        }
        for (name, range, bins) in
            [("r", rule.r, bins.recency), ("f", rule.f, bins.frequency), ("m", rule.m, bins.monetary)]
        {
            if let Some((low, high)) = range
                && !(1 <= low && low <= high && usize::from(high) <= bins)
            {
                let name = format!("segments[{index}].{name} ({}) is [{low}, {high}]", quoted(&rule.segment));
                return Err(Error::invalid_option(name)
                    .with_help(format!("Scores run from 1 to {bins}; give [lowest, highest].")));
            }
        }
        let place = segments.iter().position(|(segment, _)| *segment == rule.segment).unwrap_or_else(|| {
            let label = rule.label.clone().unwrap_or_else(|| rule.segment.clone());
            segments.push((rule.segment.clone(), label));
            segments.len() - 1
        });
        placed.push((rule, place));
    }
    Ok((placed, segments))
}
