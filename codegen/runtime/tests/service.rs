//! Calls a generated service whose members are not only in the body.

#![deny(warnings)]

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use personalize_events_codegen_runtime as runtime;
use runtime::http::{self, Output, RequestWriter, Response};
use runtime::{
    Blob, ByteStream, ConfigBuilder, Credentials, DatasetArn, Error, Operation, OperationError,
    RequestSettings, ResponseMetadata, Serialize, Service, Transport, Unhandled, format, json,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SERVICE: Service = Service {
    sdk_id: "Films",
    endpoint_prefix: "films",
    signing_name: "films",
    user_agent: "films/1.2.3",
};

/// A request whose members go everywhere.
#[derive(Serialize)]
struct GetFilm<R> {
    #[serde(skip)]
    id: String,
    #[serde(skip)]
    since: Option<runtime::Timestamp>,
    #[serde(skip)]
    tags: Option<BTreeMap<String, String>>,
    #[serde(skip)]
    response: std::marker::PhantomData<fn() -> R>,
}

impl<R> GetFilm<R> {
    fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            since: Some(runtime::Timestamp::from_secs(1_576_540_098)),
            tags: Some(BTreeMap::from([("a".to_owned(), "é".to_owned())])),
            response: std::marker::PhantomData,
        }
    }
}

impl<R: Output> Operation for GetFilm<R> {
    type Response = R;
    type Error = GetFilmError;
    const NAME: &'static str = "GetFilm";
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/films/{id}?all";

    fn write(&self, request: &mut RequestWriter) {
        request.label("id", &self.id);
        request.query_as::<format::DateTime>("since", &self.since);
        request.prefix_headers("X-Tag-", &self.tags);
    }
}

/// A response that is read, and cannot be made from a metadata alone.
#[derive(Debug, PartialEq)]
struct Film {
    name: String,
    rating: Option<i32>,
    status: i32,
    request_id: Option<String>,
}

impl Output for Film {
    fn read(answer: &mut Response<'_>) -> Result<Self, json::Error> {
        let mut body = answer.object()?;
        Ok(Self {
            name: body.required("name")?,
            rating: answer.header("X-Rating")?,
            status: answer.status_code(),
            request_id: answer.request_id(),
        })
    }
}

/// A response whose body is a stream.
#[derive(Debug)]
struct Reel {
    rating: Option<i32>,
    frames: ByteStream,
}

impl Output for Reel {
    const STREAMS: bool = true;

    fn read(answer: &mut Response<'_>) -> Result<Self, json::Error> {
        Ok(Self {
            rating: answer.header("X-Rating")?,
            frames: answer.stream(),
        })
    }
}

/// A simple operation like those of our own service.
#[derive(Serialize)]
struct PutFilm {
    name: &'static str,
}

impl Operation for PutFilm {
    type Response = Put;
    type Error = GetFilmError;
    const NAME: &'static str = "PutFilm";
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/films";
}

#[derive(Debug, PartialEq)]
struct Put {
    request_id: Option<String>,
}

impl From<ResponseMetadata> for Put {
    fn from(metadata: ResponseMetadata) -> Self {
        Self {
            request_id: metadata.into_request_id(),
        }
    }
}

/// An operation without input.
#[derive(Serialize)]
struct Reset;

impl Operation for Reset {
    type Response = Put;
    type Error = GetFilmError;
    const NAME: &'static str = "Reset";
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/reset";

    fn write(&self, _: &mut RequestWriter) {}
}

/// An operation with a body of bytes that has a checksum and may be compressed.
#[derive(Serialize)]
struct PutReel {
    #[serde(skip)]
    frames: Blob,
}

impl Operation for PutReel {
    type Response = Put;
    type Error = GetFilmError;
    const NAME: &'static str = "PutReel";
    const METHOD: &'static str = "PUT";
    const PATH: &'static str = "/reel";

    fn write(&self, request: &mut RequestWriter) {
        request.blob_payload("application/octet-stream", &self.frames);
        request.gzip();
        request.content_md5();
    }
}

/// An operation that writes to a dataset.
#[derive(Serialize)]
struct PutUsers {
    arn: &'static str,
}

impl Operation for PutUsers {
    type Response = Put;
    type Error = GetFilmError;
    const NAME: &'static str = "PutUsers";
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/users";

    fn dataset(&self) -> Option<DatasetArn<'_>> {
        Some(DatasetArn {
            arn: self.arn,
            dataset_type: "USERS",
        })
    }
}

#[derive(Debug, PartialEq)]
enum GetFilmError {
    Gone {
        message: Option<String>,
        since: Option<String>,
        reason: Option<i32>,
    },
    Unhandled(Unhandled),
}

impl OperationError for GetFilmError {
    fn from_metadata(metadata: &ResponseMetadata) -> Self {
        let read = || -> Result<Self, json::Error> {
            let answer = Response::of(metadata);
            let mut body = answer.object()?;
            Ok(Self::Gone {
                message: metadata.message().map(str::to_owned),
                since: answer.header("X-Since")?,
                reason: body.optional("reason")?,
            })
        };
        match metadata.code() {
            Some("Gone") => {
                read().unwrap_or_else(|_| Self::Unhandled(Unhandled::from_metadata(metadata)))
            }
            _ => Self::Unhandled(Unhandled::from_metadata(metadata)),
        }
    }
}

