//! `smithy.api#timestampFormat`: how an instant is spelled.

use personalize_events_ast::Trait;

use super::{Malformed, text};
use crate::ir::TimestampFormat;

pub(super) fn read(value: &Trait) -> Result<TimestampFormat, Malformed> {
    match text::read(value)?.as_str() {
        "epoch-seconds" => Ok(TimestampFormat::EpochSeconds),
        "date-time" => Ok(TimestampFormat::DateTime),
        "http-date" => Ok(TimestampFormat::HttpDate),
        other => {
            let message = format!(
                "it must be \"epoch-seconds\", \"date-time\" or \"http-date\", found \"{other}\""
            );
            Err(Malformed::new(value.node.at, message))
        }
    }
}
