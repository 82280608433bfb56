//! Recognizes inputs that are neither CSV nor JSON Lines, by their first bytes.

/// How many bytes are examined.
pub(super) const LENGTH: usize = 16;

/// Decompresses the standard input of the command.
struct Compression {
    start: &'static [u8],
    name: &'static str,
    command: &'static str,
}

const COMPRESSIONS: [Compression; 7] = [
    Compression::new(b"\x1f\x8b", "gzip", "gzip -dc"),
    Compression::new(b"\x28\xb5\x2f\xfd", "Zstandard", "zstd -dc"),
    Compression::new(b"\xfd7zXZ\0", "xz", "xz -dc"),
    Compression::new(b"BZh91AY&SY", "bzip2", "bzip2 -dc"),
    Compression::new(b"\x04\x22\x4d\x18", "LZ4", "lz4 -dc"),
    Compression::new(b"\xff\x06\0\0sNaPpY", "Snappy", "snzip -dc"),
    Compression::new(b"\x1f\x9d", "compress", "uncompress -c"),
];

impl Compression {
    const fn new(start: &'static [u8], name: &'static str, command: &'static str) -> Self {
        Self {
            start,
            name,
            command,
        }
    }
}

const WORKBOOK: &str = "an Excel workbook; export a sheet as CSV in UTF-8";

/// The first bytes of other formats, with what the format is and what to do.
const OTHERS: [(&[u8], &str); 13] = [
    (
        b"PK\x03\x04",
        "a ZIP archive or a workbook (.xlsx, .ods); extract the file, or export a sheet as CSV in UTF-8",
    ),
    (
        b"PK\x05\x06",
        "an empty ZIP archive; pass a file with records",
    ),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; extract the file"),
    (
        b"PAR1",
        "a Parquet file; export its records as CSV or JSON Lines",
    ),
    (
        b"PARE",
        "an encrypted Parquet file; export its records as CSV or JSON Lines",
    ),
    (
        b"Obj\x01",
        "an Avro file; export its records as CSV or JSON Lines",
    ),
    (
        b"ORC",
        "an ORC file; export its records as CSV or JSON Lines",
    ),
    (
        b"ARROW1",
        "an Arrow file; export its records as CSV or JSON Lines",
    ),
    (
        b"SQLite format 3\0",
        "an SQLite database; export its records as CSV or JSON Lines",
    ),
    (
        b"%PDF-",
        "a PDF document; pass the records as CSV or JSON Lines",
    ),
    (
        b"<?xml",
        "an XML document; pass the records as CSV or JSON Lines",
    ),
    (
        b"<!DOCTYPE",
        "an HTML document; pass the records as CSV or JSON Lines",
    ),
];

/// Returns what the input is and what to do, if it is recognized by its first bytes.
pub(super) fn recognize(start: &[u8]) -> Option<String> {
    if let Some(encoding) = encoding(start) {
        return Some(format!(
            "the input is text in {encoding}; convert it to UTF-8, for example with `iconv -f {encoding} -t UTF-8`"
        ));
    }
    let mut compressions = COMPRESSIONS.iter();
    if let Some(Compression { name, command, .. }) = compressions.find(|it| begins(start, it.start))
    {
        return Some(format!(
            "the input is compressed with {name}; pass the decompressed records, for example with `{command} FILE | \
             personalize-events … - --format csv` (or jsonl)"
        ));
    }
    let mut others = OTHERS.iter();
    if let Some((_, format)) = others.find(|(magic, _)| begins(start, magic)) {
        return Some(format!("the input is {format}"));
    }
    start.contains(&0).then(|| {
        "the input is binary data; pass the records as CSV or JSON Lines in UTF-8".to_owned()
    })
}

/// Whether the input starts so. A name of letters and digits may also be the start of a column's name.
fn begins(start: &[u8], magic: &[u8]) -> bool {
    let Some(rest) = start.strip_prefix(magic) else {
        return false;
    };
    let is_text = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b',' | b'"');
    !magic.iter().all(u8::is_ascii_alphanumeric) || !rest.first().is_some_and(is_text)
}

/// The encoding, if it is UTF-16 or UTF-32, by its byte order mark or by the zeros in ASCII characters.
fn encoding(start: &[u8]) -> Option<&'static str> {
    match start {
        [0xff, 0xfe, 0, 0, ..] => Some("UTF-32LE"),
        [0, 0, 0xfe, 0xff, ..] => Some("UTF-32BE"),
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => Some("UTF-16LE"),
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => Some("UTF-16BE"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::recognize;

    #[test]
    fn other_formats_are_recognized_by_their_first_bytes() {
        for (start, part) in [
            (&b"\x1f\x8b\x08\0\0\0\0\0"[..], "compressed with gzip"),
            (b"\x28\xb5\x2f\xfd\x04", "`zstd -dc FILE | "),
            (b"BZh91AY&SY", "bzip2"),
            (b"\xfd7zXZ\0\0", "xz"),
            (b"PK\x03\x04\x14\0\x06\0", "a workbook (.xlsx, .ods)"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook"),
            (b"PAR1\x15\x04", "a Parquet file"),
            (b"PAR1", "a Parquet file"),
            (b"Obj\x01\x04", "an Avro file"),
            (b"ORC\x0a", "an ORC file"),
            (b"\xff\xfeU\0S\0", "UTF-16LE"),
            (b"\xfe\xff\0U", "UTF-16BE"),
            (b"U\0S\0E\0", "UTF-16LE"),
            (b"\0U\0S", "UTF-16BE"),
            (b"\xff\xfe\0\0U\0\0\0", "UTF-32LE"),
            (b"<?xml version=", "an XML document"),
            (b"\x80\x04\x95\0\0", "binary data"),
        ] {
            let found = recognize(start).unwrap_or_default();
            assert!(found.contains(part), "{start:?}: {found}");
        }
    }

    #[test]
    fn csv_and_json_lines_are_not_taken_for_another_format() {
        for start in [
            &b""[..],
            b"USER_ID,AGE\n1,2",
            b"\xef\xbb\xbfUSER_ID",
            b"{\"userId\": \"1\"}",
            b"PAR1,PAR2,USER_ID",
            b"PARENT,USER_ID",
            b"ORC_ID,USER_ID",
            b"ORCHARD,ITEM_ID",
            b"BZh9,USER_ID",
            b"PK,USER_ID",
            b"\xe4,USER_ID",
            b"<b>x</b>,USER_ID",
        ] {
            assert_eq!(recognize(start), None, "{start:?}");
        }
    }
}
