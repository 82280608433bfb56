//! Values that can be an id.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// A value of a field that is the id: `#[personalize(user_id)]`.
///
/// It is implemented for strings, integers, and references, [`Box`], [`Rc`], [`Arc`] and [`Cow`] of them, for `Uuid` with the
/// feature `uuid` and for `SmolStr` with the feature `smol_str`, but not for every type with `Display`, because some display
/// less than they contain: for them, write `#[personalize(user_id, display)]`. [Derive](macro@crate::IdValue) it for a struct
/// with one field.
///
/// The text `null` is a violation, because the service has dropped a record with such an id and returned success.
/// `#[personalize(user_id, allow_null_text)]` allows it, and so does the method `allow_null_text` of builders and of
/// [`Properties`](crate::Properties).
///
/// # Example
///
/// ```
/// use personalize_events::{IdValue, UserProperties};
///
/// struct AccountId(u64);
///
/// impl IdValue for AccountId {
///     fn to_id(&self) -> String {
///         format!("account-{}", self.0)
///     }
/// }
///
/// #[derive(UserProperties)]
/// struct Viewer {
///     #[personalize(user_id)]
///     account: AccountId,
/// }
///
/// let user = Viewer { account: AccountId(7) }.to_user().unwrap();
/// assert_eq!(user.user_id(), "account-7");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an id",
    label = "no `IdValue`",
    note = "use a string, an integer, or `Uuid` with the feature `uuid`, or derive `IdValue` for a struct with one such field",
    note = "for another type whose `Display` identifies the value, add `display`: `#[personalize(user_id, display)]`"
)]
pub trait IdValue {
    /// The id that is sent.
    fn to_id(&self) -> String;
}

macro_rules! strings {
    ($($string:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl IdValue for $string {
            fn to_id(&self) -> String {
                self.into()
            }
        }
    )*};
}

strings!(str, String);

macro_rules! pointers {
    ($($pointer:ty $(where V: $bound:ident)?),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: IdValue $(+ $bound)? + ?Sized> IdValue for $pointer {
            fn to_id(&self) -> String {
                (**self).to_id()
            }
        }
    )*};
}

pointers!(&V, &mut V, Box<V>, Rc<V>, Arc<V>, Cow<'_, V> where V: ToOwned);
