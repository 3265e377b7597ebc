//! Why a value survived, in words.

use super::choose::{Choice, Why};
use super::options::MergeRule;
use crate::options::Locale;

/// What a reason may name.
#[derive(Default)]
pub(super) struct Details {
    /// The source, or the date of change, of the record that the value is from.
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    /// How many records have the value, of how many that have one.
    pub(super) count: usize,
    pub(super) of: usize,
}

/// Why a value survived: `the most recent, of 2026-01-31`.
pub(super) fn reason(choice: Choice, details: &Details, locale: Locale) -> String {
    let Details { source, date, count, of } = details;
    let english = locale == Locale::English;
    let plain = |english_text: &str, chinese_text: &str| (if english { english_text } else { chinese_text }).to_owned();
    match choice.why {
        Why::Empty => plain("no record has a value", "所有记录均为空"),
        Why::Only => plain("the only value", "唯一的值"),
        Why::Same => plain("all records agree", "各记录一致"),
        Why::Spelling => plain(
            "the same value in several spellings, of which this is the most usual",
            "同一个值的不同写法，取最常见的写法",
        ),
        Why::Valid => plain("the others are not valid or stand for nothing", "其他值无效或只是占位"),
        Why::Chosen => plain("chosen by hand", "人工选定"),
        Why::Rule(MergeRule::Priority) => match (source, english) {
            (Some(source), true) => format!("source \"{source}\" comes first"),
            (Some(source), false) => format!("来源“{source}”优先"),
            (None, _) => plain("its source comes first", "其来源优先"),
        },
        Why::Rule(rule @ (MergeRule::Recent | MergeRule::Oldest)) => {
            let words = match (rule, english) {
                (MergeRule::Recent, true) => "the most recent",
                (MergeRule::Recent, false) => "最近更新",
                (_, true) => "the oldest",
                (_, false) => "最早的记录",
            };
            match (date, english) {
                (Some(date), true) => format!("{words}, of {date}"),
                (Some(date), false) => format!("{words}（{date}）"),
                (None, _) => words.to_owned(),
            }
        }
        Why::Rule(MergeRule::Frequent) if english => format!("the most frequent: {count} of {of} records"),
        Why::Rule(MergeRule::Frequent) => format!("出现最多：{of} 条记录中的 {count} 条"),
        Why::Rule(MergeRule::Longest) => plain("the most complete", "最完整"),
        Why::Rule(MergeRule::Survivor) => plain("as the surviving record has it", "取自保留的记录"),
        Why::Rule(MergeRule::First) => plain("as the first record has it", "取自第一条记录"),
        Why::Rule(MergeRule::Min) => plain("the least", "最小值"),
        Why::Rule(MergeRule::Max) => plain("the greatest", "最大值"),
        Why::Rule(MergeRule::Sum) => plain("the sum of all records", "各记录之和"),
        Why::Rule(MergeRule::Join) => plain("the values of all records", "各记录的值合并"),
    }
}

/// Why a record survives, where the reason is another than that of a value.
pub(super) fn survivor_reason(choice: Choice, details: &Details, locale: Locale) -> String {
    let english = locale == Locale::English;
    match choice.why {
        Why::Only => (if english { "the only record" } else { "唯一的记录" }).to_owned(),
        Why::Rule(MergeRule::Longest) => (if english { "most columns filled" } else { "填写的列最多" }).to_owned(),
        Why::Rule(MergeRule::First) => (if english { "the first record" } else { "第一条记录" }).to_owned(),
        _ => reason(choice, details, locale),
    }
}
