//! Levels of agreement: how two values of a field can be alike, kind by kind, the closest first; and what is taken for their
//! shares among matches (m) and among other pairs (u) as long as a table says nothing else.
//!
//! The levels are those that linkage programs have in common (Jaro-Winkler at .92, .88 and .7 is of Splink's comparison
//! library); the shares are orders of magnitude, that an estimate begins with and that a table of some hundred rows outweighs.

use super::options::FieldKind;
use crate::options::Locale;

/// How two values are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The same.
    Exact,
    /// The same but for spaces, accents, characters, leading zeros, or the legal form.
    Written,
    /// A short form of the name: Bob and Robert.
    Nickname,
    /// One symbol more, less or other, or two neighbours swapped.
    OneEdit,
    /// Two such edits.
    TwoEdits,
    /// Jaro-Winkler similarity of at least .92, or nearly all words.
    Similar,
    /// At least .88, or most words.
    RatherSimilar,
    /// At least .7 (.8 for longer texts), or some words.
    Somewhat,
    /// The value that the other record has in a column that this one is easily confused with.
    Swapped,
    /// One begins with the other.
    Beginning,
    /// The same before the @.
    SameLocal,
    /// The same number, one of them without its country or area code.
    LastDigits,
    /// Day and month swapped.
    DayMonth,
    /// Two of day, month and year.
    TwoParts,
    /// The same words, some of them abbreviated or misspelt.
    AllWords,
    /// A word that both have.
    OneWord,
    /// None of these.
    Different,
}

impl Agreement {
    pub(super) fn name(self, locale: Locale) -> &'static str {
        let (english, chinese) = match self {
            Agreement::Exact => ("the same", "相同"),
            Agreement::Written => ("the same, written otherwise", "相同，写法不同"),
            Agreement::Nickname => ("a short form or variant of the name", "昵称或同名变体"),
            Agreement::OneEdit => ("one typing error apart", "相差一处输入错误"),
            Agreement::TwoEdits => ("two typing errors apart", "相差两处输入错误"),
            Agreement::Similar => ("very similar", "非常相似"),
            Agreement::RatherSimilar => ("similar", "相似"),
            Agreement::Somewhat => ("somewhat similar", "有些相似"),
            Agreement::Swapped => ("in the other column", "填在了另一列"),
            Agreement::Beginning => ("the beginning or initial", "开头或首字母相同"),
            Agreement::SameLocal => ("the same before the @", "@ 之前相同"),
            Agreement::LastDigits => ("the same without country or area code", "除国家或地区代码外相同"),
            Agreement::DayMonth => ("day and month swapped", "日与月互换"),
            Agreement::TwoParts => ("two of day, month and year the same", "年月日中有两项相同"),
            Agreement::AllWords => ("the same words, abbreviated or misspelt", "词语相同，有缩写或错字"),
            Agreement::OneWord => ("one word the same", "有一个词相同"),
            Agreement::Different => ("different", "不同"),
        };
        match locale {
            Locale::English => english,
            Locale::Chinese => chinese,
        }
    }
}

/// What a contribution is called where a value is missing.
pub(super) fn missing(locale: Locale) -> &'static str {
    match locale {
        Locale::English => "missing",
        Locale::Chinese => "缺失",
    }
}

/// A level with its default shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level {
    pub(super) agreement: Agreement,
    pub(super) m: f64,
    pub(super) u: f64,
}

/// What is known of a kind before the table is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// The levels, [`Agreement::Exact`] and [`Agreement::Written`] first, [`Agreement::Different`] last.
    pub(super) levels: &'static [Level],
    /// The chance that two people or companies of one country have the same value.
    pub(super) coincidence: f64,
    /// The greatest share of matches whose values differ that is believed: beyond it, what was found is no longer who somebody
    /// is but where they live.
    pub(super) most_different: f64,
}

macro_rules! levels {
    ($($agreement:ident $m:literal $u:literal),* $(,)?) => {
        &[$(Level { agreement: Agreement::$agreement, m: $m, u: $u }),*]
    };
}

