//! Lists the IDs that the input no longer has, if these are known.

use std::path::{Path, PathBuf};

use super::changes::InputIds;
use super::deleted;
use super::seen::Seen;
use super::shared::State;
use crate::deletion_file::{DeletionKind, Written};

/// What is done about the IDs that the input no longer has.
pub(crate) struct Deletion {
    /// The file for them.
    path: Option<PathBuf>,
    write: fn(&State, &Seen, &Path) -> anyhow::Result<Written>,
    advice: &'static str,
    /// Whether the input may have ended early.
    is_stream: bool,
}

/// The IDs of the state that the input no longer has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Deleted {
    /// This many records have no ID that can be read.
    Unreadable(u64),
    /// The input has no records: it is probably not what it was meant to be.
    NoRecords,
    /// They are still in the state.
    Counted { ids: u64, is_stream: bool },
    Listed {
        written: Written,
        /// How many cannot be listed, and are still in the state.
        unlisted: u64,
        advice: &'static str,
    },
}

impl Deletion {
    /// `is_stream` is whether the input is one, which may end early.
    pub(crate) fn new<R: DeletionKind>(path: Option<&Path>, is_stream: bool) -> Self {
        Self {
            path: path.map(Path::to_owned),
            write: deleted::write::<R>,
            advice: R::ADVICE,
            is_stream,
        }
    }

    pub(super) fn list(&self, state: &State, ids: &InputIds) -> anyhow::Result<Deleted> {
        if ids.unreadable > 0 {
            return Ok(Deleted::Unreadable(ids.unreadable));
        }
        if ids.records == 0 {
            return Ok(Deleted::NoRecords);
        }
        let all = deleted::count(state, &ids.seen)?;
        let Some(path) = &self.path else {
            return Ok(Deleted::Counted {
                ids: all,
                is_stream: self.is_stream,
            });
        };
        let written = (self.write)(state, &ids.seen, path)?;
        deleted::forget(state, &ids.seen)?;
        Ok(Deleted::Listed {
            unlisted: all - written.ids,
            written,
            advice: self.advice,
        })
    }
}

impl Deleted {
    pub(crate) fn count(&self) -> Option<u64> {
        match self {
            Self::Unreadable(_) | Self::NoRecords => None,
            Self::Counted { ids, .. } => Some(*ids),
            Self::Listed {
                written, unlisted, ..
            } => Some(written.ids + unlisted),
        }
    }

    /// Explains what the count means.
    pub(crate) fn message(&self) -> Option<String> {
        let missing = "the input no longer has";
        match self {
            Self::Counted { ids: 0, .. } => None,
            Self::Unreadable(records) => Some(format!(
                "{} no ID that can be read, so that it is unknown which IDs {missing}; correct {} and run the command again \
                 (warning)",
                counted(*records, "record has", "records have"),
                if *records == 1 { "it" } else { "them" }
            )),
            Self::NoRecords => Some(format!(
                "the input has no records, so that it is unknown which IDs {missing} (warning)"
            )),
            Self::Counted { ids, is_stream } => {
                let it = if *ids == 1 { "it" } else { "them" };
                let advice = if *is_stream {
                    format!(
                        ", or has ended early; to list {it}, write the input to a file, and if that succeeds, pass the file and \
                         --deleted FILE"
                    )
                } else {
                    format!("; if it is complete, list {it} with --deleted FILE")
                };
                Some(format!(
                    "{missing} {} of the state{advice}",
                    counted(*ids, "ID", "IDs")
                ))
            }
            Self::Listed {
                written,
                unlisted,
                advice,
            } => {
                let listed = (written.ids > 0).then(|| {
                    let files = written.files.iter().map(|path| path.display().to_string());
                    format!(
                        "{missing} {} of the state: {} in {}; {advice}",
                        counted(written.ids, "ID", "IDs"),
                        if written.ids == 1 {
                            "it is"
                        } else {
                            "they are"
                        },
                        files.collect::<Vec<_>>().join(", ")
                    )
                });
                let unlisted = (*unlisted > 0).then(|| {
                    format!(
                        "{missing} {} with a line break, which no file can list, so that the state still has {} (warning)",
                        counted(*unlisted, "ID", "IDs"),
                        if *unlisted == 1 { "it" } else { "them" }
                    )
                });
                let lines: Vec<String> = listed.into_iter().chain(unlisted).collect();
                (!lines.is_empty()).then(|| lines.join("\n"))
            }
        }
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
