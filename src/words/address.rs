//! Postal addresses in one form.

use super::fold::fold;

/// An address in one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Its words, folded, with kinds of streets, units and directions written in one way, separated by spaces.
    pub text: String,
    /// The numbers among them, in their order: of the house, the flat, the floor.
    pub numbers: Vec<String>,
}

/// An address in one form.
pub fn address(text: &str) -> Address {
    Address { text: fold(text), numbers: Vec::new() }
}
