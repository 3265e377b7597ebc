//! Whether a value is what its column is for: mail addresses, telephone numbers, web addresses, identity numbers, codes; and
//! whether it is one that somebody typed to get past a form.
//!
//! Everything here looks at one text at a time, in time linear in its length, and says what is wrong in words.

mod codes;
mod email;
mod finding;
mod host;
mod identity;
mod junk;
mod phone;
mod phone_plans;
mod phone_text;
mod text;
mod url;

pub use codes::{country_code, currency_code};
pub use email::{Email, email, normalized_email};
pub use finding::Finding;
use host::host;
pub use identity::{resident_id, social_credit_code};
pub use junk::{JunkKind, JunkLists, junk};
pub(crate) use phone::phones_of;
pub use phone::{Phone, normalized_phone, phone, phone_region};
pub use url::url;
