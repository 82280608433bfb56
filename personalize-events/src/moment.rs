//! Moments as others spell them: `2026-11-25T08:30:00Z` (RFC 3339) and `Wed, 25 Nov 2026 08:30:00 GMT` (HTTP).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What metadata endpoints write: a moment in UTC from 1970 to 9999; a fraction of a second is passed over.
/// Other offsets are not read: these endpoints have none.
pub(crate) fn rfc3339(text: &str) -> Option<SystemTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let date = numbers(date, '-', [4, 2, 2])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    moment(date, time).filter(|_| is_fraction)
}

/// What servers write into the header `date` (RFC 9110, 5.6.7); the two obsolete forms are not read.
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (weekday, rest) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let (date, time) = rest.rsplit_once(' ')?;
    let (day, month_and_year) = date.split_once(' ')?;
    let (month, year) = month_and_year.split_once(' ')?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let date = numbers(&format!("{year}-{month:02}-{day}"), '-', [4, 2, 2])?;
    // The weekday says nothing that the date does not.
    moment(date, time).filter(|_| weekday.len() == 3)
}

fn moment([year, month, day]: [u64; 3], time: &str) -> Option<SystemTime> {
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    // 60 is a leap second.
    if hour > 23 || minute > 59 || second > 60 || year < 1970 {
        return None;
    }
    let days = days_before(year) + day_of_year(year, month, day)?;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Three numbers of so many digits.
fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[u64; 3]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; 3];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        *number = part.parse().ok().filter(|_| is_number)?;
    }
    parts.next().is_none().then_some(numbers)
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// The days from 1970 to the start of a year.
fn days_before(year: u64) -> u64 {
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    365 * (year - 1970) + leap_days(year - 1) - leap_days(1969)
}

/// How many days of the year are over at the start of a day.
fn day_of_year(year: u64, month: u64, day: u64) -> Option<u64> {
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let index = usize::try_from(month.checked_sub(1)?).ok()?;
    let length = *months.get(index)?;
    let before: u64 = months[..index].iter().sum();
    (1..=length).contains(&day).then(|| before + day - 1)
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use proptest::prelude::*;
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;

    use super::{http_date, rfc3339};

    /// What another implementation says, of moments that are spelled as here.
    fn other(text: &str) -> Option<u64> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        u64::try_from(time.unix_timestamp()).ok()
    }

    fn ours(text: &str) -> Option<u64> {
        let since = rfc3339(text)?.duration_since(UNIX_EPOCH).ok()?;
        Some(since.as_secs())
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "Z",
            "T",
            "2026-11-25",
            "2026-11-25T08:30:00",
            "2026-11-25T08:30:00+00:00",
            "2026-11-25 08:30:00Z",
            "2026-11-25T08:30Z",
            "2026-11-25T08:30:00.Z",
            "2026-11-25T08:30:00.5x",
            "2026-11-25T08:30:00.xZ",
            "2026-11-25T08:30:00:00Z",
            "26-11-25T08:30:00Z",
            "+026-11-25T08:30:00Z",
            "2026-1-25T08:30:00Z",
            "2026-00-25T08:30:00Z",
            "2026-13-25T08:30:00Z",
            "2026-11-00T08:30:00Z",
            "2026-11-31T08:30:00Z",
            "2026-02-29T08:30:00Z",
            "2100-02-29T08:30:00Z",
            "1969-12-31T23:59:59Z",
            "2026-11-25T24:00:00Z",
            "2026-11-25T08:60:00Z",
            "2026-11-25T08:30:61Z",
            "٢٠٢٦-11-25T08:30:00Z",
        ] {
            assert_eq!(rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_of_eight_centuries_is_the_one_of_another_implementation() {
        for year in 1970..2800 {
            for month in 1..=12 {
                for day in 28..=31 {
                    let text = format!("{year}-{month:02}-{day:02}T12:34:56Z");
                    assert_eq!(ours(&text), other(&text), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_date_of_http_is_refused() {
        for text in [
            "",
            "GMT",
            "yesterday",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 94 08:49:37 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994  08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn dates_of_http_are_those_of_another_implementation(
            seconds in 0..253_402_300_800_u64,
        ) {
            let time = UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            prop_assert_eq!(http_date(&httpdate::fmt_http_date(time)), Some(time));
        }

        #[test]
        fn moments_are_those_of_another_implementation(
            year in 1970..=9999_u32,
            month in 0..=13_u32,
            day in 0..=32_u32,
            time in "[0-2][0-9]:[0-6][0-9]:[0-5][0-9]",
            fraction in prop::option::of("[0-9]{1,9}"),
        ) {
            let fraction = fraction.map(|digits| format!(".{digits}")).unwrap_or_default();
            let text = format!("{year}-{month:02}-{day:02}T{time}{fraction}Z");
            prop_assert_eq!(ours(&text), other(&text), "{}", text);
        }
    }
}
