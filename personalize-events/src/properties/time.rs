//! Timestamps as values: whole seconds since the Unix epoch.

use std::time::{SystemTime, UNIX_EPOCH};

use super::column::ColumnType;
use super::value::PropertyValue;
use super::value_writer::ValueWriter;
use crate::types::Timestamp;

#[diagnostic::do_not_recommend]
impl PropertyValue for SystemTime {
    const COLUMN: ColumnType = ColumnType::LONG;

    fn write_property(&self, property: ValueWriter<'_>) {
        let seconds = match self.duration_since(UNIX_EPOCH) {
            Ok(after) => i128::from(after.as_secs()),
            Err(before) => {
                let before = before.duration();
                -i128::from(before.as_secs()) - i128::from(before.subsec_nanos() > 0)
            }
        };
        property.literal(&seconds, Self::COLUMN);
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for Timestamp {
    const COLUMN: ColumnType = ColumnType::LONG;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.literal(&self.whole_seconds(), Self::COLUMN);
    }
}
