//! The schema of a dataset.

use std::fmt;

use crate::column::{Column, Extra};
use crate::names::{fold, nearest};
use crate::place::Place;
use crate::raw::{Field, Placed};
use crate::{DatasetType, Diagnostic, SchemaError, lints, parse, validate, write};

/// How many characters the text of a schema may have.
///
/// Source: the member `schema` of `CreateSchema` in the service's API reference.
pub const MAX_SCHEMA_LEN: usize = 20_000;

/// The namespace in all examples of the Amazon Personalize developer guide.
pub const NAMESPACE: &str = "com.amazonaws.personalize.schema";

/// The version in all examples of the Amazon Personalize developer guide.
pub const VERSION: &str = "1.0";

/// The schema of a dataset; one that exists keeps the rules at the top of this crate.
///
/// Two schemas are equal if they say the same, wherever it stands in a text.
///
/// # Example
///
/// ```
/// use personalize_events_schema::{DatasetType, Schema};
///
/// let schema = Schema::parse(
///     r#"{
///         "type": "record",
///         "name": "Users",
///         "namespace": "com.amazonaws.personalize.schema",
///         "fields": [
///             {"name": "USER_ID", "type": "string"},
///             {"name": "MEMBERSHIP_TYPE", "type": ["null", "string"], "categorical": true}
///         ],
///         "version": "1.0"
///     }"#,
/// )?;
/// assert_eq!(schema.dataset_type(), DatasetType::Users);
/// let column = schema.column_for_key("membershipType").unwrap();
/// assert_eq!(column.name(), "MEMBERSHIP_TYPE");
/// # Ok::<(), personalize_events_schema::SchemaError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    pub(crate) dataset_type: DatasetType,
    pub(crate) namespace: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) extra: Vec<Extra>,
    pub(crate) places: Places,
}

/// Where the parts of a record stand; what is not there is looked for at its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) namespace: Place,
    pub(crate) fields: Place,
    pub(crate) version: Place,
}

impl Schema {
    /// Reads a schema, whose kind is the name of its record.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text, if anything is.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        parse::schema(None, text)
    }

    /// Reads a schema that has to be of this kind.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text as a schema of this kind, if anything is.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_schema::{DatasetType, Schema};
    ///
    /// let problems = Schema::parse_as(DatasetType::Users, "[]").unwrap_err();
    /// assert_eq!(
    ///     problems.to_string(),
    ///     r#"1:1: a schema is an object, {"type": "record", …}; this is an array"#
    /// );
    /// ```
    pub fn parse_as(dataset_type: DatasetType, text: &str) -> Result<Self, SchemaError> {
        parse::schema(Some(dataset_type), text)
    }

    /// Makes a schema of columns, in this order, with [`NAMESPACE`] and [`VERSION`].
    ///
    /// # Errors
    ///
    /// Everything for which a schema of these columns would be refused, without positions.
    pub fn new(
        dataset_type: DatasetType,
        columns: impl IntoIterator<Item = Column>,
    ) -> Result<Self, SchemaError> {
        let place = Place::default();
        let fields = Placed {
            place,
            value: columns.into_iter().map(Field::of).collect(),
        };
        let mut remarks = validate::columns(Some(dataset_type), &fields);
        let schema = Self {
            dataset_type,
            namespace: Some(NAMESPACE.to_owned()),
            version: Some(VERSION.to_owned()),
            columns: fields
                .value
                .into_iter()
                .filter_map(Field::into_column)
                .collect(),
            extra: Vec::new(),
            places: Places::default(),
        };
        let length = schema.to_json().chars().count();
        if length > MAX_SCHEMA_LEN {
            remarks.push(Diagnostic::new(place, validate::too_long(length)));
        }
        if remarks.is_empty() {
            Ok(schema)
        } else {
            Err(SchemaError::of(remarks))
        }
    }

    /// The kind of the dataset.
    #[must_use]
    pub fn dataset_type(&self) -> DatasetType {
        self.dataset_type
    }

    /// The name of the record, which is that of the kind.
    #[must_use]
    pub fn name(&self) -> &str {
        self.dataset_type.name()
    }

    /// The namespace, if it has one.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The version, if it has one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The columns, in the order of the text.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns that are no [`ReservedColumn`](crate::ReservedColumn)s, in the order of the text.
    pub fn metadata(&self) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(|column| self.dataset_type.reserved_column(&column.name).is_none())
    }

    /// The keys of the record that the guide does not describe, such as `doc`, each with its
    /// value as JSON.
    pub fn unknown_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.extra
            .iter()
            .map(|extra| (extra.key.as_str(), extra.json.as_str()))
    }

    /// The column that a key of `properties` fills, or that has this name: the one that is alike
    /// without `_` and case, of which there is one at most.
    #[must_use]
    pub fn column_for_key(&self, key: &str) -> Option<&Column> {
        let wanted = fold(key);
        self.columns
            .iter()
            .find(|column| fold(&column.name) == wanted)
    }

    /// The column that was probably meant by a name or a key that no column has.
    ///
    /// Names are compared without `_` and case, and a third of the letters may differ.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_schema::{Column, DatasetType, Schema, Type};
    ///
    /// let columns = [Column::new("USER_ID", Type::String), Column::new("AGE", Type::Int)];
    /// let schema = Schema::new(DatasetType::Users, columns)?;
    /// assert_eq!(schema.did_you_mean("aeg").map(Column::name), Some("AGE"));
    /// assert_eq!(schema.did_you_mean("gender"), None);
    /// # Ok::<(), personalize_events_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn did_you_mean(&self, name: &str) -> Option<&Column> {
        nearest(name, &self.columns, |column| &column.name)
    }

    /// What the service takes, as far as is known, but what is probably not meant: columns that
    /// it does not train on, and what the guide does not describe.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_schema::{Column, DatasetType, Schema, Type};
    ///
    /// let schema = Schema::new(
    ///     DatasetType::Users,
    ///     [
    ///         Column::new("USER_ID", Type::String),
    ///         Column::new("AGE", Type::Int),
    ///         Column::new("CITY", Type::String),
    ///     ],
    /// )?;
    /// assert_eq!(
    ///     schema.warnings()[0].message(),
    ///     "`CITY` is a string that is not categorical: the service stores it, but does not train \
    ///      on it"
    /// );
    /// # Ok::<(), personalize_events_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<Diagnostic> {
        lints::warnings(self)
    }

    /// The text for `CreateSchema`, at most [`MAX_SCHEMA_LEN`] characters: always the same for equal
    /// schemas, with a column in each line.
    ///
    /// Only a schema that would be too long is written without white space. `null` stands first
    /// in a union, and `categorical` and `textual` only where they are true.
    #[must_use]
    pub fn to_json(&self) -> String {
        write::json(self)
    }
}

/// Writes the text of [`Schema::to_json`].
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}
