//! What services require outside of their models.

use super::cloudsearch::{SearchRequest, SuggestRequest};
use super::glacier::{DescribeVaultInput, UploadArchiveInput};
use super::runtime::{Blob, Operation, Request, RequestSettings, TransportError, http};

fn written<O: Operation>(operation: &O) -> Result<Request, TransportError> {
    http::request(operation, &RequestSettings::default())
}

fn headers<O: Operation>(operation: &O) -> Vec<(String, String)> {
    let request = written(operation).expect("a request");
    let headers = request.headers.into_iter();
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    headers.sort();
    headers
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    let headers = headers.iter();
    headers
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

const VERSION: (&str, &str) = ("x-amz-glacier-version", "2012-06-01");

/// The SHA-256 hash of `abc` in FIPS 180-2.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

#[test]
fn glacier_gets_its_version_and_the_account_of_the_credentials() {
    let default = DescribeVaultInput::builder()
        .vault_name("v")
        .build()
        .unwrap();
    assert_eq!(written(&default).unwrap().path, "/-/vaults/v");
    assert_eq!(headers(&default), owned(&[VERSION]));
    let other = DescribeVaultInput::builder()
        .account_id("123456789012")
        .vault_name("v");
    let other = written(&other.build().unwrap()).unwrap();
    assert_eq!(other.path, "/123456789012/vaults/v");
}

#[test]
fn glacier_gets_the_hashes_of_an_archive() {
    let archive = UploadArchiveInput::builder()
        .vault_name("v")
        .body(Blob::from(b"abc".to_vec()));
    let content_type = ("content-type", "application/octet-stream");
    let expected = [
        content_type,
        ("x-amz-content-sha256", ABC),
        VERSION,
        ("x-amz-sha256-tree-hash", ABC),
    ];
    assert_eq!(headers(&archive.clone().build().unwrap()), owned(&expected));
    let expected = [
        content_type,
        ("x-amz-content-sha256", ABC),
        VERSION,
        ("x-amz-sha256-tree-hash", "mine"),
    ];
    assert_eq!(
        headers(&archive.checksum("mine").build().unwrap()),
        owned(&expected)
    );
}

#[test]
fn cloudsearch_gets_searches_in_the_body() {
    let search = SearchRequest::builder()
        .query("a b&c")
        .sort("year desc")
        .build()
        .unwrap();
    let request = written(&search).unwrap();
    let form = "format=sdk&pretty=true&q=a%20b%26c&sort=year%20desc";
    assert_eq!(
        (request.method, &*request.path),
        ("POST", "/2013-01-01/search")
    );
    assert_eq!(
        (request.query.as_str(), &*request.body),
        ("", form.as_bytes())
    );
    let content_type = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(headers(&search), owned(&content_type));
    let suggest = SuggestRequest::builder().query("a").build().unwrap();
    let request = written(&suggest).unwrap();
    assert_eq!(
        (request.method, request.query.as_str()),
        ("GET", "format=sdk&pretty=true&q=a")
    );
}
