//! Bytes, which are base64 in JSON.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD};
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use personalize_events::__private::json::{self, Error, Read};
use personalize_events::__private::{
    Constraint, FromJson, Validate, ValidationContext, check_length,
};
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Accepts text with and without padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes.
///
/// `Debug` shows only their number.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Blob(Vec<u8>);

impl Blob {
    /// Creates a blob from bytes or text.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// Returns the bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// Returns the bytes without copying them.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn from_base64(text: &str) -> Option<Self> {
        LENIENT.decode(text).ok().map(Self)
    }

    pub(crate) fn to_base64(&self) -> String {
        to_base64(&self.0)
    }
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

macro_rules! conversions {
    ($($ty:ty $(, $length:ident)?;)*) => {$(
        impl$(<const $length: usize>)? From<$ty> for Blob {
            fn from(bytes: $ty) -> Self {
                Self(bytes.into())
            }
        }
    )*};
}

conversions! {
    Vec<u8>;
    &[u8];
    &[u8; N], N;
    String;
    &str;
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} bytes)", self.0.len())
    }
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_base64())
    }
}

impl Read for Blob {
    fn read(value: json::Value) -> Result<Self, Error> {
        value
            .as_str()
            .and_then(Self::from_base64)
            .ok_or_else(|| Error::unexpected_type(&value, "base64"))
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::default())
    }
}

impl FromJson for Blob {
    fn from_json(value: Value, context: &mut ValidationContext<'_>) -> Option<Self> {
        let bytes = String::from_json(value, context)?;
        let blob = Self::from_base64(&bytes);
        if blob.is_none() {
            context.unexpected_type("other text", "base64");
        }
        blob
    }
}

impl Validate for Blob {
    type Valid = Self;

    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<Self> {
        check_length(self.0.len(), constraints, "byte", context).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use personalize_events::__private::json::{self, Object};
    use personalize_events::__private::{Build, Constraint, ValidationContext, build};

    use super::Blob;

    #[test]
    fn bytes_are_base64_in_json_and_debug_shows_only_their_number() {
        for blob in [
            Blob::new("value"),
            "value".into(),
            b"value".into(),
            Blob::from(&b"value"[..]),
            b"value".to_vec().into(),
            String::from("value").into(),
        ] {
            assert_eq!(serde_json::to_string(&blob).unwrap(), r#""dmFsdWU=""#);
            assert_eq!(format!("{blob:?}"), "Blob(5 bytes)");
            assert_eq!(blob.as_ref(), blob.as_slice());
            assert_eq!(blob.into_vec(), b"value");
        }
    }

    #[test]
    fn base64_is_read_with_and_without_padding() {
        for text in ["dmFsdWU=", "dmFsdWU"] {
            assert_eq!(Blob::from_base64(text), Some("value".into()), "{text}");
        }
        for text in ["dmFsdWU==", "dmFs dWU=", "dm_-", "d"] {
            assert_eq!(Blob::from_base64(text), None, "{text}");
        }
    }

    #[test]
    fn blobs_are_read_from_base64() {
        let members = br#"{ "data": "dmFsdWU=", "number": 1, "other": "%" }"#;
        let mut object = Object::of(json::parse(members).unwrap().unwrap()).unwrap();
        assert_eq!(object.optional("data"), Ok(Some(Blob::new("value"))));
        assert_eq!(object.required("data"), Ok(Blob::default()));
        for (name, found) in [("number", "a number"), ("other", "a string")] {
            let error = object.optional::<Blob>(name).unwrap_err();
            let expected = format!("`{name}` is {found}, but base64 was expected");
            assert_eq!(error.to_string(), expected);
        }
    }

    struct Holder(Blob);

    impl Build for Holder {
        type Output = Blob;

        fn build_in(self, context: &mut ValidationContext<'_>) -> Option<Blob> {
            const ROWS: &[Constraint] = &[Constraint::length(2, 3)];
            context.required("data", Some(self.0), ROWS)
        }
    }

    #[test]
    fn length_constraints_count_bytes() {
        assert!(build(Holder("é".into())).is_ok());
        assert_eq!(
            build(Holder("éé".into())).unwrap_err().to_string(),
            "data has 4 bytes, but at most 3 are allowed"
        );
        assert_eq!(
            build(Holder("e".into())).unwrap_err().to_string(),
            "data has 1 byte, but at least 2 are required"
        );
    }
}
