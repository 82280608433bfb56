//! The formats of timestamps in the protocol.

use serde_json::Value;

use crate::date_format::{self, DATE_TIME, HTTP_DATE};

/// The values of `smithy.api#timestampFormat`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TimestampFormat {
    /// A number of seconds since the epoch, the protocol's default for a body.
    #[default]
    EpochSeconds,
    /// RFC 3339 in UTC, such as `1985-04-12T23:20:50.52Z`; the protocol allows no offset.
    DateTime,
    /// The preferred format of HTTP, such as `Tue, 29 Apr 2014 18:30:38 GMT`, with an optional fraction of a second.
    HttpDate,
}

impl TimestampFormat {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "epoch-seconds" => Some(Self::EpochSeconds),
            "date-time" => Some(Self::DateTime),
            "http-date" => Some(Self::HttpDate),
            _ => None,
        }
    }

    /// Describes the values of the format in messages.
    pub(crate) fn description(self) -> &'static str {
        match self {
            Self::EpochSeconds => "a number of seconds since the Unix epoch",
            Self::DateTime => "a string such as \"2014-04-29T18:30:38Z\"",
            Self::HttpDate => "a string such as \"Tue, 29 Apr 2014 18:30:38 GMT\"",
        }
    }

    /// Returns a text that is the same for all values of this format that represent the same instant; `None` if the
    /// value does not have the format.
    pub(crate) fn canonical(self, value: &Value) -> Option<String> {
        match self {
            // The sum of -0.0 and 0.0 is 0.0.
            Self::EpochSeconds => value.as_f64().map(|seconds| (seconds + 0.0).to_string()),
            Self::DateTime => instant(DATE_TIME, 19, "Z", value.as_str()?),
            Self::HttpDate => instant(HTTP_DATE, 25, " GMT", value.as_str()?),
        }
    }
}

/// Parses a date of `length` bytes, an optional fraction of a second and a suffix.
fn instant(format: &str, length: usize, suffix: &str, text: &str) -> Option<String> {
    let (date, rest) = text.strip_suffix(suffix)?.split_at_checked(length)?;
    let seconds = date_format::parse(format, &format!("{date}{suffix}"))?;
    Some(format!("{seconds}{}", fraction(rest)?))
}

/// Parses the fraction of a second, and returns it without trailing zeros.
fn fraction(text: &str) -> Option<&str> {
    if text.is_empty() {
        return Some(text);
    }
    let digits = text.strip_prefix('.')?;
    let valid = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    valid.then(|| text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::TimestampFormat;

    #[test]
    fn values_of_the_same_instant_have_the_same_canonical_text() {
        for (format, left, right, same) in [
            (TimestampFormat::EpochSeconds, json!(1), json!(1.0), true),
            (TimestampFormat::EpochSeconds, json!(0), json!(-0.0), true),
            (TimestampFormat::EpochSeconds, json!(1), json!(1.5), false),
            (
                TimestampFormat::DateTime,
                json!("1985-04-12T23:20:50.52Z"),
                json!("1985-04-12T23:20:50.520Z"),
                true,
            ),
            (
                TimestampFormat::DateTime,
                json!("1985-04-12T23:20:50Z"),
                json!("1985-04-12T23:20:50.000Z"),
                true,
            ),
            (
                TimestampFormat::DateTime,
                json!("1985-04-12T23:20:50Z"),
                json!("1985-04-12T23:20:50.01Z"),
                false,
            ),
            (
                TimestampFormat::HttpDate,
                json!("Tue, 29 Apr 2014 18:30:38 GMT"),
                json!("Tue, 29 Apr 2014 18:30:38.0 GMT"),
                true,
            ),
        ] {
            let (left, right) = (format.canonical(&left), format.canonical(&right));
            assert!(left.is_some(), "{format:?} {right:?}");
            assert_eq!(left == right, same, "{left:?} {right:?}");
        }
    }

    #[test]
    fn values_in_another_format_are_rejected() {
        let date_times = [
            "",
            "1996-12-19T16:39:57-08:00",
            "1996-12-19T16:39:57+00:00",
            "1996-12-19T16:39:57",
            "1996-12-19t16:39:57z",
            "1996-12-19 16:39:57Z",
            "1996-12-19T16:39Z",
            "1996-12-19T16:39:57.Z",
            "1996-12-19T16:39:57,5Z",
            "1996-12-19T16:39:57.5xZ",
            "1996-02-30T16:39:57Z",
            "1996-12-19T24:39:57Z",
            "19961219T163957Z",
            "19-96-12-19T16:3957Z",
            "+996-12-19T16:39:57Z",
            "1996-12-19T16:39:5äZ",
            "Tue, 29 Apr 2014 18:30:38 GMT",
        ];
        let http_dates = [
            "",
            "Wed, 29 Apr 2014 18:30:38 GMT",
            "Tue, 29 Apr 2014 18:30:38 UTC",
            "Tue, 29 Apr 2014 18:30:38",
            "Tue, 31 Apr 2014 18:30:38 GMT",
            "Tuesday, 29-Apr-14 18:30:38 GMT",
            "Tue Apr 29 18:30:38 2014",
            "tue, 29 apr 2014 18:30:38 GMT",
            "Tue, 29 Apr 2014 18:30:38. GMT",
            "Tue, 29 Apr 2014 18:30:38  GMT",
            "Tüe, 29 Apr 2014 18:30:38 GMT",
            "1985-04-12T23:20:50Z",
        ];
        let check = |format: TimestampFormat, value: Value| {
            assert_eq!(format.canonical(&value), None, "{format:?} {value}");
        };
        for text in date_times {
            check(TimestampFormat::DateTime, text.into());
        }
        for text in http_dates {
            check(TimestampFormat::HttpDate, text.into());
        }
        for value in [json!("1"), json!(true), json!([]), json!("NaN")] {
            check(TimestampFormat::EpochSeconds, value);
        }
        check(TimestampFormat::DateTime, json!(1));
        check(TimestampFormat::HttpDate, json!(1));
    }
}
