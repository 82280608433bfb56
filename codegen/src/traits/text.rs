//! `smithy.api#documentation` and `smithy.api#title`: a string.

use personalize_events_ast::Trait;

use super::Malformed;

pub(super) fn read(value: &Trait) -> Result<String, Malformed> {
    let text = value.node.as_str().map(str::to_owned);
    text.ok_or_else(|| Malformed::new(value.node.at, "it must be a string"))
}
