//! The numbers of the standard mode.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Measured, Quota, RetryKind, Skew, backoff, shifted, with_retry_after};
use crate::error::ResponseMetadata;

const HOUR: Duration = Duration::from_secs(3_600);

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn metadata(code: &str, headers: &[(&str, &str)]) -> ResponseMetadata {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let mut headers: Vec<_> = headers.iter().map(own).collect();
    headers.push(("x-amzn-errortype".to_owned(), code.to_owned()));
    ResponseMetadata::from_parts(403, headers, Vec::new())
}

#[test]
fn the_longest_delay_doubles_from_its_base_to_20_seconds() {
    let waits = |kind| [1, 2, 3, 4, 5, 6, 9, 10].map(|made| backoff(kind, made, 1.0).as_millis());
    let throttled = [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000];
    assert_eq!(waits(RetryKind::Throttling), throttled);
    let transient = [50, 100, 200, 400, 800, 1_600, 12_800, 20_000];
    assert_eq!(waits(RetryKind::Transient), transient);
    assert_eq!(backoff(RetryKind::Transient, u32::MAX, 1.0), ms(20_000));
}

#[test]
fn the_delay_is_a_random_share_of_the_longest() {
    for (random, expected) in [(0.0, 0), (0.25, 1_000), (1.0, 4_000), (7.0, 4_000)] {
        assert_eq!(backoff(RetryKind::Throttling, 3, random), ms(expected));
    }
    // A share of the capped delay.
    assert_eq!(backoff(RetryKind::Throttling, 9, 0.5), ms(10_000));
}

#[test]
fn the_service_may_ask_for_up_to_five_seconds_more() {
    let wait = |asked| with_retry_after(ms(1_000), &metadata("", &[("x-amz-retry-after", asked)]));
    for (asked, expected) in [
        ("1500", 1_500),
        ("1", 1_000),
        ("0", 1_000),
        ("6000", 6_000),
        ("6001", 6_000),
        ("99999999999", 6_000),
    ] {
        assert_eq!(wait(asked), ms(expected), "{asked}");
    }
    for bad in ["", "-1500", "1.5", "1500ms", "soon", "99999999999999999999"] {
        assert_eq!(wait(bad), ms(1_000), "{bad}");
    }
    assert_eq!(with_retry_after(ms(7), &metadata("", &[])), ms(7));
}

#[test]
fn retries_cost_tokens_of_which_there_are_500() {
    for (kind, retries) in [(RetryKind::Throttling, 100), (RetryKind::Transient, 35)] {
        let quota = Quota::new();
        for _ in 0..retries {
            assert!(quota.pay(kind.cost()));
        }
        assert!(!quota.pay(kind.cost()), "{kind:?}");
    }
}

#[test]
fn a_success_returns_the_tokens_of_its_last_retry_or_one() {
    let quota = Quota::new();
    while quota.pay(5) {}
    for _ in 0..4 {
        quota.succeeded(None);
        assert!(!quota.pay(5));
    }
    quota.succeeded(None);
    assert!(quota.pay(5));
    quota.succeeded(Some(14));
    assert!(quota.pay(14));
    assert!(!quota.pay(1));
    for _ in 0..100 {
        quota.succeeded(Some(14));
    }
    assert!(quota.pay(500), "it is never more than 500");
    assert!(!quota.pay(1));
}

/// 1994-11-06 08:49:37, the example of RFC 9110.
const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

fn then() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(784_111_777)
}

fn observed(sent: SystemTime, round_trip: Duration, headers: &[(&str, &str)]) -> Measured {
    let skew = Skew::new(true);
    skew.observe(&metadata("", headers), sent, round_trip);
    skew.measured()
}

#[test]
fn the_clock_is_compared_with_the_middle_of_the_round_trip() {
    let date = [("date", DATE)];
    for (sent, round_trip, expected) in [
        (then(), ms(0), 0),
        (then() - ms(100), ms(200), 0),
        (then() - HOUR, ms(2_000), 3_599_000),
        (then() + HOUR, ms(2_000), -3_601_000),
    ] {
        let measured = observed(sent, round_trip, &date);
        assert_eq!(measured.milliseconds(), Some(expected));
    }
}

#[test]
fn responses_without_a_usable_date_are_ignored() {
    let sent = then() - HOUR;
    let unknown = Measured::default();
    assert_eq!(observed(sent, ms(9), &[]), unknown);
    assert_eq!(observed(sent, ms(9), &[("date", "today")]), unknown);
    let cached = [("date", DATE), ("age", "3600")];
    assert_eq!(observed(sent, ms(9), &cached), unknown);
    let date = [("date", DATE)];
    assert_eq!(observed(sent, ms(15 * 60_000 + 1), &date), unknown);
    assert_ne!(observed(sent, ms(15 * 60_000), &date), unknown);
}

#[test]
fn up_to_four_minutes_are_not_corrected() {
    let date = [("date", DATE)];
    for (off, expected) in [(240_000, 0), (240_001, 240_001)] {
        let measured = observed(then() - ms(off), ms(0), &date);
        assert_eq!(measured.correction().unsigned_abs(), expected);
        let measured = observed(then() + ms(off), ms(0), &date);
        assert_eq!(measured.correction().unsigned_abs(), expected);
    }
    let skew = Skew::new(false);
    skew.observe(&metadata("", &date), then() - HOUR, ms(0));
    assert_eq!(skew.measured(), Measured::default(), "it is disabled");
}

#[test]
fn only_signature_errors_after_a_changed_correction_are_explained() {
    let wrong = observed(then() - HOUR, ms(0), &[("date", DATE)]);
    let right = observed(then(), ms(0), &[("date", DATE)]);
    let unknown = Measured::default();
    for code in [
        "RequestTimeTooSkewed",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "AuthFailure",
        "AccessDeniedException",
    ] {
        let metadata = metadata(code, &[]);
        assert!(wrong.explains(&metadata, unknown), "{code}");
        assert!(
            right.explains(&metadata, wrong),
            "{code}: the clock was set"
        );
        assert!(!wrong.explains(&metadata, wrong), "{code}");
        assert!(!right.explains(&metadata, unknown), "{code}");
    }
    for code in [
        "ExpiredTokenException",
        "RequestExpired",
        "InvalidInputException",
    ] {
        assert!(!wrong.explains(&metadata(code, &[]), unknown), "{code}");
    }
}

#[test]
fn a_time_that_cannot_be_shifted_is_unchanged() {
    assert_eq!(shifted(then(), -1_000), then() - ms(1_000));
    assert_eq!(shifted(then(), 1_000), then() + ms(1_000));
    for extreme in [i64::MIN, i64::MAX] {
        let _ = shifted(then(), extreme);
    }
}
