//! Everything that generated code may name.

pub use personalize_events_schema::record_kind::RecordKind;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::Value as RequestValue;

#[cfg(feature = "blocking")]
pub use crate::blocking::Client as BlockingClient;
pub use crate::client::Client;
pub use crate::csv::{CsvOutput, CsvWriter, IdColumn};
pub use crate::deserialize::{FromJson, FromObject, Object, UnionMember, deserialize};
pub use crate::error::{Error, ResponseMetadata, ServiceText, Unhandled};
pub use crate::operation::{DatasetArn, Operation, OperationError, Service};
pub use crate::output::{http, json};
pub use crate::properties::{
    ColumnType, IdValue, Properties, PropertiesPart, PropertiesSchema, PropertiesWriter, SameAs,
    write_properties,
};
pub use crate::serialize::Fields;
pub use crate::types::{
    JsonString, Redacted, Timestamp, UnknownNumber, UnknownValue, float, idempotency_token,
};
pub use crate::validation::{
    Bound, Build, BuildInput, Buildable, Constraint, HasBuilder, Pattern, Step, Validate,
    ValidationContext, ValidationError, build, check_length, check_range, extend,
};
pub use crate::{
    __implement_builder as implement_builder, __implement_debug as implement_debug,
    __implement_enum as implement_enum, __implement_error as implement_error,
    __implement_error_enum as implement_error_enum,
    __implement_maybe_setters as implement_maybe_setters,
    __implement_operation_error as implement_operation_error,
    __implement_output as implement_output, __implement_read as implement_read,
    __implement_serialize as implement_serialize, __implement_valid as implement_valid,
};
