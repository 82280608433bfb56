//! Values that have no shape in the model.

use std::collections::BTreeMap;
use std::fmt;

use personalize_events::__private::json::{self, Error, Read};
use personalize_events::__private::{Constraint, FromJson, Validate, ValidationContext};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// Any JSON value.
///
/// # Example
///
/// ```
/// use personalize_events_codegen_runtime::Document;
///
/// let document = Document::from_json(r#"{"foo":[1,true]}"#)?;
/// let list = document.get("foo").and_then(|list| list.as_array()).unwrap_or_default();
/// assert_eq!(list, [Document::from(1), Document::from(true)]);
/// # Ok::<(), personalize_events_codegen_runtime::DocumentError>(())
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Document(Value);

impl Document {
    /// Creates `null`.
    #[must_use]
    pub fn null() -> Self {
        Self(Value::Null)
    }

    /// Parses JSON text from the model, which is valid.
    #[doc(hidden)]
    #[must_use]
    pub fn literal(text: &str) -> Self {
        Self::from_json(text).unwrap_or_default()
    }

    /// Parses JSON text.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not JSON.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        serde_json::from_str(text).map(Self).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            DocumentError(format!(
                "the text is not JSON (line {line}, column {column})"
            ))
        })
    }

    /// Returns the value as JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.to_string()
    }

    /// Serializes a value.
    ///
    /// # Errors
    ///
    /// Returns an error if JSON cannot represent the value, such as a map whose keys are not strings.
    pub fn from_serialize(value: impl Serialize) -> Result<Self, DocumentError> {
        serde_json::to_value(value)
            .map(Self)
            .map_err(|_| DocumentError("JSON cannot represent the value".to_owned()))
    }

    /// Deserializes a value.
    ///
    /// # Errors
    ///
    /// Returns an error if the document has another structure.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, DocumentError> {
        T::deserialize(&self.0).map_err(|_| {
            DocumentError("the document does not have the structure of the type".to_owned())
        })
    }

    /// Returns whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.0.is_null()
    }

    /// Returns the string, if the value is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }

    /// Returns the boolean, if the value is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// Returns the integer, if the value is one.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// Returns the number, if the value is one.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// Returns the elements, if the value is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<Vec<Self>> {
        let elements = self.0.as_array()?;
        Some(elements.iter().cloned().map(Self).collect())
    }

    /// Returns the entries, if the value is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<BTreeMap<String, Self>> {
        let entries = self.0.as_object()?.iter();
        let owned = entries.map(|(key, value)| (key.clone(), Self(value.clone())));
        Some(owned.collect())
    }

    /// Returns the value of a key, if the value is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        self.0.get(key).cloned().map(Self)
    }
}

macro_rules! conversions {
    ($($ty:ty),*) => {$(
        impl From<$ty> for Document {
            fn from(value: $ty) -> Self {
                Self(value.into())
            }
        }
    )*};
}

conversions!(bool, i32, i64, &str, String);

impl From<f64> for Document {
    /// Numbers that are not finite become `"NaN"`, `"Infinity"` and `"-Infinity"`.
    fn from(value: f64) -> Self {
        Self(crate::format::number_to_json(value))
    }
}

impl From<Vec<Document>> for Document {
    fn from(elements: Vec<Document>) -> Self {
        Self(elements.into_iter().map(|element| element.0).collect())
    }
}

impl From<BTreeMap<String, Document>> for Document {
    fn from(entries: BTreeMap<String, Document>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| (key, value.0));
        Self(entries.collect())
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({})", self.0)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Read for Document {
    const NULLABLE: bool = true;

    /// Numbers have the precision of a document.
    fn read(value: json::Value) -> Result<Self, Error> {
        let document = match &value {
            json::Value::Null => Value::Null,
            json::Value::Bool(value) => (*value).into(),
            json::Value::Number(text) => {
                let number = text.parse().map(Value::Number);
                number.map_err(|_| Error::unexpected_type(&value, "a smaller one"))?
            }
            json::Value::String(text) => text.as_str().into(),
            json::Value::Array(_) => {
                let elements: Vec<Self> = Read::read(value)?;
                return Ok(elements.into());
            }
            json::Value::Object(_) => {
                let entries: BTreeMap<String, Self> = Read::read(value)?;
                return Ok(entries.into());
            }
        };
        Ok(Self(document))
    }

