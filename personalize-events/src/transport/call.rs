//! One call with all its attempts.
//!
//! A call holds its permit until it ends, retry delays included, so that a client sends less while the service
//! throttles. The request is written after the permit is acquired: waiting calls take no memory.
//! A delay that would exceed the operation timeout is not started: the last error is more useful than a timeout. Delays
//! use `Clock`; timeouts use the time of the runtime, because they are about a connection. `amz-sdk-invocation-id` and
//! `amz-sdk-request` are not signed, as in AWS's SDKs.

use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{self, HeaderName};
use tokio::sync::SemaphorePermit;
use tokio::time;

use super::telemetry::{Observed, Span};
use super::{Body, Request, Response, Transport, sign_request};
use crate::credentials::{Credentials, Missing};
use crate::date_format::AmzDate;
use crate::error::{CallError, Limit, TransportError};
use crate::random;
use crate::rate_limiter::RateLimiter;
use crate::retry::{self, Measured, RetryKind};

static INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
static SDK_REQUEST: HeaderName = HeaderName::from_static("amz-sdk-request");

/// A call that holds a permit of `max_concurrent_calls`.
#[derive(Debug)]
pub struct Call<'a> {
    transport: &'a Transport,
    deadline: Option<Instant>,
    observed: Observed<'a>,
    rate_limiter: Option<&'a RateLimiter>,
    _permit: SemaphorePermit<'a>,
}

#[derive(Clone, Copy)]
struct AttemptContext<'a> {
    request: &'a Request,
    body: Body,
    invocation_id: &'a str,
    /// The number of the attempt, starting at 1.
    number: u32,
    /// The deadline of the call.
    deadline: Option<Instant>,
}

struct Attempt {
    result: Result<Response, CallError>,
    /// Why a retry may succeed.
    retry: Option<RetryKind>,
}

impl<'a> Call<'a> {
    /// Waits for a permit; the operation timeout includes the wait.
    pub(super) async fn start(
        transport: &'a Transport,
        operation: &'static str,
        rate_limiter: Option<&'a RateLimiter>,
    ) -> Result<Self, CallError> {
        let limits = &transport.settings.limits;
        let observed = Observed::start(&transport.settings, operation);
        let permit = time::timeout(limits.operation_timeout, transport.permits.acquire());
        let error = match observed.span.within(permit).await {
            Ok(Ok(permit)) => {
                return Ok(Self {
                    transport,
                    deadline: observed.started.checked_add(limits.operation_timeout),
                    observed,
                    rate_limiter,
                    _permit: permit,
                });
            }
            // The semaphore is never closed.
            Ok(Err(closed)) => TransportError::build(closed).into(),
            Err(_) => limits.exceeded(Limit::Permit).into(),
        };
        observed.call(0, Err(&error));
        Err(error)
    }

    /// Sends a request, retries it if necessary, and receives its response, whatever the status.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be built or no response arrives.
    pub async fn send(self, request: Request, body: Body) -> Result<Response, CallError> {
        let attempts = self.attempts(&request, body);
        let (number, result) = self.observed.span.within(attempts).await;
        self.observed.call(number, result.as_ref());
        match result {
            Ok(response) => Ok(response.after(number)),
            Err(error) => Err(error.after(number)),
        }
    }

    /// Returns the number of attempts and the result of the last one.
    async fn attempts(&self, request: &Request, body: Body) -> (u32, Result<Response, CallError>) {
        let Transport {
            settings, quota, ..
        } = self.transport;
        let (invocation_id, mut last_cost) = (random::unique_uuid(), None);
        let (mut number, mut deadline) = (1, self.deadline);
        loop {
            // The delay of the rate limiter does not count against the operation timeout.
            let delay = self.wait_for_rate_limiter().await;
            deadline = deadline.and_then(|deadline| deadline.checked_add(delay));
            let context = AttemptContext {
                request,
                body,
                invocation_id: &invocation_id,
                number,
                deadline,
            };
            let (span, started) = (Span::for_attempt(number), settings.clock.instant());
            let attempt = self.attempt(context);
            let Attempt { result, retry } = span.within(attempt).await;
            if is_success(&result) {
                quota.succeeded(last_cost);
                self.rate_limiter.inspect(|limiter| limiter.succeeded());
            } else if retry == Some(RetryKind::Throttling) {
                let now = settings.clock.instant();
                self.rate_limiter.inspect(|limiter| limiter.throttled(now));
            }
            let delay = retry.and_then(|kind| self.retry_delay(kind, context, &result));
            self.observed
                .attempt(span, (number, started), result.as_ref(), delay);
            let Some((kind, delay)) = retry.zip(delay) else {
                return (number, result);
            };
            last_cost = Some(kind.cost());
            settings.clock.sleep(delay).await;
            number += 1;
        }
    }

    /// Waits for the rate limiter and returns how long that took.
    async fn wait_for_rate_limiter(&self) -> Duration {
        let clock = &self.transport.settings.clock;
        let delay = self
            .rate_limiter
            .map_or(Duration::ZERO, |limiter| limiter.reserve(clock.instant()));
        if !delay.is_zero() {
            clock.sleep(delay).await;
        }
        delay
    }

