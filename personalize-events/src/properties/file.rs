//! The columns of a struct against those of a schema in a file, compared by the compiler.
//!
//! The derive compares the names that it sees; here are the types, and what is flattened.

use super::ColumnType;
use super::clash::same_column;
use super::column::Form;
use super::part::{Column, PropertiesPart};
use super::schema::{NULLS, mend, stop};

/// What the messages are about.
const FIELD: &str = "the field";
const FLATTENED: &str = "the flattened field";

/// A column of a schema in a file.
#[derive(Clone, Copy, Debug)]
pub struct InFile {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub ty: ColumnType,
    /// The file, and where in it the column stands.
    pub at: &'static str,
    /// Whether a flattened property has to fill it.
    pub wanted: bool,
}

/// Stops the compiler where the column of a file does not take all that a field may have.
#[track_caller]
pub const fn check_column(ours: ColumnType, theirs: InFile) {
    // The derive has each value checked when it is written.
    let checked = matches!((ours.form, theirs.ty.form), (Form::Wide, Form::Long));
    if !checked && !theirs.ty.holds(ours) {
        stop_unlike(FIELD, ours, theirs);
    }
    check_null(FIELD, ours, theirs);
}

/// Stops the compiler where a file and the columns of flattened structs are not the same.
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
        if wanted && !has(parts, name) {
            stop(&[at, ": no field is for the column `", name, "`; add one"]);
        }
        index += 1;
    }
}

/// Each column is in the file.
#[track_caller]
const fn check_parts(file: &str, parts: &[PropertiesPart], columns: &[InFile], nullable: bool) {
    let mut index = 0;
    while index < parts.len() {
        match &parts[index] {
            PropertiesPart::Column(column) => match find(columns, column.name) {
                Some(theirs) => check_flattened_column(column, theirs, nullable),
                None => stop(&[
                    file,
                    " has no column `",
                    column.name,
                    "`, which a field of a flattened struct is for; add it there, or leave the \
                     field out with #[personalize(skip)]",
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

/// The same as for a field of the struct itself, but for one thing: the values are written where the
/// file is not known, so that only what their own struct says of them is checked.
#[track_caller]
const fn check_flattened_column(column: &Column, theirs: InFile, nullable: bool) {
    let Column { name, ty, .. } = *column;
    if !same_text(theirs.name, name) {
        stop(&[
            "the column is `",
            theirs.name,
            "` in ",
            theirs.at,
            "; say #[personalize(column = \"",
            theirs.name,
            "\")] on the field of the flattened struct",
        ]);
    }
    let ours = if nullable { ty.nullable() } else { ty };
    let to_say = matches!(ours.form, Form::Text) && !matches!(theirs.ty.form, Form::Plain);
    if to_say || !theirs.ty.holds(ours) {
        stop_unlike(FLATTENED, ours, theirs);
    }
    check_null(FLATTENED, ours, theirs);
}

#[track_caller]
const fn check_null(field: &str, ours: ColumnType, theirs: InFile) {
    if ours.nullable && !theirs.ty.nullable {
        let InFile { name, at, .. } = theirs;
        stop(&[
            "`",
            name,
            "` cannot be null in ",
            at,
            ", and ",
            field,
            NULLS,
            "; let it always have one, or make the column nullable",
        ]);
    }
}

#[track_caller]
const fn stop_unlike(field: &str, ours: ColumnType, theirs: InFile) -> ! {
    let InFile { name, ty, at, .. } = theirs;
    stop(&[
        "`",
        name,
        "` is ",
        ty.name(),
        " in ",
        at,
        ", and ",
        field,
        " is ",
        ours.name(),
        "; change one of them",
        mend(ours, ty),
    ])
}

/// The column of this name, or else of one that is told from it by `_` or case only.
const fn find(columns: &[InFile], name: &str) -> Option<InFile> {
    let mut index = 0;
    while index < columns.len() {
        if same_text(columns[index].name, name) {
            return Some(columns[index]);
        }
        index += 1;
    }
    let mut index = 0;
    while index < columns.len() {
        if same_column(columns[index].name, name) {
            return Some(columns[index]);
        }
        index += 1;
    }
    None
}

/// Whether a column is among these parts, or may be: what is written by hand may have any.
const fn has(parts: &[PropertiesPart], name: &str) -> bool {
    let mut index = 0;
    while index < parts.len() {
        let found = match &parts[index] {
            PropertiesPart::Column(column) => same_text(column.name, name),
            PropertiesPart::Flattened { parts, .. } => has(parts, name),
            PropertiesPart::Unknown => true,
        };
        if found {
            return true;
        }
        index += 1;
    }
    false
}

const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut left = one.len();
    if left != other.len() {
        return false;
    }
    while left > 0 && one[left - 1] == other[left - 1] {
        left -= 1;
    }
    left == 0
}
