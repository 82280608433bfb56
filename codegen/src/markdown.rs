//! From the HTML that models document themselves in to the Markdown of rustdoc.
//!
//! What is no tag that models are known to use is text. Text is escaped so that it means nothing
//! to Markdown, and words that look like code become code.

/// How wide a line of documentation may be.
const WIDTH: usize = 92;

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

/// A piece of a paragraph that is not broken across lines, and whether space stands before it.
struct Word {
    spaced: bool,
    text: String,
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    words: Vec<Word>,
    /// The lists that are open: the number of the next item where it is an ordered one.
    lists: Vec<Option<usize>>,
    /// The marker of an item that has no text yet.
    marker: Option<String>,
    spaced: bool,
    code: Option<String>,
    /// Where the link that is open goes, and the number of words before it.
    link: Option<(String, usize)>,
    /// How many marks of emphasis wait for the next word.
    opening: String,
}

impl Writer {
    fn tag(&mut self, tag: &Tag<'_>) {
        match (tag.name.as_str(), tag.closes) {
            ("code" | "pre", false) => self.code = Some(String::new()),
            ("code" | "pre", true) => self.end_code(),
            ("a", false) => self.link = tag.href.map(|href| (href.to_owned(), self.words.len())),
            ("a", true) => self.end_link(),
            _ if self.code.is_some() => {}
            ("b" | "strong" | "dt", false) => self.opening.push_str("**"),
            ("b" | "strong", true) => self.end_emphasis("**"),
            ("i" | "em", false) => self.opening.push('*'),
            ("i" | "em", true) => self.end_emphasis("*"),
            ("dt", true) => {
                self.end_emphasis("**");
                self.end_paragraph();
            }
            ("ul", false) => self.open_list(None),
            ("ol", false) => self.open_list(Some(1)),
            ("ul" | "ol", true) => {
                self.end_paragraph();
                self.lists.pop();
            }
            ("li", false) => self.open_item(),
            _ => self.end_paragraph(),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        for (index, piece) in text.split(char::is_whitespace).enumerate() {
            self.spaced |= index > 0;
            if !piece.is_empty() {
                self.word(&prose(piece));
            }
        }
    }

    fn word(&mut self, text: &str) {
        let text = std::mem::take(&mut self.opening) + text;
        self.words.push(Word {
            spaced: std::mem::take(&mut self.spaced),
            text,
        });
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else {
            return;
        };
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if !code.is_empty() {
            self.word(&code_span(&code));
        }
    }

    fn end_emphasis(&mut self, mark: &str) {
        if self.opening.ends_with(mark) {
            self.opening.truncate(self.opening.len() - mark.len());
        } else if let Some(last) = self.words.last_mut() {
            last.text.push_str(mark);
        }
    }

    fn end_link(&mut self) {
        let Some((href, start)) = self.link.take() else {
            return;
        };
        let Some(words) = self
            .words
            .get_mut(start..)
            .filter(|words| !words.is_empty())
        else {
            return;
        };
        words[0].text.insert(0, '[');
        let last = words.len() - 1;
        let text = &mut words[last].text;
        *text = format!("{text}]({href})");
    }

    fn open_list(&mut self, number: Option<usize>) {
        self.end_paragraph();
        self.lists.push(number);
    }

    fn open_item(&mut self) {
        self.end_paragraph();
        self.marker = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        });
    }

    fn end_paragraph(&mut self) {
        self.end_code();
        self.end_link();
        self.opening.clear();
        self.spaced = false;
        if self.words.is_empty() {
            return;
        }
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        let depth = self.lists.len();
        let indent = "  ".repeat(depth.saturating_sub(usize::from(self.marker.is_some())));
        let mut line = indent.clone();
        let marker = self.marker.take().unwrap_or_default();
        line.push_str(&marker);
        let indent = format!("{indent}{}", " ".repeat(marker.len()));
        let words: Vec<Word> = self.words.drain(..).collect();
        for (index, word) in words.iter().enumerate() {
            // A word that would start a block keeps the one before it on its line.
            let next = words.get(index + 1).filter(|next| starts_block(&next.text));
            let tail = next.map_or(0, |next| next.text.chars().count() + 1);
            let width = line.chars().count() + word.text.chars().count() + 1 + tail;
            let may_break = index > 0 && word.spaced && !starts_block(&word.text);
            if may_break && width > WIDTH {
                self.lines
                    .push(std::mem::replace(&mut line, indent.clone()));
            } else if index > 0 && word.spaced {
                line.push(' ');
            }
            line.push_str(&word.text);
        }
        self.lines.push(line);
    }

    fn finish(mut self) -> Vec<String> {
        self.end_paragraph();
        self.lines
    }
}

