//! Schemas in forms that are in use and differ from the examples of the developer guide: all are valid, and those
//! that the guide does not describe have a warning.

use personalize_events_schema::{Column, DatasetType, Schema, Type};

const NAMESPACE: &str = r#""namespace": "com.amazonaws.personalize.schema""#;

/// A schema of which only the fields vary.
fn of_fields(name: &str, fields: &str) -> String {
    format!(
        r#"{{"type": "record", "name": "{name}", {NAMESPACE}, "fields": [{fields}], "version": "1.0"}}"#
    )
}

/// A schema of users with this name, and these members at its end.
fn of_users(name: &str, rest: &str) -> String {
    format!(
        r#"{{"type": "record", "name": "{name}", "fields": [
            {{"name": "USER_ID", "type": "string"}}, {{"name": "SHOE_SIZE", "type": "float"}}
        ]{rest}}}"#
    )
}

/// Reads a valid schema, which is written back with the same content; returns its warnings.
fn read(text: &str) -> (Schema, Vec<String>) {
    let schema = Schema::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let written = schema.to_json();
    assert_eq!(Schema::parse(&written), Ok(schema.clone()), "{written}");
    let warnings = schema.warnings();
    let messages = warnings.iter().map(|it| it.message().to_owned());
    let messages = messages.collect();
    (schema, messages)
}

#[test]
fn a_union_of_one_type_is_that_type() {
    for ty in Type::ALL.iter().copied() {
        let fields = |of: &str| {
            format!(
                r#"{{"name": "ITEM_ID", "type": ["string"]}}, {{"name": "WEIGHT", "type": ["double"]}},
                   {{"name": "EXTRA", "type": {of}}}"#
            )
        };
        let (schema, _) = read(&of_fields("Items", &fields(&format!("[\"{ty}\"]"))));
        let (plain, _) = read(&of_fields("Items", &fields(&format!("\"{ty}\""))));
        assert_eq!(schema, plain);
        let column = schema.column_for_key("extra").unwrap();
        assert_eq!((column.ty(), column.is_nullable()), (ty, false));
    }
}

