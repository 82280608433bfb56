//! Checksums and compression of request bodies. The checksums were calculated with Python's `hashlib` and `zlib`.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use md5::{Digest, Md5};
use personalize_events_codegen_runtime::{Request, RequestSettings, http};

use crate::bodies::{
    Algorithm, ArchiveRequest, LogRequest, SignRequest, UploadAlgorithm, UploadRequest,
};

fn made(operation: &impl http::Operation) -> Request {
    let settings = RequestSettings::default();
    http::request(operation, &settings).expect("the request can be made")
}

/// The values of all headers with a name that starts with this.
fn headers<'a>(request: &'a Request, start: &str) -> Vec<(&'a str, &'a str)> {
    let headers = request.headers.iter();
    let headers = headers.filter(|(name, _)| name.starts_with(start));
    headers.map(|(name, value)| (&**name, &**value)).collect()
}

#[test]
fn a_required_checksum_is_the_md5_of_the_body() {
    let request = made(&SignRequest::builder().text("Alien").build().unwrap());
    assert_eq!(&*request.body, br#"{"text":"Alien"}"#);
    let expected = [("content-md5", "cDvJOK6J6F1bxy7yodUAew==")];
    assert_eq!(headers(&request, "content-md5"), expected);
    assert_eq!(headers(&request, "content-encoding"), []);
}

#[test]
fn the_algorithm_of_a_checksum_is_selected_by_a_member_or_else_crc32() {
    for (algorithm, name, checksum) in [
        (None, "crc32", "/m6JOg=="),
        (Some(Algorithm::Crc32), "crc32", "/m6JOg=="),
        (Some(Algorithm::Crc32c), "crc32c", "XQ8uxg=="),
        (
            Some(Algorithm::Sha1),
            "sha1",
            "59Z5RIpybfk6DswTlQjJ0+9IuYA=",
        ),
        (
            Some(Algorithm::Sha256),
            "sha256",
            "WUz9JgfU8J4c5iQSA+QYys/tVFBjeSvF6revqtvwxOA=",
        ),
    ] {
        let request = ArchiveRequest::builder()
            .maybe_algorithm(algorithm)
            .body("frames");
        let request = made(&request.build().unwrap());
        let expected = ("x-amz-checksum-".to_owned() + name, checksum);
        let expected = [(&*expected.0, expected.1)];
        assert_eq!(headers(&request, "x-amz-checksum-"), expected);
        let selected = [("x-amz-sdk-checksum-algorithm", name.to_ascii_uppercase())];
        let found = headers(&request, "x-amz-sdk-");
        let found: Vec<_> = found
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        assert_eq!(found, selected);
    }
}

#[test]
fn a_checksum_that_the_request_has_is_not_calculated() {
    let request = ArchiveRequest::builder().sha256("known").body("frames");
    let request = made(&request.build().unwrap());
    let known = [("x-amz-checksum-sha256", "known")];
    assert_eq!(headers(&request, "x-amz-"), known);
    let request = made(&LogRequest::builder().checksum("known").build().unwrap());
    assert_eq!(headers(&request, "content-md5"), [("content-md5", "known")]);
}

#[test]
fn a_member_in_the_body_selects_the_algorithm_too() {
    let request = UploadRequest::builder().text("Alien");
    let crc32 = made(&request.clone().build().unwrap());
    let sha1 = made(&request.algorithm(UploadAlgorithm::Sha1).build().unwrap());
    let expected = [("x-amz-checksum-crc32", "QNwtdg==")];
    assert_eq!(headers(&crc32, "x-amz-"), expected);
    let expected = [("x-amz-checksum-sha1", "STPhf+pVtoUnYkPMKcHKBfKG/kM=")];
    assert_eq!(headers(&sha1, "x-amz-"), expected);
}

#[test]
fn an_algorithm_that_is_not_supported_is_an_error_without_its_value() {
    let request = ArchiveRequest::builder().algorithm(Algorithm::from("secret"));
    let request = request.build().unwrap();
    let error = http::request(&request, &RequestSettings::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request could not be built: `algorithm` selects a checksum that is not supported; use \
         CRC32, CRC32C, CRC64NVME, SHA1 or SHA256"
    );
}

#[test]
fn a_body_of_the_minimum_size_is_compressed_and_its_checksum_is_of_what_is_sent() {
    // `{"line":""}` has 11 bytes; the default is 10,240.
    for (length, is_compressed) in [(10_240 - 12, false), (10_240 - 11, true)] {
        let line = "x".repeat(length);
        let request = LogRequest::builder().line(line.clone()).build().unwrap();
        let request = made(&request);
        let md5 = STANDARD.encode(Md5::digest(&request.body));
        assert_eq!(headers(&request, "content-md5"), [("content-md5", &*md5)]);
        let encodings = headers(&request, "content-encoding");
        let json = format!(r#"{{"line":"{line}"}}"#);
        if !is_compressed {
            assert_eq!((encodings.len(), &*request.body), (0, json.as_bytes()));
            continue;
        }
        assert_eq!(encodings, [("content-encoding", "gzip")]);
        assert!(request.body.len() < 1_000);
        let mut text = String::new();
        let mut decoder = GzDecoder::new(&*request.body);
        decoder.read_to_string(&mut text).expect("it is gzip");
        assert_eq!(text, json);
    }
}

#[test]
fn gzip_follows_the_encodings_that_the_request_has() {
    let request = LogRequest::builder().encoding("custom");
    let large = request.clone().line("x".repeat(20_000)).build().unwrap();
    let expected = [("content-encoding", "custom, gzip")];
    assert_eq!(headers(&made(&large), "content-encoding"), expected);
    let small = made(&request.build().unwrap());
    let expected = [("content-encoding", "custom")];
    assert_eq!(headers(&small, "content-encoding"), expected);
}
