//! The columns of a dataset, read from its schema.

use std::collections::HashMap;
use std::path::Path;

use personalize_events::__private::PropertiesPart;
use personalize_events::ColumnType;
use personalize_events_schema::{DatasetType, Schema, Type};

use crate::error::Failure;

/// A dataset, as far as its schema tells. There is one in a process, for as long as it lives: keys and names of
/// columns are those of the file, and the writers want them `'static`.
#[derive(Debug)]
pub(crate) struct Dataset {
    schema: Schema,
    /// Those of the schema, in its order.
    pub(crate) columns: Vec<Column>,
    /// Which of them is the id.
    pub(crate) id: usize,
    /// Columns by their names and keys.
    by_name: HashMap<&'static str, usize>,
    /// Whether numbers and booleans are sent as JSON has them.
    pub(crate) native: bool,
}

#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// By which `properties` tell it.
    pub(crate) key: &'static str,
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
    pub(crate) form: ColumnType,
}

/// Which keys fill columns.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keys<'a> {
    /// Properties are written: where a name does not tell its key, it has to be said.
    Sent(&'a [(String, String)]),
    /// Nothing is sent.
    Unused,
}

impl Dataset {
    /// Reads the schema of a dataset of one of these kinds.
    pub(crate) fn load(
        path: &Path,
        kinds: &[DatasetType],
        keys: Keys<'_>,
        native: bool,
    ) -> Result<&'static Self, Failure> {
        let schema = read(path)?;
        let kind = schema.dataset_type();
        if !kinds.contains(&kind) {
            let wanted: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            return Err(Failure::new(format!(
                "{}: this is a schema of {kind}, and one of {} is needed",
                path.display(),
                wanted.join(" or ")
            )));
        }
        let columns = columns(path, &schema, keys)?;
        let id = columns.iter().position(|it| it.name == id_of(kind).0);
        let by_name = columns.iter().enumerate().flat_map(|(index, column)| {
            let names = [column.name, column.key];
            names.map(|name| (name, index))
        });
        Ok(Box::leak(Box::new(Self {
            by_name: by_name.collect(),
            id: id.unwrap_or_default(),
            columns,
            schema,
            native,
        })))
    }

    pub(crate) fn kind(&self) -> DatasetType {
        self.schema.dataset_type()
    }

    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The column and the member of the wire that hold the id.
    pub(crate) fn id(&self) -> (&'static str, &'static str) {
        id_of(self.kind())
    }

    /// The column that a name or key is for: neither `_` nor case matters.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied().or_else(|| {
            let column = self.schema.column_for_key(name)?;
            self.by_name.get(column.name()).copied()
        })
    }

    /// The column that a violation is about.
    pub(crate) fn column_at(&self, path: &str) -> Option<usize> {
        if path == self.id().1 {
            return Some(self.id);
        }
        let key = path.strip_prefix("properties.")?;
        self.columns.iter().position(|column| column.key == key)
    }

    /// What is said of a name that no column has.
    pub(crate) fn unknown(&self, name: &str) -> String {
        let meant = self.schema.did_you_mean(name);
        let hint = meant.map_or_else(
            || "leave it out, or all such with --ignore-unknown".to_owned(),
            |column| {
                format!(
                    "did you mean `{}`? --ignore-unknown leaves such out",
                    column.name()
                )
            },
        );
        format!("{name:?} is no column of the schema; {hint}")
    }

    /// What a row of a file has.
    pub(crate) fn parts(&self) -> Vec<PropertiesPart> {
        let others = self.columns.iter().enumerate();
        let others = others.filter(|(index, _)| *index != self.id);
        others
            .map(|(_, column)| {
                let form = if column.nullable {
                    column.form.nullable()
                } else {
                    column.form
                };
                PropertiesPart::column(column.key, column.name, form)
            })
            .collect()
    }
}

/// Reads a schema of any kind.
pub(crate) fn read(path: &Path) -> Result<Schema, Failure> {
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{name}: cannot be read: {error}")))?;
    Schema::parse(&text).map_err(|problems| {
        let lines = problems.iter().map(|problem| format!("{name}:{problem}"));
        Failure::new(lines.collect::<Vec<_>>().join("\n"))
    })
}

const fn id_of(kind: DatasetType) -> (&'static str, &'static str) {
    match kind {
        DatasetType::Items => ("ITEM_ID", "itemId"),
        DatasetType::Actions => ("ACTION_ID", "actionId"),
        DatasetType::Users | DatasetType::Interactions | DatasetType::ActionInteractions | _ => {
            ("USER_ID", "userId")
        }
    }
}

fn columns(path: &Path, schema: &Schema, keys: Keys<'_>) -> Result<Vec<Column>, Failure> {
    let mut problems = Vec::new();
    let said = match keys {
        Keys::Sent(said) => said,
        Keys::Unused => &[],
    };
    for (name, key) in said {
        let column = schema.columns().iter().find(|column| column.name() == name);
        if column.is_none() {
            problems.push(format!(
                "--key {name}={key}: the schema has no column `{name}`"
            ));
        }
    }
    let mut columns = Vec::new();
    for column in schema.columns() {
        let told = column.key();
        let said = said.iter().find(|(name, _)| name == column.name());
        let is_id = column.name() == id_of(schema.dataset_type()).0;
        if matches!(keys, Keys::Sent(_)) && said.is_none() && !told.is_unambiguous() && !is_id {
            let position = column
                .position()
                .map(|at| format!(":{at}"))
                .unwrap_or_default();
            problems.push(format!(
                "{}{position}: the key of `{name}` is not clear from its name, since converters differ; \
                 say it: --key {name}={told}",
                path.display(),
                name = column.name(),
            ));
        }
        let key = said.map_or_else(|| told.as_str().to_owned(), |(_, key)| key.clone());
        columns.push(Column {
            name: String::leak(column.name().to_owned()),
            key: String::leak(key),
            ty: column.ty(),
            nullable: column.is_nullable(),
            form: form(column),
        });
    }
    if problems.is_empty() {
        Ok(columns)
    } else {
        Err(Failure::new(problems.join("\n")))
    }
}

fn form(column: &personalize_events_schema::Column) -> ColumnType {
    match column.ty() {
        Type::Int => ColumnType::INT,
        Type::Long => ColumnType::LONG,
        Type::Float => ColumnType::FLOAT,
        Type::Double => ColumnType::DOUBLE,
        Type::Boolean => ColumnType::BOOLEAN,
        Type::String if column.is_categorical() => ColumnType::CATEGORICAL,
        Type::String if column.is_textual() => ColumnType::TEXTUAL,
        Type::String | _ => ColumnType::PLAIN,
    }
}
