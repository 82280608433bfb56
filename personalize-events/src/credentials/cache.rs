//! Caches the credentials of a provider until shortly before they expire.
//!
//! A provider runs in a task of its own: its panic does not panic a call, and its result counts even if the call that
//! started it has been dropped. Calls that wait at the same time share the result, including an error. The client does
//! not retry an error; but of a run that an earlier call started, only credentials that are still valid count: its error
//! may be old.
//!
//! An expiry is a time of the service, so it is compared with the corrected clock. Durations are measured with the
//! monotonic clock, which no correction concerns.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Mutex as AsyncMutex;
use tokio::task::{JoinError, JoinHandle};
use tokio::time;

use super::{Credentials, DynProvideCredentials, PARTS};
use crate::clock::Clock;
use crate::error::CredentialsError;
use crate::random::Random;
use crate::retry::{Measured, shifted};

/// How long credentials without an expiry are used.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(15 * 60);

/// The minimum time between refresh and expiry. A random share of up to half of it is added, so that many machines do
/// not refresh at the same time.
const REFRESH_BUFFER: Duration = Duration::from_secs(10);

/// The time between two refreshes of valid credentials. It doubles with each failure.
const REFRESH_DELAY: Duration = Duration::from_secs(1);

/// The most doublings of the delay.
const MAX_DOUBLINGS: u32 = 6;

/// Why there are no credentials.
#[derive(Clone, Debug)]
pub(crate) enum Missing {
    /// The provider failed.
    Failed(CredentialsError),
    /// The provider did not return within its timeout.
    TimedOut,
}

type SharedResult = Result<Arc<Credentials>, Missing>;

/// The credentials of a client and its clones.
pub(crate) enum Cache {
    Fixed(Arc<Credentials>),
    Provided(Box<Provided>),
    /// There are none, for this reason.
    Missing(CredentialsError),
}

/// A provider with its last result and its running task.
pub(crate) struct Provided {
    provider: Arc<dyn DynProvideCredentials>,
    timeout: Duration,
    clock: Arc<dyn Clock>,
    random: Random,
    state: Mutex<State>,
    run: AsyncMutex<Option<Run>>,
}

/// A run of the provider.
struct Run {
    task: JoinHandle<Outcome>,
    started: Instant,
}

/// What the provider returned, and when, by both clocks of this machine.
struct Outcome {
    result: Result<Credentials, CredentialsError>,
    time: SystemTime,
    instant: Instant,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// The number of results so far that waiting calls share, and the last one.
    results: u64,
    last: Option<SharedResult>,
    /// The number of failures since the last success.
    failures: u32,
    /// When valid credentials are next refreshed.
    next_refresh: Option<Instant>,
}

#[derive(Clone)]
struct Current {
    credentials: Arc<Credentials>,
    /// When the provider returned them.
    time: SystemTime,
    instant: Instant,
    /// How long before their expiry the credentials are refreshed.
    buffer: Duration,
}

impl Cache {
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self::Fixed(Arc::new(credentials))
    }

    pub(crate) fn provided(
        provider: Arc<dyn DynProvideCredentials>,
        timeout: Duration,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Self {
        Self::Provided(Box::new(Provided {
            provider,
            timeout,
            clock: Arc::clone(clock),
            random: random.clone(),
            state: Mutex::default(),
            run: AsyncMutex::default(),
        }))
    }

    /// Returns credentials that are valid now, by a clock with this skew.
    pub(crate) async fn get(&self, skew: Measured) -> SharedResult {
        match self {
            Self::Fixed(credentials) => Ok(Arc::clone(credentials)),
            Self::Provided(provided) => provided.get(skew).await,
            Self::Missing(error) => Err(Missing::Failed(error.clone())),
        }
    }

    /// Returns the credentials without waiting, if they are valid.
    pub(crate) fn valid(&self, skew: Measured) -> Option<Arc<Credentials>> {
        match self {
            Self::Fixed(credentials) => Some(Arc::clone(credentials)),
            Self::Provided(provided) => provided.valid(skew),
            Self::Missing(_) => None,
        }
    }
}

