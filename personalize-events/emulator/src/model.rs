//! The emulator's view of a model: operations, the shapes of their inputs and the constraints of each member. The
//! module `model_reader` builds it from the AST, `validate` checks inputs against it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};
use std::{fmt, slice, vec};

use personalize_events_ast::ShapeId;

use crate::number::Number;
use crate::pattern::Pattern;
use crate::timestamp::TimestampFormat;

/// The member that names the dataset of records.
pub(crate) const DATASET: &str = "datasetArn";
/// The member that names the tracker of events.
pub(crate) const TRACKER: &str = "trackingId";

/// A service, as read from its Smithy model.
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
/// let violations = Model::embedded().validate("PutUsers", &input).unwrap();
/// assert_eq!(violations.len(), 1);
/// assert_eq!(violations[0].path(), "users[0].userId");
/// assert_eq!(violations[0].constraint().name(), "length");
/// ```
#[derive(Debug)]
pub struct Model {
    pub(crate) signing_name: Option<String>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) unsupported: Vec<UnsupportedOperation>,
    pub(crate) shapes: HashMap<ShapeId, Type>,
    /// The constraints of a dataset ARN; `None` in a model without datasets.
    pub(crate) dataset: Option<Member>,
}

impl Model {
    /// Returns the model of Amazon Personalize Events that is part of this crate.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            Model::parse(include_str!("../model.json"))
                .expect("the tests of this crate parse the embedded model")
        });
        &MODEL
    }

    /// Returns the service name in the credential scope of a signature; `None` if requests are not signed.
    #[must_use]
    pub fn signing_name(&self) -> Option<&str> {
        self.signing_name.as_deref()
    }

    /// Returns every operation whose whole input is the JSON body, in the order of the service.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the operations that the emulator neither validates nor serves, because part of their input is not
    /// in a JSON body, in the order of the service.
    #[must_use]
    pub fn unsupported(&self) -> &[UnsupportedOperation] {
        &self.unsupported
    }

    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.name == name)
    }

    /// Returns the operation of a request with this method and path.
    pub(crate) fn route(&self, method: &str, path: &str) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.method == method && operation.path == path)
    }

    /// Returns the collections of records in each destination of this kind, such as `users`.
    pub(crate) fn collections(&self, destination: Destination) -> impl Iterator<Item = &str> {
        self.operations
            .iter()
            .filter_map(|operation| operation.records.as_ref())
            .filter(move |records| records.destination == destination)
            .map(|records| records.collection.as_str())
    }
}

/// An operation of the service.
#[derive(Debug)]
pub struct Operation {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) input: Option<ShapeId>,
    /// The status of each modelled error.
    pub(crate) errors: BTreeMap<String, u16>,
    /// `None` if the input has no records.
    pub(crate) records: Option<RecordMapping>,
}

impl Operation {
    /// Returns the name, such as `PutUsers`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the HTTP method, such as `POST`.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path, such as `/users`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the status of a successful response.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }
}

/// An operation that the emulator neither validates nor serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsupportedOperation {
    pub(crate) operation: String,
    pub(crate) reason: String,
}

impl UnsupportedOperation {
    /// Returns the name of the operation.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Returns which part of the input is not in a JSON body.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Where the records of an operation are in its input, and where they are stored.
#[derive(Debug)]
pub(crate) struct RecordMapping {
    pub(crate) destination: Destination,
    /// The collection in the destination: the last segment of the operation's path, such as `users`.
    pub(crate) collection: String,
    /// The member of the input that lists the records.
    pub(crate) list: String,
    /// The member of a record that identifies it in a dataset; `None` for a tracker.
    pub(crate) id: Option<String>,
    /// The other members of the input, which apply to all records, such as the session and the user of events.
    pub(crate) common: Vec<String>,
}

/// The kinds of resources that store records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Destination {
    /// Stores one record for each id.
    Dataset,
    /// Stores all records in the order of their arrival.
    Tracker,
}

impl Destination {
    /// Returns the member of an input that names the destination.
    pub(crate) fn member(self) -> &'static str {
        match self {
            Self::Dataset => DATASET,
            Self::Tracker => TRACKER,
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dataset => "dataset",
            Self::Tracker => "tracker",
        })
    }
}

/// The types of shapes in an input.
#[derive(Debug)]
pub(crate) enum Type {
    Boolean,
    /// A signed integer within the range of its size.
    Integer {
        min: i64,
        max: i64,
    },
    Float,
    String,
    /// A base64 string.
    Blob,
    /// A timestamp in the format of the member's constraints.
    Timestamp,
    /// Any JSON value.
    Document,
    Enum(BTreeSet<String>),
    IntEnum(BTreeSet<i64>),
    List(List),
    Map(Map),
    Structure(Vec<Field>),
    Union(Vec<Field>),
}

#[derive(Debug)]
pub(crate) struct List {
    pub(crate) element: Member,
    /// Whether an element may be `null`.
    pub(crate) sparse: bool,
    /// Whether all elements must differ.
    pub(crate) unique: bool,
}

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
    /// The key in JSON.
    pub(crate) key: String,
    pub(crate) required: bool,
    pub(crate) member: Member,
}

/// The target of a member and its constraints.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) target: ShapeId,
    pub(crate) constraints: Constraints,
}

/// The constraint traits of a member and of its target; those of the member take precedence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constraints {
    /// The allowed number of characters, bytes, elements or entries.
    pub(crate) length: Option<Bounds<u64>>,
    pub(crate) range: Option<Bounds<Number>>,
    pub(crate) pattern: Option<Arc<Pattern>>,
    /// Whether the text must be JSON.
    pub(crate) json: bool,
    pub(crate) timestamp_format: TimestampFormat,
}

#[derive(Clone, Debug)]
pub(crate) struct Bounds<T> {
    pub(crate) min: Option<T>,
    pub(crate) max: Option<T>,
}

/// Every reason why a model cannot be read: at least one.
///
/// It is displayed in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError(pub(crate) Vec<String>);

impl ModelError {
    /// Iterates over the reasons.
    pub fn iter(&self) -> slice::Iter<'_, String> {
        self.0.iter()
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

impl std::error::Error for ModelError {}

impl IntoIterator for ModelError {
    type Item = String;
    type IntoIter = vec::IntoIter<String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a ModelError {
    type Item = &'a String;
    type IntoIter = slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
