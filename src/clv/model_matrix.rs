//! What a model says of customers of every frequency and recency: the matrices behind its heat maps.

use super::model::PurchaseModel;
use crate::error::{Error, Result, try_vec};
use crate::table::{ColumnData, Table, TableBuilder};
use serde::Serialize;

/// The options of [`model_matrix`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelMatrixOptions {
    /// How long the customers have been known. Required.
    pub t: Option<f64>,
    /// How far to look ahead. Required.
    pub horizon: Option<f64>,
    /// The frequencies; default 0 to 20.
    pub frequencies: Option<Vec<f64>>,
    /// The recencies, up to `t`; default whole units of time from 0 on, or as many of them as make 100 steps, and `t`.
    pub recencies: Option<Vec<f64>>,
}

/// By frequency and recency, what a model says: `[i][j]` is for `frequency[i]` and `recency[j]`, none where there can be no
/// such customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelMatrix {
    /// The frequencies.
    pub frequency: Vec<f64>,
    /// The recencies.
    pub recency: Vec<f64>,
    /// The probability that the customer has not left for good.
    pub probability_alive: Vec<Vec<Option<f64>>>,
    /// The expected purchases within the horizon.
    pub expected_purchases: Vec<Vec<Option<f64>>>,
}

const MOST_CELLS: usize = 1_000_000;

/// What a model says of customers of every frequency and recency who have been known for the same time.
///
/// Those who have not bought again have recency 0. To a model that counts opportunities
/// ([`BgBb`](super::PurchaseModelKind::BgBb)) nobody has bought more often than there were opportunities up to the last
/// purchase. Of a model with covariates give that of one kind of customers
/// ([`with_covariates_of`](PurchaseModel::with_covariates_of)).
///
/// # Errors
///
/// [`InvalidOption`](crate::ErrorKind::InvalidOption), also for more than a million cells, and
/// [`BadNumber`](crate::ErrorKind::BadNumber) for frequencies, recencies and a time that no customer can have.
///
/// ```
/// use custometry::clv::*;
///
/// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let options = ModelMatrixOptions { t: Some(38.86), horizon: Some(39.0), ..Default::default() };
/// let found = model_matrix(&model, &options)?;
/// assert_eq!((found.frequency.len(), found.recency.len()), (21, 40));
/// assert_eq!(found.recency[39], 38.86);
/// assert_eq!((found.probability_alive[0][0], found.probability_alive[0][1]), (Some(1.0), None));
/// // Who bought often and then no more has most probably left.
/// assert!(found.probability_alive[20][10] < Some(0.01) && found.probability_alive[20][39] > Some(0.9));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn model_matrix(model: &PurchaseModel, options: &ModelMatrixOptions) -> Result<ModelMatrix> {
    let (Some(t), Some(horizon)) = (options.t, options.horizon) else {
        return Err(Error::invalid_option("T or horizon is missing")
            .with_help("Give the time that customers have been known for, and how far to look ahead."));
    };
    let t = model.time("T", t)?;
    let steps = || {
        let step = libm::ceil(t / 100.0).max(1.0);
        let whole = (0..=100).map(|place| f64::from(place) * step).take_while(|&recency| recency < t);
        whole.chain([t]).collect()
    };
    let frequency = options.frequencies.clone().unwrap_or_else(|| (0..=20).map(f64::from).collect());
    let recency = options.recencies.clone().unwrap_or_else(steps);
    if frequency.len().saturating_mul(recency.len()) > MOST_CELLS {
        return Err(Error::invalid_option("the matrix would have more than a million cells")
            .with_help("Give fewer frequencies and recencies."));
    }
    // Nothing is computed where there can be no such customer; what can be no number at all is found out by the model.
    let discrete = model.kind() == super::PurchaseModelKind::BgBb;
    let exists = |x: f64, tx: f64| !(x == 0.0 && tx > 0.0 || discrete && x > tx);
    let pairs =
        || frequency.iter().flat_map(|&x| recency.iter().map(move |&tx| (x, tx))).filter(|&(x, tx)| exists(x, tx));
    let rows = pairs().count();
    let column = |of: &dyn Fn((f64, f64)) -> f64| -> Result<ColumnData> {
        let mut values = try_vec(rows)?;
        values.extend(pairs().map(of));
        Ok(ColumnData::Floats(values))
    };
    let mut table = TableBuilder::new(rows);
    table.add("frequency", column(&|(x, _)| x)?)?;
    table.add("recency", column(&|(_, tx)| tx)?)?;
    table.add("T", column(&|_| t)?)?;
    let table: Table = table.finish();
    let cells = |values: Vec<f64>| -> Vec<Vec<Option<f64>>> {
        let mut values = values.into_iter();
        let mut row = |&x: &f64| recency.iter().map(|&tx| if exists(x, tx) { values.next() } else { None }).collect();
        frequency.iter().map(&mut row).collect()
    };
    Ok(ModelMatrix {
        probability_alive: cells(model.probability_alive(&table)?),
        expected_purchases: cells(model.expected_purchases(&table, horizon)?),
        frequency,
        recency,
    })
}
