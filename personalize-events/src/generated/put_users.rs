//! sample
use std::fmt;

use super::{InvalidInputException, User};
use crate::runtime::{
    Build, Client, Constraint, Draft, Error, Invalid, Operation, OperationError, Reply, Scope,
    Serialize, Unhandled, build,
};

const DATASET_ARN: &[Constraint] = &[Constraint::Length {
    min: 0,
    max: Some(256),
}];
const USERS: &[Constraint] = &[Constraint::Length {
    min: 1,
    max: Some(10),
}];

/// A request of `PutUsers`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(crate = "crate::runtime::serde")]
pub struct PutUsersRequest {
    #[serde(rename = "datasetArn")]
    dataset_arn: String,
    #[serde(rename = "users")]
    users: Vec<User>,
}

impl PutUsersRequest {
    /// Starts a request.
    pub fn builder() -> PutUsersRequestBuilder {
        PutUsersRequestBuilder::default()
    }

    /// The ARN.
    #[must_use]
    pub fn dataset_arn(&self) -> &str {
        &self.dataset_arn
    }

    /// The users.
    #[must_use]
    pub fn users(&self) -> &[User] {
        &self.users
    }
}

/// Builds a [`PutUsersRequest`].
#[derive(Clone, Default)]
#[must_use]
pub struct PutUsersRequestBuilder {
    dataset_arn: Option<String>,
    users: Option<Vec<Draft<User>>>,
}

impl PutUsersRequestBuilder {
    /// Sets [`dataset_arn`](PutUsersRequest::dataset_arn).
    pub fn dataset_arn(mut self, dataset_arn: impl Into<String>) -> Self {
        self.dataset_arn = Some(dataset_arn.into());
        self
    }

    /// Sets [`users`](PutUsersRequest::users).
    pub fn users(mut self, users: impl IntoIterator<Item = impl Into<Draft<User>>>) -> Self {
        self.users = Some(users.into_iter().map(Into::into).collect());
        self
    }

    /// Builds the request.
    ///
    /// # Errors
    ///
    /// Every violation.
    pub fn build(self) -> Result<PutUsersRequest, Invalid> {
        build(self)
    }
}

impl Build for PutUsersRequestBuilder {
    type Output = PutUsersRequest;

    fn build_in(self, scope: &mut Scope<'_>) -> Option<PutUsersRequest> {
        let dataset_arn = scope.required("datasetArn", self.dataset_arn, DATASET_ARN);
        let users = scope.required("users", self.users, USERS);
        Some(PutUsersRequest {
            dataset_arn: dataset_arn?,
            users: users?,
        })
    }
}

impl fmt::Debug for PutUsersRequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutUsersRequestBuilder")
            .finish_non_exhaustive()
    }
}

impl Operation for PutUsersRequest {
    type Response = PutUsersResponse;
    type Error = PutUsersError;
    const NAME: &'static str = "PutUsers";
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/users";
    const STATUS: u16 = 200;
}

/// The response.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PutUsersResponse {
    request_id: Option<String>,
}

impl PutUsersResponse {
    /// The id.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl From<Reply> for PutUsersResponse {
    fn from(reply: Reply) -> Self {
        Self {
            request_id: reply.into_request_id(),
        }
    }
}

/// The errors.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PutUsersError {
    /// Invalid.
    InvalidInput(InvalidInputException),
    /// Another.
    Unhandled(Unhandled),
}

impl OperationError for PutUsersError {
    fn from_reply(reply: &Reply) -> Self {
        match reply.code() {
            Some("InvalidInputException") => {
                Self::InvalidInput(InvalidInputException::from_reply(reply))
            }
            _ => Self::Unhandled(Unhandled::from_reply(reply)),
        }
    }
}

impl fmt::Display for PutUsersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidInput(error) => error.fmt(f),
            Self::Unhandled(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PutUsersError {}

impl Client {
    /// Puts users.
    ///
    /// # Errors
    ///
    /// See [`PutUsersError`].
    pub async fn put_users(
        &self,
        request: &PutUsersRequest,
    ) -> Result<PutUsersResponse, Error<PutUsersError>> {
        self.send(request).await
    }
}
