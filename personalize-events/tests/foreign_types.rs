//! Types of other crates as values, IDs and timestamps: the text that is sent, the column, and that the emulator accepts it.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, Utc};
use jiff::ZonedDateTime;
use jiff::tz::{Offset, TimeZone};
use personalize_events::{
    Client, Config, Credentials, Event, IdValue, ItemProperties, Properties, PropertyValue,
    PutUsersRequest, Timestamp, UserProperties,
};
use personalize_events_emulator::Emulator;
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use rust_decimal::Decimal;
use smol_str::SmolStr;
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcDateTime};
use tokio::runtime::Runtime;
use url::Url;
use uuid::Uuid;

const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// An example of RFC 9562, A.3.
const UUID: &str = "919108f7-52d1-4320-9bac-f847db4148a8";

#[derive(Clone, Debug, UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: Uuid,
    #[personalize(plain)]
    device: Uuid,
    devices: Vec<Uuid>,
    seen: DateTime<FixedOffset>,
    joined: Option<DateTime<Utc>>,
    renewed: OffsetDateTime,
    paid: Option<UtcDateTime>,
    watched: jiff::Timestamp,
    paused: Option<ZonedDateTime>,
    balance: Decimal,
    discount: Option<Decimal>,
    #[personalize(categorical)]
    price: Decimal,
    #[personalize(categorical)]
    country: SmolStr,
    tags: BTreeSet<SmolStr>,
    #[personalize(plain)]
    home: Option<Url>,
    sites: [Url; 2],
    session: Duration,
}

fn uuid() -> Uuid {
    UUID.parse().expect("a valid example")
}

fn url() -> Url {
    "https://example.com/a?b=c"
        .parse()
        .expect("a valid example")
}

/// The same instant in all types: 1996-12-20T00:39:57Z, an example of RFC 3339, 5.8, and 999 milliseconds.
const INSTANT: &str = "1996-12-19T16:39:57.999-08:00";
const SECONDS: i64 = 851_042_397;

fn viewer() -> Viewer {
    let chrono = DateTime::parse_from_rfc3339(INSTANT).expect("a valid example");
    let time = OffsetDateTime::parse(INSTANT, &Rfc3339).expect("a valid example");
    let jiff: jiff::Timestamp = INSTANT.parse().expect("a valid example");
    Viewer {
        id: uuid(),
        device: uuid(),
        devices: vec![Uuid::nil(), uuid()],
        seen: chrono,
        joined: Some(chrono.to_utc()),
        renewed: time,
        paid: Some(time.into()),
        watched: jiff,
        paused: Some(jiff.to_zoned_datetime(TimeZone::fixed(Offset::constant(2)))),
        balance: Decimal::new(-123_456_789_012_345, 4),
        discount: Some(Decimal::new(50, 2)),
        price: Decimal::new(1990, 2),
        country: "NL".into(),
        tags: ["b", "a"].map(SmolStr::from).into(),
        home: Some(url()),
        sites: ["http://a.example", "http://b.example"]
            .map(|site| site.parse().expect("a valid example")),
        session: Duration::from_millis(1500),
    }
}

