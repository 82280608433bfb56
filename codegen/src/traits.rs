//! Traits: what is known of each stands in a table. A trait that has no row, or stands where its row does
//! not allow it, is refused.

mod binding;
mod deprecated;
pub(crate) mod endpoint;
mod enumeration;
mod error;
pub(crate) mod http;
mod json_name;
mod length;
mod pattern;
mod place;
mod range;
mod service;
mod silent;
mod table;
mod text;
mod timestamp;

use personalize_events_ast::{Position, ShapeId, Trait, Traits, Value};

use crate::diagnostics::Collector;

pub(crate) use enumeration::Definition;
pub(crate) use error::ErrorKind;
pub(crate) use pattern::Expression;
pub(crate) use place::Place;
pub(crate) use service::ServiceTrait;
use table::{Use, row};

pub(crate) const CLIENT_OPTIONAL: &str = "smithy.api#clientOptional";
pub(crate) const DEFAULT: &str = "smithy.api#default";
const DEPRECATED: &str = "smithy.api#deprecated";
pub(crate) const DOCUMENTATION: &str = "smithy.api#documentation";
pub(crate) const ENDPOINT: &str = "smithy.api#endpoint";
pub(crate) const ENUM: &str = "smithy.api#enum";
pub(crate) const ENUM_VALUE: &str = "smithy.api#enumValue";
pub(crate) const ERROR: &str = "smithy.api#error";
/// No trait of Smithy's: a fixup gives it to the ARNs of datasets, with what they end in.
pub(crate) const DATASET_TYPE: &str = "codegen.synthetic#datasetType";
pub(crate) const HOST_LABEL: &str = "smithy.api#hostLabel";
pub(crate) const HTTP: &str = "smithy.api#http";
pub(crate) const HTTP_CHECKSUM_REQUIRED: &str = "smithy.api#httpChecksumRequired";
pub(crate) const HTTP_ERROR: &str = "smithy.api#httpError";
pub(crate) const HTTP_HEADER: &str = "smithy.api#httpHeader";
pub(crate) const HTTP_LABEL: &str = "smithy.api#httpLabel";
pub(crate) const HTTP_PAYLOAD: &str = "smithy.api#httpPayload";
pub(crate) const HTTP_PREFIX_HEADERS: &str = "smithy.api#httpPrefixHeaders";
pub(crate) const HTTP_QUERY: &str = "smithy.api#httpQuery";
pub(crate) const HTTP_QUERY_PARAMS: &str = "smithy.api#httpQueryParams";
pub(crate) const HTTP_RESPONSE_CODE: &str = "smithy.api#httpResponseCode";
pub(crate) const IDEMPOTENCY_TOKEN: &str = "smithy.api#idempotencyToken";
pub(crate) const JSON_NAME: &str = "smithy.api#jsonName";
pub(crate) const LENGTH: &str = "smithy.api#length";
pub(crate) const MEDIA_TYPE: &str = "smithy.api#mediaType";
/// No trait of Smithy's, which knows tokens of inputs only: a fixup gives it to members of what is sent.
pub(crate) const NESTED_TOKEN: &str = "codegen.synthetic#idempotencyToken";
pub(crate) const PATTERN: &str = "smithy.api#pattern";
pub(crate) const RANGE: &str = "smithy.api#range";
pub(crate) const REQUEST_COMPRESSION: &str = "smithy.api#requestCompression";
pub(crate) const REQUIRED: &str = "smithy.api#required";
pub(crate) const REQUIRES_LENGTH: &str = "smithy.api#requiresLength";
pub(crate) const REST_JSON_1: &str = "aws.protocols#restJson1";
pub(crate) const SENSITIVE: &str = "smithy.api#sensitive";
pub(crate) const SERVICE: &str = "aws.api#service";
pub(crate) const SIGV4: &str = "aws.auth#sigv4";
pub(crate) const SPARSE: &str = "smithy.api#sparse";
pub(crate) const STREAMING: &str = "smithy.api#streaming";
pub(crate) const TIMESTAMP_FORMAT: &str = "smithy.api#timestampFormat";
pub(crate) const TITLE: &str = "smithy.api#title";
pub(crate) const UNIQUE_ITEMS: &str = "smithy.api#uniqueItems";

/// A trait whose value is not what it must be.
#[derive(Debug)]
pub(crate) struct Malformed {
    pub(crate) at: Position,
    pub(crate) message: std::string::String,
}

impl Malformed {
    fn new(at: Position, message: impl Into<std::string::String>) -> Self {
        let message = message.into();
        Self { at, message }
    }
}

/// The traits of a shape or member, with access to those of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    traits: &'a Traits,
    shape: &'a ShapeId,
}

impl<'a> Reader<'a> {
    /// Refuses what has no row for this place, or not the form that its row asks for.
    pub(crate) fn new(
        traits: &'a Traits,
        place: Place,
        shape: &'a ShapeId,
        collector: &mut Collector,
    ) -> Self {
        for (id, value) in traits {
            let row = row(id.as_str());
            let silent = silent::places(id.as_str());
            let places = row.map(|row| row.1).or(silent);
            let (at, message) = match (places, row) {
                (None, _) => {
                    let message = format!(
                        "the trait `{id}` is not known to the generator: it needs a row in its \
                         table of traits"
                    );
                    (value.at, message)
                }
                (Some(places), _) if !places.contains(&place) => {
                    let (place, places) = (place.describe(), place::listed(places));
                    let message =
                        format!("the trait `{id}` cannot stand on {place}, only on {places}");
                    (value.at, message)
                }
                (Some(_), Some((_, _, Use::Read(form) | Use::Constrain(form)))) => {
                    match form(value) {
                        Ok(()) => continue,
                        Err(Malformed { at, message }) => {
                            (at, format!("the trait `{id}` is malformed: {message}"))
                        }
                    }
                }
                (Some(_), None) => continue,
            };
            collector.push(at, shape, message);
        }
        Self { traits, shape }
    }

