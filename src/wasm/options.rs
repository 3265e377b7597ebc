//! Reading options from JavaScript objects, strictly.
//!
//! A key that is not known is an error, since it is most often a misspelt one whose default would then be used in silence;
//! and an error names the option it is about, also deep inside: `segments[2].r: expected ...`. What takes the object apart
//! exists once; a type of options adds the list of its fields ([`options_of`]).

use super::thrown;
use crate::error::{Error, quoted};
use crate::options::{DateInput, Locale, OnInvalid};
use crate::period::Period;
use crate::purchases::Refunds;
use crate::table::{Cell, ColumnType, ColumnTypes};
use js_sys::{Array, ArrayBuffer, Object};
use wasm_bindgen::prelude::*;

/// What an option, or all options of a function, can be read as.
pub(super) trait FromJs: Sized {
    /// Whether a field of this type has to be given.
    const REQUIRED: bool = true;

    /// Reads the value.
    fn from_js(value: &JsValue) -> Result<Self, Fault>;
}

/// What is wrong, and at which option.
pub(super) struct Fault {
    path: String,
    message: String,
}

impl Fault {
    pub(super) fn new(message: String) -> Fault {
        Fault { path: String::new(), message }
    }

    /// A value that is none of those that are wanted.
    pub(super) fn wanted(wanted: &str, found: &JsValue) -> Fault {
        Fault::new(format!("expected {wanted}, found {}", described(found)))
    }

    /// The fault, when it is one of a part of the option of that name.
    pub(super) fn inside(self, name: String) -> Fault {
        let point = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        Fault { path: name + point + &self.path, message: self.message }
    }
}

impl From<Fault> for Error {
    fn from(Fault { path, message }: Fault) -> Error {
        Error::invalid_option(if path.is_empty() { message } else { format!("{path}: {message}") }).with_help(
            "Names and types of options are those of the declarations; leave out what is to have its default.",
        )
    }
}

fn described(value: &JsValue) -> String {
    if let Some(text) = value.as_string() {
        quoted(&text)
    } else if let Some(number) = value.as_f64() {
        crate::number::text(number)
    } else if let Some(flag) = value.as_bool() {
        flag.to_string()
    } else if value.is_null() {
        "null".to_owned()
    } else if items(value).is_some() {
        "a list".to_owned()
    } else if value.is_object() {
        "an object".to_owned()
    } else {
        format!("a value of type {}", value.js_typeof().as_string().unwrap_or_default())
    }
}

/// A field that is to be read.
pub(super) trait Field {
    fn is_required(&self) -> bool;
    fn read(&mut self, value: &JsValue) -> Result<(), Fault>;
}

impl<T: FromJs> Field for T {
    fn is_required(&self) -> bool {
        T::REQUIRED
    }

    fn read(&mut self, value: &JsValue) -> Result<(), Fault> {
        *self = T::from_js(value)?;
        Ok(())
    }
}

/// Reads the fields of an object, which has to have no others.
pub(super) fn read_fields(object: &JsValue, fields: &mut [(&str, &mut dyn Field)]) -> Result<(), Fault> {
    let entries = entries(object)?;
    for (name, value) in &entries {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, field)) => field.read(value).map_err(|fault| fault.inside(name.clone()))?,
            None => {
                let known: Vec<String> = fields.iter().map(|(known, _)| format!("`{known}`")).collect();
                return Err(Fault::new(format!("unknown option `{name}`, expected one of {}", known.join(", "))));
            }
        }
    }
    let is_given = |known: &str| entries.iter().any(|(name, _)| name == known);
    match fields.iter().find(|(known, field)| field.is_required() && !is_given(known)) {
        Some((missing, _)) => Err(Fault::new(format!("missing option `{missing}`"))),
        None => Ok(()),
    }
}

/// The names and values of an object's own properties.
pub(super) fn entries(object: &JsValue) -> Result<Vec<(String, JsValue)>, Fault> {
    if !is_object(object) {
        return Err(Fault::wanted("an object", object));
    }
    let pair = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        (entry.get(0).as_string().unwrap_or_default(), entry.get(1))
    };
    Ok(Object::entries(object.unchecked_ref()).iter().map(pair).collect())
}

/// Whether it is an object, and no list.
pub(super) fn is_object(value: &JsValue) -> bool {
    value.is_object() && items(value).is_none()
}

/// The items of an array or a typed array.
fn items(value: &JsValue) -> Option<Array> {
    (Array::is_array(value) || ArrayBuffer::is_view(value)).then(|| Array::from(value))
}

/// Reads one of several names.
pub(super) fn one_of<T: Copy>(value: &JsValue, names: &[(&str, T)]) -> Result<T, Fault> {
    let text = value.as_string();
    match names.iter().find(|(name, _)| text.as_deref() == Some(*name)) {
        Some((_, named)) => Ok(*named),
        None => Err(not_one_of(value, &mut names.iter().map(|(name, _)| *name))),
    }
}

fn not_one_of(value: &JsValue, names: &mut dyn Iterator<Item = &str>) -> Fault {
    let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    Fault::wanted(&format!("one of {}", names.join(", ")), value)
}

/// Lists the fields of a type of options with their names in JavaScript. All fields have to be there.
macro_rules! options_of {
    ($type:ident { $($name:literal => $field:ident,)* }) => {
        impl $crate::wasm::options::FromJs for $type {
            fn from_js(value: &::wasm_bindgen::JsValue) -> Result<$type, $crate::wasm::options::Fault> {
                let mut options = $type::default();
                let $type { $($field),* } = &mut options;
                $crate::wasm::options::read_fields(value, &mut [$(($name, $field)),*])?;
                Ok(options)
            }
        }
    };
}
pub(super) use options_of;

