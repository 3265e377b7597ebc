//! The test bodies of `../cases/`, run as WebAssembly: in Node, and in a browser when the runner is told to use one.
#![cfg(target_arch = "wasm32")]

pub use wasm_bindgen_test::wasm_bindgen_test as case;

#[path = "../cases/mod.rs"]
mod cases;
