//! What can be wrong with any text, whatever it is meant to be, and characters that stand for others.

use super::finding::{Fault, Finding};

const EMPTY: Fault = &["empty", "is empty", "为空"];
const OUTER_SPACE: Fault = &["outer-space", "has spaces around it: remove them", "首尾有空格：请删除"];
const INVISIBLE: Fault = &[
    "invisible-character",
    "contains a character that cannot be seen ({}): type it again",
    "含有不可见字符（{}）：请重新输入",
];

/// What is wrong whatever the text is meant to be: nothing there, space around it, or characters that cannot be seen.
pub(super) fn surroundings(text: &str) -> Result<(), Finding> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    let trimmed = text.trim_matches(is_space);
    if trimmed.is_empty() {
        return Err(Finding::of(EMPTY));
    }
    if trimmed.len() < text.len() {
        return Err(Finding::of(OUTER_SPACE));
    }
    match text.chars().find(|&c| is_invisible(c)) {
        Some(c) => Err(Finding::with(INVISIBLE, &format!("U+{:04X}", u32::from(c)))),
        None => Ok(()),
    }
}

/// White space, and the Hangul and Braille characters that look like it.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// Controls, characters of no width, and marks of direction. Tabs and line breaks are white space here.
pub(super) fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
        || matches!(c, '\u{E0000}'..='\u{E0FFF}')
}

/// The ASCII character that a full-width one stands for, and itself for all others.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' | '｡' => '.',
        _ => c,
    }
}

/// A character for use in words: itself, between quotes.
pub(super) fn shown(c: char) -> String {
    match c {
        '"' => "'\"'".to_owned(),
        c => format!("\"{c}\""),
    }
}
