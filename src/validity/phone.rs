//! Telephone numbers, as people write them, to the one form in which they are dialled from anywhere: E.164.
//!
//! What is written is first brought to digits (`phone_text`), then read: with a country calling code, or as a national number of
//! the given region, or, where none is given, of mainland China, Hong Kong, Macao, Taiwan or North America.
//!
//! Sources: ITU-T E.164; China's numbering plan (YD/T, prefixes of mobile numbers as given out); North American Numbering Plan
//! (NANPA); the metadata of libphonenumber for what numbers of other regions start with.

use super::finding::{Fault, Finding};
use super::phone_plans::{Misfit, Plan, of_code, of_region, split_code};
use super::phone_text::{Written, written};
use super::text::surroundings;
use crate::error::{Error, Result as CrateResult, quoted};

const SHORT: Fault = &["phone-too-short", "too few digits: {}", "位数太少：{} 位"];
const LONG: Fault = &["phone-too-long", "too many digits: {}", "位数太多：{} 位"];
const NO_COUNTRY: Fault =
    &["phone-no-country", "no country has the calling code that it starts with", "开头不是任何国家或地区的代码"];
const START: Fault = &["phone-start", "no number of {} starts with this digit", "{} 没有以该数字开头的号码"];
const MOBILE: Fault = &[
    "phone-start",
    "11 digits, and a mobile number of mainland China starts with 13 to 19",
    "11 位数字，而中国大陆手机号以 13 至 19 开头",
];
const UNALLOCATED: Fault = &[
    "phone-unallocated",
    "has the form of a number of {}, and no number is known to start so: unallocated prefix",
    "形式上是 {} 的号码，但该号段尚未分配",
];
const NO_PLUS: Fault = &[
    "phone-no-plus",
    "seems to start with a country calling code: write + before it",
    "似乎以国家代码开头：请在前面加 +",
];
const UNKNOWN: Fault = &[
    "phone-unknown-plan",
    "is not a number of mainland China, Hong Kong, Macao, Taiwan or North America: write it with + and the country calling code",
    "不是中国大陆、香港、澳门、台湾或北美的号码：请写上 + 和国家代码",
];
const NO_AREA: Fault = &["phone-no-area", "the area code is missing", "缺少区号"];
const AREA: Fault = &[
    "phone-area",
    "no area code of North America starts with 0 or 1, ends in 11, or has 9 in the middle",
    "北美区号不以 0 或 1 开头，不以 11 结尾，中间不为 9",
];
const EXCHANGE: Fault = &[
    "phone-exchange",
    "after the area code, no number of North America starts with 0 or 1, or with 211 to 911",
    "北美号码在区号之后不以 0 或 1 开头，也不是 211 至 911",
];
const FICTION: Fault = &[
    "phone-fiction",
    "555-0100 to 555-0199 are kept for films and examples",
    "555-0100 至 555-0199 是影视和示例专用号码",
];
const SERVICE: Fault =
    &["phone-service", "is a service number, which is not a customer's own", "是客服短号，不是客户自己的号码"];

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// `+`, the country calling code, and the national number: `+8613912345678`. Service numbers of China, which cannot be called from
    /// abroad, have their digits alone.
    pub e164: String,
    /// The region, ISO 3166-1 alpha-2; `001` for numbers of no country, such as those of satellites.
    pub region: &'static str,
    /// The digits of the extension.
    pub extension: Option<String>,
}

/// Reads a telephone number.
///
/// Digits may be in full width and set apart by spaces, hyphens, dots, slashes and round brackets. A number is
///
/// - international: `+`, `00` or `tel:+`, the country calling code and the number, with or without the `(0)` of the country; or
/// - national: of `region` (ISO 3166-1 alpha-2 in any case; see [`phone_region`]). Without a region, it is of mainland China (with `0` before
///   the area code of a landline), Taiwan (with `0`), Hong Kong, Macao, or North America, the first of these that it fits.
///
/// An extension may follow: `转 801`, `ext. 801`, `x801`, `#801`, and in China `-801`.
///
/// Mobile numbers of mainland China have 11 digits and start with 13, 145, 147, 150-153, 155-159, 162, 165-167, 170-173, 175-178,
/// 18, 190-193 or 195-199.
///
/// # Errors
///
/// What is wrong. These are warnings: a number of the right form whose prefix has not been given out, as far as is known; a service
/// number of China, such as 95588; a number for films, such as 212-555-0123; a North American number whose 11 digits, without `+` and
/// region, have nothing between them. What is wrong with a `region` is not: one that is not
/// known is as none.
///
/// ```
/// use custometry::validity::phone;
///
/// assert_eq!(phone("139 1234 5678", None)?.e164, "+8613912345678");
/// assert_eq!(phone("020 7946 0958", Some("GB"))?.e164, "+442079460958");
/// assert_eq!(phone("1391234567", Some("CN")).unwrap_err().code(), "phone-too-short");
/// assert!(phone("14012345678", None).unwrap_err().is_warning());
/// # Ok::<(), custometry::validity::Finding>(())
/// ```
pub fn phone(text: &str, region: Option<&str>) -> Result<Phone, Finding> {
    phones_of(region)(text)
}

