//! What customers have been worth so far.
//!
//! Revenue, less cost, by customer; and by cohort and age, so that customers who came at different times can be compared.
//! Nothing here is a forecast: who came later has had less time.

use super::formulas::{margin_share, warnings};
use super::purchase_days::PurchaseDays;
use crate::error::{Error, Result, try_collect, try_filled, try_vec};
use crate::number;
use crate::options::{DateInput, OnInvalid};
use crate::orders::Orders;
use crate::period::{Period, PeriodTable};
use crate::purchases::{PurchaseOptions, Reading, RefundSummary, Refunds};
use crate::skipped::Skipped;
use crate::stats::sum::Total;
use crate::table::{ColumnData, KeyIndex, Table, TableBuilder, TextBuilder};
use serde::Serialize;

/// The options of [`historic_value`].
#[derive(Clone, Debug, Default)]
pub struct HistoricValueOptions {
    /// The column of customer identifiers; default `customerId`.
    pub customer_id: Option<String>,
    /// The column of purchase dates; default `date`.
    pub date: Option<String>,
    /// The column of amounts; default `amount`.
    pub amount: Option<String>,
    /// The column of order identifiers: rows of one order are one order. Default `orderId` if there is such a column;
    /// otherwise each row is an order.
    pub order_id: Option<String>,
    /// A column of what each row cost: the goods, their delivery, serving the customer.
    pub cost: Option<String>,
    /// The day to look back from. Required. Purchases on later calendar days are left out and counted in `skipped`.
    pub as_of: Option<DateInput>,
    /// The share of revenue that is margin before the costs of the column, up to 1; default 1.
    pub margin: Option<f64>,
    /// The periods of the cohorts; default months.
    pub period: Option<Period>,
    /// Which calendar day an instant falls on; default `+00:00`.
    pub utc_offset: Option<String>,
    /// What a negative amount means; default a row like any other.
    pub refunds: Option<Refunds>,
    /// What to do with a row that cannot be used; default an error.
    pub on_invalid: Option<OnInvalid>,
}

impl HistoricValueOptions {
    /// Default options, looking back from the given day.
    pub fn new(as_of: impl Into<DateInput>) -> HistoricValueOptions {
        HistoricValueOptions { as_of: Some(as_of.into()), ..HistoricValueOptions::default() }
    }
}

/// What all customers together have been worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct HistoricTotals {
    /// How many there are.
    pub customers: u64,
    /// Their orders.
    pub orders: u64,
    /// The sum of the amounts.
    pub revenue: f64,
    /// The sum of the costs; 0 without a column of costs.
    pub cost: f64,
    /// margin × revenue - cost.
    pub value: f64,
}

/// What [`historic_value`] finds.
#[derive(Clone, Debug)]
pub struct HistoricValue {
    /// One row for each customer, sorted by identifier: `customerId`, `firstPurchase`, `lastPurchase`, `orders`, `revenue`,
    /// with a column of costs `cost`, and `value`, which is margin × revenue - cost.
    pub customers: Table,
    /// One row for each cohort and age: `cohort`, the period in which the customers first bought; `age`, in periods since;
    /// `customers`, how many the cohort has; `value`, what they were worth at that age; and `cumulativePerCustomer`, what they
    /// had been worth by the end of it, divided by how many they are.
    pub cohorts: Table,
    /// All customers together.
    pub totals: HistoricTotals,
    /// Whether the last period is complete, that is, whether `asOf` is its last day.
    pub last_period_complete: bool,
    /// What to keep in mind about these numbers.
    pub warnings: Vec<&'static str>,
    /// The refunds, and what became of them.
    pub refunds: RefundSummary,
    /// The rows that were left out.
    pub skipped: Skipped,
}

