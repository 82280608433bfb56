//! The schema of a dataset.

use crate::column::{Attribute, Column, attributes};
use crate::dataset_type::DatasetType;
use crate::diagnostic::{Diagnostic, SchemaError};
use crate::names::is_same_column;
use crate::place::Place;
use crate::raw::{Placed, RawColumn};
use crate::suggestion::nearest;
use crate::validate::{self, MAX_SCHEMA_LEN};

/// The namespace in all examples of the Amazon Personalize developer guide.
pub const NAMESPACE: &str = "com.amazonaws.personalize.schema";

/// The version in all examples of the Amazon Personalize developer guide.
pub const VERSION: &str = "1.0";

/// How many distinct event types and optional columns interactions have together.
const MAX_EVENT_TYPES_AND_COLUMNS: usize = 10;

/// The schema of a dataset, which satisfies the [rules](crate#rules) of the service.
///
/// Schemas are compared by their content; positions in a text make no difference.
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
    pub(crate) name: String,
    pub(crate) namespace: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) unknown_attributes: Vec<Attribute>,
    pub(crate) places: Places,
}

/// The positions of the parts of a record; that of `fields` for a part that is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) name: Place,
    pub(crate) namespace: Place,
    pub(crate) fields: Place,
    pub(crate) version: Place,
}

impl Schema {
    /// Creates a schema of columns, in this order, with [`NAMESPACE`] and [`VERSION`].
    ///
    /// # Errors
    ///
    /// Every rule that the columns violate, without positions.
    pub fn new(
        dataset_type: DatasetType,
        columns: impl IntoIterator<Item = Column>,
    ) -> Result<Self, SchemaError> {
        let place = Place::default();
        let value: Vec<RawColumn> = columns.into_iter().map(RawColumn::new).collect();
        let columns = value.iter().cloned();
        let schema = Self {
            dataset_type,
            name: dataset_type.name().to_owned(),
            namespace: Some(NAMESPACE.to_owned()),
            version: Some(VERSION.to_owned()),
            columns: columns.filter_map(RawColumn::into_column).collect(),
            unknown_attributes: Vec::new(),
            places: Places::default(),
        };
        let length = schema.to_json().chars().count();
        if length > MAX_SCHEMA_LEN {
            let error = Diagnostic::error(place, validate::too_long(length));
            return Err(SchemaError::new(vec![error]));
        }
        let errors = validate::columns(Some(dataset_type), &Placed { place, value });
        if errors.is_empty() {
            Ok(schema)
        } else {
            Err(SchemaError::new(errors))
        }
    }

    /// The type of the dataset.
    #[must_use]
    pub fn dataset_type(&self) -> DatasetType {
        self.dataset_type
    }

    /// The name of the record: that of the dataset type, up to case and `_`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The namespace, if it has one that is a string; another value is among the
    /// [unknown attributes](Self::unknown_attributes).
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The version, if it has one that is a string; another value is among the
    /// [unknown attributes](Self::unknown_attributes).
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The columns, in the order of the text.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The columns that are not [reserved](crate::ReservedColumn), in the order of the text.
    pub fn metadata(&self) -> impl Iterator<Item = &Column> {
        self.columns
            .iter()
            .filter(|column| self.dataset_type.reserved_column(&column.name).is_none())
    }

    /// How many distinct event types the dataset can have; `None` if no limit is documented for its type.
    ///
    /// Interactions have at most ten event types and optional columns together: metadata columns, `EVENT_TYPE` and
    /// `EVENT_VALUE` count. Source: the page on quotas of the developer guide, and that on the requirements of such schemas.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_schema::{Column, DatasetType, Schema, Type};
    ///
    /// let columns = [
    ///     Column::new("USER_ID", Type::String),
    ///     Column::new("ITEM_ID", Type::String),
    ///     Column::new("TIMESTAMP", Type::Long),
    ///     Column::new("EVENT_TYPE", Type::String),
    ///     Column::new("DEVICE", Type::String).categorical(),
    /// ];
    /// assert_eq!(Schema::new(DatasetType::Interactions, columns)?.max_event_types(), Some(8));
    /// # Ok::<(), personalize_events_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn max_event_types(&self) -> Option<usize> {
        if self.dataset_type != DatasetType::Interactions {
            return None;
        }
        let columns = self.columns.iter();
        let counted = columns.filter(|column| {
            let reserved = self.dataset_type.reserved_column(&column.name);
            reserved.is_none_or(|it| matches!(it.name, "EVENT_TYPE" | "EVENT_VALUE"))
        });
        Some(MAX_EVENT_TYPES_AND_COLUMNS.saturating_sub(counted.count()))
    }

    /// The attributes of the record that the developer guide does not describe, such as `doc`, or not with such a
    /// value: names and JSON values.
    pub fn unknown_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        attributes(&self.unknown_attributes)
    }

    /// The column with this name, or the one that this key of `properties` fills; `_` and case make no
    /// difference.
    #[must_use]
    pub fn column_for_key(&self, key: &str) -> Option<&Column> {
        let mut columns = self.columns.iter();
        columns.find(|column| is_same_column(&column.name, key))
    }

    /// The column that an unknown name or key is probably meant for.
    ///
    /// Names are compared without `_` and case; at most a third of the letters may differ. Names of more than 100
    /// letters have no suggestion.
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
}
