//! Generated operations call a local server with a signature, with a bearer token, or without authentication.

#![deny(warnings)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use authentication::{
    AnybodyRequest, FallbackRequest, NobodyOrAnybodyRequest, NobodyRequest, SignedByDefaultRequest,
    TokenRequest,
};
use runtime::{
    BearerToken, ClientSettings, ConfigBuilder, Credentials, CredentialsError, Error, Operation,
    ProvideBearerToken, ProvideCredentials, Transports,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[path = "../../tests/golden/authentication/generated/mod.rs"]
#[rustfmt::skip]
pub mod authentication;

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
    fn new(settings: impl Into<ClientSettings>) -> Self {
        let settings = settings.into().defer_missing_credentials();
        let transports = Transports::new(settings, &authentication::SERVICE, &[&[]]);
        let transports = transports.expect("the settings are complete");
        Self { transports }
    }

    async fn send<O: Operation>(&self, operation: &O) -> Result<O::Response, Error<O::Error>> {
        self.transports.send(operation).await
    }
}

/// A provider that counts its calls.
#[derive(Clone, Debug, Default)]
struct Counted(Arc<AtomicU32>);

impl Counted {
    fn calls(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }

    fn count(&self) -> u32 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl ProvideCredentials for Counted {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        self.count();
        Ok(Credentials::new("AKID", "secret").with_session_token("session"))
    }
}

impl ProvideBearerToken for Counted {
    async fn provide_bearer_token(&self) -> Result<BearerToken, CredentialsError> {
        Ok(BearerToken::new(format!("hush-{}", self.count())))
    }
}

#[derive(Debug)]
struct Hanging;

impl ProvideBearerToken for Hanging {
    async fn provide_bearer_token(&self) -> Result<BearerToken, CredentialsError> {
        std::future::pending().await
    }
}

/// The headers of a request. Their names are in lower case.
type Headers = BTreeMap<String, String>;

/// A server that gives these answers, one after the other; the task returns the headers of all requests.
struct Server {
    url: String,
    task: tokio::task::JoinHandle<Vec<Headers>>,
}

impl Server {
    async fn start(answers: Vec<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0");
        let listener = listener.await.expect("a port is free");
        let address = listener.local_addr().expect("the listener has an address");
        let task = tokio::spawn(async move {
            let mut requests = Vec::new();
            for answer in answers {
                let (mut connection, _) = listener.accept().await.expect("a client comes");
                let mut sent = Vec::new();
                while !sent.ends_with(b"\r\n\r\n") {
                    sent.push(connection.read_u8().await.expect("a client writes"));
                }
                let text = String::from_utf8(sent).expect("the head is text");
                let headers = text.lines().filter_map(|line| line.split_once(": "));
                let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
                requests.push(headers.map(owned).collect());
                let answer =
                    format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let written = connection.write_all(answer.as_bytes()).await;
                written.expect("the client reads");
            }
            requests
        });
        let url = format!("http://{address}");
        Self { url, task }
    }

    fn config(&self) -> ConfigBuilder {
        config(&self.url)
    }

    async fn requests(self) -> Vec<Headers> {
        self.task.await.expect("the server does not panic")
    }
}

fn config(url: &str) -> ConfigBuilder {
    ConfigBuilder::default()
        .endpoint_url(url)
        .region("eu-west-1")
        .attempt_timeout(Duration::from_secs(5))
        .random_source(|| 0.0)
}

fn names(headers: &Headers) -> Vec<&str> {
    headers.keys().map(String::as_str).collect()
}

/// The headers of a request that is not authenticated.
const PLAIN: [&str; 5] = [
    "accept",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "host",
    "user-agent",
];

#[tokio::test]
async fn an_operation_without_authentication_sends_nothing_of_the_credentials() {
    let server = Server::start(vec!["200 OK"; 3]).await;
    let credentials = Counted::default();
    let settings = server.config().credentials_provider(credentials.clone());
    let client = Client::new(ClientSettings::from(settings).bearer_token(BearerToken::new("hush")));
    let nobody = NobodyRequest::builder().build().unwrap();
    client.nobody(&nobody).await.unwrap();
    let both = NobodyOrAnybodyRequest::builder().build().unwrap();
    client.nobody_or_anybody(&both).await.unwrap();
    // What may be called without authentication is, whatever the client has.
    let anybody = AnybodyRequest::builder().build().unwrap();
    client.anybody(&anybody).await.unwrap();
    for headers in server.requests().await {
        assert_eq!(names(&headers), PLAIN);
    }
    assert_eq!(credentials.calls(), 0);
}

#[tokio::test]
async fn an_operation_with_optional_authentication_is_signed_on_request() {
    let server = Server::start(vec!["200 OK"; 2]).await;
    let config = server.config().credentials(Credentials::new("AKID", "s"));
    let client = Client::new(ClientSettings::from(config).optional_authentication(true));
    let anybody = AnybodyRequest::builder().build().unwrap();
    client.anybody(&anybody).await.unwrap();
    let nobody = NobodyOrAnybodyRequest::builder().build().unwrap();
    client.nobody_or_anybody(&nobody).await.unwrap();
    let requests = server.requests().await;
    assert!(requests[0]["authorization"].starts_with("AWS4-HMAC-SHA256 Credential=AKID/"));
    assert_eq!(names(&requests[1]), PLAIN);
}

