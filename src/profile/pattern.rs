//! The patterns of texts: `AB-1234` is `AA-9999`.
//!
//! A letter is `a` or `A`, a digit `9`, a Chinese character `汉`, kana `あ`, hangul `한`, a full-width digit `９`; all else stands for
//! itself. Where there are so many patterns that the ten most frequent ones leave out more than a tenth of the texts, runs are
//! written as one: `a+`, `A+`, `9+`, and `Aa+` for a word with a capital letter, so that mail addresses are `a+@a+.a+`.

use super::values::Distinct;
use crate::error::{Result, try_vec};
use crate::table::{Column, DictionaryBuilder};
use serde::Serialize;

/// A pattern and how many cells have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PatternCount {
    /// The pattern.
    pub pattern: String,
    /// How many cells have it.
    pub count: u64,
}

/// The patterns of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    /// Whether runs are written as one.
    pub(super) are_general: bool,
    /// The most frequent ones.
    pub(super) top: Vec<PatternCount>,
    /// The first row that has the most frequent one.
    pub(super) example: usize,
    /// How many others there are.
    pub(super) others: u64,
}

/// How many patterns are listed, as are values.
pub(super) const LISTED: usize = 10;
/// With more different ones than this there is no use in going on.
const MOST_EXACT: usize = 1 << 14;
/// A pattern is cut after so many characters.
const LONGEST: usize = 60;

/// The patterns of the texts of a column.
pub(super) fn patterns(column: &Column, distinct: &[Distinct]) -> Result<Patterns> {
    let texts: u64 = distinct.iter().map(|value| u64::from(value.count)).sum();
    if let Some(exact) = count(column, distinct, false, MOST_EXACT)? {
        let listed: u64 = exact.top.iter().map(|pattern| pattern.count).sum();
        if exact.others == 0 || listed * 10 >= texts * 9 {
            return Ok(exact);
        }
    }
    Ok(count(column, distinct, true, usize::MAX)?.unwrap_or_default())
}

fn count(column: &Column, distinct: &[Distinct], are_general: bool, most: usize) -> Result<Option<Patterns>> {
    let mut known = DictionaryBuilder::default();
    let mut counts: Vec<Distinct> = Vec::new();
    let mut pattern = String::new();
    for value in distinct {
        write_pattern(column.text(value.row()).unwrap_or_default(), are_general, &mut pattern);
        let code = known.intern(&pattern)? as usize;
        if code == counts.len() {
            if code == most {
                return Ok(None);
            }
            counts.try_reserve(1)?;
            counts.push(Distinct { first: value.first, count: 0 });
        }
        if let Some(found) = counts.get_mut(code) {
            found.count += value.count;
            found.first = found.first.min(value.first);
        }
    }
    let top = super::values::most_frequent(&mut counts.iter().copied(), LISTED);
    let mut listed = try_vec(top.len())?;
    for found in &top {
        write_pattern(column.text(found.row()).unwrap_or_default(), are_general, &mut pattern);
        listed.push(PatternCount { pattern: pattern.clone(), count: u64::from(found.count) });
    }
    let others = (counts.len() - top.len()) as u64;
    Ok(Some(Patterns { are_general, top: listed, example: top.first().map_or(0, |first| first.row()), others }))
}

/// Writes the pattern of a text over what is there.
pub(super) fn write_pattern(text: &str, is_general: bool, pattern: &mut String) {
    pattern.clear();
    let mut room = LONGEST;
    for (class, run) in Runs::of(text, is_general) {
        let length = if is_general && is_class(class) { 1 } else { run.chars().count() };
        pattern.extend(std::iter::repeat_n(class, length.min(room)));
        if length > room {
            pattern.push('…');
            return;
        }
        room -= length;
        if is_general && is_class(class) {
            pattern.push_str(if is_word(class, run) { "a+" } else { "+" });
        }
    }
}