#[test]
fn each_value_is_sent_as_documented() {
    let user = viewer().to_user().unwrap();
    assert_eq!(user.user_id(), UUID);
    let nil = "00000000-0000-0000-0000-000000000000";
    let expected = [
        format!(r#""device":"{UUID}""#),
        format!(r#""devices":"{nil}|{UUID}""#),
        format!(r#""seen":"{SECONDS}""#),
        format!(r#""joined":"{SECONDS}""#),
        format!(r#""renewed":"{SECONDS}""#),
        format!(r#""paid":"{SECONDS}""#),
        format!(r#""watched":"{SECONDS}""#),
        format!(r#""paused":"{SECONDS}""#),
        r#""balance":"-12345678901.2345""#.to_owned(),
        r#""discount":"0.50""#.to_owned(),
        r#""price":"19.90""#.to_owned(),
        r#""country":"NL""#.to_owned(),
        r#""tags":"a|b""#.to_owned(),
        r#""home":"https://example.com/a?b=c""#.to_owned(),
        r#""sites":"http://a.example/|http://b.example/""#.to_owned(),
        r#""session":"1.5""#.to_owned(),
    ];
    assert_eq!(
        user.properties().unwrap().as_str(),
        format!("{{{}}}", expected.join(","))
    );
}

#[test]
fn each_documented_type_is_in_the_struct() {
    let (_, table) = include_str!("../src/properties/value.rs")
        .split_once("/// With a feature")
        .unwrap();
    let rows = table
        .lines()
        .skip_while(|line| !line.starts_with("/// |"))
        .take_while(|line| line.starts_with("/// |"))
        .skip(2);
    let (_, viewer) = include_str!("foreign_types.rs")
        .split_once("struct Viewer")
        .unwrap();
    let (viewer, _) = viewer.split_once('}').unwrap();
    let mut count = 0;
    for row in rows {
        let types = row.split(" | ").nth(2).unwrap();
        for ty in types.split('`').skip(1).step_by(2) {
            let name = ty.split('<').next().unwrap();
            assert!(viewer.contains(name), "{ty}");
            count += 1;
        }
    }
    assert_eq!(count, 9);
}

#[test]
fn each_type_has_the_documented_column() {
    let schema = Viewer::schema();
    for column in [
        r#"{"name": "DEVICE", "type": "string"}"#,
        r#"{"name": "DEVICES", "type": ["null", "string"], "categorical": true}"#,
        r#"{"name": "SEEN", "type": "long"}"#,
        r#"{"name": "JOINED", "type": ["null", "long"]}"#,
        r#"{"name": "RENEWED", "type": "long"}"#,
        r#"{"name": "PAID", "type": ["null", "long"]}"#,
        r#"{"name": "WATCHED", "type": "long"}"#,
        r#"{"name": "PAUSED", "type": ["null", "long"]}"#,
        r#"{"name": "BALANCE", "type": "double"}"#,
        r#"{"name": "DISCOUNT", "type": ["null", "double"]}"#,
        r#"{"name": "PRICE", "type": "string", "categorical": true}"#,
        r#"{"name": "COUNTRY", "type": "string", "categorical": true}"#,
        r#"{"name": "TAGS", "type": ["null", "string"], "categorical": true}"#,
        r#"{"name": "HOME", "type": ["null", "string"]}"#,
        r#"{"name": "SITES", "type": "string", "categorical": true}"#,
        r#"{"name": "SESSION", "type": "double"}"#,
    ] {
        assert!(schema.contains(column), "{column} is not in {schema}");
    }
}

#[test]
fn date_times_fill_the_timestamp_columns_of_the_service() {
    #[derive(ItemProperties)]
    struct Film<T> {
        creation_timestamp: T,
        year: u16,
    }
    fn check<T: PropertyValue>(creation_timestamp: T) {
        let film = Film {
            creation_timestamp,
            year: 1996,
        };
        assert_eq!(
            film.to_properties().unwrap().as_str(),
            format!(r#"{{"creationTimestamp":"{SECONDS}","year":"1996"}}"#)
        );
    }
    let viewer = viewer();
    check(viewer.seen);
    check(viewer.joined.unwrap());
    check(viewer.renewed);
    check(viewer.paid.unwrap());
    check(viewer.watched);
    check(viewer.paused.unwrap());
    let schema = Film::<jiff::Timestamp>::schema();
    assert!(
        schema.contains(r#"{"name": "CREATION_TIMESTAMP", "type": "long"}"#),
        "{schema}"
    );
}

#[test]
fn date_times_are_timestamps_rounded_down() {
    let viewer = viewer();
    let expected = Timestamp::from_millis(SECONDS * 1000 + 999);
    for timestamp in [
        viewer.seen.into(),
        viewer.joined.unwrap().into(),
        viewer.renewed.into(),
        viewer.paid.unwrap().into(),
        viewer.watched.into(),
        viewer.paused.as_ref().unwrap().into(),
        viewer.paused.unwrap().into(),
    ] {
        assert_eq!(expected, timestamp);
    }
    let before = "1969-12-31T23:59:59.999999999Z";
    for timestamp in [
        DateTime::parse_from_rfc3339(before).unwrap().into(),
        OffsetDateTime::parse(before, &Rfc3339).unwrap().into(),
        before.parse::<jiff::Timestamp>().unwrap().into(),
    ] {
        assert_eq!(Timestamp::from_millis(-1), timestamp);
    }
    let leap_second = DateTime::parse_from_rfc3339("1990-12-31T23:59:60.5Z").unwrap();
    assert_eq!(
        Timestamp::from(leap_second).to_string(),
        "1991-01-01T00:00:00.500Z"
    );
    let event = Event::builder()
        .event_type("watch")
        .sent_at(viewer.watched)
        .build()
        .unwrap();
    assert_eq!(event.sent_at(), expected);
}

#[test]
fn decimals_in_json_have_all_their_digits() {
    let mut properties = Properties::new();
    properties
        .insert_json("balance", Decimal::new(-1990, 2))
        .insert_json("large", Decimal::from(100_000_000_000_000_000_000_i128))
        .insert_json("session", Duration::from_secs(90))
        .insert_json("seen", viewer().seen);
    let text = UserProperties::to_properties(&properties).unwrap();
    assert_eq!(
        text.as_str(),
        format!(
            r#"{{"balance":-19.90,"large":100000000000000000000,"session":90,"seen":{SECONDS}}}"#
        )
    );
}

#[test]
fn a_decimal_that_its_column_would_round_is_a_violation() {
    #[derive(UserProperties)]
    struct Account {
        #[personalize(rename = "asDouble")]
        double: Decimal,
        #[personalize(rename = "asFloat", column_type = "float")]
        float: Decimal,
        #[personalize(rename = "asLong", column_type = "long")]
        long: Decimal,
        #[personalize(rename = "asText", plain)]
        text: Decimal,
    }
    let account = |text: &str| {
        let decimal: Decimal = text.parse().unwrap();
        Account {
            double: decimal,
            float: decimal,
            long: decimal,
            text: decimal,
        }
        .to_properties()
    };
    assert!(account("16777216").is_ok());
    assert_eq!(
        account("16777217").unwrap_err().to_string(),
        "properties.asFloat has more digits than its column can store, which is float; round it to 6 digits, or send it \
         to a column of strings"
    );
    // A double has 53 bits.
    let error = account("9007199254740993").unwrap_err();
    let messages: Vec<String> = error.violations().iter().map(ToString::to_string).collect();
    assert_eq!(
        messages[0],
        "properties.asDouble has more digits than its column can store, which is double; round it to 15 digits, or send \
         it to a column of strings"
    );
    assert_eq!(messages.len(), 2, "{messages:?}");
    let error = account("10000000000000000000").unwrap_err();
    assert_eq!(
        error.to_string(),
        "properties.asLong is out of range; its column is long, which accepts whole numbers from -9223372036854775808 \
         to 9223372036854775807"
    );
    let error = account("19.90").unwrap_err();
    assert_eq!(
        error.to_string(),
        "properties.asLong has a fraction, even if it is `.0`; its column is long, which accepts whole numbers from \
         -9223372036854775808 to 9223372036854775807"
    );
}

#[test]
fn zeros_at_the_end_are_no_digits_that_a_column_could_lose() {
    #[derive(UserProperties)]
    struct Rate {
        rate: Decimal,
    }
    let text = "0.1000000000000000000000000000";
    let rate = text.parse().unwrap();
    assert_eq!(
        Rate { rate }.to_properties().unwrap().as_str(),
        format!(r#"{{"rate":"{text}"}}"#)
    );
}

#[test]
fn ids_are_texts_that_identify() {
    assert_eq!(uuid().to_id(), UUID);
    assert_eq!(UUID.to_uppercase().parse::<Uuid>().unwrap().to_id(), UUID);
    assert_eq!(SmolStr::from("viewer-1").to_id(), "viewer-1");
}

/// Nanoseconds from the year 1 to the last day but one of 9999, where the range of `jiff` ends.
fn instants() -> impl Strategy<Value = i128> {
    let nanos = |seconds: i128| seconds * 1_000_000_000;
    nanos(-62_135_596_800)..nanos(253_402_207_200)
}

fn viewers() -> impl Strategy<Value = Viewer> {
    let strings = (
        "[A-Z]{2}",
        proptest::collection::btree_set("[a-zé ]{1,5}", 0..3),
    );
    let uuids = (
        any::<u128>(),
        proptest::collection::vec(any::<u128>(), 0..3),
    );
    // As many digits as a double stores of every number.
    let decimals = (-999_999_999_999_999_i64..=999_999_999_999_999, 0..=28_u32);
    let all = (
        instants(),
        strings,
        uuids,
        decimals,
        0..1_000_000_u64,
        any::<bool>(),
    );
    all.prop_map(
        |(nanos, (country, tags), (id, ids), (digits, scale), micros, is_full)| {
            let time = OffsetDateTime::from_unix_timestamp_nanos(nanos).expect("a valid example");
            let jiff = jiff::Timestamp::from_nanosecond(nanos).expect("a valid example");
            let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).expect("a valid example");
            let rest = u32::try_from(nanos.rem_euclid(1_000_000_000)).expect("a valid example");
            let chrono = DateTime::from_timestamp(seconds, rest).expect("a valid example");
            let decimal = Decimal::new(digits, scale);
            Viewer {
                id: Uuid::from_u128(id),
                devices: ids.into_iter().map(Uuid::from_u128).collect(),
                seen: chrono.fixed_offset(),
                joined: is_full.then_some(chrono),
                renewed: time,
                paid: is_full.then_some(time.into()),
                watched: jiff,
                paused: is_full.then(|| jiff.to_zoned_datetime(TimeZone::UTC)),
                balance: decimal,
                discount: is_full.then_some(decimal),
                price: decimal,
                country: country.into(),
                tags: tags.into_iter().map(SmolStr::from).collect(),
                home: is_full.then(url),
                session: Duration::from_micros(micros),
                ..viewer()
            }
        },
    )
}

/// The emulator has its own reading of the schema.
#[test]
fn the_emulator_accepts_every_value_in_the_column_of_its_type() {
    let runtime = Runtime::new().unwrap();
    let emulator = Emulator::builder().schema(DATASET, Viewer::schema());
    let emulator = runtime.block_on(emulator.start()).unwrap();
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(emulator.url());
    let client = Client::new(config.build().unwrap()).unwrap();
    let mut runner = TestRunner::new(Runs {
        cases: 100,
        failure_persistence: None,
        ..Runs::default()
    });
    let outcome = runner.run(&viewers(), |viewer| {
        let request = PutUsersRequest::builder()
            .dataset_arn(DATASET)
            .users([viewer.to_user()])
            .build();
        let request = request.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let stored = runtime.block_on(client.put_users(&request));
        stored.map_err(|error| TestCaseError::fail(error.to_string()))?;
        Ok(())
    });
    outcome.unwrap();
}

proptest! {
    #[test]
    fn the_types_of_one_instant_agree(nanos in instants()) {
        let seconds = u64::try_from(nanos.unsigned_abs() / 1_000_000_000).unwrap();
        let rest = u32::try_from(nanos.unsigned_abs() % 1_000_000_000).unwrap();
        let from_epoch = Duration::new(seconds, rest);
        let system: SystemTime = if nanos < 0 { UNIX_EPOCH - from_epoch } else { UNIX_EPOCH + from_epoch };
        let expected = i64::try_from(nanos.div_euclid(1_000_000)).unwrap();
        let time = OffsetDateTime::from_unix_timestamp_nanos(nanos).unwrap();
        let jiff = jiff::Timestamp::from_nanosecond(nanos).unwrap();
        let whole = i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap();
        let nanos_after = u32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap();
        let chrono = DateTime::from_timestamp(whole, nanos_after).unwrap();
        for timestamp in [system.into(), chrono.into(), time.into(), jiff.into()] {
            prop_assert_eq!(Timestamp::as_millis(timestamp), expected);
        }
    }

    /// Two decimals that the column could not distinguish are not both accepted.
    #[test]
    fn accepted_decimals_differ_in_their_column(digits: i64, scale in 0..=28_u32) {
        #[derive(UserProperties)]
        struct One {
            value: Decimal,
        }
        let digits = digits.saturating_sub(1);
        let [one, other] = [digits, digits + 1].map(|digits| Decimal::new(digits, scale));
        let is_accepted = |value| One { value }.to_properties().is_ok();
        let stored = |value: Decimal| value.to_string().parse::<f64>().unwrap();
        if is_accepted(one) && is_accepted(other) {
            prop_assert!(stored(one) < stored(other), "{one} {other}");
        }
        if digits.unsigned_abs() < 999_999_999_999_999 {
            prop_assert!(is_accepted(one), "{one}");
        }
    }
}
