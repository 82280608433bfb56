//! The traits of request bodies: compression and checksums.

use personalize_events_ast::{Node, Trait, Value};

use super::value::{Malformed, VALUE, non_empty, object};

/// `aws.protocols#httpChecksum`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HttpChecksum {
    pub(crate) is_required: bool,
    /// The member of the input that selects the algorithm.
    pub(crate) algorithm_member: Option<String>,
    /// Whether checksums of responses are validated.
    pub(crate) is_of_responses: bool,
}

pub(super) fn checksum(value: &Trait) -> Result<HttpChecksum, Malformed> {
    let keys = [
        "requestChecksumRequired",
        "requestAlgorithmMember",
        "requestValidationModeMember",
        "responseAlgorithms",
    ];
    let mut fields = object(&value.node, VALUE, &keys)?;
    let is_required = fields.optional(keys[0], boolean);
    let algorithm_member = fields.optional(keys[1], non_empty);
    let mode = fields.optional(keys[2], non_empty);
    let algorithms = fields.optional(keys[3], strings);
    fields.finish(Some(HttpChecksum {
        is_required: is_required.unwrap_or_default(),
        algorithm_member,
        is_of_responses: mode.is_some() || algorithms.is_some(),
    }))
}

/// `smithy.api#requestCompression`: the encodings that the service accepts.
pub(super) fn encodings(value: &Trait) -> Result<Vec<String>, Malformed> {
    let mut fields = object(&value.node, VALUE, &["encodings"])?;
    let encodings = fields.required("encodings", strings);
    fields.finish(encodings)
}

fn boolean(node: &Node, item: &str) -> Result<bool, Malformed> {
    if let Value::Bool(value) = node.value {
        return Ok(value);
    }
    Err(Malformed::expected("`true` or `false`", item, node))
}

fn strings(node: &Node, item: &str) -> Result<Vec<String>, Malformed> {
    let wanted = "an array of strings that is not empty";
    let elements = node.as_array().filter(|elements| !elements.is_empty());
    let elements = elements.ok_or_else(|| Malformed::expected(wanted, item, node))?;
    elements
        .iter()
        .map(|element| non_empty(element, item))
        .collect()
}
