//! Responses of `DescribeSchema`, in which the schema is a string.

use personalize_events_schema::{Column, DatasetType, Schema, SchemaError, Type};
use proptest::prelude::*;

/// A schema with a line break and characters that JSON escapes; `size` is a type.
fn schema(size: &str) -> String {
    format!(
        "{{\"type\": \"record\", \"name\": \"Users\", \"doc\": \"Größe \u{1f45f}\",\n \
         \"namespace\": \"com.amazonaws.personalize.schema\", \"version\": \"1.0\",\n\
         \"fields\": [{{\"name\": \"USER_ID\", \"type\": \"string\"}}, {{\"name\": \"SHOE_SIZE\", \"type\": {size}}}]}}"
    )
}

/// A string of JSON, with all that is not ASCII escaped.
fn string(text: &str) -> String {
    let mut string = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => string.extend(['\\', character]),
            '\n' => string += "\\n",
            ' '..='~' => string.push(character),
            _ => {
                let mut units = [0; 2];
                let units = character.encode_utf16(&mut units).iter();
                string.extend(units.map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    string + "\""
}

/// The response as the AWS CLI prints it; the string starts at 4:19.
fn response(schema: &str) -> String {
    format!(
        "{{\n    \"schema\": {{\n        \"name\": \"shoes\",\n        \"schema\": {},\n        \
         \"schemaArn\": \"arn:aws:personalize:eu-west-1:111122223333:schema/shoes\",\n        \
         \"lastUpdatedDateTime\": 1711962000.5\n    }}\n}}\n",
        string(schema)
    )
}

fn expected() -> Schema {
    Schema::parse(&schema("\"float\"")).expect("a valid schema")
}

#[test]
fn the_schema_is_read_from_each_part_of_a_response() {
    let string = string(&schema("\"float\""));
    for text in [
        response(&schema("\"float\"")),
        // With `--query schema`, and with `--query schema.schema`.
        format!(
            "{{\"schema\": {string}, \"schemaArn\": \"arn:aws:personalize:eu-west-1:111122223333:schema/x\"}}"
        ),
        string.clone(),
        // As SDKs print it.
        format!(
            "{{\"$metadata\": {{\"httpStatusCode\": 200}}, \"schema\": {{\"schema\": {string}}}}}"
        ),
        format!("{{\"Name\": \"x\", \"Schema\": {string}}}"),
    ] {
        assert_eq!(Schema::parse(&text), Ok(expected()), "{text}");
        assert_eq!(Schema::parse_as(DatasetType::Users, &text), Ok(expected()));
    }
}

#[test]
fn positions_are_those_in_the_response() {
    let text = response(&schema("\"floot\""));
    let at = |part: &str| {
        let (number, line) = text
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(part))
            .unwrap();
        let column = line[..line.find(part).unwrap()].chars().count() + 1;
        format!("{}:{column}: ", number + 1)
    };
    let error = Schema::parse(&text).unwrap_err().to_string();
    assert!(error.starts_with(&at("\\\"floot")), "{error}");
    assert!(error.starts_with("4:"), "{error}");

    let cut = text.replace("]}\"", "]\"");
    let error = Schema::parse(&cut).unwrap_err().to_string();
    assert!(
        error.starts_with("4:") && error.contains("this is not JSON: EOF"),
        "{error}"
    );

    let text = response(&schema("\"float\""));
    let schema = Schema::parse(&text).unwrap();
    let warning = &schema.warnings()[0];
    let expected = at("\\\"doc").replace(' ', "");
    assert_eq!(format!("{}:", warning.position().unwrap()), expected);
    let expected = at("\\\"SHOE_SIZE").replace(' ', "");
    assert_eq!(
        format!("{}:", schema.columns()[1].position().unwrap()),
        expected
    );
}

#[test]
fn the_length_is_that_of_the_schema_alone() {
    let doc = |length: usize| {
        let text = schema("\"float\"");
        text.replace("Größe", &"\u{1f45f}".repeat(length))
    };
    let rest = 20_000 - doc(0).chars().count();
    assert!(Schema::parse(&doc(rest)).is_ok());
    let text = response(&doc(rest));
    assert!(text.len() > 200_000);
    assert!(Schema::parse(&text).is_ok());
    let error = Schema::parse(&response(&doc(rest + 1)))
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("4:"), "{error}");
    assert!(error.ends_with(": the schema has 20001 characters, but at most 20000 are allowed"));
}

