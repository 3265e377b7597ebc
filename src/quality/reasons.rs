//! Why a cell fails, in both languages: what was found, and what was wanted.

use super::check::Operator;
use super::field::Value;
use crate::error::quoted;
use crate::options::Locale;
use crate::table::ColumnType;
use crate::validity::Finding;

/// A sentence in English and in Chinese. `{v}` stands for the value, `{0}` to `{3}` for what else there is to say. What stands in square
/// brackets is said only where raw values may be.
pub(super) struct Template(pub(super) &'static str, pub(super) &'static str);

pub(super) const MISSING: Template = Template("is missing", "缺失");
pub(super) const BLANK: Template = Template("is blank", "为空白");
pub(super) const NOT_ONE_OF: Template = Template("is [{v}, ]none of {0}", "[为 {v}，]不属于允许的值：{0}");
pub(super) const NO_MATCH: Template = Template("[{v} ]does not match {0}", "[{v} ]与模式 {0} 不匹配");
pub(super) const LESS: Template = Template("is [{v}, ]less than {0}", "[为 {v}，]小于 {0}");
pub(super) const MORE: Template = Template("is [{v}, ]more than {0}", "[为 {v}，]大于 {0}");
pub(super) const BEFORE: Template = Template("is [{v}, ]before {0}", "[为 {v}，]早于 {0}");
pub(super) const AFTER: Template = Template("is [{v}, ]after {0}", "[为 {v}，]晚于 {0}");
pub(super) const SHORT: Template = Template("has [{0} characters, ]fewer than {1}", "[有 {0} 个字符，]少于 {1} 个");
pub(super) const LONG: Template = Template("has [{0} characters, ]more than {1}", "[有 {0} 个字符，]多于 {1} 个");
pub(super) const FUTURE: Template = Template("is [{v}, ]in the future: after {0}", "[为 {v}，]在未来：晚于 {0}");
pub(super) const PAST: Template = Template("is [{v}, ]in the past: before {0}", "[为 {v}，]已过去：早于 {0}");
pub(super) const STALE: Template =
    Template("is [{v}, {0} days old, ]older than {1} days", "[为 {v}，距今 {0} 天，]超过 {1} 天");
pub(super) const COMPARES: Template =
    Template("is [{v}, ]not {0} {1}[, which is {2}]", "[为 {v}，]应当{0} {1}[（其值为 {2}）]");
pub(super) const INCOMPARABLE: Template =
    Template("[{v} ]cannot be compared with {0}[, which is {1}]", "[{v} ]无法与 {0} [（其值为 {1}）]比较");
pub(super) const NO_REFERENCE: Template =
    Template("is [{v}, ]not among the values of {0} in the other table", "[为 {v}，]不在引用表的 {0} 列中");
pub(super) const SAME_AS: Template = Template("is the same as row {0}", "与第 {0} 行相同");
pub(super) const SAME_AS_MORE: Template =
    Template("is the same as row {0} and {1} more", "与第 {0} 行及另外 {1} 行相同");
pub(super) const FAR: Template = Template(
    "is [{v}, {0} robust standard deviations from the median {1}, ]more than {2} robust standard deviations away",
    "[为 {v}，与中位数 {1} 相差 {0} 个稳健标准差，]超过 {2} 个",
);
pub(super) const NO_PHONE: Template = Template(
    "is [{v}, ]no telephone number, as phoneValidator has it",
    "[为 {v}，]phoneValidator 判定不是有效的电话号码",
);
const OTHER: Template = Template("is {0}, not a value", "是{0}，不是可用的值");

/// What is said of a cell that is of another type than is needed.
pub(super) const fn not_of(wanted: ColumnType) -> Template {
    match wanted {
        ColumnType::Number => Template("is [{v}, ]not a number", "[为 {v}，]不是数字"),
        ColumnType::Date => Template("is [{v}, ]not a date by ISO 8601", "[为 {v}，]不是 ISO 8601 日期"),
        ColumnType::Boolean => Template("is [{v}, ]neither true nor false", "[为 {v}，]不是 true 或 false"),
        ColumnType::String => Template("is [{v}, ]not a text", "[为 {v}，]不是文本"),
    }
}

/// How an operator is said.
pub(super) const fn operator(operator: Operator, locale: Locale) -> &'static str {
    let (english, chinese) = match operator {
        Operator::Less => ("less than", "小于"),
        Operator::AtMost => ("at most", "不大于"),
        Operator::Equal => ("equal to", "等于"),
        Operator::Different => ("different from", "不等于"),
        Operator::AtLeast => ("at least", "不小于"),
        Operator::More => ("more than", "大于"),
    };
    match locale {
        Locale::English => english,
        Locale::Chinese => chinese,
    }
}

/// Who says it: in which language, and whether with raw values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker {
    pub(super) locale: Locale,
    pub(super) says_values: bool,
}

/// What is wrong with a cell.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) reason: String,
    pub(super) is_warning: bool,
}

impl Speaker {
    /// The sentence about a value.
    pub(super) fn say(self, template: &Template, value: Option<Value<'_>>, rest: &[&str]) -> Found {
        let text = match self.locale {
            Locale::English => template.0,
            Locale::Chinese => template.1,
        };
        let mut reason = String::with_capacity(text.len() + 40);
        let (mut rest_of_text, mut is_open) = (text, true);
        while let Some(at) = rest_of_text.bytes().position(|byte| matches!(byte, b'{' | b'[' | b']')) {
            let (before, after) = rest_of_text.split_at(at);
            if is_open {
                reason.push_str(before);
            }
            match after.as_bytes() {
                [b'{', name, b'}', ..] => {
                    if is_open {
                        match (name, value) {
                            (b'v', Some(value)) => push(&mut reason, value),
                            (b'v', None) => {}
                            (digit, _) => {
                                let place = usize::from(digit.wrapping_sub(b'0'));
                                reason.push_str(rest.get(place).copied().unwrap_or_default());
                            }
                        }
                    }
                    rest_of_text = after.get(3..).unwrap_or_default();
                }
                [delimiter, ..] => {
                    is_open = *delimiter == b']' || self.says_values;
                    rest_of_text = after.get(1..).unwrap_or_default();
                }
                [] => break,
            }
        }
        reason.push_str(rest_of_text);
        Found { reason, is_warning: false }
    }

    /// What is said of a cell that no table can hold, which is given in words.
    pub(super) fn no_value(self, what: &str) -> Found {
        let what = match (self.locale, what) {
            (Locale::Chinese, "an object") => "对象",
            (Locale::Chinese, "an array") => "数组",
            (Locale::Chinese, "an invalid Date") => "无效的 Date",
            (Locale::Chinese, "a function") => "函数",
            _ => what,
        };
        self.say(&OTHER, None, &[what])
    }

    /// What a look at a single value has found. Its words do not have the value in them.
    pub(super) fn tell(self, finding: &Finding) -> Found {
        Found { reason: finding.text(self.locale).to_owned(), is_warning: finding.is_warning() }
    }
}

fn push(reason: &mut String, value: Value<'_>) {
    match value {
        Value::Text(text) => reason.push_str(&quoted(text)),
        other => reason.push_str(&other.display()),
    }
}

/// A value within a sentence: texts are quoted.
pub(super) fn shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => quoted(text),
        other => other.display().into_owned(),
    }
}
