//! What builders accept for a part: a value, its builder, or the result of building it.

use std::convert::Infallible;
use std::fmt;

use serde::Serialize;

use super::constraint::Constraint;
use super::context::ValidationContext;
use super::error::ValidationError;
use super::validate::{Build, Validate};
use crate::types::JsonString;

/// A `T`, its builder, or the result of building it.
///
/// Builders accept it for their parts and report the violations of a part with its path. It is implemented for each
/// part of a request: `Buildable<User>` for `User`, `UserBuilder` and `Result<User, ValidationError>`. A
/// [`JsonString`] is also built from `&str` and `String`. It cannot be implemented outside of this crate.
///
/// # Example
///
/// ```
/// use personalize_events::{Buildable, PutUsersRequest, User, ValidationError};
///
/// fn request<I>(users: I) -> Result<PutUsersRequest, ValidationError>
/// where
///     I: IntoIterator,
///     I::Item: Buildable<User>,
/// {
///     PutUsersRequest::builder()
///         .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
///         .users(users)
///         .build()
/// }
///
/// let builders = [User::builder().user_id("user-1"), User::builder().user_id("user-2")];
/// assert!(request(builders.clone()).is_ok());
/// assert!(request(builders.map(|builder| builder.build())).is_ok());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `{T}`, its builder, or the result of building it",
    label = "no `Buildable<{T}>`",
    note = "convert structs with a derive: `.users(viewers.iter().map(Viewer::to_user))`, or \
            `.properties(viewer.to_properties())` for the properties of one record"
)]
pub trait Buildable<T: HasBuilder> {
    #[doc(hidden)]
    fn into_build_input(self) -> BuildInput<T>;
}

/// A value that has a builder.
pub trait HasBuilder: Validate<Valid = Self> + Serialize {
    /// Its builder.
    type Builder: Build<Output = Self> + Clone;

    /// Whether the paths of its [`ValidationError`] start with the member that takes the value.
    const PATHS_NAME_MEMBER: bool = false;
}

/// What a builder stores of a [`Buildable`].
#[derive(Clone)]
pub enum BuildInput<T: HasBuilder> {
    /// A value.
    Value(T),
    /// A builder.
    Builder(T::Builder),
    /// The error of building a value.
    Invalid(ValidationError),
    /// What was deserialized of a value whose violations have been added to the context in part.
    Incomplete(Box<Incomplete<T::Builder>>),
}

/// What could be deserialized of a value with violations.
#[derive(Clone, Debug)]
pub struct Incomplete<B> {
    /// The builder, unless the value is no object.
    pub(crate) builder: Option<B>,
    /// The members that could not be read.
    pub(crate) unreadable: Vec<&'static str>,
}

impl<B: Build> Incomplete<B> {
    /// Adds the remaining violations to the context.
    pub(crate) fn validate(self, context: &mut ValidationContext<'_>) {
        if let Some(builder) = self.builder {
            builder.build_in(&mut context.without(&self.unreadable));
        }
    }
}

/// Adds elements to a list or map of a builder, which may not be set yet.
pub fn extend<C, T>(collection: &mut Option<C>, elements: impl Iterator<Item = T>)
where
    C: Default + Extend<T> + IntoIterator<Item = T>,
{
    collection.get_or_insert_default().extend(elements);
}

impl<T: HasBuilder> Buildable<T> for T {
    fn into_build_input(self) -> BuildInput<T> {
        BuildInput::Value(self)
    }
}

impl<T: HasBuilder> Buildable<T> for Result<T, ValidationError> {
    fn into_build_input(self) -> BuildInput<T> {
        self.map_or_else(BuildInput::Invalid, BuildInput::Value)
    }
}

impl Buildable<JsonString> for String {
    fn into_build_input(self) -> BuildInput<JsonString> {
        BuildInput::Value(self.into())
    }
}

impl Buildable<JsonString> for &str {
    fn into_build_input(self) -> BuildInput<JsonString> {
        BuildInput::Value(self.into())
    }
}

/// JSON has no builder. It is validated where it is set, against the limits of that member.
impl HasBuilder for JsonString {
    type Builder = Infallible;

    const PATHS_NAME_MEMBER: bool = true;
}

impl Build for Infallible {
    type Output = JsonString;

    fn build_in(self, _: &mut ValidationContext<'_>) -> Option<JsonString> {
        match self {}
    }
}

/// Shows nothing: the value may be user data.
impl<T: HasBuilder> fmt::Debug for BuildInput<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BuildInput").finish_non_exhaustive()
    }
}

impl<T: HasBuilder> Validate for BuildInput<T> {
    type Valid = T;

    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<T> {
        match self {
            Self::Value(value) => value.validate(constraints, context),
            Self::Builder(builder) => builder.build_in(context),
            Self::Invalid(error) => {
                context.extend(error, T::PATHS_NAME_MEMBER);
                None
            }
            Self::Incomplete(incomplete) => {
                incomplete.validate(context);
                None
            }
        }
    }
}

impl<T: HasBuilder> Build for BuildInput<T> {
    type Output = T;

    fn build_in(self, context: &mut ValidationContext<'_>) -> Option<T> {
        self.validate(&[], context)
    }
}
