//! Converts the HTML of a model's documentation to the Markdown of rustdoc.
//!
//! Unknown tags are text. Text is escaped, and words that look like code become code spans.

mod code;
mod html;
mod words;
mod writer;

pub(crate) use words::code_span;

use html::{decode, tag};
use writer::Writer;

/// Converts HTML to lines of Markdown.
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

/// Converts plain text to one line of Markdown.
pub(crate) fn from_text(text: &str) -> String {
    let words = text.split_whitespace().map(words::prose);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
