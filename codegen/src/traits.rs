//! The table of every trait that is known, with what becomes of it. A trait that has no row, or
//! stands where its row does not allow it, is refused.

mod enumeration;
mod error;
mod http;
mod length;
mod media_type;
mod pattern;
mod range;
mod service;
mod text;

use personalize_events_ast::{Position, ShapeId, Trait, Traits};

use crate::diagnostics::Collector;

pub(crate) use enumeration::Definition;
pub(crate) use error::ErrorKind;
pub(crate) use media_type::MediaType;
pub(crate) use service::ServiceTrait;

pub(crate) const DOCUMENTATION: &str = "smithy.api#documentation";
pub(crate) const ENUM: &str = "smithy.api#enum";
pub(crate) const ENUM_VALUE: &str = "smithy.api#enumValue";
pub(crate) const ERROR: &str = "smithy.api#error";
pub(crate) const HTTP: &str = "smithy.api#http";
pub(crate) const HTTP_ERROR: &str = "smithy.api#httpError";
pub(crate) const LENGTH: &str = "smithy.api#length";
pub(crate) const MEDIA_TYPE: &str = "smithy.api#mediaType";
pub(crate) const PATTERN: &str = "smithy.api#pattern";
pub(crate) const RANGE: &str = "smithy.api#range";
pub(crate) const REQUIRED: &str = "smithy.api#required";
pub(crate) const REST_JSON_1: &str = "aws.protocols#restJson1";
pub(crate) const SENSITIVE: &str = "smithy.api#sensitive";
pub(crate) const SERVICE: &str = "aws.api#service";
pub(crate) const SIGV4: &str = "aws.auth#sigv4";
pub(crate) const TITLE: &str = "smithy.api#title";

/// What becomes of a trait. Whatever does not change the output must be of the right form all the
/// same: malformed is not absent.
#[derive(Clone, Copy)]
enum Use {
    /// It decides what is generated.
    Read(Form),
    /// It becomes a constraint that is checked, on values that it fits.
    Constrain(Form),
    /// It changes nothing, for this reason.
    Ignore(#[expect(dead_code, reason = "it is for the readers of the table")] &'static str),
}

/// Whether the value of a trait is what it must be.
type Form = fn(&Trait) -> Result<(), Malformed>;

/// What a trait can be applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Service,
    Resource,
    Operation,
    Structure,
    String,
    List,
    /// A number, boolean or timestamp.
    Scalar,
    /// A member of a structure.
    Member,
    /// The member of a list.
    Element,
    Enum,
    /// The member of an enum.
    EnumMember,
}

use Place::{
    Element, Enum, EnumMember, List, Member, Operation, Resource, Scalar, Service, String,
    Structure,
};
use Use::{Constrain, Ignore, Read};

const ENDPOINTS: &str = "endpoints are resolved by hand-written code";
const ANYWHERE: &[Place] = &[
    Service, Resource, Operation, Structure, String, List, Scalar, Member, Element, Enum,
    EnumMember,
];
const VALUES: &[Place] = &[Structure, String, List, Scalar, Enum, Member];

/// A trait: where it may stand, and what becomes of it.
type Row = (&'static str, &'static [Place], Use);

