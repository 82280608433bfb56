//! How a value is spelled in JSON where that is not the way of its type.
//!
//! A format is a type that is never made. Formats of single values are put together as their
//! values are: `OptionOf<ListOf<DateTime>>` is that of an optional list of timestamps.

mod collection;
mod date;
mod single;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use serde::Serializer;
use serde_json::Value;

use crate::json;

pub(crate) use date::{
    epoch_seconds, from_date_time, from_epoch_seconds, from_http_date, to_date_time, to_http_date,
};
pub(crate) use single::{non_finite, number};

/// A way to spell values of a type in JSON.
pub trait Format<T> {
    /// Whether `null` is a value of its own among the elements of a list.
    const NULLABLE: bool = false;

    /// Writes a value.
    ///
    /// # Errors
    ///
    /// When the format cannot express the value, and those of the serializer.
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When it is no value of the type in this format.
    fn read(value: Value) -> Result<T, json::Error>;
}

/// The way of the type itself.
#[derive(Debug)]
pub struct Plain;

/// Floating-point numbers; those that JSON lacks are the strings `NaN`, `Infinity`, `-Infinity`.
#[derive(Debug)]
pub struct Number;

/// Timestamps as seconds since the Unix epoch: `1576540098.5`.
#[derive(Debug)]
pub struct EpochSeconds;

/// Timestamps as in RFC 3339: `2019-12-16T23:48:18Z`.
#[derive(Debug)]
pub struct DateTime;

/// Timestamps as in HTTP: `Mon, 16 Dec 2019 23:48:18 GMT`.
#[derive(Debug)]
pub struct HttpDate;

/// Text as base64 of it, as headers hold texts that have a media type.
#[derive(Debug)]
pub struct Base64;

/// Lists and maps of what has the format `F`.
#[derive(Debug)]
pub struct ListOf<F>(PhantomData<F>);

/// What has the format `F`, or is absent.
#[derive(Debug)]
pub struct OptionOf<F>(PhantomData<F>);

/// Functions that attributes can name without the trait.
macro_rules! functions {
    ($($format:ty $(, $inner:ident)?;)*) => {$(
        impl$(<$inner>)? $format {
            /// Writes a value in this format.
            ///
            /// # Errors
            ///
            /// See [`Format::write`].
            pub fn write<T, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
            where
                Self: Format<T>,
            {
                <Self as Format<T>>::write(value, serializer)
            }

            /// Reads a value in this format.
            ///
            /// # Errors
            ///
            /// See [`Format::read`].
            pub fn read<T>(value: Value) -> Result<T, json::Error>
            where
                Self: Format<T>,
            {
                <Self as Format<T>>::read(value)
            }
        }
    )*};
}

functions! {
    Plain;
    Number;
    EpochSeconds;
    DateTime;
    HttpDate;
    ListOf<F>, F;
    OptionOf<F>, F;
}
