//! Changes of one property, each of which the emulator has to refuse, or has to take.

use personalize_events_schema::Type;
use serde_json::{Map, Value, json};

use crate::case::Told;

/// Properties of which one is not as it was.
pub(crate) struct Change {
    pub(crate) properties: Map<String, Value>,
    /// The key that a refusal names; nothing if the properties still fit.
    pub(crate) refused: Option<String>,
}

/// Everything that is tried on a property.
pub(crate) fn changes(properties: &Map<String, Value>, told: &Told) -> Vec<Change> {
    let Told { key, column } = told;
    let change = |put: Option<(&str, Value)>, refused: Option<&str>| {
        let mut properties = properties.clone();
        properties.remove(*key);
        if let Some((key, value)) = put {
            properties.insert(key.to_owned(), value);
        }
        Change {
            properties,
            refused: refused.map(str::to_owned),
        }
    };
    let value = properties.get(*key).cloned().unwrap_or_default();
    let longer = format!("{key}Too");
    let mut changes = vec![
        change(Some((&longer, value.clone())), Some(&longer)),
        change(
            Some((column.name(), value)),
            Some(column.name()).filter(|name| name != key),
        ),
    ];
    let no_value = (!column.is_nullable()).then_some(*key);
    changes.push(change(None, no_value));
    changes.push(change(Some((key, Value::Null)), no_value));
    let unfit = unfit(column.ty()).into_iter();
    changes.extend(unfit.map(|value| change(Some((key, value)), Some(key))));
    if column.is_categorical() {
        let (most, more) = ("ü".repeat(1000), "ü".repeat(1001));
        changes.push(change(Some((key, json!(most))), None));
        changes.push(change(Some((key, json!(more))), Some(key)));
    }
    changes
}

/// What no column of a type takes.
fn unfit(ty: Type) -> Vec<Value> {
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
        _ => panic!("a type of column that is not known here"),
    });
    values
}
