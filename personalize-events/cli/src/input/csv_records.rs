//! Finds the ends of the records of a CSV.

use memchr::{memchr, memchr2, memchr3, memmem};

use super::blocks::{RecordEnd, Splitter};
use super::csv_fields::Backslash;
use super::raw_record::line_breaks;

/// Finds records as in RFC 4180. A record may also end with `\r` alone.
pub(super) struct CsvSplitter(pub(super) Backslash);

impl Splitter for CsvSplitter {
    fn skip(&self, bytes: &[u8], _is_last: bool) -> usize {
        // Empty lines, and the second character of the previous line break.
        let is_break = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        bytes.iter().take_while(is_break).count()
    }

    fn end(&self, bytes: &[u8], is_last: bool) -> Result<Option<RecordEnd>, String> {
        let text = match memchr3(b'\n', b'\r', b'"', bytes) {
            Some(end) if bytes[end] != b'"' => return Ok(Some(at_break(bytes, end, 0))),
            Some(_) => match self.quoted(bytes, is_last)? {
                Some(end) => end,
                None => return Ok(None),
            },
            None if is_last => bytes.len(),
            None => return Ok(None),
        };
        let lines = line_breaks(&bytes[..text]);
        Ok(Some(at_break(bytes, text, lines)))
    }

    fn too_long(&self, record: &[u8]) -> String {
        self.quote_help(record, "check it for an unclosed quotation mark")
    }
}

impl CsvSplitter {
    /// Finds the end of a record that may have quoted fields.
    fn quoted(&self, bytes: &[u8], is_last: bool) -> Result<Option<usize>, String> {
        let end = match text_end(bytes, self.0 == Backslash::Escape) {
            TextEnd::At(end) => end,
            TextEnd::Open { .. } if !is_last => return Ok(None),
            TextEnd::Open { is_quoted: false } => bytes.len(),
            TextEnd::Open { is_quoted: true } => {
                self.check_escapes(bytes, bytes.len())?;
                return Err(format!(
                    "the record that starts here has an unclosed quotation mark and extends to the end of the input; {}",
                    self.quote_help(bytes, "close the quotation mark")
                ));
            }
        };
        self.check_escapes(bytes, end)?;
        Ok(Some(end))
    }

    /// Checks that a record ends there even if backslashes escape quotation marks, unless it is known whether they do.
    fn check_escapes(&self, bytes: &[u8], end: usize) -> Result<(), String> {
        if self.0 != Backslash::Unknown || !has_escape(&bytes[..end]) {
            return Ok(());
        }
        let is_same = match text_end(bytes, true) {
            TextEnd::At(other) => other == end,
            TextEnd::Open { is_quoted } => end == bytes.len() && !is_quoted,
        };
        if is_same {
            return Ok(());
        }
        Err(
            "where the record ends that starts here depends on whether backslashes escape quotation marks; pass \
             --backslash-escapes if they do, as in files of import jobs, or --backslash-escapes=false"
                .to_owned(),
        )
    }

    /// What to do about a quotation mark that is not closed.
    fn quote_help(&self, record: &[u8], help: &str) -> String {
        if has_escape(record) && self.0 == Backslash::Unknown {
            format!("{help}, or pass --backslash-escapes if backslashes escape quotation marks")
        } else {
            help.to_owned()
        }
    }
}

/// Whether a quotation mark may be escaped.
fn has_escape(record: &[u8]) -> bool {
    memmem::find(record, b"\\\"").is_some()
}

/// The end of a text that ends at a line break or the end of the input, and in which this many lines end.
fn at_break(bytes: &[u8], text: usize, lines: u64) -> RecordEnd {
    let line_break = match &bytes[text..] {
        [b'\r', b'\n', ..] => &b"\r\n"[..],
        [b'\n', ..] => b"\n",
        [b'\r', ..] => b"\r",
        _ => b"",
    };
    RecordEnd {
        text,
        read: text + line_break.len(),
        lines: lines + u64::from(line_break.ends_with(b"\n")),
    }
}

/// Where the text of a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextEnd {
    At(usize),
    /// Not in the bytes.
    Open {
        is_quoted: bool,
    },
}

