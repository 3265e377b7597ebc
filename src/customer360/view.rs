//! The whole view: every department read, put together customer by customer.

use super::conflicts::{Conflicts, conflicts};
use super::freshness::{Updates, ages, median_age};
use super::history::History;
use super::known::{Known, read_updates};
use super::options::{Customer360Options, Department, HistoryTable, Settings, UpdateLog};
use super::result::{ColumnFill, Customer360, Customer360Report, DepartmentReport, Names, Overlap, Summary, share};
use super::source::{Customers, Dates, Day};
use crate::error::{Result, try_collect, try_filled, try_vec};
use crate::skipped::Skipped;
use crate::stats::order::sorted_by_key;
use crate::stats::sum::ExactSum;
use crate::table::{Column, ColumnData, Table, TableBuilder, fixed_dictionary};

/// The view of each customer across departments: how complete, how consistent, how fresh.
///
/// See [the module](crate::customer360) for the formulas. `customers` has a row for each customer. What cannot be used (rows without a
/// customer, a customer's second row, dates that are none or after `asOf`) is listed in the `skipped` of the table that it is in, and
/// customers whom `customers` does not have are listed in `unknown_customers`.
///
/// # Errors
///
/// - [`MissingColumn`](crate::ErrorKind::MissingColumn) for a column that is not there, saying which department it is of,
/// - [`WrongType`](crate::ErrorKind::WrongType) for identifiers that are numbers in one table and text in another,
/// - [`InvalidOption`](crate::ErrorKind::InvalidOption) for departments without columns, weights of fields that no department has, targets
///   that cannot be met, and dates without `as_of`.
///
/// ```
/// use custometry::customer360::{Customer360Options, Department, DepartmentField, customer_360};
/// use custometry::table::Table;
///
/// let table = |csv: &str| Table::from_csv(csv.as_bytes(), &Default::default());
/// let field = |name: &str| DepartmentField { field: name.into(), column: name.into() };
/// let departments = [
///     Department { name: "sales".into(), fields: vec![field("email"), field("phone")], ..Department::default() },
///     Department {
///         name: "service".into(),
///         fields: vec![field("phone")],
///         table: Some(table("customerId,phone\na,555-0199\nb,555-0101\n")?),
///         ..Department::default()
///     },
/// ];
/// let customers = table("customerId,email,phone\na,ann@example.com,555-0100\nb,,\n")?;
/// let view = customer_360(&customers, &departments, None, None, &Customer360Options::default())?;
/// assert_eq!(view.report.summary.completeness, Some(0.75)); // of b the email is missing
/// assert_eq!(view.conflicts.column("values")?.text(0), Some("555-0100 | 555-0199"));
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn customer_360(
    customers: &Table,
    departments: &[Department],
    history: Option<&HistoryTable>,
    updates: Option<&UpdateLog>,
    options: &Customer360Options,
) -> Result<Customer360> {
    let dated = departments.iter().any(|department| department.updated_at.is_some())
        || options.updated_at.as_ref().is_some_and(|names| !names.is_empty())
        || updates.is_some();
    let settings = Settings::new(departments, options, dated || history.is_some())?;
    check_targets(departments, options, dated)?;
    let mut found = Customers::read(customers, settings.key)?;
    let n = found.len();

    let mut all_updates = Updates::new(n, &settings, options)?;
    let has_log = updates.is_some();
    let mut skipped = std::mem::take(&mut found.skipped);
    // A column that several name is one source of updates.
    let mut counted: Vec<&str> = Vec::new();
    let mut is_new = |name| {
        let is_new = !counted.contains(&name);
        counted.push(name);
        is_new
    };
    for name in options.updated_at.iter().flatten() {
        let is_counted = is_new(name) && !has_log;
        let mut each = |place, day| all_updates.add(place, day, is_counted);
        read_updates(customers, name, &found.places, n, &settings, &mut skipped, &mut each)?;
    }
    let mut known = try_vec(departments.len())?;
    for department in departments {
        let name = department.updated_at.as_deref().unwrap_or_default();
        let is_counted = (department.table.is_some() || is_new(name)) && !has_log;
        let mut each = |place, day| all_updates.add(place, day, is_counted);
        known.push(Known::read(department, customers, &mut found, &settings, &mut each)?);
    }
    let mut unknown = Unknown::default();
    for (place, known) in (0..).zip(&mut known) {
        unknown.add(Unknown::DEPARTMENT, place, &known.unknown)?;
    }
    let history = history.map(|given| History::read(given, departments, &mut found, &settings)).transpose()?;
    if let Some(history) = &history {
        unknown.add(Unknown::HISTORY, -1, &history.unknown)?;
    }
    let log_skipped = match updates {
        None => Skipped::default(),
        Some(log) => {
            let (unlisted, skipped) =
                read_log(log, &mut found, &settings, &mut all_updates).map_err(|error| error.inside("updates"))?;
            unknown.add(Unknown::UPDATES, -1, &unlisted)?;
            skipped
        }
    };

    let mut builder = TableBuilder::new(n);
    let key = customers.column(settings.key)?;
    let identifiers = Column::new(key.name(), key.take(&found.rows)?);
    let Conflicts { table: conflict_table, fields, of_customers, filled } =
        conflicts(departments, &known, &settings, &identifiers, n)?;
    builder.share(&identifiers)?;
    let weights: Vec<f64> = settings.fields.iter().map(|field| field.weight).collect();
    let completeness = completeness(n, &weights, filled.iter().map(Vec::as_slice))?;
    let complete = (0..n).filter(|&customer| filled.iter().all(|filled| filled.get(customer) == Some(&true))).count();
    let mut missing = Names::default();
    for customer in 0..n {
        let empty = settings.fields.iter().zip(&filled).filter(|(_, filled)| filled.get(customer) == Some(&false));
        missing.push(empty.map(|(field, _)| field.name))?;
    }
    let overall = mean(&completeness);
    builder.add("completeness", ColumnData::Floats(completeness))?;
    builder.add("missingFields", missing.finish())?;

    let unknown_table = unknown.table(&found, departments, settings.key)?;
    let unknown_count = unknown.distinct()?;
    let mut reports = try_vec(departments.len())?;
    let mut known_by = try_vec(departments.len())?;
    for (department, mut known) in departments.iter().zip(known) {
        reports.push(department_report(department, &mut known, &settings, &mut builder)?);
        known_by.push(known.knows);
    }
    let known_to = known_columns(n, departments, &known_by, &mut builder)?;
    let compared: u64 = fields.iter().map(|field| field.compared).sum();
    let conflicts: u64 = fields.iter().map(|field| field.conflicts).sum();
    builder.add("conflicts", ColumnData::Integers(of_customers))?;
    let history = history.map(|history| history.finish(&mut builder)).transpose()?;
    let freshness = match dated {
        false => None,
        true => Some(all_updates.finish(&mut builder, &settings, options, log_skipped)?),
    };
    let summary = Summary {
        customers: n as u64,
        completeness: overall,
        complete: complete as u64,
        complete_share: share(complete as u64, n),
        shared_share: share(known_to.iter().skip(2).sum(), n),
        known_to,
        conflicts,
        consistency: (compared > 0).then(|| 1.0 - conflicts as f64 / compared as f64),
        unknown_customers: unknown_count,
    };
    let overlap = Overlap {
        departments: departments.iter().map(|department| department.name.clone()).collect(),
        customers: known_by.iter().map(|a| known_by.iter().map(|b| both(a, b)).collect()).collect(),
    };
    Ok(Customer360 {
        customers: builder.finish(),
        unknown_customers: unknown_table,
        conflicts: conflict_table,
        report: Customer360Report { summary, departments: reports, fields, overlap, history, freshness, skipped },
    })
}

