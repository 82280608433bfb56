//! The keys of columns that are set with `--key`.

use personalize_events_schema::names::{fold, is_name, is_same_column};
use personalize_events_schema::{Column, Schema};

use crate::event_columns;

/// A column and its key, as they are written in `--key COLUMN=KEY`.
pub(crate) type KeyFlag = (String, String);

/// The keys that are set, each with its column.
#[derive(Default)]
pub(crate) struct Keys<'a> {
    keys: Vec<(&'a Column, &'a str)>,
    /// What is wrong with the flags.
    pub(crate) problems: Vec<String>,
    /// Keys that AWS does not document.
    pub(crate) warnings: Vec<String>,
}

impl<'a> Keys<'a> {
    /// Checks each flag against a schema, in which this is the column of the ID.
    pub(crate) fn new(schema: &'a Schema, id: &str, flags: &'a [KeyFlag]) -> Self {
        let mut keys = Self::default();
        for (name, key) in flags {
            let flag = format!("--key {name}={key}");
            match keys.column(schema, id, name, key) {
                Ok(column) => {
                    if !is_same_column(column.name(), key) {
                        keys.warnings.push(format!(
                            "{flag}: AWS documents no key for `{}` that differs from the name in more than `_` and \
                             case; check that its values are stored",
                            column.name()
                        ));
                    }
                    keys.keys.push((column, key));
                }
                Err(problem) => keys.problems.push(format!("{flag}: {problem}")),
            }
        }
        keys
    }

    /// The key of a column, if it is set.
    pub(crate) fn get(&self, column: &Column) -> Option<&'a str> {
        let mut keys = self.keys.iter();
        let (_, key) = keys.find(|(found, _)| found.name() == column.name())?;
        Some(key)
    }

    /// Finds the column of a flag, or returns why it cannot have the key.
    fn column(
        &self,
        schema: &'a Schema,
        id: &str,
        name: &str,
        key: &str,
    ) -> Result<&'a Column, String> {
        let Some(column) = schema.column_for_key(name) else {
            let meant = schema.did_you_mean(name);
            let meant = meant.map(|meant| format!("; did you mean `{}`?", meant.name()));
            let meant = meant.unwrap_or_default();
            return Err(format!("the schema has no column `{name}`{meant}"));
        };
        if column.name() == id {
            return Err(format!(
                "`{}` is the ID, which is sent beside the properties and has no key; remove the flag",
                column.name()
            ));
        }
        let dataset_type = schema.dataset_type();
        let reserved = dataset_type.reserved_column(column.name());
        let is_member = reserved.is_some_and(|it| it.member.is_some());
        if is_member || event_columns::of_calls(dataset_type, column.name()).is_some() {
            return Err(format!(
                "`{}` is sent beside the properties and has no key; remove the flag",
                column.name()
            ));
        }
        if self.get(column).is_some() {
            let name = column.name();
            return Err(format!(
                "the key of `{name}` is set twice; remove one of them"
            ));
        }
        if !is_name(key) {
            return Err(format!(
                "{key:?} is not a valid key; use ASCII letters, digits and `_`, without a digit in front"
            ));
        }
        match self.owner(schema, key) {
            Some(owner) if !is_same_column(&owner, column.name()) => {
                Err(format!("`{key}` is the key of `{owner}`; set another one"))
            }
            Some(_) | None => Ok(column),
        }
    }

    /// The column to which a key belongs already: one of this name, or one whose key it is.
    fn owner(&self, schema: &Schema, key: &str) -> Option<String> {
        if let Some(column) = schema.column_for_key(key) {
            return Some(column.name().to_owned());
        }
        let mut reserved = schema.dataset_type().reserved_columns().iter();
        if let Some(column) = reserved.find(|column| is_same_column(column.name, key)) {
            return Some(column.name.to_owned());
        }
        if let Some(column) = event_columns::of_calls(schema.dataset_type(), key) {
            return Some(column.to_owned());
        }
        let mut keys = self.keys.iter();
        let (column, _) = keys.find(|(_, other)| fold(other) == fold(key))?;
        Some(column.name().to_owned())
    }
}
