//! Timestamps as values: whole seconds since the Unix epoch.

use std::time::SystemTime;

use super::column::ColumnType;
use super::value::PropertyValue;
use super::value_writer::ValueWriter;
use crate::types::Timestamp;

#[diagnostic::do_not_recommend]
impl PropertyValue for SystemTime {
    const COLUMN: ColumnType = ColumnType::LONG;

    fn write_property(&self, property: ValueWriter<'_>) {
        Timestamp::from(*self).write_property(property);
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for Timestamp {
    const COLUMN: ColumnType = ColumnType::LONG;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.literal(&self.as_secs(), Self::COLUMN);
    }
}