impl fmt::Display for GetFilmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error")
    }
}

impl std::error::Error for GetFilmError {}

fn transport(config: ConfigBuilder) -> Transport {
    let config = config
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret"))
        .attempt_timeout(Duration::from_secs(5))
        .max_attempts(1)
        .build_for(&SERVICE)
        .expect("the settings are complete");
    Transport::new(config).expect("there are certificates")
}

/// Calls an operation of a server that sends one response, and returns the request.
async fn call<O: Operation>(
    operation: &O,
    answer: &[u8],
) -> (String, Result<O::Response, Error<O::Error>>) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    let config = ConfigBuilder::default().endpoint_url(format!("http://{address}"));
    let (transport, requests) = (transport(config), RequestSettings::default());
    let server = async {
        let (mut connection, _) = listener.accept().await.expect("a client comes");
        let mut sent = Vec::new();
        let mut buffer = [0; 4096];
        while !sent.windows(4).any(|end| end == b"\r\n\r\n") {
            let count = connection.read(&mut buffer).await.expect("a client writes");
            sent.extend_from_slice(&buffer[..count]);
        }
        // A client that has enough closes first.
        let _ = connection.write_all(answer).await;
        String::from_utf8_lossy(&sent).into_owned()
    };
    tokio::join!(server, http::send(&transport, &requests, operation))
}

fn answer(head: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

#[tokio::test]
async fn a_dataset_of_another_type_is_rejected_before_anything_is_sent() {
    let nowhere = ConfigBuilder::default().endpoint_url("http://127.0.0.1:1");
    let items = PutUsers {
        arn: "arn:aws:personalize:eu-west-1:123456789012:dataset/films/ITEMS",
    };
    let error = http::send(&transport(nowhere), &RequestSettings::default(), &items)
        .await
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("ends in `ITEMS`") && message.contains("`/USERS`"),
        "{message}"
    );
    let users = PutUsers {
        arn: "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS",
    };
    let (_, put) = call(&users, &answer("200 OK", "")).await;
    assert!(put.is_ok(), "{put:?}");
}

#[tokio::test]
async fn members_are_sent_and_read_by_their_bindings() {
    let answer = answer(
        "203 X\r\nx-rating: 18\r\nx-amzn-requestid: r-1",
        r#"{"name":"Alien"}"#,
    );
    let (sent, film) = call(&GetFilm::<Film>::new("a/b c"), &answer).await;
    assert!(
        sent.starts_with("GET /films/a%2Fb%20c?all&since=2019-12-16T23%3A48%3A18Z HTTP/1.1\r\n"),
        "{sent}"
    );
    assert!(sent.contains("\r\nx-tag-a: é\r\n"), "{sent}");
    assert!(
        sent.contains("SignedHeaders=host;x-amz-date;x-tag-a,"),
        "{sent}"
    );
    for absent in ["content-length", "content-type", "transfer-encoding"] {
        assert!(!sent.contains(absent), "{sent}");
    }
    let expected = Film {
        name: "Alien".to_owned(),
        rating: Some(18),
        status: 203,
        request_id: Some("r-1".to_owned()),
    };
    assert_eq!(film.unwrap(), expected);
}

#[tokio::test]
async fn a_simple_operation_has_its_members_in_the_body() {
    let request = PutFilm { name: "Alien" };
    let (sent, put) = call(&request, &answer("204 X\r\nx-amzn-requestid: r-2", "")).await;
    assert!(sent.starts_with("POST /films HTTP/1.1\r\n"), "{sent}");
    assert!(
        sent.contains("\r\ncontent-type: application/json\r\n"),
        "{sent}"
    );
    assert!(sent.contains("\r\ncontent-length: 16\r\n"), "{sent}");
    assert!(sent.contains("\r\nuser-agent: films/1.2.3\r\n"), "{sent}");
    let request_id = Some("r-2".to_owned());
    assert_eq!(put.unwrap(), Put { request_id });
}

#[tokio::test]
async fn a_post_without_a_body_has_a_content_length_of_zero() {
    let (sent, put) = call(&Reset, &answer("200 X", "")).await;
    assert!(sent.contains("\r\ncontent-length: 0\r\n"), "{sent}");
    assert!(!sent.contains("content-type"), "{sent}");
    assert_eq!(put.unwrap(), Put { request_id: None });
}

// The checksum is that of Python's `hashlib`.
#[tokio::test]
async fn the_length_and_the_checksum_of_bytes_are_sent_and_signed() {
    let frames = Blob::from(b"frames".to_vec());
    let (sent, put) = call(&PutReel { frames }, &answer("200 X", "")).await;
    assert!(put.is_ok(), "{put:?}");
    assert!(sent.contains("\r\ncontent-length: 6\r\n"), "{sent}");
    let checksum = "\r\ncontent-md5: 3NwawHmpHVE6WnWbD7nB3A==\r\n";
    assert!(sent.contains(checksum), "{sent}");
    assert!(!sent.contains("transfer-encoding"), "{sent}");
    let signed = "SignedHeaders=content-md5;content-type;host;x-amz-date,";
    assert!(sent.contains(signed), "{sent}");
}

