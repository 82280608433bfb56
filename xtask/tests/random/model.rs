//! Models: all kinds of shapes that the generator supports, at random.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::http::{Bindings, Role};
use super::names::Names;
use super::value::{Kind, Target, annotate, member, prelude, presence, simple};

const NAMESPACE: &str = "com.example";

/// The text of the model with a seed.
pub(crate) fn model(seed: u64, pool: &[String]) -> String {
    let mut model = Model {
        rng: Rng::with_seed(seed),
        pool,
        names: Names::default(),
        shapes: Map::new(),
        targets: prelude(),
    };
    model.fill();
    json!({"smithy": "2.0", "shapes": model.shapes}).to_string()
}

struct Model<'a> {
    rng: Rng,
    pool: &'a [String],
    /// Those of shapes.
    names: Names,
    shapes: Map<String, Value>,
    /// What members can target.
    targets: Vec<Target>,
}

impl Model<'_> {
    fn fill(&mut self) {
        for _ in 0..self.rng.usize(1..5) {
            let (shape, kind) = simple(&mut self.rng);
            let id = self.add(shape);
            self.targets.push(Target { id, kind });
        }
        for _ in 0..self.rng.usize(1..4) {
            let (shape, kind) = self.enumeration();
            let id = self.add(shape);
            self.targets.push(Target { id, kind });
        }
        // Structures and unions are targets before they have members, so that they can contain themselves.
        let structures: Vec<String> = (0..self.rng.usize(2..7)).map(|_| self.id()).collect();
        let unions: Vec<String> = (0..self.rng.usize(0..3)).map(|_| self.id()).collect();
        let errors: Vec<String> = (0..self.rng.usize(1..5)).map(|_| self.id()).collect();
        let named = |ids: &[String], kind: Kind| -> Vec<Target> {
            ids.iter().map(|id| Target::new(id, kind.clone())).collect()
        };
        self.targets.extend(named(&structures, Kind::Structure));
        self.targets.extend(named(&unions, Kind::Union));
        // An error as a member.
        self.targets.extend(named(&errors[..1], Kind::Structure));
        for _ in 0..self.rng.usize(1..5) {
            let (shape, kind) = self.collection();
            let id = self.add(shape);
            self.targets.push(Target { id, kind });
        }
        for id in &structures {
            let shape = self.structure(None);
            self.shapes.insert(id.clone(), shape.0);
        }
        for id in &unions {
            let shape = self.union();
            self.shapes.insert(id.clone(), shape);
        }
        for id in &errors {
            let (mut shape, _) = self.structure(Some(Role::Error));
            let fault = ["client", "server"][self.rng.usize(..2)];
            shape["traits"]["smithy.api#error"] = json!(fault);
            if self.rng.bool() {
                shape["traits"]["smithy.api#httpError"] = json!(409);
            }
            if self.rng.bool() {
                let name = ["message", "Message", "errorMessage"][self.rng.usize(..3)];
                let is_free = |other: &String| !other.eq_ignore_ascii_case(name);
                if shape["members"]
                    .as_object()
                    .expect("members")
                    .keys()
                    .all(is_free)
                {
                    shape["members"][name] = json!({"target": "smithy.api#String"});
                }
            }
            self.shapes.insert(id.clone(), shape);
        }
        self.service(&structures, &errors);
    }

    fn id(&mut self) -> String {
        format!("{NAMESPACE}#{}", self.names.draw(&mut self.rng, self.pool))
    }

    fn add(&mut self, shape: Value) -> String {
        let id = self.id();
        self.shapes.insert(id.clone(), shape);
        id
    }

    fn any(&mut self) -> Target {
        self.targets[self.rng.usize(..self.targets.len())].clone()
    }

    fn enumeration(&mut self) -> (Value, Kind) {
        let mut names = Names::default();
        let members: Vec<String> = (0..self.rng.usize(1..8))
            .map(|_| names.draw(&mut self.rng, self.pool))
            .collect();
        let numbers = self.rng.u8(0..3) == 0;
        if !numbers && self.rng.u8(0..4) == 0 {
            // A string with the trait, whose values need no names.
            let values: Vec<Value> = members
                .iter()
                .enumerate()
                .map(|(index, name)| {
                    json!(format!("{}{name}", ["", "+", "a b", "é", "9"][index % 5]))
                })
                .collect();
            let definitions: Vec<Value> =
                values.iter().map(|value| json!({"value": value})).collect();
            return (
                json!({"type": "string", "traits": {"smithy.api#enum": definitions}}),
                Kind::Enum(values),
            );
        }
        let mut values = Vec::new();
        let mut shape =
            json!({"type": if numbers { "intEnum" } else { "enum" }, "members": {}, "traits": {}});
        for (index, name) in members.iter().enumerate() {
            let value = if numbers { json!(index) } else { json!(name) };
            let mut member =
                json!({"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": value}});
            annotate(&mut member["traits"], &mut self.rng);
            member["traits"]
                .as_object_mut()
                .expect("traits")
                .remove("smithy.api#sensitive");
            shape["members"][name] = member;
            values.push(value);
        }
        annotate(&mut shape["traits"], &mut self.rng);
        (shape, Kind::Enum(values))
    }

    fn collection(&mut self) -> (Value, Kind) {
        let held = self.any();
        let mut traits = json!({});
        annotate(&mut traits, &mut self.rng);
        if self.rng.u8(0..4) == 0 {
            traits["smithy.api#sparse"] = json!({});
        }
        let kind = Box::new(held.kind.clone());
        let held = member(&held, &mut self.rng);
        if self.rng.bool() {
            if traits.get("smithy.api#sparse").is_none() && kind.is_string() && self.rng.bool() {
                traits["smithy.api#uniqueItems"] = json!({});
            }
            (
                json!({"type": "list", "member": held, "traits": traits}),
                Kind::List(kind),
            )
        } else {
            let strings = self.targets.iter().filter(|target| target.kind.is_string());
            let strings: Vec<Target> = strings.cloned().collect();
            let key = &strings[self.rng.usize(..strings.len())];
            let key = member(key, &mut self.rng);
            (
                json!({"type": "map", "key": key, "value": held, "traits": traits}),
                Kind::Map(kind),
            )
        }
    }

    /// A structure, and the members that are labels.
    fn structure(&mut self, role: Option<Role>) -> (Value, Vec<String>) {
        let mut names = Names::default();
        let mut bindings = role.map(Bindings::new);
        let mut shape = json!({"type": "structure", "members": {}, "traits": {}});
        annotate(&mut shape["traits"], &mut self.rng);
        if let Some(bindings) = &mut bindings
            && role != Some(Role::Error)
            && self.rng.u8(0..6) == 0
        {
            let payloads = self.targets.iter().filter(|target| {
                let kind = &target.kind;
                let is_other = matches!(
                    kind,
                    Kind::Blob | Kind::Document | Kind::Structure | Kind::Union
                );
                is_other || matches!(kind, Kind::String | Kind::Narrow | Kind::Enum(_))
            });
            let payloads: Vec<Target> = payloads.cloned().collect();
            let target = &payloads[self.rng.usize(..payloads.len())];
            let mut member = member(target, &mut self.rng);
            member["traits"]["smithy.api#httpPayload"] = json!({});
            bindings.has_payload = true;
            shape["members"][names.draw(&mut self.rng, self.pool)] = member;
        }
        for _ in 0..self.rng.usize(0..9) {
            let target = self.any();
            let name = names.draw(&mut self.rng, self.pool);
            let mut member = member(&target, &mut self.rng);
            // A structure that requires itself has no values.
            if !matches!(target.kind, Kind::Structure | Kind::Union) {
                presence(&mut member, &target.kind, &mut self.rng);
            }
            if self.rng.u8(0..10) == 0 {
                member["traits"]["smithy.api#jsonName"] = json!(format!("json-{name}"));
            }
            if role == Some(Role::Input)
                && member["target"] == "smithy.api#String"
                && self.rng.u8(0..4) == 0
            {
                member["traits"]["smithy.api#idempotencyToken"] = json!({});
            }
            let is_part = match &mut bindings {
                Some(bindings) => bindings.bind(&name, &mut member, &target.kind, &mut self.rng),
                None => true,
            };
            if is_part {
                shape["members"][name] = member;
            }
        }
        (
            shape,
            bindings.map_or_else(Vec::new, |bindings| bindings.labels),
        )
    }

    /// A union, of which one member contains no other union, so that it has values.
    fn union(&mut self) -> Value {
        let mut names = Names::default();
        let mut shape = json!({"type": "union", "members": {}, "traits": {}});
        annotate(&mut shape["traits"], &mut self.rng);
        let first = names.draw(&mut self.rng, self.pool);
        shape["members"][first] = json!({"target": "smithy.api#String"});
        for _ in 0..self.rng.usize(0..6) {
            let target = if self.rng.u8(0..6) == 0 {
                Target::new("smithy.api#Unit", Kind::Boolean)
            } else {
                self.any()
            };
            let name = names.draw(&mut self.rng, self.pool);
            shape["members"][name] = if target.id == "smithy.api#Unit" {
                json!({"target": target.id})
            } else {
                member(&target, &mut self.rng)
            };
        }
        shape
    }

    fn service(&mut self, structures: &[String], errors: &[String]) {
        let mut operations = Vec::new();
        for index in 0..self.rng.usize(1..6) {
            let (input, labels) = self.message(Role::Input, structures);
            let (output, _) = self.message(Role::Output, structures);
            let labels = labels.iter().map(|label| format!("/{{{label}}}"));
            let uri = format!("/{index}{}", labels.collect::<String>());
            let own = errors.iter().filter(|_| self.rng.bool());
            let own: Vec<Value> = own.map(|error| json!({"target": error})).collect();
            let method = ["POST", "PUT", "PATCH"][self.rng.usize(..3)];
            let mut shape = json!({
                "type": "operation",
                "input": {"target": input},
                "output": {"target": output},
                "errors": own,
                "traits": {"smithy.api#http": {"method": method, "uri": uri}}
            });
            annotate(&mut shape["traits"], &mut self.rng);
            shape["traits"]
                .as_object_mut()
                .expect("traits")
                .remove("smithy.api#sensitive");
            if !structures.contains(&input)
                && let Some(label) = self.host_label(&input)
            {
                let prefix = format!("a-{{{label}}}.");
                shape["traits"]["smithy.api#endpoint"] = json!({"hostPrefix": prefix});
            }
            operations.push(self.add(shape));
        }
        if self.rng.u8(0..3) == 0 {
            operations.push(self.paginated());
        }
        let operations: Vec<Value> = operations.iter().map(|id| json!({"target": id})).collect();
        let common: Vec<Value> = errors
            .iter()
            .take(1)
            .map(|error| json!({"target": error}))
            .collect();
        let common = if self.rng.bool() { common } else { Vec::new() };
        self.add(json!({
            "type": "service",
            "version": "2026-11-27",
            "operations": operations,
            "errors": common,
            "traits": {
                "aws.api#service": {"sdkId": "Random"},
                "aws.auth#sigv4": {"name": "random"},
                "aws.protocols#restJson1": {},
                "smithy.api#title": "Random"
            }
        }));
    }

    /// Makes a required text of an input a label of the host, if it has one.
    fn host_label(&mut self, input: &str) -> Option<String> {
        let members = self.shapes.get_mut(input)?["members"].as_object_mut()?;
        let (name, member) = members.iter_mut().find(|(_, member)| {
            let traits = member["traits"].as_object().expect("traits");
            member["target"] == "smithy.api#String"
                && traits.contains_key("smithy.api#required")
                && !traits.contains_key("smithy.api#default")
                && !traits
                    .keys()
                    .any(|id| id.starts_with("smithy.api#http") || id.ends_with("Token"))
        })?;
        member["traits"]["smithy.api#hostLabel"] = json!({});
        Some(name.clone())
    }

    /// An operation that returns a list in pages, with a waiter.
    fn paginated(&mut self) -> String {
        let mut names = Names::default();
        let [input_token, size, output_token, items] =
            [0; 4].map(|_| names.draw(&mut self.rng, self.pool));
        let list = self.add(json!({"type": "list", "member": {"target": "smithy.api#String"}}));
        let input = self.add(json!({"type": "structure", "members": {
            input_token.as_str(): {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "token"}},
            size.as_str(): {"target": "smithy.api#Integer", "traits": {"smithy.api#httpQuery": "size"}}
        }}));
        let output = self.add(json!({"type": "structure", "members": {
            output_token.as_str(): {"target": "smithy.api#String"},
            items.as_str(): {"target": list}
        }}));
        let paginated = json!({
            "inputToken": input_token, "outputToken": output_token, "items": items, "pageSize": size
        });
        let path = |path: &str, comparator: &str, expected: &str| json!({"path": path, "comparator": comparator, "expected": expected});
        let (token, items) = (format!("\"{output_token}\""), format!("\"{items}\""));
        let matchers = [
            json!({"output": path(&token, "stringEquals", "a")}),
            json!({"output": path(&format!("{items}[]"), "anyStringEquals", "a")}),
            json!({"output": path(&items, "allStringEquals", "a")}),
            json!({"output": path(&format!("length({items}) > `0` && {token} != 'a'"), "booleanEquals", "true")}),
            json!({"inputOutput": path(&format!("input.\"{size}\" == `3`"), "booleanEquals", "false")}),
            json!({"success": false}),
            json!({"errorType": "Any"}),
        ];
        let states = ["success", "failure", "retry"];
        let acceptors = matchers.map(
            |matcher| json!({"state": states[self.rng.usize(..states.len())], "matcher": matcher}),
        );
        let name = names.draw(&mut self.rng, self.pool);
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let waiter = format!("The{name}");
        self.add(json!({
            "type": "operation",
            "input": {"target": input},
            "output": {"target": output},
            "traits": {
                "smithy.api#http": {"method": "GET", "uri": "/pages"},
                "smithy.api#readonly": {},
                "smithy.api#paginated": paginated,
                "smithy.waiters#waitable": {waiter: {"acceptors": acceptors}}
            }
        }))
    }

    /// The input or output of an operation: of its own, shared, or none.
    fn message(&mut self, role: Role, structures: &[String]) -> (String, Vec<String>) {
        match self.rng.u8(0..6) {
            0 => ("smithy.api#Unit".to_owned(), Vec::new()),
            1 => (
                structures[self.rng.usize(..structures.len())].clone(),
                Vec::new(),
            ),
            _ => {
                let (mut shape, labels) = self.structure(Some(role));
                if role == Role::Output && self.rng.u8(0..8) == 0 {
                    let stream =
                        self.add(json!({"type": "blob", "traits": {"smithy.api#streaming": {}}}));
                    let members = shape["members"].as_object_mut().expect("members");
                    members.retain(|_, member| {
                        let traits = member["traits"].as_object().expect("traits");
                        let mut ids = traits.keys();
                        ids.any(|id| {
                            id.starts_with("smithy.api#http") && id != "smithy.api#httpPayload"
                        })
                    });
                    let is_free = members
                        .keys()
                        .all(|name| !name.eq_ignore_ascii_case("stream"));
                    if is_free {
                        let traits =
                            json!({"smithy.api#httpPayload": {}, "smithy.api#required": {}});
                        members.insert(
                            "stream".to_owned(),
                            json!({"target": stream, "traits": traits}),
                        );
                    }
                }
                (self.add(shape), labels)
            }
        }
    }
}
