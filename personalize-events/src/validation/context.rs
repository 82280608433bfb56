//! The path of the value that is validated, and the violations found so far.

use super::error::{ValidationError, Violation};
use super::kind::ViolationKind;
use super::path::{OwnedPath, PathSegment};

/// The path of a value. It is formatted only for a violation.
#[derive(Clone, Copy, Debug)]
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'static str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn owned(&self) -> OwnedPath {
        match self {
            Self::Root => OwnedPath::default(),
            Self::Member(parent, name) => parent.owned().join(PathSegment::Member(name)),
            Self::Index(parent, index) => parent.owned().join(PathSegment::Index(*index)),
        }
    }

    fn parent(&self) -> &Self {
        match self {
            Self::Root => self,
            Self::Member(parent, _) | Self::Index(parent, _) => parent,
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
    /// The members of the value that had violations before it was built, so that they are not missing.
    unreadable: &'a [&'static str],
}

impl<'a> ValidationContext<'a> {
    /// The context of a value that is not part of another.
    pub(super) fn root(violations: &'a mut Vec<Violation>) -> Self {
        Self {
            path: Path::Root,
            violations,
            allow_null_text: false,
            unreadable: &[],
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
            unreadable: self.unreadable,
        }
    }

    /// The same context for a builder that lacks members because of violations that were added before.
    pub(crate) fn without<'b>(
        &'b mut self,
        unreadable: &'b [&'static str],
    ) -> ValidationContext<'b> {
        ValidationContext {
            path: self.path,
            violations: self.violations,
            allow_null_text: self.allow_null_text,
            unreadable,
        }
    }

    pub(super) fn is_unreadable(&self, member: &str) -> bool {
        self.unreadable.contains(&member)
    }

    pub(super) fn allows_null_text(&self) -> bool {
        self.allow_null_text
    }

    pub(crate) fn member(&mut self, name: &'static str) -> ValidationContext<'_> {
        ValidationContext {
            path: Path::Member(&self.path, name),
            violations: self.violations,
            allow_null_text: self.allow_null_text,
            unreadable: &[],
        }
    }

    pub(crate) fn element(&mut self, index: usize) -> ValidationContext<'_> {
        ValidationContext {
            path: Path::Index(&self.path, index),
            violations: self.violations,
            allow_null_text: self.allow_null_text,
            unreadable: &[],
        }
    }

    /// Whether `check` adds no violation.
    pub(super) fn is_valid(&mut self, check: impl FnOnce(&mut Self)) -> bool {
        let before = self.violations.len();
        check(self);
        self.violations.len() == before
    }

    /// Adds a violation of the value.
    pub(crate) fn add(&mut self, kind: ViolationKind) {
        self.violations.push(Violation::at(self.path.owned(), kind));
    }

    /// Adds a violation of a value that has another type.
    pub fn unexpected_type(&mut self, found: &'static str, expected: &'static str) {
        self.add(ViolationKind::UnexpectedType { found, expected });
    }

    /// Adds a violation of an entry of the value, which is JSON.
    pub(crate) fn add_at_key(&mut self, key: &str, kind: ViolationKind) {
        let path = self.path.owned().join(PathSegment::Member(key));
        self.violations.push(Violation::at(path, kind));
    }

    /// Adds the violations of a value that was built before it was set. Their paths start below the value, or with the
    /// member that takes it.
    pub(super) fn extend(&mut self, error: ValidationError, paths_name_member: bool) {
        let path = if paths_name_member {
            self.path.parent()
        } else {
            &self.path
        };
        let prefix = path.owned();
        let violations = error.into_violations().into_iter();
        self.violations
            .extend(violations.map(|violation| violation.below(prefix.clone())));
    }
}
