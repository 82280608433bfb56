//! `smithy.api#enumValue`; and `smithy.api#enum`, the predecessor of enum shapes, which is applied to
//! strings.

use personalize_events_ast::{Node, Trait, Value};

use super::value::{Malformed, VALUE, object, string};
use crate::ir::{EnumMember, EnumValue};

pub(super) fn read(value: &Trait) -> Result<Vec<EnumMember>, Malformed> {
    let definitions = value.node.as_array().filter(|nodes| !nodes.is_empty());
    let malformed = || Malformed::expected("an array that is not empty", VALUE, &value.node);
    let (mut members, mut problems) = (Vec::new(), Vec::new());
    for definition in definitions.ok_or_else(malformed)? {
        match member(definition) {
            Ok(member) => members.push(member),
            Err(malformed) => problems.extend(malformed.problems),
        }
    }
    if problems.is_empty() {
        Ok(members)
    } else {
        Err(Malformed { problems })
    }
}

fn member(node: &Node) -> Result<EnumMember, Malformed> {
    let keys = ["value", "name", "documentation", "tags", "deprecated"];
    let mut fields = object(node, "an element", &keys)?;
    let value = fields.required("value", string);
    let name = fields.optional("name", string);
    let documentation = fields.optional("documentation", string);
    fields.finish(value.map(|value| EnumMember {
        at: node.at,
        name: name.unwrap_or_else(|| value.clone()),
        value: EnumValue::Text(value),
        documentation,
    }))
}

/// The value of a member of an enum or intEnum.
pub(super) fn read_value(value: &Trait) -> Result<EnumValue, Malformed> {
    let read = match &value.node.value {
        Value::String(text) => Some(EnumValue::Text(text.clone())),
        Value::Number(number) => {
            let integer = number
                .as_i64()
                .and_then(|integer| i32::try_from(integer).ok());
            integer.map(EnumValue::Integer)
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    read.ok_or_else(|| Malformed::expected("a string or a 32-bit integer", VALUE, &value.node))
}
