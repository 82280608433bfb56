//! The operations of a service, as the transport needs them.

use serde::Serialize;

use crate::error::ResponseMetadata;
use crate::output::http::Output;

/// A service. One constant is generated.
#[derive(Debug)]
pub struct Service {
    /// The name in settings, such as `Personalize Events`.
    pub sdk_id: &'static str,
    /// The first label of host names.
    pub endpoint_prefix: &'static str,
    /// The name in signatures.
    pub signing_name: &'static str,
    /// The name and the version of the client, for the header `user-agent`.
    pub user_agent: &'static str,
}

/// A request of an operation. Only generated code implements it; users cannot name the trait.
pub trait Operation: Serialize + Sync {
    /// The response of a successful call.
    type Response: Output;
    /// The errors that the model lists.
    type Error: OperationError;
    /// The name in the model.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: &'static str;
    /// The path below the endpoint.
    const PATH: &'static str;

    /// The dataset that the operation writes to, if any.
    fn dataset(&self) -> Option<DatasetArn<'_>> {
        None
    }
}

/// The ARN of a dataset and its required type.
#[derive(Clone, Copy, Debug)]
pub struct DatasetArn<'a> {
    /// The ARN: `arn:<partition>:personalize:<region>:<account>:dataset/<dataset group>/<type>`.
    pub arn: &'a str,
    /// The type of dataset, such as `USERS`.
    pub dataset_type: &'static str,
}

/// The errors of an operation.
pub trait OperationError: std::error::Error + Send + Sync + 'static {
    /// The error of a response.
    fn from_metadata(metadata: &ResponseMetadata) -> Self;
}

#[cfg(test)]
mod tests {
    use personalize_events_schema::DatasetType;

    use super::{DatasetArn, Operation};
    use crate::{Action, Item, PutActionsRequest, PutItemsRequest, PutUsersRequest, User};

    const DATASETS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films";

    #[test]
    fn the_generator_and_the_schema_crate_name_datasets_alike() {
        let arn = |dataset_type: DatasetType| format!("{DATASETS}/{}", dataset_type.arn_name());
        let users = PutUsersRequest::builder()
            .dataset_arn(arn(DatasetType::Users))
            .users([User::builder().user_id("u")]);
        let items = PutItemsRequest::builder()
            .dataset_arn(arn(DatasetType::Items))
            .items([Item::builder().item_id("i")]);
        let actions = PutActionsRequest::builder()
            .dataset_arn(arn(DatasetType::Actions))
            .actions([Action::builder().action_id("a")]);
        let (users, items, actions) = (
            users.build().unwrap(),
            items.build().unwrap(),
            actions.build().unwrap(),
        );
        for dataset in [users.dataset(), items.dataset(), actions.dataset()] {
            let DatasetArn { arn, dataset_type } = dataset.unwrap();
            assert_eq!(arn, format!("{DATASETS}/{dataset_type}"));
        }
    }
}
