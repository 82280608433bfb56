//! The conversion of names, and what is appended to those that are reserved.

use std::collections::HashSet;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use personalize_events_ast::ShapeId;

use super::reserved::{
    BUILDER, CLIENT_EXPORTS, EXPORTS, KEYWORDS, OTHER_TYPES, PATH_KEYWORDS, PRELUDE,
    RESERVED_FILES, RESERVED_METHODS, RUNTIME_TYPES, STD, SUFFIX,
};

/// The type of a shape, unless it is taken.
pub(crate) fn type_name(id: &ShapeId) -> String {
    let name = camel(id);
    let stem = name.trim_end_matches(SUFFIX);
    if is_reserved(&name) || is_reserved(stem) {
        format!("{name}{SUFFIX}")
    } else {
        name
    }
}

/// The name of a shape in camel case.
pub(crate) fn camel(id: &ShapeId) -> String {
    let name = words(id.name()).to_upper_camel_case();
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{SUFFIX}{name}")
    } else {
        name
    }
}

/// Whether emitted code uses a type by this name or by that of its builder, or has a builder of this name.
pub(crate) fn is_reserved(name: &str) -> bool {
    let builder = format!("{name}{BUILDER}");
    name.ends_with(BUILDER) || is_used(name) || is_used(&builder)
}

/// Whether emitted code or a crate around it uses a type by this name.
pub(crate) fn is_used(name: &str) -> bool {
    let lists = [RUNTIME_TYPES, EXPORTS, CLIENT_EXPORTS, PRELUDE, OTHER_TYPES];
    lists.iter().any(|list| list.contains(&name)) || STD.iter().any(|(std, _)| *std == name)
}

/// The variant of a member of an enum or union, unless it is taken. Other characters than letters and digits separate
/// words, since some names are made of values.
pub(crate) fn variant(name: &str) -> String {
    let plain = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let name = words(&plain).to_upper_camel_case();
    match name.trim_end_matches("Value") {
        "Self" | "Unknown" => format!("{name}Value"),
        "" if name.is_empty() => "Value".to_owned(),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("Value{name}"),
        _ => name,
    }
}

/// The field, getter and setter of a member, unless it is taken.
pub(crate) fn field(name: &str, is_reserved: impl Fn(&str) -> bool) -> String {
    raw(words(name).to_snake_case(), is_reserved)
}

/// The method of an operation whose name is `base` in camel case.
pub(crate) fn method(base: &str) -> String {
    raw(base.to_snake_case(), |name| {
        RESERVED_METHODS.contains(&name)
    })
}

/// The method of a waiter, which gives way to those of operations.
pub(crate) fn waiter(name: &str, methods: &HashSet<&str>) -> String {
    let mut name = format!("wait_until_{}", words(name).to_snake_case());
    while methods.contains(name.as_str()) {
        name.push('_');
    }
    name
}

/// The name of a getter or setter in a link, where `r#` would start a fragment.
pub(crate) fn link(field: &str) -> &str {
    field.trim_start_matches("r#")
}

/// The setter of an optional member that accepts an `Option`, which gives way to those of members.
pub(crate) fn maybe_setter(field: &str, fields: &HashSet<String>) -> String {
    let mut name = format!("maybe_{}", link(field));
    while fields.contains(&name) {
        name.push('_');
    }
    name
}

/// The name of a constant.
pub(crate) fn constant(name: &str) -> String {
    start(words(name).to_shouty_snake_case()).to_ascii_uppercase()
}

/// A sample text of a member in an example.
pub(crate) fn sample(name: &str) -> String {
    words(name).to_kebab_case()
}

/// The module of a file.
pub(crate) fn module(file: &str) -> String {
    raw(file.to_owned(), |_| false)
}

/// The name of a file without its extension, unless it is taken. `_shape` is appended to names that are reserved, and to
/// names that would equal the result.
pub(crate) fn file(type_name: &str) -> String {
    let file = type_name.to_snake_case();
    let stem = file.trim_end_matches("_shape");
    let reserved = [&RESERVED_FILES[..], &PATH_KEYWORDS];
    if is_device(stem) || reserved.iter().any(|names| names.contains(&stem)) {
        format!("{file}_shape")
    } else {
        file
    }
}

/// Whether Windows uses a name for a port.
fn is_device(file: &str) -> bool {
    let digit = file.strip_prefix("com").or(file.strip_prefix("lpt"));
    digit.is_some_and(|digit| digit.len() == 1 && digit.starts_with(|c: char| c.is_ascii_digit()))
}

/// The plural of a word.
pub(crate) fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

/// An identifier: raw if it is a keyword, with an underscore if it is reserved or cannot be raw.
fn raw(name: String, is_reserved: impl Fn(&str) -> bool) -> String {
    let name = start(name);
    if PATH_KEYWORDS.contains(&name.as_str()) || is_reserved(&name) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Whether a text cannot be an identifier unless it is raw, or not even then.
pub(crate) fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text) || PATH_KEYWORDS.contains(&text)
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
