//! Masks: values with stars in them, for the eye of somebody who should recognise a record and not read it.
//!
//! What is left to see follows what is usual: of a name the first letter of each word, of a Chinese one the surname; of a mail address the first
//! letter and the domain; of a telephone number the last digits, of a Chinese mobile number the first three and the last four; of an
//! identifier the last four. A value that is not of its kind is masked wholly.

use super::column::rewritten;
use super::phone;
use crate::error::{Error, Result};
use crate::table::{ColumnType, Table, TableBuilder};
use crate::words::{compound_surnames, simplified};

/// How a column is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// `A*** S******`, `张*`, `欧阳**`.
    Name,
    /// `a***@example.com`.
    Email,
    /// `138****5678`, `+49 *** ***4567`.
    Phone,
    /// `****5678`.
    Identifier,
    /// The column is left out.
    Remove,
}

/// Stands for a value of which nothing may be seen, not even how long it is.
const WHOLLY: &str = "***";

/// The table with some columns masked, or left out.
///
/// - name: in each word the first letter stays and every other becomes a star; of a name in Chinese characters the surname stays, which has two of them
///   where the name has three or more and begins with a compound surname. A word of one letter becomes a star. Spaces, hyphens, dots, commas and
///   apostrophes between letters stay.
/// - email: the first character of the local part, three stars, and the domain; only stars before the domain where the local part is one character
/// - phone: the digits but the last four become stars (the last two of numbers with fewer than ten digits); a country code after `+` or `00`
///   stays, and so do the first three digits of a Chinese mobile number. Spaces, hyphens, dots, slashes and parentheses stay.
/// - identifier: four stars and the last four letters or digits, at most half of those there are; separators are left out
///
/// What does not look like a value of its kind, and any date or boolean, becomes `***`: a telephone number among mail addresses is
/// not seen. Null stays null, and empty text empty. Lengths of names can be seen, and rare surnames or domains may say enough: what leaves the
/// house should have pseudonyms, or nothing, in these columns.
///
/// # Errors
///
/// [`ErrorKind::MissingColumn`](crate::ErrorKind::MissingColumn), [`ErrorKind::InvalidOption`](crate::ErrorKind::InvalidOption) when there are no rules.
///
/// ```
/// use custometry::privacy::{Mask, mask_table};
/// use custometry::table::Table;
///
/// let customers = Table::from_csv("name,phone,note\n张三,13812345678,x\nAnna Schmidt,+49 170 1234567,y\n".as_bytes(), &Default::default())?;
/// let rules = [("name".to_owned(), Mask::Name), ("phone".to_owned(), Mask::Phone), ("note".to_owned(), Mask::Remove)];
/// let masked = mask_table(&customers, &rules)?;
/// assert_eq!(masked.to_csv()?, "name,phone\r\n张*,138****5678\r\nA*** S******,'+49 *** ***4567\r\n");
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn mask_table(table: &Table, rules: &[(String, Mask)]) -> Result<Table> {
    if rules.is_empty() {
        return Err(Error::invalid_option("there are no rules, so that nothing would be masked")
            .with_help("Say what each column is: { name: \"name\", email: \"email\", note: \"remove\" }."));
    }
    for (name, _) in rules {
        table.column(name)?;
    }
    let mut masked = TableBuilder::new(table.num_rows());
    for column in table.columns() {
        let is_readable = matches!(column.column_type(), ColumnType::String | ColumnType::Number);
        match rules.iter().find(|(name, _)| name == column.name()) {
            None => masked.share(column)?,
            Some((_, Mask::Remove)) => {}
            Some(&(_, mask)) => {
                let write = &mut |value: &str, text: &mut String| {
                    let value = value.trim();
                    let shown = if is_readable && !value.is_empty() { masked_text(mask, value) } else { None };
                    match shown {
                        Some(shown) => text.push_str(&shown),
                        None if value.is_empty() => {}
                        None => text.push_str(WHOLLY),
                    }
                };
                masked.add(column.name(), rewritten(column, write)?)?;
            }
        }
    }
    Ok(masked.finish())
}

/// The value with stars, if it is what the mask is for.
fn masked_text(mask: Mask, value: &str) -> Option<String> {
    match mask {
        Mask::Name => name(value),
        Mask::Email => email(value),
        Mask::Phone => phone::masked(value),
        Mask::Identifier => identifier(value),
        Mask::Remove => None,
    }
}

fn is_one_of(characters: &str, c: char) -> bool {
    characters.chars().any(|one| one == c)
}

fn name(value: &str) -> Option<String> {
    let is_separator = |c: char| is_one_of(" -.,'’·・‧•()（），、\u{3000}\u{a0}", c);
    let mut shown = String::new();
    for word in value.split_inclusive(|c: char| is_separator(c) && c != '\'' && c != '’') {
        let letters = word.chars().filter(|&c| c.is_alphabetic()).count();
        let visible = match () {
            _ if letters < 2 => 0,
            _ if letters > 2 && !word.is_ascii() && is_compound(word) => 2,
            _ => 1,
        };
        let mut seen = 0;
        for c in word.chars() {
            // The accents of a letter go with it.
            let is_accent = ('\u{300}'..='\u{36f}').contains(&c);
            if c.is_alphabetic() {
                seen += 1;
                shown.push(if seen <= visible { c } else { '*' });
            } else if is_accent && seen > 0 {
                if seen <= visible {
                    shown.push(c);
                }
            } else if is_separator(c) {
                shown.push(c);
            } else {
                return None;
            }
        }
    }
    Some(shown)
}

/// Whether a word begins with a Chinese surname of two characters.
fn is_compound(word: &str) -> bool {
    let start = simplified(&word.chars().take(2).collect::<String>());
    compound_surnames().any(|surname| surname == start)
}

fn email(value: &str) -> Option<String> {
    let at = value.bytes().rposition(|byte| byte == b'@')?;
    let (local, domain) = (value.get(..at)?, value.get(at + 1..)?);
    let is_local = |c: char| c.is_alphanumeric() || is_one_of("!#$%&*+-/=?^_`{|}~.", c);
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let labels = domain.split('.').filter(|label| is_label(label)).count();
    let dots = domain.bytes().filter(|&byte| byte == b'.').count();
    if local.is_empty() || !local.chars().all(is_local) || dots == 0 || labels != dots + 1 {
        return None;
    }
    let mut letters = local.chars();
    let mut shown = String::new();
    if let (Some(first), Some(_)) = (letters.next(), letters.next()) {
        shown.push(first);
    }
    shown.push_str(WHOLLY);
    shown.push('@');
    shown.push_str(domain);
    Some(shown)
}

fn identifier(value: &str) -> Option<String> {
    const MOST: usize = 4;
    let is_known = |c: char| c.is_alphanumeric() || is_one_of(" -_./:#", c);
    if !value.chars().all(is_known) {
        return None;
    }
    let count = value.chars().filter(|c| c.is_alphanumeric()).count();
    let mut shown = "****".to_owned();
    for c in value.chars().filter(|c| c.is_alphanumeric()).skip(count - MOST.min(count / 2)) {
        shown.push(c);
    }
    Some(shown)
}
