//! One call, with all its attempts.

use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{self, HeaderName};
use tokio::sync::SemaphorePermit;
use tokio::time;

use super::telemetry::{Observed, Span};
use super::{Answer, Body, Request, Transport, signed};
use crate::config::Settings;
use crate::credentials::Credentials;
use crate::date_format::AmzDate;
use crate::error::{CallError, Limit, TransportError};
use crate::random;
use crate::rate_limiter::RateLimiter;
use crate::retry::{self, Measured, RetryKind};

static INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
static ABOUT: HeaderName = HeaderName::from_static("amz-sdk-request");

/// A call whose turn it is.
#[derive(Debug)]
pub struct Call<'a> {
    transport: &'a Transport,
    /// Nothing of it is done after this.
    deadline: Option<Instant>,
    observed: Observed<'a>,
    pace: Option<&'a RateLimiter>,
    _turn: SemaphorePermit<'a>,
}

/// What all attempts of a call send.
struct Message {
    request: Request,
    body: Bytes,
    /// By which the service can tell them from other calls.
    invocation_id: String,
}

/// Where an attempt stands in its call.
#[derive(Clone, Copy)]
struct Standing {
    /// Which it is, from 1 on.
    number: u32,
    /// When the call has to be done.
    end: Option<Instant>,
}

/// What came of an attempt.
struct Attempt {
    outcome: Result<Answer, CallError>,
    /// Why the next may go better.
    retry: Option<RetryKind>,
}

impl<'a> Call<'a> {
    /// Waits until the client has less in flight than it may; the time for the call is running.
    pub(super) async fn start(
        transport: &'a Transport,
        operation: &'static str,
        pace: Option<&'a RateLimiter>,
    ) -> Result<Self, CallError> {
        let limits = &transport.settings.limits;
        let observed = Observed::start(&transport.settings, operation);
        let turn = time::timeout(limits.operation_timeout, transport.turns.acquire());
        let error = match observed.span.within(turn).await {
            Ok(Ok(turn)) => {
                return Ok(Self {
                    transport,
                    deadline: observed.started.checked_add(limits.operation_timeout),
                    observed,
                    pace,
                    _turn: turn,
                });
            }
            // Nobody closes it.
            Ok(Err(closed)) => TransportError::build(closed).into(),
            Err(_) => limits.exceeded(Limit::Permit).into(),
        };
        observed.call(0, Err(&error));
        Err(error)
    }

    /// Sends a request, again if need be, and receives its answer, whatever the status.
    ///
    /// # Errors
    ///
    /// When the request cannot be made, or no answer comes.
    pub async fn send(self, mut request: Request, wanted: Body) -> Result<Answer, CallError> {
        let message = Message {
            body: request.take_body(),
            request,
            invocation_id: random::uuid(),
        };
        let attempts = self.attempts(&message, wanted);
        let (number, outcome) = self.observed.span.within(attempts).await;
        self.observed.call(number, outcome.as_ref());
        match outcome {
            Ok(answer) => Ok(answer.after(number)),
            Err(error) => Err(error.after(number)),
        }
    }

    /// How many there were, and what the last one came to.
    async fn attempts(&self, message: &Message, wanted: Body) -> (u32, Result<Answer, CallError>) {
        let Transport {
            settings, quota, ..
        } = self.transport;
        let mut paid = None;
        let (mut number, mut end) = (1, self.deadline);
        loop {
            // What the pace asks for is not taken from the time of the call.
            let paused = self.keep_pace().await;
            end = end.and_then(|end| end.checked_add(paused));
            let standing = Standing { number, end };
            let (span, started) = (Span::for_attempt(number), settings.clock.instant());
            let attempt = self.attempt(message, wanted, standing);
            let Attempt { outcome, retry } = span.within(attempt).await;
            if outcome
                .as_ref()
                .is_ok_and(|answer| answer.metadata().is_success())
            {
                quota.succeeded(paid);
                self.pace.inspect(|pace| pace.succeeded());
            } else if retry == Some(RetryKind::Throttling) {
                let now = settings.clock.instant();
                self.pace.inspect(|pace| pace.throttled(now));
            }
            let wait = retry.and_then(|kind| self.wait(kind, standing, &outcome));
            self.observed
                .attempt(span, (number, started), outcome.as_ref(), wait);
            let Some((kind, wait)) = retry.zip(wait) else {
                return (number, outcome);
            };
            paid = Some(kind.cost());
            settings.clock.sleep(wait).await;
            number += 1;
        }
    }

    /// Waits until the next attempt may be made; gives how long that was.
    async fn keep_pace(&self) -> Duration {
        let clock = &self.transport.settings.clock;
        let wait = self
            .pace
            .map_or(Duration::ZERO, |pace| pace.reserve(clock.instant()));
        if !wait.is_zero() {
            clock.sleep(wait).await;
        }
        wait
    }

    /// What is left of the time for the whole call.
    fn left(&self, standing: Standing) -> Duration {
        let now = self.transport.settings.clock.instant();
        standing
            .end
            .map_or(Duration::MAX, |end| end.saturating_duration_since(now))
    }

