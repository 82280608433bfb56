//! Names: how Smithy's become Rust's, and what happens where they would clash.

use std::collections::HashMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use personalize_events_ast::{Position, ShapeId};

use crate::diagnostics::Collector;

/// Types that emitted code and the crates around it use by their plain names. A shape of such a
/// name gets [`SUFFIX`], so that every emitted line may say `String`.
const RESERVED_TYPES: &[&str] = &[
    "Box",
    "Build",
    "Builders",
    "Client",
    "Clone",
    "Config",
    "ConfigBuilder",
    "ConfigError",
    "Constraint",
    "Credentials",
    "Debug",
    "Default",
    "Draft",
    "Drafted",
    "Err",
    "Error",
    "From",
    "Into",
    "IntoIterator",
    "Invalid",
    "Json",
    "None",
    "Ok",
    "Operation",
    "OperationError",
    "Option",
    "PartialEq",
    "Pattern",
    "PropertiesWriter",
    "PropertyValue",
    "Reason",
    "Redacted",
    "Reply",
    "Result",
    "Scope",
    "Self",
    "Serialize",
    "Service",
    "Sized",
    "Some",
    "Step",
    "String",
    "Timestamp",
    "ToOwned",
    "TransportError",
    "Unhandled",
    "Validate",
    "Vec",
    "Violation",
];

const SUFFIX: &str = "Shape";

/// Methods that every structure or builder has.
const RESERVED_MEMBERS: [&str; 3] = ["build", "builder", "default"];

/// Files that the folder has anyway.
const RESERVED_FILES: [&str; 3] = ["builders", "mod", "patterns"];

const KEYWORDS: [&str; 51] = [
    "abstract",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "ref",
    "return",
    "static",
    "struct",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
    "union",
    "macro_rules",
    "raw",
];

/// Keywords that cannot be raw identifiers.
const PATH_KEYWORDS: [&str; 3] = ["crate", "self", "super"];

/// The type that a shape becomes.
pub(super) fn type_name(id: &ShapeId) -> String {
    let name = id.name().to_upper_camel_case();
    if RESERVED_TYPES.contains(&name.as_str()) {
        format!("{name}{SUFFIX}")
    } else {
        name
    }
}

/// The field, getter and setter that a member becomes.
pub(super) fn field(name: &str) -> String {
    let field = name.to_snake_case();
    let field_ref = field.as_str();
    if PATH_KEYWORDS.contains(&field_ref) || RESERVED_MEMBERS.contains(&field_ref) {
        format!("{field}_")
    } else {
        raw(field)
    }
}

/// The method that an operation becomes. The client has `new` and `send` besides.
pub(super) fn method(id: &ShapeId) -> String {
    let method = id.name().to_snake_case();
    if ["new", "send"].contains(&method.as_str()) || PATH_KEYWORDS.contains(&method.as_str()) {
        format!("{method}_")
    } else {
        raw(method)
    }
}

/// The constant that something becomes.
pub(super) fn constant(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// The name of a file without its ending, which is also that of the module but for `r#`.
pub(super) fn file(type_name: &str) -> String {
    let file = type_name.to_snake_case();
    let file_ref = file.as_str();
    if RESERVED_FILES.contains(&file_ref) || PATH_KEYWORDS.contains(&file_ref) {
        format!("{file}_shape")
    } else {
        file
    }
}

/// An identifier, raw where it has to be.
pub(super) fn raw(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// The names that are taken, with what has taken them.
pub(super) struct Names {
    taken: HashMap<String, String>,
    collector: Collector,
}

impl Names {
    pub(super) fn new(collector: Collector) -> Self {
        let taken = HashMap::new();
        Self { taken, collector }
    }

    /// Takes a type's name for `what` of a shape; two things of one name are refused.
    pub(super) fn claim(&mut self, name: &str, what: &str, at: Position, shape: &ShapeId) {
        let owner = format!("{what} `{shape}`");
        // Files are named after types, and some file systems ignore case.
        if let Some(other) = self.taken.insert(name.to_lowercase(), owner) {
            let message = format!("{what} `{shape}` would be called `{name}`, as is {other}");
            self.collector.push(at, shape, message);
        }
    }

    /// Refuses members or variants that would share a name.
    pub(super) fn distinct<'a>(
        &mut self,
        named: impl Iterator<Item = (&'a str, String, Position)>,
        shape: &ShapeId,
    ) {
        let mut taken: HashMap<String, &str> = HashMap::new();
        for (wire, name, at) in named {
            if let Some(other) = taken.get(&name) {
                let message = format!("`{wire}` and `{other}` would both be called `{name}`");
                self.collector.push(at, shape, message);
            }
            taken.insert(name, wire);
        }
    }

    pub(super) fn refuse(&mut self, at: Position, shape: &ShapeId, message: String) {
        self.collector.push(at, shape, message);
    }

    pub(super) fn into_collector(self) -> Collector {
        self.collector
    }
}
