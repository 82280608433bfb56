//! Distinguishes seconds from milliseconds.

use std::ops::RangeInclusive;

/// The seconds since 1970-01-01T00:00:00Z that are in the years 1 to 9999.
///
/// The service requires seconds, but returns success for milliseconds, which make the record useless. A
/// timestamp of the years 1978 and later in milliseconds, or in smaller units, is after the year 9999 if it is read as
/// seconds; no date of a record is. The limit is the last year of common date formats, because `9999-12-31`
/// is in use for "never".
pub const SECONDS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Whether a timestamp can be in seconds.
#[must_use]
pub fn is_in_seconds(timestamp: i64) -> bool {
    SECONDS.contains(&timestamp)
}

#[cfg(test)]
mod tests {
    use super::is_in_seconds;

    #[test]
    fn dates_in_seconds_are_in_range_and_in_smaller_units_are_not() {
        for seconds in [
            0,
            1_700_000_000,
            -2_208_988_800,
            253_402_300_799,
            20_231_114,
        ] {
            assert!(is_in_seconds(seconds), "{seconds}");
        }
        // 1978-01-11, 2023-11-14 in milliseconds, microseconds and nanoseconds, and 1965-01-01.
        for other in [
            253_402_300_800,
            1_700_000_000_000,
            1_700_000_000_000_000,
            1_700_000_000_000_000_000,
            -157_766_400_000,
            i64::MIN,
            i64::MAX,
        ] {
            assert!(!is_in_seconds(other), "{other}");
        }
    }
}
