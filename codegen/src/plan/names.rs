//! Names: how Smithy's become Rust's, and what happens where they would clash.

use std::collections::HashMap;
use std::fmt;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use personalize_events_ast::{Position, ShapeId};

use crate::diagnostics::Collector;

/// Types that emitted code and the crates around it use by their plain names. A shape of such a
/// name gets [`SUFFIX`], so that every emitted line may say `String`.
const RESERVED_TYPES: &[&str] = &[
    "Arc",
    "Box",
    "Build",
    "Builders",
    "Category",
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
    "IdValue",
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
    "Property",
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
    "Transport",
    "TransportError",
    "Unhandled",
    "Validate",
    "Vec",
    "Violation",
];

const SUFFIX: &str = "Shape";

/// Methods that every structure or builder has, or that people expect to be something else.
const RESERVED_MEMBERS: [&str; 5] = ["build", "builder", "clone", "default", "new"];

/// Methods that the client has.
const RESERVED_METHODS: [&str; 3] = ["clone", "new", "send"];

/// Modules that the folder has anyway, and names that Windows does not give to files.
const RESERVED_FILES: [&str; 7] = ["aux", "builders", "con", "mod", "nul", "patterns", "prn"];

const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const PATH_KEYWORDS: [&str; 3] = ["crate", "self", "super"];

/// The type that a shape becomes.
pub(super) fn type_name(id: &ShapeId) -> String {
    let name = words(id.name()).to_upper_camel_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{SUFFIX}{name}")
    } else if RESERVED_TYPES.contains(&name.as_str()) {
        format!("{name}{SUFFIX}")
    } else {
        name
    }
}

/// The field, getter and setter that a member becomes.
pub(super) fn field(name: &str) -> String {
    raw(words(name).to_snake_case(), &RESERVED_MEMBERS)
}

/// The method that an operation becomes.
pub(super) fn method(id: &ShapeId) -> String {
    raw(words(id.name()).to_snake_case(), &RESERVED_METHODS)
}

/// How documentation links to a field's getter or setter: `r#` would be taken for a fragment.
pub(super) fn link(field: &str) -> &str {
    field.trim_start_matches("r#")
}

/// The constant that something becomes.
pub(super) fn constant(name: &str) -> String {
    start(words(name).to_shouty_snake_case()).to_ascii_uppercase()
}

/// What stands for a member's text in an example.
pub(super) fn sample(name: &str) -> String {
    words(name).to_kebab_case()
}

/// The module that a file becomes.
pub(super) fn module(file: &str) -> String {
    raw(file.to_owned(), &[])
}

/// The name of a file without its ending.
fn file(type_name: &str) -> String {
    let file = type_name.to_snake_case();
    if RESERVED_FILES.contains(&file.as_str()) || PATH_KEYWORDS.contains(&file.as_str()) {
        format!("{file}_shape")
    } else {
        file
    }
}

/// An identifier: raw where it has to be, with an underscore where that does not help.
fn raw(name: String, reserved: &[&str]) -> String {
    let name = start(name);
    if PATH_KEYWORDS.contains(&name.as_str()) || reserved.contains(&name.as_str()) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// The name with acronyms in the plural as words: `userIDs` is `userIds`, or its words would be
/// `user`, `I` and `Ds`.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let (acronym, after) = rest.split_at(capitals.max(c.len_utf8()));
        let plural = after
            .strip_prefix('s')
            .filter(|rest| capitals > 1 && !rest.starts_with(|c: char| c.is_ascii_lowercase()));
        if plural.is_some() {
            words.push(c);
            words.push_str(&acronym[1..].to_lowercase());
        } else {
            words.push_str(acronym);
        }
        rest = after;
    }
    words
}

/// No field, method or constant starts with a digit, or with an underscore: that means unused.
fn start(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("n{name}")
    } else {
        name
    }
}

/// What has a name of its own: a part of what a shape becomes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'a> {
    /// What it is of the shape, such as `the builder of`.
    pub(super) what: &'static str,
    pub(super) shape: &'a ShapeId,
    pub(super) at: Position,
}

/// The names that are taken, with what has taken them.
pub(super) struct Names {
    types: HashMap<String, String>,
    files: HashMap<String, String>,
    collector: Collector,
}

impl Names {
    pub(super) fn new(collector: Collector) -> Self {
        Self {
            types: HashMap::new(),
            files: HashMap::new(),
            collector,
        }
    }

