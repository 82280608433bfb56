//! What can be an id.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::{NULL, PropertiesWriter};
use crate::validation::ViolationKind;

/// A value that a field marked as the id can have: `#[personalize(user_id)]`.
///
/// Strings and integers are, and references, [`Box`], [`Rc`], [`Arc`] and [`Cow`] of them. Types
/// that merely can be displayed are not: some display less than they hold. For a struct with one
/// field [derive](macro@crate::IdValue) it.
///
/// The text `null` is a violation: the service answers such records with success and drops them.
/// `#[personalize(user_id, allow_null_text)]` lets it pass, and so do the builders, such as
/// [`User::builder`](crate::User::builder).
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
    note = "strings and integers can; derive `IdValue` for a struct with one field, or implement it"
)]
pub trait IdValue {
    /// The id as it is sent.
    fn to_id(&self) -> String;

    /// Notes a violation if this cannot be the id `member` of the record whose properties are
    /// written.
    #[doc(hidden)]
    fn check_id(&self, member: &'static str, properties: &mut PropertiesWriter) {
        check(&self.to_id(), member, properties);
    }
}

fn check(id: &str, member: &'static str, properties: &mut PropertiesWriter) {
    if id == NULL {
        properties.violated_beside(member, ViolationKind::NullTextId);
    }
}

#[diagnostic::do_not_recommend]
impl IdValue for str {
    fn to_id(&self) -> String {
        self.to_owned()
    }

    fn check_id(&self, member: &'static str, properties: &mut PropertiesWriter) {
        check(self, member, properties);
    }
}

#[diagnostic::do_not_recommend]
impl IdValue for String {
    fn to_id(&self) -> String {
        self.clone()
    }

    fn check_id(&self, member: &'static str, properties: &mut PropertiesWriter) {
        check(self, member, properties);
    }
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: IdValue + ?Sized> IdValue for $pointer {
            fn to_id(&self) -> String {
                (**self).to_id()
            }

            fn check_id(&self, member: &'static str, properties: &mut PropertiesWriter) {
                (**self).check_id(member, properties);
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

    fn check_id(&self, member: &'static str, properties: &mut PropertiesWriter) {
        (**self).check_id(member, properties);
    }
}