/// What each customer, and each cohort by age, has been worth up to a day: margin × revenue - cost.
///
/// Refunds that are netted lower the revenue of their day, if their customer has bought by then; the costs of their rows count
/// as well. Warns when neither a margin nor a column of costs is given, so that all revenue counts as value.
///
/// # Errors
///
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column that is not there,
/// - [`WrongType`](crate::ErrorKind::WrongType), [`BadDate`](crate::ErrorKind::BadDate) or
///   [`BadNumber`](crate::ErrorKind::BadNumber), with row and column, for the first row that cannot be used, unless
///   `on_invalid` is skip,
/// - [`EmptyInput`](crate::ErrorKind::EmptyInput) when no purchase is left,
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption), also when there are too many cohorts and ages for a table.
///
/// ```
/// use custometry::clv::{HistoricValueOptions, historic_value};
/// use custometry::table::Table;
///
/// let csv = b"customerId,date,amount\nann,2026-01-05,20\nann,2026-02-07,30\nbo,2026-01-09,10\ncy,2026-02-11,40\n";
/// let options = HistoricValueOptions { margin: Some(0.5), ..HistoricValueOptions::new("2026-02-28") };
/// let found = historic_value(&Table::from_csv(csv, &Default::default())?, &options)?;
/// assert_eq!(*found.customers.column("value")?.numbers()?, [25.0, 5.0, 20.0]);
/// assert_eq!(
///     found.cohorts.to_csv()?.lines().collect::<Vec<_>>(),
///     ["cohort,age,customers,value,cumulativePerCustomer", "2026-01,0,2,15,7.5", "2026-01,1,2,15,15", "2026-02,0,1,20,20"]
/// );
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn historic_value(purchases: &Table, options: &HistoricValueOptions) -> Result<HistoricValue> {
    let reading = Reading::new(
        &PurchaseOptions {
            customer_id: &options.customer_id,
            date: &options.date,
            amount: &options.amount,
            order_id: &options.order_id,
            as_of: &options.as_of,
            utc_offset: &options.utc_offset,
            refunds: options.refunds,
            on_invalid: options.on_invalid,
        },
        true,
    )?;
    let margin = margin_share("margin", options.margin)?;
    if margin < -1.0 {
        return Err(Error::invalid_option(format!("margin is {}", number::text(margin)))
            .with_help("Give the share of revenue that is left, from -1 to 1: 0.3 for 30 %."));
    }
    let period = options.period.unwrap_or(Period::Month);
    let costs = options.cost.as_ref().map(|name| purchases.column(name)).transpose()?;
    let days = PurchaseDays::read(purchases, &reading, costs)?;
    let mut orders = Orders::default();
    let order_ids = days.columns.order_id.map(|column| orders.keys.groups(column)).transpose()?;
    let mut customers = try_filled(days.keys.len(), Customer::default())?;
    for day in days.days() {
        let Some(customer) = customers.get_mut(day.customer as usize) else { continue };
        customer.first = customer.first.min(day.day);
        customer.last = day.day;
        for row in day.rows() {
            let order = order_ids.as_ref().map_or(KeyIndex::NONE, |ids| ids.get(row));
            if order < 0 || orders.is_new(order, day.customer)? {
                customer.orders += 1;
            }
            customer.add(days.amount(row), days.cost(row));
        }
    }
    let mut netted: Vec<(usize, i32, i32)> = Vec::new();
    let mut unassigned = Total::default();
    let left_out = days.sort_out(&reading, &mut |row, group, day| match customers.get_mut(group as usize) {
        Some(customer) if customer.first <= day => {
            customer.add(days.amount(row), days.cost(row));
            netted.push((row, group, day));
        }
        _ => unassigned.add(days.amount(row)),
    });
    let Some(start) = days.days().map(|day| day.day).min() else { return Err(left_out.empty()) };

    let periods = PeriodTable::new(period, start, reading.as_of)?;
    let first_period = periods.index(start);
    let mut cohorts = Cohorts::new((periods.index(reading.as_of) - first_period) as usize + 1)?;
    let place = |day: i32| (periods.index(day) - first_period) as usize;
    let mut add = |row: usize, group: i32, day: i32| {
        let cohort = customers.get(group as usize).map_or(usize::MAX, |customer| place(customer.first));
        cohorts.add(cohort, place(day), margin * days.amount(row) - days.cost(row).unwrap_or(0.0));
    };
    days.days().for_each(|day| day.rows().for_each(|row| add(row, day.customer, day.day)));
    netted.into_iter().for_each(|(row, group, day)| add(row, group, day));
    customers.iter().filter(|customer| customer.orders > 0).for_each(|customer| cohorts.join(place(customer.first)));

    let mut groups = days.keys.order()?;
    groups.retain(|&group| customers.get(group as usize).is_some_and(|customer| customer.orders > 0));
    let known = || groups.iter().filter_map(|&group| customers.get(group as usize));
    let sum = |of: &dyn Fn(&Customer) -> &Total| known().fold(Total::default(), |sum, own| sum.plus(of(own))).value();
    let (revenue, cost) = (sum(&|own| &own.revenue), sum(&|own| &own.cost));
    let totals = HistoricTotals {
        customers: groups.len() as u64,
        orders: known().map(|own| own.orders as u64).sum(),
        revenue,
        cost,
        value: margin * revenue - cost,
    };
    let numbers = |of: &dyn Fn(&Customer) -> f64| -> Result<ColumnData> {
        let mut values = try_vec(groups.len())?;
        values.extend(known().map(of));
        Ok(ColumnData::Floats(values))
    };
    let counts = |of: &dyn Fn(&Customer) -> i32| -> Result<Vec<i32>> {
        let mut values = try_vec(groups.len())?;
        values.extend(known().map(of));
        Ok(values)
    };
    let dates = |of: &dyn Fn(&Customer) -> i32| ColumnData::days(counts(of)?.into_iter().map(Some));
    let mut table = TableBuilder::new(groups.len());
    table.add("customerId", days.keys.identifiers(try_collect(groups.iter().copied())?)?)?;
    table.add("firstPurchase", dates(&|own| own.first)?)?;
    table.add("lastPurchase", dates(&|own| own.last)?)?;
    table.add("orders", ColumnData::Integers(counts(&|own| own.orders)?))?;
    table.add("revenue", numbers(&|own| own.revenue.value())?)?;
    if costs.is_some() {
        table.add("cost", numbers(&|own| own.cost.value())?)?;
    }
    table.add("value", numbers(&|own| margin * own.revenue.value() - own.cost.value())?)?;
    Ok(HistoricValue {
        customers: table.finish(),
        cohorts: cohorts.table(period, first_period)?,
        totals,
        last_period_complete: period.first_day(period.index(reading.as_of) + 1) == reading.as_of + 1,
        warnings: warnings(&[(
            options.margin.is_none() && costs.is_none(),
            "neither margin nor cost is given, so all revenue counts as value.",
        )]),
        refunds: left_out.refunds(reading.refunds, unassigned.value()),
        skipped: left_out.skipped,
    })
}

