//! From JSON to a draft: how a schema is spelled.

use std::ops::Range;

use crate::column::{Extra, Type};
use crate::diagnostic::Diagnostic;
use crate::names::did_you_mean;
use crate::place::Place;
use crate::raw::{Field, Placed, Record, Shape};
use crate::spanned_json::{self, Entry, Node, Value};

/// The types of a column, for messages.
const TYPES: &str = "int, long, float, double, string or boolean";

/// What the type of a column can be, for messages.
const SHAPES: &str = "or a union of null and one of them; what has several values is a string of them, joined by `|`";

/// Reads nodes of one text and collects the problems.
pub(crate) struct Reader<'a> {
    source: &'a str,
    unreadable: Vec<spanned_json::Problem>,
    /// Values that are copied and not read, in the order of the text.
    copied: Vec<Range<usize>>,
    remarks: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            unreadable: Vec::new(),
            copied: Vec::new(),
            remarks: Vec::new(),
        }
    }

    pub(crate) fn refuse(&mut self, place: Place, message: String) {
        self.remarks.push(Diagnostic::new(place, message));
    }

    /// Every problem, in no order.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        for problem in self.unreadable {
            let next = self.copied.partition_point(|it| it.end <= problem.offset);
            let copied = self.copied.get(next);
            if copied.is_none_or(|copied| problem.offset < copied.start) {
                let place = Place(Some(problem.at));
                self.remarks.push(Diagnostic::new(place, problem.message));
            }
        }
        self.remarks
    }

    /// Parses the text; `None` if it is not JSON.
    fn root(&mut self) -> Option<Node> {
        let document = spanned_json::parse(self.source);
        self.unreadable = document.problems;
        document.root
    }

    /// Whether the node has `null` because of a problem that is reported anyway.
    fn is_unreadable(&self, node: &Node) -> bool {
        let problems = &self.unreadable;
        let found = problems.binary_search_by_key(&node.span.start, |problem| problem.offset);
        found.is_ok()
    }

    /// A string; anything else is a problem.
    fn string(&mut self, node: &Node, what: &str) -> Option<String> {
        if let Some(text) = node.as_str() {
            return Some(text.to_owned());
        }
        if !self.is_unreadable(node) {
            let found = node.describe();
            let message = format!("{what} is a string; this is {found}");
            self.refuse(place(node), message);
        }
        None
    }

    /// The same, with its place.
    fn placed_string(&mut self, node: &Node, what: &str) -> Option<Placed<String>> {
        let value = self.string(node, what)?;
        let place = place(node);
        Some(Placed { place, value })
    }

    /// An attribute that the guide does not describe, as it is in the text.
    fn extra(&mut self, entry: Entry) -> Extra {
        let span = entry.node.span;
        self.copied.push(span.clone());
        Extra {
            place: Place(Some(entry.at)),
            key: entry.key,
            json: self.source[span].to_owned(),
        }
    }
}

fn place(node: &Node) -> Place {
    Place(Some(node.at))
}

/// Reads a record; `None` if the text is none, which is then reported.
pub(crate) fn record(reader: &mut Reader<'_>) -> Option<Record> {
    let root = reader.root()?;
    let at = place(&root);
    let found = root.describe();
    let Value::Object(object) = root.value else {
        let message =
            format!("a schema is an object, {{\"type\": \"record\", …}}; this is {found}");
        reader.refuse(at, message);
        return None;
    };
    let missing = |key: &str| object.get(key).is_none();
    for (key, add) in [
        ("type", "\"type\": \"record\""),
        ("name", "\"name\": …, which is the kind of dataset"),
        ("fields", "\"fields\": […] with a column in each place"),
    ] {
        if missing(key) {
            let message = format!("the record has no `{key}`; add {add}");
            reader.refuse(at, message);
        }
    }
    let mut record = Record::default();
    for entry in object.0 {
        member(reader, &mut record, entry);
    }
    Some(record)
}

