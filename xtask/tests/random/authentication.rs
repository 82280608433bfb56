//! Authentication: the schemes of a service, and which of them its operations support.

use fastrand::Rng;
use serde_json::{Value, json};

/// The schemes that the generator supports.
const SUPPORTED: [&str; 2] = ["aws.auth#sigv4", "smithy.api#httpBearerAuth"];

/// The authentication of a service.
pub(super) struct Authentication {
    /// The schemes that are traits of the service.
    schemes: Vec<&'static str>,
    /// Those that its operations support, if they have no others.
    default: Vec<&'static str>,
}

impl Authentication {
    /// Adds the schemes of a service to its traits, and sometimes a list of those that it supports.
    pub(super) fn of_service(traits: &mut Value, rng: &mut Rng) -> Self {
        let all = [
            ("aws.auth#sigv4", json!({"name": "random"}), 12),
            ("smithy.api#httpBearerAuth", json!({}), 6),
            ("smithy.api#httpBasicAuth", json!({}), 2),
            ("smithy.api#httpDigestAuth", json!({}), 2),
            (
                "smithy.api#httpApiKeyAuth",
                json!({"name": "X-Api-Key", "in": "header"}),
                2,
            ),
        ];
        let mut schemes = Vec::new();
        for (id, value, of_16) in all {
            if rng.u8(0..16) < of_16 {
                traits[id] = value;
                schemes.push(id);
            }
        }
        let default = if rng.u8(0..4) == 0 {
            let listed = some_of(&schemes, rng);
            traits["smithy.api#auth"] = json!(listed);
            listed
        } else {
            schemes.clone()
        };
        Self { schemes, default }
    }

    /// Adds traits to an operation so that its requests can be authenticated with a supported scheme or without any.
    pub(super) fn of_operation(&self, traits: &mut Value, rng: &mut Rng) {
        let mut schemes = self.default.clone();
        if rng.u8(0..4) == 0 {
            schemes = some_of(&self.schemes, rng);
            traits["smithy.api#auth"] = json!(schemes);
        }
        let is_supported = schemes.is_empty() || schemes.iter().any(|id| SUPPORTED.contains(id));
        if !is_supported || rng.u8(0..5) == 0 {
            traits["smithy.api#optionalAuth"] = json!({});
        }
        if rng.u8(0..6) == 0 {
            traits["aws.auth#unsignedPayload"] = json!({});
        }
    }
}

/// Some of the schemes or none, in any order.
fn some_of(schemes: &[&'static str], rng: &mut Rng) -> Vec<&'static str> {
    let mut some = schemes.to_vec();
    rng.shuffle(&mut some);
    some.truncate(rng.usize(0..=some.len()));
    some
}
