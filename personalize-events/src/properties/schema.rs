//! The schema of the dataset that a struct is for: the text that `CreateSchema` takes.
//!
//! What the service asks of each kind of dataset is handed over by the derive.

use super::ColumnType;
use super::clash::check_keys;
use super::column::Form;
use super::message::{Message, Number};
use super::part::{self, Column, PropertiesPart};

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
                       hand, or they are `Properties`; derive the trait for its type";

/// Why a column would have to be nullable.
pub(super) const NULLS: &str = " may have no value: it is an `Option`, a collection, or marked \
                                `skip_if` or `nullable`";

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
        judge.count(dataset);
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
        Form::Plain | Form::Text => ("string", ""),
        Form::Unknown
        | Form::Misfit
        | Form::Wide
        | Form::Int
        | Form::Long
        | Form::Float
        | Form::Double
        | Form::Boolean => (ty.name(), ""),
    };
    let union = if ty.nullable {
        format!("[\"null\", \"{type_name}\"]")
    } else {
        format!("\"{type_name}\"")
    };
    format!("    {{\"name\": \"{name}\", \"type\": {union}{mark}}}")
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
                    "` are textual, and the service takes one textual column; mark one of them \
                     `categorical` or `plain`",
                ]);
            }
            self.textual = Some(name);
        }
    }

    #[track_caller]
    const fn count(&self, dataset: Dataset) {
        let Dataset { name, limit, .. } = dataset;
        if self.metadata > limit {
            stop(&[
                "the service takes ",
                Number::of(limit).as_str(),
                " columns of metadata in ",
                name,
                ", and these are ",
                Number::of(self.metadata).as_str(),
                "; leave some out with #[personalize(skip)]",
            ]);
        }
        if self.metadata == 0 && dataset.needs_metadata {
            stop(&[
                "the service asks for a column of metadata in ",
                name,
                ", and there is none; add a field that is a number or `categorical`",
            ]);
        }
    }
}

/// Why the schema cannot be told from the types of the fields.
const fn undecided(ty: ColumnType) -> Option<&'static str> {
    match ty.form {
        Form::Unknown => Some(
            "` is filled by a type or a function that does not tell what it is; say it on the \
             field: #[personalize(column_type = \"long\")], or another type, or `categorical`, \
             `textual` (running text, in items only) or `plain` (a string that is not trained on)",
        ),
        Form::Misfit => Some(
            "` is said to be of a type that no value of the field is of; say another type, or change \
             that of the field",
        ),
        Form::Wide => Some(
            "` is for an integer that no type of column holds in full; say \
             #[personalize(column_type = \"long\")] on the field, and each value is checked when it \
             is written",
        ),
        Form::Text => Some(
            "` is a string, and the service has to be told of what: say \
             #[personalize(categorical)] on the field, or `textual` (running text, in items only) \
             or `plain` (the service stores it and does not train on it)",
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
            "; change its type",
            mend(ty, keyword),
        ]);
    }
    if (ty.nullable || nullable) && !keyword.nullable {
        stop(&[
            "the service asks for a column `",
            name,
            "` that cannot be null, and the field",
            NULLS,
            "; let it always have one",
        ]);
    }
}

/// What makes a field of one type be for a column of another, if there is a mark that does.
pub(super) const fn mend(field: ColumnType, column: ColumnType) -> &'static str {
    use Form::{
        Boolean, Categorical, Double, Float, Int, Long, Misfit, Plain, Text, Textual, Unknown, Wide,
    };
    macro_rules! checked {
        ($column_type:literal) => {
            concat!(
                ", or say #[personalize(column_type = \"",
                $column_type,
                "\")] on it, and each value is checked when it is written"
            )
        };
    }
    match (field.form, column.form) {
        // No value is spelled as one of the other.
        (Boolean | Categorical, Int | Long | Float | Double)
        | (Float | Double, Int | Long)
        | (Int | Long | Wide | Float | Double | Categorical, Boolean) => "",
        (_, Int) => checked!("int"),
        (_, Long) => checked!("long"),
        (_, Float) => checked!("float"),
        (_, Double) => checked!("double"),
        (_, Boolean) => checked!("boolean"),
        (_, Categorical) => ", or say #[personalize(categorical)] on it",
        (_, Textual) => ", or say #[personalize(textual)] on it",
        (_, Plain | Text | Unknown | Misfit | Wide) => ", or say #[personalize(plain)] on it",
    }
}

#[track_caller]
pub(super) const fn stop(texts: &[&str]) -> ! {
    panic!("{}", Message::of(texts).as_str())
}
