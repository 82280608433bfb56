//! The Avro schema of a struct, for `CreateSchema`, and its validation at compile time.
//!
//! The rules of the service for each type of dataset are in `personalize-events-schema`; the derive expands to them.
//!
//! An undeterminable schema is a post-monomorphization error: `cargo build` reports it, `cargo check` does not. A
//! trait bound would be reported earlier, but it names a type instead of the column and cannot express limits. With
//! `schema = "file"`, `cargo check` reports every problem except those of fields whose type is a parameter of the
//! struct.

use super::column::{ColumnType, Form};
use super::const_format::{ConstNumber, ConstString};
use super::duplicate_columns::{check_keys, same_column};
use super::part::{self, Column, PropertiesPart};

/// The rules for the schema of a dataset.
#[derive(Clone, Copy, Debug)]
pub struct Dataset {
    /// The name of the record.
    pub name: &'static str,
    /// The columns that are not among the properties, with those that the struct adds.
    pub fixed: &'static [(&'static str, ColumnType)],
    /// Whether it may have a textual column.
    pub allows_textual: bool,
    /// The maximum number of metadata columns.
    pub limit: usize,
    /// Whether a metadata column is required.
    pub needs_metadata: bool,
}

/// A valid schema.
#[derive(Clone, Copy, Debug)]
pub enum PropertiesSchema {
    /// The columns of a struct.
    Columns {
        /// The rules of the dataset.
        dataset: Dataset,
        /// The columns.
        parts: &'static [PropertiesPart],
    },
    /// The text of a file that the struct was compared with.
    File(&'static str),
}

const UNKNOWN: &str = "the columns of a flattened field are unknown, because its type implements the \
                       trait manually or is `Properties`; derive the trait for its type";

/// Why a column has to be nullable.
pub(super) const NULLS: &str = " may have no value: it is an `Option`, a collection, or has \
                                `skip_if` or `nullable`";

/// A type is the same as itself. A trait's method with a type parameter that is the same as `Self` compiles as without
/// it, but only when it is called: `-C link-dead-code` compiles all others, also methods that nobody calls and whose
/// constants cannot be determined.
pub trait SameAs<T: ?Sized> {}

impl<T: ?Sized> SameAs<T> for T {}

impl PropertiesSchema {
    /// Fails compilation, because the columns are unknown.
    #[track_caller]
    #[must_use]
    pub const fn unknown() -> Self {
        stop(&[
            "a manual implementation of the trait, and `Properties`, have no schema; derive the trait",
        ])
    }

    /// The schema of a struct; fails compilation if the service does not accept it.
    #[track_caller]
    #[must_use]
    pub const fn new(dataset: Dataset, parts: &'static [PropertiesPart]) -> Self {
        check_keys(parts);
        let mut check = SchemaCheck {
            metadata: 0,
            textual: None,
            dataset,
        };
        check.parts(parts, false);
        check.count();
        Self::Columns { dataset, parts }
    }

    /// The columns for a CSV file; fails compilation if some are unknown.
    #[track_caller]
    #[must_use]
    pub const fn in_file(self, parts: &'static [PropertiesPart]) -> &'static [PropertiesPart] {
        match self {
            Self::Columns { parts, .. } => parts,
            Self::File(_) => {
                check_unknown(parts);
                parts
            }
        }
    }

    /// The text, in the layout of `personalize-events-schema`.
    pub(crate) fn to_json(self) -> String {
        let (dataset, parts) = match self {
            Self::File(text) => return text.to_owned(),
            Self::Columns { dataset, parts } => (dataset, parts),
        };
        let fixed = dataset.fixed.iter().map(|(name, ty)| column(name, *ty));
        let own = part::columns(parts).into_iter().map(|own| {
            let form = own.keyword.unwrap_or(own.ty).form;
            column(own.name, ColumnType { form, ..own.ty })
        });
        let columns: Vec<String> = fixed.chain(own).collect();
        format!(
            "{{\n  \"type\": \"record\",\n  \"name\": \"{}\",\n  \"namespace\": \
             \"com.amazonaws.personalize.schema\",\n  \"fields\": [\n{}\n  ],\n  \
             \"version\": \"1.0\"\n}}",
            dataset.name,
            columns.join(",\n")
        )
    }
}

#[track_caller]
const fn check_unknown(parts: &[PropertiesPart]) {
    let mut index = 0;
    while index < parts.len() {
        match &parts[index] {
            PropertiesPart::Flattened { parts, .. } => check_unknown(parts),
            PropertiesPart::Unknown => stop(&[UNKNOWN]),
            PropertiesPart::Column(_) => {}
        }
        index += 1;
    }
}

/// `{"name": "GENRES", "type": ["null", "string"], "categorical": true}`
fn column(name: &str, ty: ColumnType) -> String {
    let (type_name, mark) = match ty.form {
        Form::Categorical => ("string", ", \"categorical\": true"),
        Form::Textual => ("string", ", \"textual\": true"),
        Form::Plain | Form::UndeclaredString | Form::Id => ("string", ""),
        Form::Unknown
        | Form::Mismatched
        | Form::WideInteger
        | Form::Int
        | Form::Long
        | Form::Float
        | Form::Double
        | Form::Decimal
        | Form::Boolean => (ty.name(), ""),
    };
    let union = if ty.nullable {
        format!("[\"null\", \"{type_name}\"]")
    } else {
        format!("\"{type_name}\"")
    };
    format!("    {{\"name\": \"{name}\", \"type\": {union}{mark}}}")
}

/// Validates columns at compile time.
struct SchemaCheck {
    metadata: usize,
    textual: Option<&'static str>,
    dataset: Dataset,
}

impl SchemaCheck {
    #[track_caller]
    const fn parts(&mut self, parts: &'static [PropertiesPart], nullable: bool) {
        let mut index = 0;
        while index < parts.len() {
            match &parts[index] {
                PropertiesPart::Column(column) => self.column(column, nullable),
                PropertiesPart::Flattened {
                    parts,
                    nullable: all,
                } => self.parts(parts, nullable || *all),
                PropertiesPart::Unknown => stop(&[UNKNOWN]),
            }
            index += 1;
        }
    }

