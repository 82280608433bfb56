//! Where a check stands: the path to a value, and what has been found wrong so far.

use super::{Constraint, Validate};
use crate::validation_error::{ValidationError, Violation, ViolationKind};

/// A place in the value that is being checked, known to those below it.
#[derive(Clone, Copy, Debug)]
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'static str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// Spelled only when something is wrong.
    fn spell(&self) -> String {
        match self {
            Self::Root => String::new(),
            Self::Member(Self::Root, name) => (*name).to_owned(),
            Self::Member(parent, name) => format!("{}.{name}", parent.spell()),
            Self::Index(parent, index) => format!("{}[{index}]", parent.spell()),
        }
    }

    fn parent(&self) -> &Self {
        match self {
            Self::Root => self,
            Self::Member(parent, _) | Self::Index(parent, _) => parent,
        }
    }
}

/// Where a check stands, and what all checks have found so far.
#[derive(Debug)]
pub struct Scope<'a> {
    path: Path<'a>,
    found: &'a mut Vec<Violation>,
}

impl<'a> Scope<'a> {
    /// Of a value that stands alone.
    pub(super) fn root(found: &'a mut Vec<Violation>) -> Self {
        let path = Path::Root;
        Self { path, found }
    }

    /// How many violations have been found.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }
}

impl Scope<'_> {
    /// Checks a member that has to be there.
    pub fn required<V: Validate>(
        &mut self,
        name: &'static str,
        value: Option<V>,
        constraints: &'static [Constraint],
    ) -> Option<V::Valid> {
        let mut scope = self.member(name);
        match value {
            Some(value) => value.validate(constraints, &mut scope),
            None => scope.violated(ViolationKind::Required),
        }
    }

    /// Checks a member that may be absent; `None` when it is there and violates something.
    pub fn optional<V: Validate>(
        &mut self,
        name: &'static str,
        value: Option<V>,
        constraints: &'static [Constraint],
    ) -> Option<Option<V::Valid>> {
        match value {
            Some(value) => value
                .validate(constraints, &mut self.member(name))
                .map(Some),
            None => Some(None),
        }
    }

    /// Checks a member that has to be there although its type says that it may be absent, as in
    /// what an operation takes.
    pub fn demanded<V: Validate>(
        &mut self,
        name: &'static str,
        value: Option<V>,
        constraints: &'static [Constraint],
    ) -> Option<Option<V::Valid>> {
        self.required(name, value, constraints).map(Some)
    }

    pub(super) fn member(&mut self, name: &'static str) -> Scope<'_> {
        Scope {
            path: Path::Member(&self.path, name),
            found: self.found,
        }
    }

    pub(super) fn element(&mut self, index: usize) -> Scope<'_> {
        Scope {
            path: Path::Index(&self.path, index),
            found: self.found,
        }
    }

    /// Notes a violation; `None`, for the caller to return.
    pub(super) fn violated<T>(&mut self, reason: ViolationKind) -> Option<T> {
        self.found.push(Violation::new(self.path.spell(), reason));
        None
    }

    /// Takes over what was found before this value was set. Paths start below the value, or with
    /// the name of the member that it becomes.
    pub(super) fn adopt<T>(&mut self, invalid: ValidationError, names_member: bool) -> Option<T> {
        let path = if names_member {
            self.path.parent()
        } else {
            &self.path
        };
        let prefix = path.spell();
        let violations = invalid.into_violations().into_iter();
        self.found
            .extend(violations.map(|violation| violation.below(&prefix)));
        None
    }
}
