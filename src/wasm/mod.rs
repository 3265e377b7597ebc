//! The binding to JavaScript: the only place that names `wasm_bindgen` or `js_sys`.
//!
//! It is called by the TypeScript facade in `pkg-template/` and by nobody else, so what it exports is raw: columns cross as
//! typed arrays, options and reports as plain objects, and errors are thrown as `{code, message, column, row, help}`.

// What wasm-bindgen exports has to be `pub`, though no Rust code can reach it.
#![allow(unreachable_pub)]

mod assignment;
mod builder;
mod clv;
mod cohorts;
mod contract;
mod csv;
mod customer360;
mod duplicates;
mod engagement;
mod filter;
mod lead;
mod lead_model;
mod merge;
pub(crate) mod number;
mod options;
mod privacy;
mod profile;
mod quality;
mod quality_history;
mod rates;
mod report;
mod rfm;
mod survival;
mod table;

use crate::error::Error;
use js_sys::{Object, Reflect};
use options::FromJs;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The version of the crate.
#[wasm_bindgen(js_name = crateVersion)]
pub fn crate_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Whether so many bytes can be had in one piece. To be asked before a large array is copied in, since the copy itself
/// cannot fail gracefully.
#[wasm_bindgen(js_name = canAllocate)]
pub fn can_allocate(bytes: f64) -> bool {
    if !(0.0..=f64::from(u32::MAX)).contains(&bytes) {
        return false;
    }
    Vec::<u8>::new().try_reserve_exact(bytes as usize).is_ok()
}

/// The error for a column that none of the rows has; `names` are those that they have.
#[wasm_bindgen(js_name = missingColumn)]
pub fn missing_column(name: &str, names: Vec<String>) -> JsValue {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    thrown(crate::table::missing_column(name, &names))
}

/// What was noted when a state was saved.
#[wasm_bindgen(js_name = stateNote)]
pub fn state_note(kind: &str, bytes: &[u8]) -> Result<String, JsValue> {
    crate::state::note(kind, bytes).map(str::to_owned).map_err(thrown)
}

/// An error as JavaScript gets it.
fn thrown(error: Error) -> JsValue {
    let object = Object::new();
    let set = |key: &str, value: JsValue| {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &key.into(), &value);
    };
    set("code", error.kind().code().into());
    set("message", error.to_string().into());
    set("column", error.column().map_or(JsValue::NULL, JsValue::from));
    set("row", error.row().map_or(JsValue::NULL, |row| JsValue::from_f64(row as f64)));
    set("help", error.help().map_or(JsValue::NULL, JsValue::from));
    object.into()
}

/// Reads options; an unknown key or a value of a wrong type is an error that names it.
fn options<T: FromJs>(value: JsValue) -> Result<T, JsValue> {
    T::from_js(&value).map_err(|fault| thrown(fault.into()))
}

/// A report as a plain object: numbers as numbers, none as null.
fn report(value: &impl Serialize) -> Result<JsValue, JsValue> {
    report::plain(value).map_err(thrown)
}
