//! The constraints of a value: those of the member take precedence over those of its target.

use personalize_events_ast::Shape;

use super::context::{Lowering, MemberRef};
use crate::ir::{Constraint, Range, Type};
use crate::pattern::Pattern;
use crate::traits::{LENGTH, PATTERN, RANGE, RULE, Reader, UNIQUE_ITEMS};

impl<'a> Lowering<'a> {
    /// Lowers constraints, and reports those of the member that its target does not allow; selectors have
    /// checked those of the target.
    pub(super) fn constraints(
        &mut self,
        member: MemberRef<'a>,
        shape: Option<&'a Shape>,
        allowed: &[&str],
    ) -> Vec<Constraint> {
        let own = member.traits();
        for (id, value) in own.constraints() {
            if !allowed.contains(&id.as_str()) {
                let target = &member.member.target.target;
                let message = format!("the trait `{id}` does not apply to `{target}`; remove it");
                self.report(value.at, member.owner, message);
            }
        }
        let of_target = shape.map(|shape| Reader::checked(&shape.traits, &shape.id));
        let nearest = |has_own| if has_own { Some(own) } else { of_target };
        let length = nearest(own.has(&LENGTH)).and_then(|traits| traits.get(&LENGTH));
        let range = nearest(own.has(&RANGE)).and_then(|traits| traits.get(&RANGE));
        let unique = nearest(own.has(&UNIQUE_ITEMS)).and_then(|traits| traits.get(&UNIQUE_ITEMS));
        let pattern = nearest(own.has(&PATTERN)).and_then(|traits| self.pattern(member, traits));
        let length = length.map(Constraint::Length).into_iter();
        length
            .chain(range.map(Constraint::Range))
            .chain(pattern)
            .chain(unique.map(|()| Constraint::UniqueItems))
            .chain(own.get(&RULE).map(Constraint::Rule))
            .collect()
    }

    /// Lowers a pattern; one that generated code cannot check becomes documentation and a warning.
    fn pattern(&mut self, member: MemberRef<'a>, traits: Reader<'a>) -> Option<Constraint> {
        let source = traits.get(&PATTERN)?;
        let why = match Pattern::read(&source) {
            Ok(pattern) => {
                let owner = if member.traits().has(&PATTERN) {
                    format!("{}${}", member.owner.name(), member.name)
                } else {
                    traits.shape().name().to_owned()
                };
                return Some(Constraint::Pattern { owner, pattern });
            }
            Err(why) => why,
        };
        let value = traits.node(&PATTERN);
        let at = value.map_or(member.member.at, |value| value.node.at);
        let message = format!("the pattern is documented but not enforced, because {why}");
        self.warn(at, traits.shape(), message);
        Some(Constraint::DocumentedPattern(source))
    }

    /// Reports bounds of an integer that its type cannot represent.
    pub(super) fn check_range(
        &mut self,
        member: MemberRef<'_>,
        ty: &Type,
        constraints: &[Constraint],
    ) {
        let Type::Number(number) = ty else {
            return;
        };
        for constraint in constraints {
            let Constraint::Range(Range { min, max }) = constraint else {
                continue;
            };
            let mut bounds = [min, max].into_iter().flatten();
            if let Some(bound) = bounds.find(|bound| !number.holds(bound)) {
                let wanted = number.describe();
                let message = format!(
                    "the bound {bound} does not fit `{}`; use {wanted}",
                    member.name
                );
                self.report(member.member.at, member.owner, message);
            }
        }
    }
}
