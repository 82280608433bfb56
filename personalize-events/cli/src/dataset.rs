//! The columns of a dataset, read from its schema.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail, ensure};
use personalize_events::ColumnType;
use personalize_events_schema::names::{fold, is_same_column};
use personalize_events_schema::{DatasetType, Schema, Type};

use crate::arguments::{self, EventSettings};
use crate::column::{Column, NOT_NULLABLE, role};
use crate::event_columns;
use crate::keys::{KeyFlag, Keys};
use crate::progress::eprintln;

/// How much of an unknown name a message has.
const MAX_NAME_CHARS: usize = 100;

/// A dataset as its schema describes it.
#[derive(Debug)]
pub(crate) struct Dataset {
    pub(crate) schema: Schema,
    /// The columns of the schema, in its order.
    pub(crate) columns: Vec<Column>,
    /// The index of the column of the ID; `None` for interactions, which have none.
    pub(crate) id: Option<usize>,
    /// The indexes of all columns in the order of the file of an import, which has the ID first.
    pub(crate) in_file: Vec<usize>,
    /// The index of each column, by its name and by its key, without `_` and case.
    indexes: HashMap<String, usize>,
    /// Whether numbers and booleans are sent as JSON values instead of strings.
    pub(crate) json_values: bool,
    /// Whether IDs and categories may be the text `null`.
    pub(crate) allow_null_text: bool,
    /// How events are sent, if they are.
    pub(crate) events: Option<EventSettings>,
}

/// How records are sent.
pub(crate) struct Sent<'a> {
    /// The columns whose keys the user has set.
    pub(crate) keys: &'a [KeyFlag],
    pub(crate) json_values: bool,
    /// For events only.
    pub(crate) events: Option<EventSettings>,
}

impl Dataset {
    /// Reads the schema of a dataset of one of these types.
    ///
    /// `sent` is `None` for the file of an import, in which all members of events are columns, and keys do not matter.
    pub(crate) fn load(
        input: &arguments::Input,
        types: &[DatasetType],
        sent: Option<Sent<'_>>,
    ) -> anyhow::Result<Arc<Self>> {
        let path = input.schema.as_path();
        let schema = read(path)?;
        let dataset_type = schema.dataset_type();
        if !types.contains(&dataset_type) {
            let expected = types.iter().map(|it| it.name());
            bail!(
                "{}: the schema is for {dataset_type}, but one for {} is required",
                path.display(),
                expected.collect::<Vec<_>>().join(" or ")
            );
        }
        // Interactions require several columns.
        let reserved = dataset_type.reserved_columns().iter();
        let mut required = reserved.filter(|column| column.required);
        let id = required.next().filter(|_| required.next().is_none());
        let keys = sent.as_ref().map(|sent| sent.keys);
        let id_name = id.map(|column| column.name).unwrap_or_default();
        let mut columns = columns(path, &schema, id_name, keys)?;
        let id = id.and_then(|id| {
            let index = columns.iter().position(|it| it.name == id.name)?;
            columns[index].member = id.member;
            Some(index)
        });
        let events = sent.as_ref().and_then(|sent| sent.events);
        if let Some(settings) = events {
            event_columns::set_members(dataset_type, &mut columns, settings);
        }
        let names = columns.iter().enumerate().flat_map(|(index, column)| {
            let names = [&column.name, &column.key];
            names.map(|name| (fold(name), index))
        });
        let mut indexes: HashMap<String, usize> = names.collect();
        for (index, column) in columns.iter().enumerate() {
            let reserved = dataset_type.reserved_column(&column.name);
            if let Some(member) = column.member.or(reserved.and_then(|it| it.member)) {
                indexes.entry(fold(member)).or_insert(index);
            }
        }
        let others = (0..columns.len()).filter(|index| Some(*index) != id);
        Ok(Arc::new(Self {
            indexes,
            id,
            in_file: id.into_iter().chain(others).collect(),
            columns,
            schema,
            json_values: sent.is_some_and(|sent| sent.json_values),
            allow_null_text: input.allow_null_text,
            events,
        }))
    }

