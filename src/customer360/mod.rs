//! Customer 360: how complete the view of each customer is across departments, and how fresh.
//!
//! [`customer_360`] takes the table of customers, what each department is responsible for (columns of that table, or a table of its own), a
//! history of contacts and the dates of updates, and says for every customer what is known, who knows it, who has been in touch, and
//! how old it is. With weights w of the fields:
//!
//! - completeness of a customer = sum of w over the fields that any department has filled / sum of w over all fields
//! - completeness of a customer in a department = the same over the fields of that department, from its own source alone
//! - history coverage of a customer = expected departments with an event until `asOf` / expected departments
//! - age = days from the latest update to `asOf`; fresh = not older than the target, and updated as often as the target says
//! - consistency of a field = 1 - customers whose departments disagree / customers for whom two sources or more have a value
//! - updates per customer and month = updates in the window / customers / (days of the window / 30.4375)
//!
//! Means over customers are of all customers of the table: one whom a department does not know has completeness 0 there.
//!
//! Sources: completeness, currency and consistency as in ISO/IEC 25012 and in DAMA UK, The Six Primary Dimensions for Data Quality
//! Assessment (2013). A month is a twelfth of 365.25 days.

mod conflicts;
mod freshness;
mod history;
mod known;
mod options;
mod result;
mod source;
mod view;

pub use conflicts::FieldReport;
pub use freshness::{AgeBand, FreshnessReport};
pub use history::{HistoryDepartment, HistoryReport};
pub use options::{Comparison, Customer360Options, Department, DepartmentField, HistoryTable, UpdateLog, UpdateTarget};
pub use result::{ColumnFill, Customer360, Customer360Report, DepartmentReport, Overlap, Summary};
pub use view::customer_360;
