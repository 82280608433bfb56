//! The parts that values of traits are made of: strings, numbers, choices, objects.

use indexmap::IndexMap;
use personalize_events_ast::{Entry, Node, Object, Position, Trait, Value};

/// Why the value of a trait is not what it must be: every reason, with its place.
#[derive(Debug)]
pub(crate) struct Malformed {
    pub(super) problems: Vec<(Position, String)>,
}

impl Malformed {
    pub(super) fn new(at: Position, message: impl Into<String>) -> Self {
        Self {
            problems: vec![(at, message.into())],
        }
    }

    /// `item` is found where something else is wanted.
    pub(super) fn expected(wanted: &str, item: &str, node: &Node) -> Self {
        let found = match &node.value {
            Value::String(text) => format!("{text:?}"),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                node.describe().to_owned()
            }
        };
        Self::new(node.at, format!("{item} is {found}; use {wanted}"))
    }
}

/// What messages call the whole value of a trait.
pub(super) const VALUE: &str = "the value";

/// The value of a trait that only marks what it is applied to.
pub(super) fn marker(value: &Trait) -> Result<(), Malformed> {
    match value.node.as_object() {
        Some(object) if object.0.is_empty() => Ok(()),
        _ => Err(Malformed::expected("an empty object", VALUE, &value.node)),
    }
}

pub(super) fn text(value: &Trait) -> Result<String, Malformed> {
    string(&value.node, VALUE)
}

pub(super) fn non_empty_text(value: &Trait) -> Result<String, Malformed> {
    non_empty(&value.node, VALUE)
}

/// A string with one of several meanings.
pub(super) fn choice<T: Copy>(value: &Trait, choices: &[(&str, T)]) -> Result<T, Malformed> {
    choice_of(&value.node, VALUE, choices)
}

/// A string in the value of a trait with one of several meanings.
pub(super) fn choice_of<T: Copy>(
    node: &Node,
    item: &str,
    choices: &[(&str, T)],
) -> Result<T, Malformed> {
    let text = node.as_str();
    let chosen = choices.iter().find(|(name, _)| Some(*name) == text);
    chosen.map(|(_, meaning)| *meaning).ok_or_else(|| {
        let names: Vec<_> = choices
            .iter()
            .map(|(name, _)| format!("{name:?}"))
            .collect();
        Malformed::expected(&alternatives(&names), item, node)
    })
}

pub(super) fn string(node: &Node, item: &str) -> Result<String, Malformed> {
    let text = node.as_str().map(str::to_owned);
    text.ok_or_else(|| Malformed::expected("a string", item, node))
}

pub(super) fn non_empty(node: &Node, item: &str) -> Result<String, Malformed> {
    let text = node.as_str().filter(|text| !text.is_empty());
    text.map(str::to_owned)
        .ok_or_else(|| Malformed::expected("a string that is not empty", item, node))
}

pub(super) fn boolean(node: &Node, item: &str) -> Result<bool, Malformed> {
    if let Value::Bool(value) = node.value {
        Ok(value)
    } else {
        Err(Malformed::expected("a boolean", item, node))
    }
}

/// An HTTP status within a range.
pub(super) fn status(
    node: &Node,
    item: &str,
    range: std::ops::Range<u16>,
) -> Result<u16, Malformed> {
    let status = node.as_u64().and_then(|status| u16::try_from(status).ok());
    status
        .filter(|status| range.contains(status))
        .ok_or_else(|| {
            let wanted = format!("a status from {} to {}", range.start, range.end - 1);
            Malformed::expected(&wanted, item, node)
        })
}

/// An object without keys other than these, as in traits that have a meaning for requests.
pub(super) fn object<'a>(
    node: &'a Node,
    item: &str,
    keys: &[&str],
) -> Result<Fields<'a>, Malformed> {
    let mut fields = open_object(node, item)?;
    for entry in &fields.object.0 {
        if !keys.contains(&entry.key.as_str()) {
            let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
            let keys = alternatives(&keys);
            let message = format!("the key `{}` is unknown; use {keys}", entry.key);
            fields.problems.push((entry.at, message));
        }
    }
    Ok(fields)
}

/// An object with any keys, as in annotations.
pub(super) fn open_object<'a>(node: &'a Node, item: &str) -> Result<Fields<'a>, Malformed> {
    let object = node.as_object();
    let object = object.ok_or_else(|| Malformed::expected("an object", item, node))?;
    Ok(Fields {
        object,
        at: node.at,
        problems: Vec::new(),
    })
}

/// The values of an object by their keys.
pub(super) fn entries<T>(
    node: &Node,
    item: &str,
    read: impl Fn(&Node, &str) -> Result<T, Malformed>,
) -> Result<IndexMap<String, T>, Malformed> {
    let object = node.as_object();
    let object = object.ok_or_else(|| Malformed::expected("an object", item, node))?;
    let entries = object.0.iter().map(|Entry { key, node, .. }| {
        let value = read(node, &format!("`{key}`"))?;
        Ok((key.clone(), value))
    });
    entries.collect()
}

pub(super) fn array<T>(
    node: &Node,
    item: &str,
    read: impl Fn(&Node, &str) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let items = node.as_array();
    let items = items.ok_or_else(|| Malformed::expected("an array", item, node))?;
    let item = format!("an item of {item}");
    items.iter().map(|node| read(node, &item)).collect()
}

/// The values of an object by their keys, and what is wrong with them.
pub(super) struct Fields<'a> {
    object: &'a Object,
    at: Position,
    problems: Vec<(Position, String)>,
}

impl<'a> Fields<'a> {
    /// Reads the value of a key that may be absent; the reader gets the key as it appears in messages.
    pub(super) fn optional<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&Node, &str) -> Result<T, Malformed>,
    ) -> Option<T> {
        match read(self.object.get(key)?, &format!("`{key}`")) {
            Ok(value) => Some(value),
            Err(malformed) => {
                self.problems.extend(malformed.problems);
                None
            }
        }
    }

    pub(super) fn required<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&Node, &str) -> Result<T, Malformed>,
    ) -> Option<T> {
        if self.object.get(key).is_none() {
            self.problem(format!("the key `{key}` is missing; add it"));
        }
        self.optional(key, read)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.object.0.is_empty()
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.object.0.iter().map(|entry| entry.key.as_str())
    }

    /// Adds a problem of the whole object.
    pub(super) fn problem(&mut self, message: impl Into<String>) {
        self.problems.push((self.at, message.into()));
    }

    /// The value that was read, if nothing is wrong.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Malformed> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Malformed {
                problems: self.problems,
            }),
        }
    }
}

/// `a string, a blob or a list`
pub(super) fn alternatives(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        names => names.concat(),
    }
}
