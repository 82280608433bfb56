//! Defaults: the values of members that are not set.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use personalize_events_ast::{Node, ShapeId, Trait, Value};

use super::context::Lowering;
use crate::ir::{Number, Target, Type};

impl Lowering<'_> {
    /// The value of a default; `None` if its type is not that of the member.
    pub(super) fn default(
        &mut self,
        default: &Trait,
        target: &Target,
        from: &ShapeId,
    ) -> Option<serde_json::Value> {
        let value = json(&default.node);
        if let Some(help) = self.help(&value, &target.ty) {
            let message = format!("the default is {}; {help}", default.node.describe());
            self.report(default.node.at, from, message);
            return None;
        }
        Some(value)
    }

    /// What to do about a default of the wrong type.
    fn help(&self, value: &serde_json::Value, ty: &Type) -> Option<String> {
        let number = |number: Number| {
            let value = value.as_number();
            let fits = value.is_some_and(|value| number.holds(value));
            (fits, number.describe())
        };
        let is_base64 = value
            .as_str()
            .is_some_and(|text| STANDARD.decode(text).is_ok());
        let (fits, wanted) = match ty {
            Type::Boolean => (value.is_boolean(), "a boolean"),
            Type::Number(kind) => number(*kind),
            Type::Blob => (is_base64, "a base64 string"),
            // Smithy allows no other for streaming blobs.
            Type::Source => (value.as_str() == Some(""), "an empty string"),
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
            Type::Enum(id) if self.is_int_enum(id) => number(Number::Integer),
            Type::Enum(_) | Type::String | Type::Json => (value.is_string(), "a string"),
            Type::Stream | Type::Structure(_) | Type::Union(_) | Type::Unit => {
                return Some("remove it".to_owned());
            }
        };
        (!fits).then(|| format!("use {wanted}"))
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
        Value::Object(object) => {
            let entries = object.0.iter();
            entries
                .map(|entry| (entry.key.clone(), json(&entry.node)))
                .collect()
        }
    }
}
