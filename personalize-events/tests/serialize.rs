//! Requests are serialized as the API documents them, with all of their members and with the required ones alone.

use personalize_events::{
    Action, ActionInteraction, Event, Item, MetricAttribution, PutActionInteractionsRequest,
    PutActionsRequest, PutEventsRequest, PutItemsRequest, PutUsersRequest, Timestamp, User,
};
use serde_test::{Token, assert_ser_tokens};

const PROPERTIES: &str = r#"{"a":"\"b\""}"#;

fn whole() -> Timestamp {
    Timestamp::from_secs(1_700_000_000)
}

fn fraction() -> Timestamp {
    Timestamp::from_millis(1_700_000_000_250)
}

fn event() -> Event {
    let event = Event::builder()
        .event_id("event-1")
        .event_type("watch")
        .event_value(0.5)
        .item_id("item-1")
        .properties(PROPERTIES)
        .sent_at(fraction())
        .recommendation_id("recommendation-1")
        .impression(["item-1", "item-2"])
        .metric_attribution(MetricAttribution::builder().event_attribution_source("partner"));
    event.build().expect("it is valid")
}

fn least_event() -> Event {
    let event = Event::builder().event_id("event-2").event_type("watch");
    event.sent_at(whole()).build().expect("it is valid")
}

fn interaction() -> ActionInteraction {
    let interaction = ActionInteraction::builder()
        .action_id("action-1")
        .user_id("user-1")
        .session_id("session-1")
        .timestamp(fraction())
        .event_type("Taken")
        .event_id("event-1")
        .recommendation_id("recommendation-1")
        .impression(["action-1", "action-2"])
        .properties(PROPERTIES);
    interaction.build().expect("it is valid")
}

fn least_interaction() -> ActionInteraction {
    let interaction = ActionInteraction::builder()
        .action_id("action-2")
        .session_id("session-2")
        .timestamp(whole())
        .event_type("Viewed")
        .event_id("event-2");
    interaction.build().expect("it is valid")
}

fn arn(dataset: &str) -> String {
    format!("arn:aws:personalize:eu-west-1:123456789012:dataset/films/{dataset}")
}

/// Compares with JSON without insignificant white space.
#[track_caller]
fn assert_json(value: &impl serde::Serialize, lines: &[&str]) {
    assert_eq!(serde_json::to_string(value).expect("JSON"), lines.concat());
}

#[test]
fn events_are_sent_with_all_members_or_the_required_ones() {
    let request = PutEventsRequest::builder()
        .tracking_id("tracking-1")
        .user_id("user-1")
        .session_id("session-1")
        .event_list([event(), least_event()]);
    assert_json(
        &request.build().unwrap(),
        &[
            r#"{"trackingId":"tracking-1","userId":"user-1","sessionId":"session-1","eventList":["#,
            r#"{"eventId":"event-1","eventType":"watch","eventValue":0.5,"itemId":"item-1","#,
            r#""properties":"{\"a\":\"\\\"b\\\"\"}","sentAt":1700000000.25,"#,
            r#""recommendationId":"recommendation-1","impression":["item-1","item-2"],"#,
            r#""metricAttribution":{"eventAttributionSource":"partner"}},"#,
            r#"{"eventId":"event-2","eventType":"watch","sentAt":1700000000}]}"#,
        ],
    );
    let anonymous = PutEventsRequest::builder()
        .tracking_id("tracking-1")
        .session_id("session-1")
        .event_list([least_event()]);
    assert_json(
        &anonymous.build().unwrap(),
        &[
            r#"{"trackingId":"tracking-1","sessionId":"session-1","eventList":["#,
            r#"{"eventId":"event-2","eventType":"watch","sentAt":1700000000}]}"#,
        ],
    );
}

