//! What can be the value of a property, and how it is spelled.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::Arc;
#[cfg(doc)]
use std::time::SystemTime;

use super::category::Category;
use super::{ColumnType, IdValue, PropertiesWriter, ValueWriter};
#[cfg(doc)]
use crate::types::Timestamp;
use crate::validation::ViolationKind;

/// A value that a property can have. Every one of them is sent as a JSON string, as in AWS's
/// documentation: `{"numberOfVideosWatched":"45"}`. With `#[personalize(values = "json")]`, on a
/// struct or a field, numbers and `bool` are sent as JSON has them: `{"numberOfVideosWatched":45}`.
///
/// | type | example | sent as | column |
/// |---|---|---|---|
/// | [`str`], [`String`], [`char`] | `"drama"` | `"drama"` | the field has to say it |
/// | [`i8`], [`i16`], [`i32`], [`u8`], [`u16`] | `45` | `"45"` | `int` |
/// | [`i64`], [`u32`] | `45` | `"45"` | `long` |
/// | [`u64`], [`usize`], [`isize`], [`i128`], [`u128`] | `45` | `"45"` | the field has to say it |
/// | [`f32`], [`f64`] | `4.5`, `1.0` | `"4.5"`, `"1.0"` | `float`, `double` |
/// | [`bool`] | `true` | `"true"` | `boolean` |
/// | [`SystemTime`], [`Timestamp`] | 2023-11-14, 22:13:20 UTC | `"1700000000"`: whole seconds, as AWS's columns of time | `long` |
/// | [`Vec`], slices, arrays, [`BTreeSet`], [`HashSet`] of [categories](Category) | `["Horror", "Action"]` | `"Horror\|Action"` | categorical `string`, with null where there may be none |
/// | [`Option`] | `Some(45)` | as the value that is there | with null |
///
/// References, [`Box`], [`Rc`], [`Arc`] and [`Cow`] are sent as what they hold. `None` and a
/// collection without categories are left out, or sent as JSON's `null` with
/// `#[personalize(null_if_none)]`. A [`HashSet`] is sent in alphabetical order, so
/// that equal sets give equal texts.
///
/// An infinite number, and NaN, are violations: there is no way to spell them. So is a category
/// which contains the separator `|` or is the text `null`, see [`Category`]. A single string is
/// sent as it is, `|` included: whoever has joined several categories already can say so.
///
/// # Types of your own
///
/// - An enum without fields: [`derive(Category)`](macro@crate::Category).
/// - A struct with one field: [`derive(PropertyValue)`](macro@crate::PropertyValue).
/// - A type with [`Display`](std::fmt::Display): `#[personalize(display)]` on the field.
/// - Any type: a function, named on the field with `#[personalize(with = "…")]`, see [`ValueWriter`];
///   or this trait. It hands the place of the property to a value that it contains or makes:
///
/// # Example
///
/// ```
/// use personalize_events::{ValueWriter, PropertyValue, UserProperties};
///
/// enum Tier {
///     Free,
///     Paid,
/// }
///
/// impl PropertyValue for Tier {
///     fn write_property(&self, property: ValueWriter<'_>) {
///         match self {
///             Self::Free => "free".write_property(property),
///             Self::Paid => "paid".write_property(property),
///         }
///     }
/// }
///
/// #[derive(UserProperties)]
/// struct Viewer {
///     tier: Tier,
///     former_tier: Option<Tier>,
/// }
///
/// let viewer = Viewer { tier: Tier::Free, former_tier: Some(Tier::Paid) };
/// assert_eq!(
///     viewer.to_properties().unwrap().as_str(),
///     r#"{"tier":"free","formerTier":"paid"}"#
/// );
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a property",
    label = "no `PropertyValue`",
    note = "strings, integers, floats, `bool`, `char`, `SystemTime`, collections of categories, and an `Option` of them can; \
            for your own types derive `Category` (enums) or `PropertyValue` (structs with one field), or say \
            `#[personalize(display)]` or `#[personalize(with = \"…\")]`; or leave the field out with `#[personalize(skip)]`"
)]
pub trait PropertyValue {
    /// What a column of such values is, for [`UserProperties::schema`](crate::UserProperties::schema)
    /// and its like. A type that does not say it leaves it to the fields of this type.
    const COLUMN: ColumnType = ColumnType::UNKNOWN;

