//! Access to the traits of a shape or member.

use personalize_events_ast::{ShapeId, Trait, Traits, Value};

use super::account::Account;
use super::ignored;
use super::selector::ShapeType;
use super::table::{CONSTRAINTS, DEFAULT, DEPRECATED, DOCUMENTATION, Definition, row};
use crate::diagnostics::Collector;

/// The traits of a shape or member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    traits: &'a Traits,
    shape: &'a ShapeId,
}

impl<'a> Reader<'a> {
    /// Reports traits that are unknown, malformed, or not for this type of shape.
    pub(crate) fn new(
        traits: &'a Traits,
        shape_type: ShapeType,
        shape: &'a ShapeId,
        account: &mut Account<'_>,
        collector: &mut Collector,
    ) -> Self {
        for (id, value) in traits {
            let row = row(id.as_str());
            if let Some(namespace) = ignored::namespace(id).filter(|_| row.is_none()) {
                account.ignore(namespace, value.at);
                continue;
            }
            let selector = row
                .map(|row| row.1)
                .or_else(|| ignored::selector(id.as_str()));
            let Some(selector) = selector else {
                if !account.accepts(id) {
                    let message = format!(
                        "the trait `{id}` is unknown and may change requests or responses; accept it with \
                         `--allow-trait {id}` if it does not, or add it to the table of traits"
                    );
                    collector.push(value.at, shape, message);
                }
                continue;
            };
            if !selector.selects(shape_type) {
                let (applied, help) = (shape_type.describe(), selector.help());
                let message = format!("the trait `{id}` is applied to {applied}; {help}");
                collector.push(value.at, shape, message);
            } else if let Some((_, _, check)) = row
                && let Err(malformed) = check(value)
            {
                for (at, problem) in malformed.problems {
                    let message = format!("the trait `{id}` is malformed: {problem}");
                    collector.push(at, shape, message);
                }
            }
        }
        Self { traits, shape }
    }

    /// For traits that [`new`](Self::new) has checked.
    pub(crate) fn checked(traits: &'a Traits, shape: &'a ShapeId) -> Self {
        Self { traits, shape }
    }

    /// The shape that the traits, or the member that has them, belong to.
    pub(crate) fn shape(&self) -> &'a ShapeId {
        self.shape
    }

    /// The value of a trait with its position.
    pub(crate) fn node<T>(&self, definition: &Definition<T>) -> Option<&'a Trait> {
        self.traits.get(definition.id)
    }

    pub(crate) fn has<T>(&self, definition: &Definition<T>) -> bool {
        self.node(definition).is_some()
    }

    /// The value of a trait; `None` if it is absent or malformed, which has been reported.
    pub(crate) fn get<T>(&self, definition: &Definition<T>) -> Option<T> {
        (definition.read)(self.node(definition)?).ok()
    }

    /// Whether a trait without a value is present.
    pub(crate) fn flag(&self, definition: &Definition<()>) -> bool {
        self.get(definition).is_some()
    }

    pub(crate) fn constraints(&self) -> impl Iterator<Item = (&'a ShapeId, &'a Trait)> + use<'a> {
        let is_constraint = |id: &ShapeId| CONSTRAINTS.contains(&id.as_str());
        self.traits.iter().filter(move |(id, _)| is_constraint(id))
    }

    /// The documentation as HTML, with the notice of a deprecated shape.
    pub(crate) fn documentation(&self) -> Option<String> {
        let texts = [self.get(&DOCUMENTATION), self.get(&DEPRECATED)];
        texts
            .into_iter()
            .flatten()
            .reduce(|text, notice| text + &notice)
    }

    /// The default, unless it is `null`, which removes it.
    pub(crate) fn default(&self) -> Option<&'a Trait> {
        let value = self.node(&DEFAULT)?;
        (value.node.value != Value::Null).then_some(value)
    }
}
