//! The traits of a service: its AWS names, its protocol, and the name that it signs for.

use personalize_events_ast::{Node, Position, Trait};

use super::value::{Malformed, VALUE, non_empty, object, open_object};

/// The keys of `aws.api#service` that are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceTrait {
    pub(crate) sdk_id: String,
    pub(crate) endpoint_prefix: Option<String>,
}

/// The keys of `aws.api#service` that only other tools read.
const UNUSED: [&str; 3] = ["cloudFormationName", "cloudTrailEventSource", "docId"];
const USED: [&str; 3] = ["sdkId", "endpointPrefix", "arnNamespace"];

pub(super) fn read(value: &Trait) -> Result<ServiceTrait, Malformed> {
    let mut fields = open_object(&value.node, VALUE)?;
    for key in UNUSED {
        fields.optional(key, non_empty);
    }
    let arn_namespace = fields.optional("arnNamespace", host_label);
    let endpoint_prefix = fields.optional("endpointPrefix", host_label);
    let sdk_id = fields.required("sdkId", non_empty);
    fields.finish(sdk_id.map(|sdk_id| ServiceTrait {
        sdk_id,
        endpoint_prefix: endpoint_prefix.or(arn_namespace),
    }))
}

/// The keys of `aws.api#service` that are unknown, with their positions. The trait only lists names of the service, and
/// models have names for older tools, so that such a key is no reason to reject a model.
pub(crate) fn unknown_keys(value: &Trait) -> impl Iterator<Item = (Position, &str)> {
    let entries = value.node.as_object().into_iter().flat_map(|it| &it.0);
    entries
        .map(|entry| (entry.at, entry.key.as_str()))
        .filter(|(_, key)| !USED.contains(key) && !UNUSED.contains(key))
}

pub(super) fn read_signing_name(value: &Trait) -> Result<String, Malformed> {
    let mut fields = object(&value.node, VALUE, &["name"])?;
    let name = fields.required("name", host_label);
    fields.finish(name)
}

/// Checks the HTTP versions that a service prefers, which are not used: event streams, the only reason to
/// prefer one, are unsupported.
pub(super) fn read_protocol(value: &Trait) -> Result<(), Malformed> {
    let keys = ["http", "eventStreamHttp"];
    let mut fields = object(&value.node, VALUE, &keys)?;
    for key in keys {
        fields.optional(key, |node, item| {
            let versions = node.as_array().map(drop);
            versions.ok_or_else(|| Malformed::expected("an array", item, node))
        });
    }
    fields.finish(Some(()))
}

/// A name that is part of host names and signatures.
fn host_label(node: &Node, item: &str) -> Result<String, Malformed> {
    let text = non_empty(node, item)?;
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    if text.chars().all(allowed) {
        Ok(text)
    } else {
        let wanted = "lower-case letters, digits, `-` and `.`";
        Err(Malformed::expected(wanted, item, node))
    }
}
