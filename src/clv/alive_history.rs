//! One customer's P(alive), day by day.

use super::model::PurchaseModel;
use super::purchase_days::PurchaseDays;
use super::summary::{PurchaseSummaryOptions, Settings};
use super::tracking::check_kind;
use crate::error::{Error, Result, quoted, try_collect, try_vec};
use crate::number;
use crate::table::{Column, ColumnData, ColumnType, KeyIndex, Table, TableBuilder};

/// What a model says of a customer at the end of each day from the first purchase on, to `holdout_end`, or without one to
/// `observation_end`: a table with the columns `date`; `purchased`, whether the customer bought on that day; `frequency`,
/// `recency` and `T` as they were then; and `probabilityAlive`. Options, and what counts as a purchase, are those of
/// [`summarize_purchases`](super::summarize_purchases).
///
/// `customer` is the identifier; where these are numbers, it is read as one. Of a model with covariates give that of the
/// customer ([`with_covariates_of`](PurchaseModel::with_covariates_of)).
///
/// # Errors
///
/// As [`summarize_purchases`](super::summarize_purchases), and [`InvalidOption`](crate::ErrorKind::InvalidOption) for a
/// customer who did not buy and for a [`BgBb`](super::PurchaseModelKind::BgBb) model, which counts opportunities.
///
/// ```
/// use custometry::clv::*;
/// use custometry::table::Table;
///
/// let model = PurchaseModel::new(PurchaseModelKind::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let purchases = Table::from_csv(b"customerId,date\nann,2026-01-01\nann,2026-01-10\n", &Default::default())?;
/// let options = PurchaseSummaryOptions::new("2026-03-01", TimeUnit::Week);
/// let found = alive_history(&purchases, &model, &options, "ann")?;
/// let alive = found.column("probabilityAlive")?.numbers()?;
/// assert_eq!(alive[0], 1.0); // nobody has left who has not bought again
/// assert!(alive[10] < alive[9] && alive[59] < 0.7);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn alive_history(
    purchases: &Table,
    model: &PurchaseModel,
    options: &PurchaseSummaryOptions,
    customer: &str,
) -> Result<Table> {
    let settings = Settings::try_from(options)?;
    check_kind(model)?;
    let days = PurchaseDays::read(purchases, &settings.reading, None)?;
    let group = group_of(&days.keys, customer)?;
    let own = days.days().skip_while(|day| Some(day.customer) != group).take_while(|day| Some(day.customer) == group);
    let own: Vec<i32> = own.map(|day| day.day).collect();
    let Some(&first) = own.first() else {
        return Err(Error::invalid_option(format!("customer {} has no purchase", quoted(customer)))
            .with_help("Give the identifier of a customer who bought until the last day."));
    };
    let rows = (settings.reading.as_of - first) as usize + 1;
    let (mut bought, mut frequencies) = (try_vec(rows)?, try_vec(rows)?);
    let (mut recencies, mut times) = (try_vec(rows)?, try_vec(rows)?);
    let mut rest = own.iter().peekable();
    let (mut last, mut count) = (first, -1);
    for day in first..=settings.reading.as_of {
        let buys = rest.next_if_eq(&&day).is_some();
        if buys {
            (last, count) = (day, count + 1);
        }
        bought.push(u8::from(buys));
        frequencies.push(count);
        recencies.push(f64::from(last - first) / settings.unit);
        times.push(f64::from(day - first) / settings.unit);
    }
    let mut table = TableBuilder::new(rows);
    table.add("frequency", ColumnData::Integers(frequencies))?;
    table.add("recency", ColumnData::Floats(recencies))?;
    table.add("T", ColumnData::Floats(times))?;
    let summary = table.finish();
    let mut table = TableBuilder::new(rows);
    table.add("date", ColumnData::days((first..settings.reading.as_of + 1).map(Some))?)?;
    table.add("purchased", ColumnData::Booleans(bought))?;
    for column in summary.columns() {
        table.share(column)?;
    }
    table.add("probabilityAlive", ColumnData::Floats(model.probability_alive(&summary)?))?;
    Ok(table.finish())
}

/// The group of an identifier.
fn group_of(keys: &KeyIndex, customer: &str) -> Result<Option<i32>> {
    let groups = || 0..keys.len() as i32;
    let identifiers = Column::new("customerId", keys.identifiers(try_collect(groups())?)?);
    if identifiers.column_type() == ColumnType::String {
        return Ok(groups().find(|&group| identifiers.text(group as usize) == Some(customer)));
    }
    let wanted = number::parse(customer.trim());
    let numbers = identifiers.numbers()?;
    Ok(groups().find(|&group| numbers.get(group as usize).copied() == wanted))
}
