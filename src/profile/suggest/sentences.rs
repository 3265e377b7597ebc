//! What speaks for a check, in English and Chinese.

use crate::error::quoted;
use crate::options::Locale;

/// For each check what is said, with {p} for how many pass, {n} for how many there are, {d} for the detail.
const SENTENCES: [(&str, &str, &str); 14] = [
    ("required", "{p} of {n} rows have a value.", "{n} 行中有 {p} 行有值。"),
    ("unique", "{p} of {n} values occur only once.", "{n} 个值中有 {p} 个只出现一次。"),
    ("oneOf", "{p} of {n} values are one of {d}.", "{n} 个值中有 {p} 个属于 {d} 种取值。"),
    ("matches", "{p} of {n} values have the pattern {d}.", "{n} 个值中有 {p} 个符合模式 {d}。"),
    ("between", "{p} of {n} values lie within {d}.", "{n} 个值中有 {p} 个在 {d} 之内。"),
    ("length", "{p} of {n} values have {d} characters.", "{n} 个值中有 {p} 个长度为 {d} 个字符。"),
    ("type", "{p} of {n} texts can be read as a {d}.", "{n} 个文本中有 {p} 个可读作{d}。"),
    ("email", "{p} of {n} values are valid mail addresses.", "{n} 个值中有 {p} 个是有效的邮箱地址。"),
    ("phone", "{p} of {n} values are valid telephone numbers{d}.", "{n} 个值中有 {p} 个是有效的电话号码{d}。"),
    ("url", "{p} of {n} values are valid web addresses.", "{n} 个值中有 {p} 个是有效的网址。"),
    ("notFuture", "{p} of {n} dates are not after {d}.", "{n} 个日期中有 {p} 个不晚于 {d}。"),
    ("compare", "In {p} of {n} rows {d}.", "{n} 行中有 {p} 行满足 {d}。"),
    ("notJunk", "{p} of {n} values do not look like filler.", "{n} 个值中有 {p} 个不像随意填写的内容。"),
    (
        "outlier",
        "{p} of {n} numbers are at most {d} robust standard deviations from the median.",
        "{n} 个数中有 {p} 个与中位数相差不超过 {d} 个稳健标准差。",
    ),
];

/// The sentence for a check, with one of the values that fail.
pub(super) fn sentence(
    check: &str,
    passing: u64,
    rows: u64,
    detail: &str,
    failing: Option<&str>,
    locale: Locale,
) -> String {
    let (english, chinese) = SENTENCES
        .iter()
        .find(|(name, ..)| *name == check)
        .map_or(("", ""), |&(_, english, chinese)| (english, chinese));
    let template = if locale == Locale::English { english } else { chinese };
    let mut parts = template.split(['{', '}']);
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let (Some(name), Some(after)) = (parts.next(), parts.next()) {
        match name {
            "p" => text += &passing.to_string(),
            "n" => text += &rows.to_string(),
            _ => text += detail,
        }
        text += after;
    }
    if let Some(value) = failing.filter(|_| passing < rows) {
        text += &match (locale, rows - passing) {
            (Locale::English, 1) => format!(" One fails: {}.", quoted(value)),
            (Locale::English, others) => format!(" {others} fail, such as {}.", quoted(value)),
            (Locale::Chinese, others) => format!("其余 {others} 个不符，例如 {}。", quoted(value)),
        };
    }
    text
}

/// What texts are read as.
pub(super) fn type_name(name: &'static str, locale: Locale) -> &'static str {
    match (locale, name) {
        (Locale::English, name) => name,
        (Locale::Chinese, "number") => "数字",
        (Locale::Chinese, _) => "日期",
    }
}

/// How many values there are to choose from.
pub(super) fn values(count: usize, locale: Locale) -> String {
    match (locale, count) {
        (Locale::English, 1) => "1 value".to_owned(),
        (Locale::English, count) => format!("{count} values"),
        (Locale::Chinese, count) => count.to_string(),
    }
}

/// Which region telephone numbers are of.
pub(super) fn region(region: &str, locale: Locale) -> String {
    match locale {
        Locale::English => format!(" of {region}"),
        Locale::Chinese => format!("（{region}）"),
    }
}
