//! The kinds of records that can be sent or imported.

use std::io;

use personalize_events::bulk::{self, Bulk};
use personalize_events::events::{Session, SessionEvent};
use personalize_events::{
    Action, ActionIdentity, ActionInteraction, ActionInteractionProperties, ActionProperties,
    Client, ColumnType, CsvWriter, Event, EventProperties, Item, ItemIdentity, ItemProperties,
    JsonString, PropertiesWriter, User, UserIdentity, UserProperties, ValidationError,
};
use personalize_events_emulator::Emulator;
use personalize_events_schema::DatasetType;

use crate::event;
use crate::record::Record;

/// A kind of record that can be sent.
pub(crate) trait RecordKind: bulk::Record {
    /// The dataset that stores such records.
    const DATASET: DatasetType;

    /// The subcommand that sends them: `put-users`.
    const COMMAND: &'static str;

    /// Whether they are sent to an event tracker: a record that is sent again is ignored because of its event ID, while
    /// those of a dataset are replaced.
    const HAS_TRACKER: bool;

    /// `destination` is a dataset ARN or a tracking ID.
    fn bulk(client: &Client, destination: &str) -> Bulk<Self>;

    fn from_record(record: &Record) -> Result<Self, Vec<ValidationError>>;

    /// A record without its required members, which is never valid.
    fn invalid() -> Result<Self, ValidationError>;

    /// The properties of a user, item or action, which replace the stored ones.
    fn properties(&self) -> Option<&str>;

    /// How many records the local endpoint stores.
    fn count_stored(emulator: &Emulator, destination: &str) -> usize;
}

/// A kind of record that an import job reads from a file.
pub(crate) trait ImportKind {
    /// Writes the CSV of the job. `columns` are those without the ID that identifies a record.
    fn csv<'d, W: io::Write>(
        out: W,
        columns: impl Iterator<Item = (&'d str, ColumnType)>,
    ) -> Result<CsvWriter<W, Record>, ValidationError>;
}

macro_rules! import_kinds {
    ($($record:ident, $properties:ident, $csv:ident;)*) => {$(
        impl $properties for Record {
            fn write_properties(&self, properties: &mut PropertiesWriter) {
                self.write(properties);
            }
        }

        impl ImportKind for $record {
            fn csv<'d, W: io::Write>(
                out: W,
                columns: impl Iterator<Item = (&'d str, ColumnType)>,
            ) -> Result<CsvWriter<W, Record>, ValidationError> {
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
        impl $identity for Record {
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

            const HAS_TRACKER: bool = false;

            fn bulk(client: &Client, dataset_arn: &str) -> Bulk<Self> {
                Bulk::$many(client, dataset_arn)
            }

            fn from_record(record: &Record) -> Result<Self, Vec<ValidationError>> {
                record.$to().map_err(|error| vec![error])
            }

            fn invalid() -> Result<Self, ValidationError> {
                Self::builder().build()
            }

            fn properties(&self) -> Option<&str> {
                self.properties().map(JsonString::as_str)
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

impl RecordKind for SessionEvent {
    const DATASET: DatasetType = DatasetType::Interactions;
    const COMMAND: &'static str = "put-events";
    const HAS_TRACKER: bool = true;

    fn bulk(client: &Client, tracking_id: &str) -> Bulk<Self> {
        Bulk::events(client, tracking_id)
    }

    fn from_record(record: &Record) -> Result<Self, Vec<ValidationError>> {
        event::session_event(record)
    }

    fn invalid() -> Result<Self, ValidationError> {
        Session::anonymous().event(Event::builder())
    }

    fn properties(&self) -> Option<&str> {
        None
    }

    fn count_stored(emulator: &Emulator, tracking_id: &str) -> usize {
        emulator.events(tracking_id).len()
    }
}

impl RecordKind for ActionInteraction {
    const DATASET: DatasetType = DatasetType::ActionInteractions;
    const COMMAND: &'static str = "put-action-interactions";
    const HAS_TRACKER: bool = true;

    fn bulk(client: &Client, tracking_id: &str) -> Bulk<Self> {
        Bulk::action_interactions(client, tracking_id)
    }

    fn from_record(record: &Record) -> Result<Self, Vec<ValidationError>> {
        event::action_interaction(record)
    }

    fn invalid() -> Result<Self, ValidationError> {
        Self::builder().build()
    }

    fn properties(&self) -> Option<&str> {
        None
    }

    fn count_stored(emulator: &Emulator, tracking_id: &str) -> usize {
        emulator.action_interactions(tracking_id).len()
    }
}
