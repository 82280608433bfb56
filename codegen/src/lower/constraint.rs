//! The constraints of a value: those of the member go before those of its target.

use personalize_events_ast::{Shape, Simple};

use super::Lowering;
use super::target::Slot;
use crate::diagnostics::Diagnostic;
use crate::ir::{Constraint, Range};
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

    /// An integer has bounds that are integers of its type: a value beyond could not be told.
    pub(super) fn check_range(
        &mut self,
        slot: Slot<'_>,
        simple: Simple,
        constraints: &[Constraint],
    ) {
        let Some(bits) = bits(simple) else {
            return;
        };
        let fits = |bound: &serde_json::Number| {
            let limit = 1_i128 << (bits - 1);
            bound
                .as_i128()
                .is_some_and(|bound| (-limit..limit).contains(&bound))
        };
        for constraint in constraints {
            let Constraint::Range(Range { min, max }) = constraint else {
                continue;
            };
            if let Some(bound) = [min, max].into_iter().flatten().find(|bound| !fits(bound)) {
                let message = format!(
                    "{bound} bounds `{}`, which is an integer of {bits} bits; give a whole number of \
                     as many",
                    slot.name
                );
                self.refuse(slot.member.at, slot.from, message);
            }
        }
    }
}

/// How many bits an integer has.
fn bits(simple: Simple) -> Option<u32> {
    match simple {
        Simple::Byte => Some(8),
        Simple::Short => Some(16),
        Simple::Integer => Some(32),
        Simple::Long => Some(64),
        Simple::Boolean
        | Simple::Float
        | Simple::Double
        | Simple::String
        | Simple::Blob
        | Simple::Timestamp
        | Simple::Document
        | Simple::BigInteger
        | Simple::BigDecimal => None,
    }
}
