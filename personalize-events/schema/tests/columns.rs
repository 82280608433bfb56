//! What is said about columns for which a schema is refused: every message, with its place.

use personalize_events_schema::{Column, DatasetType, Schema, SchemaError};

/// What is wrong with a text, which something has to be.
fn refusal(result: Result<Schema, SchemaError>) -> String {
    result.expect_err("it is refused").to_string()
}

/// What is wrong with a schema that has these columns behind those that its kind requires.
///
/// The first column stands in line 3, and each is moved in by two.
fn of_columns(dataset_type: DatasetType, columns: &[&str]) -> String {
    let required = dataset_type
        .reserved_columns()
        .iter()
        .filter(|keyword| keyword.required);
    let required: Vec<String> = required
        .map(|keyword| {
            format!(
                r#"{{"name": "{}", "type": "{}"}}"#,
                keyword.name, keyword.ty
            )
        })
        .collect();
    let columns = columns.join(",\n  ");
    refusal(Schema::parse(&format!(
        "{{\"type\": \"record\", \"name\": \"{dataset_type}\", \"fields\": [\n  {},\n  {columns}\n]}}",
        required.join(", ")
    )))
}

/// What is wrong with this column in a schema of users.
fn of_column(column: &str) -> String {
    of_columns(DatasetType::Users, &[column])
}

#[test]
fn keys_of_a_column() {
    for (column, expected) in [
        (
            "\"AGE\"",
            "3:3: a column is an object with `name` and `type`; this is a string",
        ),
        (
            r#"{"nme": "AGE", "type": "strin"}"#,
            "3:3: this column has no `name`; add \"name\": …\n\
             3:26: \"strin\" is not a type that this column can have; did you mean `string`? It \
             can be int, long, float, double, string or boolean, or a union of null and one of \
             them; what has several values is a string of them, joined by `|`",
        ),
        (
            r#"{"name": "AGE"}"#,
            "3:3: `AGE` has no `type`; add \"type\": …, which is int, long, float, double, string \
             or boolean, or a union of null and one of them; what has several values is a string \
             of them, joined by `|`",
        ),
        (
            r#"{"name": "AGE", "name": 1, "type": "int"}"#,
            "3:19: duplicate key `name`; remove one",
        ),
        (
            r#"{"name": "A\nB"}"#,
            "3:3: \"A\\nB\" has no `type`; add \"type\": …, which is int, long, float, double, string \
             or boolean, or a union of null and one of them; what has several values is a string \
             of them, joined by `|`\n\
             3:12: \"A\\nB\" cannot be the name of a column: ASCII letters, digits and `_` can, \
             without a digit in front",
        ),
        (
            r#"{"name": 7, "type": "int"}"#,
            "3:12: `name` is a string; this is a number",
        ),
        (
            r#"{"name": "AGE", "type": "string", "categorical": "true"}"#,
            "3:52: `categorical` is true or false, without quotation marks; this is a string",
        ),
        (
            r#"{"name": "AGE", "type": "string", "textual": 1}"#,
            "3:48: `textual` is true or false, without quotation marks; this is a number",
        ),
    ] {
        assert_eq!(of_column(column), expected);
    }
}

