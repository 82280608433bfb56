//! The canonical request of Signature Version 4.

use hyper::HeaderMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};

/// All bytes except the unreserved characters of URIs.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// The parts of a request that are signed.
pub(crate) struct SignedRequest<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// Returns the canonical request.
pub(super) fn canonical_request(request: &SignedRequest<'_>, signed_headers: &[String]) -> Vec<u8> {
    let mut text = format!(
        "{}\n{}\n{}\n",
        request.method,
        canonical_path(request.path),
        canonical_query(request.query)
    )
    .into_bytes();
    for name in signed_headers {
        let values: Vec<Vec<u8>> = request
            .headers
            .get_all(name)
            .iter()
            .map(|value| collapse_spaces(value.as_bytes()))
            .collect();
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        text.extend(values.join(&b','));
        text.push(b'\n');
    }
    let headers = signed_headers.join(";");
    let hash = hex::encode(Sha256::digest(request.body));
    text.extend_from_slice(format!("\n{headers}\n{hash}").as_bytes());
    text
}

/// Trims a header value and replaces each run of white space by one space.
fn collapse_spaces(value: &[u8]) -> Vec<u8> {
    value
        .split(|byte| matches!(byte, b' ' | b'\t'))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(&b' ')
}

/// Removes `.`, `..` and empty segments, and encodes the path once more.
fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let joined = segments.join("/");
    let encoded = percent_encode(joined.as_bytes(), RESERVED_IN_PATH);
    let end = if !segments.is_empty() && path.ends_with('/') {
        "/"
    } else {
        ""
    };
    format!("/{encoded}{end}")
}

/// Encodes the names and values of the parameters and sorts them.
fn canonical_query(query: &str) -> String {
    let encode = |text: &str| {
        let decoded: Vec<u8> = percent_decode_str(text).collect();
        percent_encode(&decoded, RESERVED).to_string()
    };
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (encode(name), encode(value))
        })
        .collect();
    parameters.sort();
    let pairs: Vec<String> = parameters
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}
