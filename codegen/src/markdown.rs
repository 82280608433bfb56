//! From the HTML that models document themselves in to the Markdown of rustdoc.
//!
//! What is no tag that models are known to use is text. Text is escaped so that it means nothing
//! to Markdown, and words that look like code become code.

mod words;
mod writer;

pub(crate) use words::code_span;

use writer::Writer;

/// Converts a text to lines of Markdown.
pub(crate) fn from_html(html: &str) -> Vec<String> {
    let mut writer = Writer::default();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some((tag, after)) = tag(rest) {
            writer.tag(&tag);
            rest = after;
        } else {
            let mut others = rest.char_indices().skip(1);
            let end = others
                .find(|(_, c)| *c == '<')
                .map_or(rest.len(), |(end, _)| end);
            writer.text(&decode(&rest[..end]));
            rest = &rest[end..];
        }
    }
    writer.finish()
}

/// A tag: its name in lower case, whether it closes, and where it links to.
struct Tag<'a> {
    name: String,
    closes: bool,
    href: Option<&'a str>,
}

const KNOWN: [&str; 19] = [
    "a",
    "b",
    "br",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "fullname",
    "i",
    "important",
    "li",
    "note",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
];

/// Splits off the tag that `text` starts with, if it is a known one.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let inner = text.strip_prefix('<')?;
    let (inner, after) = inner.split_once('>')?;
    let (closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let (name, attributes) = inner
        .split_once(char::is_whitespace)
        .unwrap_or((inner.trim_end_matches('/'), ""));
    let name = name.to_ascii_lowercase();
    if !KNOWN.contains(&name.as_str()) {
        return None;
    }
    let href = attributes
        .split_once("href=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(href, _)| href)
        .filter(|href| href.starts_with("http"));
    Some((Tag { name, closes, href }, after))
}

fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

/// Converts a text that is no HTML to one line of Markdown.
pub(crate) fn from_text(text: &str) -> String {
    let words = text.split_whitespace().map(words::prose);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
