//! Columns coming in.

use super::table::RawTable;
use super::{options, thrown};
use crate::error::{Error, ErrorKind, Result};
use crate::table::exchange::{decimals, text_chunk};
use crate::table::{ColumnData, ColumnTypes, TableBuilder, TextBuilder};
use wasm_bindgen::prelude::*;

/// Builds a table column by column.
#[wasm_bindgen]
#[derive(Debug)]
pub struct RawTableBuilder {
    builder: TableBuilder,
    text: Option<(String, TextBuilder)>,
}

#[wasm_bindgen]
impl RawTableBuilder {
    /// For a table of that many rows.
    #[wasm_bindgen(constructor)]
    pub fn new(rows: usize) -> RawTableBuilder {
        RawTableBuilder { builder: TableBuilder::new(rows), text: None }
    }

    /// Numbers; NaN is null.
    #[wasm_bindgen(js_name = addNumbers)]
    pub fn add_numbers(&mut self, name: &str, values: Vec<f64>) -> Result<(), JsValue> {
        self.add(name, Ok(ColumnData::Floats(values)))
    }

    /// Whole numbers without nulls.
    #[wasm_bindgen(js_name = addIntegers)]
    pub fn add_integers(&mut self, name: &str, values: Vec<i32>) -> Result<(), JsValue> {
        self.add(name, Ok(ColumnData::Integers(values)))
    }

    /// Points in time in milliseconds since 1970; NaN is null.
    #[wasm_bindgen(js_name = addDates)]
    pub fn add_dates(&mut self, name: &str, values: Vec<f64>) -> Result<(), JsValue> {
        self.add(name, Ok(ColumnData::Dates { values, civil: false }))
    }

    /// Calendar days since 1970-01-01; 1 in `nulls` marks a null.
    #[wasm_bindgen(js_name = addDays)]
    pub fn add_days(&mut self, name: &str, values: &[i32], nulls: Option<Vec<u8>>) -> Result<(), JsValue> {
        let days = values.iter().enumerate().map(|(row, &day)| (!is_null(nulls.as_deref(), row)).then_some(day));
        self.add(name, ColumnData::days(days))
    }

    /// Booleans: 0, 1, or 2 for null.
    #[wasm_bindgen(js_name = addBooleans)]
    pub fn add_booleans(&mut self, name: &str, values: Vec<u8>) -> Result<(), JsValue> {
        self.add(name, Ok(ColumnData::Booleans(values)))
    }

    /// Codes into a dictionary, -1 for null. The texts come as one chunk of [`RawTableBuilder::push_text`].
    #[wasm_bindgen(js_name = addDictionary)]
    pub fn add_dictionary(
        &mut self,
        name: &str,
        codes: Vec<i32>,
        lengths: &[u32],
        bytes: &[u8],
    ) -> Result<(), JsValue> {
        let data = || {
            let mut values = Vec::new();
            text_chunk(lengths, bytes, |text| {
                values.push(text.and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default());
                Ok(())
            })?;
            ColumnData::coded(codes, values.iter().copied())
        };
        self.add(name, data())
    }

    /// Decimals as Apache Arrow has them: little endian two's complement of the value times 10 to the `scale`.
    #[wasm_bindgen(js_name = addDecimals)]
    pub fn add_decimals(
        &mut self,
        name: &str,
        words: &[u32],
        words_per_value: usize,
        scale: i32,
        nulls: Option<Vec<u8>>,
    ) -> Result<(), JsValue> {
        let data = || {
            let mut values = decimals(words, words_per_value, scale)?;
            for (row, value) in values.iter_mut().enumerate() {
                if is_null(nulls.as_deref(), row) {
                    *value = f64::NAN;
                }
            }
            Ok(ColumnData::Floats(values))
        };
        self.add(name, data())
    }

    /// Begins a column of texts, whose cells come in chunks.
    #[wasm_bindgen(js_name = beginText)]
    pub fn begin_text(&mut self, name: &str) -> Result<(), JsValue> {
        let texts = TextBuilder::with_capacity(self.builder.num_rows()).map_err(thrown)?;
        self.text = Some((name.to_owned(), texts));
        Ok(())
    }

    /// Cells: for each its length in UTF-16 units, `0xFFFFFFFF` for null; and the UTF-8 of those that are not null, each
    /// followed by a zero byte.
    #[wasm_bindgen(js_name = pushText)]
    pub fn push_text(&mut self, lengths: &[u32], bytes: &[u8]) -> Result<(), JsValue> {
        let texts = self.open_text()?;
        text_chunk(lengths, bytes, |text| texts.push_bytes(text)).map_err(thrown)
    }

    /// Cells as Apache Arrow has them: `offsets` has one more entry than there are cells.
    #[wasm_bindgen(js_name = pushUtf8)]
    pub fn push_utf8(&mut self, offsets: &[i32], bytes: &[u8], nulls: Option<Vec<u8>>) -> Result<(), JsValue> {
        let (name, texts) = self.text.as_mut().ok_or_else(no_text)?;
        for (row, (&from, &to)) in offsets.iter().zip(offsets.iter().skip(1)).enumerate() {
            let text = match is_null(nulls.as_deref(), row) {
                true => None,
                false => Some(bytes.get(from as usize..to as usize).ok_or_else(|| {
                    let error = Error::new(ErrorKind::WrongType, "the offsets of a text lie outside its bytes");
                    thrown(error.with_column(name.as_str()).with_row(row))
                })?),
            };
            texts.push_bytes(text).map_err(|error| thrown(error.with_column(name.as_str())))?;
        }
        Ok(())
    }

    /// Ends the column of texts.
    #[wasm_bindgen(js_name = endText)]
    pub fn end_text(&mut self) -> Result<(), JsValue> {
        let (name, texts) = self.text.take().ok_or_else(no_text)?;
        self.add(&name, Ok(texts.finish()))
    }

    /// Notes that a cell, given as null, was of another type than its column.
    #[wasm_bindgen(js_name = markInvalid)]
    pub fn mark_invalid(&mut self, name: &str, row: usize, found: String) -> Result<(), JsValue> {
        self.builder.mark_invalid(name, row, found).map_err(thrown)
    }

    /// Converts columns to the types asked for.
    #[wasm_bindgen(js_name = setTypes)]
    pub fn set_types(&mut self, types: JsValue) -> Result<(), JsValue> {
        let types: ColumnTypes = options(types)?;
        self.builder.cast(&types).map_err(thrown)
    }

    /// The table. The builder is used up.
    pub fn finish(self) -> RawTable {
        RawTable(self.builder.finish())
    }
}

impl RawTableBuilder {
    fn add(&mut self, name: &str, data: Result<ColumnData>) -> Result<(), JsValue> {
        data.map_err(|error| error.with_column(name)).and_then(|data| self.builder.add(name, data)).map_err(thrown)
    }

    fn open_text(&mut self) -> Result<&mut TextBuilder, JsValue> {
        self.text.as_mut().map(|(_, texts)| texts).ok_or_else(no_text)
    }
}

fn no_text() -> JsValue {
    thrown(Error::internal("no column of texts has been begun"))
}

fn is_null(nulls: Option<&[u8]>, row: usize) -> bool {
    nulls.and_then(|nulls| nulls.get(row)).is_some_and(|&null| null != 0)
}
