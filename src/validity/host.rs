//! Names of hosts, as mail and web addresses have them: labels of RFC 1123, international ones in Unicode (RFC 5890) or in
//! Punycode (RFC 3492).
//!
//! A name has two labels at least, and its last one looks like those that exist: two letters or more, or Punycode. That the name is
//! registered is not looked up.

use super::finding::{Fault, Finding};
use super::text::{narrow, shown};

const DOTS: Fault = &["domain-dots", "the domain has a dot at an end, or two in a row", "域名首尾有点号，或有连续点号"];
const ONE_LABEL: Fault = &[
    "domain-one-label",
    "the domain has no dot: its ending, such as .com, is missing",
    "域名没有点号：缺少 .com 之类的后缀",
];
const CHARACTER: Fault = &["domain-character", "{} cannot be in a domain", "域名中不能有 {}"];
const HYPHEN: Fault =
    &["domain-hyphen", "a part of the domain starts or ends with a hyphen", "域名的一段以连字符开头或结尾"];
const LABEL_LONG: Fault =
    &["domain-label-long", "a part of the domain is longer than 63 characters", "域名的一段超过 63 个字符"];
const LONG: Fault = &["domain-long", "the domain is longer than 253 characters", "域名超过 253 个字符"];
const NUMBER: Fault = &[
    "domain-number",
    "the domain ends in a number: no top-level domain is one",
    "域名以数字结尾：不存在这样的顶级域名",
];
const TOP_LEVEL: Fault = &[
    "domain-top-level",
    "the domain ends in what cannot be a top-level domain: these have two letters or more",
    "域名后缀不可能是顶级域名：顶级域名至少有两个字母",
];
const PUNYCODE: Fault = &[
    "domain-punycode",
    "a part of the domain starts with xn-- and is not Punycode",
    "域名中以 xn-- 开头的一段不是有效的 Punycode",
];

/// The longest a label can be, in the form in which it is sent.
const LABEL: usize = 63;
/// The longest a whole name can be.
const NAME: usize = 253;

/// Checks the name of a host. That of a web site may have what is in use there and not in the standard: underscores before the last two
/// labels, and symbols such as hearts.
pub(super) fn host(name: &str, is_web: bool) -> Result<(), Finding> {
    let labels = || name.split('.');
    if labels().any(str::is_empty) {
        return Err(Finding::of(DOTS));
    }
    let count = labels().count();
    let mut total = count - 1;
    for (at, label) in labels().enumerate() {
        total += check_label(label, is_web, is_web && at + 2 < count)?;
    }
    if total > NAME {
        return Err(Finding::of(LONG));
    }
    if count < 2 {
        return Err(Finding::of(ONE_LABEL));
    }
    let last = labels().next_back().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Finding::of(NUMBER));
    }
    let is_word = last.bytes().all(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    if last.chars().nth(1).is_none() && last.is_ascii() || !is_word && !is_punycode(last) {
        return Err(Finding::of(TOP_LEVEL));
    }
    Ok(())
}

/// Checks one label and returns its length in the form in which it is sent.
fn check_label(label: &str, symbols: bool, underscores: bool) -> Result<usize, Finding> {
    let is_allowed = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || c == '-' || underscores && c == '_',
        false => is_letter_beyond_ascii(c) || symbols && is_symbol(c),
    };
    if let Some(wrong) = label.chars().find(|&c| !is_allowed(c)) {
        return Err(Finding::with(CHARACTER, &shown(wrong)));
    }
    if label.starts_with('-') || label.ends_with('-') {
        return Err(Finding::of(HYPHEN));
    }
    // A label of more characters than that is too long in any form; the work below is not linear.
    let length = match label.chars().nth(LABEL) {
        Some(_) => None,
        None if label.is_ascii() => Some(label.len()),
        None => encoded_length(label),
    };
    match length {
        Some(length) if length <= LABEL => {}
        _ => return Err(Finding::of(LABEL_LONG)),
    }
    if is_punycode(label) && !(label.is_ascii() && decodes(label.get(4..).unwrap_or_default())) {
        return Err(Finding::of(PUNYCODE));
    }
    Ok(length.unwrap_or_default())
}

fn is_punycode(label: &str) -> bool {
    label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
}

