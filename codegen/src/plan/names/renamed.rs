//! Renames: names that differ from what the conversion of names alone gives, with the reason.

use std::collections::HashMap;
use std::fmt;

use personalize_events_ast::{ShapeId, is_identifier};

/// An item of generated code that has another name than the conversion of its name in the model gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What it is, such as `structure` or `error enum of the operation`.
    pub what: &'static str,
    /// The ID of the shape, with the member after `$`.
    pub id: String,
    /// The name that it would have.
    pub plain: String,
    /// The name that it has.
    pub name: String,
    /// The reason.
    pub why: Why,
}

/// Why an item has another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Generated code uses the name for something else.
    Reserved,
    /// Another item has the name.
    Taken {
        /// That item, such as ``the error enum of `GetFilm` ``.
        by: String,
    },
}

impl Renamed {
    /// The sentence for the documentation of the item, with its name in the model if it has one.
    fn note(&self, in_model: Option<&str>) -> String {
        let plain = &self.plain;
        let whose = match &self.why {
            Why::Reserved => None,
            Why::Taken { by } => Some(format!("the name of {by}")),
        };
        match (in_model, whose) {
            (Some(name), None) if name == plain => {
                format!("Named `{name}` in the model, a name that generated code uses.")
            }
            (Some(name), Some(whose)) if name == plain => {
                format!("Named `{name}` in the model, {whose}.")
            }
            (Some(name), None) => {
                format!("Named `{name}` in the model; generated code uses `{plain}`.")
            }
            (Some(name), Some(whose)) => {
                format!("Named `{name}` in the model; `{plain}` is {whose}.")
            }
            (None, None) => format!("Generated code uses `{plain}` for something else."),
            (None, Some(whose)) => format!("`{plain}` is {whose}."),
        }
    }
}

/// ``structure `com.example#String` is `StringShape` ``
impl fmt::Display for Renamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}` is `{}`", self.what, self.id, self.name)
    }
}

/// The renames of a service, and the notes on them for the documentation.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    pub(super) renamed: Vec<Renamed>,
    /// By the shape, and its part: a word of an operation, a member, or nothing.
    notes: HashMap<&'a ShapeId, HashMap<&'a str, String>>,
}

impl<'a> Notes<'a> {
    /// Adds a rename from one name to another.
    pub(super) fn add(
        &mut self,
        what: &'static str,
        id: &'a ShapeId,
        part: &'a str,
        [plain, name]: [&str; 2],
        why: Why,
    ) {
        let (id_of_it, in_model) = match what {
            // A value that has no name is no name either.
            "member" | "value" => (
                format!("{id}${part}"),
                Some(part).filter(|it| is_identifier(it)),
            ),
            _ => (id.to_string(), part.is_empty().then(|| id.name())),
        };
        let renamed = Renamed {
            what,
            id: id_of_it,
            plain: plain.to_owned(),
            name: name.to_owned(),
            why,
        };
        let note = self.notes.entry(id).or_default().entry(part).or_default();
        if !note.is_empty() {
            note.push(' ');
        }
        note.push_str(&renamed.note(in_model));
        self.renamed.push(renamed);
    }

    pub(super) fn get(&self, id: &ShapeId, part: &str) -> Option<&str> {
        self.notes.get(id)?.get(part).map(String::as_str)
    }
}
