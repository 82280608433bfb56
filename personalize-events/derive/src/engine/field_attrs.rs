//! The attributes of a field of properties.

use personalize_events_schema::record_kind::RecordKind;
use proc_macro2::Span;
use syn::parse::Parse;
use syn::{ExprPath, Field, LitStr};

use crate::engine::attributes::{
    Attrs, CRATE, Known, OF_FIELDS, RENAME_ALL, SCHEMA, SERDE, Target,
};
use crate::engine::column_attrs::ColumnAttr;
use crate::engine::errors::Errors;
use crate::engine::serde_attrs::{self, Serde};

/// The role of a field according to its attributes.
pub(crate) enum Role {
    Property(Box<Property>),
    /// The fields of its type are properties.
    Flattened {
        skip_if: Option<ExprPath>,
    },
    Id {
        display: bool,
        allow_null_text: bool,
    },
    /// It is not sent.
    Skipped,
}

/// The attributes of a property.
pub(crate) struct Property {
    pub(crate) rename: Option<LitStr>,
    pub(crate) column: Option<LitStr>,
    pub(crate) column_attr: Option<ColumnAttr>,
    /// Whether the column may be null whatever the field's type is.
    pub(crate) nullable: bool,
    pub(crate) sent: Sent,
    pub(crate) skip_if: Option<ExprPath>,
}

/// How a value is sent.
pub(crate) struct Sent {
    pub(crate) how: How,
    /// Whether numbers and `bool` are JSON values; `None` inherits from the struct.
    pub(crate) as_json: Option<bool>,
    pub(crate) null_if_none: bool,
    pub(crate) allow_null_text: bool,
}

/// What writes a value.
pub(crate) enum How {
    Value,
    Display,
    With(ExprPath),
}

impl Role {
    /// Reads the attributes of a field; returns `None` if they have errors.
    pub(crate) fn read(
        kind: &RecordKind,
        serde: Serde,
        field: &Field,
        errors: &mut Errors,
    ) -> Option<Self> {
        let id = kind.id.map(|id| id.method);
        let known: Vec<Known> = id.map(Known::flag).into_iter().chain(OF_FIELDS).collect();
        let target = Target {
            name: "a field",
            known: &known,
            elsewhere: (&[RENAME_ALL, SCHEMA, SERDE, CRATE], "the struct"),
            hint: &|name| other_id(kind, name),
        };
        let mut attrs = Attrs::read(&target, &field.attrs, errors);
        if attrs.incomplete {
            return None;
        }
        // The attribute of the ID declares that the field is sent, and how.
        if !id.is_some_and(|id| attrs.has(id)) {
            serde_attrs::read(
                serde,
                &serde_attrs::OF_FIELDS,
                &field.attrs,
                &mut attrs,
                &known,
                errors,
            );
        }
        if let Some((span, message)) = conflict(id, &attrs) {
            errors.at(span, message);
            return None;
        }
        let skip_if = errors.ok(attrs.path("skip_if", ExprPath::parse, "Vec::is_empty"))?;
        Some(if id.is_some_and(|id| attrs.has(id)) {
            Self::Id {
                display: attrs.has("display"),
                allow_null_text: attrs.has("allow_null_text"),
            }
        } else if attrs.has("skip") {
            Self::Skipped
        } else if attrs.has("flatten") {
            Self::Flattened { skip_if }
        } else {
            Self::Property(Box::new(Property {
                rename: attrs.string("rename").cloned(),
                column: attrs.string("column").cloned(),
                column_attr: errors.ok(ColumnAttr::read(kind, &attrs))?,
                nullable: attrs.has("nullable"),
                sent: sent(&attrs, errors)?,
                skip_if,
            }))
        })
    }
}

fn sent(attrs: &Attrs, errors: &mut Errors) -> Option<Sent> {
    let with = errors.ok(attrs.path("with", ExprPath::parse, "my_module::write"))?;
    Some(Sent {
        how: match with {
            Some(path) => How::With(path),
            None if attrs.has("display") => How::Display,
            None => How::Value,
        },
        as_json: attrs.as_json(errors),
        null_if_none: attrs.has("null_if_none"),
        allow_null_text: attrs.has("allow_null_text"),
    })
}

/// Attributes that exclude most others: the reason, and the ones that are allowed.
const ROLES: [(&str, &str, &[&str]); 2] = [
    ("skip", "a skipped field is not sent", &[]),
    (
        "flatten",
        "a flattened field has no key and no value of its own",
        &["skip_if"],
    ),
];

/// Attributes that exclude some others: the reason, and those.
const EXCLUDED: [(&str, &str, &[&str]); 7] = [
    (
        "with",
        "the function of `with` writes the value",
        &["display"],
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

const ONE_OF_THREE: &str = "a string column is one of `categorical`, `textual` and `plain`";
const AS_STRINGS: &str = "the values of a string column are always sent as strings";

/// The first attribute that another one excludes, and the message.
fn conflict(id: Option<&'static str>, attrs: &Attrs) -> Option<(Span, String)> {
    let message = |name: &str, other: &str, why: &str| {
        format!("`{name}` and `{other}` cannot be combined, since {why}; remove one")
    };
    let id = id.map(|id| {
        (
            id,
            "the ID is not a property",
            ["allow_null_text", "display"].as_slice(),
        )
    });
    for (role, why, allowed) in id.into_iter().chain(ROLES) {
        let mut others = attrs.iter().filter(|attr| attr.name != role);
        let other = others.find(|attr| !allowed.contains(&attr.name));
        if let Some(other) = other.filter(|_| attrs.has(role)) {
            return Some((other.span, message(role, other.name, why)));
        }
    }
    for (name, why, excluded) in EXCLUDED {
        let other = excluded.iter().find_map(|name| attrs.get(name));
        if let Some(other) = other.filter(|_| attrs.has(name)) {
            return Some((other.span, message(name, other.name, why)));
        }
    }
    None
}

/// The message for the ID attribute of another record kind.
fn other_id(kind: &RecordKind, name: &str) -> Option<String> {
    let trait_name = kind.trait_name;
    if name != "id" && !name.ends_with("_id") {
        return None;
    }
    Some(match kind.id {
        Some(id) => format!(
            "`{name}` is not the ID attribute of `{trait_name}`; use `{}`",
            id.method
        ),
        None => format!("`{trait_name}` has no ID; leave the field out with `skip`"),
    })
}
