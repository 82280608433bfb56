//! How constraints are checked: the tables are generated, the checks are here.

use std::convert::Infallible;

use super::{Json, Pattern, Timestamp};
use crate::invalid::{Invalid, Reason, Violation};

/// One row of a table of constraints.
#[derive(Debug)]
pub enum Constraint {
    /// The Smithy trait `length`: Unicode scalar values of a string, elements of a list.
    Length {
        /// The least that is allowed.
        min: usize,
        /// The most that is allowed.
        max: Option<usize>,
    },
    /// The Smithy trait `pattern`.
    Pattern(&'static Pattern),
    /// The Smithy trait `mediaType` with the value `application/json`.
    Json,
    /// The same, of a member that holds properties: the service takes an object only.
    JsonObject,
    /// What holds for each element of a list.
    Each(&'static [Constraint]),
}

impl Constraint {
    /// A length with both bounds.
    #[must_use]
    pub const fn length(min: usize, max: usize) -> Self {
        Self::Length {
            min,
            max: Some(max),
        }
    }

    /// A length that has only a lower bound.
    #[must_use]
    pub const fn min_length(min: usize) -> Self {
        Self::Length { min, max: None }
    }
}

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
            None => scope.violated(Reason::Required),
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

    fn member(&mut self, name: &'static str) -> Scope<'_> {
        Scope {
            path: Path::Member(&self.path, name),
            found: self.found,
        }
    }

    fn element(&mut self, index: usize) -> Scope<'_> {
        Scope {
            path: Path::Index(&self.path, index),
            found: self.found,
        }
    }

    fn violated<T>(&mut self, reason: Reason) -> Option<T> {
        self.found.push(Violation::new(self.path.spell(), reason));
        None
    }

    /// Takes over what was found before, with paths that start below `path`.
    fn adopt(&mut self, path: Path<'_>, invalid: Invalid) {
        let prefix = path.spell();
        let violations = invalid.into_violations().into_iter();
        self.found
            .extend(violations.map(|violation| violation.below(&prefix)));
    }
}

/// A builder: it checks what it was given and tells everything that is wrong.
pub trait Build {
    /// What it builds.
    type Output;

    /// Builds within a larger value; `None` when a violation was found.
    fn build_in(self, scope: &mut Scope<'_>) -> Option<Self::Output>;
}

/// Builds a value that stands alone.
///
/// # Errors
///
/// Every violation in it.
pub fn build<B: Build>(builder: B) -> Result<B::Output, Invalid> {
    let mut found = Vec::new();
    let built = builder.build_in(&mut Scope {
        path: Path::Root,
        found: &mut found,
    });
    match built {
        Some(built) if found.is_empty() => Ok(built),
        _ => Err(Invalid::new(found)),
    }
}

/// A value that can be checked against a table of constraints.
pub trait Validate: Sized {
    /// What it is once it is known to be valid.
    type Valid;

    /// Checks it; `None` when a violation was found.
    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid>;
}

impl Validate for String {
    type Valid = Self;

    fn validate(self, constraints: &'static [Constraint], scope: &mut Scope<'_>) -> Option<Self> {
        check_text(&self, constraints, scope).then_some(self)
    }
}

impl Validate for Json {
    type Valid = Self;

    fn validate(self, constraints: &'static [Constraint], scope: &mut Scope<'_>) -> Option<Self> {
        check_text(self.as_str(), constraints, scope).then_some(self)
    }
}

impl<V: Validate> Validate for Vec<V> {
    type Valid = Vec<V::Valid>;

