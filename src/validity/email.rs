//! Mail addresses, by a parser that reads each character once.
//!
//! What is accepted is `local@domain` of RFC 5321 with the international characters of RFC 6531: words with dots between them, or a
//! quoted string, before the @, and a name of a host after it. Comments, names with the address in angle brackets, and obsolete
//! forms of RFC 5322 are how addresses stand in messages; as a value of a column they are a fault, with its own finding.

use super::finding::{Fault, Finding};
use super::host;
use super::text::{is_invisible, is_space, narrow, shown, surroundings};
use std::net::{Ipv4Addr, Ipv6Addr};

const NO_AT: Fault = &[
    "email-no-at",
    "there is no @: a mail address is written name@example.com",
    "缺少 @：邮箱应写作 name@example.com",
];
const TWO_ATS: Fault = &["email-two-ats", "there is more than one @", "有多个 @"];
const SEVERAL: Fault = &["email-several", "there is more than one mail address: keep one", "有多个邮箱：请只保留一个"];
const FULL_WIDTH: Fault =
    &["full-width", "{} is a full-width character: type it in half width", "{} 是全角字符：请改为半角"];
const SPACE: Fault = &["email-space", "there is a space inside: remove it", "中间有空格：请删除"];
const DISPLAY_NAME: Fault = &[
    "email-display-name",
    "more than the address: remove the name and the angle brackets",
    "不只是邮箱地址：请删除姓名和尖括号",
];
const MAILTO: Fault = &["email-mailto", "starts with mailto: remove it", "以 mailto: 开头：请删除"];
const COMMENT: Fault =
    &["email-comment", "there are round brackets: remove them and what is inside", "有圆括号：请删除括号及其中内容"];
const PUNCTUATION: Fault = &["trailing-punctuation", "ends with {}: remove it", "以 {} 结尾：请删除"];
const NO_LOCAL: Fault = &["email-no-local", "there is nothing before the @", "@ 之前没有内容"];
const NO_DOMAIN: Fault = &["email-no-domain", "there is nothing after the @", "@ 之后没有内容"];
const LOCAL_DOT_START: Fault = &["email-dot-first", "starts with a dot: remove it", "以点号开头：请删除"];
const LOCAL_DOT_END: Fault =
    &["email-dot-before-at", "there is a dot right before the @: remove it", "@ 之前紧挨着点号：请删除"];
const LOCAL_DOTS: Fault =
    &["email-two-dots", "there are two dots in a row before the @: remove one", "@ 之前有连续两个点号：请删除一个"];
const LOCAL_CHARACTER: Fault = &["email-character", "{} cannot be before the @", "@ 之前不能有 {}"];
const LOCAL_LONG: Fault =
    &["email-local-long", "what stands before the @ is longer than 64 bytes", "@ 之前的部分超过 64 字节"];
const LONG: Fault = &["email-long", "is longer than 254 bytes", "超过 254 字节"];
const QUOTES: Fault =
    &["email-quotes", "quotes must enclose all that stands before the @", "引号须包住 @ 之前的全部内容"];
const LITERAL: Fault = &[
    "email-address-literal",
    "is an address at a machine's number, which customers do not have",
    "域名是机器的 IP 地址，客户一般没有这样的邮箱",
];
const BAD_LITERAL: Fault =
    &["email-bad-literal", "what stands in square brackets is not an IP address", "方括号中不是有效的 IP 地址"];

/// The two parts of a mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Email<'a> {
    /// What stands before the @, with its quotes where it has them.
    pub local: &'a str,
    /// What stands after it.
    pub domain: &'a str,
}

/// Reads a mail address, `local@domain`.
///
/// - `local` has up to 64 bytes: letters and digits of any script, ``!#$%&'*+-/=?^_`{|}~``, and single dots between them; or
///   anything printable between double quotes, with `\` before `"` and `\`.
/// - `domain` is a name of two labels or more, each of 1 to 63 letters, digits and inner hyphens, the last of them of letters;
///   international names are written in Unicode or as `xn--`.
/// - The whole has 254 bytes at most (RFC 3696, erratum 1690).
///
/// Nothing is looked up: whether there is such a mailbox only a message can tell.
///
/// # Errors
///
/// What is wrong. An IP address in square brackets, which the standard allows, is a warning.
///
/// Sources: RFC 5321, sections 4.1.2 and 4.1.3; RFC 6531, section 3.3.
///
/// ```
/// use custometry::validity::email;
///
/// assert_eq!(email("wang.fang+crm@example.com.cn")?.domain, "example.com.cn");
/// assert_eq!(email("wang.fang.example.com").unwrap_err().code(), "email-no-at");
/// # Ok::<(), custometry::validity::Finding>(())
/// ```
pub fn email(text: &str) -> Result<Email<'_>, Finding> {
    if let Some(at) = plain_at(text.as_bytes()) {
        return Ok(Email { local: text.get(..at).unwrap_or_default(), domain: text.get(at + 1..).unwrap_or_default() });
    }
    surroundings(text)?;
    if text.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:")) {
        return Err(Finding::of(MAILTO));
    }
    match text.starts_with('"') {
        true => quoted(text),
        false => plain(text),
    }
}

