//! Tables, read out column by column.

use super::report::date;
use super::{report, thrown};
use crate::error::Error;
use crate::table::{Cell, Column, ColumnData, Table};
use js_sys::{Float64Array, Int32Array, Uint8Array, Uint32Array};
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

/// A table in wasm memory.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawTable(pub(super) Table);

/// One or more tables, and what else there is to say.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawResult {
    tables: Vec<Table>,
    report: JsValue,
}

impl RawResult {
    pub(super) fn new(tables: Vec<Table>, rest: &impl Serialize) -> Result<RawResult, JsValue> {
        Ok(RawResult { tables, report: report(rest)? })
    }
}

#[wasm_bindgen]
impl RawResult {
    /// The tables, once.
    #[wasm_bindgen(js_name = takeTables)]
    pub fn take_tables(&mut self) -> Vec<RawTable> {
        std::mem::take(&mut self.tables).into_iter().map(RawTable).collect()
    }

    /// The rest.
    pub fn report(&self) -> JsValue {
        self.report.clone()
    }
}

/// A cell in a report; a date becomes a Date.
pub(super) struct JsCell<'a>(pub(super) &'a Cell);

impl Serialize for JsCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Date { ms, .. } => date(serializer, *ms),
            other => other.serialize(serializer),
        }
    }
}

#[derive(Serialize)]
struct ColumnInfo<'a> {
    name: &'a str,
    r#type: &'static str,
    nulls: usize,
    storage: &'static str,
}

#[wasm_bindgen]
impl RawTable {
    /// How many rows there are.
    #[wasm_bindgen(js_name = numRows)]
    pub fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    /// Name, type, number of nulls and storage of each column.
    pub fn schema(&self) -> Result<JsValue, JsValue> {
        fn info(column: &Column) -> ColumnInfo<'_> {
            ColumnInfo {
                name: column.name(),
                r#type: column.column_type().name(),
                nulls: column.null_count(),
                storage: match column.data() {
                    ColumnData::Floats(_) | ColumnData::Dates { .. } => "f64",
                    ColumnData::Integers(_) => "i32",
                    ColumnData::Booleans(_) => "bool",
                    ColumnData::Text { .. } => "dictionary",
                },
            }
        }
        report(&self.0.columns().iter().map(info).collect::<Vec<_>>())
    }

    /// Numbers or dates stored as f64.
    pub fn floats(&self, index: usize, from: usize, to: usize) -> Result<Float64Array, JsValue> {
        match self.data(index)? {
            ColumnData::Floats(values) | ColumnData::Dates { values, .. } => {
                Ok(Float64Array::from(slice(values, from, to)?))
            }
            _ => Err(wrong_storage()),
        }
    }

    /// Numbers stored as i32.
    pub fn integers(&self, index: usize, from: usize, to: usize) -> Result<Int32Array, JsValue> {
        match self.data(index)? {
            ColumnData::Integers(values) => Ok(Int32Array::from(slice(values, from, to)?)),
            _ => Err(wrong_storage()),
        }
    }

    /// Booleans: 0, 1, or 2 for null.
    pub fn flags(&self, index: usize, from: usize, to: usize) -> Result<Uint8Array, JsValue> {
        match self.data(index)? {
            ColumnData::Booleans(values) => Ok(Uint8Array::from(slice(values, from, to)?)),
            _ => Err(wrong_storage()),
        }
    }

    /// The codes of texts, -1 for null.
    pub fn codes(&self, index: usize, from: usize, to: usize) -> Result<Int32Array, JsValue> {
        match self.data(index)? {
            ColumnData::Text { codes, .. } => Ok(Int32Array::from(slice(codes, from, to)?)),
            _ => Err(wrong_storage()),
        }
    }

    /// The texts of a dictionary, one after the other.
    #[wasm_bindgen(js_name = dictionaryText)]
    pub fn dictionary_text(&self, index: usize) -> Result<JsValue, JsValue> {
        match self.data(index)? {
            ColumnData::Text { dictionary, .. } => Ok(JsValue::from_str(dictionary.concatenated())),
            _ => Err(wrong_storage()),
        }
    }

    /// The length in UTF-16 units of each text of a dictionary.
    #[wasm_bindgen(js_name = dictionaryLengths)]
    pub fn dictionary_lengths(&self, index: usize) -> Result<Uint32Array, JsValue> {
        match self.data(index)? {
            ColumnData::Text { dictionary, .. } => {
                Ok(Uint32Array::from(dictionary.utf16_lengths().map_err(thrown)?.as_slice()))
            }
            _ => Err(wrong_storage()),
        }
    }

    /// The table as CSV.
    #[wasm_bindgen(js_name = toCsv)]
    pub fn to_csv(&self) -> Result<String, JsValue> {
        self.0.to_csv().map_err(thrown)
    }
}

impl RawTable {
    fn data(&self, index: usize) -> Result<&ColumnData, JsValue> {
        let column = self.0.columns().get(index);
        column.map(Column::data).ok_or_else(|| thrown(Error::internal(format!("there is no column {index}"))))
    }
}

fn slice<T>(values: &[T], from: usize, to: usize) -> Result<&[T], JsValue> {
    values.get(from..to).ok_or_else(|| thrown(Error::internal(format!("there are no rows {from} to {to}"))))
}

fn wrong_storage() -> JsValue {
    thrown(Error::internal("the column is stored in another way"))
}
