//! Captured requests of AWS's own clients, if the conformance data is available.
//!
//! A capture also has excerpts of headers; they have no request line and are skipped.

use personalize_events_conformance as conformance;

use super::super::{AmzDate, KeyCache, Scope, authorization};
use super::{EXAMPLE_SECRET, Sent, parse_time};
use crate::credentials::Credentials;

#[test]
fn the_signatures_of_boto3_are_reproduced() {
    verify_all("wire/wire-boto3.txt");
}

#[test]
fn the_signatures_of_the_rust_sdk_are_reproduced() {
    verify_all("wire/wire-aws-sdk-rust.txt");
}

fn verify_all(name: &str) {
    let Some(capture) = conformance::read(name) else {
        return;
    };
    let (mut with_token, mut without_token, mut passed_over) = (0, 0, 0);
    for part in capture.split("\n### request ").skip(1) {
        let (_, text) = part.split_once('\n').unwrap();
        match Sent::parse(text) {
            None => passed_over += 1,
            Some(sent) => {
                verify(&sent);
                match sent.header("x-amz-security-token") {
                    Some(_) => with_token += 1,
                    None => without_token += 1,
                }
            }
        }
    }
    println!(
        "{name}: {with_token} with a session token, {without_token} without, \
         {passed_over} passed over"
    );
    assert!(with_token > 0 && without_token > 0, "{name} has too little");
}

fn verify(sent: &Sent<'_>) {
    assert!(!sent.body.is_empty());
    let expected = sent.header("authorization").unwrap();
    let (_, credential) = expected.split_once("Credential=").unwrap();
    let (credential, rest) = credential.split_once(", SignedHeaders=").unwrap();
    let (signed_headers, _) = rest.split_once(", ").unwrap();
    let [access_key_id, _, region, service, _] = credential
        .split('/')
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    assert_eq!((region, service), ("eu-west-1", "personalize"));

    let headers: Vec<(&str, &str)> = signed_headers
        .split(';')
        .map(|name| (name, sent.header(name).unwrap()))
        .collect();
    let sent_at = parse_time(sent.header("x-amz-date").unwrap());
    let value = authorization(
        &sent.request(&headers),
        &Credentials::new(access_key_id, EXAMPLE_SECRET),
        &Scope { region, service },
        &AmzDate::from(sent_at),
        &KeyCache::default(),
    );
    assert_eq!(value, expected);
}
