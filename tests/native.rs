//! The test bodies of `cases/`, run natively.

pub use core::prelude::v1::test as case;

#[path = "cases/mod.rs"]
mod cases;
