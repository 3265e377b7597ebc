//! Why a lead goes where it goes, in a sentence, put together from parts that are made once.

use super::rules::{AssignmentRule, Method};
use crate::options::Locale;

/// The parts of sentences.
pub(super) struct Reasons {
    rules: Vec<RuleText>,
    words: Words,
    text: String,
}

struct RuleText {
    /// That the rule is full.
    full: String,
    /// That an owner of the rule has the lead.
    owner: String,
    /// That the queue of the rule has it, and why none of the owners.
    queue: String,
}

struct Words {
    between: &'static str,
    none: &'static str,
    no_other: &'static str,
    fallback: &'static str,
    kept: &'static str,
}

const ENGLISH: Words = Words {
    between: "; ",
    none: "no rule matches",
    no_other: "no other rule matches",
    fallback: "fallback queue",
    kept: "keeps its owner",
};

const CHINESE: Words = Words {
    between: "；",
    none: "没有匹配的规则",
    no_other: "没有其他匹配的规则",
    fallback: "放入备用队列",
    kept: "保留原负责人",
};

impl Reasons {
    pub(super) fn new(rules: &[AssignmentRule], locale: Locale) -> Reasons {
        let is_english = locale == Locale::English;
        let words = if is_english { ENGLISH } else { CHINESE };
        let texts = rules.iter().map(|rule| {
            let conditions: Vec<String> = rule.when.iter().flatten().map(|filter| filter.text(locale)).collect();
            let conditions = match (conditions.is_empty(), is_english) {
                (true, true) => "all leads".to_owned(),
                (true, false) => "所有线索".to_owned(),
                (false, true) => conditions.join(" and "),
                (false, false) => conditions.join(" 且 "),
            };
            let name =
                if is_english { format!("rule \"{}\"", rule.name) } else { format!("规则“{}”", rule.name) };
            let matched = name.clone() + if is_english { ": " } else { "：" } + &conditions + words.between;
            let method = match (rule.method.unwrap_or_default(), is_english) {
                (Method::First, true) => "first with room",
                (Method::First, false) => "按顺序取首个有余量者",
                (Method::RoundRobin, true) => "round robin",
                (Method::RoundRobin, false) => "轮流分配",
                (Method::LeastLoaded, true) => "least loaded",
                (Method::LeastLoaded, false) => "分给负荷最低者",
                (Method::Weighted, true) => "weighted round robin",
                (Method::Weighted, false) => "按权重轮流分配",
            };
            let queue = match (rule.owners().is_empty(), is_english) {
                (true, true) => "queue",
                (true, false) => "放入队列",
                (false, true) => "all owners are full, queue",
                (false, false) => "负责人均已满，放入队列",
            };
            RuleText {
                full: name + if is_english { " is full" } else { "已满" } + words.between,
                owner: matched.clone() + method,
                queue: matched + queue,
            }
        });
        Reasons { rules: texts.collect(), words, text: String::new() }
    }

    /// Begins the sentence for another lead.
    pub(super) fn begin(&mut self) {
        self.text.clear();
    }

    /// A rule matched, and was full.
    pub(super) fn full(&mut self, rule: usize) {
        self.text.push_str(self.rules.get(rule).map_or("", |rule| &rule.full));
    }

    /// An owner of the rule has the lead.
    pub(super) fn owner(&mut self, rule: usize) -> &str {
        self.text.push_str(self.rules.get(rule).map_or("", |rule| &rule.owner));
        &self.text
    }

    /// The queue of the rule has it.
    pub(super) fn queue(&mut self, rule: usize) -> &str {
        self.text.push_str(self.rules.get(rule).map_or("", |rule| &rule.queue));
        &self.text
    }

    /// No rule has it; the fallback may.
    pub(super) fn none(&mut self, has_fallback: bool) -> &str {
        self.text.push_str(if self.text.is_empty() { self.words.none } else { self.words.no_other });
        if has_fallback {
            self.text.push_str(self.words.between);
            self.text.push_str(self.words.fallback);
        }
        &self.text
    }

    /// It has an owner already.
    pub(super) fn kept(&self) -> &'static str {
        self.words.kept
    }
}
