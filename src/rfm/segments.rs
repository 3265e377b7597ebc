//! From scores to segments: the ten standard ones, the eight classes, or rules.

use super::options::{Bins, SegmentsOption};
use crate::error::{Error, Result, quoted};
use crate::options::Locale;

/// A rule: customers whose scores lie within the ranges (both ends included) belong to the segment. A range that is left
/// out takes every score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentRule {
    /// The name of the segment. Several rules may name the same one.
    pub segment: String,
    /// What people see; default the name.
    pub label: Option<String>,
    /// What to do with these customers; default nothing.
    pub action: Option<String>,
    /// The recency scores.
    pub r: Option<(u8, u8)>,
    /// The frequency scores.
    pub f: Option<(u8, u8)>,
    /// The monetary scores.
    pub m: Option<(u8, u8)>,
}

/// A segment as people see it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SegmentText {
    pub(super) segment: String,
    pub(super) label: String,
    pub(super) action: Option<String>,
}

/// The built-in segments with their texts: the ten standard ones from the best to the worst, the eight classes in the
/// order of the bits high recency (4), high frequency (2) and high monetary value (1) from 7 down to 0, and the one of
/// customers that no rule matches.
const TEXTS: &str = include_str!("segments.tsv");

/// The built-in segments of a scheme.
fn texts(scheme: &str, locale: Locale) -> impl Iterator<Item = SegmentText> {
    lines().filter(move |[of, ..]| *of == scheme).map(move |[_, segment, en, zh, action_en, action_zh]| {
        let (label, action) = if locale == Locale::Chinese { (zh, action_zh) } else { (en, action_en) };
        SegmentText { segment: segment.to_owned(), label: label.to_owned(), action: Some(action.to_owned()) }
    })
}

fn lines() -> impl Iterator<Item = [&'static str; 6]> {
    TEXTS.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

/// `STANDARD_CELLS[r - 1][f - 1]` is the place among the standard segments of recency score r and frequency score f.
const STANDARD_CELLS: [[u8; 5]; 5] =
    [[9, 9, 7, 7, 8], [9, 9, 7, 7, 8], [6, 6, 5, 1, 1], [4, 2, 2, 1, 1], [3, 2, 2, 0, 0]];

/// The segment of customers that no rule matches.
const OTHER: &str = "other";

/// The names of the built-in segments in their order.
pub(super) fn built_in_segments() -> impl Iterator<Item = &'static str> {
    lines().map(|[_, segment, ..]| segment).filter(|&segment| segment != OTHER)
}

/// How scores become segments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segmentation {
    scheme: Scheme,
    bins: Bins,
    /// The segments in their order.
    pub(super) segments: Vec<SegmentText>,
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
        let (scheme, segments) = match option {
            SegmentsOption::Standard => (Scheme::Standard, texts("standard", locale).collect()),
            SegmentsOption::EightClass => {
                if [bins.recency, bins.frequency, bins.monetary] != [2, 2, 2] {
                    return Err(Error::invalid_option("the eight classes need two bins of each value").with_help(
                        "Leave bins and binning out to cut at the mean, or pass bins: 2, or one cut point for each value.",
                    ));
                }
                (Scheme::EightClass, texts("eight-class", locale).collect())
            }
            SegmentsOption::Rules(rules) => {
                let (rules, mut segments) = places(rules, bins)?;
                if !segments.iter().any(|text| text.segment == OTHER) {
                    segments.extend(texts(OTHER, locale));
                }
                (Scheme::Rules(rules), segments)
            }
        };
        Ok(Segmentation { scheme, bins, segments })
    }

    /// The place of the segment of recency score r and frequency score f, if the monetary score does not matter.
    pub(super) fn place_of_cell(&self, r: usize, f: usize) -> Option<usize> {
        let place = self.place(r, f, 1);
        (2..=self.bins.monetary).all(|m| self.place(r, f, m) == place).then_some(place)
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
                let other = || self.segments.iter().position(|text| text.segment == OTHER).unwrap_or(0);
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

type Places = (Vec<(SegmentRule, usize)>, Vec<SegmentText>);

/// Checks the rules and gives each the place of its segment.
fn places(rules: Vec<SegmentRule>, bins: Bins) -> Result<Places> {
    if rules.is_empty() {
        return Err(
            Error::invalid_option("segments has no rules").with_help("Give at least one rule, or \"standard\".")
        );
    }
    let mut segments: Vec<SegmentText> = Vec::new();
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
        let place = segments.iter().position(|text| text.segment == rule.segment).unwrap_or_else(|| {
            let label = rule.label.clone().unwrap_or_else(|| rule.segment.clone());
            segments.push(SegmentText { segment: rule.segment.clone(), label, action: rule.action.clone() });
            segments.len() - 1
        });
        placed.push((rule, place));
    }
    Ok((placed, segments))
}