    /// Takes the name of a shape's type, and those that are made from it.
    pub(super) fn claim_all(
        &mut self,
        name: &str,
        owner: Owner<'_>,
        made: &[(&str, &'static str)],
    ) {
        if self.claim(name, owner) {
            for (name, what) in made {
                self.claim(name, Owner { what, ..owner });
            }
        }
    }

    /// Takes the name of a type; two of one name are refused.
    pub(super) fn claim(&mut self, name: &str, owner: Owner<'_>) -> bool {
        if RESERVED_TYPES.contains(&name) {
            let message = format!(
                "{owner} would be called `{name}`, which generated code needs for \
                 something else; rename the shape"
            );
            self.collector.push(owner.at, owner.shape, message);
        }
        // Files are named after types, and some file systems ignore case.
        let taken = self.types.insert(name.to_lowercase(), owner.to_string());
        if let Some(other) = &taken {
            let message = format!(
                "{owner} would be called `{name}`, as is {other}; rename one of the shapes"
            );
            self.collector.push(owner.at, owner.shape, message);
        }
        taken.is_none()
    }

    /// Takes the file of a type whose name has been claimed, and gives it.
    pub(super) fn claim_file(&mut self, type_name: &str, owner: Owner<'_>) -> String {
        let file = file(type_name);
        if let Some(other) = self.files.insert(file.clone(), type_name.to_owned())
            && other.to_lowercase() != type_name.to_lowercase()
        {
            let message = format!(
                "the files of `{type_name}` and `{other}` would both be called `{file}.rs`; rename \
                 one of the shapes"
            );
            self.collector.push(owner.at, owner.shape, message);
        }
        file
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
                let message =
                    format!("`{wire}` and `{other}` would both be called `{name}`; rename one");
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

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.what, self.shape)
    }
}

#[cfg(test)]
mod tests {
    use personalize_events_ast::ShapeId;

    use super::{constant, field, file, method, module, type_name};

    fn id(name: &str) -> ShapeId {
        ShapeId::parse(&format!("a#{name}")).unwrap()
    }

    #[test]
    fn types_are_camel_case_and_never_what_emitted_code_means_by_a_name() {
        for (name, expected) in [
            ("PutUsersRequest", "PutUsersRequest"),
            ("HTTPThing_v2", "HttpThingV2"),
            ("userId", "UserId"),
            ("String", "StringShape"),
            ("self", "SelfShape"),
            ("JSON", "JsonShape"),
            ("_1", "Shape1"),
            ("__a", "A"),
            ("UserIDs", "UserIds"),
        ] {
            assert_eq!(type_name(&id(name)), expected);
        }
    }

    #[test]
    fn members_are_snake_case_and_never_keywords_or_methods_of_all_structures() {
        for (name, expected) in [
            ("userId", "user_id"),
            ("eventARN", "event_arn"),
            ("userIDs", "user_ids"),
            ("ARNsOfUsers", "arns_of_users"),
            ("URLset", "ur_lset"),
            ("top10Weeks", "top10_weeks"),
            ("type", "r#type"),
            ("self", "self_"),
            ("Self", "self_"),
            ("crate", "crate_"),
            ("build", "build_"),
            ("clone", "clone_"),
            ("new", "new_"),
            ("union", "union"),
            ("_1", "n1"),
        ] {
            assert_eq!(field(name), expected);
        }
    }

    #[test]
    fn operations_never_hide_what_the_client_can_do_anyway() {
        for (name, expected) in [
            ("PutUsers", "put_users"),
            ("New", "new_"),
            ("Send", "send_"),
            ("Clone", "clone_"),
            ("Match", "r#match"),
            ("Super", "super_"),
        ] {
            assert_eq!(method(&id(name)), expected);
        }
    }

    #[test]
    fn files_are_named_after_types_and_can_be_written_anywhere() {
        for (name, expected) in [
            ("PutUsers", "put_users"),
            ("Type", "type"),
            ("Con", "con_shape"),
            ("Patterns", "patterns_shape"),
            ("Mod", "mod_shape"),
            ("Super", "super_shape"),
        ] {
            assert_eq!(file(name), expected);
        }
        assert_eq!(module("type"), "r#type");
        assert_eq!(constant("User$idOf2"), "USER_ID_OF2");
    }
}
