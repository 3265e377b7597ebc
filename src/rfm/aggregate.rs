//! From purchases to one record for each customer: the accumulator of RFM.

use super::options::{Binning, Settings};
use super::orders::Orders;
use super::{RfmOptions, RfmResult, result};
use crate::accumulate::Accumulate;
use crate::error::{Error, ErrorKind, Result};
use crate::options::OnInvalid;
use crate::skipped::Skipped;
use crate::stats::sum::{ExactSum, LARGEST_TERM, PairSum};
use crate::table::{Column, Days, Groups, KeyIndex, Problem, Table};
use std::collections::BTreeMap;

/// What is known of one customer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Customer {
    pub(super) amount: PairSum,
    pub(super) last_day: i32,
    pub(super) purchases: i32,
}

impl Customer {
    const NONE: Customer = Customer { amount: PairSum::ZERO, last_day: i32::MIN, purchases: 0 };
}

/// An RFM segmentation that is fed in batches.
///
/// ```
/// use custometry::accumulate::Accumulate;
/// use custometry::rfm::{RfmAccumulator, RfmOptions, segment};
/// use custometry::table::Table;
///
/// let options = RfmOptions::new("2026-01-31");
/// let january = Table::from_csv(b"customerId,date,amount\na,2026-01-05,20\nb,2026-01-20,35\n", &Default::default())?;
/// let earlier = Table::from_csv(b"customerId,date,amount\nb,2025-11-02,10\n", &Default::default())?;
///
/// let mut running = RfmAccumulator::new(&options)?;
/// running.update(&january)?;
/// running.update(&earlier)?;
/// assert_eq!(running.finish()?.customers.num_rows(), 2);
/// # Ok::<(), custometry::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct RfmAccumulator {
    settings: Settings,
    keys: KeyIndex,
    pub(super) customers: Vec<Customer>,
    /// The row of the first purchase of each customer, where the binning asks for it.
    pub(super) first_rows: Vec<u64>,
    /// What did not fit into the pair sums, by customer.
    rests: BTreeMap<i32, ExactSum>,
    orders: Orders,
    rows: u64,
    skipped: Skipped,
}

impl RfmAccumulator {
    /// An accumulator that has seen nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] or [`ErrorKind::BadDate`] when the options cannot be used.
    pub fn new(options: &RfmOptions) -> Result<RfmAccumulator> {
        Ok(RfmAccumulator {
            settings: Settings::try_from(options)?,
            keys: KeyIndex::default(),
            customers: Vec::new(),
            first_rows: Vec::new(),
            rests: BTreeMap::new(),
            orders: Orders::default(),
            rows: 0,
            skipped: Skipped::default(),
        })
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn keys(&self) -> &KeyIndex {
        &self.keys
    }

    pub(super) fn skipped(&self) -> &Skipped {
        &self.skipped
    }

    /// The sum of a customer's amounts.
    pub(super) fn amount(&self, group: i32, customer: &Customer) -> f64 {
        match self.rests.get(&group) {
            None => customer.amount.value(),
            Some(rest) => {
                let mut sum = rest.clone();
                customer.amount.parts().into_iter().for_each(|part| sum.add(part));
                sum.value()
            }
        }
    }

    fn add_amount(&mut self, group: i32, amount: f64) {
        let Some(customer) = self.customers.get_mut(group as usize) else { return };
        let rest = customer.amount.add(amount);
        if rest != 0.0 {
            self.rests.entry(group).or_default().add(rest);
        }
    }

    /// Makes room for all customers that are known by now.
    fn grow(&mut self) -> Result<()> {
        let more = self.keys.len().saturating_sub(self.customers.len());
        self.customers.try_reserve(more)?;
        self.customers.resize(self.keys.len(), Customer::NONE);
        if self.settings.binning == Binning::Ntile {
            self.first_rows.try_reserve(more)?;
            self.first_rows.resize(self.keys.len(), u64::MAX);
        }
        Ok(())
    }
}

impl Accumulate for RfmAccumulator {
    type Batch<'a> = &'a Table;
    type Output = RfmResult;

