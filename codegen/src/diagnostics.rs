//! Problems with a model: all of them, each with its place.

use std::fmt;

use personalize_events_ast::{Position, Problem, ShapeId};

use crate::Source;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where it is.
    pub at: Position,
    /// The shape it is in; `None` outside of any shape.
    pub shape: Option<ShapeId>,
    /// What is wrong and, behind `; `, what would be right.
    pub message: String,
}

impl From<Problem> for Diagnostic {
    fn from(problem: Problem) -> Self {
        Self {
            at: problem.at,
            shape: problem.shape,
            message: problem.message,
        }
    }
}

/// Every problem of a model, in the order of its text.
///
/// It prints a line for each: file, line, column, shape, what is wrong, what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    pub(crate) file: String,
    pub(crate) text: String,
    problems: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn new(source: Source<'_>, mut problems: Vec<Diagnostic>) -> Self {
        problems.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        problems.dedup();
        Self {
            file: source.name.to_owned(),
            text: source.text.to_owned(),
            problems,
        }
    }

    /// The problems.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            let Position { line, column, .. } = problem.at;
            write!(f, "{}:{line}:{column}: ", self.file)?;
            if let Some(shape) = &problem.shape {
                write!(f, "{shape}: ")?;
            }
            writeln!(f, "{}", problem.message)?;
        }
        Ok(())
    }
}

/// What is to be said of a model that was generated, in the order of its text: such as patterns that are
/// told and not checked.
///
/// It prints a line for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warnings(pub(crate) Diagnostics);

impl Warnings {
    pub(crate) fn new(source: Source<'_>, warnings: Vec<Diagnostic>) -> Self {
        Self(Diagnostics::new(source, warnings))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.problems.len()
    }
}

impl fmt::Display for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Diagnostics {}

/// Collects problems until the stage is done. Dropping one without [`finish`](Self::finish) is a
/// bug of the generator, and panics.
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

    /// About the model as a whole.
    pub(crate) fn push_outside(&mut self, message: &str) {
        self.problems.push(Diagnostic {
            at: Position::START,
            shape: None,
            message: message.to_owned(),
        });
    }

    pub(crate) fn finish<T>(mut self, value: Option<T>) -> Result<T, Vec<Diagnostic>> {
        self.finished = true;
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(std::mem::take(&mut self.problems)),
        }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        assert!(
            self.finished || std::thread::panicking(),
            "problems were collected and never told"
        );
    }
}
