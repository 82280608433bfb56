//! Reads the JSON of a schema without validating its columns.

use std::borrow::Cow;
use std::ops::Range;

use crate::column::Attribute;
use crate::column_type::Type;
use crate::described::{Origin, schema_string};
use crate::diagnostic::{Diagnostic, SchemaError};
use crate::place::Place;
use crate::raw::{Nullable, Placed, RawColumn, RawRecord};
use crate::spanned_json::{self, Entry, Node, Position, Value, position_of};
use crate::suggestion::did_you_mean;
use crate::validate::{MAX_SCHEMA_LEN, too_long};

/// The maximum number of bytes that are parsed: a schema in a string of JSON, each character of which may be
/// escaped as a surrogate pair, and what surrounds it.
const MAX_TEXT_BYTES: usize = 16 * MAX_SCHEMA_LEN;

/// The types of a column.
const TYPES: &str = "int, long, float, double, string or boolean";

/// The alternatives to a simple type.
const OR_UNION: &str =
    "or a union of null and one of them; join several values with `|` in one string";

/// How to get the schema from the service.
const DESCRIBE: &str = "aws personalize describe-schema --schema-arn ARN --output json";

/// Reads nodes of one text and collects the errors.
pub(crate) struct Reader<'a> {
    /// The text of the schema.
    source: Cow<'a, str>,
    unreadable: Vec<spanned_json::Problem>,
    /// The spans of values that are copied without being read, in the order of the text.
    copied: Vec<Range<usize>>,
    errors: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Parses the text of a schema, or of a response of `DescribeSchema` that contains one.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or the schema is too long to be read.
    pub(crate) fn open(text: &'a str) -> Result<(Self, Node), SchemaError> {
        if text.len() > MAX_TEXT_BYTES {
            check_length(text, |position| position)?;
        }
        let mut document = spanned_json::parse(text);
        let mut source = Cow::Borrowed(text);
        let mut errors = Vec::new();
        match document.root.as_ref().and_then(schema_string) {
            Some(node) => {
                let schema = node.as_str().unwrap_or_default().to_owned();
                let origin = Origin::new(&text[node.span.clone()], node.at);
                check_length(&schema, |position| origin.position(position))?;
                errors.extend(document.problems.into_iter().map(unreadable));
                document = spanned_json::parse(&schema);
                origin.relocate(&mut document);
                source = Cow::Owned(schema);
            }
            None => check_length(text, |position| position)?,
        }
        let Some(root) = document.root else {
            let problems = document.problems.into_iter();
            errors.extend(problems.map(|problem| not_json(problem, text)));
            return Err(SchemaError::new(errors));
        };
        let reader = Self {
            source,
            unreadable: document.problems,
            copied: Vec::new(),
            errors,
        };
        Ok((reader, root))
    }

    pub(crate) fn error(&mut self, place: Place, message: String) {
        self.errors.push(Diagnostic::error(place, message));
    }

    /// Returns every error, in any order.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        for problem in self.unreadable {
            let next = self.copied.partition_point(|it| it.end <= problem.offset);
            let copied = self.copied.get(next);
            if copied.is_none_or(|copied| problem.offset < copied.start) {
                self.errors.push(unreadable(problem));
            }
        }
        self.errors
    }

    /// Whether the node is `null` in place of a value that could not be parsed.
    fn is_unreadable(&self, node: &Node) -> bool {
        let problems = &self.unreadable;
        let found = problems.binary_search_by_key(&node.span.start, |problem| problem.offset);
        found.is_ok()
    }

    /// Reads a string; any other value is an error.
    fn string(&mut self, node: &Node, what: &str) -> Option<String> {
        if let Some(text) = node.as_str() {
            return Some(text.to_owned());
        }
        if !self.is_unreadable(node) {
            let found = node.describe();
            let message = format!("{what} must be a string, but this is {found}");
            self.error(place(node), message);
        }
        None
    }

    fn placed_string(&mut self, node: &Node, what: &str) -> Option<Placed<String>> {
        let value = self.string(node, what)?;
        let place = place(node);
        Some(Placed { place, value })
    }

    /// Copies an attribute that the developer guide does not describe, or not with such a value.
    fn unknown_attribute(&mut self, entry: Entry) -> Attribute {
        let span = entry.node.span;
        self.copied.push(span.clone());
        Attribute {
            place: Place(Some(entry.at)),
            key: entry.key,
            json: self.source[span].to_owned(),
        }
    }
}

fn place(node: &Node) -> Place {
    Place(Some(node.at))
}

/// Refuses a schema that is too long; `place` returns a position in the text that contains it.
fn check_length(schema: &str, place: impl FnOnce(Position) -> Position) -> Result<(), SchemaError> {
    let Some((offset, _)) = schema.char_indices().nth(MAX_SCHEMA_LEN) else {
        return Ok(());
    };
    let place = Place(Some(place(position_of(schema, offset))));
    let error = Diagnostic::error(place, too_long(schema.chars().count()));
    Err(SchemaError::new(vec![error]))
}

fn unreadable(problem: spanned_json::Problem) -> Diagnostic {
    Diagnostic::error(Place(Some(problem.at)), problem.message)
}

/// The error about a text that is not JSON.
fn not_json(problem: spanned_json::Problem, text: &str) -> Diagnostic {
    let mut message = problem.message;
    if names_schema(text) {
        message = format!("{message}; save the output of `{DESCRIBE}`");
    }
    Diagnostic::error(Place(Some(problem.at)), message)
}

/// Whether a text that is not a schema names one, such as a response of the service.
fn names_schema(text: &str) -> bool {
    text.contains("schemaArn") || text.contains(":personalize:")
}

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
            .push(reader.unknown_attribute(entry)),
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
        let found = column_type(reader, ty, &name);
        let place = place(ty);
        field.ty = found.map(|value| Placed { place, value });
    } else {
        let message = format!("{name} has no `type`; add {TYPES}, {OR_UNION}");
        reader.error(at, message);
    }
    for entry in object.0 {
        match entry.key.as_str() {
            "name" | "type" => {}
            "categorical" => {
                field.categorical = flag(reader, entry, &mut field.unknown_attributes);
            }
            "textual" => field.textual = flag(reader, entry, &mut field.unknown_attributes),
            _ => field
                .unknown_attributes
                .push(reader.unknown_attribute(entry)),
        }
    }
    field
}

/// Reads the type of the column of this name.
fn column_type(reader: &mut Reader<'_>, node: &Node, name: &str) -> Option<Nullable> {
    if let Some(members) = node.as_array() {
        return union(reader, node, members, name);
    }
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

fn union(reader: &mut Reader<'_>, node: &Node, members: &[Node], name: &str) -> Option<Nullable> {
    let mut types = Vec::new();
    let mut nulls = 0;
    for member in members {
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
        let hint = did_you_mean(ty, &Type::ALL.map(Type::name));
        let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
        let message =
            format!("the type of {name} must be {TYPES}, {OR_UNION}; this is {ty:?}{hint}");
        reader.error(place(node), message);
    }
    found
}

/// Reads a flag, and returns its position if it is true. A value that can be read as a flag, but is not one, is
/// copied too.
fn flag(reader: &mut Reader<'_>, entry: Entry, unknown: &mut Vec<Attribute>) -> Option<Place> {
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
