//! Reads the members of an object.

use serde_json::{Map, Value};

use crate::validation::{Build, Incomplete, ValidationContext, ViolationKind};

/// A value that is read from the JSON in which it is serialized.
pub trait FromJson: Sized {
    /// Whether `null` is a value; otherwise a member that is `null` is absent.
    const NULLABLE: bool = false;

    /// Reads the value; `None` if it adds violations to the context.
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self>;
}

/// A builder whose members are read from an object.
pub trait FromObject: Build {
    /// Reads the members.
    fn from_object(object: &mut Object<'_, '_>) -> Self;
}

/// An object whose members are read one by one.
#[derive(Debug)]
pub struct Object<'a, 'c> {
    members: Map<String, Value>,
    context: &'a mut ValidationContext<'c>,
    /// The names of the members that were read, and of those that could not be.
    known: Vec<&'static str>,
    unreadable: Vec<&'static str>,
}

impl<'a, 'c> Object<'a, 'c> {
    fn of(value: Value, context: &'a mut ValidationContext<'c>) -> Option<Self> {
        let Value::Object(members) = value else {
            context.unexpected_type(describe(&value), "an object");
            return None;
        };
        Some(Self {
            members,
            context,
            known: Vec::new(),
            unreadable: Vec::new(),
        })
    }

    /// Reads a member; `None` if it is absent or `null`, or adds violations.
    pub fn member<T: FromJson>(&mut self, name: &'static str) -> Option<T> {
        self.renamed(name, name)
    }

    /// Reads a member that has another name in JSON than in paths.
    pub fn renamed<T: FromJson>(&mut self, key: &'static str, name: &'static str) -> Option<T> {
        let value = self.take(key, T::NULLABLE)?;
        let read = T::from_json(value, &mut self.context.member(name));
        if read.is_none() {
            self.unreadable.push(name);
        }
        read
    }

    /// Returns the members that could not be read, and adds those that are unknown to the context; `None` if there are no
    /// such members.
    fn finish(self) -> Option<Vec<&'static str>> {
        let is_unknown = |key: &&String| !self.known.contains(&key.as_str());
        let mut unknown = self.members.keys().filter(is_unknown).peekable();
        let is_complete = unknown.peek().is_none() && self.unreadable.is_empty();
        for key in unknown {
            let members = self.known.clone();
            self.context
                .add_at_key(key, ViolationKind::UnknownMember { members });
        }
        (!is_complete).then_some(self.unreadable)
    }

    fn take(&mut self, key: &'static str, is_nullable: bool) -> Option<Value> {
        self.known.push(key);
        let value = self.members.get_mut(key)?.take();
        (is_nullable || !value.is_null()).then_some(value)
    }
}

/// Reads a builder from an object. The violations of what cannot be read are added to the context.
pub(super) fn read<B: FromObject>(
    value: Value,
    context: &mut ValidationContext<'_>,
) -> Result<B, Incomplete<B>> {
    let Some(mut object) = Object::of(value, context) else {
        return Err(Incomplete {
            builder: None,
            unreadable: Vec::new(),
        });
    };
    let builder = B::from_object(&mut object);
    match object.finish() {
        None => Ok(builder),
        Some(unreadable) => Err(Incomplete {
            builder: Some(builder),
            unreadable,
        }),
    }
}

/// The type of a value, without the value.
pub(super) fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
