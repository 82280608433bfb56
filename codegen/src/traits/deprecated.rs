//! `smithy.api#deprecated`: what should not be used any more.

use personalize_events_ast::Trait;

use super::Malformed;

/// What it says, as HTML of documentation.
pub(super) fn read(value: &Trait) -> Result<String, Malformed> {
    let malformed = |message: &str| Malformed::new(value.node.at, message);
    let object = value
        .node
        .as_object()
        .ok_or_else(|| malformed("it must be an object"))?;
    let (mut message, mut since) = (String::new(), String::new());
    for entry in &object.0 {
        let text = entry.node.as_str().ok_or_else(|| {
            let message = format!("`{}` must be a string", entry.key);
            Malformed::new(entry.node.at, message)
        })?;
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        match entry.key.as_str() {
            "message" => message = format!(": {text}"),
            "since" => since = format!(" since {text}"),
            key => {
                let message = format!("it has no key `{key}`, only `message` and `since`");
                return Err(Malformed::new(entry.at, message));
            }
        }
    }
    Ok(format!("<p><b>Deprecated</b>{since}{message}</p>"))
}
