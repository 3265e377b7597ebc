//! The options of an RFM segmentation, and what they mean once they are checked.

use super::segments::{SegmentRule, Segmentation};
use crate::error::{Error, Result};
use crate::options::{DateInput, Locale, OnInvalid};
use crate::purchases::{PurchaseOptions, Reading, Refunds};
use serde::Serialize;

/// The options of [`segment`](super::segment). Names and defaults are those of the JavaScript API.
#[derive(Clone, Debug, Default)]
pub struct RfmOptions {
    /// The column of customer identifiers; default `customerId`.
    pub customer_id: Option<String>,
    /// The column of purchase dates; default `date`.
    pub date: Option<String>,
    /// The column of amounts; default `amount`.
    pub amount: Option<String>,
    /// The column of order identifiers: rows of one order count as one purchase. Default `orderId` if there is such a
    /// column; otherwise each row is a purchase. A row without an order identifier is an order of its own.
    pub order_id: Option<String>,
    /// The day to look back from. Required. Purchases on later calendar days are left out and counted in `skipped`.
    pub as_of: Option<DateInput>,
    /// How many scores, 2 to 10; default 5 (2 with the eight classes).
    pub bins: Option<u32>,
    /// How scores are assigned; default quantile (mean with the eight classes).
    pub binning: Option<Binning>,
    /// Whether monetary is the total (default) or the average per purchase.
    pub monetary: Option<Monetary>,
    /// Which segments; default the ten standard ones.
    pub segments: Option<SegmentsOption>,
    /// Which calendar day an instant falls on; default `+00:00`.
    pub utc_offset: Option<String>,
    /// The language of the labels; default English.
    pub locale: Option<Locale>,
    /// What a negative amount means; default a row like any other.
    pub refunds: Option<Refunds>,
    /// What to do with a row that cannot be used; default an error.
    pub on_invalid: Option<OnInvalid>,
}

impl RfmOptions {
    /// Default options, looking back from the given day.
    pub fn new(as_of: impl Into<DateInput>) -> RfmOptions {
        RfmOptions { as_of: Some(as_of.into()), ..RfmOptions::default() }
    }
}

/// How values become scores.
#[derive(Clone, Debug, PartialEq)]
pub enum Binning {
    /// Cut points are the type-7 quantiles; a value scores 1 plus the number of cut points that it exceeds.
    Quantile,
    /// Groups of equal size by rank; ties in the order of first appearance.
    Ntile,
    /// Two scores, cut at the mean.
    Mean,
    /// Cut points that are given.
    Thresholds(RfmThresholds),
}

/// Cut points, increasing; one fewer than there are scores.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RfmThresholds {
    /// In days since the last purchase. More days score lower.
    pub recency: Vec<f64>,
    /// In purchases.
    pub frequency: Vec<f64>,
    /// In the unit of the amounts.
    pub monetary: Vec<f64>,
}

/// What monetary value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Monetary {
    /// The sum of the customer's amounts.
    #[default]
    Total,
    /// That sum divided by the number of purchases.
    Average,
}

/// Which segments customers are put into.
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentsOption {
    /// The ten segments over recency and frequency.
    Standard,
    /// The eight classes of recency, frequency and monetary value, each high or low.
    EightClass,
    /// Rules of one's own; the first that matches wins.
    Rules(Vec<SegmentRule>),
}

/// Options that have been checked and completed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settings {
    pub(super) reading: Reading,
    pub(super) bins: Bins,
    pub(super) binning: Binning,
    pub(super) monetary: Monetary,
    pub(super) segmentation: Segmentation,
}

/// How many scores each of the three values has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bins {
    pub(super) recency: usize,
    pub(super) frequency: usize,
    pub(super) monetary: usize,
}

const MOST_BINS: usize = 10;

impl TryFrom<&RfmOptions> for Settings {
    type Error = Error;

    fn try_from(options: &RfmOptions) -> Result<Settings> {
        let reading = PurchaseOptions {
            customer_id: &options.customer_id,
            date: &options.date,
            amount: &options.amount,
            order_id: &options.order_id,
            as_of: &options.as_of,
            utc_offset: &options.utc_offset,
            refunds: options.refunds,
            on_invalid: options.on_invalid,
        };
        let reading = Reading::new(&reading, true)?;
        let segments = options.segments.clone().unwrap_or(SegmentsOption::Standard);
        let eight = segments == SegmentsOption::EightClass;
        let default = if eight && options.bins.is_none() { Binning::Mean } else { Binning::Quantile };
        let binning = options.binning.clone().unwrap_or(default);
        let bins = bins(&binning, options.bins, if eight { 2 } else { 5 })?;
        Ok(Settings {
            reading,
            bins,
            binning,
            monetary: options.monetary.unwrap_or_default(),
            segmentation: Segmentation::new(segments, bins, options.locale.unwrap_or_default())?,
        })
    }
}

fn bins(binning: &Binning, asked: Option<u32>, default: usize) -> Result<Bins> {
    let bins = match binning {
        Binning::Thresholds(thresholds) => {
            let RfmThresholds { recency, frequency, monetary } = thresholds;
            for (name, cuts) in [("recency", recency), ("frequency", frequency), ("monetary", monetary)] {
                check_cuts(name, cuts)?;
            }
            Bins { recency: recency.len() + 1, frequency: frequency.len() + 1, monetary: monetary.len() + 1 }
        }
        Binning::Mean => Bins { recency: 2, frequency: 2, monetary: 2 },
        Binning::Quantile | Binning::Ntile => {
            let bins = asked.map_or(default, |bins| bins as usize);
            if !(2..=MOST_BINS).contains(&bins) {
                return Err(Error::invalid_option(format!("bins is {bins}")).with_help("Use 2 to 10 bins."));
            }
            Bins { recency: bins, frequency: bins, monetary: bins }
        }
    };
    let Bins { recency, frequency, monetary } = bins;
    match asked {
        Some(asked) if [recency, frequency, monetary].iter().any(|&bins| bins != asked as usize) => {
            Err(Error::invalid_option(format!(
                "bins is {asked}, but the binning gives {recency}, {frequency} and {monetary} bins"
            ))
            .with_help("Leave bins out: the mean gives 2, and cut points give one more than there are of them."))
        }
        _ => Ok(bins),
    }
}

fn check_cuts(name: &str, cuts: &[f64]) -> Result<()> {
    let fault = if !(1..MOST_BINS).contains(&cuts.len()) {
        format!("{} cut points, where 1 to 9 are needed", cuts.len())
    } else if cuts.iter().any(|cut| !cut.is_finite()) {
        "a cut point that is not a finite number".to_owned()
    } else if !cuts.is_sorted() {
        "cut points that are not in increasing order".to_owned()
    } else {
        return Ok(());
    };
    Err(Error::invalid_option(format!("binning.{name} has {fault}"))
        .with_help("Give cut points in increasing order, such as the `thresholds` of an earlier result."))
}
