//! `smithy.api#endpoint`: what stands in front of the endpoint's host.

use personalize_events_ast::Trait;

use super::Malformed;

pub(super) fn read(value: &Trait) -> Result<String, Malformed> {
    let malformed = |message: &str| Malformed::new(value.node.at, message);
    let object = value
        .node
        .as_object()
        .ok_or_else(|| malformed("it must be an object"))?;
    let mut prefix = None;
    for entry in &object.0 {
        if entry.key != "hostPrefix" {
            let message = format!("it has no key `{}`, only `hostPrefix`", entry.key);
            return Err(Malformed::new(entry.at, message));
        }
        prefix = entry.node.as_str().map(str::to_owned);
    }
    let prefix = prefix.ok_or_else(|| malformed("it needs the string `hostPrefix`"))?;
    let plain = labels(&prefix).fold(prefix.clone(), |text, label| {
        text.replacen(&format!("{{{label}}}"), "x", 1)
    });
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
    if plain.is_empty() || !plain.chars().all(is_host) {
        let message = "`hostPrefix` must be letters, digits, `-`, `.` and labels, as `{name}`";
        return Err(malformed(message));
    }
    Ok(prefix)
}

/// The labels in a prefix such as `data.{account}.`.
pub(crate) fn labels(prefix: &str) -> impl Iterator<Item = &str> {
    let parts = prefix.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}').map(|(label, _)| label))
}
