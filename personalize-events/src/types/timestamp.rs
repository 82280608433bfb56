//! Timestamps in bodies of restJson1: seconds since the Unix epoch.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};

/// A timestamp with millisecond precision.
///
/// It is sent as a number of **seconds** since 1970-01-01T00:00:00Z, with a fraction if there are milliseconds. Use the
/// constructor of your unit: the service accepts milliseconds as seconds, but the record is useless. A timestamp that is not
/// in the years 1 to 9999 is a violation, as milliseconds passed to [`from_secs`](Self::from_secs) are.
///
/// # Example
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use personalize_events::Timestamp;
///
/// let at = Timestamp::from_secs(1_700_000_000);
/// assert_eq!(at, Timestamp::from_millis(1_700_000_000_000));
/// assert_eq!(at, (UNIX_EPOCH + Duration::from_secs(1_700_000_000)).into());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    millis: i64,
}

impl Timestamp {
    /// From seconds since the Unix epoch; saturates at ±292 million years.
    #[must_use]
    pub fn from_secs(seconds: i64) -> Self {
        Self {
            millis: seconds.saturating_mul(1000),
        }
    }

    /// From milliseconds since the Unix epoch.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self { millis }
    }

    /// The current time of the system clock.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub fn as_millis(self) -> i64 {
        self.millis
    }

    /// Seconds since the Unix epoch, rounded down.
    pub(crate) fn whole_seconds(self) -> i64 {
        self.millis.div_euclid(1000)
    }
}

impl From<SystemTime> for Timestamp {
    /// Truncates to milliseconds.
    fn from(time: SystemTime) -> Self {
        let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        Self {
            millis: match time.duration_since(UNIX_EPOCH) {
                Ok(after) => millis(after),
                Err(before) => -millis(before.duration()),
            },
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.millis % 1000 == 0 {
            return serializer.serialize_i64(self.millis / 1000);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "exact to the millisecond for 285,000 years around 1970"
        )]
        serializer.serialize_f64(self.millis as f64 / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    fn json(timestamp: Timestamp) -> String {
        serde_json::to_string(&timestamp).unwrap()
    }

    #[test]
    fn whole_seconds_are_integers_and_other_timestamps_have_a_fraction() {
        assert_eq!(json(Timestamp::from_secs(946_845_296)), "946845296");
        assert_eq!(
            json(Timestamp::from_millis(946_845_296_123)),
            "946845296.123"
        );
        assert_eq!(json(Timestamp::from_millis(-1500)), "-1.5");
    }
}
