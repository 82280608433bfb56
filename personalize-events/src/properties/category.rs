//! Categories: several strings in one property, joined with `|`.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use super::column::CATEGORY_SEPARATOR;
use super::column_range::check_categories;
use super::value_writer::ValueWriter;
use crate::validation::{NULL, ViolationKind};

/// One of the categories in a collection: `Vec<C>` is a
/// [`PropertyValue`](trait@crate::PropertyValue) where `C` is a category.
///
/// It is implemented for strings, for integers, which are sent in decimal, and for the other types that
/// [`PropertyValue`](trait@crate::PropertyValue) lists as categories. [Derive](macro@crate::Category) it for an enum, or for a
/// struct with one field.
///
/// A category that contains `|` is a violation, and so is an empty one in a collection: the joined text would have other
/// categories. The text `null` is a violation because the service may treat it as a missing value;
/// `#[personalize(allow_null_text)]` on the field, or [`ValueWriter::allow_null_text`], allows it.
///
/// # Example
///
/// A manual implementation, for categories that are not known at compile time:
///
/// ```
/// use std::borrow::Cow;
/// use personalize_events::{Category, UserProperties};
///
/// struct Genre {
///     code: String,
/// }
///
/// impl Category for Genre {
///     fn to_category(&self) -> Cow<'_, str> {
///         self.code.as_str().into()
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
    note = "use a string or an integer, derive `Category` for an enum or a struct with one field, or implement it"
)]
pub trait Category {
    /// The category. A `|` in it is a violation, because it cannot be escaped.
    fn to_category(&self) -> Cow<'_, str>;
}

macro_rules! strings {
    ($($string:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Category for $string {
            fn to_category(&self) -> Cow<'_, str> {
                self.into()
            }
        }
    )*};
}

strings!(str, String);

macro_rules! pointers {
    ($($pointer:ty $(where C: $bound:ident)?),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<C: Category $(+ $bound)? + ?Sized> Category for $pointer {
            fn to_category(&self) -> Cow<'_, str> {
                (**self).to_category()
            }
        }
    )*};
}

pointers!(&C, &mut C, Box<C>, Rc<C>, Arc<C>, Cow<'_, C> where C: ToOwned);

impl ValueWriter<'_> {
    /// Writes categories, or no value if there are none.
    pub(super) fn categories<'c>(mut self, categories: impl Iterator<Item = Cow<'c, str>> + Clone) {
        for (index, category) in categories.clone().enumerate() {
            if category.contains(CATEGORY_SEPARATOR) {
                self.add_violation(ViolationKind::ContainsSeparator { index });
            }
            if category.is_empty() {
                self.add_violation(ViolationKind::EmptyCategory { index });
            }
            if !self.allow_null_text && category == NULL {
                self.add_violation(ViolationKind::NullTextCategory { index });
            }
        }
        let checked = check_categories(self.column, &categories);
        self.add_error(checked);
        if categories.clone().next().is_some() {
            self.formatted(&Joined(categories));
        } else {
            self.none();
        }
    }
}

/// Formats categories into the text, without allocating a string.
struct Joined<I>(I);

impl<'c, I: Iterator<Item = Cow<'c, str>> + Clone> fmt::Display for Joined<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, category) in self.0.clone().enumerate() {
            if index > 0 {
                f.write_char(CATEGORY_SEPARATOR)?;
            }
            f.write_str(&category)?;
        }
        Ok(())
    }
}
