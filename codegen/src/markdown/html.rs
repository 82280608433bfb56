//! The tags of HTML that models use.

use std::borrow::Cow;

/// A start or end tag.
pub(super) struct Tag<'a> {
    /// In lower case.
    pub(super) name: String,
    pub(super) is_end: bool,
    pub(super) href: Option<&'a str>,
}

/// The tags that models use.
const KNOWN: &str = "a b br code dd div dl dt em fullname i important li note ol p pre strong ul";

/// Splits off the tag at the start of a text, if there is a known one.
pub(super) fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let inner = text.strip_prefix('<')?;
    let (inner, after) = inner.split_once('>')?;
    let (is_end, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let (name, attributes) = inner
        .split_once(char::is_whitespace)
        .unwrap_or((inner.trim_end_matches('/'), ""));
    let name = name.to_ascii_lowercase();
    if !KNOWN.split(' ').any(|known| known == name) {
        return None;
    }
    let href = attributes
        .split_once("href=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(href, _)| href)
        .filter(|href| href.starts_with("http"));
    Some((Tag { name, is_end, href }, after))
}

/// Decodes character references.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let decoded = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    Cow::Owned(decoded)
}
