//! Properties against schemas: what is written for a column fits it by the emulator's own reading
//! of the schema, and what is written for another type does not.

use std::cell::Cell;

use personalize_events::{Client, Config, Credentials, Properties, PutUsersError, PutUsersRequest};
use personalize_events_emulator::Emulator;
use personalize_events_schema::{Column, DatasetType, Schema, Type};
use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use tokio::runtime::Runtime;

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// A value, and how it is sent.
#[derive(Clone, Debug)]
enum Sent {
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Boolean(bool),
    Text(String),
    Missing,
}

#[derive(Clone, Debug)]
struct Case {
    ty: Type,
    nullable: bool,
    native: bool,
    sent: Sent,
}

impl Case {
    /// What the type of the column takes: a wider integer only as far as it fits, and text that
    /// happens to contain a number.
    fn fits(&self) -> bool {
        let parses = |text: &str| match self.ty {
            Type::Int => text.parse::<i32>().is_ok(),
            Type::Long => text.parse::<i64>().is_ok(),
            Type::Float => text.parse().is_ok_and(f32::is_finite),
            Type::Double => text.parse().is_ok_and(f64::is_finite),
            Type::Boolean => ["true", "false"].contains(&text),
            Type::String => true,
            _ => panic!("a type of column that is not known here"),
        };
        let number = self.native && self.ty == Type::String;
        match &self.sent {
            Sent::Missing => self.nullable,
            Sent::Text(text) => parses(text),
            Sent::Boolean(value) => !number && parses(&value.to_string()),
            Sent::Int(value) => !number && parses(&value.to_string()),
            Sent::Long(value) => !number && parses(&value.to_string()),
            // Written with a fraction or exponent, which no integer column takes.
            Sent::Float(_) | Sent::Double(_) => {
                let takes_fractions = [Type::Float, Type::Double].contains(&self.ty);
                takes_fractions || (self.ty == Type::String && !number)
            }
        }
    }

    fn insert(&self, key: &str, properties: &mut Properties) {
        let mut put = |value: &dyn Fn(&mut Properties)| value(properties);
        macro_rules! insert {
            ($value:expr) => {
                put(&|properties: &mut Properties| {
                    if self.native {
                        properties.insert_json(key, $value);
                    } else {
                        properties.insert(key, $value);
                    }
                })
            };
        }
        match &self.sent {
            Sent::Int(value) => insert!(*value),
            Sent::Long(value) => insert!(*value),
            Sent::Float(value) => insert!(*value),
            Sent::Double(value) => insert!(*value),
            Sent::Boolean(value) => insert!(*value),
            Sent::Text(value) => insert!(value.as_str()),
            Sent::Missing => {}
        }
    }
}

fn case() -> impl Strategy<Value = Case> {
    let sent = prop_oneof![
        any::<i32>().prop_map(Sent::Int),
        any::<i64>().prop_map(Sent::Long),
        (-1e6..1e6_f32).prop_map(Sent::Float),
        (-1e9..1e9_f64).prop_map(Sent::Double),
        any::<bool>().prop_map(Sent::Boolean),
        "[a-z|0-9é ]{0,6}".prop_map(Sent::Text),
        Just(Sent::Missing),
    ];
    let types = proptest::sample::select(Type::ALL.to_vec());
    let any_case = (types, any::<bool>(), any::<bool>(), sent);
    any_case.prop_map(|(ty, nullable, native, sent)| Case {
        ty,
        nullable,
        native,
        sent,
    })
}

fn schema(cases: &[(String, Case)]) -> Schema {
    let user_id = Column::new("USER_ID", Type::String);
    let columns = cases
        .iter()
        .map(|(name, case)| Column::new(name.as_str(), case.ty).with_nullable(case.nullable));
    Schema::new(DatasetType::Users, std::iter::once(user_id).chain(columns)).expect("a schema")
}

/// Puts one user; whether the emulator took it.
async fn takes(schema: &Schema, properties: &Properties) -> bool {
    let emulator = Emulator::builder()
        .schema(DATASET, schema.to_json())
        .start()
        .await
        .expect("an emulator");
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url());
    let client = Client::new(config.build().expect("settings")).expect("a client");
    let request = PutUsersRequest::builder()
        .dataset_arn(DATASET)
        .users([properties.to_user("user-1")])
        .build()
        .expect("a request");
    match client.put_users(&request).await {
        Ok(_) => true,
        Err(error) => {
            let service = error.as_service();
            assert!(
                matches!(service, Some(PutUsersError::InvalidInput(_))),
                "{error}"
            );
            false
        }
    }
}

#[test]
fn what_fits_a_column_is_stored_and_what_does_not_is_refused() {
    let runtime = Runtime::new().unwrap();
    let mut runner = TestRunner::new(Runs {
        cases: 300,
        failure_persistence: None,
        ..Runs::default()
    });
    let (fitting, refused) = (Cell::new(0_u32), Cell::new(0_u32));
    let cases = btree_map("[A-Z][A-Z]{3,9}", case(), 1..4);
    let outcome = runner.run(&cases, |cases| {
        let cases: Vec<(String, Case)> = cases.into_iter().collect();
        let schema = schema(&cases);
        let mut properties = Properties::new();
        for ((_, case), column) in cases.iter().zip(schema.metadata()) {
            case.insert(column.key().as_str(), &mut properties);
        }
        let expected = cases.iter().all(|(_, case)| case.fits());
        let counter = if expected { &fitting } else { &refused };
        counter.set(counter.get() + 1);
        prop_assert_eq!(runtime.block_on(takes(&schema, &properties)), expected);
        Ok(())
    });
    outcome.unwrap();
    // Both outcomes have to occur, or nothing was compared.
    let counts = (fitting.get(), refused.get());
    assert!(counts.0 > 20 && counts.1 > 20, "{counts:?}");
}
