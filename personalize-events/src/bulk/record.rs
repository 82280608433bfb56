//! The kinds of records that can be sent in bulk.

use std::fmt;

use crate::error::Error;
use crate::generated::{
    Action, Item, PutActionsError, PutActionsRequest, PutItemsError, PutItemsRequest,
    PutUsersError, PutUsersRequest, User,
};
use crate::runtime::{Drafted, Operation};
use crate::validation_error::ValidationError;

/// Users, items and actions: what is put by its id, so that the last value counts.
pub trait Record: Drafted + Clone + fmt::Debug + Send + Sync + sealed::Sealed + 'static {
    /// What the service can refuse them with.
    type Error: fmt::Debug + fmt::Display + Send + Sync + 'static;

    #[doc(hidden)]
    type Request: Operation<Error = Self::Error> + Send;

    /// By which the service tells them apart.
    #[doc(hidden)]
    fn id(&self) -> &str;

    #[doc(hidden)]
    fn request(dataset_arn: &str, records: &[Self]) -> Result<Self::Request, ValidationError>;

    /// One that is valid, to see whether an ARN is.
    #[doc(hidden)]
    fn probe() -> Result<Self, ValidationError>;
}

/// What a record's dataset refuses.
pub(super) type RecordError<R> = Error<<R as Record>::Error>;

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::generated::User {}
    impl Sealed for crate::generated::Item {}
    impl Sealed for crate::generated::Action {}
}

impl Record for User {
    type Error = PutUsersError;
    type Request = PutUsersRequest;

    fn id(&self) -> &str {
        self.user_id()
    }

    fn request(dataset_arn: &str, records: &[Self]) -> Result<PutUsersRequest, ValidationError> {
        let builder = PutUsersRequest::builder().dataset_arn(dataset_arn);
        builder.users(records.iter().cloned()).build()
    }

    fn probe() -> Result<Self, ValidationError> {
        Self::builder().user_id("x").build()
    }
}

impl Record for Item {
    type Error = PutItemsError;
    type Request = PutItemsRequest;

    fn id(&self) -> &str {
        self.item_id()
    }

    fn request(dataset_arn: &str, records: &[Self]) -> Result<PutItemsRequest, ValidationError> {
        let builder = PutItemsRequest::builder().dataset_arn(dataset_arn);
        builder.items(records.iter().cloned()).build()
    }

    fn probe() -> Result<Self, ValidationError> {
        Self::builder().item_id("x").build()
    }
}

impl Record for Action {
    type Error = PutActionsError;
    type Request = PutActionsRequest;

    fn id(&self) -> &str {
        self.action_id()
    }

    fn request(dataset_arn: &str, records: &[Self]) -> Result<PutActionsRequest, ValidationError> {
        let builder = PutActionsRequest::builder().dataset_arn(dataset_arn);
        builder.actions(records.iter().cloned()).build()
    }

    fn probe() -> Result<Self, ValidationError> {
        Self::builder().action_id("x").properties("{}").build()
    }
}
