//! The file of records that were not put: in the format of the input, with the reason in front.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;

use crate::arguments::Format;
use crate::checkpoint::RejectsFile;
use crate::error::Failure;
use crate::input::{Input, ReasonName};

pub(crate) struct Rejects {
    /// Absolute.
    path: PathBuf,
    file: BufWriter<File>,
    format: Format,
    /// The input is such a file, and its first column are reasons.
    has_reasons: bool,
    /// What goes before the first one.
    header: Vec<u8>,
    length: u64,
    /// Something could not be written: what is behind the last length that was told is not known.
    is_broken: bool,
}

impl Rejects {
    /// Begins a file, or goes on with that of a checkpoint.
    pub(crate) fn open(
        path: &Path,
        input: &Input,
        resumed: Option<&RejectsFile>,
    ) -> Result<Self, Failure> {
        let name = path.display();
        let wrong = |error: io::Error| Failure::new(format!("{name}: cannot be written: {error}"));
        let path = std::path::absolute(path).map_err(wrong)?;
        // Another file is not written over, whatever its length is.
        let resumed = resumed.filter(|file| file.path == path.display().to_string());
        let mut file = OpenOptions::new()
            .create(true)
            .append(false)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(wrong)?;
        let found = file.metadata().map_err(wrong)?.len();
        let length = match resumed.map(|file| file.length) {
            None if found > 0 => {
                return Err(Failure::new(format!(
                    "{name}: there are rejects already, perhaps of an earlier run; mend them or move them away"
                )));
            }
            None => 0,
            Some(length) if length > found => {
                return Err(Failure::new(format!(
                    "{name}: this is not the file of the checkpoint, which had {length} bytes of rejects; \
                     {found} are here"
                )));
            }
            Some(length) => length,
        };
        // What was written behind the checkpoint is told again.
        file.set_len(length).map_err(wrong)?;
        file.seek(SeekFrom::Start(length)).map_err(wrong)?;
        let own = format!("{},", ReasonName::COLUMN);
        let names = input.header.as_deref().unwrap_or_default();
        let has_reasons = names.starts_with(own.as_bytes());
        let header = match input.format {
            Format::Csv if has_reasons => [
                names, b"
",
            ]
            .concat(),
            Format::Csv => [
                own.as_bytes(),
                names,
                b"
",
            ]
            .concat(),
            Format::Jsonl => Vec::new(),
        };
        Ok(Self {
            path,
            file: BufWriter::new(file),
            format: input.format,
            has_reasons,
            header,
            length,
            is_broken: false,
        })
    }

    /// A record as it goes into the file; a reason that it has from before is left out.
    pub(crate) fn spell(&self, raw: &[u8], reason: &str) -> Vec<u8> {
        match self.format {
            Format::Csv => {
                let raw = if self.has_reasons {
                    behind_cell(raw)
                } else {
                    raw
                };
                let reason = reason.replace('"', "\"\"");
                [b"\"", reason.as_bytes(), b"\",", raw, b"\n"].concat()
            }
            Format::Jsonl => {
                let reason = serde_json::Value::from(reason);
                let begin = format!("{{\"{}\":{reason}", ReasonName::KEY);
                let text = String::from_utf8_lossy(raw);
                if let (Cow::Owned(_), Some(members)) = (&text, raw.trim_ascii().strip_prefix(b"{"))
                {
                    // It has to stay what it is, so that it can be converted.
                    return [begin.as_bytes(), b",", members, b"\n"].concat();
                }
                let spelled = match members(&text) {
                    Some("}") => format!("{begin}}}\n"),
                    Some(members) => format!("{begin},{members}\n"),
                    None => format!("{begin},\"line\":{}}}\n", serde_json::Value::from(&*text)),
                };
                spelled.into_bytes()
            }
        }
    }

    /// # Errors
    ///
    /// When it cannot be written, and ever after.
    pub(crate) fn write(&mut self, reject: &[u8]) -> io::Result<()> {
        self.unless_broken(|rejects| {
            if rejects.length == 0 {
                rejects.file.write_all(&rejects.header)?;
                rejects.length += rejects.header.len() as u64;
            }
            rejects.file.write_all(reject)?;
            rejects.length += reject.len() as u64;
            Ok(())
        })
    }

    /// Hands all of it to the disk.
    ///
    /// # Errors
    ///
    /// When it cannot be written, and ever after.
    pub(crate) fn sync(&mut self) -> io::Result<RejectsFile> {
        self.unless_broken(|rejects| {
            rejects.file.flush()?;
            rejects.file.get_ref().sync_data()?;
            Ok(RejectsFile {
                path: rejects.path.display().to_string(),
                length: rejects.length,
            })
        })
    }

    fn unless_broken<T>(
        &mut self,
        write: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.is_broken {
            return Err(io::Error::other("it failed before"));
        }
        let written = write(self);
        self.is_broken = written.is_err();
        written
    }

    /// Leaves no file where there are none.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.sync()?.length > 0 {
            return Ok(());
        }
        fs::remove_file(&self.path)
    }
}

/// What comes behind the first cell.
fn behind_cell(raw: &[u8]) -> &[u8] {
    let mut is_quoted = false;
    let end = raw.iter().position(|byte| {
        is_quoted ^= *byte == b'"';
        *byte == b',' && !is_quoted
    });
    end.map_or(raw, |end| &raw[end + 1..])
}

/// What comes behind the `{` of an object, and behind its reason if it begins with one.
fn members(text: &str) -> Option<&str> {
    serde_json::from_str::<serde_json::Value>(text).ok()?;
    let members = text.trim().strip_prefix('{')?.trim_start();
    let key = format!("\"{}\":", ReasonName::KEY);
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
    fn a_reason_from_before_is_no_part_of_a_record() {
        assert_eq!(behind_cell(b"\"a, \"\"b\"\", c\",1,\"x,y\""), b"1,\"x,y\"");
        assert_eq!(behind_cell(b"a,1"), b"1");
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
