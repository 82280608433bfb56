//! A tree of JSON in which no key is lost.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::error::ServiceText;

/// The key by which `serde_json` passes numbers if a crate enables its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

const TOO_LONG: &str = "a whole number has more than 64 bits";

/// Deserializes JSON. An object with the same key twice is an error: `serde_json` would drop the first value.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    deserializer.deserialize_any(Json)
}

struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer).map(Self)
    }
}

struct Json;

impl<'de> Visitor<'de> for Json {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    // The default methods of these two print the number, which is user data.

    fn visit_i128<E: Error>(self, _: i128) -> Result<Value, E> {
        Err(E::custom(TOO_LONG))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Value, E> {
        Err(E::custom(TOO_LONG))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).map(Value::Number);
        number.ok_or_else(|| E::custom("a number is infinite or NaN"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Tree(element)) = elements.next_element()? {
            list.push(element);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(Tree(key)) = entries.next_key()? {
            let Value::String(key) = key else {
                return Err(A::Error::custom("a key is not a string"));
            };
            if key == NUMBER {
                let Tree(text) = entries.next_value()?;
                let number = text.as_str().and_then(|text| text.parse().ok());
                let number = number.map(Value::Number);
                return number.ok_or_else(|| A::Error::custom("invalid number"));
            }
            if object.contains_key(&key) {
                let key = ServiceText(&key);
                return Err(A::Error::custom(format_args!("duplicate key `{key}`")));
            }
            let Tree(value) = entries.next_value()?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn numbers_in_the_form_of_arbitrary_precision_are_read() {
        let mut text = serde_json::Deserializer::from_str(
            r#"{"a":{"$serde_json::private::Number":"0.25"},"b":[-1,18446744073709551615,1e300]}"#,
        );
        assert_eq!(
            super::deserialize(&mut text).unwrap(),
            json!({"a": 0.25, "b": [-1, u64::MAX, 1e300]})
        );
    }

    #[test]
    fn a_number_that_json_does_not_have_is_an_error() {
        let number = serde::de::value::F64Deserializer::<serde_json::Error>::new(f64::NAN);
        let error = super::deserialize(number).unwrap_err();
        assert_eq!(error.to_string(), "a number is infinite or NaN");
    }
}
