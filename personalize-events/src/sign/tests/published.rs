//! The worked examples of AWS's documentation, and of RFC 3986 for paths.

use super::super::canonical::{CanonicalRequest, canonical_query, without_dot_segments};
use super::super::key::derive;
use super::super::{ALGORITHM, AmzDate, KeyCache, Request, Scope, authorization, string_to_sign};
use super::{EXAMPLE_SECRET, parse_time};
use super::{hex, sha256};
use crate::credentials::Credentials;

const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The secret of the S3 examples, with a slash instead of a plus sign.
const S3_SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

const IAM: Scope<'_> = Scope {
    region: "us-east-1",
    service: "iam",
};

const LIST_USERS: Request<'_> = Request {
    method: "GET",
    path: "/",
    query: "Action=ListUsers&Version=2010-05-08",
    headers: &[
        (
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8",
        ),
        ("Host", "iam.amazonaws.com"),
        ("X-Amz-Date", "20150830T123600Z"),
    ],
    body: b"",
};

#[test]
fn the_hash_of_an_empty_text_is_correct() {
    assert_eq!(sha256(b""), EMPTY_SHA256);
}

#[test]
fn the_signing_keys_of_the_documentation_are_derived() {
    let key = |time| {
        hex(&*derive(
            EXAMPLE_SECRET,
            &IAM,
            &AmzDate::from(parse_time(time)),
        ))
    };
    assert_eq!(
        key("20150830T123600Z"),
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
    );
    assert_eq!(
        key("20120215T000000Z"),
        "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d"
    );
}

#[test]
fn a_key_is_the_same_all_day() {
    let key = |time| {
        hex(&*derive(
            EXAMPLE_SECRET,
            &IAM,
            &AmzDate::from(parse_time(time)),
        ))
    };
    let morning = key("20150830T000000Z");
    assert_eq!(morning, key("20150830T235959Z"));
    assert_ne!(morning, key("20150831T000000Z"));
}

#[test]
fn list_users_of_iam_is_signed_as_in_the_documentation() {
    let time = AmzDate::from(parse_time("20150830T123600Z"));
    let canonical = CanonicalRequest::new(&LIST_USERS);
    let hash = "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59";
    assert_eq!(sha256(canonical.text.as_bytes()), hash);
    assert_eq!(
        string_to_sign(ALGORITHM, &canonical, &IAM.on(&time), &time),
        format!("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n{hash}")
    );
    let credentials = Credentials::new("AKIDEXAMPLE", EXAMPLE_SECRET);
    assert_eq!(
        authorization(&LIST_USERS, &credentials, &IAM, &time, &KeyCache::default()),
        "AWS4-HMAC-SHA256 \
         Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
         SignedHeaders=content-type;host;x-amz-date, \
         Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    );
}

/// Signs an S3 example and returns the signature. Its path needs no encoding, so the rules of other services give the
/// same result.
fn s3_signature(method: &str, target: (&str, &str), more: &[(&str, &str)], body: &[u8]) -> String {
    let body_sha256 = sha256(body);
    let mut headers = vec![
        ("x-amz-date", "20130524T000000Z"),
        ("x-amz-content-sha256", body_sha256.as_str()),
        ("Host", "examplebucket.s3.amazonaws.com"),
    ];
    headers.extend_from_slice(more);
    let request = Request {
        method,
        path: target.0,
        query: target.1,
        headers: &headers,
        body,
    };
    let scope = Scope {
        region: "us-east-1",
        service: "s3",
    };
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", S3_SECRET);
    let time = AmzDate::from(parse_time("20130524T000000Z"));
    let value = authorization(&request, &credentials, &scope, &time, &KeyCache::default());
    value.rsplit_once("Signature=").unwrap().1.to_owned()
}

#[test]
fn the_get_requests_of_the_s3_documentation_are_signed() {
    assert_eq!(
        s3_signature("GET", ("/test.txt", ""), &[("Range", "bytes=0-9")], b""),
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    );
    assert_eq!(
        s3_signature("GET", ("/", "lifecycle"), &[], b""),
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
    );
    assert_eq!(
        s3_signature("GET", ("/", "max-keys=2&prefix=J"), &[], b""),
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    );
}

#[test]
fn the_put_request_of_the_s3_documentation_is_signed_with_its_body() {
    let headers = [
        ("Date", "Fri, 24 May 2013 00:00:00 GMT"),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
    ];
    assert_eq!(
        s3_signature(
            "PUT",
            ("/test$file.text", ""),
            &headers,
            b"Welcome to Amazon S3."
        ),
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
    );
}

#[test]
fn dot_segments_are_removed_as_in_rfc_3986() {
    // The examples of sections 5.2.4 and 5.4, merged with the base path where they are relative.
    for (path, expected) in [
        ("/a/b/c/./../../g", "/a/g"),
        ("/b/c/.", "/b/c/"),
        ("/b/c/./", "/b/c/"),
        ("/b/c/..", "/b/"),
        ("/b/c/../", "/b/"),
        ("/b/c/../..", "/"),
        ("/b/c/../../../g", "/g"),
        ("/b/c/g.", "/b/c/g."),
        ("/b/c/..g", "/b/c/..g"),
        ("/b/c/g;x=1/../y", "/b/c/y"),
    ] {
        assert_eq!(without_dot_segments(path), expected, "{path}");
    }
}

#[test]
fn a_request_without_a_path_is_for_the_root() {
    // AWS: an empty absolute path becomes a slash.
    assert_eq!(without_dot_segments(""), "/");
}

#[test]
fn a_query_that_is_not_utf_8_is_signed_by_its_bytes() {
    // AWS: every byte is encoded but the unreserved characters, with capital letters.
    assert_eq!(canonical_query("a=%ff%FE"), "a=%FF%FE");
}
