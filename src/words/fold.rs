//! Text in one form: small Latin letters without marks, plain digits, spaces, hyphens and apostrophes.
//!
//! Letters with marks are those of Unicode's decompositions (Unicode Character Database, NFKD), and those that have none by what
//! they are written as where they cannot be: `ø` as `o`, `ß` as `ss`. Greek follows ISO 843 (ELOT 743), Cyrillic the system of
//! BGN/PCGN without its apostrophes. Traditional characters are paired with the simplified ones of the PRC's scheme of 1986
//! (`traditional.txt`; the pairs are those of the OpenCC project, Apache 2.0).

use std::sync::OnceLock;

/// What each letter from U+00C0 to U+024F is without its marks; a dot where it is not one letter.
const LATIN: &[u8] = b"aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggg\
hhhhiiiiiiiiii..jjkkkllllllllllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzsbbbb..occdddddeaeffgg.iikkllunn\
ooo..pprssssttttuuuvyyzzzzzz....w.............aaiioouuuuuuuuuueaaaa....ggkkoooozzj...gg.wnnaa..ooaaaaeeeeiiiioooorrrruuuuss\
ttyyhhnd..zzaaeeooooooooyylntj..accltsz..buveejjqqrryy";

/// The same from U+1E00 to U+1EFF, where Vietnamese is.
const LATIN_ADDITIONAL: &[u8] = b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyasss.daaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooo\
oooooooouuuuuuuuuuuuuuyyyyyyyy..vvyy";

/// Letters that are several, and signs that are letters.
const SEVERAL: [(&str, &str); 20] = [
    ("æǣǽ", "ae"),
    ("œ", "oe"),
    ("ßẞ", "ss"),
    ("þ", "th"),
    ("ĳ", "ij"),
    ("ǆǅ", "dz"),
    ("ǉǈ", "lj"),
    ("ǌǋ", "nj"),
    ("ǳǲ", "dz"),
    ("ﬀ", "ff"),
    ("ﬁ", "fi"),
    ("ﬂ", "fl"),
    ("ﬃ", "ffi"),
    ("ﬄ", "ffl"),
    ("ﬅﬆ", "st"),
    ("№", "no"),
    ("ª", "a"),
    ("º", "o"),
    ("ɑɐɒ", "a"),
    ("ɛ", "e"),
];

/// Small Greek letters from U+03AC on.
const GREEK: [&str; 35] = [
    "a", "e", "i", "i", "y", "a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s",
    "s", "t", "y", "f", "ch", "ps", "o", "i", "y", "o", "y", "o",
];

/// Small Cyrillic letters from U+0430 to U+045F.
const CYRILLIC: [&str; 48] = [
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
    "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "e", "e", "d", "g", "ye", "dz", "i", "i", "j", "lj", "nj",
    "c", "k", "i", "u", "dz",
];

/// Small Cyrillic letters of other languages.
const CYRILLIC_OTHER: [(&str, &str); 8] =
    [("ґғҕ", "g"), ("қҡҝ", "k"), ("ңҥ", "n"), ("өҩ", "o"), ("ұүӯ", "u"), ("һҳ", "h"), ("ә", "a"), ("ҷҹ", "j")];

/// Text in one form: small letters, Latin, Greek and Cyrillic ones as Latin without marks, full-width forms as plain ones, one
/// kind of hyphen, apostrophe, quotation mark and space, and no space twice or at the ends. Characters that are not seen are
/// left out. Letters of other scripts stay as they are.
///
/// ```
/// use custometry::words::fold;
///
/// assert_eq!(fold("  José  O’Brien–Müller "), "jose o'brien-muller");
/// assert_eq!(fold("Łukasz Strauß"), "lukasz strauss");
/// assert_eq!(fold("Παπαδόπουλος"), "papadopoulos");
/// assert_eq!(fold("Хрущёв"), "khrushchev");
/// assert_eq!(fold("ＡＢＣ　１２３"), "abc 123");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = '\0';
    for character in text.chars() {
        if character.is_ascii() {
            push_plain(&mut out, character);
        } else {
            for small in character.to_lowercase() {
                push_folded(&mut out, small, previous);
                previous = small;
            }
            continue;
        }
        previous = character;
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Chinese text with simplified characters for traditional ones.
///
/// ```
/// assert_eq!(custometry::words::simplified("張偉"), "张伟");
/// ```
pub fn simplified(text: &str) -> String {
    text.chars().map(simplified_character).collect()
}

/// The simplified character for a traditional one, and any other as it is.
pub(super) fn simplified_character(character: char) -> char {
    // The characters of Chinese.
    if !('\u{4e00}'..='\u{9fff}').contains(&character) {
        return character;
    }
    let pairs = traditional();
    match pairs.binary_search_by_key(&character, |&(traditional, _)| traditional) {
        Ok(at) => pairs.get(at).map_or(character, |&(_, simplified)| simplified),
        Err(_) => character,
    }
}

/// The pairs of `traditional.txt`: a line of traditional characters in their order, and one of the simplified ones.
fn traditional() -> &'static [(char, char)] {
    static PAIRS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    PAIRS.get_or_init(|| {
        let mut lines = include_str!("traditional.txt").lines();
        let mut line = || lines.next().unwrap_or_default().chars();
        line().zip(line()).collect()
    })
}

