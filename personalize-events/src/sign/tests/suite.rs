//! AWS's test suite for signers, if the conformance data is available.
//!
//! Each case is a folder. Its `header-*` files have the canonical request, the string to sign, the signature and the
//! signed request. Its `query-*` files, for presigned URLs, are not read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use personalize_events_conformance as conformance;
use serde_json::Value;

use super::super::canonical::CanonicalRequest;
use super::super::{ALGORITHM, AmzDate, KeyCache, Scope, authorization, authorize, string_to_sign};
use super::sha256;
use super::{Sent, parse_time};
use crate::credentials::Credentials;

/// The cases that do not apply, each with its reason.
const LEFT_OUT: &[(&str, &str)] = &[];

#[test]
fn every_case_of_the_suite_is_signed_as_expected() {
    let Some(folder) = conformance::path("sigv4/v4") else {
        return;
    };
    let cases: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for (name, _) in LEFT_OUT {
        assert!(cases.contains(*name), "the suite has no case {name}");
    }
    let mut passed = 0;
    for name in &cases {
        if LEFT_OUT.iter().all(|(left_out, _)| left_out != name) {
            check(name, &folder.join(name));
            passed += 1;
        }
    }
    println!("passed {passed}, left out {}", LEFT_OUT.len());
    assert!(passed > 0, "the suite is empty");
}

fn check(name: &str, case: &Path) {
    let read = |file: &str| fs::read_to_string(case.join(file)).unwrap();
    let context: Value = serde_json::from_str(&read("context.json")).unwrap();
    let text = |key: &str| context[key].as_str().unwrap();
    let scope = Scope {
        region: text("region"),
        service: text("service"),
    };
    let credentials = credentials(&context["credentials"]);
    let time = AmzDate::from(parse_time(text("timestamp")));

    let request = read("request.txt");
    let sent = Sent::parse(&request).unwrap();
    let added = added_headers(&context, &credentials, &time, sent.body);
    let mut headers = sent.headers.clone();
    headers.extend(added.iter().map(|(name, value)| (*name, value.as_str())));
    let request = sent.request(&headers);

    let is_normalized = context["normalize"].as_bool().unwrap();
    let canonical = if is_normalized {
        CanonicalRequest::new(&request)
    } else {
        CanonicalRequest::with_path(&request, request.path)
    };
    let expected = read("header-canonical-request.txt");
    assert_eq!(canonical.text, expected, "{name}");
    let to_sign = string_to_sign(ALGORITHM, &canonical, &scope.on(&time), &time);
    assert_eq!(to_sign, read("header-string-to-sign.txt"), "{name}");

    let value = if is_normalized {
        authorization(&request, &credentials, &scope, &time, &KeyCache::default())
    } else {
        authorize(
            &canonical,
            &credentials,
            &scope,
            &time,
            &KeyCache::default(),
        )
    };
    assert!(value.ends_with(&read("header-signature.txt")), "{name}");
    let signed = read("header-signed-request.txt");
    let expected = Sent::parse(&signed).unwrap().header("authorization");
    assert_eq!(Some(value.as_str()), expected, "{name}");
}

fn credentials(context: &Value) -> Credentials {
    let text = |key: &str| context[key].as_str().unwrap();
    let credentials = Credentials::new(text("access_key_id"), text("secret_access_key"));
    match context.get("token") {
        Some(token) => credentials.with_session_token(token.as_str().unwrap()),
        None => credentials,
    }
}

/// The headers that the signer of the suite adds before it signs. With `omit_session_token` the token is added after
/// the request is signed.
fn added_headers(
    context: &Value,
    credentials: &Credentials,
    time: &AmzDate,
    body: &[u8],
) -> Vec<(&'static str, String)> {
    let mut added = vec![("X-Amz-Date", time.as_str().to_owned())];
    let omits_token = context.get("omit_session_token") == Some(&Value::Bool(true));
    if let Some(token) = credentials.session_token().filter(|_| !omits_token) {
        added.push(("X-Amz-Security-Token", token.to_owned()));
    }
    if context["sign_body"].as_bool().unwrap() {
        added.push(("X-Amz-Content-Sha256", sha256(body)));
    }
    added
}
