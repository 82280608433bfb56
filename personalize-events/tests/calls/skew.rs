//! A machine whose clock is wrong.

use std::time::{Duration, SystemTime};

use personalize_events_emulator::Fault;

use crate::clock::TestClock;
use crate::server::{Server, Step, Then, answer};
use crate::{client, client_with, emulator, users};

const HOUR: Duration = Duration::from_secs(3600);

fn hour_late() -> TestClock {
    TestClock::at(SystemTime::now() - HOUR)
}

fn hour_early() -> TestClock {
    TestClock::at(SystemTime::now() + HOUR)
}

#[tokio::test]
async fn a_wrong_clock_costs_one_retry_and_is_then_corrected() {
    for clock in [hour_late(), hour_early()] {
        let emulator = emulator().await;
        let client = client(emulator.url(), &clock);
        client.put_users(&users()).await.unwrap();
        assert_eq!(clock.waits(), [Duration::from_millis(50)]);
        assert_eq!(emulator.requests().len(), 2);
        client.put_users(&users()).await.unwrap();
        client.clone().put_users(&users()).await.unwrap();
        assert_eq!(emulator.requests().len(), 4, "one attempt each");
        // The clock is now right and would be over-corrected: the next error shows it.
        clock.set(SystemTime::now());
        client.put_users(&users()).await.unwrap();
        assert_eq!(emulator.requests().len(), 6);
    }
}

#[tokio::test]
async fn correction_can_be_disabled() {
    let (emulator, clock) = (emulator().await, hour_late());
    let client = client_with(emulator.url(), &clock, |c| c.clock_skew_correction(false));
    for _ in 0..2 {
        let error = client.put_users(&users()).await.unwrap_err();
        assert_eq!(
            (error.status(), error.attempts()),
            (Some(403), 1),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_difference_of_up_to_four_minutes_is_not_corrected() {
    for (seconds, attempts) in [(200, 1), (280, 2)] {
        let emulator = emulator().await;
        let clock = TestClock::at(SystemTime::now() - Duration::from_secs(seconds));
        let fault = Fault::error(403, "InvalidSignatureException", "no");
        emulator.inject_fault(fault).unwrap();
        let result = client(emulator.url(), &clock).put_users(&users()).await;
        assert_eq!(result.is_ok(), attempts == 2, "{seconds} s");
        assert_eq!(emulator.requests().len(), attempts, "{seconds} s");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_not_retried_because_of_the_clock() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let wrong = personalize_events::Credentials::new("id", "another");
    let right_clock = client_with(emulator.url(), &clock, |c| c.credentials(wrong.clone()));
    let error = right_clock.put_users(&users()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    // With both wrong the clock is made up for once, and the secret stays wrong.
    let late = client_with(emulator.url(), &hour_late(), |c| c.credentials(wrong));
    let error = late.put_users(&users()).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidSignatureException"));
    assert_eq!(error.attempts(), 2);
    let error = late.put_users(&users()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

/// The number of attempts of a client whose clock is an hour late, if the first response is this error.
async fn attempts_after(headers: &str, code: &str) -> usize {
    let body = format!(r#"{{"__type":"{code}"}}"#);
    let refusal = answer(403, headers, body.as_bytes());
    let server = Server::start([Step::new(refusal, Then::Close)]).await;
    let _ = client(server.url(), &hour_late()).put_users(&users()).await;
    server.requests().len()
}

#[tokio::test]
async fn only_signature_errors_with_a_current_date_are_attributed_to_the_clock() {
    let now = httpdate::fmt_http_date(SystemTime::now());
    let date = format!("Date: {now}\r\n");
    for code in [
        "RequestTimeTooSkewed",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "AuthFailure",
        "AccessDeniedException",
    ] {
        assert_eq!(attempts_after(&date, code).await, 2, "{code}");
        assert_eq!(attempts_after("", code).await, 1, "{code} without a date");
        let cached = format!("{date}Age: 3600\r\n");
        assert_eq!(attempts_after(&cached, code).await, 1, "{code} of a cache");
        let odd = "Date: yesterday\r\n";
        assert_eq!(attempts_after(odd, code).await, 1, "{code} of no date");
    }
    for code in [
        "ResourceNotFoundException",
        "ExpiredTokenException",
        "RequestExpired",
    ] {
        assert_eq!(attempts_after(&date, code).await, 1, "{code}");
    }
}

#[tokio::test]
async fn dates_out_of_range_are_ignored() {
    for date in [
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT",
    ] {
        let body = br#"{"__type":"RequestTimeTooSkewed"}"#;
        let refusal = answer(403, &format!("Date: {date}\r\n"), body);
        let server = Server::start(vec![Step::new(refusal, Then::Close); 9]).await;
        let client = client(server.url(), &TestClock::new());
        for _ in 0..3 {
            assert!(client.put_users(&users()).await.is_err(), "{date}");
        }
        assert!(server.requests().len() <= 4, "{date}");
    }
}
