//! The rules that a schema has to keep, whether it was read or made.

use std::collections::HashMap;

use crate::MAX_SCHEMA_LEN;
use crate::column::Type;
use crate::dataset_type::{DatasetType, ReservedColumn};
use crate::diagnostic::Diagnostic;
use crate::names::{fold, is_name, shown};
use crate::place::Place;
use crate::raw::{Field, Placed, Shape};

/// All that is wrong with these columns, in a schema of this kind if that is known.
pub(crate) fn columns(
    dataset_type: Option<DatasetType>,
    fields: &Placed<Vec<Field>>,
) -> Vec<Diagnostic> {
    let mut judge = Judge {
        dataset_type,
        remarks: Vec::new(),
    };
    judge.names(&fields.value);
    for field in &fields.value {
        judge.marks(field);
        judge.reserved_column(field);
    }
    if let Some(dataset_type) = dataset_type {
        // A column without a name could be any of those that seem to be missing.
        if fields.value.iter().all(|field| field.name.is_some()) {
            judge.required(dataset_type, fields);
            judge.metadata(dataset_type, fields);
        }
        judge.textual(dataset_type, &fields.value);
    }
    judge.remarks
}

/// What is said of a text of this many characters, which is too long.
pub(crate) fn too_long(length: usize) -> String {
    format!("a schema may have {MAX_SCHEMA_LEN} characters; this has {length}")
}

struct Judge {
    dataset_type: Option<DatasetType>,
    remarks: Vec<Diagnostic>,
}

impl Judge {
    fn refuse(&mut self, place: Place, message: String) {
        self.remarks.push(Diagnostic::new(place, message));
    }

    /// Names are Avro's, and unique without `_` and case.
    fn names(&mut self, fields: &[Field]) {
        let mut seen: HashMap<String, &Placed<String>> = HashMap::new();
        for name in fields.iter().filter_map(|field| field.name.as_ref()) {
            let Placed { place, value } = name;
            if !is_name(value) {
                let message = format!(
                    "{value:?} cannot be the name of a column: ASCII letters, digits and `_` can, \
                     without a digit in front"
                );
                self.refuse(*place, message);
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
                format!("the column {value:?} is there already{line}; keep one")
            } else {
                format!(
                    "the column {value:?} differs from {:?}{line} in `_` or case only, which is \
                     too little to tell columns apart; rename one",
                    first.value
                )
            };
            self.refuse(*place, message);
        }
    }

    /// `categorical` and `textual` are for metadata of type string, and exclude each other.
    fn marks(&mut self, field: &Field) {
        let name = field.shown();
        let keyword = self.keyword_of(field);
        for (mark, place) in [
            ("categorical", field.categorical),
            ("textual", field.textual),
        ] {
            let Some(place) = place else { continue };
            if let Some(keyword) = keyword {
                let message = format!(
                    "`{}` cannot be {mark}: only metadata columns can; remove `{mark}`",
                    keyword.name
                );
                self.refuse(place, message);
            } else if let Some(ty) = field.ty.as_ref().map(|ty| ty.value.ty)
                && ty != Type::String
            {
                let message = format!(
                    "{name} is {ty} and cannot be {mark}: only strings can; remove `{mark}` or \
                     make it a string"
                );
                self.refuse(place, message);
            }
        }
        if let (Some(_), Some(place)) = (field.categorical, field.textual) {
            let message = format!("{name} is categorical and textual at once; keep one of the two");
            self.refuse(place, message);
        }
    }

    /// Keywords have the type that the guide gives them.
    fn reserved_column(&mut self, field: &Field) {
        let (Some(keyword), Some(ty)) = (self.keyword_of(field), &field.ty) else {
            return;
        };
        let Shape {
            ty: found,
            nullable,
        } = ty.value;
        if found != keyword.ty || nullable && !keyword.nullable {
            let name = keyword.name;
            let right = spelled(keyword.ty, false);
            let or_null = if keyword.nullable {
                format!(" or {}", spelled(keyword.ty, true))
            } else {
                String::new()
            };
            let found = spelled(found, nullable);
            self.refuse(
                ty.place,
                format!("`{name}` has to be {right}{or_null}; this is {found}"),
            );
        }
    }

    fn keyword_of(&self, field: &Field) -> Option<&'static ReservedColumn> {
        let name = field.name.as_ref()?;
        self.dataset_type?.reserved_column(&name.value)
    }

    fn required(&mut self, dataset_type: DatasetType, fields: &Placed<Vec<Field>>) {
        for keyword in dataset_type
            .reserved_columns()
            .iter()
            .filter(|keyword| keyword.required)
        {
            let ReservedColumn { name, ty, .. } = keyword;
            let mut names = fields.value.iter().filter_map(|field| field.name.as_ref());
            if names.clone().any(|found| found.value == *name) {
                continue;
            }
            match names.find(|found| fold(&found.value) == fold(name)) {
                Some(found) => self.refuse(
                    found.place,
                    format!("the column `{name}` is missing: rename `{}`", found.value),
                ),
                None => self.refuse(
                    fields.place,
                    format!(
                        "the column `{name}` is missing: add {{\"name\": \"{name}\", \"type\": \
                         \"{ty}\"}}"
                    ),
                ),
            }
        }
    }

    fn metadata(&mut self, dataset_type: DatasetType, fields: &Placed<Vec<Field>>) {
        let metadata: Vec<&Placed<String>> = fields
            .value
            .iter()
            .filter_map(|field| field.name.as_ref())
            .filter(|name| dataset_type.reserved_column(&name.value).is_none())
            .collect();
        if metadata.is_empty() && dataset_type.needs_metadata() {
            let or_textual = if dataset_type.allows_textual() {
                " or textual"
            } else {
                ""
            };
            self.refuse(
                fields.place,
                format!(
                    "{dataset_type} need at least one metadata column: add a number or a string that is \
                     categorical{or_textual}"
                ),
            );
        }
        if let Some(limit) = dataset_type.metadata_limit()
            && let Some(first) = metadata.get(limit)
        {
            let found = metadata.len();
            let message = format!(
                "{dataset_type} may have {limit} metadata columns; these are {found}, and {} is the \
                 first too many",
                shown(&first.value)
            );
            self.refuse(first.place, message);
        }
    }

    fn textual(&mut self, dataset_type: DatasetType, fields: &[Field]) {
        let mut textual = fields
            .iter()
            .filter_map(|field| field.textual.map(|place| (field.shown(), place)));
        if !dataset_type.allows_textual() {
            for (name, place) in textual {
                let message =
                    format!("{name} cannot be textual in {dataset_type}: only Items can have that");
                self.refuse(place, message);
            }
        } else if let Some((first, _)) = textual.next() {
            for (name, place) in textual {
                let message = format!(
                    "{name} is textual and {first} is too; {dataset_type} may have one textual column"
                );
                self.refuse(place, message);
            }
        }
    }
}

/// A type as it is written in a schema.
fn spelled(ty: Type, nullable: bool) -> String {
    if nullable {
        format!("[\"null\", \"{ty}\"]")
    } else {
        format!("\"{ty}\"")
    }
}