/// A mail address in the form in which two of them are compared: without space around it, in half width and lower case. None where it
/// is not a mail address.
///
/// The part before the @ is put into lower case as well. A server may tell `Wang@` from `wang@`; none that customers use does.
///
/// ```
/// use custometry::validity::normalized_email;
///
/// assert_eq!(normalized_email(" Wang.Fang＠Example.COM").as_deref(), Some("wang.fang@example.com"));
/// assert_eq!(normalized_email("none"), None);
/// ```
pub fn normalized_email(text: &str) -> Option<String> {
    let text = text.trim_matches(is_space);
    let lower: String = text.chars().filter(|&c| !is_invisible(c)).map(narrow).flat_map(char::to_lowercase).collect();
    match email(&lower) {
        Err(finding) if !finding.is_warning() => None,
        _ => Some(lower),
    }
}

/// Where the @ is in an address of ASCII letters, digits, `_`, `+`, `-` and single dots, as nearly all are; none where there is more to
/// look at. One pass, for columns of millions.
fn plain_at(text: &[u8]) -> Option<usize> {
    let at = text.iter().position(|&b| b == b'@').filter(|at| (1..=64).contains(at))?;
    let (local, domain) = (text.get(..at)?, text.get(at + 1..)?);
    // A word or label that begins, and what may be in it beside letters and digits.
    let mut before = b'.';
    for &b in local {
        if !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-') || b == b'.' && before != b'.') {
            return None;
        }
        before = b;
    }
    if before == b'.' || text.len() > 254 || domain.len() > 190 {
        return None;
    }
    let (mut length, mut labels, mut is_word) = (0, 0, true);
    before = b'.';
    for &b in domain {
        match b {
            b'.' if length > 0 && before != b'-' => (length, labels, is_word) = (0, labels + 1, true),
            // A third or fourth hyphen may be that of Punycode.
            b'-' if length > 0 && length != 3 => (length, is_word) = (length + 1, false),
            _ if b.is_ascii_alphanumeric() => (length, is_word) = (length + 1, is_word && b.is_ascii_alphabetic()),
            _ => return None,
        }
        if length > 63 {
            return None;
        }
        before = b;
    }
    (labels > 0 && length > 1 && is_word).then_some(at)
}

/// An address whose local part has no quotes.
fn plain(text: &str) -> Result<Email<'_>, Finding> {
    check_width(text)?;
    let Some((local, domain)) = text.split_once('@') else {
        return Err(Finding::of(NO_AT));
    };
    let is_separator = |c: char| matches!(c, ',' | ';' | '|' | '/' | '\\' | '、') || is_space(c);
    if text.contains(['<', '>']) {
        return Err(Finding::of(DISPLAY_NAME));
    }
    if domain.contains('@') {
        return Err(Finding::of(if domain.contains(is_separator) { SEVERAL } else { TWO_ATS }));
    }
    if text.contains(is_space) {
        return Err(Finding::of(SPACE));
    }
    if text.contains(['(', ')']) {
        return Err(Finding::of(COMMENT));
    }
    if local.is_empty() {
        return Err(Finding::of(NO_LOCAL));
    }
    check_words(local)?;
    finish(local, domain)
}

/// Nothing in full width; a wide space is a space.
fn check_width(text: &str) -> Result<(), Finding> {
    match text.chars().find(|&c| narrow(c) != c && c != '\u{3000}') {
        Some(wide) => Err(Finding::with(FULL_WIDTH, &shown(wide))),
        None => Ok(()),
    }
}

/// Words with single dots between them.
fn check_words(local: &str) -> Result<(), Finding> {
    let is_allowed = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c),
        false => !is_unassigned(c),
    };
    match local.chars().find(|&c| !is_allowed(c)) {
        Some('"') => Err(Finding::of(QUOTES)),
        Some(wrong) => Err(Finding::with(LOCAL_CHARACTER, &shown(wrong))),
        // An accent that stands on nothing.
        None if local.starts_with(|c| matches!(c, '\u{300}'..='\u{36F}')) => {
            Err(Finding::with(LOCAL_CHARACTER, &shown(local.chars().next().unwrap_or('?'))))
        }
        None if local.starts_with('.') => Err(Finding::of(LOCAL_DOT_START)),
        None if local.ends_with('.') => Err(Finding::of(LOCAL_DOT_END)),
        None if local.contains("..") => Err(Finding::of(LOCAL_DOTS)),
        None => Ok(()),
    }
}

