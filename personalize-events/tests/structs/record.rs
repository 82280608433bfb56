//! The five kinds of records: how a struct becomes one, how it is put, and what is held of it.
//!
//! The emulator holds users, items and actions against the schema of the dataset that they go to,
//! events and action interactions against that of the dataset group of their tracker.

use personalize_events::{
    Action, ActionIdentity, ActionInteraction, ActionInteractionProperties, ActionProperties,
    Client, Event, EventProperties, Item, ItemIdentity, ItemProperties, PutActionInteractionsError,
    PutActionInteractionsRequest, PutActionsError, PutActionsRequest, PutEventsError,
    PutEventsRequest, PutItemsError, PutItemsRequest, PutUsersError, PutUsersRequest, Timestamp,
    User, UserIdentity, UserProperties, ValidationError,
};
use personalize_events_emulator::Emulator;
use personalize_events_schema::{DatasetType, Type};
use serde_json::Value;

pub(crate) const TRACKER: &str = "tracker-1";

/// A struct that becomes records of the kind `R`.
pub(crate) trait Becomes<R> {
    fn schema() -> String;

    /// The record; `id` is for events, whose id is not in the struct.
    fn record(&self, id: &str) -> R;
}

/// A kind of records.
pub(crate) trait Record: Sized {
    const KIND: DatasetType;
    /// The ARN of the dataset that stores them.
    const DATASET: &'static str;
    /// The maximum number of characters of properties; by default the smallest of users, items and actions.
    const MAX_LENGTH: usize = 24_000;
    /// The columns that are filled beside the properties.
    const BESIDE: &'static [(&'static str, Type)];
    /// The member that holds the id.
    const ID: &'static str;

    /// Puts the records; returns the emulator's message if it rejects them.
    async fn put(client: &Client, records: Vec<Self>) -> Result<(), String>;

    /// Puts one with these properties, whatever they are.
    async fn put_text(client: &Client, properties: &str) -> Result<(), String>;

    /// What was put, oldest first.
    fn stored(emulator: &Emulator) -> Vec<Value>;
}

macro_rules! in_a_dataset {
    (
        $record:ident: $kind:ident, $dataset:literal, $properties:ident, $identity:ident, $make:ident,
        $column:literal, $member:literal, $id:ident,
        $request:ident, $put:ident, $list:ident, $error:ident
    ) => {
        impl<C: $properties + $identity> Becomes<$record> for C {
            fn schema() -> String {
                <C as $properties>::schema()
            }

            fn record(&self, _: &str) -> $record {
                self.$make().expect("a valid record")
            }
        }

        impl Record for $record {
            const KIND: DatasetType = DatasetType::$kind;
            const DATASET: &'static str = $dataset;
            const BESIDE: &'static [(&'static str, Type)] = &[($column, Type::String)];
            const ID: &'static str = $member;

            async fn put(client: &Client, records: Vec<Self>) -> Result<(), String> {
                let request = $request::builder()
                    .dataset_arn(Self::DATASET)
                    .$list(records);
                let request = request.build().expect("a valid request");
                match client.$put(&request).await {
                    Ok(_) => Ok(()),
                    Err(error) => match error.as_service() {
                        Some($error::InvalidInput(refused)) => {
                            Err(refused.message().unwrap_or_default().to_owned())
                        }
                        _ => panic!("{error}"),
                    },
                }
            }

            async fn put_text(client: &Client, properties: &str) -> Result<(), String> {
                let builder = $record::builder().$id("any").properties(properties);
                match builder.build() {
                    Ok(record) => Self::put(client, vec![record]).await,
                    Err(invalid) => Err(refused(&invalid)),
                }
            }

            fn stored(emulator: &Emulator) -> Vec<Value> {
                emulator
                    .$list(Self::DATASET)
                    .into_iter()
                    .map(Into::into)
                    .collect()
            }
        }
    };
}

in_a_dataset!(
    User: Users, "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS",
    UserProperties, UserIdentity, to_user, "USER_ID", "userId",
    user_id, PutUsersRequest, put_users, users, PutUsersError
);
in_a_dataset!(
    Item: Items, "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ITEMS",
    ItemProperties, ItemIdentity, to_item, "ITEM_ID", "itemId",
    item_id, PutItemsRequest, put_items, items, PutItemsError
);
in_a_dataset!(
    Action: Actions, "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ACTIONS",
    ActionProperties, ActionIdentity, to_action, "ACTION_ID", "actionId",
    action_id, PutActionsRequest, put_actions, actions, PutActionsError
);

