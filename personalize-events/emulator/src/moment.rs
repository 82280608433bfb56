//! How AWS and HTTP spell a moment, in whole seconds since the Unix epoch.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY: i64 = 86_400;
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The seconds of a system time; zero before 1970.
pub(crate) fn seconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok())
        .unwrap_or(0)
}

/// The form of `x-amz-date`, such as `20261123T102207Z`.
pub(crate) fn basic(seconds: i64) -> String {
    let (year, month, day) = date(seconds.div_euclid(DAY));
    let (hour, minute, second) = time(seconds.rem_euclid(DAY));
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// Reads the form of `x-amz-date`; `None` for anything else.
pub(crate) fn parse_basic(text: &str) -> Option<i64> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let days = days(part(0..4)?, part(4..6)?, part(6..8)?);
    let seconds = days * DAY + part(9..11)? * 3600 + part(11..13)? * 60 + part(13..15)?;
    // Whatever is no moment (a 31st of June, a sign, a missing `Z`) comes back spelled otherwise.
    (basic(seconds) == text).then_some(seconds)
}

/// The form of the `Date` header, such as `Mon, 23 Nov 2026 10:22:07 GMT`.
pub(crate) fn http_date(seconds: i64) -> String {
    let days = seconds.div_euclid(DAY);
    let (year, month, day) = date(days);
    let (hour, minute, second) = time(seconds.rem_euclid(DAY));
    let weekday = name(&WEEKDAYS, days.rem_euclid(7));
    let month = name(&MONTHS, month - 1);
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

/// Reads the form of the `Date` header; `None` for anything else.
pub(crate) fn parse_http_date(text: &str) -> Option<i64> {
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let month = text.get(8..11)?;
    let month = MONTHS.iter().position(|name| *name == month)?;
    let days = days(part(12..16)?, i64::try_from(month).ok()? + 1, part(5..7)?);
    let seconds = days * DAY + part(17..19)? * 3600 + part(20..22)? * 60 + part(23..25)?;
    // As above; the day of the week is part of the text too.
    (http_date(seconds) == text).then_some(seconds)
}

fn name(names: &[&'static str], index: i64) -> &'static str {
    usize::try_from(index)
        .ok()
        .and_then(|index| names.get(index))
        .copied()
        .unwrap_or_default()
}

fn time(second: i64) -> (i64, i64, i64) {
    (second / 3600, second / 60 % 60, second % 60)
}

/// The days from the epoch to a date of the Gregorian calendar. The year is taken to start in
/// March, so that the leap day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year * 365 + year / 4 - year / 100 + day_of_year - 719_468
}

/// The reverse of [`days`].
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    let year = era * 400 + year + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{basic, http_date, parse_basic, parse_http_date};

    #[test]
    fn a_moment_is_spelled_as_aws_and_http_spell_it() {
        for (seconds, aws, http) in [
            (0, "19700101T000000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (
                951_782_400,
                "20000229T000000Z",
                "Tue, 29 Feb 2000 00:00:00 GMT",
            ),
            (
                1_440_938_160,
                "20150830T123600Z",
                "Sun, 30 Aug 2015 12:36:00 GMT",
            ),
            (
                1_795_429_327,
                "20261123T102207Z",
                "Mon, 23 Nov 2026 10:22:07 GMT",
            ),
            (
                4_107_542_399,
                "21000228T235959Z",
                "Sun, 28 Feb 2100 23:59:59 GMT",
            ),
            (
                4_107_542_400,
                "21000301T000000Z",
                "Mon, 01 Mar 2100 00:00:00 GMT",
            ),
        ] {
            assert_eq!(basic(seconds), aws);
            assert_eq!(http_date(seconds), http);
            assert_eq!(parse_basic(aws), Some(seconds));
            assert_eq!(parse_http_date(http), Some(seconds));
        }
    }

    #[test]
    fn what_is_no_moment_is_not_read() {
        for text in [
            "",
            "20261123",
            "20261123T102207",
            "20261123t102207Z",
            "20261323T102207Z",
            "20260631T102207Z",
            "20260229T102207Z",
            "20261123T242207Z",
            "20261123T102260Z",
            "2026112+T102207Z",
            "20261123T102207ZZ",
            "2026-11-23T10:22Z",
            "ä0261123T102207Z",
        ] {
            assert_eq!(parse_basic(text), None, "{text:?}");
        }
    }
}