#[test]
fn types_of_a_column() {
    let allowed = "int, long, float, double, string or boolean, or a union of null and one of \
                   them; what has several values is a string of them, joined by `|`";
    let union = "the union of `X` has to be \"null\" and one type, such as [\"null\", \"int\"]";
    for (ty, expected) in [
        (
            r#""bytes""#,
            format!("3:25: \"bytes\" is not a type that `X` can have. It can be {allowed}"),
        ),
        (
            r#"{"type": "array", "items": "string"}"#,
            format!("3:25: the type of `X` is an object, but has to be {allowed}"),
        ),
        (
            r#"{"type": "long", "logicalType": "timestamp-millis"}"#,
            format!("3:25: the type of `X` is an object, but has to be {allowed}"),
        ),
        (
            "null",
            format!("3:25: the type of `X` is null, but has to be {allowed}"),
        ),
        (
            r#""null""#,
            "3:25: `X` is never anything but null; write [\"null\", …] with a type".to_owned(),
        ),
        (r#"["string"]"#, format!("3:25: {union}")),
        (r#"["null"]"#, format!("3:25: {union}")),
        ("[]", format!("3:25: {union}")),
        (r#"["null", "null"]"#, format!("3:25: {union}")),
        (r#"["null", "int", "long"]"#, format!("3:25: {union}")),
        (r#"["string", "string"]"#, format!("3:25: {union}")),
        (
            r#"["null", ["int"]]"#,
            "3:34: each member of a union is a string; this is an array".to_owned(),
        ),
        (
            r#"["null", "Int"]"#,
            format!(
                "3:34: \"Int\" is not a type that `X` can have; did you mean `int`? It can be \
                 {allowed}"
            ),
        ),
    ] {
        let column = format!(r#"{{"name": "X", "type": {ty}}}"#);
        assert_eq!(of_column(&column), expected);
    }
}

#[test]
fn names_of_columns() {
    for (names, expected) in [
        (
            ["top-genres", "B"],
            "3:12: \"top-genres\" cannot be the name of a column: ASCII letters, digits and `_` \
             can, without a digit in front",
        ),
        (
            ["AGE", "AGE"],
            "4:12: the column \"AGE\" is there already in line 3; keep one",
        ),
        (
            ["GENRES_FIELD_1", "GENRESFIELD1"],
            "4:12: the column \"GENRESFIELD1\" differs from \"GENRES_FIELD_1\" in line 3 in `_` \
             or case only, which is too little to tell columns apart; rename one",
        ),
        (
            ["Interests", "INTERESTS"],
            "4:12: the column \"INTERESTS\" differs from \"Interests\" in line 3 in `_` or case \
             only, which is too little to tell columns apart; rename one",
        ),
    ] {
        let [first, second] = names.map(|name| format!(r#"{{"name": "{name}", "type": "int"}}"#));
        assert_eq!(of_columns(DatasetType::Users, &[&first, &second]), expected);
    }
}

#[test]
fn categorical_and_textual() {
    let of = |dataset_type, columns: &[&str]| of_columns(dataset_type, columns);
    assert_eq!(
        of_column(r#"{"name": "AGE", "type": "int", "categorical": true, "textual": false}"#),
        "3:49: `AGE` is int and cannot be categorical: only strings can; remove `categorical` or \
         make it a string"
    );
    assert_eq!(
        of_column(r#"{"name": "BIO", "type": "string", "textual": true}"#),
        "3:48: `BIO` cannot be textual in Users: only Items can have that"
    );
    assert_eq!(
        of(
            DatasetType::Items,
            &[
                r#"{"name": "A", "type": ["null", "string"], "textual": true}"#,
                r#"{"name": "B", "type": "string", "textual": true}"#,
                r#"{"name": "C", "type": "float", "textual": true}"#,
            ]
        ),
        "4:46: `B` is textual and `A` is too; Items may have one textual column\n\
         5:45: `C` is float and cannot be textual: only strings can; remove `textual` or make it \
         a string\n\
         5:45: `C` is textual and `A` is too; Items may have one textual column"
    );
    assert_eq!(
        of(
            DatasetType::Items,
            &[r#"{"name": "A", "type": "string", "categorical": true, "textual": true}"#]
        ),
        "3:67: `A` is categorical and textual at once; keep one of the two"
    );
    assert_eq!(
        of(
            DatasetType::Interactions,
            &[r#"{"name": "EVENT_TYPE", "type": "string", "categorical": true}"#]
        ),
        "3:59: `EVENT_TYPE` cannot be categorical: only metadata columns can; remove `categorical`"
    );
}

#[test]
fn reserved_columns() {
    let of = |columns: &str| {
        refusal(Schema::parse(&format!(
            "{{\"type\": \"record\", \"name\": \"Interactions\",\n\"fields\": [\n{columns}\n]}}"
        )))
    };
    assert_eq!(
        of(
            r#"{"name": "user_id", "type": "string"}, {"name": "TIMESTAMP", "type": ["long", "null"]},
               {"name": "EVENT_VALUE", "type": "double"}"#
        ),
        "2:11: the column `ITEM_ID` is missing: add {\"name\": \"ITEM_ID\", \"type\": \"string\"}\n\
         3:10: the column `USER_ID` is missing: rename `user_id`\n\
         3:70: `TIMESTAMP` has to be \"long\"; this is [\"null\", \"long\"]\n\
         4:48: `EVENT_VALUE` has to be \"float\" or [\"null\", \"float\"]; this is \"double\""
    );
}

#[test]
fn a_column_whose_name_cannot_be_read_may_be_the_one_that_is_missing() {
    let text = r#"{"type": "record", "name": "Users", "fields": [{"name": 1, "type": "string"}]}"#;
    assert_eq!(
        refusal(Schema::parse(text)),
        "1:57: `name` is a string; this is a number"
    );
}

#[test]
fn numbers_of_metadata_columns() {
    for (dataset_type, expected) in [
        (
            DatasetType::Users,
            "Users need at least one metadata column: add a number or a string that is categorical",
        ),
        (
            DatasetType::Items,
            "Items need at least one metadata column: add a number or a string that is \
             categorical or textual",
        ),
        (
            DatasetType::Actions,
            "Actions need at least one metadata column: add a number or a string that is \
             categorical",
        ),
    ] {
        let id = dataset_type.reserved_columns()[0];
        assert_eq!(
            refusal(Schema::new(dataset_type, [Column::new(id.name, id.ty)])),
            expected
        );
    }
    for (dataset_type, limit) in [
        (DatasetType::Users, 25),
        (DatasetType::Items, 100),
        (DatasetType::Interactions, 5),
        (DatasetType::Actions, 10),
    ] {
        let columns: Vec<String> = (1..=limit + 2)
            .map(|number| format!(r#"{{"name": "M{number}", "type": "int"}}"#))
            .collect();
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let (line, found, first) = (limit + 3, limit + 2, limit + 1);
        assert_eq!(
            of_columns(dataset_type, &columns),
            format!(
                "{line}:12: {dataset_type} may have {limit} metadata columns; these are {found}, and \
                 `M{first}` is the first too many"
            )
        );
    }
}
