//! Changes of one property that the emulator has to accept or reject.

use personalize_events_schema::Type;
use serde_json::{Map, Value, json};

use crate::case::Expected;

/// Properties with one change.
pub(crate) struct Change {
    pub(crate) properties: Map<String, Value>,
    /// The key in the error; `None` if the properties are still valid.
    pub(crate) rejected: Option<String>,
}

/// All changes of a property.
pub(crate) fn changes(properties: &Map<String, Value>, expected: &Expected) -> Vec<Change> {
    let Expected { key, column } = expected;
    let change = |put: Option<(&str, Value)>, rejected: Option<&str>| {
        let mut properties = properties.clone();
        properties.remove(*key);
        if let Some((key, value)) = put {
            properties.insert(key.to_owned(), value);
        }
        Change {
            properties,
            rejected: rejected.map(str::to_owned),
        }
    };
    let value = properties.get(*key).cloned().unwrap_or_default();
    let longer = format!("{key}Too");
    let mut changes = vec![
        change(Some((&longer, value.clone())), Some(&longer)),
        // The name of the column is a key too.
        change(Some((column.name(), value)), None),
    ];
    let no_value = (!column.is_nullable()).then_some(*key);
    changes.push(change(None, no_value));
    changes.push(change(Some((key, Value::Null)), no_value));
    let invalid = invalid_values(column.ty()).into_iter();
    changes.extend(invalid.map(|value| change(Some((key, value)), Some(key))));
    if column.is_categorical() {
        let (longest, too_long) = ("ü".repeat(1000), "ü".repeat(1001));
        changes.push(change(Some((key, json!(longest))), None));
        changes.push(change(Some((key, json!(too_long))), Some(key)));
    }
    changes
}

/// Values that a column of a type does not accept.
fn invalid_values(ty: Type) -> Vec<Value> {
    let mut values = vec![json!(["7"]), json!({ "seven": 7 })];
    values.extend(match ty {
        Type::Int => vec![
            json!("seven"),
            json!(""),
            json!("7.5"),
            json!(true),
            json!("2147483648"),
            json!(-2_147_483_649_i64),
        ],
        Type::Long => vec![
            json!("seven"),
            json!(""),
            json!("7.5"),
            json!("true"),
            json!("9223372036854775808"),
            json!(9_223_372_036_854_775_808_u64),
        ],
        Type::Float => vec![json!("seven"), json!(""), json!("NaN"), json!("1e39")],
        Type::Double => vec![json!("seven"), json!(""), json!("inf"), json!("1e309")],
        Type::Boolean => vec![json!("seven"), json!(""), json!("True"), json!(1)],
        Type::String => vec![json!(7), json!(7.5), json!(true)],
        _ => panic!("an unknown column type"),
    });
    values
}
