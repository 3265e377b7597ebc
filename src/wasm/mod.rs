use wasm_bindgen::prelude::*;
#[wasm_bindgen]
pub struct RawTable { v: Vec<f64> }
#[wasm_bindgen]
impl RawTable {
  #[wasm_bindgen(constructor)] pub fn new(v: Vec<f64>) -> RawTable { RawTable { v } }
  pub fn column(&self, i: usize) -> Vec<f64> { let _ = i; self.v.clone() }
  pub fn err(&self) -> Result<(), JsValue> { Err(JsValue::from_str("x")) }
}
