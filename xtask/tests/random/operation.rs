//! Services and their operations.

use serde_json::{Value, json};

use super::authentication::Authentication;
use super::http::Role;
use super::model::Model;
use super::names::Names;
use super::value::annotate;

impl Model<'_> {
    /// Adds the service and its operations, whose inputs and outputs are sometimes these structures.
    pub(super) fn service(&mut self, structures: &[String], errors: &[String]) {
        let mut traits = json!({
            "aws.api#service": {"sdkId": "Random"},
            "aws.protocols#restJson1": {},
            "smithy.api#title": "Random"
        });
        let authentication = Authentication::of_service(&mut traits, &mut self.rng);
        let streamed = self.streamed();
        let mut operations = Vec::new();
        for index in 0..self.rng.usize(1..6) {
            let (input, labels) = self.message(Role::Input, structures, &streamed);
            let (output, _) = self.message(Role::Output, structures, &streamed);
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
            let is_shared = structures.contains(&input) || input == streamed;
            if !is_shared && let Some(label) = self.host_label(&input) {
                let prefix = format!("a-{{{label}}}.");
                shape["traits"]["smithy.api#endpoint"] = json!({"hostPrefix": prefix});
            }
            self.body_traits(&mut shape["traits"], &input, is_shared);
            authentication.of_operation(&mut shape["traits"], &mut self.rng);
            operations.push(self.add(shape));
        }
        if self.rng.u8(0..3) == 0 {
            operations.push(self.paginated(&authentication));
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
            "traits": traits
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
    fn paginated(&mut self, authentication: &Authentication) -> String {
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
        let mut shape = json!({
            "type": "operation",
            "input": {"target": input},
            "output": {"target": output},
            "traits": {
                "smithy.api#http": {"method": "GET", "uri": "/pages"},
                "smithy.api#readonly": {},
                "smithy.api#paginated": paginated,
                "smithy.waiters#waitable": {waiter: {"acceptors": acceptors}}
            }
        });
        authentication.of_operation(&mut shape["traits"], &mut self.rng);
        self.add(shape)
    }

    /// The input or output of an operation: of its own, shared, or none; and the members that are labels.
    fn message(
        &mut self,
        role: Role,
        structures: &[String],
        streamed: &str,
    ) -> (String, Vec<String>) {
        match self.rng.u8(0..24) {
            0..=3 => ("smithy.api#Unit".to_owned(), Vec::new()),
            4..=7 => (
                structures[self.rng.usize(..structures.len())].clone(),
                Vec::new(),
            ),
            8 => (streamed.to_owned(), Vec::new()),
            _ => {
                let (mut shape, labels) = self.structure(Some(role));
                if self.rng.u8(0..6) == 0 {
                    self.stream_body(&mut shape, role == Role::Input);
                }
                (self.add(shape), labels)
            }
        }
    }
}
