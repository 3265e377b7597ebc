//! Who brings in how much of the total.
//!
//! Sources: Lorenz (1905) and Gini (1912); in marketing, McCarthy & Winer (2019), "The Pareto rule in marketing revisited",
//! *Marketing Letters* 30.

use super::formulas::warnings;
use crate::error::{Error, ErrorKind, Result, try_collect, try_vec};
use crate::options::OnInvalid;
use crate::skipped::Skipped;
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::stats::sum::{LARGEST_TERM, Total};
use crate::table::{ColumnData, Table, TableBuilder};
use serde::Serialize;

/// The options of [`value_contribution`].
#[derive(Clone, Debug, Default)]
pub struct ValueContributionOptions {
    /// The column of values; default `value`.
    pub value: Option<String>,
    /// The column of customer identifiers; default `customerId` if there is such a column.
    pub customer_id: Option<String>,
    /// What to do with a row without a value; default an error.
    pub on_invalid: Option<OnInvalid>,
}

/// What [`value_contribution`] finds.
#[derive(Clone, Debug)]
pub struct ValueContribution {
    /// The customers, those of the greatest value first: the column of identifiers, `rank` (those of the same value have the
    /// same), `value`, `share` of the total, and `cumulativeShare` of these and those before. Shares are NaN when the total is
    /// not above 0.
    pub customers: Table,
    /// All of them together.
    pub summary: ContributionSummary,
    /// The rows that were left out.
    pub skipped: Skipped,
}

/// How value is spread over customers. What is a share of the total is none when that is not above 0.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContributionSummary {
    /// How many customers there are.
    pub customers: usize,
    /// The sum of their values.
    pub total: f64,
    /// The Gini coefficient: the mean of |x - y| over all pairs of customers, each with themselves included, divided by twice
    /// the mean value. 0 when all are worth the same, (n - 1) / n when one has it all.
    pub gini: Option<f64>,
    /// The share of the total that the best 20 % of customers bring.
    pub top_20_share: Option<f64>,
    /// The Pareto curve: the share of the total that the best 0 %, 1 %, ... 100 % of customers bring. Part of a customer brings
    /// that part of the value.
    pub curve: Option<Vec<f64>>,
    /// What to keep in mind about these numbers.
    pub warnings: Vec<&'static str>,
}

/// Who brings in how much of the total: shares, the Pareto curve and the Gini coefficient.
///
/// `table` has one row for each customer, as [`historic_value`](super::historic_value) and
/// [`lifetime_value`](super::lifetime_value) make them (the latter with `value: "lifetimeValue"`). Warns when there are
/// negative values, with which a cumulative share can exceed 1 and so can the Gini coefficient.
///
/// # Errors
///
/// - [`MissingColumn`](ErrorKind::MissingColumn),
/// - [`BadNumber`](ErrorKind::BadNumber) or [`WrongType`](ErrorKind::WrongType), with row and column, for the first row
///   without a value, unless `on_invalid` is skip,
/// - [`EmptyInput`](ErrorKind::EmptyInput) when no row is left.
///
/// ```
/// use custometry::clv::value_contribution;
/// use custometry::table::Table;
///
/// let values = Table::from_csv(b"customerId,value\na,10\nb,70\nc,20\n", &Default::default())?;
/// let found = value_contribution(&values, &Default::default())?;
/// assert_eq!(*found.customers.column("cumulativeShare")?.numbers()?, [0.7, 0.9, 1.0]);
/// assert_eq!((found.summary.total, found.summary.gini), (100.0, Some(0.4)));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn value_contribution(table: &Table, options: &ValueContributionOptions) -> Result<ValueContribution> {
    let column = table.column(options.value.as_deref().unwrap_or("value"))?;
    let identifiers = match &options.customer_id {
        Some(name) => Some(table.column(name)?),
        None => table.find("customerId"),
    };
    let values = column.numbers()?;
    if i32::try_from(values.len()).is_err() {
        return Err(crate::error::out_of_memory());
    }
    let mut skipped = Skipped::default();
    for (row, _) in values.iter().enumerate().filter(|(_, value)| !is_value(**value)) {
        let problem = column.number_problem(row);
        if options.on_invalid != Some(OnInvalid::Skip) {
            return Err(problem.into_error(column.name(), row));
        }
        skipped.add(row as u64, || (column.name().to_owned(), problem.reason));
    }
    // A key turned round sorts the other way; rows that are left out come last.
    let key = |value: &f64| if is_value(*value) { !value.key() } else { i64::MAX };
    let order = sorted_by_key(values.iter().map(key))?;
    let rows: Vec<i32> = try_collect(order.iter().take(order.len() - skipped.count as usize).map(|&(_, row)| row))?;
    let sorted = try_collect(rows.iter().map(|&row| values.get(row as usize).copied().unwrap_or(0.0)))?;
    let Some(&least) = sorted.last() else {
        return Err(Error::new(ErrorKind::EmptyInput, "there are no values").with_help("Give one customer at least."));
    };

    let customers = sorted.len();
    let mut sum = Total::default();
    let mut weighted = Total::default();
    let mut until: Vec<f64> = try_vec(customers + 1)?;
    until.push(0.0);
    let mut ranks: Vec<i32> = try_vec(customers)?;
    let mut before = (f64::NAN, 0);
    for (place, &value) in (0..).zip(&sorted) {
        sum.add(value);
        until.push(sum.value());
        // Over all pairs, |x - y| takes each value once for each that is less, and takes it away once for each that is greater.
        weighted.add((customers as f64 - 1.0 - 2.0 * f64::from(place)) / customers as f64 * value);
        if value != before.0 {
            before = (value, place + 1);
        }
        ranks.push(before.1);
    }
    let total = sum.value();
    let share = |value: f64| if total > 0.0 { value / total } else { f64::NAN };
    let curve: Option<Vec<f64>> = (total > 0.0).then(|| {
        let at = |place: usize| until.get(place).copied().unwrap_or(total);
        let point = |percent: usize| {
            let (place, rest) = (percent * customers / 100, percent * customers % 100);
            share(at(place) + (at(place + 1) - at(place)) * (rest as f64 / 100.0))
        };
        (0..=100).map(point).collect()
    });
    let mut result = TableBuilder::new(customers);
    if let Some(identifiers) = identifiers {
        result.add(identifiers.name(), identifiers.take(&rows)?)?;
    }
    result.add("rank", ColumnData::Integers(ranks))?;
    let shares = try_collect(sorted.iter().map(|&value| share(value)))?;
    let cumulative = try_collect(until.iter().skip(1).map(|&value| share(value)))?;
    result.add("value", ColumnData::Floats(sorted))?;
    result.add("share", ColumnData::Floats(shares))?;
    result.add("cumulativeShare", ColumnData::Floats(cumulative))?;
    Ok(ValueContribution {
        customers: result.finish(),
        summary: ContributionSummary {
            customers,
            total,
            gini: (total > 0.0).then(|| weighted.value() / total),
            top_20_share: curve.as_ref().and_then(|curve| curve.get(20).copied()),
            curve,
            warnings: warnings(&[
                (least < 0.0, "there are negative values: cumulative shares and the Gini coefficient can exceed 1."),
                (total <= 0.0, "the total is not above 0, so there are no shares of it."),
            ]),
        },
        skipped,
    })
}

fn is_value(value: f64) -> bool {
    value.abs() <= LARGEST_TERM
}
