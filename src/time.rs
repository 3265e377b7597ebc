//! Dates: what counts as one, and which calendar day it falls on.
//!
//! A [`Moment`] is either a civil day ("2026-01-31", the same day wherever it is read) or an instant (a point in time,
//! which falls on a day only once a [`UtcOffset`] is chosen). The grammar is the part of ISO 8601 that leaves no doubt:
//! four-digit years, and a UTC offset on every time of day. Days are counted from 1970-01-01, instants in milliseconds.
//! The calendar is the proleptic Gregorian one, computed by chrono.

use crate::error::{Error, ErrorKind, Result, quoted};
use crate::number;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike};

pub(crate) const MS_PER_DAY: f64 = 86_400_000.0;
/// 0001-01-01T00:00Z and the last millisecond of year 9999: later or earlier instants are taken for a wrong unit.
const FIRST_MS: f64 = -62_135_596_800_000.0;
const LAST_MS: f64 = 253_402_300_799_999.0;
/// 0001-01-01, the first day that is taken for a date.
pub(crate) const FIRST_DAY: i32 = 1 - EPOCH_FROM_CE;
/// 1970-01-01 in chrono's count of days, which starts at 0001-01-01 with 1.
const EPOCH_FROM_CE: i32 = 719_163;

const HELP: &str =
    "Write dates as ISO 8601: \"2026-01-31\", or with a time and an offset \"2026-01-31T08:00:00+08:00\".";

/// A calendar day or a point in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// A calendar day, in days since 1970-01-01.
    Day(i32),
    /// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
    Instant(f64),
}

impl Moment {
    /// Reads `2026-01-31` as a day, and `2026-01-31T08:00[:00[.000]]` followed by `Z` or `+08:00` as an instant.
    /// A space may stand for the `T`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadDate`] when the text is not of that form, when there is no such day (2025-02-30), and when a time
    /// of day comes without an offset, since it would then depend on where the program runs.
    ///
    /// ```
    /// use custometry::time::Moment;
    ///
    /// assert_eq!(Moment::parse("1970-01-02")?, Moment::Day(1));
    /// assert_eq!(Moment::parse("1970-01-01T08:00+08:00")?, Moment::Instant(0.0));
    /// assert!(Moment::parse("2025-02-30").is_err());
    /// assert!(Moment::parse("01/02/2026").is_err());
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Moment> {
        parse(text.as_bytes()).map_err(|fault| {
            let message = match fault {
                Fault::Form => format!("{} is not an ISO 8601 date", quoted(text)),
                Fault::NoSuchDay => format!("{} is not a day of the calendar", quoted(text)),
                Fault::NoSuchTime => format!("{} has an impossible time of day or offset", quoted(text)),
                Fault::NoOffset => format!("{} has a time of day but no UTC offset", quoted(text)),
            };
            Error::new(ErrorKind::BadDate, message).with_help(HELP)
        })
    }

    /// A point in time from milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::BadDate`] when it is not finite or lies outside the years 1 to 9999.
    pub fn from_epoch_ms(ms: f64) -> Result<Moment> {
        if is_instant(ms) {
            return Ok(Moment::Instant(ms));
        }
        Err(Error::new(ErrorKind::BadDate, format!("{} ms is not a date in the years 1 to 9999", number::text(ms)))
            .with_help("Numbers are milliseconds since 1970-01-01T00:00:00Z."))
    }

    /// The calendar day it falls on, in days since 1970-01-01.
    pub fn day(self, offset: UtcOffset) -> i32 {
        match self {
            Moment::Day(day) => day,
            Moment::Instant(ms) => day_of(ms, offset),
        }
    }
}

/// How far a clock is ahead of UTC: which calendar day an instant falls on depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UtcOffset {
    ms: f64,
}

impl UtcOffset {
    /// How far, in milliseconds.
    pub(crate) fn ms(self) -> f64 {
        self.ms
    }

