//! Timestamps as text. Milliseconds are written if they are not zero; smaller fractions are cut off when read.

use personalize_events::__private::Timestamp;
use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

type Items = &'static [BorrowedFormatItem<'static>];

/// Without and with milliseconds.
const DATE_TIME: [Items; 2] = [
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z"),
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"),
];

/// Without and with milliseconds.
const HTTP_DATE: [Items; 2] = [
    format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    ),
    format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] \
         [hour]:[minute]:[second].[subsecond digits:3] GMT"
    ),
];

/// With any fraction, and with days of one digit.
const ANY_HTTP_DATE: Items = format_description!(
    version = 2,
    "[weekday repr:short], [day padding:none] [month repr:short] [year] \
     [hour]:[minute]:[second][optional [.[subsecond]]] GMT"
);

/// Formats as `2019-12-16T23:48:18Z`; `None` outside of the years 0 to 9999.
pub(crate) fn to_date_time(timestamp: Timestamp) -> Option<String> {
    format(timestamp, DATE_TIME)
}

/// Parses a date-time with any offset.
pub(crate) fn from_date_time(text: &str) -> Option<Timestamp> {
    timestamp(OffsetDateTime::parse(text, &Rfc3339).ok()?)
}

/// Formats as `Mon, 16 Dec 2019 23:48:18 GMT`; `None` outside of the years 0 to 9999.
pub(crate) fn to_http_date(timestamp: Timestamp) -> Option<String> {
    format(timestamp, HTTP_DATE)
}

/// Parses an http-date.
pub(crate) fn from_http_date(text: &str) -> Option<Timestamp> {
    // `time` would accept a sign before the year.
    if text.contains(['+', '-']) {
        return None;
    }
    timestamp(
        PrimitiveDateTime::parse(text, ANY_HTTP_DATE)
            .ok()?
            .assume_utc(),
    )
}

fn format(timestamp: Timestamp, formats: [Items; 2]) -> Option<String> {
    let nanos = i128::from(timestamp.as_millis()) * 1_000_000;
    let at = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?;
    let items = formats[usize::from(at.millisecond() != 0)];
    let is_in_range = (0..=9999).contains(&at.year());
    is_in_range.then(|| at.format(items).ok()).flatten()
}

fn timestamp(at: OffsetDateTime) -> Option<Timestamp> {
    let millis = at.unix_timestamp_nanos().div_euclid(1_000_000);
    i64::try_from(millis).ok().map(Timestamp::from_millis)
}

/// Formats as seconds: `1576540098`.
pub(crate) fn epoch_seconds(timestamp: Timestamp) -> String {
    let millis = timestamp.as_millis();
    let sign = if millis < 0 { "-" } else { "" };
    let (seconds, fraction) = (millis.unsigned_abs() / 1000, millis.unsigned_abs() % 1000);
    let text = format!("{sign}{seconds}.{fraction:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Parses seconds with any fraction.
pub(crate) fn from_epoch_seconds(text: &str) -> Option<Timestamp> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => (-1, unsigned),
        None => (1, text),
    };
    let (seconds, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_number = |text: &str| {
        (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(seconds) || !is_number(fraction) {
        return None;
    }
    let millis: i64 = format!("{fraction}00")[..3].parse().ok()?;
    let seconds: i64 = seconds.parse().ok()?;
    let total = seconds.checked_mul(1000)?.checked_add(millis)?;
    Some(Timestamp::from_millis(sign * total))
}
