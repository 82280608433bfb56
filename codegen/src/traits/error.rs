//! `smithy.api#error` and `smithy.api#httpError`: who is at fault, and the status that says so.

use personalize_events_ast::Trait;

use super::{Malformed, text};

/// Who is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// The caller.
    Client,
    /// The service.
    Server,
}

impl ErrorKind {
    /// The status of an error that states none.
    pub(crate) fn default_status(self) -> u16 {
        match self {
            Self::Client => 400,
            Self::Server => 500,
        }
    }
}

pub(super) fn read(value: &Trait) -> Result<ErrorKind, Malformed> {
    match text::read(value)?.as_str() {
        "client" => Ok(ErrorKind::Client),
        "server" => Ok(ErrorKind::Server),
        other => {
            let message = format!("it must be \"client\" or \"server\", found \"{other}\"");
            Err(Malformed::new(value.node.at, message))
        }
    }
}

pub(super) fn read_status(value: &Trait) -> Result<u16, Malformed> {
    let status = value
        .node
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    status
        .filter(|status| (400..600).contains(status))
        .ok_or_else(|| Malformed::new(value.node.at, "it must be a status from 400 to 599"))
}
