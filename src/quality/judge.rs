//! The checks that look at one value at a time: each is a function from a value to what is wrong with it, and is asked once for each
//! distinct text.

use super::check::Rule;
use super::field::{Field, Value};
use super::reasons::{self, Found, Speaker, not_of, shown};

use crate::error::{Error, ErrorKind, Result, try_vec};
use crate::stats::order::sorted_by_key;
use crate::stats::quantile::Ranked;
use crate::table::{Cell, ColumnType, DictionaryBuilder, parse_boolean, parse_number};
use crate::time::{MS_PER_DAY, Moment, UtcOffset, format_day, is_instant};
use crate::validity::{self, Finding, JunkKind, JunkLists};
use std::cmp::Ordering;

/// What is wrong with a value; none when it passes.
pub(super) type Judge<'a> = Box<dyn Fn(Value<'_>) -> Option<Found> + 'a>;

/// What the options say that judging depends on.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) speaker: Speaker,
    pub(super) as_of: Option<i32>,
    pub(super) offset: UtcOffset,
    pub(super) junk: JunkLists,
}

/// The judge of a rule that looks at one value at a time.
pub(super) fn judge<'a>(rule: &'a Rule, column: &str, field: &Field, setting: &'a Setting) -> Result<Judge<'a>> {
    let speaker = setting.speaker;
    let say = move |template: &reasons::Template, value: Value<'_>, rest: &[&str]| {
        Some(speaker.say(template, Some(value), rest))
    };
    match rule {
        Rule::Required => Ok(Box::new(move |value| match value {
            Value::Text(text) if text.trim().is_empty() => say(&reasons::BLANK, value, &[]),
            _ => None,
        })),
        Rule::OneOf(values) => {
            let wanted = Wanted::new(values)?;
            let list = listed(values);
            Ok(Box::new(move |value| match wanted.has(value, setting.offset) {
                true => None,
                false => say(&reasons::NOT_ONE_OF, value, &[&list]),
            }))
        }
        Rule::Between { min, max } => between(min.as_ref(), max.as_ref(), column, field, setting),
        &Rule::Length { min, max } => {
            need(field, column, "texts", &["string", "number"])?;
            if min.is_none() && max.is_none() {
                return Err(Error::invalid_option("length needs min or max"));
            }
            if min.zip(max).is_some_and(|(min, max)| min > max) {
                return Err(Error::invalid_option("min is more than max"));
            }
            Ok(Box::new(move |value| {
                let length = value.display().chars().count();
                let limit = |limit: Option<u32>| limit.unwrap_or_default().to_string();
                match () {
                    () if min.is_some_and(|min| length < min as usize) => {
                        say(&reasons::SHORT, value, &[&length.to_string(), &limit(min)])
                    }
                    () if max.is_some_and(|max| length > max as usize) => {
                        say(&reasons::LONG, value, &[&length.to_string(), &limit(max)])
                    }
                    () => None,
                }
            }))
        }
        &Rule::Type(wanted) => Ok(Box::new(move |value| {
            let is = match (wanted, value) {
                (ColumnType::Number, Value::Number(value)) => value.is_finite(),
                (ColumnType::Number, Value::Text(text)) => parse_number(text).is_some(),
                (ColumnType::Date, Value::Instant(_) | Value::Day(_)) => true,
                (ColumnType::Date, Value::Text(text)) => Moment::parse(text).is_ok(),
                (ColumnType::Boolean, Value::Flag(_)) => true,
                (ColumnType::Boolean, Value::Text(text)) => parse_boolean(text).is_some(),
                (ColumnType::String, Value::Text(_)) => true,
                _ => false,
            };
            if is { None } else { say(&not_of(wanted), value, &[]) }
        })),
        Rule::NotFuture => days(rule, column, field, setting, move |day, today, name, value| match day > today {
            true => say(&reasons::FUTURE, value, &[name]),
            false => None,
        }),
        Rule::NotPast => days(rule, column, field, setting, move |day, today, name, value| match day < today {
            true => say(&reasons::PAST, value, &[name]),
            false => None,
        }),
        &Rule::Fresh { max_age_days } => days(rule, column, field, setting, move |day, today, _, value| {
            let age = f64::from(today) - f64::from(day);
            match age > max_age_days {
                true => {
                    let number = crate::number::text;
                    say(&reasons::STALE, value, &[&number(age), &number(max_age_days)])
                }
                false => None,
            }
        }),
        Rule::NotJunk { kind } => {
            let kind = kind.unwrap_or_else(|| JunkKind::of_column(column));
            need(field, column, "texts", &["string", "number"])?;
            finding(speaker, move |text| validity::junk(text, kind, &setting.junk))
        }
        Rule::Phone { region } => {
            need(field, column, "texts", &["string", "number"])?;
            if let Some(region) = region {
                validity::phone_region(region)?;
            }
            let phone = validity::phones_of(region.as_deref());
            finding(speaker, move |text| phone(text).err())
        }
        Rule::ResidentId | Rule::SocialCreditCode => {
            need(field, column, "texts", &["string", "number"])?;
            let is_person = matches!(rule, Rule::ResidentId);
            finding(speaker, move |text| match is_person {
                true => validity::resident_id(text).err(),
                false => validity::social_credit_code(text).err(),
            })
        }
        Rule::Email | Rule::Url | Rule::CountryCode | Rule::CurrencyCode => {
            need(field, column, "texts", &["string"])?;
            finding(speaker, move |text| match rule {
                Rule::Email => validity::email(text).err(),
                Rule::Url => validity::url(text).err(),
                Rule::CountryCode => validity::country_code(text).err(),
                _ => validity::currency_code(text).err(),
            })
        }
        Rule::Matches { .. }
        | Rule::PhoneByCaller
        | Rule::Custom { .. }
        | Rule::Reference { .. }
        | Rule::Unique
        | Rule::Compare(_)
        | Rule::Outlier { .. } => Err(Error::internal("the check does not look at one value at a time")),
    }
}

