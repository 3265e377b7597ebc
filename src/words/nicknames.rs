//! Given names that stand for one another: Bob and Robert.
//!
//! A line of `nicknames.txt` is a name with its short forms, its spellings and the forms of it in other languages that people
//! with that name use in English, German and Spanish. Where it comes from: common knowledge, with the list of nicknames by
//! C. Northern (PyPI `nicknames`, Apache 2.0) as a check.

use std::sync::OnceLock;

struct Groups {
    /// The names in their order, each with where its groups begin and end.
    names: Vec<(&'static str, usize, usize)>,
    groups: Vec<u16>,
}

fn groups() -> &'static Groups {
    static GROUPS: OnceLock<Groups> = OnceLock::new();
    GROUPS.get_or_init(|| {
        let lines = (0_u16..).zip(include_str!("nicknames.txt").lines());
        let mut pairs: Vec<(&str, u16)> =
            lines.flat_map(|(group, line)| line.split(' ').map(move |name| (name, group))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut names: Vec<(&str, usize, usize)> = Vec::new();
        for (at, (name, _)) in pairs.iter().enumerate() {
            match names.last_mut() {
                Some((last, _, end)) if last == name => *end = at + 1,
                _ => names.push((name, at, at + 1)),
            }
        }
        Groups { names, groups: pairs.into_iter().map(|(_, group)| group).collect() }
    })
}

/// The groups of given names that a folded name is in, in ascending order: none, one or more. Two names that share a group may
/// be of one person.
///
/// ```
/// use custometry::words::nickname_groups;
///
/// assert_eq!(nickname_groups("bob"), nickname_groups("robert"));
/// assert!(nickname_groups("alex").len() > 1); // Alexander and Alexandra
/// ```
pub fn nickname_groups(folded: &str) -> &'static [u16] {
    let table = groups();
    let found = table.names.binary_search_by(|(name, ..)| (*name).cmp(folded)).ok().and_then(|at| table.names.get(at));
    found.and_then(|&(_, from, to)| table.groups.get(from..to)).unwrap_or_default()
}

/// Whether two folded given names are the same or share a group: `bob` and `robert`, and `bob` and `rob`.
///
/// ```
/// use custometry::words::same_given_name;
///
/// assert!(same_given_name("liz", "elizabeth"));
/// assert!(!same_given_name("liz", "robert"));
/// ```
pub fn same_given_name(a: &str, b: &str) -> bool {
    a == b || {
        let others = nickname_groups(b);
        nickname_groups(a).iter().any(|group| others.contains(group))
    }
}
