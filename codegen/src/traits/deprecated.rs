//! `smithy.api#deprecated`, an annotation: other keys than those of the notice are ignored.

use personalize_events_ast::Trait;

use super::value::{Malformed, VALUE, open_object, string};

/// Returns the notice for the documentation, as HTML.
pub(super) fn read(value: &Trait) -> Result<String, Malformed> {
    let mut fields = open_object(&value.node, VALUE)?;
    let mut part = |key, before| {
        let text = fields.optional(key, string).map(|text| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            format!("{before}{text}")
        });
        text.unwrap_or_default()
    };
    let (since, message) = (part("since", " since "), part("message", ": "));
    fields.finish(Some(format!("<p><b>Deprecated</b>{since}{message}</p>")))
}
