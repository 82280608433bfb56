//! The checks of each struct: its schema is valid, and the emulator with that schema stores its values and rejects
//! invalid changes of them.

use personalize_events::{Client, Config, Credentials};
use personalize_events_emulator::Emulator;
use personalize_events_schema::{Column, Schema, Type};
use serde_json::{Map, Value};

use crate::case::{Case, Expected, Sample, expected_columns};
use crate::change::{Change, changes};
use crate::record::{Becomes, Record, TRACKER};

/// Runs all checks.
pub(crate) async fn check<C: Case + Becomes<R>, R: Record>() {
    let columns = expected_columns::<C>();
    let schema = C::schema();
    check_schema::<C, R>(&schema, &columns);
    let bench = Bench::start(R::DATASET, &schema).await;
    let samples = C::samples();
    let first = samples.first().expect("a sample").properties.clone();
    for Expected { key, .. } in &columns {
        let filled = first.get(*key).is_some_and(|value| !value.is_null());
        assert_ne!(filled, C::NEVER.contains(key), "{key}");
    }
    check_stored::<C, R>(&bench, &columns, samples).await;
    for expected in &columns {
        for change in changes(&first, expected) {
            check_change::<R>(&bench, &change).await;
        }
    }
}

/// The dataset group of all datasets.
const DATASET_GROUP: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset-group/films";

/// An emulator with a dataset of this schema, and a client.
struct Bench {
    emulator: Emulator,
    client: Client,
}

impl Bench {
    async fn start(dataset: &str, schema: &str) -> Self {
        let emulator = Emulator::builder().schema(dataset, schema);
        let emulator = emulator.tracker(TRACKER, DATASET_GROUP).allow_null_text();
        let emulator = emulator.start().await;
        let emulator = emulator.expect("an emulator that reads the schema");
        let config = Config::builder()
            .region("eu-west-1")
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(emulator.url());
        let client = Client::new(config.build().expect("settings")).expect("a client");
        Self { emulator, client }
    }
}

/// Checks that the text is a schema of this kind, in the layout of the schema crate, with exactly the expected columns.
fn check_schema<C: Case, R: Record>(text: &str, columns: &[Expected]) {
    let schema = Schema::parse_as(R::KIND, text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(schema.to_json(), text);
    let beside = R::BESIDE.iter().map(|(name, ty)| Column::new(*name, *ty));
    let optional = C::OPTIONAL.iter();
    let optional = optional.map(|name| Column::new(*name, Type::String).with_nullable(true));
    let columns = columns.iter().map(|it| it.column.clone());
    let mut expected: Vec<Column> = beside.chain(optional).chain(columns).collect();
    let mut found = schema.columns().to_vec();
    for columns in [&mut expected, &mut found] {
        columns.sort_by(|one, other| one.name().cmp(other.name()));
    }
    assert_eq!(found, expected);
}

/// Checks that the samples are stored with the expected properties.
async fn check_stored<C: Becomes<R>, R: Record>(
    bench: &Bench,
    columns: &[Expected],
    samples: Vec<Sample<C>>,
) {
    let records = samples.iter().map(|sample| sample.value.record(sample.id));
    let outcome = R::put(&bench.client, records.collect()).await;
    assert_eq!(outcome, Ok(()));
    let stored = R::stored(&bench.emulator);
    assert_eq!(stored.len(), samples.len(), "an id for each");
    for (stored, sample) in stored.iter().zip(&samples) {
        assert_eq!(stored[R::ID].as_str(), Some(sample.id));
        let text = stored["properties"].as_str().expect("a text");
        let found: Map<String, Value> = serde_json::from_str(text).expect("an object");
        for Expected { key, column } in columns {
            let (found, expected) = (found.get(*key), sample.properties.get(*key));
            let same = found.is_some() == expected.is_some()
                && found
                    .zip(expected)
                    .is_none_or(|(found, expected)| are_same(column.ty(), found, expected));
            assert!(same, "{}: {key} is {found:?}, not {expected:?}", sample.id);
        }
        let unexpected = found
            .keys()
            .find(|key| !sample.properties.contains_key(*key));
        assert_eq!(unexpected, None, "{}", sample.id);
    }
}

/// Whether two values are equal in a column of this type. A string may have a fraction in different formats.
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

/// Checks that a change is accepted, or rejected with its path, if an operation accepts properties of this length.
async fn check_change<R: Record>(bench: &Bench, change: &Change) {
    let text = serde_json::to_string(&change.properties).expect("JSON");
    if text.chars().count() > R::MAX_LENGTH {
        return;
    }
    let outcome = R::put_text(&bench.client, &text).await;
    match (&change.rejected, outcome) {
        (None, Ok(())) => {}
        (None, Err(message)) => panic!("{text} is rejected: {message}"),
        (Some(key), Ok(())) => panic!("{text} is accepted, despite `{key}`"),
        (Some(key), Err(message)) => {
            // The emulator names a missing column whose name is not in capitals as the schema does.
            let path = format!("[0].properties.{key}: ").to_lowercase();
            assert!(message.to_lowercase().contains(&path), "{text}: {message}");
        }
    }
}
