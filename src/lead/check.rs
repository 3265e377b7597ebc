//! Whether a scorecard means something. Every fault is an error that names its place, such as
//! `dimensions[0].criteria[2].bands[1]`.

use super::card::{Band, Criterion, Measure, Scorecard};
use crate::error::{Error, Result, quoted};
use crate::filter::Filter;
use crate::number;

/// The columns of the result beside the dimensions.
pub(super) const RESERVED: [&str; 5] = ["score", "tier", "rank", "disqualified", "completeness"];

/// Which criteria are present is kept in the bits of one number.
pub(super) const MOST_CRITERIA: usize = 64;

/// How many values a category lists at most.
const MOST_VALUES: usize = 10_000;

/// The largest score, and the largest points.
pub(super) const FULL: f64 = 100.0;

pub(super) fn check(card: &Scorecard) -> Result<()> {
    let dimensions = &card.dimensions;
    if dimensions.is_empty() {
        return Err(fault("dimensions", "there are none", "Give at least one dimension with one criterion."));
    }
    let names = || dimensions.iter().map(|dimension| dimension.name.as_str());
    no_repeats("dimensions", names())?;
    if let Some((at, name)) = names().enumerate().find(|(_, name)| name.is_empty() || RESERVED.contains(name)) {
        let path = format!("dimensions[{at}].name");
        let message = if name.is_empty() {
            "it is empty".to_owned()
        } else {
            format!("{} is the name of another column of the result", quoted(name))
        };
        return Err(fault(&path, message, "Give the dimension another name."));
    }
    let count: usize = dimensions.iter().map(|dimension| dimension.criteria.len()).sum();
    if count > MOST_CRITERIA {
        let message = format!("there are {count} criteria, more than {MOST_CRITERIA}");
        return Err(fault("dimensions", message, "Leave out those that count least."));
    }
    for (at, dimension) in dimensions.iter().enumerate() {
        let path = format!("dimensions[{at}]");
        check_weight(&path, dimension.weight)?;
        if dimension.criteria.is_empty() {
            return Err(fault(
                &(path + ".criteria"),
                "there are none",
                "Give the dimension a criterion, or leave it out.",
            ));
        }
        for (at, criterion) in dimension.criteria.iter().enumerate() {
            check_criterion(&format!("{path}.criteria[{at}]"), criterion)?;
        }
        if dimension.criteria.iter().all(|criterion| criterion.weight == Some(0.0)) {
            return Err(fault(&(path + ".criteria"), "all weights are 0", "Give one criterion a weight above 0."));
        }
    }
    if dimensions.iter().all(|dimension| dimension.weight == 0.0) {
        return Err(fault("dimensions", "all weights are 0", "Give one dimension a weight above 0."));
    }
    check_tiers(card)?;
    for (at, disqualifier) in card.disqualifiers.iter().flatten().enumerate() {
        if disqualifier.filter == (Filter { column: disqualifier.filter.column.clone(), ..Filter::default() }) {
            let path = format!("disqualifiers[{at}]");
            return Err(fault(
                &path,
                "it has no condition",
                "Give equals, in, min, below or present; all that are given have to hold.",
            ));
        }
    }
    Ok(())
}

fn check_tiers(card: &Scorecard) -> Result<()> {
    no_repeats("tiers", card.tiers.iter().map(|tier| tier.name.as_str()))?;
    for (at, tier) in card.tiers.iter().enumerate() {
        let path = format!("tiers[{at}].min");
        if !(0.0..=FULL).contains(&tier.min) {
            return Err(fault(&path, out_of_range(tier.min), "Scores run from 0 to 100."));
        }
        if card.tiers.iter().take(at).any(|other| other.min == tier.min) {
            let message = format!("{} is that of another tier", number::text(tier.min));
            return Err(fault(&path, message, "Give each tier a least score of its own."));
        }
    }
    Ok(())
}

