//! The error of conversions from and to timestamps.

use std::fmt;

use crate::date_format::DateTimeProblem;

/// Why a text is no [`Timestamp`](crate::Timestamp), or a timestamp no [`SystemTime`](std::time::SystemTime).
///
/// The message does not contain the value.
///
/// # Example
///
/// ```
/// use personalize_events::Timestamp;
///
/// let error = "2023-11-14T22:13:20".parse::<Timestamp>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the timestamp has no offset from UTC; append `Z` for UTC, or an offset such as `+01:00`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampError {
    problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Format,
    NoOffset,
    NoSuchTime,
    LeapSecond,
    Precision,
    OutOfRange,
}

impl From<DateTimeProblem> for Problem {
    fn from(problem: DateTimeProblem) -> Self {
        match problem {
            DateTimeProblem::Format => Self::Format,
            DateTimeProblem::NoOffset => Self::NoOffset,
            DateTimeProblem::NoSuchTime => Self::NoSuchTime,
            DateTimeProblem::LeapSecond => Self::LeapSecond,
        }
    }
}

impl TimestampError {
    pub(super) fn new(problem: Problem) -> Self {
        Self { problem }
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.problem {
            Problem::Format => {
                "the timestamp is not in the format of RFC 3339, such as `2023-11-14T22:13:20Z`"
            }
            Problem::NoOffset => {
                "the timestamp has no offset from UTC; append `Z` for UTC, or an offset such as `+01:00`"
            }
            Problem::NoSuchTime => {
                "the timestamp has a month, day, hour, minute, second or offset that does not exist"
            }
            Problem::LeapSecond => {
                "the timestamp has the second 60, but seconds since 1970 do not count leap seconds; use the \
                 second 59, or the next minute"
            }
            Problem::Precision => {
                "the timestamp has a fraction below the millisecond; remove the digits after the third"
            }
            Problem::OutOfRange => {
                "the timestamp is outside of the range of times of this system"
            }
        })
    }
}

impl std::error::Error for TimestampError {}