const TABLE: &[Row] = &[
    (
        SERVICE,
        &[Service],
        Read(|value| service::read(value).map(drop)),
    ),
    (
        SIGV4,
        &[Service],
        Read(|value| service::read_signing_name(value).map(drop)),
    ),
    (REST_JSON_1, &[Service], Read(service::read_protocol)),
    (
        DOCUMENTATION,
        ANYWHERE,
        Read(|value| text::read(value).map(drop)),
    ),
    (
        ENUM,
        &[String],
        Read(|value| enumeration::read(value).map(drop)),
    ),
    (
        ENUM_VALUE,
        &[EnumMember],
        Read(|value| text::read(value).map(drop)),
    ),
    (
        ERROR,
        &[Structure],
        Read(|value| error::read(value).map(drop)),
    ),
    (
        HTTP,
        &[Operation],
        Read(|value| http::read(value).map(drop)),
    ),
    (
        HTTP_ERROR,
        &[Structure],
        Read(|value| error::read_status(value).map(drop)),
    ),
    (
        LENGTH,
        &[String, List, Member, Element],
        Constrain(|value| length::read(value).map(drop)),
    ),
    (
        MEDIA_TYPE,
        &[String],
        Read(|value| media_type::read(value).map(drop)),
    ),
    (
        PATTERN,
        &[String, Member, Element],
        Constrain(|value| pattern::read(value).map(drop)),
    ),
    (
        RANGE,
        &[Scalar, Member, Element],
        Constrain(|value| range::read(value).map(drop)),
    ),
    (REQUIRED, &[Member], Read(annotation)),
    (SENSITIVE, VALUES, Read(annotation)),
    (TITLE, &[Service], Read(|value| text::read(value).map(drop))),
    (
        "smithy.api#input",
        &[Structure],
        Ignore("operations name their inputs"),
    ),
    ("smithy.rules#endpointBdd", &[Service], Ignore(ENDPOINTS)),
    (
        "smithy.rules#endpointRuleSet",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    ("smithy.rules#endpointTests", &[Service], Ignore(ENDPOINTS)),
];

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
            let row = TABLE.iter().find(|row| row.0 == id.as_str());
            let (at, message) = match row {
                None => {
                    let message = format!(
                        "the trait `{id}` is not known to the generator: it needs a row in its \
                         table of traits"
                    );
                    (value.at, message)
                }
                Some((_, places, _)) if !places.contains(&place) => {
                    let places: Vec<_> = places.iter().map(|place| place.describe()).collect();
                    let (place, places) = (place.describe(), places.join(" or "));
                    let message =
                        format!("the trait `{id}` cannot stand on {place}, only on {places}");
                    (value.at, message)
                }
                Some((_, _, Read(form) | Constrain(form))) => match form(value) {
                    Ok(()) => continue,
                    Err(Malformed { at, message }) => {
                        (at, format!("the trait `{id}` is malformed: {message}"))
                    }
                },
                Some((_, _, Ignore(_))) => continue,
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
        let is_constraint = |id: &ShapeId| {
            let mut rows = TABLE.iter();
            rows.any(|row| row.0 == id.as_str() && matches!(row.2, Constrain(_)))
        };
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
        self.read(DOCUMENTATION, text::read)
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

    pub(crate) fn pattern(&self) -> Option<crate::pattern::Pattern> {
        self.read(PATTERN, pattern::read)
    }

    pub(crate) fn range(&self) -> Option<crate::ir::Range> {
        self.read(RANGE, range::read)
    }

    pub(crate) fn enumeration(&self) -> Option<Vec<Definition>> {
        self.read(ENUM, enumeration::read)
    }

    pub(crate) fn enum_value(&self) -> Option<std::string::String> {
        self.read(ENUM_VALUE, text::read)
    }

    pub(crate) fn media_type(&self) -> Option<MediaType> {
        self.read(MEDIA_TYPE, media_type::read)
    }
}

impl Place {
    fn describe(self) -> &'static str {
        match self {
            Service => "a service",
            Resource => "a resource",
            Operation => "an operation",
            Structure => "a structure",
            String => "a string",
            List => "a list",
            Scalar => "a number, boolean or timestamp",
            Member => "a member of a structure",
            Element => "the member of a list",
            Enum => "an enum",
            EnumMember => "the member of an enum",
        }
    }
}

/// A trait without a value: an empty object.
fn annotation(value: &Trait) -> Result<(), Malformed> {
    match value.node.as_object() {
        Some(object) if object.0.is_empty() => Ok(()),
        _ => Err(Malformed::new(value.node.at, "it must be an empty object")),
    }
}
