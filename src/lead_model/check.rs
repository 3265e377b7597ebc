//! Models that come from outside: whether they are whole.

use super::feature::{Feature, FeatureKind, MOST, MOST_LEVELS, MOST_POOLED, MOST_SCALED};
use super::fit::Fit;
use super::model::{GLOBAL, LeadModel};
use super::options::MOST_FEATURES;
use super::train::MOST_SEGMENTS;
use crate::error::{Error, ErrorKind, Result};
use crate::options::DateInput;
use crate::time::UtcOffset;

/// No weight that is learned comes near this, and sums of such weights are finite.
const MOST_WEIGHT: f64 = 1e9;

impl LeadModel {
    /// Whether a model that was read is whole: all lengths fit, all numbers are finite and in range, names are there once.
    ///
    /// # Errors
    ///
    /// [`BadState`](ErrorKind::BadState), naming the place.
    ///
    /// ```
    /// use custometry::lead_model::LeadModel;
    ///
    /// let error = LeadModel::default().check().unwrap_err();
    /// assert_eq!((error.kind().code(), error.message()), ("bad-state", "features: there are 0"));
    /// ```
    pub fn check(&self) -> Result<()> {
        self.fault().map_or(Ok(()), |fault| {
            let help = "Give what toJSON() of a model returned, as it was.";
            Err(Error::new(ErrorKind::BadState, fault).with_help(help))
        })
    }

    fn fault(&self) -> Option<String> {
        let count = self.features.len();
        if count == 0 || count > MOST_FEATURES {
            return Some(format!("features: there are {count}"));
        }
        for (place, feature) in self.features.iter().enumerate() {
            let twice = self.features.iter().take(place).any(|other| other.feature == feature.feature);
            let fault = if twice { Some("feature: the name is there twice") } else { feature.fault() };
            if let Some(fault) = fault {
                return Some(format!("features[{place}].{fault}"));
            }
        }
        if UtcOffset::parse(&self.utc_offset).is_err() {
            return Some("utcOffset: it is no UTC offset".to_owned());
        }
        let as_of = self.as_of.as_deref().map(DateInput::from);
        if as_of.as_ref().is_some_and(|date| date.moment("asOf").is_err()) {
            return Some("asOf: it is no date".to_owned());
        }
        let has_dates = self.features.iter().any(|feature| feature.kind == FeatureKind::Date);
        if has_dates && as_of.is_none() && self.created_at.is_none() {
            return Some("createdAt: it is missing, and so is asOf, though there are dates".to_owned());
        }
        if self.importance.len() != count || !all(&self.importance, 0.0, MOST_WEIGHT) {
            return Some(format!("importance: these are not {count} numbers from 0 on"));
        }
        if !(0.0..=1.0).contains(&self.threshold) {
            return Some("threshold: it is not between 0 and 1".to_owned());
        }
        if self.fits.is_empty() || self.fits.len() > 1 + MOST_SEGMENTS {
            return Some(format!("fits: there are {}", self.fits.len()));
        }
        if self.fits.len() > 1 && self.segment_by.is_none() {
            return Some("segmentBy: it is missing, though there are segments".to_owned());
        }
        for (place, fit) in self.fits.iter().enumerate() {
            let twice = self.fits.iter().take(place).any(|other| other.segment == fit.segment);
            let is_named = fit.segment.as_deref().is_some_and(|name| name != GLOBAL);
            let fault = if twice || is_named != (place > 0) {
                Some("segment: the first fit has none, and each other one its own".to_owned())
            } else {
                fit.fault(&self.features)
            };
            if let Some(fault) = fault {
                return Some(format!("fits[{place}].{fault}"));
            }
        }
        None
    }
}

impl Feature {
    fn fault(&self) -> Option<&'static str> {
        let numbers = [self.center, self.low, self.high];
        let is_category = self.kind == FeatureKind::Category;
        if self.levels.len() > MOST_LEVELS || (!is_category && !self.levels.is_empty()) {
            return Some("levels: there are too many");
        }
        if self.pooled.len() > MOST_POOLED || (!is_category && !self.pooled.is_empty()) {
            return Some("pooled: there are too many");
        }
        if !all(&numbers, -MOST, MOST) || self.low > self.high {
            return Some("center: it, low or high is out of range");
        }
        let widest = f64::max(self.high - self.center, self.center - self.low);
        if !(self.scale > 0.0 && self.scale <= MOST && widest / self.scale <= MOST_SCALED) {
            return Some("scale: it is out of range");
        }
        let ascends = self.cuts.is_sorted_by(|a, b| a < b) && all(&self.cuts, -MOST, MOST);
        if !ascends || self.cuts.len() > 100 || (is_category && !self.cuts.is_empty()) {
            return Some("cuts: these are not up to 100 ascending numbers");
        }
        None
    }
}

impl Fit {
    fn fault(&self, features: &[Feature]) -> Option<String> {
        if !all(&[self.intercept], -MOST_WEIGHT, MOST_WEIGHT) {
            return Some("intercept: it is out of range".to_owned());
        }
        if self.slopes.len() != features.len() || !all(&self.slopes, -MOST_WEIGHT, MOST_WEIGHT) {
            return Some(format!("slopes: these are not {} numbers", features.len()));
        }
        if self.levels.len() != features.len() {
            return Some(format!("levels: there are {} lists for {} features", self.levels.len(), features.len()));
        }
        let mut lists = self.levels.iter().zip(features);
        let place = lists.position(|(levels, feature)| {
            levels.len() != feature.level_count() || !all(levels, -MOST_WEIGHT, MOST_WEIGHT)
        })?;
        Some(format!("levels[{place}]: the numbers are not as many as the levels, or out of range"))
    }
}

fn all(numbers: &[f64], least: f64, most: f64) -> bool {
    numbers.iter().all(|number| (least..=most).contains(number))
}