#[tokio::test]
async fn the_first_scheme_by_id_signs_if_no_list_orders_them() {
    let server = Server::start(vec!["200 OK"]).await;
    let credentials = Counted::default();
    let config = server.config().credentials_provider(credentials.clone());
    let client = Client::new(ClientSettings::from(config).bearer_token(BearerToken::new("hush")));
    let request = SignedByDefaultRequest::builder().build().unwrap();
    client.signed_by_default(&request).await.unwrap();
    let requests = server.requests().await;
    let authorization = &requests[0]["authorization"];
    assert!(
        authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKID/")
            && authorization.contains("/eu-west-1/authentication/aws4_request"),
        "{authorization}"
    );
    assert_eq!(credentials.calls(), 1);
}

// The form of the header is that of RFC 6750, section 2.1.
#[tokio::test]
async fn a_bearer_token_is_the_whole_authorization_and_each_call_asks_for_it() {
    let server = Server::start(vec!["200 OK"; 2]).await;
    let (credentials, tokens) = (Counted::default(), Counted::default());
    let config = server.config().credentials_provider(credentials.clone());
    let settings = ClientSettings::from(config).bearer_token_provider(tokens.clone());
    let client = Client::new(settings);
    let token = TokenRequest::builder().build().unwrap();
    client.token(&token).await.unwrap();
    // Its preferred scheme is unsupported.
    let fallback = FallbackRequest::builder().build().unwrap();
    client.fallback(&fallback).await.unwrap();
    let requests = server.requests().await;
    for (headers, expected) in requests.iter().zip(["Bearer hush-1", "Bearer hush-2"]) {
        assert_eq!(headers["authorization"], expected);
        let mut expected = PLAIN.to_vec();
        expected.insert(3, "authorization");
        assert_eq!(names(headers), expected);
    }
    assert_eq!((credentials.calls(), tokens.calls()), (0, 2));
}

#[tokio::test]
async fn a_token_that_is_rejected_is_not_sent_again_but_retries_send_it_again() {
    let server = Server::start(vec!["503 Down", "401 Who"]).await;
    let tokens = Counted::default();
    let settings = ClientSettings::from(server.config()).bearer_token_provider(tokens.clone());
    let client = Client::new(settings);
    let request = TokenRequest::builder().build().unwrap();
    let error = client.token(&request).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert_eq!(tokens.calls(), 1);
    for headers in server.requests().await {
        assert_eq!(headers["authorization"], "Bearer hush-1");
    }
}

#[tokio::test]
async fn hints_on_credentials_are_given_only_for_signed_requests() {
    let denied = "403 No\r\nx-amzn-errortype: AccessDeniedException";
    let server = Server::start(vec![denied; 3]).await;
    let config = server.config().credentials(Credentials::new("AKID", "s"));
    let client = Client::new(ClientSettings::from(config).bearer_token(BearerToken::new("hush")));
    let request = SignedByDefaultRequest::builder().build().unwrap();
    let error = client
        .signed_by_default(&request)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("grant `authentication:SignedByDefault`"),
        "{error}"
    );
    let request = TokenRequest::builder().build().unwrap();
    let error = client.token(&request).await.unwrap_err().to_string();
    assert!(
        !error.contains("grant") && !error.contains("hush"),
        "{error}"
    );
    let request = NobodyRequest::builder().build().unwrap();
    let error = client.nobody(&request).await.unwrap_err().to_string();
    assert!(!error.contains("grant"), "{error}");
    assert_eq!(server.requests().await.len(), 3);
}

#[tokio::test]
async fn a_token_that_is_missing_invalid_or_late_is_an_error_before_anything_is_sent() {
    let request = TokenRequest::builder().build().unwrap();
    let nowhere = || ClientSettings::from(config("http://127.0.0.1:1"));
    let hanging = config("http://127.0.0.1:1").credentials_timeout(Duration::from_millis(5));
    let hanging = ClientSettings::from(hanging).bearer_token_provider(Hanging);
    for (settings, expected) in [
        (
            nowhere(),
            "no credentials: the operation needs a bearer token; set `bearer_token` or `bearer_token_provider` of \
             `ClientSettings`",
        ),
        (
            nowhere().bearer_token(BearerToken::new("hush\n")),
            "no credentials: the bearer token must consist of visible ASCII characters",
        ),
        (
            hanging,
            "timed out after 5ms waiting for the credentials provider (0 attempts)",
        ),
    ] {
        let error = Client::new(settings).token(&request).await.unwrap_err();
        assert_eq!(
            (error.to_string().as_str(), error.attempts()),
            (expected, 0)
        );
    }
}

// RFC 6750, section 5.3: clients must use TLS with bearer tokens.
#[tokio::test]
async fn a_token_is_not_sent_to_another_machine_without_tls() {
    let config = config("http://192.0.2.1").allow_http(true);
    let settings = ClientSettings::from(config).bearer_token(BearerToken::new("hush"));
    let request = TokenRequest::builder().build().unwrap();
    let error = Client::new(settings).token(&request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request could not be built: the endpoint URL starts with http:// and names another machine, so the bearer \
         token would cross the network unencrypted; use https://"
    );
}

#[test]
fn settings_show_no_token() {
    let settings = ClientSettings::default().bearer_token(BearerToken::new("hush"));
    let shown = format!("{settings:?}");
    assert!(
        shown.contains("bearer_token: Some(BearerToken(** redacted **))"),
        "{shown}"
    );
    assert!(!shown.contains("hush"), "{shown}");
}
