//! Paragraphs and lists: words, as many on a line as fit.

use super::html::Tag;
use super::words::{address, code_span, prose, start, starts_block};

/// How wide a line of documentation may be.
const WIDTH: usize = 92;

/// A piece of a paragraph that is not broken across lines, and whether space stands before it.
struct Word {
    spaced: bool,
    text: String,
}

/// A list that is open.
struct List {
    /// The number of the next item, where it is an ordered one.
    number: Option<usize>,
    /// How far the markers of its items are indented.
    indent: usize,
    /// How far what is in its current item is indented.
    inner: usize,
}

/// A link that is open.
struct Link {
    href: String,
    /// How many words stand before it.
    words: usize,
    /// How many characters of its first word are marks that stand before it.
    marks: usize,
}

#[derive(Default)]
pub(super) struct Writer {
    lines: Vec<String>,
    words: Vec<Word>,
    lists: Vec<List>,
    /// The marker of an item that has no text yet.
    marker: Option<String>,
    spaced: bool,
    code: Option<String>,
    link: Option<Link>,
    /// The marks of emphasis that are open, and how many of them wait for the next word.
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
                self.word(&prose(piece));
            }
        }
    }

    fn word(&mut self, text: &str) {
        let text = if self.words.is_empty() {
            start(text)
        } else {
            text.to_owned()
        };
        let marks = self.open[self.open.len() - self.waiting..].concat();
        self.waiting = 0;
        self.words.push(Word {
            spaced: std::mem::take(&mut self.spaced),
            text: marks + &text,
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

    fn open_emphasis(&mut self, mark: &'static str) {
        if !self.open.contains(&mark) {
            self.open.push(mark);
            self.waiting += 1;
        }
    }

    /// Ends a mark, and those that were opened after it.
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
            href: address(href),
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
        // A list that opens an item takes its place: there is no text to stand below.
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

    pub(super) fn finish(mut self) -> Vec<String> {
        self.end_paragraph();
        self.lines
    }
}
