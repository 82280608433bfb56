//! Writes JSON as the bodies of requests have it.

use std::fmt::Display;
use std::io::Write;

use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Serialize, Serializer};
use serde_json::{Error, Value};

use super::json;

/// Writes what is sent as `serde_json` does, which spells the strings and numbers in it too.
///
/// What stands around them is written here, because `serde_json` escapes every string, and the text of a
/// [`Json`](super::Json) has been escaped while it was written: to copy it takes a sixth of the time. Types that
/// `serde_json` alone knows, such as its `RawValue`, are not for this.
///
/// # Errors
///
/// Those of the value, those of writing, and keys that are no strings.
pub(crate) fn write_json<T: Serialize + ?Sized>(
    out: &mut impl Write,
    value: &T,
) -> Result<(), Error> {
    value.serialize(Body {
        out,
        is_json: false,
    })
}

struct Body<'a, W> {
    out: &'a mut W,
    /// What follows displays itself as a JSON string.
    is_json: bool,
}

impl<'a, W: Write> Body<'a, W> {
    fn push(&mut self, text: &str) -> Result<(), Error> {
        self.out.write_all(text.as_bytes()).map_err(Error::io)
    }

    fn open(mut self, start: &str, end: &'static str) -> Result<Open<'a, W>, Error> {
        self.push(start)?;
        let is_empty = true;
        Ok(Open {
            body: self,
            is_empty,
            end,
        })
    }

    /// Opens what is the value of a variant.
    fn open_variant(
        mut self,
        variant: &'static str,
        start: &str,
        end: &'static str,
    ) -> Result<Open<'a, W>, Error> {
        self.push("{")?;
        self.value(variant)?;
        self.push(":")?;
        self.open(start, end)
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        write_json(self.out, value)
    }
}

macro_rules! by_serde_json {
    ($($method:ident($type:ty);)*) => {$(
        fn $method(self, value: $type) -> Result<(), Error> {
            serde_json::Serializer::new(self.out).$method(value)
        }
    )*};
}

impl<'a, W: Write> Serializer for Body<'a, W> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Open<'a, W>;
    type SerializeTuple = Open<'a, W>;
    type SerializeTupleStruct = Open<'a, W>;
    type SerializeTupleVariant = Open<'a, W>;
    type SerializeMap = Open<'a, W>;
    type SerializeStruct = Open<'a, W>;
    type SerializeStructVariant = Open<'a, W>;

    by_serde_json! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(mut self) -> Result<(), Error> {
        self.push("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let is_json = name == json::NAME;
        value.serialize(Self { is_json, ..self })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let mut open = self.open("{", "}")?;
        open.field(variant, value)?;
        open.close()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a, W>, Error> {
        self.open("[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'a, W>, Error> {
        self.open("[", "]")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'a, W>, Error> {
        self.open("[", "]")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a, W>, Error> {
        self.open_variant(variant, "[", "]}")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'a, W>, Error> {
        self.open("{", "}")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a, W>, Error> {
        self.open("{", "}")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a, W>, Error> {
        self.open_variant(variant, "{", "}}")
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        if self.is_json {
            return write!(self.out, "{value:#}").map_err(Error::io);
        }
        serde_json::Serializer::new(self.out).collect_str(value)
    }
}

/// A list or an object that is not closed yet.
struct Open<'a, W> {
    body: Body<'a, W>,
    is_empty: bool,
    end: &'static str,
}

impl<W: Write> Open<'_, W> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if !std::mem::take(&mut self.is_empty) {
            self.body.push(",")?;
        }
        self.body.value(value)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.element(name)?;
        self.body.push(":")?;
        self.body.value(value)
    }

    fn close(mut self) -> Result<(), Error> {
        self.body.push(self.end)
    }
}

macro_rules! open {
    ($($kind:ident { $method:ident($($name:ident: $text:ty)?) => $own:ident })*) => {$(
        impl<W: Write> $kind for Open<'_, W> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: $text,)?
                value: &T,
            ) -> Result<(), Error> {
                self.$own($($name,)? value)
            }

            fn end(self) -> Result<(), Error> {
                self.close()
            }
        }
    )*};
}

