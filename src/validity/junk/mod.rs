//! What people type to get past a form: placeholders, runs on the keyboard, numbers that nobody has.
//!
//! What no real value looks like is a failure; what a few real values look like is a warning, and there are people called
//! Null and companies called Qwerty. See `docs/junk.md` for what is found and what is not.

mod column;
mod email;
mod patterns;
mod phone;
mod placeholders;
mod reasons;

use super::Finding;
use crate::words::{company_core, fold, looks_like_company, looks_like_person, simplified};
use patterns::{Pattern, has_long_repetition, has_run, is_unspeakable, pattern};
use placeholders::{is_for_any, placeholder};
use std::collections::BTreeSet;

/// What a text that may be junk is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JunkKind {
    /// The name of a person, or a part of it.
    Person,
    /// The name of a company.
    Company,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Anything: a text with an @ is taken for a mail address, seven digits and more for a telephone number.
    Text,
}

impl JunkKind {
    /// What a column holds by its name, in English or Chinese: `Email` of `E-Mail` and of 邮箱; `Text` where the name does not say.
    ///
    /// ```
    /// use custometry::validity::JunkKind;
    ///
    /// assert_eq!(JunkKind::of_column("contactEmail"), JunkKind::Email);
    /// assert_eq!(JunkKind::of_column("手机号码"), JunkKind::Phone);
    /// assert_eq!(JunkKind::of_column("company_name"), JunkKind::Company);
    /// assert_eq!(JunkKind::of_column("product_name"), JunkKind::Text);
    /// ```
    pub fn of_column(name: &str) -> JunkKind {
        column::kind_of(name)
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
        let plain = |domain: &T| fold(domain.as_ref()).trim_matches(['@', '.', '*']).to_owned();
        JunkLists { throw_away_domains: throw_away_domains.iter().map(plain).collect(), role_mailboxes }
    }
}

/// What shows that a text was typed to get past a form; `None` where nothing does. An empty text is nothing typed.
///
/// ```
/// use custometry::validity::{JunkKind, JunkLists, junk};
///
/// let lists = JunkLists::default();
/// assert_eq!(junk("asdfgh", JunkKind::Person, &lists).unwrap().code(), "junk-keyboard");
/// assert_eq!(junk("13800138000", JunkKind::Phone, &lists).unwrap().code(), "junk-phone-well-known");
/// assert!(junk("Null", JunkKind::Person, &lists).unwrap().is_warning()); // some people are called so
/// assert_eq!(junk("Krzysztof", JunkKind::Person, &lists), None);
/// ```
pub fn junk(text: &str, kind: JunkKind, lists: &JunkLists) -> Option<Finding> {
    let folded = simplified(&fold(text));
    if folded.is_empty() {
        return None;
    }
    if !folded.contains(char::is_alphanumeric) {
        return reasons::NO_TEXT.certain();
    }
    match kind {
        JunkKind::Email => email::junk(&folded, lists),
        JunkKind::Phone => phone::junk(&folded),
        JunkKind::Text if is_email(&folded) => email::junk(&folded, lists),
        JunkKind::Text if phone::is_alike(&folded) => phone::junk(&folded),
        JunkKind::Text | JunkKind::Person | JunkKind::Company => of_name(text, &folded, kind),
    }
}