    /// Reads `+08:00`, `-05:30` or `Z`, up to 18 hours either way.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidOption`] for anything else, names of time zones among it.
    ///
    /// ```
    /// use custometry::time::{Moment, UtcOffset};
    ///
    /// let beijing = UtcOffset::parse("+08:00")?;
    /// assert_eq!(Moment::parse("2025-12-31T16:00:00Z")?.day(beijing), Moment::parse("2026-01-01")?.day(beijing));
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<UtcOffset> {
        match offset_ms(text.as_bytes()) {
            Some(ms) => Ok(UtcOffset { ms }),
            None => Err(Error::invalid_option(format!("utcOffset {} is not a UTC offset", quoted(text)))
                .with_help("Write it as \"+08:00\" or \"-05:30\".")),
        }
    }
}

/// Whether a number of milliseconds lies in the years that are taken for dates.
pub(crate) fn is_instant(ms: f64) -> bool {
    (FIRST_MS..=LAST_MS).contains(&ms)
}

/// The calendar day of an instant. `ms` must satisfy [`is_instant`], which keeps the quotient exact enough for `floor`.
#[inline]
pub(crate) fn day_of(ms: f64, offset: UtcOffset) -> i32 {
    ((ms + offset.ms) / MS_PER_DAY).floor() as i32
}

/// A number that is a plausible date in the form 20260131, and so should not be taken for milliseconds.
pub(crate) fn looks_like_yyyymmdd(value: f64) -> bool {
    if !(19_000_101.0..=21_001_231.0).contains(&value) || value.fract() != 0.0 {
        return false;
    }
    let value = value as u32;
    NaiveDate::from_ymd_opt((value / 10_000) as i32, value / 100 % 100, value % 100).is_some()
}

/// The date of a count of days since 1970-01-01; chrono's first or last date for a count beyond it.
pub(crate) fn date_of(day: i32) -> NaiveDate {
    let limit = if day < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    NaiveDate::from_num_days_from_ce_opt(day.saturating_add(EPOCH_FROM_CE)).unwrap_or(limit)
}

/// The number of days from 1970-01-01 to a date.
pub(crate) fn day_number(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - EPOCH_FROM_CE
}

/// `2026-01-31` for a count of days since 1970-01-01.
pub(crate) fn format_day(day: i32) -> String {
    let date = date_of(day);
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `2026-01-31T08:00:00.000Z`, as JavaScript's `toISOString` has it.
pub(crate) fn format_instant(ms: f64) -> String {
    if is_instant(ms) {
        return format_usual(ms.floor());
    }
    match DateTime::from_timestamp_millis(ms.floor() as i64) {
        Some(t) => format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second(),
            t.timestamp_subsec_millis()
        ),
        None => format!("{} ms since 1970-01-01", number::text(ms)),
    }
}

/// A whole number of milliseconds in the years 1 to 9999; by the million where a column of dates fails a check.
fn format_usual(ms: f64) -> String {
    let day = (ms / MS_PER_DAY).floor();
    let time = (ms - day * MS_PER_DAY) as u32;
    let date = date_of(day as i32);
    let mut text = String::with_capacity(24);
    let mut push = |value: u32, width: u32, end: char| {
        for place in (0..width).rev() {
            text.push(char::from(b'0' + (value / 10_u32.pow(place) % 10) as u8));
        }
        text.push(end);
    };
    push(date.year().unsigned_abs(), 4, '-');
    push(date.month(), 2, '-');
    push(date.day(), 2, 'T');
    push(time / 3_600_000, 2, ':');
    push(time / 60_000 % 60, 2, ':');
    push(time / 1000 % 60, 2, '.');
    push(time % 1000, 3, 'Z');
    text
}

enum Fault {
    Form,
    NoSuchDay,
    NoSuchTime,
    NoOffset,
}

