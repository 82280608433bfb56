//! Where a member stands in a request or answer: the traits that bind it to a part of HTTP.

use personalize_events_ast::Trait;

use super::{Malformed, text};

/// The name of a header: a token of HTTP.
pub(super) fn read_header(value: &Trait) -> Result<String, Malformed> {
    let name = text::read(value)?;
    if name.is_empty() || !name.chars().all(is_token) {
        let message = "it must be the name of a header: letters, digits and `-`";
        return Err(Malformed::new(value.node.at, message));
    }
    Ok(name)
}

/// The start of the names of headers; it may be empty.
pub(super) fn read_prefix(value: &Trait) -> Result<String, Malformed> {
    let prefix = text::read(value)?;
    if !prefix.chars().all(is_token) {
        let message = "it must be the start of the name of a header: letters, digits and `-`";
        return Err(Malformed::new(value.node.at, message));
    }
    Ok(prefix)
}

/// The name of a parameter, which is encoded where it is sent.
pub(super) fn read_query(value: &Trait) -> Result<String, Malformed> {
    let name = text::read(value)?;
    if name.is_empty() {
        return Err(Malformed::new(value.node.at, "it must not be empty"));
    }
    Ok(name)
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}
