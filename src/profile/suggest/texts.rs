//! Checks of texts: what they are, which there are, how they are written.

use super::{Draft, ENOUGH, FAULTS, Parameter, Result, Tested, gone, rows, sentences};
use crate::profile::meaning::{Recognised, is, is_telephone, recognise};
use crate::profile::names;
use crate::profile::pattern::{ends_run, literal_prefix, patterns, regular_expression, write_pattern};
use crate::profile::values::Distinct;
use crate::validity::{JunkKind, JunkLists, junk};
use std::cell::Cell;

/// The share of texts that have to be of a kind for it to be the one that is meant.
const MOST: f64 = 0.8;
/// Categories are looked for among so many values or more, and each has to have so many on average.
const CATEGORY_ROWS: u64 = 20;
const ROWS_PER_CATEGORY: u64 = 5;
const CATEGORIES: usize = 50;
/// A spelling is taken for another one of a value that is at least so many times as frequent.
const RARER: u32 = 10;

/// The regions whose telephone numbers are tried where the name says that the column holds some.
const REGIONS: [&str; 20] = [
    "CN", "US", "GB", "DE", "FR", "JP", "IN", "AU", "SG", "HK", "TW", "MO", "KR", "BR", "MX", "IT", "ES", "NL", "CH",
    "AT",
];
/// So many different numbers tell the region.
const REGION_SAMPLE: usize = 500;

/// What is written by a rule, the name of the rule, and how.
const WRITTEN: [(&str, &str, &str); 3] = [
    ("uuid", "UUID", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"),
    ("residentId", "GB 11643", "^[1-9][0-9]{16}[0-9X]$"),
    ("socialCreditCode", "GB 32100", "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"),
];

pub(super) fn suggest(draft: &mut Draft<'_>) -> Result<()> {
    let meaning =
        recognise(draft.column, &draft.distinct).filter(|found| found.texts >= ENOUGH && found.share() >= MOST);
    let is_told = match meaning {
        Some(meaning) => by_meaning(draft, meaning),
        None => phone(draft),
    };
    let is_category = !is_told && category(draft);
    let is_pattern = !is_told && !is_category && pattern(draft)?;
    if !is_told && !is_category && !is_pattern {
        length(draft);
    }
    if is_key(draft, is_pattern) {
        draft.unique();
    }
    not_junk(draft, meaning);
    Ok(())
}

/// The check of what the texts are.
fn by_meaning(draft: &mut Draft<'_>, meaning: Recognised) -> bool {
    let tested = |draft: &Draft<'_>| draft.test(&|value| is(meaning.kind, draft.text(value)));
    let text = |text: &str| Parameter::Text(text.to_owned());
    match meaning.kind {
        kind @ ("email" | "url") => {
            let tested = tested(draft);
            draft.add(kind, Vec::new(), tested, "");
        }
        "phone" => return phone(draft),
        kind @ ("date" | "number") => {
            let has_leading_zero = |value: &Distinct| {
                let text = draft.text(value).trim();
                text.len() > 1 && text.starts_with('0') && !text.starts_with("0.")
            };
            if kind == "number" && (names::is_code(draft.name()) || draft.distinct.iter().any(has_leading_zero)) {
                return false;
            }
            let tested = tested(draft);
            draft.add("type", vec![("type", text(kind))], tested, sentences::type_name(kind, draft.locale));
        }
        kind => {
            let Some(&(_, rule, pattern)) = WRITTEN.iter().find(|(name, ..)| *name == kind) else { return false };
            let tested = tested(draft);
            draft.add("matches", vec![("pattern", text(pattern))], tested, rule);
        }
    }
    true
}

/// Telephone numbers, of the region that most of them are of.
pub(super) fn phone(draft: &mut Draft<'_>) -> bool {
    let share = |draft: &Draft<'_>, region: Option<&str>, most: usize| {
        let sample = || draft.distinct.iter().take(most);
        let valid = sample().filter(|value| is_telephone(&draft.display(value), region, true));
        rows(valid) as f64 / rows(sample()).max(1) as f64
    };
    let any = share(draft, None, REGION_SAMPLE);
    let mut region = None;
    if any < 1.0 - FAULTS && names::is_phone(draft.name()) {
        let shares = REGIONS.map(|region| share(draft, Some(region), REGION_SAMPLE));
        let most = shares.iter().copied().fold(0.0, f64::max);
        // One region has to explain clearly more than all together, and more than every other one.
        let mut as_good = REGIONS.iter().zip(shares).filter(|&(_, own)| own > any + FAULTS && own >= most - FAULTS);
        region = match (as_good.next(), as_good.next()) {
            (Some((&only, _)), None) => Some(only),
            _ => None,
        };
    }
    if share(draft, region, usize::MAX) < MOST {
        return false;
    }
    let tested = draft.test(&|value| is_telephone(&draft.display(value), region, false));
    let parameters = region.map(|region| ("region", Parameter::Text(region.to_owned())));
    let detail = region.map_or(String::new(), |region| sentences::region(region, draft.locale));
    draft.add("phone", parameters.into_iter().collect(), tested, &detail);
    true
}

