//! Credentials from code.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::credentials::{Cache, Credentials, DynProvideCredentials, PARTS};
use crate::random::Random;

/// Credentials from code.
#[derive(Clone, Debug)]
pub(super) enum CredentialsSource {
    Keys(Credentials),
    Provider(Arc<dyn DynProvideCredentials>),
}

impl CredentialsSource {
    /// Checks keys and creates a cache.
    pub(super) fn into_cache(
        self,
        timeout: Duration,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Result<Cache, String> {
        match self {
            Self::Keys(keys) => keys.check(&PARTS).map(|()| Cache::fixed(keys)),
            Self::Provider(provider) => Ok(Cache::provided(provider, timeout, clock, random)),
        }
    }
}
