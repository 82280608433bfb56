//! Reports: each problem with its line of the model, marked where it is. A problem that occurs in several places is shown
//! once, with the other places. Of the problems of one kind, whose messages differ only in names, the first are shown
//! with their lines, and the others are listed.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use indexmap::IndexMap;
use personalize_events_ast::Position;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};

/// The maximum number of characters of a line that are shown in front of a problem.
const BEFORE: usize = 100;

/// The maximum number of characters that are shown from the start of a problem.
const AFTER: usize = 200;

/// How many problems of a kind are shown with their lines.
const SHOWN: usize = 3;

/// How many other places of a problem are listed.
const PLACES: usize = 3;

/// A problem in the report.
struct Reported<'a> {
    problem: &'a Diagnostic,
    /// Its first place.
    place: Place,
    /// The byte of the line at which that is.
    offset: usize,
    /// The other places.
    others: Vec<Place>,
}

/// A file and a position in it.
#[derive(Clone, Copy)]
struct Place {
    file: usize,
    at: Position,
}

impl Diagnostics {
    /// Renders every problem with its line of the model and the help. Equal problems are rendered once.
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
        let files = self.files.iter();
        let lines: Vec<Vec<&str>> = files.map(|file| file.text.lines().collect()).collect();
        let mut text = String::new();
        for kind in self.kinds(&lines).values() {
            let (shown, listed) = kind.split_at(kind.len().min(SHOWN));
            for reported in shown {
                let line = line(&lines, reported.place);
                text += &self.render(line, reported, &level);
                text += "\n\n";
            }
            if !listed.is_empty() {
                text += &self.list(listed);
                text += "\n";
            }
        }
        text + &format!("{count} {summary}")
    }

    /// The different problems by kind, in the order of the text.
    fn kinds(&self, lines: &[Vec<&str>]) -> IndexMap<String, Vec<Reported<'_>>> {
        let mut kinds: IndexMap<String, IndexMap<&str, Reported<'_>>> = IndexMap::new();
        // The problems are in the order of the text, so that a line is passed once: a model may be a single one.
        let (mut last, mut offset) = (Position::START, 0);
        for problem in self.problems() {
            let (file, at) = self.locate(problem.at);
            let place = Place { file, at };
            let line = line(lines, place);
            let is_same = problem.at.line == last.line;
            let passed = if is_same { last.column } else { 1 };
            let start = if is_same { offset } else { 0 };
            offset = start + length_of(&line[start..], at.column - passed);
            last = problem.at;
            let kind = kinds.entry(kind_of_problem(problem)).or_default();
            let reported = kind.entry(&problem.message);
            reported
                .and_modify(|reported| reported.others.push(place))
                .or_insert_with(|| Reported {
                    problem,
                    place,
                    offset,
                    others: Vec::new(),
                });
        }
        let kinds = kinds.into_iter();
        kinds
            .map(|(kind, reported)| (kind, reported.into_values().collect()))
            .collect()
    }

    /// Lists problems of one kind, a line each.
    fn list(&self, listed: &[Reported<'_>]) -> String {
        let s = if listed.len() == 1 { "" } else { "s" };
        let mut text = format!("{} more problem{s} of this kind:\n", listed.len());
        for Reported {
            problem,
            place,
            others,
            ..
        } in listed
        {
            let (title, _) = parts(&problem.message);
            let others = if others.is_empty() {
                String::new()
            } else {
                format!(" ({})", self.places(others, place.file))
            };
            text += &[
                "  ",
                self.name(place.file),
                ":",
                &place.at.to_string(),
                ": ",
                title,
                &others,
                "\n",
            ]
            .concat();
        }
        text
    }
    /// `also at 3:5, 7:9 and in 4 more places`
    fn places(&self, others: &[Place], file: usize) -> String {
        let (listed, rest) = others.split_at(others.len().min(PLACES));
        let listed = listed.iter().map(|place| {
            if place.file == file {
                place.at.to_string()
            } else {
                format!("{}:{}", self.name(place.file), place.at)
            }
        });
        let listed: Vec<String> = listed.collect();
        let more = match rest.len() {
            0 => String::new(),
            1 => " and in 1 more place".to_owned(),
            count => format!(" and in {count} more places"),
        };
        format!("also at {}{more}", listed.join(", "))
    }

    /// Renders a problem in its line.
    fn render(&self, line: &str, reported: &Reported<'_>, level: &Level<'static>) -> String {
        let Diagnostic { shape, message, .. } = reported.problem;
        let Place { file: number, at } = reported.place;
        let file = self.name(number);
        let (title, help) = parts(message);
        let (before, after) = line.split_at(reported.offset);
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
        let others = self.places(&reported.others, number);
        if !reported.others.is_empty() {
            group = group.element(Level::NOTE.message(others.as_str()));
        }
        if let Some(help) = help {
            group = group.element(Level::HELP.message(help));
        }
        // The renderer counts columns in the part that is shown. After an `Origin`, it would print a line `:::`.
        let found = format!("--> {file}:{}:{column}\n", at.line);
        let text = Renderer::plain().render(&[group]);
        text.replacen(&found, &format!("--> {file}:{at}\n"), 1)
    }
}

fn line<'a>(lines: &[Vec<&'a str>], Place { file, at }: Place) -> &'a str {
    let line = lines.get(file).and_then(|lines| lines.get(at.line - 1));
    line.copied().unwrap_or_default()
}

/// What is wrong, without the names in it: equal for all problems of one kind.
///
/// ```text
/// the shape `…` does not exist
/// ```
#[must_use]
pub fn kind_of_problem(problem: &Diagnostic) -> String {
    let (title, _) = parts(&problem.message);
    let parts = title.split('`');
    parts.step_by(2).collect::<Vec<_>>().join("`…`")
}

/// What is wrong, and how to correct it.
pub(crate) fn parts(message: &str) -> (&str, Option<&str>) {
    match message.rsplit_once("; ") {
        Some((title, help)) => (title, Some(help)),
        None => (message, None),
    }
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