/// The same for many numbers, whose region is looked up once.
pub(crate) fn phones_of(region: Option<&str>) -> impl Fn(&str) -> Result<Phone, Finding> + use<> {
    let plan = region.and_then(known_region);
    move |text| {
        surroundings(text)?;
        match read(text, plan)? {
            (phone, None) => Ok(phone),
            (_, Some(doubt)) => Err(doubt),
        }
    }
}

/// A telephone number as E.164, also where there is a doubt about it or space around it; None where it is none. Without its extension.
///
/// ```
/// use custometry::validity::normalized_phone;
///
/// assert_eq!(normalized_phone(" (0755) 2345-6789", None).as_deref(), Some("+8675523456789"));
/// assert_eq!(normalized_phone("none", None), None);
/// ```
pub fn normalized_phone(text: &str, region: Option<&str>) -> Option<String> {
    read(text, region.and_then(known_region)).ok().map(|(phone, _)| phone.e164)
}

/// The region of telephone numbers that an option names, in upper case.
///
/// # Errors
///
/// [`crate::ErrorKind::InvalidOption`] where it has no numbering plan.
///
/// ```
/// assert_eq!(custometry::validity::phone_region("gb")?, "GB");
/// # Ok::<(), custometry::Error>(())
/// ```
pub fn phone_region(text: &str) -> CrateResult<&'static str> {
    match known_region(text) {
        Some(plan) => Ok(plan.region),
        None => Err(Error::invalid_option(format!("{} is not a region of telephone numbers", quoted(text)))
            .with_help("Give a code of ISO 3166-1 with two letters, such as \"CN\", \"US\" or \"GB\".")),
    }
}

fn known_region(text: &str) -> Option<&'static Plan> {
    match text.to_ascii_uppercase().as_str() {
        "UK" => of_region("GB"),
        "001" => None,
        region => of_region(region),
    }
}

/// A number, and a doubt about it.
type Reading = (Phone, Option<Finding>);

fn read(text: &str, plan: Option<&'static Plan>) -> Result<Reading, Finding> {
    let mut number = written(text)?;
    let found = interpret(&number, plan);
    // 010-12345678-801: the digits after the last hyphen are an extension where the number is right without them.
    let is_chinese = plan.is_none_or(|plan| plan.region == "CN");
    if found.is_err()
        && is_chinese
        && number.extension.is_none()
        && let Some(shorter) = number.without_last_group()
        && let Ok(reading) = interpret(&shorter, plan)
    {
        return Ok(reading);
    }
    let (mut phone, doubt) = found?;
    phone.extension = number.extension.take();
    Ok((phone, doubt))
}

fn interpret(number: &Written, plan: Option<&'static Plan>) -> Result<Reading, Finding> {
    let digits = number.digits.as_str();
    let is_american = plan.is_some_and(|plan| plan.code == "1");
    let abroad = match plan {
        _ if number.is_international => Some(digits),
        Some(_) if is_american && digits.len() > 11 && digits.starts_with("011") => digits.get(3..),
        Some(plan) if plan.code == "61" && digits.starts_with("0011") => digits.get(4..),
        _ => digits.strip_prefix("00"),
    };
    let reading = match (abroad, plan) {
        (Some(digits), _) => international(digits),
        (None, Some(plan)) => national(digits, plan),
        (None, None) => anywhere(digits, number.starts_with_one),
    };
    let length = digits.len();
    match reading {
        Err(finding) if length > 15 && finding.code() != NO_COUNTRY[0] => {
            Err(if number.is_several { Finding::of(super::phone_text::SEVERAL) } else { counted(LONG, length) })
        }
        Err(_) if length < 5 => Err(counted(SHORT, length)),
        Ok((mut phone, doubt)) => {
            phone.extension.clone_from(&number.extension);
            Ok((phone, doubt))
        }
        other => other,
    }
}

