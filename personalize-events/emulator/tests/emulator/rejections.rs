//! Requests over HTTP that are not authenticated or cannot be parsed.

use std::time::{Duration, UNIX_EPOCH};

use personalize_events_emulator::{BODY_LIMIT, Emulator};
use serde_json::json;

use crate::client::{ARN, Signer, TEST, arn_of, get, http, send, user};

#[tokio::test]
async fn an_unsigned_request_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/users", emulator.url());
    let response = send(http().post(url).body("{}")).await.unwrap();
    assert_eq!(response.status, 403);
    assert_eq!(response.code(), "MissingAuthenticationTokenException");
    assert_eq!(response.header("content-type"), "application/json");
    assert_eq!(response.header("x-amzn-requestid").len(), 36);
    assert_eq!(response.message(), "Missing Authentication Token");
}

#[tokio::test]
async fn a_request_with_an_invalid_signature_is_rejected_with_the_reason() {
    let emulator = Emulator::start().await.unwrap();
    let long_ago = Some(1_440_938_160);
    for (signer, code, part) in [
        (
            Signer {
                secret: "other",
                ..TEST
            },
            "InvalidSignatureException",
            "does not match",
        ),
        (
            Signer {
                key_id: "other",
                ..TEST
            },
            "UnrecognizedClientException",
            "token",
        ),
        (
            Signer {
                token: Some("t"),
                ..TEST
            },
            "UnrecognizedClientException",
            "token",
        ),
        (
            Signer {
                service: "s3",
                ..TEST
            },
            "InvalidSignatureException",
            "'personalize'",
        ),
        (
            Signer {
                time: long_ago,
                ..TEST
            },
            "InvalidSignatureException",
            "Signature expired: ",
        ),
        (
            Signer {
                key_id: "a/b",
                ..TEST
            },
            "IncompleteSignatureException",
            "5 slash",
        ),
    ] {
        let response = signer.post(&emulator, "/users", &user("u")).await;
        assert_eq!((response.status, response.code()), (403, code));
        assert!(response.message().contains(part), "{}", response.message());
    }
    assert!(emulator.users(ARN).is_empty());
}

#[tokio::test]
async fn several_credentials_are_accepted() {
    let emulator = Emulator::builder()
        .credentials("a", "one")
        .session_credentials("b", "two", "token")
        .start()
        .await
        .unwrap();
    let a = Signer {
        key_id: "a",
        secret: "one",
        ..TEST
    };
    let b = Signer {
        key_id: "b",
        secret: "two",
        token: Some("token"),
        ..TEST
    };
    for (signer, status) in [
        (a.clone(), 200),
        (b.clone(), 200),
        (Signer { secret: "two", ..a }, 403),
        (
            Signer {
                token: None,
                ..b.clone()
            },
            403,
        ),
        (
            Signer {
                token: Some("old"),
                ..b
            },
            403,
        ),
        (TEST, 403),
    ] {
        let response = signer.post(&emulator, "/users", &user("u")).await;
        assert_eq!(response.status, status);
    }
}

#[tokio::test]
async fn the_clock_can_be_replaced_and_is_in_responses() {
    let emulator = Emulator::builder()
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_440_938_160))
        .start()
        .await
        .unwrap();
    let then = Signer {
        time: Some(1_440_938_160),
        ..TEST
    };
    let response = then.post(&emulator, "/users", &user("u")).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("date"), "Sun, 30 Aug 2015 12:36:00 GMT");
    let response = TEST.post(&emulator, "/users", &user("u")).await;
    assert!(
        response
            .message()
            .starts_with("Signature not yet current: ")
    );
}

#[tokio::test]
async fn a_request_for_no_operation_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    for path in ["/", "/user", "/users/", "/_emulator"] {
        let response = TEST.post(&emulator, path, &user("u")).await;
        assert_eq!(response.status, 404, "{path}");
        assert_eq!(response.code(), "UnknownOperationException");
    }
    let response = get(&emulator, "/users").await;
    assert_eq!(
        (response.status, response.code()),
        (404, "UnknownOperationException")
    );
    assert!(response.message().contains("POST /users"));
}