    fn validate(
        self,
        constraints: &'static [Constraint],
        scope: &mut Scope<'_>,
    ) -> Option<Self::Valid> {
        let before = scope.found.len();
        let mut each: &'static [Constraint] = &[];
        for constraint in constraints {
            match constraint {
                Constraint::Length { min, max } => {
                    check_length(self.len(), *min, *max, "element", scope);
                }
                Constraint::Each(constraints) => each = constraints,
                Constraint::Pattern(_) | Constraint::Json | Constraint::JsonObject => {}
            }
        }
        let valid: Vec<V::Valid> = self
            .into_iter()
            .enumerate()
            .filter_map(|(index, value)| value.validate(each, &mut scope.element(index)))
            .collect();
        (scope.found.len() == before).then_some(valid)
    }
}

/// Types whose every value is valid, as far as the constraints that we generate go.
macro_rules! always_valid {
    ($($type:ty),*) => {$(
        impl Validate for $type {
            type Valid = Self;

            fn validate(self, _: &'static [Constraint], _: &mut Scope<'_>) -> Option<Self> {
                Some(self)
            }
        }
    )*};
}

always_valid!(bool, i8, i16, i32, i64, f32, f64, Timestamp);

fn check_text(text: &str, constraints: &[Constraint], scope: &mut Scope<'_>) -> bool {
    let before = scope.found.len();
    for constraint in constraints {
        match constraint {
            Constraint::Length { min, max } => {
                check_length(text.chars().count(), *min, *max, "character", scope);
            }
            Constraint::Pattern(pattern) => {
                if !pattern.matches(text) {
                    let pattern = pattern.source;
                    scope.violated::<()>(Reason::Pattern { pattern });
                }
            }
            Constraint::Json => check_json(text, scope),
            Constraint::JsonObject => {
                let found = scope.found.len();
                check_json(text, scope);
                if scope.found.len() == found && !text.trim_start().starts_with('{') {
                    scope.violated::<()>(Reason::NotObject);
                }
            }
            Constraint::Each(_) => {}
        }
    }
    scope.found.len() == before
}

fn check_json(text: &str, scope: &mut Scope<'_>) {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let problem = error.to_string();
        scope.violated::<()>(Reason::NotJson { problem });
    }
}

fn check_length(
    found: usize,
    min: usize,
    max: Option<usize>,
    unit: &'static str,
    scope: &mut Scope<'_>,
) {
    if found < min || max.is_some_and(|max| found > max) {
        scope.violated::<()>(Reason::Length {
            found,
            min,
            max,
            unit,
        });
    }
}

/// A value that has a builder, and so can be given to another builder before it is valid.
pub trait Drafted: Validate<Valid = Self> {
    /// Its builder.
    type Builder: Build<Output = Self> + Clone;

    /// Whether violations found before name the member that the value becomes.
    const NAMES_MEMBER: bool = false;
}

/// JSON text is no structure: it is checked where it is set, against the limits of that member.
impl Drafted for Json {
    type Builder = Infallible;

    const NAMES_MEMBER: bool = true;
}

impl Build for Infallible {
    type Output = Json;

    fn build_in(self, _: &mut Scope<'_>) -> Option<Json> {
        match self {}
    }
}

/// What a builder takes for a part of it: the part, the part's builder, or the [`Result`] of
/// making the part. The builder that takes it reports what is wrong, with the path of the part.
///
/// # Example
///
/// ```
/// use personalize_events::{PutUsersRequest, User};
///
/// let request = PutUsersRequest::builder()
///     .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
///     .users([
///         User::builder().user_id("user-1"),
///         User::builder().user_id("user-2"),
///     ])
///     .build();
/// assert!(request.is_ok());
/// ```
#[derive(Clone)]
pub struct Draft<T: Drafted>(State<T>);

#[derive(Clone)]
enum State<T: Drafted> {
    Value(T),
    Builder(T::Builder),
    Invalid(Invalid),
}

impl<T: Drafted> Draft<T> {
    /// From a builder that was not asked to build yet.
    pub fn from_builder(builder: T::Builder) -> Self {
        Self(State::Builder(builder))
    }
}

impl<T: Drafted> std::fmt::Debug for Draft<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}

impl<T: Drafted> From<T> for Draft<T> {
    fn from(value: T) -> Self {
        Self(State::Value(value))
    }
}

impl<T: Drafted> From<Result<T, Invalid>> for Draft<T> {
    fn from(result: Result<T, Invalid>) -> Self {
        Self(match result {
            Ok(value) => State::Value(value),
            Err(invalid) => State::Invalid(invalid),
        })
    }
}

impl From<String> for Draft<Json> {
    fn from(text: String) -> Self {
        Json::from(text).into()
    }
}

impl From<&str> for Draft<Json> {
    fn from(text: &str) -> Self {
        Json::from(text).into()
    }
}

impl<T: Drafted> Validate for Draft<T> {
    type Valid = T;

    fn validate(self, constraints: &'static [Constraint], scope: &mut Scope<'_>) -> Option<T> {
        match self.0 {
            State::Value(value) => value.validate(constraints, scope),
            State::Builder(builder) => builder.build_in(scope),
            State::Invalid(invalid) => {
                let path = if T::NAMES_MEMBER {
                    *scope.path.parent()
                } else {
                    scope.path
                };
                scope.adopt(path, invalid);
                None
            }
        }
    }
}
