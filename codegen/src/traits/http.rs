//! The traits that bind operations and members to parts of HTTP messages.

use personalize_events_ast::{Node, Trait, is_identifier};

use super::value::{Malformed, VALUE, alternatives, non_empty_text, object, status, string, text};
use crate::ir::Http;

const METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// `smithy.api#http`: method and path of an operation. Its status is checked, but no client depends on it.
pub(super) fn read(value: &Trait) -> Result<Http, Malformed> {
    let mut fields = object(&value.node, VALUE, &["method", "uri", "code"])?;
    fields.optional("code", |node, item| status(node, item, 200..300));
    let method = fields.required("method", method);
    let path = fields.required("uri", uri);
    let http = method.zip(path);
    fields.finish(http.map(|(method, path)| Http { method, path }))
}

fn method(node: &Node, item: &str) -> Result<String, Malformed> {
    let method = string(node, item)?;
    if METHODS.contains(&method.as_str()) {
        Ok(method)
    } else {
        Err(Malformed::expected(&alternatives(&METHODS), item, node))
    }
}

/// A path with labels, each of which is a whole segment, and perhaps a query without labels.
fn uri(node: &Node, item: &str) -> Result<String, Malformed> {
    let uri = string(node, item)?;
    match check_uri(&uri) {
        Ok(()) => Ok(uri),
        Err(message) => Err(Malformed::new(node.at, message)),
    }
}

fn check_uri(uri: &str) -> Result<(), String> {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    if !path.starts_with('/') {
        return Err("`uri` does not start with `/`; add it".to_owned());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%".contains(c);
    let mut greedy = None;
    for segment in path.split('/') {
        let Some((name, is_greedy)) = label(segment) else {
            if [".", ".."].contains(&segment) {
                return Err(format!("`uri` has the segment `{segment}`; remove it"));
            }
            if let Some(c) = segment.chars().find(|c| !allowed(*c)) {
                return Err(format!(
                    "`uri` has the character `{c}`; percent-encode it, and make a label, as `{{name}}`, a \
                     whole segment"
                ));
            }
            continue;
        };
        if let Some(greedy) = greedy {
            return Err(format!(
                "`uri` has the label `{name}` behind the greedy label `{greedy}`; put it before"
            ));
        }
        if !is_identifier(name) {
            return Err(format!(
                "`uri` has the label `{name}`, which is not an identifier; use letters, digits and `_`"
            ));
        }
        greedy = is_greedy.then_some(name);
    }
    match query.chars().find(|c| !allowed(*c) && !"/?".contains(*c)) {
        Some(c) => Err(format!(
            "the query of `uri` has the character `{c}`; percent-encode it"
        )),
        None => Ok(()),
    }
}

/// The name in a segment such as `{name}` or `{name+}`, and whether it is greedy, as the latter is.
fn label(segment: &str) -> Option<(&str, bool)> {
    let name = segment.strip_prefix('{')?.strip_suffix('}')?;
    Some(match name.strip_suffix('+') {
        Some(name) => (name, true),
        None => (name, false),
    })
}

/// The labels of a path.
pub(crate) fn path_labels(path: &str) -> impl Iterator<Item = &str> {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    path.split('/')
        .filter_map(|segment| label(segment).map(|(name, _)| name))
}

/// `smithy.api#endpoint`: the prefix of the endpoint's host.
pub(super) fn read_host_prefix(value: &Trait) -> Result<String, Malformed> {
    let mut fields = object(&value.node, VALUE, &["hostPrefix"])?;
    let prefix = fields.required("hostPrefix", |node, item| {
        let prefix = string(node, item)?;
        let plain = host_labels(&prefix).fold(prefix.clone(), |text, label| {
            text.replacen(&format!("{{{label}}}"), "x", 1)
        });
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
        if !plain.is_empty() && plain.chars().all(allowed) {
            Ok(prefix)
        } else {
            let wanted = "letters, digits, `-`, `.` and labels, as `{name}`";
            Err(Malformed::expected(wanted, item, node))
        }
    });
    fields.finish(prefix)
}

/// The labels of a host prefix such as `data.{account}.`.
pub(crate) fn host_labels(prefix: &str) -> impl Iterator<Item = &str> {
    let parts = prefix.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}').map(|(label, _)| label))
}

/// `smithy.api#httpHeader`: the name of a header.
pub(super) fn read_header(value: &Trait) -> Result<String, Malformed> {
    let name = non_empty_text(value)?;
    header_characters(name, value)
}

/// `smithy.api#httpPrefixHeaders`: the prefix of names of headers, which may be empty.
pub(super) fn read_prefix(value: &Trait) -> Result<String, Malformed> {
    header_characters(text(value)?, value)
}

fn header_characters(text: String, value: &Trait) -> Result<String, Malformed> {
    // RFC 9110, `tchar`.
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if text.chars().all(allowed) {
        Ok(text)
    } else {
        let wanted = "letters, digits and `-`, as in names of headers";
        Err(Malformed::expected(wanted, VALUE, &value.node))
    }
}
