//! The problems of a model.

use std::fmt;

use personalize_events_ast::{Position, ShapeId, line_count};

use crate::Source;

pub use personalize_events_ast::Problem as Diagnostic;

/// Whether diagnostics prevent generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// A file of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ModelFile {
    pub(crate) name: String,
    pub(crate) text: String,
    /// How many lines the files before it have.
    pub(crate) lines_before: usize,
}

/// All problems of a model, or all warnings about it, such as patterns that are documented but not enforced, in
/// the order of its text.
///
/// `Display` prints a line for each: file, line, column, shape, problem, and how to correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    pub(crate) severity: Severity,
    pub(crate) files: Vec<ModelFile>,
    problems: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn new(
        severity: Severity,
        sources: &[Source<'_>],
        mut problems: Vec<Diagnostic>,
    ) -> Self {
        problems.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        // What a mixin has wrong, all shapes have that use it.
        problems.dedup_by(|a, b| a.at == b.at && a.message == b.message);
        let mut lines_before = 0;
        let files = sources.iter().map(|source| {
            let file = ModelFile {
                name: source.name.to_owned(),
                text: source.text.to_owned(),
                lines_before,
            };
            lines_before += line_count(source.text);
            file
        });
        Self {
            severity,
            files: files.collect(),
            problems,
        }
    }

    /// The number of the file in which a position is, and the position in it.
    pub(crate) fn locate(&self, mut at: Position) -> (usize, Position) {
        let index = self
            .files
            .partition_point(|file| file.lines_before < at.line)
            .saturating_sub(1);
        at.line -= self.files.get(index).map_or(0, |file| file.lines_before);
        (index, at)
    }

    /// The name of a file.
    pub(crate) fn name(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |file| &file.name)
    }

    /// The problems or warnings.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            let (file, at) = self.locate(problem.at);
            write!(f, "{}:{at}: ", self.name(file))?;
            if let Some(shape) = &problem.shape {
                write!(f, "{shape}: ")?;
            }
            writeln!(f, "{}", problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// Collects the problems of a stage. A collector that is dropped without [`finish`](Self::finish) is a bug
/// of the generator, and panics.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    problems: Vec<Diagnostic>,
    finished: bool,
}

impl Collector {
    pub(crate) fn push(&mut self, at: Position, shape: &ShapeId, message: impl Into<String>) {
        self.problems.push(Diagnostic {
            at,
            shape: Some(shape.clone()),
            message: message.into(),
        });
    }

    /// Adds a problem of the model as a whole.
    pub(crate) fn push_for_model(&mut self, message: &str) {
        self.problems.push(Diagnostic {
            at: Position::START,
            shape: None,
            message: message.to_owned(),
        });
    }

    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Diagnostic>> {
        let problems = self.into_problems();
        match value {
            Some(value) if problems.is_empty() => Ok(value),
            _ => Err(problems),
        }
    }

    pub(crate) fn into_problems(mut self) -> Vec<Diagnostic> {
        self.finished = true;
        std::mem::take(&mut self.problems)
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        assert!(
            self.finished || std::thread::panicking(),
            "problems were collected and not reported"
        );
    }
}
