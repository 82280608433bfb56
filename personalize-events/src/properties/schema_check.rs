//! Compares the columns of a struct with those of a schema file, at compile time.
//!
//! The derive compares the names of the fields that it sees. This compares their types, and flattened fields.
//!
//! A nullable column of the file accepts a field that always has a value, because added columns must be nullable. An
//! `int` column may be `long` or `double` in the file, and a `float` column `double`: every value fits.

use super::column::{ColumnType, Form};
use super::duplicate_columns::same_column;
use super::part::{Column, PropertiesPart};
use super::schema::{NULLS, stop, suggestion};

/// The subjects of the messages.
const FIELD: &str = "the field";
const FLATTENED: &str = "the flattened field";

/// A column of a schema file.
#[derive(Clone, Copy, Debug)]
pub struct InFile {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: ColumnType,
    /// The file and the position of the column.
    pub at: &'static str,
    /// Whether a flattened property has to fill it.
    pub wanted: bool,
}

/// Fails compilation if the column of a file does not accept all values of a field.
#[track_caller]
pub const fn check_column(field: ColumnType, schema: InFile) {
    // The derive has each value checked when it is written.
    let is_checked = matches!(
        (field.form, schema.ty.form),
        (Form::WideInteger, Form::Long)
    );
    if !is_checked && !schema.ty.accepts(field) {
        stop_mismatch(FIELD, field, schema);
    }
    check_nullable(FIELD, field, schema);
}

/// Fails compilation if a file and the columns of flattened structs differ.
#[track_caller]
pub const fn check_flattened(file: &str, parts: &[PropertiesPart], columns: &[InFile]) {
    let mut index = 0;
    while index < parts.len() {
        if let PropertiesPart::Flattened { parts, nullable } = &parts[index] {
            check_parts(file, parts, columns, *nullable);
        }
        index += 1;
    }
    let mut index = 0;
    while index < columns.len() {
        let InFile {
            name, at, wanted, ..
        } = columns[index];
        if wanted && !has_column(parts, name) {
            stop(&[at, ": no field for the column `", name, "`; add one"]);
        }
        index += 1;
    }
}

/// Checks that each column is in the file.
#[track_caller]
const fn check_parts(file: &str, parts: &[PropertiesPart], columns: &[InFile], nullable: bool) {
    let mut index = 0;
    while index < parts.len() {
        match &parts[index] {
            PropertiesPart::Column(column) => match find(columns, column.name) {
                Some(schema) => check_flattened_column(column, schema, nullable),
                None => stop(&[
                    file,
                    " has no column `",
                    column.name,
                    "` for a field of a flattened struct; add the column, or omit the field with \
                     #[personalize(skip)]",
                ]),
            },
            PropertiesPart::Flattened {
                parts,
                nullable: all,
            } => check_parts(file, parts, columns, nullable || *all),
            PropertiesPart::Unknown => {}
        }
        index += 1;
    }
}

/// Checks a field of a flattened struct. Its values are written without the file, so its own struct has to declare
/// everything that is to be checked.
#[track_caller]
const fn check_flattened_column(column: &Column, schema: InFile, nullable: bool) {
    let Column { name, ty, .. } = *column;
    if !is_equal(schema.name, name) {
        stop(&[
            "the column is `",
            schema.name,
            "` in ",
            schema.at,
            "; add #[personalize(column = \"",
            schema.name,
            "\")] to the field of the flattened struct",
        ]);
    }
    let field = if nullable { ty.nullable() } else { ty };
    let is_undeclared =
        matches!(field.form, Form::UndeclaredString) && !matches!(schema.ty.form, Form::Plain);
    if is_undeclared || !schema.ty.accepts(field) {
        stop_mismatch(FLATTENED, field, schema);
    }
    check_nullable(FLATTENED, field, schema);
}

#[track_caller]
const fn check_nullable(subject: &str, field: ColumnType, schema: InFile) {
    if field.nullable && !schema.ty.nullable {
        let InFile { name, at, .. } = schema;
        stop(&[
            "`",
            name,
            "` is not nullable in ",
            at,
            ", but ",
            subject,
            NULLS,
            "; make the field required or the column nullable",
        ]);
    }
}

#[track_caller]
const fn stop_mismatch(subject: &str, field: ColumnType, schema: InFile) -> ! {
    let InFile { name, ty, at, .. } = schema;
    stop(&[
        "`",
        name,
        "` is ",
        ty.name(),
        " in ",
        at,
        ", but ",
        subject,
        " is ",
        field.name(),
        "; change one of them",
        suggestion(field, ty),
    ])
}

/// The column of this name, or else one that differs only in case or `_`.
const fn find(columns: &[InFile], name: &str) -> Option<InFile> {
    let mut similar = None;
    let mut index = 0;
    while index < columns.len() {
        if is_equal(columns[index].name, name) {
            return Some(columns[index]);
        }
        if similar.is_none() && same_column(columns[index].name, name) {
            similar = Some(columns[index]);
        }
        index += 1;
    }
    similar
}

/// Whether a column is among these parts, or may be among those of a manual implementation.
const fn has_column(parts: &[PropertiesPart], name: &str) -> bool {
    let mut index = 0;
    while index < parts.len() {
        let is_found = match &parts[index] {
            PropertiesPart::Column(column) => is_equal(column.name, name),
            PropertiesPart::Flattened { parts, .. } => has_column(parts, name),
            PropertiesPart::Unknown => true,
        };
        if is_found {
            return true;
        }
        index += 1;
    }
    false
}

const fn is_equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut length = one.len();
    if length != other.len() {
        return false;
    }
    while length > 0 && one[length - 1] == other[length - 1] {
        length -= 1;
    }
    length == 0
}