fn member(reader: &mut Reader<'_>, record: &mut Record, entry: Entry) {
    let node = &entry.node;
    match entry.key.as_str() {
        "type" => {
            let ty = reader.string(node, "`type`");
            if let Some(ty) = ty.filter(|ty| ty != "record") {
                let message = format!("the schema of a dataset is of type \"record\", not {ty:?}");
                reader.refuse(place(node), message);
            }
        }
        "name" => record.name = reader.placed_string(node, "`name`"),
        "namespace" => record.namespace = reader.placed_string(node, "`namespace`"),
        "version" => record.version = reader.placed_string(node, "`version`"),
        "fields" => record.fields = fields(reader, entry.node),
        _ => record.extra.push(reader.extra(entry)),
    }
}

fn fields(reader: &mut Reader<'_>, node: Node) -> Option<Placed<Vec<Field>>> {
    let place = place(&node);
    let found = node.describe();
    let Value::Array(items) = node.value else {
        reader.refuse(place, format!("`fields` is an array; this is {found}"));
        return None;
    };
    let value = items.into_iter().map(|item| field(reader, item)).collect();
    Some(Placed { place, value })
}

/// Reads a column, or what there is of it.
fn field(reader: &mut Reader<'_>, node: Node) -> Field {
    let mut field = Field::default();
    let at = place(&node);
    let found = node.describe();
    let Value::Object(object) = node.value else {
        let message = format!("a column is an object with `name` and `type`; this is {found}");
        reader.refuse(at, message);
        return field;
    };
    if let Some(name) = object.get("name") {
        field.name = reader.placed_string(name, "`name`");
    } else {
        let message = "this column has no `name`; add \"name\": …";
        reader.refuse(at, message.to_owned());
    }
    let name = field.shown();
    if let Some(ty) = object.get("type") {
        let shape = shape(reader, ty, &name);
        let place = place(ty);
        field.ty = shape.map(|value| Placed { place, value });
    } else {
        let message = format!("{name} has no `type`; add \"type\": …, which is {TYPES}, {SHAPES}");
        reader.refuse(at, message);
    }
    for entry in object.0 {
        match entry.key.as_str() {
            "name" | "type" => {}
            "categorical" => field.categorical = flag(reader, &entry),
            "textual" => field.textual = flag(reader, &entry),
            _ => field.extra.push(reader.extra(entry)),
        }
    }
    field
}

/// Reads the type of the column of this name, or says why it is none.
fn shape(reader: &mut Reader<'_>, node: &Node, name: &str) -> Option<Shape> {
    if let Some(members) = node.as_array() {
        return union(reader, node, members, name);
    }
    if node.as_str().is_none() && !reader.is_unreadable(node) {
        let found = node.describe();
        let message = format!("the type of {name} is {found}, but has to be {TYPES}, {SHAPES}");
        reader.refuse(place(node), message);
        return None;
    }
    let ty = reader.string(node, "`type`")?;
    if ty == "null" {
        let message = format!("{name} is never anything but null; write [\"null\", …] with a type");
        reader.refuse(place(node), message);
        return None;
    }
    simple(reader, node, &ty, name).map(|ty| Shape {
        ty,
        nullable: false,
    })
}

fn union(reader: &mut Reader<'_>, node: &Node, members: &[Node], name: &str) -> Option<Shape> {
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
    if let ([ty], 1) = (types.as_slice(), nulls) {
        return Some(Shape {
            ty: *ty,
            nullable: true,
        });
    }
    let message =
        format!("the union of {name} has to be \"null\" and one type, such as [\"null\", \"int\"]");
    reader.refuse(place(node), message);
    None
}

fn simple(reader: &mut Reader<'_>, node: &Node, ty: &str, name: &str) -> Option<Type> {
    let found = Type::named(ty);
    if found.is_none() {
        let hint = did_you_mean(ty, &Type::ALL.map(Type::name));
        let message =
            format!("{ty:?} is not a type that {name} can have{hint} It can be {TYPES}, {SHAPES}");
        reader.refuse(place(node), message);
    }
    found
}

/// The place of a flag that is true.
fn flag(reader: &mut Reader<'_>, entry: &Entry) -> Option<Place> {
    let Entry { key, node, .. } = entry;
    if node.value == Value::Bool(true) {
        return Some(place(node));
    }
    if node.value != Value::Bool(false) && !reader.is_unreadable(node) {
        let found = node.describe();
        let message = format!("`{key}` is true or false, without quotation marks; this is {found}");
        reader.refuse(place(node), message);
    }
    None
}
