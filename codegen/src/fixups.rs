//! Corrections of upstream's models: each has a name, a service, a reason, and must apply.

use personalize_events_ast::{Kind, Model, Node, Object, Position, ShapeId, Trait, Value};

use crate::diagnostics::{Collector, Diagnostic};
use crate::traits::SENSITIVE;

/// A correction of one service's model.
struct Fixup {
    name: &'static str,
    service: &'static str,
    apply: fn(&mut Model, &Self, &Place, &mut Collector),
}

/// A shape, and where it stands.
type Place = (Position, ShapeId);

const FIXUPS: [Fixup; 1] = [Fixup {
    name: "record-ids-are-sensitive",
    service: "com.amazonaws.personalizeevents#AmazonPersonalizeEvents",
    apply: record_ids_are_sensitive,
}];

/// Applies the corrections of the services that the model holds; gives the problems with them.
pub(crate) fn apply(model: &mut Model) -> Vec<Diagnostic> {
    let mut collector = Collector::default();
    for fixup in &FIXUPS {
        if let Some(service) = model.shapes.get(fixup.service) {
            let place = (service.at, service.id.clone());
            (fixup.apply)(model, fixup, &place, &mut collector);
        }
    }
    collector.finish(Some(())).err().unwrap_or_default()
}

/// Upstream marks the shapes `UserId`, `ItemId` and `ActionId` as sensitive, but the ids of the
/// records that are put target a plain string: they would be printed in logs.
fn record_ids_are_sensitive(
    model: &mut Model,
    fixup: &Fixup,
    service: &Place,
    collector: &mut Collector,
) {
    for (structure, name) in [
        ("User", "userId"),
        ("Item", "itemId"),
        ("Action", "actionId"),
    ] {
        if let Err((at, shape)) = mark_sensitive(model, service, structure, name) {
            collector.push(
                at,
                &shape,
                format!(
                    "the fixup `{}` found no member `{name}` of a structure `{structure}` that is \
                     not marked as sensitive; if upstream mended it, delete the fixup",
                    fixup.name
                ),
            );
        }
    }
}

/// Marks a member, or tells the nearest place to where it should be.
fn mark_sensitive(
    model: &mut Model,
    service: &Place,
    structure: &str,
    name: &str,
) -> Result<(), Place> {
    let id = format!("{}#{structure}", service.1.namespace());
    let Some(shape) = model.shapes.get_mut(&*id) else {
        return Err(service.clone());
    };
    if let Kind::Structure(members) = &mut shape.kind
        && let Some(member) = members.get_mut(name)
        && let Some(id) = ShapeId::parse(SENSITIVE)
        && !member.traits.contains_key(SENSITIVE)
    {
        let at = member.at;
        let value = Value::Object(Object(Vec::new()));
        let node = Node { at, value };
        member.traits.insert(id, Trait { at, node });
        return Ok(());
    }
    Err((shape.at, shape.id.clone()))
}
