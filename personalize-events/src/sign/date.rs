//! A moment as a signature spells it: `20150830T123600Z`, in UTC and to the second.
//!
//! This file knows the calendar, and no clock.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

const SECONDS_PER_DAY: u64 = 86_400;

/// A moment, as a signature spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AmzDate {
    stamp: String,
    /// How much of it is the day.
    day: usize,
}

impl AmzDate {
    /// The value of the `x-amz-date` header, `20150830T123600Z`.
    pub(crate) fn as_str(&self) -> &str {
        &self.stamp
    }

    /// The day alone, `20150830`.
    pub(super) fn day(&self) -> &str {
        &self.stamp[..self.day]
    }
}

impl From<SystemTime> for AmzDate {
    /// A moment before 1970 is taken for the first of 1970: a service refuses either.
    fn from(time: SystemTime) -> Self {
        let seconds = time
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let (year, month, day) = year_month_day(seconds / SECONDS_PER_DAY);
        let second_of_day = seconds % SECONDS_PER_DAY;
        let (hour, minute) = (second_of_day / 3_600, second_of_day / 60 % 60);
        let second = second_of_day % 60;
        let mut stamp = format!("{year:04}{month:02}{day:02}");
        let day = stamp.len();
        // Writing to a string succeeds.
        let _ = write!(stamp, "T{hour:02}{minute:02}{second:02}Z");
        Self { stamp, day }
    }
}

/// The date of a day counted from 1970-01-01 in the Gregorian calendar.
///
/// Counts from 0000-03-01, in eras of 400 years and in years that end with February: so every leap
/// day is the last day of something. After Howard Hinnant, *chrono-Compatible Low-Level Date
/// Algorithms*, `civil_from_days`.
fn year_month_day(days_since_1970: u64) -> (u64, u64, u64) {
    let days = days_since_1970 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    // Without the leap days of the era so far: one in 4 years, none in 100, one in 400.
    let leap_days = day_of_era / 1_460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // From March on, every five months have 153 days.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let (month, years) = if month_from_march < 10 {
        (month_from_march + 3, 0)
    } else {
        (month_from_march - 9, 1)
    };
    (400 * era + year_of_era + years, month, day)
}
