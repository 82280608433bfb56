//! Reads the values of members from JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use super::object::{FromJson, FromObject, describe, read};
use crate::types::{JsonString, Timestamp, float};
use crate::validation::{BuildInput, HasBuilder, ValidationContext, ViolationKind};

/// Implements [`FromJson`] by a function that returns `None` for a value of another type.
macro_rules! from_json {
    ($($type:ty, $expected:literal: |$value:ident| $read:expr;)*) => {$(
        impl FromJson for $type {
            #[inline]
            fn from_json($value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
                let found = describe(&$value);
                let read: Option<Self> = $read;
                if read.is_none() {
                    context.unexpected_type(found, $expected);
                }
                read
            }
        }
    )*};
}

from_json! {
    bool, "a boolean": |value| value.as_bool();
    String, "a string": |value| text(value);
    i8, "a whole number from -128 to 127": |value| integer(&value);
    i16, "a whole number from -32768 to 32767": |value| integer(&value);
    i32, "a whole number from -2147483648 to 2147483647": |value| integer(&value);
    i64, "a whole number of 64 bits": |value| integer(&value);
    f32, "a number from -3.4e38 to 3.4e38": |value| double(&value).and_then(float::narrow);
    f64, "a number": |value| double(&value);
    Timestamp, "a number of seconds": |value| timestamp(&value);
}

/// An object becomes its text.
impl FromJson for JsonString {
    #[inline]
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        let found = describe(&value);
        if let Value::Object(members) = &value {
            let mut changed = members
                .iter()
                .filter(|(_, value)| has_changed(value))
                .peekable();
            let is_exact = changed.peek().is_none();
            for (key, _) in changed {
                let found = "a number of more than 15 digits, which would be rounded";
                let expected = "a string";
                context.add_at_key(key, ViolationKind::UnexpectedType { found, expected });
            }
            return is_exact.then(|| value.to_string().into());
        }
        let read = text(value).map(Self::from);
        if read.is_none() {
            context.unexpected_type(found, "a string or an object");
        }
        read
    }
}

/// Whether a number in a value may have had other digits before it was read: whole numbers of 64 bits are exact, and the
/// others have the precision of `f64`, which is less than a unit from here on.
fn has_changed(value: &Value) -> bool {
    const END: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => {
            let is_exact = number.is_i64() || number.is_u64();
            !is_exact && number.as_f64().is_none_or(|number| number.abs() >= END)
        }
        Value::Array(elements) => elements.iter().any(has_changed),
        Value::Object(members) => members.values().any(has_changed),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

fn text(value: Value) -> Option<String> {
    if let Value::String(text) = value {
        Some(text)
    } else {
        None
    }
}

fn integer<N: TryFrom<i64>>(value: &Value) -> Option<N> {
    N::try_from(value.as_i64()?).ok()
}

/// A number, or the text of one that JSON does not have.
fn double(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| float::from_text(value.as_str()?))
}

/// Seconds since the Unix epoch, to the nearest millisecond.
fn timestamp(value: &Value) -> Option<Timestamp> {
    let millis = match value.as_i64() {
        Some(seconds) => seconds.checked_mul(1000)?,
        None => float::truncate((value.as_f64()? * 1000.0).round())?,
    };
    Some(Timestamp::from_millis(millis))
}

/// It is never `None`, so that the length of a list with violations in its elements is known.
impl<T: HasBuilder<Builder: FromObject>> FromJson for BuildInput<T> {
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        Some(match read(value, context) {
            Ok(builder) => Self::Builder(builder),
            Err(incomplete) => Self::Incomplete(Box::new(incomplete)),
        })
    }
}

impl FromJson for BuildInput<JsonString> {
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        JsonString::from_json(value, context).map(Self::Value)
    }
}

/// An element of a list, or the value of a key, that may be `null`.
impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        if value.is_null() {
            return Some(None);
        }
        T::from_json(value, context).map(Some)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        T::from_json(value, context).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        let Value::Array(elements) = value else {
            context.unexpected_type(describe(&value), "a list");
            return None;
        };
        let mut list = Self::with_capacity(elements.len());
        let mut is_complete = true;
        for (index, element) in elements.into_iter().enumerate() {
            match T::from_json(element, &mut context.element(index)) {
                Some(element) => list.push(element),
                None => is_complete = false,
            }
        }
        is_complete.then_some(list)
    }
}

/// As in builders, the path of an entry has its number in the order of the keys, because keys are user data.
impl<K: FromJson + Ord, T: FromJson> FromJson for BTreeMap<K, T> {
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        let Value::Object(entries) = value else {
            context.unexpected_type(describe(&value), "an object");
            return None;
        };
        let mut map = Self::new();
        let mut is_complete = true;
        for (index, (key, value)) in entries.into_iter().enumerate() {
            let mut entry = context.element(index);
            let key = K::from_json(Value::String(key), &mut entry.member("key"));
            let value = T::from_json(value, &mut entry.member("value"));
            match key.zip(value) {
                Some((key, value)) => drop(map.insert(key, value)),
                None => is_complete = false,
            }
        }
        is_complete.then_some(map)
    }
}
