//! The kinds of records that can be sent.

use std::io;

use personalize_events::bulk::{self, Bulk};
use personalize_events::{
    Action, ActionIdentity, ActionProperties, Client, ColumnType, CsvWriter, Item, ItemIdentity,
    ItemProperties, PropertiesWriter, User, UserIdentity, UserProperties, ValidationError,
};
use personalize_events_emulator::Emulator;
use personalize_events_schema::DatasetType;

use crate::record::Record;

/// A kind of record that can be sent.
pub(crate) trait RecordKind: bulk::Record {
    /// The dataset that stores such records.
    const DATASET: DatasetType;

    /// The subcommand that sends them: `put-users`.
    const COMMAND: &'static str;

    fn bulk(client: &Client, dataset_arn: &str) -> Bulk<Self>;

    fn from_record(record: &Record<'_>) -> Result<Self, ValidationError>;

    /// A record without an ID, which is never valid.
    fn invalid() -> Result<Self, ValidationError>;

    /// Writes the CSV of an import job. `columns` are those without the ID.
    fn csv<'d, W: io::Write>(
        out: W,
        columns: impl Iterator<Item = (&'d str, ColumnType)>,
    ) -> Result<CsvWriter<W, Record<'d>>, ValidationError>;

    /// How many records the local endpoint stores.
    fn count_stored(emulator: &Emulator, dataset_arn: &str) -> usize;
}

macro_rules! record_kinds {
    ($($record:ident, $dataset:ident, $many:ident, $properties:ident, $identity:ident, $id:ident, $to:ident, $csv:ident;)*) => {$(
        impl $properties for Record<'_> {
            fn write_properties(&self, properties: &mut PropertiesWriter) {
                self.write(properties);
            }
        }

        impl $identity for Record<'_> {
            fn $id(&self) -> String {
                self.id().to_owned()
            }

            fn allow_null_text(&self) -> bool {
                self.allows_null_text()
            }
        }

        impl RecordKind for $record {
            const DATASET: DatasetType = DatasetType::$dataset;
            const COMMAND: &'static str = concat!("put-", stringify!($many));

            fn bulk(client: &Client, dataset_arn: &str) -> Bulk<Self> {
                Bulk::$many(client, dataset_arn)
            }

            fn from_record(record: &Record<'_>) -> Result<Self, ValidationError> {
                record.$to()
            }

            fn invalid() -> Result<Self, ValidationError> {
                Self::builder().build()
            }

            fn csv<'d, W: io::Write>(
                out: W,
                columns: impl Iterator<Item = (&'d str, ColumnType)>,
            ) -> Result<CsvWriter<W, Record<'d>>, ValidationError> {
                CsvWriter::$csv(out, columns)
            }

            fn count_stored(emulator: &Emulator, dataset_arn: &str) -> usize {
                emulator.$many(dataset_arn).len()
            }
        }
    )*};
}

record_kinds! {
    User, Users, users, UserProperties, UserIdentity, user_id, to_user, users_with_columns;
    Item, Items, items, ItemProperties, ItemIdentity, item_id, to_item, items_with_columns;
    Action, Actions, actions, ActionProperties, ActionIdentity, action_id, to_action, actions_with_columns;
}