/// Controls, and what is for private use or no character at all.
fn is_unassigned(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{F0000}'..)
}

/// An address whose local part is a quoted string.
fn quoted(text: &str) -> Result<Email<'_>, Finding> {
    let mut is_escaped = false;
    let mut end = None;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            c if is_escaped && c.is_ascii() => is_escaped = false,
            c if is_escaped => return Err(Finding::with(LOCAL_CHARACTER, &shown(c))),
            '\\' => is_escaped = true,
            '"' => {
                end = Some(at + 1);
                break;
            }
            // White space other than the plain one is not printed.
            c if c.is_control() => return Err(Finding::with(LOCAL_CHARACTER, &format!("U+{:04X}", u32::from(c)))),
            _ => {}
        }
    }
    let Some((local, rest)) = end.and_then(|end| text.split_at_checked(end)) else {
        return Err(Finding::of(if text.contains('@') { QUOTES } else { NO_AT }));
    };
    if rest.contains('<') {
        return Err(Finding::of(DISPLAY_NAME));
    }
    match rest.strip_prefix('@') {
        Some(domain) if domain.contains('@') => Err(Finding::of(TWO_ATS)),
        Some(domain) if domain.contains(is_space) => Err(Finding::of(SPACE)),
        Some(domain) => finish(local, domain).and_then(|email| match local {
            "\"\"" => Err(Finding::of(NO_LOCAL)),
            _ => Ok(email),
        }),
        None => Err(Finding::of(if rest.contains('@') { QUOTES } else { NO_AT })),
    }
}

/// Lengths and the domain.
fn finish<'a>(local: &'a str, domain: &'a str) -> Result<Email<'a>, Finding> {
    let last = domain.chars().next_back();
    let Some(last) = last else {
        return Err(Finding::of(NO_DOMAIN));
    };
    if local.len() > 64 {
        return Err(Finding::of(LOCAL_LONG));
    }
    if let Some(inner) = domain.strip_prefix('[') {
        return Err(literal(inner));
    }
    if matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '、') {
        return Err(Finding::with(PUNCTUATION, &shown(last)));
    }
    check_width(domain)?;
    host(domain, false)?;
    if local.len() + 1 + domain.len() > 254 {
        return Err(Finding::of(LONG));
    }
    Ok(Email { local, domain })
}

/// What is to be said of an IP address in square brackets (RFC 5321, section 4.1.3), whose first bracket is gone.
fn literal(inner: &str) -> Finding {
    let is_address = inner.strip_suffix(']').is_some_and(|address| match address.get(..5) {
        Some(tag) if tag.eq_ignore_ascii_case("IPv6:") => {
            address.get(5..).is_some_and(|six| six.parse::<Ipv6Addr>().is_ok())
        }
        _ => address.parse::<Ipv4Addr>().is_ok(),
    });
    match is_address {
        true => Finding::of(LITERAL).as_warning(),
        false => Finding::of(BAD_LITERAL),
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)] // A test may panic.
mod tests {
    use super::{plain, plain_at};

    #[test]
    fn the_short_way_takes_what_the_long_one_takes() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = |most: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % most
        };
        let parts = ["a", "B7", "com", "xn--a", "-", ".", "_", "+", "@", "é", " ", "'", "0123456789", "x-y", "cn", "q"];
        let mut taken = 0;
        for _ in 0..100_000 {
            let mut part = || parts[next(16) as usize];
            let mut text = [part(), part(), "@", part(), part(), ".", part()].concat();
            if next(20) == 0 {
                text = text.replace('a', &"a".repeat(60));
            }
            if let Some(at) = plain_at(text.as_bytes()) {
                let email = plain(&text);
                assert!(
                    email.is_ok_and(|email| email.local.len() == at && email.domain.len() == text.len() - at - 1),
                    "{text}"
                );
                taken += 1;
            }
        }
        assert!(taken > 1000, "{taken}");
        let word = |length| "a".repeat(length);
        for (local, label) in [(64, 63), (65, 1), (1, 64), (64, 62)] {
            let text = format!("{}@{}.{}.com", word(local), word(label), word(63));
            assert_eq!(plain_at(text.as_bytes()).is_some(), plain(&text).is_ok(), "{text}");
        }
    }
}