/// A number with its country calling code.
fn international(digits: &str) -> Result<Reading, Finding> {
    if digits.len() > 15 {
        return Err(counted(LONG, digits.len()));
    }
    let (plans, rest) = split_code(digits).ok_or_else(|| Finding::of(NO_COUNTRY))?;
    of_plans(rest, plans)
}

/// A national number of the given region, or of another with the same calling code; also with the calling code and no `+`.
fn national(digits: &str, plan: &'static Plan) -> Result<Reading, Finding> {
    let plans = of_code(plan.code);
    if plan.region == "CN" && is_service(digits) {
        return Ok(service(digits));
    }
    let own = of_plans(digits, plans);
    if is_right(&own) {
        return own;
    }
    if let Some(rest) = digits.strip_prefix(plan.code) {
        let with_code = of_plans(rest, plans);
        if is_right(&with_code) || own.is_err() && with_code.is_ok() {
            return with_code;
        }
    }
    let is_local = match plan.code {
        "1" => digits.len() == 7,
        "86" => matches!(digits.len(), 7 | 8) && !digits.starts_with(['0', '1']),
        _ => false,
    };
    match own {
        Err(_) if is_local => Err(Finding::of(NO_AREA)),
        other => other,
    }
}

/// A number with neither region nor calling code.
fn anywhere(digits: &str, starts_with_one: bool) -> Result<Reading, Finding> {
    let length = digits.len();
    let second = digits.as_bytes().get(1).copied().unwrap_or_default();
    let is_mobile = digits.starts_with('1') && (b'3'..=b'9').contains(&second);
    let try_code = |digits: &str, code: &str| of_plans(digits, of_code(code));
    let reading = match length {
        _ if is_service(digits) => Ok(service(digits)),
        11 if starts_with_one && is_right(&try_code(digits, "1")) => try_code(digits, "1"),
        7..=14 if is_mobile => try_code(digits, "86"),
        9..=12 if digits.starts_with('0') => {
            let taiwan = try_code(digits, "886");
            let china = try_code(digits, "86");
            match length {
                9 | 10 if taiwan.is_ok() || china.is_err() => taiwan,
                _ => china,
            }
        }
        10 if digits.starts_with("400") || digits.starts_with("8008") || digits.starts_with("8009") => {
            try_code(digits, "86")
        }
        10 => try_code(digits, "1"),
        // A 1 before the area code. Without anything between them it may as well be a mistyped mobile number.
        11 if digits.starts_with('1') => match try_code(digits, "1") {
            Ok((phone, doubt)) => Ok((phone, doubt.or(Some(Finding::of(NO_PLUS).as_warning())))),
            Err(_) => Err(Finding::of(UNKNOWN)),
        },
        8 => match try_code(digits, "852") {
            hong_kong if is_right(&hong_kong) => hong_kong,
            hong_kong => match try_code(digits, "853") {
                macao if is_right(&macao) || hong_kong.is_err() => macao,
                _ => hong_kong,
            },
        },
        _ => Err(Finding::of(UNKNOWN)),
    };
    if is_right(&reading) || is_mobile {
        return reading;
    }
    let with_code = international(digits);
    let is_known = ["86", "852", "853", "886"].iter().any(|code| digits.starts_with(code));
    match (reading, with_code) {
        (_, with_code @ Ok((_, None))) if is_known => with_code,
        (Err(_), with_code @ Ok(_)) if is_known => with_code,
        (Err(_), Ok((_, None))) if length > 10 => Err(Finding::of(NO_PLUS)),
        (Err(_), _) if length < 8 => Err(counted(SHORT, length)),
        (Err(finding), _) if finding.code() == START[0] => Err(Finding::of(UNKNOWN)),
        (reading, _) => reading,
    }
}

