//! Times as values: timestamps are whole seconds since the Unix epoch, durations are seconds with any fraction.

use std::time::{Duration, SystemTime};

use super::column::ColumnType;
use super::value::PropertyValue;
use super::value_writer::ValueWriter;
use crate::types::Timestamp;

#[diagnostic::do_not_recommend]
impl PropertyValue for Timestamp {
    const COLUMN: ColumnType = ColumnType::LONG;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.literal(&self.as_secs(), Self::COLUMN);
    }
}

/// Instants of other types, which are sent like a timestamp.
macro_rules! instants {
    ($($(#[$feature:meta])? $instant:ty $(, $parameter:ident: $bound:path)?;)*) => {$(
        $(#[$feature])?
        #[diagnostic::do_not_recommend]
        impl$(<$parameter: $bound>)? PropertyValue for $instant {
            const COLUMN: ColumnType = ColumnType::LONG;

            fn write_property(&self, property: ValueWriter<'_>) {
                Timestamp::from(self.clone()).write_property(property);
            }
        }
    )*};
}

instants! {
    SystemTime;
    #[cfg(feature = "chrono")] chrono::DateTime<Tz>, Tz: chrono::TimeZone;
    #[cfg(feature = "jiff")] jiff::Timestamp;
    #[cfg(feature = "jiff")] jiff::ZonedDateTime;
    #[cfg(feature = "time")] time::OffsetDateTime;
    #[cfg(feature = "time")] time::UtcDateTime;
}

#[diagnostic::do_not_recommend]
impl PropertyValue for Duration {
    const COLUMN: ColumnType = ColumnType::DECIMAL;

    fn write_property(&self, property: ValueWriter<'_>) {
        let (seconds, nanos) = (self.as_secs(), self.subsec_nanos());
        let text = format!("{seconds}.{nanos:09}");
        property.decimal(text.trim_end_matches('0').trim_end_matches('.'));
    }
}
