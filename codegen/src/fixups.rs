//! Corrections of upstream's models: each has a name, a service, a reason, and must apply.

use personalize_events_ast::{Kind, Model, Node, Object, Position, ShapeId, Trait, Value};

use crate::diagnostics::{Collector, Diagnostic};

/// A correction of one service's model.
struct Fixup {
    name: &'static str,
    service: &'static str,
    apply: fn(&mut Model, &Self, &mut Collector),
}

const FIXUPS: [Fixup; 1] = [Fixup {
    name: "record-ids-are-sensitive",
    service: "com.amazonaws.personalizeevents#AmazonPersonalizeEvents",
    apply: record_ids_are_sensitive,
}];

/// Applies the corrections of the services that the model holds.
pub(crate) fn apply(model: &mut Model) -> Result<(), Vec<Diagnostic>> {
    let mut collector = Collector::default();
    for fixup in &FIXUPS {
        if model.shapes.contains_key(fixup.service) {
            (fixup.apply)(model, fixup, &mut collector);
        }
    }
    collector.finish(Some(()))
}

/// Upstream marks the shapes `UserId`, `ItemId` and `ActionId` as sensitive, but the ids of the
/// records that are put target a plain string: they would be printed in logs.
fn record_ids_are_sensitive(model: &mut Model, fixup: &Fixup, collector: &mut Collector) {
    for (structure, name) in [
        ("User", "userId"),
        ("Item", "itemId"),
        ("Action", "actionId"),
    ] {
        let found = mark_sensitive(model, structure, name);
        if let Err((at, shape)) = found {
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

fn mark_sensitive(
    model: &mut Model,
    structure: &str,
    name: &str,
) -> Result<(), (Position, ShapeId)> {
    const SENSITIVE: &str = "smithy.api#sensitive";
    let service = model.shapes.get(FIXUPS[0].service);
    let Some((mut place, namespace)) = service.map(|shape| {
        (
            (shape.at, shape.id.clone()),
            shape.id.namespace().to_owned(),
        )
    }) else {
        return Ok(());
    };
    if let Some(shape) = model.shapes.get_mut(&*format!("{namespace}#{structure}")) {
        place = (shape.at, shape.id.clone());
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
    }
    Err(place)
}