/// Few values that come again and again. A rare value that is all but another one is a slip, and none of them.
fn category(draft: &mut Draft<'_>) -> bool {
    let texts = || draft.distinct.iter().filter(|value| !draft.text(value).trim().is_empty());
    let is_slip = |value: &Distinct| {
        let is_same = |other: &&Distinct| {
            other.count >= value.count.saturating_mul(RARER) && is_spelling(draft.text(value), draft.text(other))
        };
        texts().any(|other| is_same(&other))
    };
    if draft.values() < CATEGORY_ROWS || texts().count() > 2 * CATEGORIES {
        return false;
    }
    let mut kept: Vec<Distinct> = texts().filter(|value| !is_slip(value)).copied().collect();
    let total = rows(kept.iter());
    // The share of values seen once estimates that of values not seen yet (Good 1953, with Turing).
    let once = kept.iter().filter(|value| value.count == 1).count() as u64;
    // Where many are blank, the others are no more than a remark here and there.
    if (total as f64) < MOST * draft.values() as f64 {
        return false;
    }
    let are_few = kept.len() <= CATEGORIES && kept.len() as u64 * ROWS_PER_CATEGORY <= total && once * 50 <= total;
    if !are_few || kept.is_empty() {
        return false;
    }
    let first: Vec<i32> = kept.iter().map(|value| value.first).collect();
    let tested = draft.test(&|value| first.contains(&value.first));
    kept = crate::profile::values::most_frequent(&mut kept.into_iter(), CATEGORIES);
    let values = kept.iter().map(|value| draft.text(value).to_owned()).collect();
    let detail = sentences::values(kept.len(), draft.locale);
    draft.add("oneOf", vec![("values", Parameter::Texts(values))], tested, &detail);
    true
}

/// Whether two different texts differ in case and spaces only, or in one letter where they are long enough for that to be a slip.
fn is_spelling(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
    };
    let (left, right) = (plain(a), plain(b));
    let has_digit = |text: &[char]| text.iter().any(char::is_ascii_digit);
    a != b
        && !left.is_empty()
        && (left == right || (left.len().min(right.len()) >= 4 && !has_digit(&left) && is_one_edit(&left, &right)))
}

/// Whether one insertion, deletion, substitution or swap of neighbours makes the one the other.
fn is_one_edit(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (short.get(shared..).unwrap_or_default(), long.get(shared..).unwrap_or_default());
    match (short, long) {
        ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others => true,
        ([_, rest @ ..], [_, others @ ..]) if rest == others => true,
        (rest, [_, others @ ..]) => rest == others,
        _ => false,
    }
}

/// One pattern that nearly all texts have: codes, not words.
fn pattern(draft: &mut Draft<'_>) -> Result<bool> {
    let found = patterns(draft.column, &draft.distinct)?;
    let Some(top) = found.top.first() else { return Ok(false) };
    let is_code = top.pattern.contains('9') && !top.pattern.contains('…');
    if !is_code || draft.values() < CATEGORY_ROWS || (top.count as f64) < (1.0 - FAULTS) * draft.values() as f64 {
        return Ok(false);
    }
    let has_it = |value: &Distinct| {
        let mut own = String::new();
        write_pattern(draft.text(value), found.are_general, &mut own);
        own == top.pattern
    };
    let of_pattern: Vec<&str> =
        draft.distinct.iter().filter(|value| has_it(value)).map(|value| draft.text(value)).collect();
    let example = draft.column.text(found.example).ok_or_else(gone)?;
    let shared = of_pattern.iter().fold(example, |shared, text| common_prefix(shared, text));
    let is_whole = |at: usize| !found.are_general || of_pattern.iter().all(|text| ends_run(text, at));
    let prefix = shared.get(..literal_prefix(shared, &is_whole)).unwrap_or_default();
    // A letter that has no small or capital form in ASCII is of a class that the expression cannot name.
    let can_be_named = of_pattern.iter().all(|text| regular_expression(text, found.are_general, prefix).is_some());
    let Some(expression) = regular_expression(example, found.are_general, prefix).filter(|_| can_be_named) else {
        return Ok(false);
    };
    let tested = draft.test(&has_it);
    draft.add("matches", vec![("pattern", Parameter::Text(expression))], tested, &top.pattern);
    Ok(true)
}