open! {
    SerializeSeq { serialize_element() => element }
    SerializeTuple { serialize_element() => element }
    SerializeTupleStruct { serialize_field() => element }
    SerializeTupleVariant { serialize_field() => element }
    SerializeStruct { serialize_field(name: &'static str) => field }
    SerializeStructVariant { serialize_field(name: &'static str) => field }
}

impl<W: Write> SerializeMap for Open<'_, W> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let Value::String(key) = serde_json::to_value(key)? else {
            return Err(Error::custom("a key is no string"));
        };
        self.element(&key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.body.push(":")?;
        self.body.value(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt;

    use proptest::prelude::*;
    use serde::{Serialize, Serializer};
    use serde_json::{Value, json};

    use super::write_json;
    use crate::properties::{PropertiesWriter, write_properties};
    use crate::runtime::Json;

    fn written(value: &impl Serialize) -> String {
        let mut out = Vec::new();
        write_json(&mut out, value).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[derive(Serialize)]
    enum Variant {
        Unit,
        Newtype(Option<bool>),
        Tuple(i8, char),
        Struct { a: f32, b: Value },
    }

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Newtype(u128);

    #[derive(Serialize)]
    struct Pair(i128, ());

    /// Shown in another way with `#`.
    struct Shown;

    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(if f.alternate() { "wrong" } else { "\"right\"" })
        }
    }

    impl Serialize for Shown {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    #[derive(Serialize)]
    struct NewtypeShown(Shown);

    #[derive(Serialize)]
    struct All {
        variants: Vec<Variant>,
        unit: Unit,
        newtype: Newtype,
        pair: Pair,
        shown: NewtypeShown,
        tuple: (u8, i16, u16, i32, u32, i64, u64),
        #[serde(rename = "a \"name\"")]
        named: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        left_out: Option<u8>,
        none: Option<u8>,
        map: BTreeMap<String, [f64; 2]>,
        empty: (Vec<u8>, BTreeMap<String, u8>),
    }

    #[test]
    fn every_kind_of_value_is_written_as_serde_json_does() {
        let all = All {
            variants: vec![
                Variant::Unit,
                Variant::Newtype(Some(true)),
                Variant::Tuple(-1, '"'),
                Variant::Struct {
                    a: 1.5,
                    b: Value::Null,
                },
            ],
            unit: Unit,
            newtype: Newtype(u128::MAX),
            pair: Pair(i128::MIN, ()),
            shown: NewtypeShown(Shown),
            tuple: (1, -2, 3, -4, 5, -6, 7),
            named: "\n",
            left_out: None,
            none: None,
            map: [("a\\".to_owned(), [f64::NAN, 1e300])].into(),
            empty: Default::default(),
        };
        assert_eq!(written(&all), serde_json::to_string(&all).unwrap());
    }

    #[test]
    fn a_key_that_is_no_string_is_refused() {
        let error = write_json(&mut Vec::new(), &BTreeMap::from([(1, 2)])).unwrap_err();
        assert_eq!(error.to_string(), "a key is no string");
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..5)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_is_written_as_serde_json_does(value in value()) {
            prop_assert_eq!(written(&value), value.to_string());
        }

        #[test]
        fn properties_stand_in_a_body_as_any_text_does(
            (text, character) in any::<(String, char)>(),
            categories in prop::collection::vec("[^|]{1,3}", 1..4),
        ) {
            let mut write = |properties: &mut PropertiesWriter| {
                properties.property("text", &text);
                properties.property("character", &character);
                properties.property("categories", &categories);
                properties.key("given").display(&text);
            };
            let expected = [
                ("text", text.clone()),
                ("character", character.to_string()),
                ("categories", categories.join("|")),
                ("given", text.clone()),
            ];
            let expected = expected.map(|(key, text)| format!("{}:{}", json!(key), json!(text)));
            let expected = format!("{{{}}}", expected.join(","));
            let properties = write_properties("properties", 1000, &mut write).unwrap();
            prop_assert_eq!(written(&[&properties]), json!([expected]).to_string());
            prop_assert_eq!(serde_json::to_value(&properties).unwrap(), json!(expected));
            prop_assert_eq!(properties.as_str(), &expected);
            prop_assert_eq!(properties, Json::from(expected));
        }
    }
}
