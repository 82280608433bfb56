//! Outputs, and the responses that they are read from.

use super::json::{self, Error, Object, Value};
use crate::error::ResponseMetadata;

/// The output of an operation.
pub trait Output: Sized {
    /// Whether the output has members, so that the body is needed.
    const READS_BODY: bool = true;

    /// Reads the output from a successful response.
    ///
    /// # Errors
    ///
    /// Returns an error if the response does not conform to the model.
    fn read(response: &mut Response<'_>) -> Result<Self, Error>;

    /// Reads the output from the metadata of a successful response.
    ///
    /// # Errors
    ///
    /// See [`read`](Self::read).
    fn from_metadata(metadata: ResponseMetadata) -> Result<Self, Error> {
        Self::read(&mut Response::of(&metadata))
    }
}

/// An output without members.
impl<T: From<ResponseMetadata>> Output for T {
    const READS_BODY: bool = false;

    fn read(response: &mut Response<'_>) -> Result<Self, Error> {
        Ok(response.metadata().clone().into())
    }

    fn from_metadata(metadata: ResponseMetadata) -> Result<Self, Error> {
        Ok(metadata.into())
    }
}

/// A response whose body has been received.
#[derive(Debug)]
pub struct Response<'a> {
    metadata: &'a ResponseMetadata,
}

impl<'a> Response<'a> {
    /// Creates a response that is read.
    #[must_use]
    pub fn of(metadata: &'a ResponseMetadata) -> Self {
        Self { metadata }
    }

    /// Returns status, headers and body.
    #[must_use]
    pub fn metadata(&self) -> &'a ResponseMetadata {
        self.metadata
    }

    /// Returns the request id that AWS support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        self.metadata.request_id().map(str::to_owned)
    }

    /// Returns the members in the body; an empty body has none.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not a JSON object.
    pub fn object(&self) -> Result<Object, Error> {
        match self.json()? {
            Some(value) => Object::of(value),
            None => Ok(Object::empty()),
        }
    }

    /// Returns the body; `None` if it is empty.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not JSON.
    pub fn json(&self) -> Result<Option<Value>, Error> {
        json::parse(self.metadata.body())
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Output, Response};
    use crate::error::ResponseMetadata;

    /// An output as the generator writes it.
    #[derive(Debug, PartialEq)]
    struct Film {
        title: String,
        request_id: Option<String>,
    }

    impl Output for Film {
        fn read(response: &mut Response<'_>) -> Result<Self, Error> {
            let mut object = response.object()?;
            Ok(Self {
                title: object.required("title")?,
                request_id: response.request_id(),
            })
        }
    }

    fn metadata(body: &str) -> ResponseMetadata {
        let id = ("x-amzn-requestid".to_owned(), "r-1".to_owned());
        ResponseMetadata::from_parts(200, vec![id], body.into())
    }

    #[test]
    fn members_are_read_from_the_body() {
        let request_id = Some("r-1".to_owned());
        for (body, title) in [(r#"{"title":"Heat"}"#, "Heat"), (" ", ""), ("null", "")] {
            let (title, request_id) = (title.to_owned(), request_id.clone());
            assert_eq!(
                Film::from_metadata(metadata(body)),
                Ok(Film { title, request_id })
            );
        }
        for (body, problem) in [
            ("{\n\"hush\"", "the body is not JSON (line 2, column 6)"),
            ("[]", "the body is a list, but an object was expected"),
        ] {
            let error = Film::from_metadata(metadata(body)).unwrap_err();
            assert_eq!(error.to_string(), problem);
        }
        const { assert!(Film::READS_BODY) };
    }

    /// An output without members as the generator writes it.
    #[derive(Debug, PartialEq)]
    struct Nothing(Option<String>);

    impl From<ResponseMetadata> for Nothing {
        fn from(metadata: ResponseMetadata) -> Self {
            Self(metadata.into_request_id())
        }
    }

    #[test]
    fn an_output_without_members_needs_no_body() {
        const { assert!(!Nothing::READS_BODY) };
        let expected = Nothing(Some("r-1".to_owned()));
        let read = Nothing::read(&mut Response::of(&metadata("hush")));
        assert_eq!(read.as_ref(), Ok(&expected));
        assert_eq!(Nothing::from_metadata(metadata("hush")), Ok(expected));
    }
}
