//! Sample.
mod invalid_input_exception;
mod put_users;
mod user;
mod user_properties;

pub use invalid_input_exception::InvalidInputException;
pub use put_users::{PutUsersError, PutUsersRequest, PutUsersResponse};
pub use user::User;
pub use user_properties::{UserIdentity, UserProperties};

/// The builders.
pub mod builders {
    pub use super::put_users::PutUsersRequestBuilder;
    pub use super::user::UserBuilder;
}

/// The service.
pub(crate) const SERVICE: crate::runtime::Service = crate::runtime::Service {
    sdk_id: "Personalize Events",
    endpoint_prefix: "personalize-events",
    signing_name: "personalize",
};
