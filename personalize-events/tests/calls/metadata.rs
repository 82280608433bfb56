//! Credentials of the environment: keys, containers, instances.

use std::time::{Duration, SystemTime};

use personalize_events::__private::Service;
use personalize_events::{Client, Clock, Config, ConfigError};

use crate::clock::TestClock;
use crate::server::{Server, Step, Then, answer};
use crate::users;

const SERVICE: Service = Service {
    sdk_id: "Personalize Events",
    endpoint_prefix: "personalize-events",
    signing_name: "personalize",
    user_agent: "films/1.2.3",
};

const TOKEN: &str = "/latest/api/token";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

fn config(clock: &TestClock, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let builder = Config::builder()
        .region("eu-west-1")
        .max_attempts(1)
        .clock(clock.clone())
        .random_source(clock.random_source());
    builder.build_with(&SERVICE, |name| {
        let found = env.iter().find(|(key, _)| *key == name)?;
        Some(found.1.to_owned())
    })
}

/// The error of an environment that has only these variables.
fn problem(env: &[(&str, &str)]) -> String {
    let error = config(&TestClock::new(), env).expect_err("the environment is invalid");
    error.to_string()
}

fn response(status: u16, body: impl AsRef<[u8]>) -> Step {
    Step::new(answer(status, "", body.as_ref()), Then::Close)
}

fn document(id: &str, expiration: SystemTime) -> String {
    let expiration = httpdate::HttpDate::from(expiration);
    let (date, time) = iso(&expiration.to_string());
    format!(
        r#"{{"Code":"Success","LastUpdated":"2026-01-01T00:00:00Z","Type":"AWS-HMAC","AccessKeyId":"{id}",
            "SecretAccessKey":"the-secret","Token":"the-token","Expiration":"{date}T{time}Z"}}"#
    )
}

/// Converts `Sun, 06 Nov 1994 08:49:37 GMT` to RFC 3339.
fn iso(http: &str) -> (String, String) {
    let parts: Vec<&str> = http.split(' ').collect();
    let months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let month = months.find(parts[2]).expect("a month") / 3 + 1;
    let date = format!("{}-{month:02}-{}", parts[3], parts[1]);
    (date, parts[4].to_owned())
}

/// Puts users with the credentials of these variables. Returns the requests to the credentials endpoint, and the
/// request to the service or the error.
async fn put(
    clock: &TestClock,
    metadata: &Server,
    env: &[(&str, &str)],
) -> (Vec<String>, Result<String, String>) {
    let service = Server::start([]).await;
    let env = [env, &[("AWS_ENDPOINT_URL", service.url())]].concat();
    let client = Client::new(config(clock, &env).expect("fit")).expect("a client");
    let result = client.put_users(&users()).await;
    let sent = result.map_err(|error| error.to_string());
    let sent = sent.map(|_| service.requests().concat());
    (metadata.requests(), sent)
}

#[tokio::test]
async fn the_endpoint_of_a_container_is_called_with_its_token() {
    let clock = TestClock::new();
    let later = clock.system_time() + Duration::from_secs(3600);
    let server = Server::start([response(200, document("id-1", later))]).await;
    let url = format!("{}/role?x=1", server.url());
    let env = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic abc"),
    ];
    let (asked, sent) = put(&clock, &server, &env).await;
    let [asked] = &asked[..] else {
        panic!("{asked:?}");
    };
    assert!(asked.starts_with("GET /role?x=1 HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("authorization: Basic abc"), "{asked}");
    let sent = sent.unwrap();
    assert!(sent.contains("Credential=id-1/"), "{sent}");
    assert!(sent.contains("x-amz-security-token: the-token"), "{sent}");
}

#[tokio::test]
async fn the_token_file_of_a_pod_is_read_for_every_request() {
    let clock = TestClock::new();
    let soon = clock.system_time() + Duration::from_secs(60);
    let server = Server::start([
        response(200, document("id-1", soon)),
        response(200, document("id-2", soon + Duration::from_secs(3600))),
    ])
    .await;
    let folder = std::env::temp_dir().join(format!("token-{}", uuid::Uuid::new_v4()));
    std::fs::write(&folder, "first\n").unwrap();
    let env = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url()),
        (
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            folder.to_str().unwrap(),
        ),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "of less worth"),
    ];
    let service = Server::start([]).await;
    let all = [&env[..], &[("AWS_ENDPOINT_URL", service.url())]].concat();
    let client = Client::new(config(&clock, &all).unwrap()).unwrap();
    client.put_users(&users()).await.unwrap();
    std::fs::write(&folder, "second").unwrap();
    clock.pass(Duration::from_secs(61));
    client.put_users(&users()).await.unwrap();
    let asked = server.requests();
    assert!(asked[0].contains("authorization: first"), "{asked:?}");
    assert!(asked[1].contains("authorization: second"), "{asked:?}");
    std::fs::remove_file(&folder).unwrap();

    let (asked, sent) = put(&clock, &server, &env).await;
    assert!(asked.is_empty());
    let sent = sent.unwrap_err();
    let expected = "no credentials: the container credentials endpoint at 127.0.0.1 failed (the file of \
                    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: ";
    assert!(sent.starts_with(expected), "{sent}");
}

