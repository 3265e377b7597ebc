//! RFM.

use super::options::{Fault, FromJs, is_object, one_of, options_of, whole};
use super::table::RawTable;
use super::{options, report, thrown};
use crate::accumulate::Accumulate;
use crate::error::Error;
use crate::purchases::RefundSummary;
use crate::rfm::{
    Binning, Monetary, RfmAccumulator, RfmGrid, RfmOptions, RfmResult, RfmThresholds, SegmentRule, SegmentSummary,
    SegmentsOption, migration, segment,
};
use crate::skipped::Skipped;
use crate::table::Table;
use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

options_of!(RfmOptions {
    "customerId" => customer_id,
    "date" => date,
    "amount" => amount,
    "orderId" => order_id,
    "asOf" => as_of,
    "bins" => bins,
    "binning" => binning,
    "monetary" => monetary,
    "segments" => segments,
    "utcOffset" => utc_offset,
    "locale" => locale,
    "refunds" => refunds,
    "onInvalid" => on_invalid,
});

options_of!(RfmThresholds { "recency" => recency, "frequency" => frequency, "monetary" => monetary, });

options_of!(SegmentRule {
    "segment" => segment,
    "label" => label,
    "action" => action,
    "r" => r,
    "f" => f,
    "m" => m,
});

impl FromJs for Binning {
    fn from_js(value: &JsValue) -> Result<Binning, Fault> {
        match value.as_string().as_deref() {
            Some("quantile") => Ok(Binning::Quantile),
            Some("ntile") => Ok(Binning::Ntile),
            Some("mean") => Ok(Binning::Mean),
            None if is_object(value) => RfmThresholds::from_js(value).map(Binning::Thresholds),
            _ => Err(Fault::wanted(
                "\"quantile\", \"ntile\", \"mean\" or {recency, frequency, monetary} cut points",
                value,
            )),
        }
    }
}

impl FromJs for SegmentsOption {
    fn from_js(value: &JsValue) -> Result<SegmentsOption, Fault> {
        match value.as_string().as_deref() {
            Some("standard") => Ok(SegmentsOption::Standard),
            Some("eight-class") => Ok(SegmentsOption::EightClass),
            None if Array::is_array(value) => Vec::from_js(value).map(SegmentsOption::Rules),
            _ => Err(Fault::wanted("\"standard\", \"eight-class\" or a list of rules", value)),
        }
    }
}

/// A range of scores, which may be larger than there are: how many there are depends on other options.
impl FromJs for (u8, u8) {
    fn from_js(value: &JsValue) -> Result<(u8, u8), Fault> {
        let scores: Vec<Score> = Vec::from_js(value)?;
        match scores[..] {
            [Score(from), Score(to)] => Ok((from, to)),
            _ => Err(Fault::wanted("the lowest and the highest score", value)),
        }
    }
}

struct Score(u8);

impl FromJs for Score {
    fn from_js(value: &JsValue) -> Result<Score, Fault> {
        whole(value, u32::from(u8::MAX)).map(|score| Score(score as u8))
    }
}

impl FromJs for Monetary {
    fn from_js(value: &JsValue) -> Result<Monetary, Fault> {
        one_of(value, &[("total", Monetary::Total), ("average", Monetary::Average)])
    }
}

/// The result of a segmentation.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawRfm {
    customers: Option<Table>,
    report: RfmReport,
}

#[derive(Debug, Serialize)]
struct RfmReport {
    segments: Vec<SegmentSummary>,
    thresholds: RfmThresholds,
    grid: RfmGrid,
    refunds: RefundSummary,
    skipped: Skipped,
}

impl RawRfm {
    fn new(result: RfmResult) -> RawRfm {
        let RfmResult { customers, segments, thresholds, grid, refunds, skipped } = result;
        RawRfm { customers: Some(customers), report: RfmReport { segments, thresholds, grid, refunds, skipped } }
    }
}

#[wasm_bindgen]
impl RawRfm {
    /// All but the customers.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        report(&self.report)
    }

    /// The customers, which can be taken once.
    #[wasm_bindgen(js_name = takeCustomers)]
    pub fn take_customers(&mut self) -> Result<RawTable, JsValue> {
        self.customers
            .take()
            .map(RawTable)
            .ok_or_else(|| thrown(Error::internal("the customers have been taken already")))
    }
}

/// Segments the customers of a table of purchases.
#[wasm_bindgen(js_name = segmentRfm)]
pub fn segment_rfm(table: &RawTable, settings: JsValue) -> Result<RawRfm, JsValue> {
    let settings: RfmOptions = options(settings)?;
    Ok(RawRfm::new(segment(&table.0, &settings).map_err(thrown)?))
}

/// A segmentation that is fed in batches.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawRunningRfm(RfmAccumulator);

#[wasm_bindgen]
impl RawRunningRfm {
    /// One that has seen nothing.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<RawRunningRfm, JsValue> {
        RfmAccumulator::new(&options(settings)?).map(RawRunningRfm).map_err(thrown)
    }

    /// One that was saved.
    #[wasm_bindgen(js_name = fromState)]
    pub fn from_state(settings: JsValue, bytes: &[u8]) -> Result<RawRunningRfm, JsValue> {
        RfmAccumulator::from_state(&options(settings)?, bytes).map(RawRunningRfm).map_err(thrown)
    }

    /// Takes in a batch.
    pub fn update(&mut self, table: &RawTable) -> Result<(), JsValue> {
        self.0.update(&table.0).map_err(thrown)
    }

    /// Takes in what another has seen, which stays as it is.
    pub fn merge(&mut self, other: &RawRunningRfm) -> Result<(), JsValue> {
        self.0.merge(other.0.clone()).map_err(thrown)
    }

    /// The result so far.
    pub fn result(&self) -> Result<RawRfm, JsValue> {
        self.0.finish().map(RawRfm::new).map_err(thrown)
    }

    /// What it has seen, as bytes.
    #[wasm_bindgen(js_name = toState)]
    pub fn to_state(&self, note: &str) -> Result<Vec<u8>, JsValue> {
        self.0.to_state(note).map_err(thrown)
    }
}

/// Counts the customers that moved from each segment to each.
#[wasm_bindgen(js_name = rfmMigration)]
pub fn rfm_migration(
    before: &RawTable,
    segments_before: Vec<String>,
    after: &RawTable,
    segments_after: Vec<String>,
) -> Result<JsValue, JsValue> {
    report(&migration(&before.0, &segments_before, &after.0, &segments_after).map_err(thrown)?)
}
