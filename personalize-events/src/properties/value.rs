//! The types of values of properties, and how they are formatted.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZero, Wrapping};
use std::rc::Rc;
use std::sync::Arc;
#[cfg(doc)]
use std::time::{Duration, SystemTime};

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
/// | [`SystemTime`], [`Timestamp`] | 2023-11-14, 22:13:20 UTC | `"1700000000"`: seconds, rounded down, like AWS's timestamp columns | `long` |
/// | [`Duration`] | 90 s, 1500 ms | `"90"`, `"1.5"`: seconds with all digits | `double` |
/// | [`IpAddr`], [`Ipv4Addr`], [`Ipv6Addr`] | `::1` | `"::1"` | set on the field |
/// | [`Vec`], slices, arrays, [`BTreeSet`], [`HashSet`] of [categories](Category) | `["Horror", "Action"]`, `[4, 7]` | `"Horror\|Action"`, `"4\|7"` | categorical `string`, nullable if the collection may be empty |
/// | [`Option`] | `Some(45)` | like its value | nullable |
///
/// References, [`Box`], [`Rc`], [`Arc`], [`Cow`], [`NonZero`] and [`Wrapping`] are sent like the value they contain. `None` and
/// an empty collection are omitted, or sent as JSON's `null` with `#[personalize(null_if_none)]`. A [`HashSet`] is sent in
/// alphabetical order, so that equal sets have equal texts.
///
/// With a feature of its name, a crate adds these types:
///
/// | feature | type | example | sent as | column |
/// |---|---|---|---|---|
/// | `chrono` 0.4 | `DateTime<Tz>` | 2023-11-14, 22:13:20 UTC | `"1700000000"` | `long` |
/// | `jiff` 1 | `Timestamp`, `ZonedDateTime` | the same | `"1700000000"` | `long` |
/// | `time` 0.3 | `OffsetDateTime`, `UtcDateTime` | the same | `"1700000000"` | `long` |
/// | `rust_decimal` 1 | `Decimal` | `19.90` | `"19.90"`: all digits | `double` |
/// | `smol_str` 0.3 | `SmolStr` | `"drama"` | `"drama"` | set on the field |
/// | `url` 2 | `Url` | `https://example.com/` | `"https://example.com/"` | set on the field |
/// | `uuid` 1 | `Uuid` | `67e55044-10b1-426f-9247-bb680e5fe0c8` | the same, in lower case | set on the field |
///
/// The date-times of the three crates convert into [`Timestamp`] too, as `sent_at` and `timestamp` take it. `Uuid`, `SmolStr`,
/// strings and integers can also be [IDs](IdValue).
///
/// [Categories](Category) of a collection can be strings, integers, addresses, `SmolStr`, `Url`, `Uuid` and types that derive
/// the trait; not numbers with a fraction, times and durations, since AWS has no column for lists of them.
///
/// Dates, and date-times without an offset from UTC, such as `NaiveDate` and `civil::DateTime`, are not among the types: they
/// are no timestamp, and AWS's columns have no other type for them. Convert them to a date-time with a time zone, or send
/// their text with `#[personalize(display)]`.
///
/// Infinity and NaN are violations, because JSON has no such numbers. So is a [`Duration`] or `Decimal` with more digits than
/// its column can store: a `double` column stores up to 15 digits of every number, and a `float` column 6. If the column is
/// declared as one of strings, all digits are sent. A category that contains the separator `|` or is the text `null` is a
/// violation, see [`Category`]. A single string is sent unchanged and may contain several joined categories.
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
    note = "some types of `chrono`, `jiff`, `rust_decimal`, `smol_str`, `time`, `url` and `uuid` need the feature of that name",
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

        #[diagnostic::do_not_recommend]
        impl Category for $integer {
            fn to_category(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
        }

        #[diagnostic::do_not_recommend]
        impl PropertyValue for NonZero<$integer> {
            const COLUMN: ColumnType = ColumnType::$column;

            fn write_property(&self, property: ValueWriter<'_>) {
                self.get().write_property(property);
            }
        }

        #[diagnostic::do_not_recommend]
        impl IdValue for NonZero<$integer> {
            fn to_id(&self) -> String {
                self.to_string()
            }
        }

        #[diagnostic::do_not_recommend]
        impl Category for NonZero<$integer> {
            fn to_category(&self) -> Cow<'_, str> {
                self.to_string().into()
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

macro_rules! addresses {
    ($($address:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $address {
            const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

            fn write_property(&self, property: ValueWriter<'_>) {
                property.display(self);
            }
        }

        #[diagnostic::do_not_recommend]
        impl Category for $address {
            fn to_category(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
        }
    )*};
}

addresses!(IpAddr, Ipv4Addr, Ipv6Addr);

#[diagnostic::do_not_recommend]
impl<V: PropertyValue> PropertyValue for Wrapping<V> {
    const COLUMN: ColumnType = V::COLUMN;

    fn write_property(&self, property: ValueWriter<'_>) {
        self.0.write_property(property);
    }
}

#[diagnostic::do_not_recommend]
impl<V: IdValue> IdValue for Wrapping<V> {
    fn to_id(&self) -> String {
        self.0.to_id()
    }
}

#[diagnostic::do_not_recommend]
impl<C: Category> Category for Wrapping<C> {
    fn to_category(&self) -> Cow<'_, str> {
        self.0.to_category()
    }
}

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
                property.categories(self.iter().map(C::to_category));
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
        let mut categories: Vec<Cow<'_, str>> = self.iter().map(C::to_category).collect();
        categories.sort_unstable();
        property.categories(categories.iter().map(|category| Cow::Borrowed(&**category)));
    }
}
