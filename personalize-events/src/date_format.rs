//! Reads and writes the date formats of HTTP, metadata endpoints and signatures.
//!
//! The formats are `2026-11-25T08:30:00Z` (RFC 3339), `Wed, 25 Nov 2026 08:30:00 GMT` (HTTP) and `20261125T083000Z`
//! (`x-amz-date`). The crates for them would add nine dependencies; the tests compare with those crates.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_PER_DAY: i64 = 86_400;
const DAYS_PER_400_YEARS: i64 = 146_097;

/// The days from 0000-01-01 to 1970-01-01.
const DAYS_BEFORE_1970: i64 = 719_528;

/// Parses the RFC 3339 timestamps of metadata endpoints: UTC, from 1970 to 9999; a fraction of a second is ignored.
pub(crate) fn rfc3339(text: &str) -> Option<SystemTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let date = numbers(date, '-', [4, 2, 2])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    system_time(date, time).filter(|_| is_digits(fraction))
}

/// Why a text has no seconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateTimeProblem {
    /// It is not in the format of RFC 3339.
    Format,
    /// The offset from UTC is missing.
    NoOffset,
    /// It has a day, hour, minute, second or offset that does not exist.
    NoSuchTime,
    /// It has the second 60.
    LeapSecond,
}

/// Parses a date and time of RFC 3339 with any offset: the seconds since the Unix epoch, and the digits of the fraction.
///
/// As RFC 3339 allows, the letters may be in lower case, and a space may separate date and time.
///
/// # Errors
///
/// Returns what is wrong with the text. A leap second is an error, because the Unix epoch does not count it.
pub(crate) fn parse_date_time(text: &str) -> Result<(i64, &str), DateTimeProblem> {
    use DateTimeProblem::{Format, LeapSecond, NoOffset, NoSuchTime};
    let (date, rest) = text.split_at_checked(10).ok_or(Format)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).ok_or(Format)?;
    let (time, rest) = rest.split_at_checked(8).ok_or(Format)?;
    let date = numbers(date, '-', [4, 2, 2]).ok_or(Format)?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2]).ok_or(Format)?;
    let (fraction, offset) = match rest.strip_prefix('.') {
        Some(rest) => {
            let end = rest.find(|character: char| !character.is_ascii_digit());
            rest.split_at(end.unwrap_or(rest.len()))
        }
        None => ("0", rest),
    };
    if !is_digits(fraction) {
        return Err(Format);
    }
    let offset = match offset {
        "" => return Err(NoOffset),
        "Z" | "z" => 0,
        _ => {
            let (sign, rest) = offset.split_at_checked(1).ok_or(Format)?;
            let sign = match sign {
                "+" => 1,
                "-" => -1,
                _ => return Err(Format),
            };
            let [hours, minutes] = numbers(rest, ':', [2, 2]).ok_or(Format)?;
            if hours > 23 || minutes > 59 {
                return Err(NoSuchTime);
            }
            sign * (hours * 60 + minutes) * 60
        }
    };
    let seconds = seconds_of(date, [hour, minute, second]).ok_or(NoSuchTime)?;
    if second == 60 {
        return Err(LeapSecond);
    }
    Ok((seconds - offset, fraction))
}

/// Formats seconds since the Unix epoch as in RFC 3339, without the offset. Years that it does not have, before 0 and after
/// 9999, get a sign, as in ISO 8601.
pub(crate) fn write_date_time(seconds: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let [year, month, day] = date_of(seconds.div_euclid(SECONDS_PER_DAY));
    let [hour, minute, second] = time_of(seconds.rem_euclid(SECONDS_PER_DAY));
    if (0..=9999).contains(&year) {
        write!(f, "{year:04}")?;
    } else {
        write!(f, "{year:+05}")?;
    }
    write!(f, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Parses the header `date` (RFC 9110, 5.6.7), except for its two obsolete forms.
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
    // The weekday is redundant.
    system_time(date, time).filter(|_| weekday.len() == 3)
}

/// A timestamp in the format of signatures, `20150830T123600Z`: UTC, to the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AmzDate(String);

impl AmzDate {
    /// Returns the value of the header `x-amz-date`.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the date alone, `20150830`.
    pub(crate) fn day(&self) -> &str {
        self.0.split('T').next().unwrap_or_default()
    }
}

impl From<SystemTime> for AmzDate {
    /// Formats `time`; a time before 1970, which services reject in any case, becomes the start of 1970.
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        let [year, month, day] = date_of(seconds / SECONDS_PER_DAY);
        let [hour, minute, second] = time_of(seconds % SECONDS_PER_DAY);
        Self(format!(
            "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z"
        ))
    }
}

