//! sample
use super::User;
use crate::runtime::{Invalid, Json, PropertiesWriter, write_properties};

/// What can be written as the `properties` of a [`User`].
pub trait UserProperties {
    /// The most characters that the JSON text may have.
    const MAX_LENGTH: usize = 24_000;

    /// Writes each property; `#[derive(UserProperties)]` implements it.
    fn write_properties(&self, properties: &mut PropertiesWriter);

    /// The JSON text.
    ///
    /// # Errors
    ///
    /// Every property that cannot be written, and a text that is too long.
    fn to_properties(&self) -> Result<Json, Invalid> {
        write_properties("properties", Self::MAX_LENGTH, |properties| {
            self.write_properties(properties)
        })
    }

    /// The user.
    ///
    /// # Errors
    ///
    /// Every violation.
    fn to_user(&self) -> Result<User, Invalid>
    where
        Self: UserIdentity,
    {
        User::builder()
            .user_id(self.user_id())
            .properties(self.to_properties())
            .build()
    }
}

/// What knows the id of its [`User`]: structs that derive [`UserProperties`] with a field marked
/// `#[personalize(user_id)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know its user id",
    label = "no field of `{Self}` is marked as the id",
    note = "mark the field that holds the id with `#[personalize(user_id)]`"
)]
pub trait UserIdentity {
    /// The id.
    fn user_id(&self) -> String;
}
