//! The command `schema check`, and the schemas of other commands.

use crate::SCHEMA;
use crate::folder::Folder;

#[test]
fn a_valid_schema_is_printed_with_the_keys_of_its_columns() {
    let folder = Folder::new("schema-check");
    let ran = folder.run("schema check users.json");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        ran.out,
        "users.json: Users, 4 columns\n  \
           USER_ID           string                  userId\n  \
           AGE               int or null             age\n  \
           VIDEOS_WATCHED    long                    videosWatched\n  \
           FAVOURITE_GENRES  categories or null      favouriteGenres\n"
    );
}

#[test]
fn every_problem_of_a_schema_is_reported_with_its_position() {
    let folder = Folder::new("schema-problems");
    folder.write(
        "bad.json",
        SCHEMA
            .replace("\"int\"", "\"integer\"")
            .replace("USER_ID", "USERID"),
    );
    folder.write(
        "plain.json",
        SCHEMA
            .replace(", \"categorical\": true", "")
            .replace("AGE", "IS_2FA"),
    );
    let ran = folder.run("schema check bad.json plain.json none.json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.err.lines().collect::<Vec<_>>(),
        [
            "bad.json:6:14: the column `USER_ID` is missing; rename `USERID`",
            "bad.json:7:38: the type of `AGE` must be int, long, float, double, string or boolean, or a union of \
             null and one of them; join several values with `|` in one string; this is \"integer\"",
            "plain.json:9:14: `FAVOURITE_GENRES` is a string that is not categorical, so the service stores it but \
             does not train on it; make it categorical if its values are categories (warning)",
            "none.json: cannot be read: No such file or directory (os error 2)",
        ]
    );
    assert!(
        ran.out.contains("is2fa (ambiguous: set it with --key)"),
        "{ran:?}"
    );
}

#[test]
fn an_ambiguous_key_must_be_set() {
    let folder = Folder::new("schema-keys");
    let emulator = crate::emulator();
    folder.write("users.json", SCHEMA.replace("AGE", "IS_2FA"));
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED,IS_2FA\n1,2,3\n");
    let ran = folder.put(&emulator, "users.csv --key AGES=a");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        [
            "--key AGES=a: the schema has no column `AGES`",
            "users.json:7:14: the key of `IS_2FA` is ambiguous, because converters of names differ; set it with \
             --key IS_2FA=is2fa",
        ]
    );
    // The column has another name in the emulator.
    let ran = folder.put(&emulator, "users.csv --key IS_2FA=age");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        crate::stored(&emulator)[0].1,
        r#"{"age":"3","videosWatched":"2"}"#
    );
}

#[test]
fn a_schema_of_another_type_or_an_invalid_one_is_rejected() {
    let folder = Folder::new("schema-kind");
    folder.write("items.jsonl", "{}");
    let ran = folder.run("put-items items.jsonl --schema users.json --dry-run");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        ["users.json: the schema is for Users, but one for Items is required"]
    );
    folder.write("users.json", "[]");
    let ran = folder.run("put-users items.jsonl --schema users.json --dry-run");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .starts_with("users.json:1:1: a schema must be an object"),
        "{ran:?}"
    );
}
