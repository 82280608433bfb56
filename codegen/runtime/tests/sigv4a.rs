//! Requests with a signature of Version 4A, to a local server.

#![deny(warnings)]

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use arns::{FetchReelInput, ListReelsInput, StoreReelInput};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4a::SigningParams;
use runtime::{Clock, ConfigBuilder, Credentials, Error, Operation, Transports};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[path = "../../tests/golden/arns/generated/mod.rs"]
#[rustfmt::skip]
pub mod arns;

/// What the host crate of generated code supplies.
mod runtime {
    pub(crate) use super::Client;
    pub(crate) use personalize_events_codegen_runtime::*;
}

/// A client as in the root of a generated crate.
#[derive(Debug)]
pub struct Client {
    transports: Transports,
}

impl Client {
    fn new(config: ConfigBuilder) -> Self {
        let transports = Transports::new(config, &arns::SERVICE, arns::ENDPOINTS);
        let transports = transports.expect("the settings are valid");
        Self { transports }
    }

    async fn send<O: Operation>(&self, operation: &O) -> Result<O::Response, Error<O::Error>> {
        self.transports.send(operation).await
    }
}

const ARN: &str = "arn:aws:reels::123456789012:reel/1";

/// 2026-01-01T00:00:00Z
fn time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

#[derive(Debug)]
struct FixedClock;

impl Clock for FixedClock {
    fn system_time(&self) -> SystemTime {
        time()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::ready(()))
    }
}

fn config() -> ConfigBuilder {
    ConfigBuilder::default()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret").with_session_token("session"))
        .clock(FixedClock)
        .clock_skew_correction(false)
        .attempt_timeout(Duration::from_secs(5))
}

/// A request as it was sent.
struct Sent {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Sent {
    fn header(&self, wanted: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// Runs calls against a server on this machine; returns the requests.
async fn requests<F: Future<Output = ()>>(
    count: usize,
    calls: impl FnOnce(ConfigBuilder) -> F,
) -> Vec<Sent> {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    let task = tokio::spawn(async move {
        let mut requests = Vec::new();
        for _ in 0..count {
            let (mut connection, _) = listener.accept().await.expect("a client comes");
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(connection.read_u8().await.expect("a client writes"));
            }
            let head = String::from_utf8(head).expect("the head is text");
            let mut lines = head.lines();
            let mut first = lines.next().into_iter().flat_map(|line| line.split(' '));
            let mut next = || first.next().unwrap_or_default().to_owned();
            let (method, target) = (next(), next());
            let headers = lines.filter_map(|line| line.split_once(": "));
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let mut sent = Sent {
                method,
                target,
                headers: headers.collect(),
                body: Vec::new(),
            };
            sent.body = vec![0; sent.header("content-length").parse().unwrap_or_default()];
            let read = connection.read_exact(&mut sent.body).await;
            read.expect("a client writes the body");
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
            connection
                .write_all(answer)
                .await
                .expect("the client reads");
            requests.push(sent);
        }
        requests
    });
    calls(config().endpoint_url(format!("http://localhost:{port}"))).await;
    task.await.expect("the server does not panic")
}

/// The header `authorization` of the official implementation for the same request.
fn official(sent: &Sent) -> String {
    let token = Some("session".to_owned());
    let identity = aws_credential_types::Credentials::new("AKID", "secret", token, None, "test");
    let identity = identity.into();
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region_set("*")
        .name("reels")
        .time(time())
        .settings(SigningSettings::default())
        .build()
        .expect("all are set")
        .into();
    let url = format!("http://{}{}", sent.header("host"), sent.target);
    let signed = sent
        .headers
        .iter()
        .filter(|(name, _)| name == "content-type");
    let headers = signed.map(|(name, value)| (name.as_str(), value.as_str()));
    let body = SignableBody::Bytes(&sent.body);
    let request = SignableRequest::new(&sent.method, url, headers, body).expect("a request");
    let (instructions, _) = sign(request, &parameters)
        .expect("a signature")
        .into_parts();
    let mut headers = instructions.headers();
    let found = headers.find(|(name, _)| *name == "authorization");
    found.expect("it is signed").1.to_owned()
}

// Both sign deterministically (RFC 6979), so that the signatures are equal too.
#[tokio::test]
async fn requests_are_signed_as_by_the_official_implementation_and_sent_to_the_host_of_the_account()
{
    let sent = requests(3, |config| async {
        let client = Client::new(config);
        let fetch = FetchReelInput::builder().reel_arn(ARN).part("a b/ü");
        let fetched = client.fetch_reel(&fetch.build().expect("a request")).await;
        assert_eq!(fetched.expect("a response").title(), None);
        let store = StoreReelInput::builder().reel_arn(ARN).title("Ü");
        let stored = client.store_reel(&store.build().expect("a request")).await;
        stored.expect("a response");
        let list = ListReelsInput::builder().prefix("a").build();
        let listed = client.list_reels(&list.expect("a request")).await;
        listed.expect("a response");
    })
    .await;
    for (sent, (host, start)) in sent.iter().zip([
        ("123456789012.localhost:", "GET /reels/arn%3Aaws"),
        ("data.123456789012.localhost:", "PUT /reels/arn%3Aaws"),
        ("localhost:", "GET /reels?prefix=a"),
    ]) {
        let line = format!("{} {}", sent.method, sent.target);
        assert!(line.starts_with(start), "{line}");
        assert!(
            sent.header("host").starts_with(host),
            "{}",
            sent.header("host")
        );
        assert_eq!(sent.header("x-amz-region-set"), "*");
        assert_eq!(sent.header("authorization"), official(sent));
    }
}
