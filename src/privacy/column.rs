//! A column with other texts in the place of its values.

use crate::error::{Error, Result, try_filled, try_vec};
use crate::table::{Column, ColumnData, ColumnType, DictionaryBuilder};

/// A column of texts, of which `write` makes one for every distinct value that occurs, in the order of first appearance. A number, date or
/// boolean is given to it as it would stand in a CSV file, and -0 as 0, which it equals.
pub(super) fn rewritten(column: &Column, write: &mut dyn FnMut(&str, &mut String)) -> Result<ColumnData> {
    let is_number = column.column_type() == ColumnType::Number;
    let texts = column.cast(ColumnType::String)?;
    let ColumnData::Text { codes, dictionary } = texts.data() else {
        return Err(Error::internal("a column of texts has none"));
    };
    let mut known: Vec<Option<i32>> = try_filled(dictionary.len(), None)?;
    let mut rewritten = DictionaryBuilder::default();
    let mut text = String::new();
    let mut new_codes = try_vec(codes.len())?;
    for &code in codes {
        let slot = usize::try_from(code).ok().and_then(|code| known.get_mut(code));
        new_codes.push(match slot {
            None => -1,
            Some(Some(known)) => *known,
            Some(slot) => {
                let value = dictionary.get(code).unwrap_or_default();
                text.clear();
                write(if is_number && value == "-0" { "0" } else { value }, &mut text);
                *slot.insert(rewritten.intern(&text)?)
            }
        });
    }
    Ok(ColumnData::Text { codes: new_codes, dictionary: rewritten.finish() })
}
