//! What the emulator understands of the model: operations, the shapes of their inputs, and the
//! limits on each member. Reading it from the AST is the work of `load`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::LazyLock;

use personalize_events_ast::ShapeId;
use serde_json::Value;

use crate::Violation;
use crate::number::Number;
use crate::pattern::Pattern;
use crate::timestamp::Format;
use crate::validate;

/// The member whose value names the dataset that records go to.
pub(crate) const DATASET: &str = "datasetArn";
/// The member whose value names the tracker that events go to.
pub(crate) const TRACKER: &str = "trackingId";

/// The service as the emulator reads it from its model.
///
/// # Example
///
/// ```
/// use personalize_events_emulator::Model;
/// use serde_json::json;
///
/// let input = json!({
///     "datasetArn": "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS",
///     "users": [{ "userId": "" }],
/// });
/// let violations = Model::embedded().judge("PutUsers", &input).unwrap();
/// assert_eq!(violations.len(), 1);
/// assert_eq!(violations[0].path(), "users[0].userId");
/// assert_eq!(violations[0].constraint().name(), "length");
/// ```
#[derive(Debug)]
pub struct Model {
    pub(crate) signing_name: Option<String>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) unsupported: Vec<UnsupportedOperation>,
    pub(crate) shapes: HashMap<ShapeId, Kind>,
    /// What a dataset ARN must be; `None` in a model without datasets.
    pub(crate) dataset: Option<Member>,
}

impl Model {
    /// The model of the service that is part of this crate.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::parse(include_str!("../model.json"))
                .expect("the model that is part of this crate is read by its tests")
        });
        &MODEL
    }

    /// Everything in which `input` departs from what `operation` takes, in the order of the
    /// model; `None` for an operation that the model does not have, or that is left out.
    ///
    /// Unknown members of a structure are no violation, and a member that is `null` counts as
    /// left out, as with every service of this protocol.
    #[must_use]
    pub fn validate(&self, operation: &str, input: &Value) -> Option<Vec<Violation>> {
        let operation = self.operation(operation)?;
        Some(validate::input(self, operation, input))
    }

    /// The name that the credential scope of a signature must carry; `None` for a service whose
    /// requests are not signed.
    #[must_use]
    pub fn signing_name(&self) -> Option<&str> {
        self.signing_name.as_deref()
    }

    /// Every operation whose input is the JSON body and nothing else, in the order of the service.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operations that are neither judged nor served, in the order of the service: something
    /// of their input is not in a JSON body.
    #[must_use]
    pub fn unsupported(&self) -> &[UnsupportedOperation] {
        &self.unsupported
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.name == name)
    }

    /// The operation that a request of this method and path is for.
    pub(crate) fn route(&self, method: &str, path: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.method == method && operation.path == path)
    }

    /// Whether records of this room are kept by the value of `keeper`'s member.
    pub(crate) fn has_room(&self, keeper: Keeper, room: &str) -> bool {
        self.rooms(keeper).any(|name| name == room)
    }

    /// The rooms that have this kind of keeper.
    pub(crate) fn rooms(&self, keeper: Keeper) -> impl Iterator<Item = &str> {
        self.operations
            .iter()
            .filter_map(|operation| operation.records.as_ref())
            .filter(move |records| records.keeper == keeper)
            .map(|records| records.room.as_str())
    }
}

/// One operation of the service.
#[derive(Debug)]
pub struct Operation {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) input: Option<ShapeId>,
    /// The status of each error it may answer with.
    pub(crate) errors: BTreeMap<String, u16>,
    /// Where its records go; `None` if it carries none.
    pub(crate) records: Option<Records>,
}

impl Operation {
    /// Its name, such as `PutUsers`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The method of its requests, such as `POST`.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path of its requests, such as `/users`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The status of its answer when all is well.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }
}

/// An operation that is neither judged nor served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsupportedOperation {
    pub(crate) operation: String,
    pub(crate) reason: String,
}

impl UnsupportedOperation {
    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// What of its input is not in a JSON body.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Where the records of an operation are, and where they go.
#[derive(Debug)]
pub(crate) struct Records {
    pub(crate) keeper: Keeper,
    /// Among what they are kept: the last part of the operation's path, such as `users`.
    pub(crate) room: String,
    /// The member of the input that lists them.
    pub(crate) list: String,
    /// The member of a record by which a dataset knows it again; a tracker appends.
    pub(crate) id: Option<String>,
}

/// What keeps records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Keeper {
    /// A dataset: one record for each id.
    Dataset,
    /// A tracker: all records in the order they came.
    Tracker,
}

/// The types of shape that an input may be made of.
#[derive(Debug)]
pub(crate) enum Kind {
    Boolean,
    /// A whole number of this many bits, signed.
    Whole {
        least: i64,
        most: i64,
    },
    Number,
    String,
    /// Bytes, sent as base64.
    Blob,
    /// In the form that the member's limits say.
    Timestamp,
    /// Whatever JSON can say.
    Document,
    Enum(BTreeSet<String>),
    IntEnum(BTreeSet<i64>),
    List(List),
    Map(Map),
    Structure(Vec<Field>),
    Union(Vec<Field>),
}

/// What a list is made of.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) element: Member,
    /// Whether an element may be `null`.
    pub(crate) sparse: bool,
    /// Whether its elements must differ.
    pub(crate) unique: bool,
}

/// What a map is made of.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) key: Member,
    pub(crate) value: Member,
    /// Whether a value may be `null`.
    pub(crate) sparse: bool,
}

/// A member of a structure or union.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// What it is called in JSON.
    pub(crate) key: String,
    pub(crate) required: bool,
    pub(crate) member: Member,
}

/// What a member targets, and the limits of shape and member together.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) target: ShapeId,
    pub(crate) limits: Limits,
}

/// The constraint traits of a member; its own go before those of its shape.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) length: Option<Length>,
    pub(crate) range: Option<Range>,
    pub(crate) pattern: Option<std::sync::Arc<Pattern>>,
    /// Whether its text must be JSON.
    pub(crate) json: bool,
    /// How its timestamp is sent.
    pub(crate) timestamp: Format,
}

/// How many characters, bytes, elements or entries are allowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Length {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

/// How small and how large a number may be.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    pub(crate) min: Option<Number>,
    pub(crate) max: Option<Number>,
}

/// Why a model cannot be interpreted: every reason, one to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    pub(crate) problems: Vec<String>,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

impl std::error::Error for ModelError {}
