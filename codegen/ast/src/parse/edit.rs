//! Changes of JSON nodes.

use crate::{Entry, Node, Object, Value};

pub(super) fn entries_mut(node: &mut Node) -> Option<&mut Vec<Entry>> {
    if let Value::Object(object) = &mut node.value {
        Some(&mut object.0)
    } else {
        None
    }
}

pub(super) fn get_mut<'a>(entries: &'a mut [Entry], key: &str) -> Option<&'a mut Node> {
    let mut entries = entries.iter_mut();
    let entry = entries.find(|entry| entry.key == key)?;
    Some(&mut entry.node)
}

/// The traits of a shape or member, which has some afterwards; `None` if one of them is no object.
pub(super) fn traits_mut(of: &mut Node) -> Option<&mut Vec<Entry>> {
    let at = of.at;
    let entries = entries_mut(of)?;
    if get_mut(entries, "traits").is_none() {
        entries.push(Entry {
            key: "traits".to_owned(),
            at,
            node: Node::new(at, Value::Object(Object(Vec::new()))),
        });
    }
    entries_mut(get_mut(entries, "traits")?)
}

/// Whether this key of a shape has a member.
pub(super) fn is_part(key: &str) -> bool {
    matches!(key, "member" | "key" | "value")
}

/// The member of a shape.
pub(super) fn member_mut<'a>(shape: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    let entries = entries_mut(shape)?;
    let has_members = entries.iter().any(|entry| entry.key == "members");
    if has_members {
        get_mut(entries_mut(get_mut(entries, "members")?)?, name)
    } else if is_part(name) {
        get_mut(entries, name)
    } else {
        None
    }
}

/// Whether two values are equal, wherever they are.
pub(super) fn equal(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let mut entries = a.0.iter();
            let found = |entry: &Entry| b.get(&entry.key).is_some_and(|b| equal(&entry.node, b));
            a.0.len() == b.0.len() && entries.all(found)
        }
        (a, b) => a == b,
    }
}

/// Combines two values of the same name: lists are joined, and equal values are one. Returns false if they are in conflict.
pub(super) fn combine(found: &mut Node, more: &Node) -> bool {
    if let (Value::Array(found), Value::Array(more)) = (&mut found.value, &more.value) {
        found.extend(more.iter().cloned());
        return true;
    }
    equal(found, more)
}

/// Adds a number to every line.
pub(super) fn shift(node: &mut Node, lines: usize) {
    node.at.line += lines;
    match &mut node.value {
        Value::Array(nodes) => nodes.iter_mut().for_each(|node| shift(node, lines)),
        Value::Object(object) => {
            for entry in &mut object.0 {
                entry.at.line += lines;
                shift(&mut entry.node, lines);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
