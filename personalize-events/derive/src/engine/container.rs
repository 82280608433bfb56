//! What `#[personalize(…)]` says about a whole struct or enum.

use syn::{Attribute, LitStr, Path, parse_quote};

use crate::engine::attributes::{self, Known, Marks, Place};
use crate::engine::case::{CategoryCase, KeyCase};
use crate::engine::marks;
use crate::engine::problems::Problems;

const CRATE: Known = Known::text("crate");
const SCHEMA: Known = Known::text("schema");
const RENAME_ALL: Known = Known::text("rename_all");
const VALUES: Known = Known::text("values");

/// What is said about a struct of properties.
pub(crate) struct Container {
    /// Where the expansion finds the crate `personalize-events`.
    pub(crate) krate: Path,
    pub(crate) case: KeyCase,
    pub(crate) native: bool,
    /// The file with the schema that the columns are checked against.
    pub(crate) schema: Option<LitStr>,
}

impl Container {
    pub(crate) fn read(attributes: &[Attribute], problems: &mut Problems) -> Self {
        let place = Place {
            what: "the struct",
            known: &[RENAME_ALL, VALUES, SCHEMA, CRATE],
            elsewhere: (&marks::ON_FIELDS, "fields, not on the struct"),
            hint: &|name| {
                let is_id = name.ends_with("_id");
                is_id.then(|| format!("`{name}` stands on the field that is the id"))
            },
        };
        let marks = attributes::read(&place, attributes, problems);
        let case = marks.text(RENAME_ALL.name).map(KeyCase::parse);
        Self {
            krate: read_crate(&marks, problems),
            case: problems
                .sort(case.transpose())
                .flatten()
                .unwrap_or(KeyCase::Camel),
            native: read_values(&marks, problems).unwrap_or(false),
            schema: marks.text(SCHEMA.name).cloned(),
        }
    }
}

/// What is said about an enum of categories.
pub(crate) struct CategoryContainer {
    pub(crate) krate: Path,
    pub(crate) case: CategoryCase,
}

impl CategoryContainer {
    pub(crate) fn read(attributes: &[Attribute], problems: &mut Problems) -> Self {
        let place = Place {
            what: "the enum",
            known: &[RENAME_ALL, CRATE],
            elsewhere: (&[Known::text("rename")], "variants, not on the enum"),
            hint: &|_| None,
        };
        let marks = attributes::read(&place, attributes, problems);
        let case = marks.text(RENAME_ALL.name).map(CategoryCase::parse);
        Self {
            krate: read_crate(&marks, problems),
            case: problems
                .sort(case.transpose())
                .flatten()
                .unwrap_or(CategoryCase::Pascal),
        }
    }
}

/// What is said about a struct with one field.
pub(crate) fn read_wrapper(attributes: &[Attribute], problems: &mut Problems) -> Path {
    let place = Place {
        what: "a struct with one field",
        known: &[CRATE],
        elsewhere: (&[], ""),
        hint: &|_| None,
    };
    let marks = attributes::read(&place, attributes, problems);
    read_crate(&marks, problems)
}

/// `values = "json"`, on a struct or a field.
pub(crate) fn read_values(marks: &Marks, problems: &mut Problems) -> Option<bool> {
    let parse = |text: &LitStr| match text.value().as_str() {
        "json" => Ok(true),
        "string" => Ok(false),
        other => {
            let message = format!("{other:?} is no kind of values; known: \"string\", \"json\"");
            Err(syn::Error::new(text.span(), message))
        }
    };
    let native = marks.text(VALUES.name).map(parse);
    problems.sort(native.transpose()).flatten()
}

fn read_crate(marks: &Marks, problems: &mut Problems) -> Path {
    let example = "my_crate::personalize_events";
    let path = marks.path(CRATE.name, Path::parse_mod_style, example);
    problems
        .sort(path)
        .flatten()
        .unwrap_or_else(|| parse_quote!(::personalize_events))
}