/// The first of the plans that a national number fits into, with or without its trunk prefix; otherwise the least that is wrong with it.
fn of_plans(digits: &str, plans: &'static [Plan]) -> Result<Reading, Finding> {
    let mut least: Option<(Misfit, &str, &'static Plan)> = None;
    for plan in plans {
        let trunks = plan.trunk.split('|').filter(|trunk| !trunk.is_empty());
        let stripped = trunks.filter_map(|trunk| digits.strip_prefix(trunk));
        for national in std::iter::once(digits).chain(stripped) {
            match plan.check(national) {
                Ok(()) => return accepted(national, plan, None),
                Err(misfit) => {
                    // Without its trunk prefix a number says more of what is wrong with it.
                    let is_less = least.is_none_or(|(known, _, _)| misfit < known);
                    let is_same_plan = least.is_some_and(|(known, _, of)| {
                        of.region == plan.region && known != Misfit::Unallocated && misfit != Misfit::Start
                    });
                    if is_less || is_same_plan && national.len() < digits.len() {
                        least = Some((misfit, national, plan));
                    }
                }
            }
        }
    }
    match least {
        // What has 11 digits and starts with 1 is meant to be a mobile number.
        Some((Misfit::Unallocated, national, Plan { region: "CN", .. }))
            if ["10", "11", "12"].iter().any(|start| national.starts_with(start)) =>
        {
            Err(Finding::of(MOBILE))
        }
        Some((Misfit::Unallocated, national, plan)) => {
            accepted(national, plan, Some(Finding::with(UNALLOCATED, plan.region)))
        }
        // Its 1 is no trunk prefix.
        Some((Misfit::Length { .. }, _, Plan { code: "1", .. })) if digits.len() == 10 => Err(Finding::of(AREA)),
        Some((Misfit::Length { min, max }, national, plan)) => Err(wrong_length(national.len(), min, max, plan.region)),
        Some((Misfit::Start, _, plan)) if plan.code == "1" && digits.len() >= 10 => Err(Finding::of(AREA)),
        Some((Misfit::Start, _, plan)) => Err(Finding::with(START, plan.region)),
        None => Err(Finding::of(NO_COUNTRY)),
    }
}

/// A number that fits into a plan, unless the rules of North America forbid it.
fn accepted(national: &str, plan: &'static Plan, mut doubt: Option<Finding>) -> Result<Reading, Finding> {
    if plan.code == "1" {
        match north_american(national.as_bytes()) {
            Some(finding) if finding.is_warning() => doubt = doubt.or(Some(finding)),
            Some(finding) => return Err(finding),
            None => {}
        }
    }
    let phone = Phone { e164: format!("+{}{national}", plan.code), region: plan.region, extension: None };
    Ok((phone, doubt.map(Finding::as_warning)))
}

/// What the North American Numbering Plan forbids: NPA-NXX-XXXX with N from 2 to 9, no N9X as area, N11 as neither.
fn north_american(digits: &[u8]) -> Option<Finding> {
    let &[a, b, c, x, y, z, ref line @ ..] = digits else {
        return Some(Finding::of(NO_AREA));
    };
    let is_toll_free = a == b'8' && (b == c || b == b'0' && c == b'0');
    if a < b'2' || b == b'9' || b == b'1' && c == b'1' {
        return Some(Finding::of(AREA));
    }
    if x < b'2' || y == b'1' && z == b'1' && !is_toll_free {
        return Some(Finding::of(EXCHANGE));
    }
    let is_fiction = [x, y, z] == *b"555" && line.starts_with(b"01");
    is_fiction.then(|| Finding::of(FICTION).as_warning())
}

/// Service numbers of China: 95588, 955xx and 96xxx of banks and insurers, 10086 of operators.
fn is_service(digits: &str) -> bool {
    match digits.len() {
        5 => ["95", "96", "100", "101"].iter().any(|start| digits.starts_with(start)),
        6 => digits.starts_with("95") || digits.starts_with("96"),
        _ => false,
    }
}

fn service(digits: &str) -> Reading {
    let phone = Phone { e164: digits.to_owned(), region: "CN", extension: None };
    (phone, Some(Finding::of(SERVICE).as_warning()))
}

fn is_right(reading: &Result<Reading, Finding>) -> bool {
    matches!(reading, Ok((_, None)))
}

fn counted(fault: Fault, digits: usize) -> Finding {
    Finding::with(fault, &digits.to_string())
}

fn wrong_length(digits: usize, min: usize, max: usize, region: &str) -> Finding {
    let code = if digits < min {
        SHORT[0]
    } else if digits > max {
        LONG[0]
    } else {
        "phone-length"
    };
    let wanted = if min == max { min.to_string() } else { format!("{min} to {max}") };
    let english = format!("has {digits} digits, and a number of {region} that starts so has {wanted}");
    let wanted = if min == max { min.to_string() } else { format!("{min} 至 {max}") };
    let chinese = format!("有 {digits} 位数字，而 {region} 这样开头的号码有 {wanted} 位");
    Finding::new(code, english, chinese)
}
