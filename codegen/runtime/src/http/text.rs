//! Values as text: in labels, queries, headers, and bodies that are text.

use std::borrow::Cow;

use personalize_events::__private::{JsonString, Timestamp};

use super::header;
use crate::blob::{Blob, to_base64};
use crate::format::{self, Base64, DateTime, EpochSeconds, HttpDate, Number, Plain};

/// How a value is spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpValue {
    /// It is not there.
    Absent,
    /// As one text.
    One(String),
    /// As so many texts, those of the elements of a list.
    Many(Vec<String>),
}

/// A value that stands alone and has one way to be spelled; generated enums are such.
pub trait ToText: Sized {
    /// What is expected where it cannot be read.
    const EXPECTED: &'static str = "a whole number";

    /// As text.
    fn to_text(&self) -> Cow<'_, str>;

    /// From text; `None` when it stands for no value.
    fn parse(text: &str) -> Option<Self>;
}

/// A value that can be spelled in the format `F`, or so can what is in it.
pub trait Text<F = Plain>: Sized {
    /// What is expected where it cannot be read.
    #[doc(hidden)]
    const EXPECTED: &'static str;

    /// How many commas the spelling of each element has.
    #[doc(hidden)]
    const COMMAS: usize = 0;

    /// As text; the error says what is wrong with the value.
    ///
    /// # Errors
    ///
    /// When the format cannot express the value.
    fn to_http_value(&self) -> Result<HttpValue, &'static str>;

    /// From text; `None` when it stands for no value.
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

/// Elements that are absent are passed over.
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

macro_rules! floats {
    ($($float:ident),*) => {$(
        impl ToText for $float {
            const EXPECTED: &'static str = "a number";

            fn to_text(&self) -> Cow<'_, str> {
                if self.is_finite() {
                    self.to_string().into()
                } else {
                    format::non_finite((*self).into()).into()
                }
            }

            fn parse(text: &str) -> Option<Self> {
                match text {
                    "NaN" => Some(Self::NAN),
                    "Infinity" => Some(Self::INFINITY),
                    "-Infinity" => Some(Self::NEG_INFINITY),
                    text => text.parse().ok().filter(|number: &Self| number.is_finite()),
                }
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

impl Text<EpochSeconds> for Timestamp {
    const EXPECTED: &'static str = "a number of seconds";

    fn to_http_value(&self) -> Result<HttpValue, &'static str> {
        Ok(HttpValue::One(format::epoch_seconds(*self)))
    }

    fn parse(text: &str) -> Option<Self> {
        format::from_epoch_seconds(text)
    }
}

impl Text<DateTime> for Timestamp {
    const EXPECTED: &'static str = "a date-time";

    fn to_http_value(&self) -> Result<HttpValue, &'static str> {
        let text = format::to_date_time(*self).ok_or(BEYOND_CALENDAR)?;
        Ok(HttpValue::One(text))
    }

    fn parse(text: &str) -> Option<Self> {
        format::from_date_time(text)
    }
}

impl Text<HttpDate> for Timestamp {
    const EXPECTED: &'static str = "an http-date";
    const COMMAS: usize = 1;

    fn to_http_value(&self) -> Result<HttpValue, &'static str> {
        let text = format::to_http_date(*self).ok_or(BEYOND_CALENDAR)?;
        Ok(HttpValue::One(text))
    }

    fn parse(text: &str) -> Option<Self> {
        format::from_http_date(text)
    }
}

const BEYOND_CALENDAR: &str = "is not within the years 0 to 9999";

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
