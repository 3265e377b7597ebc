//! Pairs that do not match and are not random either: what the members of a household have in common, and namesakes.
//!
//! Fellegi and Sunter take fields to agree independently of each other in pairs that do not match. Surname, address and telephone do
//! not: they agree together in a household. Nor do mail addresses and names, since the one is made from the other. Each such relation is
//! a class of pairs of its own, whose share is estimated with that of the matches.

use super::options::FieldKind;

/// How many relations there are.
pub(super) const RELATIONS: usize = 2;

/// What related records have in common in a field.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Common {
    /// No more than random ones.
    #[default]
    Nothing,
    /// The same value, as often as matches do.
    Value,
    /// The same value in that share of pairs, as twins have one date of birth.
    Sometimes(f64),
}

/// What the fields of these kinds have in common, relation by relation; nothing at all where no field would tell related records
/// from matches.
pub(super) fn relations(kinds: &[FieldKind]) -> [Vec<Common>; RELATIONS] {
    [household(kinds), namesakes(kinds)]
}

/// Whether mail addresses that are only similar say nothing: names are there that they are made from, and nothing else that would tell
/// namesakes apart.
pub(super) fn similar_emails_say_nothing(kinds: &[FieldKind]) -> bool {
    use FieldKind::{Company, Email, FullName, GivenName, Surname};
    let has = |wanted: &[FieldKind]| kinds.iter().any(|kind| wanted.contains(kind));
    has(&[GivenName, Surname, FullName])
        && kinds.iter().all(|kind| [Company, Email, FullName, GivenName, Surname].contains(kind))
}

/// Of people, the members of a household or company; of companies, those in one building.
fn household(kinds: &[FieldKind]) -> Vec<Common> {
    use FieldKind::{Address, City, Code, Company, Date, Email, FullName, GivenName, Identifier, Phone, Surname};
    let has = |wanted: &[FieldKind]| kinds.iter().any(|kind| wanted.contains(kind));
    let shared: &[FieldKind] = match () {
        _ if has(&[GivenName, FullName, Date]) => &[Surname, Company, Phone, Address, City, Code],
        _ if has(&[Company, Surname, Email, Identifier]) => &[Phone, Address, City, Code],
        _ => &[],
    };
    let common = |kind: &FieldKind| match kind {
        kind if shared.contains(kind) => Common::Value,
        _ if shared.is_empty() => Common::Nothing,
        GivenName => Common::Sometimes(3e-3),
        Date => Common::Sometimes(5e-3),
        Email => Common::Sometimes(5e-2),
        Company => Common::Sometimes(1e-3),
        _ => Common::Nothing,
    };
    kinds.iter().map(common).collect()
}

/// People of one name, whose mail addresses are made from it.
fn namesakes(kinds: &[FieldKind]) -> Vec<Common> {
    use FieldKind::{Company, Email, FullName, GivenName, Surname};
    let shared = [GivenName, Surname, FullName, Email];
    let applies = kinds.contains(&Email)
        && kinds.iter().any(|kind| [Surname, FullName].contains(kind))
        && kinds.iter().any(|kind| !shared.contains(kind) && *kind != Company);
    let common = |kind: &FieldKind| if applies && shared.contains(kind) { Common::Value } else { Common::Nothing };
    kinds.iter().map(common).collect()
}
