//! The file with the schema of a dataset.

use std::io::ErrorKind;
use std::path::{self, Path, PathBuf};
use std::{env, fs};

use personalize_events_schema::record_kind::RecordKind;
use personalize_events_schema::{Column, Schema};
use syn::LitStr;

use crate::engine::errors::Errors;

/// The maximum number of problems of a file that are reported. The compiler takes a while for each, and all are at the
/// same attribute.
const MAX_ERRORS: usize = 100;

/// A schema and its file.
pub(crate) struct SchemaFile {
    /// The path in the attribute.
    pub(crate) attr: LitStr,
    pub(crate) path: PathBuf,
    pub(crate) schema: Schema,
}

impl SchemaFile {
    /// Reads the file that a struct names.
    pub(crate) fn read(kind: &RecordKind, attr: LitStr, errors: &mut Errors) -> Option<Self> {
        let shown = attr.value();
        if shown.is_empty() {
            let message = "`schema` requires a path; write `schema = \"schemas/users.json\"`";
            errors.at(attr.span(), message);
            return None;
        }
        let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        let path = Path::new(&root).join(&shown);
        let read = path::absolute(&path).and_then(|path| Ok((fs::read_to_string(&path)?, path)));
        let (text, path) = match read {
            Ok(read) => read,
            Err(error) => {
                let is_missing = error.kind() == ErrorKind::NotFound;
                let hint = if is_missing && Path::new(&shown).is_relative() {
                    "; write the path relative to the folder of the crate's `Cargo.toml`"
                } else {
                    ""
                };
                let message = format!("`{shown}` cannot be read: {error}{hint}");
                errors.at(attr.span(), message);
                return None;
            }
        };
        match Schema::parse_as(kind.dataset_type(), &text) {
            Ok(schema) => Some(Self { attr, path, schema }),
            Err(found) => {
                let count = found.iter().count();
                for diagnostic in found.iter().take(MAX_ERRORS) {
                    errors.at(attr.span(), format!("{shown}:{diagnostic}"));
                }
                if count > MAX_ERRORS {
                    let more = count - MAX_ERRORS;
                    let message = format!("{shown} has {more} more problems like these");
                    errors.at(attr.span(), message);
                }
                None
            }
        }
    }

    /// The position of a column: `schemas/users.json:7:14`.
    pub(crate) fn position_of(&self, column: &Column) -> String {
        let shown = self.attr.value();
        match column.position() {
            Some(position) => format!("{shown}:{position}"),
            None => shown,
        }
    }

    /// Whether a property must fill a column.
    pub(crate) fn is_property(&self, kind: &RecordKind, column: &Column) -> bool {
        let reserved = self.schema.dataset_type().reserved_column(column.name());
        !reserved.is_some_and(|reserved| kind.is_sent_beside_properties(reserved))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn at_most_a_hundred_problems_of_a_file_are_reported() {
        let path = env::temp_dir().join(format!("personalize-events-{}.json", std::process::id()));
        let columns = vec!["1"; 250].join(",");
        let text = format!(r#"{{"type": "record", "name": "Users", "fields": [{columns}]}}"#);
        fs::write(&path, text).unwrap();
        let attr = LitStr::new(&path.to_string_lossy(), Span::call_site());
        let mut errors = Errors::default();
        assert!(SchemaFile::read(&RecordKind::USER, attr, &mut errors).is_none());
        fs::remove_file(&path).unwrap();
        let messages = errors.finish(()).unwrap_err().into_iter();
        let messages: Vec<String> = messages.map(|error| error.to_string()).collect();
        assert_eq!(messages.len(), 101);
        assert!(messages[100].ends_with("has 150 more problems like these"));
    }
}
