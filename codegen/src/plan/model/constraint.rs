//! Constraints of values.

use crate::ir;

/// A row of a table of constraints.
#[derive(Clone, Debug)]
pub(crate) enum Constraint {
    Json,
    /// The properties of the record kind with this constant.
    Properties(String),
    Length(ir::Length),
    Range(ir::Range),
    /// By the name of its constant.
    Pattern(String),
    UniqueItems,
    Rule(ir::Rule),
    Each(Vec<Constraint>),
    Keys(Vec<Constraint>),
    Values(Vec<Constraint>),
}
