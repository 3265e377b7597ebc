//! Options that several analyses share, and reading options strictly.
//!
//! Options come from JSON or from a JavaScript object. A key that is not known is an error, since it is most often a
//! misspelt one whose default would then be used in silence; and an error names the option it is about. Some formats
//! (serde-wasm-bindgen is one) look only for the fields of a struct and never see other keys; [`Strict`] has them read the
//! object as a map.

use crate::error::{Error, Result};
use crate::time::Moment;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, forward_to_deserialize_any};
use std::fmt;

/// What to do with a row that has a value which cannot be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnInvalid {
    /// The first such row is an error that names it.
    #[default]
    Throw,
    /// Such rows are left out and reported.
    Skip,
}

/// A date in the options: ISO 8601, or milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DateInput {
    /// Milliseconds.
    EpochMs(f64),
    /// ISO 8601.
    Text(String),
}

impl DateInput {
    /// The date as a moment.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::BadDate`], naming the option.
    pub(crate) fn moment(&self, option: &str) -> Result<Moment> {
        match self {
            DateInput::EpochMs(ms) => Moment::from_epoch_ms(*ms),
            DateInput::Text(text) => Moment::parse(text),
        }
        .map_err(|error| {
            let named = Error::new(error.kind(), format!("{option}: {}", error.message()));
            named.with_help(error.help().unwrap_or_default())
        })
    }
}

impl From<&str> for DateInput {
    fn from(text: &str) -> DateInput {
        DateInput::Text(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for DateInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DateInput, D::Error> {
        struct DateVisitor;
        impl Visitor<'_> for DateVisitor {
            type Value = DateInput;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a Date, ISO 8601 text or milliseconds since 1970")
            }
            fn visit_str<E>(self, text: &str) -> Result<DateInput, E> {
                Ok(DateInput::from(text))
            }
            fn visit_f64<E>(self, ms: f64) -> Result<DateInput, E> {
                Ok(DateInput::EpochMs(ms))
            }
            fn visit_i64<E>(self, ms: i64) -> Result<DateInput, E> {
                Ok(DateInput::EpochMs(ms as f64))
            }
            fn visit_u64<E>(self, ms: u64) -> Result<DateInput, E> {
                Ok(DateInput::EpochMs(ms as f64))
            }
        }
        deserializer.deserialize_any(DateVisitor)
    }
}

/// A struct that refuses unknown keys in every format, and names the key in its errors. The struct itself has to derive
/// `Deserialize` with `deny_unknown_fields`.
pub(crate) struct Strict<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Strict<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Strict<T>, D::Error> {
        T::deserialize(AsMap(deserializer)).map(Strict)
    }
}

struct AsMap<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AsMap<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(NamingVisitor(visitor))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct NamingVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for NamingVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(NamingMap { map, key: String::new() })
    }
}

struct NamingMap<A> {
    map: A,
    key: String,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for NamingMap<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some(key) = self.map.next_key::<String>()? else { return Ok(None) };
        self.key.clone_from(&key);
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.map.next_value_seed(seed).map_err(|error| A::Error::custom(format_args!("{}: {error}", self.key)))
    }
}

/// One of several names, or an object, or a list: what an option that takes "a name or one of your own" holds.
pub(crate) enum NameOr<M, S> {
    Name(String),
    Map(M),
    Seq(S),
}

/// The absence of one of the shapes of [`NameOr`].
pub(crate) enum Never {}

impl<'de> Deserialize<'de> for Never {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Never, D::Error> {
        Err(D::Error::custom("not of a shape that is allowed here"))
    }
}

impl<'de, M: Deserialize<'de>, S: Deserialize<'de>> Deserialize<'de> for NameOr<M, S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<NameOr<M, S>, D::Error> {
        struct ShapeVisitor<M, S>(std::marker::PhantomData<(M, S)>);
        impl<'de, M: Deserialize<'de>, S: Deserialize<'de>> Visitor<'de> for ShapeVisitor<M, S> {
            type Value = NameOr<M, S>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name or a definition of your own")
            }
            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(NameOr::Name(name.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                M::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(NameOr::Map)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                S::deserialize(serde::de::value::SeqAccessDeserializer::new(seq)).map(NameOr::Seq)
            }
        }
        deserializer.deserialize_any(ShapeVisitor(std::marker::PhantomData))
    }
}
