//! The mask of telephone numbers.

/// The country calling codes of one and two digits (ITU-T E.164); all others have three.
const CALLING_CODES: &str = "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 \
    91 92 93 94 95 98";

/// The most digits that a number can have (E.164), with `00` before it, and the fewest that become stars.
const MOST_DIGITS: usize = 17;
const FEWEST_MASKED: usize = 4;

/// The number with stars for most of its digits, if it is one.
pub(super) fn masked(value: &str) -> Option<String> {
    let text: String = value.chars().map(narrow).collect();
    let (has_plus, rest) = text.strip_prefix('+').map_or((false, text.as_str()), |rest| (true, rest));
    if !rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b' ' | b'-' | b'.' | b'(' | b')' | b'/')) {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let head = visible_head(&digits, has_plus)?;
    let tail = if digits.len() >= 10 { 4 } else { 2 };
    if digits.len() > MOST_DIGITS || head + tail + FEWEST_MASKED > digits.len() {
        return None;
    }
    let mut seen = 0;
    let mut shown = String::new();
    for c in text.chars() {
        seen += usize::from(c.is_ascii_digit());
        let is_hidden = c.is_ascii_digit() && seen > head && seen <= digits.len() - tail;
        shown.push(if is_hidden { '*' } else { c });
    }
    Some(shown)
}

/// How many digits at the beginning are left to see: the country code, and the first three of a Chinese mobile number.
fn visible_head(digits: &str, has_plus: bool) -> Option<usize> {
    let zeros = if !has_plus && digits.starts_with("00") { 2 } else { 0 };
    let number = digits.get(zeros..)?;
    let code = if has_plus || zeros > 0 {
        calling_code(number)
    } else if number.len() == 13 && number.starts_with("861") {
        2
    } else {
        0
    };
    let national = number.get(code..)?;
    let is_chinese = code == 0 || number.starts_with("86");
    let is_mobile = is_chinese && national.len() == 11 && matches!(national.as_bytes(), [b'1', b'3'..=b'9', ..]);
    Some(zeros + code + if is_mobile { 3 } else { 0 })
}

/// How long the country calling code is.
fn calling_code(number: &str) -> usize {
    let is_code = |length: &usize| CALLING_CODES.split_whitespace().any(|code| number.get(..*length) == Some(code));
    [1, 2].into_iter().find(is_code).unwrap_or(3)
}

/// Full-width digits and signs, and dashes, as ASCII has them.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{2010}'..='\u{2015}' => '-',
        c => c,
    }
}
