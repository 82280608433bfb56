//! The traits of authentication: the schemes of a service, and which of them operations support.

use personalize_events_ast::{Model, Node, ShapeId, Trait};

use super::value::{Malformed, VALUE, string};

/// The schemes that Smithy and AWS define.
const SCHEMES: [&str; 7] = [
    "aws.auth#cognitoUserPools",
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
];

/// Whether a trait is an authentication scheme. A model may define its own.
pub(crate) fn is_scheme(model: &Model, id: &ShapeId) -> bool {
    let shape = model.shapes.get(id);
    SCHEMES.contains(&id.as_str())
        || shape.is_some_and(|shape| shape.traits.contains_key("smithy.api#authDefinition"))
}

/// `smithy.api#auth`: schemes, the preferred one first.
pub(super) fn read(value: &Trait) -> Result<Vec<ShapeId>, Malformed> {
    let wanted = "an array of the IDs of authentication schemes";
    let schemes = value.node.as_array();
    let schemes = schemes.ok_or_else(|| Malformed::expected(wanted, VALUE, &value.node))?;
    let id = |node: &Node| {
        let id = string(node, "an element")?;
        ShapeId::parse(&id)
            .ok_or_else(|| Malformed::expected("the ID of a trait", "an element", node))
    };
    schemes.iter().map(id).collect()
}
