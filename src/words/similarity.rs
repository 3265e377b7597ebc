//! How alike two texts are: the Jaro-Winkler similarity, and the number of edits between them.
//!
//! Jaro-Winkler as Winkler's program computes it (W. E. Winkler, "String comparator metrics and enhanced decision rules in the
//! Fellegi-Sunter model of record linkage", 1990): half the number of matched characters out of order, rounded down, are
//! transpositions; a common beginning of up to four characters counts where the similarity is above 0.7. Matches are found in
//! a word of 64 bits, one for each position, as rapidfuzz does it. Edits are those of the optimal string alignment: more,
//! less, other, and two neighbours swapped, in the algorithm of H. Hyyrö, "A bit-vector algorithm for computing Levenshtein and
//! Damerau edit distances", Nordic Journal of Computing 10 (2003).

/// What comparing texts longer than 64 symbols needs room for; kept by who compares many.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    flags: Vec<bool>,
    rows: Vec<usize>,
}

/// What texts are compared by: bytes where each is a character of its own (ASCII), else characters.
pub trait Symbol: Copy + Eq {
    /// A text of at most 64 symbols, prepared to be looked through.
    type Pattern<'a>;

    /// The text, prepared.
    fn pattern(text: &[Self]) -> Self::Pattern<'_>;

    /// The positions in a text where this one stands, the first as the lowest bit.
    fn positions(self, pattern: &Self::Pattern<'_>) -> u64;
}

/// Eight bytes a word, with how many words there are, and the positions that the text has.
#[derive(Clone, Copy, Debug)]
pub struct BytePattern {
    words: [u64; 8],
    count: usize,
    within: u64,
}

const SEVENTHS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
const EACH_BYTE: u64 = 0x0101_0101_0101_0101;

impl Symbol for u8 {
    type Pattern<'a> = BytePattern;

    #[inline]
    fn pattern(text: &[u8]) -> BytePattern {
        let mut words = [0; 8];
        for (word, bytes) in words.iter_mut().zip(text.chunks(8)) {
            *word = match bytes.try_into() {
                Ok(eight) => u64::from_le_bytes(eight),
                Err(_) => bytes.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
            };
        }
        let within = low_bits(text.len());
        BytePattern { words, count: text.len().div_ceil(8), within }
    }

    #[inline]
    fn positions(self, pattern: &BytePattern) -> u64 {
        let sought = EACH_BYTE * u64::from(self);
        let mut found = 0;
        for (at, word) in pattern.words.iter().take(pattern.count).enumerate() {
            let differences = word ^ sought;
            // The high bit of each byte that is zero, then these eight bits side by side.
            let equal = !(((differences & SEVENTHS) + SEVENTHS) | differences | SEVENTHS);
            let bits = (equal >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            found |= bits << (at * 8);
        }
        found & pattern.within
    }
}

impl Symbol for char {
    type Pattern<'a> = &'a [char];

    fn pattern(text: &[char]) -> &[char] {
        text
    }

