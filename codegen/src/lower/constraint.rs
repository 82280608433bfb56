//! The constraints of a value: those of the member go before those of its target.

use personalize_events_ast::Shape;

use super::Lowering;
use super::target::Slot;
use crate::diagnostics::Diagnostic;
use crate::ir::{Constraint, Range, Type};
use crate::traits::{LENGTH, PATTERN, RANGE, Reader, UNIQUE_ITEMS};

impl<'a> Lowering<'a> {
    /// Where the constraints of a target may stand has been judged, so only a member's can be unfit.
    pub(super) fn constraints(
        &mut self,
        slot: Slot<'a>,
        shape: Option<&'a Shape>,
        fitting: &[&str],
    ) -> Vec<Constraint> {
        let own = slot.traits();
        for (id, value) in own.constraints() {
            if !fitting.contains(&id.as_str()) {
                let target = &slot.member.target.target;
                let message = format!("the trait `{id}` does not fit `{target}`");
                self.refuse(value.at, slot.from, message);
            }
        }
        let of_target = shape.map(|shape| Reader::judged(&shape.traits, &shape.id));
        let nearest = |id: &str| if own.has(id) { Some(own) } else { of_target };
        let length = nearest(LENGTH).and_then(|traits| traits.length());
        let range = nearest(RANGE).and_then(|traits| traits.range());
        let unique = nearest(UNIQUE_ITEMS).filter(|traits| traits.flag(UNIQUE_ITEMS));
        let pattern = nearest(PATTERN).and_then(|traits| self.pattern(slot, traits));
        let length = length.map(Constraint::Length).into_iter();
        length
            .chain(range.map(Constraint::Range))
            .chain(pattern)
            .chain(unique.map(|_| Constraint::UniqueItems))
            .collect()
    }

    /// A pattern that cannot be checked is told as such, in a warning too.
    fn pattern(&mut self, slot: Slot<'a>, traits: Reader<'a>) -> Option<Constraint> {
        let expression = traits.pattern()?;
        let of_member = slot.traits().has(PATTERN);
        Some(match expression.pattern {
            Ok(pattern) => Constraint::Pattern {
                owner: if of_member {
                    format!("{}${}", slot.from.name(), slot.name)
                } else {
                    traits.shape().name().to_owned()
                },
                pattern,
            },
            Err(why) => {
                let at = traits
                    .get(PATTERN)
                    .map_or(slot.member.at, |value| value.node.at);
                self.warnings.push(Diagnostic {
                    at,
                    shape: Some(traits.shape().clone()),
                    message: format!("the pattern is told and not checked, because {why}"),
                });
                Constraint::Unchecked(expression.source)
            }
        })
    }

    /// Rejects bounds of an integer that are not integers of its type: constraints hold such bounds only.
    pub(super) fn check_range(&mut self, slot: Slot<'_>, ty: &Type, constraints: &[Constraint]) {
        let Type::Number(number) = ty else {
            return;
        };
        for constraint in constraints {
            let Constraint::Range(Range { min, max }) = constraint else {
                continue;
            };
            let mut bounds = [min, max].into_iter().flatten();
            if let Some(bound) = bounds.find(|bound| !number.holds(bound)) {
                let message = format!(
                    "the bound {bound} of `{}` is not {}; use a bound that is",
                    slot.name,
                    number.describe(),
                );
                self.refuse(slot.member.at, slot.from, message);
            }
        }
    }
}
