//! The command `schema check`, and the schemas of other commands.

use serde_json::json;

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

/// A schema of users with another name, version and type of the ID.
fn published(name: &str, version: &str, id: &str) -> String {
    SCHEMA
        .replace("\"Users\"", &format!("{name:?}"))
        .replace("\"version\": \"1.0\"", &format!("\"version\": {version}"))
        .replace("\"type\": \"string\"}", &format!("\"type\": {id}}}"))
}

#[test]
fn schemas_that_differ_from_the_developer_guide_as_published_ones_do_are_read_by_all_commands() {
    let folder = Folder::new("schema-published");
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED,AGE\n1,2,3\n");
    let users = published("users", "\"1.0\"", "\"string\"");
    let number = published("Users", "1", "[\"string\"]");
    let described = json!({"schema": {"name": "films", "schema": number, "schemaArn": "arn:x"}});
    let described = serde_json::to_string_pretty(&described).unwrap();
    let version = "`version` is 1; use \"1.0\" as the developer guide does (warning)";
    let name =
        "`name` is \"users\"; use \"Users\" as in all examples of the developer guide (warning)";
    for (schema, warning, start) in [
        (users, name, "\"users\""),
        (number.clone(), version, "\"version"),
        (
            serde_json::to_string(&number).unwrap(),
            version,
            "\\\"version",
        ),
        (described, version, "\\\"version"),
    ] {
        let before = &schema[..schema.find(start).unwrap()];
        let line = before.split('\n').count();
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let warning = format!("users.json:{line}:{column}: {warning}");
        folder.write("users.json", schema);
        let ran = folder.run("schema check users.json");
        assert_eq!(ran.code, Some(0));
        assert_eq!(ran.warnings(), [warning]);
        assert!(
            ran.out.starts_with("users.json: Users, 4 columns"),
            "{ran:?}"
        );
        let ran = folder.run("put-users users.csv --schema users.json --local");
        assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
        let ran = folder.run("convert users.csv --schema users.json --output out.csv");
        assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
        assert_eq!(
            folder.read("out.csv"),
            "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,3,2,\n"
        );
    }
}

#[test]
fn types_in_the_long_form_of_avro_are_read_by_all_commands() {
    let folder = Folder::new("schema-long-form");
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED,AGE\n1,2,\n3,4,5\n");
    let schema = SCHEMA
        .replace("\"int\"", "{\"type\": \"int\", \"logicalType\": \"date\"}")
        .replace("\"long\"", "{\"type\": \"long\"}");
    folder.write("users.json", schema);
    let ran = folder.run("schema check users.json");
    assert_eq!(ran.code, Some(0));
    let expected = [
        "the type of `AGE` has Avro's long form, {\"type\": …}; use [\"null\", \"int\"] as the developer guide does",
        "the developer guide does not describe the attribute \"logicalType\"; remove it unless you know its effect",
        "the type of `VIDEOS_WATCHED` has Avro's long form, {\"type\": …}; use \"long\" as the developer guide does",
    ];
    let warnings = ran.warnings();
    assert_eq!(warnings.len(), expected.len(), "{ran:?}");
    for (warning, expected) in warnings.iter().zip(expected) {
        assert!(
            warning.ends_with(&format!(": {expected} (warning)")),
            "{warning}"
        );
    }
    let ran = folder.run("put-users users.csv --schema users.json --local");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    let ran = folder.run("convert users.csv --schema users.json --output out.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        folder.read("out.csv"),
        "USER_ID,AGE,VIDEOS_WATCHED,FAVOURITE_GENRES\n1,,2,\n3,5,4,\n"
    );
}

#[test]
fn an_optional_column_may_be_nullable_though_the_developer_guide_lists_it_without_null() {
    let folder = Folder::new("schema-nullable");
    folder.write(
        "items.json",
        r#"{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema", "fields": [
{"name": "ITEM_ID", "type": "string"},
{"name": "CREATION_TIMESTAMP", "type": ["null", "long"]},
{"name": "PAGES", "type": "int"}], "version": "1.0"}"#,
    );
    let ran = folder.run("schema check items.json");
    assert_eq!(ran.code, Some(0));
    assert_eq!(
        ran.warnings(),
        [
            "items.json:3:10: `CREATION_TIMESTAMP` is nullable, but the developer guide lists it without null; use \
             \"long\" if it always has a value (warning)"
        ]
    );
    folder.write(
        "items.jsonl",
        "{\"ITEM_ID\": \"a\", \"CREATION_TIMESTAMP\": null, \"PAGES\": 1}\n{\"ITEM_ID\": \"b\", \"PAGES\": 2}\n\
         {\"ITEM_ID\": \"c\", \"CREATION_TIMESTAMP\": 1570003269, \"PAGES\": 3}\n",
    );
    for values in ["strings", "json"] {
        let ran = folder.run(&format!(
            "put-items items.jsonl --schema items.json --local --values {values}"
        ));
        assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    }
    let ran = folder.run("convert items.jsonl --schema items.json --output out.csv");
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
    assert_eq!(
        folder.read("out.csv"),
        "ITEM_ID,CREATION_TIMESTAMP,PAGES\na,,1\nb,,2\nc,1570003269,3\n"
    );
}

#[test]
fn a_schema_in_utf_16_is_explained() {
    let folder = Folder::new("schema-utf-16");
    // As the shell of Windows writes the output of a command.
    let text: Vec<u8> = SCHEMA.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("users.json", [&[0xFF, 0xFE], &text[..]].concat());
    let ran = folder.run("schema check users.json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.lines(),
        ["users.json: the file is not valid UTF-8; convert it to UTF-8"]
    );
}

#[test]
fn an_empty_file_is_explained() {
    let folder = Folder::new("schema-empty");
    folder.write("users.csv", "USER_ID,VIDEOS_WATCHED\n1,2\n");
    folder.write("users.json", "");
    let expected = "users.json:1:1: the schema is empty; save the output of `aws personalize describe-schema \
                    --schema-arn ARN --output json`";
    for (arguments, code) in [
        ("schema check users.json", 1),
        ("put-users users.csv --schema users.json --dry-run", 2),
    ] {
        let ran = folder.run(arguments);
        assert_eq!(
            (ran.code, ran.lines()),
            (Some(code), vec![expected]),
            "{ran:?}"
        );
    }
}

#[test]
fn a_text_that_only_names_a_schema_is_explained() {
    let folder = Folder::new("schema-arn");
    folder.write(
        "users.json",
        r#"{"dataset": {"schemaArn": "arn:aws:personalize:eu-west-1:123456789012:schema/films"}}"#,
    );
    let ran = folder.run("schema check users.json");
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.lines(),
        [
            "users.json:1:1: this names a schema, but does not contain it; save the output of `aws personalize describe-schema \
             --schema-arn ARN --output json`"
        ]
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