    /// Writes the value in its place, or leaves the property out by doing nothing.
    fn write_property(&self, property: ValueWriter<'_>);
}

// `do_not_recommend` throughout: the compiler would add these impls, or a part of them, to the
// message above, which says the same in one line.

macro_rules! integers {
    ($($column:ident: $($integer:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $integer {
            const COLUMN: ColumnType = ColumnType::$column;

            fn write_property(&self, property: ValueWriter<'_>) {
                property.literal(self);
            }
        }

        #[diagnostic::do_not_recommend]
        impl IdValue for $integer {
            fn to_id(&self) -> String {
                self.to_string()
            }

            fn check_id(&self, _: &'static str, _: &mut PropertiesWriter) {}
        }
    )*)*};
}

integers! {
    INT: i8, i16, i32, u8, u16;
    LONG: i64, u32;
    WIDE: u64, i128, u128, isize, usize;
}

macro_rules! floats {
    ($($column:ident: $float:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $float {
            const COLUMN: ColumnType = ColumnType::$column;

            fn write_property(&self, property: ValueWriter<'_>) {
                if self.is_finite() {
                    property.literal(self);
                } else {
                    property.violated(ViolationKind::NotFinite);
                }
            }
        }
    )*};
}

floats! {
    FLOAT: f32;
    DOUBLE: f64;
}

#[diagnostic::do_not_recommend]
impl PropertyValue for bool {
    const COLUMN: ColumnType = ColumnType::BOOLEAN;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.literal(self);
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for char {
    const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.text(self.encode_utf8(&mut [0; 4]));
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for str {
    const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.text(self);
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for String {
    const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.text(self);
    }
}

#[diagnostic::do_not_recommend]
impl<V: PropertyValue> PropertyValue for Option<V> {
    const COLUMN: ColumnType = V::COLUMN.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        match self {
            Some(value) => value.write_property(property),
            None => property.absent(),
        }
    }
}

macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: PropertyValue + ?Sized> PropertyValue for $pointer {
            const COLUMN: ColumnType = V::COLUMN;

            fn write_property(&self, property: ValueWriter<'_>) {
                (**self).write_property(property);
            }
        }
    )*};
}

pointers!(&V, &mut V, Box<V>, Rc<V>, Arc<V>);

#[diagnostic::do_not_recommend]
impl<V: PropertyValue + ToOwned + ?Sized> PropertyValue for Cow<'_, V> {
    const COLUMN: ColumnType = V::COLUMN;

    fn write_property(&self, property: ValueWriter<'_>) {
        (**self).write_property(property);
    }
}

#[diagnostic::do_not_recommend]
impl<C: Category> PropertyValue for [C] {
    const COLUMN: ColumnType = ColumnType::CATEGORICAL.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        property.categories(self.iter().map(C::as_category));
    }
}

#[diagnostic::do_not_recommend]
impl<C: Category, const N: usize> PropertyValue for [C; N] {
    const COLUMN: ColumnType = if N == 0 {
        ColumnType::CATEGORICAL.nullable()
    } else {
        ColumnType::CATEGORICAL
    };

    fn write_property(&self, property: ValueWriter<'_>) {
        self.as_slice().write_property(property);
    }
}

#[diagnostic::do_not_recommend]
impl<C: Category> PropertyValue for Vec<C> {
    const COLUMN: ColumnType = ColumnType::CATEGORICAL.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        self.as_slice().write_property(property);
    }
}

#[diagnostic::do_not_recommend]
impl<C: Category> PropertyValue for BTreeSet<C> {
    const COLUMN: ColumnType = ColumnType::CATEGORICAL.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        property.categories(self.iter().map(C::as_category));
    }
}

#[diagnostic::do_not_recommend]
impl<C: Category, S> PropertyValue for HashSet<C, S> {
    const COLUMN: ColumnType = ColumnType::CATEGORICAL.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        let mut categories: Vec<&str> = self.iter().map(C::as_category).collect();
        categories.sort_unstable();
        property.categories(categories.iter().copied());
    }
}
