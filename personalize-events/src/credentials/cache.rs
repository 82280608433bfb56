//! Caches the credentials of a provider until shortly before they expire.
//!
//! A provider runs in a task of its own: its panic does not panic a call, and its result counts even if the call that
//! started it has been dropped. Calls that wait at the same time share the result, including an error. The client does not retry an error.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex as AsyncMutex;
use tokio::task::{JoinError, JoinHandle};

use super::{Credentials, ProvideCredentials};
use crate::clock::Clock;
use crate::error::CredentialsError;
use crate::random::Random;

/// How long credentials without an expiry are used.
const DEFAULT_EXPIRY: Duration = Duration::from_secs(15 * 60);

/// The minimum time between refresh and expiry. A random share of up to half of it is added, so that many machines do
/// not refresh at the same time.
const REFRESH_BUFFER: Duration = Duration::from_secs(10);

type SharedResult = Result<Arc<Credentials>, CredentialsError>;
type Task = JoinHandle<Result<Credentials, CredentialsError>>;

/// The credentials of a client and its clones.
pub(crate) enum Cache {
    Fixed(Arc<Credentials>),
    Provided(Provided),
}

/// A provider with its last result and its running task.
pub(crate) struct Provided {
    provider: Arc<dyn ProvideCredentials>,
    clock: Arc<dyn Clock>,
    random: Random,
    state: Mutex<State>,
    task: AsyncMutex<Option<Task>>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// The number of results so far and the last one, which all waiting calls share.
    results: u64,
    last: Option<SharedResult>,
}

#[derive(Clone)]
struct Current {
    credentials: Arc<Credentials>,
    refresh_at: SystemTime,
    expiry: SystemTime,
}

impl Cache {
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self::Fixed(Arc::new(credentials))
    }

    pub(crate) fn provided(
        provider: Arc<dyn ProvideCredentials>,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Self {
        Self::Provided(Provided {
            provider,
            clock: Arc::clone(clock),
            random: random.clone(),
            state: Mutex::default(),
            task: AsyncMutex::default(),
        })
    }

    /// Returns credentials that are valid at `now`.
    pub(crate) async fn get(&self, now: SystemTime) -> SharedResult {
        match self {
            Self::Fixed(credentials) => Ok(Arc::clone(credentials)),
            Self::Provided(provided) => provided.get(now).await,
        }
    }
}

impl Provided {
    async fn get(&self, now: SystemTime) -> SharedResult {
        let (current, seen) = {
            let state = self.state();
            (state.current.clone(), state.results)
        };
        match current.filter(|current| now < current.expiry) {
            Some(current) if now < current.refresh_at => Ok(current.credentials),
            // A refresh is due, but no call has to wait for it.
            Some(current) => {
                if let Ok(mut task) = self.task.try_lock()
                    && self.start(&mut task).is_finished()
                    && let Ok(credentials) = self.finish(&mut task).await
                {
                    return Ok(credentials);
                }
                Ok(current.credentials)
            }
            None => {
                let mut task = self.task.lock().await;
                match self.result_since(seen) {
                    Some(result) => result,
                    None => self.finish(&mut task).await,
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the last result if the provider has returned one while this call waited.
    fn result_since(&self, seen: u64) -> Option<SharedResult> {
        let state = self.state();
        (state.results != seen)
            .then(|| state.last.clone())
            .flatten()
    }

    /// Starts the provider unless it is running.
    fn start<'a>(&self, task: &'a mut Option<Task>) -> &'a mut Task {
        task.get_or_insert_with(|| {
            let provider = Arc::clone(&self.provider);
            tokio::spawn(async move { provider.provide_credentials().await })
        })
    }

    /// Waits for the result of the provider and stores it.
    async fn finish(&self, task: &mut Option<Task>) -> SharedResult {
        let mut joined = self.start(task).await;
        if joined.as_ref().is_err_and(JoinError::is_cancelled) {
            // The runtime of the call that started the task has shut down.
            *task = None;
            joined = self.start(task).await;
        }
        *task = None;
        let provided = match joined {
            Ok(provided) => provided,
            Err(error) if error.is_panic() => {
                Err(CredentialsError::new("the credentials provider panicked"))
            }
            Err(_) => Err(CredentialsError::new("the runtime is shutting down")),
        };
        let result = provided.and_then(|credentials| {
            let invalid = |problem| format!("the provided credentials are invalid: {problem}");
            let checked = credentials.check();
            checked.map_err(|problem| CredentialsError::new(invalid(problem)))?;
            Ok(Arc::new(credentials))
        });
        let mut state = self.state();
        if let Ok(credentials) = &result {
            state.current = Some(self.current(Arc::clone(credentials)));
        }
        // While the previous credentials are valid, nothing else reports that a refresh failed.
        #[cfg(feature = "tracing")]
        if let Err(error) = &result {
            tracing::warn!(target: "personalize_events", "{error}");
        }
        state.results += 1;
        state.last = Some(result.clone());
        result
    }

    fn current(&self, credentials: Arc<Credentials>) -> Current {
        let now = self.clock.system_time();
        let expiry = credentials.expiry().unwrap_or(now + DEFAULT_EXPIRY);
        let buffer = REFRESH_BUFFER.mul_f64(1.0 + 0.5 * self.random.fraction());
        Current {
            credentials,
            refresh_at: expiry.checked_sub(buffer).unwrap_or(expiry),
            expiry,
        }
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(credentials) => credentials.fmt(f),
            Self::Provided(provided) => provided.provider.fmt(f),
        }
    }
}