#[tokio::test]
async fn an_instance_is_asked_for_a_token_its_role_and_the_keys_of_the_role() {
    let clock = TestClock::new();
    let later = clock.system_time() + Duration::from_secs(3600);
    let server = Server::start([
        response(200, "the-imds-token"),
        response(200, "my.role\n"),
        response(200, document("id-1", later)),
    ])
    .await;
    let env = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url())];
    let (asked, sent) = put(&clock, &server, &env).await;
    let first = |head: &String| head.lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        asked.iter().map(first).collect::<Vec<_>>(),
        [
            format!("PUT {TOKEN} HTTP/1.1"),
            format!("GET {ROLES} HTTP/1.1"),
            format!("GET {ROLES}my.role HTTP/1.1"),
        ]
    );
    assert!(asked[0].contains("x-aws-ec2-metadata-token-ttl-seconds: 21600"));
    assert!(
        asked[1..]
            .iter()
            .all(|head| head.contains("x-aws-ec2-metadata-token: the-imds-token"))
    );
    assert!(sent.unwrap().contains("Credential=id-1/"));
}

#[tokio::test]
async fn expired_credentials_of_an_instance_are_used_for_a_while() {
    let clock = TestClock::new();
    let past = clock.system_time() - Duration::from_secs(60);
    let steps = || {
        [
            response(200, "t"),
            response(200, "r"),
            response(200, document("id-1", past)),
        ]
    };
    let server = Server::start([steps(), steps()].concat()).await;
    let service = Server::start([]).await;
    let env = [
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url()),
        ("AWS_ENDPOINT_URL", service.url()),
    ];
    let client = Client::new(config(&clock, &env).unwrap()).unwrap();
    for _ in 0..3 {
        client.put_users(&users()).await.unwrap();
    }
    assert_eq!(server.requests().len(), 3, "they are requested once");
    clock.pass(Duration::from_secs(15 * 60));
    client.put_users(&users()).await.unwrap();
    assert_eq!(server.requests().len(), 3, "and again after 15 minutes");
}

#[tokio::test]
async fn transient_failures_of_an_endpoint_are_retried() {
    let clock = TestClock::new();
    let later = clock.system_time() + Duration::from_secs(3600);
    let server = Server::start([
        response(500, ""),
        Step::new("", Then::Reset),
        response(503, ""),
        response(200, "t"),
        response(200, "r"),
        Step::new("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{", Then::Close),
        response(200, document("id-1", later)),
    ])
    .await;
    let env = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url())];
    let (asked, sent) = put(&clock, &server, &env).await;
    assert!(sent.is_ok(), "{sent:?}");
    assert_eq!(asked.len(), 7);
    assert_eq!(clock.waits(), [50, 100, 200, 50].map(Duration::from_millis));
}

