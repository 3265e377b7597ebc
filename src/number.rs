//! Numbers as text: reading decimal numbers, correctly rounded, and writing the shortest ones that read back the same.
//!
//! The standard library does both with tables and code that together take a tenth of the WebAssembly module, so there only
//! the common case is done here, and what is left is asked of JavaScript, whose engines have the same in them. A decimal number
//! of few digits is the product or quotient of two numbers that are exact, and therefore rounded once (Clinger (1990), "How to
//! Read Floating Point Numbers Accurately"). The text is that of the standard library in every case.

#[cfg(target_arch = "wasm32")]
use crate::wasm::number as platform;

/// What the standard library does, where size does not count.
#[cfg(not(target_arch = "wasm32"))]
mod platform {
    /// The nearest number to a decimal number, ties to even.
    pub(super) fn nearest(text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }

    /// The shortest text that reads back as the same number, the nearest of them, and of two as near the even one, as `1.5e-7`.
    pub(super) fn scientific(value: f64) -> String {
        // The standard library finds how many digits it takes, but of two texts as near it gives the upper one.
        let shortest = format!("{value:e}");
        let digits = shortest.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
        let nearest = format!("{value:.*e}", digits.saturating_sub(1));
        if nearest.parse() == Ok(value) { nearest } else { shortest }
    }
}

/// The powers of 10 that are exact.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whole numbers below are exact, and so is the text of any number with as few digits.
const EXACT: f64 = 1e15;

/// Reads a decimal number such as `-1.5e3`, also `+1`, `.5` and `1.`, rounded to the nearest, ties to even. Too large a one
/// is infinite, but infinity has no name here.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let all = text.as_bytes();
    let (is_negative, rest) = sign(all);
    let (whole, rest) = digits(rest);
    let (fraction, rest) = rest.strip_prefix(b".").map_or((&[][..], rest), digits);
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => {
            let (is_negative, rest) = sign(rest);
            let (places, rest) = digits(rest);
            if places.is_empty() || !rest.is_empty() {
                return None;
            }
            let size = value(places).min(EXACT as u64) as i64;
            if is_negative { -size } else { size }
        }
        _ => return None,
    };
    let length = whole.len() + fraction.len();
    if length == 0 {
        return None;
    }
    let power = exponent - fraction.len() as i64;
    match POWERS.get(power.unsigned_abs() as usize) {
        Some(by) if length <= 15 => {
            let digits = (value(whole) * 10_u64.pow(fraction.len() as u32) + value(fraction)) as f64;
            let size = if power < 0 { digits / by } else { digits * by };
            Some(if is_negative { -size } else { size })
        }
        _ => Some(platform::nearest(text)),
    }
}

/// The number as text, as `{}` prints it: the shortest digits that read back as the same number, without an exponent; of two as
/// near the even ones.
pub(crate) fn text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    let size = value.abs();
    let digits = if size.is_infinite() {
        "inf".to_owned()
    } else if let Some(digits) = short(size) {
        digits
    } else {
        plain(&platform::scientific(size))
    };
    if value.is_sign_negative() { "-".to_owned() + &digits } else { digits }
}

/// The number as text, as `{:e}` prints it: one digit before the point, and an exponent.
pub(crate) fn scientific(value: f64) -> String {
    platform::scientific(value)
}

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// The digits that a text begins with, and what follows.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let length = text.iter().take_while(|c| c.is_ascii_digit()).count();
    text.split_at_checked(length).unwrap_or((text, &[]))
}

/// The whole number that digits write, or the largest one there is.
fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |value: u64, c| value.saturating_mul(10).saturating_add(u64::from(c - b'0')))
}

/// The text of a number that has 15 digits or fewer: no other number has one as short.
fn short(size: f64) -> Option<String> {
    for (places, power) in POWERS.iter().enumerate() {
        let scaled = size * power;
        if scaled >= EXACT {
            return None;
        }
        let whole = (scaled + 0.5) as u64;
        if whole as f64 / power == size {
            let mut text = format!("{whole:0width$}", width = places + 1);
            if places > 0 {
                text.insert(text.len() - places, '.');
            }
            return Some(text);
        }
    }
    None
}

