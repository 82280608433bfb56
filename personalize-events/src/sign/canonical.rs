//! The canonical request: one spelling for all the ways to send the same request.
//!
//! This file knows the rules for path, query and headers. It follows the general rules, those of
//! every service but S3: dot segments are removed from the path, and the path is percent-encoded
//! once more on top of the encoding that it was sent with.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

/// What the text of a usual request takes, so that it is not moved while it grows.
const USUAL_LENGTH: usize = 512;

/// What is signed of a request, exactly as it will be sent.
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// With its percent-encoding; the signature encodes it a second time.
    pub(crate) path: &'a str,
    /// With its percent-encoding and without the question mark; may be empty.
    pub(crate) query: &'a str,
    /// The headers to sign, in any order and case. `host` and `x-amz-date` must be among them, and
    /// `x-amz-security-token` where the credentials have a session token. Headers that something
    /// on the way may change (`user-agent`, `x-amzn-trace-id`) must not.
    pub(crate) headers: &'a [(&'a str, &'a str)],
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

    /// Takes `path`, whatever is in it, in place of the request's own.
    pub(super) fn with_path(request: &Request<'_>, path: &str) -> Self {
        let headers = headers(request.headers);
        let mut signed_headers = String::with_capacity(USUAL_LENGTH / 4);
        for (index, (name, _)) in headers.iter().enumerate() {
            signed_headers.extend([if index > 0 { ";" } else { "" }, name]);
        }
        let mut text = String::with_capacity(USUAL_LENGTH);
        text.push_str(request.method);
        text.push('\n');
        encode(path.as_bytes(), "/", &mut text);
        text.push('\n');
        text.push_str(&canonical_query(request.query));
        text.push('\n');
        for (name, value) in &headers {
            text.extend([name, ":", value, "\n"]);
        }
        text.extend(["\n", &signed_headers, "\n"]);
        push_hex(&Sha256::digest(request.body).into(), &mut text);
        Self {
            text,
            signed_headers,
        }
    }
}

/// The absolute path without `.` and `..`, which are resolved as in RFC 3986 section 5.2.4, and
/// without empty segments, which only AWS removes.
pub(super) fn without_dot_segments(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') && !path.contains("//") && !path.contains("/.") {
        return path.into();
    }
    let mut kept = Vec::new();
    let mut is_folder = true;
    for segment in path.split('/') {
        is_folder = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            name => kept.push(name),
        }
    }
    let slash = if is_folder && !kept.is_empty() {
        "/"
    } else {
        ""
    };
    ["/", &kept.join("/"), slash].concat().into()
}

/// The parameters, encoded in the one strict way, sorted by name and then by value.
///
/// A parameter without `=` has the empty value. In a query `+` is a space: that is how URL
/// libraries send one.
pub(super) fn canonical_query(query: &str) -> String {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (encoded(&decode(name)), encoded(&decode(value)))
        })
        .collect();
    // Not sorted as `name=value`: `=` comes after `-` and `.`, and would misplace `a` and `a-b`.
    parameters.sort();
    parameters
        .iter()
        .map(|(name, value)| [name, "=", value].concat())
        .collect::<Vec<_>>()
        .join("&")
}

/// Names in lower case and sorted; values trimmed, with each run of white space as one space;
/// repeated headers joined with commas in the order they are sent.
fn headers<'a>(headers: &[(&'a str, &'a str)]) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    let canonical = headers
        .iter()
        .map(|(name, value)| (lower(name), trimmed(value)));
    let mut canonical: Vec<_> = canonical.collect();
    canonical.sort_by(|(one, _), (other, _)| one.cmp(other));
    canonical.dedup_by(|(name, value), (first, values)| {
        let is_repeated = name == first;
        if is_repeated {
            values.to_mut().extend([",", value]);
        }
        is_repeated
    });
    canonical
}

fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name.to_ascii_lowercase().into()
    } else {
        name.into()
    }
}

fn trimmed(value: &str) -> Cow<'_, str> {
    // Most have no white space, and are not copied.
    if !value.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return value.into();
    }
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    words.join(" ").into()
}

fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    encode(bytes, "", &mut text);
    text
}

/// Percent-encodes all but the unreserved characters of RFC 3986, and these; the percent signs of an earlier
/// encoding too.
fn encode(bytes: &[u8], kept: &str, text: &mut String) {
    for &byte in bytes {
        if byte.is_ascii_alphanumeric()
            || b"-._~".contains(&byte)
            || kept.as_bytes().contains(&byte)
        {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.extend(hex_digits(byte).map(|digit| char::from(digit.to_ascii_uppercase())));
        }
    }
}

/// Decodes a name or a value of a query; a percent sign that begins no escape stands for itself.
fn decode(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut text = text.as_bytes();
    while let [first, after @ ..] = text {
        let (byte, rest) = match (first, after) {
            (b'+', _) => (b' ', after),
            (b'%', [high, low, beyond @ ..]) => match (nibble(*high), nibble(*low)) {
                (Some(high), Some(low)) => ((high << 4) | low, beyond),
                _ => (b'%', after),
            },
            (byte, _) => (*byte, after),
        };
        decoded.push(byte);
        text = rest;
    }
    decoded
}

/// The value of a hexadecimal digit.
fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// How many digits a SHA-256 has, and an HMAC on it.
pub(super) const HEX_LENGTH: usize = 64;

/// Appends the hexadecimal digits.
pub(super) fn push_hex(bytes: &[u8; HEX_LENGTH / 2], text: &mut String) {
    let mut digits = [0; HEX_LENGTH];
    for (digits, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        digits.copy_from_slice(&hex_digits(*byte));
    }
    text.push_str(std::str::from_utf8(&digits).expect("digits are ASCII"));
}

/// The two hexadecimal digits of `byte`, lower case.
fn hex_digits(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 0xf].map(|nibble| b"0123456789abcdef"[usize::from(nibble)])
}
