//! Defaults: the value that a member has where none is set.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use personalize_events_ast::{Kind, Node, ShapeId, Trait, Value};

use super::Lowering;
use crate::ir::{Number, Target, Type};

impl Lowering<'_> {
    /// A default that its member can hold.
    pub(super) fn default(
        &mut self,
        default: &Trait,
        target: &Target,
        from: &ShapeId,
    ) -> Option<serde_json::Value> {
        let value = json(&default.node);
        if let Some(needed) = self.unfit(&value, &target.ty) {
            let message = format!(
                "the default is {}, {needed} is needed",
                default.node.describe()
            );
            self.refuse(default.node.at, from, message);
            return None;
        }
        Some(value)
    }

    /// What would be right, where a value is not.
    fn unfit(&self, value: &serde_json::Value, ty: &Type) -> Option<&'static str> {
        let number = |number: Number| value.as_number().is_some_and(|value| number.holds(value));
        let (fits, needed) = match ty {
            Type::Boolean => (value.is_boolean(), "a boolean"),
            Type::Number(kind) => (number(*kind), kind.describe()),
            Type::Blob => (value.as_str().is_some_and(is_base64), "a string in base64"),
            Type::Timestamp(_) => (value.is_number(), "a number of seconds"),
            Type::Document => (true, ""),
            Type::List { .. } => (
                value.as_array().is_some_and(Vec::is_empty),
                "an empty array",
            ),
            Type::Map { .. } => (
                value.as_object().is_some_and(serde_json::Map::is_empty),
                "an empty object",
            ),
            Type::Enum(id) if self.is_int_enum(id) => {
                (number(Number::Integer), Number::Integer.describe())
            }
            Type::Enum(_) | Type::String | Type::Json => (value.is_string(), "a string"),
            Type::Stream | Type::Structure(_) | Type::Union(_) | Type::Unit => {
                (false, "no default")
            }
        };
        (!fits).then_some(needed)
    }

    fn is_int_enum(&self, id: &ShapeId) -> bool {
        let shape = self.model.shapes.get(id);
        shape.is_some_and(|shape| matches!(shape.kind, Kind::IntEnum(_)))
    }
}

/// The value without its positions.
fn json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => serde_json::Value::Number(number.clone()),
        Value::String(text) => text.clone().into(),
        Value::Array(nodes) => nodes.iter().map(json).collect(),
        Value::Object(object) => object
            .0
            .iter()
            .map(|entry| (entry.key.clone(), json(&entry.node)))
            .collect(),
    }
}

fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
}
