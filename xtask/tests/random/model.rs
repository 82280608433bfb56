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

pub(super) struct Model<'a> {
    pub(super) rng: Rng,
    pub(super) pool: &'a [String],
    /// Those of shapes.
    names: Names,
    pub(super) shapes: Map<String, Value>,
    /// What members can target.
    pub(super) targets: Vec<Target>,
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

    pub(super) fn add(&mut self, shape: Value) -> String {
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
    pub(super) fn structure(&mut self, role: Option<Role>) -> (Value, Vec<String>) {
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
}
