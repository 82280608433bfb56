//! Functions that print responses in the notation of the suite.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use serde_json::Value;

use super::rust::{Kind, Rust, field, text, variant};

/// The functions for the responses of these operations, and for the structures and unions in them.
pub(super) fn printers(rust: &Rust<'_>, operations: &BTreeSet<&str>) -> String {
    let mut printers = String::new();
    let mut pending = Vec::new();
    for operation in operations {
        printers.push_str(&response(rust, operation, &mut pending));
    }
    let mut seen = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if seen.insert(id.clone()) {
            printers.push_str(&shape(rust, &id, &mut pending));
        }
    }
    printers
}

fn response(rust: &Rust<'_>, operation: &str, pending: &mut Vec<String>) -> String {
    let name = rust.suite.name(operation);
    let (response, error) = (
        rust.message(operation, "output"),
        format!("{}Error", rust.type_name(operation)),
    );
    let output = rust.target(operation, "output");
    let members = members(rust, &output, true, pending);
    let mut arms = Vec::new();
    for id in rust.errors(operation) {
        let name = rust.suite.name(&id);
        let variant = match name.strip_suffix("Exception") {
            Some(short) => variant(short),
            None => variant(name),
        };
        let members = self::members(rust, &id, false, pending);
        arms.push(format!(
            "                {error}::{variant}(of) => {{\n                    let mut object = \
             Map::new();\n{members}                    Ok(json!({{ {name:?}: object }}))\n                }}\n"
        ));
    }
    let arms = arms.concat();
    format!(
        "async fn print_response_{}(response: Result<{response}, Error<{error}>>) -> Result<Value, String> {{\n    \
         match response {{\n        #[allow(unused_mut, unused_variables)]\n        Ok(mut of) => {{\n            let mut object = Map::new();\n{members}            \
         Ok(Value::Object(object))\n        }}\n        Err(Error::Service {{ error, .. }}) => {{\n            \
         #[allow(unused_mut, unused_variables)]\n            match error {{\n{arms}                other => \
         Err(other.to_string()),\n            }}\n        }}\n        Err(error) => \
         Err(error.to_string()),\n    }}\n}}\n\n",
        name.to_snake_case()
    )
}

/// Statements that put the members of a structure into an object.
fn members(rust: &Rust<'_>, id: &str, is_output: bool, pending: &mut Vec<String>) -> String {
    let mut statements = Vec::new();
    let has = |name: &str| {
        let shape = rust.suite.shapes.get(id);
        shape.is_some_and(|shape| !shape["traits"][name].is_null())
    };
    for (name, member) in rust.suite.members(id) {
        let target = text(&member["target"]);
        let getter = field(name);
        let is_message = ["message", "Message", "errorMessage"].contains(&name.as_str());
        if !is_output && is_message && has("smithy.api#error") {
            statements.push(put(name, "of.message()", "Value::from(value)", true));
            continue;
        }
        if rust.kind(&target) == Kind::Stream {
            statements.push(format!(
                "    let bytes = of.{getter}().collect().await.map_err(|error| error.to_string())?;\n    \
                 if !bytes.is_empty() {{\n        object.insert({name:?}.to_owned(), \
                 String::from_utf8_lossy(&bytes).into());\n    }}\n"
            ));
            continue;
        }
        let optional = is_optional(member) && !has("smithy.api#input");
        let printed = printed(rust, &target, "value", pending);
        statements.push(put(name, &format!("of.{getter}()"), &printed, optional));
    }
    statements.concat()
}

fn put(name: &str, getter: &str, printed: &str, optional: bool) -> String {
    if optional {
        format!(
            "    if let Some(value) = {getter} {{\n        object.insert({name:?}.to_owned(), \
             {printed});\n    }}\n"
        )
    } else {
        format!(
            "    {{\n        let value = {getter};\n        object.insert({name:?}.to_owned(), \
             {printed});\n    }}\n"
        )
    }
}

/// Whether a getter returns an `Option` by the rules of Smithy 2.0.
fn is_optional(member: &Value) -> bool {
    let has = |name: &str| !member["traits"][format!("smithy.api#{name}")].is_null();
    has("clientOptional") || !(has("required") || has("default"))
}

/// An expression that prints `value`, which may be a reference.
fn printed(rust: &Rust<'_>, id: &str, value: &str, pending: &mut Vec<String>) -> String {
    match rust.kind(id) {
        Kind::Plain("String") => format!("Value::from({value}.to_string())"),
        Kind::Plain(_) => format!("json!({value})"),
        // The digits count, so that single precision is printed as in the suite.
        Kind::Float(_) => format!("number({value}.to_string().parse().unwrap())"),
        Kind::Blob | Kind::Stream => {
            format!("Value::from(String::from_utf8_lossy({value}.as_slice()))")
        }
        Kind::Timestamp => format!("seconds({value}.to_owned())"),
        Kind::Document => format!("serde_json::to_value({value}).unwrap()"),
        Kind::Enum { integers: true } => format!("Value::from({value}.as_i32())"),
        Kind::Json | Kind::Enum { .. } => format!("Value::from({value}.as_str())"),
        Kind::Unit => "json!({})".to_owned(),
        Kind::Structure | Kind::Union => {
            pending.push(id.to_owned());
            format!("print_{}(&{value})", rust.suite.name(id).to_snake_case())
        }
        Kind::List { sparse } => {
            let element = element(rust, &rust.target(id, "member"), sparse, pending);
            format!("{value}.iter().map(|value| {element}).collect::<Value>()")
        }
        Kind::Map { sparse } => {
            let key = printed(rust, &rust.target(id, "key"), "key", pending);
            let element = element(rust, &rust.target(id, "value"), sparse, pending);
            format!(
                "Value::Object({value}.iter().map(|(key, value)| \
                 ({key}.as_str().unwrap_or_default().to_owned(), {element})).collect())"
            )
        }
    }
}

fn element(rust: &Rust<'_>, id: &str, sparse: bool, pending: &mut Vec<String>) -> String {
    let printed = printed(rust, id, "value", pending);
    if sparse {
        format!("value.as_ref().map_or(Value::Null, |value| {printed})")
    } else {
        printed
    }
}

/// The function that prints a structure or union.
fn shape(rust: &Rust<'_>, id: &str, pending: &mut Vec<String>) -> String {
    let (name, ty) = (rust.suite.name(id).to_snake_case(), rust.type_name(id));
    if rust.kind(id) == Kind::Structure {
        let members = members(rust, id, true, pending);
        return format!(
            "#[allow(unused_mut, unused_variables)]\nfn print_{name}(of: &{ty}) -> Value {{\n    let mut object = Map::new();\n{members}    \
             Value::Object(object)\n}}\n\n"
        );
    }
    let mut arms = Vec::new();
    for (member, shape) in rust.suite.members(id) {
        let (target, variant) = (text(&shape["target"]), variant(member));
        let printed = printed(rust, &target, "value", pending);
        let binding = if rust.kind(&target) == Kind::Unit {
            ""
        } else {
            "(value)"
        };
        arms.push(format!(
            "        {ty}::{variant}{binding} => json!({{ {member:?}: {printed} }}),\n"
        ));
    }
    let arms = arms.concat();
    format!(
        "fn print_{name}(of: &{ty}) -> Value {{\n    match of {{\n{arms}        _ => \
         json!(\"unknown\"),\n    }}\n}}\n\n"
    )
}
