//! `smithy.api#mediaType`: what a string holds.

use personalize_events_ast::Trait;

use super::{Malformed, text};

/// The media types that make a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    /// `application/json`.
    Json,
    /// Any other: the string is sent as it is.
    Other,
}

pub(super) fn read(value: &Trait) -> Result<MediaType, Malformed> {
    Ok(match text::read(value)?.as_str() {
        "application/json" => MediaType::Json,
        _ => MediaType::Other,
    })
}
