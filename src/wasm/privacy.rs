//! Pseudonyms and masks. The key crosses once, into memory that is wiped.

use super::options::{Fault, FromJs, entries, one_of, options_of};
use super::table::RawTable;
use super::{options, thrown};
use crate::privacy::{Key, Mask, PseudonymOptions, mask_table, pseudonymize};
use wasm_bindgen::prelude::*;

options_of!(PseudonymOptions { "columns" => columns, "context" => context, });

impl FromJs for Mask {
    fn from_js(value: &JsValue) -> Result<Mask, Fault> {
        let names = [
            ("name", Mask::Name),
            ("email", Mask::Email),
            ("phone", Mask::Phone),
            ("identifier", Mask::Identifier),
            ("remove", Mask::Remove),
        ];
        one_of(value, &names)
    }
}

/// The table with pseudonyms.
#[wasm_bindgen(js_name = pseudonymize)]
pub fn pseudonymize_table(table: &RawTable, settings: JsValue, key: Vec<u8>) -> Result<RawTable, JsValue> {
    let key = Key::new(key).map_err(thrown)?;
    pseudonymize(&table.0, &options(settings)?, &key).map(RawTable).map_err(thrown)
}

/// The table with masks.
#[wasm_bindgen(js_name = maskTable)]
pub fn mask_table_by(table: &RawTable, rules: JsValue) -> Result<RawTable, JsValue> {
    let mut masks = Vec::new();
    for (name, mask) in entries(&rules).map_err(|fault| thrown(fault.into()))? {
        let mask = Mask::from_js(&mask).map_err(|fault| thrown(fault.inside(name.clone()).into()))?;
        masks.push((name, mask));
    }
    mask_table(&table.0, &masks).map(RawTable).map_err(thrown)
}
