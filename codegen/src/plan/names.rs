//! Names: from Smithy to Rust, and what clashes.
//!
//! The names of shapes come first. A name that is made from that of a shape gives way to them: the error enum of
//! `GetFilm` is `GetFilmError` or, if the model has a shape of that name, `GetFilmOperationError`. The values of an enum
//! and the members of a union are never equal either (`variants`). Other clashes are problems of the model.

mod reserved;
mod variants;

use std::collections::{HashMap, HashSet};
use std::fmt;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use personalize_events_ast::{Position, ShapeId};

use crate::diagnostics::Collector;
use crate::ir;
use reserved::{
    CLIENT_EXPORTS, KEYWORDS, OPERATION, OTHER_TYPES, PATH_KEYWORDS, RESERVED_FILES,
    RESERVED_MEMBERS, RESERVED_METHODS, SUFFIX,
};
pub(crate) use reserved::{EXPORTS, RUNTIME_MODULES, RUNTIME_TYPES, STD};
pub(super) use variants::variants;

/// The type of a shape.
pub(super) fn type_name(id: &ShapeId) -> String {
    let name = words(id.name()).to_upper_camel_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{SUFFIX}{name}")
    } else if is_reserved(&name) {
        format!("{name}{SUFFIX}")
    } else {
        name
    }
}

/// Whether emitted code uses a type by this name.
fn is_reserved(name: &str) -> bool {
    let lists = [RUNTIME_TYPES, EXPORTS, CLIENT_EXPORTS, OTHER_TYPES];
    lists.iter().any(|list| list.contains(&name)) || STD.iter().any(|(std, _)| *std == name)
}

/// The variant of a member of an enum or union. Other characters than letters and digits separate words, since
/// some names are made of values. `Value` is appended to names that are reserved, and to names that would equal
/// the result.
fn variant(name: &str) -> String {
    let plain = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let name = words(&plain).to_upper_camel_case();
    match name.trim_end_matches("Value") {
        "Self" | "Unknown" => format!("{name}Value"),
        "" if name.is_empty() => "Value".to_owned(),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("Value{name}"),
        _ => name,
    }
}

/// The field, getter and setter of a member.
pub(super) fn field(name: &str) -> String {
    raw(words(name).to_snake_case(), &RESERVED_MEMBERS)
}

/// The method of an operation.
pub(super) fn method(id: &ShapeId) -> String {
    raw(words(id.name()).to_snake_case(), &RESERVED_METHODS)
}

/// The name of a getter or setter in a link, where `r#` would start a fragment.
pub(super) fn link(field: &str) -> &str {
    field.trim_start_matches("r#")
}

/// The setter of an optional member that accepts an `Option`, which gives way to those of members.
pub(super) fn maybe_setter(field: &str, fields: &HashSet<String>) -> String {
    let mut name = format!("maybe_{}", link(field));
    while fields.contains(&name) {
        name.push('_');
    }
    name
}

/// The name of a constant.
pub(super) fn constant(name: &str) -> String {
    start(words(name).to_shouty_snake_case()).to_ascii_uppercase()
}

/// A sample text of a member in an example.
pub(super) fn sample(name: &str) -> String {
    words(name).to_kebab_case()
}

/// The module of a file.
pub(super) fn module(file: &str) -> String {
    raw(file.to_owned(), &[])
}

/// The name of a file without its extension.
fn file(type_name: &str) -> String {
    let file = type_name.to_snake_case();
    if RESERVED_FILES.contains(&file.as_str()) || PATH_KEYWORDS.contains(&file.as_str()) {
        format!("{file}_shape")
    } else {
        file
    }
}

/// The plural of a word.
pub(super) fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

/// An identifier: raw if it is a keyword, with an underscore if it is reserved or cannot be raw.
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

/// The name with plural acronyms as words: `userIDs` becomes `userIds`, whose words are `user` and `ids`.
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

