//! What a check says of each row, and how one look at each distinct value becomes that.

use super::field::{Field, KINDS, TEXT, Value, Values, of_kind};
use super::reasons::Found;
use crate::error::{Result, try_filled, try_vec};
use crate::table::DictionaryBuilder;

/// The row passes.
pub(super) const PASS: u32 = 0;
/// The check has nothing to say of the row.
pub(super) const UNTESTED: u32 = 1;
const FIRST: u32 = 2;
/// Not yet known.
const OPEN: u32 = u32::MAX;

/// Whether the row fails, be it with a warning.
#[inline]
pub(super) const fn is_failing(verdict: u32) -> bool {
    verdict >= FIRST
}

/// Whether what fails is only unlikely.
pub(super) const fn is_warning(verdict: u32) -> bool {
    is_failing(verdict) && verdict & 1 == 1
}

/// The reason of a failing row.
pub(super) const fn reason(verdict: u32) -> i32 {
    (verdict / 2) as i32 - 1
}

/// The reasons that are given, each once.
#[derive(Debug, Default)]
pub(super) struct Reasons(pub(super) DictionaryBuilder);

impl Reasons {
    pub(super) fn verdict(&mut self, found: Option<Found>) -> Result<u32> {
        match found {
            None => Ok(PASS),
            Some(Found { reason, is_warning }) => {
                Ok(FIRST + 2 * self.0.intern(&reason)? as u32 + u32::from(is_warning))
            }
        }
    }
}

/// The verdict for each row of a field, of which those out of `mask` are not tested. Each distinct text is looked at once.
pub(super) fn spread(
    field: &Field,
    mask: Option<&[bool]>,
    null: u32,
    decide: &mut dyn FnMut(Value<'_>) -> Result<u32>,
) -> Result<Vec<u32>> {
    let mut verdicts = try_vec(field.rows)?;
    let is_in = |row: usize| mask.is_none_or(|mask| mask.get(row).copied().unwrap_or(false));
    let (codes, texts, kinds): (&[i32], _, &[u8]) = match &field.values {
        Values::Texts { codes, texts } => (codes, texts, &[]),
        Values::Mixed { codes, texts, kinds } => (codes, texts, kinds),
        _ => {
            for row in 0..field.rows {
                verdicts.push(match field.get(row) {
                    _ if !is_in(row) => UNTESTED,
                    None => null,
                    Some(value) => decide(value)?,
                });
            }
            return Ok(verdicts);
        }
    };
    let per_text = if kinds.is_empty() { 1 } else { KINDS };
    let mut known = try_filled(per_text * texts.len(), OPEN)?;
    for (row, &code) in codes.iter().enumerate() {
        let kind = kinds.get(row).copied().unwrap_or(TEXT);
        let slot = usize::try_from(code).ok().and_then(|code| known.get_mut(code * per_text + usize::from(kind)));
        verdicts.push(match slot {
            _ if !is_in(row) => UNTESTED,
            None => null,
            Some(slot) => {
                if *slot == OPEN {
                    *slot = decide(of_kind(texts.text(code).unwrap_or_default(), kind))?;
                }
                *slot
            }
        });
    }
    Ok(verdicts)
}