/// What is known of one customer.
#[derive(Clone, Debug)]
struct Customer {
    first: i32,
    last: i32,
    orders: i32,
    revenue: Total,
    cost: Total,
}

impl Default for Customer {
    fn default() -> Customer {
        Customer { first: i32::MAX, last: i32::MAX, orders: 0, revenue: Total::default(), cost: Total::default() }
    }
}

impl Customer {
    fn add(&mut self, amount: f64, cost: Option<f64>) {
        self.revenue.add(amount);
        self.cost.add(cost.unwrap_or(0.0));
    }
}

/// How many periods there may be: daily cohorts of 6 years.
const MOST_PERIODS: usize = 2200;

/// Sums by cohort and age.
struct Cohorts {
    sizes: Vec<u32>,
    /// By cohort, then by age.
    values: Vec<Vec<Total>>,
}

impl Cohorts {
    fn new(periods: usize) -> Result<Cohorts> {
        if periods > MOST_PERIODS {
            return Err(Error::invalid_option(format!("there would be {periods} cohorts"))
                .with_help("Choose a longer period, or analyse fewer years."));
        }
        Ok(Cohorts { sizes: try_filled(periods, 0)?, values: try_filled(periods, Vec::new())? })
    }

    /// Counts a customer.
    fn join(&mut self, cohort: usize) {
        if let Some(size) = self.sizes.get_mut(cohort) {
            *size += 1;
        }
    }

    fn add(&mut self, cohort: usize, period: usize, value: f64) {
        let periods = self.sizes.len();
        let Some(values) = self.values.get_mut(cohort) else { return };
        if values.is_empty() {
            values.resize(periods - cohort, Total::default());
        }
        if let Some(sum) = period.checked_sub(cohort).and_then(|age| values.get_mut(age)) {
            sum.add(value);
        }
    }

    fn table(&self, period: Period, first: i32) -> Result<Table> {
        let mut cohorts = TextBuilder::with_capacity(0)?;
        let mut columns: [Vec<f64>; 4] = Default::default();
        for ((&size, values), index) in self.sizes.iter().zip(&self.values).zip(first..) {
            let name = period.label(index);
            let mut sum = Total::default();
            for (age, value) in values.iter().enumerate() {
                sum = sum.plus(value);
                cohorts.push(Some(&name))?;
                let size = f64::from(size);
                let cells = [age as f64, size, value.value(), sum.value() / size];
                columns.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
            }
        }
        let mut table = TableBuilder::new(columns.first().map_or(0, Vec::len));
        table.add("cohort", cohorts.finish())?;
        for (name, column) in ["age", "customers", "value", "cumulativePerCustomer"].into_iter().zip(columns) {
            table.add(name, ColumnData::Floats(column))?;
        }
        Ok(table.finish())
    }
}
