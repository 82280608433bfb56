//! Large structures are behind a `Box` in unions and in enums of errors.

use std::mem::size_of;

use personalize_events_codegen_runtime::{OperationError, ResponseMetadata, http};
use serde_json::json;

use crate::boxes::{
    Choice, Large, LargeError, Outer, PutShapeError, PutShapeInput, PutShapeOutput, ServiceError,
    Small, SmallError,
};
use crate::written;

/// Clippy reports a variant that is larger than the next by more than this.
const THRESHOLD: usize = 200;

#[test]
fn no_variant_is_large() {
    assert!(size_of::<Small>() <= THRESHOLD && size_of::<SmallError>() <= THRESHOLD);
    assert!(size_of::<Large>() > THRESHOLD && size_of::<LargeError>() > THRESHOLD);
    for size in [
        size_of::<Choice>(),
        size_of::<Outer>(),
        size_of::<PutShapeError>(),
        size_of::<ServiceError>(),
    ] {
        assert!(size <= THRESHOLD + size_of::<usize>(), "{size}");
    }
}

#[test]
fn large_values_are_written_and_read() {
    let small = Small::builder().text1("a").build().unwrap();
    let large = Large::builder().text8("b").small(small).build().unwrap();
    let large = Box::new(large);
    let outer = Outer::Choice(Choice::Large(large.clone()));
    let request = PutShapeInput::builder()
        .choice(Choice::Large(large.clone()))
        .outer(outer)
        .build()
        .unwrap();
    let value = json!({"text8": "b", "small": {"text1": "a"}});
    assert_eq!(
        written(&request),
        json!({"choice": {"large": value}, "outer": {"choice": {"large": value}}})
    );

    let body = json!({"choice": {"large": value}}).to_string();
    let metadata = ResponseMetadata::from_parts(200, Vec::new(), body.into_bytes());
    let output: PutShapeOutput =
        http::Output::read(&mut http::Response::of(&metadata)).expect("it can be read");
    assert_eq!(output.choice(), Some(&Choice::Large(large)));
}

#[test]
fn large_errors_are_read() {
    let body = json!({"__type": "LargeError", "message": "too large", "text8": "b"}).to_string();
    let metadata = ResponseMetadata::from_parts(400, Vec::new(), body.into_bytes());
    let error = PutShapeError::from_metadata(&metadata);
    let PutShapeError::LargeError(large) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(
        (large.message(), large.text8()),
        (Some("too large"), Some("b"))
    );
    let error = ServiceError::from(error);
    assert_eq!(error.to_string(), "LargeError: too large");
}