    fn positions(self, pattern: &&[char]) -> u64 {
        pattern.iter().take(64).rev().fold(0, |found, &it| found << 1 | u64::from(it == self))
    }
}

/// The lowest `count` bits, all from 64 on.
#[inline]
fn low_bits(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// The Jaro-Winkler similarity of two texts, 0 to 1; 1 for two empty texts. The same whichever comes first. Nothing is
/// allocated, but for texts longer than 64 symbols.
///
/// With m symbols matched, none of them further apart than half the longer text less one, and t the half of those out of
/// order: jaro = (m/|a| + m/|b| + (m − t)/m) / 3; then, where that is above 0.7, + 0.1 · (length of the common beginning, at
/// most 4) · (1 − jaro).
///
/// ```
/// use custometry::words::{Scratch, jaro_winkler};
///
/// let mut scratch = Scratch::default();
/// let similarity = jaro_winkler(b"martha", b"marhta", &mut scratch);
/// assert!((similarity - 0.9611).abs() < 0.00005); // Winkler's example
/// ```
#[inline]
pub fn jaro_winkler<S: Symbol>(a: &[S], b: &[S], scratch: &mut Scratch) -> f64 {
    if a.is_empty() || b.is_empty() {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let window = (b.len() / 2).saturating_sub(1);
    let (matches, out_of_order) =
        if b.len() <= 64 { matches(a, b, window) } else { matches_of_long(a, b, window, scratch) };
    if matches == 0 {
        return 0.0;
    }
    let common = matches as f64;
    let transpositions = (out_of_order / 2) as f64;
    let jaro = (common / a.len() as f64 + common / b.len() as f64 + (common - transpositions) / common) / 3.0;
    if jaro <= 0.7 {
        return jaro;
    }
    let prefix = a.iter().zip(b).take(4).take_while(|(a, b)| a == b).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

/// How many symbols match, and how many of these are out of order. The texts have at most 64 symbols.
#[inline]
fn matches<S: Symbol>(a: &[S], b: &[S], window: usize) -> (u32, u32) {
    let pattern = S::pattern(b);
    let (mut flags_a, mut flags_b) = (0_u64, 0_u64);
    let mut near = low_bits(window + 1);
    for (at, &symbol) in a.iter().enumerate() {
        let free = symbol.positions(&pattern) & near & !flags_b;
        flags_b |= free & free.wrapping_neg();
        flags_a |= u64::from(free != 0) << at;
        // One more position comes into reach; the first leaves it once the window has gone past the beginning.
        near = if at < window { near << 1 | 1 } else { near << 1 };
    }
    let matches = flags_a.count_ones();
    let mut out_of_order = 0;
    while flags_a != 0 {
        let (at_a, at_b) = (flags_a.trailing_zeros() as usize, flags_b.trailing_zeros() as usize);
        out_of_order += u32::from(a.get(at_a) != b.get(at_b));
        flags_a &= flags_a - 1;
        flags_b &= flags_b.wrapping_sub(1);
    }
    (matches, out_of_order)
}

/// The same for texts of any length.
#[cold]
fn matches_of_long<S: Symbol>(a: &[S], b: &[S], window: usize, scratch: &mut Scratch) -> (u32, u32) {
    let flags = &mut scratch.flags;
    flags.clear();
    flags.resize(a.len() + b.len(), false);
    let (flags_a, flags_b) = flags.split_at_mut(a.len());
    let mut matches = 0;
    for (at, (symbol, flag)) in a.iter().zip(flags_a.iter_mut()).enumerate() {
        let from = at.saturating_sub(window);
        let near = b.iter().zip(flags_b.iter_mut()).skip(from).take(at + window + 1 - from);
        for (other, taken) in near {
            if !*taken && symbol == other {
                (*taken, *flag) = (true, true);
                matches += 1;
                break;
            }
        }
    }
    let matched = |text: &[S], flags: &[bool]| -> Vec<S> {
        text.iter().zip(flags).filter(|(_, flag)| **flag).map(|(symbol, _)| *symbol).collect()
    };
    let (a, b) = (matched(a, flags_a), matched(b, flags_b));
    (matches, a.iter().zip(&b).filter(|(a, b)| a != b).count() as u32)
}

/// Whether two texts are the same, or the same but for one symbol more, less or other, or two neighbours swapped.
///
/// ```
/// assert!(custometry::words::one_edit(b"meyer", b"meier"));
/// assert!(custometry::words::one_edit(b"12354", b"12345"));
/// ```
#[inline]
pub fn one_edit<S: Symbol>(a: &[S], b: &[S]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    match without_common_ends(a, b) {
        ([], _) | (_, []) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// How many edits lie between two texts: symbols more, less or other, or neighbours swapped, none of them edited again. `None`
/// where it is more than `limit`.
///
/// ```
/// use custometry::words::{Scratch, edits_within};
///
/// let mut scratch = Scratch::default();
/// assert_eq!(edits_within(b"kitten", b"sitting", 3, &mut scratch), Some(3));
/// assert_eq!(edits_within(b"kitten", b"sitting", 2, &mut scratch), None);
/// ```
pub fn edits_within<S: Symbol>(a: &[S], b: &[S], limit: usize, scratch: &mut Scratch) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let (a, b) = without_common_ends(a, b);
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let edits = match a.len() {
        0 => b.len(),
        1..=64 => edits_of_short(a, b, limit)?,
        _ => edits_of_long(a, b, limit, scratch)?,
    };
    (edits <= limit).then_some(edits)
}

#[inline]
fn without_common_ends<'a, S: Symbol>(a: &'a [S], b: &'a [S]) -> (&'a [S], &'a [S]) {
    let begin = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(begin..).unwrap_or_default(), b.get(begin..).unwrap_or_default());
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (a.get(..a.len() - end).unwrap_or_default(), b.get(..b.len() - end).unwrap_or_default())
}

/// Hyyrö's algorithm: `a`, of 1 to 64 symbols, stands in the bits, and each symbol of `b` is one step.
fn edits_of_short<S: Symbol>(a: &[S], b: &[S], limit: usize) -> Option<usize> {
    let pattern = S::pattern(a);
    let last = 1_u64 << (a.len() - 1);
    let (mut more, mut less, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
    let mut edits = a.len();
    for (at, symbol) in b.iter().enumerate() {
        let equal = symbol.positions(&pattern);
        let swapped = ((!diagonal & equal) << 1) & before;
        diagonal = ((equal & more).wrapping_add(more) ^ more) | equal | less | swapped;
        let (up, down) = (less | !(diagonal | more), diagonal & more);
        edits += usize::from(up & last != 0);
        edits -= usize::from(down & last != 0);
        let up = up << 1 | 1;
        (more, less) = (down << 1 | !(diagonal | up), up & diagonal);
        before = equal;
        // Each further symbol takes one edit off at most.
        if edits > limit + (b.len() - at - 1) {
            return None;
        }
    }
    Some(edits)
}

/// The table of the optimal string alignment, three rows of it, only as far from its diagonal as the limit reaches.
#[cold]
fn edits_of_long<S: Symbol>(a: &[S], b: &[S], limit: usize, scratch: &mut Scratch) -> Option<usize> {
    let width = b.len() + 1;
    let beyond = limit.saturating_add(1);
    let rows = &mut scratch.rows;
    rows.clear();
    rows.resize(3 * width, beyond);
    let (above_two, rest) = rows.split_at_mut(width);
    let (above, row) = rest.split_at_mut(width);
    let (mut above_two, mut above, mut row) = (above_two, above, row);
    above.iter_mut().enumerate().for_each(|(at, cell)| *cell = at.min(beyond));
    let mut last = None;
    for (i, &symbol) in a.iter().enumerate() {
        row.fill(beyond);
        if let Some(first) = row.first_mut() {
            *first = (i + 1).min(beyond);
        }
        let mut left = (i + 1).min(beyond);
        let from = i.saturating_sub(limit);
        let to = b.len().min(i.saturating_add(limit).saturating_add(1));
        if from > 0 {
            left = beyond;
        }
        let mut lowest = left;
        for j in from..to {
            let (Some(&other), Some(&corner), Some(&up)) = (b.get(j), above.get(j), above.get(j + 1)) else { break };
            let mut cell = (corner + usize::from(symbol != other)).min(left + 1).min(up + 1);
            let neighbours = i.checked_sub(1).and_then(|i| a.get(i)).zip(j.checked_sub(1).and_then(|j| b.get(j)));
            if let (Some((&a_before, &b_before)), Some(&two)) =
                (neighbours, j.checked_sub(1).and_then(|j| above_two.get(j)))
                && symbol == b_before
                && a_before == other
            {
                cell = cell.min(two + 1);
            }
            cell = cell.min(beyond);
            if let Some(place) = row.get_mut(j + 1) {
                *place = cell;
            }
            left = cell;
            lowest = lowest.min(cell);
        }
        if lowest > limit {
            return None;
        }
        last = row.last().copied();
        (above_two, above, row) = (above, row, above_two);
    }
    last
}