/// Puts a letter in front of a digit.
fn start(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("n{name}")
    } else {
        name
    }
}

/// A generated item that has a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'a> {
    /// Its relation to the shape, such as `the builder of`.
    pub(super) what: &'static str,
    pub(super) shape: &'a ShapeId,
    pub(super) at: Position,
}

impl<'a> Owner<'a> {
    pub(super) fn of<M>(what: &'static str, shape: &'a ir::Shape<M>) -> Self {
        Self {
            what,
            shape: &shape.id,
            at: shape.at,
        }
    }
}

/// The names in use, with their owners, and the problems found.
pub(super) struct Names {
    /// The names of all shapes, in lower case as in the next: files are named after types, and some file systems ignore
    /// case.
    shapes: HashSet<String>,
    types: HashMap<String, String>,
    files: HashMap<String, String>,
    pub(super) collector: Collector,
}

impl Names {
    pub(super) fn new(service: &ir::Service) -> Self {
        let operations = service.operations.iter();
        let messages = operations.clone().flat_map(|operation| {
            let messages = operation.input.iter().chain(&operation.output);
            messages.filter(|message| message.dedicated)
        });
        let errors = service.errors.iter().map(|error| &error.structure);
        let structures = service.structures.iter().chain(errors);
        let ids = operations.map(|operation| &operation.id);
        let ids = ids
            .chain(messages.map(|message| &message.structure.id))
            .chain(structures.map(|shape| &shape.id))
            .chain(service.unions.iter().map(|shape| &shape.id))
            .chain(service.enums.iter().map(|shape| &shape.id));
        Self::for_shapes(ids.map(type_name))
    }

    fn for_shapes(names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let names = names.into_iter();
        Self {
            shapes: names.map(|name| name.as_ref().to_lowercase()).collect(),
            types: HashMap::new(),
            files: HashMap::new(),
            collector: Collector::default(),
        }
    }

    /// Claims the name of a part of an operation, such as its error enum: `GetFilmError`.
    pub(super) fn of_operation(&mut self, name: &str, part: &str, owner: Owner<'_>) -> String {
        self.derived([name, OPERATION, part], owner)
    }

    /// Claims the name of the builder of a structure: `FilmBuilder`.
    pub(super) fn of_builder(&mut self, structure: &str, owner: Owner<'_>) -> String {
        let what = "the builder of";
        self.derived([structure, SUFFIX, "Builder"], Owner { what, ..owner })
    }

    /// Claims a name that is made of `name` and `part`. If it is taken, `word` is put in between, again and again until
    /// it is free.
    fn derived(&mut self, [name, word, part]: [&str; 3], owner: Owner<'_>) -> String {
        let mut between = String::new();
        loop {
            let derived = format!("{name}{between}{part}");
            let lower = derived.to_lowercase();
            let is_taken = self.shapes.contains(&lower) || self.types.contains_key(&lower);
            if !is_taken && !is_reserved(&derived) {
                self.types.insert(lower, owner.to_string());
                return derived;
            }
            between.push_str(word);
        }
    }

    /// Claims the name of a shape's type, and the names derived from it.
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

    /// Claims the name of a type; returns whether it was free.
    pub(super) fn claim(&mut self, name: &str, owner: Owner<'_>) -> bool {
        if is_reserved(name) {
            let message = format!(
                "{owner} would be called `{name}`, which generated code needs for \
                 something else; rename the shape"
            );
            self.collector.push(owner.at, owner.shape, message);
        }
        let taken = self.types.insert(name.to_lowercase(), owner.to_string());
        if let Some(other) = &taken {
            let message = format!(
                "{owner} would be called `{name}`, as is {other}; rename one of the shapes"
            );
            self.collector.push(owner.at, owner.shape, message);
        }
        taken.is_none()
    }

    /// Claims the file of a type whose name has been claimed, and returns it.
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

    /// Reports members or variants that would have the same name.
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
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.what, self.shape)
    }
}

#[cfg(test)]
mod tests;