fn check_criterion(path: &str, criterion: &Criterion) -> Result<()> {
    check_weight(path, criterion.weight.unwrap_or(1.0))?;
    let points = |name: &str, points: f64| match (0.0..=FULL).contains(&points) {
        true => Ok(()),
        false => Err(fault(&format!("{path}.{name}"), out_of_range(points), "Points run from 0 to 100.")),
    };
    match &criterion.measure {
        Measure::Category { points: list, other, .. } => {
            for (value, of_value) in list {
                points(&format!("points[{}]", quoted(value)), *of_value)?;
            }
            if list.is_empty() {
                return Err(fault(
                    &format!("{path}.points"),
                    "there are none",
                    "Give points by value: { high: 100, low: 20 }.",
                ));
            }
            if list.len() > MOST_VALUES {
                let message = format!("there are {} values, more than {MOST_VALUES}", list.len());
                return Err(fault(&format!("{path}.points"), message, "Join values, or give the rest `other` points."));
            }
            no_repeats(&format!("{path}.points"), list.iter().map(|(value, _)| value.as_str()))?;
            points("other", other.unwrap_or(0.0))
        }
        Measure::Bands(bands) | Measure::DaysUntil(bands) => {
            for (at, band) in bands.iter().enumerate() {
                points(&format!("bands[{at}].points"), band.points)?;
            }
            check_bands(path, bands)
        }
        Measure::Linear(pairs) => {
            for (at, &(value, of_value)) in pairs.iter().enumerate() {
                if !value.is_finite() {
                    return Err(fault(
                        &format!("{path}.points[{at}]"),
                        "the value is not a finite number",
                        "Give pairs of a value and its points.",
                    ));
                }
                points(&format!("points[{at}]"), of_value)?;
            }
            if pairs.is_empty() {
                return Err(fault(
                    &format!("{path}.points"),
                    "there are none",
                    "Give pairs of a value and its points: [[0, 0], [10, 100]].",
                ));
            }
            match pairs.windows(2).position(|pair| matches!(pair, [(left, _), (right, _)] if left >= right)) {
                None => Ok(()),
                Some(at) => Err(fault(
                    &format!("{path}.points[{}]", at + 1),
                    "its value is not above the one before",
                    "Give the pairs in increasing order of their values.",
                )),
            }
        }
        Measure::Decay { half_life_days, full } => {
            if !(*half_life_days > 0.0 && half_life_days.is_finite()) {
                let message = format!("{} is no number of days above 0", number::text(*half_life_days));
                return Err(fault(&format!("{path}.halfLifeDays"), message, "Give the days in which points halve."));
            }
            points("full", *full)
        }
    }
}

/// Bands have to follow each other without overlap and without a gap, in any order in the list.
fn check_bands(path: &str, bands: &[Band]) -> Result<()> {
    const HELP: &str = "Let each band begin where another ends: { below: 10 }, { min: 10, below: 50 }, { min: 50 }.";
    let at = |place: usize| format!("{path}.bands[{place}]");
    let low = |band: &Band| band.min.unwrap_or(f64::NEG_INFINITY);
    let high = |band: &Band| band.below.unwrap_or(f64::INFINITY);
    if bands.is_empty() {
        return Err(fault(&format!("{path}.bands"), "there are none", HELP));
    }
    for (place, band) in bands.iter().enumerate() {
        if [band.min, band.below].into_iter().flatten().any(|end| !end.is_finite()) {
            return Err(fault(&at(place), "an end is not a finite number", HELP));
        }
        if low(band) >= high(band) {
            return Err(fault(&at(place), "no value is at least min and below the other end", HELP));
        }
        let others = bands.iter().enumerate().filter(|&(other, _)| other != place);
        if let Some((other, _)) = others.clone().find(|(_, other)| low(other) < high(band) && low(band) < high(other)) {
            return Err(fault(&at(place.max(other)), format!("it overlaps bands[{}]", place.min(other)), HELP));
        }
        // The next band above, if there is one, has to begin here.
        let above = others.filter(|(_, other)| low(other) >= high(band)).map(|(_, other)| low(other));
        let next = above.fold(f64::INFINITY, |next, low| if low < next { low } else { next });
        if next.is_finite() && next > high(band) {
            let message =
                format!("no band holds the values from {} to {}", number::text(high(band)), number::text(next));
            return Err(fault(&at(place), message, HELP));
        }
    }
    Ok(())
}

fn check_weight(path: &str, weight: f64) -> Result<()> {
    const MOST: f64 = 1e9;
    if (0.0..=MOST).contains(&weight) {
        return Ok(());
    }
    let message = if weight < 0.0 { "is negative" } else { "is not a number from 0 to 1e9" };
    Err(fault(
        &format!("{path}.weight"),
        format!("{} {message}", number::text(weight)),
        "Weights say how much each counts beside the others; 0 is not at all.",
    ))
}

fn no_repeats<'a>(path: &str, names: impl Iterator<Item = &'a str> + Clone) -> Result<()> {
    for (at, name) in names.clone().enumerate() {
        if names.clone().take(at).any(|earlier| earlier == name) {
            return Err(fault(
                &format!("{path}[{at}]"),
                format!("there is {} already", quoted(name)),
                "Rename one of the two.",
            ));
        }
    }
    Ok(())
}

fn out_of_range(value: f64) -> String {
    format!("{} is not between 0 and 100", number::text(value))
}

fn fault(path: &str, message: impl Into<String>, help: &str) -> Error {
    Error::invalid_option(format!("{path}: {}", message.into())).with_help(help)
}
