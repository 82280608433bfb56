//! The format of signing dates, compared with a calendar that counts day by day.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::super::AmzDate;
use super::{days_in, parse_time};

fn formatted(seconds: u64) -> String {
    AmzDate::from(UNIX_EPOCH + Duration::from_secs(seconds))
        .as_str()
        .to_owned()
}

#[test]
fn known_timestamps_are_formatted_correctly() {
    for (seconds, expected) in [
        (0, "19700101T000000Z"),
        (68_255_999, "19720229T235959Z"),
        (951_782_400, "20000229T000000Z"),
        (951_868_800, "20000301T000000Z"),
        (1_000_000_000, "20010909T014640Z"),
        (1_440_938_160, "20150830T123600Z"),
        (1_709_164_800, "20240229T000000Z"),
        (2_147_483_648, "20380119T031408Z"),
        (4_107_542_399, "21000228T235959Z"),
        (4_107_542_400, "21000301T000000Z"),
        (253_402_300_799, "99991231T235959Z"),
    ] {
        assert_eq!(formatted(seconds), expected);
    }
}

#[test]
fn the_day_is_the_first_part_of_the_date() {
    let date = AmzDate::from(parse_time("2015-08-30T12:36:00Z"));
    assert_eq!(date.day(), "20150830");
    assert_eq!(date.as_str(), "20150830T123600Z");
}

#[test]
fn every_day_of_400_years_follows_the_day_before() {
    let mut seconds = 0;
    for year in 1970..2370 {
        for month in 1..=12 {
            for day in 1..=days_in(year, month) {
                let expected = format!("{year}{month:02}{day:02}");
                assert_eq!(formatted(seconds), format!("{expected}T000000Z"));
                assert_eq!(formatted(seconds + 86_399), format!("{expected}T235959Z"));
                seconds += 86_400;
            }
        }
    }
}

#[test]
fn parts_of_a_second_are_dropped() {
    let time = UNIX_EPOCH + Duration::new(1_440_938_160, 999_999_999);
    assert_eq!(AmzDate::from(time).as_str(), "20150830T123600Z");
}

#[test]
fn a_clock_that_is_wrong_by_ages_does_not_panic() {
    let before_1970 = UNIX_EPOCH - Duration::from_nanos(1);
    assert_eq!(AmzDate::from(before_1970), AmzDate::from(UNIX_EPOCH));

    let mut latest = SystemTime::now();
    for exponent in (0..64).rev() {
        let step = Duration::from_secs(1 << exponent);
        latest = latest.checked_add(step).unwrap_or(latest);
    }
    assert!(AmzDate::from(latest).as_str().ends_with('Z'));
}
