//! One call with all its attempts.
//!
//! A call holds a permit while an attempt is in flight. It releases the permit for retry delays, for those of a rate
//! limiter and while it waits for credentials, so that it does not block others, and then waits for one again. Each
//! attempt writes the request after that: waiting calls take no memory.
//! A delay that would exceed the operation timeout is not started: the last error is more useful than a timeout. Delays
//! use `Clock`; timeouts use the time of the runtime, because they are about a connection. `amz-sdk-invocation-id` and
//! `amz-sdk-request` are not signed, as in AWS's SDKs.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use reqwest::header::{self, HeaderName};

use super::permit::Permit;
use super::send_error::send_error;
use super::sign_request::{self, Identity};
use super::telemetry::{Observed, Span};
use super::{Authorization, BulkCall, Exchange, Request, Response, Transport};
use crate::clock::Clock;
use crate::date_format::AmzDate;
use crate::error::{CallError, Limit, ResponseMetadata, TimeoutError, TransportError};
use crate::random;
use crate::retry::{self, Measured, RetryKind};

static INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
static SDK_REQUEST: HeaderName = HeaderName::from_static("amz-sdk-request");

/// A call that holds a permit of `max_concurrent_calls`.
#[derive(Debug)]
pub struct Call<'a> {
    pub(super) transport: &'a Transport,
    pub(super) deadline: Option<Instant>,
    pub(super) observed: Observed<'a>,
    bulk: Option<BulkCall<'a>>,
    pub(super) permit: Permit<'a>,
}

