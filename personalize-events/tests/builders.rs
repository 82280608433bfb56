//! The violations that builders report, with their messages.

use personalize_events::{
    Action, ActionInteraction, Buildable, Event, Item, ItemProperties, MetricAttribution,
    Properties, PutEventsRequest, PutUsersRequest, Timestamp, User, UserProperties,
    ValidationError,
};

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

fn lines(invalid: &ValidationError) -> Vec<String> {
    let violations = invalid.violations().iter();
    violations.map(ToString::to_string).collect()
}

fn users(ids: impl IntoIterator<Item = String>) -> Result<PutUsersRequest, ValidationError> {
    let users = ids.into_iter().map(|id| User::builder().user_id(id));
    PutUsersRequest::builder()
        .dataset_arn(DATASET)
        .users(users)
        .build()
}

#[test]
fn a_nested_violation_is_reported_with_its_path_and_limit() {
    let ids = (0..5).map(|index| {
        if index == 3 {
            "x".repeat(300)
        } else {
            "x".into()
        }
    });
    assert_eq!(
        users(ids).unwrap_err().to_string(),
        "users[3].userId has 300 characters, but at most 256 are allowed"
    );
}

#[test]
fn all_violations_are_reported_at_once() {
    let invalid = PutUsersRequest::builder()
        .dataset_arn("arn:aws:s3:::bucket")
        .users([
            User::builder(),
            User::builder().user_id("").properties("{'a': 1}"),
            User::builder()
                .user_id("u")
                .properties(r#""{\"age\":\"34\"}""#),
        ])
        .build()
        .unwrap_err();
    assert_eq!(
        lines(&invalid),
        [
            "datasetArn does not match the pattern ^arn:([a-z\\d-]+):personalize:.*:.*:.+$; a valid ARN is \
             arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS",
            "users[0].userId is required but missing",
            "users[1].userId has 0 characters, but at least 1 is required",
            "users[1].properties is not valid JSON: key must be a string at line 1 column 2",
            "users[2].properties is JSON, but not an object like {\"age\":\"34\"}; check that it is not encoded twice",
        ]
    );
}

#[test]
fn a_batch_has_one_to_ten_elements() {
    let many = |count: usize| users((0..count).map(|index| index.to_string()));
    assert!(many(1).is_ok() && many(10).is_ok());
    assert_eq!(
        lines(&many(0).unwrap_err()),
        ["users has 0 elements, but at least 1 is required"]
    );
    assert_eq!(
        lines(&many(11).unwrap_err()),
        ["users has 11 elements, but at most 10 are allowed"]
    );
}

#[test]
fn lengths_count_unicode_scalar_values() {
    // Four bytes and two UTF-16 units each.
    assert!(users(["😀".repeat(256)]).is_ok());
    assert_eq!(
        lines(&users(["😀".repeat(257)]).unwrap_err()),
        ["users[0].userId has 257 characters, but at most 256 are allowed"]
    );
}

#[test]
fn a_builder_accepts_parts_their_builders_and_the_results_of_building_them() {
    fn request<I>(users: I) -> Result<PutUsersRequest, ValidationError>
    where
        I: IntoIterator,
        I::Item: Buildable<User>,
    {
        let builder = PutUsersRequest::builder().dataset_arn(DATASET);
        builder.users(users).build()
    }
    let builder = User::builder().user_id("u");
    let user = builder.clone().build().unwrap();
    let invalid = User::builder().user_id("").build();
    for built in [
        request(Some(builder)),
        request(Some(user.clone())),
        request(Some(Ok(user.clone()))),
    ] {
        assert_eq!(built.unwrap().users(), std::slice::from_ref(&user));
    }
    assert_eq!(
        lines(&request([Ok(user), invalid]).unwrap_err()),
        ["users[1].userId has 0 characters, but at least 1 is required"]
    );
}

#[test]
fn setters_of_lists_extend_them() {
    let user = |id: &str| User::builder().user_id(id);
    let request = PutUsersRequest::builder()
        .dataset_arn(DATASET)
        .users([user("user-1")])
        .users([user("user-2").build(), user("user-3").build()])
        .users(None::<User>)
        .build()
        .unwrap();
    let ids: Vec<&str> = request.users().iter().map(User::user_id).collect();
    assert_eq!(ids, ["user-1", "user-2", "user-3"]);
    let event = Event::builder()
        .event_type("watch")
        .sent_at(Timestamp::from_secs(1))
        .impression(["item-1"])
        .maybe_impression(None::<[String; 0]>)
        .maybe_impression(Some(["item-2", "item-3"]))
        .build()
        .unwrap();
    assert_eq!(event.impression().unwrap(), ["item-1", "item-2", "item-3"]);
    // The limit is that of the whole list.
    let seven = (1..=7).map(|number| user(&number.to_string()));
    let request = PutUsersRequest::builder().dataset_arn(DATASET);
    let request = request.users(seven.clone()).users(seven);
    assert_eq!(
        lines(&request.build().unwrap_err()),
        ["users has 14 elements, but at most 10 are allowed"]
    );
}

#[test]
fn an_option_sets_a_member_or_leaves_it_unchanged() {
    let event = Event::builder()
        .event_type("watch")
        .sent_at(Timestamp::from_secs(1))
        .maybe_event_id(Some("event-1"))
        .maybe_event_value(Some(0.5))
        .maybe_item_id(Some(String::from("item-1")))
        .maybe_properties(Some(r#"{"device":"tablet"}"#))
        .maybe_recommendation_id(Some("recommendation-1"))
        .maybe_metric_attribution(Some(
            MetricAttribution::builder().event_attribution_source("partner"),
        ));
    let unchanged = event
        .clone()
        .maybe_event_id(None::<String>)
        .maybe_event_value(None)
        .maybe_item_id(None::<&str>)
        .maybe_properties(None::<&str>)
        .maybe_recommendation_id(None::<String>)
        .maybe_metric_attribution(None::<MetricAttribution>);
    let (event, unchanged) = (event.build().unwrap(), unchanged.build().unwrap());
    assert_eq!(event, unchanged);
    assert_eq!(event.event_id(), Some("event-1"));
    assert_eq!(event.event_value(), Some(0.5));
    assert_eq!(event.item_id(), Some("item-1"));
    assert_eq!(
        event.properties().unwrap().as_str(),
        r#"{"device":"tablet"}"#
    );
    assert_eq!(event.recommendation_id(), Some("recommendation-1"));
    let source = event.metric_attribution().unwrap();
    assert_eq!(source.event_attribution_source(), "partner");
    // The checks are those of the other setter.
    let invalid = Event::builder()
        .maybe_item_id(Some("null"))
        .build()
        .unwrap_err();
    assert!(lines(&invalid)[1].starts_with("itemId is the text `null`"));
}

#[test]
fn nested_lists_and_structures_have_paths_too() {
    let attribution = MetricAttribution::builder().event_attribution_source("  ");
    let event = Event::builder()
        .event_type("watch")
        .sent_at(Timestamp::from_secs(1))
        .impression(["item-1", ""])
        .metric_attribution(attribution);
    let invalid = PutEventsRequest::builder()
        .tracking_id("t")
        .session_id("s")
        .event_list([event])
        .build()
        .unwrap_err();
    assert_eq!(
        lines(&invalid),
        [
            "eventList[0].impression[1] has 0 characters, but at least 1 is required",
            "eventList[0].metricAttribution.eventAttributionSource does not match the pattern \
             ^[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*$",
        ]
    );
}

#[test]
fn an_error_does_not_contain_values() {
    let invalid = PutUsersRequest::builder()
        .dataset_arn("the-secret-dataset")
        .users([User::builder()
            .user_id("the-secret".repeat(30))
            .properties("{the-secret")])
        .build()
        .unwrap_err();
    assert!(!format!("{invalid} {invalid:?}").contains("the-secret"));
}

const NULL: &str = "is the text `null`, and the service has dropped a record with such an id without an error; set the intended \
                    id, or allow it with `allow_null_text`";
const NOT_SECONDS: &str = "is no timestamp in seconds, because it would be outside of the years 1 to 9999; if it is in \
                           milliseconds, divide it by 1000";

#[test]
fn the_text_null_is_no_id_unless_it_is_allowed() {
    let event = Event::builder()
        .event_type("null")
        .event_id("null")
        .item_id("null")
        .impression(["a", "null"])
        .sent_at(Timestamp::from_secs(1));
    let request = PutEventsRequest::builder()
        .tracking_id("null")
        .session_id("null")
        .user_id("null");
    let invalid = request.clone().event_list([event.clone()]).build();
    assert_eq!(
        lines(&invalid.unwrap_err()),
        [
            format!("userId {NULL}"),
            format!("sessionId {NULL}"),
            format!("eventList[0].itemId {NULL}"),
            format!("eventList[0].impression[1] {NULL}"),
        ]
    );
    // Each builder has a setting of its own.
    let allowing = request.allow_null_text();
    let invalid = allowing.clone().event_list([event.clone()]).build();
    assert_eq!(lines(&invalid.unwrap_err()).len(), 2);
    let request = allowing.event_list([event.allow_null_text()]).build();
    assert_eq!(request.unwrap().session_id(), "null");

    let interaction = ActionInteraction::builder()
        .action_id("null")
        .user_id("null")
        .session_id("null")
        .event_type("taken")
        .timestamp(Timestamp::from_secs(1))
        .impression(["null"]);
    assert_eq!(lines(&interaction.clone().build().unwrap_err()).len(), 4);
    assert!(interaction.allow_null_text().build().is_ok());
    for id in ["Null", "NULL", "null ", "nul"] {
        assert!(User::builder().user_id(id).build().is_ok(), "{id}");
    }
}

#[test]
fn events_have_timestamps_in_seconds() {
    let event = |at: Timestamp| Event::builder().event_type("watch").sent_at(at).build();
    for at in [
        Timestamp::from_millis(1_700_000_000_000),
        Timestamp::from_millis(253_402_300_799_999),
        Timestamp::from_secs(-62_135_596_800),
    ] {
        assert!(event(at).is_ok(), "{at:?}");
    }
    for at in [
        Timestamp::from_secs(1_700_000_000_000),
        Timestamp::from_secs(253_402_300_800),
        Timestamp::from_millis(-62_135_596_800_001),
        Timestamp::from_secs(i64::MAX),
    ] {
        assert_eq!(
            lines(&event(at).unwrap_err()),
            [format!("sentAt {NOT_SECONDS}")]
        );
    }
    let interaction = ActionInteraction::builder()
        .action_id("a")
        .session_id("s")
        .event_type("taken")
        .timestamp(Timestamp::from_secs(1_700_000_000_000));
    let invalid = interaction.build().unwrap_err();
    assert_eq!(lines(&invalid), [format!("timestamp {NOT_SECONDS}")]);
}

#[test]
fn the_properties_of_events_have_no_reserved_keys() {
    let event = |properties: &str| {
        let event = Event::builder().event_type("watch").properties(properties);
        event.sent_at(Timestamp::from_secs(1)).build()
    };
    // AWS's examples send these in both places.
    assert!(event(r#"{"itemId":"film-1","eventValue":4,"device":{"sessionId":1}}"#).is_ok());
    let reserved = |path: &str, member: &str| {
        format!(
            "properties.{path} is not allowed among these properties, because `{member}` is a member of the record; \
             omit it"
        )
    };
    let invalid = event(r#" {"SESSION_ID": {"a": [1]}, "\u0075serid": 1, "eventType": 1e400}"#);
    assert_eq!(
        lines(&invalid.unwrap_err()),
        [
            reserved("SESSION_ID", "sessionId"),
            reserved("userid", "userId"),
            reserved("eventType", "eventType")
        ]
    );
    let invalid = event(r#"{"timestamp": 1, "a": 1,}"#).unwrap_err();
    assert_eq!(
        lines(&invalid),
        ["properties is not valid JSON: trailing comma at line 1 column 25"]
    );
}

#[test]
fn properties_that_were_written_for_another_record_have_no_reserved_keys_of_events_either() {
    let mut properties = Properties::new();
    let of_user = |properties: &Properties| UserProperties::to_properties(properties).unwrap();
    properties.insert("itemId", "film-1").insert("device", "tv");
    let event = Event::builder().event_type("watch");
    let event = event.sent_at(Timestamp::from_secs(1));
    let interaction = ActionInteraction::builder().action_id("a").session_id("s");
    let interaction = interaction
        .event_type("taken")
        .timestamp(Timestamp::from_secs(1));
    let valid = of_user(&properties);
    assert!(event.clone().properties(valid.clone()).build().is_ok());
    assert!(interaction.clone().properties(valid).build().is_ok());
    properties.insert("session_ID", "7");
    let expected = [
        "properties.session_ID is not allowed among these properties, because `sessionId` is a member of the record; \
         omit it",
    ];
    let invalid = event.properties(of_user(&properties)).build();
    assert_eq!(lines(&invalid.unwrap_err()), expected);
    let invalid = interaction.properties(of_user(&properties)).build();
    assert_eq!(lines(&invalid.unwrap_err()), expected);
}

#[test]
fn timestamp_columns_in_json_text_are_in_seconds() {
    let item = |value: &str| {
        let properties = format!(r#"{{"CREATION_TIMESTAMP":{value}}}"#);
        Item::builder().item_id("i").properties(properties).build()
    };
    for value in [
        "1700000000",
        "\"1700000000\"",
        "1.7e9",
        "null",
        "\"-\"",
        "\"soon\"",
        "[9e99]",
        &("[".repeat(200) + &"]".repeat(200)),
    ] {
        assert!(item(value).is_ok(), "{value}");
    }
    let expected = [format!("properties.CREATION_TIMESTAMP {NOT_SECONDS}")];
    for value in [
        "1700000000000",
        "\"1700000000000\"",
        "1.7e12",
        "-1700000000000.5",
        "\"99999999999999999999\"",
        "\" 1700000000000\\n\"",
        "\"+1.7E12\"",
        "1e400",
        "\"1700000000000.0\"",
    ] {
        assert_eq!(lines(&item(value).unwrap_err()), expected, "{value}");
    }
    // The service defines no such column of users.
    let properties = r#"{"creationTimestamp":1700000000000}"#;
    let user = User::builder().user_id("u").properties(properties);
    assert!(user.build().is_ok());
    let properties = r#"{"expirationTimestamp":1700000000000,"repeatFrequency":1700000000000}"#;
    let action = Action::builder().action_id("a").properties(properties);
    assert_eq!(
        lines(&action.build().unwrap_err()),
        [format!("properties.expirationTimestamp {NOT_SECONDS}")]
    );
}

#[test]
fn timestamp_columns_in_properties_that_were_written_for_another_record_are_in_seconds() {
    let mut properties = Properties::new();
    properties
        .insert_json("creation_timestamp", 1_700_000_000_000_i64)
        .insert("expirationTimestamp", "1700000000000");
    let of_user = UserProperties::to_properties(&properties).unwrap();
    let line = |key: &str| format!("properties.{key} {NOT_SECONDS}");

    let item = Item::builder().item_id("i");
    let invalid = item.clone().properties(of_user.clone()).build();
    assert_eq!(lines(&invalid.unwrap_err()), [line("creation_timestamp")]);
    let action = Action::builder().action_id("a");
    let invalid = action.clone().properties(of_user.clone()).build();
    assert_eq!(
        lines(&invalid.unwrap_err()),
        [line("creation_timestamp"), line("expirationTimestamp")]
    );
    properties.insert("creation_timestamp", 1_700_000_000);
    let of_item = ItemProperties::to_properties(&properties).unwrap();
    assert!(item.properties(of_item.clone()).build().is_ok());
    let invalid = action.properties(of_item).build();
    assert_eq!(lines(&invalid.unwrap_err()), [line("expirationTimestamp")]);

    let user = User::builder().user_id("u").properties(of_user);
    assert!(user.build().is_ok());
}

#[test]
fn half_of_a_surrogate_pair_is_no_text() {
    let user = |properties: &str| User::builder().user_id("u").properties(properties).build();
    assert!(user(r#"{"a":"\ud83d\ude00"}"#).is_ok());
    for properties in [
        r#"{"a":"\ud800"}"#,
        r#"{"\udc00":1}"#,
        r#"{"a":["\uD83D\u0041"]}"#,
    ] {
        assert_eq!(
            lines(&user(properties).unwrap_err()),
            [
                "properties has an escape from \\ud800 to \\udfff that is half of a surrogate pair; escape the whole \
                 character or remove it"
            ]
        );
    }
}
