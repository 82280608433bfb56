//! The schema of the dataset that a struct is for: the text that `CreateSchema` takes.
//!
//! What the service asks of each kind of dataset is handed over by the derive.

use super::ColumnType;
use super::clash::{check_keys, same_column};
use super::column::Form;
use super::message::Message;
use super::part::{Column, PropertiesPart};

/// What the schema of a kind of dataset has besides a struct's columns.
#[derive(Clone, Copy, Debug)]
pub struct Dataset {
    /// The name of the record.
    pub name: &'static str,
    /// The columns that are told beside the properties.
    pub fixed: &'static [(&'static str, ColumnType)],
    /// How many columns of metadata there may be.
    pub limit: usize,
    /// Whether there has to be one.
    pub needs_metadata: bool,
}

/// A schema that the service takes.
#[derive(Clone, Copy, Debug)]
pub enum PropertiesSchema {
    /// The columns of a struct.
    Columns {
        /// What there is besides.
        dataset: Dataset,
        /// The columns.
        parts: &'static [PropertiesPart],
    },
    /// The schema that the struct was checked against.
    File(&'static str),
}

const UNKNOWN: &str = "the columns of a flattened field are not known: its properties are written by \
                       hand, or they are `Properties`";

impl PropertiesSchema {
    /// Stops the compiler: the columns are not known.
    #[track_caller]
    #[must_use]
    pub const fn unknown() -> Self {
        stop(&[
            "the columns are not known where the trait is implemented by hand, nor are those of \
             `Properties`; derive the trait to have a schema",
        ])
    }

    /// The schema of a struct; stops the compiler if the service would not take it.
    #[track_caller]
    #[must_use]
    pub const fn new(dataset: Dataset, parts: &'static [PropertiesPart]) -> Self {
        check_keys(parts);
        let mut judge = Judge {
            metadata: 0,
            textual: None,
        };
        judge.parts(parts, false);
        let Dataset { name, .. } = dataset;
        if judge.metadata > dataset.limit {
            stop(&["the service takes fewer columns of metadata in ", name]);
        }
        if judge.metadata == 0 && dataset.needs_metadata {
            stop(&["the service asks for a column of metadata in ", name]);
        }
        Self::Columns { dataset, parts }
    }

    /// The columns of a file; stops the compiler where some are not known.
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

    /// The text, in the layout that the crate `personalize-events-schema` writes.
    pub(crate) fn to_json(self) -> String {
        let (dataset, parts) = match self {
            Self::File(text) => return text.to_owned(),
            Self::Columns { dataset, parts } => (dataset, parts),
        };
        let mut columns = Vec::new();
        for (name, ty) in dataset.fixed {
            columns.push(column(name, *ty));
        }
        write_parts(parts, false, &mut columns);
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

fn write_parts(parts: &[PropertiesPart], nullable: bool, columns: &mut Vec<String>) {
    for part in parts {
        match part {
            PropertiesPart::Column(Column {
                name, ty, keyword, ..
            }) => {
                let ty = keyword.map_or(*ty, |keyword| ColumnType {
                    nullable: ty.nullable,
                    ..keyword
                });
                columns.push(column(name, if nullable { ty.nullable() } else { ty }));
            }
            PropertiesPart::Flattened {
                parts,
                nullable: all,
            } => write_parts(parts, nullable || *all, columns),
            PropertiesPart::Unknown => {}
        }
    }
}

/// `{"name": "GENRES", "type": ["null", "string"], "categorical": true}`
fn column(name: &str, ty: ColumnType) -> String {
    let (ty, nullable, mark) = match ty.form {
        Form::Categorical => ("string", ty.nullable, ", \"categorical\": true"),
        Form::Textual => ("string", ty.nullable, ", \"textual\": true"),
        Form::Plain | Form::Text => ("string", ty.nullable, ""),
        Form::Unknown
        | Form::Wide
        | Form::Int
        | Form::Long
        | Form::Float
        | Form::Double
        | Form::Boolean => (ty.name(), ty.nullable, ""),
    };
    if nullable {
        format!("    {{\"name\": \"{name}\", \"type\": [\"null\", \"{ty}\"]{mark}}}")
    } else {
        format!("    {{\"name\": \"{name}\", \"type\": \"{ty}\"{mark}}}")
    }
}

/// Looks at each column, where the compiler does it.
struct Judge {
    metadata: usize,
    textual: Option<&'static str>,
}

impl Judge {
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
            return;
        }
        self.metadata += 1;
        if let Some(why) = undecided(ty) {
            stop(&["the column `", name, why]);
        }
        if matches!(ty.form, Form::Textual) {
            if let Some(other) = self.textual {
                stop(&[
                    "`",
                    other,
                    "` and `",
                    name,
                    "` are textual, and the service takes one textual column",
                ]);
            }
            self.textual = Some(name);
        }
    }
}

/// Why the schema cannot be told from the types of the fields.
const fn undecided(ty: ColumnType) -> Option<&'static str> {
    match ty.form {
        Form::Unknown => Some(
            "` is of a type that says nothing about its column; say it on the field: \
             #[personalize(column_type = \"…\")], `categorical`, `textual` or `plain`",
        ),
        Form::Wide => Some(
            "` is for an integer that no type of column holds in full; say \
             #[personalize(column_type = \"long\")] on the field, and each value is checked when it \
             is written",
        ),
        Form::Text => Some(
            "` is a string, of which the service has to be told what it is: say #[personalize(…)] \
             on the field with `categorical`, `textual` (a column of items) or `plain`. The service \
             takes a string column that is neither categorical nor textual, and does not train on it",
        ),
        Form::Int
        | Form::Long
        | Form::Float
        | Form::Double
        | Form::Boolean
        | Form::Categorical
        | Form::Textual
        | Form::Plain => None,
    }
}

