//! Numbers as text, where only JavaScript has the code for it: see `crate::number`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `Number("1.5e-7")`: every engine rounds to the nearest number, ties to even, however many digits there are.
    #[wasm_bindgen(js_name = Number)]
    pub(crate) fn nearest(text: &str) -> f64;

    /// Without an argument it has as many digits as it takes to tell the number from all others.
    #[wasm_bindgen(js_namespace = ["Number", "prototype", "toExponential"], js_name = call)]
    fn to_exponential(value: f64) -> String;
}

/// `1.5e-7` and `1.5e7`, which JavaScript has as `1.5e+7`.
pub(crate) fn scientific(value: f64) -> String {
    let mut text = to_exponential(value);
    text.retain(|c| c != '+');
    text
}
