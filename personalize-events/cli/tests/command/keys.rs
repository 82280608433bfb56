//! The keys of columns: which are written, and which are refused before a record is read.

use crate::SCHEMA;
use crate::folder::Folder;

#[test]
fn an_ambiguous_key_must_be_set() {
    let folder = Folder::new("keys-ambiguous");
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
        ran.warnings()[0..1],
        [
            "--key IS_2FA=age: AWS documents no key for `IS_2FA` that differs from the name in more than `_` and \
             case; check that its values are stored (warning)"
        ]
    );
    assert_eq!(
        crate::stored(&emulator)[0].1,
        r#"{"age":"3","videosWatched":"2"}"#
    );
}

/// A schema with names that converters treat differently.
const ODD: &str = r#"{"type": "record", "name": "Users", "fields": [
    {"name": "USER_ID", "type": "string"},
    {"name": "HomeTown", "type": "string", "categorical": true},
    {"name": "shoeSize", "type": ["null", "float"]},
    {"name": "FAVClub", "type": "string", "categorical": true},
    {"name": "TOP_3", "type": ["int"]},
    {"name": "_", "type": ["null", "int"]},
    {"name": "Bio", "type": ["null", "string"]}
]}"#;

#[test]
fn the_local_endpoint_accepts_whatever_key_is_set() {
    let folder = Folder::new("keys-local");
    folder.write("odd.json", ODD);
    folder.write(
        "users.csv",
        "USER_ID,HOMETOWN,shoe_size,favClub,TOP3,_,bio\n1,Ulm,42.5,FCB,3,1,text\n",
    );
    let put = "put-users users.csv --schema odd.json --local";
    let ran = folder.run(put);
    assert_eq!(ran.code, Some(2));
    let names = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
    let suggested: Vec<String> = ran.lines().iter().map(|line| names(line)).collect();
    assert_eq!(
        suggested,
        [
            "HomeTown=homeTown",
            "shoeSize=shoeSize",
            "FAVClub=favClub",
            "TOP_3=top3",
            "_=_"
        ]
    );
    for keys in [
        suggested.join(" --key "),
        // As the columns are named, and with names of columns in another case.
        "HomeTown=HomeTown --key shoeSize=shoeSize --key FAVClub=FAVClub --key TOP_3=TOP_3 --key _=__".to_owned(),
        "home_town=hometown --key SHOE_SIZE=shoe_size --key favclub=FAV_CLUB --key Top3=TOP3 --key _=_".to_owned(),
    ] {
        let ran = folder.run(&format!("{put} --key {keys}"));
        assert_eq!((ran.code, ran.lines().len()), (Some(0), 0), "{ran:?}");
        assert!(!ran.err.contains("--key"), "{ran:?}");
    }
    let keys = "HomeTown=city --key shoeSize=feet --key FAVClub=c1 --key TOP_3=_3 --key _=under --key BIO=about";
    let ran = folder.run(&format!("{put} --key {keys}"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    // The key `_3` differs from `TOP_3` in more than `_`.
    assert_eq!(
        ran.warnings()
            .iter()
            .filter(|it| it.starts_with("--key"))
            .count(),
        6
    );
    // Keys are names of the input too.
    folder.write(
        "users.jsonl",
        "{\"userId\": \"1\", \"city\": \"Ulm\", \"FEET\": 42.5, \"c_1\": \"FCB\", \"TOP_3\": 3}\n",
    );
    let put = put.replace(".csv", ".jsonl");
    let ran = folder.run(&format!("{put} --key {keys}"));
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn keys_that_cannot_be_meant_are_refused_before_a_record_is_read() {
    let folder = Folder::new("keys-refused");
    for (keys, problem) in [
        (
            "AGE=age --key AGE=years",
            "--key AGE=years: the key of `AGE` is set twice; remove one of them",
        ),
        (
            "AGE=age --key age=age",
            "--key age=age: the key of `AGE` is set twice; remove one of them",
        ),
        (
            "AGE=videosWatched",
            "--key AGE=videosWatched: `videosWatched` is the key of `VIDEOS_WATCHED`; set another one",
        ),
        (
            "AGE=VIDEOSWATCHED --key VIDEOS_WATCHED=views",
            "--key AGE=VIDEOSWATCHED: `VIDEOSWATCHED` is the key of `VIDEOS_WATCHED`; set another one",
        ),
        (
            "AGE=a_b --key VIDEOS_WATCHED=aB",
            "--key VIDEOS_WATCHED=aB: `aB` is the key of `AGE`; set another one",
        ),
        (
            "AGE=user_id",
            "--key AGE=user_id: `user_id` is the key of `USER_ID`; set another one",
        ),
        (
            "USER_ID=id",
            "--key USER_ID=id: `USER_ID` is the ID, which is sent beside the properties and has no key; remove the \
             flag",
        ),
        (
            "userId=userId",
            "--key userId=userId: `USER_ID` is the ID, which is sent beside the properties and has no key; remove \
             the flag",
        ),
        (
            "AGE=a-b",
            "--key AGE=a-b: \"a-b\" is not a valid key; use ASCII letters, digits and `_`, without a digit in front",
        ),
        (
            "AGE=1st",
            "--key AGE=1st: \"1st\" is not a valid key; use ASCII letters, digits and `_`, without a digit in front",
        ),
        (
            "AEG=age",
            "--key AEG=age: the schema has no column `AEG`; did you mean `AGE`?",
        ),
    ] {
        // The input does not exist.
        let put = format!("put-users none.csv --schema users.json --local --key {keys}");
        let ran = folder.run(&put);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert_eq!(ran.lines(), [problem]);
    }
}

#[test]
fn a_key_of_a_reserved_column_is_refused() {
    let folder = Folder::new("keys-reserved");
    folder.write(
        "items.json",
        r#"{"type": "record", "name": "Items", "fields": [
            {"name": "ITEM_ID", "type": "string"}, {"name": "COLOR", "type": "int"}
        ]}"#,
    );
    let ran =
        folder.run("put-items none.csv --schema items.json --local --key COLOR=creation_timestamp");
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.lines(),
        [
            "--key COLOR=creation_timestamp: `creation_timestamp` is the key of `CREATION_TIMESTAMP`; set another one"
        ]
    );
}
