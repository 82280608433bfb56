//! The attributes of a whole struct or enum.

use syn::{Attribute, LitStr, Path};

use crate::engine::attributes::{
    Attrs, CRATE, OF_FIELDS, OPTIONAL_COLUMNS, RENAME, RENAME_ALL, SCHEMA, SERDE, Target, VALUES,
};
use crate::engine::case::{CategoryCase, KeyCase};
use crate::engine::errors::Errors;
use crate::engine::serde_attrs::{self, OF_CONTAINERS, Serde, TRANSPARENT};

/// The attributes of a struct of properties.
pub(crate) struct Container {
    /// The path of the crate `personalize-events` in the expansion.
    pub(crate) krate: Path,
    /// The case of keys that an attribute states.
    case: Option<KeyCase>,
    pub(crate) serde: Serde,
    pub(crate) as_json: bool,
    /// The path of the schema that the columns are checked against.
    pub(crate) schema: Option<LitStr>,
    /// The names of reserved columns that are added to the schema.
    pub(crate) optional_columns: Option<LitStr>,
}

impl Container {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let target = Target {
            name: "the struct",
            known: &[RENAME_ALL, VALUES, SCHEMA, OPTIONAL_COLUMNS, SERDE, CRATE],
            elsewhere: (&OF_FIELDS, "a field"),
            hint: &|name| {
                let is_id = name.ends_with("_id");
                is_id.then(|| {
                    format!(
                        "`{name}` cannot be used on the struct; move it to the field with the ID"
                    )
                })
            },
        };
        let mut attrs = Attrs::read(&target, attributes, errors);
        let (serde, is_ours) = (Serde::of(&attrs), attrs.has(RENAME_ALL.name));
        let rules = OF_CONTAINERS.iter().chain([&TRANSPARENT]);
        serde_attrs::read(serde, rules, attributes, &mut attrs, target.known, errors);
        let case = attrs.string(RENAME_ALL.name).map(|text| {
            if is_ours {
                KeyCase::parse(text)
            } else {
                KeyCase::parse_serde(text)
            }
        });
        let case = case.and_then(|case| errors.ok(case));
        Self {
            krate: attrs.krate(errors),
            case,
            serde,
            as_json: attrs.as_json(errors).unwrap_or(false),
            schema: attrs.string(SCHEMA.name).cloned(),
            optional_columns: attrs.string(OPTIONAL_COLUMNS.name).cloned(),
        }
    }

    /// The case of keys.
    pub(crate) fn case(&self) -> KeyCase {
        self.case.unwrap_or(KeyCase::Camel)
    }

    /// Whether the keys are those of serde, but nothing states their case.
    pub(crate) fn has_undecided_case(&self) -> bool {
        self.serde == Serde::On && self.case.is_none()
    }
}

/// The attributes of an enum of categories.
pub(crate) struct CategoryContainer {
    pub(crate) krate: Path,
    pub(crate) case: CategoryCase,
    pub(crate) serde: Serde,
}

impl CategoryContainer {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let target = Target {
            name: "the enum",
            known: &[RENAME_ALL, SERDE, CRATE],
            elsewhere: (&[RENAME], "a variant"),
            hint: &|_| None,
        };
        let mut attrs = Attrs::read(&target, attributes, errors);
        let serde = Serde::of(&attrs);
        serde_attrs::read(
            serde,
            &OF_CONTAINERS,
            attributes,
            &mut attrs,
            target.known,
            errors,
        );
        let case = attrs.string(RENAME_ALL.name).map(CategoryCase::parse);
        let case = case.and_then(|case| errors.ok(case));
        Self {
            krate: attrs.krate(errors),
            case: case.unwrap_or(CategoryCase::Pascal),
            serde,
        }
    }
}

/// Reads the attributes of a struct with one field.
pub(crate) fn read_newtype(attributes: &[Attribute], errors: &mut Errors) -> Path {
    let target = Target {
        name: "a struct with one field",
        known: &[CRATE],
        elsewhere: (&[], ""),
        hint: &|_| None,
    };
    let mut attrs = Attrs::read(&target, attributes, errors);
    serde_attrs::read(
        Serde::Never,
        &OF_CONTAINERS,
        attributes,
        &mut attrs,
        target.known,
        errors,
    );
    attrs.krate(errors)
}
