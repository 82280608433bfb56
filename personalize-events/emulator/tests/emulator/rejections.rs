//! Requests that are not let in, or cannot be read, over HTTP.

use std::time::{Duration, UNIX_EPOCH};

use personalize_events_emulator::{BODY_LIMIT, Emulator};
use serde_json::json;

use crate::client::{ARN, Signer, TEST, get, http, send, user};

#[tokio::test]
async fn an_unsigned_request_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/users", emulator.url());
    let answer = send(http().post(url).body("{}")).await.unwrap();
    assert_eq!(answer.status, 403);
    assert_eq!(answer.code(), "MissingAuthenticationTokenException");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-amzn-requestid").len(), 36);
    assert_eq!(answer.message(), "Missing Authentication Token");
}

#[tokio::test]
async fn a_request_is_refused_by_the_reason_its_signature_gives() {
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
        let answer = signer.post(&emulator, "/users", &user("u")).await;
        assert_eq!((answer.status, answer.code()), (403, code));
        assert!(answer.message().contains(part), "{}", answer.message());
    }
    assert!(emulator.users(ARN).is_empty());
}

#[tokio::test]
async fn several_credentials_are_known_at_once() {
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
        let answer = signer.post(&emulator, "/users", &user("u")).await;
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn the_clock_can_be_set_and_answers_tell_it() {
    let emulator = Emulator::builder()
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_440_938_160))
        .start()
        .await
        .unwrap();
    let then = Signer {
        time: Some(1_440_938_160),
        ..TEST
    };
    let answer = then.post(&emulator, "/users", &user("u")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("date"), "Sun, 30 Aug 2015 12:36:00 GMT");
    let answer = TEST.post(&emulator, "/users", &user("u")).await;
    assert!(answer.message().starts_with("Signature not yet current: "));
}

#[tokio::test]
async fn what_is_no_operation_is_unknown() {
    let emulator = Emulator::start().await.unwrap();
    for path in ["/", "/user", "/users/", "/_emulator"] {
        let answer = TEST.post(&emulator, path, &user("u")).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.code(), "UnknownOperationException");
    }
    let answer = get(&emulator, "/users").await;
    assert_eq!(
        (answer.status, answer.code()),
        (404, "UnknownOperationException")
    );
    assert!(answer.message().contains("POST /users"));
}

#[tokio::test]
async fn a_body_must_be_declared_as_json() {
    let emulator = Emulator::start().await.unwrap();
    for (content_type, status) in [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("application/x-amz-json-1.1", 415),
        ("text/plain", 415),
    ] {
        let body = user("u").to_string();
        let request = TEST.signed_as(content_type, &emulator, "/users", body);
        let answer = send(request).await.unwrap();
        assert_eq!(answer.status, status, "{content_type}");
        if status == 415 {
            assert_eq!(answer.code(), "UnsupportedMediaTypeException");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_cannot_be_read() {
    let emulator = Emulator::start().await.unwrap();
    let deep = "[".repeat(10_000);
    for body in ["{\"users\":", "{} x", "\u{feff}{}", "{\"a\":1e999}", &deep] {
        let request = TEST.request(&emulator, "/users", body.to_owned());
        let answer = send(request).await.unwrap();
        assert_eq!(
            (answer.status, answer.code()),
            (400, "SerializationException")
        );
        assert!(
            answer
                .message()
                .starts_with("The body is not JSON: line 1, column ")
        );
    }
}

#[tokio::test]
async fn an_empty_body_is_an_empty_input() {
    let emulator = Emulator::start().await.unwrap();
    let answer = send(TEST.request(&emulator, "/users", String::new()))
        .await
        .unwrap();
    assert_eq!(
        answer.message(),
        "2 violations: datasetArn: is required; users: is required"
    );
}

#[tokio::test]
async fn a_query_is_signed_but_no_part_of_the_route() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/users?a=b", emulator.url());
    let answer = send(http().post(url)).await.unwrap();
    assert_eq!(answer.code(), "MissingAuthenticationTokenException");
    assert_eq!(emulator.requests()[0].path(), "/users?a=b");
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_too_large() {
    let emulator = Emulator::start().await.unwrap();
    for (length, status) in [(BODY_LIMIT, 400), (BODY_LIMIT + 1, 413)] {
        let request = TEST.request(&emulator, "/users", "x".repeat(length));
        let answer = send(request).await.unwrap();
        assert_eq!(answer.status, status, "{length}");
    }
    let answer = send(TEST.request(&emulator, "/users", " ".repeat(BODY_LIMIT + 1)));
    assert_eq!(
        answer.await.unwrap().code(),
        "RequestEntityTooLargeException"
    );
}

#[tokio::test]
async fn the_largest_input_of_the_model_fits() {
    let emulator = Emulator::start().await.unwrap();
    let model: serde_json::Value = serde_json::from_str(include_str!("../../model.json")).unwrap();
    let shape = "com.amazonaws.personalizeevents#SynthesizedJsonItemProperties";
    let longest = model["shapes"][shape]["traits"]["smithy.api#length"]["max"].as_u64();
    let longest = usize::try_from(longest.unwrap()).unwrap();
    let text = format!("{{\"k\":\"{}\"}}", "😀".repeat(longest - 8));
    let items: Vec<_> = (0..10)
        .map(|id| json!({ "itemId": id.to_string(), "properties": text }))
        .collect();
    let input = json!({ "datasetArn": ARN, "items": items }).to_string();
    let escaped = input.replace('😀', "\\ud83d\\ude00");
    assert!(escaped.len() > 3 * 1024 * 1024);
    let answer = send(TEST.request(&emulator, "/items", escaped))
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(emulator.items(ARN).len(), 10);
}

#[tokio::test]
async fn what_is_no_http_does_no_harm() {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset, NotConnected};
    use std::io::{Read, Write};
    use std::net::Shutdown;

    let emulator = Emulator::builder().start().await.unwrap();
    let address = emulator.addr();
    let answers = tokio::task::spawn_blocking(move || {
        let heads: [&[u8]; 5] = [
            b"\x16\x03\x01\x02\x00\x01\x00\x01",
            b"POST /users\r\n\r\n",
            b"POST /users HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
            b"POST /\xff HTTP/1.1\r\n\r\n",
            b"POST /users HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        ];
        heads.map(|head| {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            // It may be refused before all of it is sent: the connection is closed then.
            let sent = stream.write_all(head);
            if let Err(error) = sent.and_then(|()| stream.shutdown(Shutdown::Write)) {
                let closed = [BrokenPipe, ConnectionReset, NotConnected];
                assert!(closed.contains(&error.kind()), "{error}");
            }
            let mut answer = Vec::new();
            // A reset in place of an answer is as good.
            let _ = stream.read_to_end(&mut answer);
            String::from_utf8_lossy(&answer).into_owned()
        })
    });
    for answer in answers.await.unwrap() {
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400 "),
            "{answer}"
        );
    }
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
}
