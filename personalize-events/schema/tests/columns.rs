//! Every error about columns, with its position.

use personalize_events_schema::{Column, DatasetType, Schema, SchemaError};

/// The errors in an invalid schema.
fn errors(result: Result<Schema, SchemaError>) -> String {
    result.expect_err("an invalid schema").to_string()
}

/// The errors in a schema with these columns after the required ones.
///
/// The first column is in line 3; each is indented by two.
fn of_columns(dataset_type: DatasetType, columns: &[&str]) -> String {
    let required = dataset_type
        .reserved_columns()
        .iter()
        .filter(|column| column.required);
    let required: Vec<String> = required
        .map(|column| format!(r#"{{"name": "{}", "type": "{}"}}"#, column.name, column.ty))
        .collect();
    let columns = columns.join(",\n  ");
    errors(Schema::parse(&format!(
        "{{\"type\": \"record\", \"name\": \"{dataset_type}\", \"fields\": [\n  {},\n  \
         {columns}\n]}}",
        required.join(", ")
    )))
}

/// The errors in a schema of users with this column.
fn of_column(column: &str) -> String {
    of_columns(DatasetType::Users, &[column])
}

#[test]
fn attributes_of_a_column() {
    for (column, expected) in [
        (
            "\"AGE\"",
            "3:3: a column must be an object with `name` and `type`, but this is a string",
        ),
        (
            r#"{"nme": "AGE", "type": "strin"}"#,
            "3:3: this column has no `name`; add \"name\": …; \
             3:26: the type of this column must be int, long, float, double, string or boolean, \
             or a union of null and one of them; join several values with `|` in one string; this \
             is \"strin\"; did you mean `string`?",
        ),
        (
            r#"{"name": "AGE"}"#,
            "3:3: `AGE` has no `type`; add int, long, float, double, string or boolean, or a \
             union of null and one of them; join several values with `|` in one string",
        ),
        (
            r#"{"name": "AGE", "name": 1, "type": "int"}"#,
            "3:19: duplicate key `name`; remove one",
        ),
        (
            r#"{"name": "A\nB"}"#,
            "3:3: \"A\\nB\" has no `type`; add int, long, float, double, string or boolean, or a \
             union of null and one of them; join several values with `|` in one string; \
             3:12: \"A\\nB\" is not a valid column name; use ASCII letters, digits and `_`, \
             without a digit in front",
        ),
        (
            r#"{"name": 7, "type": "int"}"#,
            "3:12: `name` must be a string, but this is a number",
        ),
        (
            r#"{"name": "AGE", "type": "string", "categorical": "yes"}"#,
            "3:52: `categorical` must be true or false, without quotation marks, but this is a \
             string",
        ),
        (
            r#"{"name": "AGE", "type": "string", "categorical": ["true"]}"#,
            "3:52: `categorical` must be true or false, without quotation marks, but this is an \
             array",
        ),
        (
            r#"{"name": "AGE", "type": "string", "textual": 1}"#,
            "3:48: `textual` must be true or false, without quotation marks, but this is a number",
        ),
    ] {
        assert_eq!(of_column(column), expected);
    }
}

#[test]
fn types_of_a_column() {
    let allowed = "int, long, float, double, string or boolean, or a union of null and one of \
                   them; join several values with `|` in one string";
    let union = "the union of `X` must have one type, or \"null\" and one type, such as [\"null\", \
                 \"int\"]";
    for (ty, expected) in [
        (
            r#""bytes""#,
            format!("3:25: the type of `X` must be {allowed}; this is \"bytes\""),
        ),
        (
            r#"{"type": "array", "items": "string"}"#,
            format!("3:25: the type of `X` must be {allowed}; this is an object"),
        ),
        (
            r#"{"type": {"type": "long"}}"#,
            format!("3:25: the type of `X` must be {allowed}; this is an object"),
        ),
        (
            r#"{"type": ["null", "long"]}"#,
            format!("3:25: the type of `X` must be {allowed}; this is an object"),
        ),
        (
            r#"{"logicalType": "date"}"#,
            format!("3:25: the type of `X` must be {allowed}; this is an object"),
        ),
        (
            r#"{"type": "enum", "name": "Sizes", "symbols": ["S"]}"#,
            format!("3:25: the type of `X` must be {allowed}; this is an object"),
        ),
        (
            r#"{"type": "bytes", "logicalType": "decimal"}"#,
            format!("3:34: the type of `X` must be {allowed}; this is \"bytes\""),
        ),
        (
            r#"{"doc": 1, "type": "strin"}"#,
            format!(
                "3:44: the type of `X` must be {allowed}; this is \"strin\"; did you mean `string`?"
            ),
        ),
        (
            r#"{"type": "int", "type": "long"}"#,
            "3:41: duplicate key `type`; remove one".to_owned(),
        ),
        (
            r#"{"type": "null"}"#,
            "3:34: `X` can only be null; use a union of \"null\" and a type, such as [\"null\", \"int\"]"
                .to_owned(),
        ),
        (
            r#"["null", {"type": "array", "items": "string"}]"#,
            "3:34: each member of a union must be a string, but this is an object".to_owned(),
        ),
        (
            r#"["int", {"type": "string"}]"#,
            format!("3:25: {union}"),
        ),
        (
            "null",
            format!("3:25: the type of `X` must be {allowed}; this is null"),
        ),
        (
            r#""null""#,
            "3:25: `X` can only be null; use a union of \"null\" and a type, such as [\"null\", \
             \"int\"]"
                .to_owned(),
        ),
        (r#"["null"]"#, format!("3:25: {union}")),
        ("[]", format!("3:25: {union}")),
        (r#"["null", "null"]"#, format!("3:25: {union}")),
        (r#"["null", "int", "long"]"#, format!("3:25: {union}")),
        (r#"["null", "int", "null"]"#, format!("3:25: {union}")),
        (r#"["int", "string"]"#, format!("3:25: {union}")),
        (r#"["string", "string"]"#, format!("3:25: {union}")),
        (
            r#"["null", ["int"]]"#,
            "3:34: each member of a union must be a string, but this is an array".to_owned(),
        ),
        (
            r#"["null", "Int"]"#,
            format!(
                "3:34: the type of `X` must be {allowed}; this is \"Int\"; did you mean `int`?"
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
            "3:12: \"top-genres\" is not a valid column name; use ASCII letters, digits and `_`, \
             without a digit in front",
        ),
        (
            ["AGE", "AGE"],
            "4:12: the column \"AGE\" is already declared in line 3; remove one",
        ),
        (
            ["GENRES_FIELD_1", "GENRESFIELD1"],
            "4:12: the column \"GENRESFIELD1\" differs from \"GENRES_FIELD_1\" in line 3 only in \
             `_` or case; rename one",
        ),
        (
            ["Interests", "INTERESTS"],
            "4:12: the column \"INTERESTS\" differs from \"Interests\" in line 3 only in `_` or \
             case; rename one",
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
        of_column(r#"{"name": "BIO", "type": "string", "textual": true}"#),
        "3:48: `BIO` is textual, but only Items can have a textual column; remove `textual`"
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
        "4:46: `A` and `B` are textual, but Items can have only one textual column; remove \
         `textual` from one; \
         5:45: `C` is textual and of type float, but only strings can be textual; remove \
         `textual` or change the type to string; \
         5:45: `A` and `C` are textual, but Items can have only one textual column; remove \
         `textual` from one"
    );
    assert_eq!(
        of(
            DatasetType::Items,
            &[r#"{"name": "A", "type": "string", "categorical": true, "textual": true}"#]
        ),
        "3:67: `A` is both categorical and textual; remove one of the two"
    );
    assert_eq!(
        of(
            DatasetType::Interactions,
            &[r#"{"name": "EVENT_TYPE", "type": "string", "categorical": true}"#]
        ),
        "3:59: `EVENT_TYPE` is categorical, but only metadata columns can be; remove `categorical`"
    );
}

#[test]
fn reserved_columns() {
    let of = |columns: &str| {
        errors(Schema::parse(&format!(
            "{{\"type\": \"record\", \"name\": \"Interactions\",\n\"fields\": [\n{columns}\n]}}"
        )))
    };
    assert_eq!(
        of(
            r#"{"name": "user_id", "type": "string"}, {"name": "TIMESTAMP", "type": ["long", "null"]},
               {"name": "EVENT_VALUE", "type": "double"}"#
        ),
        "2:11: the column `ITEM_ID` is missing; add {\"name\": \"ITEM_ID\", \"type\": \"string\"}; \
         3:10: the column `USER_ID` is missing; rename `user_id`; \
         3:70: the type of `TIMESTAMP` is [\"null\", \"long\"], but must be \"long\"; \
         4:48: the type of `EVENT_VALUE` is \"double\", but must be \"float\" or [\"null\", \
         \"float\"]"
    );
}

#[test]
fn a_column_whose_name_cannot_be_read_may_be_the_one_that_is_missing() {
    let text = r#"{"type": "record", "name": "Users", "fields": [{"name": 1, "type": "string"}]}"#;
    assert_eq!(
        errors(Schema::parse(text)),
        "1:57: `name` must be a string, but this is a number"
    );
}

#[test]
fn numbers_of_metadata_columns() {
    for (dataset_type, expected) in [
        (
            DatasetType::Users,
            "Users must have at least one metadata column; add a number or a string that is \
             categorical",
        ),
        (
            DatasetType::Items,
            "Items must have at least one metadata column; add a number or a string that is \
             categorical or textual",
        ),
        (
            DatasetType::Actions,
            "Actions must have at least one metadata column; add a number or a string that is \
             categorical",
        ),
    ] {
        let id = dataset_type.reserved_columns()[0];
        assert_eq!(
            errors(Schema::new(dataset_type, [Column::new(id.name, id.ty)])),
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
                "{line}:12: {dataset_type} has {found} metadata columns, but at most {limit} are \
                 allowed; `M{first}` is the first above the limit"
            )
        );
    }
}
