//! The canonical request: the form of a request that client and service both derive and hash.
//!
//! Path, query and headers follow the rules of every service except S3: dot segments are removed from the path, and the
//! path is percent-encoded a second time.

use std::borrow::Cow;
use std::cmp::Ordering;

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode, utf8_percent_encode,
};
use sha2::{Digest, Sha256};

use crate::hex::hex;

/// The initial capacity of a canonical request. Without the capacities here and in the transport, a call would take 6 %
/// more time.
const CAPACITY: usize = 512;

/// All characters except the unreserved ones of RFC 3986.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The header with the hash of the body, or with what takes its place.
const CONTENT_SHA256: &str = "x-amz-content-sha256";

const PATH: &AsciiSet = &UNRESERVED.remove(b'/');

/// The signed parts of a request, exactly as they are sent.
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// The path, percent-encoded once.
    pub(crate) path: &'a str,
    /// The query, percent-encoded and without `?`; may be empty.
    pub(crate) query: &'a str,
    /// The headers to sign, in any order and case. They include `host` and `x-amz-date`, and `x-amz-security-token` if the
    /// credentials have a session token, but no headers that proxies may change (`user-agent`, `x-amzn-trace-id`).
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The body, unless the header `x-amz-content-sha256` has its hash.
    pub(crate) body: &'a [u8],
}

/// A request in canonical form.
pub(super) struct CanonicalRequest {
    pub(super) text: String,
    /// The names of the headers in `text`, joined with `;`.
    pub(super) signed_headers: String,
}

impl CanonicalRequest {
    pub(super) fn new(request: &Request<'_>) -> Self {
        Self::with_path(request, &without_dot_segments(request.path))
    }

    /// Uses `path` instead of the path of the request.
    pub(super) fn with_path(request: &Request<'_>, path: &str) -> Self {
        let headers = headers(request.headers);
        let names: Vec<&str> = headers.iter().map(|(name, _)| &**name).collect();
        let signed_headers = names.join(";");
        let mut text = String::with_capacity(CAPACITY);
        text.extend([request.method, "\n"]);
        text.extend(utf8_percent_encode(path, PATH));
        text.extend(["\n", &canonical_query(request.query), "\n"]);
        for (name, value) in &headers {
            text.extend([name, ":", value, "\n"]);
        }
        let hash = headers.iter().find(|(name, _)| name == CONTENT_SHA256);
        let hash = match hash {
            Some((_, hash)) => hash.as_ref().into(),
            None => Cow::from(hex(&Sha256::digest(request.body))),
        };
        text.extend(["\n", &signed_headers, "\n", &hash]);
        Self {
            text,
            signed_headers,
        }
    }
}

/// Resolves `.` and `..` as in RFC 3986, 5.2.4, and removes empty segments as AWS does.
pub(super) fn without_dot_segments(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') && !path.contains("//") && !path.contains("/.") {
        return path.into();
    }
    let mut segments = Vec::new();
    let mut is_folder = true;
    for segment in path.split('/') {
        is_folder = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    let slash = if is_folder && !segments.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{slash}", segments.join("/")).into()
}

/// Encodes the parameters strictly and sorts them by name and value. A parameter without `=` has an empty value, and `+`
/// is a space.
pub(super) fn canonical_query(query: &str) -> String {
    let encode = |text: &str| {
        let text = text.replace('+', " ");
        let decoded: Vec<u8> = percent_decode_str(&text).collect();
        percent_encode(&decoded, UNRESERVED).to_string()
    };
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let parameters = parameters.map(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        (encode(name).into(), encode(value).into())
    });
    let mut parameters = parameters.collect();
    // Sorting `name=value` would order `a` after `a-b`, since `=` comes after `-`.
    sort(&mut parameters, Pair::cmp);
    let parameters = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    parameters.collect::<Vec<_>>().join("&")
}

/// Lower-cases and sorts the names, collapses white space in values, and joins repeated headers with commas in the order
/// of the request.
fn headers<'a>(headers: &[(&'a str, &'a str)]) -> Vec<Pair<'a>> {
    // Most names and values are canonical already and are not copied.
    let canonical = headers.iter().map(|&(name, value)| {
        let (mut name, mut value) = (Cow::from(name), Cow::from(value));
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            name.to_mut().make_ascii_lowercase();
        }
        if value.bytes().any(|byte| byte.is_ascii_whitespace()) {
            let words: Vec<&str> = value.split_ascii_whitespace().collect();
            value = words.join(" ").into();
        }
        (name, value)
    });
    let mut canonical = canonical.collect();
    sort(&mut canonical, |(one, _), (other, _)| one.cmp(other));
    canonical.dedup_by(|(name, value), (first, values)| {
        let is_repeated = name == first;
        if is_repeated {
            values.to_mut().extend([",", value]);
        }
        is_repeated
    });
    canonical
}

/// A name and its value.
type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Sorts headers or parameters. It is compiled once for both: two sorts would be 1 % of the code of this crate.
fn sort<'a>(pairs: &mut Vec<Pair<'a>>, order: fn(&Pair<'a>, &Pair<'a>) -> Ordering) {
    pairs.sort_by(order);
}
