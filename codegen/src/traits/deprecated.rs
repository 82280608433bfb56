//! `smithy.api#deprecated`.

use personalize_events_ast::Trait;

use super::value::{Malformed, VALUE, object, string};

/// Returns the notice for the documentation, as HTML.
pub(super) fn read(value: &Trait) -> Result<String, Malformed> {
    let fields = object(&value.node, VALUE, &["message", "since"])?;
    let part = |key, before| {
        let text = fields.optional(key, string)?.map(|text| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            format!("{before}{text}")
        });
        Ok::<_, Malformed>(text.unwrap_or_default())
    };
    let (since, message) = (part("since", " since ")?, part("message", ": ")?);
    Ok(format!("<p><b>Deprecated</b>{since}{message}</p>"))
}
