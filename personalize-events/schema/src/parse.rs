//! Reads a schema from its text.

use std::str::FromStr;

use crate::dataset_type::DatasetType;
use crate::diagnostic::{Diagnostic, SchemaError};
use crate::raw::{Placed, RawColumn, RawRecord};
use crate::read;
use crate::reader::Reader;
use crate::schema::{Places, Schema};
use crate::suggestion::did_you_mean;
use crate::validate;

impl Schema {
    /// Reads a schema, whose record is named after its [`DatasetType`].
    ///
    /// A response of `DescribeSchema`, as `aws personalize describe-schema` prints it, is read too: the schema is
    /// a string in it. Positions are those in the text.
    ///
    /// # Errors
    ///
    /// Every error in the text.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        parse(None, text)
    }

    /// Reads a schema that must be of this type.
    ///
    /// # Errors
    ///
    /// Every error in the text as a schema of this type.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_schema::{DatasetType, Schema};
    ///
    /// let error = Schema::parse_as(DatasetType::Users, "[]").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     r#"1:1: a schema must be an object, {"type": "record", …}, but this is an array"#
    /// );
    /// ```
    pub fn parse_as(dataset_type: DatasetType, text: &str) -> Result<Self, SchemaError> {
        parse(Some(dataset_type), text)
    }
}

/// Reads a schema like [`Schema::parse`].
impl FromStr for Schema {
    type Err = SchemaError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

fn parse(expected: Option<DatasetType>, text: &str) -> Result<Schema, SchemaError> {
    let (mut reader, root) = Reader::open(text)?;
    let record = read::record(&mut reader, root).unwrap_or_default();
    let mut errors = reader.finish();
    let dataset_type = match &record.name {
        Some(name) => dataset_type(&mut errors, expected, name),
        None => expected,
    };
    if let Some(fields) = &record.fields {
        errors.extend(validate::columns(dataset_type, fields));
    }
    match dataset_type {
        Some(dataset_type) if errors.is_empty() => Ok(build(dataset_type, record)),
        _ => Err(SchemaError::new(errors)),
    }
}

/// Returns the dataset type that a record is named after, or the expected one if the name is unknown.
fn dataset_type(
    errors: &mut Vec<Diagnostic>,
    expected: Option<DatasetType>,
    name: &Placed<String>,
) -> Option<DatasetType> {
    let Placed { place, value } = name;
    let found = value.parse().ok();
    let message = match (found, expected) {
        (Some(found), Some(expected)) if found != expected => {
            format!("the schema is for {found}, but one for {expected} is required")
        }
        (Some(found), _) => return Some(found),
        (None, _) => {
            let names = DatasetType::NAMES;
            let hint = did_you_mean(value, names)
                .map_or_else(|| ".".to_owned(), |hint| format!("; {hint}"));
            format!(
                "{value:?} is not a dataset type{hint} The types are Users, Items, Interactions, Actions \
                 and ActionInteractions"
            )
        }
    };
    errors.push(Diagnostic::error(*place, message));
    expected.filter(|_| found.is_none())
}

fn build(dataset_type: DatasetType, record: RawRecord) -> Schema {
    let fields = record.fields.unwrap_or_default();
    let place = |part: &Option<Placed<String>>| part.as_ref().map_or(fields.place, |it| it.place);
    Schema {
        dataset_type,
        places: Places {
            name: place(&record.name),
            namespace: place(&record.namespace),
            fields: fields.place,
            version: place(&record.version),
        },
        name: record
            .name
            .map_or_else(|| dataset_type.name().to_owned(), |it| it.value),
        namespace: record.namespace.map(|it| it.value),
        version: record.version.map(|it| it.value),
        columns: fields
            .value
            .into_iter()
            .filter_map(RawColumn::into_column)
            .collect(),
        unknown_attributes: record.unknown_attributes,
    }
}