/// A target that nothing can be held against would be met, or missed, in silence.
fn check_targets(departments: &[Department], options: &Customer360Options, dated: bool) -> Result<()> {
    let wrong = |what: String| {
        Err(crate::error::Error::invalid_option(what).with_help("Name the column of dates in updatedAt."))
    };
    if !dated && (options.max_age_days.is_some() || options.updates_per_period.is_some()) {
        return wrong("there is a target of freshness, but no dates of updates".to_owned());
    }
    match departments.iter().find(|department| department.max_age_days.is_some() && department.updated_at.is_none()) {
        Some(department) => wrong(format!("departments.{}: maxAgeDays needs updatedAt", department.name)),
        None => Ok(()),
    }
}

/// The share of weight of the flags that are set, for each customer.
fn completeness<'a>(
    customers: usize,
    weights: &[f64],
    flags: impl Iterator<Item = &'a [bool]> + Clone,
) -> Result<Vec<f64>> {
    let total: f64 = weights.iter().sum();
    let of = |customer: usize| {
        // In the same order as the total, so that what is complete is 1.
        let sum: f64 = weights
            .iter()
            .zip(flags.clone())
            .map(|(w, set)| if set.get(customer) == Some(&true) { *w } else { 0.0 })
            .sum();
        sum / total
    };
    try_collect((0..customers).map(of))
}

