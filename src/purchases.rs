//! Tables of purchases: which columns hold what, and what each row says.
//!
//! What an analysis of purchases needs of a row is the customer, the calendar day and the amount. A row that lacks one of
//! them, or whose amount cannot be summed, is unusable: an error that names row and column, or left out and reported. Rows
//! after `asOf` are always left out. Negative amounts are refunds, and count by choice ([`Refunds`]).

use crate::error::{Error, ErrorKind, Result};
use crate::options::{DateInput, OnInvalid};
use crate::skipped::Skipped;
use crate::state::{Reader, Writer};
use crate::stats::sum::{ExactSum, LARGEST_TERM};
use crate::table::{Column, Days, Groups, KeyIndex, Problem, Table};
use crate::time::UtcOffset;
use serde::Serialize;
use std::borrow::Cow;

/// What a negative amount means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refunds {
    /// A row like any other: it counts as a purchase, and lowers the revenue.
    #[default]
    Count,
    /// It lowers the revenue, and is no purchase: it counts neither in recency nor in frequency nor as activity.
    Net,
    /// It is left out.
    Exclude,
}

/// What refunds there were: rows with a negative amount that are not after `asOf`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct RefundSummary {
    /// How many rows.
    pub rows: u64,
    /// The sum of their amounts: 0 or negative.
    pub amount: f64,
    /// The part of `amount` that belongs to nothing in the result: with "net" that of customers who have not bought before
    /// it or at all, with "exclude" all of it.
    pub unassigned: f64,
}

/// The options that analyses of purchases share, as they are given.
pub(crate) struct PurchaseOptions<'a> {
    pub(crate) customer_id: &'a Option<String>,
    pub(crate) date: &'a Option<String>,
    pub(crate) amount: &'a Option<String>,
    pub(crate) order_id: &'a Option<String>,
    pub(crate) as_of: &'a Option<DateInput>,
    pub(crate) utc_offset: &'a Option<String>,
    pub(crate) refunds: Option<Refunds>,
    pub(crate) on_invalid: Option<OnInvalid>,
}

/// How the rows of a table are read as purchases.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    customer_id: String,
    date: String,
    amount: Name,
    order_id: Name,
    pub(crate) as_of: i32,
    /// The option that `as_of` comes from.
    as_of_name: &'static str,
    pub(crate) offset: UtcOffset,
    pub(crate) refunds: Refunds,
    on_invalid: OnInvalid,
}

/// The name of a column, and whether it has to be there.
#[derive(Clone, Debug, PartialEq)]
struct Name {
    name: String,
    required: bool,
}

impl Name {
    fn find<'a>(&self, table: &'a Table) -> Result<Option<&'a Column>> {
        if self.required { table.column(&self.name).map(Some) } else { Ok(table.find(&self.name)) }
    }
}

impl Reading {
    /// Checks the options. An analysis that can do without amounts leaves `needs_amount` off.
    pub(crate) fn new(options: &PurchaseOptions<'_>, needs_amount: bool) -> Result<Reading> {
        Reading::up_to("asOf", options, needs_amount)
    }

    /// The same for an analysis whose last day is an option of another name.
    pub(crate) fn up_to(
        as_of_name: &'static str,
        options: &PurchaseOptions<'_>,
        needs_amount: bool,
    ) -> Result<Reading> {
        let named = |name: &Option<String>, default: &str| name.clone().unwrap_or_else(|| default.to_owned());
        let offset = options.utc_offset.as_deref().map_or(Ok(UtcOffset::default()), UtcOffset::parse)?;
        let Some(as_of) = options.as_of else {
            return Err(Error::invalid_option(format!("{as_of_name} is missing")).with_help(format!(
                "Pass the day to look back from, for example {as_of_name}: \"2026-01-31\"; nothing here reads the clock."
            )));
        };
        Ok(Reading {
            customer_id: named(options.customer_id, "customerId"),
            date: named(options.date, "date"),
            amount: Name { name: named(options.amount, "amount"), required: needs_amount || options.amount.is_some() },
            order_id: Name { name: named(options.order_id, "orderId"), required: options.order_id.is_some() },
            as_of: as_of.moment(as_of_name)?.day(offset),
            as_of_name,
            offset,
            refunds: options.refunds.unwrap_or_default(),
            on_invalid: options.on_invalid.unwrap_or_default(),
        })
    }