    fn update(&mut self, table: &Table) -> Result<()> {
        let settings = &self.settings;
        let columns = Columns {
            customer_id: table.column(&settings.customer_id)?,
            date: table.column(&settings.date)?,
            amount: table.column(&settings.amount)?,
        };
        let order_id = match &settings.order_id {
            (name, true) => Some(table.column(name)?),
            (name, false) => table.find(name),
        };
        if self.rows + table.num_rows() as u64 > i32::MAX as u64 {
            return Err(too_many());
        }
        let (strict, as_of) = (settings.on_invalid == OnInvalid::Throw, settings.as_of);
        let fresh = self.customers.is_empty();
        let days = columns.date.days(settings.offset)?;
        let amounts = columns.amount.numbers()?;
        let orders = order_id.map(|column| self.orders.keys.groups(column)).transpose()?;
        let groups = self.keys.groups(columns.customer_id)?;
        let purchases = Purchases { groups: &groups, days: &days, amounts: &amounts };
        // An accumulator that has seen something must be the same after an error, so all rows are looked at before.
        if strict
            && !fresh
            && let Some(row) = purchases.first_unusable()
        {
            return Err(columns.error(row, &purchases));
        }
        self.grow()?;
        let counted = purchases.add_to(&mut self.customers, as_of);
        if strict
            && fresh
            && let Some(&row) = counted.left_out.iter().find(|&&row| !purchases.is_usable(row))
        {
            self.customers = Vec::new();
            self.first_rows = Vec::new();
            self.keys = KeyIndex::default();
            self.orders = Orders::default();
            return Err(columns.error(row, &purchases));
        }
        self.complete(counted, &purchases, orders.as_ref(), &columns)?;
        self.rows += table.num_rows() as u64;
        Ok(())
    }

    fn merge(&mut self, other: RfmAccumulator) -> Result<()> {
        if self.settings != other.settings {
            return Err(Error::invalid_option("the two were made with different options")
                .with_help("Give every part of an analysis the same options."));
        }
        if self.rows + other.rows > i32::MAX as u64 {
            return Err(too_many());
        }
        let groups = self.keys.merge(&other.keys)?;
        self.grow()?;
        let orders = self.orders.keys.merge(&other.orders.keys)?;
        for (&group, theirs) in groups.iter().zip(&other.customers) {
            let Some(ours) = self.customers.get_mut(group as usize) else { continue };
            ours.purchases += theirs.purchases;
            ours.last_day = ours.last_day.max(theirs.last_day);
            for part in theirs.amount.parts() {
                self.add_amount(group, part);
            }
        }
        for (&group, &theirs) in groups.iter().zip(&other.first_rows) {
            if let Some(ours) = self.first_rows.get_mut(group as usize) {
                *ours = theirs.saturating_add(self.rows).min(*ours);
            }
        }
        for (group, rest) in &other.rests {
            if let Some(&group) = groups.get(*group as usize) {
                self.rests.entry(group).or_default().merge(rest);
            }
        }
        let at = |places: &[i32], place: i32| places.get(place as usize).copied().unwrap_or(KeyIndex::NONE);
        for (order, customer) in other.orders.pairs() {
            let customer = at(&groups, customer);
            if !self.orders.is_new(at(&orders, order), customer)?
                && let Some(ours) = self.customers.get_mut(customer as usize)
            {
                // Both sides counted the order.
                ours.purchases -= 1;
            }
        }
        self.skipped.append(other.skipped, self.rows);
        self.rows += other.rows;
        Ok(())
    }

    fn finish(&self) -> Result<RfmResult> {
        result::finish(self)
    }
}

struct Columns<'a> {
    customer_id: &'a Column,
    date: &'a Column,
    amount: &'a Column,
}

impl<'a> Columns<'a> {
    /// The first thing that is wrong with a row.
    fn problem(&self, row: usize, purchases: &Purchases<'_>) -> Option<(&'a str, Problem)> {
        let (group, day, amount) = purchases.get(row);
        if group < 0 {
            Some((self.customer_id.name(), self.customer_id.id_problem(row)))
        } else if day == Days::NONE {
            Some((self.date.name(), self.date.date_problem(row)))
        } else if !summable(amount) {
            Some((self.amount.name(), self.amount.number_problem(row)))
        } else {
            None
        }
    }

    fn error(&self, row: usize, purchases: &Purchases<'_>) -> Error {
        match self.problem(row, purchases) {
            Some((column, problem)) => problem.into_error(column, row),
            None => Error::internal("a row that can be used was refused"),
        }
    }
}

/// The three columns that matter, row by row.
struct Purchases<'a> {
    groups: &'a Groups<'a>,
    days: &'a Days<'a>,
    amounts: &'a [f64],
}

