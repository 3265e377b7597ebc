//! How good a model is on other leads, in all and by group.

use super::columns::texts_of;
use super::fit::probability;
use super::metrics::{CalibrationGroup, ModelMetrics, Ranking};
use super::model::LeadModel;
use crate::error::{Result, try_collect, try_vec};
use crate::options::DateInput;
use crate::skipped::Skipped;
use crate::stats::order::sorted_texts;
use crate::table::{ColumnData, NO_FLAG, Table};
use serde::Serialize;

/// The options of [`LeadModel::evaluate`].
#[derive(Clone, Debug, Default)]
pub struct EvaluateOptions {
    /// The column of the outcome; default that of the training.
    pub target: Option<String>,
    /// Columns by whose values the metrics are taken too, such as the owner or the source.
    pub group_by: Option<Vec<String>>,
    /// The day that dates among the features count back from.
    pub as_of: Option<DateInput>,
}

/// How good a model is on some leads.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evaluation {
    /// On all of them. The threshold is that of the training.
    pub metrics: ModelMetrics,
    /// Tenths of the rows by probability.
    pub calibration: Vec<CalibrationGroup>,
    /// On the rows of each group, in the order of the columns and within one of the values.
    pub groups: Vec<GroupMetrics>,
    /// The leads without an outcome.
    pub skipped: Skipped,
}

/// How good a model is on one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GroupMetrics {
    /// The column.
    pub by: String,
    /// Its value.
    pub value: String,
    /// How good the model is there.
    pub metrics: ModelMetrics,
}

impl LeadModel {
    /// Compares the probabilities of leads with what became of them. Leads without an outcome are left out and counted; rows
    /// without a value in a column of groups belong to no group of it.
    ///
    /// # Errors
    ///
    /// As [`LeadModel::predict`]; [`WrongType`](crate::ErrorKind::WrongType), with row and column, for an outcome that is neither
    /// true nor false.
    pub fn evaluate(&self, leads: &Table, options: &EvaluateOptions) -> Result<Evaluation> {
        let target = leads.column(options.target.as_deref().unwrap_or(&self.target))?;
        let read = self.read(leads, options.as_of.as_ref())?;
        let flags = target.flags()?;
        let is_open = target.empty_cells()?;
        let mut skipped = Skipped::default();
        let mut rows: Vec<i32> = try_vec(leads.num_rows())?;
        for (row, (&flag, &is_open)) in flags.iter().zip(&is_open).enumerate() {
            if is_open {
                skipped.add(row as u64, || (target.name().to_owned(), "the lead has no outcome yet".to_owned()));
            } else if flag >= NO_FLAG {
                return Err(target.flag_problem(row).into_final_error(target.name(), row));
            } else {
                rows.push(row as i32);
            }
        }
        let scored = |&row: &i32| {
            let row = row as usize;
            (probability(self.log_odds(&read, row)), flags.get(row) == Some(&1))
        };
        let pairs = try_collect(rows.iter().map(scored))?;
        let mut groups = Vec::new();
        for name in options.group_by.as_deref().unwrap_or_default() {
            let column = texts_of(leads, name)?;
            let ColumnData::Text { codes, dictionary } = column.data() else { continue };
            let mut by_code: Vec<Vec<(f64, bool)>> = vec![Vec::new(); dictionary.len()];
            for (&row, &pair) in rows.iter().zip(&pairs) {
                if let Some(own) = codes.get(row as usize).and_then(|&code| by_code.get_mut(code as usize)) {
                    own.push(pair);
                }
            }
            for code in sorted_texts(try_collect(dictionary.iter().map(str::as_bytes))?)? {
                let own = by_code.get(code as usize).map(Vec::as_slice).unwrap_or_default();
                if !own.is_empty() {
                    let metrics = Ranking::new(own)?.metrics(self.threshold);
                    let value = dictionary.get(code).unwrap_or_default().to_owned();
                    groups.push(GroupMetrics { by: name.clone(), value, metrics });
                }
            }
        }
        let ranking = Ranking::new(&pairs)?;
        let metrics = ranking.metrics(self.threshold);
        Ok(Evaluation { metrics, calibration: ranking.calibration(), groups, skipped })
    }
}