fn mean(values: &[f64]) -> Option<f64> {
    let sum: ExactSum = values.iter().copied().collect();
    (!values.is_empty()).then(|| sum.value() / values.len() as f64)
}

fn both(a: &[bool], b: &[bool]) -> u64 {
    a.iter().zip(b).map(|(&a, &b)| u64::from(a & b)).sum()
}

/// The report of a department; the column of its completeness is added to the customers.
fn department_report(
    department: &Department,
    known: &mut Known,
    settings: &Settings<'_>,
    builder: &mut TableBuilder,
) -> Result<DepartmentReport> {
    let n = known.knows.len();
    let customers = both(&known.knows, &known.knows);
    let mut flags = try_vec(known.fields.len())?;
    for field in &known.fields {
        flags.push(try_collect(field.rows.iter().map(|&row| row >= 0))?);
    }
    let weight = |place: usize| settings.fields.get(place).map_or(1.0, |field| field.weight);
    let weights: Vec<f64> = known.fields.iter().map(|field| weight(field.field)).collect();
    let own = completeness(n, &weights, flags.iter().map(Vec::as_slice))?;
    let of_known: ExactSum =
        own.iter().zip(&known.knows).filter(|(_, knows)| **knows).map(|(value, _)| *value).collect();
    let columns = department.fields.iter().zip(&known.fields).map(|(named, field)| {
        let filled = field.count();
        ColumnFill {
            column: named.column.clone(),
            field: named.field.clone(),
            filled,
            fill_rate: share(filled, n),
            fill_rate_of_known: share(filled, customers as usize),
        }
    });
    let ages = match &known.last_updated {
        None => None,
        Some(last) => Some(ages(last, settings.as_of)?),
    };
    let fresh = match (&ages, department.max_age_days) {
        (Some(ages), Some(most)) => {
            let is_fresh = |(age, knows): &(&Option<u32>, &bool)| **knows && age.is_some_and(|age| age <= most);
            Some(ages.iter().zip(&known.knows).filter(is_fresh).count() as u64)
        }
        _ => None,
    };
    let report = DepartmentReport {
        department: department.name.clone(),
        records: if department.table.is_some() { known.records } else { customers },
        customers,
        coverage: share(customers, n),
        completeness: mean(&own),
        completeness_of_known: (customers > 0).then(|| of_known.value() / customers as f64),
        columns: columns.collect(),
        unknown_customers: known.unknown.len() as u64,
        dated: ages.as_ref().map(|ages| ages.iter().flatten().count() as u64),
        median_age_days: ages.as_deref().map(median_age).transpose()?.flatten(),
        fresh,
        fresh_share: fresh.and_then(|fresh| share(fresh, customers as usize)),
        skipped: std::mem::take(&mut known.skipped),
    };
    builder.add(&format!("completeness.{}", department.name), ColumnData::Floats(own))?;
    Ok(report)
}

