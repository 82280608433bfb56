//! Reads the JSON of a schema without validating its columns.

use crate::column::Attribute;
use crate::column_type::Type;
use crate::place::Place;
use crate::raw::{Nullable, Placed, RawColumn, RawRecord};
use crate::reader::{DESCRIBE, Reader, names_schema, place};
use crate::spanned_json::{Entry, Node, Value};
use crate::suggestion::did_you_mean;

/// The types of a column.
const TYPES: &str = "int, long, float, double, string or boolean";

/// The types of Avro that are no columns, though an object describes them.
const COMPLEX_TYPES: [&str; 5] = ["array", "map", "record", "enum", "fixed"];

/// The alternatives to a simple type.
const OR_UNION: &str =
    "or a union of null and one of them; join several values with `|` in one string";

/// Reads a record; returns `None` if the text is not one.
pub(crate) fn record(reader: &mut Reader<'_>, root: Node) -> Option<RawRecord> {
    let at = place(&root);
    let found = root.describe();
    let Value::Object(object) = root.value else {
        let message =
            format!("a schema must be an object, {{\"type\": \"record\", …}}, but this is {found}");
        reader.error(at, message);
        return None;
    };
    let missing = |key: &str| object.get(key).is_none();
    if missing("fields") && names_schema(&reader.source) {
        let message = format!(
            "this names a schema, but does not contain it; save the output of `{DESCRIBE}`"
        );
        reader.error(at, message);
        return None;
    }
    for (key, add) in [
        ("type", "\"type\": \"record\""),
        (
            "name",
            "the type of the dataset, such as \"name\": \"Users\"",
        ),
        ("fields", "an array of columns"),
    ] {
        if missing(key) {
            let message = format!("the record has no `{key}`; add {add}");
            reader.error(at, message);
        }
    }
    let mut record = RawRecord::default();
    for entry in object.0 {
        member(reader, &mut record, entry);
    }
    Some(record)
}

fn member(reader: &mut Reader<'_>, record: &mut RawRecord, entry: Entry) {
    let node = &entry.node;
    match entry.key.as_str() {
        "type" => {
            let ty = reader.string(node, "`type`");
            if let Some(ty) = ty.filter(|ty| ty != "record") {
                let message = format!("`type` must be \"record\", but this is {ty:?}");
                reader.error(place(node), message);
            }
        }
        "name" => record.name = reader.placed_string(node, "`name`"),
        "namespace" if node.as_str().is_some() => {
            record.namespace = reader.placed_string(node, "`namespace`");
        }
        "version" if node.as_str().is_some() => {
            record.version = reader.placed_string(node, "`version`");
        }
        "fields" => record.fields = fields(reader, entry.node),
        _ => record
            .unknown_attributes
            .push(reader.unknown_attribute(&entry)),
    }
}

fn fields(reader: &mut Reader<'_>, node: Node) -> Option<Placed<Vec<RawColumn>>> {
    let place = place(&node);
    let found = node.describe();
    let Value::Array(items) = node.value else {
        reader.error(
            place,
            format!("`fields` must be an array, but this is {found}"),
        );
        return None;
    };
    let value = items.into_iter().map(|item| field(reader, item)).collect();
    Some(Placed { place, value })
}

/// Reads the parts of a column that are readable.
fn field(reader: &mut Reader<'_>, node: Node) -> RawColumn {
    let mut field = RawColumn::default();
    let at = place(&node);
    let found = node.describe();
    let Value::Object(object) = node.value else {
        let message =
            format!("a column must be an object with `name` and `type`, but this is {found}");
        reader.error(at, message);
        return field;
    };
    if let Some(name) = object.get("name") {
        field.name = reader.placed_string(name, "`name`");
    } else {
        let message = "this column has no `name`; add \"name\": …";
        reader.error(at, message.to_owned());
    }
    let name = field.quoted_name();
    if let Some(ty) = object.get("type") {
        let found = column_type(reader, ty, &name, &mut field.type_attributes);
        let place = place(ty);
        field.ty = found.map(|value| Placed { place, value });
    } else {
        let message = format!("{name} has no `type`; add {TYPES}, {OR_UNION}");
        reader.error(at, message);
    }
    for entry in object.0 {
        match entry.key.as_str() {
            "type" if is_long_form(&entry.node) => {
                field.unknown_attributes.push(reader.attribute(&entry));
            }
            "name" | "type" => {}
            "categorical" => {
                field.categorical = flag(reader, &entry, &mut field.unknown_attributes);
            }
            "textual" => field.textual = flag(reader, &entry, &mut field.unknown_attributes),
            _ => field
                .unknown_attributes
                .push(reader.unknown_attribute(&entry)),
        }
    }
    field
}

