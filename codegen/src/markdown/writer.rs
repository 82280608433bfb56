//! Writes paragraphs and lists, with as many words on a line as fit.

use super::html::Tag;
use super::words::{code_span, in_link, prose, start, starts_block, url};

/// The maximal width of a line.
const WIDTH: usize = 92;

/// A piece of a paragraph without line breaks, and whether a space precedes it.
struct Word {
    spaced: bool,
    text: String,
}

/// An open list.
struct List {
    /// The number of the next item of an ordered list.
    number: Option<usize>,
    /// The indentation of the markers of its items.
    indent: usize,
    /// The indentation of the content of its current item.
    inner: usize,
}

/// An open link.
struct Link {
    href: String,
    /// The number of words before it.
    words: usize,
    /// The length of the emphasis marks before its first word.
    marks: usize,
}

#[derive(Default)]
pub(super) struct Writer {
    lines: Vec<String>,
    words: Vec<Word>,
    lists: Vec<List>,
    /// The marker of an item without text so far.
    marker: Option<String>,
    spaced: bool,
    code: Option<String>,
    link: Option<Link>,
    /// The open emphasis marks, and how many of them are still to be written before the next word.
    open: Vec<&'static str>,
    waiting: usize,
}

impl Writer {
    pub(super) fn tag(&mut self, tag: &Tag<'_>) {
        match (tag.name.as_str(), tag.is_end) {
            ("code" | "pre", false) => self.code = Some(String::new()),
            ("code" | "pre", true) => self.end_code(),
            _ if self.code.is_some() => {}
            ("a", false) => self.open_link(tag.href),
            ("a", true) => self.end_link(),
            ("b" | "strong" | "dt", false) => self.open_emphasis("**"),
            ("b" | "strong", true) => self.end_emphasis("**"),
            ("i" | "em", false) => self.open_emphasis("*"),
            ("i" | "em", true) => self.end_emphasis("*"),
            ("ul", false) => self.open_list(None),
            ("ol", false) => self.open_list(Some(1)),
            ("ul" | "ol", true) => {
                self.end_paragraph();
                self.lists.pop();
                self.marker = None;
            }
            ("li", false) => self.open_item(),
            _ => self.end_paragraph(),
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        for (index, piece) in text.split(char::is_whitespace).enumerate() {
            self.spaced |= index > 0;
            if !piece.is_empty() {
                let format = if self.link.is_some() { in_link } else { prose };
                self.word(format(piece));
            }
        }
    }

    fn word(&mut self, mut text: String) {
        if self.words.is_empty() {
            text = start(text);
        }
        let marks = self.open[self.open.len() - self.waiting..].concat();
        text.insert_str(0, &marks);
        self.waiting = 0;
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
            self.word(code_span(&code));
        }
    }

    fn open_emphasis(&mut self, mark: &'static str) {
        if !self.open.contains(&mark) {
            self.open.push(mark);
            self.waiting += 1;
        }
    }

    /// Ends a mark and those that were opened after it.
    fn end_emphasis(&mut self, mark: &str) {
        if self.open.contains(&mark) {
            while let Some(last) = self.open.pop() {
                if self.waiting > 0 {
                    self.waiting -= 1;
                } else if let Some(word) = self.words.last_mut() {
                    word.text.push_str(last);
                }
                if last == mark {
                    break;
                }
            }
        }
    }

    fn open_link(&mut self, href: Option<&str>) {
        self.end_link();
        self.link = href.map(|href| Link {
            href: url(href),
            words: self.words.len(),
            marks: self.open[self.open.len() - self.waiting..].concat().len(),
        });
    }

    fn end_link(&mut self) {
        let Some(link) = self.link.take() else {
            return;
        };
        let words = self.words.get_mut(link.words..);
        let Some(words) = words.filter(|words| !words.is_empty()) else {
            return;
        };
        words[0].text.insert(link.marks, '[');
        let last = words.len() - 1;
        let text = &mut words[last].text;
        *text = format!("{text}]({})", link.href);
    }

    fn open_list(&mut self, number: Option<usize>) {
        self.end_paragraph();
        // A list at the start of an item replaces it, as there is no text to indent the list below.
        let opens_item = self.marker.take().is_some();
        let indent = self
            .lists
            .last()
            .map_or(0, |list| if opens_item { list.indent } else { list.inner });
        self.lists.push(List {
            number,
            indent,
            inner: indent,
        });
    }

    fn open_item(&mut self) {
        self.end_paragraph();
        if self.lists.is_empty() {
            self.open_list(None);
        }
        if let Some(list) = self.lists.last_mut() {
            let marker = match &mut list.number {
                Some(number) => {
                    *number += 1;
                    format!("{}. ", *number - 1)
                }
                None => "- ".to_owned(),
            };
            list.inner = list.indent + marker.len();
            self.marker = Some(marker);
        }
    }

    fn end_paragraph(&mut self) {
        self.end_code();
        self.end_link();
        if let Some(first) = self.open.first().copied() {
            self.end_emphasis(first);
        }
        self.spaced = false;
        if self.words.is_empty() {
            return;
        }
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        let marker = self.marker.take().unwrap_or_default();
        let inner = self.lists.last().map_or(0, |list| list.inner);
        let indent = " ".repeat(inner);
        let mut line = format!("{}{marker}", " ".repeat(inner - marker.len()));
        let words: Vec<Word> = self.words.drain(..).collect();
        for (index, word) in words.iter().enumerate() {
            // A word that would start a block needs the word before it on its line.
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

    pub(super) fn finish(mut self) -> Vec<String> {
        self.end_paragraph();
        self.lines
    }
}
