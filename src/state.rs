//! Saved states of accumulators: the bytes, and the care that is taken when they are read back.
//!
//! A state is `custometry`, a zero byte, the version of the format, the kind of analysis, a note of the caller's (the
//! package keeps the options there), what the accumulator wrote, and a checksum over all of it. Numbers are little endian;
//! a list is its length and its items. Reading never trusts a length, so that bytes which only look like a state are an
//! error and nothing worse.

use crate::error::{Error, ErrorKind, Result, try_vec};
use crate::skipped::{Skipped, SkippedRow};
use crate::stats::sum::ExactSum;

const MAGIC: &[u8] = b"custometry\0";

/// Raised with every change of what accumulators write.
const VERSION: u32 = 1;

/// What the caller noted when a state of the given kind was saved.
///
/// # Errors
///
/// [`ErrorKind::BadState`] for bytes that are no state, are damaged, of another kind, or of another version.
pub fn note<'a>(kind: &str, bytes: &'a [u8]) -> Result<&'a str> {
    Reader::open(kind, bytes).map(|reader| reader.note)
}

/// Writes a state.
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(kind: &str, note: &str) -> Result<Writer> {
        let mut writer = Writer { bytes: MAGIC.to_vec() };
        writer.u32(VERSION)?;
        writer.text(kind)?;
        writer.text(note)?;
        Ok(writer)
    }

    pub(crate) fn finish(mut self) -> Result<Vec<u8>> {
        let checksum = checksum(&self.bytes);
        self.u64(checksum)?;
        Ok(self.bytes)
    }

    fn raw(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes.try_reserve(bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    pub(crate) fn u32(&mut self, value: u32) -> Result<()> {
        self.raw(&value.to_le_bytes())
    }

    pub(crate) fn u64(&mut self, value: u64) -> Result<()> {
        self.raw(&value.to_le_bytes())
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.u64(text.len() as u64)?;
        self.raw(text.as_bytes())
    }

    pub(crate) fn u32s(&mut self, values: impl ExactSizeIterator<Item = u32>) -> Result<()> {
        self.u64(values.len() as u64)?;
        self.bytes.try_reserve(4 * values.len())?;
        values.for_each(|value| self.bytes.extend_from_slice(&value.to_le_bytes()));
        Ok(())
    }

    pub(crate) fn i32s(&mut self, values: impl ExactSizeIterator<Item = i32>) -> Result<()> {
        self.u32s(values.map(|value| value as u32))
    }

    pub(crate) fn u8s(&mut self, values: &[u8]) -> Result<()> {
        self.u64(values.len() as u64)?;
        self.raw(values)
    }

    pub(crate) fn u64s(&mut self, values: impl ExactSizeIterator<Item = u64>) -> Result<()> {
        self.u64(values.len() as u64)?;
        self.bytes.try_reserve(8 * values.len())?;
        values.for_each(|value| self.bytes.extend_from_slice(&value.to_le_bytes()));
        Ok(())
    }

    pub(crate) fn f64s(&mut self, values: impl ExactSizeIterator<Item = f64>) -> Result<()> {
        self.u64s(values.map(f64::to_bits))
    }

    pub(crate) fn skipped(&mut self, skipped: &Skipped) -> Result<()> {
        self.u64(skipped.count)?;
        self.u32(skipped.truncated.into())?;
        self.u64(skipped.rows.len() as u64)?;
        for SkippedRow { row, column, reason } in &skipped.rows {
            self.u64(*row)?;
            self.text(column)?;
            self.text(reason)?;
        }
        Ok(())
    }
}

/// Reads a state.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    /// What the caller noted.
    pub(crate) note: &'a str,
}