    /// Finds a column by its name or key, regardless of case and `_`.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.indexes.get(&fold(name)).copied()
    }

    /// Finds the column of a member of events.
    pub(crate) fn member(&self, member: &str) -> Option<usize> {
        let mut columns = self.columns.iter();
        columns.position(|column| column.member == Some(member))
    }

    /// Whether records are interactions.
    pub(crate) fn has_events(&self) -> bool {
        self.id.is_none()
    }

    /// The member of events that a name without column is for, if any. The file of an import does not have it.
    pub(crate) fn event_member(&self, name: &str) -> Option<&'static str> {
        event_columns::of_calls(self.schema.dataset_type(), name)
    }

    /// The schema with the keys as the names of its columns, for an endpoint that does not know what `--key` sets.
    pub(crate) fn schema_of_keys(&self) -> anyhow::Result<Schema> {
        let is_named_after = |column: &Column| is_same_column(&column.name, &column.key);
        if self.columns.iter().all(is_named_after) {
            return Ok(self.schema.clone());
        }
        let columns = self.schema.columns().iter().zip(&self.columns);
        let columns = columns.map(|(column, of_record)| {
            if is_named_after(of_record) {
                return column.clone();
            }
            let key = of_record.key.as_str();
            let renamed = personalize_events_schema::Column::new(key, column.ty())
                .with_nullable(column.is_nullable());
            if column.is_categorical() {
                renamed.categorical()
            } else if column.is_textual() {
                renamed.textual()
            } else {
                renamed
            }
        });
        Ok(Schema::new(self.schema.dataset_type(), columns)?)
    }

    /// Finds a column by the path of a violation, and returns the rest of the path, such as `[1]`.
    pub(crate) fn column_at<'p>(&self, path: &'p str) -> Option<(usize, &'p str)> {
        // The ID has a member of its own: `userId`. All members of interactions are columns.
        let key = path.strip_prefix("properties.");
        let name = key.unwrap_or(path);
        let name = name.strip_prefix("metricAttribution.").unwrap_or(name);
        let (name, rest) = name.split_at(name.find('[').unwrap_or(name.len()));
        let column = self.column(name);
        let column =
            column.filter(|column| key.is_some() || self.id.is_none_or(|id| id == *column));
        Some((column?, rest))
    }

    /// The message for a name that no column has. It is an error because the service silently drops such values.
    pub(crate) fn unknown_column(&self, name: &str, is_object: bool) -> String {
        let help = match self.schema.did_you_mean(name) {
            Some(column) => format!("did you mean `{}`?", column.name()),
            None if is_object => {
                "write the columns as keys of the record, or of its `properties`".to_owned()
            }
            None => "remove it, or leave out its values with --ignore-unknown".to_owned(),
        };
        format!(
            "{:?} is not a column of the schema; {help}",
            shortened(name)
        )
    }

    /// The columns without that of the ID.
    pub(crate) fn properties(&self) -> impl Iterator<Item = (&str, ColumnType)> {
        let properties = self.in_file.iter().skip(usize::from(self.id.is_some()));
        properties.map(|index| {
            let column = &self.columns[*index];
            let ty = if column.nullable {
                column.form.nullable()
            } else {
                column.form
            };
            (column.name.as_str(), ty)
        })
    }
}

/// The start of a name, for messages, without characters that would be escaped.
pub(crate) fn shortened(name: &str) -> String {
    let printable = |character: char| match character.escape_debug().len() {
        1 => character,
        _ => char::REPLACEMENT_CHARACTER,
    };
    let mut start: String = name.chars().take(MAX_NAME_CHARS).map(printable).collect();
    if name.chars().nth(MAX_NAME_CHARS).is_some() {
        start.push('…');
    }
    start
}

/// Reads the schema of a dataset of any type.
pub(crate) fn read(path: &Path) -> anyhow::Result<Schema> {
    let name = path.display();
    let text = std::fs::read_to_string(path);
    if matches!(&text, Err(error) if error.kind() == ErrorKind::InvalidData) {
        bail!("{name}: the file is not valid UTF-8; convert it to UTF-8");
    }
    let text = text.with_context(|| format!("{name}: cannot be read"))?;
    Schema::parse(&text).map_err(|error| {
        let lines = error.iter().map(|problem| format!("{name}:{problem}"));
        anyhow!(lines.collect::<Vec<_>>().join("\n"))
    })
}

fn columns(
    path: &Path,
    schema: &Schema,
    id: &str,
    flags: Option<&[KeyFlag]>,
) -> anyhow::Result<Vec<Column>> {
    let keys = Keys::new(schema, id, flags.unwrap_or_default());
    for warning in &keys.warnings {
        eprintln(&format!("{warning} (warning)"));
    }
    let mut problems = keys.problems.clone();
    let mut columns = Vec::new();
    for column in schema.columns() {
        let (name, default) = (column.name(), column.key());
        let set_key = keys.get(column);
        if flags.is_some() && set_key.is_none() && !default.is_unambiguous() && name != id {
            let position = column.position();
            let position = position.map_or_else(String::new, |at| format!(":{at}"));
            let suggestion = match default.as_str() {
                "" => name,
                key => key,
            };
            problems.push(format!(
                "{}{position}: the key of `{name}` is ambiguous, because converters of names differ; set it with \
                 --key {name}={suggestion}",
                path.display(),
            ));
        }
        // Those of a file do not matter, and are found faster if they are the names.
        let default = if flags.is_some() {
            default.as_str()
        } else {
            name
        };
        let key = set_key.unwrap_or(default);
        columns.push(Column {
            name: name.to_owned(),
            key: key.to_owned(),
            ty: column.ty(),
            nullable: column.is_nullable(),
            form: form(column),
            role: role(schema.dataset_type(), name, column.ty()),
            member: None,
            requirement: NOT_NULLABLE,
        });
    }
    ensure!(problems.is_empty(), problems.join("\n"));
    Ok(columns)
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