fn parse(text: &[u8]) -> Result<Moment, Fault> {
    let (date, rest) = text.split_at_checked(10).ok_or(Fault::Form)?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else { return Err(Fault::Form) };
    let year = digits(&[y1, y2, y3, y4]).ok_or(Fault::Form)?;
    let month = digits(&[m1, m2]).ok_or(Fault::Form)?;
    let day = digits(&[d1, d2]).ok_or(Fault::Form)?;
    if year == 0 {
        return Err(Fault::NoSuchDay);
    }
    let date = NaiveDate::from_ymd_opt(year as i32, month, day).ok_or(Fault::NoSuchDay)?;
    let day = day_number(date);
    let time = match rest {
        [] => return Ok(Moment::Day(day)),
        [b'T' | b' ', time @ ..] => time,
        _ => return Err(Fault::Form),
    };
    let &[h1, h2, b':', n1, n2, ref rest @ ..] = time else { return Err(Fault::Form) };
    let hour = digits(&[h1, h2]).ok_or(Fault::Form)?;
    let minute = digits(&[n1, n2]).ok_or(Fault::Form)?;
    let (second, rest) = match *rest {
        [b':', s1, s2, ref rest @ ..] => (digits(&[s1, s2]).ok_or(Fault::Form)?, rest),
        _ => (0, rest),
    };
    let (millisecond, zone) = fraction(rest)?;
    let time = NaiveTime::from_hms_opt(hour, minute, second).ok_or(Fault::NoSuchTime)?;
    let offset = match zone {
        [] => return Err(Fault::NoOffset),
        [b'Z'] | [b'+' | b'-', ..] => offset_ms(zone).ok_or(Fault::NoSuchTime)?,
        _ => return Err(Fault::Form),
    };
    let ms = f64::from(day) * MS_PER_DAY + f64::from(time.num_seconds_from_midnight()) * 1000.0 + millisecond - offset;
    if is_instant(ms) { Ok(Moment::Instant(ms)) } else { Err(Fault::NoSuchDay) }
}

/// Milliseconds from `.123456` (further digits are cut, as in JavaScript), and what follows.
fn fraction(text: &[u8]) -> Result<(f64, &[u8]), Fault> {
    let [b'.', rest @ ..] = text else { return Ok((0.0, text)) };
    let length = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let (places, rest) = rest.split_at_checked(length).ok_or(Fault::Form)?;
    if places.is_empty() {
        return Err(Fault::Form);
    }
    let ms = places.iter().chain(&[b'0'; 3]).take(3).fold(0, |ms, digit| ms * 10 + u32::from(digit - b'0'));
    Ok((f64::from(ms), rest))
}

/// Milliseconds of `Z`, `+08:00` or `+0800`.
fn offset_ms(text: &[u8]) -> Option<f64> {
    let (sign, h1, h2, m1, m2) = match *text {
        [b'Z'] => return Some(0.0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => (sign, h1, h2, m1, m2),
        [sign @ (b'+' | b'-'), h1, h2, m1, m2] => (sign, h1, h2, m1, m2),
        _ => return None,
    };
    let (hours, minutes) = (digits(&[h1, h2])?, digits(&[m1, m2])?);
    if minutes > 59 || hours * 60 + minutes > 18 * 60 {
        return None;
    }
    let ms = f64::from(hours * 60 + minutes) * 60_000.0;
    Some(if sign == b'-' { -ms } else { ms })
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |n, c| c.is_ascii_digit().then(|| n * 10 + u32::from(c - b'0')))
}

#[cfg(test)]
mod tests {
    use super::{FIRST_MS, LAST_MS, format_usual};
    use chrono::{DateTime, SecondsFormat};

    #[test]
    fn instants_are_written_as_chrono_writes_them() {
        let mut ms = FIRST_MS;
        let mut step = 1.0;
        while ms <= LAST_MS {
            let expected =
                DateTime::from_timestamp_millis(ms as i64).map(|t| t.to_rfc3339_opts(SecondsFormat::Millis, true));
            assert_eq!(Some(format_usual(ms)), expected);
            step = (step * 1.7_f64).min(7_654_321_987.0).floor() + 1.0;
            ms += step;
        }
    }
}
