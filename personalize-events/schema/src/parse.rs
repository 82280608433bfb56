//! From a text to a schema.

use crate::draft::{Field, Placed, Record};
use crate::names::{did_you_mean, is_namespace};
use crate::place::Place;
use crate::scan::Scanner;
use crate::schema::Places;
use crate::{Kind, LENGTH, NAMESPACE, Problems, Schema, judge, read};

/// Reads a schema, of the wanted kind if one is wanted.
pub(crate) fn schema(wanted: Option<Kind>, text: &str) -> Result<Schema, Problems> {
    let mut scanner = Scanner::new(text);
    if let Some(place) = scanner.place_of_character(text, LENGTH) {
        scanner.refuse(place, judge::too_long(text.chars().count()));
    }
    let record = read::record(&mut scanner, text).unwrap_or_default();
    let kind = match &record.name {
        Some(name) => kind_of(&mut scanner, wanted, name),
        None => wanted,
    };
    namespace(&mut scanner, &record);
    if let Some(fields) = &record.fields {
        scanner.remarks.extend(judge::columns(kind, fields));
    }
    match kind {
        Some(kind) if scanner.remarks.is_empty() => Ok(build(kind, record)),
        _ => Err(Problems::of(scanner.remarks)),
    }
}

/// The kind by which columns are judged, told from the name of the record.
fn kind_of(scanner: &mut Scanner<'_>, wanted: Option<Kind>, name: &Placed<String>) -> Option<Kind> {
    let Placed { place, value } = name;
    let Some(found) = Kind::named(value) else {
        let hint = did_you_mean(value, &Kind::ALL.map(Kind::name));
        let message = format!(
            "no kind of dataset is named {value:?}{hint} The names are Users, Items, \
             Interactions, Actions and ActionInteractions"
        );
        scanner.refuse(*place, message);
        return wanted;
    };
    let Some(wanted) = wanted.filter(|wanted| *wanted != found) else {
        return Some(found);
    };
    let message = format!("this is the schema of {found}, and one of {wanted} is wanted");
    scanner.refuse(*place, message);
    None
}

fn namespace(scanner: &mut Scanner<'_>, record: &Record) {
    if let Some(Placed { place, value }) = &record.namespace
        && !is_namespace(value)
    {
        let message = format!(
            "{value:?} cannot be a namespace: names with `.` between them can, such as {NAMESPACE}"
        );
        scanner.refuse(*place, message);
    }
}

/// The schema that a record is if nothing is wrong with it.
fn build(kind: Kind, record: Record) -> Schema {
    let (fields, columns) = match record.fields {
        Some(Placed { place, value }) => (place, value),
        None => (Place::default(), Vec::new()),
    };
    let place = |part: &Option<Placed<String>>| part.as_ref().map_or(fields, |it| it.place);
    Schema {
        kind,
        places: Places {
            namespace: place(&record.namespace),
            fields,
            version: place(&record.version),
        },
        namespace: record.namespace.map(|it| it.value),
        version: record.version.map(|it| it.value),
        columns: columns.into_iter().filter_map(Field::into_column).collect(),
        extra: record.extra,
    }
}
