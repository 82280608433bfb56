//! Keeps what a provider gave until shortly before it expires.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex as AsyncMutex;
use tokio::task::{JoinError, JoinHandle};

use super::{Credentials, ProvideCredentials};
use crate::clock::Clock;
use crate::error::CredentialsError;
use crate::random::Random;

/// How long credentials are good for that do not say so.
const DEFAULT_EXPIRY: Duration = Duration::from_secs(15 * 60);

/// How long before they expire new ones are asked for, at least. Chance adds up to half of it, so that many
/// machines do not ask at once.
const BUFFER: Duration = Duration::from_secs(10);

type Outcome = Result<Arc<Credentials>, CredentialsError>;

/// The credentials of a client and its clones.
pub(crate) enum Cache {
    /// They never change.
    Fixed(Arc<Credentials>),
    /// A provider gives them.
    Provided(Provided),
}

/// What a provider gave, and what it is asked for now.
pub(crate) struct Provided {
    provider: Arc<dyn ProvideCredentials>,
    clock: Arc<dyn Clock>,
    random: Random,
    kept: Mutex<Kept>,
    /// What is under way. It goes on when the call that has begun it is dropped.
    flight: AsyncMutex<Option<JoinHandle<Result<Credentials, CredentialsError>>>>,
}

#[derive(Default)]
struct Kept {
    current: Option<Current>,
    /// How often the provider has answered, and what it said last: those who waited together hear the same.
    answers: u64,
    last: Option<Outcome>,
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
            kept: Mutex::default(),
            flight: AsyncMutex::default(),
        })
    }

    /// The credentials that are good at this time.
    pub(crate) async fn get(&self, now: SystemTime) -> Outcome {
        match self {
            Self::Fixed(credentials) => Ok(Arc::clone(credentials)),
            Self::Provided(provided) => provided.get(now).await,
        }
    }
}

impl Provided {
    async fn get(&self, now: SystemTime) -> Outcome {
        let (current, seen) = {
            let kept = self.kept();
            (kept.current.clone(), kept.answers)
        };
        match current.filter(|current| now < current.expiry) {
            Some(current) if now < current.refresh_at => Ok(current.credentials),
            // New ones are due, and nobody has to wait for them.
            Some(current) => {
                if let Ok(mut flight) = self.flight.try_lock()
                    && self.start(&mut flight).is_finished()
                    && let Ok(credentials) = self.land(&mut flight).await
                {
                    return Ok(credentials);
                }
                Ok(current.credentials)
            }
            None => {
                let mut flight = self.flight.lock().await;
                match self.heard_since(seen) {
                    Some(outcome) => outcome,
                    None => self.land(&mut flight).await,
                }
            }
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the provider has said while this call waited.
    fn heard_since(&self, seen: u64) -> Option<Outcome> {
        let kept = self.kept();
        (kept.answers != seen).then(|| kept.last.clone()).flatten()
    }

    /// Asks the provider, unless it is being asked already. It has a task of its own, so that its panic is
    /// no panic of the call.
    fn start<'a>(
        &self,
        flight: &'a mut Option<JoinHandle<Result<Credentials, CredentialsError>>>,
    ) -> &'a mut JoinHandle<Result<Credentials, CredentialsError>> {
        flight.get_or_insert_with(|| {
            let provider = Arc::clone(&self.provider);
            tokio::spawn(async move { provider.provide_credentials().await })
        })
    }

    /// Waits for what the provider says, and keeps it.
    async fn land(
        &self,
        flight: &mut Option<JoinHandle<Result<Credentials, CredentialsError>>>,
    ) -> Outcome {
        let mut ended = self.start(flight).await;
        if ended.as_ref().is_err_and(JoinError::is_cancelled) {
            // The runtime of the call that had begun it is gone.
            *flight = None;
            ended = self.start(flight).await;
        }
        *flight = None;
        let given = match ended {
            Ok(given) => given,
            Err(error) if error.is_panic() => {
                Err(CredentialsError::new("the credentials provider panicked"))
            }
            Err(_) => Err(CredentialsError::new("the runtime is shutting down")),
        };
        let outcome = given.and_then(|credentials| {
            let unfit = |what| CredentialsError::new(format!("of those provided {what}"));
            credentials.check().map_err(unfit)?;
            Ok(Arc::new(credentials))
        });
        let mut kept = self.kept();
        if let Ok(credentials) = &outcome {
            kept.current = Some(self.current(Arc::clone(credentials)));
        }
        // While the previous credentials are valid, nothing else reports that a refresh failed.
        #[cfg(feature = "tracing")]
        if let Err(error) = &outcome {
            tracing::warn!(target: "personalize_events", "{error}");
        }
        kept.answers += 1;
        kept.last = Some(outcome.clone());
        outcome
    }

    fn current(&self, credentials: Arc<Credentials>) -> Current {
        let now = self.clock.system_time();
        let expiry = credentials.expiry().unwrap_or(now + DEFAULT_EXPIRY);
        let before = BUFFER.mul_f64(1.0 + 0.5 * self.random.fraction());
        Current {
            credentials,
            refresh_at: expiry.checked_sub(before).unwrap_or(expiry),
            expiry,
        }
    }
}

/// Of a provider all is shown that its own `Debug` shows.
impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(credentials) => credentials.fmt(f),
            Self::Provided(provided) => provided.provider.fmt(f),
        }
    }
}
