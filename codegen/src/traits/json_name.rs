//! `smithy.api#jsonName`: what a member is called in JSON.

use personalize_events_ast::Trait;

use super::{Malformed, text};

pub(super) fn read(value: &Trait) -> Result<String, Malformed> {
    let name = text::read(value)?;
    if name.is_empty() {
        return Err(Malformed::new(value.node.at, "it must not be empty"));
    }
    Ok(name)
}
