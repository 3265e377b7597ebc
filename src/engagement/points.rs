//! From the activities of one lead to its points, limit by limit.

use super::card::{Kind, Rules};
use super::events::{Entry, day, kind};
use crate::stats::sum::Total;

/// What the events of one kind come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) events: u32,
    pub(super) last_day: i32,
    /// The points after the limit per day.
    pub(super) limited: Total,
    /// These after they have faded.
    pub(super) faded: Total,
    /// These after the limit of the kind: what it contributes.
    pub(super) points: f64,
}

/// What all events of a lead come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Points {
    pub(super) events: u32,
    /// The day of the latest event.
    pub(super) last_day: Option<i32>,
    /// The sum of each group before its limit.
    pub(super) sums: Vec<f64>,
    /// The same after it.
    pub(super) groups: Vec<f64>,
    /// The sum of the groups and of the kinds without one.
    pub(super) sum: f64,
    /// That sum within 0 and the highest score.
    pub(super) engagement: f64,
}

/// The value within two limits. (`f64::clamp` would bring the printing of numbers into the module.)
fn within(value: f64, least: f64, most: f64) -> f64 {
    value.max(least).min(most)
}

impl Kind {
    /// Sums up the events of the kind until a day, which are sorted by day.
    fn tally(&self, entries: &[Entry], as_of: i32) -> Tally {
        let mut tally = Tally::default();
        let known = entries.partition_point(|&entry| day(entry) <= as_of);
        let entries = entries.get(..known).unwrap_or_default();
        for of_one_day in entries.chunk_by(|a, b| a.0 == b.0) {
            let Some(&entry) = of_one_day.first() else { continue };
            let nominal = of_one_day.len() as f64 * self.points;
            let limited = within(nominal, -self.max_per_day, self.max_per_day);
            tally.events += of_one_day.len() as u32;
            tally.last_day = day(entry);
            tally.limited.add(limited);
            tally.faded.add(limited * self.decay.left(as_of - day(entry)));
        }
        tally.points = within(tally.faded.value(), -self.max_total, self.max_total);
        tally
    }
}

impl Rules {
    /// The points of a lead at the end of a day, from its events sorted by kind and day. `each` is told of every kind that has
    /// events by then.
    pub(super) fn points(&self, entries: &[Entry], as_of: i32, each: &mut dyn FnMut(usize, Tally)) -> Points {
        let mut points = Points::default();
        let mut sums = vec![Total::default(); self.groups.len()];
        let mut all = Total::default();
        for entries in entries.chunk_by(|&a, &b| kind(a) == kind(b)) {
            let Some(place) = entries.first().map(|&entry| kind(entry)) else { continue };
            let Some(of_kind) = self.kinds.get(place) else { continue };
            let tally = of_kind.tally(entries, as_of);
            if tally.events == 0 {
                continue;
            }
            points.events += tally.events;
            points.last_day = points.last_day.max(Some(tally.last_day));
            of_kind.group.and_then(|group| sums.get_mut(group)).unwrap_or(&mut all).add(tally.points);
            each(place, tally);
        }
        points.sums = sums.iter().map(Total::value).collect();
        points.groups = points.sums.iter().zip(&self.groups).map(|(sum, max)| sum.min(*max)).collect();
        points.groups.iter().for_each(|&group| all.add(group));
        points.sum = all.value();
        points.engagement = within(points.sum, 0.0, self.max);
        points
    }
}
