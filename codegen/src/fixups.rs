//! Fixups: corrections of upstream's models. Each has a name, a service and a reason. One that does not apply is an error
//! in the client's own model, and a warning in others.

use personalize_events_ast::{Kind, Model, Node, Object, Shape, ShapeId, Trait, Value};

use crate::diagnostics::{Collector, Diagnostic};
use crate::traits::{DATASET_TYPE, NESTED_TOKEN, RULE, SENSITIVE};

/// A trait that members of one service's model lack.
struct Fixup {
    name: &'static str,
    service: &'static str,
    trait_id: &'static str,
    /// A structure or list, one of its members, and the value of the trait unless that is an empty object.
    members: &'static [(&'static str, &'static str, Option<&'static str>)],
}

const SERVICE: &str = "com.amazonaws.personalizeevents#AmazonPersonalizeEvents";

const NOT_NULL_TEXT: Option<&str> = Some("notNullText");

const FIXUPS: [Fixup; 7] = [
    // Upstream marks the shapes `UserId`, `ItemId` and `ActionId` as sensitive, but the ids of users, items
    // and actions target a plain string, so `Debug` would show them.
    Fixup {
        name: "record-ids-are-sensitive",
        service: SERVICE,
        trait_id: SENSITIVE.id,
        members: &[
            ("User", "userId", None),
            ("Item", "itemId", None),
            ("Action", "actionId", None),
        ],
    },
    // A session identifies a visitor who is not signed in; upstream marks user ids only.
    Fixup {
        name: "session-ids-are-sensitive",
        service: SERVICE,
        trait_id: SENSITIVE.id,
        members: &[
            ("PutEventsRequest", "sessionId", None),
            ("ActionInteraction", "sessionId", None),
        ],
    },
    // They identify what a user has seen and done. Upstream marks the whole shape `Event` as sensitive, but of an action
    // interaction these two members are not.
    Fixup {
        name: "interaction-ids-are-sensitive",
        service: SERVICE,
        trait_id: SENSITIVE.id,
        members: &[
            ("ActionInteraction", "eventId", None),
            ("ActionInteraction", "recommendationId", None),
        ],
    },
    // The service gives an event without an id a new one each time it arrives, so an event that is retried
    // after a timeout would count twice. Smithy's own trait applies to members of inputs only.
    Fixup {
        name: "event-ids-are-tokens",
        service: SERVICE,
        trait_id: NESTED_TOKEN.id,
        members: &[
            ("Event", "eventId", None),
            ("ActionInteraction", "eventId", None),
        ],
    },
    // Upstream names the dataset type of an operation in its documentation only.
    Fixup {
        name: "datasets-have-types",
        service: SERVICE,
        trait_id: DATASET_TYPE.id,
        members: &[
            ("PutUsersRequest", "datasetArn", Some("USERS")),
            ("PutItemsRequest", "datasetArn", Some("ITEMS")),
            ("PutActionsRequest", "datasetArn", Some("ACTIONS")),
        ],
    },
    // The service returned success for an event whose `sessionId` was the text `null`, and dropped it
    // (https://github.com/aws/aws-sdk-js/issues/3371). That another ID is treated alike is a precaution.
    Fixup {
        name: "ids-are-not-null-text",
        service: SERVICE,
        trait_id: RULE.id,
        members: &[
            ("User", "userId", NOT_NULL_TEXT),
            ("Item", "itemId", NOT_NULL_TEXT),
            ("Action", "actionId", NOT_NULL_TEXT),
            ("PutEventsRequest", "userId", NOT_NULL_TEXT),
            ("PutEventsRequest", "sessionId", NOT_NULL_TEXT),
            ("Event", "itemId", NOT_NULL_TEXT),
            ("Impression", "member", NOT_NULL_TEXT),
            ("ActionInteraction", "userId", NOT_NULL_TEXT),
            ("ActionInteraction", "sessionId", NOT_NULL_TEXT),
            ("ActionInteraction", "actionId", NOT_NULL_TEXT),
            ("ActionImpression", "member", NOT_NULL_TEXT),
        ],
    },
    // The service returns success for milliseconds, and the event has no effect
    // (https://github.com/aws/aws-sdk-js/issues/3370).
    Fixup {
        name: "timestamps-are-in-seconds",
        service: SERVICE,
        trait_id: RULE.id,
        members: &[
            ("Event", "sentAt", Some("inSeconds")),
            ("ActionInteraction", "timestamp", Some("inSeconds")),
        ],
    },
];

/// Applies the fixups for the services of a model; returns the problems.
pub(crate) fn apply(model: &mut Model) -> Vec<Diagnostic> {
    let mut collector = Collector::default();
    for fixup in &FIXUPS {
        let Some(service) = model.shapes.get(fixup.service) else {
            continue;
        };
        let service = (service.at, service.id.clone());
        for (structure, member, value) in fixup.members {
            let id = format!("{}#{structure}", service.1.namespace());
            let shape = model.shapes.get_mut(&*id);
            let (at, nearest) = shape
                .as_ref()
                .map_or_else(|| service.clone(), |shape| (shape.at, shape.id.clone()));
            if !shape.is_some_and(|shape| add_trait(shape, member, fixup.trait_id, *value)) {
                let message = format!(
                    "the fixup `{}` found no member `{member}` of a shape `{structure}` that lacks \
                     the trait `{}`; delete the fixup if upstream has corrected this",
                    fixup.name, fixup.trait_id
                );
                collector.push(at, &nearest, message);
            }
        }
    }
    collector.finish(Some(())).err().unwrap_or_default()
}

/// Adds a trait to a member of a structure or list; returns false if there is no such member that lacks it.
fn add_trait(shape: &mut Shape, member: &str, trait_id: &str, value: Option<&str>) -> bool {
    let member = if let Kind::Structure(members) = &mut shape.kind {
        members.get_mut(member)
    } else if let Kind::List(element) = &mut shape.kind {
        Some(element).filter(|_| member == "member")
    } else {
        None
    };
    if let Some(member) = member
        && let Some(id) = ShapeId::parse(trait_id)
        && !member.traits.contains_key(trait_id)
    {
        let at = member.at;
        let value = match value {
            Some(text) => Value::String(text.to_owned()),
            None => Value::Object(Object(Vec::new())),
        };
        let node = Node::new(at, value);
        member.traits.insert(id, Trait { at, node });
        true
    } else {
        false
    }
}
