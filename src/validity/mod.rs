//! Whether a value is what its column is for: mail addresses, telephone numbers, web addresses, identity numbers, codes; and
//! whether it is one that somebody typed to get past a form.
//!
//! Everything here looks at one text at a time, in time linear in its length, and says what is wrong in words.

mod email;
mod finding;
mod junk;
mod host;
mod text;

pub use email::{Email, email, normalized_email};
pub use finding::Finding;
pub use junk::{JunkKind, JunkLists, junk};
use host::host;
