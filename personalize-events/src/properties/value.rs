//! The types of values of properties, and how they are formatted.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use std::sync::Arc;
#[cfg(doc)]
use std::time::SystemTime;

use super::category::Category;
use super::column::ColumnType;
use super::id::IdValue;
use super::value_writer::ValueWriter;
use super::writer::PropertiesWriter;
#[cfg(doc)]
use crate::types::Timestamp;
use crate::validation::ViolationKind;

/// A value of a property.
///
/// Every value is sent as a JSON string, as in AWS's documentation: `{"numberOfVideosWatched":"45"}`. With
/// `#[personalize(values = "json")]` on a struct or a field, numbers and `bool` are sent as JSON:
/// `{"numberOfVideosWatched":45}`.
///
/// | type | example | sent as | column |
/// |---|---|---|---|
/// | [`str`], [`String`], [`char`] | `"drama"` | `"drama"` | set on the field |
/// | [`i8`], [`i16`], [`i32`], [`u8`], [`u16`] | `45` | `"45"` | `int` |
/// | [`i64`], [`u32`] | `45` | `"45"` | `long` |
/// | [`u64`], [`usize`], [`isize`], [`i128`], [`u128`] | `45` | `"45"` | set on the field |
/// | [`f32`], [`f64`] | `4.5`, `1.0` | `"4.5"`, `"1.0"` | `float`, `double` |
/// | [`bool`] | `true` | `"true"` | `boolean` |
/// | [`SystemTime`], [`Timestamp`] | 2023-11-14, 22:13:20 UTC | `"1700000000"`: whole seconds, like AWS's timestamp columns | `long` |
/// | [`Vec`], slices, arrays, [`BTreeSet`], [`HashSet`] of [categories](Category) | `["Horror", "Action"]` | `"Horror\|Action"` | categorical `string`, nullable if the collection may be empty |
/// | [`Option`] | `Some(45)` | like its value | nullable |
///
/// References, [`Box`], [`Rc`], [`Arc`] and [`Cow`] are sent like the value they contain. `None` and an empty collection
/// are omitted, or sent as JSON's `null` with `#[personalize(null_if_none)]`. A [`HashSet`] is sent in alphabetical order,
/// so that equal sets have equal texts.
///
/// Infinity and NaN are violations, because JSON has no such numbers. So is a category that contains the separator `|` or
/// is the text `null`, see [`Category`]. A single string is sent unchanged and may contain several joined categories.
///
/// # Types of your own
///
/// - An enum without fields: [`derive(Category)`](macro@crate::Category).
/// - A struct with one field: [`derive(PropertyValue)`](macro@crate::PropertyValue).
/// - A type with [`Display`](std::fmt::Display): `#[personalize(display)]` on the field.
/// - Any type: a function, set with `#[personalize(with = "…")]` on the field, see [`ValueWriter`]; or an implementation
///   of this trait, which passes the [`ValueWriter`] on to a value that it contains or creates:
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
    note = "use a string, integer, float, `bool`, `char`, `SystemTime`, a collection of categories, or an `Option` of them",
    note = "categories are strings: convert the numbers of a collection with `to_string`",
    note = "a nested struct that derives the same trait needs `#[personalize(flatten)]`",
    note = "for your own types derive `Category` (enums) or `PropertyValue` (structs with one field); for types of other crates \
            set `#[personalize(display)]` or `#[personalize(with = \"…\")]`; omit the field with `#[personalize(skip)]`"
)]
pub trait PropertyValue {
    /// The column of such values, for [`UserProperties::schema`](crate::UserProperties::schema). Fields of a type that
    /// leaves it unknown have to set it.
    const COLUMN: ColumnType = ColumnType::UNKNOWN;

    /// Writes the value, or omits the property by dropping the writer.
    fn write_property(&self, property: ValueWriter<'_>);
}

impl PropertiesWriter {
    /// Writes a property: its key, which is a column's name in camel case, and its value.
    ///
    /// The key is written unchanged and not validated; the derives validate keys at compile time, and
    /// [`Properties`](crate::Properties) those that come from input.
    pub fn property<V: PropertyValue + ?Sized>(&mut self, key: &str, value: &V) {
        value.write_property(self.key(key));
    }
}

// All impls have `do_not_recommend`: the compiler would list some of them below the message above.

macro_rules! integers {
    ($($column:ident: $($integer:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $integer {
            const COLUMN: ColumnType = ColumnType::$column;

            fn write_property(&self, property: ValueWriter<'_>) {
                property.literal(self, Self::COLUMN);
            }
        }

        #[diagnostic::do_not_recommend]
        impl IdValue for $integer {
            fn to_id(&self) -> String {
                self.to_string()
            }
        }
    )*)*};
}

integers! {
    INT: i8, i16, i32, u8, u16;
    LONG: i64, u32;
    WIDE_INTEGER: u64, i128, u128, isize, usize;
}

macro_rules! floats {
    ($($column:ident: $float:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $float {
            const COLUMN: ColumnType = ColumnType::$column;

            fn write_property(&self, mut property: ValueWriter<'_>) {
                if self.is_finite() {
                    property.literal(self, Self::COLUMN);
                } else {
                    property.add_violation(ViolationKind::NotFinite);
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
        property.literal(self, Self::COLUMN);
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for char {
    const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.text(self.encode_utf8(&mut [0; 4]));
    }
}

macro_rules! strings {
    ($($string:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $string {
            const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

            fn write_property(&self, property: ValueWriter<'_>) {
                property.text(self);
            }
        }
    )*};
}

strings!(str, String);

#[diagnostic::do_not_recommend]
impl<V: PropertyValue> PropertyValue for Option<V> {
    const COLUMN: ColumnType = V::COLUMN.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        match self {
            Some(value) => value.write_property(property),
            None => property.none(),
        }
    }
}

macro_rules! pointers {
    ($($pointer:ty $(where V: $bound:ident)?),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: PropertyValue $(+ $bound)? + ?Sized> PropertyValue for $pointer {
            const COLUMN: ColumnType = V::COLUMN;

            fn write_property(&self, property: ValueWriter<'_>) {
                (**self).write_property(property);
            }
        }
    )*};
}

pointers!(&V, &mut V, Box<V>, Rc<V>, Arc<V>, Cow<'_, V> where V: ToOwned);

macro_rules! collections {
    ($($collection:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<C: Category> PropertyValue for $collection {
            const COLUMN: ColumnType = ColumnType::CATEGORICAL.nullable();

            fn write_property(&self, property: ValueWriter<'_>) {
                property.categories(self.iter().map(C::as_category));
            }
        }
    )*};
}

collections!([C], Vec<C>, BTreeSet<C>);

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
impl<C: Category, S> PropertyValue for HashSet<C, S> {
    const COLUMN: ColumnType = ColumnType::CATEGORICAL.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        let mut categories: Vec<&str> = self.iter().map(C::as_category).collect();
        categories.sort_unstable();
        property.categories(categories.iter().copied());
    }
}
