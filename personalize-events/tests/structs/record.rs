//! The five kinds of records: how a struct becomes one, how it is put, and what is held of it.
//!
//! The emulator holds users, items and actions against the schema of the dataset that they go to.
//! Events and action interactions go to a tracker, for which it knows no schema. So these are put
//! twice: to a tracker, from where they are read back, and as rows of a dataset, where properties
//! and the columns besides them are checked against the whole schema.

use personalize_events::{
    Action, ActionIdentity, ActionInteraction, ActionInteractionProperties, ActionProperties,
    Client, Event, EventProperties, Item, ItemIdentity, ItemProperties,
    PutActionInteractionsRequest, PutActionsError, PutActionsRequest, PutEventsRequest,
    PutItemsError, PutItemsRequest, PutUsersError, PutUsersRequest, Timestamp, User, UserIdentity,
    UserProperties,
};
use personalize_events_emulator::Emulator;
use personalize_events_schema::{DatasetType, Type};
use serde_json::Value;

pub(crate) const DATASET: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ANY";
const TRACKER: &str = "tracker-1";

/// A struct that becomes records of the kind `R`.
pub(crate) trait Becomes<R> {
    fn schema() -> String;

    /// The record; `id` is for events, whose id is not in the struct.
    fn record(&self, id: &str) -> R;
}

/// A kind of records.
pub(crate) trait Record: Sized {
    const KIND: DatasetType;
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
        $record:ident: $kind:ident, $properties:ident, $identity:ident, $make:ident,
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
            const BESIDE: &'static [(&'static str, Type)] = &[($column, Type::String)];
            const ID: &'static str = $member;

            async fn put(client: &Client, records: Vec<Self>) -> Result<(), String> {
                let request = $request::builder().dataset_arn(DATASET).$list(records);
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
                Self::put(client, vec![builder.build().expect("a valid record")]).await
            }

            fn stored(emulator: &Emulator) -> Vec<Value> {
                emulator.$list(DATASET)
            }
        }
    };
}

in_a_dataset!(
    User: Users, UserProperties, UserIdentity, to_user, "USER_ID", "userId",
    user_id, PutUsersRequest, put_users, users, PutUsersError
);
in_a_dataset!(
    Item: Items, ItemProperties, ItemIdentity, to_item, "ITEM_ID", "itemId",
    item_id, PutItemsRequest, put_items, items, PutItemsError
);
in_a_dataset!(
    Action: Actions, ActionProperties, ActionIdentity, to_action, "ACTION_ID", "actionId",
    action_id, PutActionsRequest, put_actions, actions, PutActionsError
);

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
    const BESIDE: &'static [(&'static str, Type)] = &[
        ("USER_ID", Type::String),
        ("ITEM_ID", Type::String),
        ("TIMESTAMP", Type::Long),
        ("EVENT_TYPE", Type::String),
    ];
    const ID: &'static str = "eventId";

    async fn put(client: &Client, records: Vec<Self>) -> Result<(), String> {
        for properties in records.iter().filter_map(Event::properties) {
            Self::put_text(client, properties.as_str()).await?;
        }
        let request = PutEventsRequest::builder()
            .tracking_id(TRACKER)
            .session_id("session-1")
            .event_list(records);
        let request = request.build().expect("a valid request");
        client.put_events(&request).await.expect("events");
        Ok(())
    }

    async fn put_text(client: &Client, properties: &str) -> Result<(), String> {
        let beside = r#""itemId":"film-1","timestamp":1700000000,"eventType":"watched""#;
        User::put_text(client, &row(beside, properties)).await
    }

    fn stored(emulator: &Emulator) -> Vec<Value> {
        emulator.events(TRACKER)
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
    const BESIDE: &'static [(&'static str, Type)] = &[
        ("USER_ID", Type::String),
        ("ACTION_ID", Type::String),
        ("EVENT_TYPE", Type::String),
        ("TIMESTAMP", Type::Long),
    ];
    const ID: &'static str = "eventId";

    async fn put(client: &Client, records: Vec<Self>) -> Result<(), String> {
        for properties in records.iter().filter_map(ActionInteraction::properties) {
            Self::put_text(client, properties.as_str()).await?;
        }
        let request = PutActionInteractionsRequest::builder()
            .tracking_id(TRACKER)
            .action_interactions(records);
        let request = request.build().expect("a valid request");
        let outcome = client.put_action_interactions(&request).await;
        outcome.expect("interactions");
        Ok(())
    }

    async fn put_text(client: &Client, properties: &str) -> Result<(), String> {
        let beside = r#""actionId":"action-1","eventType":"Viewed","timestamp":1700000000"#;
        User::put_text(client, &row(beside, properties)).await
    }

    fn stored(emulator: &Emulator) -> Vec<Value> {
        emulator.action_interactions(TRACKER)
    }
}

/// A row of a dataset without the user's id: the properties and the columns besides them.
fn row(beside: &str, properties: &str) -> String {
    match properties.strip_prefix('{') {
        Some("}") => format!("{{{beside}}}"),
        Some(rest) => format!("{{{beside},{rest}"),
        None => panic!("{properties} is no object"),
    }
}