#[tokio::test]
async fn a_body_must_have_the_content_type_of_json() {
    let emulator = Emulator::start().await.unwrap();
    for (content_type, status) in [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/x-amz-json-1.1", 415),
        ("text/plain", 415),
    ] {
        let body = user("u").to_string();
        let request = TEST.signed_as(content_type, &emulator, "/users", body);
        let response = send(request).await.unwrap();
        assert_eq!(response.status, status, "{content_type}");
        if status == 415 {
            assert_eq!(response.code(), "UnsupportedMediaTypeException");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    let deep = "[".repeat(10_000);
    for body in ["{\"users\":", "{} x", "\u{feff}{}", "{\"a\":1e999}", &deep] {
        let request = TEST.request(&emulator, "/users", body.to_owned());
        let response = send(request).await.unwrap();
        assert_eq!(
            (response.status, response.code()),
            (400, "SerializationException")
        );
        assert!(
            response
                .message()
                .starts_with("The body is not JSON: line 1, column ")
        );
    }
}

#[tokio::test]
async fn an_empty_body_is_an_empty_input() {
    let emulator = Emulator::start().await.unwrap();
    let response = send(TEST.request(&emulator, "/users", String::new()))
        .await
        .unwrap();
    assert_eq!(
        response.message(),
        "2 violations: datasetArn: is required; users: is required"
    );
}

#[tokio::test]
async fn a_query_is_signed_but_not_part_of_the_route() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/users?a=b", emulator.url());
    let response = send(http().post(url)).await.unwrap();
    assert_eq!(response.code(), "MissingAuthenticationTokenException");
    assert_eq!(emulator.requests()[0].path(), "/users?a=b");
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_rejected() {
    let emulator = Emulator::start().await.unwrap();
    for (length, status) in [(BODY_LIMIT, 400), (BODY_LIMIT + 1, 413)] {
        let request = TEST.request(&emulator, "/users", "x".repeat(length));
        let response = send(request).await.unwrap();
        assert_eq!(response.status, status, "{length}");
    }
    let response = send(TEST.request(&emulator, "/users", " ".repeat(BODY_LIMIT + 1)));
    assert_eq!(
        response.await.unwrap().code(),
        "RequestEntityTooLargeException"
    );
}

#[tokio::test]
async fn the_largest_input_of_the_model_is_accepted() {
    let emulator = Emulator::start().await.unwrap();
    let model: serde_json::Value = serde_json::from_str(include_str!("../../model.json")).unwrap();
    let shape = "com.amazonaws.personalizeevents#SynthesizedJsonItemProperties";
    let longest = model["shapes"][shape]["traits"]["smithy.api#length"]["max"].as_u64();
    let longest = usize::try_from(longest.unwrap()).unwrap();
    let text = format!("{{\"k\":\"{}\"}}", "😀".repeat(longest - 8));
    let items: Vec<_> = (0..10)
        .map(|id| json!({ "itemId": id.to_string(), "properties": text }))
        .collect();
    let input = json!({ "datasetArn": arn_of("items"), "items": items }).to_string();
    let escaped = input.replace('😀', "\\ud83d\\ude00");
    assert!(escaped.len() > 3 * 1024 * 1024);
    let response = send(TEST.request(&emulator, "/items", escaped))
        .await
        .unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(emulator.items(&arn_of("items")).len(), 10);
}

#[tokio::test]
async fn malformed_http_does_not_affect_other_connections() {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset, NotConnected};
    use std::io::{Read, Write};
    use std::net::Shutdown;

    let emulator = Emulator::builder().start().await.unwrap();
    let address = emulator.addr();
    let responses = tokio::task::spawn_blocking(move || {
        let heads: [&[u8]; 5] = [
            b"\x16\x03\x01\x02\x00\x01\x00\x01",
            b"POST /users\r\n\r\n",
            b"POST /users HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
            b"POST /\xff HTTP/1.1\r\n\r\n",
            b"POST /users HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        ];
        heads.map(|head| {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            // The connection may be closed before all is sent.
            let sent = stream.write_all(head);
            if let Err(error) = sent.and_then(|()| stream.shutdown(Shutdown::Write)) {
                let closed = [BrokenPipe, ConnectionReset, NotConnected];
                assert!(closed.contains(&error.kind()), "{error}");
            }
            let mut response = Vec::new();
            // A reset instead of a response is fine too.
            let _ = stream.read_to_end(&mut response);
            String::from_utf8_lossy(&response).into_owned()
        })
    });
    for response in responses.await.unwrap() {
        assert!(
            response.is_empty() || response.starts_with("HTTP/1.1 400 "),
            "{response}"
        );
    }
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
}
