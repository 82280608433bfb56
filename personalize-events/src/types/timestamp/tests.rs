use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Timestamp;

fn json(timestamp: Timestamp) -> String {
    serde_json::to_string(&timestamp).unwrap()
}

fn message(text: &str) -> String {
    text.parse::<Timestamp>().unwrap_err().to_string()
}

#[test]
fn whole_seconds_are_integers_and_other_timestamps_have_a_fraction() {
    assert_eq!(json(Timestamp::from_secs(946_845_296)), "946845296");
    assert_eq!(
        json(Timestamp::from_millis(946_845_296_123)),
        "946845296.123"
    );
    assert_eq!(json(Timestamp::from_millis(-1500)), "-1.5");
}

/// The texts are the examples of RFC 3339, 5.8.
#[test]
fn text_of_rfc_3339_is_parsed_and_formatted_in_utc() {
    for (text, millis, formatted) in [
        (
            "1985-04-12T23:20:50.52Z",
            482_196_050_520,
            "1985-04-12T23:20:50.520Z",
        ),
        (
            "1996-12-19T16:39:57-08:00",
            851_042_397_000,
            "1996-12-20T00:39:57Z",
        ),
        (
            "1937-01-01T12:00:27.87+00:20",
            -1_041_337_172_130,
            "1937-01-01T11:40:27.870Z",
        ),
    ] {
        let timestamp: Timestamp = text.parse().unwrap();
        assert_eq!(timestamp, Timestamp::from_millis(millis), "{text}");
        assert_eq!(timestamp.to_string(), formatted);
        assert_eq!(format!("{timestamp:?}"), formatted);
    }
}

#[test]
fn all_forms_that_rfc_3339_allows_are_parsed() {
    let at = Timestamp::from_secs(1_700_000_000);
    for text in [
        "2023-11-14T22:13:20Z",
        "2023-11-14t22:13:20z",
        "2023-11-14 22:13:20Z",
        "2023-11-14T22:13:20+00:00",
        "2023-11-14T22:13:20-00:00",
        "2023-11-15T22:12:20+23:59",
        "2023-11-14T22:13:20.0Z",
        "2023-11-14T22:13:20.000000000000000000000000000Z",
    ] {
        assert_eq!(text.parse(), Ok(at), "{text}");
    }
}