    /// The columns of a table.
    pub(crate) fn columns<'a>(&self, table: &'a Table) -> Result<PurchaseColumns<'a>> {
        Ok(PurchaseColumns {
            customer_id: table.column(&self.customer_id)?,
            date: table.column(&self.date)?,
            amount: self.amount.find(table)?,
            order_id: self.order_id.find(table)?,
        })
    }

    /// Writes what shaped a state.
    pub(crate) fn write(&self, state: &mut Writer) -> Result<()> {
        state.u32(self.as_of as u32)?;
        state.u64(self.offset.ms().to_bits())?;
        state.u32(self.refunds as u32)
    }

    /// Checks that a state was shaped by the same options.
    pub(crate) fn check(&self, state: &mut Reader<'_>) -> Result<()> {
        let same = state.u32()? == self.as_of as u32
            && state.u64()? == self.offset.ms().to_bits()
            && state.u32()? == self.refunds as u32;
        if same {
            return Ok(());
        }
        Err(Error::new(ErrorKind::BadState, "the state was saved with another asOf, utcOffset or refunds")
            .with_help("Read it with the options that it was made with."))
    }

    /// Whether a row that cannot be used is an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.on_invalid == OnInvalid::Throw
    }

    /// The least amount of a purchase. Lesser ones are refunds that are no purchases, or cannot be summed.
    pub(crate) fn least_amount(&self) -> f64 {
        if self.refunds == Refunds::Count { -LARGEST_TERM } else { 0.0 }
    }
}

/// The columns of a table that hold purchases.
#[derive(Clone, Copy)]
pub(crate) struct PurchaseColumns<'a> {
    pub(crate) customer_id: &'a Column,
    pub(crate) date: &'a Column,
    pub(crate) amount: Option<&'a Column>,
    pub(crate) order_id: Option<&'a Column>,
}

impl<'a> PurchaseColumns<'a> {
    /// The rows; `groups` are the customers.
    pub(crate) fn purchases(self, reading: &Reading, groups: Groups<'a>) -> Result<Purchases<'a>> {
        Ok(Purchases {
            columns: self,
            days: self.date.days(reading.offset)?,
            amounts: match self.amount {
                Some(column) => column.numbers()?,
                None => Cow::Owned(crate::error::try_filled(self.date.len(), 0.0)?),
            },
            groups,
        })
    }
}

/// The rows of a table of purchases.
pub(crate) struct Purchases<'a> {
    columns: PurchaseColumns<'a>,
    pub(crate) groups: Groups<'a>,
    days: Days<'a>,
    pub(crate) amounts: Cow<'a, [f64]>,
}

impl Purchases<'_> {
    /// How many rows are taken at a time: few enough for their days to stay in the nearest cache.
    const CHUNK: usize = 1024;

    /// Customer, day and amount of a row.
    pub(crate) fn get(&self, row: usize) -> (i32, i32, f64) {
        (self.groups.get(row), self.days.get(row), self.amounts.get(row).copied().unwrap_or(f64::NAN))
    }

    /// The rows in chunks, each with the number of its first row.
    pub(crate) fn for_each_chunk(&self, mut work: impl FnMut(usize, &Groups<'_>, &[i32], &[f64])) {
        let mut days = [Days::NONE; Self::CHUNK];
        let chunks = self.groups.chunks(Self::CHUNK).zip(self.amounts.chunks(Self::CHUNK));
        for ((groups, amounts), from) in chunks.zip((0..).step_by(Self::CHUNK)) {
            let (days, _) = days.split_at_mut(amounts.len());
            self.days.fill(from, days);
            work(from, &groups, days, amounts);
        }
    }

    /// Whether a row says what it has to, be it after `asOf` or not.
    pub(crate) fn is_usable(&self, row: usize) -> bool {
        let (group, day, amount) = self.get(row);
        usable(group, day, amount)
    }

    /// The first row that does not say what it has to.
    pub(crate) fn first_unusable(&self) -> Option<usize> {
        let mut first = None;
        self.for_each_chunk(|from, groups, days, amounts| {
            // No early end: that is what the compiler turns into SIMD.
            let rows = groups.iter().zip(days).zip(amounts);
            let all = rows.fold(true, |all, ((group, &day), &amount)| all & usable(group, day, amount));
            if !all && first.is_none() {
                first = (from..from + amounts.len()).find(|&row| !self.is_usable(row));
            }
        });
        first
    }

    /// What is wrong with a row that does not say what it has to.
    fn problem(&self, row: usize) -> Option<(&str, Problem)> {
        let (group, day, amount) = self.get(row);
        let columns = &self.columns;
        if group < 0 {
            Some((columns.customer_id.name(), columns.customer_id.id_problem(row)))
        } else if day == Days::NONE {
            Some((columns.date.name(), columns.date.date_problem(row)))
        } else if !summable(amount) {
            columns.amount.map(|column| (column.name(), column.number_problem(row)))
        } else {
            None
        }
    }

    /// The error for a row that does not say what it has to.
    pub(crate) fn error(&self, row: usize) -> Error {
        match self.problem(row) {
            Some((column, problem)) => problem.into_error(column, row),
            None => Error::internal("a row that can be used was refused"),
        }
    }

    /// Goes through rows that are not purchases: refunds are counted, and handed to `net` when they are to lower the
    /// revenue of their customer; the others are reported as left out, counted from row `offset`.
    pub(crate) fn sort_out(
        &self,
        rows: &[usize],
        reading: &Reading,
        offset: u64,
        left_out: &mut LeftOut,
        mut net: impl FnMut(i32, i32, f64),
    ) {
        for &row in rows {
            let (group, day, amount) = self.get(row);
            let is_refund = usable(group, day, amount) && day <= reading.as_of && amount < reading.least_amount();
            if is_refund {
                left_out.refund(amount);
                if reading.refunds == Refunds::Net {
                    net(group, day, amount);
                    continue;
                }
            }
            left_out.skipped.add(offset + row as u64, || match self.problem(row) {
                Some((column, problem)) => (column.to_owned(), problem.reason),
                None if is_refund => {
                    let amount = self.columns.amount.map_or("amount", Column::name);
                    (amount.to_owned(), "refunds (negative amounts) are excluded".to_owned())
                }
                None => (self.columns.date.name().to_owned(), format!("the purchase is after {}", reading.as_of_name)),
            });
        }
    }

    /// Counts the refunds where they are purchases like any others.
    pub(crate) fn count_refunds(&self, reading: &Reading, left_out: &mut LeftOut) {
        let any = self.amounts.iter().fold(false, |any, &amount| any | (amount < 0.0));
        if reading.refunds == Refunds::Count && any {
            for (row, &amount) in self.amounts.iter().enumerate() {
                let (group, day, _) = if amount < 0.0 { self.get(row) } else { continue };
                if usable(group, day, amount) && day <= reading.as_of {
                    left_out.refund(amount);
                }
            }
        }
    }
}

