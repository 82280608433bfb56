//! The file of rejected records: in the format of the input, with the reason first.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use serde::de::IgnoredAny;

use crate::arguments::Format;
use crate::checkpoint::RejectsFile;
use crate::input::{Input, REASON_COLUMN, REASON_KEY};

pub(crate) struct Rejects {
    /// An absolute path.
    path: PathBuf,
    file: BufWriter<File>,
    format: Format,
    /// Whether the input is a rejects file: its first column has reasons.
    has_reasons: bool,
    /// Written before the first record.
    header: Vec<u8>,
    length: u64,
    /// Whether a write failed, so that the content after the last synced length is unknown.
    has_failed: bool,
}

impl Rejects {
    /// Creates the file, or opens that of a checkpoint and discards what was written after it.
    pub(crate) fn open(
        path: &Path,
        input: &Input,
        resumed: Option<&RejectsFile>,
    ) -> anyhow::Result<Self> {
        let name = path.display();
        let unwritable = || format!("{name}: cannot be written");
        let path = std::path::absolute(path).with_context(unwritable)?;
        // The length of the checkpoint is no permission to overwrite another file.
        let resumed = resumed.filter(|file| file.path == path.display().to_string());
        let mut file = OpenOptions::new()
            .create(true)
            .append(false)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(unwritable)?;
        let found = file.metadata().with_context(unwritable)?.len();
        let length = match resumed.map(|file| file.length) {
            None if found > 0 => {
                bail!(
                    "{name}: the file is not empty, perhaps with rejects of an earlier run; move it or choose \
                     another file"
                );
            }
            None => 0,
            Some(length) if length > found => {
                bail!(
                    "{name}: the checkpoint requires {length} bytes of rejects, but the file has {found}; restore \
                     the file, or start over without the checkpoint"
                );
            }
            Some(length) => length,
        };
        file.set_len(length).with_context(unwritable)?;
        file.seek(SeekFrom::Start(length))
            .with_context(unwritable)?;
        let reason = format!("{REASON_COLUMN},").into_bytes();
        let names = input.header.as_deref().unwrap_or_default();
        let has_reasons = names.starts_with(&reason);
        let header = match input.format {
            Format::Csv if has_reasons => [names, b"\n"].concat(),
            Format::Csv => [&reason, names, b"\n"].concat(),
            Format::Jsonl => Vec::new(),
        };
        Ok(Self {
            path,
            file: BufWriter::new(file),
            format: input.format,
            has_reasons,
            header,
            length,
            has_failed: false,
        })
    }

    /// Formats a record with its reason, which replaces the reason that it has if the input is a rejects file.
    pub(crate) fn format(&self, raw: &[u8], reason: &str) -> Vec<u8> {
        match self.format {
            Format::Csv => {
                let raw = if self.has_reasons {
                    skip_field(raw)
                } else {
                    raw
                };
                let reason = reason.replace('"', "\"\"");
                [b"\"", reason.as_bytes(), b"\",", raw, b"\n"].concat()
            }
            Format::Jsonl => {
                let reason = serde_json::Value::from(reason);
                let start = format!("{{\"{REASON_KEY}\":{reason}");
                let text = String::from_utf8_lossy(raw);
                if let (Cow::Owned(_), Some(members)) = (&text, raw.trim_ascii().strip_prefix(b"{"))
                {
                    // Not UTF-8: unchanged, so that the file can be converted.
                    return [start.as_bytes(), b",", members, b"\n"].concat();
                }
                let line = match members(&text) {
                    Some("}") => format!("{start}}}\n"),
                    Some(members) => format!("{start},{members}\n"),
                    None => format!("{start},\"line\":{}}}\n", serde_json::Value::from(&*text)),
                };
                line.into_bytes()
            }
        }
    }

    /// Writes a formatted record.
    ///
    /// # Errors
    ///
    /// Returns an error if this or an earlier write fails.
    pub(crate) fn write(&mut self, reject: &[u8]) -> io::Result<()> {
        self.unless_failed(|rejects| {
            if rejects.length == 0 {
                rejects.file.write_all(&rejects.header)?;
                rejects.length += rejects.header.len() as u64;
            }
            rejects.file.write_all(reject)?;
            rejects.length += reject.len() as u64;
            Ok(())
        })
    }

    /// Writes everything to disk.
    ///
    /// # Errors
    ///
    /// Returns an error if this or an earlier write fails.
    pub(crate) fn sync(&mut self) -> io::Result<RejectsFile> {
        self.unless_failed(|rejects| {
            rejects.file.flush()?;
            rejects.file.get_ref().sync_data()?;
            Ok(RejectsFile {
                path: rejects.path.display().to_string(),
                length: rejects.length,
            })
        })
    }

    fn unless_failed<T>(
        &mut self,
        write: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.has_failed {
            return Err(io::Error::other("an earlier write failed"));
        }
        let written = write(self);
        self.has_failed = written.is_err();
        written
    }

    /// Writes everything to disk, and removes the file if it is empty.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.sync()?.length > 0 {
            return Ok(());
        }
        fs::remove_file(&self.path)
    }
}

/// Returns what follows the first field.
fn skip_field(raw: &[u8]) -> &[u8] {
    let mut is_quoted = false;
    let end = raw.iter().position(|byte| {
        is_quoted ^= *byte == b'"';
        *byte == b',' && !is_quoted
    });
    end.map_or(raw, |end| &raw[end + 1..])
}

/// Returns what follows the `{` of an object, without its reason if that is the first member.
fn members(text: &str) -> Option<&str> {
    serde_json::from_str::<serde_json::Value>(text).ok()?;
    let members = text.trim().strip_prefix('{')?.trim_start();
    let key = format!("\"{REASON_KEY}\":");
    let Some(reason) = members.strip_prefix(&key) else {
        return Some(members);
    };
    let mut values = serde_json::Deserializer::from_str(reason).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let rest = reason[values.byte_offset()..].trim_start();
    Some(rest.strip_prefix(',').map_or(rest, str::trim_start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_an_earlier_run_is_removed_from_a_record() {
        assert_eq!(skip_field(b"\"a, \"\"b\"\", c\",1,\"x,y\""), b"1,\"x,y\"");
        assert_eq!(skip_field(b"a,1"), b"1");
        assert_eq!(members(r#" {"a": 1} "#), Some(r#""a": 1}"#));
        assert_eq!(
            members(r#"{"rejectReason":"a, \"b\"}", "a":1}"#),
            Some(r#""a":1}"#)
        );
        assert_eq!(members(r#"{"rejectReason":"a"}"#), Some("}"));
        assert_eq!(members("{ }"), Some("}"));
        assert_eq!(members("[1]"), None);
        assert_eq!(members("{\"a\": 1"), None);
    }
}
