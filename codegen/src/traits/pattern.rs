//! `smithy.api#pattern`: a regular expression of ECMA 262.

use personalize_events_ast::Trait;

use super::{Malformed, text};
use crate::pattern::Pattern;

/// Its text, and what it means or why it cannot be checked.
pub(crate) struct Expression {
    pub(crate) source: String,
    pub(crate) pattern: Result<Pattern, String>,
}

pub(super) fn read(value: &Trait) -> Result<Expression, Malformed> {
    let source = text::read(value)?;
    let pattern = Pattern::read(&source);
    Ok(Expression { source, pattern })
}
