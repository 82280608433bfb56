//! The schema of a dataset, in a file that the columns of a struct are checked against.
//!
//! Names are checked here, where the fields are known; types by the compiler, which knows those.

use std::path::{Path, PathBuf};
use std::{env, fs};

use personalize_events_schema::{Column, Kind as Dataset, Schema};
use syn::LitStr;

use crate::engine::columns::Name;
use crate::engine::container::Container;
use crate::engine::input::{Content, Part};
use crate::engine::kind::Kind;
use crate::engine::problems::Problems;
use crate::engine::{dataset, keys};

/// A schema that was read.
pub(crate) struct File {
    /// As the attribute has it.
    pub(crate) said: LitStr,
    pub(crate) path: PathBuf,
    pub(crate) schema: Schema,
}

/// Reads the schema that a struct names, and finds the column of each property in it.
pub(crate) fn read(
    kind: &Kind,
    container: &Container,
    parts: &mut [Part<'_>],
    problems: &mut Problems,
) -> Option<File> {
    let said = container.schema.clone()?;
    let Some(dataset) = dataset::of(kind) else {
        let message = format!("no dataset is known for `{}`", kind.trait_name);
        problems.at(said.span(), message);
        return None;
    };
    let file = open(dataset, said, problems)?;
    let mut meant = Vec::new();
    let mut flattens = false;
    for part in parts.iter_mut() {
        match &mut part.content {
            Content::Property { name, column, .. } => {
                let found = find(&file.schema, &name.column);
                meant.extend(found.map(|found| found.name().to_owned()));
                match check(&file, name, found) {
                    Ok(found) => column.in_file = Some(found.clone()),
                    Err(message) => problems.at(name.column_at, message),
                }
            }
            Content::Flattened => flattens = true,
        }
    }
    // What is missing here may be a column of a flattened field, which the compiler knows.
    if !flattens {
        check_missing(kind, &file, &meant, problems);
    }
    Some(file)
}

fn open(dataset: Dataset, said: LitStr, problems: &mut Problems) -> Option<File> {
    let shown = said.value();
    let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&root).join(&shown);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!(
                "`{shown}` cannot be read: {error}; the path starts at the folder of the crate's \
                 `Cargo.toml`"
            );
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

/// The column of this name, or the one that was meant.
fn find<'a>(schema: &'a Schema, name: &str) -> Option<&'a Column> {
    schema.column_of(name).or_else(|| schema.did_you_mean(name))
}

/// Whether a property is for the column that was found for it.
fn check<'a>(file: &File, name: &Name, found: Option<&'a Column>) -> Result<&'a Column, String> {
    let (ours, shown) = (&name.column, file.said.value());
    let Some(found) = found else {
        return Err(format!("{shown} has no column `{ours}`"));
    };
    let theirs = found.name();
    if !keys::same(theirs, ours) {
        return Err(format!(
            "{shown} has no column `{ours}`; did you mean `{theirs}`?"
        ));
    }
    if theirs != ours {
        return Err(format!(
            "the column is `{theirs}` in {shown}; say #[personalize(column = \"{theirs}\")]"
        ));
    }
    if !keys::same(theirs, &name.key) {
        let (key, said) = (found.key(), &name.key);
        return Err(format!(
            "the key of the column `{ours}` is `{key}`, not `{said}`"
        ));
    }
    Ok(found)
}

/// Each column has a field.
fn check_missing(kind: &Kind, file: &File, meant: &[String], problems: &mut Problems) {
    let shown = file.said.value();
    for column in wanted(kind, &file.schema) {
        let name = column.name();
        if meant.iter().any(|meant| meant == name) {
            continue;
        }
        let at = column.position();
        let at = at.map_or_else(String::new, |at| format!(":{at}"));
        let message = format!("{shown}{at}: no field is for the column `{name}`");
        problems.at(file.said.span(), message);
    }
}

/// The columns that are filled by properties.
pub(crate) fn wanted<'a>(kind: &Kind, schema: &'a Schema) -> impl Iterator<Item = &'a Column> {
    let dataset = schema.kind();
    let is_beside = move |name: &str| {
        let keyword = dataset.keyword(name);
        keyword.is_some_and(|keyword| dataset::is_beside(kind, keyword))
    };
    let columns = schema.columns().iter();
    columns.filter(move |column| !is_beside(column.name()))
}
