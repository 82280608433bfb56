//! Timestamps in bodies of restJson1: seconds since the Unix epoch.

mod error;
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod foreign;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};

use error::Problem;
pub use error::TimestampError;

use crate::date_format::{parse_date_time, write_date_time};

const NANOS_PER_SECOND: u32 = 1_000_000_000;
const NANOS_PER_MILLI: u32 = 1_000_000;

/// A timestamp with millisecond precision.
///
/// It is sent as a number of **seconds** since 1970-01-01T00:00:00Z, with a fraction if there are milliseconds. Use the
/// constructor of your unit: the service accepts milliseconds as seconds, but the record is useless. A timestamp that is not
/// in the years 1 to 9999 is a violation, as milliseconds passed to [`from_secs`](Self::from_secs) are.
///
/// # Conversions
///
/// - [`SystemTime`]: [`From`] rounds down to the millisecond. The other direction is [`TryFrom`], because the range of
///   [`SystemTime`] depends on the platform.
/// - Text of RFC 3339: [`Display`](fmt::Display) writes it in UTC, `2023-11-14T22:13:20Z`, with three digits of the second if
///   there are milliseconds; `Debug` is the same. Years before 0 and after 9999, which RFC 3339 does not have, get a sign:
///   `+55840-11-08T22:13:20Z`. [`FromStr`] accepts any offset from UTC, and rejects what would be lost: a fraction below the
///   millisecond, unless it is zero, and the leap second 60.
/// - With the features `chrono`, `time` and `jiff`, [`From`] their types that are an instant: `DateTime<Tz>`;
///   `OffsetDateTime` and `UtcDateTime`; `Timestamp` and `ZonedDateTime`. It rounds down to the millisecond. Types without an
///   offset, such as `NaiveDateTime`, `PrimitiveDateTime` and `civil::DateTime`, and dates, are no instant and have no
///   conversion: add the time zone first, for example with `and_utc()`, `assume_utc()` or `to_zoned_datetime(…)`.
///
/// # Example
///
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
/// use personalize_events::Timestamp;
///
/// let at = Timestamp::from_secs(1_700_000_000);
/// assert_eq!(at, Timestamp::from_millis(1_700_000_000_000));
/// assert_eq!(at, (UNIX_EPOCH + Duration::from_secs(1_700_000_000)).into());
/// assert_eq!(SystemTime::try_from(at)?, UNIX_EPOCH + Duration::from_secs(1_700_000_000));
///
/// assert_eq!(at.to_string(), "2023-11-14T22:13:20Z");
/// assert_eq!("2023-11-15T00:13:20+02:00".parse(), Ok(at));
/// assert!("2023-11-14T22:13:20.0005Z".parse::<Timestamp>().is_err());
/// # Ok::<(), personalize_events::TimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    /// The milliseconds of the second, 0 to 999.
    millis: u16,
}

impl Timestamp {
    /// From seconds since the Unix epoch.
    #[must_use]
    pub fn from_secs(seconds: i64) -> Self {
        Self { seconds, millis: 0 }
    }

    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        let nanos = millis.rem_euclid(1000).unsigned_abs() * u64::from(NANOS_PER_MILLI);
        Self::from_parts(
            millis.div_euclid(1000),
            u32::try_from(nanos).unwrap_or_default(),
        )
    }

    /// The current time of the system clock.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Seconds since the Unix epoch, rounded down.
    #[must_use]
    pub fn as_secs(self) -> i64 {
        self.seconds
    }

    /// The milliseconds after [`as_secs`](Self::as_secs), 0 to 999.
    #[must_use]
    pub fn subsec_millis(self) -> u32 {
        self.millis.into()
    }

    /// Milliseconds since the Unix epoch; the minimum or maximum if `i64` has no such number, which is more than
    /// 292 million years from 1970.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        let limit = if self.seconds < 0 { i64::MIN } else { i64::MAX };
        i64::try_from(self.exact_millis()).unwrap_or(limit)
    }

    fn exact_millis(self) -> i128 {
        i128::from(self.seconds) * 1000 + i128::from(self.millis)
    }

    /// From seconds, rounded down, and the nanoseconds after them.
    fn from_parts(seconds: i64, nanos: u32) -> Self {
        // The leap seconds of `chrono` have more nanoseconds than others.
        let seconds = seconds.saturating_add((nanos / NANOS_PER_SECOND).into());
        let millis = nanos % NANOS_PER_SECOND / NANOS_PER_MILLI;
        Self {
            seconds,
            millis: u16::try_from(millis).unwrap_or_default(),
        }
    }
}

impl From<SystemTime> for Timestamp {
    /// Rounds down to the millisecond.
    fn from(time: SystemTime) -> Self {
        // No platform has a time that more than 64 bits with a sign would count in seconds.
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => {
                let seconds = 0_i64.saturating_add_unsigned(after.as_secs());
                Self::from_parts(seconds, after.subsec_nanos())
            }
            Err(before) => {
                let before = before.duration();
                let seconds = 0_i64.saturating_sub_unsigned(before.as_secs());
                match before.subsec_nanos() {
                    0 => Self::from_secs(seconds),
                    nanos => Self::from_parts(seconds.saturating_sub(1), NANOS_PER_SECOND - nanos),
                }
            }
        }
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = TimestampError;

    /// Fails if the system has no such time.
    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        let seconds = Duration::from_secs(timestamp.seconds.unsigned_abs());
        let whole = if timestamp.seconds < 0 {
            UNIX_EPOCH.checked_sub(seconds)
        } else {
            UNIX_EPOCH.checked_add(seconds)
        };
        let millis = Duration::from_millis(timestamp.millis.into());
        let time = whole.and_then(|whole| whole.checked_add(millis));
        time.ok_or(TimestampError::new(Problem::OutOfRange))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_date_time(self.seconds, f)?;
        if self.millis > 0 {
            write!(f, ".{:03}", self.millis)?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Parses a date and time of RFC 3339.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (seconds, fraction) =
            parse_date_time(text).map_err(|problem| TimestampError::new(problem.into()))?;
        let (millis, rest) = fraction.split_at_checked(3).unwrap_or((fraction, ""));
        if rest.bytes().any(|digit| digit != b'0') {
            return Err(TimestampError::new(Problem::Precision));
        }
        let millis = format!("{millis:0<3}").parse();
        let millis = millis.map_err(|_| TimestampError::new(Problem::Format))?;
        Ok(Self { seconds, millis })
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.millis == 0 {
            return serializer.serialize_i64(self.seconds);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "exact to the millisecond for 285,000 years around 1970"
        )]
        serializer.serialize_f64(self.exact_millis() as f64 / 1000.0)
    }
}
