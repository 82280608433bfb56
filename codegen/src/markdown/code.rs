//! Which words are code: those that Clippy's lint `doc_markdown` reports without backticks, and others in camel case.

/// The characters that are escaped in text. Each starts another text in the Markdown, which Clippy checks alone.
pub(super) const ESCAPED: &str = "\\`*_[]<>#~|&";

/// Names that are words of prose in spite of their case: those that Clippy accepts by default, since Rust 1.95 or
/// longer.
const PROSE: &[&str] = &[
    "BibLaTeX",
    "BibTeX",
    "CamelCase",
    "ClojureScript",
    "CoffeeScript",
    "DevOps",
    "DirectX",
    "ECMAScript",
    "EiB",
    "FreeBSD",
    "GPLv2",
    "GPLv3",
    "GiB",
    "GitHub",
    "GitLab",
    "GraphQL",
    "IPv4",
    "IPv6",
    "JavaScript",
    "KiB",
    "LaTeX",
    "MiB",
    "MinGW",
    "NaN",
    "NaNs",
    "NetBSD",
    "OAuth",
    "OCaml",
    "OpenBSD",
    "OpenDNS",
    "OpenGL",
    "OpenMP",
    "OpenSSH",
    "OpenSSL",
    "OpenStreetMap",
    "OpenTelemetry",
    "PiB",
    "PostScript",
    "PowerShell",
    "PureScript",
    "TeX",
    "TensorFlow",
    "TiB",
    "TrueType",
    "TypeScript",
    "WebAssembly",
    "WebGL",
    "WebRTC",
    "WebSocket",
    "iOS",
    "macOS",
    "sRGB",
];

/// Whether a word without the punctuation around it is an identifier, a path or a URL.
pub(super) fn looks_like_code(word: &str) -> bool {
    if word.contains('`') || PROSE.contains(&word) {
        return false;
    }
    let is_separator = |c: char| c == '\'' || ESCAPED.contains(c);
    let mut parts = word.split(is_separator).map(trimmed);
    word.contains('_')
        || word.contains("::")
        || word.ends_with("()")
        || has_humps(word)
        || parts.any(|part| !PROSE.contains(&part) && (is_camel_case(part) || is_url(part)))
}

fn trimmed(part: &str) -> &str {
    part.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a lower-case letter is followed by a capital: `sessionId`.
fn has_humps(word: &str) -> bool {
    let mut pairs = word.as_bytes().windows(2);
    pairs.any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// Whether it is in camel case by Clippy's rule: `OAuth2Client` and `KMSKey`, but neither `NASA` nor `IDs`.
fn is_camel_case(part: &str) -> bool {
    let singular = part.strip_suffix('s').unwrap_or(part);
    !part.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase())
        && singular.chars().all(char::is_alphanumeric)
        && singular.chars().filter(|c| c.is_uppercase()).count() > 1
        && singular.contains(char::is_lowercase)
}

/// Whether it is a URL with a scheme and an absolute path or a host: `s3://bucket/key`.
fn is_url(part: &str) -> bool {
    part.split_once(":/").is_some_and(|(scheme, _)| {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_allowed)
    })
}
