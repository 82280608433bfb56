//! serde for schemas, dataset types and column types, with the feature `serde`.

use std::str::FromStr;

use serde_core::de::{self, Deserialize, Deserializer};
use serde_core::ser::{Error as _, Serialize, Serializer};

use crate::column_type::Type;
use crate::dataset_type::DatasetType;
use crate::schema::Schema;

/// Serializes the Avro JSON of `CreateSchema`, in the order of [`Schema::to_json`].
///
/// # Example
///
/// ```
/// use personalize_events_schema::{Column, DatasetType, Schema, Type};
///
/// let columns = [Column::new("USER_ID", Type::String), Column::new("AGE", Type::Int)];
/// let schema = Schema::new(DatasetType::Users, columns)?;
/// let json = serde_json::to_string(&schema)?;
/// assert!(json.starts_with(r#"{"type":"record","name":"Users","#), "{json}");
/// assert_eq!(serde_json::from_str::<Schema>(&json)?, schema);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.to_json();
        let mut parser = serde_json::Deserializer::from_str(&text);
        serde_transcode::transcode(&mut parser, serializer).map_err(S::Error::custom)
    }
}

/// Deserializes and validates a schema, or the string with a schema that responses of `DescribeSchema` have. Errors have no
/// useful positions, and the schema has none; [`Schema::parse`] reads a text with both.
impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The text has the keys in their order, also those that occur twice.
        let mut text = Vec::new();
        let mut serializer = serde_json::Serializer::new(&mut text);
        serde_transcode::transcode(deserializer, &mut serializer).map_err(de::Error::custom)?;
        let text = String::from_utf8(text).map_err(de::Error::custom)?;
        Self::parse(&text).map_err(|error| {
            let messages = error.iter().map(crate::Diagnostic::message);
            de::Error::custom(messages.collect::<Vec<_>>().join("; "))
        })
    }
}

/// Implements both as the name.
macro_rules! as_name {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                Self::from_str(&name).map_err(de::Error::custom)
            }
        }
    )*};
}

as_name!(Type, DatasetType);
