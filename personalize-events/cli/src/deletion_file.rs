//! Files with the IDs of deleted records: for users what a data deletion job reads, for items and actions a list.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use personalize_events::{
    Action, ActionIdentity, ActionProperties, ColumnType, CsvWriter, Item, ItemIdentity,
    ItemProperties, PropertiesWriter, User, UserIdentity, UserProperties, ValidationError,
};

use crate::atomic_file::{self, AtomicFile};
use crate::target::Target;

/// The documented maximum of a data deletion job, in bytes.
const MAX_BYTES: usize = 100_000_000;

/// An ID alone.
pub(crate) struct DeletedId(pub(crate) String);

/// A kind of record whose IDs can be listed.
pub(crate) trait DeletionKind {
    /// What the service can do about records that the input no longer has.
    const ADVICE: &'static str;

    /// Writes a CSV whose only column is the ID.
    fn ids<W: io::Write>(out: W) -> Result<CsvWriter<W, DeletedId>, ValidationError>;
}

macro_rules! deletion_kinds {
    ($($record:ident, $identity:ident, $properties:ident, $id:ident, $csv:ident, $advice:literal;)*) => {$(
        impl $identity for DeletedId {
            fn $id(&self) -> String {
                self.0.clone()
            }

            fn allow_null_text(&self) -> bool {
                true
            }
        }

        impl $properties for DeletedId {
            fn write_properties(&self, _: &mut PropertiesWriter) {}
        }

        impl DeletionKind for $record {
            const ADVICE: &'static str = $advice;

            fn ids<W: io::Write>(out: W) -> Result<CsvWriter<W, DeletedId>, ValidationError> {
                CsvWriter::$csv(out, std::iter::empty::<(&str, ColumnType)>())
            }
        }
    )*};
}

deletion_kinds! {
    User, UserIdentity, UserProperties, user_id, users_with_columns,
        "a data deletion job deletes all references to users (`aws personalize create-data-deletion-job`, one for each file)";
    Item, ItemIdentity, ItemProperties, item_id, items_with_columns,
        "the service cannot delete items: exclude them from recommendations with a filter";
    Action, ActionIdentity, ActionProperties, action_id, actions_with_columns,
        "the service cannot delete actions: exclude them from recommendations with a filter";
}

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) ids: u64,
    pub(crate) files: Vec<PathBuf>,
}

/// Whether the format has room for an ID. Line breaks end a record, even in a quoted field.
pub(crate) fn is_writable(id: &str) -> bool {
    !id.contains(['\n', '\r'])
}

/// Fails if one of the files exists, which this flag names: it may have IDs that were not deleted yet.
pub(crate) fn check_absent(path: &Path, flag: &str) -> anyhow::Result<()> {
    for number in [1, 2] {
        let path = numbered(path, number);
        if fs::symlink_metadata(&path).is_ok() {
            bail!(
                "{}: the file exists; delete the records that it lists, then remove it, or choose another file for {flag}",
                path.display()
            );
        }
    }
    Ok(())
}

/// Writes all IDs that `next` returns, to no file if there are none. A file appears once it is complete, the first one after the
/// others; none replaces another one.
pub(crate) fn write<R: DeletionKind>(
    path: &Path,
    next: impl FnMut() -> anyhow::Result<Option<String>>,
) -> anyhow::Result<Written> {
    let name = path.display();
    let target = Target::of(path).with_context(|| format!("{name}: cannot be written"))?;
    let Target::File(resolved) = target else {
        bail!("{name}: the IDs of deleted records must be written to a file");
    };
    Parts {
        name: path,
        path: resolved,
        max_bytes: MAX_BYTES,
        next,
        written: Written::default(),
    }
    .write::<R>()
}

/// Files of limited length: `deleted.csv`, `deleted-2.csv`.
struct Parts<'a, F> {
    /// The path of the command line.
    name: &'a Path,
    /// An absolute path without links.
    path: PathBuf,
    max_bytes: usize,
    next: F,
    written: Written,
}

