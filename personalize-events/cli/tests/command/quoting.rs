//! The two dialects of quoted CSV fields. No record is changed, whichever is read.

use crate::folder::Folder;
use crate::{emulator, stored};

const HEADER: &str = "USER_ID,VIDEOS_WATCHED,FAVOURITE_GENRES";

const UNKNOWN_END: &str = "where the record ends that starts here depends on whether backslashes escape quotation marks; \
                           pass --backslash-escapes if they do, as in files of import jobs, or \
                           --backslash-escapes=false";

/// As in the files of import jobs.
const ESCAPED: &str = r#"1,2,"Jo \"S\" Li"
2,2,"C:\\dir"
3,2,"\""
4,2,plain
"#;

#[test]
fn records_with_backslash_escapes_are_rejected_unless_the_dialect_is_set() {
    let (folder, emulator) = (Folder::new("dialect-unknown"), emulator());
    folder.write("users.csv", format!("{HEADER}\n{ESCAPED}"));
    let ran = folder.put(&emulator, "users.csv --rejects rejects.csv");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let problem = "FAVOURITE_GENRES has a backslash before a quotation mark or another backslash; pass \
                   --backslash-escapes if it is an escape, as in files of import jobs, or --backslash-escapes=false \
                   if it is an ordinary character";
    let position = |line, column| format!("users.csv:{line}:{column}: {problem}");
    assert!(ran.lines()[0].starts_with(&position(2, 9)), "{ran:?}");
    assert!(ran.lines()[1].starts_with(&position(3, 8)), "{ran:?}");
    // If `\` is an ordinary character, the third record does not end.
    assert_eq!(
        ran.lines()[2],
        format!("stopped early: users.csv:4:1: {UNKNOWN_END}")
    );
    assert!(!ran.err.contains("Jo"), "{ran:?}");
    assert_eq!(stored(&emulator), []);
    let ran = folder.put(&emulator, "users.csv --backslash-escapes");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    let genres = |genres: &str| format!(r#"{{"videosWatched":"2","favouriteGenres":"{genres}"}}"#);
    let expected = [
        ("1", genres(r#"Jo \"S\" Li"#)),
        ("2", genres(r"C:\\dir")),
        ("3", genres(r#"\""#)),
        ("4", genres("plain")),
    ];
    let expected = expected.map(|(id, genres)| (id.to_owned(), genres));
    assert_eq!(stored(&emulator), expected);
}

#[test]
fn where_a_record_ends_is_not_guessed() {
    let (folder, emulator) = (Folder::new("dialect-ends"), emulator());
    for records in [
        // A value with a line break and a quotation mark: `c` would be an ID, if `\` were an ordinary character.
        "1,2,\"a\\\"\nc,3,b\"\n",
        // A value that ends with a quotation mark, before records without any.
        "1,2,\"a\\\"\"\n2,2,x\n3,2,x\n",
        // `a\"b` and a line break, if quotation marks are doubled.
        "1,2,\"a\\\"\"b\nc,3,d\"\n",
    ] {
        folder.write("users.csv", format!("{HEADER}\n{records}"));
        let ran = folder.put(&emulator, "users.csv");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert_eq!(
            ran.lines(),
            [format!("stopped early: users.csv:2:1: {UNKNOWN_END}")]
        );
        assert_eq!(stored(&emulator), []);
    }
}

#[test]
fn an_open_quotation_mark_after_a_backslash_names_the_flag() {
    let folder = Folder::new("dialect-open");
    let rows = "2,2,x\n".repeat(200_000);
    for (records, end) in [
        (
            "1,2,\"a\\\"\"".to_owned(),
            "has an unclosed quotation mark and extends to the end of the input; close the",
        ),
        (
            format!("1,2,\"a\\\"\"\n{rows}"),
            "is longer than 1048576 bytes; check it for an unclosed",
        ),
    ] {
        folder.write("users.csv", format!("{HEADER}\n{records}"));
        let ran = folder.run("put-users users.csv --schema users.json --dry-run");
        assert_eq!(ran.code, Some(3), "{ran:?}");
        assert_eq!(
            ran.lines(),
            [format!(
                "stopped early: users.csv:2:1: the record that starts here {end} quotation mark, or pass \
                 --backslash-escapes if backslashes escape quotation marks"
            )]
        );
    }
}

#[test]
fn backslashes_are_ordinary_characters_on_request() {
    let (folder, emulator) = (Folder::new("dialect-rfc"), emulator());
    folder.write(
        "users.csv",
        format!("{HEADER}\n1,2,\"\\\\server\\dir\\\"\n2,2,\"a \"\"b\"\" \\\\\"\n"),
    );
    let ran = folder.put(&emulator, "users.csv");
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!(
        ran.lines(),
        [format!("stopped early: users.csv:2:1: {UNKNOWN_END}")]
    );
    let ran = folder.put(&emulator, "users.csv --backslash-escapes=false");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    let stored = stored(&emulator);
    assert_eq!(
        stored[0].1,
        r#"{"videosWatched":"2","favouriteGenres":"\\\\server\\dir\\"}"#
    );
    assert_eq!(
        stored[1].1,
        r#"{"videosWatched":"2","favouriteGenres":"a \"b\" \\\\"}"#
    );
    // As escapes, these backslashes are invalid.
    let ran = folder.put(&emulator, "users.csv --backslash-escapes");
    assert!(
        ran.err.starts_with(
            "users.csv:2:14: FAVOURITE_GENRES has a backslash that is not followed by a quotation mark or another \
             backslash; double it, or omit --backslash-escapes"
        ),
        "{ran:?}"
    );
}

#[test]
fn text_beside_quotation_marks_rejects_the_record() {
    let folder = Folder::new("text-beside-quotes");
    folder.write(
        "users.csv",
        format!(
            "{HEADER}\n1,2,\"a\" b\n2,2, \"a,b\"\n3,\"2\"x,\"c\"y\n4,2,5\" nail\n5,2,\"a\nb\"c\n"
        ),
    );
    for flag in ["", "--backslash-escapes", "--backslash-escapes=false"] {
        let ran = folder.run(&format!(
            "put-users users.csv --schema users.json --dry-run {flag}"
        ));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let after = "has text after its closing quotation mark; double the quotation marks in a value, or remove the \
                     text";
        assert_eq!(
            ran.lines(),
            [
                format!("users.csv:2:8: FAVOURITE_GENRES {after}"),
                "users.csv:3:6: FAVOURITE_GENRES has white space before its opening quotation mark; remove it".to_owned(),
                format!("users.csv:4:6: VIDEOS_WATCHED {after}"),
                format!("users.csv:4:11: FAVOURITE_GENRES {after}"),
                format!("users.csv:7:3: FAVOURITE_GENRES {after}"),
            ]
        );
    }
    // So does a header.
    folder.write("header.csv", "USER_ID,\"VIDEOS_WATCHED\"x,AGE\n");
    let ran = folder.run("put-users header.csv --schema users.json --dry-run");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("header.csv:1:25: "), "{ran:?}");
}

#[test]
fn an_empty_cell_is_null_and_in_quotation_marks_the_empty_text() {
    let (folder, emulator) = (Folder::new("empty-cells"), emulator());
    folder.write(
        "users.csv",
        "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,\"\",2,\"\"\n2,,2,\n",
    );
    let ran = folder.put(&emulator, "users.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    let stored = stored(&emulator);
    assert_eq!(stored[0].1, r#"{"videosWatched":"2","favouriteGenres":""}"#);
    assert_eq!(stored[1].1, r#"{"videosWatched":"2"}"#);
}

const ITEMS: &str = r#"{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema",
    "fields": [{"name": "ITEM_ID", "type": "string"}, {"name": "GENRES", "type": ["null", "string"], "categorical": true},
    {"name": "PLAIN", "type": ["null", "string"]},
    {"name": "SUMMARY", "type": ["null", "string"], "textual": true}], "version": "1.0"}"#;

#[test]
fn what_convert_writes_reads_back_to_the_same_records() {
    let folder = Folder::new("round-trip");
    folder.write("items.json", ITEMS);
    let parts = [
        "", "a", "\"", "\\", ",", "|", " ", "é", "'", "\\\"", "\"\"", "\\\\", "\",\"", "\t",
    ];
    let texts: Vec<String> = parts
        .iter()
        .flat_map(|one| parts.map(|other| format!("{one}{other}")))
        .collect();
    let items = texts.iter().enumerate().map(|(index, text)| {
        serde_json::json!({"itemId": format!("{index:03}{text}"), "genres": text, "plain": text, "summary": text})
    });
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    folder.write("items.jsonl", items.join("\n"));
    let schema = "--schema items.json";
    let convert = |arguments: &str| {
        let ran = folder.run(&format!("convert {schema} {arguments}"));
        assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    };
    convert("items.jsonl --output 1.csv");
    convert("1.csv --backslash-escapes --output 2.csv");
    assert!(folder.read("1.csv") == folder.read("2.csv"));
    // The values, by an independent reader.
    let text = folder.read("1.csv");
    let mut reader = csv::ReaderBuilder::new()
        .double_quote(false)
        .escape(Some(b'\\'))
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("it is CSV"));
    for (row, (index, text)) in rows.zip(texts.iter().enumerate()) {
        let id = format!("{index:03}{text}");
        assert!(row.iter().eq([id.as_str(), text, text, text]), "{row:?}");
    }

    // The same in the other dialect.
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["ITEM_ID", "GENRES", "PLAIN", "SUMMARY"])
        .unwrap();
    for (index, text) in texts.iter().enumerate().skip(1) {
        let id = format!("{index:03}{text}");
        writer.write_record([&id, text, text, text]).unwrap();
    }
    folder.write("rfc.csv", writer.into_inner().unwrap());
    convert("rfc.csv --backslash-escapes=false --output 3.csv");
    let (one, three) = (folder.read("1.csv"), folder.read("3.csv"));
    assert!(three.lines().skip(1).eq(one.lines().skip(2)));

    // Without a flag, each record is the same as with it, or not read.
    let rfc = folder.read("rfc.csv");
    let mut equal = 0;
    for file in [&one, &rfc] {
        for (row, expected) in file
            .lines()
            .skip(if *file == one { 2 } else { 1 })
            .zip(one.lines().skip(2))
            .step_by(5)
        {
            folder.write("row.csv", format!("ITEM_ID,GENRES,PLAIN,SUMMARY\n{row}\n"));
            folder.write("4.csv", "");
            folder.run(&format!("convert {schema} row.csv --output 4.csv"));
            let read = folder.read("4.csv");
            let read: Vec<&str> = read.lines().skip(1).collect();
            assert!(read.is_empty() || read == [expected], "{row}");
            equal += read.len();
        }
    }
    assert!(equal > 20, "{equal}");
}