#[track_caller]
const fn check_keyword(name: &str, ty: ColumnType, keyword: ColumnType, nullable: bool) {
    if !keyword.holds(ty) {
        stop(&[
            "the service asks for a column `",
            name,
            "` that is ",
            keyword.name(),
            ", and the field is ",
            ty.name(),
        ]);
    }
    if (ty.nullable || nullable) && !keyword.nullable {
        stop(&[
            "the service asks for a column `",
            name,
            "` that cannot be null, and the field may be left out",
        ]);
    }
}

/// Stops the compiler where the column of a file does not take all that a field may have.
#[track_caller]
pub const fn check_column(file: &str, name: &str, ours: ColumnType, theirs: ColumnType) {
    if let (Some(why), Form::Unknown) = (undecided(ours), ours.form) {
        stop(&["the column `", name, why]);
    }
    let wide = matches!((ours.form, theirs.form), (Form::Wide, Form::Long));
    if !wide && !theirs.holds(ours) {
        stop(&[
            "`",
            name,
            "` is ",
            theirs.name(),
            " in ",
            file,
            ", and the field is ",
            ours.name(),
        ]);
    }
    if ours.nullable && !theirs.nullable {
        stop(&[
            "`",
            name,
            "` cannot be null in ",
            file,
            ", and the field may be left out",
        ]);
    }
}

/// Stops the compiler where a file and the columns of flattened structs are not the same.
#[track_caller]
pub const fn check_flattened(file: &str, parts: &[PropertiesPart], columns: &[(&str, ColumnType)]) {
    check_known(file, parts, columns, false);
    let mut index = 0;
    while index < columns.len() {
        let (name, _) = columns[index];
        if !has(parts, name) {
            stop(&["no field is for the column `", name, "` of ", file]);
        }
        index += 1;
    }
}

/// Each flattened column is in the file.
#[track_caller]
const fn check_known(
    file: &str,
    parts: &[PropertiesPart],
    columns: &[(&str, ColumnType)],
    flattened: bool,
) {
    let mut index = 0;
    while index < parts.len() {
        match &parts[index] {
            PropertiesPart::Column(column) if flattened => match find(columns, column.name) {
                Some(theirs) => check_column(file, column.name, column.ty, theirs),
                None => stop(&[file, " has no column `", column.name, "`"]),
            },
            PropertiesPart::Flattened { parts, .. } => check_known(file, parts, columns, true),
            PropertiesPart::Column(_) | PropertiesPart::Unknown => {}
        }
        index += 1;
    }
}

const fn find(columns: &[(&str, ColumnType)], name: &str) -> Option<ColumnType> {
    let mut index = 0;
    while index < columns.len() {
        if same_column(columns[index].0, name) {
            return Some(columns[index].1);
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
            PropertiesPart::Column(column) => same_column(column.name, name),
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

#[track_caller]
const fn stop(texts: &[&str]) -> ! {
    panic!("{}", Message::of(texts).as_str())
}
