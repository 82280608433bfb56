//! What `#[personalize(…)]` says about a field.

use proc_macro2::Span;
use syn::parse::Parse;
use syn::{ExprPath, Field, LitStr};

use crate::engine::attributes::{self, Known, Marks, Place};
use crate::engine::container;
use crate::engine::problems::Problems;
use crate::engine::stated::{self, Stated};
use personalize_events_schema::record_kind::RecordKind;

/// What a field takes besides the mark of the id.
pub(crate) const ON_FIELDS: [Known; 15] = [
    Known::text("rename"),
    Known::text("column"),
    Known::text("column_type"),
    Known::bare("categorical"),
    Known::bare("textual"),
    Known::bare("plain"),
    Known::bare("nullable"),
    Known::text("values"),
    Known::bare("null_if_none"),
    Known::bare("allow_null_text"),
    Known::bare("display"),
    Known::text("with"),
    Known::bare("flatten"),
    Known::text("skip_if"),
    Known::bare("skip"),
];

/// What only the struct takes.
const ON_STRUCTS: [Known; 3] = [
    Known::text("rename_all"),
    Known::text("schema"),
    Known::text("crate"),
];

/// What a field is, as far as its attributes say.
pub(crate) enum Role {
    Property(Box<Property>),
    /// Its fields are properties.
    Flattened {
        skip_if: Option<ExprPath>,
    },
    Id {
        allow_null_text: bool,
    },
    /// Nothing that is sent.
    Skipped,
}

/// A field that is a property.
pub(crate) struct Property {
    pub(crate) rename: Option<LitStr>,
    pub(crate) column: Option<LitStr>,
    /// What is said about the column.
    pub(crate) stated: Option<Stated>,
    /// The column may be null whatever the field's type says.
    pub(crate) nullable: bool,
    pub(crate) sent: Sent,
    pub(crate) skip_if: Option<ExprPath>,
}

/// How a value is sent.
pub(crate) struct Sent {
    pub(crate) how: How,
    /// Numbers and `bool` as JSON has them; if nothing is said, as the struct says.
    pub(crate) native: Option<bool>,
    /// What is absent is `null`.
    pub(crate) null: bool,
    pub(crate) allow_null_text: bool,
}

/// What writes a value.
pub(crate) enum How {
    Value,
    Display,
    With(ExprPath),
}

/// Reads the attributes of a field; `None` when something in them is wrong.
pub(crate) fn role(kind: &RecordKind, field: &Field, problems: &mut Problems) -> Option<Role> {
    let id = kind.id.as_ref().map(|id| id.method);
    let known: Vec<Known> = id.map(Known::bare).into_iter().chain(ON_FIELDS).collect();
    let place = Place {
        what: "a field",
        known: &known,
        elsewhere: (&ON_STRUCTS, "the struct, not on fields"),
        hint: &|name| other_id(kind, name),
    };
    let marks = attributes::read(&place, &field.attrs, problems);
    if marks.incomplete {
        return None;
    }
    if let Some((span, message)) = conflict(id, &marks) {
        problems.at(span, message);
        return None;
    }
    let skip_if = problems.sort(marks.path("skip_if", ExprPath::parse, "Vec::is_empty"))?;
    Some(if id.is_some_and(|id| marks.has(id)) {
        let allow_null_text = marks.has("allow_null_text");
        Role::Id { allow_null_text }
    } else if marks.has("skip") {
        Role::Skipped
    } else if marks.has("flatten") {
        Role::Flattened { skip_if }
    } else {
        Role::Property(Box::new(Property {
            rename: marks.text("rename").cloned(),
            column: marks.text("column").cloned(),
            stated: problems.sort(stated::read(kind, &marks))?,
            nullable: marks.has("nullable"),
            sent: sent(&marks, problems)?,
            skip_if,
        }))
    })
}

fn sent(marks: &Marks, problems: &mut Problems) -> Option<Sent> {
    let with = problems.sort(marks.path("with", ExprPath::parse, "my_module::write"))?;
    Some(Sent {
        how: match with {
            Some(path) => How::With(path),
            None if marks.has("display") => How::Display,
            None => How::Value,
        },
        native: container::read_values(marks, problems),
        null: marks.has("null_if_none"),
        allow_null_text: marks.has("allow_null_text"),
    })
}

/// What leaves no room for most other marks: why, and those that there is room for.
const ROLES: [(&str, &str, &[&str]); 2] = [
    ("skip", "a field that is left out takes no other mark", &[]),
    (
        "flatten",
        "a flattened field has no key and no value of its own",
        &["skip_if"],
    ),
];

/// What leaves no room for some marks: why, and those.
const EXCLUDED: [(&str, &str, &[&str]); 7] = [
    (
        "with",
        "the function that `with` names writes the value",
        &["display", "null_if_none"],
    ),
    (
        "column_type",
        "a column has one type",
        &["categorical", "textual", "plain"],
    ),
    ("categorical", ONE_OF_THREE, &["textual", "plain"]),
    ("textual", ONE_OF_THREE, &["plain"]),
    ("categorical", AS_STRINGS, &["values"]),
    ("textual", AS_STRINGS, &["values"]),
    ("plain", AS_STRINGS, &["values"]),
];

const ONE_OF_THREE: &str = "a column of strings is one of `categorical`, `textual` and `plain`";
const AS_STRINGS: &str = "the values of a column of strings are sent as strings";

/// The first mark that another one leaves no room for, and why.
fn conflict(id: Option<&'static str>, marks: &Marks) -> Option<(Span, String)> {
    let id = id.map(|id| (id, "the id is no property", ["allow_null_text"].as_slice()));
    for (role, why, allowed) in id.into_iter().chain(ROLES) {
        let mut others = marks.iter().filter(|mark| mark.name != role);
        let other = others.find(|mark| !allowed.contains(&mark.name));
        if let Some(other) = other.filter(|_| marks.has(role)) {
            let message = format!("{why}: either `{role}` or `{}`", other.name);
            return Some((other.span, message));
        }
    }
    for (mark, why, excluded) in EXCLUDED {
        let other = excluded.iter().find_map(|name| marks.get(name));
        if let Some(other) = other.filter(|_| marks.has(mark)) {
            let message = format!("{why}: either `{mark}` or `{}`", other.name);
            return Some((other.span, message));
        }
    }
    None
}

/// What a name means that is the id of something.
fn other_id(kind: &RecordKind, name: &str) -> Option<String> {
    let trait_name = kind.trait_name;
    if name != "id" && !name.ends_with("_id") {
        return None;
    }
    Some(match &kind.id {
        Some(id) => format!(
            "the id of `{trait_name}` is marked `{}`, not `{name}`",
            id.method
        ),
        None => format!("`{trait_name}` has no id; leave the field out with `skip`"),
    })
}