impl Purchases<'_> {
    /// How many rows are taken at a time: few enough for their days to stay in the nearest cache.
    const CHUNK: usize = 1024;

    fn get(&self, row: usize) -> (i32, i32, f64) {
        (self.groups.get(row), self.days.get(row), self.amounts.get(row).copied().unwrap_or(f64::NAN))
    }

    /// The rows in chunks, each with the number of its first row.
    fn for_each_chunk(&self, mut work: impl FnMut(usize, &Groups<'_>, &[i32], &[f64])) {
        let mut days = [Days::NONE; Self::CHUNK];
        let chunks = self.groups.chunks(Self::CHUNK).zip(self.amounts.chunks(Self::CHUNK));
        for ((groups, amounts), from) in chunks.zip((0..).step_by(Self::CHUNK)) {
            let (days, _) = days.split_at_mut(amounts.len());
            self.days.fill(from, days);
            work(from, &groups, days, amounts);
        }
    }

    /// Adds each row that can be used and is not after `as_of` to its customer, as a purchase of its own.
    fn add_to(&self, customers: &mut [Customer], as_of: i32) -> Counted {
        let mut counted = Counted::default();
        self.for_each_chunk(|from, groups, days, amounts| {
            let rows = groups.iter().zip(days).zip(amounts).map(|((group, &day), &amount)| (group, day, amount));
            counted.add(rows, from, customers, as_of);
        });
        counted
    }

    /// Whether a row is a purchase, be it after `as_of` or not.
    fn is_usable(&self, row: usize) -> bool {
        let (group, day, amount) = self.get(row);
        group >= 0 && day != Days::NONE && summable(amount)
    }

    fn first_unusable(&self) -> Option<usize> {
        let mut first = None;
        self.for_each_chunk(|from, groups, days, amounts| {
            // No early end: that is what the compiler turns into SIMD.
            let rows = groups.iter().zip(days).zip(amounts);
            let usable = rows.fold(true, |all, ((group, &day), &amount)| {
                all & (group >= 0) & (day != Days::NONE) & summable(amount)
            });
            if !usable && first.is_none() {
                first = (from..from + amounts.len()).find(|&row| !self.is_usable(row));
            }
        });
        first
    }
}

/// What remains to be done once the purchases are added up.
#[derive(Default)]
struct Counted {
    /// By customer, what did not fit into the pair sum.
    rests: Vec<(i32, f64)>,
    /// The rows that were not counted.
    left_out: Vec<usize>,
}

impl Counted {
    /// Nearly all the time of a segmentation is spent here, so the loop has nothing in it but what every row needs. It is a
    /// function of its own because WebAssembly runtimes replace their first, slow code only between calls.
    #[inline(never)]
    fn add(
        &mut self,
        rows: impl Iterator<Item = (i32, i32, f64)>,
        from: usize,
        customers: &mut [Customer],
        as_of: i32,
    ) {
        for (row, (group, day, amount)) in rows.enumerate() {
            match customers.get_mut(group as usize) {
                Some(customer) if day <= as_of && summable(amount) => {
                    let rest = customer.amount.add(amount);
                    customer.last_day = customer.last_day.max(day);
                    customer.purchases += 1;
                    if rest != 0.0 {
                        self.rests.push((group, rest));
                    }
                }
                _ => self.left_out.push(from + row),
            }
        }
    }
}

/// Whether an amount can be summed; false for NaN.
#[inline]
fn summable(amount: f64) -> bool {
    amount.abs() <= LARGEST_TERM
}

impl RfmAccumulator {
    fn complete(
        &mut self,
        Counted { rests, left_out }: Counted,
        purchases: &Purchases<'_>,
        orders: Option<&Groups<'_>>,
        columns: &Columns<'_>,
    ) -> Result<()> {
        for (group, rest) in rests {
            self.rests.entry(group).or_default().add(rest);
        }
        if orders.is_some() || self.settings.binning == Binning::Ntile {
            let mut is_left_out = left_out.iter().copied().peekable();
            for (row, group) in purchases.groups.iter().enumerate() {
                if is_left_out.next_if_eq(&row).is_some() {
                    continue;
                }
                if let Some(first) = self.first_rows.get_mut(group as usize) {
                    *first = (self.rows + row as u64).min(*first);
                }
                let order = orders.map_or(KeyIndex::NONE, |orders| orders.get(row));
                if order != KeyIndex::NONE
                    && !self.orders.is_new(order, group)?
                    && let Some(customer) = self.customers.get_mut(group as usize)
                {
                    customer.purchases -= 1;
                }
            }
        }
        for row in left_out {
            self.skipped.add(self.rows + row as u64, || match columns.problem(row, purchases) {
                Some((column, problem)) => (column.to_owned(), problem.reason),
                None => (columns.date.name().to_owned(), "the purchase is after asOf".to_owned()),
            });
        }
        Ok(())
    }
}

fn too_many() -> Error {
    Error::new(ErrorKind::OutOfMemory, "there are more than 2,147,483,647 purchases")
        .with_help("Segment fewer purchases, for instance those of the last years.")
}
