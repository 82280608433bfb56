//! The path of the value that is validated, and the violations found so far.

use std::fmt;

use super::error::{ValidationError, Violation, ViolationKind};

/// The path of a value. It is formatted only for a violation.
#[derive(Clone, Copy, Debug)]
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'static str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn parent(&self) -> &Self {
        match self {
            Self::Root => self,
            Self::Member(parent, _) | Self::Index(parent, _) => parent,
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Member(Self::Root, name) => f.write_str(name),
            Self::Member(parent, name) => write!(f, "{parent}.{name}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// The path of the value that is validated, and the violations found so far.
#[derive(Debug)]
pub struct ValidationContext<'a> {
    path: Path<'a>,
    violations: &'a mut Vec<Violation>,
    /// Whether IDs may be the text `null`.
    allow_null_text: bool,
}

impl<'a> ValidationContext<'a> {
    /// The context of a value that is not part of another.
    pub(super) fn root(violations: &'a mut Vec<Violation>) -> Self {
        Self {
            path: Path::Root,
            violations,
            allow_null_text: false,
        }
    }
}

impl ValidationContext<'_> {
    /// The same context for a builder that allows the text `null` in its IDs, or not.
    pub fn null_text(&mut self, allowed: bool) -> ValidationContext<'_> {
        ValidationContext {
            path: self.path,
            violations: self.violations,
            allow_null_text: allowed,
        }
    }

    pub(super) fn allows_null_text(&self) -> bool {
        self.allow_null_text
    }

    pub(super) fn member(&mut self, name: &'static str) -> ValidationContext<'_> {
        ValidationContext {
            path: Path::Member(&self.path, name),
            violations: self.violations,
            allow_null_text: self.allow_null_text,
        }
    }

    pub(super) fn element(&mut self, index: usize) -> ValidationContext<'_> {
        ValidationContext {
            path: Path::Index(&self.path, index),
            violations: self.violations,
            allow_null_text: self.allow_null_text,
        }
    }

    /// Whether `check` adds no violation.
    pub(super) fn is_valid(&mut self, check: impl FnOnce(&mut Self)) -> bool {
        let before = self.violations.len();
        check(self);
        self.violations.len() == before
    }

    /// Adds a violation of the value.
    pub(super) fn add(&mut self, kind: ViolationKind) {
        self.violations
            .push(Violation::new(self.path.to_string(), kind));
    }

    /// Adds a violation of an entry of the value, which is JSON text.
    pub(super) fn add_at_key(&mut self, key: &str, kind: ViolationKind) {
        self.violations
            .push(Violation::new(format!("{}.{key}", self.path), kind));
    }

    /// Adds the violations of a value that was built before it was set. Their paths start below the value, or with the
    /// member that takes it.
    pub(super) fn extend(&mut self, error: ValidationError, paths_name_member: bool) {
        let path = if paths_name_member {
            self.path.parent()
        } else {
            &self.path
        };
        let prefix = path.to_string();
        let violations = error.into_violations().into_iter();
        self.violations
            .extend(violations.map(|violation| violation.below(&prefix)));
    }
}
