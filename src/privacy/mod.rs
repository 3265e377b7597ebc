//! Handing data on without saying whose it is: pseudonyms that keep equal values equal, and masks for the eye.
//!
//! Both work on whole columns, once for every distinct value, and leave other columns where they are. What is null stays null.

mod column;
mod mask;
mod phone;
mod pseudonym;

pub use mask::{Mask, mask_table};
pub use pseudonym::{Key, PseudonymOptions, pseudonymize};