/// A judge of texts.
fn finding<'a>(speaker: Speaker, of: impl Fn(&str) -> Option<Finding> + 'a) -> Result<Judge<'a>> {
    Ok(Box::new(move |value| of(&value.display()).map(|finding| speaker.tell(&finding))))
}

/// Throws unless the column is of one of the types, or of several.
pub(super) fn need(field: &Field, column: &str, wanted: &str, types: &[&str]) -> Result<()> {
    match field.type_name() {
        Some(found) if !types.contains(&found) => Err(wrong_type(found, wanted, column)),
        _ => Ok(()),
    }
}

fn wrong_type(found: &str, wanted: &str, column: &str) -> Error {
    Error::new(ErrorKind::WrongType, format!("the column holds {found} values where {wanted} are needed"))
        .with_column(column)
}

/// Throws when the column holds texts of which none reads as what is needed: then it is the wrong column.
pub(super) fn need_some(field: &Field, column: &str, wanted: &str, reads: impl Fn(&str) -> bool) -> Result<()> {
    let super::field::Values::Texts { texts, .. } = &field.values else { return Ok(()) };
    match texts.dictionary() {
        Some(dictionary) if !dictionary.is_empty() && !dictionary.iter().any(reads) => {
            Err(wrong_type("string", wanted, column))
        }
        _ => Ok(()),
    }
}

/// A judge of days.
fn days<'a>(
    rule: &Rule,
    column: &str,
    field: &Field,
    setting: &'a Setting,
    of: impl Fn(i32, i32, &str, Value<'_>) -> Option<Found> + 'a,
) -> Result<Judge<'a>> {
    need(field, column, "dates", &["date", "number", "string"])?;
    need_some(field, column, "dates", |text| Moment::parse(text).is_ok())?;
    let Some(today) = setting.as_of else {
        return Err(Error::invalid_option(format!("{} needs the option asOf", rule.name())));
    };
    let name = format_day(today);
    Ok(Box::new(move |value| match value.moment() {
        Some(moment) => of(moment.day(setting.offset), today, &name, value),
        None => Some(setting.speaker.say(&not_of(ColumnType::Date), Some(value), &[])),
    }))
}

/// What a value has to be at least or at most.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    /// A number, which is compared with dates as milliseconds.
    Number(f64),
    Date(Moment),
}

