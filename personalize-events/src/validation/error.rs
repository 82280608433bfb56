//! The error of invalid values, which lists every violation without the values.

use std::fmt;

use super::kind::ViolationKind;
use super::path::{OwnedPath, PathSegment};
use crate::error::ServiceText;

/// Every violation in a value that was given to a builder or written as properties.
///
/// It has names, counts and limits, but never values, so it can be logged.
///
/// # Example
///
/// ```
/// use personalize_events::{PutUsersRequest, User, Violation};
///
/// let error = PutUsersRequest::builder()
///     .dataset_arn("arn:aws:s3:::bucket")
///     .users([User::builder().user_id("x".repeat(300))])
///     .build()
///     .unwrap_err();
/// let paths: Vec<&str> = error.violations().iter().map(Violation::path).collect();
/// assert_eq!(paths, ["datasetArn", "users[0].userId"]);
/// assert_eq!(
///     error.violations()[1].to_string(),
///     "users[0].userId has 300 characters, but at most 256 are allowed"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    violations: Vec<Violation>,
}

impl ValidationError {
    pub(crate) fn new(violations: Vec<Violation>) -> Self {
        Self { violations }
    }

    /// The violations, in the order of the members. There is at least one.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationError {}

/// A violation and its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: OwnedPath,
    kind: ViolationKind,
}

impl Violation {
    /// A violation of a member or property.
    pub(crate) fn new(name: &str, kind: ViolationKind) -> Self {
        let path = OwnedPath::default().join(PathSegment::Member(name));
        Self::at(path, kind)
    }

    pub(super) fn at(path: OwnedPath, kind: ViolationKind) -> Self {
        Self { path, kind }
    }

    /// The path of the value, with the service's names: `users[3].userId`, `properties.score`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path.as_str()
    }

    /// The parts of the path.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{PathSegment, PutUsersRequest, User};
    ///
    /// let error = PutUsersRequest::builder()
    ///     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
    ///     .users([User::builder().user_id("viewer-1"), User::builder()])
    ///     .build()
    ///     .unwrap_err();
    /// let segments: Vec<PathSegment> = error.violations()[0].segments().collect();
    /// assert_eq!(
    ///     segments,
    ///     [PathSegment::Member("users"), PathSegment::Index(1), PathSegment::Member("userId")]
    /// );
    /// ```
    pub fn segments(&self) -> impl Iterator<Item = PathSegment<'_>> + Clone {
        self.path.segments()
    }

    /// What is wrong with the value.
    #[must_use]
    pub fn kind(&self) -> &ViolationKind {
        &self.kind
    }

    /// The same violation of an element of the value.
    pub(crate) fn of_element(mut self, index: usize) -> Self {
        self.path = self.path.join(PathSegment::Index(index));
        self
    }

    /// The same violation of a value in a member; in none if the name is empty.
    pub(crate) fn in_member(self, name: &str) -> Self {
        if name.is_empty() {
            return self;
        }
        self.below(OwnedPath::default().join(PathSegment::Member(name)))
    }

    pub(super) fn below(mut self, parent: OwnedPath) -> Self {
        self.path = self.path.below(parent);
        self
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Keys of objects are input.
        write!(f, "{} {}", ServiceText(self.path()), self.kind)
    }
}
