//! `smithy.api#pattern`: a regular expression of ECMA 262.

use personalize_events_ast::Trait;

use super::Malformed;
use crate::pattern::Pattern;

pub(super) fn read(value: &Trait) -> Result<Pattern, Malformed> {
    let malformed = |message: String| Malformed::new(value.node.at, message);
    let source = value
        .node
        .as_str()
        .ok_or_else(|| malformed("it must be a string".to_owned()))?;
    Pattern::read(source).map_err(malformed)
}
