//! How problems are shown to people: each with the line of the model and the place in it.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostics::{Diagnostic, Diagnostics, Warnings};

impl Diagnostics {
    /// Every problem with its line of the model, what is wrong in it marked, and what would be right.
    ///
    /// ```text
    /// error: there is no shape `com.example#Nam` in the model
    ///   --> models/films.json:12:21
    ///    |
    /// 12 |         "name": {"target": "com.example#Nam"}
    ///    |                            ^^^^^^^^^^^^^^^^^
    ///    |
    ///    = note: in `com.example#Film`
    ///    = help: define it or mend the id
    /// ```
    #[must_use]
    pub fn report(&self) -> String {
        let count = self.problems().len();
        let s = if count == 1 { "" } else { "s" };
        self.shown(&Level::ERROR) + &format!("{count} problem{s}; nothing was generated")
    }

    fn shown(&self, level: &Level<'static>) -> String {
        let lines: Vec<&str> = self.text.lines().collect();
        let mut text = String::new();
        for problem in self.problems() {
            let line = lines.get(problem.at.line - 1).copied().unwrap_or_default();
            text.push_str(&show(&self.file, line, problem, level));
            text.push_str("\n\n");
        }
        text
    }
}

impl Warnings {
    /// Every warning with its line of the model, and how many there are.
    #[must_use]
    pub fn report(&self) -> String {
        let count = self.count();
        let s = if count == 1 { "" } else { "s" };
        self.0.shown(&Level::WARNING) + &format!("{count} warning{s}")
    }
}

fn show(file: &str, line: &str, problem: &Diagnostic, level: &Level<'static>) -> String {
    let Diagnostic { at, shape, message } = problem;
    let (wrong, help) = match message.rsplit_once("; ") {
        Some((wrong, help)) => (wrong, Some(help)),
        None => (message.as_str(), None),
    };
    let mut characters = line.char_indices();
    let start = characters.nth(at.column - 1);
    let start = start.map_or(line.len(), |(byte, _)| byte);
    let place = AnnotationKind::Primary.span(start..start + length(&line[start..]));
    let snippet = Snippet::source(line).line_start(at.line).path(file);
    let note = shape.as_ref().map(|shape| format!("in `{shape}`"));
    let mut group = level
        .clone()
        .primary_title(wrong)
        .element(snippet.annotation(place));
    if let Some(note) = &note {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help));
    }
    Renderer::plain().render(&[group])
}

/// How many bytes belong to the value that starts a text: a string, a number, a word, a bracket.
fn length(text: &str) -> usize {
    let mut characters = text.char_indices();
    match characters.next() {
        Some((_, '"')) => {
            let mut escaped = false;
            let end = characters.find(|(_, character)| {
                let ends = *character == '"' && !escaped;
                escaped = *character == '\\' && !escaped;
                ends
            });
            end.map_or(text.len(), |(byte, _)| byte + 1)
        }
        Some((_, first)) if first.is_alphanumeric() || first == '-' => {
            let end = characters.find(|(_, character)| !character.is_alphanumeric());
            end.map_or(text.len(), |(byte, _)| byte)
        }
        Some((_, first)) => first.len_utf8(),
        None => 0,
    }
}
