//! The rules for the columns of a schema.

use std::collections::HashMap;

use crate::column_type::Type;
use crate::dataset_type::{DatasetType, ReservedColumn};
use crate::diagnostic::Diagnostic;
use crate::names::{fold, is_name, is_same_column};
use crate::place::Place;
use crate::raw::{Nullable, Placed, RawColumn};
use crate::suggestion::quoted;

/// The maximum number of characters in the text of a schema.
///
/// Source: the member `schema` of `CreateSchema` in the service's API reference.
pub const MAX_SCHEMA_LEN: usize = 20_000;

/// Returns every violation by columns of a dataset of this type, if the type is known.
pub(crate) fn columns(
    dataset_type: Option<DatasetType>,
    fields: &Placed<Vec<RawColumn>>,
) -> Vec<Diagnostic> {
    let mut validator = Validator {
        dataset_type,
        errors: Vec::new(),
    };
    validator.names(&fields.value);
    for field in &fields.value {
        validator.flags(field);
        validator.reserved_type(field);
    }
    if let Some(dataset_type) = dataset_type {
        // A column without a name could be any of those that seem to be missing.
        if fields.value.iter().all(|field| field.name.is_some()) {
            validator.required(dataset_type, fields);
            validator.metadata(dataset_type, fields);
        }
        validator.textual(dataset_type, &fields.value);
    }
    validator.errors
}

/// The message for a text of this many characters.
pub(crate) fn too_long(length: usize) -> String {
    format!("the schema has {length} characters, but at most {MAX_SCHEMA_LEN} are allowed")
}

struct Validator {
    dataset_type: Option<DatasetType>,
    errors: Vec<Diagnostic>,
}

impl Validator {
    fn error(&mut self, place: Place, message: String) {
        self.errors.push(Diagnostic::error(place, message));
    }

    /// Names are valid in Avro and differ in more than `_` and case.
    fn names(&mut self, fields: &[RawColumn]) {
        let mut seen: HashMap<String, &Placed<String>> = HashMap::new();
        for name in fields.iter().filter_map(|field| field.name.as_ref()) {
            let Placed { place, value } = name;
            if !is_name(value) {
                let message = format!(
                    "{value:?} is not a valid column name; use ASCII letters, digits and `_`, without a \
                     digit in front"
                );
                self.error(*place, message);
            }
            let Some(first) = seen.get(&fold(value)) else {
                seen.insert(fold(value), name);
                continue;
            };
            let line = match first.place.0 {
                Some(at) => format!(" in line {}", at.line),
                None => String::new(),
            };
            let message = if first.value == *value {
                format!("the column {value:?} is already declared{line}; remove one")
            } else {
                let first = &first.value;
                format!(
                    "the column {value:?} differs from {first:?}{line} only in `_` or case; rename one"
                )
            };
            self.error(*place, message);
        }
    }

    /// `categorical` and `textual` are for metadata and exclude each other; `textual` is for strings.
    fn flags(&mut self, field: &RawColumn) {
        let name = field.quoted_name();
        let reserved = self.reserved(field);
        for (flag, place) in [
            ("categorical", field.categorical),
            ("textual", field.textual),
        ] {
            let Some(place) = place else { continue };
            let ty = field.ty.as_ref().map(|ty| ty.value.ty);
            match (reserved, ty) {
                (Some(ReservedColumn { name, .. }), _) => {
                    let message = format!(
                        "`{name}` is {flag}, but only metadata columns can be; remove `{flag}`"
                    );
                    self.error(place, message);
                }
                // A warning: the developer guide does not describe other categorical columns.
                (None, Some(ty)) if ty != Type::String && flag == "textual" => {
                    let message = format!(
                        "{name} is textual and of type {ty}, but only strings can be textual; remove \
                         `textual` or change the type to string"
                    );
                    self.error(place, message);
                }
                (None, _) => {}
            }
        }
        if let (Some(_), Some(place)) = (field.categorical, field.textual) {
            let message = format!("{name} is both categorical and textual; remove one of the two");
            self.error(place, message);
        }
    }

