//! The formats of single values.

use personalize_events::__private::{Timestamp, float};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{
    DateTime, EpochSeconds, Format, HttpDate, Number, Plain, from_date_time, from_http_date,
    to_date_time, to_http_date,
};
use crate::json::{Error, Read};

impl<T: Serialize + Read> Format<T> for Plain {
    const NULLABLE: bool = T::NULLABLE;

    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    fn read(value: Value) -> Result<T, Error> {
        T::read(value)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Format<$number> for Number {
            fn write<S: Serializer>(value: &$number, serializer: S) -> Result<S::Ok, S::Error> {
                float::serialize(value, serializer)
            }

            fn read(value: Value) -> Result<$number, Error> {
                <$number>::read(value)
            }
        }
    )*};
}

numbers!(f32, f64);

/// A number as JSON has it.
pub(crate) fn number(value: f64) -> Value {
    if value.is_finite() {
        value.into()
    } else {
        non_finite(value).into()
    }
}

/// How a number is spelled that is none or infinite.
pub(crate) fn non_finite(value: f64) -> &'static str {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    }
}

impl Format<Timestamp> for EpochSeconds {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    fn read(value: Value) -> Result<Timestamp, Error> {
        Timestamp::read(value)
    }
}

impl Format<Timestamp> for DateTime {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        match to_date_time(*value) {
            Some(text) => serializer.serialize_str(&text),
            None => Err(S::Error::custom(OUT_OF_RANGE)),
        }
    }

    fn read(value: Value) -> Result<Timestamp, Error> {
        text(&value, from_date_time, "a date-time")
    }
}

impl Format<Timestamp> for HttpDate {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        match to_http_date(*value) {
            Some(text) => serializer.serialize_str(&text),
            None => Err(S::Error::custom(OUT_OF_RANGE)),
        }
    }

    fn read(value: Value) -> Result<Timestamp, Error> {
        text(&value, from_http_date, "an http-date")
    }
}

/// What is said of a timestamp that a calendar of four digits cannot express.
const OUT_OF_RANGE: &str = "a timestamp is not within the years 0 to 9999";

fn text(
    value: &Value,
    parse: fn(&str) -> Option<Timestamp>,
    expected: &str,
) -> Result<Timestamp, Error> {
    value
        .as_str()
        .and_then(parse)
        .ok_or_else(|| Error::unexpected_type(value, expected))
}
