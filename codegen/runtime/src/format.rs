//! The formats of values in JSON that differ from the default format of their type.
//!
//! A format is a type without values. Formats are combined like the types of their values:
//! `OptionOf<ListOf<DateTime>>` is the format of an optional list of timestamps.

mod collection;
mod date;
mod number;
mod single;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use serde::{Serialize, Serializer};

pub(crate) use date::{
    epoch_seconds, from_date_time, from_epoch_seconds, from_http_date, to_date_time, to_http_date,
};
pub(crate) use number::to_json as number_to_json;
pub use personalize_events::__private::json::ReadFormat;

/// A format in which values of the type `T` are written as JSON.
pub trait WriteFormat<T> {
    /// Serializes a value.
    ///
    /// # Errors
    ///
    /// Returns an error if the format cannot represent the value or the serializer fails.
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// The default format of the type.
#[derive(Debug)]
pub struct Plain;

/// Floating-point numbers; those that are not finite are the strings `NaN`, `Infinity` and `-Infinity`.
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

/// Text as its base64, the format of headers with a media type.
#[derive(Debug)]
pub struct Base64;

/// Lists whose elements, and maps whose values have the format `F`.
#[derive(Debug)]
pub struct ListOf<F>(PhantomData<F>);

/// Optional values of the format `F`.
#[derive(Debug)]
pub struct OptionOf<F>(PhantomData<F>);

/// A value that is serialized in the format `F`.
#[derive(Debug)]
pub struct As<'a, F, T>(&'a T, PhantomData<F>);

impl<'a, F: WriteFormat<T>, T> As<'a, F, T> {
    /// Wraps a value.
    pub fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<F: WriteFormat<T>, T> Serialize for As<'_, F, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        F::write(self.0, serializer)
    }
}
