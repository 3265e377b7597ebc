//! Choosing the surviving record, and the value of each column.

use super::options::{Field, MergeRule, ValueKind};
use super::values::{Quality, Values};
use crate::error::{Error, ErrorKind, Result, quoted, try_vec};
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::table::{Column, ColumnData, DictionaryBuilder, parse_number};
use crate::time::{MS_PER_DAY, Moment};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

/// Why a value was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Why {
    /// No record has one.
    #[default]
    Empty,
    /// One record has one.
    Only,
    /// All that have one have the same.
    Same,
    /// All that have one have the same, in several spellings.
    Spelling,
    /// The others are not valid, or stand for nothing.
    Valid,
    /// Somebody has chosen it.
    Chosen,
    /// By a rule.
    Rule(MergeRule),
}

impl Why {
    /// The name of the rule, or of what takes its place.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Why::Empty => "empty",
            Why::Only => "only",
            Why::Same => "same",
            Why::Spelling => "spelling",
            Why::Valid => "valid",
            Why::Chosen => "chosen",
            Why::Rule(rule) => rule.name(),
        }
    }
}

/// What was chosen, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// The place of the record among those of all clusters; none where no record has a value, and where it is made of several.
    pub(super) place: Option<u32>,
    pub(super) why: Why,
}

/// What is known of the records of all clusters, each by its place.
pub(super) struct Facts<'a> {
    /// The rows in the table.
    pub(super) rows: &'a [i32],
    /// The columns of the table, and their values.
    pub(super) columns: &'a [Column],
    pub(super) values: &'a [Values],
    pub(super) kinds: &'a [ValueKind],
    /// When each was changed; NaN when that is not known. Empty without dates.
    pub(super) dates: Vec<f64>,
    /// The place of each source in the priority. Empty without a priority.
    pub(super) sources: Vec<u32>,
}

impl Facts<'_> {
    fn row(&self, place: usize) -> usize {
        self.rows.get(place).map_or(usize::MAX, |&row| row as usize)
    }

    /// How many columns have a value that may be right.
    fn filled(&self, columns: &mut dyn Iterator<Item = usize>, place: usize) -> i64 {
        let is_good = |column: &usize| {
            self.values.get(*column).is_some_and(|v| v.is_filled(place) && v.quality(place) == Quality::Good)
        };
        columns.filter(is_good).count() as i64
    }

    /// Later is more; not known is least.
    fn date(&self, place: usize) -> i64 {
        self.dates.get(place).filter(|date| !date.is_nan()).map_or(i64::MIN, |date| date.key())
    }

    /// Earlier is more; not known is least.
    fn age(&self, place: usize) -> i64 {
        self.dates.get(place).filter(|date| !date.is_nan()).map_or(i64::MIN, |date| -date.key())
    }

    fn source(&self, place: usize) -> i64 {
        -i64::from(self.sources.get(place).copied().unwrap_or(0))
    }

    /// The surviving record of a cluster.
    pub(super) fn survivor(&self, rules: &[MergeRule], members: Range<usize>) -> Result<Choice> {
        let mut left = try_vec(members.len())?;
        left.extend(members);
        let mut why = Why::Only;
        for &rule in rules {
            if left.len() == 1 {
                break;
            }
            why = Why::Rule(rule);
            match rule {
                MergeRule::Priority => keep_best(&mut left, &|place| self.source(place)),
                MergeRule::Recent => keep_best(&mut left, &|place| self.date(place)),
                MergeRule::Oldest => keep_best(&mut left, &|place| self.age(place)),
                MergeRule::Longest => {
                    keep_best(&mut left, &|place| self.filled(&mut (0..self.values.len()), place));
                }
                _ => left.truncate(1),
            }
        }
        if left.len() > 1 {
            why = Why::Rule(MergeRule::First);
        }
        Ok(Choice { place: left.first().map(|&place| place as u32), why })
    }
}

