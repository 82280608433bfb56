//! Files whose columns are known only at run time.

use std::fs;
use std::io;

use csv::ReaderBuilder;
use personalize_events::{
    ColumnType, CsvWriter, ItemIdentity, ItemProperties, Properties, PropertiesWriter,
    UserIdentity, UserProperties,
};
use personalize_events_schema::{Column, Schema, Type};

use super::lines;

/// A record of a program that reads its columns from a schema.
struct Row {
    id: String,
    cells: Vec<(String, Option<String>)>,
}

impl Row {
    fn new(id: &str, cells: &[(&str, &str)]) -> Self {
        let cell = |(key, text): &(&str, &str)| ((*key).to_owned(), Some((*text).to_owned()));
        Self {
            id: id.to_owned(),
            cells: cells.iter().map(cell).collect(),
        }
    }

    fn write(&self, properties: &mut PropertiesWriter) {
        for (key, text) in &self.cells {
            properties.property(key, text);
        }
    }
}

macro_rules! row {
    ($($properties:ident, $identity:ident, $id:ident;)*) => {$(
        impl $properties for Row {
            fn write_properties(&self, properties: &mut PropertiesWriter) {
                self.write(properties);
            }
        }

        impl $identity for Row {
            fn $id(&self) -> String {
                self.id.clone()
            }
        }
    )*};
}

row! {
    UserProperties, UserIdentity, user_id;
    ItemProperties, ItemIdentity, item_id;
}

#[derive(UserProperties)]
struct Dynamic {
    #[personalize(user_id)]
    id: u8,
    #[personalize(flatten)]
    properties: Properties,
}

