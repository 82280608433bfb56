//! Reads values of each type, and replaces required values that a service left out.

use std::collections::BTreeMap;

use super::{Error, Value};
use crate::types::{JsonString, Timestamp, float};

/// A type that can be read from JSON.
pub trait Read: Sized {
    /// Whether `null` is a value: if not, elements of lists that are `null` are skipped.
    #[doc(hidden)]
    const NULLABLE: bool = false;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Returns an error if the JSON value is not of the type.
    fn read(value: Value) -> Result<Self, Error>;

    /// Returns the replacement of a required value that the service left out, by Smithy's client error correction. A
    /// structure is read from an empty object.
    ///
    /// # Errors
    ///
    /// Returns an error if the type has no replacement.
    fn missing() -> Result<Self, Error> {
        Self::read(Value::Object(BTreeMap::new()))
    }
}

/// A format in which values of the type `T` are read. Types that are only received are never written.
pub trait ReadFormat<T> {
    /// Whether `null` is a value: if not, elements of lists that are `null` are skipped.
    const NULLABLE: bool = false;

    /// Deserializes a value.
    ///
    /// # Errors
    ///
    /// Returns an error if the JSON value is not a value of the type in this format.
    fn read(value: Value) -> Result<T, Error>;
}

impl Error {
    /// Creates an error for a value that is not of the expected type, such as `a string`.
    #[must_use]
    pub fn unexpected_type(found: &Value, expected: &str) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self::new(format!("is {found}, but {expected} was expected"))
    }
}

impl Read for String {
    fn read(value: Value) -> Result<Self, Error> {
        if let Value::String(text) = value {
            Ok(text)
        } else {
            Err(Error::unexpected_type(&value, "a string"))
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
                integer(&value)
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
    i8 is "an integer of 8 bits";
    i16 is "an integer of 16 bits";
    i32 is "an integer of 32 bits";
    i64 is "an integer of 64 bits";
}

/// An integer; `1.0` is one too.
fn integer(value: &Value) -> Option<i64> {
    let is_integer = |number: &f64| number.fract() == 0.0;
    value
        .as_i64()
        .or_else(|| value.as_f64().filter(is_integer).and_then(float::truncate))
}

impl Read for f64 {
    fn read(value: Value) -> Result<Self, Error> {
        match &value {
            Value::Number(_) => value.as_f64(),
            Value::String(text) => float::from_text(text),
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
        let out_of_range = Error::unexpected_type(&value, "a number of 32 bits");
        let wide = f64::read(value)?;
        float::narrow(wide).ok_or(out_of_range)
    }

    fn missing() -> Result<Self, Error> {
        Ok(0.0)
    }
}

/// Seconds since the Unix epoch, to the nearest millisecond.
impl Read for Timestamp {
    fn read(value: Value) -> Result<Self, Error> {
        let rounded = |seconds: f64| float::truncate((seconds * 1000.0).round());
        let millis = match value.as_i64() {
            Some(seconds) => seconds.checked_mul(1000),
            None => value.as_f64().and_then(rounded),
        };
        millis
            .map(Self::from_millis)
            .ok_or_else(|| Error::unexpected_type(&value, "a number of seconds"))
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::from_secs(0))
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

/// Reads the elements of a list; skips `null` unless it is a value.
///
/// # Errors
///
/// Returns an error if the JSON value is not of the type.
pub fn read_list<T>(
    value: Value,
    nullable: bool,
    read: fn(Value) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let Value::Array(elements) = value else {
        return Err(Error::unexpected_type(&value, "a list"));
    };
    let elements = elements.into_iter().enumerate();
    elements
        .filter(|(_, element)| nullable || !element.is_null())
        .map(|(index, element)| read(element).map_err(|error| error.at_index(index)))
        .collect()
}

/// Reads the entries of a map; skips `null` unless it is a value.
///
/// # Errors
///
/// Returns an error if the JSON value is not of the type.
pub fn read_map<K: Ord + for<'a> From<&'a str>, T>(
    value: Value,
    nullable: bool,
    read: fn(Value) -> Result<T, Error>,
) -> Result<BTreeMap<K, T>, Error> {
    let Value::Object(entries) = value else {
        return Err(Error::unexpected_type(&value, "an object"));
    };
    let entries = entries.into_iter().enumerate();
    entries
        .filter(|(_, (_, value))| nullable || !value.is_null())
        .map(|(index, (key, value))| match read(value) {
            Ok(value) => Ok((K::from(&key), value)),
            Err(error) => Err(error.at_index(index)),
        })
        .collect()
}