#[tokio::test]
async fn failures_of_an_instance_are_reported_with_the_sources_that_are_unset() {
    let token = || response(200, "t");
    let role = || response(200, "r");
    for (steps, expected) in [
        (
            vec![response(403, "t")],
            "it returned HTTP 403 instead of a token",
        ),
        (
            vec![response(200, "tök en")],
            "it returned HTTP 200 instead of a token",
        ),
        (
            vec![response(500, ""); 4],
            "it returned HTTP 500 instead of a token",
        ),
        (
            vec![token(), response(404, "")],
            "the instance has no role; attach an instance profile",
        ),
        (
            vec![token(), response(200, "a/../b")],
            "it returned HTTP 200 instead of the name of a role",
        ),
        (
            vec![token(), response(200, "")],
            "it returned HTTP 200 instead of the name of a role",
        ),
        (
            vec![token(), role(), response(200, "<html>the-secret")],
            "its response is not a JSON object of strings",
        ),
        (
            vec![
                token(),
                role(),
                response(200, r#"{"Code":"AssumeRoleUnauthorizedAccess"}"#),
            ],
            "it returned the code AssumeRoleUnauthorizedAccess",
        ),
        (
            vec![token(), role(), response(200, r#"{"AccessKeyId":"x"}"#)],
            "its response lacks AccessKeyId or SecretAccessKey",
        ),
        (
            vec![
                token(),
                role(),
                response(
                    200,
                    r#"{"AccessKeyId":"x","SecretAccessKey":"the-secret","Expiration":"soon"}"#,
                ),
            ],
            "the Expiration in its response is not an RFC 3339 timestamp in UTC",
        ),
        (
            vec![
                token(),
                role(),
                response(200, format!("{{\"Code\":\"{}\"}}", "x".repeat(70_000))),
            ],
            "its response is not a JSON object of strings",
        ),
        (
            vec![Step::new("", Then::Close); 4],
            "the service could not be reached: ",
        ),
    ] {
        let clock = TestClock::new();
        let asked_for = steps.len();
        let server = Server::start(steps).await;
        let env = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url())];
        let (asked, sent) = put(&clock, &server, &env).await;
        let text = sent.unwrap_err();
        let start = format!(
            "no credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, \
             AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are unset, and the \
             instance metadata service at 127.0.0.1 failed ({expected}"
        );
        assert!(text.starts_with(&start), "{expected}: {text}");
        let end = "; profiles of ~/.aws, SSO, credential_process and web identity are not supported here: \
                   enable the feature `aws-config-1` and use `Config::try_from(&aws_config::load_defaults(…).await)`";
        assert!(text.ends_with(end), "{text}");
        assert!(!text.contains("the-secret"), "{text}");
        assert_eq!(asked.len(), asked_for, "{expected}");
    }
}

#[test]
fn an_environment_without_credentials_is_an_error_of_the_settings() {
    let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    for (variable, value, expected) in [
        (
            "AWS_ACCESS_KEY_ID",
            "x",
            "AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not",
        ),
        (
            "AWS_SECRET_ACCESS_KEY",
            "x",
            "AWS_SECRET_ACCESS_KEY is set but AWS_ACCESS_KEY_ID is not",
        ),
        (
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "hush\nhush",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN must be one line of printable ASCII characters",
        ),
        (
            "AWS_PROFILE",
            "x",
            "AWS_PROFILE is set, but profiles are not built in; enable the feature `aws-config-1`",
        ),
        (
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "x",
            "AWS_WEB_IDENTITY_TOKEN_FILE is set, but web identity is not built in",
        ),
        (
            relative,
            "v2/x",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must be a path that starts with `/`",
        ),
        (
            relative,
            "@example.com/",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must be a path that starts with `/`",
        ),
        (
            full,
            "x",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI must be a URL",
        ),
        (
            full,
            "ftp://127.0.0.1",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI must start with http:// or https://",
        ),
        (
            full,
            "http://example.com/",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI must start with https://, or name this machine",
        ),
        (
            full,
            "http://169.254.170.3/",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI must start with https://, or name this machine",
        ),
        (
            "AWS_EC2_METADATA_DISABLED",
            "True",
            "no credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
            "v6",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE must be `IPv4` or `IPv6`",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "x",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT must be a URL that starts with",
        ),
    ] {
        // A token is read if its endpoint is set.
        let with_endpoint = [(variable, value), (full, "http://127.0.0.1/")];
        let is_token = variable.ends_with("_TOKEN");
        let text = problem(&with_endpoint[..=usize::from(is_token)]);
        assert!(!text.contains("hush"), "{text}");
        assert!(text.starts_with(expected), "{variable}={value}: {text}");
    }
}

#[test]
fn local_endpoints_are_allowed_without_tls() {
    for (variable, value) in [
        (
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "/v2/credentials/x",
        ),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://localhost:51678/x",
        ),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.3.2.1/x"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://[::1]/x"),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://169.254.170.2/x",
        ),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://169.254.170.23/v1/credentials",
        ),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://[fd00:ec2::23]/v1/credentials",
        ),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"),
    ] {
        let built = config(&TestClock::new(), &[(variable, value)]);
        assert!(built.is_ok(), "{variable}={value}: {built:?}");
    }
}