/// Returns a time from 1970 on. 60 is a leap second.
fn system_time(date: [i64; 3], time: &str) -> Option<SystemTime> {
    let seconds = seconds_of(date, numbers(time, ':', [2, 2, 2])?)?;
    UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(seconds).ok()?))
}

/// Returns the seconds since the Unix epoch; `None` if there is no such date or time. 60 is a leap second.
fn seconds_of([year, month, day]: [i64; 3], [hour, minute, second]: [i64; 3]) -> Option<i64> {
    let index = usize::try_from(month - 1).ok()?;
    let months = month_lengths(year);
    let is_day = (1..=*months.get(index)?).contains(&day);
    if !is_day || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = days_before(year) + months[..index].iter().sum::<i64>() + day - 1;
    Some((days - DAYS_BEFORE_1970) * SECONDS_PER_DAY + (hour * 60 + minute) * 60 + second)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Parses numbers with fixed numbers of digits.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        *number = part.parse().ok().filter(|_| is_digits(part))?;
    }
    parts.next().is_none().then_some(numbers)
}

/// Returns hour, minute and second of a second of a day.
fn time_of(second: i64) -> [i64; 3] {
    [second / 3_600, second / 60 % 60, second % 60]
}

/// Returns year, month and day of a day that is counted from 1970-01-01.
fn date_of(days_since_1970: i64) -> [i64; 3] {
    // The calendar repeats every 400 years.
    let days = days_since_1970 + DAYS_BEFORE_1970;
    let first_year = days.div_euclid(DAYS_PER_400_YEARS) * 400;
    let days = days.rem_euclid(DAYS_PER_400_YEARS);
    // Leap years are not spread evenly, so the estimate can be one year off.
    let estimate = days * 400 / DAYS_PER_400_YEARS;
    let year = if days < days_before(estimate) {
        estimate - 1
    } else if days < days_before(estimate + 1) {
        estimate
    } else {
        estimate + 1
    };
    let (mut month, mut day) = (1, days - days_before(year));
    for length in month_lengths(year) {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    [first_year + year, month, day + 1]
}

/// Returns the number of days from 0000-01-01 to the start of `year`, which is not before 0.
fn days_before(year: i64) -> i64 {
    // The multiples of 4, 100 and 400 before the year; 0 is one of each.
    let [fours, hundreds, four_hundreds] = [4, 100, 400].map(|of| (year + of - 1) / of);
    365 * year + fours - hundreds + four_hundreds
}

fn month_lengths(year: i64) -> [i64; 12] {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if is_leap { 29 } else { 28 };
    [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use proptest::prelude::*;
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;

    use super::{http_date, rfc3339};

    /// The result of another implementation.
    fn other(text: &str) -> Option<u64> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        u64::try_from(time.unix_timestamp()).ok()
    }

    fn ours(text: &str) -> Option<u64> {
        let since = rfc3339(text)?.duration_since(UNIX_EPOCH).ok()?;
        Some(since.as_secs())
    }

    #[test]
    fn invalid_timestamps_are_rejected() {
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
    fn every_day_of_eight_centuries_equals_that_of_another_implementation() {
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
    fn invalid_http_dates_are_rejected() {
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
        fn http_dates_equal_those_of_another_implementation(
            seconds in 0..253_402_300_800_u64,
        ) {
            let time = UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            prop_assert_eq!(http_date(&httpdate::fmt_http_date(time)), Some(time));
        }

        #[test]
        fn timestamps_equal_those_of_another_implementation(
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
