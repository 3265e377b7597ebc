//! Checks of quality, saved and read back: the columns that they keep, and what was decided while rows came in.

use super::accumulator::{Early, NOT_ASKED, QualityAccumulator};
use super::check::{Check, QualityOptions};
use super::field::{Field, KINDS, Values};
use crate::error::{Error, ErrorKind, Result};
use crate::state::{Reader, Writer, damaged};
use crate::table::{KeyIndex, NO_FLAG};
use crate::time::is_instant;

impl QualityAccumulator {
    /// The kind of its states, as [`crate::state::note`] takes it.
    pub const KIND: &'static str = "quality";

    /// All that it has seen, with a note of the caller's. The raw values of the columns that are checked are in it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::OutOfMemory`].
    ///
    /// ```
    /// use custometry::accumulate::Accumulate;
    /// use custometry::quality::{Check, QualityAccumulator, Rule};
    /// use custometry::table::Table;
    ///
    /// let checks = [Check::new("name", Rule::Required)];
    /// let mut running = QualityAccumulator::new(&checks, &Default::default())?;
    /// running.update(running.batch(&Table::from_csv(b"name,age\nAnn,34\n,3\n", &Default::default())?)?)?;
    /// let again = QualityAccumulator::from_state(&checks, &Default::default(), &running.to_state("")?)?;
    /// assert_eq!(again.finish()?.score, Some(50.0));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn to_state(&self, note: &str) -> Result<Vec<u8>> {
        let mut state = Writer::new(Self::KIND, note)?;
        state.u64(self.rows)?;
        state.u32(self.fields.len() as u32)?;
        for (name, field) in self.names.iter().zip(&self.fields) {
            state.text(name)?;
            field.write(&mut state)?;
        }
        state.u32(self.checks.len() as u32)?;
        for (check, early) in self.checks.iter().zip(&self.early) {
            state.text(check.rule.name())?;
            state.u8s(&early.decided)?;
            state.u32(early.broken.is_some().into())?;
            state.text(early.broken.as_deref().unwrap_or_default())?;
        }
        state.finish()
    }

    /// The accumulator that was saved. Checks and options must be those that it was made with.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadState`] for bytes that are no such state, are damaged, of another version, or were saved with other checks; and as
    /// [`QualityAccumulator::new`].
    pub fn from_state(checks: &[Check], options: &QualityOptions, bytes: &[u8]) -> Result<QualityAccumulator> {
        let mut state = Reader::open(Self::KIND, bytes)?;
        let mut quality = QualityAccumulator::new(checks, options)?;
        quality.rows = state.u64()?;
        if quality.rows > i32::MAX as u64 {
            return Err(damaged());
        }
        let rows = quality.rows as usize;
        if state.u32()? as usize != quality.fields.len() {
            return Err(other_checks());
        }
        for (name, field) in quality.names.iter().zip(&mut quality.fields) {
            if state.text()? != name {
                return Err(other_checks());
            }
            *field = Field::read(&mut state, rows)?;
        }
        if state.u32()? as usize != checks.len() {
            return Err(other_checks());
        }
        for (check, early) in checks.iter().zip(&mut quality.early) {
            if state.text()? != check.rule.name() {
                return Err(other_checks());
            }
            let decided = state.u8s()?;
            let is_broken = state.flag()?;
            let broken = state.text()?.to_owned();
            let length = if check.rule.is_decided_early() { rows } else { 0 };
            if decided.len() != length || decided.iter().any(|&one| one > NOT_ASKED) {
                return Err(damaged());
            }
            *early = Early { decided, broken: is_broken.then_some(broken) };
        }
        state.close()?;
        Ok(quality)
    }
}

fn other_checks() -> Error {
    Error::new(ErrorKind::BadState, "the state was saved with other checks")
        .with_help("Give the checks and options that it was made with.")
}

/// What stands before the values of a column.
const NOTHING: u32 = 0;
const NUMBERS: u32 = 1;
const FLAGS: u32 = 2;
const INSTANTS: u32 = 3;
const DAYS: u32 = 4;
const TEXTS: u32 = 5;
const MIXED: u32 = 6;

impl Field {
    fn write(&self, state: &mut Writer) -> Result<()> {
        state.u32(self.is_known.into())?;
        let mut numbers = |kind, values: &[f64]| {
            state.u32(kind)?;
            state.f64s(values.iter().copied())
        };
        match &self.values {
            Values::Nothing => state.u32(NOTHING),
            Values::Numbers(values) => numbers(NUMBERS, values),
            Values::Instants(values) => numbers(INSTANTS, values),
            Values::Days(values) => numbers(DAYS, values),
            Values::Flags(values) => {
                state.u32(FLAGS)?;
                state.u8s(values)
            }
            Values::Texts { codes, texts } => {
                state.u32(TEXTS)?;
                state.i32s(codes.iter().copied())?;
                texts.write(state)
            }
            Values::Mixed { codes, texts, kinds } => {
                state.u32(MIXED)?;
                state.i32s(codes.iter().copied())?;
                texts.write(state)?;
                state.u8s(kinds)
            }
        }
    }

    fn read(state: &mut Reader<'_>, rows: usize) -> Result<Field> {
        let is_known = state.flag()?;
        let kind = state.u32()?;
        let values = match kind {
            NOTHING => Values::Nothing,
            NUMBERS | INSTANTS | DAYS => {
                let values = state.f64s()?;
                let is_date = kind != NUMBERS;
                if values.len() != rows || is_date && values.iter().any(|&ms| !ms.is_nan() && !is_instant(ms)) {
                    return Err(damaged());
                }
                match kind {
                    NUMBERS => Values::Numbers(values),
                    INSTANTS => Values::Instants(values),
                    _ => Values::Days(values),
                }
            }
            FLAGS => {
                let values = state.u8s()?;
                if values.len() != rows || values.iter().any(|&flag| flag > NO_FLAG) {
                    return Err(damaged());
                }
                Values::Flags(values)
            }
            TEXTS | MIXED => {
                let codes = state.i32s()?;
                let texts = KeyIndex::read(state)?;
                let known = texts.dictionary().map_or(0, |dictionary| dictionary.len() as i64);
                if codes.len() != rows || codes.iter().any(|&code| code < -1 || i64::from(code) >= known) {
                    return Err(damaged());
                }
                match kind {
                    TEXTS => Values::Texts { codes, texts },
                    _ => {
                        let kinds = state.u8s()?;
                        if kinds.len() != rows || kinds.iter().any(|&kind| usize::from(kind) >= KINDS) {
                            return Err(damaged());
                        }
                        Values::Mixed { codes, texts, kinds }
                    }
                }
            }
            _ => return Err(damaged()),
        };
        Ok(Field { rows, is_known, values })
    }
}