    /// Returns the time until the deadline of the call.
    fn remaining(&self, context: AttemptContext<'_>) -> Duration {
        let now = self.transport.settings.clock.instant();
        context.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(now)
        })
    }

    /// Returns the delay before the next attempt and charges the retry quota, or `None` if no attempt follows. A delay
    /// beyond the deadline is not begun, since the last error is more useful than a timeout.
    fn retry_delay(
        &self,
        kind: RetryKind,
        context: AttemptContext<'_>,
        result: &Result<Response, CallError>,
    ) -> Option<Duration> {
        let Transport {
            settings, quota, ..
        } = self.transport;
        if context.number >= settings.limits.max_attempts {
            return None;
        }
        let backoff = retry::backoff(kind, context.number, settings.random.fraction());
        let delay = match result {
            Ok(response) => retry::with_retry_after(backoff, response.metadata()),
            Err(_) => backoff,
        };
        (delay < self.remaining(context) && quota.pay(kind.cost())).then_some(delay)
    }

    async fn attempt(&self, context: AttemptContext<'_>) -> Attempt {
        let signed_with = self.transport.skew.measured();
        let result = self.send_once(context, signed_with).await;
        let retry = match &result {
            Ok(response) if response.metadata().is_success() => None,
            Ok(response) => RetryKind::of(response.metadata()).or_else(|| {
                let now = self.transport.skew.measured();
                let explained = now.explains(response.metadata(), signed_with);
                explained.then_some(RetryKind::Transient)
            }),
            // A provider that hangs would hang again.
            Err(CallError::Timeout(error)) if error.is_of_provider() => None,
            Err(error) => error.is_retryable().then_some(RetryKind::Transient),
        };
        Attempt { result, retry }
    }

    async fn send_once(
        &self,
        context: AttemptContext<'_>,
        skew: Measured,
    ) -> Result<Response, CallError> {
        let Transport {
            http,
            settings,
            key_cache,
            ..
        } = self.transport;
        let clock = &settings.clock;
        let credentials = self.credentials(skew, context).await?;
        let (limit, timeout) = self.timeout(context);
        let sent = clock.system_time();
        let mut request = sign_request::sign(
            settings,
            &credentials,
            context.request,
            retry::shifted(sent, skew.correction()),
            key_cache,
        )?;
        let (max, id) = (settings.limits.max_attempts, context.invocation_id);
        let mut sdk_request = format!("attempt={}; max={max}", context.number);
        if let Some(milliseconds) = skew.milliseconds() {
            let end = retry::shifted(sent, milliseconds).checked_add(timeout);
            let end = end.map(AmzDate::from);
            let ttl = end.map(|end| format!("ttl={}; ", end.as_str()));
            sdk_request.insert_str(0, ttl.as_deref().unwrap_or_default());
        }
        // As in AWS's SDKs, these headers are not signed.
        let headers = request.headers_mut();
        sign_request::put(headers, &INVOCATION_ID, id.to_owned(), false)?;
        sign_request::put(headers, &SDK_REQUEST, sdk_request, false)?;
        if !headers.contains_key(header::USER_AGENT) {
            headers.insert(header::USER_AGENT, settings.user_agent.clone());
        }
        *request.timeout_mut() = Some(timeout);
        let started = clock.instant();
        let response = match http.execute(request).await {
            Ok(response) => response,
            Err(error) => return Err(self.send_error(error, limit)),
        };
        let round_trip = clock.instant().saturating_duration_since(started);
        let response =
            Response::receive(response, context.body, &settings.limits.exceeded(limit)).await?;
        self.transport
            .skew
            .observe(response.metadata(), sent, round_trip);
        Ok(response)
    }

    /// Returns the credentials to sign with, and waits for their provider if necessary.
    async fn credentials(
        &self,
        skew: Measured,
        context: AttemptContext<'_>,
    ) -> Result<Arc<Credentials>, CallError> {
        let settings = &self.transport.settings;
        let exceeded = |limit| settings.limits.exceeded(limit).into();
        match time::timeout(self.remaining(context), settings.credentials.get(skew)).await {
            Ok(Ok(credentials)) => Ok(credentials),
            Ok(Err(Missing::Failed(error))) => Err(CallError::Credentials(error)),
            Ok(Err(Missing::TimedOut)) => Err(exceeded(Limit::Provider)),
            Err(_) => Err(exceeded(Limit::Credentials)),
        }
    }

    /// Returns the timeout of the next attempt and the setting that determines it.
    fn timeout(&self, context: AttemptContext<'_>) -> (Limit, Duration) {
        let attempt = self.transport.settings.limits.attempt_timeout;
        let remaining = self.remaining(context);
        if remaining < attempt {
            (Limit::Operation, remaining)
        } else {
            (Limit::Attempt, attempt)
        }
    }

    fn send_error(&self, error: reqwest::Error, limit: Limit) -> CallError {
        let limits = &self.transport.settings.limits;
        if error.is_timeout() && error.is_connect() {
            limits.exceeded(Limit::Connect).into()
        } else if error.is_timeout() {
            limits.exceeded(limit).into()
        } else if error.is_builder() || is_unsupported_url(&error) {
            TransportError::build(error.without_url()).into()
        } else {
            TransportError::reach(error.without_url()).into()
        }
    }
}

fn is_success(result: &Result<Response, CallError>) -> bool {
    result
        .as_ref()
        .is_ok_and(|response| response.metadata().is_success())
}

/// Returns whether the client cannot connect to this URL at all: HTTPS without a TLS library. The error is recognized
/// by its message.
fn is_unsupported_url(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.to_string().starts_with("invalid URL") {
            return true;
        }
        cause = error.source();
    }
    false
}