impl Bound {
    pub(super) fn of(cell: &Cell) -> Result<Bound> {
        match cell {
            Cell::Number(value) if !value.is_nan() => Ok(Bound::Number(*value)),
            Cell::Date { ms, .. } => Moment::from_epoch_ms(*ms).map(Bound::Date),
            Cell::Text(text) => match parse_number(text) {
                Some(value) => Ok(Bound::Number(value)),
                None => Moment::parse(text).map(Bound::Date),
            },
            _ => Err(Error::invalid_option("a bound is neither a number nor a date")),
        }
    }

    /// How a value compares with it; none when it cannot be.
    pub(super) fn compare(self, value: Value<'_>, offset: UtcOffset) -> Option<Ordering> {
        match (self, value) {
            (Bound::Number(bound), Value::Number(value)) => value.partial_cmp(&bound),
            (Bound::Number(bound), Value::Text(text)) if parse_number(text).is_some() => {
                parse_number(text)?.partial_cmp(&bound)
            }
            (Bound::Number(bound), _) if is_instant(bound) && !matches!(value, Value::Text(_)) => {
                compare_moments(value.moment()?, Moment::Instant(bound), offset)
            }
            (Bound::Number(_), _) => None,
            (Bound::Date(bound), _) => compare_moments(value.moment()?, bound, offset),
        }
    }

    fn text(self) -> String {
        match self {
            Bound::Number(value) => crate::number::text(value),
            Bound::Date(Moment::Day(day)) => format_day(day),
            Bound::Date(Moment::Instant(ms)) => crate::time::format_instant(ms),
        }
    }
}

/// Points in time are compared as such; where one of the two is a calendar day, calendar days are.
pub(super) fn compare_moments(left: Moment, right: Moment, offset: UtcOffset) -> Option<Ordering> {
    match (left, right) {
        (Moment::Instant(left), Moment::Instant(right)) => left.partial_cmp(&right),
        _ => Some(left.day(offset).cmp(&right.day(offset))),
    }
}

fn between<'a>(
    min: Option<&Cell>,
    max: Option<&Cell>,
    column: &str,
    field: &Field,
    setting: &'a Setting,
) -> Result<Judge<'a>> {
    let bound = |cell: Option<&Cell>, name: &str| {
        cell.filter(|cell| !cell.is_null()).map(|cell| Bound::of(cell).map_err(|error| error.inside(name))).transpose()
    };
    let (min, max) = (bound(min, "min")?, bound(max, "max")?);
    let is_date = match (min, max) {
        (None, None) => return Err(Error::invalid_option("between needs min or max")),
        (Some(Bound::Number(min)), Some(Bound::Number(max))) if min > max => {
            return Err(Error::invalid_option("min is more than max"));
        }
        (Some(Bound::Date(min)), Some(Bound::Date(max)))
            if compare_moments(min, max, setting.offset) == Some(Ordering::Greater) =>
        {
            return Err(Error::invalid_option("min is after max"));
        }
        (min, max) => [min, max].iter().flatten().any(|bound| matches!(bound, Bound::Date(_))),
    };
    let wanted = if is_date { "dates" } else { "numbers" };
    let types: &[&str] = if is_date { &["date", "number", "string"] } else { &["number", "date", "string"] };
    need(field, column, wanted, types)?;
    need_some(field, column, wanted, |text| match is_date {
        true => Moment::parse(text).is_ok(),
        false => parse_number(text).is_some(),
    })?;
    let texts = [min, max].map(|bound| bound.map(Bound::text).unwrap_or_default());
    let [least, most] = texts;
    Ok(Box::new(move |value| {
        let say = |template: &reasons::Template, rest: &[&str]| Some(setting.speaker.say(template, Some(value), rest));
        let order = |bound: Option<Bound>| bound.map(|bound| bound.compare(value, setting.offset));
        match (order(min), order(max)) {
            (Some(None), _) | (_, Some(None)) => {
                say(&not_of(if is_date { ColumnType::Date } else { ColumnType::Number }), &[])
            }
            (Some(Some(Ordering::Less)), _) => say(if is_date { &reasons::BEFORE } else { &reasons::LESS }, &[&least]),
            (_, Some(Some(Ordering::Greater))) => say(if is_date { &reasons::AFTER } else { &reasons::MORE }, &[&most]),
            _ => None,
        }
    }))
}