impl<F: FnMut() -> anyhow::Result<Option<String>>> Parts<'_, F> {
    fn write<R: DeletionKind>(mut self) -> anyhow::Result<Written> {
        if let Some(first) = (self.next)()? {
            self.write_from::<R>(first, 1)?;
        }
        self.written.files.reverse();
        Ok(self.written)
    }

    /// Writes the part with this number, which starts with this ID, and all later ones before it is complete.
    fn write_from<R: DeletionKind>(&mut self, first: String, number: usize) -> anyhow::Result<()> {
        let path = numbered(&self.path, number);
        let unwritable = || format!("{}: cannot be written", path.display());
        atomic_file::remove_leftovers(&path);
        let mut csv = R::ids(AtomicFile::create(&path).with_context(unwritable)?)?;
        let mut bytes = HEADER_BYTES;
        let mut next = Some(first);
        while let Some(id) = next.take() {
            bytes += max_line_bytes(&id);
            if bytes > self.max_bytes && bytes - max_line_bytes(&id) > HEADER_BYTES {
                self.write_from::<R>(id, number + 1)?;
                break;
            }
            csv.write(&DeletedId(id)).with_context(unwritable)?;
            self.written.ids += 1;
            next = (self.next)()?;
        }
        let file = csv.finish().with_context(unwritable)?;
        file.commit_new().with_context(unwritable)?;
        self.written.files.push(numbered(self.name, number));
        Ok(())
    }
}

/// `ACTION_ID` and a line break.
const HEADER_BYTES: usize = 10;

/// The length of the line of an ID, if it is quoted.
fn max_line_bytes(id: &str) -> usize {
    let escaped = id.bytes().filter(|byte| matches!(byte, b'"' | b'\\'));
    id.len() + escaped.count() + 3
}

fn numbered(path: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(path: &Path, ids: &[&str], max_bytes: usize) -> anyhow::Result<Written> {
        let mut ids = ids.iter().map(|id| (*id).to_owned());
        let parts = Parts {
            name: Path::new("deleted.csv"),
            path: path.to_owned(),
            max_bytes,
            next: || Ok(ids.next()),
            written: Written::default(),
        };
        parts.write::<User>()
    }

    #[test]
    fn ids_are_divided_into_files_of_limited_length() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deleted.csv");
        let ids = ["a", "b", "a,\"b\"", "c", "a very long ID"];
        let written = parts(&path, &ids, 20).unwrap();
        let names = [
            "deleted.csv",
            "deleted-2.csv",
            "deleted-3.csv",
            "deleted-4.csv",
        ];
        assert_eq!(written.files, names.map(PathBuf::from));
        assert_eq!(written.ids, 5);
        let read = |name| fs::read_to_string(directory.path().join(name)).unwrap();
        assert_eq!(
            names.map(read),
            [
                "USER_ID\na\nb\n",
                "USER_ID\n\"a,\\\"b\\\"\"\n",
                "USER_ID\nc\n",
                "USER_ID\na very long ID\n",
            ]
        );
    }

    #[test]
    fn a_file_that_exists_is_not_replaced_and_then_the_first_one_is_missing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deleted.csv");
        check_absent(&path, "--deleted").unwrap();
        fs::write(directory.path().join("deleted-2.csv"), "USER_ID\nold\n").unwrap();
        assert!(check_absent(&path, "--deleted").is_err());
        assert!(parts(&path, &["a", "b", "c"], 15).is_err());
        assert!(!path.exists());
        let old = fs::read_to_string(directory.path().join("deleted-2.csv")).unwrap();
        assert_eq!(old, "USER_ID\nold\n");
    }

    #[test]
    fn without_ids_there_is_no_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deleted.csv");
        assert_eq!(parts(&path, &[], 100).unwrap(), Written::default());
        assert!(!path.exists());
    }
}
