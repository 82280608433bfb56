//! Categories: several strings in one property, joined with `|`.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{NULL, ValueWriter, fit};
use crate::validation::ViolationKind;

/// What separates categories. The service has no way to escape it.
pub(super) const SEPARATOR: char = '|';

/// One of the categories in a collection: `Vec<C>` is a
/// [`PropertyValue`](trait@crate::PropertyValue) where `C` is a category.
///
/// Strings are. [Derive](macro@crate::Category) it for an enum, or for a struct with one field. A
/// category that contains `|` is a violation. So is the text `null`: the service takes it for
/// nothing somewhere, without an error; `#[personalize(allow_null_text)]` on the field, or
/// [`Property::allow_null_text`], lets it pass.
///
/// # Example
///
/// By hand, where a category is not known to the compiler:
///
/// ```
/// use personalize_events::{Category, UserProperties};
///
/// struct Genre {
///     code: String,
/// }
///
/// impl Category for Genre {
///     fn as_category(&self) -> &str {
///         &self.code
///     }
/// }
///
/// #[derive(UserProperties)]
/// struct Viewer {
///     favourite_genres: Vec<Genre>,
/// }
///
/// let genres = ["Horror", "Action"].map(|code| Genre { code: code.to_owned() });
/// let viewer = Viewer { favourite_genres: genres.into() };
/// assert_eq!(
///     viewer.to_properties().unwrap().as_str(),
///     r#"{"favouriteGenres":"Horror|Action"}"#
/// );
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a category",
    label = "no `Category`",
    note = "strings can; derive `Category` for an enum or a struct with one field, or implement it"
)]
pub trait Category {
    /// The category. A `|` in it is a violation, since nothing can escape it.
    fn as_category(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl Category for str {
    fn as_category(&self) -> &str {
        self
    }
}

#[diagnostic::do_not_recommend]
impl Category for String {
    fn as_category(&self) -> &str {
        self
    }
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<C: Category + ?Sized> Category for $pointer {
            fn as_category(&self) -> &str {
                (**self).as_category()
            }
        }
    )*};
}

pointers!(&C, &mut C, Box<C>, Rc<C>, Arc<C>);

#[diagnostic::do_not_recommend]
impl<C: Category + ToOwned + ?Sized> Category for Cow<'_, C> {
    fn as_category(&self) -> &str {
        (**self).as_category()
    }
}

impl ValueWriter<'_> {
    /// Joins categories; without any, there is no value.
    pub(super) fn categories<'c>(mut self, categories: impl Iterator<Item = &'c str> + Clone) {
        let refuses_null = !self.allows_null_text();
        for (index, category) in categories.clone().enumerate() {
            if category.contains(SEPARATOR) {
                self.note(ViolationKind::ContainsSeparator { index });
            }
            if refuses_null && category == NULL {
                self.note(ViolationKind::NullTextCategory { index });
            }
        }
        if let Err(reason) = fit::categories(self.column_type(), &categories) {
            self.note(reason);
        }
        if categories.clone().next().is_some() {
            self.joined(&Joined(categories));
        } else {
            self.absent();
        }
    }
}

/// Categories, spelled one after the other into the text: they are never put together apart.
struct Joined<I>(I);

impl<'c, I: Iterator<Item = &'c str> + Clone> fmt::Display for Joined<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, category) in self.0.clone().enumerate() {
            if index > 0 {
                f.write_char(SEPARATOR)?;
            }
            f.write_str(category)?;
        }
        Ok(())
    }
}

impl<'c, I: Iterator<Item = &'c str> + Clone> Serialize for Joined<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