fn common_prefix<'a>(a: &'a str, b: &str) -> &'a str {
    let shared = a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let end = shared.unwrap_or_else(|| a.char_indices().nth(b.chars().count()).map_or(a.len(), |(at, _)| at));
    a.get(..end).unwrap_or_default()
}

/// Longer texts are no codes.
const LONGEST_CODE: usize = 65;

/// One length that nearly all texts have, where they are too many to be listed.
fn length(draft: &mut Draft<'_>) {
    let length_of = |value: &Distinct| draft.text(value).chars().count();
    let mut counts = [0; LONGEST_CODE];
    for value in &draft.distinct {
        if let Some(rows) = counts.get_mut(length_of(value)) {
            *rows += u64::from(value.count);
        }
    }
    let Some((length, &count)) = counts.iter().enumerate().max_by_key(|&(length, &count)| (count, length)) else {
        return;
    };
    let is_one = draft.distinct.len() as u64 >= CATEGORY_ROWS && count as f64 >= (1.0 - FAULTS) * draft.values() as f64;
    if !is_one || length < 4 {
        return;
    }
    let tested = draft.test(&|value| length_of(value) == length);
    let limit = || Parameter::Number(length as f64);
    draft.add("length", vec![("min", limit()), ("max", limit())], tested, &length.to_string());
}

/// Whether the texts identify rows: by the name and all but a few being different, or by being codes that are all different.
fn is_key(draft: &Draft<'_>, is_code: bool) -> bool {
    let different = draft.distinct.len() as f64 / draft.values() as f64;
    let is_named = names::is_identifier(draft.name());
    (is_named && different >= 0.98) || (is_code && different >= 1.0)
}

/// Names, mail addresses and telephone numbers that somebody really has.
fn not_junk(draft: &mut Draft<'_>, meaning: Option<Recognised>) {
    let named = JunkKind::of_column(draft.name());
    let kind = match meaning.map(|found| found.kind) {
        Some("email") if named == JunkKind::Text => JunkKind::Email,
        Some("phone") if named == JunkKind::Text => JunkKind::Phone,
        _ => named,
    };
    if kind == JunkKind::Text {
        return;
    }
    let lists = JunkLists::default();
    let doubted = Cell::new(0_u64);
    let is_real = |value: &Distinct| match junk(draft.text(value), kind, &lists) {
        None => true,
        Some(finding) if finding.is_warning() => {
            doubted.set(doubted.get() + u64::from(value.count));
            true
        }
        Some(_) => false,
    };
    let tested: Tested = draft.test(&is_real);
    // Where most are doubted, the column holds something else than its name says: owner-17 is nobody's name.
    if (tested.passing - doubted.get()) as f64 >= MOST * draft.values() as f64 {
        let word = match kind {
            JunkKind::Email => "email",
            JunkKind::Phone => "phone",
            JunkKind::Company => "company",
            _ => "person",
        };
        let parameters = if kind == named { Vec::new() } else { vec![("as", Parameter::Text(word.to_owned()))] };
        draft.add("notJunk", parameters, tested, "");
    }
}

#[cfg(test)]
mod tests {
    use super::{common_prefix, is_spelling};

    #[test]
    fn slips_are_told_from_other_values() {
        for (a, b) in [
            ("Germny", "Germany"),
            ("germany", "Germany"),
            ("In  progress", "in-progress"),
            ("Frnace", "France"),
            ("won ", "won"),
        ] {
            assert!(is_spelling(a, b) && is_spelling(b, a), "{a} {b}");
        }
        for (a, b) in [("S", "M"), ("won", "own"), ("Q1 2025", "Q2 2025"), ("Iran", "Oman"), ("won", "won"), ("-", "+")]
        {
            assert!(!is_spelling(a, b), "{a} {b}");
        }
    }

    #[test]
    fn prefixes_end_where_texts_part() {
        assert_eq!(common_prefix("C-1", "C-2"), "C-");
        assert_eq!(common_prefix("客户-1", "客户"), "客户");
        assert_eq!(common_prefix("a", "b"), "");
    }
}
