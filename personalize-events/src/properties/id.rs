//! What can be an id.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// A value that a field marked as the id can have: `#[personalize(user_id)]`.
///
/// Strings and integers are, and references, [`Box`], [`Rc`], [`Arc`] and [`Cow`] of them. Types
/// that merely can be displayed are not: some display less than they hold.
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
    note = "strings and integers can; for other types implement `IdValue`"
)]
pub trait IdValue {
    /// The id as it is sent.
    fn to_id(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl IdValue for str {
    fn to_id(&self) -> String {
        self.to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl IdValue for String {
    fn to_id(&self) -> String {
        self.clone()
    }
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: IdValue + ?Sized> IdValue for $pointer {
            fn to_id(&self) -> String {
                (**self).to_id()
            }
        }
    )*};
}

pointers!(&V, &mut V, Box<V>, Rc<V>, Arc<V>);

#[diagnostic::do_not_recommend]
impl<V: IdValue + ToOwned + ?Sized> IdValue for Cow<'_, V> {
    fn to_id(&self) -> String {
        (**self).to_id()
    }
}
