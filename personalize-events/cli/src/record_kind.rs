//! The kinds of records that can be sent or imported.

use std::io;

use personalize_events::bulk::{self, Bulk};
use personalize_events::{
    Action, ActionIdentity, ActionInteraction, ActionInteractionProperties, ActionProperties,
    Client, ColumnType, CsvWriter, Event, EventProperties, Item, ItemIdentity, ItemProperties,
    PropertiesWriter, User, UserIdentity, UserProperties, ValidationError,
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

    /// How many records the local endpoint stores.
    fn count_stored(emulator: &Emulator, dataset_arn: &str) -> usize;
}

/// A kind of record that an import job reads from a file.
pub(crate) trait ImportKind {
    /// Writes the CSV of the job. `columns` are those without the ID that identifies a record.
    fn csv<'d, W: io::Write>(
        out: W,
        columns: impl Iterator<Item = (&'d str, ColumnType)>,
    ) -> Result<CsvWriter<W, Record<'d>>, ValidationError>;
}

macro_rules! import_kinds {
    ($($record:ident, $properties:ident, $csv:ident;)*) => {$(
        impl $properties for Record<'_> {
            fn write_properties(&self, properties: &mut PropertiesWriter) {
                self.write(properties);
            }
        }

        impl ImportKind for $record {
            fn csv<'d, W: io::Write>(
                out: W,
                columns: impl Iterator<Item = (&'d str, ColumnType)>,
            ) -> Result<CsvWriter<W, Record<'d>>, ValidationError> {
                CsvWriter::$csv(out, columns)
            }
        }
    )*};
}

import_kinds! {
    User, UserProperties, users_with_columns;
    Item, ItemProperties, items_with_columns;
    Action, ActionProperties, actions_with_columns;
    Event, EventProperties, events_with_columns;
    ActionInteraction, ActionInteractionProperties, action_interactions_with_columns;
}

macro_rules! record_kinds {
    ($($record:ident, $dataset:ident, $many:ident, $identity:ident, $id:ident, $to:ident;)*) => {$(
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

            fn count_stored(emulator: &Emulator, dataset_arn: &str) -> usize {
                emulator.$many(dataset_arn).len()
            }
        }
    )*};
}

record_kinds! {
    User, Users, users, UserIdentity, user_id, to_user;
    Item, Items, items, ItemIdentity, item_id, to_item;
    Action, Actions, actions, ActionIdentity, action_id, to_action;
}
