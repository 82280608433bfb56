//! From JSON to a draft: how a schema is spelled.

use crate::column::{Extra, Type};
use crate::draft::{Field, Placed, Record, Shape};
use crate::names::did_you_mean;
use crate::place::Place;
use crate::scan::{Entry, Raw, Scanner, kind_of};

/// The types of a column, for messages.
const TYPES: &str = "int, long, float, double, string or boolean";

/// What the type of a column can be, for messages.
const SHAPES: &str = "or a union of null and one of them; what has several values is a string of them, joined by `|`";

/// Reads a record; `None` if the text is none, which is then reported.
pub(crate) fn record<'a>(scanner: &mut Scanner<'a>, source: &'a str) -> Option<Record> {
    let raw = scanner.document(source)?;
    let Some(entries) = scanner.object(raw) else {
        let found = kind_of(raw);
        let message =
            format!("a schema is an object, {{\"type\": \"record\", …}}; this is {found}");
        scanner.refuse(scanner.place(raw), message);
        return None;
    };
    let missing = |key: &str| !entries.iter().any(|entry| entry.key == key);
    for (key, add) in [
        ("type", "\"type\": \"record\""),
        ("name", "\"name\": …, which is the kind of dataset"),
        ("fields", "\"fields\": […] with a column in each place"),
    ] {
        if missing(key) {
            let message = format!("the record has no `{key}`; add {add}");
            scanner.refuse(scanner.place(raw), message);
        }
    }
    let mut record = Record::default();
    for entry in entries {
        member(scanner, &mut record, entry);
    }
    Some(record)
}

fn member<'a>(scanner: &mut Scanner<'a>, record: &mut Record, entry: Entry<'a>) {
    let Entry { place, key, value } = entry;
    match key.as_str() {
        "type" => {
            let ty = scanner.string(value, "`type`");
            if let Some(ty) = ty.filter(|ty| ty != "record") {
                let message = format!("the schema of a dataset is of type \"record\", not {ty:?}");
                scanner.refuse(scanner.place(value), message);
            }
        }
        "name" => record.name = placed_string(scanner, value, "`name`"),
        "namespace" => record.namespace = placed_string(scanner, value, "`namespace`"),
        "version" => record.version = placed_string(scanner, value, "`version`"),
        "fields" => record.fields = fields(scanner, value),
        _ => record.extra.push(Extra {
            place,
            key,
            json: value.get().to_owned(),
        }),
    }
}

fn fields<'a>(scanner: &mut Scanner<'a>, value: Raw<'a>) -> Option<Placed<Vec<Field>>> {
    let place = scanner.place(value);
    let Some(items) = scanner.array(value) else {
        let found = kind_of(value);
        scanner.refuse(place, format!("`fields` is an array; this is {found}"));
        return None;
    };
    let value = items.into_iter().map(|item| field(scanner, item)).collect();
    Some(Placed { place, value })
}

/// Reads a column, or what there is of it.
fn field<'a>(scanner: &mut Scanner<'a>, raw: Raw<'a>) -> Field {
    let mut field = Field::default();
    let Some(entries) = scanner.object(raw) else {
        let found = kind_of(raw);
        let message = format!("a column is an object with `name` and `type`; this is {found}");
        scanner.refuse(scanner.place(raw), message);
        return field;
    };
    let find = |key: &str| entries.iter().find(|entry| entry.key == key);
    if let Some(entry) = find("name") {
        field.name = placed_string(scanner, entry.value, "`name`");
    } else {
        let message = "this column has no `name`; add \"name\": …";
        scanner.refuse(scanner.place(raw), message.to_owned());
    }
    let name = field.shown();
    if let Some(entry) = find("type") {
        let shape = shape(scanner, entry.value, &name);
        let place = scanner.place(entry.value);
        field.ty = shape.map(|value| Placed { place, value });
    } else {
        let message = format!("{name} has no `type`; add \"type\": …, which is {TYPES}, {SHAPES}");
        scanner.refuse(scanner.place(raw), message);
    }
    for entry in entries {
        mark(scanner, &mut field, entry);
    }
    field
}

/// Reads what a column has besides a name and a type.
fn mark<'a>(scanner: &mut Scanner<'a>, field: &mut Field, entry: Entry<'a>) {
    let Entry { place, key, value } = entry;
    match key.as_str() {
        "name" | "type" => {}
        "categorical" => field.categorical = flag(scanner, value, &key),
        "textual" => field.textual = flag(scanner, value, &key),
        _ => field.extra.push(Extra {
            place,
            key,
            json: value.get().to_owned(),
        }),
    }
}

/// Reads the type of the column of this name, or says why it is none.
fn shape<'a>(scanner: &mut Scanner<'a>, raw: Raw<'a>, name: &str) -> Option<Shape> {
    if let Some(members) = scanner.array(raw) {
        return union(scanner, raw, &members, name);
    }
    if !raw.get().starts_with('"') {
        let found = kind_of(raw);
        let message = format!("the type of {name} is {found}, but has to be {TYPES}, {SHAPES}");
        scanner.refuse(scanner.place(raw), message);
        return None;
    }
    let ty = scanner.string(raw, "`type`")?;
    if ty == "null" {
        let message = format!("{name} is never anything but null; write [\"null\", …] with a type");
        scanner.refuse(scanner.place(raw), message);
        return None;
    }
    simple(scanner, raw, &ty, name).map(|ty| Shape {
        ty,
        nullable: false,
    })
}

fn union<'a>(
    scanner: &mut Scanner<'a>,
    raw: Raw<'a>,
    members: &[Raw<'a>],
    name: &str,
) -> Option<Shape> {
    let mut types = Vec::new();
    let mut nulls = 0;
    for member in members {
        let ty = scanner.string(member, "each member of a union")?;
        if ty == "null" {
            nulls += 1;
        } else {
            types.push(simple(scanner, member, &ty, name)?);
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
    scanner.refuse(scanner.place(raw), message);
    None
}

fn simple<'a>(scanner: &mut Scanner<'a>, raw: Raw<'a>, ty: &str, name: &str) -> Option<Type> {
    let found = Type::named(ty);
    if found.is_none() {
        let hint = did_you_mean(ty, &Type::ALL.map(Type::name));
        let message =
            format!("{ty:?} is not a type that {name} can have{hint} It can be {TYPES}, {SHAPES}");
        scanner.refuse(scanner.place(raw), message);
    }
    found
}

/// Where it says true, if it does.
fn flag<'a>(scanner: &mut Scanner<'a>, raw: Raw<'a>, key: &str) -> Option<Place> {
    let place = scanner.place(raw);
    if raw.get() == "true" {
        return Some(place);
    }
    if raw.get() != "false" {
        let found = kind_of(raw);
        let message = format!("`{key}` is true or false, without quotation marks; this is {found}");
        scanner.refuse(place, message);
    }
    None
}

fn placed_string<'a>(
    scanner: &mut Scanner<'a>,
    raw: Raw<'a>,
    what: &str,
) -> Option<Placed<String>> {
    let value = scanner.string(raw, what)?;
    let place = scanner.place(raw);
    Some(Placed { place, value })
}
