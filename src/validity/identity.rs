//! Identity numbers of China: unified social credit codes of organisations, and resident identity numbers of persons.

use super::finding::{Fault, Finding};
use super::text::{is_space, narrow, shown, surroundings};
use chrono::NaiveDate;

const FULL_WIDTH: Fault =
    &["full-width", "{} is a full-width character: type it in half width", "{} 是全角字符：请改为半角"];
const SPACE: Fault = &["inner-space", "there is a space or a hyphen inside: remove it", "中间有空格或连字符：请删除"];
const CODE_LENGTH: Fault = &[
    "credit-code-length",
    "has {} characters: a unified social credit code has 18",
    "有 {} 个字符：统一社会信用代码为 18 位",
];
const OLD_CODE: Fault = &[
    "credit-code-old",
    "looks like a registration number or organisation code from before 2015: unified social credit codes have 18 characters",
    "像是 2015 年以前的注册号或组织机构代码：统一社会信用代码为 18 位",
];
const CODE_CASE: Fault =
    &["credit-code-case", "has lower-case letters: write it in capitals", "含有小写字母：请改为大写"];
const CODE_CHARACTER: Fault = &[
    "credit-code-character",
    "{} cannot be in a unified social credit code, which has digits and capitals other than I, O, S, V and Z",
    "统一社会信用代码中不能有 {}：只用数字和除 I、O、S、V、Z 以外的大写字母",
];
const CODE_DEPARTMENT: Fault =
    &["credit-code-department", "no registering department has the first character", "首位不是任何登记管理部门的代码"];
const CODE_CATEGORY: Fault = &[
    "credit-code-category",
    "the registering department has no known category of the second character",
    "第二位不是该登记管理部门已知的机构类别",
];
const CODE_REGION: Fault =
    &["credit-code-region", "the third to eighth characters are not a region of China", "第 3 至 8 位不是行政区划代码"];
const CODE_CHECK: Fault = &[
    "credit-code-check",
    "the last character does not fit the others: one of them is wrong",
    "校验位不符：其中有字符输错",
];
const CODE_INNER: Fault = &[
    "credit-code-organisation",
    "the organisation code inside does not fit its own check digit",
    "其中的组织机构代码与其校验位不符",
];
const ID_LENGTH: Fault = &[
    "resident-id-length",
    "has {} characters: a resident identity number has 18",
    "有 {} 个字符：公民身份号码为 18 位",
];
const ID_CHARACTER: Fault = &[
    "resident-id-character",
    "{} cannot be in a resident identity number, which has digits and at its end perhaps X",
    "公民身份号码中不能有 {}：只用数字，末位可为 X",
];
const ID_REGION: Fault =
    &["resident-id-region", "the first two digits are not a province of China", "前两位不是省级行政区划代码"];
const ID_DATE: Fault = &[
    "resident-id-date",
    "the date of birth inside is no date between 1850 and 2100",
    "其中的出生日期不是 1850 至 2100 年间的日期",
];
const ID_CHECK: Fault = &[
    "resident-id-check",
    "the last character does not fit the others: one of them is wrong",
    "校验位不符：其中有字符输错",
];
const ID_OLD: Fault = &[
    "resident-id-old",
    "is of the first generation, with 15 digits, which is not valid any more since 2013",
    "是 15 位的第一代号码，2013 年起已停用",
];

/// The characters of unified social credit codes, in the order of their values.
const CODE_CHARACTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Registering departments and the categories of organisations of each (GB 32100-2015, table 2, and its amendments): staffing, foreign
/// affairs, justice, culture, civil affairs, tourism, religion, trade unions, market regulation, military, agriculture, others.
const DEPARTMENTS: &str = "11239 219 3123459 419 51239 6129 7129 819 91239 A19 N1239 Y1";

