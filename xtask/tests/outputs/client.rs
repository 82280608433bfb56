//! Calls the client whose `PutEvents` has an output, against a local server.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use personalize_events::blocking::Client;
use personalize_events::{
    Config, Credentials, Error, Event, EventOrigin, EventOutcome, EventSearch, Level, Mode,
    PutEventsError, PutEventsRequest, PutEventsResponse, Timestamp, UnknownValue,
};

/// Starts a server that sends one response; it returns the body of the request.
fn serve(status: &str, body: &str) -> (Client, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let response = format!(
        "HTTP/1.1 {status}\r\nx-amzn-requestid: r-1\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let read = stream.read(&mut buffer).unwrap();
            request.extend_from_slice(&buffer[..read]);
            let text = String::from_utf8(request.clone()).unwrap();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            if body.len() == length.unwrap().parse::<usize>().unwrap() {
                stream.write_all(response.as_bytes()).unwrap();
                return body.to_owned();
            }
        }
    });
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("test", "test"))
        .endpoint_url(url)
        .max_attempts(1);
    (Client::new(config.build().unwrap()).unwrap(), server)
}

fn request() -> PutEventsRequest {
    let event = Event::builder()
        .event_id("e-1")
        .event_type("click")
        .sent_at(Timestamp::from_secs(1));
    let request = PutEventsRequest::builder()
        .tracking_id("t")
        .session_id("s")
        .event_list([event]);
    request
        .mode(Mode::Exact)
        .level(Level::from(7))
        .build()
        .unwrap()
}

fn put(status: &str, body: &str) -> Result<PutEventsResponse, Error<PutEventsError>> {
    let (client, server) = serve(status, body);
    let response = client.put_events(&request());
    server.join().unwrap();
    response
}

#[test]
fn members_of_every_type_are_read_from_the_body() {
    let response = put(
        "200 OK",
        r#"{
            "note": "é", "accepted": true, "total": 9007199254740993, "share": 0.25, "ratios": [1.5, "NaN"],
            "receivedAt": 1576540098.5, "names": ["a", null, "b"], "mode": "fast", "modes": ["exact", "slow"],
            "level": 3, "counts": { "exact": 1, "slow": 2 }, "more": {},
            "results": [
                { "eventId": "e-1", "outcome": { "stored": {} } },
                { "eventId": "e-2", "outcome": { "refused": "late" }, "cause": { "eventId": "e-1" } },
                { "eventId": "e-3", "outcome": { "merged": { "eventId": "e-1" } } },
                { "eventId": "e-4", "outcome": { "queued": 1 } }, {}
            ]
        }"#,
    )
    .unwrap();
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.note(), Some("é"));
    assert!(response.accepted());
    assert_eq!(response.total(), 9_007_199_254_740_993);
    assert_eq!(response.share(), Some(0.25));
    assert!(matches!(response.ratios(), Some([ratio, nan]) if *ratio == 1.5 && nan.is_nan()));
    assert_eq!(
        response.received_at(),
        Some(Timestamp::from_millis(1_576_540_098_500))
    );
    assert_eq!(response.names().unwrap(), ["a", "b"]);
    assert_eq!(response.mode(), Some(&Mode::Fast));
    let [exact, unknown] = response.modes().unwrap() else {
        panic!("{response:?}");
    };
    assert_eq!((exact, unknown.as_str()), (&Mode::Exact, "slow"));
    let value = |value: &UnknownValue| value.as_str().to_owned();
    assert!(matches!(unknown, Mode::Unknown(found) if value(found) == "slow"));
    assert_eq!(response.level().map(Level::as_i32), Some(3));
    assert_eq!(
        response.counts().unwrap().get(&Mode::from("slow")),
        Some(&2)
    );
    let outcomes: Vec<_> = response
        .results()
        .iter()
        .map(|result| result.outcome())
        .collect();
    assert_eq!(outcomes[0], Some(&EventOutcome::Stored));
    assert_eq!(outcomes[1], Some(&EventOutcome::Refused("late".to_owned())));
    assert!(
        matches!(outcomes[2], Some(EventOutcome::Merged(result)) if result.event_id() == "e-1")
    );
    assert_eq!(outcomes[3], Some(&EventOutcome::Unknown));
    assert_eq!(outcomes[4], None);
    assert_eq!(
        response.results()[1].cause().map(|cause| cause.event_id()),
        Some("e-1")
    );
    assert_eq!(response.results()[4].event_id(), "");
}

#[test]
fn enums_of_the_input_are_in_the_request_and_absent_outputs_are_defaults() {
    let (client, server) = serve("200 OK", "");
    let response = client.put_events(&request()).unwrap();
    let sent = server.join().unwrap();
    for member in [r#""mode":"exact""#, r#""level":7"#] {
        assert!(sent.contains(member), "{sent}");
    }
    assert_eq!(
        (
            response.accepted(),
            response.total(),
            response.results().len()
        ),
        (false, 0, 0)
    );
    assert_eq!(response.note(), None);
}

#[test]
fn a_union_of_the_input_is_in_the_json_of_an_event() {
    let search = EventSearch::builder().text("heat").build().unwrap();
    let event = Event::builder()
        .event_id("e-1")
        .event_type("click")
        .sent_at(Timestamp::from_secs(1))
        .origin(EventOrigin::Search(search))
        .build()
        .unwrap();
    let text = serde_json::to_string(&event).unwrap();
    let member = r#""origin":{"search":{"text":"heat"}}"#;
    assert!(text.contains(member), "{text}");
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
}

#[test]
fn the_members_of_errors_are_read() {
    let error = put(
        "402 Payment Required",
        r#"{
            "__type": "QuotaExceededException", "message": "enough", "limit": 10, "modes": ["slow"],
            "last": { "eventId": "e-9" }
        }"#,
    )
    .unwrap_err();
    let Some(PutEventsError::QuotaExceeded(exceeded)) = error.as_service() else {
        panic!("{error:?}");
    };
    assert_eq!(
        (exceeded.message(), exceeded.limit()),
        (Some("enough"), Some(10))
    );
    assert_eq!(exceeded.modes().unwrap()[0].as_str(), "slow");
    assert_eq!(exceeded.last().unwrap().event_id(), "e-9");
}

#[test]
fn an_output_that_does_not_conform_to_the_model_is_an_error_with_its_path_and_without_its_value() {
    let body = r#"{ "results": [{ "eventId": "e-1", "outcome": { "refused": ["hush"] } }] }"#;
    let Err(Error::Transport(error)) = put("200 OK", body) else {
        panic!("it is no transport error");
    };
    assert!(error.is_body());
    assert_eq!(error.attempts(), 1);
    let text = format!("{error:#}");
    let expected = "`results[0].outcome.refused` is a list, but a string was expected";
    assert!(text.ends_with(expected), "{text}");
}
