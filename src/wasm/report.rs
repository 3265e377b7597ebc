//! Reports as plain JavaScript objects.
//!
//! What serde derives for a report calls this writer for every field. The writer is one type without parameters that keeps what was
//! written last, and nothing that it does can fail, so that the derived code is a row of plain calls: written for results that
//! are values of JavaScript, as `serde_wasm_bindgen` has them, it takes several times as much of the module. The objects are
//! the same: numbers as numbers, none as null, maps as objects.

use crate::error::Error;
use js_sys::{Array, Date, Object};
use serde::ser::{self, Serialize, Serializer};
use std::fmt;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An object whose properties are set as `object[key] = value`, which cannot fail for a plain one.
    type Target;

    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Target, key: &JsValue, value: &JsValue);
}

/// The name by which a number of milliseconds asks to become a Date.
const DATE: &str = "Date";

/// The value as a plain object.
pub(super) fn plain(value: &impl Serialize) -> Result<JsValue, Error> {
    let mut writer = Writer { written: JsValue::NULL, open: Vec::new(), names: Vec::new() };
    match value.serialize(&mut writer) {
        Ok(()) => Ok(writer.written),
        Err(Unwritten) => Err(Error::internal("a report cannot be written")),
    }
}

/// Has a Date written, by this writer.
pub(super) fn date<S: Serializer>(serializer: S, ms: f64) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(DATE, &ms)
}

/// Builds objects and lists from the inside out.
struct Writer {
    /// What was written last, and belongs to nothing yet.
    written: JsValue,
    /// The objects and lists that are being written, with the key of an entry whose value is still to come.
    open: Vec<JsValue>,
    /// Names of fields, by where they lie. A name is made a text of JavaScript once.
    names: Vec<(&'static str, JsValue)>,
}

impl Writer {
    #[inline(never)]
    fn number(&mut self, value: f64) -> Result<(), Unwritten> {
        self.put(JsValue::from_f64(value))
    }

    #[inline(never)]
    fn text(&mut self, value: &str) -> Result<(), Unwritten> {
        self.put(JsValue::from_str(value))
    }

    #[inline(never)]
    fn put(&mut self, value: JsValue) -> Result<(), Unwritten> {
        self.written = value;
        Ok(())
    }

    #[inline(never)]
    fn begin_object(&mut self) {
        self.open.push(Object::new().into());
    }

    #[inline(never)]
    fn begin_list(&mut self) {
        self.open.push(Array::new().into());
    }

    /// Ends the innermost object or list.
    #[inline(never)]
    fn end_innermost(&mut self) -> Result<(), Unwritten> {
        self.written = self.open.pop().unwrap_or(JsValue::NULL);
        Ok(())
    }

    /// What was written last is the next item of the innermost list.
    #[inline(never)]
    fn item(&mut self) -> Result<(), Unwritten> {
        if let Some(list) = self.open.last() {
            list.unchecked_ref::<Array>().push(&self.written);
        }
        Ok(())
    }

    /// What was written last is a field of the innermost object.
    #[inline(never)]
    fn field(&mut self, name: &'static str) -> Result<(), Unwritten> {
        let place = self.name(name);
        if let (Some(object), Some((_, name))) = (self.open.last(), self.names.get(place)) {
            object.unchecked_ref::<Target>().set(name, &self.written);
        }
        Ok(())
    }

    /// What was written last is the value of the key before it.
    #[inline(never)]
    fn value(&mut self) -> Result<(), Unwritten> {
        if let (Some(key), Some(object)) = (self.open.pop(), self.open.last()) {
            object.unchecked_ref::<Target>().set(&key, &self.written);
        }
        Ok(())
    }

    /// Where a name is among the names.
    fn name(&mut self, name: &'static str) -> usize {
        let at = |text: &'static str| (text.as_ptr().addr(), text.len());
        let known = self.names.binary_search_by_key(&at(name), |&(known, _)| at(known));
        known.unwrap_or_else(|place| {
            self.names.insert(place, (name, JsValue::from_str(name)));
            place
        })
    }
}

/// Never occurs: serde asks for an error that a text can be put into.
#[derive(Debug)]
struct Unwritten;

impl fmt::Display for Unwritten {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Unwritten {}

impl ser::Error for Unwritten {
    fn custom<T: fmt::Display>(_: T) -> Unwritten {
        Unwritten
    }
}

macro_rules! numbers {
    ($($name:ident($type:ty);)*) => {
        $(#[inline]
        fn $name(self, value: $type) -> Result<(), Unwritten> {
            self.number(value as f64)
        })*
    };
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritten> {
        self.put(JsValue::from_bool(value))
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritten> {
        self.text(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Unwritten> {
        self.text(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritten> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unwritten> {
        self.put(JsValue::NULL)
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritten> {
        self.put(JsValue::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritten> {
        self.put(JsValue::NULL)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unwritten> {
        self.text(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut *self)?;
        if name == DATE { self.put(Date::new(&self.written).into()) } else { Ok(()) }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        self.begin_object();
        value.serialize(&mut *self)?;
        self.field(variant)?;
        self.end_innermost()
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritten> {
        self.begin_list();
        Ok(self)
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Self, Unwritten> {
        self.begin_list();
        Ok(self)
    }

    #[inline]
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritten> {
        self.begin_list();
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Unwritten> {
        self.begin_object();
        self.open.push(JsValue::from_str(variant));
        self.begin_list();
        Ok(self)
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritten> {
        self.begin_object();
        Ok(self)
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritten> {
        self.begin_object();
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Unwritten> {
        self.begin_object();
        self.open.push(JsValue::from_str(variant));
        self.begin_object();
        Ok(self)
    }
}

macro_rules! lists {
    ($($trait:ident $name:ident)*) => {
        $(impl ser::$trait for &mut Writer {
            type Ok = ();
            type Error = Unwritten;

            #[inline(always)]
            fn $name<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
                value.serialize(&mut **self)?;
                self.item()
            }

            #[inline(always)]
            fn end(self) -> Result<(), Unwritten> {
                self.end_innermost()
            }
        })*
    };
}

lists! { SerializeSeq serialize_element SerializeTuple serialize_element SerializeTupleStruct serialize_field }

impl ser::SerializeTupleVariant for &mut Writer {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut **self)?;
        self.item()
    }

    fn end(self) -> Result<(), Unwritten> {
        self.end_innermost()?;
        self.value()?;
        self.end_innermost()
    }
}

impl ser::SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Unwritten;

    #[inline(always)]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritten> {
        key.serialize(&mut **self)?;
        self.open.push(std::mem::replace(&mut self.written, JsValue::NULL));
        Ok(())
    }

    #[inline(always)]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut **self)?;
        self.value()
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritten> {
        self.end_innermost()
    }
}

impl ser::SerializeStruct for &mut Writer {
    type Ok = ();
    type Error = Unwritten;

    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut **self)?;
        self.field(key)
    }

    #[inline(always)]
    fn end(self) -> Result<(), Unwritten> {
        self.end_innermost()
    }
}

impl ser::SerializeStructVariant for &mut Writer {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unwritten> {
        value.serialize(&mut **self)?;
        self.field(key)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.end_innermost()?;
        self.value()?;
        self.end_innermost()
    }
}