fn columns() -> [(&'static str, ColumnType); 5] {
    [
        ("AGE", ColumnType::INT.nullable()),
        ("FAVOURITE_GENRES", ColumnType::CATEGORICAL.nullable()),
        ("SCORE", ColumnType::DOUBLE.nullable()),
        ("SUBSCRIBED", ColumnType::BOOLEAN.nullable()),
        ("NICKNAME", ColumnType::PLAIN.nullable()),
    ]
}

#[test]
fn a_row_has_the_cells_of_its_keys_whatever_their_case_and_order() {
    let mut csv = CsvWriter::users_with_columns(Vec::new(), columns()).unwrap();
    csv.write(&Row::new(
        "1",
        &[("age", "34"), ("score", "4.5"), ("nickname", "Jo")],
    ))
    .unwrap();
    csv.write(&Row::new(
        "2",
        &[
            ("NICKNAME", "Li, Kim"),
            ("favouriteGenres", "Horror|Action"),
        ],
    ))
    .unwrap();
    assert_eq!(
        String::from_utf8(csv.finish().unwrap()).unwrap(),
        "USER_ID,AGE,FAVOURITE_GENRES,SCORE,SUBSCRIBED,NICKNAME\n\
         1,34,,4.5,,Jo\n\
         2,,Horror|Action,,,\"Li, Kim\"\n"
    );
}

/// A reader of the file gets the values that were inserted.
#[test]
fn properties_whose_keys_are_known_only_at_run_time_become_cells() {
    let mut properties = Properties::new();
    properties
        .insert("age", 34)
        .insert("favourite_genres", ["Horror", "Action"])
        .insert_json("score", 4.5)
        .insert_json("subscribed", true)
        .insert("nickname", "a \"b\" \\ ü 😀, c");
    let mut csv = CsvWriter::users_with_columns(Vec::new(), columns()).unwrap();
    csv.write(&Dynamic { id: 1, properties }).unwrap();
    let mut properties = Properties::new();
    properties.insert("age", None::<u8>);
    csv.write(&Dynamic { id: 2, properties }).unwrap();
    let file = csv.finish().unwrap();
    let mut reader = ReaderBuilder::new()
        .double_quote(false)
        .escape(Some(b'\\'))
        .from_reader(file.as_slice());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(
        rows,
        [
            vec![
                "1",
                "34",
                "Horror|Action",
                "4.5",
                "true",
                "a \"b\" \\ ü 😀, c"
            ],
            vec!["2", "", "", "", "", ""]
        ]
    );
}

#[test]
fn values_are_checked_against_the_columns() {
    let columns = [
        ("AGE", ColumnType::INT),
        ("SCORE", ColumnType::FLOAT),
        ("SUBSCRIBED", ColumnType::BOOLEAN.nullable()),
        ("TAGS", ColumnType::CATEGORICAL.nullable()),
        ("CREATION_TIMESTAMP", ColumnType::LONG),
        ("NOTE", ColumnType::PLAIN),
    ];
    let mut csv = CsvWriter::items_with_columns(io::sink(), columns).unwrap();
    let error = csv
        .write(&Row::new(
            "1",
            &[
                ("age", "34.0"),
                ("subscribed", "yes"),
                ("tags", "a|null"),
                ("creationTimestamp", "1700000000000"),
                ("country", "NL"),
                ("note", "x\ny"),
                ("NOTE", "z"),
            ],
        ))
        .unwrap_err();
    let starts = [
        "properties.age has a fraction",
        "properties.subscribed has the wrong type; its column is boolean",
        "properties.tags has the text `null` as category 1",
        "properties.creationTimestamp is no timestamp in seconds",
        "properties.country has no column in the file; omit it, or add a column of this name",
        "properties.NOTE is for the same column as `NOTE`",
        "properties.SCORE is required but missing",
        "properties.NOTE has a line break",
    ];
    let found = lines(&error);
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
}

#[test]
fn texts_are_written_in_the_order_of_the_columns_and_checked() {
    let columns = [
        ("AGE", ColumnType::INT.nullable()),
        ("TAGS", ColumnType::CATEGORICAL.nullable()),
        ("CREATION_TIMESTAMP", ColumnType::LONG),
        ("NOTE", ColumnType::PLAIN.nullable()),
    ];
    let mut csv = CsvWriter::<_, Row>::items_with_columns(Vec::new(), columns).unwrap();
    let texts = ["1", "34", "a|b", "1700000000", "x, y"];
    csv.write_texts(texts.map(Some)).unwrap();
    csv.write_texts([Some("2"), None, Some(""), Some("1700000001"), None])
        .unwrap();
    let texts = ["", "34.0", "a|null", "1700000000000", "x\ny"];
    let error = csv.write_texts(texts.map(Some)).unwrap_err();
    let starts = [
        "itemId has 0 characters",
        "properties.AGE has a fraction",
        "properties.TAGS has the text `null` as category 1",
        "properties.CREATION_TIMESTAMP is no timestamp in seconds",
        "properties.NOTE has a line break",
    ];
    let found = lines(&error);
    assert_eq!(found.len(), starts.len(), "{found:#?}");
    for (found, start) in found.iter().zip(starts) {
        assert!(found.starts_with(start), "{found}");
    }
    for (count, expected) in [
        (
            3,
            "record 4 is invalid: texts[3] is required but missing; properties.CREATION_TIMESTAMP is required but missing",
        ),
        (
            6,
            "record 5 is invalid: texts[5] has no column in the file; omit it, or add a column of this name",
        ),
    ] {
        let texts = [Some("4"), None, None, Some("1"), None, None];
        let error = csv.write_texts(texts.into_iter().take(count)).unwrap_err();
        assert_eq!(format!("{error:#}"), expected);
    }
    assert_eq!(
        String::from_utf8(csv.finish().unwrap()).unwrap(),
        "ITEM_ID,AGE,TAGS,CREATION_TIMESTAMP,NOTE\n\
         1,34,a|b,1700000000,\"x, y\"\n\
         2,,\"\",1700000001,\n"
    );
}

#[test]
fn texts_are_valid_and_encoded_as_those_with_keys() {
    let long = ["x".repeat(256), "ü".repeat(257), "ü".repeat(1_001)];
    let texts = [
        "",
        "0",
        "-1",
        "1.0",
        "1e3",
        "inf",
        "3000000000",
        "9223372036854775808",
        "true",
        "yes",
        "null",
        "a|null",
        "nul|l",
        "|",
        "a",
        "ab",
        "abc",
        "abcd",
        "abcdefg",
        "abcdefgh",
        "action|science fiction",
        " a",
        "a ",
        "\u{a0}a",
        "a\u{3000}",
        "a,b",
        "abcdefghi,",
        ",abcdefghi",
        "a\"b",
        "\\",
        "abcdefg\\",
        "a\nb",
        "abcdefghijk\r\nx",
        "1\n",
        "naïve",
        "\u{7f}",
        "1700000000",
        "1700000000000",
    ];
    let texts: Vec<&str> = texts
        .into_iter()
        .chain(long.iter().map(String::as_str))
        .collect();
    for ty in [
        ColumnType::INT,
        ColumnType::LONG,
        ColumnType::FLOAT,
        ColumnType::DOUBLE,
        ColumnType::BOOLEAN,
        ColumnType::CATEGORICAL,
        ColumnType::TEXTUAL,
        ColumnType::PLAIN,
    ] {
        for (text, id) in texts.iter().flat_map(|text| [(text, "u"), (&"1", text)]) {
            for column in ["VALUE", "CREATION_TIMESTAMP"] {
                let csv = || CsvWriter::<_, Row>::items_with_columns(Vec::new(), [(column, ty)]);
                let (mut of_record, mut of_texts) = (csv().unwrap(), csv().unwrap());
                let expected = of_record.write(&Row::new(id, &[(column, text)]));
                let found = of_texts.write_texts([Some(id), Some(text)]);
                let [expected, found] = [expected, found].map(|it| format!("{it:?}"));
                assert_eq!(found, expected, "{ty:?} {text:?} {id:?}");
                assert_eq!(of_texts.finish().unwrap(), of_record.finish().unwrap());
            }
        }
    }
}

#[test]
fn the_values_of_properties_are_checked_too_and_once() {
    let mut csv = CsvWriter::users_with_columns(io::sink(), columns()).unwrap();
    let mut properties = Properties::new();
    properties
        .insert("age", "young")
        .insert("favouriteGenres", ["null"])
        .insert("score", f64::NAN)
        .insert("subscribed", ["a"])
        .insert("NICKNAME", "x")
        .insert("nickname", "y");
    let error = csv
        .write(&Dynamic {
            id: 1,
            properties: properties.clone(),
        })
        .unwrap_err();
    let found = lines(&error);
    let paths: Vec<&str> = found
        .iter()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(
        paths,
        [
            "properties.age",
            "properties.favouriteGenres",
            "properties.score",
            "properties.subscribed",
            "properties.nickname"
        ]
    );
    let mut allowed = Properties::new();
    allowed.insert("favouriteGenres", "null").allow_null_text();
    csv.write(&Dynamic {
        id: 1,
        properties: allowed,
    })
    .unwrap();
}

#[test]
fn a_declared_column_of_a_struct_does_not_replace_that_of_the_file() {
    #[derive(UserProperties)]
    struct Viewer {
        #[personalize(user_id)]
        id: u8,
        #[personalize(categorical)]
        age: &'static str,
    }
    let mut csv =
        CsvWriter::users_with_columns(Vec::new(), [("AGE", ColumnType::INT.nullable())]).unwrap();
    assert!(csv.write(&Viewer { id: 1, age: "old" }).is_err());
    csv.write(&Viewer { id: 2, age: "34" }).unwrap();
    assert_eq!(csv.finish().unwrap(), b"USER_ID,AGE\n2,34\n");
}

#[test]
fn names_that_cannot_be_columns_are_all_reported() {
    let names = ["AGE", "zip code", "USER_ID", "age", "ITEM_ID"];
    let columns = names.map(|name| (name, ColumnType::PLAIN));
    let error = CsvWriter::<_, Row>::users_with_columns(io::sink(), columns).unwrap_err();
    let violations = error.violations().iter().map(ToString::to_string);
    assert_eq!(
        violations.collect::<Vec<_>>(),
        [
            "zip code is not a valid column name; use ASCII letters, digits and `_`, without a leading digit",
            "USER_ID is not allowed among these properties, because `userId` is a member of the record; omit it",
            "age is for the same column as `AGE`, because names that differ only in `_` or case are equal; omit one of them",
        ]
    );
}

/// As a program does that has a schema and no struct.
#[test]
fn the_columns_can_be_those_of_a_schema() {
    let text = fs::read_to_string("tests/schemas/users.json").unwrap();
    let schema = Schema::parse(&text).unwrap();
    let columns = schema.columns().iter().filter(|it| it.name() != "USER_ID");
    let columns = columns.map(|column| {
        let ty = match column.ty() {
            Type::Int => ColumnType::INT,
            Type::Long => ColumnType::LONG,
            Type::Double | Type::Float => ColumnType::DOUBLE,
            Type::Boolean => ColumnType::BOOLEAN,
            Type::String if column.is_categorical() => ColumnType::CATEGORICAL,
            Type::String | _ => ColumnType::PLAIN,
        };
        let ty = if column.is_nullable() {
            ty.nullable()
        } else {
            ty
        };
        (column.name(), ty)
    });
    let csv = CsvWriter::<_, Row>::users_with_columns(Vec::new(), columns).unwrap();
    let header = String::from_utf8(csv.finish().unwrap()).unwrap();
    let names: Vec<&str> = schema.columns().iter().map(Column::name).collect();
    assert_eq!(header, format!("{}\n", names.join(",")));
}
