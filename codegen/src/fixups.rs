//! Fixups: corrections of upstream's models. Each has a name, a service and a reason. One that does not apply is an error
//! in the client's own model, and a warning in others. Earlier versions of a service lack operations; what a fixup would
//! correct of these is left out with a warning.

use personalize_events_ast::{Kind, Model, Node, Object, Shape, ShapeId, Trait, Value};

use crate::diagnostics::{Collector, Diagnostic};
use crate::traits::{DATASET_TYPE, NESTED_TOKEN, RULE, SENSITIVE};

/// A trait that members of one service's model lack.
struct Fixup {
    name: &'static str,
    service: &'static str,
    trait_id: &'static str,
    /// Of operations: a structure or list, one of its members, and the value of the trait unless that is an empty object.
    members: &'static [Of],
}

/// The members that an operation reaches.
type Of = (
    &'static str,
    &'static [(&'static str, &'static str, Option<&'static str>)],
);

pub(crate) const SERVICE: &str = "com.amazonaws.personalizeevents#AmazonPersonalizeEvents";

const NOT_NULL_TEXT: Option<&str> = Some("notNullText");

const FIXUPS: [Fixup; 7] = [
    // Upstream marks the shapes `UserId`, `ItemId` and `ActionId` as sensitive, but the ids of users, items
    // and actions target a plain string, so `Debug` would show them.
    Fixup {
        name: "record-ids-are-sensitive",
        service: SERVICE,
        trait_id: SENSITIVE.id,
        members: &[
            ("PutUsers", &[("User", "userId", None)]),
            ("PutItems", &[("Item", "itemId", None)]),
            ("PutActions", &[("Action", "actionId", None)]),
        ],
    },
    // A session identifies a visitor who is not signed in; upstream marks user ids only.
    Fixup {
        name: "session-ids-are-sensitive",
        service: SERVICE,
        trait_id: SENSITIVE.id,
        members: &[
            ("PutEvents", &[("PutEventsRequest", "sessionId", None)]),
            (
                "PutActionInteractions",
                &[("ActionInteraction", "sessionId", None)],
            ),
        ],
    },
    // They identify what a user has seen and done. Upstream marks the whole shape `Event` as sensitive, but of an action
    // interaction these two members are not.
    Fixup {
        name: "interaction-ids-are-sensitive",
        service: SERVICE,
        trait_id: SENSITIVE.id,
        members: &[(
            "PutActionInteractions",
            &[
                ("ActionInteraction", "eventId", None),
                ("ActionInteraction", "recommendationId", None),
            ],
        )],
    },
    // The service gives an event without an id a new one each time it arrives, so an event that is retried
    // after a timeout would count twice. Smithy's own trait applies to members of inputs only.
    Fixup {
        name: "event-ids-are-tokens",
        service: SERVICE,
        trait_id: NESTED_TOKEN.id,
        members: &[
            ("PutEvents", &[("Event", "eventId", None)]),
            (
                "PutActionInteractions",
                &[("ActionInteraction", "eventId", None)],
            ),
        ],
    },
    // Upstream names the dataset type of an operation in its documentation only.
    Fixup {
        name: "datasets-have-types",
        service: SERVICE,
        trait_id: DATASET_TYPE.id,
        members: &[
            (
                "PutUsers",
                &[("PutUsersRequest", "datasetArn", Some("USERS"))],
            ),
            (
                "PutItems",
                &[("PutItemsRequest", "datasetArn", Some("ITEMS"))],
            ),
            (
                "PutActions",
                &[("PutActionsRequest", "datasetArn", Some("ACTIONS"))],
            ),
        ],
    },
    // The service returned success for an event whose `sessionId` was the text `null`, and dropped it
    // (https://github.com/aws/aws-sdk-js/issues/3371). That another ID is treated alike is a precaution.
    Fixup {
        name: "ids-are-not-null-text",
        service: SERVICE,
        trait_id: RULE.id,
        members: &[
            ("PutUsers", &[("User", "userId", NOT_NULL_TEXT)]),
            ("PutItems", &[("Item", "itemId", NOT_NULL_TEXT)]),
            ("PutActions", &[("Action", "actionId", NOT_NULL_TEXT)]),
            (
                "PutEvents",
                &[
                    ("PutEventsRequest", "userId", NOT_NULL_TEXT),
                    ("PutEventsRequest", "sessionId", NOT_NULL_TEXT),
                    ("Event", "itemId", NOT_NULL_TEXT),
                    ("Impression", "member", NOT_NULL_TEXT),
                ],
            ),
            (
                "PutActionInteractions",
                &[
                    ("ActionInteraction", "userId", NOT_NULL_TEXT),
                    ("ActionInteraction", "sessionId", NOT_NULL_TEXT),
                    ("ActionInteraction", "actionId", NOT_NULL_TEXT),
                    ("ActionImpression", "member", NOT_NULL_TEXT),
                ],
            ),
        ],
    },
    // The service returns success for milliseconds, and the event has no effect
    // (https://github.com/aws/aws-sdk-js/issues/3370).
    Fixup {
        name: "timestamps-are-in-seconds",
        service: SERVICE,
        trait_id: RULE.id,
        members: &[
            ("PutEvents", &[("Event", "sentAt", Some("inSeconds"))]),
            (
                "PutActionInteractions",
                &[("ActionInteraction", "timestamp", Some("inSeconds"))],
            ),
        ],
    },
];

/// What the fixups found in a model.
pub(crate) struct Applied {
    /// Members that do not need a correction, or do not exist.
    pub(crate) problems: Vec<Diagnostic>,
    /// Operations that do not exist.
    pub(crate) missing: Vec<Diagnostic>,
}

/// Applies the fixups for the services of a model, as far as these have their operations.
pub(crate) fn apply(model: &mut Model) -> Applied {
    let (mut problems, mut missing) = (Collector::default(), Collector::default());
    for fixup in &FIXUPS {
        let Some(service) = model.shapes.get(fixup.service) else {
            continue;
        };
        let service = (service.at, service.id.clone());
        let in_service = |name: &str| format!("{}#{name}", service.1.namespace());
        let (present, absent): (Vec<_>, Vec<_>) = fixup.members.iter().partition(|(name, _)| {
            let shape = model.shapes.get(&*in_service(name));
            shape.is_some_and(|shape| matches!(shape.kind, Kind::Operation(_)))
        });
        for (structure, member, value) in present.iter().flat_map(|(_, members)| *members) {
            let shape = model.shapes.get_mut(&*in_service(structure));
            let (at, nearest) = shape
                .as_ref()
                .map_or_else(|| service.clone(), |shape| (shape.at, shape.id.clone()));
            if !shape.is_some_and(|shape| add_trait(shape, member, fixup.trait_id, *value)) {
                let message = format!(
                    "the fixup `{}` found no member `{member}` of a shape `{structure}` that lacks \
                     the trait `{}`; delete the fixup if upstream has corrected this",
                    fixup.name, fixup.trait_id
                );
                problems.push(at, &nearest, message);
            }
        }
        if !absent.is_empty() {
            let names = absent.iter().map(|(name, _)| format!("`{name}`"));
            let names: Vec<String> = names.collect();
            let message = format!(
                "the fixup `{}` is also for the missing operations {}",
                fixup.name,
                names.join(", ")
            );
            missing.push(service.0, &service.1, message);
        }
    }
    Applied {
        problems: problems.into_problems(),
        missing: missing.into_problems(),
    }
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