/// Whether a text is a mail address, well made or not.
fn is_email(folded: &str) -> bool {
    let parts = folded.split_once('@');
    !folded.contains(' ') && parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// What is wrong with a name, or with a text that is no mail address and no number.
fn of_name(text: &str, folded: &str, kind: JunkKind) -> Option<Finding> {
    // NULL in capitals is what databases write.
    let is_capitalized = text.contains(char::is_uppercase) && (folded != "null" || text.contains(char::is_lowercase));
    if let Some(is_certain) = placeholder(folded, kind, is_capitalized) {
        return reasons::PLACEHOLDER.either(is_certain);
    }
    if kind != JunkKind::Text {
        if is_email(folded) {
            return reasons::NAME_EMAIL.certain();
        }
        if folded.starts_with("http:")
            || folded.starts_with("https:")
            || (kind == JunkKind::Person && folded.starts_with("www."))
        {
            return reasons::NAME_WEB.certain();
        }
    }
    let whole = letters(folded);
    let found = of_pattern(folded, &whole, kind, is_capitalized);
    let found = found.or_else(|| match kind {
        JunkKind::Person => of_person(text, folded, &whole),
        JunkKind::Company => of_company(text, folded),
        _ => None,
    });
    found.or_else(|| {
        let is_unspeakable_word = |word: &str| {
            // Capitals are an abbreviation, but where everything is in capitals.
            let is_abbreviation = kind != JunkKind::Person && !word.contains(char::is_lowercase);
            let folded = fold(word);
            let letters: Vec<char> = folded.trim_matches(|it: char| !it.is_alphanumeric()).chars().collect();
            !is_abbreviation && is_unspeakable(&letters)
        };
        text.split_whitespace().any(is_unspeakable_word).then(|| reasons::UNSPEAKABLE.likely()).flatten()
    })
}

/// What the whole of a name, or each of its words, is nothing but.
fn of_pattern(folded: &str, whole: &[char], kind: JunkKind, is_capitalized: bool) -> Option<Finding> {
    let is_digits = whole.iter().all(char::is_ascii_digit);
    let count = whole.len();
    // Numbers of a few digits, and companies of three letters, are what they are.
    let is_short = match kind {
        JunkKind::Text => is_digits && count < 6,
        JunkKind::Company => count <= 3 && whole.iter().all(char::is_ascii),
        _ => false,
    };
    if is_short {
        return None;
    }
    let word: String = whole.iter().collect();
    let named = match (kind, pattern(whole)) {
        (_, None) => None,
        // Reza and Abcde are given names, Wert and Ertz surnames.
        (JunkKind::Person, Some(_)) if matches!(word.as_str(), "reza" | "azer") => None,
        (JunkKind::Person, Some(found)) => {
            let is_name = matches!(word.as_str(), "wert" | "wertz" | "ertz" | "trew" | "abcde");
            Some((found, !(is_name && is_capitalized)))
        }
        // AAAA and ABCD are names of companies.
        (JunkKind::Company, Some(found)) => {
            Some((found, !is_capitalized && (!is_digits || count >= 5) || found == Pattern::Keyboard))
        }
        (_, Some(found)) => Some((found, true)),
    };
    if let Some((found, is_certain)) = named {
        return match found {
            Pattern::Repeated => reasons::REPEATED.either(is_certain),
            Pattern::Keyboard => reasons::KEYBOARD.either(is_certain),
            Pattern::Sequence => reasons::SEQUENCE.either(is_certain),
            Pattern::RepeatedGroup if folded.contains(' ') => None,
            Pattern::RepeatedGroup => reasons::REPEATED_GROUP.likely(),
        };
    }
    // Words that are junk each by itself: aaa bbb, asdf qwer.
    let mut words = folded.split(' ').map(letters).filter(|word| !word.is_empty());
    let is_each = words.clone().count() > 1
        && words.all(|word| {
            pattern(&word).is_some_and(|it| it != Pattern::RepeatedGroup)
                || is_for_any(&word.iter().collect::<String>())
        });
    if is_each && !is_digits && kind != JunkKind::Company {
        return reasons::KEYBOARD.either(kind == JunkKind::Person);
    }
    if folded.split(' ').any(|word| has_long_repetition(&letters(word))) {
        return reasons::REPEATED.likely();
    }
    (kind != JunkKind::Text && !is_digits && has_run(whole, 6)).then(|| reasons::KEYBOARD.likely()).flatten()
}

/// What is wrong with the name of a person.
fn of_person(text: &str, folded: &str, whole: &[char]) -> Option<Finding> {
    if folded.contains("测试") {
        return reasons::TEST.certain();
    }
    if folded
        .split(|it: char| !it.is_alphanumeric())
        .any(|word| matches!(word, "test" | "testing" | "tester" | "dummy" | "asdf" | "qwerty"))
    {
        return reasons::TEST.likely();
    }
    if let Some(found) = of_digits(folded, whole) {
        return found.certain_or_likely();
    }
    if let Some(word) = looks_like_company(text) {
        // A legal form is one of a company; a word of business may be a name.
        return reasons::PERSON_COMPANY.either(company_core(text).form.contains(word.as_str()));
    }
    if matches!(whole, [letter] if letter.is_ascii_alphabetic()) {
        return reasons::PERSON_LETTER.likely();
    }
    let surname_and_title = whole.len() <= 3 && !whole.iter().any(char::is_ascii);
    let title = || looks_like_person(text).filter(|shown| folded.ends_with(shown.as_str()));
    if surname_and_title && title().is_some() { reasons::PERSON_TITLE.likely() } else { None }
}

/// Whether a name has digits that are no ordinal number (Henry 8th): certainly junk, from three on or where it has nothing else.
struct Digits(bool);

impl Digits {
    fn certain_or_likely(&self) -> Option<Finding> {
        reasons::PERSON_DIGITS.either(self.0)
    }
}

fn of_digits(folded: &str, whole: &[char]) -> Option<Digits> {
    let is_ordinal = |word: &str| {
        let after = word.trim_start_matches(|it: char| it.is_ascii_digit());
        after.len() < word.len() && matches!(after.trim_end_matches('.'), "st" | "nd" | "rd" | "th")
    };
    let words = folded.split([' ', ',']).filter(|word| !is_ordinal(word));
    let digits = words.flat_map(str::chars).filter(char::is_ascii_digit).count();
    (digits > 0).then(|| Digits(digits >= 3 || whole.iter().all(char::is_ascii_digit)))
}

/// What is wrong with the name of a company.
fn of_company(text: &str, folded: &str) -> Option<Finding> {
    let name = company_core(text);
    if !name.form.is_empty() {
        // With a legal form, anything may be the name of a company.
        let core = letters(&name.core);
        if placeholder(&name.core, JunkKind::Company, true).is_some() {
            return reasons::PLACEHOLDER.likely();
        }
        if core.len() > 3 && pattern(&core).is_some_and(|it| it != Pattern::RepeatedGroup) {
            return reasons::KEYBOARD.likely();
        }
    }
    let is_formal = !name.form.is_empty();
    let mut words = folded.split(|it: char| !it.is_alphanumeric());
    if words.next() == Some("test") || folded.starts_with("测试") || folded.ends_with("测试") {
        return reasons::TEST.likely();
    }
    if matches!(letters(folded).as_slice(), [letter] if letter.is_ascii_alphabetic()) {
        return reasons::PERSON_LETTER.likely();
    }
    looks_like_person(text).filter(|_| !is_formal).and_then(|_| reasons::COMPANY_PERSON.likely())
}
