//! Hosts and origins of requests, over plain sockets.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use personalize_events_emulator::{Emulator, Fault, RecordedRequest, StartError};

use crate::client::{ARN, TEST, user};

/// Sends a request with this start line and these headers, and returns the status and the error code of its response.
async fn send(address: SocketAddr, start: &str, headers: &[&str], body: &str) -> (u16, String) {
    let mut request = format!("{start} HTTP/1.1\r\n");
    let length = format!("content-length: {}", body.len());
    for header in headers
        .iter()
        .chain(&[length.as_str(), "connection: close"])
    {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    request.push_str(body);
    let response = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    });
    let response = response.await.unwrap();
    let status = response[9..12].parse().unwrap();
    let code = response
        .lines()
        .find_map(|line| line.strip_prefix("x-amzn-errortype: "))
        .unwrap_or_default();
    (status, code.to_owned())
}

#[tokio::test]
async fn no_web_page_reads_records_by_dns_rebinding() {
    let emulator = Emulator::start().await.unwrap();
    TEST.post(&emulator, "/users", &user("u")).await;
    let listing = format!("GET /_emulator/datasets/{ARN}/users");
    let port = emulator.addr().port();
    for host in [
        format!("host: evil.example:{port}"),
        format!("host: 127.0.0.1.evil.example:{port}"),
        format!("host: localhost.evil.example:{port}"),
        format!("host: 192.168.1.5:{port}"),
        "x-host: localhost".to_owned(),
    ] {
        let response = send(emulator.addr(), &listing, &[&host], "").await;
        assert_eq!(response, (403, "HostNotAllowed".to_owned()), "{host}");
    }
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let host = format!("host: {host}:{port}");
        let response = send(emulator.addr(), &listing, &[&host], "").await;
        assert_eq!(response, (200, String::new()), "{host}");
    }
}

#[tokio::test]
async fn no_web_page_injects_faults_by_a_cross_site_request() {
    let emulator = Emulator::start().await.unwrap();
    let host = format!("host: {}", emulator.addr());
    for header in [
        "origin: http://evil.example",
        "origin: null",
        "sec-fetch-site: cross-site",
        "sec-fetch-site: same-site",
    ] {
        let headers = [host.as_str(), header, "content-type: text/plain"];
        let fault = r#"{"status":500}"#;
        let response = send(emulator.addr(), "POST /_emulator/faults", &headers, fault).await;
        assert_eq!(response, (403, "OriginNotAllowed".to_owned()), "{header}");
    }
    assert_eq!(emulator.pending_faults(), 0);
    let own = format!("origin: http://{}", emulator.addr());
    let headers = [&host, own.as_str(), "sec-fetch-site: same-origin"];
    let fault = r#"{"status":500,"times":2}"#;
    let response = send(emulator.addr(), "POST /_emulator/faults", &headers, fault).await;
    assert_eq!(response, (204, String::new()));
    assert_eq!(emulator.pending_faults(), 2);
}

#[tokio::test]
async fn requests_to_the_service_have_the_same_rules_and_use_no_fault() {
    let emulator = Emulator::start().await.unwrap();
    emulator.inject_fault(Fault::status(500)).unwrap();
    let host = format!("host: {}", emulator.addr());
    for (headers, code) in [
        (&["host: evil.example"][..], "HostNotAllowed"),
        (
            &[host.as_str(), "origin: http://evil.example"],
            "OriginNotAllowed",
        ),
    ] {
        let response = send(emulator.addr(), "POST /users", headers, "{}").await;
        assert_eq!(response, (403, code.to_owned()));
    }
    assert_eq!(emulator.pending_faults(), 1);
    let requests = emulator.requests();
    let codes: Vec<_> = requests.iter().map(RecordedRequest::code).collect();
    assert_eq!(codes, [Some("HostNotAllowed"), Some("OriginNotAllowed")]);
}

#[tokio::test]
async fn other_hosts_are_answered_if_they_are_allowed() {
    let anywhere = "0.0.0.0:0".parse().unwrap();
    let builder = Emulator::builder().listen(anywhere).allow_remote();
    let emulator = builder.allow_host("emulator").start().await.unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], emulator.addr().port()));
    for (host, code) in [
        ("host: emulator:8686", "MissingAuthenticationTokenException"),
        (
            "host: 192.168.1.5:8686",
            "MissingAuthenticationTokenException",
        ),
        ("host: other:8686", "HostNotAllowed"),
    ] {
        let response = send(address, "POST /users", &[host], "{}").await;
        assert_eq!(response, (403, code.to_owned()), "{host}");
    }
}

#[tokio::test]
async fn an_allowed_host_is_a_name_or_an_address() {
    for host in ["", "emulator:8686", "http://emulator", "*.example"] {
        let error = Emulator::builder().allow_host(host).start().await;
        let error = error.unwrap_err();
        assert!(matches!(&error, StartError::Host(found) if found == host));
        let message = error.to_string();
        assert!(
            message.starts_with(&format!("`{host}` is not a host")),
            "{message}"
        );
    }
}

#[tokio::test]
async fn a_preflight_request_is_not_answered() {
    let emulator = Emulator::start().await.unwrap();
    let host = format!("host: {}", emulator.addr());
    let headers = [
        host.as_str(),
        "origin: http://evil.example",
        "access-control-request-method: POST",
    ];
    let (status, _) = send(emulator.addr(), "OPTIONS /_emulator/faults", &headers, "").await;
    assert_eq!(status, 403);
}
