//! Proxies and settings of the environment, and custom HTTP clients.
//!
//! Tests cannot change the environment of their process, so each case runs this program again with the test `child`.
#![cfg(feature = "rustls")]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use personalize_events::{Client, Config, PutUsersRequest, User};
use personalize_events_emulator::Emulator;

const CHILD: &str = "PERSONALIZE_EVENTS_TEST_CHILD";

/// The endpoint that the child changes its client to.
const CUSTOMIZED: &str = "PERSONALIZE_EVENTS_TEST_CUSTOMIZED";

fn users() -> PutUsersRequest {
    PutUsersRequest::builder()
        .dataset_arn("arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS")
        .users([User::builder().user_id("user-1")])
        .build()
        .expect("the user is valid")
}

/// Puts users with the settings of the environment.
#[tokio::test]
async fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let config = Config::builder().allow_http(true).max_attempts(1);
    let client = config.build().and_then(Client::new);
    let client = match std::env::var(CUSTOMIZED) {
        Ok(url) => client.and_then(|client| client.customize().endpoint_url(url).build()),
        Err(_) => client,
    };
    let result = match client {
        Ok(client) => {
            let result = client.put_users(&users()).await;
            result.map(drop).map_err(|error| format!("{error:#}"))
        }
        Err(error) => Err(error.to_string()),
    };
    println!("result: {result:?}");
}

/// Runs `child` in a process with these variables only and returns its output.
fn run(variables: &[(&str, impl AsRef<OsStr>)]) -> String {
    let program = std::env::current_exe().expect("this program");
    let output: Output = Command::new(program)
        .args(["--exact", "child", "--nocapture"])
        .env_clear()
        .env(CHILD, "1")
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .envs(variables.iter().map(|(name, value)| (name, value.as_ref())))
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Starts a proxy that rejects everything and records the requests.
fn proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a client");
            let mut line = String::new();
            let mut reader = BufReader::new(stream.try_clone().expect("a handle"));
            reader.read_line(&mut line).expect("a line");
            noted
                .lock()
                .expect("no panic")
                .push(line.trim_end().to_owned());
            let answer = b"HTTP/1.1 407 Proxy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            stream.write_all(answer).expect("it listens");
        }
    });
    (url, asked)
}

fn asked(proxy: &Mutex<Vec<String>>) -> Vec<String> {
    proxy.lock().expect("no panic").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn http_to_this_machine_uses_no_proxy() {
    let emulator = Emulator::builder().start().await.unwrap();
    let (url, proxy) = proxy();
    let port = emulator.addr().port();
    for endpoint in [
        emulator.url().to_owned(),
        format!("http://localhost:{port}"),
    ] {
        let output = run(&[
            ("AWS_ENDPOINT_URL", &endpoint),
            ("HTTP_PROXY", &url),
            ("http_proxy", &url),
            ("ALL_PROXY", &url),
        ]);
        assert!(output.contains("result: Ok(())"), "{output}");
    }
    assert_eq!(asked(&proxy), Vec::<String>::new());
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_is_customized_for_this_machine_uses_no_proxy() {
    let emulator = Emulator::builder().start().await.unwrap();
    let (url, proxy) = proxy();
    for other in ["http://emulator.example:8686", "http://127.0.0.1:9"] {
        let output = run(&[
            ("AWS_ENDPOINT_URL", other),
            (CUSTOMIZED, emulator.url()),
            ("HTTP_PROXY", &url),
            ("ALL_PROXY", &url),
        ]);
        assert!(output.contains("result: Ok(())"), "{output}");
        let output = run(&[
            ("AWS_ENDPOINT_URL", emulator.url()),
            (CUSTOMIZED, "http://emulator.example:8686"),
            ("HTTP_PROXY", &url),
        ]);
        assert!(output.contains("HTTP 407"), "{output}");
    }
    let expected = "POST http://emulator.example:8686/users HTTP/1.1";
    assert_eq!(asked(&proxy), [expected; 2]);
}

#[test]
fn https_uses_the_proxy_of_the_environment() {
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let (url, proxy) = proxy();
        let output = run(&[(variable, &url)]);
        if output.contains("TLS is unavailable") {
            eprintln!("left out: this machine has no certificates");
            return;
        }
        assert!(
            output.contains("the service could not be reached"),
            "{output}"
        );
        let expected = "CONNECT personalize-events.eu-west-1.amazonaws.com:443 HTTP/1.1";
        assert_eq!(asked(&proxy), [expected], "{variable}");
    }
}

#[test]
fn http_to_another_machine_uses_the_proxy_of_the_environment() {
    let (url, proxy) = proxy();
    let output = run(&[
        ("AWS_ENDPOINT_URL", "http://emulator.example:8686"),
        ("HTTP_PROXY", &url),
    ]);
    assert!(output.contains("HTTP 407"), "{output}");
    let expected = "POST http://emulator.example:8686/users HTTP/1.1";
    assert_eq!(asked(&proxy), [expected]);
}

#[cfg(feature = "reqwest-0_13")]
#[tokio::test(flavor = "multi_thread")]
async fn a_custom_client_is_used() {
    let (url, proxy) = proxy();
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_root_certificates(rustls::RootCertStore::empty())
    .with_no_client_auth();
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .proxy(reqwest::Proxy::all(url).unwrap())
        .build()
        .unwrap();
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(personalize_events::Credentials::new("id", "the-secret"))
        .endpoint_url("http://127.0.0.1:1")
        .http_client(http)
        .build();
    let client = Client::new(config.unwrap()).unwrap();
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(error.status(), Some(407));
    assert_eq!(asked(&proxy), ["POST http://127.0.0.1:1/users HTTP/1.1"]);
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf8_is_an_error_that_names_it() {
    use std::os::unix::ffi::OsStrExt as _;

    let value = OsStr::from_bytes(b"hush\xff");
    for name in [
        "AWS_REGION",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS",
        "AWS_ENDPOINT_URL",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_SDK_UA_APP_ID",
        "AWS_DISABLE_CLOCK_SKEW_CORRECTION",
    ] {
        let output = run(&[(name, value)]);
        let expected = format!("result: Err(\"the environment variable {name} is not valid UTF-8");
        assert!(output.contains(&expected), "{name}: {output}");
    }
}