const GIVEN_NAME: &[Level] = levels![
    Exact 0.80 4e-3, Written 0.01 1e-4, Nickname 0.02 1e-3, OneEdit 0.06 2e-3, Similar 0.015 2e-3,
    RatherSimilar 0.01 4e-3, Swapped 0.01 1e-3, Beginning 0.015 1e-2, Somewhat 0.02 3e-2, Different 0.04 0.95,
];
const SURNAME: &[Level] = levels![
    Exact 0.82 1e-3, Written 0.01 1e-4, OneEdit 0.06 1e-3, Similar 0.015 2e-3,
    RatherSimilar 0.01 3e-3, Swapped 0.01 1e-3, Beginning 0.01 2e-3, Somewhat 0.02 3e-2, Different 0.045 0.96,
];
const FULL_NAME: &[Level] = levels![
    Exact 0.72 1e-5, Written 0.02 1e-6, AllWords 0.12 5e-5, Similar 0.05 2e-4, RatherSimilar 0.03 1e-3,
    OneWord 0.03 1e-2, Somewhat 0.02 4e-2, Different 0.01 0.95,
];
const COMPANY: &[Level] = levels![
    Exact 0.60 1e-5, Written 0.12 1e-5, OneEdit 0.08 3e-5, Similar 0.08 3e-4, RatherSimilar 0.04 1e-3,
    Beginning 0.03 5e-4, Somewhat 0.03 2e-2, Different 0.02 0.98,
];
const ADDRESS: &[Level] = levels![
    Exact 0.66 1e-4, Written 0.04 1e-5, OneEdit 0.08 2e-4, Similar 0.06 1e-3, RatherSimilar 0.04 4e-3, Swapped 0.02 1e-4,
    Somewhat 0.03 4e-2, Different 0.07 0.95,
];
const CITY: &[Level] = levels![
    Exact 0.80 1e-2, Written 0.02 1e-3, OneEdit 0.06 1e-3, Similar 0.02 2e-3, RatherSimilar 0.01 4e-3, Swapped 0.01 1e-3,
    Somewhat 0.02 3e-2, Different 0.06 0.94,
];
const EMAIL: &[Level] = levels![
    Exact 0.75 1e-6, Written 0.02 1e-6, SameLocal 0.06 1e-5, OneEdit 0.06 1e-5, Similar 0.03 1e-4, Swapped 0.01 1e-6,
    Different 0.07 0.999,
];
const PHONE: &[Level] = levels![
    Exact 0.75 1e-6, Written 0.04 1e-6, LastDigits 0.03 1e-6, OneEdit 0.06 1e-5, Swapped 0.03 1e-6, Different 0.09 0.999,
];
const DATE: &[Level] = levels![
    Exact 0.86 5e-5, Written 0.01 1e-5, DayMonth 0.01 2e-5, OneEdit 0.06 5e-4, TwoParts 0.02 5e-3, Different 0.04 0.99,
];
const CODE: &[Level] = levels![
    Exact 0.82 5e-3, Written 0.02 1e-4, OneEdit 0.06 1e-2, Beginning 0.02 1e-3, Different 0.08 0.98,
];
const IDENTIFIER: &[Level] = levels![
    Exact 0.88 1e-6, Written 0.02 1e-6, OneEdit 0.06 1e-5, TwoEdits 0.01 1e-4, Different 0.03 0.999,
];

/// So many matches at most agree as weakly as that.
const WEAK: f64 = 0.12;

impl FieldKind {
    pub(super) const fn properties(self) -> Kind {
        let (levels, coincidence, most_different) = match self {
            FieldKind::GivenName => (GIVEN_NAME, 4e-3, 0.15),
            FieldKind::Surname => (SURNAME, 1e-3, 0.2),
            FieldKind::FullName => (FULL_NAME, 5e-5, 0.08),
            FieldKind::Company => (COMPANY, 1e-5, 0.1),
            FieldKind::Email => (EMAIL, 1e-6, 0.5),
            FieldKind::Phone => (PHONE, 1e-6, 0.5),
            FieldKind::Date => (DATE, 5e-5, 0.15),
            FieldKind::Address => (ADDRESS, 1e-4, 0.4),
            FieldKind::City => (CITY, 2e-3, 0.4),
            FieldKind::Code => (CODE, 1e-3, 0.4),
            FieldKind::Identifier => (IDENTIFIER, 1e-6, 0.2),
        };
        Kind { levels, coincidence, most_different }
    }

    /// The greatest share of matches of a level that is believed.
    pub(super) fn most(self, level: &Level) -> f64 {
        match level.agreement {
            Agreement::Different => self.properties().most_different,
            Agreement::Somewhat | Agreement::OneWord | Agreement::Beginning | Agreement::TwoParts => WEAK,
            _ => 1.0,
        }
    }

    /// The place of a level in the list of the kind; the last where the kind has none such.
    pub(super) fn place(self, agreement: Agreement) -> u8 {
        let levels = self.properties().levels;
        levels.iter().position(|level| level.agreement == agreement).unwrap_or(levels.len() - 1) as u8
    }
}