#[derive(Clone, Copy)]
struct AttemptContext<'a> {
    exchange: Exchange<'a>,
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
    /// Waits for the rate limiter, and then for a permit; the operation timeout includes the second wait.
    pub(super) async fn start(
        transport: &'a Transport,
        operation: &'static str,
        bulk: Option<BulkCall<'a>>,
    ) -> Result<Self, CallError> {
        let limits = &transport.settings.limits;
        let mut call = Self {
            transport,
            deadline: None,
            observed: Observed::start(&transport.settings, operation),
            bulk,
            permit: Permit::new(&transport.permits),
        };
        if let Err(error) = TransportError::check_runtime() {
            let error = error.into();
            call.observed.call(0, Err(&error));
            return Err(error);
        }
        let delay = call.rate_limit_delay();
        if delay >= call.until(None) {
            let error = call.exceeded(Limit::RateLimiter, None).into();
            call.observed.call(0, Err(&error));
            return Err(error);
        }
        let limited = wait(&*transport.settings.clock, delay, &mut call.permit);
        call.observed.span.within(limited).await;
        let now = transport.settings.clock.instant();
        bulk.inspect(|bulk| bulk.retry_timeout.start(now));
        let started = call.observed.started.checked_add(delay);
        call.deadline = started.and_then(|it| it.checked_add(limits.operation_timeout));
        let acquired = call.permit.acquire(call.until(call.deadline));
        if call.observed.span.within(acquired).await.is_err() {
            let error = call.exceeded(Limit::Permit, call.deadline).into();
            call.observed.call(0, Err(&error));
            return Err(error);
        }
        Ok(call)
    }

    /// Sends a request, retries it if necessary, and receives its response, whatever the status.
    ///
    /// # Errors
    ///
    /// Returns an error if the request cannot be built or no response arrives.
    pub async fn send(
        self,
        request: Request,
        exchange: Exchange<'_>,
    ) -> Result<Response, CallError> {
        self.send_written(|| Ok(request.clone()), exchange).await
    }

    /// Like `send`; each attempt writes the request anew.
    pub(super) async fn send_written(
        mut self,
        write: impl Fn() -> Result<Request, TransportError>,
        exchange: Exchange<'_>,
    ) -> Result<Response, CallError> {
        let permit = self.permit.take();
        let attempts = self.attempts(permit, write, exchange);
        let (number, result) = self.observed.span.within(attempts).await;
        self.observed.call(number, result.as_ref());
        match result {
            Ok(response) => Ok(response.after(number)),
            Err(error) => Err(error.after(number)),
        }
    }

    /// Returns the number of attempts and the result of the last one.
    async fn attempts(
        &self,
        mut permit: Permit<'a>,
        write: impl Fn() -> Result<Request, TransportError>,
        exchange: Exchange<'_>,
    ) -> (u32, Result<Response, CallError>) {
        let Transport {
            settings, quota, ..
        } = self.transport;
        let (invocation_id, mut last_cost) = (random::unique_uuid(), None);
        let (mut number, mut deadline) = (1, self.deadline);
        loop {
            let context = AttemptContext {
                exchange,
                invocation_id: &invocation_id,
                number,
                deadline,
            };
            let (span, started) = (Span::for_attempt(number), settings.clock.instant());
            let attempt = self.attempt(context, &write, &mut permit);
            let Attempt { result, retry } = span.within(attempt).await;
            let limiter = self.bulk.map(|bulk| bulk.rate_limiter);
            if is_success(&result) {
                quota.succeeded(last_cost);
                limiter.inspect(|limiter| limiter.succeeded());
            } else if retry == Some(RetryKind::Throttling) {
                let now = settings.clock.instant();
                limiter.inspect(|limiter| limiter.throttled(now));
            }
            let delay = retry.and_then(|kind| self.retry_delay(kind, context, &result));
            self.observed
                .attempt(span, (number, started), result.as_ref(), delay);
            let Some((kind, delay)) = retry.zip(delay) else {
                return (number, result);
            };
            last_cost = Some(kind.cost());
            wait(&*settings.clock, delay, &mut permit).await;
            // The delay of the rate limiter does not count against the operation timeout.
            let delay = self.rate_limit_delay();
            if delay >= self.until(None) {
                return (number, result);
            }
            wait(&*settings.clock, delay, &mut permit).await;
            deadline = deadline.and_then(|deadline| deadline.checked_add(delay));
            if permit.acquire(self.until(deadline)).await.is_err() {
                // The last error is more useful than a timeout.
                return (number, result);
            }
            number += 1;
        }
    }

    /// Reserves an attempt of the rate limiter and returns the delay until then.
    fn rate_limit_delay(&self) -> Duration {
        let now = self.transport.settings.clock.instant();
        self.bulk
            .map_or(Duration::ZERO, |bulk| bulk.rate_limiter.reserve(now))
    }

    /// Returns the time until the deadline of the call.
    fn remaining(&self, context: AttemptContext<'_>) -> Duration {
        self.until(context.deadline)
    }

    /// Returns the time until a deadline, or until that of the batch if it is earlier.
    pub(super) fn until(&self, deadline: Option<Instant>) -> Duration {
        let now = self.transport.settings.clock.instant();
        let earliest = deadline.into_iter().chain(self.batch_deadline()).min();
        earliest.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(now)
        })
    }

    fn batch_deadline(&self) -> Option<Instant> {
        self.bulk.and_then(|bulk| bulk.retry_timeout.deadline())
    }

    /// Creates the error of a limit, or that of the batch if its deadline is earlier.
    pub(super) fn exceeded(&self, limit: Limit, deadline: Option<Instant>) -> TimeoutError {
        let error = self.transport.settings.limits.exceeded(limit);
        let is_earlier = |batch| deadline.is_none_or(|deadline| batch < deadline);
        match self.bulk {
            Some(bulk) if self.batch_deadline().is_some_and(is_earlier) => {
                error.of_retry_timeout(bulk.retry_timeout.timeout())
            }
            Some(_) | None => error,
        }
    }

    /// Returns the most attempts.
    fn max_attempts(&self) -> u32 {
        match self.bulk {
            Some(bulk) if bulk.retry_timeout.is_zero() => 1,
            Some(_) | None => self.transport.settings.limits.max_attempts,
        }
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
        if context.number >= self.max_attempts() {
            return None;
        }
        let backoff = retry::backoff(kind, context.number, settings.random.fraction());
        let delay = match result {
            Ok(response) => retry::with_retry_after(backoff, response.metadata()),
            Err(_) => backoff,
        };
        (delay < self.remaining(context) && quota.pay(kind.cost())).then_some(delay)
    }

    async fn attempt(
        &self,
        context: AttemptContext<'_>,
        write: &impl Fn() -> Result<Request, TransportError>,
        permit: &mut Permit<'_>,
    ) -> Attempt {
        let skew = self.transport.skew.measured();
        let credentials;
        let identity = match context.exchange.authorization {
            Authorization::SigV4 | Authorization::SigV4a(_) => {
                match self.credentials(skew, context.deadline, permit).await {
                    Ok(provided) => {
                        credentials = provided;
                        let asymmetric = context.exchange.authorization.asymmetric();
                        Ok(Identity::Signer(&credentials, asymmetric))
                    }
                    Err(error) => Err(error),
                }
            }
            Authorization::Bearer(token) => Ok(Identity::Bearer(token)),
            Authorization::Anonymous => Ok(Identity::Anonymous),
        };
        let result = match identity {
            Ok(identity) => self.send_once(context, write, identity, skew).await,
            Err(error) => Err(error),
        };
        let retry = match &result {
            Ok(response) if response.metadata().is_success() => None,
            Ok(response) => RetryKind::of(response.metadata()).or_else(|| {
                let now = self.transport.skew.measured();
                let explained = now.explains(response.metadata(), skew);
                let may_pass = explained && context.exchange.authorization.is_signature();
                may_pass.then_some(RetryKind::Transient)
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
        write: &impl Fn() -> Result<Request, TransportError>,
        identity: Identity<'_>,
        skew: Measured,
    ) -> Result<Response, CallError> {
        let Transport {
            http,
            settings,
            key_cache,
            ..
        } = self.transport;
        let clock = &settings.clock;
        let (exceeded, timeout) = self.timeout(context);
        let sent = clock.system_time();
        let mut request = sign_request::build(
            settings,
            identity,
            &write()?,
            context.exchange.open_body,
            retry::shifted(sent, skew.correction()),
            key_cache,
        )?;
        let (max, id) = (self.max_attempts(), context.invocation_id);
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
        let unanswered = self.bulk.map(|bulk| bulk.unanswered);
        unanswered.inspect(|count| _ = count.fetch_add(1, Ordering::Relaxed));
        let answered = || unanswered.inspect(|count| _ = count.fetch_sub(1, Ordering::Relaxed));
        let response = match http.execute(request).await {
            Ok(response) => response,
            Err(error) => {
                if error.is_connect() || error.is_builder() {
                    answered();
                }
                return Err(send_error(error, exceeded, &settings.limits));
            }
        };
        let round_trip = clock.instant().saturating_duration_since(started);
        let response =
            Response::receive(response, context.exchange.response_body, &exceeded).await?;
        if !is_of_gateway(response.metadata()) {
            answered();
        }
        self.transport
            .skew
            .observe(response.metadata(), sent, round_trip);
        Ok(response)
    }

    /// Returns the timeout of the next attempt and its error, which names the setting that determines it.
    fn timeout(&self, context: AttemptContext<'_>) -> (TimeoutError, Duration) {
        let limits = &self.transport.settings.limits;
        let remaining = self.remaining(context);
        if remaining < limits.attempt_timeout {
            let exceeded = self.exceeded(Limit::Operation, context.deadline);
            (exceeded, remaining)
        } else {
            (limits.exceeded(Limit::Attempt), limits.attempt_timeout)
        }
    }
}

/// Waits without the permit. A clock that does not wait, as those of tests, does not cost the permit.
async fn wait(clock: &dyn Clock, delay: Duration, permit: &mut Permit<'_>) {
    if !delay.is_zero() {
        permit.without(clock.sleep(delay)).await;
    }
}

/// Returns whether a gateway in front of the service seems to have responded: the service has codes for its errors. What
/// the gateway has forwarded may still arrive.
fn is_of_gateway(metadata: &ResponseMetadata) -> bool {
    match metadata.status() {
        502 | 504 => true,
        status => status >= 500 && metadata.code().is_none(),
    }
}

fn is_success(result: &Result<Response, CallError>) -> bool {
    result
        .as_ref()
        .is_ok_and(|response| response.metadata().is_success())
}