#[test]
fn keys_of_the_environment_take_precedence() {
    let keys = [
        ("AWS_ACCESS_KEY_ID", "the-id"),
        ("AWS_SECRET_ACCESS_KEY", "the-secret"),
    ];
    let rest = [("AWS_PROFILE", "x"), ("AWS_EC2_METADATA_DISABLED", "true")];
    let built = config(&TestClock::new(), &[keys, rest].concat()).unwrap();
    assert!(!format!("{built:?}").contains("the-"), "{built:?}");
}

#[tokio::test]
async fn a_token_of_an_instance_may_have_every_character_of_a_header() {
    let clock = TestClock::new();
    let later = clock.system_time() + Duration::from_secs(3600);
    let server = Server::start([
        response(200, "AQAE/x+y%3D?#=="),
        response(200, "r"),
        response(200, document("id-1", later)),
    ])
    .await;
    let env = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url())];
    let (asked, sent) = put(&clock, &server, &env).await;
    assert!(sent.is_ok(), "{sent:?}");
    let expected = "x-aws-ec2-metadata-token: AQAE/x+y%3D?#==";
    assert!(asked[1..].iter().all(|head| head.contains(expected)));
}

#[tokio::test]
async fn tokens_that_are_invalid_in_headers_are_rejected_without_showing_them() {
    let clock = TestClock::new();
    for token in ["hu\nsh", "hu\0sh", "hüsh", ""] {
        let server = Server::start([response(200, token)]).await;
        let env = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url())];
        let (asked, sent) = put(&clock, &server, &env).await;
        let text = sent.unwrap_err();
        assert!(
            text.contains("it returned HTTP 200 instead of a token"),
            "{text}"
        );
        assert!(!text.contains("sh)") && asked.len() == 1, "{text}");

        let file = std::env::temp_dir().join(format!("token-{}", uuid::Uuid::new_v4()));
        std::fs::write(&file, token).unwrap();
        let env = [
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url()),
            (
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                file.to_str().unwrap(),
            ),
        ];
        let (asked, sent) = put(&clock, &server, &env).await;
        std::fs::remove_file(&file).unwrap();
        let text = sent.unwrap_err();
        let expected = "no credentials: the container credentials endpoint at 127.0.0.1 failed (the file of \
                        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE must be one line of printable ASCII characters)";
        assert_eq!((text.as_str(), asked.len()), (expected, 0));
    }
}

#[tokio::test]
async fn credentials_of_an_instance_that_only_a_wrong_clock_calls_expired_are_used_until_their_expiry()
 {
    let now = SystemTime::now();
    let clock = TestClock::at(now + Duration::from_secs(3600));
    let steps = || {
        let expiry = now + Duration::from_secs(10 * 60);
        [
            response(200, "t"),
            response(200, "r"),
            response(200, document("id-1", expiry)),
        ]
    };
    let server = Server::start([steps(), steps()].concat()).await;
    let date = format!("date: {}\r\n", httpdate::fmt_http_date(now));
    let service = Server::start(vec![Step::new(answer(200, &date, b""), Then::Close)]).await;
    let env = [
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url()),
        ("AWS_ENDPOINT_URL", service.url()),
    ];
    let client = Client::new(config(&clock, &env).unwrap()).unwrap();
    client.put_users(&users()).await.unwrap();
    client.put_users(&users()).await.unwrap();
    assert_eq!(server.requests().len(), 3, "they are requested once");
    clock.pass(Duration::from_secs(11 * 60));
    client.put_users(&users()).await.unwrap();
    assert_eq!(
        server.requests().len(),
        3,
        "and again when they have expired"
    );
}

#[test]
fn keys_of_the_environment_that_are_invalid_are_named_all_at_once() {
    let text = problem(&[
        ("AWS_ACCESS_KEY_ID", "hush\n"),
        ("AWS_SECRET_ACCESS_KEY", "hush\n"),
        ("AWS_SESSION_TOKEN", "hush hush"),
    ]);
    assert_eq!(
        text,
        "AWS_ACCESS_KEY_ID must consist of visible ASCII characters; AWS_SESSION_TOKEN must consist of visible ASCII \
         characters; AWS_SECRET_ACCESS_KEY must not contain a line break"
    );
}