#[tokio::test]
async fn the_encoding_of_a_compressed_body_is_signed_and_its_length_is_sent() {
    let frames = Blob::from(vec![0; 100_000]);
    let (sent, put) = call(&PutReel { frames }, &answer("200 X", "")).await;
    assert!(put.is_ok(), "{put:?}");
    assert!(sent.contains("\r\ncontent-encoding: gzip\r\n"), "{sent}");
    let signed = "SignedHeaders=content-encoding;content-md5;content-type;host;x-amz-date,";
    assert!(sent.contains(signed), "{sent}");
    let length = sent.split("\r\ncontent-length: ").nth(1);
    let length = length.and_then(|rest| rest.lines().next()?.parse::<u32>().ok());
    assert!(length.is_some_and(|length| length < 1_000), "{sent}");
}

#[tokio::test]
async fn a_response_of_any_size_is_read() {
    let name = "x".repeat(3_000_000);
    let answer = answer("200 X", &format!(r#"{{"name":"{name}"}}"#));
    let (_, film) = call(&GetFilm::<Film>::new("1"), &answer).await;
    assert_eq!(film.unwrap().name.len(), name.len());
}

#[tokio::test]
async fn the_members_of_an_error_are_read_and_its_body_is_dropped() {
    let answer = answer(
        "410 X\r\nx-amzn-errortype: Gone\r\nx-since: 2019",
        r#"{"message":"m","reason":7}"#,
    );
    let (_, film) = call(&GetFilm::<Film>::new("1"), &answer).await;
    let error = film.unwrap_err();
    let expected = GetFilmError::Gone {
        message: Some("m".to_owned()),
        since: Some("2019".to_owned()),
        reason: Some(7),
    };
    assert_eq!(error.as_service(), Some(&expected));
    assert_eq!((error.status(), error.code()), (Some(410), Some("Gone")));
    let Error::Service { metadata, .. } = error else {
        panic!("the service refused");
    };
    assert!(metadata.headers().is_empty() && metadata.body().is_empty());
}

#[tokio::test]
async fn an_invalid_response_is_reported_without_its_data() {
    for (body, problem) in [
        (
            r#"{"name":17}"#,
            "`name` is a number, but a string was expected",
        ),
        ("hush", "the body is not JSON (line 1, column 1)"),
    ] {
        let (_, film) = call(&GetFilm::<Film>::new("1"), &answer("200 X", body)).await;
        let error = film.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert_eq!(
            format!("{error:#}"),
            format!("the response could not be read (1 attempt): {problem}")
        );
    }
}

#[tokio::test]
async fn a_stream_is_read_while_it_is_received() {
    let chunked = b"HTTP/1.1 200 X\r\nx-rating: 6\r\ntransfer-encoding: chunked\r\n\r\n\
        3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    let (_, reel) = call(&GetFilm::<Reel>::new("1"), chunked).await;
    let mut reel = reel.unwrap();
    assert_eq!(reel.rating, Some(6));
    assert_eq!(reel.frames.collect().await.unwrap(), b"abcde");
    assert!(reel.frames.next().await.is_none());
}

#[tokio::test]
async fn a_stream_that_fails_returns_an_error_and_ends() {
    let short = b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\nabc";
    let (_, reel) = call(&GetFilm::<Reel>::new("1"), short).await;
    let mut frames = reel.unwrap().frames;
    assert_eq!(frames.next().await.unwrap().unwrap(), b"abc");
    let error = frames.next().await.unwrap().unwrap_err();
    assert!(!error.is_timeout());
    assert_eq!(
        error.to_string(),
        "the response could not be read (1 attempt)"
    );
    let mut all = error.to_string();
    let mut cause = std::error::Error::source(&error);
    assert!(cause.is_some());
    while let Some(error) = cause {
        all = format!("{all}: {error}");
        cause = error.source();
    }
    assert_eq!(format!("{error:#}"), all);
    assert!(frames.next().await.is_none());
}

#[tokio::test]
async fn a_request_that_cannot_be_written_is_not_sent() {
    let transport = transport(ConfigBuilder::default().endpoint_url("http://localhost"));
    let error = http::send(
        &transport,
        &RequestSettings::default(),
        &GetFilm::<Film>::new(""),
    )
    .await
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request could not be built: `id` is empty, but is part of the path"
    );
}

#[test]
fn a_call_can_move_between_threads() {
    type Sent<'a> = (&'a Transport, &'a RequestSettings, &'a GetFilm<Film>);
    fn moves<T: Send>(_: impl FnOnce(Sent<'static>) -> T) {}
    fn stream_moves<T: Send>() {}
    moves(|(transport, requests, film)| http::send(transport, requests, film));
    stream_moves::<ByteStream>();
    stream_moves::<Reel>();
}
