//! Types of values: simple shapes with traits, enums, lists and maps, and members that target them.

use fastrand::Rng;
use serde_json::{Value, json};

/// What a shape is, as far as the rules of bindings, defaults and constraints depend on it.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Float,
    String,
    /// A string whose constraints or media type exclude most texts.
    Narrow,
    Blob,
    Timestamp,
    Document,
    /// The wire values of its members.
    Enum(Vec<Value>),
    List(Box<Kind>),
    Map(Box<Kind>),
    Structure,
    Union,
}

impl Kind {
    /// Whether it can be a label, or a value in a query or header.
    pub(crate) fn is_text(&self) -> bool {
        let is_string = matches!(self, Self::String | Self::Narrow | Self::Enum(_));
        is_string
            || matches!(
                self,
                Self::Boolean | Self::Integer | Self::Float | Self::Timestamp
            )
    }

    /// Whether it is a string on the wire.
    pub(crate) fn is_string(&self) -> bool {
        if let Self::Enum(values) = self {
            values.iter().all(Value::is_string)
        } else {
            matches!(self, Self::String | Self::Narrow)
        }
    }
}

/// A shape that members can target.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) kind: Kind,
}

impl Target {
    pub(crate) fn new(id: &str, kind: Kind) -> Self {
        Self {
            id: id.to_owned(),
            kind,
        }
    }
}

/// The shapes of Smithy's prelude.
pub(crate) fn prelude() -> Vec<Target> {
    let shapes = [
        ("Boolean", Kind::Boolean),
        ("Byte", Kind::Integer),
        ("Short", Kind::Integer),
        ("Integer", Kind::Integer),
        ("Long", Kind::Integer),
        ("Float", Kind::Float),
        ("Double", Kind::Float),
        ("BigInteger", Kind::Integer),
        ("BigDecimal", Kind::Float),
        ("String", Kind::String),
        ("Blob", Kind::Blob),
        ("Timestamp", Kind::Timestamp),
        ("Document", Kind::Document),
    ];
    let shapes = shapes.into_iter();
    shapes
        .map(|(name, kind)| Target::new(&format!("smithy.api#{name}"), kind))
        .collect()
}

/// A simple shape with traits.
pub(crate) fn simple(rng: &mut Rng) -> (Value, Kind) {
    let (ty, kind, traits) = match rng.u8(0..14) {
        0 => ("string", Kind::String, json!({})),
        1 => (
            "string",
            Kind::Narrow,
            json!({"smithy.api#length": {"min": 1, "max": 100}}),
        ),
        2 => (
            "string",
            Kind::Narrow,
            json!({"smithy.api#pattern": "^[a-z]+$"}),
        ),
        3 => (
            "string",
            Kind::Narrow,
            json!({"smithy.api#pattern": "^(?=a)b$"}),
        ),
        4 => (
            "string",
            Kind::Narrow,
            json!({"smithy.api#mediaType": "application/json"}),
        ),
        5 => (
            "string",
            Kind::Narrow,
            json!({"smithy.api#mediaType": "text/csv"}),
        ),
        6 => (
            "integer",
            Kind::Integer,
            json!({"smithy.api#range": {"min": 0, "max": 100}}),
        ),
        7 => (
            "double",
            Kind::Float,
            json!({"smithy.api#range": {"min": 0.0}}),
        ),
        8 => (
            "blob",
            Kind::Blob,
            json!({"smithy.api#length": {"max": 10}}),
        ),
        9 => (
            "timestamp",
            Kind::Timestamp,
            json!({"smithy.api#timestampFormat": "date-time"}),
        ),
        10 => (
            "timestamp",
            Kind::Timestamp,
            json!({"smithy.api#timestampFormat": "http-date"}),
        ),
        11 => (
            "bigInteger",
            Kind::Integer,
            json!({"smithy.api#range": {"min": -1}}),
        ),
        12 => (
            "bigDecimal",
            Kind::Float,
            json!({"smithy.api#range": {"min": 0.25, "max": 1e20}}),
        ),
        _ => ("boolean", Kind::Boolean, json!({})),
    };
    let mut shape = json!({"type": ty, "traits": traits});
    annotate(&mut shape["traits"], rng);
    (shape, kind)
}

/// Adds traits that any shape or member may have.
pub(crate) fn annotate(traits: &mut Value, rng: &mut Rng) {
    if rng.u8(0..8) == 0 {
        traits["smithy.api#documentation"] = json!(
            "<p>See <a>Self</a>, <code>r#type</code> and [`Vec`] at https://example.com/a_b.</p>"
        );
    }
    if rng.u8(0..16) == 0 {
        traits["smithy.api#sensitive"] = json!({});
    }
    if rng.u8(0..16) == 0 {
        traits["smithy.api#deprecated"] = json!({"message": "Old.", "since": "2"});
    }
}

/// A member that targets a shape.
pub(crate) fn member(target: &Target, rng: &mut Rng) -> Value {
    let mut traits = json!({});
    annotate(&mut traits, rng);
    traits
        .as_object_mut()
        .expect("traits")
        .remove("smithy.api#sensitive");
    if rng.u8(0..6) == 0 {
        let kind = &target.kind;
        if matches!(kind, Kind::String) {
            traits["smithy.api#pattern"] = json!("^[A-Z_]{1,9}$");
        } else if matches!(kind, Kind::List(_) | Kind::Map(_) | Kind::Blob) {
            traits["smithy.api#length"] = json!({"min": 1});
        } else if matches!(kind, Kind::Integer | Kind::Float) {
            traits["smithy.api#range"] = json!({"max": 9});
        } else if matches!(kind, Kind::Timestamp) {
            traits["smithy.api#timestampFormat"] = json!("epoch-seconds");
        }
    }
    json!({"target": target.id, "traits": traits})
}

/// Makes a member required or gives it a default, if its type allows it.
pub(crate) fn presence(member: &mut Value, kind: &Kind, rng: &mut Rng) {
    let traits = &mut member["traits"];
    let is_free = ["smithy.api#pattern", "smithy.api#length"];
    let is_free = is_free.iter().all(|id| traits.get(id).is_none());
    let default = match kind {
        Kind::Boolean => json!(rng.bool()),
        Kind::Integer => json!(rng.u8(0..9)),
        Kind::Float => json!(0.5),
        Kind::String if is_free => json!(["", "Self"][rng.usize(..2)]),
        Kind::Blob if is_free => json!(""),
        Kind::List(_) if is_free => json!([]),
        Kind::Map(_) if is_free => json!({}),
        Kind::Timestamp => json!(1.5),
        Kind::Document => {
            let values = [
                json!(true),
                json!("x"),
                json!([]),
                json!({}),
                json!({"a": [1]}),
            ];
            values[rng.usize(..values.len())].clone()
        }
        Kind::Enum(values) => values[rng.usize(..values.len())].clone(),
        Kind::String
        | Kind::Narrow
        | Kind::Blob
        | Kind::List(_)
        | Kind::Map(_)
        | Kind::Structure
        | Kind::Union => Value::Null,
    };
    match rng.u8(0..5) {
        0 | 1 => traits["smithy.api#required"] = json!({}),
        2 if !default.is_null() => traits["smithy.api#default"] = default,
        _ => {}
    }
    if rng.u8(0..12) == 0 {
        traits["smithy.api#clientOptional"] = json!({});
    }
}