/// Checks a unified social credit code of 18 characters.
///
/// The first says which department registered the organisation, the second of which category it is, the next six where, the next nine
/// are its organisation code (GB 11714-1997, with a check digit of its own), the last is
/// `31 - (sum of value_i * 3^(i-1) for i = 1..17) mod 31`, modulo 31, among the 31 characters 0-9 and A-Y without I, O, S, V.
///
/// # Errors
///
/// What is wrong. A category that is not known and an organisation code that does not fit its own check digit are warnings: the lists grow,
/// and codes with such faults have been given out.
///
/// Source: GB 32100-2015.
///
/// ```
/// use custometry::validity::social_credit_code;
///
/// assert!(social_credit_code("91350100M000100Y43").is_ok()); // the example of the standard
/// assert_eq!(social_credit_code("91350100M000100Y44").unwrap_err().code(), "credit-code-check");
/// ```
pub fn social_credit_code(text: &str) -> Result<(), Finding> {
    check_plain(text)?;
    let length = text.chars().count();
    if length != 18 {
        let is_old =
            matches!(length, 9 | 10 | 13 | 15) && text.bytes().filter(u8::is_ascii_digit).count() + 1 >= length;
        return Err(if is_old { Finding::of(OLD_CODE) } else { Finding::with(CODE_LENGTH, &length.to_string()) });
    }
    if text.bytes().any(|b| b.is_ascii_lowercase()) {
        return Err(Finding::of(CODE_CASE));
    }
    let mut values = [0_u32; 18];
    for (value, c) in values.iter_mut().zip(text.chars()) {
        match CODE_CHARACTERS.iter().position(|&known| char::from(known) == c) {
            Some(at) => *value = at as u32,
            None => return Err(Finding::with(CODE_CHARACTER, &shown(c))),
        }
    }
    let mut weight = 1;
    let mut sum = 0;
    for value in values.iter().take(17) {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    let department = DEPARTMENTS.split(' ').find(|known| known.get(..1) == text.get(..1));
    let Some(categories) = department else {
        return Err(Finding::of(CODE_DEPARTMENT));
    };
    let region = text.get(2..8).unwrap_or_default();
    if !region.bytes().all(|b| b.is_ascii_digit()) || region != "100000" && !is_province(region) {
        return Err(Finding::of(CODE_REGION));
    }
    if values.last() != Some(&((31 - sum % 31) % 31)) {
        return Err(Finding::of(CODE_CHECK));
    }
    let is_known = categories.get(1..).unwrap_or_default().contains(text.get(1..2).unwrap_or("?"));
    if !is_known {
        return Err(Finding::of(CODE_CATEGORY).as_warning());
    }
    let organisation = text.get(8..17).unwrap_or_default();
    match organisation_fits(organisation.as_bytes()) {
        true => Ok(()),
        false => Err(Finding::of(CODE_INNER).as_warning()),
    }
}

/// Whether the last of nine characters is 11 - (sum of value * weight) mod 11, with X for 10 and 0 for 11 (GB 11714-1997).
fn organisation_fits(code: &[u8]) -> bool {
    let value = |b: &u8| match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        _ => u32::from(b - b'A') + 10,
    };
    let sum: u32 = code.iter().zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(b, weight)| value(b) * weight).sum();
    let expected = match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    };
    code.last() == Some(&expected)
}

/// Checks a resident identity number: 17 digits and a check character.
///
/// The first six digits say where it was given out, of which the two of the province are checked; the next eight are the date of birth,
/// the next three set those of one place and day apart, odd for men; the last is such that the sum of `value_i * 2^(18-i)` for i from 1 to 18 is 1
/// modulo 11, with X for 10 (ISO 7064, MOD 11-2). A small x is taken as X. Those of residence permits of people from Hong Kong
/// (81), Macao (82) and Taiwan (83), and of foreigners with permanent residence since 2023 (9, province, nationality), have the same form.
///
/// # Errors
///
/// What is wrong. A number of the first generation, with 15 digits and a date of birth in the 1900s, is a warning.
///
/// Source: GB 11643-1999.
///
/// ```
/// use custometry::validity::resident_id;
///
/// assert!(resident_id("11010519491231002X").is_ok()); // an example of the standard
/// assert_eq!(resident_id("110105194912310021").unwrap_err().code(), "resident-id-check");
/// ```
pub fn resident_id(text: &str) -> Result<(), Finding> {
    check_plain(text)?;
    let length = text.chars().count();
    if !matches!(length, 15 | 18) {
        return Err(Finding::with(ID_LENGTH, &length.to_string()));
    }
    let mut sum = 0;
    for (at, c) in text.chars().enumerate() {
        let value = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            'X' | 'x' if at == 17 => 10,
            _ => return Err(Finding::with(ID_CHARACTER, &shown(c))),
        };
        sum = (sum * 2 + value) % 11;
    }
    let is_foreigner = length == 18 && text.starts_with('9') && is_province(text.get(1..3).unwrap_or_default());
    if !is_foreigner && !is_province(text) {
        return Err(Finding::of(ID_REGION));
    }
    let date = match length {
        15 => format!("19{}", text.get(6..12).unwrap_or_default()),
        _ => text.get(6..14).unwrap_or_default().to_owned(),
    };
    if !is_date(&date) {
        return Err(Finding::of(ID_DATE));
    }
    match (length, sum) {
        (15, _) => Err(Finding::of(ID_OLD).as_warning()),
        (_, 1) => Ok(()),
        _ => Err(Finding::of(ID_CHECK)),
    }
}

/// Nothing but characters of half width, without space.
fn check_plain(text: &str) -> Result<(), Finding> {
    surroundings(text)?;
    if let Some(wide) = text.chars().find(|&c| narrow(c) != c) {
        return Err(Finding::with(FULL_WIDTH, &shown(wide)));
    }
    match text.contains(|c: char| is_space(c) || c == '-') {
        true => Err(Finding::of(SPACE)),
        false => Ok(()),
    }
}

/// Whether the first two digits are those of a province, region or municipality (GB/T 2260), or 81 to 83.
fn is_province(digits: &str) -> bool {
    let number = digits.get(..2).and_then(|two| two.parse().ok()).unwrap_or(0);
    matches!(number, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// Whether eight digits are a date from 1850 to 2100.
fn is_date(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    (1850..=2100).contains(&year) && NaiveDate::from_ymd_opt(year as i32, month, day).is_some()
}
