//! Names of people and companies, and addresses, brought to one form so that they can be compared; and how alike two texts
//! are.
//!
//! Everything here looks at one text or two at a time and depends on nothing but them. The tables are facts: what letters,
//! legal forms and short names there are. Where each comes from stands in the file that reads it.

mod address;
mod company;
mod fold;
mod kind;
mod lookup;
mod nicknames;
mod pinyin;
mod similarity;

pub use address::{Address, address};
pub use company::{CompanyName, company_core};
pub use fold::{fold, simplified};
pub use kind::{looks_like_company, looks_like_person};
pub(crate) use lookup::Words;
pub use nicknames::{nickname_groups, same_given_name};
pub(crate) use pinyin::compound_surnames;
pub use pinyin::{pinyin, same_surname, surname_groups};
pub use similarity::{Scratch, Symbol, edits_within, jaro_winkler, one_edit};