/// What an analysis has left out so far, and the refunds that it has met.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOut {
    pub(crate) skipped: Skipped,
    pub(crate) refund_rows: u64,
    pub(crate) refund_amount: ExactSum,
}

impl LeftOut {
    fn refund(&mut self, amount: f64) {
        self.refund_rows += 1;
        self.refund_amount.add(amount);
    }

    /// Adds what a later part, whose row 0 is row `offset`, has left out.
    pub(crate) fn append(&mut self, other: LeftOut, offset: u64) {
        self.skipped.append(other.skipped, offset);
        self.refund_rows += other.refund_rows;
        self.refund_amount.merge(&other.refund_amount);
    }

    /// Writes it into a state.
    pub(crate) fn write(&self, state: &mut Writer) -> Result<()> {
        state.skipped(&self.skipped)?;
        state.u64(self.refund_rows)?;
        state.f64s(self.refund_amount.parts().iter().copied())
    }

    /// Reads it from a state.
    pub(crate) fn read(state: &mut Reader<'_>) -> Result<LeftOut> {
        Ok(LeftOut { skipped: state.skipped()?, refund_rows: state.u64()?, refund_amount: state.sum()? })
    }

    /// The refunds; `unassigned` is the sum of those that belong to nothing in the result, where they are netted.
    pub(crate) fn refunds(&self, refunds: Refunds, unassigned: f64) -> RefundSummary {
        let amount = self.refund_amount.value();
        let unassigned = if refunds == Refunds::Exclude { amount } else { unassigned };
        RefundSummary { rows: self.refund_rows, amount, unassigned }
    }

    /// The error when nothing is left to analyse.
    pub(crate) fn empty(&self) -> Error {
        let skipped = &self.skipped;
        let message = match skipped.rows.first() {
            None if self.refund_rows > 0 => "there are refunds only, and no purchases".to_owned(),
            None => "there are no purchases".to_owned(),
            Some(row) => format!(
                "all {} rows were left out; the first is row {}, column \"{}\": {}",
                skipped.count, row.row, row.column, row.reason
            ),
        };
        Error::new(ErrorKind::EmptyInput, message).with_help("Give at least one purchase on or before asOf.")
    }
}

/// The error for more rows than can be counted.
pub(crate) fn too_many() -> Error {
    Error::new(ErrorKind::OutOfMemory, "there are more than 2,147,483,647 purchases")
        .with_help("Analyse fewer purchases, for instance those of the last years.")
}

fn usable(group: i32, day: i32, amount: f64) -> bool {
    (group > KeyIndex::NONE) & (day != Days::NONE) & summable(amount)
}

/// Whether an amount can be summed; false for NaN.
#[inline]
fn summable(amount: f64) -> bool {
    amount.abs() <= LARGEST_TERM
}