/// Whether a line that starts with it would no longer be part of its paragraph.
fn starts_block(word: &str) -> bool {
    let marker = word.trim_end_matches(['.', ')']);
    word.starts_with(['-', '+', '#', '='])
        || (marker.len() < word.len() && marker.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A word of prose: code if it looks like code, a link if it is an address, else escaped.
fn prose(word: &str) -> String {
    let start = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let end = word.rfind(char::is_alphanumeric).map_or(start, |end| {
        end + word[end..].chars().next().map_or(0, char::len_utf8)
    });
    let (before, rest) = word.split_at(start);
    let (core, after) = rest.split_at(end - start);
    let core = if core.starts_with("http://") || core.starts_with("https://") {
        format!("<{core}>")
    } else if looks_like_code(core) {
        code_span(core)
    } else {
        escape(core)
    };
    format!("{}{core}{}", escape(before), escape(after))
}

fn looks_like_code(word: &str) -> bool {
    let humps = word
        .as_bytes()
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    (humps || word.contains('_') || word.contains("::")) && !word.contains('`')
}

fn code_span(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#~|&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::from_html;

    fn markdown(html: &str) -> String {
        from_html(html).join("\n")
    }

    #[test]
    fn paragraphs_are_separated_by_a_blank_line() {
        assert_eq!(
            markdown("<p>One\n   two.</p>\n<p>Three.</p>"),
            "One two.\n\nThree."
        );
        assert_eq!(markdown("no tags"), "no tags");
        assert_eq!(markdown(""), "");
    }

    #[test]
    fn code_is_kept_as_it_is() {
        assert_eq!(
            markdown("<p>Set <code>{\"a|b\": \"*\"}</code>.</p>"),
            "Set `{\"a|b\": \"*\"}`."
        );
        assert_eq!(markdown("<code>a`b</code>"), "`` a`b ``");
        assert_eq!(markdown("<code></code>"), "");
    }

    #[test]
    fn emphasis_and_links_keep_their_words_and_punctuation() {
        assert_eq!(
            markdown("A <i>very</i>, <b>very bold</b> <a href=\"https://a.b/c\">link to x</a>."),
            "A *very*, **very bold** [link to x](https://a.b/c)."
        );
        assert_eq!(markdown("<a>no target</a>"), "no target");
    }

    #[test]
    fn lists_become_items_indented_by_their_depth() {
        assert_eq!(
            markdown("<p>Keys:</p><ul><li><p>one</p></li><li>two<ol><li>deep</li></ol></li></ul>"),
            "Keys:\n\n- one\n\n- two\n\n  1. deep"
        );
    }

    #[test]
    fn text_means_nothing_to_markdown() {
        assert_eq!(
            markdown("a [b] <region> x*y* &lt;z&gt;"),
            "a \\[b\\] \\<region\\> x\\*y\\* \\<z\\>"
        );
        assert_eq!(markdown("see https://a.b/c."), "see <https://a.b/c>.");
        assert_eq!(markdown("a < b"), "a \\< b");
    }

    #[test]
    fn words_that_look_like_code_become_code() {
        assert_eq!(
            markdown("the sessionId (USER_ID), not IDs"),
            "the `sessionId` (`USER_ID`), not IDs"
        );
    }

    #[test]
    fn long_lines_are_broken_but_never_into_a_new_block() {
        let text = format!("{} word 1. x", "w".repeat(86));
        assert_eq!(markdown(&text), format!("{}\nword 1. x", "w".repeat(86)));
        let text = format!("{} next", "w".repeat(90));
        assert_eq!(markdown(&text), format!("{}\nnext", "w".repeat(90)));
    }

    #[test]
    fn html_that_is_never_closed_loses_no_text() {
        assert_eq!(markdown("<p>a <code>b"), "a `b`");
        assert_eq!(markdown("<b>"), "");
        assert_eq!(markdown("x <"), "x \\<");
        assert_eq!(markdown("é<é"), "é\\<é");
    }
}