#[test]
fn years_that_rfc_3339_does_not_have_get_a_sign() {
    for (seconds, text) in [
        (-62_167_219_200, "0000-01-01T00:00:00Z"),
        (-62_167_219_201, "-0001-12-31T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "+10000-01-01T00:00:00Z"),
        (1_700_000_000_000, "+55840-11-08T22:13:20Z"),
    ] {
        assert_eq!(Timestamp::from_secs(seconds).to_string(), text);
    }
    assert!("+10000-01-01T00:00:00Z".parse::<Timestamp>().is_err());
    for seconds in [i64::MIN, i64::MAX] {
        assert!(Timestamp::from_secs(seconds).to_string().ends_with('Z'));
    }
}

#[test]
fn what_a_timestamp_cannot_hold_is_an_error() {
    assert_eq!(
        message("1990-12-31T23:59:60Z"),
        "the timestamp has the second 60, but seconds since 1970 do not count leap seconds; use the second 59, or the \
         next minute"
    );
    for text in [
        "2023-11-14T22:13:20.0005Z",
        "2023-11-14T22:13:20.123456+01:00",
    ] {
        assert_eq!(
            message(text),
            "the timestamp has a fraction below the millisecond; remove the digits after the third"
        );
    }
}

#[test]
fn text_that_is_no_instant_is_an_error() {
    for text in ["2023-11-14T22:13:20", "2023-11-14T22:13:20.5"] {
        assert_eq!(
            message(text),
            "the timestamp has no offset from UTC; append `Z` for UTC, or an offset such as `+01:00`"
        );
    }
    for text in [
        "2023-02-29T00:00:00Z",
        "2023-00-10T00:00:00Z",
        "2023-13-10T00:00:00Z",
        "2023-11-31T00:00:00Z",
        "2023-11-14T24:00:00Z",
        "2023-11-14T22:60:00Z",
        "2023-11-14T22:13:61Z",
        "2023-11-14T22:13:20+24:00",
        "2023-11-14T22:13:20-01:60",
    ] {
        assert_eq!(
            message(text),
            "the timestamp has a month, day, hour, minute, second or offset that does not exist",
            "{text}"
        );
    }
    for text in [
        "",
        "1700000000",
        "2023-11-14",
        "2023-11-14T22:13Z",
        "2023-11-14_22:13:20Z",
        "2023-11-14T22:13:20.Z",
        "2023-11-14T22:13:20.5 Z",
        "2023-11-14T22:13:20 UTC",
        "2023-11-14T22:13:20+0100",
        "2023-11-14T22:13:20+01",
        "2023-11-14T22:13:20Z ",
        "20231114T221320Z",
        "+2023-11-14T22:13:20Z",
        "Tue, 14 Nov 2023 22:13:20 GMT",
        "2023-11-1٤T22:13:20Z",
        "2023-11-14T22:13:20é",
        "ééééééééééééééééééééé",
    ] {
        assert_eq!(
            message(text),
            "the timestamp is not in the format of RFC 3339, such as `2023-11-14T22:13:20Z`",
            "{text}"
        );
    }
}

#[test]
fn the_parts_of_a_timestamp_are_rounded_down() {
    for (millis, seconds, rest) in [
        (0, 0, 0),
        (1_999, 1, 999),
        (-1, -1, 999),
        (-1_000, -1, 0),
        (i64::MAX, 9_223_372_036_854_775, 807),
        (i64::MIN, -9_223_372_036_854_776, 192),
    ] {
        let timestamp = Timestamp::from_millis(millis);
        assert_eq!(timestamp.as_secs(), seconds);
        assert_eq!(timestamp.subsec_millis(), rest);
        assert_eq!(timestamp.as_millis(), millis);
    }
    assert_eq!(Timestamp::from_secs(i64::MAX).as_secs(), i64::MAX);
    assert_eq!(Timestamp::from_secs(i64::MAX).as_millis(), i64::MAX);
    assert_eq!(Timestamp::from_secs(i64::MIN).as_millis(), i64::MIN);
}

#[test]
fn system_times_are_rounded_down_to_the_millisecond() {
    let second = Duration::from_secs(1_700_000_000);
    for (time, millis) in [
        (UNIX_EPOCH + second, 1_700_000_000_000),
        (
            UNIX_EPOCH + second + Duration::from_nanos(1_999_999),
            1_700_000_000_001,
        ),
        (UNIX_EPOCH - Duration::from_nanos(1), -1),
        (UNIX_EPOCH - Duration::from_millis(1), -1),
        (UNIX_EPOCH - Duration::from_secs(1), -1000),
        (UNIX_EPOCH - Duration::from_millis(1001), -1001),
    ] {
        assert_eq!(Timestamp::from(time).as_millis(), millis);
    }
}

#[test]
fn the_limits_of_the_system_are_exact() {
    let after = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let before = |seconds| UNIX_EPOCH.checked_sub(Duration::from_secs(seconds));
    for time in [
        after(i64::MAX.unsigned_abs()),
        before(i64::MAX.unsigned_abs()),
        before(i64::MIN.unsigned_abs()),
    ]
    .into_iter()
    .flatten()
    {
        assert_eq!(SystemTime::try_from(Timestamp::from(time)), Ok(time));
    }
    // Whether there is such a time depends on the system.
    for seconds in [i64::MIN, i64::MAX] {
        match SystemTime::try_from(Timestamp::from_secs(seconds)) {
            Ok(time) => assert_eq!(Timestamp::from(time).as_secs(), seconds),
            Err(error) => assert_eq!(
                error.to_string(),
                "the timestamp is outside of the range of times of this system"
            ),
        }
    }
}

proptest! {
    #[test]
    fn a_formatted_timestamp_parses_to_the_same(millis in -62_167_219_200_000..=253_402_300_799_999_i64) {
        let timestamp = Timestamp::from_millis(millis);
        let text = timestamp.to_string();
        prop_assert_eq!(text.parse(), Ok(timestamp));
        let other = OffsetDateTime::parse(&text, &Rfc3339).unwrap();
        prop_assert_eq!(other.unix_timestamp_nanos(), i128::from(millis) * 1_000_000);
    }

    #[test]
    fn system_times_convert_both_ways(millis in -62_135_596_800_000..=253_402_300_799_999_i64) {
        let timestamp = Timestamp::from_millis(millis);
        let time = SystemTime::try_from(timestamp).unwrap();
        prop_assert_eq!(Timestamp::from(time), timestamp);
    }

    #[test]
    fn text_is_parsed_as_by_another_implementation(
        date in "[0-9]{3}[0-9]-[01][0-9]-[0-3][0-9]",
        time in "[0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
        fraction in prop::option::of("[0-9]{1,3}"),
        offset in "Z|z|[+-][0-2][0-9]:[0-5][0-9]",
    ) {
        let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
        let text = format!("{date}T{time}{fraction}{offset}");
        let other = OffsetDateTime::parse(&text, &Rfc3339).ok();
        let other = other.map(|other| other.unix_timestamp_nanos() / 1_000_000);
        let ours: Option<Timestamp> = text.parse().ok();
        prop_assert_eq!(ours.map(|ours| i128::from(ours.as_millis())), other, "{}", text);
    }

    #[test]
    fn no_text_panics(text: String, near in "[0-9TtZz:+. é-]{0,30}") {
        let _ = text.parse::<Timestamp>();
        let _ = near.parse::<Timestamp>();
    }
}
