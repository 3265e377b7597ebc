//! From what people write as a telephone number to its digits.

use super::finding::{Fault, Finding};
use super::text::{is_invisible, is_space, narrow, shown};

const NO_DIGITS: Fault = &["phone-no-digits", "there are no digits", "没有数字"];
const LETTERS: Fault = &["phone-letters", "there are letters in it", "含有字母或文字"];
const CHARACTER: Fault = &["phone-character", "{} has no place in a telephone number", "电话号码中不应有 {}"];
const MASKED: Fault = &["phone-masked", "digits are hidden behind *", "部分数字被 * 遮盖"];
const SCIENTIFIC: Fault = &[
    "phone-scientific",
    "a spreadsheet has turned it into a number such as 1.38E+10: the digits are lost",
    "被表格软件转成了 1.38E+10 之类的数字：号码已丢失",
];
const FLOAT: Fault =
    &["phone-float", "ends in .0: a program has turned it into a number", "以 .0 结尾：被程序转成了小数"];
const BRACKETS: Fault = &["phone-brackets", "a round bracket is not closed or not opened", "圆括号不成对"];
pub(super) const SEVERAL: Fault =
    &["phone-several", "there is more than one number: keep one", "有多个号码：请只保留一个"];

/// Words before an extension, in the order in which they are looked for.
const EXTENSION: [&str; 11] = [";ext=", "extension", "ext", "分机号", "分机", "转分机", "转", "轉", "內線", "x", "#"];

/// The digits of a telephone number, and what else was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub(super) digits: String,
    /// There was a + before them.
    pub(super) is_international: bool,
    /// The first digit is a 1 that stands alone, as North Americans write it.
    pub(super) starts_with_one: bool,
    /// It looks like several numbers one after the other.
    pub(super) is_several: bool,
    pub(super) extension: Option<String>,
    /// How many digits follow the last hyphen, where there are two.
    last_group: usize,
}

impl Written {
    /// The number where the digits after the last of two or more hyphens are an extension.
    pub(super) fn without_last_group(&self) -> Option<Written> {
        if !(1..=6).contains(&self.last_group) {
            return None;
        }
        let (digits, extension) = self.digits.split_at_checked(self.digits.len() - self.last_group)?;
        (digits.len() >= 10).then(|| Written {
            digits: digits.to_owned(),
            extension: Some(extension.to_owned()),
            last_group: 0,
            ..*self
        })
    }
}

/// Reads the digits.
pub(super) fn written(text: &str) -> Result<Written, Finding> {
    // Most are digits and nothing else.
    let plain = text.strip_prefix('+').unwrap_or(text);
    if !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit()) {
        let is_international = plain.len() < text.len();
        return Ok(Written { digits: plain.to_owned(), is_international, ..Written::default() });
    }
    let mut lower: String = text.chars().filter(|&c| !is_invisible(c)).map(narrow).collect();
    lower.make_ascii_lowercase();
    let text = lower.trim_matches(is_space);
    let text = text.strip_prefix("tel:").unwrap_or(text);
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Err(Finding::of(NO_DIGITS));
    }
    if is_scientific(text) {
        return Err(Finding::of(SCIENTIFIC));
    }
    if text.strip_suffix(".0").is_some_and(|whole| whole.len() > 6 && whole.bytes().all(|b| b.is_ascii_digit())) {
        return Err(Finding::of(FLOAT));
    }
    let (main, extension) = split_extension(text);
    let mut number = digits_of(main)?;
    number.extension = extension;
    Ok(number)
}

/// `1.38E+10`, in lower case.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once('e') else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    are_digits(mantissa) && are_digits(exponent)
}

/// The number and the digits of its extension, where it has one.
fn split_extension(text: &str) -> (&str, Option<String>) {
    let is_word = |c: char| c.is_alphabetic() || matches!(c, '#' | ';' | ',');
    let Some(at) = text.find(is_word) else { return (text, None) };
    let (main, tail) = text.split_at_checked(at).unwrap_or((text, ""));
    let tail = tail.trim_start_matches(',').trim_start();
    let Some(rest) = EXTENSION.iter().find_map(|word| tail.strip_prefix(word)) else {
        return (text, None);
    };
    let is_between = |c: char| is_space(c) || matches!(c, '.' | ':' | '-' | '(');
    let digits = rest.trim_start_matches(is_between).trim_end_matches(')');
    let is_extension = (1..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let main = main.trim_end_matches(|c: char| is_space(c) || matches!(c, '-' | '('));
    match is_extension && main.bytes().filter(u8::is_ascii_digit).count() >= 7 {
        true => (main, Some(digits.to_owned())),
        false => (text, None),
    }
}

fn digits_of(text: &str) -> Result<Written, Finding> {
    let mut number = Written::default();
    // Digits since the last separator, separators of any kind that stood alone, and hyphens.
    let (mut run, mut hyphens, mut is_open) = (0_usize, 0_usize, false);
    let mut before = ' ';
    // The (0) of +44 (0)20.
    let is_international = text.starts_with('+') || text.starts_with("00") || text.starts_with("(+");
    let (first, second) = match text.split_once("(0)") {
        Some(parts) if is_international => parts,
        _ => (text, ""),
    };
    for c in first.chars().chain(second.chars()) {
        if c.is_ascii_digit() {
            number.digits.push(c);
            run += 1;
            before = c;
            continue;
        }
        if c.is_alphabetic() {
            return Err(Finding::of(LETTERS));
        }
        let is_first = number.digits.is_empty();
        if !is_first && run > 0 {
            number.starts_with_one |= number.digits == "1";
            number.is_several |= number.digits.len() >= 7 && (c == '/' || is_space(c));
        }
        match c {
            '+' if is_first && !number.is_international => number.is_international = true,
            '(' if !is_open => is_open = true,
            ')' if is_open => is_open = false,
            '(' | ')' => return Err(Finding::of(BRACKETS)),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' if !is_first => {
                hyphens += 1;
                number.last_group = 0;
            }
            '.' | '/' | '·' if !is_first => {}
            '*' | '•' | '●' => return Err(Finding::of(MASKED)),
            ',' | ';' | '、' | '|' | '\n' if number.digits.len() >= 7 => return Err(Finding::of(SEVERAL)),
            c if is_space(c) => {}
            c => return Err(Finding::with(CHARACTER, &shown(c))),
        }
        if matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
            number.last_group = number.digits.len();
        }
        run = 0;
        before = c;
    }
    if is_open {
        return Err(Finding::of(BRACKETS));
    }
    if !before.is_ascii_digit() && before != ')' {
        return Err(Finding::with(CHARACTER, &shown(before)));
    }
    number.last_group = if hyphens >= 2 { number.digits.len() - number.last_group } else { 0 };
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn digits_alone_are_read_as_they_are_among_others() {
        for text in ["13912345678", "+8613912345678", "0", "1", "0012025550143", "123456789012345678"] {
            let (short, long) = (written(text), written(&format!("tel:{text}")));
            assert_eq!(format!("{short:?}"), format!("{long:?}"));
            assert!(short.is_ok());
        }
    }
}
