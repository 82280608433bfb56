//! The canonical request: the form of a request that client and service both derive and hash.
//!
//! Path, query and headers follow the rules of every service except S3: dot segments are removed from the path, and the
//! path is percent-encoded a second time.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

/// The initial capacity of a canonical request.
const CAPACITY: usize = 512;

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
        let mut signed_headers = String::with_capacity(CAPACITY / 4);
        for (index, (name, _)) in headers.iter().enumerate() {
            signed_headers.extend([if index > 0 { ";" } else { "" }, name]);
        }
        let mut text = String::with_capacity(CAPACITY);
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
    ["/", &segments.join("/"), slash].concat().into()
}

/// Encodes the parameters strictly and sorts them by name and value. A parameter without `=` has an empty value, and `+`
/// is a space.
pub(super) fn canonical_query(query: &str) -> String {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (encoded(&decode(name)), encoded(&decode(value)))
        })
        .collect();
    // Sorting `name=value` would order `a` after `a-b`, since `=` comes after `-`.
    parameters.sort();
    parameters
        .iter()
        .map(|(name, value)| [name, "=", value].concat())
        .collect::<Vec<_>>()
        .join("&")
}

/// Lower-cases and sorts the names, collapses white space in values, and joins repeated headers with commas in the order
/// of the request.
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
    // Avoids copying the usual value.
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

/// Percent-encodes all characters except the unreserved ones of RFC 3986 and those in `allowed`.
fn encode(bytes: &[u8], allowed: &str, text: &mut String) {
    for &byte in bytes {
        if byte.is_ascii_alphanumeric()
            || b"-._~".contains(&byte)
            || allowed.as_bytes().contains(&byte)
        {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.extend(hex_digits(byte).map(|digit| char::from(digit.to_ascii_uppercase())));
        }
    }
}

/// Decodes a name or a value of a query; a percent sign without two hexadecimal digits is literal.
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

/// The hexadecimal length of a SHA-256 or HMAC-SHA256.
pub(super) const HEX_LENGTH: usize = 64;

/// Appends `bytes` in hexadecimal.
pub(super) fn push_hex(bytes: &[u8; HEX_LENGTH / 2], text: &mut String) {
    let mut digits = [0; HEX_LENGTH];
    for (digits, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        digits.copy_from_slice(&hex_digits(*byte));
    }
    text.push_str(std::str::from_utf8(&digits).expect("digits are ASCII"));
}

/// Returns the two lower-case hexadecimal digits of `byte`.
fn hex_digits(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 0xf].map(|nibble| b"0123456789abcdef"[usize::from(nibble)])
}
