//! The problems of a model.

use std::fmt;

use personalize_events_ast::{Position, ShapeId};

use crate::Source;

pub use personalize_events_ast::Problem as Diagnostic;

/// Whether diagnostics prevent generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    Error,
    Warning,
}

/// All problems of a model, or all warnings about it, such as patterns that are documented but not enforced, in
/// the order of its text.
///
/// `Display` prints a line for each: file, line, column, shape, problem, and how to correct it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    pub(crate) severity: Severity,
    pub(crate) file: String,
    pub(crate) text: String,
    problems: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn new(
        severity: Severity,
        source: Source<'_>,
        mut problems: Vec<Diagnostic>,
    ) -> Self {
        problems.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        problems.dedup();
        Self {
            severity,
            file: source.name.to_owned(),
            text: source.text.to_owned(),
            problems,
        }
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
            write!(f, "{}:{}: ", self.file, problem.at)?;
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
