//! Purchases in the order of customer and day. What a customer buys on one day is one purchase.

use crate::error::{Error, ErrorKind, Result, try_collect, try_filled, try_vec};
use crate::purchases::{LeftOut, PurchaseColumns, Purchases, Reading, too_many};
use crate::stats::order::sorted_by_key;
use crate::stats::sum::LARGEST_TERM;
use crate::table::{Column, KeyIndex, Table};
use std::borrow::Cow;

/// The purchases of a table.
pub(super) struct PurchaseDays<'a> {
    pub(super) keys: KeyIndex,
    pub(super) rows: Purchases<'a>,
    pub(super) columns: PurchaseColumns<'a>,
    costs: Option<Costs<'a>>,
    /// Customer and day in one number, and the row: of each row that is a purchase, sorted.
    order: Vec<(i64, i32)>,
    /// The rows that are none, in their order.
    others: Vec<usize>,
    /// Those of them whose customers came too late, in their order.
    late: Vec<usize>,
}

/// A column of numbers that have to be there as well.
type Costs<'a> = (&'a Column, Cow<'a, [f64]>);

/// What a customer bought on a day.
#[derive(Clone, Copy)]
pub(super) struct PurchaseDay<'a> {
    pub(super) customer: i32,
    pub(super) day: i32,
    rows: &'a [(i64, i32)],
}

impl PurchaseDay<'_> {
    /// The rows, in their order.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().map(|&(_, row)| row as usize)
    }
}

impl<'a> PurchaseDays<'a> {
    /// Reads the rows up to the last day. Those that cannot be used, also for what is in a column of costs, are an error, or
    /// left out.
    pub(super) fn read(table: &'a Table, reading: &Reading, costs: Option<&'a Column>) -> Result<PurchaseDays<'a>> {
        let columns = reading.columns(table)?;
        if table.num_rows() > i32::MAX as usize {
            return Err(too_many());
        }
        let mut keys = KeyIndex::default();
        let rows = columns.purchases(reading, keys.groups(columns.customer_id)?)?;
        let costs = costs.map(|column| Ok::<_, Error>((column, column.numbers()?))).transpose()?;
        let least = reading.least_amount();
        // The day counts from the first that there can be, so that a key is in the order of customer and day.
        let key = |row: usize| {
            let (group, day, amount) = rows.get(row);
            let counts = group >= 0 && day <= reading.as_of && (least..=LARGEST_TERM).contains(&amount);
            match counts && cost(&costs, row).is_some() {
                true => i64::from(group) << 32 | i64::from(day.wrapping_sub(i32::MIN) as u32),
                false => i64::MAX,
            }
        };
        let mut order = sorted_by_key((0..table.num_rows()).map(key))?;
        let used = order.partition_point(|&(key, _)| key < i64::MAX);
        let mut others: Vec<usize> = try_vec(order.len() - used)?;
        // Those of one key are in the order of the rows.
        others.extend(order.drain(used..).map(|(_, row)| row as usize));
        let days = PurchaseDays { keys, rows, columns, costs, order, others, late: Vec::new() };
        if reading.is_strict()
            && let Some(error) = days.others.iter().find_map(|&row| days.fault(row))
        {
            return Err(error);
        }
        Ok(days)
    }

    /// What is wrong with a row that cannot be used.
    fn fault(&self, row: usize) -> Option<Error> {
        if !self.rows.is_usable(row) {
            return Some(self.rows.error(row));
        }
        let (column, _) = self.costs.as_ref().filter(|_| self.cost(row).is_none())?;
        Some(column.number_problem(row).into_error(column.name(), row))
    }

    /// What stands in the column of costs; 0 without one, none where it cannot be used.
    pub(super) fn cost(&self, row: usize) -> Option<f64> {
        cost(&self.costs, row)
    }

    /// What a row amounts to.
    pub(super) fn amount(&self, row: usize) -> f64 {
        self.rows.amounts.get(row).copied().unwrap_or(0.0)
    }

    /// Leaves out the customers who first bought after a day.
    pub(super) fn leave_out_late(&mut self, last: i32) -> Result<()> {
        let mut is_late = try_filled(self.keys.len(), false)?;
        for first in self.days().filter(first_of_customer()) {
            if let Some(late) = is_late.get_mut(first.customer as usize) {
                *late = first.day > last;
            }
        }
        let is_late = |&(key, _): &(i64, i32)| is_late.get((key >> 32) as usize).is_some_and(|&late| late);
        let mut late: Vec<usize> = try_vec(self.order.iter().filter(|entry| is_late(entry)).count())?;
        late.extend(self.order.iter().filter(|entry| is_late(entry)).map(|&(_, row)| row as usize));
        self.order.retain(|entry| !is_late(entry));
        self.others.try_reserve(late.len())?;
        self.others.extend_from_slice(&late);
        self.others = in_order(&self.others)?;
        self.late = in_order(&late)?;
        Ok(())
    }

    /// The days with purchases, in the order of customer and day.
    pub(super) fn days(&self) -> impl Iterator<Item = PurchaseDay<'_>> {
        self.order.chunk_by(|(a, _), (b, _)| a == b).map(|rows| {
            let key = rows.first().map_or(0, |&(key, _)| key);
            PurchaseDay { customer: (key >> 32) as i32, day: (key as u32 as i32).wrapping_add(i32::MIN), rows }
        })
    }

    /// Whether there is no purchase.
    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Goes through the rows that are no purchases. Refunds that are to lower the revenue of their customer are handed to
    /// `net`, as row, customer and day.
    pub(super) fn sort_out(&self, reading: &Reading, net: &mut dyn FnMut(usize, i32, i32)) -> LeftOut {
        let mut left_out = LeftOut::default();
        for &row in &self.others {
            if self.late.binary_search(&row).is_ok() {
                let reason = "the customer first bought after observationEnd";
                left_out.skipped.add(row as u64, || (self.columns.date.name().to_owned(), reason.to_owned()));
            } else if let Some((column, _)) = &self.costs
                && self.rows.is_usable(row)
                && self.cost(row).is_none()
            {
                left_out.skipped.add(row as u64, || (column.name().to_owned(), column.number_problem(row).reason));
            } else {
                self.rows.sort_out(&[row], reading, 0, &mut left_out, |group, day, _| net(row, group, day));
            }
        }
        self.rows.count_refunds(reading, &mut left_out);
        left_out
    }
}

fn cost(costs: &Option<Costs<'_>>, row: usize) -> Option<f64> {
    let Some((_, values)) = costs else { return Some(0.0) };
    values.get(row).copied().filter(|cost| cost.abs() <= LARGEST_TERM)
}

/// Whether a day is the first of its customer, for days that come in their order.
pub(super) fn first_of_customer() -> impl FnMut(&PurchaseDay<'_>) -> bool {
    let mut before = KeyIndex::NONE;
    move |day| std::mem::replace(&mut before, day.customer) != day.customer
}

/// The error when no customer is left.
pub(super) fn nobody_bought() -> Error {
    Error::new(ErrorKind::EmptyInput, "no customer bought until observationEnd")
        .with_help("Give at least one purchase on or before observationEnd.")
}

/// The rows, sorted.
fn in_order(rows: &[usize]) -> Result<Vec<usize>> {
    try_collect(sorted_by_key(rows.iter().map(|&row| row as i64))?.into_iter().map(|(row, _)| row as usize))
}