#[test]
fn action_interactions_are_sent_with_all_members_or_the_required_ones() {
    let request = PutActionInteractionsRequest::builder()
        .tracking_id("tracking-1")
        .action_interactions([interaction(), least_interaction()]);
    assert_json(
        &request.build().unwrap(),
        &[
            r#"{"trackingId":"tracking-1","actionInteractions":["#,
            r#"{"actionId":"action-1","userId":"user-1","sessionId":"session-1","#,
            r#""timestamp":1700000000.25,"eventType":"Taken","eventId":"event-1","#,
            r#""recommendationId":"recommendation-1","impression":["action-1","action-2"],"#,
            r#""properties":"{\"a\":\"\\\"b\\\"\"}"},"#,
            r#"{"actionId":"action-2","sessionId":"session-2","timestamp":1700000000,"#,
            r#""eventType":"Viewed","eventId":"event-2"}]}"#,
        ],
    );
}

#[test]
fn users_items_and_actions_are_sent_with_or_without_properties() {
    let users = PutUsersRequest::builder()
        .dataset_arn(arn("USERS"))
        .users([User::builder().user_id("1").properties(PROPERTIES)])
        .users([User::builder().user_id("2")]);
    let items = PutItemsRequest::builder()
        .dataset_arn(arn("ITEMS"))
        .items([Item::builder().item_id("1").properties(PROPERTIES)])
        .items([Item::builder().item_id("2")]);
    let actions = PutActionsRequest::builder()
        .dataset_arn(arn("ACTIONS"))
        .actions([Action::builder().action_id("1").properties(PROPERTIES)])
        .actions([Action::builder().action_id("2")]);
    let json = |dataset: &str, list: &str, id: &str| {
        let arn = arn(dataset);
        format!(
            r#"{{"datasetArn":"{arn}","{list}":[{{"{id}":"1","properties":"{{\"a\":\"\\\"b\\\"\"}}"}},{{"{id}":"2"}}]}}"#
        )
    };
    let (users, items, actions) = (users.build(), items.build(), actions.build());
    assert_json(&users.unwrap(), &[&json("USERS", "users", "userId")]);
    assert_json(&items.unwrap(), &[&json("ITEMS", "items", "itemId")]);
    assert_json(
        &actions.unwrap(),
        &[&json("ACTIONS", "actions", "actionId")],
    );
}

/// Formats other than JSON see more: names of types, numbers of fields, and `Some`.
#[test]
fn serializers_get_the_number_of_fields_that_are_set() {
    assert_ser_tokens(
        &event(),
        &[
            Token::Struct {
                name: "Event",
                len: 9,
            },
            Token::Str("eventId"),
            Token::Some,
            Token::Str("event-1"),
            Token::Str("eventType"),
            Token::Str("watch"),
            Token::Str("eventValue"),
            Token::F32(0.5),
            Token::Str("itemId"),
            Token::Some,
            Token::Str("item-1"),
            Token::Str("properties"),
            Token::Some,
            Token::NewtypeStruct {
                name: "personalize_events::JsonString",
            },
            Token::Str(PROPERTIES),
            Token::Str("sentAt"),
            Token::F64(1_700_000_000.25),
            Token::Str("recommendationId"),
            Token::Some,
            Token::Str("recommendation-1"),
            Token::Str("impression"),
            Token::Some,
            Token::Seq { len: Some(2) },
            Token::Str("item-1"),
            Token::Str("item-2"),
            Token::SeqEnd,
            Token::Str("metricAttribution"),
            Token::Some,
            Token::Struct {
                name: "MetricAttribution",
                len: 1,
            },
            Token::Str("eventAttributionSource"),
            Token::Str("partner"),
            Token::StructEnd,
            Token::StructEnd,
        ],
    );
    assert_ser_tokens(
        &least_event(),
        &[
            Token::Struct {
                name: "Event",
                len: 3,
            },
            Token::Str("eventId"),
            Token::Some,
            Token::Str("event-2"),
            Token::Str("eventType"),
            Token::Str("watch"),
            Token::Str("sentAt"),
            Token::I64(1_700_000_000),
            Token::StructEnd,
        ],
    );
}
