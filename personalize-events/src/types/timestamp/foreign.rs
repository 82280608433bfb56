//! Timestamps from the date-times of other crates that are an instant.
//!
//! Date-times without an offset from UTC are no instant. They have no conversion, because a guessed time zone would change
//! the time.

use super::Timestamp;

#[cfg(feature = "chrono")]
impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for Timestamp {
    /// Rounds down to the millisecond. A leap second becomes the first second of the next minute.
    fn from(time: chrono::DateTime<Tz>) -> Self {
        Self::from_parts(time.timestamp(), time.timestamp_subsec_nanos())
    }
}

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for Timestamp {
    /// Rounds down to the millisecond.
    fn from(time: time::OffsetDateTime) -> Self {
        Self::from_parts(time.unix_timestamp(), time.nanosecond())
    }
}

#[cfg(feature = "time")]
impl From<time::UtcDateTime> for Timestamp {
    /// Rounds down to the millisecond.
    fn from(time: time::UtcDateTime) -> Self {
        Self::from_parts(time.unix_timestamp(), time.nanosecond())
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    /// Rounds down to the millisecond.
    fn from(time: jiff::Timestamp) -> Self {
        // Both have the sign of the time.
        let (seconds, nanos) = (time.as_second(), time.subsec_nanosecond());
        let rounded_down = seconds - i64::from(nanos < 0);
        Self::from_parts(rounded_down, nanos.rem_euclid(1_000_000_000).unsigned_abs())
    }
}

#[cfg(feature = "jiff")]
impl From<&jiff::ZonedDateTime> for Timestamp {
    /// Rounds down to the millisecond.
    fn from(time: &jiff::ZonedDateTime) -> Self {
        time.timestamp().into()
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::ZonedDateTime> for Timestamp {
    /// Rounds down to the millisecond.
    fn from(time: jiff::ZonedDateTime) -> Self {
        (&time).into()
    }
}
