//! Properties of every schema and every text.

use personalize_events_schema::{Column, DatasetType, Schema, SchemaError, Type};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A metadata column, which is not textual.
fn metadata() -> impl Strategy<Value = Column> {
    let flags = prop_oneof![Just(""), Just("categorical")];
    (
        "[A-Za-z][A-Za-z0-9_]{0,9}",
        select(Type::ALL),
        any::<bool>(),
        flags,
    )
        .prop_map(|(name, ty, nullable, flag)| {
            let mut column = Column::new(name, ty).with_nullable(nullable);
            if flag == "categorical" && ty == Type::String {
                column = column.categorical();
            }
            column
        })
}

/// A schema with the required columns, the optional ones of the bits in `chosen`, and metadata.
fn schema() -> impl Strategy<Value = Schema> {
    let number = Column::new("A_NUMBER", Type::Int);
    let kinds = select(DatasetType::ALL);
    (kinds, vec(metadata(), 0..9), any::<u8>(), any::<bool>()).prop_map(
        move |(dataset_type, metadata, chosen, textual)| {
            let mut columns = vec![number.clone()];
            for (index, keyword) in dataset_type.reserved_columns().iter().enumerate() {
                let bit = chosen >> index & 1 == 1;
                if keyword.required || bit {
                    let column = Column::new(keyword.name, keyword.ty);
                    columns.push(column.with_nullable(keyword.nullable));
                }
            }
            if textual && dataset_type.allows_textual() {
                columns.push(Column::new("A_TEXT", Type::String).textual());
            }
            for column in metadata
                .into_iter()
                .take(if dataset_type == DatasetType::Interactions {
                    4
                } else {
                    9
                })
            {
                let fold = |name: &str| name.replace('_', "").to_lowercase();
                if columns
                    .iter()
                    .all(|other| fold(other.name()) != fold(column.name()))
                {
                    columns.push(column);
                }
            }
            Schema::new(dataset_type, columns).expect("a valid schema")
        },
    )
}

/// A change of a text.
#[derive(Clone, Debug)]
enum Change {
    Remove(Index, usize),
    Insert(Index, &'static str),
    Double(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let inserted = select(
        &[
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\",
            "\n",
            "ä",
            "€",
            "null",
            "true",
            "1e9",
            "\"int\"",
            "\"categorical\": true,",
            "\"textual\": true,",
            "\\ud800",
            "_",
            "-",
        ][..],
    );
    prop_oneof![
        (any::<Index>(), 1..20_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<Index>(), inserted).prop_map(|(at, text)| Change::Insert(at, text)),
        (any::<Index>(), 1..60_usize).prop_map(|(at, length)| Change::Double(at, length)),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for change in changes {
        let ends = characters.len() + 1;
        match change {
            Change::Remove(at, length) => {
                let at = at.index(ends);
                let end = (at + length).min(characters.len());
                characters.drain(at..end);
            }
            Change::Insert(at, text) => {
                let at = at.index(ends);
                characters.splice(at..at, text.chars());
            }
            Change::Double(at, length) => {
                let at = at.index(ends);
                let end = (at + length).min(characters.len());
                let part = characters[at..end].to_vec();
                characters.splice(at..at, part);
            }
        }
    }
    characters.into_iter().collect()
}

/// Whether each error is in the text or directly after its end.
fn are_inside(errors: &SchemaError, text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    errors.iter().count() > 0
        && errors.iter().all(|problem| {
            problem.position().is_some_and(|at| {
                let line = lines.get(at.line - 1);
                line.is_some_and(|line| (1..=line.chars().count() + 1).contains(&at.column))
            }) && !problem.message().contains('\n')
        })
}

proptest! {
    #[test]
    fn a_written_schema_is_parsed_unchanged(schema in schema()) {
        let text = schema.to_json();
        let read = Schema::parse(&text).unwrap();
        prop_assert_eq!(&read, &schema);
        prop_assert_eq!(read.to_json(), text);
        prop_assert_eq!(Schema::parse_as(schema.dataset_type(), &schema.to_string()), Ok(read));
    }

    #[test]
    fn the_key_of_a_column_finds_it(schema in schema()) {
        for column in schema.columns() {
            prop_assert_eq!(schema.column_for_key(column.name()), Some(column));
            prop_assert_eq!(schema.column_for_key(column.key().as_str()), Some(column));
            prop_assert_eq!(schema.did_you_mean(column.key().as_str()), Some(column));
        }
    }

    #[test]
    fn errors_of_a_changed_text_are_in_it(
        schema in schema(),
        changes in vec(change(), 1..5),
    ) {
        let text = changed(&schema.to_json(), &changes);
        match Schema::parse(&text) {
            Ok(read) => {
                prop_assert_eq!(Schema::parse(&read.to_json()), Ok(read.clone()));
                for warning in read.warnings() {
                    prop_assert!(warning.position().is_some());
                }
            }
            Err(errors) => prop_assert!(are_inside(&errors, &text), "{}\n{}", errors, text),
        }
    }

    #[test]
    fn any_text_is_valid_or_has_errors(text in "\\PC*|[\\[\\]{}\":,a\\n\u{e4}\\\\ 0-9]{0,40}") {
        if let Err(errors) = Schema::parse(&text) {
            prop_assert!(are_inside(&errors, &text), "{}\n{}", errors, text);
        }
    }
}