impl<T: FromJs> FromJs for Option<T> {
    const REQUIRED: bool = false;

    fn from_js(value: &JsValue) -> Result<Option<T>, Fault> {
        if value.is_null() || value.is_undefined() { Ok(None) } else { T::from_js(value).map(Some) }
    }
}

impl<T: FromJs> FromJs for Vec<T> {
    fn from_js(value: &JsValue) -> Result<Vec<T>, Fault> {
        let mut all = Vec::new();
        each(value, &mut |item| T::from_js(item).map(|item| all.push(item)))?;
        Ok(all)
    }
}

/// Hands on the items of a list one after another. Apart from the type of the items, so that it exists once.
fn each(value: &JsValue, read: &mut dyn FnMut(&JsValue) -> Result<(), Fault>) -> Result<(), Fault> {
    let items = items(value).ok_or_else(|| Fault::wanted("a list", value))?;
    for (place, item) in items.iter().enumerate() {
        read(&item).map_err(|fault| fault.inside(format!("[{place}]")))?;
    }
    Ok(())
}

impl FromJs for String {
    fn from_js(value: &JsValue) -> Result<String, Fault> {
        value.as_string().ok_or_else(|| Fault::wanted("text", value))
    }
}

impl FromJs for bool {
    fn from_js(value: &JsValue) -> Result<bool, Fault> {
        value.as_bool().ok_or_else(|| Fault::wanted("true or false", value))
    }
}

impl FromJs for f64 {
    fn from_js(value: &JsValue) -> Result<f64, Fault> {
        value.as_f64().ok_or_else(|| Fault::wanted("a number", value))
    }
}

impl FromJs for u32 {
    fn from_js(value: &JsValue) -> Result<u32, Fault> {
        whole(value, u32::MAX)
    }
}

/// A whole number that is not negative.
pub(super) fn whole(value: &JsValue, most: u32) -> Result<u32, Fault> {
    whole_f64(value, f64::from(most)).map(|number| number as u32)
}

/// The same up to 2^53.
pub(super) fn whole_f64(value: &JsValue, most: f64) -> Result<f64, Fault> {
    match value.as_f64() {
        Some(number) if (0.0..=most).contains(&number) && number.fract() == 0.0 => Ok(number),
        _ => Err(Fault::wanted(&format!("a whole number from 0 to {}", crate::number::text(most)), value)),
    }
}

impl FromJs for DateInput {
    fn from_js(value: &JsValue) -> Result<DateInput, Fault> {
        if let Some(text) = value.as_string() {
            return Ok(DateInput::Text(text));
        }
        let bigint = || i64::try_from(value.clone()).ok().map(|ms| ms as f64);
        let ms = value.as_f64().or_else(bigint).map(DateInput::EpochMs);
        ms.ok_or_else(|| Fault::wanted("a Date, ISO 8601 text or milliseconds since 1970", value))
    }
}

/// The facade has made milliseconds of dates: where a date is meant, a number is one.
impl FromJs for Cell {
    const REQUIRED: bool = false;

    fn from_js(value: &JsValue) -> Result<Cell, Fault> {
        if value.is_null() || value.is_undefined() {
            Ok(Cell::Null)
        } else if let Some(text) = value.as_string() {
            Ok(Cell::Text(text))
        } else if let Some(number) = value.as_f64() {
            Ok(Cell::Number(number))
        } else if let Some(flag) = value.as_bool() {
            Ok(Cell::Boolean(flag))
        } else if let Ok(whole) = i64::try_from(value.clone()) {
            Ok(Cell::Number(whole as f64))
        } else {
            Err(Fault::wanted("a text, number, true, false, null or Date", value))
        }
    }
}

impl FromJs for OnInvalid {
    fn from_js(value: &JsValue) -> Result<OnInvalid, Fault> {
        one_of(value, &[("throw", OnInvalid::Throw), ("skip", OnInvalid::Skip)])
    }
}

impl FromJs for Locale {
    fn from_js(value: &JsValue) -> Result<Locale, Fault> {
        one_of(value, &[("en", Locale::English), ("zh-CN", Locale::Chinese)])
    }
}

/// The language that an argument names; English unless it is given.
pub(super) fn locale(value: &JsValue) -> Result<Locale, JsValue> {
    let given = Option::<Locale>::from_js(value).map_err(|fault| thrown(fault.inside("locale".to_owned()).into()))?;
    Ok(given.unwrap_or_default())
}

impl FromJs for Period {
    fn from_js(value: &JsValue) -> Result<Period, Fault> {
        let names = [
            ("day", Period::Day),
            ("week", Period::Week),
            ("month", Period::Month),
            ("quarter", Period::Quarter),
            ("year", Period::Year),
        ];
        one_of(value, &names)
    }
}

impl FromJs for ColumnType {
    fn from_js(value: &JsValue) -> Result<ColumnType, Fault> {
        let types = [ColumnType::Number, ColumnType::String, ColumnType::Boolean, ColumnType::Date];
        one_of(value, &types.map(|named| (named.name(), named)))
    }
}

impl FromJs for ColumnTypes {
    fn from_js(value: &JsValue) -> Result<ColumnTypes, Fault> {
        let read = |(name, value): (String, JsValue)| match ColumnType::from_js(&value) {
            Ok(named) => Ok((name, named)),
            Err(fault) => Err(fault.inside(name)),
        };
        entries(value)?.into_iter().map(read).collect()
    }
}

impl FromJs for Refunds {
    fn from_js(value: &JsValue) -> Result<Refunds, Fault> {
        one_of(value, &[("count", Refunds::Count), ("net", Refunds::Net), ("exclude", Refunds::Exclude)])
    }
}
