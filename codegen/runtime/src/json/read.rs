//! How values of each type are read, and what stands for one that a service left out.

use std::collections::BTreeMap;

use personalize_events::__private::{JsonString, Timestamp};
use serde_json::{Map, Value};

use super::Error;
use crate::blob::Blob;
use crate::document::Document;

/// What can be read from JSON.
pub trait Read: Sized {
    /// Whether `null` is a value of its own among the elements of a list.
    #[doc(hidden)]
    const NULLABLE: bool = false;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When it is no value of the type.
    fn read(value: Value) -> Result<Self, Error>;

    /// What stands for a required value that the service left out: Smithy's client error
    /// correction. A structure is read from an empty object.
    ///
    /// # Errors
    ///
    /// When nothing can stand for it.
    fn missing() -> Result<Self, Error> {
        Self::read(Value::Object(Map::new()))
    }
}

impl Read for String {
    fn read(value: Value) -> Result<Self, Error> {
        match value {
            Value::String(text) => Ok(text),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => Err(Error::unexpected_type(&value, "a string")),
        }
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::new())
    }
}

impl Read for JsonString {
    fn read(value: Value) -> Result<Self, Error> {
        String::read(value).map(Self::from)
    }

    fn missing() -> Result<Self, Error> {
        Ok("".into())
    }
}

impl Read for bool {
    fn read(value: Value) -> Result<Self, Error> {
        value
            .as_bool()
            .ok_or_else(|| Error::unexpected_type(&value, "a boolean"))
    }

    fn missing() -> Result<Self, Error> {
        Ok(false)
    }
}

macro_rules! integers {
    ($($integer:ident is $expected:literal;)*) => {$(
        impl Read for $integer {
            fn read(value: Value) -> Result<Self, Error> {
                whole(&value)
                    .and_then(|number| Self::try_from(number).ok())
                    .ok_or_else(|| Error::unexpected_type(&value, $expected))
            }

            fn missing() -> Result<Self, Error> {
                Ok(0)
            }
        }
    )*};
}

integers! {
    i8 is "a whole number of 8 bits";
    i16 is "a whole number of 16 bits";
    i32 is "a whole number of 32 bits";
    i64 is "a whole number of 64 bits";
}

/// A whole number; `1.0` is one too.
fn whole(value: &Value) -> Option<i64> {
    const END: f64 = 9_223_372_036_854_775_808.0;
    let whole = |number: &f64| number.fract() == 0.0 && (-END..END).contains(number);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole and within bounds"
    )]
    let cast = |number: f64| number as i64;
    value
        .as_i64()
        .or_else(|| value.as_f64().filter(whole).map(cast))
}

impl Read for f64 {
    fn read(value: Value) -> Result<Self, Error> {
        match &value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => non_finite(text),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
        .ok_or_else(|| Error::unexpected_type(&value, "a number"))
    }

    fn missing() -> Result<Self, Error> {
        Ok(0.0)
    }
}

impl Read for f32 {
    fn read(value: Value) -> Result<Self, Error> {
        let unexpected_type = Error::unexpected_type(&value, "a number of 32 bits");
        let wide = f64::read(value)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the precision is the member's"
        )]
        let number = wide as Self;
        if number.is_infinite() && wide.is_finite() {
            return Err(unexpected_type);
        }
        Ok(number)
    }

    fn missing() -> Result<Self, Error> {
        Ok(0.0)
    }
}

/// The numbers that JSON lacks.
fn non_finite(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// Seconds since the Unix epoch, to the nearest millisecond.
impl Read for Timestamp {
    fn read(value: Value) -> Result<Self, Error> {
        const END: f64 = 9_223_372_036_854_775_808.0;
        let millis = match value.as_i64() {
            Some(seconds) => seconds.checked_mul(1000),
            None => value
                .as_f64()
                .map(|seconds| (seconds * 1000.0).round())
                .filter(|millis| (-END..END).contains(millis))
                .map(
                    #[expect(clippy::cast_possible_truncation, reason = "it is within bounds")]
                    |millis| millis as i64,
                ),
        };
        millis
            .map(Self::from_millis)
            .ok_or_else(|| Error::unexpected_type(&value, "a number of seconds"))
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::from_secs(0))
    }
}

impl Read for Blob {
    fn read(value: Value) -> Result<Self, Error> {
        value
            .as_str()
            .and_then(Self::from_base64)
            .ok_or_else(|| Error::unexpected_type(&value, "base64"))
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::default())
    }
}

impl Read for Document {
    const NULLABLE: bool = true;

    fn read(value: Value) -> Result<Self, Error> {
        Ok(Self::from_value(value))
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::null())
    }
}

impl<T: Read> Read for Option<T> {
    const NULLABLE: bool = true;

    fn read(value: Value) -> Result<Self, Error> {
        if value.is_null() {
            return Ok(None);
        }
        T::read(value).map(Some)
    }

    fn missing() -> Result<Self, Error> {
        Ok(None)
    }
}

impl<T: Read> Read for Box<T> {
    const NULLABLE: bool = T::NULLABLE;

    fn read(value: Value) -> Result<Self, Error> {
        T::read(value).map(Box::new)
    }

    fn missing() -> Result<Self, Error> {
        T::missing().map(Box::new)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(value: Value) -> Result<Self, Error> {
        read_list(value, T::NULLABLE, T::read)
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::new())
    }
}

impl<K: Ord + for<'a> From<&'a str>, T: Read> Read for BTreeMap<K, T> {
    fn read(value: Value) -> Result<Self, Error> {
        read_map(value, T::NULLABLE, T::read)
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::new())
    }
}

/// Reads the elements of a list; where `null` is no value, it is passed over.
pub(crate) fn read_list<T>(
    value: Value,
    nullable: bool,
    read: fn(Value) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let Value::Array(elements) = value else {
        return Err(Error::unexpected_type(&value, "a list"));
    };
    let there = elements.into_iter().enumerate();
    there
        .filter(|(_, element)| nullable || !element.is_null())
        .map(|(index, element)| read(element).map_err(|error| error.at(index)))
        .collect()
}

/// Reads the entries of a map; where `null` is no value, its entry is passed over.
pub(crate) fn read_map<K: Ord + for<'a> From<&'a str>, T>(
    value: Value,
    nullable: bool,
    read: fn(Value) -> Result<T, Error>,
) -> Result<BTreeMap<K, T>, Error> {
    let Value::Object(entries) = value else {
        return Err(Error::unexpected_type(&value, "an object"));
    };
    let there = entries.into_iter().enumerate();
    there
        .filter(|(_, (_, value))| nullable || !value.is_null())
        .map(|(index, (key, value))| match read(value) {
            Ok(value) => Ok((K::from(&key), value)),
            Err(error) => Err(error.at(index)),
        })
        .collect()
}
