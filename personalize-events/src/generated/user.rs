//! sample
use std::fmt;

use crate::runtime::{
    Build, Constraint, Draft, Drafted, Invalid, Json, Redacted, Scope, Serialize, Validate, build,
};

const USER_ID: &[Constraint] = &[Constraint::Length {
    min: 1,
    max: Some(256),
}];

const PROPERTIES: &[Constraint] = &[
    Constraint::Json,
    Constraint::Length {
        min: 1,
        max: Some(24_000),
    },
];

/// A user.
#[derive(Clone, PartialEq, Serialize)]
#[serde(crate = "crate::runtime::serde")]
pub struct User {
    #[serde(rename = "userId")]
    user_id: String,
    #[serde(rename = "properties", skip_serializing_if = "Option::is_none")]
    properties: Option<Json>,
}

impl User {
    /// Starts a user with nothing set.
    pub fn builder() -> UserBuilder {
        UserBuilder::default()
    }

    /// The ID of the user.
    #[must_use]
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// The properties.
    #[must_use]
    pub fn properties(&self) -> Option<&Json> {
        self.properties.as_ref()
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("user_id", &Redacted)
            .field("properties", &Redacted)
            .finish()
    }
}

impl Drafted for User {
    type Builder = UserBuilder;
}

impl Validate for User {
    type Valid = Self;

    fn validate(self, _: &'static [Constraint], _: &mut Scope<'_>) -> Option<Self> {
        Some(self)
    }
}

/// Builds a [`User`].
#[derive(Clone, Default)]
#[must_use]
pub struct UserBuilder {
    user_id: Option<String>,
    properties: Option<Draft<Json>>,
}

impl UserBuilder {
    /// Sets [`user_id`](User::user_id).
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// Sets [`properties`](User::properties).
    pub fn properties(mut self, properties: impl Into<Draft<Json>>) -> Self {
        self.properties = Some(properties.into());
        self
    }

    /// Builds the user.
    ///
    /// # Errors
    ///
    /// Every violation.
    pub fn build(self) -> Result<User, Invalid> {
        build(self)
    }
}

impl Build for UserBuilder {
    type Output = User;

    fn build_in(self, scope: &mut Scope<'_>) -> Option<User> {
        let user_id = scope.required("userId", self.user_id, USER_ID);
        let properties = scope.optional("properties", self.properties, PROPERTIES);
        Some(User {
            user_id: user_id?,
            properties: properties?,
        })
    }
}

impl fmt::Debug for UserBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserBuilder").finish_non_exhaustive()
    }
}

impl From<UserBuilder> for Draft<User> {
    fn from(builder: UserBuilder) -> Self {
        Self::from_builder(builder)
    }
}
