//! Tables of constraints.

use super::{Constraint, Context};
use crate::ir;

/// The rows for a value, with those of its elements nested in them. JSON is the properties of a record kind, if there is
/// one.
pub(super) fn rows(
    context: &Context<'_>,
    target: &ir::Target,
    record_kind: Option<String>,
) -> Vec<Constraint> {
    let mut rows = Vec::new();
    if matches!(target.ty, ir::Type::Json) {
        rows.push(record_kind.map_or(Constraint::Json, Constraint::Properties));
    }
    rows.extend(
        target
            .constraints
            .iter()
            .filter_map(|constraint| match constraint {
                ir::Constraint::Length(length) => Some(Constraint::Length(*length)),
                ir::Constraint::Range(range) => Some(Constraint::Range(range.clone())),
                ir::Constraint::Pattern { owner, pattern } => {
                    let name = context.names.pattern(owner, &pattern.source);
                    Some(Constraint::Pattern(name.to_owned()))
                }
                ir::Constraint::UniqueItems => Some(Constraint::UniqueItems),
                ir::Constraint::Rule(rule) => Some(Constraint::Rule(*rule)),
                ir::Constraint::DocumentedPattern(_) => None,
            }),
    );
    let mut held = |target, row: fn(Vec<Constraint>) -> Constraint| {
        let inner = self::rows(context, target, None);
        if !inner.is_empty() {
            rows.push(row(inner));
        }
    };
    if let ir::Type::List { element, .. } = &target.ty {
        held(element, Constraint::Each);
    }
    if let ir::Type::Map { key, value, .. } = &target.ty {
        held(key, Constraint::Keys);
        held(value, Constraint::Values);
    }
    rows
}