/// A field of all clusters: a column, or several that are taken together.
pub(super) struct Chooser<'a> {
    facts: &'a Facts<'a>,
    field: &'a Field,
    classes: Cow<'a, [i64]>,
    spellings: Cow<'a, [i64]>,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, field: &'a Field) -> Result<Chooser<'a>> {
        if let [column] = field.columns[..]
            && let Some(values) = facts.values.get(column)
        {
            let (classes, spellings) = (Cow::Borrowed(&values.classes[..]), Cow::Borrowed(&values.spellings[..]));
            return Ok(Chooser { facts, field, classes, spellings });
        }
        let together = |of: fn(&Values, usize) -> i64| -> Result<Cow<'a, [i64]>> {
            let mut known = DictionaryBuilder::default();
            let mut all = try_vec(facts.rows.len())?;
            let mut text = String::new();
            for place in 0..facts.rows.len() {
                text.clear();
                for values in field.columns.iter().filter_map(|&column| facts.values.get(column)) {
                    text += &of(values, place).to_string();
                    text.push(' ');
                }
                all.push(i64::from(known.intern(&text)?));
            }
            Ok(Cow::Owned(all))
        };
        Ok(Chooser { facts, field, classes: together(Values::class)?, spellings: together(Values::spelling)? })
    }

    fn class(&self, place: usize) -> i64 {
        self.classes.get(place).copied().unwrap_or_default()
    }

    fn spelling(&self, place: usize) -> i64 {
        self.spellings.get(place).copied().unwrap_or_default()
    }

    /// Whether all have the same value.
    fn is_one(&self, left: &[usize]) -> bool {
        left.windows(2).all(|pair| matches!(pair, &[a, b] if self.class(a) == self.class(b)))
    }

    /// The value of a cluster whose surviving record is known.
    pub(super) fn choose(&self, members: Range<usize>, survivor: usize) -> Result<Choice> {
        let columns = &self.field.columns;
        let has_value = |place: &usize| {
            columns.iter().any(|&column| self.facts.values.get(column).is_some_and(|values| values.is_filled(*place)))
        };
        let mut left = try_vec(members.len())?;
        left.extend(members.filter(has_value));
        let mut why = match left.len() {
            0 => return Ok(Choice::default()),
            1 => Why::Only,
            _ => Why::Same,
        };
        if let [rule] = self.field.rules[..]
            && rule.combines()
        {
            return Ok(Choice { place: None, why: if left.len() > 1 { Why::Rule(rule) } else { why } });
        }
        if !self.is_one(&left) {
            match columns[..] {
                [column] => {
                    why = Why::Valid;
                    keep_best(&mut left, &|place| {
                        -(self.facts.values.get(column).map_or(0, |values| values.quality(place) as i64))
                    });
                }
                // The parts of a whole: that which has the most of them.
                _ => {
                    why = Why::Rule(MergeRule::Longest);
                    keep_best(&mut left, &|place| self.facts.filled(&mut columns.iter().copied(), place));
                }
            }
        } else if left.windows(2).any(|pair| matches!(pair, &[a, b] if self.spelling(a) != self.spelling(b))) {
            why = Why::Spelling;
        }
        let rules = self.field.rules.iter().chain(&[MergeRule::Survivor, MergeRule::First]);
        for &rule in rules {
            if self.is_one(&left) {
                break;
            }
            why = Why::Rule(rule);
            self.narrow(&mut left, rule, survivor)?;
        }
        let place = self.best_spelling(&left, survivor)?;
        Ok(Choice { place: place.map(|place| place as u32), why })
    }

    /// Leaves the records that are the best by a rule.
    fn narrow(&self, left: &mut Vec<usize>, rule: MergeRule, survivor: usize) -> Result<()> {
        let facts = self.facts;
        match rule {
            MergeRule::Priority => keep_best(left, &|place| facts.source(place)),
            MergeRule::Recent => keep_best(left, &|place| facts.date(place)),
            MergeRule::Oldest => keep_best(left, &|place| facts.age(place)),
            MergeRule::Survivor => keep_best(left, &|place| i64::from(place == survivor)),
            MergeRule::Frequent => {
                let counts = self.counts(left, &|place| self.class(place))?;
                keep_best_by(left, &counts);
            }
            MergeRule::Longest => {
                let column = match self.field.columns[..] {
                    [column] if facts.kinds.get(column) == Some(&ValueKind::Text) => facts.columns.get(column),
                    _ => None,
                };
                if let Some(column) = column {
                    keep_best(left, &|place| column.text(facts.row(place)).map_or(0, length));
                }
            }
            MergeRule::Min | MergeRule::Max => {
                let Some(column) = self.field.columns.first().and_then(|&column| facts.columns.get(column)) else {
                    return Ok(());
                };
                let mut order = try_vec(left.len())?;
                for &place in left.iter() {
                    let key = order_key(column, facts.row(place), self.class(place))?;
                    order.push(if rule == MergeRule::Min { -key } else { key });
                }
                keep_best_by(left, &order);
            }
            MergeRule::First | MergeRule::Sum | MergeRule::Join => left.truncate(1),
        }
        Ok(())
    }

    /// For each record, how many have the same.
    fn counts(&self, left: &[usize], of: &dyn Fn(usize) -> i64) -> Result<Vec<i64>> {
        let mut counts = crate::error::try_filled(left.len(), 0)?;
        for run in sorted_by_key(left.iter().map(|&place| of(place)))?.chunk_by(|(a, _), (b, _)| a == b) {
            for &(_, at) in run {
                if let Some(count) = counts.get_mut(at as usize) {
                    *count = run.len() as i64;
                }
            }
        }
        Ok(counts)
    }

    /// Of records with the same value, the one that writes it best: without needless spaces, as most do, not in capitals alone; then
    /// the most recent, the surviving record, the first.
    fn best_spelling(&self, left: &[usize], survivor: usize) -> Result<Option<usize>> {
        let column = match self.field.columns[..] {
            [column] => self.facts.columns.get(column),
            _ => None,
        };
        if left.len() < 2 {
            return Ok(left.first().copied());
        }
        let counts = self.counts(left, &|place| self.spelling(place))?;
        let kind = self.field.columns.first().and_then(|&column| self.facts.kinds.get(column)).copied();
        let best = left.iter().zip(counts).max_by_key(|&(&place, count)| {
            let text = column.and_then(|column| column.text(self.facts.row(place)));
            let (tidy, style) = text.map_or((true, 0), |text| style(text, kind));
            (tidy, count, style, self.facts.date(place), place == survivor, Reverse(place))
        });
        Ok(best.map(|(&place, _)| place))
    }
}

