//! Web addresses: absolute ones of http and https, as browsers take them (WHATWG URL) without the repairs that they make.

use super::finding::{Fault, Finding};
use super::host;
use super::text::{is_space, narrow, shown, surroundings};
use std::net::{Ipv4Addr, Ipv6Addr};

const SPACE: Fault = &["url-space", "there is a space inside: remove it, or write %20", "中间有空格：请删除或写作 %20"];
const FULL_WIDTH: Fault =
    &["full-width", "{} is a full-width character: type it in half width", "{} 是全角字符：请改为半角"];
const NO_SCHEME: Fault =
    &["url-no-scheme", "does not start with https:// or http://: add it", "缺少 https:// 或 http:// 前缀：请补上"];
const SCHEME: Fault = &[
    "url-scheme",
    "is not a web address: these start with https:// or http://",
    "不是网址：网址以 https:// 或 http:// 开头",
];
const SLASHES: Fault =
    &["url-slashes", "https: or http: must be followed by two slashes", "https: 或 http: 之后应为两个斜杠"];
const CHARACTER: Fault = &["url-character", "{} cannot be in a web address", "网址中不能有 {}"];
const NO_HOST: Fault = &["url-no-host", "there is no host after the slashes", "斜杠之后缺少域名"];
const PORT: Fault = &["url-port", "the port is not a number from 1 to 65535", "端口不是 1 至 65535 的数字"];
const ADDRESS: Fault = &["url-address", "the host is not a valid IP address", "主机不是有效的 IP 地址"];
const USER: Fault =
    &["url-user", "there is a user name before the host, which browsers warn of", "域名之前有用户名，浏览器会警告"];
const MAIL: Fault = &["url-email", "is a mail address, not a web address", "是邮箱而不是网址"];

/// Checks a web address: `http` or `https`, `://`, a host, and whatever may follow.
///
/// - The host is a name of two labels or more, also an international one, or an IP address: `192.0.2.1`, `[2001:db8::1]`.
///   Underscores are allowed before the last two labels, symbols
///   everywhere, and a dot after the last label.
/// - `:` and a port from 1 to 65535 may follow.
/// - Path, query and fragment are of any characters but white space, controls, `"`, `<`, `>`, `\`, `^` and `` ` ``.
///
/// # Errors
///
/// What is wrong. A user name before the host is a warning.
///
/// Sources: RFC 3986; WHATWG URL Standard, "valid URL string".
///
/// ```
/// use custometry::validity::url;
///
/// assert!(url("https://例子.中国/路径?q=1").is_ok());
/// assert_eq!(url("www.example.com").unwrap_err().code(), "url-no-scheme");
/// ```
pub fn url(text: &str) -> Result<(), Finding> {
    surroundings(text)?;
    if text.contains(is_space) {
        return Err(Finding::of(SPACE));
    }
    let rest = after_scheme(text)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
    // In a path they may stand for themselves.
    let wide = authority.chars().find(|&c| narrow(c) != c);
    if let Some(wide) = wide {
        return Err(Finding::with(FULL_WIDTH, &shown(wide)));
    }
    let is_wrong = |c: char| c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`');
    if let Some(wrong) = authority.chars().chain(tail.chars()).find(|&c| is_wrong(c)) {
        return Err(Finding::with(CHARACTER, &shown(wrong)));
    }
    let (user, place) = match authority.rsplit_once('@') {
        Some((user, place)) => (Some(user), place),
        None => (None, authority),
    };
    check_place(place)?;
    match user {
        Some(_) => Err(Finding::of(USER).as_warning()),
        None => Ok(()),
    }
}

/// What follows `http://` or `https://`.
fn after_scheme(text: &str) -> Result<&str, Finding> {
    let letters = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
    let (scheme, rest) = text.split_at_checked(letters).unwrap_or_default();
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    match rest.strip_prefix(':') {
        Some(rest) if is_web => rest.strip_prefix("//").ok_or_else(|| Finding::of(SLASHES)),
        _ if is_web && rest.starts_with('：') => Err(Finding::with(FULL_WIDTH, &shown('：'))),
        // The port of a name without scheme, as in example.com:8080.
        Some(rest) if scheme.contains('.') && rest.starts_with(|c: char| c.is_ascii_digit()) => {
            Err(Finding::of(NO_SCHEME))
        }
        Some(_) if !scheme.is_empty() => Err(Finding::of(SCHEME)),
        _ if super::email(text).is_ok() => Err(Finding::of(MAIL)),
        _ => Err(Finding::of(NO_SCHEME)),
    }
}

/// A host and its port.
fn check_place(place: &str) -> Result<(), Finding> {
    if let Some(inner) = place.strip_prefix('[') {
        let Some((address, port)) = inner.split_once(']') else { return Err(Finding::of(ADDRESS)) };
        if address.parse::<Ipv6Addr>().is_err() {
            return Err(Finding::of(ADDRESS));
        }
        return match port.strip_prefix(':') {
            Some(port) => check_port(port),
            None if port.is_empty() => Ok(()),
            None => Err(Finding::of(ADDRESS)),
        };
    }
    let (name, port) = match place.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (place, None),
    };
    if name.is_empty() {
        return Err(Finding::of(NO_HOST));
    }
    let is_address =
        name.starts_with(|c: char| c.is_ascii_digit()) && name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match is_address {
        true if name.parse::<Ipv4Addr>().is_err() => return Err(Finding::of(ADDRESS)),
        true => {}
        false => host(name.strip_suffix('.').unwrap_or(name), true)?,
    }
    port.filter(|port| !port.is_empty()).map_or(Ok(()), check_port)
}

fn check_port(port: &str) -> Result<(), Finding> {
    let is_number = port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    match port.parse::<u16>() {
        Ok(1..) if is_number => Ok(()),
        _ => Err(Finding::of(PORT)),
    }
}
