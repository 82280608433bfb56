//! The kinds of records that can be sent in bulk.

use std::fmt;

use personalize_events_schema::record_kind::RecordKind;

use crate::error::Error;
use crate::generated::{
    Action, Item, PutActionsError, PutActionsRequest, PutItemsError, PutItemsRequest,
    PutUsersError, PutUsersRequest, User,
};
use crate::operation::Operation;
use crate::validation::{HasBuilder, ValidationError};

/// A record that is put by its id: [`User`], [`Item`] or [`Action`].
pub trait Record: HasBuilder + Clone + fmt::Debug + Send + Sync + sealed::Sealed + 'static {
    /// The error enum of the operation that puts these records.
    type Error: fmt::Debug + fmt::Display + Send + Sync + 'static;

    #[doc(hidden)]
    type Request: Operation<Error = Self::Error> + Send;

    #[doc(hidden)]
    const RECORD_KIND: &'static RecordKind;

    #[doc(hidden)]
    fn id(&self) -> &str;

    #[doc(hidden)]
    fn request(
        dataset_arn: &str,
        records: impl IntoIterator<Item = Self>,
    ) -> Result<Self::Request, ValidationError>;

    /// A valid record, with which the ARN of a dataset can be validated.
    #[doc(hidden)]
    fn sample() -> Result<Self, ValidationError>;
}

/// The error of the call that puts a record.
pub(super) type RecordError<R> = Error<<R as Record>::Error>;

mod sealed {
    pub trait Sealed {}
}

macro_rules! records {
    ($($record:ident, $kind:ident, $id:ident, $members:ident, $request:ident, $error:ident;)*) => {$(
        impl sealed::Sealed for $record {}

        impl Record for $record {
            type Error = $error;
            type Request = $request;

            const RECORD_KIND: &'static RecordKind = &RecordKind::$kind;

            fn id(&self) -> &str {
                self.$id()
            }

            fn request(
                dataset_arn: &str,
                records: impl IntoIterator<Item = Self>,
            ) -> Result<$request, ValidationError> {
                let builder = $request::builder().dataset_arn(dataset_arn);
                builder.$members(records).build()
            }

            fn sample() -> Result<Self, ValidationError> {
                Self::builder().$id("id").properties("{}").build()
            }
        }
    )*};
}

records! {
    User, USER, user_id, users, PutUsersRequest, PutUsersError;
    Item, ITEM, item_id, items, PutItemsRequest, PutItemsError;
    Action, ACTION, action_id, actions, PutActionsRequest, PutActionsError;
}
