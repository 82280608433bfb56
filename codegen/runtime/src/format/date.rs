//! How timestamps are spelled as text.

use personalize_events::__private::Timestamp;
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/// `2019-12-16T23:48:18Z`, with milliseconds where there are any.
pub(crate) fn to_date_time(timestamp: Timestamp) -> Option<String> {
    let at = calendar(timestamp)?;
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let clock = clock(at);
    Some(format!("{year:04}-{month:02}-{day:02}T{clock}Z"))
}

/// With any offset and fraction; what is finer than a millisecond is cut off.
pub(crate) fn from_date_time(text: &str) -> Option<Timestamp> {
    instant(OffsetDateTime::parse(text, &Rfc3339).ok()?)
}

/// `Mon, 16 Dec 2019 23:48:18 GMT`, with milliseconds where there are any.
pub(crate) fn to_http_date(timestamp: Timestamp) -> Option<String> {
    let at = calendar(timestamp)?;
    let weekday = DAYS[usize::from(at.weekday().number_days_from_sunday())];
    let month = MONTHS[usize::from(u8::from(at.month())) - 1];
    let (day, year, clock) = (at.day(), at.year(), clock(at));
    Some(format!("{weekday}, {day:02} {month} {year:04} {clock} GMT"))
}

/// With any fraction; what is finer than a millisecond is cut off.
pub(crate) fn from_http_date(text: &str) -> Option<Timestamp> {
    let (weekday, rest) = text.split_once(", ")?;
    let [day, month, year, clock, "GMT"] = rest.split(' ').collect::<Vec<_>>()[..] else {
        return None;
    };
    if !DAYS.contains(&weekday) {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)?;
    let month = Month::try_from(u8::try_from(month + 1).ok()?).ok()?;
    let date = Date::from_calendar_date(digits(year, 4..=4)?, month, digits(day, 1..=2)?).ok()?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let [hour, minute, second] = clock.split(':').collect::<Vec<_>>()[..] else {
        return None;
    };
    let thousandths: String = fraction.chars().chain("00".chars()).take(3).collect();
    digits::<u64>(fraction, 1..=9)?;
    let time = Time::from_hms_milli(
        digits(hour, 2..=2)?,
        digits(minute, 2..=2)?,
        digits(second, 2..=2)?,
        digits(&thousandths, 3..=3)?,
    );
    instant(PrimitiveDateTime::new(date, time.ok()?).assume_utc())
}

/// `1576540098`, with milliseconds where there are any.
pub(crate) fn epoch_seconds(timestamp: Timestamp) -> String {
    let millis = timestamp.as_millis();
    let sign = if millis < 0 { "-" } else { "" };
    let (seconds, fraction) = (millis.unsigned_abs() / 1000, millis.unsigned_abs() % 1000);
    let text = format!("{sign}{seconds}.{fraction:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// With any fraction; what is finer than a millisecond is cut off.
pub(crate) fn from_epoch_seconds(text: &str) -> Option<Timestamp> {
    let (sign, digits_only) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (seconds, fraction) = digits_only.split_once('.').unwrap_or((digits_only, "0"));
    let thousandths: String = fraction.chars().chain("00".chars()).take(3).collect();
    let seconds: i64 = digits(seconds, 1..=19)?;
    digits::<u64>(fraction, 1..=19)?;
    let millis = seconds
        .checked_mul(1000)?
        .checked_add(digits(&thousandths, 3..=3)?)?;
    Some(Timestamp::from_millis(sign * millis))
}

/// A number that is spelled with so many digits and nothing else.
fn digits<T: std::str::FromStr>(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<T> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && count.contains(&text.len()))
        .then(|| text.parse().ok())
        .flatten()
}

fn calendar(timestamp: Timestamp) -> Option<OffsetDateTime> {
    let nanos = i128::from(timestamp.as_millis()) * 1_000_000;
    let at = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?;
    (0..=9999).contains(&at.year()).then_some(at)
}

fn clock(at: OffsetDateTime) -> String {
    let (hour, minute, second) = at.to_hms();
    match at.millisecond() {
        0 => format!("{hour:02}:{minute:02}:{second:02}"),
        millis => format!("{hour:02}:{minute:02}:{second:02}.{millis:03}"),
    }
}

fn instant(at: OffsetDateTime) -> Option<Timestamp> {
    let millis = at.unix_timestamp_nanos().div_euclid(1_000_000);
    i64::try_from(millis).ok().map(Timestamp::from_millis)
}