fn push_plain(out: &mut String, character: char) {
    match character {
        ' ' | '\t'..='\r' => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        '\0'..'\t' | '\u{e}'..' ' | '\u{7f}' => {}
        '`' => out.push('\''),
        other => out.push(other.to_ascii_lowercase()),
    }
}

fn push_folded(out: &mut String, small: char, previous: char) {
    let at = small as u32;
    match small {
        '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{30fb}' | '\u{ff65}' => out.push('·'),
        '\u{b4}' | '\u{2b9}'..='\u{2bd}' | '\u{2c8}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2035}' => {
            out.push('\'')
        }
        '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{300c}'..='\u{300f}' => out.push('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => out.push('-'),
        '、' => out.push(','),
        '。' | '｡' => out.push('.'),
        // Full-width forms of what ASCII has.
        '\u{ff01}'..='\u{ff5e}' => push_plain(out, char::from_u32(at - 0xfee0).unwrap_or(small)),
        'ａ'.. if (0xff66..=0xff9f).contains(&at) => push_half_width(out, at),
        // Japanese, Chinese and Korean have nothing more to fold.
        '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => out.push(small),
        // Digits of Arabic and of Persian.
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' => out.extend(char::from_digit(at & 0xf, 10)),
        '\u{c0}'..='\u{24f}' => push_latin(out, LATIN, at - 0xc0, small),
        '\u{1e00}'..='\u{1eff}' => push_latin(out, LATIN_ADDITIONAL, at - 0x1e00, small),
        // ου is one sound, and so are αυ and ευ.
        'υ' | 'ύ' if matches!(previous, 'ο' | 'ό') => out.push('u'),
        'υ' | 'ύ' if matches!(previous, 'α' | 'ε' | 'ά' | 'έ') => out.push('v'),
        'ΐ' => out.push('i'),
        'ά'..='ώ' => {
            out.push_str(at.checked_sub(0x3ac).and_then(|at| GREEK.get(at as usize)).copied().unwrap_or_default())
        }
        '\u{430}'..='\u{45f}' => {
            out.push_str(CYRILLIC.get((at - 0x430) as usize).copied().unwrap_or_default());
        }
        // One letter of Arabic in several shapes.
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' => out.push('ي'),
        'ة' => out.push('ه'),
        other if is_unseen(other) => {}
        other if other.is_whitespace() => push_plain(out, ' '),
        other => match listed(&SEVERAL, other).or_else(|| listed(&CYRILLIC_OTHER, other)) {
            Some(letters) => out.push_str(letters),
            None => out.push(other),
        },
    }
}

fn push_latin(out: &mut String, table: &[u8], at: u32, small: char) {
    match table.get(at as usize) {
        Some(&letter) if letter != b'.' => out.push(letter as char),
        _ => match listed(&SEVERAL, small) {
            Some(letters) => out.push_str(letters),
            None => out.push(small),
        },
    }
}

fn listed<'a>(table: &[(&str, &'a str)], character: char) -> Option<&'a str> {
    table.iter().find(|(letters, _)| letters.contains(character)).map(|(_, written)| *written)
}

/// Katakana of half the width, U+FF66 to U+FF9F.
fn push_half_width(out: &mut String, at: u32) {
    const FULL: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
    let voiced = match at {
        0xff9e => 1,
        0xff9f => 2,
        _ => {
            out.extend(FULL.chars().nth((at - 0xff66) as usize));
            return;
        }
    };
    // The mark of a voiced sound is a character of its own; the voiced letter follows the plain one.
    if let Some(plain) = out.pop() {
        out.extend(char::from_u32(plain as u32 + voiced));
    }
}

/// Marks that combine with the letter before (of Latin, Hebrew and Arabic), what gives a direction or a place to break, and signs of trade marks.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}' | '™' | '©' | '®')
}