/// Adds which departments know each customer, and returns how many customers are known to 0, 1, 2 ... of them.
fn known_columns(
    customers: usize,
    departments: &[Department],
    known_by: &[Vec<bool>],
    builder: &mut TableBuilder,
) -> Result<Vec<u64>> {
    let (mut names, mut counts) = (Names::default(), try_vec(customers)?);
    let mut known_to = try_filled(departments.len() + 1, 0)?;
    for customer in 0..customers {
        let knows = |(_, known): &(&Department, &Vec<bool>)| known.get(customer) == Some(&true);
        let of = || departments.iter().zip(known_by).filter(knows);
        let count = of().count();
        counts.push(count as i32);
        if let Some(number) = known_to.get_mut(count) {
            *number += 1;
        }
        names.push(of().map(|(department, _)| department.name.as_str()))?;
    }
    builder.add("departments", names.finish())?;
    builder.add("departmentCount", ColumnData::Integers(counts))?;
    Ok(known_to)
}

/// Counts the updates of a log. Returns the customers that the master table does not have, and the rows that cannot be used.
fn read_log(
    log: &UpdateLog,
    customers: &mut Customers,
    settings: &Settings<'_>,
    updates: &mut Updates,
) -> Result<(Vec<(i32, i32)>, Skipped)> {
    let places = customers.places(&log.table, log.key.as_deref().unwrap_or(settings.key))?;
    let name = log.date.as_deref().unwrap_or("date");
    let dates = Dates::new(&log.table, name, settings.offset, settings.as_of)?;
    let mut skipped = places.skipped;
    for (row, &place) in places.of_rows.iter().enumerate().filter(|(_, place)| **place >= 0) {
        match dates.get(row) {
            Day::On(day) => updates.add(place, day, true),
            Day::Empty | Day::Unusable => dates.leave_out(row, &mut skipped),
        }
    }
    Ok((places.unknown, skipped))
}

/// The customers that the master table does not have.
#[derive(Default)]
struct Unknown {
    groups: Vec<i32>,
    sources: Vec<i32>,
    departments: Vec<i32>,
    rows: Vec<i32>,
}

impl Unknown {
    const DEPARTMENT: i32 = 0;
    const HISTORY: i32 = 1;
    const UPDATES: i32 = 2;

    fn add(&mut self, source: i32, department: i32, groups: &[(i32, i32)]) -> Result<()> {
        for column in [&mut self.groups, &mut self.sources, &mut self.departments, &mut self.rows] {
            column.try_reserve(groups.len())?;
        }
        for &(group, rows) in groups {
            self.groups.push(group);
            self.sources.push(source);
            self.departments.push(department);
            self.rows.push(rows);
        }
        Ok(())
    }

    /// How many there are, each counted once.
    fn distinct(&self) -> Result<u64> {
        let groups = try_collect(self.groups.iter().map(|&group| i64::from(group)))?;
        let sorted = sorted_by_key(groups.into_iter())?;
        Ok(sorted.chunk_by(|(a, _), (b, _)| a == b).count() as u64)
    }

    /// The table of them, by identifier; of one customer in the order of the sources.
    fn table(&self, customers: &Customers, departments: &[Department], key: &str) -> Result<Table> {
        let ranks = customers.ranks()?;
        let rank = |&group: &i32| i64::from(ranks.get(group as usize).copied().unwrap_or_default());
        let order = sorted_by_key(try_collect(self.groups.iter().map(rank))?.into_iter())?;
        let sorted = |values: &[i32]| {
            try_collect(order.iter().map(|&(_, place)| values.get(place as usize).copied().unwrap_or(-1)))
        };
        let mut builder = TableBuilder::new(order.len());
        builder.add(key, customers.identifiers(sorted(&self.groups)?)?)?;
        let sources = fixed_dictionary(["department", "history", "updates"])?;
        builder.add("source", ColumnData::Text { codes: sorted(&self.sources)?, dictionary: sources })?;
        let names = fixed_dictionary(departments.iter().map(|department| department.name.as_str()))?;
        builder.add("department", ColumnData::Text { codes: sorted(&self.departments)?, dictionary: names })?;
        builder.add("rows", ColumnData::Integers(sorted(&self.rows)?))?;
        Ok(builder.finish())
    }
}