/// Whether a character beyond ASCII can be in a label. RFC 5892 allows letters, digits and marks; what it forbids is in a few blocks:
/// signs, punctuation, symbols, emoji, private use, and the wide and small forms of other characters.
fn is_letter_beyond_ascii(c: char) -> bool {
    let is_forbidden = c.is_whitespace()
        || narrow(c) != c
        || matches!(c, '\u{80}'..='\u{A9}' | '\u{AB}'..='\u{B6}' | '\u{B8}'..='\u{B9}' | '\u{BB}'..='\u{BF}' | '×' | '÷')
        || matches!(c, '\u{2000}'..='\u{2BFF}' | '\u{2E00}'..='\u{2E7F}' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}')
        || matches!(c, '\u{3030}' | '\u{303D}'..='\u{303F}' | '\u{3200}'..='\u{33FF}' | '\u{D7FC}'..='\u{F8FF}')
        || matches!(c, '\u{FE00}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF5F}'..='\u{FF65}' | '\u{FFE0}'..='\u{FFFF}')
        || matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{E0000}'..='\u{10FFFF}');
    !is_forbidden
}

/// Arrows, signs, pictures.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F300}'..='\u{1FAFF}')
}

const BASE: u32 = 36;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 128;

/// The bias after a difference (RFC 3492, section 6.1).
fn adapted(difference: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { difference / 700 } else { difference / 2 };
    delta += delta / points.max(1);
    let mut k = 0;
    while delta > (BASE - 1) * 26 / 2 {
        delta /= BASE - 1;
        k += BASE;
    }
    k + BASE * delta / (delta + 38)
}

/// The length of a label as `xn--` and Punycode (RFC 3492, section 6.3), or None where it overflows.
fn encoded_length(label: &str) -> Option<usize> {
    let basic = label.chars().filter(char::is_ascii).count() as u32;
    let mut length = 4 + basic + u32::from(basic > 0);
    let (mut code, mut delta, mut bias, mut handled) = (FIRST_CODE, 0_u32, FIRST_BIAS, basic);
    while let Some(next) = label.chars().map(u32::from).filter(|&c| c >= code).min() {
        delta = delta.checked_add((next - code).checked_mul(handled + 1)?)?;
        code = next;
        for c in label.chars().map(u32::from) {
            delta += u32::from(c < code);
            if c == code {
                let (mut rest, mut k) = (delta, BASE);
                loop {
                    length += 1;
                    let threshold = k.saturating_sub(bias).clamp(1, 26);
                    if rest < threshold {
                        break;
                    }
                    rest = (rest - threshold) / (BASE - threshold);
                    k += BASE;
                }
                bias = adapted(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta += 1;
        code += 1;
    }
    usize::try_from(length).ok()
}

/// Whether what follows `xn--` is the Punycode of something beyond ASCII (RFC 3492, section 6.2).
fn decodes(text: &str) -> bool {
    let (basic, digits) = text.rsplit_once('-').unwrap_or(("", text));
    let (mut points, mut code, mut i, mut bias) = (basic.len() as u32, FIRST_CODE, 0_u32, FIRST_BIAS);
    let mut digits = digits.bytes().peekable();
    if digits.peek().is_none() {
        return false;
    }
    while digits.peek().is_some() {
        let (before, mut weight, mut k) = (i, 1_u32, BASE);
        loop {
            let digit = match digits.next() {
                Some(letter @ (b'a'..=b'z' | b'A'..=b'Z')) => u32::from(letter.to_ascii_lowercase() - b'a'),
                Some(digit @ b'0'..=b'9') => u32::from(digit - b'0') + 26,
                _ => return false,
            };
            let threshold = k.saturating_sub(bias).clamp(1, 26);
            let step = digit.checked_mul(weight).and_then(|step| i.checked_add(step));
            let Some(next) = step else { return false };
            i = next;
            if digit < threshold {
                break;
            }
            let Some(next) = weight.checked_mul(BASE - threshold) else { return false };
            weight = next;
            k += BASE;
        }
        points += 1;
        bias = adapted(i - before, points, before == 0);
        code = code.saturating_add(i / points);
        i = i % points + 1;
        if !char::from_u32(code).is_some_and(|c| is_letter_beyond_ascii(c) || is_symbol(c)) {
            return false;
        }
    }
    true
}