#[test]
fn a_type_may_have_the_long_form_of_avro() {
    for ty in Type::ALL.iter().copied() {
        let long = format!(r#"{{"type": "{ty}"}}"#);
        let (plain, or_null) = (format!("\"{ty}\""), format!("[\"null\", \"{ty}\"]"));
        for (form, documented, nullable) in [
            (long.clone(), &plain, false),
            (format!("[{long}]"), &plain, false),
            (format!("[\"null\", {long}]"), &or_null, true),
            (format!("[{long}, \"null\"]"), &or_null, true),
            (format!("[{{\"type\": \"null\"}}, {plain}]"), &or_null, true),
        ] {
            let fields = format!(
                r#"{{"name": "USER_ID", "type": "string"}}, {{"name": "SHOE_SIZE", "type": "int"}},
                   {{"doc": "\ud800", "name": "EXTRA", "type": {form}}}"#
            );
            let (schema, warnings) = read(&of_fields("Users", &fields));
            let column = schema.column_for_key("extra").unwrap();
            assert_eq!((column.ty(), column.is_nullable()), (ty, nullable));
            let expected = format!(
                "the type of `EXTRA` has Avro's long form, {{\"type\": …}}; use {documented} as the \
                 developer guide does"
            );
            assert!(warnings.contains(&expected), "{warnings:?}");
            assert!(column.unknown_attributes().any(|it| it == ("type", &form)));
        }
    }
}

#[test]
fn all_columns_may_have_the_long_form_with_other_attributes() {
    let fields = r#"{"name": "USER_ID", "type": {"type": "string", "avro.java.string": "String"}},
        {"name": "ITEM_ID", "type": [{"avro.java.string": "String", "type": "string"}]},
        {"name": "TIMESTAMP", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "EVENT_VALUE", "type": ["null", {"type": "float", "scale": 1e999}]}"#;
    let (schema, warnings) = read(&of_fields("Interactions", fields));
    let long = |name: &str, ty: &str| {
        format!(
            "the type of `{name}` has Avro's long form, {{\"type\": …}}; use {ty} as the developer guide does"
        )
    };
    let attribute = |name: &str| {
        format!(
            "the developer guide does not describe the attribute \"{name}\"; remove it unless you know its effect"
        )
    };
    let string = attribute("avro.java.string");
    assert_eq!(
        warnings,
        [
            long("USER_ID", "\"string\""),
            string.clone(),
            long("ITEM_ID", "\"string\""),
            string,
            long("TIMESTAMP", "\"long\""),
            attribute("logicalType"),
            long("EVENT_VALUE", "[\"null\", \"float\"]"),
            attribute("scale"),
        ]
    );
    let built = Schema::new(schema.dataset_type(), schema.columns().to_vec());
    assert_eq!(built.map(|it| it.to_json()), Ok(schema.to_json()));
}

#[test]
fn ids_and_reserved_columns_may_be_unions_of_one_type() {
    for dataset_type in DatasetType::ALL.iter().copied() {
        let columns = dataset_type.reserved_columns().iter();
        let columns = columns.map(|column| {
            format!(
                r#"{{"name": "{}", "type": ["{}"]}}"#,
                column.name, column.ty
            )
        });
        let mut columns: Vec<String> = columns.collect();
        columns.push(r#"{"name": "DEPTH", "type": ["int"]}"#.to_owned());
        columns.push(r#"{"name": "KIND", "type": ["string"], "categorical": true}"#.to_owned());
        let (schema, warnings) = read(&of_fields(dataset_type.name(), &columns.join(", ")));
        assert_eq!(warnings, [""; 0], "{dataset_type}");
        assert!(!schema.columns().iter().any(Column::is_nullable));
    }
}

#[test]
fn optional_columns_that_the_developer_guide_lists_without_null_may_be_nullable() {
    for dataset_type in DatasetType::ALL.iter().copied() {
        for nullable in dataset_type.reserved_columns() {
            let columns = dataset_type.reserved_columns().iter().map(|column| {
                let ty = column.ty;
                Column::new(column.name, ty).with_nullable(column.name == nullable.name)
            });
            let columns = columns.chain([Column::new("DEPTH", Type::Int)]);
            let schema = Schema::new(dataset_type, columns);
            let (name, ty) = (nullable.name, nullable.ty);
            if nullable.required {
                let expected =
                    format!("the type of `{name}` is [\"null\", \"{ty}\"], but must be \"{ty}\"");
                assert_eq!(schema.unwrap_err().to_string(), expected);
                continue;
            }
            let (schema, warnings) = read(&schema.unwrap().to_json());
            assert!(schema.column_for_key(name).is_some_and(Column::is_nullable));
            let expected = format!(
                "`{name}` is nullable, but the developer guide lists it without null; use \"{ty}\" if it always \
                 has a value"
            );
            let expected = [expected];
            let is_listed = !["CREATION_TIMESTAMP", "EVENT_TYPE"].contains(&name);
            assert_eq!(warnings, expected[usize::from(is_listed)..]);
        }
    }
}

#[test]
fn null_may_come_last() {
    let fields = r#"{"name": "ACTION_ID", "type": ["string"]},
        {"name": "REPEAT_FREQUENCY", "type": ["long", "null"]},
        {"name": "VALUE", "type": ["null", "long"]},
        {"name": "TYPE", "type": ["string", "null"]},
        {"name": "REWARD", "type": ["string", "null"], "categorical": true}"#;
    let (schema, warnings) = read(&of_fields("Actions", fields));
    assert_eq!(warnings, [""; 0]);
    assert!(schema.columns()[1..].iter().all(Column::is_nullable));
}

#[test]
fn the_name_of_a_record_may_differ_from_the_dataset_type_in_case() {
    for (name, dataset_type) in [
        ("users", DatasetType::Users),
        ("USERS", DatasetType::Users),
        ("items", DatasetType::Items),
        ("interactions", DatasetType::Interactions),
        ("actions", DatasetType::Actions),
        ("Action_Interactions", DatasetType::ActionInteractions),
        ("actionInteractions", DatasetType::ActionInteractions),
    ] {
        let columns = dataset_type.reserved_columns().iter();
        let columns = columns.filter(|column| column.required);
        let columns = columns
            .map(|column| format!(r#"{{"name": "{}", "type": "{}"}}"#, column.name, column.ty));
        let mut columns: Vec<String> = columns.collect();
        columns.push(r#"{"name": "DEPTH", "type": "int"}"#.to_owned());
        let text = of_fields(name, &columns.join(", "));
        let (schema, warnings) = read(&text);
        assert_eq!(schema.dataset_type(), dataset_type);
        assert_eq!(schema.name(), name);
        let expected = format!(
            "`name` is {name:?}; use {:?} as in all examples of the developer guide",
            dataset_type.name()
        );
        assert_eq!(warnings, [expected]);
        assert_eq!(Schema::parse_as(dataset_type, &text), Ok(schema));
    }
}

#[test]
fn a_record_of_another_name_or_type_is_an_error() {
    for name in [
        "User",
        "Movies",
        "com.amazonaws.personalize.schema.Users",
        "Users ",
    ] {
        let text = of_users(name, "");
        assert!(Schema::parse(&text).is_err(), "{name}");
    }
    let error = Schema::parse_as(DatasetType::Items, &of_users("users", "")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1:28: the schema is for Users, but one for Items is required"
    );
}

#[test]
fn a_version_may_be_any_value() {
    let rest = |version: &str| format!(", {NAMESPACE}, \"version\": {version}");
    for (version, found) in [
        ("1", "1"),
        ("1.0", "1.0"),
        ("2", "2"),
        ("1e999", "1e999"),
        ("null", "null"),
        ("true", "true"),
        ("\"1.1\"", "\"1.1\""),
        ("\"\"", "\"\""),
        ("\"\\ud800\u{9b}\"", "a string"),
        ("\"\\ud800 is half of a pair\"", "a string"),
        ("123456789012345678901", "a number"),
        ("[1,\n 0]", "an array"),
        ("{\"major\": 1}", "an object"),
    ] {
        let (schema, warnings) = read(&of_users("Users", &rest(version)));
        let tail = if schema.version().is_some() {
            " as in all examples of the developer guide"
        } else {
            " as the developer guide does"
        };
        let expected = format!("`version` is {found}; use \"1.0\"{tail}");
        assert_eq!(warnings, [expected]);
        assert!(
            schema
                .to_json()
                .contains(&format!("\"version\": {version}"))
        );
    }
    let (schema, _) = read(&of_users("Users", &rest("3")));
    assert_eq!(schema.version(), None);
    assert_eq!(
        schema.unknown_attributes().collect::<Vec<_>>(),
        [("version", "3")]
    );
}

#[test]
fn a_namespace_may_be_any_value() {
    for namespace in ["\"\"", "\"shop-a..b\"", "\"org.example\"", "null", "7"] {
        let rest = format!(", \"namespace\": {namespace}, \"version\": \"1.0\"");
        let (_, warnings) = read(&of_users("Users", &rest));
        let start =
            format!("`namespace` is {namespace}; use \"com.amazonaws.personalize.schema\" as ");
        assert!(
            matches!(&warnings[..], [one] if one.starts_with(&start)),
            "{warnings:?}"
        );
    }
}

#[test]
fn columns_may_have_names_in_any_case() {
    let fields = r#"{"name": "USER_ID", "type": "string"},
        {"name": "HomeTown", "type": "string", "categorical": true},
        {"name": "shoeSize", "type": "float"},
        {"name": "FAVClub", "type": "string", "categorical": true},
        {"name": "last_seen", "type": "long"},
        {"name": "_TOP3", "type": "int"}"#;
    let (schema, warnings) = read(&of_fields("Users", fields));
    assert_eq!(warnings, [""; 0]);
    for (key, name) in [
        ("homeTown", "HomeTown"),
        ("HOME_TOWN", "HomeTown"),
        ("shoe_size", "shoeSize"),
        ("favClub", "FAVClub"),
        ("lastSeen", "last_seen"),
        ("top3", "_TOP3"),
        ("top_3", "_TOP3"),
    ] {
        assert_eq!(
            schema.column_for_key(key).map(Column::name),
            Some(name),
            "{key}"
        );
    }
}

#[test]
fn flags_may_be_the_words_true_and_false() {
    let fields = |flags: &str| {
        format!(
            r#"{{"name": "ITEM_ID", "type": "string"}}, {{"name": "COLOR", "type": "string", {flags}}}"#
        )
    };
    let use_bool = "use true or false, without quotation marks, as the developer guide does";
    for (value, categorical) in [
        ("\"true\"", true),
        ("\"True\"", true),
        ("\"false\"", false),
        ("null", false),
    ] {
        for flag in ["categorical", "textual"] {
            let text = of_fields("Items", &fields(&format!("\"{flag}\": {value}")));
            let (schema, warnings) = read(&text);
            let column = &schema.columns()[1];
            let is_set = column.is_categorical() || column.is_textual();
            assert_eq!(is_set, categorical, "{text}");
            let expected = format!("`{flag}` is {value}; {use_bool}");
            assert!(warnings.contains(&expected), "{warnings:?}");
            assert!(schema.to_json().contains(&format!("\"{flag}\": {value}")));
        }
    }
}

#[test]
fn a_number_that_is_categorical_is_a_number() {
    let fields = r#"{"name": "USER_ID", "type": "string"},
        {"name": "LEVEL", "type": ["null", "int"], "categorical": true}"#;
    let (schema, warnings) = read(&of_fields("Users", fields));
    assert_eq!(
        warnings,
        [
            "`LEVEL` is categorical and of type int, but the developer guide describes categorical strings \
             only; remove `categorical` or change the type to string"
        ]
    );
    let level = &schema.columns()[1];
    assert!(!level.is_categorical() && level.ty() == Type::Int);
    let built = [
        Column::new("USER_ID", Type::String),
        Column::new("LEVEL", Type::Int)
            .with_nullable(true)
            .categorical(),
    ];
    assert_eq!(Schema::new(DatasetType::Users, built), Ok(schema));
}
