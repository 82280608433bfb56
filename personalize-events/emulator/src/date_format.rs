//! The text forms of dates in requests and responses, as whole seconds since the Unix epoch.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDateTime};

/// The format of `x-amz-date`, such as `20261123T102207Z`.
pub(crate) const AMZ_DATE: &str = "%Y%m%dT%H%M%SZ";
/// The format of the `Date` header, such as `Mon, 23 Nov 2026 10:22:07 GMT`.
pub(crate) const HTTP_DATE: &str = "%a, %d %b %Y %H:%M:%S GMT";
/// The format of RFC 3339 in UTC, such as `2026-11-23T10:22:07Z`.
pub(crate) const DATE_TIME: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Returns the seconds of a system time; zero before 1970.
pub(crate) fn seconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok())
        .unwrap_or(0)
}

/// Formats a time; times outside of `chrono`'s range become the epoch.
pub(crate) fn format(format: &str, seconds: i64) -> String {
    let time = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    time.format(format).to_string()
}

/// Parses a time in exactly this format.
pub(crate) fn parse(format: &str, text: &str) -> Option<i64> {
    let time = NaiveDateTime::parse_from_str(text, format).ok()?;
    let seconds = time.and_utc().timestamp();
    // `chrono` also accepts signs, leap seconds, missing zeros and other capitalization.
    (self::format(format, seconds) == text).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::{AMZ_DATE, DATE_TIME, HTTP_DATE, format, parse};

    #[test]
    fn dates_are_formatted_and_parsed_in_every_format() {
        for (seconds, amz_date, http_date, date_time) in [
            (
                -1,
                "19691231T235959Z",
                "Wed, 31 Dec 1969 23:59:59 GMT",
                "1969-12-31T23:59:59Z",
            ),
            (
                0,
                "19700101T000000Z",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "1970-01-01T00:00:00Z",
            ),
            (
                951_782_400,
                "20000229T000000Z",
                "Tue, 29 Feb 2000 00:00:00 GMT",
                "2000-02-29T00:00:00Z",
            ),
            (
                1_440_938_160,
                "20150830T123600Z",
                "Sun, 30 Aug 2015 12:36:00 GMT",
                "2015-08-30T12:36:00Z",
            ),
            (
                1_795_429_327,
                "20261123T102207Z",
                "Mon, 23 Nov 2026 10:22:07 GMT",
                "2026-11-23T10:22:07Z",
            ),
            (
                4_107_542_399,
                "21000228T235959Z",
                "Sun, 28 Feb 2100 23:59:59 GMT",
                "2100-02-28T23:59:59Z",
            ),
            (
                4_107_542_400,
                "21000301T000000Z",
                "Mon, 01 Mar 2100 00:00:00 GMT",
                "2100-03-01T00:00:00Z",
            ),
        ] {
            for (date_format, text) in [
                (AMZ_DATE, amz_date),
                (HTTP_DATE, http_date),
                (DATE_TIME, date_time),
            ] {
                assert_eq!(format(date_format, seconds), text);
                assert_eq!(parse(date_format, text), Some(seconds));
            }
        }
    }

    #[test]
    fn a_time_that_chrono_cannot_represent_is_formatted_as_the_epoch() {
        for seconds in [i64::MIN, i64::MAX] {
            assert_eq!(format(AMZ_DATE, seconds), "19700101T000000Z");
        }
    }

    #[test]
    fn text_in_another_format_is_not_parsed() {
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
            " 20261123T102207Z",
            "2026-11-23T10:22Z",
            "ä0261123T102207Z",
        ] {
            assert_eq!(parse(AMZ_DATE, text), None, "{text:?}");
        }
    }
}
