//! A column of a dataset, or a member of events that a file has as a column.

use personalize_events::ColumnType;
use personalize_events_schema::names::is_same_column;
use personalize_events_schema::{DatasetType, Type};

/// Why a column of a schema must have a value.
pub(crate) const NOT_NULLABLE: &str = "its column is not nullable";

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// Its key in `properties`.
    pub(crate) key: String,
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
    pub(crate) form: ColumnType,
    pub(crate) role: Role,
    /// The member of the record that is sent with its values; `None` if `properties` have them.
    pub(crate) member: Option<&'static str>,
    /// Why a value is required, for messages.
    pub(crate) requirement: &'static str,
}

/// What the service uses a column for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The ID of a user, item or action.
    Id,
    /// Dates, in seconds.
    Timestamp,
    /// The items that were shown, joined by `|`.
    Impression,
    Other,
}

impl Column {
    pub(crate) fn is_categorical(&self) -> bool {
        self.form == ColumnType::CATEGORICAL
    }
}

/// What a column is for that has this name and type.
pub(crate) fn role(dataset_type: DatasetType, name: &str, ty: Type) -> Role {
    let reserved = dataset_type.reserved_columns();
    let mut timestamps = reserved.iter().filter(|it| it.is_timestamp());
    if ty == Type::Long && timestamps.any(|it| is_same_column(it.name, name)) {
        return Role::Timestamp;
    }
    match dataset_type.reserved_column(name) {
        Some(it) if it.required && it.name.ends_with("_ID") => Role::Id,
        Some(it) if it.name == "IMPRESSION" => Role::Impression,
        Some(_) | None => Role::Other,
    }
}