    /// How long to wait until the next attempt; `None` if there is to be none. It is paid for.
    fn wait(
        &self,
        kind: RetryKind,
        standing: Standing,
        outcome: &Result<Answer, CallError>,
    ) -> Option<Duration> {
        let Transport {
            settings, quota, ..
        } = self.transport;
        if standing.number >= settings.limits.max_attempts {
            return None;
        }
        let backoff = retry::backoff(kind, standing.number, settings.random.fraction());
        let wait = match outcome {
            Ok(answer) => retry::with_retry_after(backoff, answer.metadata()),
            Err(_) => backoff,
        };
        (wait < self.left(standing) && quota.pay(kind.cost())).then_some(wait)
    }

    async fn attempt(&self, message: &Message, wanted: Body, standing: Standing) -> Attempt {
        let signed_with = self.transport.skew.measured();
        let outcome = self.exchange(message, wanted, standing, signed_with).await;
        let retry = match &outcome {
            Ok(answer) if answer.metadata().is_success() => None,
            Ok(answer) => RetryKind::of(answer.metadata()).or_else(|| {
                let now = self.transport.skew.measured();
                let explained = now.explains(answer.metadata(), signed_with);
                explained.then_some(RetryKind::Transient)
            }),
            Err(CallError::Credentials(_)) => None,
            Err(CallError::Timeout(_)) => Some(RetryKind::Transient),
            Err(CallError::Transport(error)) => {
                error.is_retryable().then_some(RetryKind::Transient)
            }
        };
        Attempt { outcome, retry }
    }

    /// Sends the request once and receives the answer.
    async fn exchange(
        &self,
        message: &Message,
        wanted: Body,
        standing: Standing,
        skew: Measured,
    ) -> Result<Answer, CallError> {
        let Transport {
            http,
            settings,
            last_key,
            ..
        } = self.transport;
        let clock = &settings.clock;
        let credentials = self.credentials(skew, standing).await?;
        let (limit, time) = self.time(standing);
        let sent = clock.system_time();
        let mut request = signed::sign(
            settings,
            &credentials,
            &message.request,
            &message.body,
            retry::shifted(sent, skew.correction()),
            last_key,
        )?;
        let (most, id) = (settings.limits.max_attempts, &message.invocation_id);
        // Not signed, as AWS's SDKs leave them.
        let mut about = format!("attempt={}; max={most}", standing.number);
        if let Some(milliseconds) = skew.milliseconds() {
            let end = retry::shifted(sent, milliseconds).checked_add(time);
            let end = end.map(AmzDate::from);
            let ttl = end.map(|end| format!("ttl={}; ", end.as_str()));
            about.insert_str(0, ttl.as_deref().unwrap_or_default());
        }
        let headers = request.headers_mut();
        signed::put(headers, &INVOCATION_ID, id.clone(), false)?;
        signed::put(headers, &ABOUT, about, false)?;
        if !headers.contains_key(header::USER_AGENT) {
            headers.insert(header::USER_AGENT, settings.user_agent.clone());
        }
        *request.timeout_mut() = Some(time);
        let started = clock.instant();
        let response = match http.execute(request).await {
            Ok(response) => response,
            Err(error) => return Err(self.unanswered(error, limit)),
        };
        let round_trip = clock.instant().saturating_duration_since(started);
        let answer = Answer::receive(response, wanted, &settings.limits.exceeded(limit)).await?;
        self.transport
            .skew
            .observe(answer.metadata(), sent, round_trip);
        Ok(answer)
    }

    /// The credentials to sign with, which may have to be asked for.
    async fn credentials(
        &self,
        skew: Measured,
        standing: Standing,
    ) -> Result<Arc<Credentials>, CallError> {
        let Settings {
            clock,
            credentials,
            limits,
            ..
        } = &self.transport.settings;
        let now = retry::shifted(clock.system_time(), skew.correction());
        match time::timeout(self.left(standing), credentials.get(now)).await {
            Ok(given) => Ok(given?),
            Err(_) => Err(limits.exceeded(Limit::Credentials).into()),
        }
    }

    /// How long the next attempt may take, and by which setting.
    fn time(&self, standing: Standing) -> (Limit, Duration) {
        let attempt = self.transport.settings.limits.attempt_timeout;
        let left = self.left(standing);
        if left < attempt {
            (Limit::Operation, left)
        } else {
            (Limit::Attempt, attempt)
        }
    }

    fn unanswered(&self, error: reqwest::Error, limit: Limit) -> CallError {
        let limits = &self.transport.settings.limits;
        if error.is_timeout() && error.is_connect() {
            limits.exceeded(Limit::Connect).into()
        } else if error.is_timeout() {
            limits.exceeded(limit).into()
        } else if error.is_builder() || leads_nowhere(&error) {
            TransportError::build(error.without_url()).into()
        } else {
            TransportError::reach(error.without_url()).into()
        }
    }
}

/// Whether no connection can ever be made to this URL: that of HTTPS, where a client has no TLS. The text is
/// the only sign of it.
fn leads_nowhere(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.to_string().starts_with("invalid URL") {
            return true;
        }
        cause = error.source();
    }
    false
}