/// Leaves those with the greatest score.
fn keep_best(left: &mut Vec<usize>, score: &dyn Fn(usize) -> i64) {
    let best = left.iter().map(|&place| score(place)).max();
    left.retain(|&place| Some(score(place)) == best);
}

/// The same with the score of each at hand.
fn keep_best_by(left: &mut Vec<usize>, scores: &[i64]) {
    let best = scores.iter().max();
    let mut scores = scores.iter();
    left.retain(|_| scores.next() == best);
}

/// How much a text says: its letters and digits, a Chinese character as many as the longest syllable, so that a name in characters
/// is never shorter than the same in pinyin.
fn length(text: &str) -> i64 {
    let weight = |c: char| match c {
        '\u{2e80}'.. => 6,
        c => i64::from(c.is_alphanumeric()),
    };
    text.chars().map(weight).sum()
}

/// Whether a text has no needless spaces, and how well it is written: texts with accents before those without, and in capital and small
/// letters before in one of them; mail addresses in small letters, telephone numbers with their country code.
fn style(text: &str, kind: Option<ValueKind>) -> (bool, u8) {
    let is_tidy = text.trim() == text && !text.contains("  ");
    let has = |what: fn(char) -> bool| text.chars().any(what);
    let style = match kind {
        Some(ValueKind::Email) => u8::from(!has(char::is_uppercase)),
        Some(ValueKind::Phone) => u8::from(text.trim_start().starts_with('+')),
        _ => {
            let case = u8::from(has(char::is_lowercase)) + u8::from(has(char::is_lowercase) && has(char::is_uppercase));
            3 * u8::from(has(|c| ('\u{c0}'..'\u{250}').contains(&c))) + case
        }
    };
    (is_tidy, style)
}

/// A number in whose order the values lie.
fn order_key(column: &Column, row: usize, class: i64) -> Result<i64> {
    let (ColumnData::Text { .. }, Some(text)) = (column.data(), column.text(row)) else { return Ok(class) };
    let moment = || match Moment::parse(text).ok()? {
        Moment::Day(day) => Some(f64::from(day) * MS_PER_DAY),
        Moment::Instant(ms) => Some(ms),
    };
    let value = parse_number(text).or_else(moment).ok_or_else(|| {
        Error::new(
            ErrorKind::WrongType,
            format!("{} is neither a number nor a date, so there is no least or greatest", quoted(text)),
        )
        .with_column(column.name())
        .with_row(row)
        .with_help("Use another rule for the column, or correct the value.")
    })?;
    Ok(value.key())
}