impl Provided {
    async fn get(&self, skew: Measured) -> SharedResult {
        let now = self.clock.instant();
        let (current, seen, may_refresh) = {
            let state = self.state();
            let may_refresh = state.next_refresh.is_none_or(|next| now >= next);
            (state.current.clone(), state.results, may_refresh)
        };
        let left = current
            .as_ref()
            .map_or(Duration::ZERO, |it| self.left(it, skew));
        match current {
            Some(current) if left > current.buffer => Ok(current.credentials),
            // A refresh is due, but no call has to wait for it.
            Some(current) if !left.is_zero() => {
                if let Ok(mut run) = self.run.try_lock()
                    && (run.is_some() || may_refresh)
                    && self.has_ended(&mut run)
                {
                    let _ = self.finish(&mut run, skew).await;
                    if let Some(credentials) = self.valid(skew) {
                        return Ok(credentials);
                    }
                }
                Ok(current.credentials)
            }
            _ => {
                let mut run = self.run.lock().await;
                if let Some(credentials) = self.valid(skew) {
                    return Ok(credentials);
                }
                if let Some(result) = self.result_since(seen) {
                    return result;
                }
                if run.is_some() {
                    // An earlier call started it, so its result may be too old for this one.
                    let _ = self.finish(&mut run, skew).await;
                    if let Some(credentials) = self.valid(skew) {
                        return Ok(credentials);
                    }
                }
                // Credentials that have expired by the clock of this machine are used: before the first response it is
                // not known to be right.
                let result = self.finish(&mut run, skew).await;
                let mut state = self.state();
                state.results += 1;
                state.last = Some(result.clone());
                result
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how long credentials are still valid.
    fn left(&self, current: &Current, skew: Measured) -> Duration {
        let since = self
            .clock
            .instant()
            .saturating_duration_since(current.instant);
        let service_time = |time| shifted(time, skew.correction());
        match (
            current.credentials.expiry(),
            current.credentials.extension(),
        ) {
            (None, _) => DEFAULT_LIFETIME.saturating_sub(since),
            (Some(expiry), Some(extension)) if expiry <= service_time(current.time) => {
                extension.saturating_sub(since)
            }
            (Some(expiry), _) => {
                let now = service_time(self.clock.system_time());
                expiry.duration_since(now).unwrap_or_default()
            }
        }
    }

    /// Returns the current credentials if they are valid.
    fn valid(&self, skew: Measured) -> Option<Arc<Credentials>> {
        let current = self.state().current.clone()?;
        let is_valid = !self.left(&current, skew).is_zero();
        is_valid.then_some(current.credentials)
    }

    /// Returns the last result if the provider has returned one while this call waited.
    fn result_since(&self, seen: u64) -> Option<SharedResult> {
        let state = self.state();
        (state.results != seen)
            .then(|| state.last.clone())
            .flatten()
    }

    /// Starts the provider unless it is running.
    fn start<'a>(&self, run: &'a mut Option<Run>) -> &'a mut Run {
        run.get_or_insert_with(|| {
            let (provider, clock) = (Arc::clone(&self.provider), Arc::clone(&self.clock));
            let started = clock.instant();
            let task = tokio::spawn(async move {
                let result = provider.provide().await;
                Outcome {
                    result,
                    time: clock.system_time(),
                    instant: clock.instant(),
                }
            });
            Run { task, started }
        })
    }

    /// Returns how much of its timeout a run has left.
    fn remaining(&self, run: &Run) -> Duration {
        let running = self.clock.instant().saturating_duration_since(run.started);
        self.timeout.saturating_sub(running)
    }

    /// Starts the provider unless it is running. Returns whether it has returned, or timed out.
    fn has_ended(&self, run: &mut Option<Run>) -> bool {
        let run = self.start(run);
        run.task.is_finished() || self.remaining(run).is_zero()
    }

    /// Waits for the result of the provider, which it starts unless it is running, and stores it.
    async fn finish(&self, run: &mut Option<Run>, skew: Measured) -> SharedResult {
        let running = self.start(run);
        let remaining = self.remaining(running);
        let joined = if running.task.is_finished() {
            Ok((&mut running.task).await)
        } else {
            time::timeout(remaining, &mut running.task).await
        };
        if joined.is_err() {
            running.task.abort();
        }
        *run = None;
        let current = match joined {
            Ok(Ok(outcome)) => self.current(outcome).map_err(Missing::Failed),
            Ok(Err(error)) => Err(Missing::Failed(join_error(&error))),
            Err(_) => Err(Missing::TimedOut),
        };
        let result = current.as_ref().map(|it| Arc::clone(&it.credentials));
        let result = result.map_err(Missing::clone);
        // While the previous credentials are valid, nothing else reports that a refresh failed.
        #[cfg(feature = "tracing")]
        if let Err(missing) = &result {
            match missing {
                Missing::Failed(error) => tracing::warn!(target: "personalize_events", "{error:#}"),
                Missing::TimedOut => tracing::warn!(
                    target: "personalize_events",
                    "the credentials provider did not return within {:?}", self.timeout
                ),
            }
        }
        let mut state = self.state();
        match current {
            Ok(current) => {
                state.failures = 0;
                let is_valid = |current: &Current| !self.left(current, skew).is_zero();
                if is_valid(&current) || !state.current.as_ref().is_some_and(is_valid) {
                    state.current = Some(current);
                }
            }
            Err(_) => state.failures = state.failures.saturating_add(1),
        }
        let doublings = state.failures.saturating_sub(1).min(MAX_DOUBLINGS);
        let delay = REFRESH_DELAY * 2_u32.pow(doublings);
        state.next_refresh = self.clock.instant().checked_add(delay);
        result
    }

    fn current(&self, outcome: Outcome) -> Result<Current, CredentialsError> {
        let credentials = outcome.result?;
        credentials.check(&PARTS).map_err(|problem| {
            CredentialsError::new(format!("the provided credentials are invalid: {problem}"))
        })?;
        Ok(Current {
            credentials: Arc::new(credentials),
            time: outcome.time,
            instant: outcome.instant,
            buffer: REFRESH_BUFFER.mul_f64(1.0 + 0.5 * self.random.fraction()),
        })
    }
}

fn join_error(error: &JoinError) -> CredentialsError {
    CredentialsError::new(if error.is_panic() {
        "the credentials provider panicked"
    } else {
        "the runtime is shutting down"
    })
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(credentials) => credentials.fmt(f),
            Self::Provided(provided) => provided.provider.fmt(f),
            Self::Missing(error) => error.fmt(f),
        }
    }
}
