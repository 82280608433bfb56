//! The text form of values in labels, queries, headers and text bodies.

use std::borrow::Cow;

use personalize_events::__private::{JsonString, Timestamp, float};

use super::header;
use crate::big_number::{BigDecimal, BigInteger};
use crate::blob::{Blob, to_base64};
use crate::format::{self, Base64, DateTime, EpochSeconds, HttpDate, Number, Plain};

/// The text form of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpValue {
    /// The value is absent.
    Absent,
    /// One text.
    One(String),
    /// The texts of a list's elements.
    Many(Vec<String>),
}

/// A simple value with one text form, such as an enum.
pub trait ToText: Sized {
    /// The description of the type in errors.
    const EXPECTED: &'static str = "an integer";

    /// Returns the text form.
    fn to_text(&self) -> Cow<'_, str>;

    /// Parses the text form; `None` if it is invalid.
    fn parse(text: &str) -> Option<Self>;
}

/// A simple value, a list or an optional value with a text form in the format `F`.
pub trait Text<F = Plain>: Sized {
    /// The description of the type in errors.
    #[doc(hidden)]
    const EXPECTED: &'static str;

    /// The number of commas in the text form of each element.
    #[doc(hidden)]
    const COMMAS: usize = 0;

    /// Returns the text form.
    ///
    /// # Errors
    ///
    /// Returns the problem of a value that the format cannot represent.
    fn to_http_value(&self) -> Result<HttpValue, &'static str>;

    /// Parses the text form; `None` if it is invalid.
    fn parse(text: &str) -> Option<Self>;
}

impl<T: ToText> Text for T {
    const EXPECTED: &'static str = <T as ToText>::EXPECTED;

    fn to_http_value(&self) -> Result<HttpValue, &'static str> {
        Ok(HttpValue::One(ToText::to_text(self).into_owned()))
    }

    fn parse(text: &str) -> Option<Self> {
        ToText::parse(text)
    }
}

impl<F, T: Text<F>> Text<F> for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const COMMAS: usize = T::COMMAS;

    fn to_http_value(&self) -> Result<HttpValue, &'static str> {
        match self {
            Some(value) => value.to_http_value(),
            None => Ok(HttpValue::Absent),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        T::parse(text).map(Some)
    }
}

/// Absent elements are skipped.
impl<F, T: Text<F>> Text<F> for Vec<T> {
    const EXPECTED: &'static str = "a list with commas";
    const COMMAS: usize = T::COMMAS;

    fn to_http_value(&self) -> Result<HttpValue, &'static str> {
        let mut texts = Vec::with_capacity(self.len());
        for element in self {
            match element.to_http_value()? {
                HttpValue::Absent => {}
                HttpValue::One(text) => texts.push(text),
                HttpValue::Many(more) => texts.extend(more),
            }
        }
        Ok(HttpValue::Many(texts))
    }

    fn parse(text: &str) -> Option<Self> {
        let elements = header::split(text, T::COMMAS)?;
        elements.iter().map(|element| T::parse(element)).collect()
    }
}

impl ToText for String {
    const EXPECTED: &'static str = "text";

    fn to_text(&self) -> Cow<'_, str> {
        self.into()
    }

    fn parse(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl ToText for JsonString {
    const EXPECTED: &'static str = "text";

    fn to_text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn parse(text: &str) -> Option<Self> {
        Some(text.into())
    }
}

impl ToText for bool {
    const EXPECTED: &'static str = "`true` or `false`";

    fn to_text(&self) -> Cow<'_, str> {
        if *self { "true" } else { "false" }.into()
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl ToText for $integer {
            fn to_text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }

            fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )*};
}

integers!(i8, i16, i32, i64);

macro_rules! big_numbers {
    ($($number:ident is $expected:literal;)*) => {$(
        impl ToText for $number {
            const EXPECTED: &'static str = $expected;

            fn to_text(&self) -> Cow<'_, str> {
                self.as_str().into()
            }

            fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )*};
}

big_numbers! {
    BigInteger is "an integer";
    BigDecimal is "a number";
}

macro_rules! floats {
    ($($float:ident),*) => {$(
        impl ToText for $float {
            const EXPECTED: &'static str = "a number";

            fn to_text(&self) -> Cow<'_, str> {
                match float::to_text((*self).into()) {
                    None => self.to_string().into(),
                    Some(text) => text.into(),
                }
            }

            fn parse(text: &str) -> Option<Self> {
                let is_allowed = |number: &Self| number.is_finite() || float::from_text(text).is_some();
                text.parse().ok().filter(is_allowed)
            }
        }

        impl Text<Number> for $float {
            const EXPECTED: &'static str = <Self as ToText>::EXPECTED;

            fn to_http_value(&self) -> Result<HttpValue, &'static str> {
                Text::<Plain>::to_http_value(self)
            }

            fn parse(text: &str) -> Option<Self> {
                ToText::parse(text)
            }
        }
    )*};
}

floats!(f32, f64);

macro_rules! timestamps {
    ($($format:ident is $expected:literal with $commas:literal commas: $to_text:expr, $from_text:ident;)*) => {$(
        impl Text<$format> for Timestamp {
            const EXPECTED: &'static str = $expected;
            const COMMAS: usize = $commas;

            fn to_http_value(&self) -> Result<HttpValue, &'static str> {
                let text = $to_text(*self).ok_or("is not within the years 0 to 9999")?;
                Ok(HttpValue::One(text))
            }

            fn parse(text: &str) -> Option<Self> {
                format::$from_text(text)
            }
        }
    )*};
}

timestamps! {
    EpochSeconds is "a number of seconds" with 0 commas:
        |at| Some(format::epoch_seconds(at)), from_epoch_seconds;
    DateTime is "a date-time" with 0 commas: format::to_date_time, from_date_time;
    HttpDate is "an http-date" with 1 commas: format::to_http_date, from_http_date;
}

macro_rules! texts {
    ($($text:ident),*) => {$(
        impl Text<Base64> for $text {
            const EXPECTED: &'static str = "base64 of text";

            fn to_http_value(&self) -> Result<HttpValue, &'static str> {
                let text = ToText::to_text(self);
                Ok(HttpValue::One(to_base64(text.as_bytes())))
            }

            fn parse(text: &str) -> Option<Self> {
                let bytes = Blob::from_base64(text)?.into_vec();
                String::from_utf8(bytes).ok().map(Into::into)
            }
        }
    )*};
}

texts!(String, JsonString);
