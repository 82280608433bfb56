//! Bodies of messages: streams, checksums and compression.

use serde_json::{Value, json};

use super::model::Model;
use super::names::Names;
use super::value::{Kind, Target, annotate, member, presence};

/// The algorithms of `aws.protocols#httpChecksum`.
const ALGORITHMS: [&str; 5] = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

impl Model<'_> {
    /// Adds a structure whose body is a stream, for inputs and outputs of several operations.
    pub(super) fn streamed(&mut self) -> String {
        let mut shape = json!({"type": "structure", "members": {}, "traits": {}});
        annotate(&mut shape["traits"], &mut self.rng);
        if self.rng.bool() {
            let name = Names::default().draw(&mut self.rng, self.pool);
            let traits = json!({"smithy.api#httpHeader": "x-streamed"});
            shape["members"][name] = json!({"target": "smithy.api#String", "traits": traits});
        }
        self.stream_body(&mut shape, false);
        self.add(shape)
    }

    /// Makes the body of a message a stream. In inputs its length is sometimes required, which Smithy's validator allows
    /// there only: "can only be used as operation inputs".
    pub(super) fn stream_body(&mut self, message: &mut Value, is_input: bool) {
        let members = message["members"].as_object_mut().expect("members");
        members.retain(|_, member| {
            let mut ids = member["traits"].as_object().expect("traits").keys();
            ids.any(|id| id.starts_with("smithy.api#http") && id != "smithy.api#httpPayload")
        });
        let mut stream = json!({"type": "blob", "traits": {"smithy.api#streaming": {}}});
        let traits = &mut stream["traits"];
        annotate(traits, &mut self.rng);
        if is_input && self.rng.bool() {
            traits["smithy.api#requiresLength"] = json!({});
        }
        if self.rng.u8(0..3) == 0 {
            traits["smithy.api#mediaType"] = json!("video/mp4");
        }
        if self.rng.u8(0..3) == 0 {
            traits["smithy.api#length"] = json!({"min": 1, "max": 5_000_000_000_u64});
        }
        let has_length = traits.get("smithy.api#length").is_some();
        let target = Target::new(&self.add(stream), Kind::Blob);
        let mut member = member(&target, &mut self.rng);
        let traits = &mut member["traits"];
        traits["smithy.api#httpPayload"] = json!({});
        // "Members that target blobs marked with the `streaming` trait MUST also be marked with the `required` or
        // `default` trait": the default can only be empty.
        let has_length = has_length || traits.get("smithy.api#length").is_some();
        if !has_length && self.rng.bool() {
            traits["smithy.api#default"] = json!("");
        }
        if traits.get("smithy.api#default").is_none() || self.rng.bool() {
            traits["smithy.api#required"] = json!({});
        }
        self.insert(message, member);
    }

    /// Adds traits to an operation that concern the body of its request; only an input that is not shared gets more members.
    pub(super) fn body_traits(&mut self, traits: &mut Value, input: &str, is_shared: bool) {
        // Of these traits Smithy requires an input.
        if input == "smithy.api#Unit" {
            return;
        }
        // "The `requestCompression` trait can only be applied to operations which do not have input members that target
        // shapes with both the `streaming` and `requiresLength` traits applied."
        if self.rng.u8(0..6) == 0 && !self.requires_length(input) {
            traits["smithy.api#requestCompression"] = json!({"encodings": ["gzip"]});
        }
        if self.rng.u8(0..8) == 0 {
            traits["smithy.api#httpChecksumRequired"] = json!({});
        }
        match self.rng.u8(0..12) {
            0 => traits["aws.protocols#httpChecksum"] = json!({"requestChecksumRequired": true}),
            1 | 2 if !is_shared => {
                let name = self.algorithm(input);
                traits["aws.protocols#httpChecksum"] = json!({
                    "requestAlgorithmMember": name,
                    "requestChecksumRequired": self.rng.bool()
                });
            }
            _ => {}
        }
    }

    /// Adds a member to an input that selects the algorithm of its checksum; returns its name.
    fn algorithm(&mut self, input: &str) -> String {
        let mut algorithms = ALGORITHMS;
        self.rng.shuffle(&mut algorithms);
        let algorithms = &algorithms[..self.rng.usize(1..=algorithms.len())];
        let mut traits = json!({});
        annotate(&mut traits, &mut self.rng);
        let shape = if self.rng.u8(0..3) == 0 {
            let values = algorithms.iter().map(|value| json!({"value": value}));
            traits["smithy.api#enum"] = values.collect();
            json!({"type": "string", "traits": traits})
        } else {
            let mut names = Names::default();
            let members = algorithms.iter().map(|value| {
                let name = names.draw(&mut self.rng, self.pool);
                let traits = json!({"smithy.api#enumValue": value});
                (name, json!({"target": "smithy.api#Unit", "traits": traits}))
            });
            let members: serde_json::Map<String, Value> = members.collect();
            json!({"type": "enum", "members": members, "traits": traits})
        };
        let values = algorithms.iter().map(|value| json!(value)).collect();
        let target = Target::new(&self.add(shape), Kind::Enum(values));
        let mut member = member(&target, &mut self.rng);
        presence(&mut member, &target.kind, &mut self.rng);
        let mut message = self.shapes[input].clone();
        let has_trait = |member: &Value| member["traits"].get("smithy.api#httpPayload").is_some();
        let members = message["members"].as_object().expect("members");
        let has_payload = members.values().any(has_trait);
        match self.rng.u8(0..4) {
            0 | 1 => {
                member["traits"]["smithy.api#httpHeader"] = json!("x-amz-sdk-checksum-algorithm");
            }
            2 => member["traits"]["smithy.api#httpQuery"] = json!("checksum-algorithm"),
            _ if has_payload => member["traits"]["smithy.api#httpHeader"] = json!("x-algorithm"),
            _ => {}
        }
        let name = self.insert(&mut message, member);
        self.shapes.insert(input.to_owned(), message);
        name
    }

    /// Adds a member to a structure with a new name, which it returns.
    fn insert(&mut self, structure: &mut Value, member: Value) -> String {
        let members = structure["members"].as_object_mut().expect("members");
        loop {
            let name = Names::default().draw(&mut self.rng, self.pool);
            let mut others = members.keys();
            if !others.any(|other| other.eq_ignore_ascii_case(&name)) {
                members.insert(name.clone(), member);
                return name;
            }
        }
    }

    fn requires_length(&self, input: &str) -> bool {
        let members = self.shapes[input]["members"].as_object().expect("members");
        members.values().any(|member| {
            let target = member["target"].as_str().expect("a target");
            let shape = self.shapes.get(target);
            shape.is_some_and(|shape| shape["traits"].get("smithy.api#requiresLength").is_some())
        })
    }
}
