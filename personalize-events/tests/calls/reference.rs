//! Compares the client with a small model of AWS's standard retry mode over random scripts.

use std::time::Duration;

use proptest::prelude::*;

use crate::clock::TestClock;
use crate::server::{Server, Step, Then, answer};
use crate::{client_with, users};

/// The response to an attempt.
#[derive(Clone, Debug)]
enum Meets {
    Success,
    Refusal {
        status: u16,
        code: &'static str,
        retry_after: Option<u32>,
    },
    Break(Then),
    Truncation,
}

/// The result of a call.
#[derive(Debug, PartialEq)]
struct Outcome {
    /// The status of the last answer; 0 if none came.
    status: u16,
    attempts: u32,
    waits: Vec<Duration>,
}

/// The model, with the state that a client shares between its calls.
struct Model {
    tokens: u32,
    max_attempts: u32,
}

impl Model {
    fn call(&mut self, script: &mut dyn Iterator<Item = Meets>, random: f64) -> Outcome {
        let mut waits = Vec::new();
        let mut paid = 1;
        for attempt in 1.. {
            let meets = script.next().unwrap_or(Meets::Success);
            let (status, kind, retry_after) = match meets {
                Meets::Success => (200, None, None),
                Meets::Refusal {
                    status,
                    code,
                    retry_after,
                } => (status, kind(status, code), retry_after),
                Meets::Break(_) | Meets::Truncation => (0, Some((14, 50)), None),
            };
            let outcome = |waits| Outcome {
                status,
                attempts: attempt,
                waits,
            };
            if status == 200 {
                self.tokens = (self.tokens + paid).min(500);
                return outcome(waits);
            }
            let Some((cost, base)) = kind.filter(|_| attempt < self.max_attempts) else {
                return outcome(waits);
            };
            if self.tokens < cost {
                return outcome(waits);
            }
            self.tokens -= cost;
            paid = cost;
            let longest = f64::from(base << (attempt - 1));
            let backoff = random * longest.min(20_000.0);
            let wait = match retry_after {
                Some(asked) => f64::from(asked).max(backoff).min(backoff + 5_000.0),
                None => backoff,
            };
            waits.push(Duration::from_secs_f64(wait / 1_000.0));
        }
        unreachable!("attempts have an end")
    }
}

/// The cost and the base delay in milliseconds of a retry; `None` for a permanent failure.
fn kind(status: u16, code: &str) -> Option<(u32, u32)> {
    match (code, status) {
        ("ThrottlingException" | "SlowDown" | "EC2ThrottledException", _) => Some((5, 1_000)),
        ("RequestTimeout", _) | (_, 500 | 502 | 503 | 504) => Some((14, 50)),
        (_, _) => None,
    }
}

fn meets() -> impl Strategy<Value = Meets> {
    let status = prop::sample::select(vec![307, 400, 403, 404, 409, 429, 500, 501, 502, 503, 504]);
    let code = prop::sample::select(vec![
        "ThrottlingException",
        "SlowDown",
        "EC2ThrottledException",
        "RequestTimeout",
        "InvalidInputException",
        "AccessDeniedException",
        "Novel",
        "",
    ]);
    let retry_after = prop::option::weighted(0.3, 0_u32..30_000);
    let refusal =
        (status, code, retry_after).prop_map(|(status, code, retry_after)| Meets::Refusal {
            status,
            code,
            retry_after,
        });
    prop_oneof![
        2 => Just(Meets::Success),
        6 => refusal,
        1 => Just(Meets::Break(Then::Close)),
        1 => Just(Meets::Break(Then::Reset)),
        1 => Just(Meets::Truncation),
    ]
}

fn step(meets: &Meets) -> Step {
    match meets {
        Meets::Success => Step::new(answer(200, "", b""), Then::Close),
        Meets::Refusal {
            status,
            code,
            retry_after,
        } => {
            let mut headers = retry_after
                .map(|ms| format!("X-Amz-Retry-After: {ms}\r\n"))
                .unwrap_or_default();
            if !code.is_empty() {
                headers = format!("{headers}x-amzn-errortype: {code}\r\n");
            }
            Step::new(answer(*status, &headers, b"{}"), Then::Close)
        }
        Meets::Break(then) => Step::new("", *then),
        Meets::Truncation => {
            Step::new("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx", Then::Close)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn calls_of_a_client_equal_those_of_the_model(
        script in prop::collection::vec(meets(), 0..120),
        random in prop::collection::vec(0.0..1.0_f64, 40),
        max_attempts in 1..6_u32,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = Server::start(script.iter().map(step)).await;
            let clock = TestClock::new();
            let client = client_with(server.url(), &clock, |config| {
                config.max_attempts(max_attempts).operation_timeout(Duration::from_secs(3600))
            });
            let mut model = Model { tokens: 500, max_attempts };
            let mut rest = script.into_iter();
            for random in random {
                clock.always(random);
                let (status, attempts) = match client.put_users(&users()).await {
                    Ok(_) => (200, None),
                    Err(error) => (error.status().unwrap_or(0), Some(error.attempts())),
                };
                let sent = u32::try_from(server.requests().len()).unwrap();
                prop_assert_eq!(attempts.unwrap_or(sent), sent);
                let waits = clock.waits();
                let expected = model.call(&mut rest, random);
                prop_assert_eq!(status, expected.status);
                prop_assert_eq!(sent, expected.attempts);
                prop_assert_eq!(waits.len(), expected.waits.len());
                for (waited, expected) in waits.iter().zip(&expected.waits) {
                    prop_assert!(waited.abs_diff(*expected) < Duration::from_micros(1));
                }
            }
            Ok(())
        })?;
    }
}
