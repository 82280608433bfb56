//! `smithy.api#http`: method, path and status of an operation.

use personalize_events_ast::Trait;

use super::Malformed;
use crate::ir::Http;

/// The methods that carry a body.
const METHODS: [&str; 3] = ["PATCH", "POST", "PUT"];

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

fn read_path(text: Option<&str>) -> Result<String, String> {
    let path = text.ok_or("`uri` must be a string")?;
    if !path.starts_with('/') {
        return Err("`uri` must start with `/`".to_owned());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    if let Some(c) = path.chars().find(|c| !plain(*c)) {
        return Err(format!(
            "`uri` has the character `{c}`; labels, queries and encoded characters are not \
             generated"
        ));
    }
    if path
        .split('/')
        .any(|segment| [".", ".."].contains(&segment))
    {
        return Err("`uri` must not have `.` or `..` between slashes".to_owned());
    }
    Ok(path.to_owned())
}
