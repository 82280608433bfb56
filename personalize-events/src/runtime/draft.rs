//! What builders take before it is valid.

use std::convert::Infallible;
use std::fmt;

use serde::Serialize;

use super::{Build, Constraint, JsonString, Scope, Validate};
use crate::validation_error::ValidationError;

/// A value that has a builder, and so can be given to another builder before it is valid.
pub trait Drafted: Validate<Valid = Self> + Serialize {
    /// Its builder.
    type Builder: Build<Output = Self> + Clone;

    /// Whether violations found before name the member that the value becomes.
    const NAMES_MEMBER: bool = false;
}

/// JSON text is no structure: it is checked where it is set, against the limits of that member.
impl Drafted for JsonString {
    type Builder = Infallible;

    const NAMES_MEMBER: bool = true;
}

impl Build for Infallible {
    type Output = JsonString;

    fn build_in(self, _: &mut Scope<'_>) -> Option<JsonString> {
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
    Invalid(ValidationError),
}

impl<T: Drafted> Draft<T> {
    /// From a builder that was not asked to build yet.
    pub fn from_builder(builder: T::Builder) -> Self {
        Self(State::Builder(builder))
    }
}

impl<T: Drafted<Valid = T>> Draft<T> {
    /// The value, if it is valid where it stands alone.
    pub(crate) fn built(self) -> Result<T, ValidationError> {
        let mut found = Vec::new();
        let built = self.validate(&[], &mut Scope::root(&mut found));
        match built {
            Some(built) if found.is_empty() => Ok(built),
            _ => Err(ValidationError::new(found)),
        }
    }
}

impl<T: Drafted> fmt::Debug for Draft<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}

impl<T: Drafted> From<T> for Draft<T> {
    fn from(value: T) -> Self {
        Self(State::Value(value))
    }
}

impl<T: Drafted> From<Result<T, ValidationError>> for Draft<T> {
    fn from(result: Result<T, ValidationError>) -> Self {
        Self(match result {
            Ok(value) => State::Value(value),
            Err(invalid) => State::Invalid(invalid),
        })
    }
}

impl From<String> for Draft<JsonString> {
    fn from(text: String) -> Self {
        JsonString::from(text).into()
    }
}

impl From<&str> for Draft<JsonString> {
    fn from(text: &str) -> Self {
        JsonString::from(text).into()
    }
}

impl<T: Drafted> Validate for Draft<T> {
    type Valid = T;

    fn validate(self, constraints: &'static [Constraint], scope: &mut Scope<'_>) -> Option<T> {
        match self.0 {
            State::Value(value) => value.validate(constraints, scope),
            State::Builder(builder) => builder.build_in(scope),
            State::Invalid(invalid) => scope.adopt(invalid, T::NAMES_MEMBER),
        }
    }
}
