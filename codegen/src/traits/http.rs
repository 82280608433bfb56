//! `smithy.api#http`: method, path and status of an operation.

use personalize_events_ast::Trait;

use super::Malformed;
use crate::ir::Http;

/// The methods that there are.
const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

pub(super) fn read(value: &Trait) -> Result<Http, Malformed> {
    let at = value.node.at;
    let object = value
        .node
        .as_object()
        .ok_or_else(|| Malformed::new(at, "it must be an object"))?;
    let (mut method, mut path, mut status) = (None, None, 200);
    for entry in &object.0 {
        let malformed = |message: String| Malformed::new(entry.node.at, message);
        match entry.key.as_str() {
            "method" => method = Some(read_method(entry.node.as_str()).map_err(malformed)?),
            "uri" => path = Some(read_path(entry.node.as_str()).map_err(malformed)?),
            "code" => {
                status = entry
                    .node
                    .as_u64()
                    .and_then(|code| u16::try_from(code).ok())
                    .filter(|code| (200..300).contains(code))
                    .ok_or_else(|| malformed("`code` must be a status from 200 to 299".into()))?;
            }
            key => {
                let message = format!("it has no key `{key}`, only `method`, `uri` and `code`");
                return Err(Malformed::new(entry.at, message));
            }
        }
    }
    Ok(Http {
        method: method.ok_or_else(|| Malformed::new(at, "it needs the key `method`"))?,
        path: path.ok_or_else(|| Malformed::new(at, "it needs the key `uri`"))?,
        status,
    })
}

fn read_method(text: Option<&str>) -> Result<String, String> {
    let method = text.ok_or("`method` must be a string")?;
    if METHODS.contains(&method) {
        Ok(method.to_owned())
    } else {
        let known = METHODS.join(", ");
        Err(format!("only {known} are generated, found \"{method}\""))
    }
}

/// A path with labels, each a whole segment, and perhaps a query without any.
fn read_path(text: Option<&str>) -> Result<String, String> {
    let uri = text.ok_or("`uri` must be a string")?;
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    if !path.starts_with('/') {
        return Err("`uri` must start with `/`".to_owned());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%".contains(c);
    let mut greedy = None;
    for segment in path.split('/') {
        if let Some(greedy) = greedy.filter(|_| label(segment).is_some()) {
            let message = format!("`uri` has a label behind the greedy one, `{greedy}`");
            return Err(message);
        }
        match label(segment) {
            Some((name, is_greedy)) if is_identifier(name) => {
                greedy = is_greedy.then_some(name).or(greedy);
            }
            Some((name, _)) => {
                return Err(format!("`uri` has the label `{name}`, which is no name"));
            }
            None if [".", ".."].contains(&segment) => {
                return Err("`uri` must not have `.` or `..` between slashes".to_owned());
            }
            None => {
                if let Some(c) = segment.chars().find(|c| !plain(*c)) {
                    return Err(format!(
                        "`uri` has the character `{c}`, which cannot stand there; a label is a whole \
                         segment, as `{{name}}`"
                    ));
                }
            }
        }
    }
    if let Some(c) = query.chars().find(|c| !plain(*c) && !"/?".contains(*c)) {
        return Err(format!(
            "the query of `uri` has the character `{c}`, which cannot stand there"
        ));
    }
    Ok(uri.to_owned())
}

/// The name in a segment such as `{name}` or `{name+}`, and whether it is the second.
fn label(segment: &str) -> Option<(&str, bool)> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    Some(match name.strip_suffix('+') {
        Some(name) => (name, true),
        None => (name, false),
    })
}

/// The labels of a path.
pub(crate) fn labels(path: &str) -> impl Iterator<Item = &str> {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    path.split('/')
        .filter_map(|segment| label(segment).map(|(name, _)| name))
}

fn is_identifier(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
