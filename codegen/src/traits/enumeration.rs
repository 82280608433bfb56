//! `smithy.api#enumValue`; and `smithy.api#enum` on a string, the form of an enumeration that came before
//! `enum` shapes.

use personalize_events_ast::{Entry, Node, Position, Trait, Value};

use super::Malformed;
use crate::ir::EnumValue;

/// One of the strings.
pub(crate) struct Definition {
    pub(crate) at: Position,
    /// Its name, or its value made one.
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) documentation: Option<String>,
}

pub(super) fn read(value: &Trait) -> Result<Vec<Definition>, Malformed> {
    let definitions = value.node.as_array().filter(|nodes| !nodes.is_empty());
    let malformed = || Malformed::new(value.node.at, "it must be an array with something in it");
    let definitions = definitions.ok_or_else(malformed)?;
    definitions.iter().map(definition).collect()
}

fn definition(node: &Node) -> Result<Definition, Malformed> {
    let malformed = |message: &str| Malformed::new(node.at, message);
    let object = node.as_object();
    let object = object.ok_or_else(|| malformed("what is in it must be an object"))?;
    for entry in &object.0 {
        let known = ["value", "name", "documentation", "tags", "deprecated"];
        if !known.contains(&entry.key.as_str()) {
            let message = format!("it has no key `{}`", entry.key);
            return Err(Malformed::new(entry.at, message));
        }
    }
    let text = |key: &str| object.0.iter().find(|entry| entry.key == key).map(text);
    let value = text("value").ok_or_else(|| malformed("it needs `value`"))??;
    let name = text("name").transpose()?;
    Ok(Definition {
        at: node.at,
        name: name.unwrap_or_else(|| value.clone()),
        value,
        documentation: text("documentation").transpose()?,
    })
}

fn text(entry: &Entry) -> Result<String, Malformed> {
    let text = entry.node.as_str().map(str::to_owned);
    text.ok_or_else(|| {
        let message = format!("`{}` must be a string", entry.key);
        Malformed::new(entry.node.at, message)
    })
}

/// What a member of an enum or intEnum stands for.
pub(super) fn read_value(value: &Trait) -> Result<EnumValue, Malformed> {
    let malformed = || {
        let message = "it must be a string, or an integer of 32 bits";
        Malformed::new(value.node.at, message)
    };
    match &value.node.value {
        Value::String(text) => Ok(EnumValue::Text(text.clone())),
        Value::Number(number) => {
            let integer = number
                .as_i64()
                .and_then(|number| i32::try_from(number).ok());
            integer.map(EnumValue::Integer).ok_or_else(malformed)
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(malformed()),
    }
}