/// Finds the line break after a record. Only a field that starts with a quotation mark is quoted.
fn text_end(bytes: &[u8], has_escapes: bool) -> TextEnd {
    let mut start = 0;
    loop {
        if bytes.get(start) == Some(&b'"') {
            match quoted_end(&bytes[start + 1..], has_escapes) {
                Some(length) => start += 1 + length,
                None => return TextEnd::Open { is_quoted: true },
            }
        }
        let Some(length) = memchr3(b',', b'\n', b'\r', &bytes[start..]) else {
            return TextEnd::Open { is_quoted: false };
        };
        start += length;
        if bytes[start] != b',' {
            return TextEnd::At(start);
        }
        start += 1;
    }
}

/// Returns the length of what follows an opening quotation mark, with the closing one.
fn quoted_end(bytes: &[u8], has_escapes: bool) -> Option<usize> {
    let mut start = 0;
    loop {
        let rest = bytes.get(start..)?;
        let special = if has_escapes {
            memchr2(b'"', b'\\', rest)?
        } else {
            memchr(b'"', rest)?
        };
        start += special;
        match &bytes[start..] {
            [b'\\', ..] | [b'"', b'"', ..] => start += 2,
            _ => return Some(start + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use csv_core::{ReadRecordResult, ReaderBuilder};

    use super::super::blocks::BlockReader;
    use super::super::reader::Source;
    use super::*;

    type Records = Vec<(u64, Vec<u8>)>;

    /// The records of an independent implementation, with the lines where they start.
    fn expected(text: &[u8], has_escapes: bool) -> Records {
        let escape = has_escapes.then_some(b'\\');
        let mut reader = ReaderBuilder::new().escape(escape).build();
        let is_break = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        let (mut records, mut start, mut end) = (Vec::new(), 0, 0);
        loop {
            let (result, read, ..) = reader.read_record(&text[end..], &mut [0; 64], &mut [0; 64]);
            end += read;
            match result {
                ReadRecordResult::Record => {
                    start += text[start..].iter().take_while(is_break).count();
                    let record = &text[start..end];
                    let ends = [b"\n", b"\r"].map(|end| record.strip_suffix(end));
                    let record = ends.into_iter().flatten().next().unwrap_or(record);
                    records.push((line_breaks(&text[..start]) + 1, record.to_vec()));
                    start = end;
                }
                ReadRecordResult::End => return records,
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }

    /// Reads parts of this length.
    struct Parts(io::Cursor<Vec<u8>>, usize);

    impl Read for Parts {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(buffer.len());
            self.0.read(&mut buffer[..length])
        }
    }

    /// The records of our reader, and whether it reaches the end.
    fn found(text: &[u8], part: usize, backslash: Backslash) -> (Records, bool) {
        let bytes = Box::new(Parts(io::Cursor::new(text.to_vec()), part));
        let source = Source::new("test".to_owned(), bytes).unwrap();
        let mut reader = BlockReader::new(source, Box::new(CsvSplitter(backslash)));
        let mut records = Vec::new();
        loop {
            match reader.next() {
                Ok(Some(block)) => records.extend(
                    block
                        .records()
                        .map(|record| (record.line, record.bytes.into_owned())),
                ),
                Ok(None) => return (records, true),
                Err(_) => return (records, false),
            }
        }
    }

    #[test]
    fn records_are_those_of_another_csv_reader_wherever_the_input_is_split() {
        let mut random = fastrand::Rng::with_seed(7);
        let (mut multiline, mut unclosed) = (0, 0);
        for _ in 0..2_000 {
            let length = random.usize(..24);
            let bytes = (0..length).filter_map(|_| random.choice(b"ab,,\"\"\"\\\n\n\r"));
            let text: Vec<u8> = bytes.copied().collect();
            for backslash in [Backslash::Ordinary, Backslash::Escape] {
                let mut expected = expected(&text, backslash == Backslash::Escape);
                let (found, is_whole) = found(&text, 1 + random.usize(..30), backslash);
                if !is_whole {
                    // The other reader accepts a quotation mark that is not closed.
                    expected.pop();
                    unclosed += 1;
                }
                multiline += found.iter().filter(|it| line_breaks(&it.1) > 0).count();
                assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(&text));
            }
        }
        assert!(multiline > 100 && unclosed > 100);
    }
}
