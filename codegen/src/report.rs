//! Reports: each problem with its line of the model, marked where it is.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};

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
        for problem in self.problems() {
            let line = lines.get(problem.at.line - 1).copied().unwrap_or_default();
            text += &render(&self.file, line, problem, &level);
            text += "\n\n";
        }
        text + &format!("{count} {summary}")
    }
}

fn render(file: &str, line: &str, problem: &Diagnostic, level: &Level<'static>) -> String {
    let Diagnostic { at, shape, message } = problem;
    let (title, help) = match message.rsplit_once("; ") {
        Some((title, help)) => (title, Some(help)),
        None => (message.as_str(), None),
    };
    let mut characters = line.char_indices();
    let start = characters.nth(at.column - 1);
    let start = start.map_or(line.len(), |(byte, _)| byte);
    let marked = AnnotationKind::Primary.span(start..start + length(&line[start..]));
    let snippet = Snippet::source(line).line_start(at.line).path(file);
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
    Renderer::plain().render(&[group])
}

/// The length in bytes of the JSON token at the start of a text.
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