    fn missing() -> Result<Self, Error> {
        Ok(Self::null())
    }
}

impl FromJson for Document {
    const NULLABLE: bool = true;

    fn from_json(value: Value, _: &mut ValidationContext<'_>) -> Option<Self> {
        Some(Self(value))
    }
}

impl Validate for Document {
    type Valid = Self;

    fn validate(self, _: &'static [Constraint], _: &mut ValidationContext<'_>) -> Option<Self> {
        Some(self)
    }
}

/// The error of a conversion from or to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError(String);

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DocumentError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use personalize_events::__private::json::{self, Object};

    use super::{Document, Read};

    #[test]
    fn every_kind_of_value_can_be_created_and_distinguished() {
        let entries = BTreeMap::from([
            (
                "a".to_owned(),
                Document::from(vec![1.into(), Document::null()]),
            ),
            ("b".to_owned(), 0.5.into()),
            ("c".to_owned(), f64::NAN.into()),
            ("d".to_owned(), i64::MAX.into()),
            ("e".to_owned(), false.into()),
            ("f".to_owned(), "g".into()),
        ]);
        let document = Document::from(entries.clone());
        let json = r#"{"a":[1,null],"b":0.5,"c":"NaN","d":9223372036854775807,"e":false,"f":"g"}"#;
        assert_eq!(document.to_json(), json);
        assert_eq!(Document::from_json(json), Ok(document.clone()));
        assert_eq!(serde_json::to_string(&document).unwrap(), json);
        assert_eq!(document.as_object(), Some(entries));
        assert_eq!(document.get("b").unwrap().as_f64(), Some(0.5));
        assert_eq!(document.get("d").unwrap().as_i64(), Some(i64::MAX));
        assert_eq!(document.get("e").unwrap().as_bool(), Some(false));
        assert_eq!(document.get("f").unwrap().as_str(), Some("g"));
        assert!(document.get("a").unwrap().as_array().unwrap()[1].is_null());
        assert_eq!(document.get("h"), None);
        assert!(Document::default().is_null());
    }

    #[test]
    fn a_document_converts_from_and_to_types_of_serde() {
        let document = Document::from_serialize(vec![(1, "a")]).unwrap();
        assert_eq!(document.deserialize(), Ok(vec![(1, "a".to_owned())]));
    }

    fn value(text: &str) -> json::Value {
        json::parse(text.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn documents_are_read_with_all_kinds_of_values() {
        let text = r#"{"a":[1,null,true,"b",0.5,18446744073709551615],"c":{}}"#;
        assert_eq!(
            Document::read(value(text)),
            Ok(Document::from_json(text).unwrap())
        );
        let error = Document::read(value("[1e400]")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`[0]` is a number, but a smaller one was expected"
        );
    }

    #[test]
    fn null_is_a_document_in_lists_and_maps_and_no_member_is_null() {
        let read = <Vec<Document> as Read>::read(value("[null, [1]]"));
        let list = Document::from(vec![1.into()]);
        assert_eq!(read, Ok(vec![Document::null(), list]));
        let read = <BTreeMap<String, Document> as Read>::read(value(r#"{ "a": null }"#));
        assert_eq!(read.unwrap().len(), 1);
        let mut object = Object::of(value(r#"{ "a": null }"#)).unwrap();
        assert_eq!(object.optional::<Document>("a"), Ok(None));
        assert_eq!(object.required("a"), Ok(Document::null()));
    }

    #[test]
    fn errors_do_not_show_values() {
        let error = Document::from_json("{\"hush\":hush}").unwrap_err();
        assert_eq!(error.to_string(), "the text is not JSON (line 1, column 9)");
        let error = Document::from("hush").deserialize::<u8>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the document does not have the structure of the type"
        );
        let keys = BTreeMap::from([(vec!["hush"], 1)]);
        let error = Document::from_serialize(keys).unwrap_err();
        assert_eq!(error.to_string(), "JSON cannot represent the value");
    }
}