    /// Reserved columns have the type that the developer guide requires.
    fn reserved_type(&mut self, field: &RawColumn) {
        let (Some(reserved), Some(ty)) = (self.reserved(field), &field.ty) else {
            return;
        };
        let found = ty.value;
        // Null in an optional column is only a warning, because the developer guide does not rule it out.
        if found.ty != reserved.ty || found.nullable && reserved.required {
            let name = reserved.name;
            let expected = type_json(reserved.ty, false);
            let or_null = if reserved.nullable {
                format!(" or {}", type_json(reserved.ty, true))
            } else {
                String::new()
            };
            let Nullable {
                ty: found,
                nullable,
            } = found;
            let found = type_json(found, nullable);
            let message =
                format!("the type of `{name}` is {found}, but must be {expected}{or_null}");
            self.error(ty.place, message);
        }
    }

    fn reserved(&self, field: &RawColumn) -> Option<&'static ReservedColumn> {
        let name = field.name.as_ref()?;
        self.dataset_type?.reserved_column(&name.value)
    }

    fn required(&mut self, dataset_type: DatasetType, fields: &Placed<Vec<RawColumn>>) {
        let reserved = dataset_type.reserved_columns().iter();
        for ReservedColumn { name, ty, .. } in reserved.filter(|column| column.required) {
            let mut names = fields.value.iter().filter_map(|field| field.name.as_ref());
            if names.clone().any(|found| found.value == *name) {
                continue;
            }
            let (place, remedy) = match names.find(|found| is_same_column(&found.value, name)) {
                Some(found) => (found.place, format!("rename `{}`", found.value)),
                None => (
                    fields.place,
                    format!("add {{\"name\": \"{name}\", \"type\": \"{ty}\"}}"),
                ),
            };
            self.error(place, format!("the column `{name}` is missing; {remedy}"));
        }
    }

    fn metadata(&mut self, dataset_type: DatasetType, fields: &Placed<Vec<RawColumn>>) {
        let names = fields.value.iter().filter_map(|field| field.name.as_ref());
        let metadata: Vec<&Placed<String>> = names
            .filter(|name| dataset_type.reserved_column(&name.value).is_none())
            .collect();
        if metadata.is_empty() && dataset_type.needs_metadata() {
            let or_textual = if dataset_type.allows_textual() {
                " or textual"
            } else {
                ""
            };
            let message = format!(
                "{dataset_type} must have at least one metadata column; add a number or a string that \
                 is categorical{or_textual}"
            );
            self.error(fields.place, message);
        }
        if let Some(limit) = dataset_type.metadata_limit()
            && let Some(first) = metadata.get(limit)
        {
            let message = format!(
                "{dataset_type} has {} metadata columns, but at most {limit} are allowed; {} is the \
                 first above the limit",
                metadata.len(),
                quoted(&first.value)
            );
            self.error(first.place, message);
        }
    }

    fn textual(&mut self, dataset_type: DatasetType, fields: &[RawColumn]) {
        let mut textual = fields
            .iter()
            .filter_map(|field| field.textual.map(|place| (field.quoted_name(), place)));
        if !dataset_type.allows_textual() {
            for (name, place) in textual {
                let message = format!(
                    "{name} is textual, but only Items can have a textual column; remove `textual`"
                );
                self.error(place, message);
            }
        } else if let Some((first, _)) = textual.next() {
            for (name, place) in textual {
                let message = format!(
                    "{first} and {name} are textual, but {dataset_type} can have only one textual \
                     column; remove `textual` from one"
                );
                self.error(place, message);
            }
        }
    }
}

/// A type as a schema declares it.
pub(crate) fn type_json(ty: Type, nullable: bool) -> String {
    if nullable {
        format!("[\"null\", \"{ty}\"]")
    } else {
        format!("\"{ty}\"")
    }
}
