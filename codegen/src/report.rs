//! Reports: each problem with its line of the model, marked where it is.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use personalize_events_ast::Position;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};

/// The maximum number of characters of a line that are shown in front of a problem.
const BEFORE: usize = 100;

/// The maximum number of characters that are shown from the start of a problem.
const AFTER: usize = 200;

impl Diagnostics {
    /// Renders every problem with its line of the model and the help.
    ///
    /// ```text
    /// error: the shape `com.example#Nam` does not exist
    ///   --> models/films.json:12:21
    ///    |
    /// 12 |         "name": {"target": "com.example#Nam"}
    ///    |                            ^^^^^^^^^^^^^^^^^
    ///    |
    ///    = note: in `com.example#Film`
    ///    = help: define it or correct the id
    /// ```
    ///
    /// The last line is the number of problems or warnings.
    #[must_use]
    pub fn report(&self) -> String {
        let count = self.problems().len();
        let s = if count == 1 { "" } else { "s" };
        let (level, summary) = match self.severity {
            Severity::Error => (Level::ERROR, format!("problem{s}; nothing was generated")),
            Severity::Warning => (Level::WARNING, format!("warning{s}")),
        };
        let lines: Vec<&str> = self.text.lines().collect();
        let mut text = String::new();
        // The problems are in the order of the text, so that a line is passed once: a model may be a single one.
        let (mut last, mut offset) = (Position::START, 0);
        for problem in self.problems() {
            let at = problem.at;
            let line = lines.get(at.line - 1).copied().unwrap_or_default();
            let passed = if at.line == last.line { last.column } else { 1 };
            let start = if at.line == last.line { offset } else { 0 };
            offset = start + length_of(&line[start..], at.column - passed);
            last = at;
            text += &render(&self.file, line, offset, problem, &level);
            text += "\n\n";
        }
        text + &format!("{count} {summary}")
    }
}

/// Renders a problem that starts at a byte of its line.
fn render(
    file: &str,
    line: &str,
    start: usize,
    problem: &Diagnostic,
    level: &Level<'static>,
) -> String {
    let Diagnostic { at, shape, message } = problem;
    let (title, help) = match message.rsplit_once("; ") {
        Some((title, help)) => (title, Some(help)),
        None => (message.as_str(), None),
    };
    let (before, after) = line.split_at(start);
    let mut cut = before.char_indices().rev();
    let cut = cut.nth(BEFORE - 1).map_or(0, |(byte, _)| byte);
    let after = &after[..length_of(after, AFTER)];
    let shown = [if cut > 0 { "..." } else { "" }, &before[cut..], after].concat();
    let start = shown.len() - after.len();
    let marked = AnnotationKind::Primary.span(start..start + token_length(after));
    let column = shown[..start].chars().count() + 1;
    let snippet = Snippet::source(shown).line_start(at.line).path(file);
    let note = shape.as_ref().map(|shape| format!("in `{shape}`"));
    let mut group = level
        .clone()
        .primary_title(title)
        .element(snippet.annotation(marked));
    if let Some(note) = &note {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help));
    }
    // The renderer counts columns in the part that is shown. After an `Origin`, it would print a line `:::`.
    let found = format!("--> {file}:{}:{column}\n", at.line);
    let text = Renderer::plain().render(&[group]);
    text.replacen(&found, &format!("--> {file}:{at}\n"), 1)
}

/// The length in bytes of the first characters of a text.
fn length_of(text: &str, characters: usize) -> usize {
    let mut rest = text.char_indices();
    rest.nth(characters).map_or(text.len(), |(byte, _)| byte)
}

/// The length in bytes of the JSON token at the start of a text.
fn token_length(text: &str) -> usize {
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