/// The regular expression of all texts that have the pattern of this one; none for letters that it could not name. `prefix` is
/// what all of them begin with.
pub(super) fn regular_expression(text: &str, is_general: bool, prefix: &str) -> Option<String> {
    let mut expression = String::from("^");
    push_literal(prefix, &mut expression);
    for (class, run) in Runs::of(text.get(prefix.len()..)?, is_general) {
        if !is_class(class) {
            push_literal(run, &mut expression);
            continue;
        }
        if class != '汉' && !run.is_ascii() {
            return None;
        }
        expression.push_str(match class {
            'A' if is_general && is_word(class, run) => "[A-Z][a-z]",
            'A' => "[A-Z]",
            'a' => "[a-z]",
            '9' => "[0-9]",
            '汉' => "[一-鿿]",
            _ => return None,
        });
        match (is_general, run.chars().count()) {
            (true, _) => expression.push('+'),
            (false, 1) => {}
            (false, length) => expression += &format!("{{{length}}}"),
        }
    }
    expression.push('$');
    Some(expression)
}

/// How many bytes of a common prefix of texts of one pattern can be taken literally: up to its first digit, and where runs have any
/// length only whole runs, which `ends_run` knows.
pub(super) fn literal_prefix(shared: &str, ends_run: &dyn Fn(usize) -> bool) -> usize {
    let digits = shared.find(|c| matches!(class_of(c), '9' | '９')).unwrap_or(shared.len());
    let ends = shared.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|&end| end <= digits);
    ends.filter(|&end| ends_run(end)).last().unwrap_or(0)
}

/// Whether a run of one class ends there.
pub(super) fn ends_run(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    match (before.chars().next_back(), after.chars().next()) {
        (Some(before), Some(after)) => class_of(before) != class_of(after) || !is_class(class_of(before)),
        _ => true,
    }
}

fn push_literal(text: &str, expression: &mut String) {
    for c in text.chars() {
        if c.is_ascii_punctuation()
            && !matches!(
                c,
                '_' | '-'
                    | ' '
                    | '@'
                    | ','
                    | ':'
                    | ';'
                    | '#'
                    | '%'
                    | '&'
                    | '!'
                    | '<'
                    | '>'
                    | '='
                    | '~'
                    | '`'
                    | '\''
                    | '"'
            )
        {
            expression.push('\\');
        }
        expression.push(c);
    }
}

fn class_of(c: char) -> char {
    match c {
        '0'..='9' => '9',
        'a'..='z' => 'a',
        'A'..='Z' => 'A',
        '\0'..='\x7f' => c,
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => '汉',
        '\u{3041}'..='\u{30ff}' => 'あ',
        '\u{ac00}'..='\u{d7a3}' => '한',
        '０'..='９' => '９',
        _ if c.is_uppercase() => 'A',
        _ if c.is_alphabetic() => 'a',
        _ => c,
    }
}

fn is_class(class: char) -> bool {
    matches!(class, 'a' | 'A' | '9' | '汉' | 'あ' | '한' | '９')
}

/// Whether a run that begins with a capital letter goes on with others.
fn is_word(class: char, run: &str) -> bool {
    class == 'A' && run.chars().next_back().is_some_and(|last| class_of(last) == 'a')
}

/// The runs of a text that are of one class; a character without one is a run of its own. In general patterns one capital letter
/// and the small ones after it are a run.
struct Runs<'a> {
    rest: &'a str,
    are_words: bool,
}

impl Runs<'_> {
    fn of(text: &str, are_words: bool) -> Runs<'_> {
        Runs { rest: text, are_words }
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = (char, &'a str);

    fn next(&mut self) -> Option<(char, &'a str)> {
        let first = self.rest.chars().next()?;
        let class = class_of(first);
        let end_of = |text: &str, class: char| text.find(|c| class_of(c) != class).unwrap_or(text.len());
        let end = match is_class(class) {
            false => first.len_utf8(),
            true => {
                let end = end_of(self.rest, class);
                let after = self.rest.get(end..).unwrap_or_default();
                if self.are_words && class == 'A' && end == first.len_utf8() { end + end_of(after, 'a') } else { end }
            }
        };
        let (run, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some((class, run))
    }
}