#[test]
fn a_text_that_only_names_a_schema_explains_how_to_get_it() {
    let arn = "arn:aws:personalize:eu-west-1:111122223333:schema/shoes";
    let save =
        "save the output of `aws personalize describe-schema --schema-arn ARN --output json`";
    for text in [
        format!("{{\"schemaArn\": \"{arn}\"}}"),
        format!("{{\"schemas\": [{{\"name\": \"shoes\", \"schemaArn\": \"{arn}\"}}]}}"),
        format!("{{\"dataset\": {{\"schemaArn\": \"{arn}\", \"datasetType\": \"USERS\"}}}}"),
    ] {
        assert_eq!(
            Schema::parse(&text).unwrap_err().to_string(),
            format!("1:1: this names a schema, but does not contain it; {save}")
        );
    }
    // `--output text`, and `print(response)` in Python.
    for text in [
        format!("SCHEMA\t2024-04-01T09:00:00+00:00\t{arn}"),
        format!("{{'schemaArn': '{arn}'}}"),
    ] {
        let error = Schema::parse(&text).unwrap_err().to_string();
        assert!(error.starts_with("1:"), "{error}");
        assert!(
            error.contains(": this is not JSON: ") && error.ends_with(save),
            "{error}"
        );
    }
}

#[test]
fn other_objects_and_strings_are_no_responses() {
    for text in [
        "\"schema\"".to_owned(),
        "{\"schema\": {\"schema\": 1}}".to_owned(),
        "{\"schema\": []}".to_owned(),
        // A string in a string.
        string(&string(&schema("\"int\""))),
    ] {
        assert!(Schema::parse(&text).is_err(), "{text}");
    }
    // An attribute of a schema.
    let text = schema("\"float\"").replace("\"doc\"", "\"schema\"");
    let schema = Schema::parse(&text).unwrap();
    assert_eq!(schema.columns()[1], Column::new("SHOE_SIZE", Type::Float));
}

#[test]
fn duplicate_members_of_a_response_are_errors() {
    let text = response(&schema("\"float\"")).replace("\"name\": \"shoes\"", "\"schemaArn\": \"\"");
    let error = Schema::parse(&text).unwrap_err().to_string();
    assert_eq!(error, "5:9: duplicate key `schemaArn`; remove one");
}

/// The lines and columns of errors, and their messages.
fn errors(result: Result<Schema, SchemaError>) -> Vec<((usize, usize), String)> {
    let errors = result.err().into_iter().flatten();
    let errors = errors.map(|error| {
        let at = error.position().expect("an error in a text");
        ((at.line, at.column), error.message().to_owned())
    });
    errors.collect()
}

/// The column in a string of JSON at which a character of the text starts.
fn column_in_string(text: &str, (line, column): (usize, usize)) -> usize {
    let lines: Vec<&str> = text.split('\n').collect();
    let before: String = lines[line - 1].chars().take(column - 1).collect();
    let lines = lines[..line - 1].iter().map(|line| format!("{line}\n"));
    string(&(lines.collect::<String>() + &before))
        .chars()
        .count()
}

proptest! {
    #[test]
    fn errors_in_a_string_are_those_of_the_text_at_its_escapes(
        text in r#"\{"name": "Users", "fields": \[(\{"name": "(A|ä|\u{1f45f})", ?\n?"type": ("int"|1|"\\\\ud800")\},?){0,4}\]\n?[}\]]|\{[\PC\n]{0,60}"#
    ) {
        let alone = errors(Schema::parse(&text));
        let found = errors(Schema::parse(&string(&text)));
        let expected = alone.into_iter().map(|(at, message)| {
            // Messages may name a line of the text.
            ((1, column_in_string(&text, at)), message)
        });
        let expected: Vec<_> = expected.collect();
        prop_assert_eq!(found.len(), expected.len());
        for ((at, message), (expected_at, expected)) in found.iter().zip(&expected) {
            prop_assert_eq!(at, expected_at, "{}", message);
            if !expected.contains(" in line ") {
                prop_assert_eq!(message, expected);
            }
        }
    }
}