/// Values of which one is wanted.
pub(super) struct Wanted {
    texts: DictionaryBuilder,
    /// Sorted: the numbers, with which a text that reads as one is compared, and these with those that texts read as, for numbers.
    numbers: Vec<(i64, i32)>,
    read: Vec<(i64, i32)>,
    /// Whether false and true are wanted.
    flags: (bool, bool),
    /// The texts that are dates, and the dates.
    moments: Vec<Moment>,
    /// The dates that numbers may be.
    milliseconds: Vec<Moment>,
    pub(super) has_null: bool,
}

impl Wanted {
    pub(super) fn new(cells: &[Cell]) -> Result<Wanted> {
        let mut wanted = Wanted {
            texts: DictionaryBuilder::default(),
            numbers: Vec::new(),
            read: Vec::new(),
            flags: (false, false),
            moments: Vec::new(),
            milliseconds: Vec::new(),
            has_null: false,
        };
        let (mut keys, mut written) = (try_vec(cells.len())?, try_vec(cells.len())?);
        for cell in cells {
            match cell {
                _ if cell.is_null() => wanted.has_null = true,
                Cell::Text(text) => {
                    wanted.texts.intern(text)?;
                    written.extend(parse_number(text).map(Ranked::key));
                    wanted.moments.extend(Moment::parse(text).ok());
                    match parse_boolean(text) {
                        Some(true) => wanted.flags.1 = true,
                        Some(false) => wanted.flags.0 = true,
                        None => {}
                    }
                }
                Cell::Number(value) => {
                    keys.push(value.key());
                    wanted.milliseconds.extend(Moment::from_epoch_ms(*value).ok());
                }
                Cell::Date { ms, civil } => wanted.moments.extend(match civil {
                    true => Some(Moment::Day((ms / MS_PER_DAY).floor() as i32)),
                    false => Moment::from_epoch_ms(*ms).ok(),
                }),
                Cell::Boolean(flag) => {
                    wanted.texts.intern(if *flag { "true" } else { "false" })?;
                    if *flag { wanted.flags.1 = true } else { wanted.flags.0 = true }
                }
                Cell::Null => {}
            }
        }
        wanted.numbers = sorted_by_key(keys.iter().copied())?;
        keys.extend(written);
        wanted.read = sorted_by_key(keys.into_iter())?;
        Ok(wanted)
    }

    pub(super) fn has(&self, value: Value<'_>, offset: UtcOffset) -> bool {
        let among = |numbers: &[(i64, i32)], value: f64| {
            let key = value.key();
            let place = numbers.partition_point(|&(known, _)| known < key);
            numbers.get(place).is_some_and(|&(known, _)| known == key)
        };
        let at = |moments: &[Moment], moment: Moment| {
            moments.iter().any(|&known| compare_moments(moment, known, offset) == Some(Ordering::Equal))
        };
        match value {
            // Two texts are compared as such: "007" is not "7".
            Value::Text(text) => {
                self.texts.find(text).is_some()
                    || !self.numbers.is_empty() && parse_number(text).is_some_and(|value| among(&self.numbers, value))
                    || !self.moments.is_empty() && Moment::parse(text).is_ok_and(|moment| at(&self.moments, moment))
            }
            Value::Number(value) => among(&self.read, value),
            Value::Flag(flag) => {
                if flag {
                    self.flags.1
                } else {
                    self.flags.0
                }
            }
            Value::Instant(_) | Value::Day(_) => {
                value.moment().is_some_and(|moment| at(&self.moments, moment) || at(&self.milliseconds, moment))
            }
            Value::Other(_) => false,
        }
    }
}

/// The values in words, the first few of them.
fn listed(values: &[Cell]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<String> = values
        .iter()
        .take(SHOWN)
        .map(|cell| match cell {
            Cell::Text(text) => shown(Value::Text(text)),
            other => other.display().unwrap_or_else(|| "null".to_owned()),
        })
        .collect();
    shown.join(", ") + if values.len() > SHOWN { ", ..." } else { "" }
}
