//! The violations that builders report, with their messages.

use personalize_events::{
    Buildable, Event, MetricAttribution, PutEventsRequest, PutUsersRequest, Timestamp, User,
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
            "datasetArn does not match the pattern ^arn:([a-z\\d-]+):personalize:.*:.*:.+$",
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
