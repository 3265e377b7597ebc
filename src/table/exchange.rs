//! The forms in which columns are exchanged with other memory: chunks of text as JavaScript encodes them, and the
//! decimals of Apache Arrow.

use crate::error::{Error, ErrorKind, Result, try_vec};
use crate::number;

/// The length that stands for a null.
pub const NULL_LENGTH: u32 = u32::MAX;

/// Walks through the cells of a chunk of text: `lengths` are in UTF-16 units, or [`NULL_LENGTH`]; `bytes` is the UTF-8 of
/// the cells that are not null, each followed by a zero byte. A cell may itself contain zero bytes.
///
/// # Errors
///
/// [`ErrorKind::Internal`] when the lengths do not fit the bytes, and whatever `cell` returns.
///
/// ```
/// use custometry::table::exchange::{NULL_LENGTH, text_chunk};
///
/// let mut cells = Vec::new();
/// text_chunk(&[2, NULL_LENGTH, 1], "ab\0\u{4e2d}\0".as_bytes(), |cell| {
///     cells.push(cell.map(<[u8]>::len));
///     Ok(())
/// })?;
/// assert_eq!(cells, [Some(2), None, Some(3)]);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn text_chunk<'a>(
    lengths: &[u32],
    bytes: &'a [u8],
    mut cell: impl FnMut(Option<&'a [u8]>) -> Result<()>,
) -> Result<()> {
    let present = || lengths.iter().filter(|&&length| length != NULL_LENGTH);
    let units: usize = present().map(|&length| length as usize + 1).sum();
    let ascii = units == bytes.len();
    let mut rest = bytes;
    for &length in lengths {
        if length == NULL_LENGTH {
            cell(None)?;
            continue;
        }
        let end = if ascii { length as usize } else { utf8_length(rest, length) };
        let (text, after) = rest.split_at_checked(end).ok_or_else(broken)?;
        let (&zero, after) = after.split_first().ok_or_else(broken)?;
        if zero != 0 {
            return Err(broken());
        }
        rest = after;
        cell(Some(text))?;
    }
    if rest.is_empty() { Ok(()) } else { Err(broken()) }
}

fn broken() -> Error {
    Error::internal("a chunk of text does not have the lengths that were given")
}

/// How many bytes the first `units` UTF-16 units of a UTF-8 text take.
fn utf8_length(text: &[u8], units: u32) -> usize {
    let (mut bytes, mut seen) = (0, 0);
    while seen < units {
        // The first byte of a character tells its length; only those of four bytes take two units.
        let (length, taken) = match text.get(bytes) {
            None => break,
            Some(0x00..=0x7f) => (1, 1),
            Some(0x80..=0xdf) => (2, 1),
            Some(0xe0..=0xef) => (3, 1),
            Some(0xf0..=0xff) => (4, 2),
        };
        bytes += length;
        seen += taken;
    }
    bytes
}

/// The decimals of Apache Arrow as floating-point numbers, correctly rounded: each is a whole number of 32-bit words in
/// little endian two's complement, to be divided by 10 to the `scale`.
///
/// # Errors
///
/// [`ErrorKind::BadNumber`], with the row, for a number of more than 38 digits.
///
/// ```
/// assert_eq!(custometry::table::exchange::decimals(&[1999, 0, 0, 0], 4, 2)?, [19.99]);
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn decimals(words: &[u32], words_per_value: usize, scale: i32) -> Result<Vec<f64>> {
    if words_per_value == 0 {
        return Err(Error::internal("a decimal has no words"));
    }
    let mut values = try_vec(words.len() / words_per_value)?;
    for (row, value) in words.chunks_exact(words_per_value).enumerate() {
        let whole = whole_number(value)
            .ok_or_else(|| Error::new(ErrorKind::BadNumber, "the decimal has more than 38 digits").with_row(row))?;
        let exact = whole.unsigned_abs() <= 1 << 53 && (0..=22).contains(&scale);
        // Both are exact, so the quotient is rounded once. Otherwise the digits are read.
        let parsed =
            if exact { Some(whole as f64 / 10_f64.powi(scale)) } else { number::parse(&format!("{whole}e{}", -scale)) };
        values.push(parsed.ok_or_else(|| Error::internal("a decimal could not be read"))?);
    }
    Ok(values)
}

fn whole_number(words: &[u32]) -> Option<i128> {
    let negative = words.last().is_some_and(|&word| word >> 31 == 1);
    let filler = if negative { u32::MAX } else { 0 };
    if words.iter().skip(4).any(|&word| word != filler) {
        return None;
    }
    let word = |place| u128::from(words.get(place).copied().unwrap_or(filler)) << (32 * place);
    let number = (0..4).map(word).fold(0, |number, word| number | word) as i128;
    ((number < 0) == negative).then_some(number)
}