/// The violations of a record, as the emulator reports them.
fn refused(invalid: &ValidationError) -> String {
    let violations = invalid.violations().iter();
    let texts = violations.map(|it| format!("[0].{}: {}", it.path(), it.kind()));
    texts.collect::<Vec<_>>().join("; ")
}

impl<C: EventProperties> Becomes<Event> for C {
    fn schema() -> String {
        <C as EventProperties>::schema()
    }

    fn record(&self, id: &str) -> Event {
        let event = Event::builder()
            .event_id(id)
            .event_type("watched")
            .sent_at(Timestamp::from_secs(1_700_000_000))
            .properties(self.to_properties());
        event.build().expect("a valid event")
    }
}

impl Record for Event {
    const KIND: DatasetType = DatasetType::Interactions;
    const DATASET: &'static str =
        "arn:aws:personalize:eu-west-1:123456789012:dataset/films/INTERACTIONS";
    const MAX_LENGTH: usize = 1024;
    const BESIDE: &'static [(&'static str, Type)] = &[
        ("USER_ID", Type::String),
        ("ITEM_ID", Type::String),
        ("TIMESTAMP", Type::Long),
        ("EVENT_TYPE", Type::String),
    ];
    const ID: &'static str = "eventId";

    async fn put(client: &Client, records: Vec<Self>) -> Result<(), String> {
        let request = PutEventsRequest::builder()
            .tracking_id(TRACKER)
            .session_id("session-1")
            .event_list(records);
        let request = request.build().expect("a valid request");
        match client.put_events(&request).await {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service() {
                Some(PutEventsError::InvalidInput(refused)) => {
                    Err(refused.message().unwrap_or_default().to_owned())
                }
                _ => panic!("{error}"),
            },
        }
    }

    async fn put_text(client: &Client, properties: &str) -> Result<(), String> {
        let record = Event::builder()
            .event_type("watched")
            .sent_at(Timestamp::from_secs(1_700_000_000))
            .properties(properties);
        Self::put(client, vec![record.build().expect("a valid record")]).await
    }

    fn stored(emulator: &Emulator) -> Vec<Value> {
        emulator
            .events(TRACKER)
            .into_iter()
            .map(Into::into)
            .collect()
    }
}

impl<C: ActionInteractionProperties> Becomes<ActionInteraction> for C {
    fn schema() -> String {
        <C as ActionInteractionProperties>::schema()
    }

    fn record(&self, id: &str) -> ActionInteraction {
        let interaction = ActionInteraction::builder()
            .event_id(id)
            .event_type("Viewed")
            .action_id("action-1")
            .session_id("session-1")
            .timestamp(Timestamp::from_secs(1_700_000_000))
            .properties(self.to_properties());
        interaction.build().expect("a valid interaction")
    }
}

impl Record for ActionInteraction {
    const KIND: DatasetType = DatasetType::ActionInteractions;
    const DATASET: &'static str =
        "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ACTION_INTERACTIONS";
    const MAX_LENGTH: usize = 1024;
    const BESIDE: &'static [(&'static str, Type)] = &[
        ("USER_ID", Type::String),
        ("ACTION_ID", Type::String),
        ("EVENT_TYPE", Type::String),
        ("TIMESTAMP", Type::Long),
    ];
    const ID: &'static str = "eventId";

    async fn put(client: &Client, records: Vec<Self>) -> Result<(), String> {
        let request = PutActionInteractionsRequest::builder()
            .tracking_id(TRACKER)
            .action_interactions(records);
        let request = request.build().expect("a valid request");
        match client.put_action_interactions(&request).await {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service() {
                Some(PutActionInteractionsError::InvalidInput(refused)) => {
                    Err(refused.message().unwrap_or_default().to_owned())
                }
                _ => panic!("{error}"),
            },
        }
    }

    async fn put_text(client: &Client, properties: &str) -> Result<(), String> {
        let record = ActionInteraction::builder()
            .action_id("action-1")
            .event_type("Viewed")
            .session_id("session-1")
            .timestamp(Timestamp::from_secs(1_700_000_000))
            .properties(properties);
        Self::put(client, vec![record.build().expect("a valid record")]).await
    }

    fn stored(emulator: &Emulator) -> Vec<Value> {
        emulator
            .action_interactions(TRACKER)
            .into_iter()
            .map(Into::into)
            .collect()
    }
}
