//! Paginators of generated operations request page after page of a local server.

#![deny(warnings)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pagination::{ListActorsInput, ListFilmsInput, ListTagsInput};
use runtime::{Paginated, Paginator};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[path = "../../tests/golden/pagination/generated/mod.rs"]
#[rustfmt::skip]
pub mod pagination;

/// What the host crate of generated code supplies.
mod runtime {
    pub(crate) use super::Client;
    pub(crate) use personalize_events_codegen_runtime::*;
}

/// A client as in the root of a generated crate.
#[derive(Debug)]
pub struct Client {
    transports: Arc<runtime::Transports>,
}

impl Client {
    fn paginate<O: Paginated>(&self, request: O) -> Paginator<O> {
        Paginator::new(Arc::clone(&self.transports), request)
    }

    async fn send<O: runtime::Operation>(
        &self,
        operation: &O,
    ) -> Result<O::Response, runtime::Error<O::Error>> {
        self.transports.send(operation).await
    }
}

/// The target and the body of each request.
type Requests = Arc<Mutex<Vec<(String, Value)>>>;

/// A server that gives these answers, one after the other, and a client of it.
async fn serve(answers: Vec<(u16, Value)>) -> (Client, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    let requests = Requests::default();
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        for (status, body) in answers {
            let (mut connection, _) = listener.accept().await.expect("a client comes");
            let request = read(&mut connection).await;
            seen.lock().expect("no test panicked").push(request);
            let body = body.to_string();
            let answer = format!(
                "HTTP/1.1 {status} -\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let written = connection.write_all(answer.as_bytes()).await;
            written.expect("the client reads");
        }
    });
    let config = runtime::ConfigBuilder::default()
        .endpoint_url(format!("http://{address}"))
        .region("eu-west-1")
        .credentials(runtime::Credentials::new("AKID", "secret"))
        .attempt_timeout(Duration::from_secs(5))
        .max_attempts(1);
    let transports = runtime::Transports::new(config, &pagination::SERVICE, &[&[]]);
    let transports = Arc::new(transports.expect("the settings are complete"));
    (Client { transports }, requests)
}

async fn read(connection: &mut TcpStream) -> (String, Value) {
    let mut sent = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&sent);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().expect("a length"));
            if body.len() == length {
                let target = head.split(' ').nth(1).expect("a target").to_owned();
                return (target, serde_json::from_str(body).unwrap_or_default());
            }
        }
        let count = connection.read(&mut buffer).await.expect("a client writes");
        sent.extend_from_slice(&buffer[..count]);
    }
}

fn page(titles: &[&str], next: Option<&str>) -> (u16, Value) {
    let films = titles.iter().map(|title| json!({ "title": title }));
    (
        200,
        json!({ "films": films.collect::<Vec<_>>(), "nextToken": next }),
    )
}

fn bodies(requests: &Requests) -> Vec<Value> {
    let requests = requests.lock().expect("no test panicked");
    requests.iter().map(|(_, body)| body.clone()).collect()
}

fn films() -> ListFilmsInput {
    let request = ListFilmsInput::builder().genre("drama").max_results(2);
    request.build().expect("a valid request")
}

#[tokio::test]
async fn each_page_is_requested_with_the_token_of_the_page_before() {
    let (client, requests) = serve(vec![
        page(&["a", "b"], Some("1")),
        page(&[], Some("2")),
        page(&["c"], None),
    ])
    .await;
    let mut pages = client.paginate(films());
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.push(page.unwrap().films().map_or(0, <[_]>::len));
    }
    assert_eq!(found, [2, 0, 1]);
    assert!(pages.next().await.is_none());
    let with = |token: Value| json!({ "genre": "drama", "maxResults": 2, "nextToken": token });
    assert_eq!(
        bodies(&requests),
        [
            json!({ "genre": "drama", "maxResults": 2 }),
            with("1".into()),
            with("2".into())
        ]
    );
}

#[tokio::test]
async fn items_of_all_pages_come_one_after_the_other() {
    // An empty token means that there is no other page.
    let (client, requests) = serve(vec![
        page(&["a", "b"], Some("1")),
        page(&[], Some("2")),
        page(&["c"], Some("")),
    ])
    .await;
    let items = client.paginate(films()).items().collect().await.unwrap();
    let titles: Vec<&str> = items.iter().map(pagination::Film::title).collect();
    assert_eq!(titles, ["a", "b", "c"]);
    assert_eq!(bodies(&requests).len(), 3);
}

#[tokio::test]
async fn tokens_in_the_query_and_items_in_a_map_are_supported() {
    let (client, requests) = serve(vec![
        (200, json!({ "actors": { "x": 1, "y": 2 }, "next": "a b" })),
        (200, json!({ "actors": { "z": 3 }, "next": "" })),
    ])
    .await;
    let request = ListActorsInput::builder().build().unwrap();
    let mut items = client.paginate(request).items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap());
    }
    let expected = [("x", 1), ("y", 2), ("z", 3)];
    assert_eq!(
        found,
        expected.map(|(name, films)| (name.to_owned(), films))
    );
    let requests = requests.lock().unwrap();
    assert_eq!(requests[1].0, "/actors?marker=a%20b");
}

#[tokio::test]
async fn a_page_that_failed_is_requested_again() {
    let (client, requests) = serve(vec![
        page(&["a"], Some("1")),
        (400, json!({ "__type": "Odd", "message": "not now" })),
        page(&["b"], None),
    ])
    .await;
    let mut items = client.paginate(films()).items();
    assert_eq!(items.next().await.unwrap().unwrap().title(), "a");
    assert!(items.next().await.unwrap().is_err());
    assert_eq!(items.next().await.unwrap().unwrap().title(), "b");
    assert!(items.next().await.is_none());
    let bodies = bodies(&requests);
    assert_eq!(bodies[1], bodies[2]);
}

#[tokio::test]
async fn a_token_that_leads_to_its_own_page_is_an_error() {
    let (client, requests) = serve(vec![page(&["a"], Some("1")), page(&["b"], Some("1"))]).await;
    let mut pages = client.paginate(films());
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| {
        error.source()
    });
    let text: Vec<String> = causes.map(ToString::to_string).collect();
    let text = text.join(": ");
    assert!(
        text.contains("the body has the token of this page for the next one"),
        "{text}"
    );
    assert!(pages.next().await.is_none());
    assert_eq!(bodies(&requests).len(), 2);
}

#[tokio::test]
async fn pages_without_items_have_a_paginator_too_and_debug_output_has_no_members() {
    let (client, _) = serve(vec![(200, json!({ "tags": ["x", null] }))]).await;
    let mut pages = client.paginate(ListTagsInput::builder().build().unwrap());
    assert_eq!(format!("{pages:?}"), "Paginator { .. }");
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.tags().unwrap().len(), 2);
    assert!(pages.next().await.is_none());
    let items = client.paginate(films()).items();
    assert_eq!(format!("{items:?}"), "PaginatorItems { .. }");
}
