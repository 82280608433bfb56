//! Changes of the client's model.

use serde_json::{Value, json};

const NAMESPACE: &str = "com.amazonaws.personalizeevents";

fn id(name: &str) -> String {
    format!("{NAMESPACE}#{name}")
}

fn own(name: &str) -> Value {
    json!({ "target": id(name) })
}

fn prelude(name: &str) -> Value {
    json!({ "target": format!("smithy.api#{name}") })
}

fn required(mut member: Value) -> Value {
    member["traits"] = json!({ "smithy.api#required": {} });
    member
}

fn structure(members: &[(&str, Value)]) -> Value {
    shape("structure", members)
}

fn shape(kind: &str, members: &[(&str, Value)]) -> Value {
    let members = members.iter();
    let members = members.map(|(name, member)| ((*name).to_owned(), member.clone()));
    let members: serde_json::Map<_, _> = members.collect();
    json!({ "type": kind, "members": members })
}

fn list(target: &Value) -> Value {
    json!({ "type": "list", "member": target })
}

fn values(kind: &str, values: &[(&str, Value)]) -> Value {
    let values = values.iter().map(|(name, value)| {
        let value =
            json!({ "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": value } });
        (*name, value)
    });
    shape(kind, &values.collect::<Vec<_>>())
}

/// Adds to `PutEvents` an output, an error with members, and enums and a union in its input.
pub(crate) fn with_outputs(text: &str) -> String {
    let mut model: Value = serde_json::from_str(text).expect("it is JSON");
    let shapes = &mut model["shapes"];
    shapes[id("Mode")] = values(
        "enum",
        &[("FAST", json!("fast")), ("EXACT", json!("exact"))],
    );
    shapes[id("Level")] = values("intEnum", &[("LOW", json!(1)), ("HIGH", json!(2))]);
    shapes[id("ModeList")] = list(&own("Mode"));
    shapes[id("Texts")] = list(&prelude("String"));
    shapes[id("Counts")] = json!({ "type": "map", "key": own("Mode"), "value": prelude("Long") });
    shapes[id("EventResultList")] = list(&own("EventResult"));
    shapes[id("EventResult")] = structure(&[
        ("eventId", required(prelude("String"))),
        ("outcome", own("EventOutcome")),
        ("cause", own("EventResult")),
    ]);
    shapes[id("EventOutcome")] = shape(
        "union",
        &[
            ("stored", prelude("Unit")),
            ("refused", prelude("String")),
            ("merged", own("EventResult")),
        ],
    );
    shapes[id("PutEventsResponse")] = structure(&[
        ("note", prelude("String")),
        ("accepted", required(prelude("Boolean"))),
        ("total", required(prelude("Long"))),
        ("share", prelude("Double")),
        ("ratios", json!({ "target": id("Ratios") })),
        ("receivedAt", own("Date")),
        ("names", own("Texts")),
        ("mode", own("Mode")),
        ("modes", own("ModeList")),
        ("level", own("Level")),
        ("counts", own("Counts")),
        ("results", required(own("EventResultList"))),
    ]);
    shapes[id("Ratios")] = list(&prelude("Float"));
    shapes[id("QuotaExceededException")] = structure(&[
        ("message", own("ErrorMessage")),
        ("limit", prelude("Integer")),
        ("modes", own("ModeList")),
        ("last", own("EventResult")),
    ]);
    shapes[id("QuotaExceededException")]["traits"] =
        json!({ "smithy.api#error": "client", "smithy.api#httpError": 402 });
    let operation = &mut shapes[id("PutEvents")];
    operation["output"] = own("PutEventsResponse");
    let errors = operation["errors"]
        .as_array_mut()
        .expect("the model has it");
    errors.push(own("QuotaExceededException"));
    let input = &mut shapes[id("PutEventsRequest")]["members"];
    input["mode"] = own("Mode");
    input["level"] = own("Level");
    shapes[id("EventOrigin")] = shape(
        "union",
        &[("page", prelude("String")), ("search", own("EventSearch"))],
    );
    shapes[id("EventSearch")] = structure(&[("text", required(prelude("String")))]);
    shapes[id("Event")]["members"]["origin"] = own("EventOrigin");
    model.to_string()
}