/// Whether a type or a member of a union is an object.
fn is_long_form(node: &Node) -> bool {
    let members = node.as_array().unwrap_or(std::slice::from_ref(node));
    members.iter().any(|member| member.as_object().is_some())
}

/// Returns the name of the type in the long form, `{"type": "string"}`, and copies its other attributes. Other nodes are
/// returned unchanged.
fn type_name<'n>(reader: &mut Reader<'_>, node: &'n Node, others: &mut Vec<Attribute>) -> &'n Node {
    let Some(object) = node.as_object() else {
        return node;
    };
    let name = object.get("type").filter(|name| match name.as_str() {
        Some(name) => !COMPLEX_TYPES.contains(&name),
        None => reader.is_unreadable(name),
    });
    let Some(name) = name else {
        return node;
    };
    let entries = object.0.iter().filter(|entry| entry.key != "type");
    others.extend(entries.map(|entry| reader.unknown_attribute(entry)));
    name
}

/// Reads the type of the column of this name.
fn column_type(
    reader: &mut Reader<'_>,
    node: &Node,
    name: &str,
    others: &mut Vec<Attribute>,
) -> Option<Nullable> {
    if let Some(members) = node.as_array() {
        return union(reader, node, members, name, others);
    }
    let node = type_name(reader, node, others);
    if node.as_str().is_none() && !reader.is_unreadable(node) {
        let found = node.describe();
        let message = format!("the type of {name} must be {TYPES}, {OR_UNION}; this is {found}");
        reader.error(place(node), message);
        return None;
    }
    let ty = reader.string(node, "`type`")?;
    if ty == "null" {
        let message = format!(
            "{name} can only be null; use a union of \"null\" and a type, such as [\"null\", \"int\"]"
        );
        reader.error(place(node), message);
        return None;
    }
    simple(reader, node, &ty, name).map(|ty| Nullable {
        ty,
        nullable: false,
    })
}

fn union(
    reader: &mut Reader<'_>,
    node: &Node,
    members: &[Node],
    name: &str,
    others: &mut Vec<Attribute>,
) -> Option<Nullable> {
    let mut types = Vec::new();
    let mut nulls = 0;
    for member in members {
        let member = type_name(reader, member, others);
        let ty = reader.string(member, "each member of a union")?;
        if ty == "null" {
            nulls += 1;
        } else {
            types.push(simple(reader, member, &ty, name)?);
        }
    }
    if let ([ty], 0 | 1) = (types.as_slice(), nulls) {
        return Some(Nullable {
            ty: *ty,
            nullable: nulls == 1,
        });
    }
    let message = format!(
        "the union of {name} must have one type, or \"null\" and one type, such as [\"null\", \"int\"]"
    );
    reader.error(place(node), message);
    None
}

fn simple(reader: &mut Reader<'_>, node: &Node, ty: &str, name: &str) -> Option<Type> {
    let found = ty.parse().ok();
    if found.is_none() {
        let hint = did_you_mean(ty, Type::NAMES);
        let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
        let message =
            format!("the type of {name} must be {TYPES}, {OR_UNION}; this is {ty:?}{hint}");
        reader.error(place(node), message);
    }
    found
}

/// Reads a flag, and returns its position if it is true. A value that can be read as a flag, but is not one, is
/// copied too.
fn flag(reader: &mut Reader<'_>, entry: &Entry, unknown: &mut Vec<Attribute>) -> Option<Place> {
    let node = &entry.node;
    let place = place(node);
    let is_true = match &node.value {
        Value::Bool(is_true) => return is_true.then_some(place),
        _ if reader.is_unreadable(node) => return None,
        Value::String(text) if text.eq_ignore_ascii_case("true") => true,
        Value::String(text) if text.eq_ignore_ascii_case("false") => false,
        Value::Null => false,
        Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            let (key, found) = (&entry.key, node.describe());
            let message = format!(
                "`{key}` must be true or false, without quotation marks, but this is {found}"
            );
            reader.error(place, message);
            return None;
        }
    };
    unknown.push(reader.unknown_attribute(entry));
    is_true.then_some(place)
}