impl<'a> Reader<'a> {
    /// Opens a state of the given kind.
    pub(crate) fn open(kind: &str, bytes: &'a [u8]) -> Result<Reader<'a>> {
        let unknown = || bad("the bytes are not a state of custometry").with_help(SAVE_AGAIN);
        let (content, sum) = bytes.split_last_chunk::<8>().ok_or_else(unknown)?;
        let rest = content.strip_prefix(MAGIC).ok_or_else(unknown)?;
        let mut reader = Reader { rest, note: "" };
        let version = reader.u32()?;
        if version != VERSION {
            return Err(bad(format!("the state has format {version}, and this version reads format {VERSION}"))
                .with_help("Read it with the version of custometry that wrote it, or compute it again."));
        }
        if checksum(content) != u64::from_le_bytes(*sum) {
            return Err(damaged());
        }
        let found = reader.text()?;
        if found != kind {
            return Err(bad(format!("the state is one of \"{found}\", not of \"{kind}\""))
                .with_help("Name the kind of analysis that the state was saved from."));
        }
        reader.note = reader.text()?;
        Ok(reader)
    }

    /// Everything must have been read.
    pub(crate) fn close(self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(damaged()) }
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8]> {
        let split = usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length));
        let (taken, rest) = split.ok_or_else(damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    fn chunk<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (chunk, rest) = self.rest.split_first_chunk().ok_or_else(damaged)?;
        self.rest = rest;
        Ok(*chunk)
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        self.chunk().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        self.chunk().map(u64::from_le_bytes)
    }

    pub(crate) fn flag(&mut self) -> Result<bool> {
        match self.u32()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(damaged()),
        }
    }

    pub(crate) fn text(&mut self) -> Result<&'a str> {
        let length = self.u64()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| damaged())
    }

    fn items<const N: usize, T>(&mut self, item: impl Fn([u8; N]) -> T) -> Result<Vec<T>> {
        let length = self.u64()?.checked_mul(N as u64).ok_or_else(damaged)?;
        let (chunks, _) = self.take(length)?.as_chunks();
        let mut items = try_vec(chunks.len())?;
        items.extend(chunks.iter().map(|chunk| item(*chunk)));
        Ok(items)
    }

    pub(crate) fn u32s(&mut self) -> Result<Vec<u32>> {
        self.items(u32::from_le_bytes)
    }

    pub(crate) fn i32s(&mut self) -> Result<Vec<i32>> {
        self.items(i32::from_le_bytes)
    }

    pub(crate) fn u8s(&mut self) -> Result<Vec<u8>> {
        self.items(u8::from_le_bytes)
    }

    pub(crate) fn u64s(&mut self) -> Result<Vec<u64>> {
        self.items(u64::from_le_bytes)
    }

    pub(crate) fn f64s(&mut self) -> Result<Vec<f64>> {
        self.items(f64::from_le_bytes)
    }

    /// An exact sum from its parts.
    pub(crate) fn sum(&mut self) -> Result<ExactSum> {
        let parts = self.f64s()?;
        if parts.iter().any(|part| !part.is_finite()) {
            return Err(damaged());
        }
        Ok(parts.into_iter().collect())
    }

    pub(crate) fn skipped(&mut self) -> Result<Skipped> {
        let (count, truncated) = (self.u64()?, self.flag()?);
        let listed = self.u64()?;
        if listed > Skipped::LISTED as u64 || listed > count {
            return Err(damaged());
        }
        let mut rows = Vec::new();
        for _ in 0..listed {
            rows.push(SkippedRow {
                row: self.u64()?,
                column: self.text()?.to_owned(),
                reason: self.text()?.to_owned(),
            });
        }
        Ok(Skipped { count, rows, truncated })
    }
}

const SAVE_AGAIN: &str = "Give the bytes of toState() as they are, or compute the analysis again.";

fn bad(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::BadState, message)
}

/// The error for bytes that contradict themselves.
pub(crate) fn damaged() -> Error {
    bad("the state is damaged").with_help(SAVE_AGAIN)
}

/// A sum over all bytes that an accidental change will not leave as it is; no protection against intent.
fn checksum(bytes: &[u8]) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let (chunks, tail) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
    let mut state = bytes.len() as u64;
    for chunk in chunks.iter().chain(std::iter::once(&last)) {
        state = (state ^ u64::from_le_bytes(*chunk)).wrapping_mul(K).rotate_left(29);
    }
    state ^ state >> 32
}
