//! What is doubtful in an input, but no reason to reject a record.

use crate::folder::Folder;
use crate::{emulator, stored};

const LOST: &str = "a record replaces the stored one as a whole, so that stored values of these columns are lost (warning)";

#[test]
fn ignored_columns_and_columns_without_values_are_reported_once() {
    let (folder, emulator) = (Folder::new("warnings-columns"), emulator());
    folder.write(
        "users.csv",
        "USER_ID,Age?,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,2,3,\n2,2,3,\n,2,3,rejected\n4,2,3,\n",
    );
    folder.write(
        "users.jsonl",
        "{\"userId\": \"1\", \"videosWatched\": 1, \"a\": 1, \"a\": 2, \"b\": 3}\n\
         {\"userId\": \"2\", \"videosWatched\": 1, \"a\": 1, \"properties\": {\"c\": 1}}\n",
    );
    let ran = folder.put(&emulator, "users.csv --ignore-unknown");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.warnings(),
        [
            "users.csv: --ignore-unknown ignored \"Age?\" (3 records, did you mean `AGE`?) (warning)".to_owned(),
            format!("users.csv: all 3 records have no value for AGE, FAVOURITE_GENRES; {LOST}"),
        ]
    );
    let ran = folder.run("put-users users.jsonl --schema users.json --ignore-unknown --dry-run");
    assert_eq!(ran.code, Some(0));
    assert_eq!(
        ran.warnings(),
        [
            "users.jsonl: --ignore-unknown ignored \"a\" (2 records), \"b\" (1 record), \"c\" (1 record) (warning)"
                .to_owned(),
            format!("users.jsonl: all 2 records have no value for AGE, FAVOURITE_GENRES; {LOST}"),
        ]
    );
    // A single value is enough.
    folder.write(
        "users.jsonl",
        "{\"userId\": \"1\", \"videosWatched\": 1}\n\
         {\"userId\": \"2\", \"videosWatched\": 1, \"age\": 1, \"favouriteGenres\": \"a\"}\n",
    );
    let ran = folder.run("convert users.jsonl --schema users.json --output out.csv");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
}

#[test]
fn the_names_of_ignored_columns_are_bounded() {
    let folder = Folder::new("warnings-bounded");
    let names: Vec<String> = (0..20_000).map(|n| format!("\"x{n}\": 1")).collect();
    let long = "y".repeat(100_000);
    folder.write(
        "users.jsonl",
        format!(
            "{{\"userId\": \"1\", \"videosWatched\": 1, \"{long}\": 1, {}}}\n",
            names.join(", ")
        ),
    );
    let ran = folder.run("put-users users.jsonl --schema users.json --ignore-unknown --dry-run");
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(ran.err.contains(" and others (warning)"));
    assert!(ran.err.len() < 5_000, "{}", ran.err.len());
}

#[test]
fn doubtful_values_are_reported_once_and_sent() {
    let (folder, emulator) = (Folder::new("warnings-values"), emulator());
    folder.write(
        "users.csv",
        "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n\
         \"p\"\"1\",1,1,a\n\
         \" \",007,1,a\n\
         3,1,+5,a||b\n\
         \"p\"\"4\",-08,1,a|b|a\n\
         5 ,-1,0,a | b\n",
    );
    let ran = folder.put(&emulator, "users.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    let number = "has `+`, leading zeros or no digit beside the decimal point, which AWS does not document; write \
                  numbers like 7, 0.5 and -1e3 (warning";
    assert_eq!(
        ran.warnings(),
        [
            "users.csv:3:1: USER_ID is only white space, which is probably no ID (warning)".to_owned(),
            "users.csv:6:1: USER_ID has white space at its start or end, which makes it another ID; remove it (warning)"
                .to_owned(),
            "users.csv:2:1: USER_ID has a quotation mark, which AWS's guide advises to avoid in IDs (warning; first of \
             2 records)"
                .to_owned(),
            format!("users.csv:3:5: AGE {number}; first of 2 records)"),
            format!("users.csv:4:5: VIDEOS_WATCHED {number})"),
            "users.csv:4:8: FAVOURITE_GENRES has an empty category; remove it, or make the value null (warning)"
                .to_owned(),
            "users.csv:6:9: FAVOURITE_GENRES has white space around a category, which makes it another category; \
             remove it (warning)"
                .to_owned(),
            "users.csv:5:14: FAVOURITE_GENRES has a category twice; remove one (warning)".to_owned(),
        ]
    );
    assert_eq!(stored(&emulator).len(), 5);
    assert_eq!(
        stored(&emulator)[4].1,
        r#"{"age":"-08","videosWatched":"1","favouriteGenres":"a|b|a"}"#
    );
}

#[test]
fn an_id_twice_in_a_converted_file_is_reported_with_a_count() {
    let folder = Folder::new("warnings-ids");
    let row = |n| format!("{},1,1,a\n", if n % 5_000 == 4_999 { 7 } else { n });
    let rows: Vec<String> = (0..10_000).map(row).collect();
    let header = "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n";
    // A rejected record is not in the file.
    let lines = [header, &rows.concat(), "8,x,1,a\n"].concat();
    folder.write("users.csv", lines);
    let ran = folder.run("convert users.csv --schema users.json --output out.csv");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(
        ran.warnings(),
        [
            "users.csv:5001:1: USER_ID is the ID of an earlier record, and which one an import job uses is not \
             documented; remove one (warning; first of 2 records)"
        ]
    );
    assert_eq!(folder.read("out.csv").lines().count(), 10_001);
    // Calls are in order, so the last one is stored.
    let ran = folder.run("put-users users.csv --schema users.json --dry-run");
    assert_eq!(ran.warnings(), Vec::<&str>::new());
}