    #[track_caller]
    const fn column(&mut self, column: &Column, nullable: bool) {
        let Column {
            name, ty, keyword, ..
        } = *column;
        if let Some(keyword) = keyword {
            check_keyword(name, ty, keyword, nullable);
            self.check_optional(name);
            return;
        }
        self.metadata += 1;
        if let Some(why) = undecided(ty) {
            stop(&["the column `", name, why]);
        }
        if matches!(ty.form, Form::Textual) {
            if !self.dataset.allows_textual {
                stop(&[
                    "the column `",
                    name,
                    "` is textual, but only Items can have a textual column; add \
                     #[personalize(plain)] or `categorical` to the field",
                ]);
            }
            if let Some(other) = self.textual {
                stop(&[
                    "`",
                    other,
                    "` and `",
                    name,
                    "` are textual, but the service allows one textual column; make one of them \
                     `categorical` or `plain`",
                ]);
            }
            self.textual = Some(name);
        }
    }

    /// A reserved column of a field is not one that is filled beside the properties too.
    #[track_caller]
    const fn check_optional(&self, name: &str) {
        let mut index = 0;
        while index < self.dataset.fixed.len() {
            if same_column(self.dataset.fixed[index].0, name) {
                stop(&[
                    "the column `",
                    name,
                    "` has a field, and is in `optional_columns` too; remove one of them",
                ]);
            }
            index += 1;
        }
    }

    #[track_caller]
    const fn count(&self) {
        let Dataset { name, limit, .. } = self.dataset;
        if self.metadata > limit {
            stop(&[
                "the service allows ",
                ConstNumber::new(limit).as_str(),
                " metadata columns in ",
                name,
                ", but there are ",
                ConstNumber::new(self.metadata).as_str(),
                "; omit some with #[personalize(skip)]",
            ]);
        }
        if self.metadata == 0 && self.dataset.needs_metadata {
            stop(&[
                "the service requires a metadata column in ",
                name,
                ", but there is none; add a field that is a number or `categorical`",
            ]);
        }
    }
}

/// Why the type of the field does not determine the column.
const fn undecided(ty: ColumnType) -> Option<&'static str> {
    match ty.form {
        Form::Unknown => Some(
            "` has an unknown type, because the type or function of the field does not declare it; \
             add #[personalize(column_type = \"long\")] or another type to the field, or \
             `categorical`, `textual` (running text, in items only) or `plain` (a string that is \
             not used for training)",
        ),
        Form::Mismatched => Some(
            "` has a declared type that no value of the field has; declare another type, or change \
             the type of the field",
        ),
        Form::WideInteger => Some(
            "` has an integer type whose range exceeds every column type; add \
             #[personalize(column_type = \"long\")] to the field, which validates each value when it \
             is written",
        ),
        Form::UndeclaredString => Some(
            "` is an undeclared string; add #[personalize(categorical)] to the field, or `textual` \
             (running text, in items only), or `plain` (stored but not used for training)",
        ),
        Form::Int
        | Form::Long
        | Form::Float
        | Form::Double
        | Form::Decimal
        | Form::Boolean
        | Form::Categorical
        | Form::Textual
        | Form::Plain
        | Form::Id => None,
    }
}

#[track_caller]
const fn check_keyword(name: &str, ty: ColumnType, keyword: ColumnType, nullable: bool) {
    if !keyword.accepts(ty) {
        stop(&[
            "the service requires the column `",
            name,
            "` to be ",
            keyword.name(),
            ", but the field is ",
            ty.name(),
            "; change its type",
            suggestion(ty, keyword),
        ]);
    }
    if (ty.nullable || nullable) && !keyword.nullable {
        stop(&[
            "the developer guide lists the column `",
            name,
            "` without null, but the field",
            NULLS,
            "; make the field required",
        ]);
    }
}

/// The attribute that makes a field of one type valid for a column of another, if there is one.
pub(super) const fn suggestion(field: ColumnType, column: ColumnType) -> &'static str {
    use Form::{
        Boolean, Categorical, Decimal, Double, Float, Id, Int, Long, Mismatched, Plain, Textual,
        UndeclaredString, Unknown, WideInteger,
    };
    macro_rules! checked {
        ($column_type:literal) => {
            concat!(
                ", or add #[personalize(column_type = \"",
                $column_type,
                "\")], which validates each value when it is written"
            )
        };
    }
    match (field.form, column.form) {
        // No value has the format of the other type.
        (Boolean | Categorical, Int | Long | Float | Double)
        | (Float | Double, Int | Long)
        | (Int | Long | WideInteger | Float | Double | Decimal | Categorical, Boolean) => "",
        (_, Int) => checked!("int"),
        (_, Long) => checked!("long"),
        (_, Float) => checked!("float"),
        (_, Double) => checked!("double"),
        (_, Boolean) => checked!("boolean"),
        (_, Categorical) => ", or add #[personalize(categorical)]",
        (_, Textual) => ", or add #[personalize(textual)]",
        (_, Plain | UndeclaredString | Unknown | Mismatched | WideInteger | Decimal | Id) => {
            ", or add #[personalize(plain)]"
        }
    }
}

#[track_caller]
pub(super) const fn stop(texts: &[&str]) -> ! {
    panic!("{}", ConstString::concat(texts).as_str())
}