/// `1.5e-7` without an exponent.
fn plain(scientific: &str) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let mut text: String = mantissa.chars().filter(|&c| c != '.').collect();
    let places = exponent.unsigned_abs() as usize;
    if exponent < 0 {
        return "0.".to_owned() + &"0".repeat(places - 1) + &text;
    }
    if text.len() > places + 1 {
        text.insert(places + 1, '.');
    } else {
        text.extend(std::iter::repeat_n('0', places + 1 - text.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{parse, plain, scientific, short, text};

    fn random(mut state: u64) -> impl FnMut() -> u64 {
        move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        }
    }

    /// The standard library is the reference: it rounds correctly.
    fn check_reading(text: &str) {
        let (ours, theirs) = (parse(text), text.parse::<f64>().ok());
        assert_eq!(ours.map(f64::to_bits), theirs.map(f64::to_bits), "{text}");
    }

    fn check_writing(value: f64) {
        // Of two texts as near to the number the standard library has the upper one, and this the even one.
        let check = |ours: String, theirs: String| {
            let even =
                ours.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').strip_suffix('e').unwrap_or(&ours);
            let is_other =
                ours.len() == theirs.len() && ours.parse() == Ok(value) && even.ends_with(['0', '2', '4', '6', '8']);
            assert!(ours == theirs || is_other, "{ours} {theirs}");
        };
        check(text(value), value.to_string());
        check(scientific(value), format!("{value:e}"));
        // What JavaScript is asked for goes this way, also where the short way is open.
        if value.is_finite() && value.is_sign_positive() {
            assert_eq!(plain(&format!("{value:e}")), value.to_string());
        }
    }

    #[test]
    fn forms_are_those_of_the_standard_library() {
        let texts = "- + . -. +. 1. .5 . -.5e1 -0 -0.0 +1 1e 1e+ 1e- 1e5 1E-5 1e+05 e5 .e5 1.5.2 --1 +-1 0x1 1_0 1e5.5 1e1e1 1,5 ٣";
        texts.split(' ').chain(["", " 1", "1 ", "1\0"]).for_each(check_reading);
        ["inf", "-infinity", "nan", "NaN"].into_iter().for_each(|text| assert_eq!(parse(text), None));
    }

    #[test]
    fn limits_are_those_of_the_format() {
        let texts = "1e400 -1e400 1e-400 1e99999999999999999999 1e-99999999999999999999 0e99999999999999999999 4.9e-324 \
            1.7976931348623159e308 9007199254740993 999999999999999 9999999999999999 123456789012345.6 1e22 1e23 \
            999999999999999e22 999999999999999e-22 999999999999999e23 .000000000000001 000000000000001.5 1.50e-20";
        texts.split_whitespace().for_each(check_reading);
        let numbers =
            [0.0, -0.0, 1e15, 1e15 - 1.0, 1e15 - 0.125, 1e21, 1e22, 1e23, 5e-324, f64::MAX, f64::MIN_POSITIVE];
        numbers.into_iter().chain([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e-22, 1e-23]).for_each(check_writing);
    }

    #[test]
    fn the_short_way_reads_and_writes_as_the_standard_library_does() {
        let mut random = random(0x2545_f491_4f6c_dd1d);
        for _ in 0..50_000 {
            let digits = random() % 10_u64.pow((random() % 17) as u32);
            let text = format!("{digits}e{}", (random() % 60) as i32 - 30);
            check_reading(&text);
            check_writing(text.parse().unwrap_or_default());
            check_reading(&format!("{}.{}", digits % 100_000, random() % 1_000_000));
            check_writing(f64::from_bits(random()));
            // Neighbours of short numbers have long texts.
            check_writing((digits as f64 / 100.0).next_up());
        }
    }

    #[test]
    fn the_short_way_is_taken_by_amounts() {
        assert_eq!(short(1234.56).as_deref(), Some("1234.56"));
        assert_eq!(short(0.05).as_deref(), Some("0.05"));
        assert_eq!(short(0.1 + 0.2), None);
    }
}
