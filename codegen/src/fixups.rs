//! Corrections of upstream's models: each has a name, a service, a reason, and must apply.

use personalize_events_ast::{Kind, Model, Node, Object, Position, ShapeId, Trait, Value};

use crate::diagnostics::{Collector, Diagnostic};
use crate::traits::{DATASET_TYPE, NESTED_TOKEN, SENSITIVE};

/// A correction of one service's model: a trait that members should have.
struct Fixup {
    name: &'static str,
    service: &'static str,
    trait_id: &'static str,
    /// Structures, a member of each, and what the trait says of it, if it says more than that it is there.
    members: &'static [(&'static str, &'static str, Option<&'static str>)],
}

/// A shape, and where it stands.
type Place = (Position, ShapeId);

const SERVICE: &str = "com.amazonaws.personalizeevents#AmazonPersonalizeEvents";

const FIXUPS: [Fixup; 3] = [
    // Upstream marks the shapes `UserId`, `ItemId` and `ActionId` as sensitive, but the ids of the
    // records that are put target a plain string: they would be printed in logs.
    Fixup {
        name: "record-ids-are-sensitive",
        service: SERVICE,
        trait_id: SENSITIVE,
        members: &[
            ("User", "userId", None),
            ("Item", "itemId", None),
            ("Action", "actionId", None),
        ],
    },
    // An event without an id gets one from the service each time it arrives: sent again after a
    // timeout it would count twice. Upstream has no trait for it, since Smithy's own counts on the
    // members of inputs only.
    Fixup {
        name: "event-ids-are-tokens",
        service: SERVICE,
        trait_id: NESTED_TOKEN,
        members: &[
            ("Event", "eventId", None),
            ("ActionInteraction", "eventId", None),
        ],
    },
    // What kind of dataset an operation writes to is in upstream's prose only.
    Fixup {
        name: "datasets-have-types",
        service: SERVICE,
        trait_id: DATASET_TYPE,
        members: &[
            ("PutUsersRequest", "datasetArn", Some("USERS")),
            ("PutItemsRequest", "datasetArn", Some("ITEMS")),
            ("PutActionsRequest", "datasetArn", Some("ACTIONS")),
        ],
    },
];

/// Applies the corrections of the services that the model holds; gives the problems with them.
pub(crate) fn apply(model: &mut Model) -> Vec<Diagnostic> {
    let mut collector = Collector::default();
    for fixup in &FIXUPS {
        if let Some(service) = model.shapes.get(fixup.service) {
            let place = (service.at, service.id.clone());
            for (structure, name, value) in fixup.members {
                let said = (fixup.trait_id, *value);
                if let Err((at, shape)) = mark(model, &place, structure, name, said) {
                    let what = format!(
                        "the fixup `{}` found no member `{name}` of a structure `{structure}` that \
                         lacks the trait `{}`; if upstream mended it, delete the fixup",
                        fixup.name, fixup.trait_id
                    );
                    collector.push(at, &shape, what);
                }
            }
        }
    }
    collector.finish(Some(())).err().unwrap_or_default()
}

/// Gives a member a trait, or tells the nearest place to where it should be.
fn mark(
    model: &mut Model,
    service: &Place,
    structure: &str,
    name: &str,
    (trait_id, value): (&str, Option<&str>),
) -> Result<(), Place> {
    let id = format!("{}#{structure}", service.1.namespace());
    let Some(shape) = model.shapes.get_mut(&*id) else {
        return Err(service.clone());
    };
    if let Kind::Structure(members) = &mut shape.kind
        && let Some(member) = members.get_mut(name)
        && let Some(id) = ShapeId::parse(trait_id)
        && !member.traits.contains_key(trait_id)
    {
        let at = member.at;
        let value = value.map_or_else(
            || Value::Object(Object(Vec::new())),
            |text| Value::String(text.to_owned()),
        );
        let node = Node::new(at, value);
        member.traits.insert(id, Trait { at, node });
        return Ok(());
    }
    Err((shape.at, shape.id.clone()))
}
