//! Users, items and actions.

use personalize_events_schema::record_kind::RecordKind;

use super::batch::Batches;
use super::record::{Record, sealed::Sealed};
use crate::body::json_bytes;
use crate::generated::{
    Action, Item, PutActionsError, PutActionsRequest, PutItemsError, PutItemsRequest,
    PutUsersError, PutUsersRequest, User,
};
use crate::validation::ValidationError;

macro_rules! records {
    ($($record:ident, $kind:ident, $id:ident, $members:ident, $request:ident, $error:ident;)*) => {$(
        impl Sealed for $record {}

        impl Record for $record {
            type Error = $error;
            type Request = $request;
            type Grouping<T: Send + 'static> = Batches<T, Self>;

            const RECORD_KIND: &'static RecordKind = &RecordKind::$kind;
            const REPLACES: bool = true;
            /// The documented quota of `PutUsers` and `PutItems` for a dataset group. None is documented for `PutActions`.
            const DEFAULT_RATE: f64 = 10.0;
            const DEFAULT_CONCURRENCY: usize = 4;

            fn id(&self) -> &str {
                self.$id()
            }

            fn body_bytes(&self) -> usize {
                json_bytes(self)
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
