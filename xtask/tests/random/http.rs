//! Bindings of members of inputs, outputs and errors.

use std::collections::HashSet;

use fastrand::Rng;
use serde_json::{Value, json};

use super::value::Kind;

/// Which message a structure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Input,
    Output,
    Error,
}

/// The bindings of a structure so far.
pub(crate) struct Bindings {
    role: Role,
    /// Whether a member is the whole body, so that no other can be in it.
    pub(crate) has_payload: bool,
    has_map: bool,
    has_status: bool,
    /// Names of headers and query parameters.
    taken: HashSet<String>,
    /// The members that are labels of the path.
    pub(crate) labels: Vec<String>,
}

impl Bindings {
    pub(crate) fn new(role: Role) -> Self {
        Self {
            role,
            has_payload: false,
            has_map: false,
            has_status: false,
            taken: HashSet::new(),
            labels: Vec::new(),
        }
    }

    /// Binds a member or leaves it in the body; returns whether it is part of the message.
    pub(crate) fn bind(
        &mut self,
        name: &str,
        member: &mut Value,
        kind: &Kind,
        rng: &mut Rng,
    ) -> bool {
        let is_integer = member["target"] == "smithy.api#Integer";
        let traits = &mut member["traits"];
        let holds_text = |kind: &Kind| {
            if let Kind::List(element) = kind {
                element.is_text()
            } else {
                kind.is_text()
            }
        };
        let is_input = self.role == Role::Input;
        let is_free = self.taken.insert(name.to_lowercase());
        match rng.u8(0..12) {
            0 | 1 if is_input && kind.is_text() => {
                let traits = traits.as_object_mut().expect("traits");
                traits.retain(|id, _| {
                    !matches!(
                        id.as_str(),
                        "smithy.api#default" | "smithy.api#clientOptional"
                    )
                });
                traits.insert("smithy.api#required".to_owned(), json!({}));
                traits.insert("smithy.api#httpLabel".to_owned(), json!({}));
                self.labels.push(name.to_owned());
            }
            2 if is_input && holds_text(kind) && is_free => {
                traits["smithy.api#httpQuery"] = json!(name);
            }
            3 if holds_text(kind) && is_free => {
                let header = format!("x-{}", name.replace('_', "-"));
                // `-` at the end would be fine, and equal names are not.
                if self.taken.insert(header.to_lowercase()) {
                    traits["smithy.api#httpHeader"] = json!(header);
                }
            }
            4 if matches!(kind, Kind::Map(value) if value.is_string()) && !self.has_map => {
                self.has_map = true;
                if is_input && rng.bool() {
                    traits["smithy.api#httpQueryParams"] = json!({});
                } else {
                    traits["smithy.api#httpPrefixHeaders"] = json!("x-meta-");
                }
            }
            5 if self.role == Role::Output && is_integer && !self.has_status => {
                self.has_status = true;
                traits["smithy.api#httpResponseCode"] = json!({});
            }
            _ => {}
        }
        let is_bound = |id: &String| id.starts_with("smithy.api#http");
        let bound = traits.as_object().expect("traits").keys().any(is_bound);
        bound || !self.has_payload
    }
}
