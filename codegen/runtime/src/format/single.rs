//! The formats of single values.

use personalize_events::__private::{Timestamp, float};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::{
    DateTime, EpochSeconds, HttpDate, Number, Plain, ReadFormat, WriteFormat, from_date_time,
    from_http_date, to_date_time, to_http_date,
};
use crate::json::{Error, Read, Value};

impl<T: Serialize> WriteFormat<T> for Plain {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

impl<T: Read> ReadFormat<T> for Plain {
    const NULLABLE: bool = T::NULLABLE;

    fn read(value: Value) -> Result<T, Error> {
        T::read(value)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl WriteFormat<$number> for Number {
            fn write<S: Serializer>(value: &$number, serializer: S) -> Result<S::Ok, S::Error> {
                float::Number(value).serialize(serializer)
            }
        }

        impl ReadFormat<$number> for Number {
            fn read(value: Value) -> Result<$number, Error> {
                <$number>::read(value)
            }
        }
    )*};
}

numbers!(f32, f64);

impl WriteFormat<Timestamp> for EpochSeconds {
    fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

impl ReadFormat<Timestamp> for EpochSeconds {
    fn read(value: Value) -> Result<Timestamp, Error> {
        Timestamp::read(value)
    }
}

macro_rules! texts {
    ($($format:ident is $expected:literal: $to_text:ident, $from_text:ident;)*) => {$(
        impl WriteFormat<Timestamp> for $format {
            fn write<S: Serializer>(value: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
                let text = $to_text(*value).ok_or_else(|| S::Error::custom(OUT_OF_RANGE))?;
                serializer.serialize_str(&text)
            }
        }

        impl ReadFormat<Timestamp> for $format {
            fn read(value: Value) -> Result<Timestamp, Error> {
                let timestamp = value.as_str().and_then($from_text);
                timestamp.ok_or_else(|| Error::unexpected_type(&value, $expected))
            }
        }
    )*};
}

texts! {
    DateTime is "a date-time": to_date_time, from_date_time;
    HttpDate is "an http-date": to_http_date, from_http_date;
}

const OUT_OF_RANGE: &str = "a timestamp is not within the years 0 to 9999";
