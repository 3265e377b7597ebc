//! CSV coming in.

use super::table::RawTable;
use super::{options, thrown};
use crate::error::{Error, out_of_memory};
use crate::table::{ColumnTypes, CsvOptions, Table};
use wasm_bindgen::prelude::*;

/// The bytes of a CSV file, pushed in pieces.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawCsv(Vec<u8>);

#[wasm_bindgen]
impl RawCsv {
    /// With room for that many bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(capacity: usize) -> Result<RawCsv, JsValue> {
        crate::error::try_vec(capacity).map(RawCsv).map_err(thrown)
    }

    /// The next piece.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.0.try_reserve(bytes.len()).map_err(|_| thrown(out_of_memory()))?;
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    /// The table. What was pushed is used up.
    pub fn finish(self, delimiter: Option<String>, types: JsValue) -> Result<RawTable, JsValue> {
        let delimiter = match delimiter.as_deref().map(str::as_bytes) {
            None => None,
            Some(&[delimiter]) if delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\r' | b'\n') => Some(delimiter),
            Some(_) => {
                return Err(thrown(
                    Error::invalid_option("delimiter is not a single ASCII character")
                        .with_help("Use \",\", \";\" or \"\\t\"."),
                ));
            }
        };
        let types: ColumnTypes = if types.is_undefined() { ColumnTypes::new() } else { options(types)? };
        Table::from_csv(&self.0, &CsvOptions { delimiter, types }).map(RawTable).map_err(thrown)
    }
}
