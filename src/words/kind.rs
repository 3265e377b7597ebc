//! Whether a name is one of a company or of a person.

/// What shows that a name is a company's, such as its legal form; `None` where nothing does.
pub fn looks_like_company(text: &str) -> Option<String> {
    let _ = text;
    None
}

/// What shows that a name is a person's, such as a given name in it; `None` where nothing does.
pub fn looks_like_person(text: &str) -> Option<String> {
    let _ = text;
    None
}
