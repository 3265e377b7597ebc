//! Words that stand where a value should: placeholders, in English, Chinese and some of the languages beside them.
//!
//! `placeholders.txt` has a line for each kind of value, or `any`, and its placeholders with `|` between them, folded.

use super::JunkKind;
use std::sync::OnceLock;

/// Placeholders that are names of people, too: of those who are called Null, Test, No or Fake.
const ALSO_NAMES: &str = "|null|test|no|na|nan|fake|private|secret|demo|none|first|me|x|xx|abc|bla|lol|temp|empty|default|net|geen|brak|prova|person|\
client|office|owner|manager|contact|human|user|value|text|missing|delete|keine|keiner|kein|name|tests|spam|dummy|tester|asd|mustermann|sales|\
miss|herr|mister|bogus|string|\
小明|小红|小王|小李|小张|老王|王二|";

/// Those that so many are called that only small letters show a placeholder.
const ONLY_NAMES: &str = "|field|man|nada|nil|bar|foo|anon|self|guest|sample|blank|doe|last|tmp|junk|hidden|";

/// Placeholders that are names of companies, too.
const ALSO_COMPANIES: &str = "|asd|abc|abcd|xyz|xx|x|none|null|nil|nan|na|no|foo|bar|baz|demo|sample|secret|private|default|temp|tbd|tba|tbc|lol|guest|\
user|bla|whatever|nothing|nada|hidden|junk|spam|garbage|value|text|field|string|blank|empty|qwe|zxc|qaz|net|geen|home|house|family|independent|\
other|others|various|individual|personal|account|business|student|consumer|anonymous|redacted|test|testing|tester|prova|first|last|self|";

/// Whether a folded text is a placeholder: surely (`Some(true)`), or of those that are also real where they are
/// written with a capital (`Some(false)`).
pub(super) fn placeholder(folded: &str, kind: JunkKind, is_capitalized: bool) -> Option<bool> {
    let text = folded.trim_matches(|it: char| "\"'()[]<>{}*.,;:!?-_~ ".contains(it));
    let is = |text: &str| {
        is_listed(text, kind) || (kind == JunkKind::Text && is_listed(text, JunkKind::Person) && text.contains(' '))
    };
    let is_placeholder = is(text) || is(folded) || is_numbered(text) || is_all_placeholders(text);
    if !is_placeholder {
        return None;
    }
    let has = |list: &str| list.split('|').any(|other| other == text);
    // Nobody writes a name of their own without a capital, but where there are none.
    let may_be_name = (is_capitalized || !text.is_ascii()) && !text.is_empty();
    match kind {
        JunkKind::Person if may_be_name && has(ONLY_NAMES) => None,
        JunkKind::Person => Some(!(may_be_name && has(ALSO_NAMES))),
        JunkKind::Company => Some(!(may_be_name && has(ALSO_COMPANIES))),
        _ => Some(true),
    }
}

/// Whether one word is a placeholder for whatever is wanted.
pub(super) fn is_for_any(word: &str) -> bool {
    is_listed(word, JunkKind::Text)
}

fn is_listed(text: &str, kind: JunkKind) -> bool {
    static LISTS: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let mut all: Vec<(&str, &str)> = include_str!("placeholders.txt")
            .lines()
            .filter_map(|line| line.split_once(' '))
            .flat_map(|(kind, words)| words.split('|').map(move |word| (word, kind)))
            .collect();
        all.sort_unstable();
        all
    });
    let kind = match kind {
        JunkKind::Person => "person",
        JunkKind::Company => "company",
        JunkKind::Email => "email",
        JunkKind::Phone => "phone",
        JunkKind::Text => "any",
    };
    let from = lists.partition_point(|(word, _)| *word < text);
    lists.iter().skip(from).take_while(|(word, _)| *word == text).any(|(_, of)| *of == "any" || *of == kind)
}

/// A placeholder with a number: test1, user 123, 测试02.
fn is_numbered(text: &str) -> bool {
    let word = text.trim_end_matches(|it: char| it.is_ascii_digit() || matches!(it, ' ' | '_' | '-' | '#'));
    let of_several = [
        "test", "tester", "testing", "user", "guest", "demo", "temp", "asdf", "dummy", "sample", "example", "customer",
        "foo",
    ];
    word.len() < text.len()
        && (of_several.contains(&word)
            || ["测试", "用户", "测试用户", "测试账号", "客户", "测试数据", "测试公司"].contains(&word))
}

/// Placeholders one after the other: test test, foo bar, n/a n/a.
fn is_all_placeholders(text: &str) -> bool {
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    text.contains(' ')
        && words
            .all(|word| is_for_any(word) && word.chars().count() > 1 && !matches!(word, "no" | "bar" | "na" | "net"))
}
