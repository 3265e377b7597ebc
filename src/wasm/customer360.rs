//! Customer 360. Its tables are as many as there are departments, so they come in as a list, in which the settings name them by their place.

use super::options::{Fault, FromJs, entries, one_of, options_of};
use super::table::{RawResult, RawTable};
use super::{options, thrown};
use crate::customer360::{
    Comparison, Customer360, Customer360Options, Department, DepartmentField, HistoryTable, UpdateLog, UpdateTarget,
    customer_360,
};
use crate::error::{Error, Result};
use crate::table::Table;
use wasm_bindgen::prelude::*;

/// Tables that a function takes several of.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct RawTables(Vec<Table>);

#[wasm_bindgen]
impl RawTables {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> RawTables {
        RawTables::default()
    }

    /// Adds a table, whose values stay where they are.
    pub fn push(&mut self, table: &RawTable) {
        self.0.push(table.0.clone());
    }
}

impl RawTables {
    fn get(&self, place: Option<u32>) -> Result<Option<Table>> {
        let Some(place) = place else { return Ok(None) };
        self.0.get(place as usize).cloned().map(Some).ok_or_else(|| Error::internal("there is no such table"))
    }

    fn one(&self, place: Option<u32>) -> Result<Table> {
        self.get(place)?.ok_or_else(|| Error::invalid_option("the table is missing"))
    }
}

#[derive(Default)]
struct Settings {
    options: Customer360Options,
    departments: Vec<DepartmentSettings>,
    history: Option<HistorySettings>,
    updates: Option<UpdateSettings>,
}

impl FromJs for Settings {
    fn from_js(value: &JsValue) -> Result<Settings, Fault> {
        let mut settings = Settings::default();
        let Settings { options, departments, history, updates } = &mut settings;
        super::options::read_fields(
            value,
            &mut [
                ("key", &mut options.key),
                ("asOf", &mut options.as_of),
                ("departments", departments),
                ("history", history),
                ("updates", updates),
                ("weights", &mut options.weights),
                ("updatedAt", &mut options.updated_at),
                ("maxAgeDays", &mut options.max_age_days),
                ("updatesPerPeriod", &mut options.updates_per_period),
                ("windowDays", &mut options.window_days),
                ("ageBands", &mut options.age_bands),
                ("missing", &mut options.missing),
                ("compare", &mut options.compare),
                ("region", &mut options.region),
                ("utcOffset", &mut options.utc_offset),
            ],
        )?;
        Ok(settings)
    }
}

#[derive(Default)]
struct DepartmentSettings {
    name: String,
    fields: Vec<DepartmentField>,
    table: Option<u32>,
    key: Option<String>,
    updated_at: Option<String>,
    max_age_days: Option<u32>,
}

options_of!(DepartmentSettings {
    "name" => name,
    "columns" => fields,
    "table" => table,
    "key" => key,
    "updatedAt" => updated_at,
    "maxAgeDays" => max_age_days,
});

options_of!(DepartmentField { "field" => field, "column" => column, });

#[derive(Default)]
struct HistorySettings {
    table: Option<u32>,
    key: Option<String>,
    date: Option<String>,
    department: Option<String>,
    expected: Option<Vec<String>>,
    window_days: Option<u32>,
}

options_of!(HistorySettings {
    "table" => table,
    "key" => key,
    "date" => date,
    "department" => department,
    "expected" => expected,
    "windowDays" => window_days,
});

#[derive(Default)]
struct UpdateSettings {
    table: Option<u32>,
    key: Option<String>,
    date: Option<String>,
}

options_of!(UpdateSettings { "table" => table, "key" => key, "date" => date, });

options_of!(UpdateTarget { "updates" => updates, "days" => days, });

impl FromJs for Vec<(String, Comparison)> {
    fn from_js(value: &JsValue) -> Result<Vec<(String, Comparison)>, Fault> {
        let names = [
            ("text", Comparison::Text),
            ("phone", Comparison::Phone),
            ("digits", Comparison::Digits),
            ("exact", Comparison::Exact),
        ];
        let read = |(name, value): (String, JsValue)| match one_of(&value, &names) {
            Ok(comparison) => Ok((name, comparison)),
            Err(fault) => Err(fault.inside(name)),
        };
        entries(value)?.into_iter().map(read).collect()
    }
}

/// The view of each customer across departments.
#[wasm_bindgen(js_name = customer360)]
pub fn customer_360_of(customers: &RawTable, tables: &RawTables, settings: JsValue) -> Result<RawResult, JsValue> {
    let found = view(&customers.0, tables, options(settings)?).map_err(thrown)?;
    let Customer360 { customers, unknown_customers, conflicts, report } = found;
    RawResult::new(vec![customers, unknown_customers, conflicts], &report)
}

fn view(customers: &Table, tables: &RawTables, settings: Settings) -> Result<Customer360> {
    let read = |department: DepartmentSettings| {
        let DepartmentSettings { name, fields, table, key, updated_at, max_age_days } = department;
        Ok::<_, Error>(Department { name, fields, table: tables.get(table)?, key, updated_at, max_age_days })
    };
    let departments = settings.departments.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    let history = settings.history.map(|HistorySettings { table, key, date, department, expected, window_days }| {
        let table = tables.one(table).map_err(|error| error.inside("history"))?;
        Ok::<_, Error>(HistoryTable { table, key, date, department, expected, window_days })
    });
    let updates = settings.updates.map(|UpdateSettings { table, key, date }| {
        let table = tables.one(table).map_err(|error| error.inside("updates"))?;
        Ok::<_, Error>(UpdateLog { table, key, date })
    });
    let (history, updates) = (history.transpose()?, updates.transpose()?);
    customer_360(customers, &departments, history.as_ref(), updates.as_ref(), &settings.options)
}
