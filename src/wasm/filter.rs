//! Conditions on rows, as they stand in rules and definitions.

use super::options::{Fault, FromJs, read_fields};
use crate::filter::Filter;
use crate::table::Cell;
use wasm_bindgen::JsValue;

/// A value that is wanted, where null is one: it asks for what is missing.
#[derive(Default)]
pub(super) struct Wanted(pub(super) Option<Cell>);

impl FromJs for Wanted {
    const REQUIRED: bool = false;

    fn from_js(value: &JsValue) -> Result<Wanted, Fault> {
        Cell::from_js(value).map(|cell| Wanted(Some(cell)))
    }
}

impl FromJs for Filter {
    fn from_js(value: &JsValue) -> Result<Filter, Fault> {
        let mut filter = Filter::default();
        let mut is = Wanted::default();
        let Filter { column, one_of, min, below, present, .. } = &mut filter;
        read_fields(
            value,
            &mut [
                ("column", column),
                ("is", &mut is),
                ("in", one_of),
                ("min", min),
                ("below", below),
                ("present", present),
            ],
        )?;
        filter.is = is.0;
        Ok(filter)
    }
}
