//! What serde writes for a value, as a tree.
//!
//! The tree has what a property can be, and a node for everything else, so that all problems of a value are found.

use std::fmt;

use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Serialize, Serializer};

/// A value as serde writes it.
pub(super) enum Node {
    /// `None` and `()`.
    None,
    Bool(bool),
    Signed(i128),
    Unsigned(u128),
    Float(f32),
    Double(f64),
    /// A decimal number with all of its digits.
    Decimal(String),
    Text(String),
    /// A variant without data.
    Variant(&'static str),
    List(Vec<Node>),
    /// The keys and values of a struct or map.
    Object(Vec<(Node, Node)>),
    /// Bytes.
    Bytes,
    /// A variant with data.
    DataVariant,
    /// The type's `Serialize` returned an error.
    Failed,
}

/// The struct and its only field as which `serde_json` passes numbers if a crate enables its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

impl Node {
    /// The number with this text in JSON.
    fn number(text: String) -> Self {
        if let Ok(number) = text.parse::<i128>() {
            Self::Signed(number)
        } else if let Ok(number) = text.parse::<u128>() {
            Self::Unsigned(number)
        } else if text.contains(['e', 'E']) {
            text.parse().map_or(Self::Failed, Self::Double)
        } else {
            Self::Decimal(text)
        }
    }

    pub(super) fn new<T: Serialize + ?Sized>(value: &T) -> Self {
        value.serialize(ToNode).unwrap_or(Self::Failed)
    }
}

/// The error of an implementation of `Serialize`. Its text may contain user data, so it is dropped.
#[derive(Debug)]
pub(super) struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an implementation of `Serialize` returned an error")
    }
}

impl std::error::Error for Failed {}

impl serde::ser::Error for Failed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Result<T = Node> = std::result::Result<T, Failed>;

/// Returns the node of a value.
struct ToNode;

/// ```text
/// fn serialize_u8(self, value: u8) -> Result {
///     Ok(Node::Unsigned(value.into()))
/// }
/// ```
macro_rules! scalars {
    ($($method:ident: $ty:ty => $node:ident),*) => {$(
        fn $method(self, value: $ty) -> Result {
            Ok(Node::$node(value.into()))
        }
    )*};
}

impl Serializer for ToNode {
    type Ok = Node;
    type Error = Failed;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = DataVariant;
    type SerializeMap = Object;
    type SerializeStruct = Object;
    type SerializeStructVariant = DataVariant;

    scalars! {
        serialize_bool: bool => Bool,
        serialize_i8: i8 => Signed,
        serialize_i16: i16 => Signed,
        serialize_i32: i32 => Signed,
        serialize_i64: i64 => Signed,
        serialize_i128: i128 => Signed,
        serialize_u8: u8 => Unsigned,
        serialize_u16: u16 => Unsigned,
        serialize_u32: u32 => Unsigned,
        serialize_u64: u64 => Unsigned,
        serialize_u128: u128 => Unsigned,
        serialize_f32: f32 => Float,
        serialize_f64: f64 => Double,
        serialize_char: char => Text,
        serialize_str: &str => Text
    }

    fn serialize_bytes(self, _: &[u8]) -> Result {
        Ok(Node::Bytes)
    }

    fn serialize_none(self) -> Result {
        Ok(Node::None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result {
        Ok(Node::None)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        Ok(Node::None)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result {
        Ok(Node::Variant(name))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result {
        Ok(Node::DataVariant)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<List> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<DataVariant> {
        Ok(DataVariant)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object> {
        let (key, members) = (Node::Failed, Vec::new());
        Ok(Object { key, members })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<DataVariant> {
        Ok(DataVariant)
    }
}

/// Collects elements.
struct List(Vec<Node>);

macro_rules! elements {
    ($($trait:ident: $method:ident),*) => {$(
        impl $trait for List {
            type Ok = Node;
            type Error = Failed;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.0.push(Node::new(value));
                Ok(())
            }

            fn end(self) -> Result {
                Ok(Node::List(self.0))
            }
        }
    )*};
}

elements! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field
}

/// Collects members.
struct Object {
    /// The key whose value comes next.
    key: Node,
    members: Vec<(Node, Node)>,
}

impl SerializeMap for Object {
    type Ok = Node;
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.key = Node::new(key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let key = std::mem::replace(&mut self.key, Node::Failed);
        self.members.push((key, Node::new(value)));
        Ok(())
    }

    fn end(self) -> Result {
        Ok(Node::Object(self.members))
    }
}

impl SerializeStruct for Object {
    type Ok = Node;
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<()> {
        self.serialize_entry(key, value)
    }

    fn end(mut self) -> Result {
        match self.members.pop() {
            Some((Node::Text(key), Node::Text(text))) if key == NUMBER => Ok(Node::number(text)),
            last => {
                self.members.extend(last);
                SerializeMap::end(self)
            }
        }
    }
}

/// Ignores the data of a variant, which no property can have.
struct DataVariant;

impl SerializeTupleVariant for DataVariant {
    type Ok = Node;
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<()> {
        Ok(())
    }

    fn end(self) -> Result {
        Ok(Node::DataVariant)
    }
}

impl SerializeStructVariant for DataVariant {
    type Ok = Node;
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, _: &T) -> Result<()> {
        Ok(())
    }

    fn end(self) -> Result {
        Ok(Node::DataVariant)
    }
}
