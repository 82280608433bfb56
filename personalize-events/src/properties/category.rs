//! Categories: several strings in one property, joined with `|`.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::Property;
use crate::invalid::Reason;

/// What separates categories. The service has no way to escape it.
const SEPARATOR: char = '|';

/// One of the categories in a collection: `Vec<C>` is a
/// [`PropertyValue`](crate::PropertyValue) where `C` is a category.
///
/// Strings are. Implement it for an enumeration of your own:
///
/// ```
/// use personalize_events::{Category, UserProperties};
///
/// enum Genre {
///     Horror,
///     Action,
/// }
///
/// impl Category for Genre {
///     fn as_category(&self) -> &str {
///         match self {
///             Self::Horror => "Horror",
///             Self::Action => "Action",
///         }
///     }
/// }
///
/// #[derive(UserProperties)]
/// struct Viewer {
///     favourite_genres: Vec<Genre>,
/// }
///
/// let viewer = Viewer { favourite_genres: vec![Genre::Horror, Genre::Action] };
/// assert_eq!(
///     viewer.to_properties().unwrap().as_str(),
///     r#"{"favouriteGenres":"Horror|Action"}"#
/// );
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a category",
    label = "no `Category`",
    note = "strings can; for other types implement `Category`"
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

impl Property<'_> {
    /// Joins categories; without any, the property is left out.
    pub(super) fn categories<'c>(mut self, categories: impl Iterator<Item = &'c str> + Clone) {
        for (index, category) in categories.clone().enumerate() {
            if category.contains(SEPARATOR) {
                self.violated(Reason::Separator { index });
            }
        }
        if categories.clone().next().is_some() {
            self.begin().append(&Joined(categories));
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
