//! What has to hold for each struct: its schema is one, by that schema the emulator takes and keeps
//! its values, and takes nothing that was changed so that it does not fit.

use personalize_events::{Client, Config, Credentials};
use personalize_events_emulator::Emulator;
use personalize_events_schema::{Column, Schema, Type};
use serde_json::{Map, Value};

use crate::case::{Case, Sample, Told, told};
use crate::change::{Change, changes};
use crate::record::{Becomes, DATASET, Record};

/// All of it.
pub(crate) async fn hold<C: Case + Becomes<R>, R: Record>() {
    let columns = told::<C>();
    let schema = C::schema();
    is_a_schema::<R>(&schema, &columns);
    let bench = Bench::start(&schema).await;
    let samples = C::samples();
    let first = samples.first().expect("a sample").properties.clone();
    for Told { key, .. } in &columns {
        let filled = first.get(*key).is_some_and(|value| !value.is_null());
        assert_ne!(filled, C::NEVER.contains(key), "{key}");
    }
    is_held::<C, R>(&bench, &columns, samples).await;
    for told in &columns {
        for change in changes(&first, told) {
            is_judged::<R>(&bench, &change).await;
        }
    }
}

/// An emulator with a dataset of this schema, and a client.
struct Bench {
    emulator: Emulator,
    client: Client,
}

impl Bench {
    async fn start(schema: &str) -> Self {
        let emulator = Emulator::builder().schema(DATASET, schema).start().await;
        let emulator = emulator.expect("an emulator that reads the schema");
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(emulator.url())
            // One dataset is for records of every kind.
            .check_dataset_arn(false);
        let client = Client::new(config.build().expect("settings")).expect("a client");
        Self { emulator, client }
    }
}

/// The text is a schema of this kind, in the form of the library that knows them, and has the
/// columns that were said and no others.
fn is_a_schema<R: Record>(text: &str, columns: &[Told]) {
    let schema = Schema::parse_as(R::KIND, text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(schema.to_json(), text);
    let beside = R::BESIDE.iter().map(|(name, ty)| Column::new(*name, *ty));
    let columns = columns.iter().map(|told| told.column.clone());
    let mut expected: Vec<Column> = beside.chain(columns).collect();
    let mut found = schema.columns().to_vec();
    for columns in [&mut expected, &mut found] {
        columns.sort_by(|one, other| one.name().cmp(other.name()));
    }
    assert_eq!(found, expected);
}

/// What is put is held, and reads back as what was said of it.
async fn is_held<C: Becomes<R>, R: Record>(
    bench: &Bench,
    columns: &[Told],
    samples: Vec<Sample<C>>,
) {
    let records = samples.iter().map(|sample| sample.value.record(sample.id));
    let outcome = R::put(&bench.client, records.collect()).await;
    assert_eq!(outcome, Ok(()));
    let held = R::held(&bench.emulator);
    assert_eq!(held.len(), samples.len(), "an id for each");
    for (held, sample) in held.iter().zip(&samples) {
        assert_eq!(held[R::ID].as_str(), Some(sample.id));
        let text = held["properties"].as_str().expect("a text");
        let found: Map<String, Value> = serde_json::from_str(text).expect("an object");
        for Told { key, column } in columns {
            let (found, expected) = (found.get(*key), sample.properties.get(*key));
            let same = found.is_some() == expected.is_some()
                && found
                    .zip(expected)
                    .is_none_or(|(found, expected)| are_same(column.ty(), found, expected));
            assert!(same, "{}: {key} is {found:?}, not {expected:?}", sample.id);
        }
        let strange = found
            .keys()
            .find(|key| !sample.properties.contains_key(*key));
        assert_eq!(strange, None, "{}", sample.id);
    }
}

/// Whether two values are one to a reader of the column, who knows strings from numbers. The number
/// that a string spells has many spellings if it has a fraction.
fn are_same(ty: Type, found: &Value, expected: &Value) -> bool {
    let (Some(found), Some(expected)) = (found.as_str(), expected.as_str()) else {
        return found == expected;
    };
    if ty == Type::Float {
        let bits = |text: &str| text.parse::<f32>().expect("a number").to_bits();
        bits(found) == bits(expected)
    } else if ty == Type::Double {
        let bits = |text: &str| text.parse::<f64>().expect("a number").to_bits();
        bits(found) == bits(expected)
    } else {
        found == expected
    }
}

/// What was changed is taken or refused as it has to be, and a refusal says where.
async fn is_judged<R: Record>(bench: &Bench, change: &Change) {
    let text = serde_json::to_string(&change.properties).expect("JSON");
    let outcome = R::put_text(&bench.client, &text).await;
    match (&change.refused, outcome) {
        (None, Ok(())) => {}
        (None, Err(message)) => panic!("{text} is refused: {message}"),
        (Some(key), Ok(())) => panic!("{text} is taken, whatever `{key}` is"),
        (Some(key), Err(message)) => {
            let place = format!("[0].properties.{key}: ");
            assert!(message.contains(&place), "{text}: {message}");
        }
    }
}
