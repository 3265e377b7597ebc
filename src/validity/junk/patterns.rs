//! Texts that hands make and heads do not: runs on the keyboard, one character again and again, characters in their order, and
//! letters that nobody can speak.

use std::sync::OnceLock;

/// Rows of keyboards with Latin letters as in the United States, Germany and France, and columns with the numbers above them.
const ROWS: [&str; 14] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1234567890",
    "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
];

/// The bits of the rows of keyboards among those of all rows, two for each.
const KEYBOARD_BITS: u64 = (1 << (2 * ROWS.len())) - 1;

/// Characters in an order that everybody knows.
const SEQUENCES: [&str; 7] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "一二三四五六七八九十",
    "零一二三四五六七八九",
    "甲乙丙丁戊己庚辛壬癸",
    "壹贰叁肆伍陆柒捌玖拾",
    "あいうえお",
];

/// What a text is made of, where that is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// One character again and again.
    Repeated,
    /// A few characters again and again.
    RepeatedGroup,
    /// Characters in their order.
    Sequence,
    /// Keys side by side.
    Keyboard,
}

/// The pattern that the whole of a text, of letters and digits only, is made of.
pub(super) fn pattern(text: &[char]) -> Option<Pattern> {
    let count = text.len();
    let first = text.first()?;
    if count >= 3 && text.iter().all(|it| it == first) {
        return Some(Pattern::Repeated);
    }
    if count < 3 {
        return None;
    }
    let unit = repeated_unit(text);
    let unit_text = text.get(..unit).unwrap_or(text);
    // What is repeated may begin in its middle: weqweqwe.
    let runs_at_least = |rows: u64, shortest: usize| {
        let turns = if count >= unit * 2 { unit } else { 1 };
        (0..turns).any(|at| is_all_runs(text.get(at..at + unit).unwrap_or(unit_text), rows, shortest))
    };
    // Three letters side by side are many a name; three of them twice are none.
    let is_twice = count >= unit * 2;
    let long_enough = |shortest: usize| if is_twice { unit >= 3 } else { count >= shortest };
    if long_enough(4) && runs_at_least(!KEYBOARD_BITS, unit.min(4)) {
        return Some(Pattern::Sequence);
    }
    if long_enough(4) && runs_at_least(KEYBOARD_BITS, 3) {
        return Some(Pattern::Keyboard);
    }
    (unit > 1 && count >= unit * 3 && count >= 6).then_some(Pattern::RepeatedGroup)
}

/// The length of the shortest part that the text repeats, the last time perhaps not to its end; the whole where it repeats none.
fn repeated_unit(text: &[char]) -> usize {
    // What hands repeat is short, and a long text is looked through in linear time.
    (1..=(text.len() / 2).min(24))
        .find(|&unit| text.iter().zip(text.iter().skip(unit)).all(|(a, b)| a == b))
        .unwrap_or(text.len())
}

/// Whether a text is nothing but runs along rows, forwards or backwards, each of at least so many characters.
fn is_all_runs(text: &[char], rows: u64, shortest: usize) -> bool {
    let (mut rest, mut is_long) = (text, false);
    while !rest.is_empty() {
        let longest = run(rest, rows);
        // After six characters in a row, the rest may stop short: 12345678910.
        if longest < shortest.max(2) && !(is_long && longest == rest.len()) {
            return false;
        }
        is_long |= longest >= 6;
        rest = rest.get(longest..).unwrap_or_default();
    }
    true
}

/// How many characters at the beginning of the text follow one another in one of the rows.
fn run(text: &[char], rows: u64) -> usize {
    let mut left = rows;
    let followers = text.windows(2).take_while(|two| {
        left &= rows_of(two);
        left != 0
    });
    1 + followers.count()
}

/// Whether a run along the keyboard or in an order, of at least so many characters, stands in a text.
pub(super) fn has_run(text: &[char], shortest: usize) -> bool {
    // The longest runs that end at each character, one bit for each row that goes on.
    let (mut left, mut count) = (0, 1);
    text.windows(2).any(|two| {
        let rows = rows_of(two);
        (left, count) = if left & rows != 0 { (left & rows, count + 1) } else { (rows, 1 + usize::from(rows != 0)) };
        count >= shortest
    })
}

/// The rows in which the second character follows the first, a bit for each row and direction.
fn rows_of(two: &[char]) -> u64 {
    static FOLLOWERS: OnceLock<Vec<((char, char), u64)>> = OnceLock::new();
    let table = FOLLOWERS.get_or_init(|| {
        let mut pairs: Vec<((char, char), u64)> = Vec::new();
        for (row, bit) in ROWS.iter().chain(&SEQUENCES).zip((0..).step_by(2)) {
            for (a, b) in row.chars().zip(row.chars().skip(1)) {
                pairs.push(((a, b), 1 << bit));
                pairs.push(((b, a), 2 << bit));
            }
        }
        pairs.sort_unstable();
        pairs.dedup_by(|later, earlier| {
            let is_same = later.0 == earlier.0;
            earlier.1 |= if is_same { later.1 } else { 0 };
            is_same
        });
        pairs
    });
    let [a, b] = two else { return 0 };
    let at = table.partition_point(|(pair, _)| *pair < (*a, *b));
    table.get(at).filter(|(pair, _)| *pair == (*a, *b)).map_or(0, |(_, rows)| *rows)
}

/// Whether one letter stands four times and more side by side.
pub(super) fn has_long_repetition(text: &[char]) -> bool {
    text.windows(4).any(|four| matches!(four, [a, b, c, d] if a == b && b == c && c == d && a.is_alphabetic()))
}

/// Whether a folded word of Latin letters cannot be spoken: five letters and more without a vowel, and without the l and r
/// that stand for one in Czech and Croatian; or mostly pairs of neighbouring keys.
pub(super) fn is_unspeakable(word: &[char]) -> bool {
    let is_vowel = |it: &char| "aeiouy".contains(*it);
    let count = word.len();
    if count < 5 || !word.iter().all(char::is_ascii_lowercase) {
        return false;
    }
    let vowels = word.iter().filter(|it| is_vowel(it)).count();
    if vowels == 0 {
        return !word.iter().any(|it| matches!(it, 'l' | 'r')) || is_keyboard_mash(word);
    }
    let longest = word.split(|it| is_vowel(it)).map(<[char]>::len).max().unwrap_or(0);
    vowels * 4 <= count && longest >= 5 && is_keyboard_mash(word)
}

/// Whether a folded word has no vowel and is mostly pairs of neighbouring keys.
pub(super) fn is_mash(word: &[char]) -> bool {
    word.len() >= 5
        && word.iter().all(|it| it.is_ascii_lowercase() && !"aeiouy".contains(*it))
        && is_keyboard_mash(word)
}

/// Whether three pairs of letters and more are of keys that no language puts side by side, or hardly ever.
fn is_keyboard_mash(word: &[char]) -> bool {
    const PAIRS: &str = " sd df fd ds fg gf gh hg hj jh jk kj kl lk dk kd fj jf kf fk hk sj js dj jd gj jg hd dh fh hf gk kg sk lj jl fs sf sg gs dg gd \
        xc cx cv vc vb bv bn zx xz qw wq ";
    let is_pair = |pair: &&[char]| PAIRS.split(' ').any(|other| other.chars().eq(pair.iter().copied()));
    word.windows(2).filter(is_pair).count() >= 3
}
