//! From a text to a schema.

use crate::names::{did_you_mean, is_namespace};
use crate::place::Place;
use crate::raw::{Field, Placed, Record};
use crate::read::Reader;
use crate::schema::Places;
use crate::spanned_json::position_of;
use crate::{DatasetType, MAX_SCHEMA_LEN, NAMESPACE, Schema, SchemaError, read, validate};

/// Reads a schema, of the wanted kind if one is wanted.
pub(crate) fn schema(wanted: Option<DatasetType>, text: &str) -> Result<Schema, SchemaError> {
    let mut reader = Reader::new(text);
    if let Some((offset, _)) = text.char_indices().nth(MAX_SCHEMA_LEN) {
        let place = Place(Some(position_of(text, offset)));
        reader.refuse(place, validate::too_long(text.chars().count()));
    }
    let record = read::record(&mut reader).unwrap_or_default();
    let dataset_type = match &record.name {
        Some(name) => kind_of(&mut reader, wanted, name),
        None => wanted,
    };
    namespace(&mut reader, &record);
    let mut remarks = reader.finish();
    if let Some(fields) = &record.fields {
        remarks.extend(validate::columns(dataset_type, fields));
    }
    match dataset_type {
        Some(dataset_type) if remarks.is_empty() => Ok(build(dataset_type, record)),
        _ => Err(SchemaError::of(remarks)),
    }
}

/// The kind by which columns are judged, told from the name of the record.
fn kind_of(
    reader: &mut Reader<'_>,
    wanted: Option<DatasetType>,
    name: &Placed<String>,
) -> Option<DatasetType> {
    let Placed { place, value } = name;
    let Some(found) = DatasetType::named(value) else {
        let hint = did_you_mean(value, &DatasetType::ALL.map(DatasetType::name));
        let message = format!(
            "no kind of dataset is named {value:?}{hint} The names are Users, Items, \
             Interactions, Actions and ActionInteractions"
        );
        reader.refuse(*place, message);
        return wanted;
    };
    let Some(wanted) = wanted.filter(|wanted| *wanted != found) else {
        return Some(found);
    };
    let message = format!("this is the schema of {found}, and one of {wanted} is wanted");
    reader.refuse(*place, message);
    None
}

fn namespace(reader: &mut Reader<'_>, record: &Record) {
    if let Some(Placed { place, value }) = &record.namespace
        && !is_namespace(value)
    {
        let message = format!(
            "{value:?} cannot be a namespace: names with `.` between them can, such as {NAMESPACE}"
        );
        reader.refuse(*place, message);
    }
}

/// The schema that a record is if nothing is wrong with it.
fn build(dataset_type: DatasetType, record: Record) -> Schema {
    let (fields, columns) = match record.fields {
        Some(Placed { place, value }) => (place, value),
        None => (Place::default(), Vec::new()),
    };
    let place = |part: &Option<Placed<String>>| part.as_ref().map_or(fields, |it| it.place);
    Schema {
        dataset_type,
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
