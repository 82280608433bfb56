//! The schema of a dataset, in a file that the columns of a struct are checked against.
//!
//! Names are checked here, where the fields are known; types by the compiler, which knows those.

use std::io::ErrorKind;
use std::path::{self, Path, PathBuf};
use std::{env, fs};

use personalize_events_schema::{Column, DatasetType, Schema};
use proc_macro2::Span;
use syn::LitStr;

use crate::engine::columns::Name;
use crate::engine::container::Container;
use crate::engine::input::{Content, Part};
use crate::engine::problems::Problems;
use personalize_events_schema::names::is_same_column;
use personalize_events_schema::record_kind::RecordKind;

/// A schema that was read.
pub(crate) struct File {
    /// As the attribute has it.
    pub(crate) said: LitStr,
    pub(crate) path: PathBuf,
    pub(crate) schema: Schema,
}

impl File {
    /// Where a column stands: `schemas/users.json:7:14`.
    pub(crate) fn at(&self, column: &Column) -> String {
        let shown = self.said.value();
        match column.position() {
            Some(position) => format!("{shown}:{position}"),
            None => shown,
        }
    }

    /// Whether a property fills a column, and nothing beside the properties.
    pub(crate) fn is_wanted(&self, kind: &RecordKind, column: &Column) -> bool {
        let keyword = self.schema.dataset_type().reserved_column(column.name());
        !keyword.is_some_and(|keyword| kind.is_sent_beside_properties(keyword))
    }
}

/// Reads the schema that a struct names, and finds the column of each property in it.
pub(crate) fn read(
    kind: &RecordKind,
    container: &Container,
    parts: &mut [Part<'_>],
    problems: &mut Problems,
) -> Option<File> {
    let said = container.schema.clone()?;
    // A field that could not be read may be for a column that is missing, and so may what is
    // flattened, which the compiler knows.
    let is_flattened = |part: &Part<'_>| matches!(part.content, Content::Flattened);
    let all_known = problems.is_empty() && !parts.iter().any(is_flattened);
    let file = open(kind.dataset_type(), said, problems)?;
    let mut unfilled = unfilled(kind, &file, parts);
    let mut meant = Vec::new();
    for part in parts.iter_mut() {
        if let Content::Property { name, column, .. } = &mut part.content {
            match find(&file, name, &unfilled) {
                Ok(found) => column.in_file = Some(found.clone()),
                Err(mistake) => {
                    problems.at(mistake.at, mistake.message);
                    meant.extend(mistake.meant);
                }
            }
        }
    }
    unfilled.retain(|column| all_known && !meant.contains(column));
    for column in unfilled {
        let (at, name) = (file.at(column), column.name());
        let field = if name == name.to_ascii_uppercase() {
            format!("`{}`", name.to_ascii_lowercase())
        } else {
            format!("with #[personalize(column = \"{name}\")]")
        };
        let message = format!("{at}: no field is for the column `{name}`; add a field {field}");
        problems.at(file.said.span(), message);
    }
    Some(file)
}

fn open(dataset: DatasetType, said: LitStr, problems: &mut Problems) -> Option<File> {
    let shown = said.value();
    if shown.is_empty() {
        let message = "`schema` takes the path of a file: `schema = \"schemas/users.json\"`";
        problems.at(said.span(), message);
        return None;
    }
    let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&root).join(&shown);
    let read = path::absolute(&path).and_then(|path| Ok((fs::read_to_string(&path)?, path)));
    let (text, path) = match read {
        Ok(read) => read,
        Err(error) => {
            let start = if error.kind() == ErrorKind::NotFound && Path::new(&shown).is_relative() {
                "; the path starts at the folder of the crate's `Cargo.toml`"
            } else {
                ""
            };
            let message = format!("`{shown}` cannot be read: {error}{start}");
            problems.at(said.span(), message);
            return None;
        }
    };
    match Schema::parse_as(dataset, &text) {
        Ok(schema) => Some(File { said, path, schema }),
        Err(found) => {
            for remark in found {
                problems.at(said.span(), format!("{shown}:{remark}"));
            }
            None
        }
    }
}

/// The columns that a property should fill and none does.
fn unfilled<'a>(kind: &RecordKind, file: &'a File, parts: &[Part<'_>]) -> Vec<&'a Column> {
    let has_field = |column: &Column| {
        parts.iter().any(|part| match &part.content {
            Content::Property { name, .. } => is_same_column(&name.column, column.name()),
            Content::Flattened => false,
        })
    };
    let columns = file.schema.columns().iter();
    let wanted = columns.filter(|column| file.is_wanted(kind, column));
    wanted.filter(|column| !has_field(column)).collect()
}

/// What is wrong with the name of a property.
struct Mistake<'a> {
    at: Span,
    message: String,
    /// The column that was probably meant.
    meant: Option<&'a Column>,
}

/// The column that a property is for; what was meant otherwise is one that no property fills.
fn find<'a>(
    file: &'a File,
    name: &Name,
    unfilled: &[&'a Column],
) -> Result<&'a Column, Mistake<'a>> {
    let (ours, shown) = (&name.column, file.said.value());
    let Some(found) = file.schema.column_for_key(ours) else {
        let meant = file.schema.did_you_mean(ours);
        let meant = meant.filter(|meant| unfilled.contains(meant));
        let mend = match meant {
            Some(meant) => format!("did you mean `{}`?", meant.name()),
            None => "add it there, or leave the field out with #[personalize(skip)]".to_owned(),
        };
        return Err(Mistake {
            at: name.column_at,
            message: format!("{shown} has no column `{ours}`; {mend}"),
            meant,
        });
    };
    let (theirs, meant) = (found.name(), None);
    if theirs != ours {
        let at = file.at(found);
        let message =
            format!("the column is `{theirs}` in {at}; say #[personalize(column = \"{theirs}\")]");
        let at = name.column_at;
        return Err(Mistake { at, message, meant });
    }
    Ok(found)
}
