//! The kinds of records that can be put.

use personalize_events::bulk::{Bulk, Record as Sent};
use personalize_events::{Action, Client, Item, User, ValidationError};
use personalize_events_emulator::Emulator;
use personalize_events_schema::DatasetType;

use crate::record::{Made, Record};

/// A kind of records that can be put.
pub(crate) trait Kindred: Sent + Made {
    const KIND: DatasetType;
    const COMMAND: &'static str;

    fn bulk(client: &Client, dataset_arn: &str) -> Bulk<Self>;

    /// One without an id, which is never valid.
    fn none() -> Result<Self, ValidationError>;

    /// The id of a record, if it can be one.
    fn id_of(record: &Record) -> Result<String, ValidationError>;

    /// How many the local endpoint has.
    fn stored(emulator: &Emulator, dataset_arn: &str) -> usize;
}

macro_rules! kinds {
    ($($record:ident, $kind:ident, $command:literal, $many:ident, $id:ident;)*) => {$(
        impl Kindred for $record {
            const KIND: DatasetType = DatasetType::$kind;
            const COMMAND: &'static str = $command;

            fn bulk(client: &Client, dataset_arn: &str) -> Bulk<Self> {
                Bulk::$many(client, dataset_arn)
            }

            fn none() -> Result<Self, ValidationError> {
                Self::builder().build()
            }

            fn id_of(record: &Record) -> Result<String, ValidationError> {
                let alone = Self::builder().$id(record.id()).properties("{}").build();
                alone.map(|_| record.id().to_owned())
            }

            fn stored(emulator: &Emulator, dataset_arn: &str) -> usize {
                emulator.$many(dataset_arn).len()
            }
        }
    )*};
}

kinds! {
    User, Users, "put-users", users, user_id;
    Item, Items, "put-items", items, item_id;
    Action, Actions, "put-actions", actions, action_id;
}
