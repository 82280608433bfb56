//! Rust types, and expressions and functions for the values of the suite.

use heck::{ToSnakeCase, ToUpperCamelCase};
use serde_json::{Value, json};

use super::suite::{Suite, list, short};

pub(super) struct Rust<'a> {
    pub(super) suite: &'a Suite,
    /// Whether values are in the notation of JSON bodies instead of that of the suite's parameters.
    wire: bool,
}

/// The kinds of target that differ in Rust.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A type of Rust, by its name.
    Plain(&'static str),
    Float(&'static str),
    Json,
    Blob,
    Stream,
    Timestamp,
    Document,
    Enum {
        integers: bool,
    },
    List {
        sparse: bool,
    },
    Map {
        sparse: bool,
    },
    Structure,
    Union,
    Unit,
}

impl<'a> Rust<'a> {
    pub(super) fn new(suite: &'a Suite) -> Self {
        let wire = false;
        Self { suite, wire }
    }

    /// For values in the notation of JSON bodies.
    pub(super) fn of_bodies(suite: &'a Suite) -> Self {
        let wire = true;
        Self { suite, wire }
    }

    pub(super) fn kind(&self, id: &str) -> Kind {
        let shape = self.suite.shapes.get(id);
        let of_prelude = || short(id).trim_start_matches("Primitive").to_lowercase();
        let ty = shape.map_or_else(of_prelude, |shape| text(&shape["type"]));
        let none = Value::Null;
        let traits = shape.map_or(&none, |shape| &shape["traits"]);
        let has = |name: &str| !traits[format!("smithy.api#{name}")].is_null();
        match ty.as_str() {
            "unit" => Kind::Unit,
            "boolean" => Kind::Plain("bool"),
            "byte" => Kind::Plain("i8"),
            "short" => Kind::Plain("i16"),
            "integer" => Kind::Plain("i32"),
            "long" => Kind::Plain("i64"),
            "float" => Kind::Float("f32"),
            "double" => Kind::Float("f64"),
            "enum" => Kind::Enum { integers: false },
            "intEnum" => Kind::Enum { integers: true },
            "string" if has("enum") => Kind::Enum { integers: false },
            "string" if traits["smithy.api#mediaType"] == "application/json" => Kind::Json,
            "string" => Kind::Plain("String"),
            "blob" if has("streaming") => Kind::Stream,
            "blob" => Kind::Blob,
            "timestamp" => Kind::Timestamp,
            "document" => Kind::Document,
            "list" => Kind::List {
                sparse: has("sparse"),
            },
            "map" => Kind::Map {
                sparse: has("sparse"),
            },
            "union" => Kind::Union,
            _ => Kind::Structure,
        }
    }

    /// The Rust type of a structure, union or enum.
    pub(super) fn type_name(&self, id: &str) -> String {
        self.suite.name(id).to_upper_camel_case()
    }

    /// The type of an operation's `input` or `output`.
    pub(super) fn message(&self, operation: &str, key: &str) -> String {
        let target = text(&self.suite.shapes[operation][key]["target"]);
        if target != "smithy.api#Unit" && self.suite.uses(&target) == 1 {
            return self.type_name(&target);
        }
        let is_input = key == "input";
        let suffix = if is_input { "Request" } else { "Response" };
        format!("{}{suffix}", self.type_name(operation))
    }

    /// The type of a value.
    pub(super) fn ty(&self, id: &str) -> String {
        let element = |id: &str, sparse: bool| {
            let ty = self.ty(id);
            if sparse { format!("Option<{ty}>") } else { ty }
        };
        match self.kind(id) {
            Kind::Plain(name) | Kind::Float(name) => name.to_owned(),
            Kind::Json => "JsonString".to_owned(),
            Kind::Blob | Kind::Stream => "Blob".to_owned(),
            Kind::Timestamp => "Timestamp".to_owned(),
            Kind::Document => "Document".to_owned(),
            Kind::Unit => "()".to_owned(),
            Kind::Enum { .. } | Kind::Structure | Kind::Union => self.type_name(id),
            Kind::List { sparse } => {
                format!("Vec<{}>", element(&self.target(id, "member"), sparse))
            }
            Kind::Map { sparse } => format!(
                "BTreeMap<{}, {}>",
                self.ty(&self.target(id, "key")),
                element(&self.target(id, "value"), sparse)
            ),
        }
    }

    pub(super) fn target(&self, id: &str, key: &str) -> String {
        text(&self.suite.shapes[id][key]["target"])
    }

    /// An expression for a value.
    pub(super) fn value(&self, id: &str, value: &Value) -> String {
        match self.kind(id) {
            Kind::Plain("String") => format!("{:?}.to_owned()", text(value)),
            Kind::Plain(_) => value.to_string(),
            Kind::Float(name) => match value.as_str() {
                Some("NaN") => format!("{name}::NAN"),
                Some("Infinity") => format!("{name}::INFINITY"),
                Some("-Infinity") => format!("{name}::NEG_INFINITY"),
                _ => format!("{value}_{name}"),
            },
            Kind::Json => format!("JsonString::from({:?})", text(value)),
            Kind::Blob | Kind::Stream if self.wire => {
                format!("blob_from_base64({:?})?", text(value))
            }
            Kind::Blob | Kind::Stream => format!("Blob::from({:?})", text(value)),
            Kind::Timestamp if value.is_string() => {
                format!("timestamp_from_text({:?})?", text(value))
            }
            Kind::Timestamp => {
                let millis = value.as_f64().unwrap_or_default() * 1000.0;
                format!("Timestamp::from_millis({millis:.0})")
            }
            Kind::Document => format!("Document::from_json({:?}).unwrap()", value.to_string()),
            Kind::Enum { integers: true } => format!("{}::from({value})", self.type_name(id)),
            Kind::Enum { .. } => format!("{}::from({:?})", self.type_name(id), text(value)),
            Kind::List { sparse } => {
                let member = self.target(id, "member");
                let values = value.as_array().into_iter().flatten();
                let values = values.map(|value| self.element(&member, value, sparse));
                let values: Vec<String> = values.collect();
                format!("<{}>::from([{}])", self.ty(id), values.join(", "))
            }
            Kind::Map { sparse } => {
                let (key, held) = (self.target(id, "key"), self.target(id, "value"));
                let entries = value.as_object().into_iter().flatten();
                let entries: Vec<String> = entries
                    .map(|(name, value)| {
                        let key = self.value(&key, &Value::from(name.as_str()));
                        format!("({key}, {})", self.element(&held, value, sparse))
                    })
                    .collect();
                format!("<{}>::from([{}])", self.ty(id), entries.join(", "))
            }
            Kind::Structure => format!(
                "{}.build().map_err(|error| error.to_string())?",
                self.builder(&self.type_name(id), id, value)
            ),
            Kind::Union => self.union(id, value),
            Kind::Unit => "()".to_owned(),
        }
    }

    fn element(&self, id: &str, value: &Value, sparse: bool) -> String {
        match (sparse, value.is_null()) {
            (false, _) => self.value(id, value),
            (true, true) => "None".to_owned(),
            (true, false) => format!("Some({})", self.value(id, value)),
        }
    }

    fn union(&self, id: &str, value: &Value) -> String {
        let ty = self.type_name(id);
        let Some((name, value)) = value.as_object().and_then(|object| object.iter().next()) else {
            return format!("{ty}::Unknown");
        };
        let member = text(&self.suite.shapes[id]["members"][name]["target"]);
        let variant = variant(name);
        let kind = self.kind(&member);
        if kind == Kind::Unit {
            return format!("{ty}::{variant}");
        }
        let value = self.value(&member, value);
        if matches!(kind, Kind::Structure | Kind::Union) {
            // It may be behind a `Box`.
            format!("{ty}::{variant}({value}.into())")
        } else {
            format!("{ty}::{variant}({value})")
        }
    }

    /// The builder of a structure with the members of a value.
    pub(super) fn builder(&self, ty: &str, id: &str, value: &Value) -> String {
        let mut calls = vec![format!("{ty}::builder()")];
        for (name, value) in value.as_object().into_iter().flatten() {
            // A key that the model does not have is ignored.
            let target = text(&self.suite.shapes[id]["members"][name]["target"]);
            if !value.is_null() && !target.is_empty() {
                let value = self.value(&target, value);
                calls.push(format!(".{}({value})", field(name)));
            }
        }
        calls.concat()
    }

    /// The functions that send and prepare a request.
    pub(super) fn request(&self, number: usize, operation: &str, params: &Value) -> String {
        let input = self.target(operation, "input");
        let ty = self.message(operation, "input");
        let built = self.builder(&ty, &input, params);
        let method = field(self.suite.name(operation));
        format!(
            "fn input_{number}() -> Result<{ty}, String> {{\n    {built}.build().map_err(|error| \
             error.to_string())\n}}\n\n\
             fn send_{number}(config: ConfigBuilder) -> BoxFuture<()> {{\n    Box::pin(async move {{\n        \
             let client = Client::new(config).map_err(|error| error.to_string())?;\n        let \
             request = input_{number}()?;\n        client.{method}(&request).await.map(drop).map_err(|error| \
             error.to_string())\n    }})\n}}\n\n\
             fn prepare_{number}(config: ConfigBuilder) -> Result<WireRequest, String> {{\n    prepare(config, \
             &SERVICE, &input_{number}()?)\n}}\n\n"
        )
    }

    /// The function that builds a request.
    pub(super) fn build(&self, number: usize, operation: &str, body: &Value) -> String {
        let input = self.target(operation, "input");
        let built = self.builder(&self.message(operation, "input"), &input, body);
        format!(
            "fn build_{number}() -> Result<(), String> {{\n    {built}.build().map(drop).map_err(|error| \
             error.to_string())\n}}\n\n"
        )
    }

    /// The function that sends a minimal request and prints the response.
    pub(super) fn response(&self, number: usize, operation: &str) -> String {
        let input = self.target(operation, "input");
        let ty = self.message(operation, "input");
        let built = self.builder(&ty, &input, &self.minimal(&input));
        let name = self.suite.name(operation);
        let (method, print) = (field(name), name.to_snake_case());
        format!(
            "fn receive_{number}(config: ConfigBuilder) -> BoxFuture<Value> {{\n    Box::pin(async move \
             {{\n        let client = Client::new(config).map_err(|error| error.to_string())?;\n        \
             let request = {built}.build().map_err(|error| error.to_string())?;\n        let response = \
             client.{method}(&request).await;\n        print_response_{print}(response).await\n    }})\n}}\n\n"
        )
    }

    /// A value of a structure with its required members.
    fn minimal(&self, id: &str) -> Value {
        let mut minimal = serde_json::Map::new();
        for (name, member) in self.suite.members(id) {
            if member["traits"]["smithy.api#required"].is_null() {
                continue;
            }
            let target = text(&member["target"]);
            #[expect(
                clippy::wildcard_enum_match_arm,
                reason = "all others can be written as 1"
            )]
            let value = match self.kind(&target) {
                Kind::Structure => self.minimal(&target),
                Kind::Plain("bool") => json!(true),
                Kind::Plain("String") | Kind::Enum { integers: false } => json!("x"),
                Kind::List { .. } => json!([]),
                Kind::Map { .. } => json!({}),
                _ => json!(1),
            };
            minimal.insert(name.clone(), value);
        }
        Value::Object(minimal)
    }

    pub(super) fn errors(&self, operation: &str) -> Vec<String> {
        list(&self.suite.shapes[operation]["errors"])
    }
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The name of a field, getter, setter or method.
pub(super) fn field(name: &str) -> String {
    let name = name.to_snake_case();
    if ["type", "enum", "match", "union"].contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

pub(super) fn variant(name: &str) -> String {
    name.to_upper_camel_case()
}