    /// For traits that [`new`](Self::new) has judged.
    pub(crate) fn judged(traits: &'a Traits, shape: &'a ShapeId) -> Self {
        Self { traits, shape }
    }

    /// The shape that they, or the member that they stand on, belong to.
    pub(crate) fn shape(&self) -> &'a ShapeId {
        self.shape
    }

    pub(crate) fn get(&self, id: &str) -> Option<&'a Trait> {
        self.traits.get(id)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.traits.contains_key(id)
    }

    /// The constraints, whether they fit or not.
    pub(crate) fn constraints(&self) -> impl Iterator<Item = (&'a ShapeId, &'a Trait)> + use<'a> {
        let is_constraint =
            |id: &ShapeId| row(id.as_str()).is_some_and(|row| matches!(row.2, Use::Constrain(_)));
        self.traits.iter().filter(move |(id, _)| is_constraint(id))
    }

    /// A trait's value; a malformed one has been told.
    fn read<T>(&self, id: &str, read: fn(&Trait) -> Result<T, Malformed>) -> Option<T> {
        read(self.get(id)?).ok()
    }

    /// Whether a trait that says all by being there is there.
    pub(crate) fn flag(&self, id: &str) -> bool {
        self.read(id, annotation).is_some()
    }

    pub(crate) fn documentation(&self) -> Option<std::string::String> {
        let own = self.read(DOCUMENTATION, text::read);
        let deprecated = self.read(DEPRECATED, deprecated::read);
        match (own, deprecated) {
            (Some(own), Some(deprecated)) => Some(own + &deprecated),
            (own, deprecated) => own.or(deprecated),
        }
    }

    pub(crate) fn title(&self) -> Option<std::string::String> {
        self.read(TITLE, text::read)
    }

    pub(crate) fn service(&self) -> Option<ServiceTrait> {
        self.read(SERVICE, service::read)
    }

    pub(crate) fn signing_name(&self) -> Option<std::string::String> {
        self.read(SIGV4, service::read_signing_name)
    }

    pub(crate) fn http(&self) -> Option<crate::ir::Http> {
        self.read(HTTP, http::read)
    }

    pub(crate) fn error(&self) -> Option<ErrorKind> {
        self.read(ERROR, error::read)
    }

    pub(crate) fn http_error(&self) -> Option<u16> {
        self.read(HTTP_ERROR, error::read_status)
    }

    pub(crate) fn length(&self) -> Option<crate::ir::Length> {
        self.read(LENGTH, length::read)
    }

    pub(crate) fn pattern(&self) -> Option<Expression> {
        self.read(PATTERN, pattern::read)
    }

    pub(crate) fn range(&self) -> Option<crate::ir::Range> {
        self.read(RANGE, range::read)
    }

    pub(crate) fn enumeration(&self) -> Option<Vec<Definition>> {
        self.read(ENUM, enumeration::read)
    }

    pub(crate) fn enum_value(&self) -> Option<crate::ir::EnumValue> {
        self.read(ENUM_VALUE, enumeration::read_value)
    }

    pub(crate) fn media_type(&self) -> Option<std::string::String> {
        self.read(MEDIA_TYPE, text::read)
    }

    pub(crate) fn dataset_type(&self) -> Option<std::string::String> {
        self.read(DATASET_TYPE, text::read)
    }

    pub(crate) fn json_name(&self) -> Option<std::string::String> {
        self.read(JSON_NAME, json_name::read)
    }

    pub(crate) fn timestamp_format(&self) -> Option<crate::ir::TimestampFormat> {
        self.read(TIMESTAMP_FORMAT, timestamp::read)
    }

    pub(crate) fn host_prefix(&self) -> Option<std::string::String> {
        self.read(ENDPOINT, endpoint::read)
    }

    pub(crate) fn http_header(&self) -> Option<std::string::String> {
        self.read(HTTP_HEADER, binding::read_header)
    }

    pub(crate) fn http_prefix_headers(&self) -> Option<std::string::String> {
        self.read(HTTP_PREFIX_HEADERS, binding::read_prefix)
    }

    pub(crate) fn http_query(&self) -> Option<std::string::String> {
        self.read(HTTP_QUERY, binding::read_query)
    }

    /// The default, unless it is `null`, which says that there is none.
    pub(crate) fn default(&self) -> Option<&'a Trait> {
        let value = self.get(DEFAULT)?;
        (value.node.value != Value::Null).then_some(value)
    }
}

/// A trait without a value: an empty object.
fn annotation(value: &Trait) -> Result<(), Malformed> {
    match value.node.as_object() {
        Some(object) if object.0.is_empty() => Ok(()),
        _ => Err(Malformed::new(value.node.at, "it must be an empty object")),
    }
}
