//! The table of every trait that is known, with what becomes of it. A trait that has no row, or
//! stands where its row does not allow it, is refused.

mod error;
mod http;
mod length;
mod media_type;
mod pattern;
mod service;
mod text;

use personalize_events_ast::{Position, ShapeId, Trait, Traits};

use crate::diagnostics::Collector;

pub(crate) use error::ErrorKind;
pub(crate) use media_type::MediaType;
pub(crate) use service::ServiceTrait;

/// What becomes of a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It decides what is generated.
    Read,
    /// It becomes a constraint that is checked.
    Constrain,
    /// It changes nothing, for this reason.
    Ignore(&'static str),
}

/// What a trait can be applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Service,
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
}

use Place::{Element, List, Member, Operation, Scalar, Service, String, Structure};
use Use::{Constrain, Ignore, Read};

const ENDPOINTS: &str = "endpoints are resolved by hand-written code";
const VALUES: &[Place] = &[Structure, String, List, Scalar, Member];

/// A trait: where it may stand, and what becomes of it.
type Row = (&'static str, &'static [Place], Use);

const TABLE: &[Row] = &[
    ("aws.api#service", &[Service], Read),
    ("aws.auth#sigv4", &[Service], Read),
    ("aws.protocols#restJson1", &[Service], Read),
    (
        "smithy.api#documentation",
        &[Service, Operation, Structure, String, List, Scalar, Member],
        Read,
    ),
    ("smithy.api#error", &[Structure], Read),
    ("smithy.api#http", &[Operation], Read),
    ("smithy.api#httpError", &[Structure], Read),
    (
        "smithy.api#input",
        &[Structure],
        Ignore("the input of an operation is known from the operation"),
    ),
    (
        "smithy.api#length",
        &[String, List, Member, Element],
        Constrain,
    ),
    ("smithy.api#mediaType", &[String], Read),
    ("smithy.api#pattern", &[String, Member, Element], Constrain),
    ("smithy.api#required", &[Member], Read),
    ("smithy.api#sensitive", VALUES, Read),
    ("smithy.api#title", &[Service], Read),
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
    /// Refuses what has no row for this place.
    pub(crate) fn new(
        traits: &'a Traits,
        place: Place,
        shape: &'a ShapeId,
        collector: &mut Collector,
    ) -> Self {
        for (id, value) in traits {
            let row = TABLE.iter().find(|row| row.0 == id.as_str());
            let message = match row {
                None => format!("the trait `{id}` is not known to the generator"),
                Some((_, places, _)) if !places.contains(&place) => {
                    format!("the trait `{id}` cannot stand on {}", place.describe())
                }
                Some((_, _, Read | Constrain | Ignore(_))) => continue,
            };
            collector.push(value.at, shape, message);
        }
        Self { traits, shape }
    }

    /// For traits whose places have been checked.
    pub(crate) fn new_checked(traits: &'a Traits, shape: &'a ShapeId) -> Self {
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

    /// Reads a trait's value; what is malformed is told, and is not the same as absent.
    pub(crate) fn read<T>(
        &self,
        id: &str,
        read: impl FnOnce(&Trait) -> Result<T, Malformed>,
        collector: &mut Collector,
    ) -> Option<T> {
        match read(self.get(id)?) {
            Ok(value) => Some(value),
            Err(malformed) => {
                let message = format!("the trait `{id}` is malformed: {}", malformed.message);
                collector.push(malformed.at, self.shape, message);
                None
            }
        }
    }

    /// Reads a trait that says all by being there.
    pub(crate) fn flag(&self, id: &str, collector: &mut Collector) -> bool {
        self.read(id, annotation, collector).is_some()
    }

    pub(crate) fn documentation(&self, collector: &mut Collector) -> Option<std::string::String> {
        self.read("smithy.api#documentation", text::read, collector)
    }

    pub(crate) fn title(&self, collector: &mut Collector) -> Option<std::string::String> {
        self.read("smithy.api#title", text::read, collector)
    }

    pub(crate) fn service(&self, collector: &mut Collector) -> Option<ServiceTrait> {
        self.read("aws.api#service", service::read, collector)
    }

    pub(crate) fn signing_name(&self, collector: &mut Collector) -> Option<std::string::String> {
        self.read("aws.auth#sigv4", service::read_signing_name, collector)
    }

    pub(crate) fn protocol(&self, collector: &mut Collector) -> Option<()> {
        self.read("aws.protocols#restJson1", service::read_protocol, collector)
    }

    pub(crate) fn http(&self, collector: &mut Collector) -> Option<crate::ir::Http> {
        self.read("smithy.api#http", http::read, collector)
    }

    pub(crate) fn error(&self, collector: &mut Collector) -> Option<ErrorKind> {
        self.read("smithy.api#error", error::read, collector)
    }

    pub(crate) fn http_error(&self, collector: &mut Collector) -> Option<u16> {
        self.read("smithy.api#httpError", error::read_status, collector)
    }

    pub(crate) fn length(&self, collector: &mut Collector) -> Option<crate::ir::Length> {
        self.read("smithy.api#length", length::read, collector)
    }

    pub(crate) fn pattern(&self, collector: &mut Collector) -> Option<crate::pattern::Pattern> {
        self.read("smithy.api#pattern", pattern::read, collector)
    }

    pub(crate) fn media_type(&self, collector: &mut Collector) -> Option<MediaType> {
        self.read("smithy.api#mediaType", media_type::read, collector)
    }
}

impl Place {
    fn describe(self) -> &'static str {
        match self {
            Service => "a service",
            Operation => "an operation",
            Structure => "a structure",
            String => "a string",
            List => "a list",
            Scalar => "a number, boolean or timestamp",
            Member => "a member of a structure",
            Element => "the member of a list",
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
